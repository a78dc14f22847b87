//! The parameters of a signature.

use alloc::borrow::Cow;
use core::fmt;

use super::{
    NotPresigned,
    parameters::{Parameters, decode},
};
use crate::wire::{
    credential::RawCredential,
    names::{
        AWS4_ECDSA_P256_SHA256, AWS4_HMAC_SHA256, AWS4_REQUEST, S3, V2_ACCESS_KEY_ID, V2_EXPIRES,
        V2_SIGNATURE, X_AMZ_ALGORITHM, X_AMZ_CREDENTIAL, X_AMZ_DATE, X_AMZ_EXPIRES,
        X_AMZ_REGION_SET, X_AMZ_SIGNATURE, X_AMZ_SIGNED_HEADERS,
    },
    timestamp::Timestamp,
};

/// The version of an [AWS signature][sigv].
///
/// [sigv]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SignatureVersion {
    /// Version 2 (`AWSAccessKeyId`, `Signature`, `Expires`), which only the oldest S3 regions and
    /// some other stores accept.
    V2,
    /// Version 4 (`AWS4-HMAC-SHA256`), for one region.
    V4,
    /// Version 4A (`AWS4-ECDSA-P256-SHA256`), for a set of regions.
    V4a,
}

/// `SigV2`, `SigV4` or `SigV4A`, as AWS calls them.
impl fmt::Display for SignatureVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::V2 => "SigV2",
            Self::V4 => "SigV4",
            Self::V4a => "SigV4A",
        })
    }
}

/// Access key id, time and scope of a signature; a part that its version does not have is `None`.
#[derive(Clone)]
pub(super) struct Authentication<'u> {
    pub(super) version: SignatureVersion,
    pub(super) access_key_id: Cow<'u, str>,
    pub(super) day: Option<Cow<'u, str>>,
    /// The region, or the region set of `SigV4A`.
    pub(super) region: Option<Cow<'u, str>>,
    pub(super) service: Cow<'u, str>,
    pub(super) signed_at: Option<Timestamp>,
    pub(super) expires_seconds: Option<u64>,
    pub(super) expires_at: Timestamp,
    /// Percent-encoded, as in the query.
    pub(super) signed_headers: &'u str,
    pub(super) signature: Cow<'u, str>,
}

impl<'u> Authentication<'u> {
    pub(super) fn from_parameters(parameters: Parameters<'u>) -> Result<Self, NotPresigned> {
        let has = |name: &str| match name.split_once('=') {
            Some((name, begin)) => {
                parameters.find(name).is_some_and(|value| decode(value).starts_with(begin))
            }
            None => parameters.find(name).is_some(),
        };
        if [X_AMZ_ALGORITHM, X_AMZ_CREDENTIAL, X_AMZ_SIGNATURE].into_iter().any(has) {
            return Self::of_version_4(parameters);
        }
        if has(V2_ACCESS_KEY_ID) {
            return Self::of_version_2(parameters);
        }
        match OTHER_SIGNATURES.iter().find(|(names, _)| names.iter().all(|name| has(name))) {
            Some((_, service)) => Err(NotPresigned::OtherSignature { service }),
            None => Err(NotPresigned::Unsigned),
        }
    }

    fn of_version_4(parameters: Parameters<'u>) -> Result<Self, NotPresigned> {
        let version = parse_algorithm(parameters.require(X_AMZ_ALGORITHM)?)?;
        let credential = parameters.require(X_AMZ_CREDENTIAL)?;
        let is_v4a = version == SignatureVersion::V4a;
        let parse = if is_v4a { RawCredential::parse_v4a } else { RawCredential::parse };
        let RawCredential { access_key_id, scope } = parse(credential)
            .filter(|it| {
                !it.access_key_id.is_empty() && decode(it.scope.terminator) == AWS4_REQUEST
            })
            .ok_or(MALFORMED_CREDENTIAL)?;
        let region = match scope.region {
            Some(region) => region,
            None => parameters.require(X_AMZ_REGION_SET)?,
        };
        let signed_at = parse_date(parameters.require(X_AMZ_DATE)?)?;
        let expires_seconds = parse_expires(parameters.require(X_AMZ_EXPIRES)?)?;
        Ok(Self {
            version,
            access_key_id: decode(access_key_id),
            day: Some(decode(scope.day)),
            region: Some(decode(region)),
            service: decode(scope.service),
            signed_at: Some(signed_at),
            expires_seconds: Some(expires_seconds),
            expires_at: signed_at.saturating_add(expires_seconds),
            signed_headers: parameters.require(X_AMZ_SIGNED_HEADERS)?,
            signature: decode(parameters.require(X_AMZ_SIGNATURE)?),
        })
    }

    fn of_version_2(parameters: Parameters<'u>) -> Result<Self, NotPresigned> {
        let expires = parse_seconds(parameters.require(V2_EXPIRES)?).ok_or(MALFORMED_DEADLINE)?;
        let expires_at = i64::try_from(expires).unwrap_or(i64::MAX);
        Ok(Self {
            version: SignatureVersion::V2,
            access_key_id: decode(parameters.require(V2_ACCESS_KEY_ID)?),
            day: None,
            region: None,
            service: Cow::Borrowed(S3),
            signed_at: None,
            expires_seconds: None,
            expires_at: Timestamp::from_unix_seconds(expires_at),
            signed_headers: "",
            signature: decode(parameters.require(V2_SIGNATURE)?),
        })
    }
}

fn parse_algorithm(text: &str) -> Result<SignatureVersion, NotPresigned> {
    match &*decode(text) {
        AWS4_HMAC_SHA256 => Ok(SignatureVersion::V4),
        AWS4_ECDSA_P256_SHA256 => Ok(SignatureVersion::V4a),
        _ => Err(NotPresigned::MalformedParameter {
            name: X_AMZ_ALGORITHM,
            problem: "is neither `AWS4-HMAC-SHA256` nor `AWS4-ECDSA-P256-SHA256`; \
                      sign with one of these",
        }),
    }
}

fn parse_date(text: &str) -> Result<Timestamp, NotPresigned> {
    Timestamp::parse_amz_date(&decode(text)).ok_or(NotPresigned::MalformedParameter {
        name: X_AMZ_DATE,
        problem: "is not a time like `20130524T000000Z`; sign with the time in UTC, in this format",
    })
}

fn parse_expires(text: &str) -> Result<u64, NotPresigned> {
    parse_seconds(text).ok_or(NotPresigned::MalformedParameter {
        name: X_AMZ_EXPIRES,
        problem: "is not a whole number of seconds; sign with 1 to 604800",
    })
}

/// Parses digits. A number that is too large becomes `u64::MAX`.
fn parse_seconds(text: &str) -> Option<u64> {
    let text = decode(text);
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The parameters of other signatures that may be mistaken for an AWS signature, some with the
/// beginning of their value, and their service.
///
/// <https://cloud.google.com/storage/docs/authentication/signatures>,
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html>,
/// <https://learn.microsoft.com/rest/api/storageservices/create-service-sas>,
/// <https://www.alibabacloud.com/help/en/oss/developer-reference/add-signatures-to-urls>,
/// <https://www.tencentcloud.com/document/product/436/7778>,
/// <https://support.huaweicloud.com/intl/en-us/api-obs/obs_04_0011.html>,
/// <https://www.volcengine.com/docs/6349/74839>,
/// <https://cloud.baidu.com/doc/BOS/s/Cl5jgit2o>,
/// <https://developer.qiniu.com/kodo/manual/1202/download-token>,
/// <https://www.backblaze.com/b2/docs/b2_get_download_authorization.html>,
/// <https://supabase.com/docs/reference/javascript/storage-from-createsignedurl>
const OTHER_SIGNATURES: [(&[&str], &str); 17] = [
    (&["X-Goog-Signature"], GOOG4),
    (&["X-Goog-Algorithm"], GOOG4),
    (&["X-Goog-Credential"], GOOG4),
    (&["GoogleAccessId"], "Google Cloud Storage (V2)"),
    (&["Key-Pair-Id"], "CloudFront"),
    (&["sig", "sv", "sp"], "Azure Storage (SAS)"),
    (&["OSSAccessKeyId"], "Alibaba Cloud OSS"),
    (&["x-oss-signature"], "Alibaba Cloud OSS"),
    (&["q-signature"], "Tencent Cloud COS"),
    (&["q-sign-algorithm"], "Tencent Cloud COS"),
    (&["AccessKeyId", "Signature"], "Huawei Cloud OBS"),
    (&["X-Tos-Signature"], "Volcengine TOS"),
    (&["X-Tos-Algorithm"], "Volcengine TOS"),
    (&["authorization=bce-auth-v1/"], "Baidu AI Cloud BOS"),
    (&["Authorization=3_"], "Backblaze B2 (native API)"),
    (&["token=eyJ"], "a service with JSON Web Tokens, such as Supabase Storage"),
    (&["e", "token"], "Qiniu Kodo"),
];

const GOOG4: &str = "Google Cloud Storage (GOOG4)";

const MALFORMED_CREDENTIAL: NotPresigned = NotPresigned::MalformedParameter {
    name: X_AMZ_CREDENTIAL,
    problem: "is not like `id/20130524/region/service/aws4_request`; \
              if it contains `%252F`, undo the second percent-encoding of the URL",
};

const MALFORMED_DEADLINE: NotPresigned = NotPresigned::MalformedParameter {
    name: V2_EXPIRES,
    problem: "is not a whole number of seconds since 1970; sign with one",
};
