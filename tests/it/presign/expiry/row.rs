//! A row of the tables: the requested expiry, the settings of the presigner, and the result.

use std::time::Duration;

use presigner::{Credentials, Expiry, ExpiryPolicy, Presigner, Request, Timestamp, Validity};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

pub(crate) struct Row {
    requested: Expiry,
    policy: ExpiryPolicy,
    credentials: Credentials,
    window: Option<Duration>,
    now: Timestamp,
}

impl Row {
    /// Parses the text before the `=`.
    pub(crate) fn parse(inputs: &str) -> Self {
        let (settings, now) = inputs.split_once(" @ ").expect("a row with the time of the call");
        let mut parts = settings.split(", ");
        let mut row = Self {
            requested: expiry(parts.next().unwrap_or_default()),
            policy: ExpiryPolicy::Clamp,
            credentials: Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"),
            window: None,
            now: time(now),
        };
        for setting in parts {
            row.set(setting);
        }
        row
    }

    fn set(&mut self, setting: &str) {
        match setting.rsplit_once(' ') {
            None if setting == "strict" => self.policy = ExpiryPolicy::Strict,
            Some(("clamp to", cap)) => self.policy = ExpiryPolicy::ClampTo(duration(cap)),
            Some(("strict to", cap)) => self.policy = ExpiryPolicy::StrictTo(duration(cap)),
            Some(("window", length)) => self.window = Some(duration(length)),
            Some(("by", deadline)) => self.requested = self.requested.no_later_than(time(deadline)),
            Some(("credentials", end)) => {
                self.credentials = self.credentials.clone().with_expiration(time(end));
            }
            _ => panic!("unknown setting `{setting}`"),
        }
    }

    pub(crate) fn presigner(&self) -> Presigner {
        let presigner =
            Presigner::new(self.credentials.clone(), "us-east-1").with_expiry_policy(self.policy);
        match self.window {
            Some(window) => presigner.with_stable_window(window),
            None => presigner,
        }
    }

    /// The result in the format of the rows.
    pub(crate) fn result(&self) -> String {
        let presigner = self.presigner();
        let request = Request::get("bucket", "key");
        match presigner.at(self.now).presign(&request, self.requested) {
            Ok(url) => signed(url.as_str(), url.validity()),
            Err(error) => error.to_string(),
        }
    }
}

fn signed(url: &str, validity: Validity) -> String {
    let parameter = |name| {
        let (_, value) = url.split_once(name).unwrap_or_else(|| panic!("no {name} in {url}"));
        value.split('&').next().unwrap_or_default()
    };
    let (date, expires) = (parameter("&X-Amz-Date="), parameter("&X-Amz-Expires="));
    let (signed_at, expires_at) = (validity.signed_at(), validity.expires_at());
    let seconds = expires_at.unix_seconds() - signed_at.unix_seconds();
    assert_eq!(seconds.to_string(), expires, "{validity:?} beside {url}");
    assert_eq!(signed_at.to_string().replace(['-', ':'], ""), date, "{validity:?} beside {url}");
    match validity.limited_by() {
        None => format!("{date} + {expires}"),
        Some(limit) => format!("{date} + {expires}, {limit:?}"),
    }
}

fn expiry(requested: &str) -> Expiry {
    match requested.split_once(' ') {
        Some(("for", seconds)) => duration(seconds).into(),
        Some(("until", deadline)) => Expiry::until(time(deadline)),
        _ => panic!("`{requested}` is neither `for …` nor `until …`"),
    }
}

fn duration(seconds: &str) -> Duration {
    match seconds {
        "ever" => Duration::MAX,
        _ => Duration::from_secs_f64(seconds.parse().expect("a number of seconds")),
    }
}

/// Noon of 15 March 2024 as `15T12:00:00`, or Unix seconds.
pub(crate) fn time(text: &str) -> Timestamp {
    match text.parse() {
        Ok(unix_seconds) => Timestamp::from_unix_seconds(unix_seconds),
        Err(_) => OffsetDateTime::parse(&format!("2024-03-{text}Z"), &Rfc3339)
            .expect("`DDTHH:MM:SS` in March 2024")
            .into(),
    }
}
