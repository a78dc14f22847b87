//! A refused request together with the error response.

use alloc::{borrow::Cow, vec::Vec};

use super::{
    Cause, Finding,
    difference::shown_authorization,
    error_response::ErrorResponse,
    original::Original,
    sent_form::SentForm,
    sent_request::SentRequest,
    times::{last_time, parse_time},
    url_defects::{defects, name_in_other_case},
};
use crate::{
    inspect::{InspectedUrl, NotPresigned},
    request::Method,
    wire::{
        names::{AUTHORIZATION, is_one_of},
        timestamp::Timestamp,
    },
};

/// The input of each step of the diagnosis.
pub(super) struct RefusedRequest<'c, 'a> {
    pub(super) sent: &'c SentRequest<'a>,
    pub(super) original: &'c Original<'a>,
    pub(super) form: &'c SentForm<'a>,
    pub(super) response: &'c ErrorResponse,
    /// When the server responded, by its own clock.
    pub(super) at: Option<Timestamp>,
}

impl<'a> RefusedRequest<'_, 'a> {
    pub(super) fn element(&self, name: &str) -> Option<Cow<'_, str>> {
        self.response.element(name)
    }

    pub(super) fn time(&self, element: &str) -> Option<Timestamp> {
        parse_time(&self.element(element)?)
    }

    /// The server's clock.
    pub(super) fn server_time(&self) -> Option<Timestamp> {
        self.time("ServerTime").or_else(|| last_time(self.response.message())).or(self.at)
    }

    /// The URL, if it is presigned, with any version.
    pub(super) fn inspected(&self) -> Option<&InspectedUrl<'a>> {
        self.sent.inspected.as_ref().ok()
    }

    /// Whether the request is an upload form: a POST whose URL has no signature.
    pub(super) fn is_form(&self) -> bool {
        let is_unsigned = matches!(self.sent.inspected, Err(NotPresigned::Unsigned));
        let is_post =
            self.sent.method == Some(Method::Post) && self.sent.html_escaped_name().is_none();
        is_unsigned && (is_post || !self.form.is_empty())
    }

    /// Whether the request is an upload form, or may be one because its method is unknown.
    pub(super) fn may_be_form(&self) -> bool {
        let is_unsigned = matches!(self.sent.inspected, Err(NotPresigned::Unsigned));
        self.is_form() || is_unsigned && self.sent.method.is_none()
    }

    pub(super) fn about_access_key(&self, cause: Cause) -> Finding {
        let ours = self.inspected().map(InspectedUrl::access_key_id);
        Finding::stated(cause).with_sides(ours.or_else(|| self.form.access_key_id()), None)
    }

    /// Defects of the URL that every server refuses.
    pub(super) fn defects(&self) -> Vec<Finding> {
        if self.is_form() { Vec::new() } else { defects(self.sent) }
    }

    /// Parameters are missing or malformed. If the URL has no such defect, they were removed in
    /// transit.
    pub(super) fn incomplete(&self) -> Vec<Finding> {
        let mut defects = self.defects();
        defects.extend(name_in_other_case(self.sent));
        if defects.is_empty() {
            defects.push(Finding::stated(Cause::ParameterRemoved));
        }
        defects
    }

    /// A header `Authorization` beside the signature in the URL.
    pub(super) fn authorization_sent(&self) -> Option<Finding> {
        let value = self.sent.header(AUTHORIZATION).filter(|value| !value.is_empty())?;
        Some(Finding::concluded(Cause::TwoSignatures).with_theirs(&shown_authorization(&value)))
    }

    pub(super) fn unsigned_headers_sent(&self) -> Vec<Finding> {
        self.sent.unsigned_headers().map(not_signed).collect()
    }

    /// The same without those of a customer-provided key.
    pub(super) fn unsigned_headers_that_s3_refuses(&self) -> Vec<Finding> {
        let names = self.sent.unsigned_headers().filter(|name| !is_one_of(name, &CUSTOMER_KEY));
        names.map(not_signed).collect()
    }
}

fn not_signed(name: &str) -> Finding {
    Finding::concluded(Cause::HeaderNotSigned).with_theirs(name)
}

/// The headers of SSE-C that need not be signed; the one of the algorithm must be:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-s3-c-encryption.html#ssec-and-presignedurl>
const CUSTOMER_KEY: [&str; 2] =
    ["x-amz-server-side-encryption-customer-key", "x-amz-server-side-encryption-customer-key-md5"];
