//! Refusals of headers.

use alloc::vec::Vec;

use super::{
    Cause, Finding, difference::not_sent, general, quoted::quoted_after,
    refused_request::RefusedRequest,
};

/// The server received a header that is not signed. The server names it, or else it is one of the
/// headers that are known to have been sent.
pub(super) fn not_signed(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let finding = Finding::stated(Cause::HeaderNotSigned);
    let element = refused.element("HeadersNotSigned").unwrap_or_default();
    let names = element.split([',', ';', ' ']).filter(|name| !name.is_empty());
    let mut found: Vec<_> = names.map(|name| finding.clone().with_theirs(name)).collect();
    if found.is_empty() {
        let name = quoted_after(refused.response.message(), "eader");
        found.extend(name.map(|name| finding.clone().with_theirs(name)));
    }
    if found.is_empty() {
        found = refused.unsigned_headers_sent();
    }
    // MinIO has the same message for a signed header that is missing.
    if found.is_empty() {
        let canonical = refused.sent.canonical();
        let missing = canonical.headers.iter().filter(|(_, value)| value.as_deref() == Some(""));
        found = missing.map(|(name, _)| not_sent(name, None)).collect();
    }
    if found.is_empty() { alloc::vec![finding] } else { found }
}

/// A signed header is missing. An element or the message names it; it counts only if it is signed.
pub(super) fn missing(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let element = refused.element("ParameterName");
    let name = element.as_deref().or_else(|| quoted_after(refused.response.message(), "eader"));
    let name = name.map(str::to_ascii_lowercase);
    match name.filter(|name| refused.sent.signed_names().iter().any(|it| it == name)) {
        Some(name) => {
            let signed = refused.original.header(&name);
            let shown = match signed {
                Some(_) => not_sent(&name, signed.as_deref()),
                None => Finding::stated(Cause::HeaderNotSent).with_ours(&name),
            };
            alloc::vec![shown.with_certainty(super::Certainty::Stated)]
        }
        None => general::malformed(refused),
    }
}
