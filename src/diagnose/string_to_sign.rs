//! The string to sign that the server made.

use alloc::{string::ToString, vec::Vec};

use super::{Cause, Finding, case::Case, difference::shown_parameter};
use crate::wire::{
    credential::RawScope,
    names::{AWS4_HMAC_SHA256, X_AMZ_DATE},
};

/// The lines of a string to sign of version 4.
pub(super) struct StringToSign<'t> {
    date: &'t str,
    region: &'t str,
    service: &'t str,
    pub(super) hash: &'t str,
}

impl<'t> StringToSign<'t> {
    /// `None` if it is not of version 4.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let mut lines = text.split_ascii_whitespace();
        lines.next().filter(|algorithm| *algorithm == AWS4_HMAC_SHA256)?;
        let (date, scope, hash) = (lines.next()?, lines.next()?, lines.next()?);
        let RawScope { region, service, .. } = RawScope::parse(scope)?;
        Some(Self { date, region: region?, service, hash })
    }

    /// How its date and scope differ from those that were signed.
    pub(super) fn differences(&self, case: &Case<'_, '_>) -> Vec<Finding> {
        let explained = case.original.explanation.map(|it| it.string_to_sign());
        let explained = explained.and_then(StringToSign::parse);
        let Some(url) = case.sent.presigned() else { return Vec::new() };
        let date = case.sent.parameter(X_AMZ_DATE).unwrap_or_default();
        let [our_date, our_region, our_service] = match &explained {
            Some(ours) => [ours.date, ours.region, ours.service],
            None => [&*date, url.region().unwrap_or_default(), url.service()],
        };
        let shown_date = |date: &str| shown_parameter(X_AMZ_DATE, date);
        let parts = [
            (Cause::WrongRegion, our_region.to_string(), self.region.to_string()),
            (Cause::WrongService, our_service.to_string(), self.service.to_string()),
            (Cause::ParameterChanged, shown_date(our_date), shown_date(self.date)),
        ];
        let differ = parts.into_iter().filter(|(_, ours, theirs)| ours != theirs);
        differ
            .map(|(cause, ours, theirs)| Finding::new(cause).with_ours(&ours).with_theirs(&theirs))
            .collect()
    }
}
