//! Refusals with a general code, such as `AccessDenied`: the URL and the request determine the
//! cause.

use alloc::vec::Vec;

use super::{
    Cause, Certainty, Finding, difference, refused_request::RefusedRequest, region::other_region,
    url_defects::name_in_other_case, validity::expired_or_not_yet_valid,
};
use crate::{
    inspect::SignatureVersion,
    wire::names::{OF_SIGNATURES, is_one_of},
};

/// The signature did not arrive. The one of an upload form is in its fields, which a server without
/// forms does not look at.
pub(super) fn anonymous(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    if refused.is_form() {
        alloc::vec![Finding::suspected(Cause::FormsUnsupported)]
    } else {
        refused.incomplete()
    }
}

/// The server states that a permission is missing: other causes that the request shows are only
/// suspected.
pub(super) fn not_permitted(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let is_stated = |finding: &Finding| finding.cause() == Cause::AccessDenied;
    let others = denied(refused).into_iter().filter(|finding| !is_stated(finding));
    let others = others.map(|finding| finding.with_certainty(Certainty::Suspected));
    core::iter::once(access_denied(refused)).chain(others).collect()
}

/// `AccessDenied` without a reason is about permissions unless the request shows another defect.
pub(super) fn denied(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<_> = refused.authorization_sent().into_iter().collect();
    let is_signed = refused.sent.inspected.is_ok();
    let ignores_signatures = |it: &Finding| it.cause() == Cause::WebsiteEndpoint;
    let defects = refused.defects().into_iter();
    findings.extend(defects.filter(|defect| !is_signed || ignores_signatures(defect)));
    findings.extend(name_in_other_case(refused.sent));
    findings.extend(refused.unsigned_headers_that_s3_refuses());
    if refused.response.status.is_some() {
        findings.extend(other_region(refused));
    }
    // Ceph responds to an expired URL with `AccessDenied` alone.
    findings.extend(expired_or_not_yet_valid(refused));
    findings.extend(refused.form.failed_condition());
    findings.extend(signature_version_2(refused));
    findings.extend(cloudfront(refused));
    if findings.iter().all(|finding| finding.certainty() == Certainty::Suspected) {
        findings.push(access_denied(refused));
    }
    findings
}

fn access_denied(refused: &RefusedRequest<'_, '_>) -> Finding {
    let message = Some(refused.response.message()).filter(|message| !message.is_empty());
    let finding = Finding::stated(Cause::AccessDenied).with_sides(None, message);
    if refused.response.is_truncated {
        finding.with_certainty(Certainty::Suspected)
    } else {
        finding
    }
}

/// The code is also that of refusals which are not about the signature. Unless the server mentions
/// a part of the signature, what the request shows is only suspected.
pub(super) fn malformed(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<_> = refused.authorization_sent().into_iter().collect();
    findings.extend(refused.defects());
    if findings.is_empty() {
        findings = without_defects(refused);
    }
    if mentions_signature(refused) {
        return findings;
    }
    findings.into_iter().map(|finding| finding.with_certainty(Certainty::Suspected)).collect()
}

/// Whether code, message or argument are about the signature.
fn mentions_signature(refused: &RefusedRequest<'_, '_>) -> bool {
    let names = ["ArgumentName", "ParameterName"].map(|name| refused.element(name));
    let names = names.iter().flatten().map(|name| &**name);
    let texts = [refused.response.code().unwrap_or_default(), refused.response.message()];
    texts.into_iter().chain(names).any(|text| {
        let text = text.to_ascii_lowercase();
        WORDS_OF_SIGNATURES.iter().any(|word| text.contains(word))
    })
}

/// The same for a URL without defects.
fn without_defects(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let mut findings = expired_or_not_yet_valid(refused);
    let is_about_signature = is_about_signature(refused);
    if findings.is_empty() {
        let certainty = if is_about_signature { Certainty::Stated } else { Certainty::Suspected };
        let region = other_region(refused);
        findings.extend(region.map(|finding| finding.with_certainty(certainty)));
    }
    if findings.is_empty() && is_about_signature {
        let finding = Finding::stated(Cause::MalformedParameter);
        findings.push(finding.with_theirs(refused.response.message()));
    }
    findings
}

/// Whether the server names a part of the signature as malformed: by its code, or for an upload form by the
/// argument or the message.
fn is_about_signature(refused: &RefusedRequest<'_, '_>) -> bool {
    let message = refused.response.message();
    refused.response.code().is_some_and(|code| code.starts_with("Authorization"))
        || refused.element("ArgumentName").is_some_and(|it| is_one_of(&it, &OF_SIGNATURES))
        || ["Credential is mal-formed", "credential date"].iter().any(|it| message.contains(it))
}

/// Old regions of S3 accept version 2, and respond with `AccessDenied` only to a lack of
/// permission.
fn signature_version_2(refused: &RefusedRequest<'_, '_>) -> Option<Finding> {
    let is_version_2 = refused.inspected()?.signature_version() == SignatureVersion::V2;
    let is_unclear = refused.response.code() == Some("AccessDenied");
    let certainty = if is_unclear { Certainty::Suspected } else { Certainty::Concluded };
    let finding = Finding::suspected(Cause::SignatureVersion2).with_certainty(certainty);
    is_version_2.then_some(finding)
}

/// The host is a distribution of `CloudFront`, which may forward the request to S3.
pub(super) fn cloudfront(refused: &RefusedRequest<'_, '_>) -> Option<Finding> {
    let host = refused.sent.host();
    let finding = Finding::suspected(Cause::CloudfrontUrl).with_ours(&host);
    host.ends_with(".cloudfront.net").then_some(finding)
}

/// A response without a body, as to HEAD: only the URL and the request can show a cause. Other
/// statuses than those of refusals and redirects to a region are not about the signature.
pub(super) fn without_code(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    if !matches!(refused.response.status, None | Some(301 | 307 | 400 | 401 | 403)) {
        return Vec::new();
    }
    let mut findings: Vec<_> = refused
        .defects()
        .into_iter()
        .map(|defect| match defect.cause() {
            Cause::SignatureVersion2 => defect.with_certainty(Certainty::Suspected),
            _ => defect,
        })
        .collect();
    findings.extend(name_in_other_case(refused.sent));
    if findings.iter().all(|finding| finding.cause() != Cause::HtmlEscaped) {
        if refused.response.status.is_some() {
            findings.extend(other_region(refused));
        }
        findings.extend(expired_or_not_yet_valid(refused));
        findings.extend(changed_before_sending(refused));
    }
    // A text that does not say that the request was refused can be about something else.
    if refused.response.status.is_none() && !refused.response.message().is_empty() {
        findings = findings.into_iter().map(|it| it.with_certainty(Certainty::Suspected)).collect();
    }
    let sent = refused.authorization_sent().into_iter();
    sent.chain(findings).chain(refused.unsigned_headers_that_s3_refuses()).collect()
}

/// How the request that was sent differs from the one that was signed.
fn changed_before_sending(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<_> = refused.original.token_changed(refused.sent).into_iter().collect();
    if let Some(signed) = refused.original.canonical(&refused.sent.canonical(), refused.sent) {
        findings.extend(difference::differences(&signed, &refused.sent.canonical()));
    }
    findings
}

/// In lower case.
const WORDS_OF_SIGNATURES: [&str; 8] =
    ["auth", "signature", "signed", "sigv", "credential", "x-amz-", "access key", "anonymous"];
