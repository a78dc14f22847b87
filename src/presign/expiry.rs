//! How long a URL lives: what is asked, what is allowed, and what came of it.

use core::time::Duration;

use crate::{
    error::{Error, Limit},
    wire::{names::MAX_EXPIRES_SECONDS, timestamp::Timestamp},
};

/// For how long, or until when, a URL is asked to be valid. Whole seconds; fractions are dropped.
///
/// Wherever an expiry is wanted, a [`Duration`] will do:
///
/// ```
/// use std::time::Duration;
/// use presigner::Expiry;
///
/// assert_eq!(Expiry::from(Duration::from_secs(900)), Expiry::minutes(15));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Expiry(Asked);

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Asked {
    Seconds(u64),
    Until(Timestamp),
}

impl Expiry {
    /// Valid for this many seconds from the signing time.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self(Asked::Seconds(seconds as u64))
    }

    /// Valid for this many minutes from the signing time.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self(Asked::Seconds(60 * minutes as u64))
    }

    /// Valid for this many hours from the signing time.
    #[must_use]
    pub const fn hours(hours: u32) -> Self {
        Self(Asked::Seconds(3_600 * hours as u64))
    }

    /// Valid for this many days of 24 hours from the signing time.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self(Asked::Seconds(86_400 * days as u64))
    }

    /// Valid until this time, exact to the second.
    pub fn until(deadline: impl Into<Timestamp>) -> Self {
        Self(Asked::Until(deadline.into()))
    }
}

impl From<Duration> for Expiry {
    fn from(duration: Duration) -> Self {
        Self(Asked::Seconds(duration.as_secs()))
    }
}

/// What happens when a URL cannot live as long as it is asked to: Signature Version 4 allows seven days,
/// and no URL outlives the credentials that signed it.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ExpiryPolicy {
    /// The URL lives as long as it can; [`Validity::limited_by`] says what shortened it.
    #[default]
    Clamp,
    /// Asking for more than can be had is an [`Error::ExpiryLimited`].
    Strict,
    /// Like [`Clamp`](Self::Clamp), and no URL lives longer than this (whole seconds). The S3 console,
    /// for one, stops at twelve hours.
    ClampTo(Duration),
    /// Like [`Strict`](Self::Strict), and asking for more than this (whole seconds) is an error too.
    StrictTo(Duration),
}

impl ExpiryPolicy {
    const fn cap_seconds(self) -> u64 {
        match self {
            Self::Clamp | Self::Strict => u64::MAX,
            Self::ClampTo(cap) | Self::StrictTo(cap) => cap.as_secs(),
        }
    }

    const fn is_strict(self) -> bool {
        matches!(self, Self::Strict | Self::StrictTo(_))
    }
}

/// From when until when a URL is valid, and what made that less than was asked for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Validity {
    signed_at: Timestamp,
    expires_seconds: u32,
    limited_by: Option<Limit>,
}

impl Validity {
    /// The signing time, `X-Amz-Date`.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// When the URL stops working: `X-Amz-Date` plus `X-Amz-Expires`.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.signed_at.saturating_add(self.expires_seconds as u64)
    }

    /// What made the URL expire sooner than asked; `None` if it got all it asked for.
    #[must_use]
    pub const fn limited_by(&self) -> Option<Limit> {
        self.limited_by
    }

    /// `X-Amz-Expires`.
    pub(crate) const fn expires_seconds(&self) -> u32 {
        self.expires_seconds
    }
}

/// What decides over the life of a presigner's URLs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExpiryRules {
    pub(crate) policy: ExpiryPolicy,
    pub(crate) stable_window: Option<StableWindow>,
    pub(crate) credentials_expiration: Option<Timestamp>,
}

impl ExpiryRules {
    /// The signing time of a URL that is made at `now`.
    #[inline]
    pub(crate) fn signing_time(&self, now: Timestamp) -> Timestamp {
        self.stable_window.map_or(now, |window| window.begin(now))
    }

    /// Decides from when until when a URL is valid that is made at `now`.
    pub(crate) fn validity(&self, expiry: Expiry, now: Timestamp) -> Result<Validity, Error> {
        let window_seconds = self.window_seconds()?;
        if self.policy.cap_seconds() == 0 {
            return Err(Error::PolicyCapTooShort);
        }
        let signed_at = check_range("signing time", self.signing_time(now))?;
        self.check_credentials(now)?;
        // A duration counts from any moment of the window, so it is lengthened by all of it.
        let (asked_seconds, added_seconds) = match expiry.0 {
            Asked::Seconds(0) => return Err(Error::ExpiryTooShort),
            Asked::Seconds(seconds) => (seconds.saturating_add(window_seconds), window_seconds),
            Asked::Until(deadline) => {
                (seconds_until(check_range("expiry time", deadline)?, signed_at, now)?, 0)
            }
        };
        let (allowed_seconds, limited_by) = self.limit(asked_seconds, signed_at);
        if let Some(limited_by) = limited_by
            && self.policy.is_strict()
        {
            if allowed_seconds <= added_seconds {
                return Err(Error::StableWindowTooLong { seconds: added_seconds, limited_by });
            }
            return Err(Error::ExpiryLimited {
                asked_seconds: asked_seconds.saturating_sub(added_seconds),
                allowed_seconds: allowed_seconds.saturating_sub(added_seconds),
                limited_by,
            });
        }
        let expires_seconds = u32::try_from(allowed_seconds).unwrap_or(MAX_EXPIRES_SECONDS);
        let validity = Validity { signed_at, expires_seconds, limited_by };
        if expires_seconds == 0 {
            return Err(Error::ExpiryTooShort);
        }
        let expires_at = check_range("expiry time", validity.expires_at())?;
        if expires_at <= now {
            return Err(Error::PolicyCapBehindWindow);
        }
        Ok(validity)
    }

    /// The shortest of what is asked and each limit; if several are equally short, the first is named.
    fn limit(&self, asked_seconds: u64, signed_at: Timestamp) -> (u64, Option<Limit>) {
        let credentials = self.credentials_expiration.map_or(u64::MAX, |expiration| {
            u64::try_from(expiration.saturating_since(signed_at)).unwrap_or(0)
        });
        let mut shortest = (asked_seconds, None);
        for (seconds, limit) in [
            (u64::from(MAX_EXPIRES_SECONDS), Limit::SevenDays),
            (credentials, Limit::Credentials),
            (self.policy.cap_seconds(), Limit::Policy),
        ] {
            if seconds < shortest.0 {
                shortest = (seconds, Some(limit));
            }
        }
        shortest
    }

    fn check_credentials(&self, now: Timestamp) -> Result<(), Error> {
        match self.credentials_expiration {
            Some(expiration) if expiration <= now => {
                Err(Error::CredentialsExpired { expiration, now })
            }
            _ => Ok(()),
        }
    }

    fn window_seconds(&self) -> Result<u64, Error> {
        match self.stable_window {
            None => Ok(0),
            Some(StableWindow { seconds })
                if (1..=MAX_EXPIRES_SECONDS.into()).contains(&seconds) =>
            {
                Ok(seconds)
            }
            Some(StableWindow { seconds }) => Err(Error::InvalidStableWindow { seconds }),
        }
    }
}

/// The stretch of time within which all URLs are signed as if at its begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StableWindow {
    seconds: u64,
}

impl StableWindow {
    pub(crate) const fn new(window: Duration) -> Self {
        Self { seconds: window.as_secs() }
    }

    /// When the window that holds `now` began, counted from 1970.
    #[inline]
    fn begin(self, now: Timestamp) -> Timestamp {
        let seconds = i64::try_from(self.seconds).unwrap_or(i64::MAX).max(1);
        let now = now.unix_seconds();
        Timestamp::from_unix_seconds(now.saturating_sub(now.rem_euclid(seconds)))
    }
}

fn seconds_until(
    expires_at: Timestamp,
    signed_at: Timestamp,
    now: Timestamp,
) -> Result<u64, Error> {
    if expires_at <= now {
        return Err(Error::ExpiryInPast { expires_at, now });
    }
    Ok(expires_at.saturating_since(signed_at).unsigned_abs())
}

fn check_range(what: &'static str, time: Timestamp) -> Result<Timestamp, Error> {
    if time.has_four_digit_year() {
        return Ok(time);
    }
    Err(Error::TimeOutOfRange { what, unix_seconds: time.unix_seconds() })
}
