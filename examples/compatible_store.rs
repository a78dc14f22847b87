//! Presigned URLs for an S3-compatible store, self-hosted or of another cloud provider.
//!
//! ```sh
//! cargo run --example compatible_store
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its results")]

use std::error::Error;

use presigner::{Credentials, Endpoint, Expiry, Presigner};

fn main() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::new("minioadmin", "minioadmin");

    // The service reaches the store by its name inside the cluster.
    let internal = Presigner::new(credentials, "us-east-1")
        .with_endpoint(Endpoint::custom("http://minio:9000")?);
    let url = internal.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    assert!(url.as_str().starts_with("http://minio:9000/my-bucket/photos/cat.jpg?"));
    println!("{url}");

    // A browser uses the public name. The host is signed, so sign for that one.
    let public = internal.with_endpoint(Endpoint::custom("https://files.example.com")?);
    let url = public.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    assert!(url.as_str().starts_with("https://files.example.com/my-bucket/photos/cat.jpg?"));
    println!("{url}");

    // Some stores require virtual-hosted style, with the bucket in the host.
    let virtual_hosted = public
        .with_endpoint(Endpoint::custom("https://s3.eu-central-1.wasabisys.com")?.virtual_hosted());
    let url = virtual_hosted.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    assert!(url.as_str().starts_with("https://my-bucket.s3.eu-central-1.wasabisys.com/photos/"));
    println!("{url}");
    Ok(())
}
