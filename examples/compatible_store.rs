//! Links for a store that is not AWS: in a cluster of your own, or at another cloud.
//!
//! ```sh
//! cargo run --example compatible_store
//! ```

use std::error::Error;

use presigner::{Credentials, Endpoint, Expiry, Presigner};

fn main() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::new("minioadmin", "minioadmin");

    // The service talks to the store inside the cluster …
    let internal = Presigner::new(credentials, "us-east-1")
        .with_endpoint(Endpoint::custom("http://minio:9000")?);
    let url = internal.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    assert!(url.as_str().starts_with("http://minio:9000/my-bucket/photos/cat.jpg?"));

    // … but a browser knows it by another name, and the name is signed: make the link for that one.
    let public = internal.with_endpoint(Endpoint::custom("https://files.example.com")?);
    let url = public.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    assert!(url.as_str().starts_with("https://files.example.com/my-bucket/photos/cat.jpg?"));

    // Stores that want the bucket in the host say so.
    let virtual_hosted = public
        .with_endpoint(Endpoint::custom("https://s3.eu-central-1.wasabisys.com")?.virtual_hosted());
    let url = virtual_hosted.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
    assert!(url.as_str().starts_with("https://my-bucket.s3.eu-central-1.wasabisys.com/photos/"));
    Ok(())
}
