//! Refusals of the body and of its checksum.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::{
    Cause, Finding,
    case::Case,
    difference::{shown_header, shown_parameter},
};

pub(super) fn checksum(case: &Case<'_, '_>) -> Finding {
    let element = |names: [&str; 2]| names.into_iter().find_map(|name| case.element(name));
    let theirs = element(["CalculatedDigest", "S3ComputedContentSHA256"]);
    let expected = || element(["ExpectedDigest", "ClientComputedContentSHA256"]);
    let ours = checksums(case).into_iter().next().map(Cow::Owned).or_else(expected);
    Finding::new(Cause::ForeignChecksum).with_sides(ours.as_deref(), theirs.as_deref())
}

/// Checksums among the parameters, then those among the signed headers.
fn checksums(case: &Case<'_, '_>) -> Vec<String> {
    let sent = case.sent.canonical();
    let is_checksum = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-amz-checksum-") || name == "content-md5"
    };
    let parameters = sent.parameters.iter().filter(|parameter| is_checksum(&parameter.name));
    let parameters = parameters.map(|it| shown_parameter(&it.name, &it.value));
    let headers = sent.headers.iter().filter(|(name, _)| is_checksum(name));
    parameters.chain(headers.map(|(name, value)| shown_header(name, value.as_deref()))).collect()
}
