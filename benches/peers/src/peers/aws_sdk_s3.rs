//! `aws-sdk-s3` without default features: no TLS, no HTTP client, no runtime, no `SigV4A`. Retries,
//! timeouts and the identity cache require a runtime and are disabled.

use aws_sdk_s3::{
    Client,
    config::{
        BehaviorVersion, Config, Credentials, IdentityCache, Region, StalledStreamProtectionConfig,
        retry::RetryConfig, timeout::TimeoutConfig,
    },
    presigning::PresigningConfig,
};

use super::{ACCESS_KEY_ID, Job, REGION, SECRET_ACCESS_KEY, ready};

pub(super) fn get() -> Job {
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "static");
    let client = Client::from_conf(
        Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .credentials_provider(credentials)
            .identity_cache(IdentityCache::no_cache())
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .build(),
    );
    Box::new(move |bucket, key, expiry| {
        let request = client.get_object().bucket(bucket).key(key);
        let presigned = ready(request.presigned(PresigningConfig::expires_in(expiry)?))?;
        Ok(presigned.uri().to_owned())
    })
}
