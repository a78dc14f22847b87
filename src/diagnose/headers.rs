//! Refusals of headers.

use alloc::vec::Vec;

use super::{Cause, Finding, case::Case};

/// Headers that the server received and that are not signed: those that it names, or else those that the
/// caller says were sent.
pub(super) fn not_signed(case: &Case<'_, '_>) -> Vec<Finding> {
    let finding = Finding::new(Cause::HeaderNotSigned);
    let names = case.element("HeadersNotSigned").unwrap_or_default();
    let names = names.split([',', ';', ' ']).filter(|name| !name.is_empty());
    let named: Vec<_> = names.map(|name| finding.clone().with_theirs(name)).collect();
    let found = if named.is_empty() { case.unsigned_headers_sent() } else { named };
    if found.is_empty() { alloc::vec![finding] } else { found }
}
