//! Refusals of the body and of its checksum.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::{
    Cause, Finding,
    canonical::EncodedParameter,
    difference::{shown_header, shown_parameter},
    refused_request::RefusedRequest,
};

pub(super) fn checksum(refused: &RefusedRequest<'_, '_>) -> Finding {
    let element = |names: [&str; 2]| names.into_iter().find_map(|name| refused.element(name));
    let theirs = element(["CalculatedDigest", "S3ComputedContentSHA256"]);
    let expected = || element(["ExpectedDigest", "ClientComputedContentSHA256"]);
    let ours = checksums(refused).into_iter().next().map(Cow::Owned).or_else(expected);
    Finding::stated(Cause::ChecksumMismatch).with_sides(ours.as_deref(), theirs.as_deref())
}

/// The body is larger or smaller than the policy or the server allows.
pub(super) fn size(refused: &RefusedRequest<'_, '_>, too_large_or_small: Cause) -> Finding {
    let limit = ["MaxSizeAllowed", "MinSizeAllowed"].into_iter().find_map(|it| refused.element(it));
    let size = refused.element("ProposedSize");
    let ours = limit.as_deref().or_else(|| refused.form.content_length_range());
    Finding::stated(too_large_or_small).with_sides(ours, size.as_deref())
}

/// The body was sent in chunks, or its length was left out.
pub(super) fn length_missing(refused: &RefusedRequest<'_, '_>) -> Finding {
    let sent = refused.sent.header(TRANSFER_ENCODING);
    let sent = sent.map(|value| shown_header(TRANSFER_ENCODING, Some(&value)));
    Finding::stated(Cause::ContentLengthMissing).with_sides(None, sent.as_deref())
}

/// Whether the server does not implement `Transfer-Encoding`: it names this header, or the header
/// is known to have been sent.
pub(super) fn is_chunked(refused: &RefusedRequest<'_, '_>) -> bool {
    match refused.element("Header") {
        Some(name) => name.eq_ignore_ascii_case(TRANSFER_ENCODING),
        None => refused.sent.header(TRANSFER_ENCODING).is_some(),
    }
}

/// A `response-` parameter with a value that a header cannot contain.
pub(super) fn response_override(refused: &RefusedRequest<'_, '_>) -> Finding {
    let finding = Finding::stated(Cause::ResponseOverrideNotLatin1);
    let name = refused.element("ArgumentName");
    let parameters = refused.sent.canonical().parameters;
    let is_it = |it: &&EncodedParameter<'_>| match &name {
        Some(name) => it.name.eq_ignore_ascii_case(name),
        None => it.name.starts_with("response-"),
    };
    match parameters.iter().find(is_it) {
        Some(it) => finding.with_ours(&shown_parameter(&it.name, &it.value)),
        None => finding.with_sides(name.as_deref(), None),
    }
}

/// Checksums among the parameters, then those among the signed headers.
fn checksums(refused: &RefusedRequest<'_, '_>) -> Vec<String> {
    let sent = refused.sent.canonical();
    let is_checksum = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-amz-checksum-") || name == "content-md5"
    };
    let parameters = sent.parameters.iter().filter(|parameter| is_checksum(&parameter.name));
    let parameters = parameters.map(|it| shown_parameter(&it.name, &it.value));
    let headers = sent.headers.iter().filter(|(name, _)| is_checksum(name));
    parameters.chain(headers.map(|(name, value)| shown_header(name, value.as_deref()))).collect()
}

const TRANSFER_ENCODING: &str = "transfer-encoding";
