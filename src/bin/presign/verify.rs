//! `presign verify METHOD URL`: whether a server that has the secret would accept a request.

use std::time::SystemTime;

use clap::Args;
use presigner::{
    Credentials, Method, Timestamp,
    inspect::{InspectedUrl, NotPresigned},
    verify::{Claim, Rules},
};

use crate::{
    Output,
    request::parse_header,
    sentence::Sentence,
    settings::{environment, parse_time},
};

#[derive(Args, Debug)]
#[command(after_help = CHECKS)]
pub(crate) struct VerifyArguments {
    /// GET, HEAD, PUT, POST or DELETE, in either case
    method: Method,
    /// The presigned URL, quoted
    url: String,
    /// A header that is sent with it; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = parse_header)]
    header: Vec<(String, String)>,
    /// Time of the check, such as 2013-05-24T00:00:00Z, instead of now
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Region that the signature must be for [default: any]
    #[arg(long)]
    region: Option<String>,
}

/// The credentials that the signature must be made with.
struct Keys {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

pub(crate) fn run(arguments: &VerifyArguments) -> Result<Output, String> {
    verify(arguments, &Keys::from_env()?)
}

fn verify(arguments: &VerifyArguments, keys: &Keys) -> Result<Output, String> {
    let url = arguments.url.trim();
    if let Err(error @ NotPresigned::InvalidUrl { .. }) = InspectedUrl::parse(url) {
        return Err(error.to_string());
    }
    Ok(match check(arguments, url, keys) {
        Ok(sentence) => Output { stdout: sentence + "\n", ..Output::default() },
        Err(refusal) => Output { stderr: refusal + "\n", status: 1, ..Output::default() },
    })
}

/// The `Err` is the reason for a refusal.
fn check(arguments: &VerifyArguments, url: &str, keys: &Keys) -> Result<String, String> {
    let (host, path_and_query) = split(url);
    let mut headers = arguments.header.clone();
    if headers.iter().all(|(name, _)| !name.eq_ignore_ascii_case("host")) {
        headers.push(("host".to_owned(), host));
    }
    let method = arguments.method.as_str();
    let claim =
        Claim::parse(method, path_and_query, &headers).map_err(|error| error.to_string())?;
    let access_key_id = claim.access_key_id();
    if access_key_id != keys.access_key_id {
        let id = access_key_id.escape_debug();
        return Err(format!("access key id `{id}` is not that of `AWS_ACCESS_KEY_ID`"));
    }
    let now = arguments.at.unwrap_or_else(|| Timestamp::from(SystemTime::now()));
    let rules = Rules::s3(now);
    let rules = arguments.region.as_deref().map_or(rules, |region| rules.region(region));
    let verified =
        claim.verify(&keys.secret_access_key, &rules).map_err(|error| error.to_string())?;
    if claim.session_token().as_deref() != keys.session_token.as_deref() {
        return Err("session token is not that of `AWS_SESSION_TOKEN`".to_owned());
    }
    let (host, path, expires_at) = (verified.host(), verified.path(), verified.expires_at());
    Ok(format!("{method} {host}{path} is valid until {expires_at}"))
}

impl Keys {
    fn from_env() -> Result<Self, String> {
        Credentials::from_env().map_err(|error| error.sentence())?;
        Ok(Self {
            access_key_id: environment("AWS_ACCESS_KEY_ID").unwrap_or_default(),
            secret_access_key: environment("AWS_SECRET_ACCESS_KEY").unwrap_or_default(),
            session_token: environment("AWS_SECURITY_TOKEN")
                .or_else(|| environment("AWS_SESSION_TOKEN")),
        })
    }
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
Checks the signature as S3 does, with the secret, the access key id and the session token of the
environment. Prints one line: on stdout if the request is valid, on stderr the reason if it is refused.
The exit status is 0, 1 if it is refused, or 2 if the arguments are wrong.

Examples:
  presign verify GET \"$URL\"
  presign verify PUT \"$URL\" --header 'content-type: image/jpeg' --region eu-central-1";

#[cfg(test)]
mod tests {
    use presigner::{Endpoint, Expiry, Presigner, Request};

    use super::*;

    const AT: Timestamp = Timestamp::from_unix_seconds(1_710_506_096);

    #[test]
    fn a_signed_request_is_valid() {
        let url = sign(&Request::get("b", "a b"), keys());
        let output = run_at(&url, Method::Get, &[], AT);
        assert_eq!(
            output,
            Ok("GET 127.0.0.1:9000/b/a%20b is valid until 2024-03-15T12:49:56Z\n".into())
        );
    }

    #[test]
    fn default_ports_and_signed_headers_are_as_clients_send_them() {
        let url = sign(&Request::put("b", "k").content_type("text/plain"), keys());
        let header = [("Content-Type", " text/plain ")];
        assert!(run_at(&url, Method::Put, &header, AT).is_ok());
        assert_eq!(split("https://h:443/a?b#c"), ("h".into(), "/a?b"));
        assert_eq!(split("HTTP://h:80?b"), ("h".into(), "?b"));
        assert_eq!(split("http://h:443/"), ("h:443".into(), "/"));
    }

    #[test]
    fn a_changed_request_is_refused_on_one_line() {
        let url = sign(&Request::get("b", "k"), keys());
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
        let url = sign(&Request::get("b", "k"), keys());
        let arguments = VerifyArguments { region: Some("eu-west-1".into()), ..arguments(&url) };
        let output = verify(&arguments, &keys()).expect("a URL");
        assert_eq!(output.status, 1);
        assert!(output.stderr.starts_with("signature is for region `us-east-1`"));

        let with_token = Keys { session_token: Some("token".into()), ..keys() };
        let url =
            sign(&Request::get("b", "k"), Keys { session_token: Some("other".into()), ..keys() });
        let output = verify(&self::arguments(&url), &with_token).expect("a URL");
        assert_eq!(output.stderr, "session token is not that of `AWS_SESSION_TOKEN`\n");
    }

    #[test]
    fn a_text_that_is_not_a_url_is_an_error() {
        let error = verify(&arguments("cat.jpg"), &keys()).expect_err("no URL");
        assert_eq!(error, "URL has no scheme; begin it with `https://` or `http://`");
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
        let output = verify(&arguments, &keys())?;
        if output.status == 0 { Ok(output.stdout) } else { Err(output.stderr) }
    }

    fn arguments(url: &str) -> VerifyArguments {
        let (method, url, at) = (Method::Get, url.to_owned(), Some(AT));
        VerifyArguments { method, url, header: Vec::new(), at, region: None }
    }

    fn sign(request: &Request<'_>, keys: Keys) -> String {
        let credentials = Credentials::new(keys.access_key_id, keys.secret_access_key)
            .with_session_token(keys.session_token.unwrap_or_default());
        let endpoint = Endpoint::custom("http://127.0.0.1:9000").expect("a URL");
        let presigner = Presigner::new(credentials, "us-east-1").with_endpoint(endpoint);
        let url = presigner.at(AT).presign(request, Expiry::minutes(15));
        url.expect("what can be signed").into_string()
    }

    fn keys() -> Keys {
        Keys {
            access_key_id: "AKID".into(),
            secret_access_key: "secret".into(),
            session_token: None,
        }
    }
}
