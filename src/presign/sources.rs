//! Presigners from the environment and from the shared AWS files.

use super::presigner::Presigner;
use crate::{
    credentials::{AddressingStyle, Setting, SourceSettings, Sources},
    endpoint::Endpoint,
    error::Error,
};

impl Presigner {
    /// Creates a presigner from environment variables alone, as AWS Lambda and `aws-vault exec` set
    /// them. An empty variable counts as unset.
    ///
    /// An ECS task, an EKS pod or an EC2 instance with a role has no access key in its environment. Its
    /// credentials must be fetched, for example from `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`: use
    /// `RotatingPresigner::fetch` (features `rotation` and `aws-credential-types`).
    ///
    /// | variable | sets |
    /// |---|---|
    /// | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_CREDENTIAL_EXPIRATION` | the credentials, see [`Credentials::from_env`](crate::Credentials::from_env) |
    /// | `AWS_REGION`, otherwise `AWS_DEFAULT_REGION` | the region |
    /// | `AWS_ENDPOINT_URL_S3`, otherwise `AWS_ENDPOINT_URL` | the URL of a [custom endpoint](Endpoint::custom) |
    /// | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `true`: Amazon S3; the two variables above are ignored |
    /// | `AWS_USE_DUALSTACK_ENDPOINT`, `AWS_USE_FIPS_ENDPOINT` | `true`: [dual-stack](Endpoint::dual_stack), [FIPS](Endpoint::fips) hosts |
    /// | `AWS_SIGV4A_SIGNING_REGION_SET` | with the feature `sigv4a`: the region set of Multi-Region Access Points (`Endpoint::region_set`) |
    ///
    /// These are the variables of the [AWS SDKs][sdkref]. Expired credentials are an error when
    /// signing, not here.
    ///
    /// ```no_run
    /// use presigner::{Expiry, Presigner};
    ///
    /// let presigner = Presigner::from_env()?;
    /// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::minutes(15))?;
    /// # let _ = url;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`Credentials::from_env`](crate::Credentials::from_env), [`Error::MissingRegion`] if
    /// the region is not set, and [`Error::InvalidEnvironmentVariable`] if a variable is malformed,
    /// or does not apply to a custom endpoint.
    ///
    /// [sdkref]: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
    pub fn from_env() -> Result<Self, Error> {
        Sources::from_env().and_then(presigner)
    }

    /// Creates a presigner from the environment and the shared AWS files (feature `profile`), with the
    /// precedence of the AWS SDKs.
    ///
    /// - Credentials in the environment take precedence over those of the profile. Access key id,
    ///   secret access key, session token and expiration all come from the same source.
    /// - For the region and each setting of the endpoint, the variables of
    ///   [`from_env`](Self::from_env) take precedence over the keys of the profile, which are those
    ///   of [`Profile::presigner`](crate::Profile::presigner).
    /// - The profile is the one that `AWS_DEFAULT_PROFILE` or `AWS_PROFILE` selects, which must
    ///   exist, or else `default`, which need not. Its files are those of
    ///   [`Profile::load_named`](crate::Profile::load_named).
    ///
    /// Credentials are not fetched: a profile with a role or single sign-on is an error, whose
    /// message says how to fetch them.
    ///
    /// ```no_run
    /// use presigner::{Expiry, Presigner};
    ///
    /// let presigner = Presigner::load()?;
    /// let url = presigner.get("my-bucket", "photos/cat.jpg", Expiry::minutes(15))?;
    /// # let _ = url;
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::MissingCredentials`] if there is neither a variable nor a profile,
    /// [`Error::MissingRegion`] if the region is not set, and those of
    /// [`Credentials::from_env`](crate::Credentials::from_env) and
    /// [`Profile::presigner`](crate::Profile::presigner) for malformed variables and profiles.
    #[cfg(feature = "profile")]
    pub fn load() -> Result<Self, Error> {
        Sources::load().and_then(presigner)
    }
}

#[cfg(feature = "profile")]
impl crate::credentials::Profile {
    /// Creates a presigner with the credentials, the region and the endpoint of the profile (feature
    /// `profile`).
    /// Environment variables are not read; for both, use [`Presigner::load`].
    ///
    /// | key | sets |
    /// |---|---|
    /// | `region` | the region |
    /// | `endpoint_url` nested in `s3` of the section `[services …]` that the key `services` names, otherwise `endpoint_url` | the URL of a [custom endpoint](Endpoint::custom) |
    /// | `ignore_configured_endpoint_urls` | `true`: Amazon S3; the keys above are ignored |
    /// | `use_dualstack_endpoint`, also nested in `s3` | `true`: [dual-stack](Endpoint::dual_stack) hosts |
    /// | `use_fips_endpoint` | `true`: [FIPS](Endpoint::fips) hosts |
    /// | `use_accelerate_endpoint` nested in `s3` | `true`: [Transfer Acceleration](Endpoint::accelerate) |
    /// | `addressing_style` nested in `s3` | `path`: [path style](Endpoint::path_style); `virtual`: [virtual-hosted style](Endpoint::virtual_hosted); `auto`: the default |
    /// | `sigv4a_signing_region_set` | with the feature `sigv4a`: the region set of Multi-Region Access Points (`Endpoint::region_set`) |
    ///
    /// ```
    /// use presigner::{Expiry, Profile};
    ///
    /// let credentials_file = "
    ///     [dev]
    ///     aws_access_key_id = minioadmin
    ///     aws_secret_access_key = minioadmin
    /// ";
    /// let config_file = "
    ///     [profile dev]
    ///     region = us-east-1
    ///     services = local
    ///     [services local]
    ///     s3 =
    ///         endpoint_url = http://127.0.0.1:9000
    /// ";
    /// let presigner = Profile::parse("dev", credentials_file, config_file)?.presigner()?;
    /// let url = presigner.get("my-bucket", "cat.jpg", Expiry::hours(1))?;
    /// assert!(url.as_str().starts_with("http://127.0.0.1:9000/my-bucket/cat.jpg?"));
    /// # Ok::<(), presigner::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::MissingRegion`] if the profile has no region, and [`Error::InvalidProfile`] if a
    /// key is malformed, does not apply to a custom endpoint, or names a section that is missing.
    pub fn presigner(&self) -> Result<Presigner, Error> {
        presigner(self.sources())
    }
}

#[cfg(feature = "profile")]
impl crate::credentials::SharedConfig {
    /// Creates a presigner with the credentials, the region and the endpoint: that of
    /// [`Presigner::load`], with the profile of [`load_named`](Self::load_named).
    ///
    /// # Errors
    ///
    /// As for [`Presigner::load`].
    pub fn presigner(&self) -> Result<Presigner, Error> {
        self.sources().and_then(presigner)
    }

    /// Returns the endpoint: that of [`Presigner::load`].
    ///
    /// # Errors
    ///
    /// [`Error::InvalidEnvironmentVariable`] and [`Error::InvalidProfile`] if a setting is malformed,
    /// does not apply to a custom endpoint, or names a section that is missing.
    pub fn endpoint(&self) -> Result<Endpoint, Error> {
        endpoint(self.settings())
    }
}

fn presigner(sources: Sources) -> Result<Presigner, Error> {
    let Sources { credentials, settings, region_settings } = sources;
    let region = settings.region().ok_or(Error::MissingRegion { sources: region_settings })?;
    Ok(Presigner::new(credentials, region).with_endpoint(endpoint(&settings)?))
}

fn endpoint(settings: &SourceSettings) -> Result<Endpoint, Error> {
    let url = settings.endpoint_url()?;
    let endpoint = url.as_ref().map_or(Ok(Endpoint::aws()), custom_endpoint)?;
    let mut endpoint = match settings.addressing_style()? {
        AddressingStyle::Auto => endpoint,
        AddressingStyle::Path => endpoint.path_style(),
        AddressingStyle::Virtual => endpoint.virtual_hosted(),
    };
    for (setting, method) in [
        (settings.dual_stack()?, Endpoint::dual_stack as fn(Endpoint) -> Endpoint),
        (settings.fips()?, Endpoint::fips),
        (settings.accelerate()?, Endpoint::accelerate),
    ] {
        match (setting, &url) {
            (None, _) => {}
            (Some(_), None) => endpoint = method(endpoint),
            // botocore ignores some of them, but hosts that are not FIPS are not what was set.
            (Some(setting), Some(_)) => {
                return Err(setting.invalid(
                    "does not apply to a custom endpoint; set it to `false`, or remove the endpoint",
                ));
            }
        }
    }
    #[cfg(feature = "sigv4a")]
    if let Some(region_set) = settings.region_set()? {
        endpoint = endpoint.region_set(&region_set);
    }
    Ok(endpoint)
}

fn custom_endpoint(url: &Setting) -> Result<Endpoint, Error> {
    Endpoint::custom(&url.value).map_err(|error| match error {
        Error::InvalidEndpoint { problem } => url.invalid(problem),
        error => error,
    })
}
