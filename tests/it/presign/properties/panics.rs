//! No input panics.

use std::time::{Duration, SystemTime};

use presigner::{
    Credentials, Endpoint, Method, PostPolicy, Presigner, Request, Timestamp,
    sigv4::{CanonicalRequest, QuerySigner, Scope, SigningKey},
};
use proptest::{option, prelude::*};
use time::OffsetDateTime;

use super::{
    EXPIRY, config, credentials,
    inputs::{bucket, duration, expiry, policy, region, text, time, url},
    limits::limited,
    noon,
};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_setting_panics(
        (id, secret, token, region) in (text(), text(), text(), region()),
        (url, host) in (prop_oneof![url(), text()], text()),
        (window, policy, expiration) in (option::of(duration()), policy(), time()),
        (now, expiry) in (any::<i64>(), expiry()),
    ) {
        // Other credentials are refused before anything else is checked.
        let [id, secret, token] = [id, secret, token].map(|text| {
            String::from(text.replace(char::is_control, "").trim())
        });
        let arbitrary = Credentials::new(id, secret).with_session_token(token);
        let endpoints = [
            Endpoint::custom(&url).unwrap_or_default(),
            Endpoint::bucket_domain(&url).unwrap_or_default(),
            Endpoint::r2(&host),
            Endpoint::aws().display_host(&host),
        ];
        let limited = limited(policy, Some(expiration), window);
        let presigners = endpoints
            .map(|endpoint| Presigner::new(arbitrary.clone(), region.as_str()).with_endpoint(endpoint))
            .into_iter()
            .chain([limited.clone(), limited.with_credentials(arbitrary.with_expiration(expiration))]);
        for presigner in presigners {
            let signer = presigner.at(Timestamp::from_unix_seconds(now));
            let _ = signer.get("bucket", "key", expiry);
            let _ = signer.post(&PostPolicy::new("bucket", "key"), expiry);
            let _ = (presigner.get("bucket", "key", expiry), format!("{presigner:?}"));
        }
    }

    #[test]
    fn no_request_panics(
        (bucket, key, name, value) in (bucket(), text(), text(), text()),
        (smallest, largest, part_number) in any::<(u64, u64, u32)>(),
    ) {
        let presigner = Presigner::new(credentials(), "us-east-1");
        let signer = presigner.at(noon());
        let form = |bucket| {
            PostPolicy::with_key_prefix(bucket, &key).content_length_range(smallest..=largest)
        };
        for bucket in ["bucket", &bucket] {
            for request in [
                Request::get(bucket, &key).allow_dot_segments(),
                Request::get(bucket, &key).query(&name, &value).attachment(&value),
                Request::put(bucket, &key).header(&name, &value).metadata(&name, &value),
                Request::copy_object(bucket, "key", (bucket, key.as_str())),
                Request::upload_part(bucket, "key", &value, part_number),
                Request::on_bucket(Method::Post, bucket).query(&name, &value),
            ] {
                let _ = signer.presign(&request, EXPIRY).map(|signed| {
                    (signed.to_curl(), signed.redacted().to_string(), format!("{signed:?}"))
                });
            }
            let form = || form(bucket);
            for form in [form().field(&name, &value), form().field_prefix(&name, &value)] {
                let _ = signer.post(&form, EXPIRY).map(|form| {
                    (form.to_curl(&name), form.to_html_form(), format!("{form:?}"))
                });
            }
        }
    }

    #[test]
    fn no_input_of_sigv4_panics(
        (method, url, name, value) in ("[A-Z]{0,4}", prop_oneof![url(), text()], text(), text()),
        (region, service, now) in (text(), text(), any::<i64>()),
        expires in duration(),
    ) {
        let (now, credentials) = (Timestamp::from_unix_seconds(now), credentials());
        let signer = QuerySigner::new(&credentials, &region, &service);
        let second = Duration::from_secs(1);
        for (method, url) in [(&*method, &*url), (&*value, "https://host"), ("GET", &*url)] {
            let _ = signer.presign(method, url, &[(&name, &value)], expires, now);
            let _ = signer.presign(method, url, &[("name", &value)], second, noon());
        }
        let request = CanonicalRequest::new(&method, &url, &name, &value).header(&name, &value);
        let _ = (request.to_string(), request.hash(), format!("{request:?}"));
        let _ = Scope::new(now, &region, &service).map(|scope| SigningKey::derive(&value, &scope));
        let _ = (now.to_string(), SystemTime::from(now), OffsetDateTime::from(now));
        let _ = value.parse::<Method>();
    }
}
