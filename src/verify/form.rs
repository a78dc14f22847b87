//! A parsed upload form whose signature is not yet checked.

use alloc::{borrow::Cow, vec::Vec};
use core::fmt;

use super::{
    claim::{MALFORMED_CREDENTIAL, MALFORMED_DATE, SECRET_BYTES, malformed, parse_signature},
    policy::Policy,
    rejection::Rejection,
    rules::Rules,
    verified::Object,
    verified_form::{VerifiedForm, find},
};
use crate::{
    error::excerpt,
    request::object_key::MAX_KEY_BYTES,
    sigv4::{
        HexDigest, Scope, SigningKey,
        headers::canonical_name,
        sha256::{DIGEST_BYTES, constant_time_eq},
    },
    wire::{
        credential::{RawCredential, RawScope},
        form::{FILENAME, MAX_FORM_BYTES, is_ignored, min_form_bytes},
        names::{
            AWS4_HMAC_SHA256, AWS4_REQUEST, S3, S3_OUTPOSTS, X_AMZ_ALGORITHM, X_AMZ_CREDENTIAL,
            X_AMZ_DATE, X_AMZ_SECURITY_TOKEN, X_AMZ_SIGNATURE, is_one_of,
        },
        timestamp::{AmzDate, Timestamp},
    },
};

/// A parsed upload form (`POST Object`) whose signature is not yet checked (feature `json`).
///
/// Everything in it comes from the sender and is unauthenticated until [`verify`](Self::verify) succeeds.
#[derive(Clone)]
pub struct Form<'a> {
    host: Cow<'a, str>,
    path: Cow<'a, str>,
    fields: Vec<(&'a str, &'a str)>,
    file_name: Option<&'a str>,
    access_key_id: &'a str,
    region: &'a str,
    service: &'a str,
    amz_date: AmzDate,
    signed_at: Timestamp,
    encoded_policy: &'a str,
    policy: Policy,
    signature: [u8; DIGEST_BYTES],
}

impl<'a> Form<'a> {
    /// Parses an incoming form: the URL that it was sent to, and its fields before the file, decoded as UTF-8.
    ///
    /// The URL is the header `Host` followed by path and query of the request line, with or without a scheme:
    /// `my-bucket.s3.example.com/`, `https://s3.example.com/my-bucket`. One with a query is refused, because S3 would
    /// perform another operation than an upload. Field names may be in any case. The file is not a field: S3 ignores
    /// what follows it, and so does this function what follows a field `file`.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] if a field of the signature or the policy is missing or malformed, a field occurs more
    /// than once, or the fields exceed 20 KB, which S3 does not accept either. Stop reading at this size: the fields
    /// are already in memory when this function checks it.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(
        url: &'a str,
        fields: &'a [(N, V)],
    ) -> Result<Self, Rejection> {
        let (host, path) = split_url(url);
        Self::from_raw(host, path, fields)
    }

    pub(super) fn from_raw<N: AsRef<str>, V: AsRef<str>>(
        host: &'a str,
        path: &'a str,
        fields: &'a [(N, V)],
    ) -> Result<Self, Rejection> {
        if path.contains(['?', '#']) {
            let problem = "is not empty, so S3 would perform another operation than an upload";
            return malformed("query", problem);
        }
        let fields = fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
        let fields: Vec<_> =
            fields.take_while(|(name, _)| !name.eq_ignore_ascii_case(FILE)).collect();
        check_size(&fields)?;
        check_names(&fields)?;

        let required =
            |name| find(&fields, name).copied().ok_or(Rejection::FormFieldMissing { name });
        let encoded_policy = required(POLICY)?;
        if required(X_AMZ_ALGORITHM)? != AWS4_HMAC_SHA256 {
            return malformed(X_AMZ_ALGORITHM, "is not AWS4-HMAC-SHA256");
        }
        let (access_key_id, scope) = split_credential(required(X_AMZ_CREDENTIAL)?)?;
        let (amz_date, signed_at) = AmzDate::parse(required(X_AMZ_DATE)?).ok_or(MALFORMED_DATE)?;
        if !amz_date.is_on(scope.day) {
            return malformed(X_AMZ_CREDENTIAL, "has a different date than X-Amz-Date");
        }
        let signature = parse_signature(required(X_AMZ_SIGNATURE)?)?;
        required(KEY)?;
        Ok(Self {
            host: canonical_name(Cow::Borrowed(host)),
            path: Cow::Borrowed(path),
            file_name: None,
            access_key_id,
            region: scope.region.unwrap_or_default(),
            service: scope.service,
            amz_date,
            signed_at,
            encoded_policy,
            policy: Policy::parse(encoded_policy)?,
            signature,
            fields,
        })
    }

    /// Sets the file name of the form's file, which replaces `${filename}` in the fields: the `filename` of its
    /// `Content-Disposition`, as the multipart parser returns it (axum: `Field::file_name`); empty if there is none.
    /// Of a path, S3 uses the text after the last slash or backslash.
    #[must_use]
    pub fn file_name(mut self, file_name: &'a str) -> Self {
        self.file_name = file_name.rsplit(['/', '\\']).next();
        self
    }

    /// The access key id, unauthenticated: look up its secret.
    #[must_use]
    pub const fn access_key_id(&self) -> &'a str {
        self.access_key_id
    }

    /// The region of the credential scope, unauthenticated.
    #[must_use]
    pub const fn region(&self) -> &'a str {
        self.region
    }

    /// The service of the credential scope, unauthenticated.
    #[must_use]
    pub const fn service(&self) -> &'a str {
        self.service
    }

    /// The credential scope, unauthenticated: what [`SigningKey::derive`] needs besides the secret.
    #[must_use]
    pub fn scope(&self) -> Scope<'a> {
        Scope::from_amz_date(self.amz_date, self.region, self.service)
    }

    /// The signing time, `x-amz-date`, unauthenticated.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// The session token, if there is one. A server that issues tokens must check that it belongs to the
    /// access key.
    #[must_use]
    pub fn session_token(&self) -> Option<&'a str> {
        find(&self.fields, X_AMZ_SECURITY_TOKEN).copied()
    }

    /// Checks the signature with the secret access key, and the fields against [the policy], and returns what the
    /// policy authenticates.
    ///
    /// The signature is that of the policy as it was received. Each field must have a condition in the policy, and
    /// each condition a field that meets it. The bucket, which the URL names, counts as a field: without a
    /// condition on it, the form could be sent to any bucket. Only `policy`, `x-amz-signature` and fields whose
    /// names begin with `x-ignore-` need no condition. `${filename}` is replaced before the fields are checked.
    /// `starts-with` on `Content-Type` must hold for each value of a list with commas.
    ///
    /// Not checked here is the file, whose size must be within
    /// [`content_length_range`](VerifiedForm::content_length_range).
    ///
    /// These rules apply: the time, the service, [`region`](Rules::region), [`base_domain`](Rules::base_domain),
    /// [`path_prefix`](Rules::path_prefix), [`skew`](Rules::skew), [`max_expiry`](Rules::max_expiry) and
    /// [`max_age`](Rules::max_age). The expiry is the time from `x-amz-date` to the expiration of the policy.
    ///
    /// [the policy]: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
    ///
    /// # Errors
    ///
    /// A [`Rejection`]. Everything that does not need the secret is checked first. A form for another service
    /// than `s3` and `s3-outposts` is [`Rejection::WrongService`], whatever the rules: no other has forms. A field with
    /// `${filename}` is [`Rejection::FileNameMissing`] unless [`file_name`](Self::file_name) was called. An empty
    /// secret is [`Rejection::EmptySecretAccessKey`].
    pub fn verify(
        &self,
        secret_access_key: &str,
        rules: &Rules<'_>,
    ) -> Result<VerifiedForm<'a>, Rejection> {
        if secret_access_key.is_empty() {
            return Err(self.reject(rules, Rejection::EmptySecretAccessKey));
        }
        let form = self.check(rules)?;
        self.authenticated(form, &SigningKey::derive(secret_access_key, &self.scope()))
    }

    /// Checks the form like [`verify`](Self::verify), with the signing key of its [`scope`](Self::scope) instead of
    /// the secret. How to keep keys is at [`Claim::verify_with_key`](super::Claim::verify_with_key).
    ///
    /// # Errors
    ///
    /// As for [`verify`](Self::verify); a key of another scope or secret is [`Rejection::BadSignature`].
    pub fn verify_with_key(
        &self,
        key: &SigningKey,
        rules: &Rules<'_>,
    ) -> Result<VerifiedForm<'a>, Rejection> {
        self.authenticated(self.check(rules)?, key)
    }

    /// Rejects a form whose access key id is not known, as
    /// [`Claim::reject_unknown_key`](super::Claim::reject_unknown_key) does: the sender learns nothing from the
    /// response or from its time.
    #[must_use]
    pub fn reject_unknown_key(&self, rules: &Rules<'_>) -> Rejection {
        self.reject(rules, Rejection::UnknownAccessKey)
    }

    /// As for a claim.
    fn reject(&self, rules: &Rules<'_>, reason: Rejection) -> Rejection {
        let secret = HexDigest::encode(&self.signature);
        reason.unless_rejected_before(self.verify(&secret[..SECRET_BYTES], rules))
    }

    fn authenticated(
        &self,
        form: VerifiedForm<'a>,
        key: &SigningKey,
    ) -> Result<VerifiedForm<'a>, Rejection> {
        let signature = key.sign(self.encoded_policy.as_bytes());
        if constant_time_eq(&signature, &self.signature) {
            Ok(form)
        } else {
            Err(Rejection::BadSignature)
        }
    }

    /// Checks everything except the signature.
    fn check(&self, rules: &Rules<'_>) -> Result<VerifiedForm<'a>, Rejection> {
        if ![S3, S3_OUTPOSTS].contains(&self.service) {
            return Err(Rejection::WrongService { service: excerpt(self.service) });
        }
        rules.check_scope(self.service, self.region)?;
        let expires_at = self.policy.expires_at;
        let seconds = expires_at.saturating_duration_since(self.signed_at).as_secs();
        rules.check_time(self.signed_at, seconds, expires_at)?;

        let bucket = self.bucket(rules)?;
        let mut fields = self.expanded_fields()?;
        // The URL makes the field superfluous.
        if find(&fields, BUCKET).is_some_and(|field| *field != bucket) {
            return malformed("form field `bucket`", "is not the bucket of the URL");
        }
        let sent = fields.iter().map(|(name, value)| (*name, &**value));
        self.policy.check(sent.chain([(BUCKET, &*bucket)]))?;
        let key = find(&fields, KEY).cloned().unwrap_or_default();
        check_key(&key)?;
        fields.retain(|(name, _)| !is_ignored(name) && !is_one_of(name, &NOT_RETURNED));
        Ok(VerifiedForm {
            bucket,
            key,
            fields,
            content_length_range: self.policy.content_length_range.clone(),
            signed_at: self.signed_at,
            expires_at,
        })
    }

    fn bucket(&self, rules: &Rules<'_>) -> Result<Cow<'a, str>, Rejection> {
        let object = Object::locate(&self.host, &self.path, rules)?;
        object.check(&self.path)?;
        match (object.bucket, object.key) {
            (Some(bucket), None) => Ok(bucket),
            (None, _) => malformed("path", "has no bucket"),
            (Some(_), Some(_)) => malformed("path", "has a key, but the key of a form is a field"),
        }
    }

    /// The fields except policy and signature, with the file name in place of `${filename}`.
    fn expanded_fields(&self) -> Result<Vec<(&'a str, Cow<'a, str>)>, Rejection> {
        let fields = self.fields.iter().copied();
        let fields = fields.filter(|(name, _)| !is_one_of(name, &[POLICY, X_AMZ_SIGNATURE]));
        let mut added_bytes = 0_usize;
        let expanded = fields.map(|(name, value)| {
            // The parts of the signature are used as they were received.
            if !value.contains(FILENAME) || is_one_of(name, &AUTHENTICATION) {
                return Ok((name, Cow::Borrowed(value)));
            }
            let missing = || Rejection::FileNameMissing { name: excerpt(name) };
            let file_name = self.file_name.ok_or_else(missing)?;
            let variables = value.matches(FILENAME).count();
            added_bytes = added_bytes.saturating_add(variables.saturating_mul(file_name.len()));
            if added_bytes > MAX_FORM_BYTES {
                return Err(Rejection::FormTooLarge { max_bytes: MAX_FORM_BYTES });
            }
            Ok((name, Cow::Owned(value.replace(FILENAME, file_name))))
        });
        expanded.collect()
    }
}

/// Shows the names of the fields, not their values.
impl fmt::Debug for Form<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.fields.iter().map(|(name, _)| name).collect();
        f.debug_struct("Form")
            .field("host", &self.host)
            .field("path", &self.path)
            .field("fields", &names)
            .field("file_name", &self.file_name)
            .field("access_key_id", &self.access_key_id)
            .field("region", &self.region)
            .field("service", &self.service)
            .field("signed_at", &self.signed_at)
            .finish_non_exhaustive()
    }
}

/// Splits a URL, whose scheme may be absent, into host and the rest, which is not empty.
fn split_url(url: &str) -> (&str, &str) {
    let after = |scheme: &str| {
        let (start, rest) = url.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let rest = after("https://").or_else(|| after("http://")).unwrap_or(url);
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    (host, if path.is_empty() { "/" } else { path })
}

/// Bounds the work on an unauthenticated form.
fn check_size(fields: &[(&str, &str)]) -> Result<(), Rejection> {
    let lengths = fields.iter().map(|(name, value)| (name.len(), value.len()));
    if min_form_bytes(lengths) > MAX_FORM_BYTES {
        return Err(Rejection::FormTooLarge { max_bytes: MAX_FORM_BYTES });
    }
    Ok(())
}

/// Refuses a repeated field: servers disagree on which value counts.
fn check_names(fields: &[(&str, &str)]) -> Result<(), Rejection> {
    let mut names = fields.iter().map(|(name, _)| *name).enumerate();
    let is_repeated = |(index, name): &(usize, &str)| {
        !is_ignored(name) && find(&fields[..*index], name).is_some()
    };
    match names.find(is_repeated) {
        Some((_, name)) => Err(Rejection::DuplicateFormField { name: excerpt(name) }),
        None => Ok(()),
    }
}

/// The access key id and the scope. In a form, slashes are not percent-encoded.
fn split_credential(text: &str) -> Result<(&str, RawScope<'_>), Rejection> {
    let RawCredential { access_key_id, scope } =
        RawCredential::parse(text).ok_or(MALFORMED_CREDENTIAL)?;
    let region = scope.region.unwrap_or_default();
    let parts = [access_key_id, scope.day, region, scope.service, scope.terminator];
    let has_slashes = parts.map(str::len).iter().sum::<usize>() + "////".len() == text.len();
    if access_key_id.is_empty() || scope.terminator != AWS4_REQUEST || !has_slashes {
        return Err(MALFORMED_CREDENTIAL);
    }
    Ok((access_key_id, scope))
}

fn check_key(key: &str) -> Result<(), Rejection> {
    match key.len() {
        0 => malformed("form field `key`", "is empty"),
        1..=MAX_KEY_BYTES => Ok(()),
        _ => malformed("form field `key`", "is longer than 1024 bytes"),
    }
}

const BUCKET: &str = "bucket";
const FILE: &str = "file";
const KEY: &str = "key";
const POLICY: &str = "policy";

/// The fields that say how the form is signed.
const AUTHENTICATION: [&str; 4] =
    [X_AMZ_ALGORITHM, X_AMZ_CREDENTIAL, X_AMZ_DATE, X_AMZ_SECURITY_TOKEN];

/// The fields that `VerifiedForm::fields` lacks, in addition to policy and signature.
const NOT_RETURNED: [&str; 6] =
    [BUCKET, KEY, X_AMZ_ALGORITHM, X_AMZ_CREDENTIAL, X_AMZ_DATE, X_AMZ_SECURITY_TOKEN];
