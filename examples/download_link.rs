//! A presigned URL that downloads one object and is valid for 15 minutes.
//!
//! ```sh
//! cargo run --example download_link
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its results")]

use std::{error::Error, time::Duration};

use presigner::{Credentials, Presigner, Request};

fn main() -> Result<(), Box<dyn Error>> {
    // Create one presigner for the whole service. In production: `Credentials::from_env()?`.
    let credentials =
        Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let presigner = Presigner::new(credentials, "eu-central-1");

    // Keys are raw text: no encoding, no escaping.
    let link = presigner.get("my-bucket", "reports/2024 Q1.pdf", Duration::from_secs(900))?;
    let expected = "https://my-bucket.s3.eu-central-1.amazonaws.com/reports/2024%20Q1.pdf?";
    assert!(link.as_str().starts_with(expected));
    assert_eq!(link.validity().limited_by(), None);
    println!("{link}\nexpires at {}", link.validity().expires_at());

    // The browser saves it under another name.
    let request = Request::get("my-bucket", "reports/2024 Q1.pdf").attachment("report.pdf");
    let named = presigner.presign(&request, Duration::from_secs(900))?;
    assert!(named.as_str().contains("attachment%3B%20filename%3D%22report.pdf%22"));
    println!("{named}");

    // Anyone with the URL can use it, so log it without its signature.
    let logged = link.redacted().to_string();
    assert!(logged.ends_with("&X-Amz-Signature=REDACTED"));
    println!("{logged}");
    Ok(())
}
