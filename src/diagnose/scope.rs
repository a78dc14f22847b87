//! Refusals of the region and the service.

use super::{Cause, Finding, case::Case};
use crate::inspect::InspectedUrl;

pub(super) fn service(case: &Case<'_, '_>) -> Finding {
    let message = case.response.message();
    let before = ["belongs to", "expected", "correct service"];
    let theirs = before.iter().find_map(|phrase| quoted_after(&message, phrase));
    let ours = case.sent.presigned().map(InspectedUrl::service);
    Finding::new(Cause::WrongService).with_sides(ours, theirs)
}

/// Servers name the region, or the host to use.
pub(super) fn region(case: &Case<'_, '_>) -> Finding {
    let message = case.response.message();
    let region = case.element("Region");
    let region = region.as_deref().or_else(|| quoted_after(&message, "expecting"));
    let (endpoint, host) = (case.element("Endpoint"), case.sent.host());
    let ours = case.sent.presigned().and_then(|url| url.region());
    let finding = Finding::new(Cause::WrongRegion);
    match (region, &endpoint) {
        (None, Some(endpoint)) => finding.with_sides(Some(&host), Some(endpoint)),
        _ => finding.with_sides(ours, region),
    }
}

/// The first quoted text after a phrase.
pub(super) fn quoted_after<'m>(message: &'m str, phrase: &str) -> Option<&'m str> {
    let (_, after) = message.split_once(phrase)?;
    let (_, quoted) = after.split_once(['\'', '"', '`'])?;
    let (text, _) = quoted.split_once(['\'', '"', '`'])?;
    Some(text)
}
