//! The region that a server names, and the one that was signed.

use alloc::{borrow::Cow, string::String};

use super::{Cause, Finding, quoted::quoted_after, refused_request::RefusedRequest};
use crate::{
    inspect::{Lint, SignatureVersion},
    wire::region_set::has_region,
};

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

pub(super) fn named_region(refused: &RefusedRequest<'_, '_>) -> Option<String> {
    let region = refused.element("Region").map(Cow::into_owned);
    region.or_else(|| quoted_after(refused.response.message(), "wrong; expecting").map(Into::into))
}

pub(super) fn our_region<'c>(refused: &RefusedRequest<'c, '_>) -> Option<&'c str> {
    match refused.sent.presigned() {
        Some(url) => url.region(),
        None => refused.form.region(),
    }
}
