//! The names of Signature Version 4 and of S3, and the limits that come with them.

/// The query parameters of Signature Version 4.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
pub(crate) const X_AMZ_ALGORITHM: &str = name(prefix::ALGORITHM);
pub(crate) const X_AMZ_CREDENTIAL: &str = name(prefix::CREDENTIAL);
pub(crate) const X_AMZ_DATE: &str = name(prefix::DATE);
pub(crate) const X_AMZ_EXPIRES: &str = name(prefix::EXPIRES);
pub(crate) const X_AMZ_SIGNED_HEADERS: &str = name(prefix::SIGNED_HEADERS);
/// Appended last, after everything that it signs.
pub(crate) const X_AMZ_SIGNATURE: &str = name(prefix::SIGNATURE);
/// The session token of STS.
pub(crate) const X_AMZ_SECURITY_TOKEN: &str = name(prefix::SECURITY_TOKEN);
/// The session token of S3's `CreateSession`.
pub(crate) const X_AMZ_S3SESSION_TOKEN: &str = name(prefix::S3SESSION_TOKEN);
/// The payload hash, as a parameter or a header.
pub(crate) const X_AMZ_CONTENT_SHA256: &str = "X-Amz-Content-Sha256";
/// The regions of Signature Version 4A.
pub(crate) const X_AMZ_REGION_SET: &str = "X-Amz-Region-Set";

/// What stands before the value of each parameter in a query, in one piece: it is appended in one call.
pub(crate) mod prefix {
    pub(crate) const ALGORITHM: &str = "&X-Amz-Algorithm=";
    pub(crate) const CREDENTIAL: &str = "&X-Amz-Credential=";
    pub(crate) const DATE: &str = "&X-Amz-Date=";
    pub(crate) const EXPIRES: &str = "&X-Amz-Expires=";
    pub(crate) const SECURITY_TOKEN: &str = "&X-Amz-Security-Token=";
    pub(crate) const S3SESSION_TOKEN: &str = "&X-Amz-S3session-Token=";
    pub(crate) const SIGNED_HEADERS: &str = "&X-Amz-SignedHeaders=";
    pub(crate) const SIGNATURE: &str = "&X-Amz-Signature=";
}

/// The name in a prefix.
#[inline]
pub(crate) const fn name(prefix: &str) -> &str {
    prefix.split_at(prefix.len() - "=".len()).0.split_at("&".len()).1
}

/// The query parameters of Signature Version 2.
pub(crate) const V2_ACCESS_KEY_ID: &str = "AWSAccessKeyId";
pub(crate) const V2_EXPIRES: &str = "Expires";
pub(crate) const V2_SIGNATURE: &str = "Signature";

/// The values of `X-Amz-Algorithm`.
pub(crate) const AWS4_HMAC_SHA256: &str = "AWS4-HMAC-SHA256";
pub(crate) const AWS4_ECDSA_P256_SHA256: &str = "AWS4-ECDSA-P256-SHA256";

/// The end of every credential scope.
pub(crate) const AWS4_REQUEST: &str = "aws4_request";

/// The payload hash of a request whose body is not signed.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

pub(crate) const HOST: &str = "host";
pub(crate) const AUTHORIZATION: &str = "authorization";

/// The parameters that only signing may add.
pub(crate) const RESERVED_PARAMETERS: [&str; 8] = [
    X_AMZ_ALGORITHM,
    X_AMZ_CREDENTIAL,
    X_AMZ_DATE,
    X_AMZ_EXPIRES,
    X_AMZ_SECURITY_TOKEN,
    X_AMZ_S3SESSION_TOKEN,
    X_AMZ_SIGNED_HEADERS,
    X_AMZ_SIGNATURE,
];

/// `host` is always signed; an `Authorization` header beside a signature in the query is refused.
pub(crate) const RESERVED_HEADERS: [&str; 2] = [HOST, AUTHORIZATION];

/// The service names of S3, as they stand in a credential scope.
pub(crate) const S3: &str = "s3";
pub(crate) const S3_EXPRESS: &str = "s3express";
pub(crate) const S3_OBJECT_LAMBDA: &str = "s3-object-lambda";
pub(crate) const S3_OUTPOSTS: &str = "s3-outposts";

/// Whether requests for this service follow S3's rules: the path is encoded once and never normalised, the
/// payload is unsigned. `s3tables` and `s3vectors` are services like any other.
pub(crate) fn is_s3_service(service: &str) -> bool {
    [S3, S3_EXPRESS, S3_OBJECT_LAMBDA, S3_OUTPOSTS].contains(&service)
}

/// Whether S3 acts on a header of this name, so that it has to be signed.
pub(crate) fn is_amz_header(name: &str) -> bool {
    const PREFIX: &str = "x-amz-";
    name.get(..PREFIX.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(PREFIX))
}

/// Whether `name` is one of `names`, in any case.
pub(crate) fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// The longest that a presigned request is valid, seven days: a signing key is valid for no longer.
pub(crate) const MAX_EXPIRES_SECONDS: u32 = 604_800;

/// How far AWS lets the clocks of client and server differ.
pub(crate) const MAX_SKEW_SECONDS: u64 = 15 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s3_has_four_services() {
        for (service, is_s3) in [
            ("s3", true),
            ("s3express", true),
            ("s3-object-lambda", true),
            ("s3-outposts", true),
            ("s3tables", false),
            ("s3vectors", false),
            ("S3", false),
            ("sts", false),
            ("", false),
        ] {
            assert_eq!(is_s3_service(service), is_s3, "{service}");
        }
    }

    #[test]
    fn amz_headers_are_recognized_in_any_case() {
        for (name, is_amz) in [
            ("x-amz-acl", true),
            ("X-Amz-Meta-Ü", true),
            ("x-amz-", true),
            ("x-amz", false),
            ("x-ämz-acl", false),
            ("content-type", false),
        ] {
            assert_eq!(is_amz_header(name), is_amz, "{name}");
        }
    }
}
