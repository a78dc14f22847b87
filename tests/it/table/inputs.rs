//! The inputs of a signature in a row: credentials, signing time, expiry, endpoint.

use std::time::Duration;

use presigner::{
    Credentials, Endpoint, Error, Explanation, Method, PresignedUrl, Presigner, Request, Timestamp,
};

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

    pub(crate) fn endpoint(&self) -> Result<Endpoint, Error> {
        let mut endpoint = match self.find("endpoint") {
            Some(url) => Endpoint::custom(&url)?,
            None => Endpoint::aws(),
        };
        for setting in self.find("switches").unwrap_or_default().split_whitespace() {
            endpoint = match setting {
                "accelerate" => endpoint.accelerate(),
                "dual_stack" => endpoint.dual_stack(),
                "fips" => endpoint.fips(),
                "legacy_global" => endpoint.legacy_global(),
                "path_style" => endpoint.path_style(),
                "same_region_only" => endpoint.same_region_only(),
                "virtual_hosted" => endpoint.virtual_hosted(),
                _ => panic!("{self}: unknown switch `{setting}`"),
            };
        }
        Ok(endpoint)
    }

    /// Presigns for S3 with the row's credentials, region, endpoint, time and expiry.
    pub(crate) fn presign(&self, request: &Request<'_>) -> Result<PresignedUrl, Error> {
        self.presigner()?.at(self.at()).presign(request, self.expires())
    }

    /// The same for the row's method, bucket, key, parameters and headers, with the explanation.
    pub(crate) fn presign_and_explain(&self) -> Result<(PresignedUrl, Explanation), Error> {
        let (method, bucket, key) = (self.text("method"), self.text("bucket"), self.text("key"));
        let method: Method = method.parse()?;
        let mut request = Request::new(method, &bucket, &key).allow_dot_segments();
        for (name, value) in self.pairs("query") {
            request = request.query(name, value);
        }
        for (name, value) in self.pairs("header") {
            request = request.header(name, value);
        }
        let presigner = self.presigner()?;
        let signer = presigner.at(self.at());
        let url = signer.presign(&request, self.expires())?;
        Ok((url, signer.explain(&request, self.expires())?))
    }

    fn presigner(&self) -> Result<Presigner, Error> {
        let presigner = Presigner::new(self.credentials(), self.text("region").as_str());
        Ok(presigner.with_endpoint(self.endpoint()?))
    }
}
