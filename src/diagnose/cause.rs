//! Why servers refuse presigned URLs.

use core::fmt;

/// Why a server refused a presigned URL.
///
/// `Display` says what is the matter, [`remedy`](Self::remedy) what to do, and [`name`](Self::name) is for
/// programs.
///
/// ```
/// use presigner::diagnose::Cause;
///
/// assert_eq!(Cause::PlusForSpace.to_string(), "`+` stands for a space on one side alone");
/// assert_eq!(Cause::PlusForSpace.name(), "plus_for_space");
/// assert!(Cause::PlusForSpace.remedy().contains("`%20`"));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Cause {
    /// The signature is of version 2.
    SignatureVersion2,
    /// The request has a signature in its URL and another in the header `Authorization`.
    TwoSignatures,
    /// The credentials are temporary, and the URL has no session token.
    MissingSessionToken,
    /// The temporary credentials ended before the URL did.
    CredentialsExpired,
    /// The session token is malformed, or not that of the access key.
    InvalidSessionToken,
    /// The server does not know the access key id.
    UnknownAccessKey,
    /// The signing time is further from the server's clock than it allows.
    ClockSkew,
    /// The URL has expired.
    Expired,
    /// The URL is to live longer than seven days.
    ExpiryTooLong,
    /// `X-Amz-Expires` is no whole number of seconds, or zero.
    MalformedExpiry,
    /// Another parameter of the signature is not in its form.
    MalformedParameter,
    /// The signature is for another region.
    WrongRegion,
    /// The signature is for another service.
    WrongService,
    /// The request was sent with another method than was signed.
    MethodMismatch,
    /// The request was sent to another host than was signed.
    HostMismatch,
    /// The request was sent to another port than was signed.
    PortMismatch,
    /// A `+` was taken for a space, or a space sent as `+`.
    PlusForSpace,
    /// Dot segments or doubled slashes in the path were resolved.
    PathNormalized,
    /// The path was percent-encoded once more, once less or by other rules.
    PathReencoded,
    /// The path is another.
    PathChanged,
    /// The URL was escaped for HTML, as in the source of a page, and sent like that: with `&amp;` for `&`.
    HtmlEscaped,
    /// A query parameter is missing.
    ParameterRemoved,
    /// A query parameter was added.
    ParameterAdded,
    /// A query parameter is there more than once.
    ParameterDuplicated,
    /// The value of a query parameter was percent-encoded once more, once less or by other rules.
    ParameterReencoded,
    /// The value of a query parameter is another.
    ParameterChanged,
    /// The query parameters are in another order.
    ParametersReordered,
    /// A header that is signed was not sent.
    HeaderNotSent,
    /// A header that is signed was sent with another value.
    HeaderChanged,
    /// A header was sent that has to be signed and is not.
    HeaderNotSigned,
    /// Another payload hash was signed than the server took.
    PayloadHashMismatch,
    /// The body is not the one that the URL has a checksum of.
    ForeignChecksum,
    /// The signature that the server received is not the one in the URL.
    SignatureChanged,
    /// The secret access key is not that of the access key id.
    WrongSecret,
    /// The signature was right, and the signer is not allowed to do this.
    AccessDenied,
}

impl Cause {
    /// A name for programs to tell causes apart by: the variant's, in snake case. It stays as it is.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.texts().1
    }

    /// What to do, in one sentence.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        self.texts().3
    }

    const fn texts(self) -> &'static Texts {
        &TEXTS[self as usize]
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.texts().2)
    }
}

/// A cause with its name, what is the matter, and the remedy.
struct Texts(Cause, &'static str, &'static str, &'static str);

/// In the order of the enum.
static TEXTS: [Texts; 35] = [
    Texts(
        Cause::SignatureVersion2,
        "signature_version_2",
        "signature is of version 2",
        "sign with version 4: most regions of S3 and most stores take no other",
    ),
    Texts(
        Cause::TwoSignatures,
        "two_signatures",
        "request has both a signature in its URL and an `Authorization` header",
        "send the URL without the header, on redirects and through proxies too",
    ),
    Texts(
        Cause::MissingSessionToken,
        "missing_session_token",
        "temporary credentials come without their session token",
        "give the session token to the credentials and sign again; it cannot be added later",
    ),
    Texts(
        Cause::CredentialsExpired,
        "credentials_expired",
        "temporary credentials have expired, and the URL with them",
        "fetch new credentials and sign again, for no longer than they live",
    ),
    Texts(
        Cause::InvalidSessionToken,
        "invalid_session_token",
        "session token is not one that goes with the access key",
        "take id, secret and token from one source, the token raw and whole, and sign again",
    ),
    Texts(
        Cause::UnknownAccessKey,
        "unknown_access_key",
        "access key id is unknown to the server",
        "check the id, and that its key is active and of this store, partition and account",
    ),
    Texts(
        Cause::ClockSkew,
        "clock_skew",
        "signing time is too far from the server's clock",
        "set the clock of the machine that signs, and sign again",
    ),
    Texts(
        Cause::Expired,
        "expired",
        "URL has expired",
        "sign a new URL; if it expired too soon, ask for a longer life and check the clocks",
    ),
    Texts(
        Cause::ExpiryTooLong,
        "expiry_too_long",
        "expiry is over seven days",
        "sign for at most 604800 seconds, and make a new URL when it is needed",
    ),
    Texts(
        Cause::MalformedExpiry,
        "malformed_expiry",
        "expiry is no number of seconds from 1 on",
        "sign with `X-Amz-Expires` a whole number from 1 to 604800",
    ),
    Texts(
        Cause::MalformedParameter,
        "malformed_parameter",
        "parameter of the signature is not in its form",
        "copy the URL again, whole and unchanged; if it was made like this, mend its signer",
    ),
    Texts(
        Cause::WrongRegion,
        "wrong_region",
        "signature is for another region",
        "sign with the region that the server names, the one of the bucket, and for its endpoint",
    ),
    Texts(
        Cause::WrongService,
        "wrong_service",
        "signature is for another service",
        "sign with the service that the endpoint belongs to, for objects `s3`",
    ),
    Texts(
        Cause::MethodMismatch,
        "method_mismatch",
        "method is not the one that was signed",
        "send the method that the URL was made for, or make a URL for this one: \
         HEAD is not GET, and POST is not PUT",
    ),
    Texts(
        Cause::HostMismatch,
        "host_mismatch",
        "host is not the one that was signed",
        "sign for the host that clients name, and let proxies pass the header `Host` on",
    ),
    Texts(
        Cause::PortMismatch,
        "port_mismatch",
        "port is not the one that was signed",
        "sign for the port that clients name in `Host`, without the default 443 or 80",
    ),
    Texts(
        Cause::PlusForSpace,
        "plus_for_space",
        "`+` stands for a space on one side alone",
        "write a space as `%20` and a plus as `%2B`, and keep form encoders off the URL",
    ),
    Texts(
        Cause::PathNormalized,
        "path_normalized",
        "dot segments or doubled slashes of the path were resolved",
        "send the path as it stands, as `curl --path-as-is` does, or rename the object",
    ),
    Texts(
        Cause::PathReencoded,
        "path_reencoded",
        "path was percent-encoded in another way than was signed",
        "pass raw keys to the signer and its URL unchanged to the client: \
         encode once, never decode",
    ),
    Texts(
        Cause::PathChanged,
        "path_changed",
        "path is not the one that was signed",
        "request the object that the URL was made for; keep proxies from changing the path",
    ),
    Texts(
        Cause::HtmlEscaped,
        "html_escaped",
        "`&` of the URL is `&amp;`, as in the source of a page",
        "unescape the URL before it is sent: each `&amp;` is a `&`",
    ),
    Texts(
        Cause::ParameterRemoved,
        "parameter_removed",
        "query parameter that was signed is missing",
        "send the whole URL: in a shell put it in quotes, in HTML write `&` as `&amp;`",
    ),
    Texts(
        Cause::ParameterAdded,
        "parameter_added",
        "query parameter was added after signing",
        "leave the URL as it was signed, or sign the parameter with it",
    ),
    Texts(
        Cause::ParameterDuplicated,
        "parameter_duplicated",
        "query parameter occurs more than once",
        "give each parameter once, and do not append those of the signature a second time",
    ),
    Texts(
        Cause::ParameterReencoded,
        "parameter_reencoded",
        "value of a query parameter was percent-encoded in another way than was signed",
        "pass raw values to the signer and its URL unchanged to the client: \
         encode once, never decode",
    ),
    Texts(
        Cause::ParameterChanged,
        "parameter_changed",
        "value of a query parameter is not the one that was signed",
        "leave the URL as it was signed, or sign again with the other value",
    ),
    Texts(
        Cause::ParametersReordered,
        "parameters_reordered",
        "query parameters are not in the order that was signed",
        "sort them by encoded name for signing, whatever their order in the URL",
    ),
    Texts(
        Cause::HeaderNotSent,
        "header_not_sent",
        "header that was signed is not sent",
        "send every signed header with exactly the value that was signed",
    ),
    Texts(
        Cause::HeaderChanged,
        "header_changed",
        "value of a header is not the one that was signed",
        "send exactly the value that was signed; clients like to set types and lengths of \
         their own",
    ),
    Texts(
        Cause::HeaderNotSigned,
        "header_not_signed",
        "header is sent that had to be signed",
        "sign the header, or do not send it: S3 takes no `x-amz-` header that is not signed",
    ),
    Texts(
        Cause::PayloadHashMismatch,
        "payload_hash_mismatch",
        "payload hash is not the one that was signed",
        "sign `UNSIGNED-PAYLOAD` for S3, and do not send `x-amz-content-sha256`",
    ),
    Texts(
        Cause::ForeignChecksum,
        "foreign_checksum",
        "body does not have the checksum that came with the request",
        "sign without a checksum unless it is the body's; SDKs put that of an empty body \
         there unless checksums are `when_required`",
    ),
    Texts(
        Cause::SignatureChanged,
        "signature_changed",
        "signature that the server received is not that of the URL",
        "check that the error answers this very URL, and that nothing cuts or edits it",
    ),
    Texts(
        Cause::WrongSecret,
        "wrong_secret",
        "secret access key is not that of the access key id",
        "check the secret: all of it, no white space around it, of the same key as the id",
    ),
    Texts(
        Cause::AccessDenied,
        "access_denied",
        "signature was right, and the signer may not do this",
        "allow the operation to whoever signs; a missing object is refused like this unless \
         they may list the bucket",
    ),
];

const _: () = {
    let mut index = 0;
    while index < TEXTS.len() {
        assert!(TEXTS[index].0 as usize == index, "a cause has the texts of another");
        index += 1;
    }
};
