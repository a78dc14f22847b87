//! `aws-sigv4` with the settings for S3: signs a URL that the caller built.

use std::{iter, time::SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4,
};
use http::Request;

use super::{ACCESS_KEY_ID, HOST, Job, REGION, SECRET_ACCESS_KEY, unsigned_url};

pub(super) fn get() -> Job {
    let identity = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "static").into();
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    Box::new(move |bucket, key, expiry| {
        let mut settings = settings.clone();
        settings.expires_in = Some(expiry);
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name("s3")
            .time(SystemTime::now())
            .settings(settings)
            .build()?
            .into();
        let url = unsigned_url(bucket, HOST, key);
        let signable =
            SignableRequest::new("GET", &url, iter::empty(), SignableBody::UnsignedPayload)?;
        let (instructions, _signature) = sign(signable, &parameters)?.into_parts();
        let mut request = Request::get(&url).body(())?;
        instructions.apply_to_request_http1x(&mut request);
        Ok(request.uri().to_string())
    })
}
