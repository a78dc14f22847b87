//! A refused request together with the error response.

use alloc::{borrow::Cow, vec::Vec};

use super::{
    Cause, Finding,
    difference::shown_authorization,
    error_response::ErrorResponse,
    original::Original,
    sent_request::SentRequest,
    validity::{last_time, parse_time},
};
use crate::{inspect::InspectedUrl, wire::names::AUTHORIZATION, wire::timestamp::Timestamp};

/// Everything that a step of the diagnosis looks at.
pub(super) struct Case<'c, 'a> {
    pub(super) sent: &'c SentRequest<'a>,
    pub(super) original: &'c Original<'a>,
    pub(super) response: &'c ErrorResponse<'c>,
    /// When the server responded, by its own clock.
    pub(super) at: Option<Timestamp>,
}

impl<'a> Case<'_, 'a> {
    pub(super) fn element(&self, name: &str) -> Option<Cow<'_, str>> {
        self.response.element(name)
    }

    pub(super) fn time(&self, element: &str) -> Option<Timestamp> {
        parse_time(&self.element(element)?)
    }

    /// The server's clock.
    pub(super) fn server_time(&self) -> Option<Timestamp> {
        self.time("ServerTime").or_else(|| last_time(&self.response.message())).or(self.at)
    }

    /// The URL, if it is presigned, with any version.
    pub(super) fn inspected(&self) -> Option<&InspectedUrl<'a>> {
        self.sent.inspected.as_ref().ok()
    }

    pub(super) fn about_access_key(&self, cause: Cause) -> Finding {
        Finding::new(cause).with_sides(self.inspected().map(InspectedUrl::access_key_id), None)
    }

    /// A header `Authorization` beside the signature in the URL.
    pub(super) fn authorization_sent(&self) -> Option<Finding> {
        let value = self.sent.header(AUTHORIZATION)?;
        Some(Finding::new(Cause::TwoSignatures).with_theirs(&shown_authorization(&value)))
    }

    pub(super) fn unsigned_headers_sent(&self) -> Vec<Finding> {
        let names = self.sent.unsigned_headers();
        names.map(|name| Finding::new(Cause::HeaderNotSigned).with_theirs(name)).collect()
    }
}
