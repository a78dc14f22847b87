//! `presign verify METHOD URL`: whether a server that has the secret would accept a request.

use clap::Args;
use presigner::{
    Credentials, Error, Method, Timestamp,
    inspect::{InspectedUrl, NotPresigned, SignatureVersion},
    sigv4::{EcdsaSigningKey, SigningKey},
    verify::{Claim, Rejection, Rules},
};

use crate::{
    Output, explain,
    message::Message,
    printable::printable,
    request::parse_header,
    settings::{self, parse_time},
};

#[derive(Args, Debug)]
#[command(after_help = CHECKS)]
pub(crate) struct VerifyArguments {
    /// GET, HEAD, PUT, POST or DELETE, in either case
    #[arg(value_parser = parse_method)]
    method: Method,
    /// The presigned URL, quoted
    url: String,
    /// A header that is sent with it; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    header: Vec<(String, String)>,
    /// Time of the check, such as 2013-05-24T00:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Region that the signature must be for, alone or in a region set [default: any]
    #[arg(long)]
    region: Option<String>,
    /// Path before the bucket, such as /files, that the URL must be below
    #[arg(long, value_name = "PATH", default_value = "", hide_default_value = true)]
    path_prefix: String,
    /// Profile in the shared AWS files; its credentials take precedence over the environment
    #[arg(long)]
    profile: Option<String>,
    /// Print what must have been signed, as `presign explain` does, instead of checking the signature
    #[arg(long)]
    explain: bool,
}

/// Why a request is not verified.
enum VerifyError {
    Refused(String),
    /// The arguments or the credentials are wrong.
    Invalid(String),
}

pub(crate) fn run(arguments: &VerifyArguments) -> Result<Output, String> {
    let url = arguments.url.trim();
    if let Err(error @ NotPresigned::InvalidUrl { .. }) = InspectedUrl::parse(url) {
        return Err(error.to_string());
    }
    if arguments.explain {
        return output(arguments.explain(url));
    }
    let config = settings::shared_config(arguments.profile.as_deref())?;
    let credentials = settings::credentials(&config, arguments.profile.as_deref())?;
    output(arguments.check(url, &credentials))
}

fn output(outcome: Result<String, VerifyError>) -> Result<Output, String> {
    match outcome {
        Ok(stdout) => Ok(Output { stdout, ..Output::default() }),
        Err(VerifyError::Refused(reason)) => {
            Ok(Output { stderr: reason + "\n", status: 1, ..Output::default() })
        }
        Err(VerifyError::Invalid(sentence)) => Err(sentence),
    }
}

impl VerifyArguments {
    fn check(&self, url: &str, credentials: &Credentials) -> Result<String, VerifyError> {
        let (headers, path_and_query) = self.received(url);
        let claim = Claim::parse(self.method.as_str(), path_and_query, &headers)?;
        let ids = [claim.access_key_id(), credentials.access_key_id()];
        if ids[0] != ids[1] {
            let [id, own] = ids.map(printable);
            let reason =
                format!("access key id `{id}` differs from that of the credentials, `{own}`");
            return Err(VerifyError::Refused(reason));
        }
        let version = InspectedUrl::parse(url).map(|url| url.signature_version());
        let verified = if version == Ok(SignatureVersion::V4a) {
            let key = EcdsaSigningKey::from_credentials(credentials)?;
            claim.verify_with_verifying_key(&key.verifying_key(), &self.rules())?
        } else {
            let key = SigningKey::from_credentials(credentials, &claim.scope())?;
            claim.verify_with_key(&key, &self.rules())?
        };
        if claim.session_token().as_deref() != credentials.session_token().as_deref() {
            return Err(VerifyError::Refused(
                "session token differs from that of the credentials".into(),
            ));
        }
        let expiration = credentials.expiration();
        if let Some(expiration) = expiration.filter(|time| *time <= settings::signing_time(self.at))
        {
            let reason =
                format!("credentials expired at {expiration}, so the URL is no longer valid");
            return Err(VerifyError::Refused(reason));
        }
        let expires_at = verified.expires_at();
        let expires_at = expiration.map_or(expires_at, |expiration| expires_at.min(expiration));
        let (method, host, path) = (verified.method(), verified.host(), verified.path());
        Ok(format!("{method} {host}{path} is valid until {expires_at}\n"))
    }

    fn explain(&self, url: &str) -> Result<String, VerifyError> {
        let (headers, path_and_query) = self.received(url);
        let claim = Claim::parse(self.method.as_str(), path_and_query, &headers)?;
        Ok(explain::lines(&claim.explain(&self.rules())?))
    }

    /// The headers, and the path and query.
    fn received<'a>(&self, url: &'a str) -> (Vec<(String, String)>, &'a str) {
        let (host, path_and_query) = split(url);
        let mut headers = self.header.clone();
        if headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("host")) {
            headers.push(("host".to_owned(), host));
        }
        (headers, path_and_query)
    }

    fn rules(&self) -> Rules<'_> {
        let rules = Rules::s3(settings::signing_time(self.at)).accept_sigv4a();
        let rules = rules.path_prefix(&self.path_prefix);
        self.region.as_deref().map_or(rules, |region| rules.region(region))
    }
}

impl From<Rejection> for VerifyError {
    fn from(rejection: Rejection) -> Self {
        Self::Refused(rejection.message())
    }
}

impl From<Error> for VerifyError {
    fn from(error: Error) -> Self {
        Self::Invalid(error.message())
    }
}

fn parse_method(text: &str) -> Result<Method, String> {
    if text.contains("://") {
        return Err("expected the method before the URL, as in `presign verify GET URL`".into());
    }
    text.parse().map_err(|error: Error| error.to_string())
}

/// Splits a URL into what clients send: the host without a default port, and the path and query unchanged.
fn split(url: &str) -> (String, &str) {
    let url = url.split('#').next().unwrap_or(url);
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let (host, path_and_query) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let default_port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    (host.strip_suffix(default_port).unwrap_or(host).to_owned(), path_and_query)
}

const CHECKS: &str = "\
Checks the signature as S3 does, with the secret, the access key id and the session token of the same
credentials that sign: those of the environment, or of a profile. Prints one line: on stdout if the
request is valid, on stderr the reason if it is refused.
With --explain no credentials are required, and the signature is not checked.
The exit status is 0, 1 if it is refused, or 2 if the arguments or the credentials are wrong.

Examples:
  presign verify GET \"$URL\"
  presign verify PUT \"$URL\" --header 'content-type: image/jpeg' --region eu-central-1
  presign verify GET 'https://example.com/files/my-bucket/cat.jpg?X-Amz-…' --path-prefix /files
  presign verify GET \"$URL\" --explain";

#[cfg(test)]
mod tests {
    use presigner::{Endpoint, Expiry, Presigner, Request};

    use super::*;

    const AT: Timestamp = Timestamp::from_unix_seconds(1_710_506_096);

    #[test]
    fn a_signed_request_is_valid() {
        let url = sign(&Request::get("b", "a b"), credentials());
        let output = run_at(&url, Method::Get, &[], AT);
        assert_eq!(
            output,
            Ok("GET 127.0.0.1:9000/b/a%20b is valid until 2024-03-15T12:49:56Z\n".into())
        );
    }

    #[test]
    fn default_ports_and_signed_headers_are_as_clients_send_them() {
        let url = sign(&Request::put("b", "k").content_type("text/plain"), credentials());
        let header = [("Content-Type", " text/plain ")];
        assert!(run_at(&url, Method::Put, &header, AT).is_ok());
        assert_eq!(split("https://h:443/a?b#c"), ("h".into(), "/a?b"));
        assert_eq!(split("HTTP://h:80?b"), ("h".into(), "?b"));
        assert_eq!(split("http://h:443/"), ("h:443".into(), "/"));
    }

    #[test]
    fn a_changed_request_is_refused_on_one_line() {
        let url = sign(&Request::get("b", "k"), credentials());
        let later = Timestamp::from_unix_seconds(1_710_506_096 + 900);
        for (refused, refusal) in [
            (run_at(&url, Method::Head, &[], AT), "signature does not match"),
            (run_at(&url.replace("/k?", "/l?"), Method::Get, &[], AT), "signature does not match"),
            (run_at(&url, Method::Get, &[("host", "h")], AT), "signature does not match"),
            (run_at(&url, Method::Get, &[("x-amz-acl", "private")], AT), "header `x-amz-acl`"),
            (run_at(&url, Method::Get, &[], later), "request expired at"),
            (run_at("https://h/k", Method::Get, &[], AT), "query parameter `X-Amz-Algorithm`"),
            (run_at(&url.replace("AKID", "AKIE"), Method::Get, &[], AT), "access key id `AKIE`"),
        ] {
            let refused = refused.expect_err("a refusal");
            assert!(refused.starts_with(refusal), "{refused}");
            assert_eq!(refused.lines().count(), 1, "{refused}");
        }
    }

    #[test]
    fn region_and_session_token_are_checked() {
        let url = sign(&Request::get("b", "k"), credentials());
        let arguments = VerifyArguments { region: Some("eu-west-1".into()), ..arguments(&url) };
        let output = verify(&arguments, &credentials()).expect("a URL");
        assert_eq!(output.status, 1);
        assert!(output.stderr.starts_with("signature is for region `us-east-1`"));

        let url = sign(&Request::get("b", "k"), credentials().with_session_token("a+b/="));
        for (token, stderr) in [
            ("a+b/=", ""),
            ("a b/=", "session token differs from that of the credentials\n"),
            ("", "session token differs from that of the credentials\n"),
        ] {
            let credentials = credentials().with_session_token(token);
            let output = verify(&self::arguments(&url), &credentials).expect("a URL");
            assert_eq!(output.stderr, stderr, "{token}");
        }
    }

    #[test]
    fn a_region_set_is_checked() {
        let bucket = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
        let endpoint = Endpoint::aws().region_set("us-east-1,eu-*");
        let presigner = Presigner::new(credentials(), "us-east-1").with_endpoint(endpoint);
        let url = presigner.at(AT).get(bucket, "k", Expiry::minutes(15)).expect("a valid request");
        for (region, status) in [("us-east-1", 0), ("eu-west-1", 0), ("us-west-2", 1)] {
            let arguments =
                VerifyArguments { region: Some(region.into()), ..arguments(url.as_str()) };
            let output = verify(&arguments, &credentials()).expect("a URL");
            assert_eq!(output.status, status, "{region}: {}", output.stderr);
        }
        let refused = verify(&arguments(url.as_str()), &Credentials::new("AKID", "other"));
        assert!(refused.expect("a URL").stderr.starts_with("signature does not match"));
        let explained =
            output(arguments(url.as_str()).explain(url.as_str())).expect("a URL").stdout;
        assert!(explained.contains("AWS4-ECDSA-P256-SHA256"), "{explained}");
    }

    #[test]
    fn a_url_is_valid_no_longer_than_its_credentials() {
        let url = sign(&Request::get("b", "k"), credentials());
        for (seconds, end) in [
            (901, "is valid until 2024-03-15T12:49:56Z\n"),
            (1, "is valid until 2024-03-15T12:34:57Z\n"),
            (0, "credentials expired at 2024-03-15T12:34:56Z, so the URL is no longer valid\n"),
        ] {
            let expiration = Timestamp::from_unix_seconds(AT.unix_seconds() + seconds);
            let credentials = credentials().with_expiration(expiration);
            let output = verify(&arguments(&url), &credentials).expect("a URL");
            let line = output.stdout + &output.stderr;
            assert!(line.ends_with(end) && output.status == u8::from(seconds == 0), "{line}");
        }
    }

    #[test]
    fn the_path_is_below_its_prefix() {
        let url = sign(&Request::get("b", "k"), credentials());
        for (path_prefix, status) in [("/b", 0), ("b/", 0), ("", 0), ("/c", 1), ("/bb", 1)] {
            let arguments = VerifyArguments { path_prefix: path_prefix.into(), ..arguments(&url) };
            let output = verify(&arguments, &credentials()).expect("a URL");
            assert_eq!(output.status, status, "{path_prefix}: {}", output.stderr);
        }
    }

    #[test]
    fn what_is_explained_is_what_was_signed() {
        let request = Request::get("b", "k");
        let url = sign(&request, credentials());
        let explained = output(arguments(&url).explain(&url)).expect("a URL").stdout;
        let signer = presigner(credentials());
        let expected = signer.at(AT).explain(&request, Expiry::minutes(15)).expect("a request");
        assert_eq!(explained, explain::lines(&expected));
        let url = url.replace("X-Amz-Expires=900", "X-Amz-Expires=0");
        let refused = output(arguments(&url).explain(&url)).expect("a URL");
        assert_eq!((&*refused.stdout, refused.status), ("", 1));
    }

    #[test]
    fn wrong_arguments_and_credentials_are_errors() {
        let error = run(&arguments("cat.jpg")).expect_err("no URL");
        assert_eq!(error, "URL has no scheme; begin it with `https://` or `http://`");
        let url = sign(&Request::get("b", "k"), credentials());
        let error = verify(&arguments(&url), &Credentials::new("AKID", "")).expect_err("no secret");
        assert!(error.starts_with("secret access key is empty"), "{error}");
    }

    fn run_at(
        url: &str,
        method: Method,
        headers: &[(&str, &str)],
        at: Timestamp,
    ) -> Result<String, String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let header = headers.iter().map(owned).collect();
        let arguments = VerifyArguments { method, header, at: Some(at), ..arguments(url) };
        let output = verify(&arguments, &credentials())?;
        if output.status == 0 { Ok(output.stdout) } else { Err(output.stderr) }
    }

    fn verify(arguments: &VerifyArguments, credentials: &Credentials) -> Result<Output, String> {
        output(arguments.check(&arguments.url, credentials))
    }

    fn arguments(url: &str) -> VerifyArguments {
        VerifyArguments {
            method: Method::Get,
            url: url.to_owned(),
            header: Vec::new(),
            at: Some(AT),
            region: None,
            path_prefix: String::new(),
            profile: None,
            explain: false,
        }
    }

    fn sign(request: &Request<'_>, credentials: Credentials) -> String {
        let presigner = presigner(credentials);
        let url = presigner.at(AT).presign(request, Expiry::minutes(15));
        url.expect("what can be signed").into_string()
    }

    fn presigner(credentials: Credentials) -> Presigner {
        let endpoint = Endpoint::custom("http://127.0.0.1:9000").expect("a URL");
        Presigner::new(credentials, "us-east-1").with_endpoint(endpoint)
    }

    fn credentials() -> Credentials {
        Credentials::new("AKID", "secret")
    }
}
