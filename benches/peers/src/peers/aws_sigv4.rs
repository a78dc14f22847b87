//! `aws-sigv4` with the settings for S3: signs a URL that the caller built.

use std::{
    error::Error,
    iter,
    time::{Duration, SystemTime},
};

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningParams,
        SigningSettings, UriPathNormalizationMode, sign,
    },
    sign::{v4, v4a},
};
use http::Request;

use super::{ACCESS_KEY_ID, ACCESS_POINT, HOST, Job, REGION, SECRET_ACCESS_KEY, unsigned_url};

pub(super) fn get() -> Job {
    let (identity, settings) = (credentials().into(), settings());
    Box::new(move |bucket, key, expiry| {
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name("s3")
            .time(SystemTime::now())
            .settings(valid_for(expiry, &settings))
            .build()?
            .into();
        signed(&unsigned_url(bucket, HOST, key), &parameters)
    })
}

/// With Signature Version 4A, for an object of [`ACCESS_POINT`].
pub(super) fn get_from_access_point() -> Job {
    let (identity, settings) = (credentials().into(), settings());
    Box::new(move |_, key, expiry| {
        let parameters = v4a::SigningParams::builder()
            .identity(&identity)
            .region_set("*")
            .name("s3")
            .time(SystemTime::now())
            .settings(valid_for(expiry, &settings))
            .build()?
            .into();
        signed(&unsigned_url(ACCESS_POINT.label, ACCESS_POINT.domain, key), &parameters)
    })
}

fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "static")
}

fn settings() -> SigningSettings {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings
}

fn valid_for(expiry: Duration, settings: &SigningSettings) -> SigningSettings {
    let mut settings = settings.clone();
    settings.expires_in = Some(expiry);
    settings
}

fn signed(url: &str, parameters: &SigningParams<'_>) -> Result<String, Box<dyn Error>> {
    let signable = SignableRequest::new("GET", url, iter::empty(), SignableBody::UnsignedPayload)?;
    let (instructions, _signature) = sign(signable, parameters)?.into_parts();
    let mut request = Request::get(url).body(())?;
    instructions.apply_to_request_http1x(&mut request);
    Ok(request.uri().to_string())
}
