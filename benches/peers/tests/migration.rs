//! The migration guide, whose code these very files are: both crates sign the same request.

#[path = "../../../src/guide/migration/aws_sdk_s3.rs"]
mod aws_sdk_s3_guide;
#[path = "../../../src/guide/migration/object_store.rs"]
mod object_store_guide;
#[path = "../../../src/guide/migration/opendal.rs"]
mod opendal_guide;
#[path = "../../../src/guide/migration/rust_s3.rs"]
mod rust_s3_guide;
#[path = "../../../src/guide/migration/rusty_s3.rs"]
mod rusty_s3_guide;

use std::{collections::BTreeSet, pin::pin, task};

use aws_sdk_s3::config::{
    BehaviorVersion, Config, Credentials as SdkCredentials, IdentityCache, Region,
    StalledStreamProtectionConfig, retry::RetryConfig, timeout::TimeoutConfig,
};
use presigner::{Credentials, Presigner};
use rusty_s3::{Bucket, UrlStyle};

#[test]
fn aws_sdk_s3() {
    use aws_sdk_s3_guide::{after, before};

    let client = aws_sdk_s3::Client::from_conf(
        Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-central-1"))
            .credentials_provider(SdkCredentials::new("id", "secret", None, None, "static"))
            .identity_cache(IdentityCache::no_cache())
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .build(),
    );
    let presigner = presigner();
    for key in KEYS {
        assert_same(
            &ready(before::download(&client, key)).expect("a URL"),
            &after::download(&presigner, key).expect("a URL"),
        );
        let (old, old_headers) = ready(before::upload(&client, key)).expect("a URL");
        let (new, headers) = after::upload(&presigner, key).expect("a URL");
        assert_same(&old, &new);
        assert_eq!((&*old_headers, &*headers), (TYPE_LINE, TYPE_LINE));
        assert_same(
            &ready(before::part(&client, key, "VXBsb2Fk", 7)).expect("a URL"),
            &after::part(&presigner, key, "VXBsb2Fk", 7).expect("a URL"),
        );
    }
}

#[test]
fn rusty_s3() {
    use rusty_s3_guide::{after, before};

    let endpoint = "https://s3.eu-central-1.amazonaws.com".parse().expect("a URL");
    let bucket = Bucket::new(endpoint, UrlStyle::VirtualHost, "my-bucket", "eu-central-1")
        .expect("a bucket");
    let credentials = rusty_s3::Credentials::new("id", "secret");
    let presigner = presigner();
    for key in KEYS {
        assert_same(&before::download(key).expect("a URL"), &after::download(key).expect("a URL"));
        assert_same(
            &before::upload(&bucket, &credentials, key),
            &after::upload(&presigner, key).expect("a URL"),
        );
        assert_same(
            &before::part(&bucket, &credentials, key, "VXBsb2Fk"),
            &after::part(&presigner, key, "VXBsb2Fk").expect("a URL"),
        );
    }
}

#[test]
fn rust_s3() {
    use rust_s3_guide::{after, before};

    let (bucket, presigner) = (before::bucket().expect("a bucket"), after::presigner());
    for key in KEYS {
        assert_same(
            &before::download(&bucket, key).expect("a URL"),
            &after::download(&presigner, key).expect("a URL"),
        );
    }
    let old = before::form(&bucket).expect("a form");
    let new = after::form(&presigner).expect("a form");
    let mut old_names: BTreeSet<_> = old.keys().map(|name| name.to_lowercase()).collect();
    let mut names: BTreeSet<_> = new.fields().iter().map(|(name, _)| name.to_lowercase()).collect();
    // As the guide says.
    assert!(old_names.remove("bucket") && names.remove("key"));
    assert_eq!(old_names, names);
}

#[test]
fn object_store() {
    use object_store_guide::{after, before};

    let (store, presigner) = (before::store().expect("a store"), after::presigner());
    let old = ready(before::downloads(&store, &KEYS)).expect("URLs");
    let new = after::downloads(&presigner, &KEYS).expect("URLs");
    assert_eq!((old.len(), new.len()), (KEYS.len(), KEYS.len()));
    for (old, new) in old.iter().zip(&new) {
        assert_same(old, new);
    }
    for key in KEYS {
        assert_same(
            &ready(before::upload(&store, key)).expect("a URL"),
            &after::upload(&presigner, key).expect("a URL"),
        );
    }
}

#[test]
fn opendal() {
    use opendal_guide::{after, before};

    let (operator, presigner) = (before::operator().expect("an operator"), after::presigner());
    for key in KEYS {
        assert_same(
            &ready(before::download(&operator, key)).expect("a URL"),
            &after::download(&presigner, key).expect("a URL"),
        );
        assert_same(
            &ready(before::upload(&operator, key)).expect("a URL"),
            &after::upload(&presigner, key).expect("a URL"),
        );
    }
}

#[test]
fn the_guide_names_these_versions() {
    let guide = include_str!("../../../src/guide/migration.rs");
    let manifest = include_str!("../Cargo.toml");
    for name in ["aws-sdk-s3", "rusty-s3", "rust-s3", "object_store", "opendal"] {
        let start = format!("\n{name} = {{ version = \"");
        let (_, rest) = manifest.split_once(&start).expect("a dependency");
        let (version, _) = rest.split_once('"').expect("a version");
        assert!(guide.contains(&format!("`{name}` {version}:\n")), "{name} {version}");
    }
}

/// Asserts that both URLs are the same but for the time, the signature, the order of the parameters, and those that
/// the SDK adds.
#[track_caller]
fn assert_same(old: &str, new: &str) {
    assert_eq!(parts(old), parts(new));
}

fn parts(url: &str) -> (&str, BTreeSet<&str>) {
    let (address, query) = url.split_once('?').expect("a query");
    let own = ["X-Amz-Date=", "X-Amz-Signature=", "X-Amz-Credential=", "x-id="];
    let is_request = |parameter: &&str| !own.iter().any(|name| parameter.starts_with(name));
    (address, query.split('&').filter(is_request).collect())
}

fn presigner() -> Presigner {
    Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
}

/// The result of a future that waits for nothing.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut task::Context::from_waker(task::Waker::noop())) {
        task::Poll::Ready(output) => output,
        task::Poll::Pending => panic!("signing waits for something"),
    }
}

const KEYS: [&str; 2] = ["photos/2026/cat.jpg", "a b+c.jpg"];
const TYPE_LINE: &str = "content-type: image/jpeg\n";
