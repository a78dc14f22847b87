//! The settings of a presigner, which its signers borrow.

use alloc::sync::Arc;

use super::expiry::{ExpiryPolicy, ExpiryRules, StableWindow};
use crate::{credentials::Credentials, endpoint::ResolvedEndpoint};

/// What a presigner signs with, except its cached key.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) credentials: Arc<Credentials>,
    pub(super) endpoint: ResolvedEndpoint,
    pub(super) expiry_policy: ExpiryPolicy,
    pub(super) stable_window: Option<StableWindow>,
}

impl Settings {
    #[inline]
    pub(super) fn expiry_rules(&self) -> ExpiryRules {
        ExpiryRules {
            policy: self.expiry_policy,
            stable_window: self.stable_window,
            credentials_expiration: self.credentials.expiration(),
        }
    }
}
