//! Where an object is, as people copy it: an `s3://` URI, an ARN, or a URL of the console or of the
//! object itself.

use percent_encoding::percent_decode_str;

use crate::printable::printable;

/// A bucket or an object, and what else its text names.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Location {
    /// Bucket name, alias or ARN.
    pub(crate) bucket: String,
    /// Raw; `None` if the text has no place for one.
    pub(crate) key: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) version_id: Option<String>,
}

/// Whether a word is a location rather than a bucket name, a key or a method.
pub(crate) fn is_location(word: &str) -> bool {
    word.contains("://") || word.starts_with("arn:")
}

impl Location {
    /// Parses a location. `endpoint` is the base URL of the store, if it is not Amazon S3.
    pub(crate) fn parse(text: &str, endpoint: Option<&str>) -> Result<Self, String> {
        if text.starts_with("arn:") {
            return Ok(Self::of_arn(text, "object/"));
        }
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        if scheme.eq_ignore_ascii_case("s3") {
            return Self::of_uri(rest);
        }
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            let scheme = printable(scheme);
            return Err(format!(
                "`{scheme}://` is not a scheme of S3; write `s3://bucket/key`, or paste an https URL"
            ));
        }
        let url = Url::split(rest)?;
        if let Some(location) = url.of_console() {
            return location;
        }
        let mut location = match url.of_aws() {
            Some(location) => location?,
            None => url.of_store(endpoint)?,
        };
        location.version_id = url.version_id()?;
        Ok(location)
    }

    /// `bucket`, `bucket/key`, or an ARN followed by `/key`, as in the AWS CLI.
    fn of_uri(rest: &str) -> Result<Self, String> {
        if rest.starts_with("arn:") {
            return Ok(Self::of_arn(rest, ""));
        }
        let (bucket, key) = split_key(rest);
        if bucket.is_empty() {
            return Err("URI has no bucket; write `s3://bucket/key`".into());
        }
        Ok(Self { bucket: bucket.into(), key, ..Self::default() })
    }

    /// The ARN of a bucket, an object, or an access point with or without a key, which follows
    /// `before_key`.
    fn of_arn(arn: &str, before_key: &str) -> Self {
        let parts: Vec<_> = arn.splitn(6, ':').collect();
        let whole = || Self { bucket: arn.into(), ..Self::default() };
        let [_, _, service, region, account, resource] = parts[..] else { return whole() };
        if [service, region, account] == ["s3", "", ""] {
            let (bucket, key) = split_key(resource);
            return Self { bucket: bucket.into(), key, ..Self::default() };
        }
        let names = match resource.split(['/', ':']).next() {
            Some("accesspoint") => 2,
            Some("outpost") => 4,
            _ => return whole(),
        };
        let Some((end, _)) = resource.match_indices(['/', ':']).nth(names - 1) else {
            return whole();
        };
        let key = &resource[end + 1..];
        let bucket = &arn[..arn.len() - key.len() - 1];
        let key = key.strip_prefix(before_key).unwrap_or(key);
        Self { bucket: bucket.into(), key: Some(key.into()), ..Self::default() }
    }
}

/// The parts of a URL that was copied, raw.
struct Url<'a> {
    /// Without a default port.
    host: &'a str,
    /// After its leading `/`.
    path: &'a str,
    query: &'a str,
}

impl<'a> Url<'a> {
    fn split(rest: &'a str) -> Result<Self, String> {
        let rest = rest.split('#').next().unwrap_or(rest);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
        let url = Self { host, path, query };
        let is_signed = |name: &str| {
            let names = ["X-Amz-Signature", "X-Amz-Credential", "AWSAccessKeyId", "Signature"];
            names.iter().any(|signed| signed.eq_ignore_ascii_case(name))
        };
        if url.pairs().any(|(name, _)| is_signed(name)) {
            return Err(
                "URL is presigned already; run `presign inspect` to see its parts, or remove \
                        `?` and what follows to sign it again"
                    .into(),
            );
        }
        Ok(url)
    }

    /// `https://….console.aws.amazon.com/s3/object/bucket?region=…&prefix=key`, or `/s3/buckets/` for
    /// a bucket or folder.
    fn of_console(&self) -> Option<Result<Location, String>> {
        let host = self.host.to_ascii_lowercase();
        let is_console = CONSOLE_HOSTS.iter().any(|console| {
            host.strip_suffix(console)
                .is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
        });
        let (is_object, bucket) = match self.path.strip_prefix("s3/object/") {
            Some(bucket) => (true, bucket),
            None => (false, self.path.strip_prefix("s3/buckets/").unwrap_or_default()),
        };
        is_console.then(|| {
            if bucket.is_empty() {
                return Err("URL is not that of an object in the S3 console; open the object there and copy \
                            its S3 URI, `s3://bucket/key`"
                    .into());
            }
            let key = self.value("prefix")?;
            if is_object && key.is_none() {
                return Err("URL of the console has no `prefix`, which is the key; copy the S3 URI of the \
                            object instead, `s3://bucket/key`"
                    .into());
            }
            // The first label may be an account and a session, `123456789012-abcdefgh`.
            let region = host.split('.').find(|label| is_region(label));
            let region = self.value("region")?.or_else(|| region.map(String::from));
            let bucket = decode(bucket.trim_end_matches('/'), Plus::Plus)?;
            Ok(Location { bucket, key, region, version_id: self.value("versionId")? })
        })
    }

    /// A host of Amazon S3; `None` if it is another.
    fn of_aws(&self) -> Option<Result<Location, String>> {
        let host = self.host.to_ascii_lowercase();
        let labels = AWS_SUFFIXES.iter().find_map(|suffix| host.strip_suffix(suffix))?;
        let Some((bucket, region)) = bucket_and_region(labels) else {
            return Some(Err(format!(
                "host `{}` does not say which bucket it belongs to; write `s3://bucket/key`, or the ARN of \
                 the access point",
                printable(self.host)
            )));
        };
        let region = region.map(String::from);
        // S3 reads `+` in a path as a space, and the console writes it so.
        Some(self.bucket_and_key(bucket, self.path, Plus::Space).map(|(bucket, key)| Location {
            bucket,
            key,
            region,
            version_id: None,
        }))
    }

    /// A host of another store, at the base URL `endpoint`.
    fn of_store(&self, endpoint: Option<&str>) -> Result<Location, String> {
        let host = printable(self.host);
        let base = endpoint.and_then(|base| base.split_once("://")).map(|(_, base)| base);
        let Some(base) = base else {
            return Err(format!(
                "host `{host}` is not a host of Amazon S3; name the store with `--endpoint`, and the object as \
                 `s3://bucket/key`"
            ));
        };
        let (base_host, base_path) = base.split_once('/').unwrap_or((base, ""));
        let own = self.host.to_ascii_lowercase();
        let bucket = own.strip_suffix(base_host).and_then(|bucket| match bucket {
            "" => Some(None),
            _ => bucket.strip_suffix('.').map(Some),
        });
        let path = match base_path.trim_end_matches('/') {
            "" => Some(self.path),
            base_path => {
                let rest = self.path.strip_prefix(base_path);
                rest.and_then(
                    |rest| if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') },
                )
            }
        };
        let (Some(bucket), Some(path)) = (bucket, path) else {
            return Err(format!(
                "host `{host}` is neither a host of Amazon S3 nor the endpoint `{endpoint}`; \
                 write `s3://bucket/key`",
                endpoint = printable(endpoint.unwrap_or_default())
            ));
        };
        let (bucket, key) = self.bucket_and_key(bucket, path, Plus::Plus)?;
        Ok(Location { bucket, key, ..Location::default() })
    }

    /// Bucket and key of a path, whose first segment is the bucket if the host has none.
    fn bucket_and_key(
        &self,
        bucket: Option<&str>,
        path: &str,
        plus: Plus,
    ) -> Result<(String, Option<String>), String> {
        match bucket {
            Some(bucket) if path.is_empty() => Ok((bucket.into(), None)),
            Some(bucket) => Ok((bucket.into(), Some(decode(path, plus)?))),
            None => match split_key(path) {
                ("", _) => Err(format!("URL of `{}` names no bucket", printable(self.host))),
                (bucket, key) => {
                    let key = key.map(|key| decode(&key, plus)).transpose()?;
                    Ok((decode(bucket, Plus::Plus)?, key))
                }
            },
        }
    }

    /// The version of the object, the only parameter that a copied URL may have.
    fn version_id(&self) -> Result<Option<String>, String> {
        match self.pairs().find(|(name, _)| *name != "versionId") {
            None => self.value("versionId"),
            Some((name, _)) => {
                let name = printable(name);
                Err(format!("URL has the parameter `{name}`; remove it, or sign it with `--query`"))
            }
        }
    }

    fn value(&self, name: &str) -> Result<Option<String>, String> {
        let value = self.pairs().find(|(other, _)| *other == name).map(|(_, value)| value);
        let value = value.filter(|value| !value.is_empty());
        value.map(|value| decode(value, Plus::Space)).transpose()
    }

    fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }
}

/// What `+` stands for in percent-encoded text.
#[derive(Clone, Copy)]
enum Plus {
    Plus,
    Space,
}

fn decode(text: &str, plus: Plus) -> Result<String, String> {
    let text = match plus {
        Plus::Plus => text.into(),
        Plus::Space => text.replace('+', " "),
    };
    let decoded = percent_decode_str(&text).decode_utf8();
    decoded
        .map(String::from)
        .map_err(|_| "URL is not UTF-8 once decoded; write `s3://bucket/key`".into())
}

/// The text before the first `/`, and the one after it.
fn split_key(text: &str) -> (&str, Option<String>) {
    match text.split_once('/') {
        Some((bucket, key)) => (bucket, Some(key.into())),
        None => (text, None),
    }
}

/// Bucket and region of the labels before `.amazonaws.com`, where the host belongs to one bucket or to
/// all.
fn bucket_and_region(labels: &str) -> Option<(Option<&str>, Option<&str>)> {
    let (before, last) = split_last(labels);
    match last {
        "s3" | "s3-accelerate" => Some((before, None)),
        "dualstack" => match split_last(before?) {
            (before, "s3-accelerate") => Some((before, None)),
            _ => None,
        },
        _ => {
            let region = last.strip_prefix("s3-fips-").or_else(|| last.strip_prefix("s3-"));
            if let Some(region) = region.filter(|region| is_region(region)) {
                return Some((before, Some(region)));
            }
            let before = before?;
            let (bucket, service) = split_last(before.strip_suffix(".dualstack").unwrap_or(before));
            let is_s3 = matches!(service, "s3" | "s3-fips") || service.starts_with("s3express-");
            is_s3.then_some((bucket, Some(last)))
        }
    }
}

/// Whether a label has the form of a region, such as `eu-west-1`, unlike `website-eu-west-1`.
fn is_region(label: &str) -> bool {
    label.rsplit_once('-').is_some_and(|(area, number)| {
        area.contains('-')
            && !area.starts_with("website-")
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn split_last(labels: &str) -> (Option<&str>, &str) {
    match labels.rsplit_once('.') {
        Some((before, last)) => (Some(before), last),
        None => (None, labels),
    }
}

const CONSOLE_HOSTS: &[&str] = &[
    "console.aws.amazon.com",
    "console.amazonaws-us-gov.com",
    "console.amazonaws.cn",
    "console.amazonaws-eusc.eu",
];

/// The DNS suffixes of the partitions, each after a dot.
const AWS_SUFFIXES: &[&str] = &[
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".c2s.ic.gov",
    ".sc2s.sgov.gov",
    ".cloud.adc-e.uk",
    ".csp.hci.ic.gov",
];

#[cfg(test)]
mod tests {
    use presigner::{Credentials, Expiry, Presigner, Timestamp};

    use super::*;

    /// Bucket, key, region and version.
    type Parts<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

    #[track_caller]
    fn check(text: &str, expected: Parts<'_>) {
        let found = Location::parse(text, None).unwrap_or_else(|error| panic!("{text}: {error}"));
        let Location { bucket, key, region, version_id } = &found;
        let found = (&**bucket, key.as_deref(), region.as_deref(), version_id.as_deref());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn uris_and_arns_have_raw_keys() {
        check("s3://b/a b/c%20d+e?f#g", ("b", Some("a b/c%20d+e?f#g"), None, None));
        check("S3://b//k", ("b", Some("/k"), None, None));
        check("s3://b", ("b", None, None, None));
        check("s3://b/", ("b", Some(""), None, None));
        check("arn:aws:s3:::b/a:b/c", ("b", Some("a:b/c"), None, None));
        check("arn:aws-cn:s3:::b", ("b", None, None, None));
        let point = "arn:aws:s3:us-west-2:123456789012:accesspoint/p";
        check(point, (point, None, None, None));
        check(&format!("{point}/object/a/b"), (point, Some("a/b"), None, None));
        check(&format!("s3://{point}/object/b"), (point, Some("object/b"), None, None));
        let multi_region = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
        check(multi_region, (multi_region, None, None, None));
        check(&format!("{multi_region}/object/a/b"), (multi_region, Some("a/b"), None, None));
        check(&format!("s3://{multi_region}/b"), (multi_region, Some("b"), None, None));
        let outpost = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/p";
        check(&format!("s3://{outpost}/k"), (outpost, Some("k"), None, None));
        check(outpost, (outpost, None, None, None));
        check("arn:aws", ("arn:aws", None, None, None));
    }

    #[test]
    fn urls_of_the_console_name_bucket_key_and_region() {
        for host in ["eu-west-1.console.aws.amazon.com", "s3.console.aws.amazon.com"] {
            let url =
                format!("https://{host}/s3/object/b?region=eu-west-1&bucketType=general&prefix=");
            let at = |key| ("b", Some(key), Some("eu-west-1"), None);
            check(&format!("{url}photos/a+b%2B%C3%A9.jpg"), at("photos/a b+é.jpg"));
        }
        check(
            "https://us-gov-west-1.console.amazonaws-us-gov.com/s3/object/b?prefix=k&versionId=v1",
            ("b", Some("k"), Some("us-gov-west-1"), Some("v1")),
        );
        check(
            "https://s3.console.aws.amazon.com/s3/buckets/b?prefix=dir/&showversions=false",
            ("b", Some("dir/"), None, None),
        );
        check("https://s3.console.aws.amazon.com/s3/buckets/b/", ("b", None, None, None));
        for (host, region) in [
            ("123456789012-abcdefgh.eu-west-1.console.aws.amazon.com", "eu-west-1"),
            ("eusc-de-east-1.console.amazonaws-eusc.eu", "eusc-de-east-1"),
            ("cn-north-1.console.amazonaws.cn", "cn-north-1"),
        ] {
            let url = format!("https://{host}/s3/object/b?prefix=k");
            check(&url, ("b", Some("k"), Some(region), None));
        }
    }

    #[test]
    fn urls_of_objects_are_decoded_once() {
        for (host, bucket, region) in [
            ("b.s3.eu-west-1.amazonaws.com", "b", Some("eu-west-1")),
            ("B.c.S3.eu-west-1.amazonaws.com:443", "b.c", Some("eu-west-1")),
            ("b.s3.amazonaws.com", "b", None),
            ("b.s3-eu-west-1.amazonaws.com", "b", Some("eu-west-1")),
            ("b.s3.dualstack.us-west-2.amazonaws.com", "b", Some("us-west-2")),
            ("b.s3-fips.us-gov-east-1.amazonaws.com", "b", Some("us-gov-east-1")),
            ("b.s3-fips-us-gov-west-1.amazonaws.com", "b", Some("us-gov-west-1")),
            ("b.s3-accelerate.amazonaws.com", "b", None),
            ("b.s3-accelerate.dualstack.amazonaws.com", "b", None),
            ("b.s3.cn-north-1.amazonaws.com.cn", "b", Some("cn-north-1")),
            (
                "b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
                "b--use1-az4--x-s3",
                Some("us-east-1"),
            ),
        ] {
            check(
                &format!("https://{host}/a%20b/c+d%2Be"),
                (bucket, Some("a b/c d+e"), region, None),
            );
            check(&format!("https://{host}"), (bucket, None, region, None));
        }
        for (host, region) in [
            ("s3.eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("s3.amazonaws.com", None),
            ("s3-us-west-2.amazonaws.com", Some("us-west-2")),
        ] {
            check(
                &format!("https://{host}/b/k?versionId=v%2B"),
                ("b", Some("k"), region, Some("v+")),
            );
            check(&format!("http://{host}/b"), ("b", None, region, None));
        }
    }

    /// The partitions are not public, so their region prefixes are read from the source.
    #[test]
    fn a_url_signed_for_any_partition_is_an_object_of_s3() {
        let source = include_str!("../../endpoint/partition.rs");
        let lists: Vec<_> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix("region_prefixes: &[")?.strip_suffix("],"))
            .collect();
        assert_eq!(lists.len(), source.matches("dns_suffix: \"").count(), "one for each partition");
        let prefixes = lists.iter().flat_map(|list| list.split(", "));
        for prefix in prefixes.map(|prefix| prefix.trim_matches('"')) {
            let region = format!("{prefix}-east-1");
            let presigner = Presigner::new(Credentials::new("id", "secret"), &*region);
            let url =
                presigner.at(Timestamp::from_unix_seconds(0)).get("b-1", "k", Expiry::hours(1));
            let url = url.expect("a valid request").into_string();
            let (object, _) = url.split_once('?').expect("a query");
            check(object, ("b-1", Some("k"), Some(&region), None));
        }
    }

    #[test]
    fn urls_of_a_store_begin_with_its_endpoint() {
        for (url, endpoint, bucket, key) in [
            ("http://127.0.0.1:9000/b/a+b%20c", "http://127.0.0.1:9000", "b", Some("a+b c")),
            ("http://127.0.0.1:9000/b", "http://127.0.0.1:9000", "b", None),
            ("https://b.r.test/k", "https://r.test", "b", Some("k")),
            ("https://r.test/s3/b/k", "https://r.test/s3", "b", Some("k")),
        ] {
            let found = Location::parse(url, Some(endpoint))
                .unwrap_or_else(|error| panic!("{url}: {error}"));
            assert_eq!((&*found.bucket, found.key.as_deref()), (bucket, key), "{url}");
        }
    }

    #[test]
    fn other_urls_are_refused_with_a_remedy() {
        for (text, endpoint, expected) in [
            ("https://b.s3.amazonaws.com/k?X-Amz-Signature=0", None, "`presign inspect`"),
            ("https://b.s3.amazonaws.com/k?a=b&awsaccesskeyid=0", None, "`presign inspect`"),
            ("https://b.s3.amazonaws.com/k?response-expires=0", None, "`--query`"),
            ("https://example.com/k", None, "`--endpoint`"),
            ("https://example.com/k", Some("http://r.test"), "nor the endpoint `http://r.test`"),
            ("https://xr.test/k", Some("https://r.test"), "nor the endpoint"),
            ("https://r.test/s33/b/k", Some("https://r.test/s3"), "nor the endpoint"),
            ("https://b.s3-website.eu-west-1.amazonaws.com/k", None, "`s3://bucket/key`"),
            ("https://b.s3-website-eu-west-1.amazonaws.com/k", None, "`s3://bucket/key`"),
            ("https://p-1.s3-accesspoint.eu-west-1.amazonaws.com/k", None, "ARN"),
            ("https://s3.amazonaws.com/", None, "names no bucket"),
            ("https://s3.console.aws.amazon.com/s3/home", None, "S3 URI"),
            ("https://s3.console.aws.amazon.com/s3/object/b?region=r", None, "S3 URI"),
            ("https://b.s3.amazonaws.com/%ff", None, "not UTF-8"),
            ("ftp://b/k", None, "`s3://bucket/key`"),
            ("s3:///k", None, "no bucket"),
        ] {
            let error = Location::parse(text, endpoint).expect_err(text);
            assert!(error.contains(expected) && !error.contains('\n'), "{text}: {error}");
        }
    }
}
