//! Refusals of the region and the service.

use alloc::vec::Vec;

use super::{
    Cause, Certainty, Finding, general,
    quoted::quoted_after,
    refused_request::RefusedRequest,
    region::{named_region, other_region, our_region},
};
use crate::{
    inspect::InspectedUrl,
    wire::{credential::RawScope, names::S3},
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
