//! A string to sign of version 4.

use alloc::{string::ToString, vec::Vec};

use super::{Cause, Finding, difference::shown_parameter, sent_request::SentRequest};
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
    pub(super) fn differences(
        &self,
        signed: Option<StringToSign<'_>>,
        sent: &SentRequest<'_>,
    ) -> Vec<Finding> {
        let Some(url) = sent.presigned() else { return Vec::new() };
        let date = sent.parameter(X_AMZ_DATE).unwrap_or_default();
        let [our_date, our_region, our_service] = match signed {
            Some(signed) => [signed.date, signed.region, signed.service],
            None => [&*date, url.region().unwrap_or_default(), url.service()],
        };
        let shown_date = |date: &str| shown_parameter(X_AMZ_DATE, date);
        let parts = [
            (Cause::WrongRegion, our_region.to_string(), self.region.to_string()),
            (Cause::WrongService, our_service.to_string(), self.service.to_string()),
            (Cause::ParameterChanged, shown_date(our_date), shown_date(self.date)),
        ];
        let differ = parts.into_iter().filter(|(_, ours, theirs)| ours != theirs);
        let finding = |cause, ours: &str, theirs: &str| {
            Finding::concluded(cause).with_ours(ours).with_theirs(theirs)
        };
        differ.map(|(cause, ours, theirs)| finding(cause, &ours, &theirs)).collect()
    }
}
