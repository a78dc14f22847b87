//! What every signature starts from, as a row has it: credentials, time, validity.

use std::time::Duration;

use presigner::{Credentials, Timestamp};

use crate::table::Row;

impl Row {
    pub(crate) fn credentials(&self) -> Credentials {
        Credentials::new(self.text("access_key_id"), self.text("secret_access_key"))
            .with_session_token(self.find("session_token").unwrap_or_default())
    }

    pub(crate) fn at(&self) -> Timestamp {
        Timestamp::from_unix_seconds(self.number("at"))
    }

    pub(crate) fn expires(&self) -> Duration {
        Duration::from_secs(self.number("expires"))
    }
}
