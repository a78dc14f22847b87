//! Uses presigned URLs against an S3 server that runs inside this program.
//!
//! The printed URLs do not work anywhere else: the server listens only on loopback, and the access key
//! is the example of the AWS documentation.
#![expect(clippy::print_stdout, reason = "the example shows what happens")]

use std::error::Error;
use std::time::{Duration, SystemTime};

use presigner::{Credentials, Endpoint, Expiry, PresignedUrl, Presigner};
use presigner_server::{AccessKey, Response, Server};

const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const KEY: &str = "holiday photos/cat & dog.txt";
const TEXT: &str = "Hello from a presigned URL.";

fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::in_memory([AccessKey::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)])?;
    server.create_bucket("photos")?;
    println!("An S3 server listens at {} while this program runs.", server.url());
    println!("Its access key is an example, so these URLs work only there.");

    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    let presigner =
        Presigner::new(credentials, "us-east-1").with_endpoint(Endpoint::custom(&server.url())?);

    let upload = presigner.put("photos", KEY, Expiry::minutes(15))?;
    step("A URL to upload an object, valid for 15 minutes", &upload);
    expect(&server.client().follow(&upload, TEXT)?, 200, "")?;

    let download = presigner.get("photos", KEY, Expiry::minutes(15))?;
    step("A URL to download the same object", &download);
    expect(&server.client().follow(&download, "")?, 200, TEXT)?;

    let tampered = download.as_str().replace("cat", "cow");
    println!("\nThe same URL with another key\n  GET {tampered}");
    expect(&server.client().send("GET", &tampered, &[], "")?, 403, "SignatureDoesNotMatch")?;

    let yesterday = SystemTime::now() - Duration::from_hours(24);
    let expired = presigner.at(yesterday).get("photos", KEY, Expiry::hours(1))?;
    step("A URL signed yesterday, valid for one hour", &expired);
    expect(&server.client().follow(&expired, "")?, 403, "Request has expired")?;

    println!("\nAll responses are as expected.");
    Ok(())
}

fn step(title: &str, url: &PresignedUrl) {
    println!("\n{title}\n  {} {}", url.method().as_str(), url.as_str());
}

/// Prints the response, and fails unless it has this status and its body contains this text.
fn expect(response: &Response, status: u16, text: &str) -> Result<(), String> {
    println!("  -> {} {}", response.status(), shown(response));
    if response.status() == status && response.text().contains(text) {
        Ok(())
    } else {
        Err(format!("expected {status} {text}"))
    }
}

fn shown(response: &Response) -> String {
    match response.error_code() {
        Some(code) => {
            format!("{code} {}", response.element("Message").unwrap_or_default())
        }
        None => response.text().to_owned(),
    }
}
