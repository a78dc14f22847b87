//! A presigned URL that uploads one object, of a given type and size, if it does not exist yet.
//!
//! ```sh
//! cargo run --example upload_link
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its results")]

use std::error::Error;

use presigner::{Credentials, Expiry, Method, Presigner, Request};

fn main() -> Result<(), Box<dyn Error>> {
    let credentials =
        Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let presigner = Presigner::new(credentials, "eu-central-1");

    // S3 refuses the upload unless the signed headers are sent as signed.
    let request = Request::put("my-bucket", "uploads/cat.jpg")
        .content_type("image/jpeg")
        .content_length(48_213)
        .create_only();
    let link = presigner.presign(&request, Expiry::minutes(5))?;

    // Pass the URL, the method and these headers to the client, which must send them unchanged.
    assert_eq!(link.method(), Method::Put);
    println!("{} {link}", link.method());
    let headers: Vec<_> =
        link.headers().iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(headers, ["content-length: 48213", "content-type: image/jpeg", "if-none-match: *"]);
    println!("{}", headers.join("\n"));

    // Or as a command.
    println!("{}", link.to_curl());
    Ok(())
}
