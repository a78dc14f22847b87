//! The validity of a URL: the requested expiry, its limits, and the result.

use core::time::Duration;

use crate::{
    credentials::check_expiration,
    error::{Error, Limit},
    wire::{names::MAX_EXPIRES_SECONDS, timestamp::Timestamp},
};

/// The requested expiry of a URL or form: a duration from the signing time, or a deadline, in whole
/// seconds. Fractions of a second are dropped.
///
/// At least one second must remain. A longer expiry than a limit allows is subject to the
/// [`ExpiryPolicy`]. Methods take an `impl Into<Expiry>`, so a [`Duration`] can be passed too:
///
/// ```
/// use std::time::Duration;
/// use presigner::Expiry;
///
/// assert_eq!(Expiry::from(Duration::from_secs(900)), Expiry::minutes(15));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Expiry(Requested);

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Requested {
    Seconds(u64),
    Until(Timestamp),
    SecondsUntil(u64, Timestamp),
}

impl Expiry {
    /// Requests a validity of this many seconds from the signing time.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self(Requested::Seconds(seconds as u64))
    }

    /// Requests a validity of this many minutes from the signing time.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self(Requested::Seconds(60 * minutes as u64))
    }

    /// Requests a validity of this many hours from the signing time.
    #[must_use]
    pub const fn hours(hours: u32) -> Self {
        Self(Requested::Seconds(3_600 * hours as u64))
    }

    /// Requests a validity of this many days of 24 hours from the signing time.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self(Requested::Seconds(86_400 * days as u64))
    }

    /// Requests a validity until this time. If it is not in the future, signing returns an
    /// [`Error::ExpiryInPast`].
    pub fn until(deadline: impl Into<Timestamp>) -> Self {
        Self(Requested::Until(deadline.into()))
    }

    /// Adds a deadline: the validity ends at this time if that is earlier, such as at the end of the
    /// session of the user who requests a link. If it is not in the future, signing returns an
    /// [`Error::ExpiryInPast`].
    ///
    /// The deadline is a part of the request, so [`Validity::limited_by`] does not report it, and a
    /// strict [`ExpiryPolicy`] permits it.
    ///
    /// ```
    /// # use presigner::{Credentials, Expiry, Presigner, Timestamp};
    /// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
    /// # let now = Timestamp::from_unix_seconds(1_700_000_000);
    /// # let session_end = Timestamp::from_unix_seconds(1_700_000_600);
    /// let expiry = Expiry::minutes(15).no_later_than(session_end);
    /// let url = presigner.at(now).get("my-bucket", "photos/cat.jpg", expiry)?;
    /// assert_eq!(url.validity().expires_at(), session_end);
    /// # Ok::<(), presigner::Error>(())
    /// ```
    #[must_use]
    pub fn no_later_than(self, deadline: impl Into<Timestamp>) -> Self {
        let deadline = deadline.into();
        Self(match self.0 {
            Requested::Seconds(seconds) => Requested::SecondsUntil(seconds, deadline),
            Requested::Until(other) => Requested::Until(other.min(deadline)),
            Requested::SecondsUntil(seconds, other) => {
                Requested::SecondsUntil(seconds, other.min(deadline))
            }
        })
    }
}

/// A duration from the signing time. Fractions of a second are dropped.
impl From<Duration> for Expiry {
    fn from(duration: Duration) -> Self {
        Self(Requested::Seconds(duration.as_secs()))
    }
}

/// What happens if the requested expiry exceeds a limit.
///
/// Signature Version 4 [allows at most seven days][limits], and a URL stops working when the
/// credentials that signed it expire. The policy can add a cap.
///
/// ```
/// use presigner::{Credentials, Expiry, ExpiryPolicy, Limit, Presigner};
///
/// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
/// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::days(30))?;
/// assert_eq!(url.validity().limited_by(), Some(Limit::SevenDays));
///
/// let strict = presigner.with_expiry_policy(ExpiryPolicy::Strict);
/// assert!(strict.get("my-bucket", "photos/cat.jpg", Expiry::days(30)).is_err());
/// # Ok::<(), presigner::Error>(())
/// ```
///
/// [limits]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html#PresignedUrl-Expiration
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ExpiryPolicy {
    /// Shortens the validity to the limit. [`Validity::limited_by`] returns which limit it was.
    #[default]
    Clamp,
    /// Returns an [`Error::ExpiryLimited`], or an [`Error::StableWindowTooLong`] if the stable
    /// window alone reaches the limit.
    Strict,
    /// Like [`Clamp`](Self::Clamp), with this duration, in whole seconds, as a further limit. The
    /// S3 console, for example, has a limit of twelve hours.
    ClampTo(Duration),
    /// Like [`Strict`](Self::Strict), with this duration, in whole seconds, as a further limit.
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

/// The period in which a URL or form is valid, and the limit that shortened it.
///
/// ```
/// # use presigner::{Credentials, Expiry, Presigner, Timestamp};
/// # let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
/// # let signer = presigner.at(Timestamp::from_unix_seconds(1_700_000_000));
/// let url = signer.get("my-bucket", "photos/cat.jpg", Expiry::hours(1))?;
/// println!("This link expires at {}.", url.validity().expires_at());
/// # assert_eq!(url.validity().expires_at().to_string(), "2023-11-14T23:13:20Z");
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Validity {
    signed_at: Timestamp,
    expires_seconds: u32,
    limited_by: Option<Limit>,
}

impl Validity {
    /// Returns the signing time, `X-Amz-Date`.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// Returns the expiry time: the signing time plus `X-Amz-Expires`, or the `expiration` of the
    /// policy of a form.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.signed_at.saturating_add(self.expires_seconds as u64)
    }

    /// Returns the limit that shortened the validity; `None` if the URL is valid as long as
    /// requested.
    ///
    /// With a [stable window](crate::Presigner::with_stable_window), the validity that a limit
    /// shortens is the requested duration plus the window.
    #[must_use]
    pub const fn limited_by(&self) -> Option<Limit> {
        self.limited_by
    }

    /// `X-Amz-Expires`, in seconds.
    pub(crate) const fn expires_seconds(&self) -> u32 {
        self.expires_seconds
    }
}

/// The settings of a presigner that determine the validity of its URLs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExpiryRules {
    pub(crate) policy: ExpiryPolicy,
    pub(crate) stable_window: Option<StableWindow>,
    pub(crate) credentials_expiration: Option<Timestamp>,
}

impl ExpiryRules {
    /// The signing time of a URL created at `now`.
    #[inline]
    pub(crate) fn signing_time(&self, now: Timestamp) -> Timestamp {
        self.stable_window.map_or(now, |window| window.start(now))
    }

    /// The validity of a URL created at `now`.
    pub(crate) fn validity(&self, expiry: Expiry, now: Timestamp) -> Result<Validity, Error> {
        let window_seconds = self.window_seconds()?;
        if self.policy.cap_seconds() == 0 {
            return Err(Error::PolicyCapTooShort);
        }
        let signed_at = check_range("signing time", self.signing_time(now))?;
        check_expiration(self.credentials_expiration, now)?;
        let (requested_seconds, added_seconds) = match expiry.0 {
            Requested::Seconds(0) | Requested::SecondsUntil(0, _) => {
                return Err(Error::ExpiryTooShort);
            }
            // `now` may be at the end of the window, so a duration is extended by all of it.
            Requested::Seconds(seconds) => (seconds.saturating_add(window_seconds), window_seconds),
            Requested::Until(deadline) => (seconds_until(deadline, signed_at, now)?, 0),
            Requested::SecondsUntil(seconds, deadline) => {
                let extended = (seconds.saturating_add(window_seconds), window_seconds);
                (seconds_until(deadline, signed_at, now)?, 0).min(extended)
            }
        };
        let (allowed_seconds, limited_by) = self.limit(requested_seconds, signed_at);
        if let Some(limited_by) = limited_by
            && self.policy.is_strict()
        {
            return Err(limit_error(requested_seconds, allowed_seconds, added_seconds, limited_by));
        }
        let expires_seconds = u32::try_from(allowed_seconds).unwrap_or(MAX_EXPIRES_SECONDS);
        let validity = Validity { signed_at, expires_seconds, limited_by };
        if expires_seconds == 0 {
            return Err(Error::ExpiryTooShort);
        }
        let expires_at = check_range("expiry time", validity.expires_at())?;
        if expires_at <= now {
            return Err(Error::PolicyCapShorterThanWindow);
        }
        Ok(validity)
    }

    /// The seconds from its signing time that a URL is valid for if the credentials do not limit it. An
    /// invalid stable window counts as none.
    #[cfg(feature = "rotation")]
    pub(crate) fn seconds_without_credentials(&self, requested_seconds: u64) -> u64 {
        requested_seconds
            .saturating_add(self.window_seconds().unwrap_or(0))
            .min(self.policy.cap_seconds())
            .min(MAX_EXPIRES_SECONDS.into())
    }

    /// The minimum of the requested seconds and each limit, and that limit. Of equal ones, the
    /// first is returned.
    fn limit(&self, requested_seconds: u64, signed_at: Timestamp) -> (u64, Option<Limit>) {
        let credentials = self.credentials_expiration.map_or(u64::MAX, |expiration| {
            expiration.saturating_duration_since(signed_at).as_secs()
        });
        let mut shortest = (requested_seconds, None);
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

/// The length of the windows in which all URLs have the same signing time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StableWindow {
    seconds: u64,
}

impl StableWindow {
    pub(crate) const fn new(window: Duration) -> Self {
        Self { seconds: window.as_secs() }
    }

    /// The start of the window that contains `now`. Windows are counted from 1970.
    #[inline]
    fn start(self, now: Timestamp) -> Timestamp {
        let seconds = i64::try_from(self.seconds).unwrap_or(i64::MAX).max(1);
        let now = now.unix_seconds();
        Timestamp::from_unix_seconds(now.saturating_sub(now.rem_euclid(seconds)))
    }
}

/// The error of a strict policy. `added_seconds` is the part of both durations that the stable
/// window adds.
#[cold]
const fn limit_error(
    requested_seconds: u64,
    allowed_seconds: u64,
    added_seconds: u64,
    limited_by: Limit,
) -> Error {
    if allowed_seconds <= added_seconds {
        return Error::StableWindowTooLong { seconds: added_seconds, limited_by };
    }
    Error::ExpiryLimited {
        requested_seconds: requested_seconds.saturating_sub(added_seconds),
        allowed_seconds: allowed_seconds.saturating_sub(added_seconds),
        limited_by,
    }
}

fn seconds_until(deadline: Timestamp, signed_at: Timestamp, now: Timestamp) -> Result<u64, Error> {
    let expires_at = check_range("expiry time", deadline)?;
    if expires_at <= now {
        return Err(Error::ExpiryInPast { expires_at, now });
    }
    Ok(expires_at.saturating_since(signed_at).unsigned_abs())
}

fn check_range(name: &'static str, time: Timestamp) -> Result<Timestamp, Error> {
    if time.has_four_digit_year() {
        return Ok(time);
    }
    Err(Error::TimeOutOfRange { name, unix_seconds: time.unix_seconds() })
}
