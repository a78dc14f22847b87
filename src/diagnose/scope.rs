//! Refusals of the region and the service.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::{Cause, Certainty, Finding, general, refused_request::RefusedRequest};
use crate::{
    inspect::{InspectedUrl, Lint, SignatureVersion},
    wire::{credential::RawScope, names::S3, region_set::has_region},
};

pub(super) fn service(refused: &RefusedRequest<'_, '_>) -> Finding {
    let message = refused.response.message();
    let before = ["belongs to", "expected", "correct service"];
    let theirs = before.iter().find_map(|phrase| quoted_after(message, phrase));
    let ours = refused.sent.presigned().map(InspectedUrl::service);
    Finding::stated(Cause::WrongService).with_sides(ours, theirs)
}

/// Servers name the region, or the host to use.
pub(super) fn region(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let finding = Finding::stated(Cause::WrongRegion);
    if named_region(refused).is_some() {
        if let Some(finding) = other_region(refused) {
            return alloc::vec![finding];
        }
        // If the server names the signed region, what it received is not this URL.
        let mut findings = general::malformed(refused);
        findings.retain(|finding| finding.certainty() != Certainty::Stated);
        return findings;
    }
    let (endpoint, host) = (refused.element("Endpoint"), refused.sent.host());
    match endpoint {
        Some(endpoint) if endpoint == host => Vec::new(),
        Some(endpoint) => alloc::vec![finding.with_sides(Some(&host), Some(&endpoint))],
        None => alloc::vec![finding.with_sides(our_region(refused), None)],
    }
}

/// The server looks for the access key in the region of the scope.
pub(super) fn key_of_region(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let region = Finding::suspected(Cause::WrongRegion).with_sides(our_region(refused), None);
    let key = refused.about_access_key(Cause::UnknownAccessKey);
    alloc::vec![region, key.with_certainty(Certainty::Suspected)]
}

/// The region that the server names, if it is not the signed one: some servers name their region in
/// every error.
pub(super) fn other_region(refused: &RefusedRequest<'_, '_>) -> Option<Finding> {
    let theirs = named_region(refused)?;
    let ours = our_region(refused);
    let is_other = match refused.sent.presigned() {
        Some(url) if url.signature_version() == SignatureVersion::V4a => {
            !ours.is_some_and(|set| has_region(set, &theirs))
        }
        Some(url) if url.lints().contains(&Lint::MultiRegionAccessPoint) => {
            // Any of its regions may respond, and none is the right one.
            return Some(Finding::concluded(Cause::SingleRegionSignature).with_sides(ours, None));
        }
        _ => ours != Some(&*theirs),
    };
    let finding = Finding::stated(Cause::WrongRegion).with_sides(ours, Some(&theirs));
    is_other.then_some(finding)
}

/// The scope of the request is not the one that the server computes from its date, region and
/// service.
pub(super) fn unexpected(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    if let Some(region) = other_region(refused) {
        return alloc::vec![region];
    }
    let (_, scope) = refused.response.message().rsplit_once(' ').unwrap_or_default();
    let service = RawScope::parse(scope).map(|scope| scope.service);
    match service.filter(|service| *service != S3) {
        Some(service) => {
            let finding = Finding::concluded(Cause::WrongService);
            alloc::vec![finding.with_sides(Some(service), Some(S3))]
        }
        None => general::malformed(refused),
    }
}

fn named_region(refused: &RefusedRequest<'_, '_>) -> Option<String> {
    let region = refused.element("Region").map(Cow::into_owned);
    region.or_else(|| quoted_after(refused.response.message(), "wrong; expecting").map(Into::into))
}

fn our_region<'c>(refused: &RefusedRequest<'c, '_>) -> Option<&'c str> {
    match refused.sent.presigned() {
        Some(url) => url.region(),
        None => refused.form.region(),
    }
}

/// The first quoted text after a phrase.
pub(super) fn quoted_after<'m>(message: &'m str, phrase: &str) -> Option<&'m str> {
    let (_, after) = message.split_once(phrase)?;
    let (_, quoted) = after.split_once(['\'', '"', '`'])?;
    let (text, _) = quoted.split_once(['\'', '"', '`'])?;
    Some(text)
}
