//! Any request, signed with any settings.

use std::time::Duration;

use arbitrary::{Arbitrary, Unstructured};
use presigner::{
    Credentials, Endpoint, Expiry, ExpiryPolicy, Method, PresignedUrl, Presigner, Request,
    ServerSideEncryption, Timestamp,
    inspect::InspectedUrl,
    verify::{Claim, Rules},
};

use crate::{
    NOON,
    parts::{Parts, decode},
};

/// Signs the request that the bytes describe. If it can be signed, the host does not depend on the key, the path
/// decodes once to the key, and a server that knows the secret accepts the URL.
pub fn presign(data: &[u8]) {
    let Ok(input) = Input::arbitrary_take_rest(Unstructured::new(data)) else { return };
    let Some(endpoint) = input.endpoint() else { return };
    let shown = match input.display_host {
        Some(host) => endpoint.clone().display_host(host),
        None => endpoint.clone(),
    };
    let presigner = input.presigner(shown);
    let signer = presigner.at(input.now());
    let request = input.request(input.key);
    let mut appended = String::from("before");
    let validity = signer.presign_into(&request, input.expiry(), &mut appended);
    let explanation = signer.explain(&request, input.expiry());
    let signed = match signer.presign(&request, input.expiry()) {
        Ok(signed) => signed,
        Err(error) => {
            assert_eq!(explanation.err().as_ref(), Some(&error));
            assert_eq!(validity, Err(error.clone()));
            assert_eq!(appended, "before");
            let _ = (error.to_string(), format!("{error:?} {request:?} {presigner:?}"));
            return;
        }
    };
    assert_eq!(validity, Ok(signed.validity()));
    assert_eq!(appended.strip_prefix("before"), Some(signed.as_str()));
    assert!(signed.as_str().bytes().all(|byte| byte.is_ascii_graphic()), "{signed}");

    // The store receives its own host, whatever the display host is.
    let presigner = input.presigner(endpoint);
    let received = presigner.at(input.now()).presign(&request, input.expiry());
    let received = received.expect("valid without the display host");
    check_address(&input, &presigner, &received);
    check_accepted(&input, &received);
    check_inspected(&input, &signed);
    check_redacted(&signed, &format!("{:?}", explanation.expect("an explanation")));
}

/// Compares host and path with those of another key.
fn check_address(input: &Input<'_>, presigner: &Presigner, signed: &PresignedUrl) {
    let other = presigner.at(input.now()).presign(&input.request("k"), input.expiry());
    let other = other.expect("a plain key");
    let (parts, others) = (Parts::of(signed.as_str()), Parts::of(other.as_str()));
    assert_eq!(parts.host, others.host);
    if input.operation == Operation::Object {
        let before_key = others.path.strip_suffix('k').expect("the key at the end");
        let encoded_key = parts.path.strip_prefix(before_key).expect("the same address");
        assert_eq!(decode(encoded_key), input.key);
        check_bucket(input, parts.host, before_key);
        if !input.allows_dot_segments() {
            let parsed = url::Url::parse(signed.as_str()).expect("a URL");
            assert_eq!(parsed.as_str(), signed.as_str());
        }
    }
}

/// An ordinary bucket is in the host or in the path, except with a bucket domain.
fn check_bucket(input: &Input<'_>, host: &str, before_key: &str) {
    let bucket = input.bucket();
    if bucket.starts_with("arn:") || matches!(input.store, Store::BucketDomain(_)) {
        return;
    }
    let in_host = host.strip_prefix(bucket).is_some_and(|rest| rest.starts_with('.'));
    let in_path = decode(before_key).ends_with(&format!("/{bucket}/"));
    assert!(in_host || in_path, "{bucket} in {host}{before_key}");
}

fn check_accepted(input: &Input<'_>, signed: &PresignedUrl) {
    let parts = Parts::of(signed.as_str());
    let path_and_query = parts.path_and_query();
    let mut headers: Vec<_> = signed.headers().iter().collect();
    headers.push(("Host", parts.host));
    let method = signed.method().as_str();
    let claim = Claim::parse(method, &path_and_query, &headers).expect("a presigned request");
    assert_eq!(claim.access_key_id(), input.access_key_id);
    let validity = signed.validity();
    let mut rules = Rules::s3(validity.signed_at());
    if parts.path.starts_with("//") {
        // The bucket is in the host, which a server can only know with a base domain.
        let Some((_, domain)) = parts.host.split_once('.') else { return };
        rules = rules.base_domain(domain);
    }
    let verified = claim.verify(input.secret(), &rules).expect("a valid signature");
    assert_eq!(
        (verified.method(), verified.host(), verified.path()),
        (method, parts.host, parts.path)
    );
    assert_eq!(verified.expires_at(), validity.expires_at());
    for (name, value) in &input.parameters {
        assert!(verified.parameters().iter().any(|pair| (&*pair.0, &*pair.1) == (name, value)));
    }
    assert!(claim.verify("another secret", &Rules::s3(validity.signed_at())).is_err());
}

fn check_inspected(input: &Input<'_>, signed: &PresignedUrl) {
    let inspected = InspectedUrl::parse(signed.as_str()).expect("a presigned URL");
    assert_eq!(inspected.access_key_id(), input.access_key_id);
    assert_eq!(inspected.signed_at(), Some(signed.validity().signed_at()));
    assert_eq!(inspected.expires_at(), signed.validity().expires_at());
    let mut names: Vec<_> = signed.headers().iter().map(|(name, _)| name).collect();
    names.push("host");
    names.sort_unstable();
    assert!(inspected.signed_headers().eq(names), "{signed}");
    let _ = inspected.lints();
}

/// Only `to_curl` and `Display` show the signature.
fn check_redacted(signed: &PresignedUrl, explanation: &str) {
    let signature = Parts::of(signed.as_str()).parameter("X-Amz-Signature");
    for text in [&signed.redacted().to_string(), &format!("{signed:?}"), explanation] {
        assert!(!text.contains(&signature), "{text}");
    }
    assert!(signed.to_curl().contains(&signature));
}

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    key: &'a str,
    operation: Operation,
    method: u8,
    store: Store<'a>,
    switches: u8,
    display_host: Option<&'a str>,
    region: Region<'a>,
    bucket: Bucket<'a>,
    parameters: Vec<(&'a str, &'a str)>,
    headers: Vec<(&'a str, &'a str)>,
    extras: Vec<Extra<'a>>,
    access_key_id: &'a str,
    secret: &'a str,
    session_token: Option<(bool, &'a str)>,
    expiration: Option<i32>,
    policy: Option<(bool, Option<u32>)>,
    window: Option<u32>,
    expiry: RequestedExpiry,
    since_noon: i64,
}

#[derive(Arbitrary, Debug, Eq, PartialEq)]
enum Operation {
    Object,
    Bucket,
    Buckets,
    DirectoryBuckets,
}

#[derive(Arbitrary, Debug)]
enum Store<'a> {
    Aws,
    Local,
    Custom(&'a str),
    BucketDomain(&'a str),
    R2(&'a str),
}

#[derive(Arbitrary, Debug)]
enum Region<'a> {
    UsEast1,
    EuCentral1,
    CnNorth1,
    AwsGlobal,
    Other(&'a str),
}

#[derive(Arbitrary, Debug)]
enum Bucket<'a> {
    Plain,
    Dotted,
    Express,
    AccessPoint,
    ObjectLambda,
    Outpost,
    Other(&'a str),
}

#[derive(Arbitrary, Debug)]
enum Extra<'a> {
    Attachment(&'a str),
    CopySource(&'a str, &'a str, Option<&'a str>),
    Encryption(&'a str),
    Metadata(&'a str, &'a str),
    PartNumber(u32),
    Tagging(Vec<(&'a str, &'a str)>),
}

#[derive(Arbitrary, Debug)]
enum RequestedExpiry {
    Days(u32),
    Duration { seconds: u64, nanoseconds: u32 },
    Seconds(u32),
    UntilSinceNoon(i64),
}

impl<'a> Input<'a> {
    /// `None` if the endpoint is invalid.
    fn endpoint(&self) -> Option<Endpoint> {
        let store = match self.store {
            Store::Aws => Endpoint::aws(),
            Store::Local => Endpoint::custom("http://127.0.0.1:9000/base").ok()?,
            Store::Custom(url) => Endpoint::custom(url).ok()?,
            Store::BucketDomain(url) => Endpoint::bucket_domain(url).ok()?,
            Store::R2(account_id) => Endpoint::r2(account_id),
        };
        let switches = SWITCHES.iter().enumerate();
        let chosen = switches.filter(|(bit, _)| self.switches >> bit & 1 == 1);
        Some(chosen.fold(store, |store, (_, switch)| switch(store)))
    }

    fn presigner(&self, endpoint: Endpoint) -> Presigner {
        let mut credentials = Credentials::new(self.access_key_id, self.secret());
        if let Some((is_express, token)) = self.session_token {
            credentials = if is_express {
                credentials.with_s3_express_session_token(token)
            } else {
                credentials.with_session_token(token)
            };
        }
        if let Some(since_noon) = self.expiration {
            credentials = credentials.with_expiration(since(since_noon.into()));
        }
        let mut presigner = Presigner::new(credentials, self.region()).with_endpoint(endpoint);
        if let Some(window) = self.window {
            presigner = presigner.with_stable_window(Duration::from_secs(window.into()));
        }
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        presigner.with_expiry_policy(match self.policy {
            None | Some((false, None)) => ExpiryPolicy::Clamp,
            Some((true, None)) => ExpiryPolicy::Strict,
            Some((false, Some(cap))) => ExpiryPolicy::ClampTo(seconds(cap)),
            Some((true, Some(cap))) => ExpiryPolicy::StrictTo(seconds(cap)),
        })
    }

    fn request(&'a self, key: &'a str) -> Request<'a> {
        let method = METHODS[usize::from(self.method) % METHODS.len()];
        let mut request = match self.operation {
            Operation::Object => Request::new(method, self.bucket(), key),
            Operation::Bucket => Request::on_bucket(method, self.bucket()),
            Operation::Buckets => Request::list_buckets(),
            Operation::DirectoryBuckets => Request::list_directory_buckets(),
        };
        if self.allows_dot_segments() {
            request = request.allow_dot_segments();
        }
        for (name, value) in &self.parameters {
            request = request.query(*name, *value);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        self.extras.iter().fold(request, |request, extra| extra.add_to(request))
    }

    fn bucket(&self) -> &'a str {
        match self.bucket {
            Bucket::Plain => "bucket",
            Bucket::Dotted => "My.Bucket",
            Bucket::Express => "films--use1-az4--x-s3",
            Bucket::AccessPoint => "arn:aws:s3:us-west-2:123456789012:accesspoint/films",
            Bucket::ObjectLambda => {
                "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/films"
            }
            Bucket::Outpost => {
                "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/accesspoint/films"
            }
            Bucket::Other(bucket) => bucket,
        }
    }

    fn region(&self) -> &'a str {
        match self.region {
            Region::UsEast1 => "us-east-1",
            Region::EuCentral1 => "eu-central-1",
            Region::CnNorth1 => "cn-north-1",
            Region::AwsGlobal => "aws-global",
            Region::Other(region) => region,
        }
    }

    fn secret(&self) -> &'a str {
        // An empty secret is always an error, which would waste most inputs.
        if self.secret.is_empty() { "secret" } else { self.secret }
    }

    fn allows_dot_segments(&self) -> bool {
        self.switches & 0x80 != 0
    }

    fn now(&self) -> Timestamp {
        since(self.since_noon)
    }

    fn expiry(&self) -> Expiry {
        match self.expiry {
            RequestedExpiry::Days(days) => Expiry::days(days),
            RequestedExpiry::Duration { seconds, nanoseconds } => {
                Expiry::from(Duration::new(seconds, nanoseconds % 1_000_000_000))
            }
            RequestedExpiry::Seconds(seconds) => Expiry::seconds(seconds),
            RequestedExpiry::UntilSinceNoon(seconds) => Expiry::until(since(seconds)),
        }
    }
}

impl<'a> Extra<'a> {
    fn add_to(&'a self, request: Request<'a>) -> Request<'a> {
        match self {
            Self::Attachment(filename) => request.attachment(filename),
            Self::CopySource(bucket, key, None) => request.copy_source((*bucket, *key)),
            Self::CopySource(bucket, key, Some(version_id)) => {
                request.copy_source(presigner::CopySource::new(bucket, key).version_id(version_id))
            }
            Self::Encryption(key_id) => {
                request.server_side_encryption(ServerSideEncryption::KmsKey(key_id))
            }
            Self::Metadata(name, value) => request.metadata(name, *value),
            Self::PartNumber(number) => request.part_number(*number),
            Self::Tagging(tags) => request.tagging(tags.iter().copied()),
        }
    }
}

fn since(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOON.saturating_add(seconds))
}

const METHODS: [Method; 5] = [Method::Get, Method::Put, Method::Head, Method::Delete, Method::Post];

const SWITCHES: [fn(Endpoint) -> Endpoint; 7] = [
    Endpoint::dual_stack,
    Endpoint::fips,
    Endpoint::accelerate,
    Endpoint::path_style,
    Endpoint::virtual_hosted,
    Endpoint::legacy_global,
    Endpoint::same_region_only,
];
