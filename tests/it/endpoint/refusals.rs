//! Invalid regions, endpoint URLs and options.

use presigner::{Credentials, Endpoint, Method, Presigner, Request};

use crate::error::refusal::{EXPIRY, NOON, Refusal, about, check, credentials, presign_at};

#[test]
fn regions_that_are_not_host_labels_are_refused() {
    check(regions());
}

#[test]
fn a_custom_endpoint_accepts_regions_in_upper_case() {
    let store = Endpoint::custom("https://store.example.com").expect("a valid URL");
    let url = presign_at(&store, "RegionOne", &Request::get("bucket", "key"));
    let url = url.unwrap_or_else(|error| panic!("{error}"));
    assert!(url.as_str().contains("%2FRegionOne%2Fs3%2F"), "{url}");
}

#[test]
fn invalid_endpoint_urls_are_refused() {
    check(urls());
}

#[test]
fn a_host_that_contains_the_bucket_is_refused() {
    check(bucket_hosts());
}

#[test]
fn a_path_that_is_the_bucket_is_refused_at_a_known_store() {
    check(bucket_paths());
}

#[test]
fn a_host_of_s3_in_another_region_is_refused() {
    check(other_regions());
}

#[test]
fn hosts_of_s3_in_the_region_and_those_without_a_region_are_signed() {
    for (url, region) in [
        ("https://s3.eu-west-1.amazonaws.com", "eu-west-1"),
        ("https://s3-eu-west-1.amazonaws.com", "eu-west-1"),
        ("https://s3.us-east-1.amazonaws.com", "aws-global"),
        ("https://s3.amazonaws.com", "eu-west-1"),
        ("https://s3-accelerate.amazonaws.com", "eu-west-1"),
        // As in the endpoint rule set.
        ("https://bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com", "eu-west-1"),
        ("https://s3.us-west-004.backblazeb2.com", "eu-west-1"),
    ] {
        let endpoint = Endpoint::custom(url).expect("a valid URL");
        let signed = presign_at(&endpoint, region, &Request::get("bucket", "key"));
        signed.unwrap_or_else(|error| panic!("{url}: {error}"));
    }
}

#[test]
fn options_that_exclude_each_other_are_refused() {
    check(options());
}

#[test]
fn an_express_session_token_is_refused_outside_its_directory_bucket() {
    check(express_sessions());
}

pub(crate) fn regions() -> Vec<Refusal> {
    let minio = Endpoint::custom("http://127.0.0.1:9000").expect("a valid URL");
    let (aws, long) = (Endpoint::aws(), "r".repeat(64));
    let anywhere = REGIONS
        .into_iter()
        .chain([(long.as_str(), "has 64 bytes, but a host label has at most 63")])
        .flat_map(|(region, problem)| [(&aws, region, problem), (&minio, region, problem)]);
    let upper_case = [
        ("EU-central-1", "has an upper-case letter at byte 0, but AWS region names are lower case"),
        ("us-East-1", "has an upper-case letter at byte 3, but AWS region names are lower case"),
    ];
    let zones = [
        ("us-east-1a", "names an Availability Zone instead of its Region"),
        ("ap-southeast-2b", "names an Availability Zone instead of its Region"),
    ];
    let at_aws =
        upper_case.into_iter().chain(zones).map(|(region, problem)| (&aws, region, problem));
    let refusal = |(endpoint, region, problem)| {
        let result = presign_at(endpoint, region, &Request::get("bucket", "key"));
        let sentence = about("region", region, problem) + "; pass a name such as `eu-central-1`";
        Refusal::new(format!("region {region:?} at {endpoint}"), result, sentence)
    };
    anywhere.chain(at_aws).map(refusal).collect()
}

pub(crate) fn urls() -> Vec<Refusal> {
    let constructors = [Endpoint::custom, Endpoint::bucket_domain];
    let urls = URLS.into_iter().flat_map(|(url, problem)| {
        constructors.map(|endpoint| Refusal::new(url, endpoint(url), about_url(problem)))
    });
    let later = [
        (Endpoint::r2(""), R2),
        (Endpoint::r2("account."), R2),
        (Endpoint::r2(".eu"), R2),
        (Endpoint::r2("account.EU"), R2),
        (Endpoint::r2("bucket.account.eu"), R2),
        // The account id is not the first label.
        (Endpoint::r2("bucket.0123456789abcdef0123456789abcdef"), R2),
        (Endpoint::r2("id@host/"), R2),
        (Endpoint::aws().display_host(""), DISPLAY_HOST),
        (Endpoint::aws().display_host("https://cdn.example.com"), DISPLAY_HOST),
        (Endpoint::aws().display_host("cdn.example.com/base"), DISPLAY_HOST),
        (Endpoint::aws().display_host("cdn.example.com?x"), DISPLAY_HOST),
        (Endpoint::aws().display_host("user:hunter2@cdn.example.com"), DISPLAY_HOST),
        (Endpoint::aws().display_url(""), DISPLAY_URL),
        (Endpoint::aws().display_url("cdn.example.com"), DISPLAY_URL),
        (Endpoint::aws().display_url("ftp://cdn.example.com"), DISPLAY_URL),
        (Endpoint::aws().display_url("https://user:hunter2@cdn.example.com"), DISPLAY_URL),
        (Endpoint::aws().display_url("https://cdn.example.com/a?x"), DISPLAY_URL),
        (Endpoint::aws().display_url("https://cdn.example.com/#a"), DISPLAY_URL),
        (Endpoint::aws().display_url("https://cdn.example.com/a/../b"), DISPLAY_URL),
        (Endpoint::aws().display_url("https://cdn.example.com/a%20b"), DISPLAY_URL),
        #[cfg(feature = "sigv4a")]
        (Endpoint::aws().region_set(""), REGION_SET),
        #[cfg(feature = "sigv4a")]
        (Endpoint::aws().region_set("us-east-1,"), REGION_SET),
        #[cfg(feature = "sigv4a")]
        (Endpoint::aws().region_set("US-EAST-1"), REGION_SET),
    ];
    let later = later.map(|(endpoint, problem)| {
        let result = presign_at(&endpoint, "us-east-1", &Request::get("bucket", "key"));
        Refusal::new(format!("{endpoint:?}"), result, about_url(problem))
    });
    urls.chain(later).collect()
}

/// Hosts that contain the bucket: the endpoint, the host in the error, and the bucket.
pub(crate) fn bucket_hosts() -> Vec<Refusal> {
    let rows = [
        (
            "https://films.s3.eu-central-1.amazonaws.com",
            "films.s3.eu-central-1.amazonaws.com",
            "films",
        ),
        ("https://Films.S3.amazonaws.com/base", "films.s3.amazonaws.com", "films"),
        (
            "http://my.films.s3-us-west-2.amazonaws.com",
            "my.films.s3-us-west-2.amazonaws.com",
            "my.films",
        ),
        (
            "https://films.0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
            "films.0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
            "films",
        ),
        ("https://films.nyc3.digitaloceanspaces.com", "films.nyc3.digitaloceanspaces.com", "films"),
        (
            "https://films.oss-cn-hangzhou.aliyuncs.com",
            "films.oss-cn-hangzhou.aliyuncs.com",
            "films",
        ),
        (
            "https://films.obs.cn-north-4.myhuaweicloud.com",
            "films.obs.cn-north-4.myhuaweicloud.com",
            "films",
        ),
        (
            "https://films.tos-s3-cn-beijing.volces.com",
            "films.tos-s3-cn-beijing.volces.com",
            "films",
        ),
        ("https://films.s3.gra.cloud.ovh.net", "films.s3.gra.cloud.ovh.net", "films"),
        ("https://films.gateway.eu1.storjshare.io", "films.gateway.eu1.storjshare.io", "films"),
        (
            "http://films.s3.localhost.localstack.cloud:4566",
            "films.s3.localhost.localstack.cloud:4566",
            "films",
        ),
        (
            "https://films--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
            "films--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
            DIRECTORY,
        ),
        // Truncated to 64 characters.
        (
            "https://films-of-1924.0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com",
            "films-of-1924.0123456789abcdef0123456789abcdef.eu.r2.cloudflares…",
            "films-of-1924",
        ),
    ];
    let refusal = |(url, host, bucket): (&str, &str, &'static str)| {
        let endpoint = Endpoint::custom(url).expect("a valid URL");
        let sentence = format!(
            "endpoint host `{host}` already contains the bucket `{bucket}`; \
             remove `{bucket}.` from the endpoint, or use `Endpoint::bucket_domain`"
        );
        [endpoint.clone(), endpoint.clone().virtual_hosted(), endpoint.path_style()].map(
            |endpoint| {
                let request = Request::get(bucket, "key");
                let result = presign_at(&endpoint, "us-east-1", &request);
                Refusal::new(format!("{bucket} at {endpoint:?}"), result, &*sentence)
            },
        )
    };
    rows.into_iter().flat_map(refusal).collect()
}

/// S3: "the region 'us-east-1' is wrong; expecting 'eu-west-1'" (aws-sdk-js#2529).
pub(crate) fn other_regions() -> Vec<Refusal> {
    let domain = |url| Endpoint::bucket_domain(url).expect("a valid URL");
    let custom = |url| Endpoint::custom(url).expect("a valid URL");
    [
        custom("https://s3.eu-west-1.amazonaws.com"),
        custom("https://s3.eu-west-1.amazonaws.com").virtual_hosted(),
        custom("http://S3.dualstack.eu-west-1.amazonaws.com:80/"),
        custom("https://s3-eu-west-1.amazonaws.com"),
        domain("https://films.s3.eu-west-1.amazonaws.com"),
    ]
    .map(|endpoint| {
        let result = presign_at(&endpoint, "us-east-1", &Request::get("bucket", "key"));
        let sentence = "endpoint host is in region `eu-west-1` and requests are signed for `us-east-1`, which S3 \
                        rejects; use the bucket's region for both";
        Refusal::new(endpoint.to_string(), result, sentence)
    })
    .into()
}

/// Paths that are the bucket, as in the URL that the dashboard of R2 shows: the endpoint, its host, and the bucket.
pub(crate) fn bucket_paths() -> Vec<Refusal> {
    let account = "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com";
    let rows = [
        (format!("https://{account}/films"), account, "films"),
        (format!("https://{account}/films/"), account, "films"),
        (format!("https://{account}//films"), account, "films"),
        (format!("https://{account}/My_films"), account, "My_films"),
        ("https://storage.googleapis.com/films".into(), "storage.googleapis.com", "films"),
        (
            "https://s3.eu-central-1.amazonaws.com/films".into(),
            "s3.eu-central-1.amazonaws.com",
            "films",
        ),
    ];
    let refusal = |(url, host, bucket): (String, &str, &'static str)| {
        let endpoint = Endpoint::custom(&url).expect("a valid URL");
        let sentence = format!(
            "endpoint path `/{bucket}` is already the bucket `{bucket}`; \
             remove `/{bucket}` from the endpoint `{host}/{bucket}`"
        );
        [endpoint.clone(), endpoint.clone().virtual_hosted(), endpoint.path_style()].map(
            |endpoint| {
                let result = presign_at(&endpoint, "us-east-1", &Request::get(bucket, "key"));
                Refusal::new(format!("{bucket} at {endpoint:?}"), result, &*sentence)
            },
        )
    };
    rows.into_iter().flat_map(refusal).collect()
}

fn about_url(problem: &str) -> String {
    format!("endpoint {problem}")
}

pub(crate) fn options() -> Vec<Refusal> {
    let url = |url| Endpoint::custom(url).expect("a valid URL");
    let (aws, minio) = (Endpoint::aws, || url("http://minio.example.com"));
    let domain = || Endpoint::bucket_domain("https://files.example.com").expect("a valid URL");
    let beta = format!("films-o{}beta0--op-s3", "0".repeat(37));
    let anywhere = [
        (
            aws().fips().accelerate(),
            "films",
            "Transfer Acceleration has no FIPS endpoints; remove `fips` or `accelerate`",
        ),
        (aws().accelerate().path_style(), "films", ACCELERATED_PATH),
        (aws().accelerate(), "my.films", ACCELERATED_PATH),
        (aws().accelerate(), "My_Films", ACCELERATED_PATH),
        (aws().path_style(), ACCESS_POINT, PATH_STYLE),
        (aws().path_style(), OUTPOST, PATH_STYLE),
        (aws().path_style(), DIRECTORY, PATH_STYLE),
        (aws().accelerate(), ACCESS_POINT, ACCELERATED),
        (aws().accelerate(), OBJECT_LAMBDA, ACCELERATED),
        (aws().accelerate(), OUTPOST, ACCELERATED),
        (aws().accelerate(), DIRECTORY, ACCELERATED),
        (aws().dual_stack(), OBJECT_LAMBDA, OBJECT_LAMBDA_DUAL_STACK),
        (aws().dual_stack(), OUTPOST, OUTPOST_OPTIONS),
        (aws().fips(), OUTPOST, OUTPOST_OPTIONS),
        (
            aws(),
            &beta,
            "this Outposts alias belongs to the `beta` test stack; pass its URL to `Endpoint::custom`",
        ),
        (minio().dual_stack(), "films", CUSTOM_DUAL_STACK),
        (minio().fips(), "films", "a custom endpoint has no FIPS hosts; remove `fips`"),
        (minio().accelerate(), "films", CUSTOM_ACCELERATED),
        (minio().path_style(), ACCESS_POINT, CUSTOM_PATH_STYLE),
        (url("http://127.0.0.1:9000"), ACCESS_POINT, IP_ADDRESS),
        (url("http://[::1]:9000"), OUTPOST, IP_ADDRESS),
        (Endpoint::r2("account"), ACCESS_POINT, R2_BUCKETS),
        (Endpoint::r2("account"), OUTPOST, R2_BUCKETS),
        (Endpoint::r2("account"), DIRECTORY, R2_BUCKETS),
        (domain(), ACCESS_POINT, BUCKET_DOMAIN),
        (domain(), DIRECTORY, BUCKET_DOMAIN),
        (url("https://nyc3.cdn.digitaloceanspaces.com"), "films", SPACES_CDN),
        (url("https://films.nyc3.cdn.digitaloceanspaces.com"), "films", SPACES_CDN),
        (
            url("https://films.nyc3.cdn.digitaloceanspaces.com:8443").path_style(),
            "other",
            SPACES_CDN,
        ),
    ];
    let in_china = [
        (aws().fips(), "films", "this partition has no FIPS endpoints; remove `fips`"),
        (aws().accelerate(), "films", CHINA_ACCELERATED),
    ];
    let anywhere = anywhere.into_iter().map(|row| ("us-east-1", row));
    let in_china = in_china.into_iter().map(|row| ("cn-north-1", row));
    let refusal = |(region, (endpoint, bucket, sentence)): (_, (Endpoint, _, _))| {
        let result = presign_at(&endpoint, region, &Request::get(bucket, "key"));
        Refusal::new(format!("{bucket} in {region} at {endpoint:?}"), result, sentence)
    };
    let creating = Request::on_bucket(Method::Put, DIRECTORY);
    let creation = presign_at(&aws().accelerate(), "us-east-1", &creating);
    let creation = Refusal::new(format!("{creating:?}, accelerated"), creation, ACCELERATED);
    let multi_region = multi_region().into_iter().map(|row| ("us-east-1", row));
    anywhere.chain(in_china).chain(multi_region).map(refusal).chain([creation]).collect()
}

#[cfg(not(feature = "sigv4a"))]
fn multi_region() -> Vec<(Endpoint, &'static str, &'static str)> {
    Vec::new()
}

#[cfg(feature = "sigv4a")]
fn multi_region() -> Vec<(Endpoint, &'static str, &'static str)> {
    const MULTI_REGION: &str = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
    const OPTIONS: &str = "Multi-Region Access Points have neither FIPS nor dual-stack endpoints; \
                           remove `fips` and `dual_stack`";
    const CUSTOM: &str =
        "a Multi-Region Access Point has no address at a custom endpoint; use `Endpoint::aws`";
    let url = |url| Endpoint::custom(url).expect("a valid URL");
    let domain = Endpoint::bucket_domain("https://files.example.com").expect("a valid URL");
    [
        (Endpoint::aws().fips(), OPTIONS),
        (Endpoint::aws().dual_stack(), OPTIONS),
        (Endpoint::aws().accelerate(), ACCELERATED),
        (Endpoint::aws().path_style(), PATH_STYLE),
        (url("http://minio.example.com"), CUSTOM),
        (url("http://minio.example.com").path_style(), CUSTOM),
        (url("http://127.0.0.1:9000").virtual_hosted(), CUSTOM),
        (Endpoint::r2("account"), R2_BUCKETS),
        (domain, BUCKET_DOMAIN),
    ]
    .map(|(endpoint, sentence)| (endpoint, MULTI_REGION, sentence))
    .into()
}

/// The session token of `CreateSession` with requests that do not accept it.
pub(crate) fn express_sessions() -> Vec<Refusal> {
    let sentence = "session token of `CreateSession` is valid only for objects of a directory bucket; \
                    sign with the credentials that created the session";
    let presigner = |credentials: Credentials| {
        Presigner::new(credentials.with_s3_express_session_token("token"), "us-east-1")
    };
    let requests = [
        Request::get("bucket", "key"),
        #[cfg(feature = "sigv4a")]
        Request::get("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap", "key"),
        Request::get(ACCESS_POINT, "key"),
        Request::list_buckets(),
        Request::list_directory_buckets(),
        Request::on_bucket(Method::Put, DIRECTORY),
    ];
    let refusal = |request| {
        let result = presigner(credentials()).at(NOON).presign(&request, EXPIRY);
        Refusal::new(format!("a session token for {request:?}"), result, sentence)
    };
    requests.into_iter().map(refusal).collect()
}

const REGIONS: [(&str, &str); 10] = [
    ("", "is empty"),
    ("us east", "has ` ` at byte 2, where only letters, digits and `-` are allowed"),
    ("us_east_1", "has `_` at byte 2, where only letters, digits and `-` are allowed"),
    ("us-east-1\n", "has `\\n` at byte 9, where only letters, digits and `-` are allowed"),
    ("eu.central", "has `.` at byte 2, where only letters, digits and `-` are allowed"),
    ("é", "has `é` at byte 0, where only letters, digits and `-` are allowed"),
    ("us-east-1/s3", "has `/` at byte 9, where only letters, digits and `-` are allowed"),
    ("-auto", "begins or ends with `-`"),
    ("xn--0", "begins with `xn--`, which is reserved for international names"),
    ("XN--0", "begins with `xn--`, which is reserved for international names"),
];

const URLS: [(&str, &str); 26] = [
    ("", "has no scheme; begin it with `https://` or `http://`"),
    ("localhost:9000", "has no scheme; begin it with `https://` or `http://`"),
    ("//localhost:9000", "has no scheme; begin it with `https://` or `http://`"),
    ("https:/host", "has no scheme; begin it with `https://` or `http://`"),
    ("ftp://host", "has a scheme other than `https` and `http`; use one of these"),
    ("s3://bucket", "has a scheme other than `https` and `http`; use one of these"),
    ("https://", "has no host; write `https://host`"),
    ("https:///path", "has no host; write `https://host`"),
    ("http://:9000", "has no host; write `https://host`"),
    (
        "https://admin:hunter2@host",
        "has user info before `@`; remove it, and pass credentials as `Credentials`",
    ),
    ("https://@host", "has user info before `@`; remove it, and pass credentials as `Credentials`"),
    ("https://host?", "has a query; remove everything from `?` on"),
    ("https://host/?token=hunter2", "has a query; remove everything from `?` on"),
    ("https://host#", "has a fragment, which is never sent; remove everything from `#` on"),
    ("https://host/#top", "has a fragment, which is never sent; remove everything from `#` on"),
    ("http://host:http", "has a port that is not a number; write `host:port`"),
    ("http://host:-1", "has a port that is not a number; write `host:port`"),
    ("http://host:65536", "has a port over 65535; write a smaller one"),
    (
        "https://my host",
        "has a host with a character other than letters, digits, `-`, `_` and `.`; \
         write an international name in its `xn--` form",
    ),
    (
        "https://bücher.example",
        "has a host with a character other than letters, digits, `-`, `_` and `.`; \
         write an international name in its `xn--` form",
    ),
    ("https://host..example", "has a host with an empty label; remove the dot"),
    (
        "http://127.1:9000",
        "has a host that ends in a number but is not an IPv4 address; write it as `a.b.c.d`",
    ),
    ("http://[::g]", "has a host in brackets that is not an IPv6 address; write it as `[::1]`"),
    (
        "https://host/a b",
        "has a path with characters other than letters, digits and `-._~/`; use only these",
    ),
    ("https://host/a/../b", "has a segment `.` or `..` in its path; remove it"),
    ("https://host/a\nb", "contains a control character; remove it"),
];

const R2: &str = "has an account id that is not a valid host label; pass the id of 32 hex digits, \
                  with a jurisdiction as `<id>.eu`";
const DISPLAY_URL: &str = "has a display URL that is not `https://host` or `http://host` with an \
                           optional port and plain path; remove everything else";
#[cfg(feature = "sigv4a")]
const REGION_SET: &str = "has a region set that is not a list of region names; pass a set such as \
                          `us-east-1,eu-west-1`, or `*` for all Regions";
const DISPLAY_HOST: &str =
    "has a display host that is not `host` or `host:port`; remove everything else";

const ACCESS_POINT: &str = "arn:aws:s3:us-east-1:123456789012:accesspoint/films";
const OBJECT_LAMBDA: &str = "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/films";
const OUTPOST: &str = "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-01/accesspoint/films";

const DIRECTORY: &str = "films--use1-az4--x-s3";

const ACCELERATED_PATH: &str = "Transfer Acceleration requires the bucket in the host, and this one \
                                is addressed path style; remove `accelerate`";
const ACCELERATED: &str = "Transfer Acceleration does not support directory buckets, ARNs and \
                           aliases; remove `accelerate`";
const CHINA_ACCELERATED: &str =
    "this partition does not support Transfer Acceleration; remove `accelerate`";
const PATH_STYLE: &str =
    "directory buckets, ARNs and aliases cannot be addressed path style; remove `path_style`";
const OBJECT_LAMBDA_DUAL_STACK: &str =
    "Object Lambda has no dual-stack endpoints; remove `dual_stack`";
const OUTPOST_OPTIONS: &str =
    "S3 on Outposts has neither FIPS nor dual-stack endpoints; remove `fips` and `dual_stack`";
const CUSTOM_DUAL_STACK: &str = "a custom endpoint has no dual-stack hosts; remove `dual_stack`";
const CUSTOM_ACCELERATED: &str = "a custom endpoint has no accelerate hosts; remove `accelerate`";
const CUSTOM_PATH_STYLE: &str =
    "an ARN or alias cannot be addressed path style; remove `path_style`";
const IP_ADDRESS: &str = "an ARN or alias requires a host name, and this endpoint is an IP address; \
                          use the DNS name of the store";
const R2_BUCKETS: &str = "Cloudflare R2 has only general purpose buckets; pass the name of one";
const SPACES_CDN: &str = "the CDN of DigitalOcean Spaces requires a signature for the store; remove \
                          `cdn.` from the endpoint, and pass the host of the CDN to `display_host`";
const BUCKET_DOMAIN: &str = "a bucket domain serves one general purpose bucket; \
     use `Endpoint::aws` or `Endpoint::custom` \
     to list buckets, or for a directory bucket, an ARN or an alias";
