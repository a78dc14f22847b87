//! The server of the cookbook, with which tests send the URLs that they create.

#[path = "../../../src/guide/clients/s3_server.rs"]
#[expect(unreachable_pub, reason = "recipes are public, to be copied into a module")]
mod recipe;

use std::{error::Error, fs};

use presigner::{Expiry, inspect::InspectedUrl};
use presigner_server::Client;
use tokio::runtime::Builder;

#[test]
fn the_server_of_the_cookbook_stores_an_upload_and_refuses_another_key()
-> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    fs::create_dir(directory.path().join("photos"))?;
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let presigner = runtime.block_on(recipe::presigner(directory.path()))?;

    let upload = presigner.put("photos", "cat.jpg", Expiry::minutes(1))?;
    let client = Client::new(InspectedUrl::parse(upload.as_str())?.host().parse()?);
    assert_eq!(client.follow(&upload, "meow")?.status(), 200);
    assert_eq!(fs::read(directory.path().join("photos/cat.jpg"))?, b"meow");

    let download = presigner.get("photos", "cat.jpg", Expiry::minutes(1))?;
    assert_eq!(client.follow(&download, "")?.status(), 200);
    let other = download.as_str().replace("cat.jpg", "dog.jpg");
    assert_eq!(client.send("GET", &other, &[], "")?.status(), 403);
    Ok(())
}
