//! A signature that does not match.

use alloc::vec::Vec;

use super::{
    Cause, Certainty, Finding,
    canonical::Canonical,
    difference::{differences, not_sent, shown_header},
    form,
    general::cloudfront,
    refused_request::RefusedRequest,
    string_to_sign::StringToSign,
    string_to_sign_v2::StringToSignV2,
    url_defects::suspect_parts,
};
use crate::{
    request::Method,
    wire::names::{HOST, X_AMZ_SIGNATURE},
};

/// Compares what the server received with what was signed. If the server does not report what it
/// received, what was sent is compared.
pub(super) fn mismatch(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    if refused.is_form() {
        return form::mismatch(refused);
    }
    let (text, string_to_sign) =
        (refused.response.canonical_request(), refused.response.string_to_sign());
    let received = text.as_deref().and_then(Canonical::parse);
    let sent = if received.is_some() {
        refused.sent.received_canonical()
    } else {
        refused.sent.canonical()
    };
    let unchanged = refused.sent.with_host_of_url(&sent);
    let signed = refused.original.canonical(&unchanged, refused.sent);
    let printed = refused.response.request().map(|request| refused.sent.canonical_of(request));
    let mut findings: Vec<_> = refused.authorization_sent().into_iter().collect();
    findings.extend(refused.original.token_changed(refused.sent));
    findings.extend(match (&signed, &received) {
        (Some(signed), Some(received)) => differences(signed, received),
        (Some(signed), None) => differences(signed, printed.as_ref().unwrap_or(&sent)),
        (None, Some(received)) => differences(&unchanged, received),
        (None, None) => differences(&unchanged, printed.as_ref().unwrap_or(&sent)),
    });
    let version_2 = string_to_sign.as_deref().and_then(|text| StringToSignV2::parse(text, refused));
    findings.extend(version_2.iter().flat_map(|theirs| theirs.differences(refused)));
    let string_to_sign = string_to_sign.as_deref().and_then(StringToSign::parse);
    for finding in string_to_sign
        .iter()
        .flat_map(|theirs| theirs.differences(refused.original.string_to_sign(), refused.sent))
    {
        if findings.iter().all(|other| other.cause() != finding.cause()) {
            findings.push(finding);
        }
    }
    findings.extend(signature_changed(refused));
    if !findings.is_empty() {
        return findings;
    }
    let is_hash_ours = string_to_sign.is_some_and(|theirs| {
        refused.original.string_to_sign().is_some_and(|ours| ours.hash == theirs.hash)
    }) || text.as_deref().and_then(|text| refused.original.is_hash_of(text))
        == Some(true);
    let is_explained = refused.original.texts.is_some();
    let are_headers_known =
        signed.as_ref().is_some_and(|it| it.headers.values().all(Option::is_some));
    if is_explained && (received.is_some() && are_headers_known || is_hash_ours) {
        let secret = refused.about_access_key(Cause::WrongSecret);
        return alloc::vec![secret.with_certainty(Certainty::Concluded)];
    }
    let is_received_known = received.is_some() || version_2.is_some();
    let sides = Sides { signed, received, version_2 };
    let mut suspects = sides.suspects(refused);
    if !is_received_known {
        suspects.extend(changes_in_transit(refused));
    }
    suspects
}

fn signature_changed(refused: &RefusedRequest<'_, '_>) -> Option<Finding> {
    let ours = refused.sent.parameter(X_AMZ_SIGNATURE)?;
    let theirs = refused.element("SignatureProvided")?;
    (ours != theirs).then(|| Finding::concluded(Cause::SignatureChanged))
}

/// What is known of the request as it was signed, and as the server received it.
struct Sides<'t> {
    signed: Option<Canonical<'t>>,
    received: Option<Canonical<'t>>,
    version_2: Option<StringToSignV2<'t>>,
}

impl Sides<'_> {
    /// The causes that no known fact excludes, if there is no known difference.
    fn suspects(&self, refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
        let mut suspects = suspect_parts(refused.sent);
        suspects.extend(refused.unsigned_headers_that_s3_refuses());
        suspects.push(refused.about_access_key(Cause::WrongSecret));
        // A malformed signature matches nothing; the others may be as they were signed.
        for suspect in suspects.iter_mut().filter(|it| it.cause() != Cause::MalformedParameter) {
            *suspect = suspect.clone().with_certainty(Certainty::Suspected);
        }
        let secret = suspects.pop();
        suspects.extend(self.headers(refused));
        suspects.extend(cloudfront(refused));
        suspects.extend(secret);
        suspects.extend(self.method(refused));
        suspects
    }

    fn method(&self, refused: &RefusedRequest<'_, '_>) -> Option<Finding> {
        let finding = Finding::suspected(Cause::MethodMismatch);
        let signed = self.signed.as_ref().and_then(|it| it.method.as_deref());
        let received = self.received.as_ref().and_then(|it| it.method.as_deref());
        let received = received.or_else(|| self.version_2.as_ref().map(|it| it.method));
        let sent = refused.sent.method.map(Method::as_str);
        match (signed, received, sent) {
            (Some(_), Some(_), _) | (Some(_), None, Some(_)) => None,
            (signed, received, sent) => Some(finding.with_sides(signed, received.or(sent))),
        }
    }

    /// Signed headers whose value is not known on both sides.
    fn headers(&self, refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
        let sent = refused.sent.canonical();
        let changed = Finding::suspected(Cause::HeaderChanged);
        let mut suspects = Vec::new();
        for name in sent.headers.keys().filter(|name| **name != HOST) {
            let ours = self.signed.as_ref().and_then(|signed| signed.header(name));
            let theirs = self.received.as_ref().and_then(|received| received.header(name));
            match (ours, theirs.or_else(|| sent.header(name))) {
                (Some(_), Some(_)) => {}
                (ours, None) => {
                    suspects.push(not_sent(name, ours).with_certainty(Certainty::Suspected));
                    suspects.push(changed.clone().with_ours(&shown_header(name, ours)));
                }
                (None, Some("")) => suspects.push(not_sent(name, None)),
                (None, theirs) => {
                    let changed = changed.clone().with_ours(name);
                    suspects.push(changed.with_theirs(&shown_header(name, theirs)));
                }
            }
        }
        suspects.extend(self.version_2.iter().flat_map(|theirs| theirs.unsigned_headers(refused)));
        suspects
    }
}

/// What a client or a proxy may have changed, if the server does not report what it received.
fn changes_in_transit(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let host = refused.sent.host();
    let host = Finding::suspected(Cause::HostMismatch).with_ours(&host);
    let path = Finding::suspected(Cause::PathChanged).with_ours(refused.sent.path);
    let query = Finding::suspected(Cause::ParameterChanged);
    let parameters = refused.sent.canonical().parameters;
    let names: Vec<_> = parameters.iter().map(|it| &*it.name).collect();
    let query = query.with_ours(&names.join("&"));
    alloc::vec![host, path, query]
}
