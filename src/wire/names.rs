//! The parameter, header and service names of Signature Version 4 and S3, and their limits.

// The query parameters of Signature Version 4:
// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

pub(crate) const X_AMZ_ALGORITHM: &str = name(delimited::ALGORITHM);
pub(crate) const X_AMZ_CREDENTIAL: &str = name(delimited::CREDENTIAL);
pub(crate) const X_AMZ_DATE: &str = name(delimited::DATE);
pub(crate) const X_AMZ_EXPIRES: &str = name(delimited::EXPIRES);
pub(crate) const X_AMZ_SIGNED_HEADERS: &str = name(delimited::SIGNED_HEADERS);
/// Not part of the canonical query, so it is appended after signing.
pub(crate) const X_AMZ_SIGNATURE: &str = name(delimited::SIGNATURE);
/// A session token from STS.
pub(crate) const X_AMZ_SECURITY_TOKEN: &str = name(delimited::SECURITY_TOKEN);
/// A session token from S3's `CreateSession`.
pub(crate) const X_AMZ_S3SESSION_TOKEN: &str = name(delimited::S3SESSION_TOKEN);
/// The payload hash, in a header or a query parameter.
pub(crate) const X_AMZ_CONTENT_SHA256: &str = "X-Amz-Content-Sha256";
/// The regions that a Signature Version 4A request is valid in.
pub(crate) const X_AMZ_REGION_SET: &str = name(delimited::REGION_SET);

/// The parameters of every signature of version 4.
pub(crate) const OF_SIGNATURES: [&str; 6] = [
    X_AMZ_ALGORITHM,
    X_AMZ_CREDENTIAL,
    X_AMZ_DATE,
    X_AMZ_EXPIRES,
    X_AMZ_SIGNATURE,
    X_AMZ_SIGNED_HEADERS,
];

/// The names as they are written to a query, `&name=`, so that one append writes each.
pub(crate) mod delimited {
    pub(crate) const ALGORITHM: &str = "&X-Amz-Algorithm=";
    // With its value, so that one append writes both.
    pub(crate) const AWS4_HMAC_SHA256: &str = "&X-Amz-Algorithm=AWS4-HMAC-SHA256";
    pub(crate) const AWS4_ECDSA_P256_SHA256: &str = "&X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256";
    pub(crate) const CREDENTIAL: &str = "&X-Amz-Credential=";
    pub(crate) const DATE: &str = "&X-Amz-Date=";
    pub(crate) const EXPIRES: &str = "&X-Amz-Expires=";
    pub(crate) const REGION_SET: &str = "&X-Amz-Region-Set=";
    pub(crate) const SECURITY_TOKEN: &str = "&X-Amz-Security-Token=";
    pub(crate) const S3SESSION_TOKEN: &str = "&X-Amz-S3session-Token=";
    pub(crate) const SIGNED_HEADERS: &str = "&X-Amz-SignedHeaders=";
    pub(crate) const SIGNATURE: &str = "&X-Amz-Signature=";
}

/// The name in a `&name=`.
#[inline]
pub(crate) const fn name(delimited: &str) -> &str {
    delimited.split_at(delimited.len() - "=".len()).0.split_at("&".len()).1
}

// The query parameters of Signature Version 2.

pub(crate) const V2_ACCESS_KEY_ID: &str = "AWSAccessKeyId";
pub(crate) const V2_EXPIRES: &str = "Expires";
pub(crate) const V2_SIGNATURE: &str = "Signature";

// The values of `X-Amz-Algorithm`.

pub(crate) const AWS4_HMAC_SHA256: &str = "AWS4-HMAC-SHA256";
pub(crate) const AWS4_ECDSA_P256_SHA256: &str = "AWS4-ECDSA-P256-SHA256";

/// The last part of every credential scope.
pub(crate) const AWS4_REQUEST: &str = "aws4_request";

/// The payload hash in the canonical request if the body is not signed.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

pub(crate) const HOST: &str = "host";
pub(crate) const AUTHORIZATION: &str = "authorization";

/// The query parameters that a caller must not set, because signing adds them.
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

/// The headers that a caller must not set: `host` comes from the URL, and S3 rejects a request with
/// both an `Authorization` header and a signature in the query.
pub(crate) const RESERVED_HEADERS: [&str; 2] = [HOST, AUTHORIZATION];

// The service names of S3 in a credential scope.

pub(crate) const S3: &str = "s3";
pub(crate) const S3_EXPRESS: &str = "s3express";
pub(crate) const S3_OBJECT_LAMBDA: &str = "s3-object-lambda";
pub(crate) const S3_OUTPOSTS: &str = "s3-outposts";

/// Whether S3's signing rules apply: the path is encoded once and not normalized, the payload is
/// not signed. `s3tables` and `s3vectors` follow the general rules.
pub(crate) fn is_s3_service(service: &str) -> bool {
    [S3, S3_EXPRESS, S3_OBJECT_LAMBDA, S3_OUTPOSTS].contains(&service)
}

/// Whether the name starts with `x-amz-`. S3 acts on such headers, so they must be signed.
pub(crate) fn is_amz_header(name: &str) -> bool {
    has_prefix(name, "x-amz-")
}

/// Whether `name` starts with `prefix`, ignoring ASCII case.
pub(crate) fn has_prefix(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Whether `names` contains `name`, ignoring ASCII case.
#[inline]
pub(crate) fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// The maximum of `X-Amz-Expires`, seven days.
pub(crate) const MAX_EXPIRES_SECONDS: u32 = 604_800;

/// The clock skew between client and server that AWS tolerates.
pub(crate) const MAX_SKEW_SECONDS: u64 = 15 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_four_services_of_s3_follow_its_rules() {
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
