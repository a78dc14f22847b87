//! The credential scope, and the string to sign, which contains it.

use alloc::string::String;
use core::fmt;

use crate::{
    error::Error,
    wire::{
        names::{AWS4_ECDSA_P256_SHA256, AWS4_HMAC_SHA256, AWS4_REQUEST},
        timestamp::{AmzDate, Timestamp, day_of},
    },
};

/// The credential scope, with the signing time that its date is taken from.
///
/// Its `Display` is the scope in a string to sign: `20130524/us-east-1/s3/aws4_request`. Two scopes are equal
/// if their signing times, regions and services are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Scope<'a> {
    signed_at: AmzDate,
    /// `None` for Signature Version 4A, whose regions are in `X-Amz-Region-Set`.
    region: Option<&'a str>,
    service: &'a str,
}

impl<'a> Scope<'a> {
    /// Creates the scope of requests signed at `signed_at`.
    ///
    /// # Errors
    ///
    /// [`Error::TimeOutOfRange`] if the year is not 0 to 9999.
    pub fn new(signed_at: Timestamp, region: &'a str, service: &'a str) -> Result<Self, Error> {
        let signed_at = signed_at.amz_date().ok_or(Error::TimeOutOfRange {
            name: "signing time",
            unix_seconds: signed_at.unix_seconds(),
        })?;
        Ok(Self { signed_at, region: Some(region), service })
    }

    /// A scope whose signing time has been checked already.
    pub(crate) const fn from_amz_date(
        signed_at: AmzDate,
        region: &'a str,
        service: &'a str,
    ) -> Self {
        Self { signed_at, region: Some(region), service }
    }

    pub(crate) const fn signed_at(&self) -> AmzDate {
        self.signed_at
    }

    /// The scope of a different region and service at the same time; without a region, for Signature
    /// Version 4A.
    pub(crate) const fn with_region_and_service<'b>(
        &self,
        region: Option<&'b str>,
        service: &'b str,
    ) -> Scope<'b> {
        Scope { signed_at: self.signed_at, region, service }
    }

    /// The signing time in the format of `X-Amz-Date`.
    pub(crate) fn amz_date(&self) -> &str {
        self.signed_at.as_str()
    }

    /// `YYYYMMDD`.
    pub(crate) fn day(&self) -> &str {
        self.signed_at.day()
    }

    /// `None` for Signature Version 4A.
    pub(crate) fn region(&self) -> Option<&'a str> {
        self.region
    }

    pub(crate) fn service(&self) -> &'a str {
        self.service
    }

    /// Pushes the string to sign without its last line, the hash of the canonical request.
    pub(crate) fn push_string_to_sign(&self, push: &mut impl FnMut(&str)) {
        let amz_date = self.amz_date();
        push(self.algorithm());
        push("\n");
        push(amz_date);
        push("\n");
        self.push_to(day_of(amz_date), push);
        push("\n");
    }

    /// The string to sign for a canonical request with this hash, in lower-case hex.
    pub(crate) fn string_to_sign(&self, request_hash: &str) -> String {
        let mut text = String::new();
        self.push_string_to_sign(&mut |piece| text.push_str(piece));
        text.push_str(request_hash);
        text
    }

    const fn algorithm(&self) -> &'static str {
        match self.region {
            Some(_) => AWS4_HMAC_SHA256,
            None => AWS4_ECDSA_P256_SHA256,
        }
    }

    fn push_to(&self, day: &str, push: &mut impl FnMut(&str)) {
        push(day);
        push("/");
        if let Some(region) = self.region {
            push(region);
            push("/");
        }
        push(self.service);
        push("/");
        push(AWS4_REQUEST);
    }
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.push_to(self.day(), &mut |piece| result = result.and_then(|()| f.write_str(piece)));
        result
    }
}
