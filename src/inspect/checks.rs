//! The check behind each [`Lint`], except those of the query.

use alloc::{borrow::Cow, string::String, vec::Vec};

use percent_encoding::percent_decode_str;

use super::{
    InspectedUrl, Lint, SignatureVersion,
    escapes::{double_encoded, is_escape, is_forbidden_in_urls},
    parameters::decode,
};
use crate::{
    endpoint::{
        known_stores::{is_of_other_store, store_bucket},
        partition::Partition,
        s3_host::{HostRegion, S3Host},
    },
    error::excerpt,
    wire::{
        credential::is_temporary,
        host::HostPort,
        names::{HOST, MAX_EXPIRES_SECONDS, S3, X_AMZ_S3SESSION_TOKEN, X_AMZ_SECURITY_TOKEN},
    },
};

impl InspectedUrl<'_> {
    /// Returns the problems of the URL: why servers reject it, and what clients and proxies are
    /// likely to change in it. Empty if no problem is found.
    ///
    /// Whether it has expired depends on the time, and is not among them: see
    /// [`status`](Self::status).
    #[must_use]
    pub fn lints(&self) -> Vec<Lint> {
        let name = HostPort::split(self.host).name.to_ascii_lowercase();
        let s3_host = S3Host::parse(&name);
        let one_each = [
            self.signature_version_2(),
            self.malformed_signature(),
            self.missing_session_token(),
            self.whitespace_in_access_key_id(),
            self.whitespace_in_session_token(),
            self.other_day(),
            self.expiry(),
            self.host_not_signed(),
            self.name_in_other_case(),
            self.signed_header_not_lower_case(),
            self.unsorted_signed_headers(),
            self.plain_http(),
            self.default_port(),
            website_endpoint(s3_host),
            name.ends_with(".r2.dev").then_some(Lint::PublicDevelopmentUrl),
            self.service_of_host(&name, s3_host),
            self.region_of_host(s3_host),
            self.dotted_bucket_in_host(s3_host),
            self.bucket_twice(&name, s3_host),
            self.dot_segment(),
            self.double_slash(s3_host),
            self.double_encoded_path(),
            self.plus_in_path(),
            self.object_lock_without_checksum(),
            self.unencoded_character(),
            self.longer_than_a_mail_line(),
        ];
        let mut lints: Vec<_> = one_each.into_iter().flatten().collect();
        lints.extend(self.double_encoded_parameters());
        lints.extend(self.non_canonical_parameters());
        lints.extend(self.plus_in_query());
        lints.extend(self.response_headers_not_latin_1());
        lints.extend(self.duplicate_parameters());
        lints.extend(self.empty_body_checksums());
        lints
    }

    fn signature_version_2(&self) -> Option<Lint> {
        (self.signature_version() == SignatureVersion::V2).then_some(Lint::SignatureVersion2)
    }

    fn malformed_signature(&self) -> Option<Lint> {
        let signature = &*self.authentication.signature;
        let is_hex = signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let version = self.signature_version();
        let is_well_formed = match version {
            SignatureVersion::V2 => signature.len() == 28 && signature.ends_with('='),
            SignatureVersion::V4 => is_hex && signature.len() == 64,
            SignatureVersion::V4a => is_hex && is_der_sequence(signature),
        };
        (!is_well_formed).then_some(Lint::MalformedSignature { version })
    }

    fn missing_session_token(&self) -> Option<Lint> {
        let needs_token = is_temporary(self.access_key_id());
        (needs_token && !self.has_session_token()).then_some(Lint::MissingSessionToken)
    }

    fn whitespace_in_access_key_id(&self) -> Option<Lint> {
        let (byte, character) =
            self.access_key_id().char_indices().find(|(_, c)| is_invisible(*c))?;
        Some(Lint::WhitespaceInAccessKeyId { character, byte })
    }

    fn whitespace_in_session_token(&self) -> Option<Lint> {
        let names = [X_AMZ_SECURITY_TOKEN, X_AMZ_S3SESSION_TOKEN];
        let token = names.iter().find_map(|name| self.parameters.find(name))?;
        let (byte, character) = decode(token).char_indices().find(|(_, c)| is_invisible(*c))?;
        Some(Lint::WhitespaceInSessionToken { character, byte })
    }

    fn other_day(&self) -> Option<Lint> {
        let (day, signed_at) = (self.day()?, self.signed_at()?.amz_date()?);
        (day != signed_at.day()).then(|| Lint::OtherDay { day: excerpt(day) })
    }

    fn expiry(&self) -> Option<Lint> {
        match self.expires_seconds()? {
            0 => Some(Lint::ZeroExpiry),
            seconds if seconds > MAX_EXPIRES_SECONDS.into() => {
                Some(Lint::ExpiryOverSevenDays { seconds })
            }
            _ => None,
        }
    }

    fn host_not_signed(&self) -> Option<Lint> {
        let lists_signed_headers = self.signature_version() != SignatureVersion::V2;
        let is_signed = self.signed_headers().any(|name| name.eq_ignore_ascii_case(HOST));
        // Names that are percent-encoded twice are another problem.
        let is_listed = is_signed || self.authentication.signed_headers.contains("%25");
        (lists_signed_headers && !is_listed).then_some(Lint::HostNotSigned)
    }

    fn signed_header_not_lower_case(&self) -> Option<Lint> {
        // Names that are percent-encoded twice are another problem.
        let is_upper = |name: &Cow<'_, str>| {
            !name.contains('%') && name.bytes().any(|byte| byte.is_ascii_uppercase())
        };
        let name = excerpt(&self.signed_headers().find(is_upper)?);
        Some(Lint::SignedHeaderNotLowerCase { name })
    }

    fn unsorted_signed_headers(&self) -> Option<Lint> {
        (!self.signed_headers().is_sorted()).then_some(Lint::UnsortedSignedHeaders)
    }

    fn plain_http(&self) -> Option<Lint> {
        let is_exposed = self.scheme == "http" && !HostPort::split(self.host).is_loopback();
        is_exposed.then_some(Lint::PlainHttp)
    }

    fn default_port(&self) -> Option<Lint> {
        let default = if self.scheme == "https" { 443 } else { 80 };
        let port = HostPort::split(self.host).port.parse().ok().filter(|port| *port == default)?;
        Some(Lint::DefaultPort { port })
    }

    fn service_of_host(&self, name: &str, s3_host: Option<S3Host<'_>>) -> Option<Lint> {
        let host_service = match s3_host {
            Some(S3Host { region: HostRegion::Website, .. }) => return None,
            Some(host) => host.service,
            None if is_of_other_store(name) => S3,
            None => return None,
        };
        let service = excerpt(self.service());
        let is_other = self.service() != host_service;
        is_other.then_some(Lint::HostOfAnotherService { host_service, service })
    }

    fn region_of_host(&self, s3_host: Option<S3Host<'_>>) -> Option<Lint> {
        let (host, region) = (s3_host?, self.region()?);
        if self.signature_version() != SignatureVersion::V4 {
            return None;
        }
        match host.region {
            HostRegion::Set => Some(Lint::MultiRegionAccessPoint),
            HostRegion::Global if region != "us-east-1" => {
                Some(Lint::HostWithoutRegion { region: excerpt(region) })
            }
            HostRegion::Named(host_region) if host_region != region => {
                let (host_region, region) = (excerpt(host_region), excerpt(region));
                Some(Lint::HostOfAnotherRegion { host_region, region })
            }
            HostRegion::Named(_) => host_of_another_partition(&host, region),
            HostRegion::Any | HostRegion::Global | HostRegion::Website => None,
        }
    }

    fn dotted_bucket_in_host(&self, s3_host: Option<S3Host<'_>>) -> Option<Lint> {
        let bucket = s3_host?.bucket.filter(|bucket| bucket.contains('.'))?;
        let bucket = excerpt(bucket);
        (self.scheme == "https").then_some(Lint::DottedBucketInHost { bucket })
    }

    fn bucket_twice(&self, name: &str, s3_host: Option<S3Host<'_>>) -> Option<Lint> {
        let bucket = match s3_host {
            Some(host) => host.bucket?,
            None => store_bucket(name)?,
        };
        // The endpoint already contained the bucket, which was then added as the first segment of
        // the path, or as another label of the host.
        let first_segment = self.path.strip_prefix('/')?.split('/').next()?;
        let is_label = |half: &&str| bucket.strip_prefix(half) == Some(&[".", half].concat());
        let label = bucket.get(..bucket.len() / 2).filter(is_label);
        let bucket = label.or((first_segment == bucket).then_some(bucket))?;
        Some(Lint::BucketTwice { bucket: excerpt(bucket) })
    }

    fn dot_segment(&self) -> Option<Lint> {
        let is_dots = |segment: &&str| {
            let decoded = || percent_decode_str(segment);
            decoded().eq(*b".") || decoded().eq(*b"..")
        };
        let segment = self.path.split('/').find(is_dots)?;
        Some(Lint::DotSegment { segment: String::from(segment) })
    }

    fn double_slash(&self, s3_host: Option<S3Host<'_>>) -> Option<Lint> {
        let has_bucket = s3_host.is_some_and(|host| host.bucket.is_some());
        let path = self.path.strip_prefix('/')?;
        let key = if has_bucket { path } else { path.split_once('/').map_or("", |(_, key)| key) };
        let is_doubled = path.starts_with('/') || key.starts_with('/');
        is_doubled.then_some(Lint::DoubleSlash)
    }

    fn double_encoded_path(&self) -> Option<Lint> {
        let escape = double_encoded(self.path)?;
        Some(Lint::DoubleEncodedPath { escape: String::from(escape) })
    }

    fn plus_in_path(&self) -> Option<Lint> {
        self.path.contains('+').then_some(Lint::PlusInPath)
    }

    fn unencoded_character(&self) -> Option<Lint> {
        // The query has a lint of its own.
        let end_of_path = self.url.find('?').unwrap_or(self.url.len());
        let is_percent_sign = |byte: usize| byte < end_of_path && !is_escape(&self.url[byte..]);
        let (byte, character) = self
            .url
            .char_indices()
            .find(|(byte, c)| is_forbidden_in_urls(*c) || *c == '%' && is_percent_sign(*byte))?;
        Some(Lint::UnencodedCharacter { character, byte })
    }

    fn longer_than_a_mail_line(&self) -> Option<Lint> {
        let bytes = self.url.len();
        (bytes > MAX_MAIL_LINE_BYTES).then_some(Lint::LongerThan998 { bytes })
    }
}

/// Whether a character is invisible in most editors: white space, and control and zero-width
/// characters.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Whether the text is the hex form of a DER `SEQUENCE`: `30`, the length, and as many bytes.
fn is_der_sequence(hex: &str) -> bool {
    let content = |hex: &str| {
        let (bytes, content) = hex.strip_prefix("30")?.split_at_checked(2)?;
        Some(2 * usize::from_str_radix(bytes, 16).ok()? == content.len())
    };
    content(hex).unwrap_or(false)
}

fn website_endpoint(s3_host: Option<S3Host<'_>>) -> Option<Lint> {
    (s3_host?.region == HostRegion::Website).then_some(Lint::WebsiteEndpoint)
}

fn host_of_another_partition(host: &S3Host<'_>, region: &str) -> Option<Lint> {
    let dns_suffix = Partition::containing(region).dns_suffix;
    let region = excerpt(region);
    (host.dns_suffix != dns_suffix).then_some(Lint::HostOfAnotherPartition { region, dns_suffix })
}

/// RFC 5322: a line has at most 998 characters before its end.
const MAX_MAIL_LINE_BYTES: usize = 998;
