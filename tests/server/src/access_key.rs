//! The access keys that a server knows, and the session tokens that must come with them.

use std::collections::HashMap;
use std::fmt;

use percent_encoding::percent_decode_str;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::{S3Result, s3_error};

/// An access key: its id, its secret, and the session token of temporary credentials.
#[derive(Clone)]
pub struct AccessKey {
    id: String,
    secret: String,
    session_token: Option<String>,
}

impl AccessKey {
    /// Makes a long-term access key.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: secret.into(), session_token: None }
    }

    /// Makes the access key a temporary one, which requires `session_token`.
    #[must_use]
    pub fn with_session_token(mut self, session_token: impl Into<String>) -> Self {
        self.session_token = Some(session_token.into());
        self
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey").field("id", &self.id).finish_non_exhaustive()
    }
}

pub(crate) fn secrets(keys: &[AccessKey]) -> SimpleAuth {
    let mut auth = SimpleAuth::new();
    for key in keys {
        auth.register(key.id.clone(), key.secret.as_str().into());
    }
    auth
}

/// Compares the `X-Amz-Security-Token` of a request with the session token of its access key, which
/// `s3s` does not do.
pub(crate) struct SessionTokens(HashMap<String, Option<String>>);

impl SessionTokens {
    pub(crate) fn of(keys: &[AccessKey]) -> Self {
        let tokens = keys.iter().map(|key| (key.id.clone(), key.session_token.clone()));
        Self(tokens.collect())
    }
}

#[async_trait::async_trait]
impl S3Access for SessionTokens {
    async fn check(&self, request: &mut S3AccessContext<'_>) -> S3Result<()> {
        let Some(credentials) = request.credentials() else {
            return Err(s3_error!(AccessDenied, "Signature is required"));
        };
        // In a form the token is a field, which the signed policy has already restricted.
        if request.s3_op().name() == "PostObject" {
            return Ok(());
        }
        let issued = self.0.get(&credentials.access_key).cloned().flatten();
        if security_token(request.uri().query().unwrap_or_default()) != issued {
            return Err(s3_error!(InvalidToken));
        }
        Ok(())
    }
}

fn security_token(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("X-Amz-Security-Token="))?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}
