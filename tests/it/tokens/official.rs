//! Tokens that the tools of AWS made.

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use presigner::{
    Credentials, Error,
    tokens::{self, Token, TokenRequestWithExpiry},
};

use crate::{
    error::refusal::{NOON, credentials},
    table::{self, Row, same},
};

#[test]
fn tokens_equal_those_of_the_official_tools() {
    let rows = table::read("tokens.txt");
    assert_eq!(rows.len(), 43);
    table::check(&rows, check);
}

/// The services store the names in lower case.
#[test]
fn names_of_caches_are_signed_in_lower_case() {
    let credentials = credentials();
    for cache in [tokens::elasticache, tokens::elasticache_serverless, tokens::memorydb] {
        let sign = |name| cache(&credentials, "us-east-1", name, "iam-user-01").at(NOON);
        let token = sign("My-Cache").expect("a valid name");
        assert_eq!(token.as_str(), sign("my-cache").expect("a valid name").as_str());
        assert!(token.as_str().starts_with("my-cache/?"), "{}", token.as_str());
    }
}

fn check(row: &Row) -> Result<(), String> {
    let credentials = row.credentials();
    let token = sign(row, &credentials).map_err(|error| format!("signing fails: {error}"))?;
    let expires_at = token.expires_at().unix_seconds().to_string();
    same("expires_at", &expires_at, &row.text("expires_at"))?;

    let expected = row.text("token");
    let format = Format::of(&row.text("service"));
    let (actual_text, expected_text) = (format.decode(token.as_str())?, format.decode(&expected)?);
    let expected_text = expected_text.replace(OFFICIAL_USER_AGENT, OWN_USER_AGENT);
    same("format", &format.encode(&actual_text), token.as_str())?;
    if row.find("session_token").is_some() {
        // botocore appends the session token, which the other tools sort.
        return same("parameters", &sorted(&actual_text), &sorted(&expected_text));
    }
    same("decoded token", &actual_text, &expected_text)?;
    same("token", token.as_str(), &format.encode(&expected_text))
}

fn sign(row: &Row, credentials: &Credentials) -> Result<Token, Error> {
    let find = |name: &str| row.find(name).unwrap_or_default();
    let region = &*row.text("region");
    let (host, user, cache, cluster) =
        (&*find("host"), &*find("user"), &*find("cache"), &*find("cluster"));
    let with_expiry = |request: TokenRequestWithExpiry<'_>| match row.find("expires") {
        Some(_) => request.expiry(row.expires()).at(row.at()),
        None => request.at(row.at()),
    };
    match &*row.text("service") {
        "rds" => tokens::rds(credentials, region, host, row.number("port"), user).at(row.at()),
        "dsql" => with_expiry(tokens::dsql(credentials, region, host)),
        "dsql_admin" => with_expiry(tokens::dsql_admin(credentials, region, host)),
        "elasticache" => tokens::elasticache(credentials, region, cache, user).at(row.at()),
        "elasticache_serverless" => {
            tokens::elasticache_serverless(credentials, region, cache, user).at(row.at())
        }
        "memorydb" => tokens::memorydb(credentials, region, cache, user).at(row.at()),
        "eks" => tokens::eks(credentials, region, cluster).at(row.at()),
        "msk" => tokens::msk(credentials, region).at(row.at()),
        "bedrock" => with_expiry(tokens::bedrock(credentials, region)),
        service => panic!("{row}: unknown service `{service}`"),
    }
}

/// The format of a token.
enum Format {
    Plain,
    Base64 { prefix: &'static str, is_padded: bool },
}

impl Format {
    fn of(service: &str) -> Self {
        match service {
            "eks" => Self::Base64 { prefix: "k8s-aws-v1.", is_padded: false },
            "msk" => Self::Base64 { prefix: "", is_padded: false },
            "bedrock" => Self::Base64 { prefix: "bedrock-api-key-", is_padded: true },
            _ => Self::Plain,
        }
    }

    fn encode(&self, text: &str) -> String {
        match self {
            Self::Plain => text.into(),
            Self::Base64 { prefix, is_padded: false } => {
                format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(text))
            }
            Self::Base64 { prefix, is_padded: true } => {
                format!("{prefix}{}", BASE64_STANDARD.encode(text))
            }
        }
    }

    fn decode(&self, token: &str) -> Result<String, String> {
        let Self::Base64 { prefix, is_padded } = self else {
            return Ok(token.into());
        };
        let encoded =
            token.strip_prefix(prefix).ok_or_else(|| format!("no prefix `{prefix}`: {token}"))?;
        let decoded = match is_padded {
            true => BASE64_STANDARD.decode(encoded),
            false => BASE64_URL_SAFE_NO_PAD.decode(encoded),
        };
        let text = decoded.map_err(|error| format!("{error}: {token}"))?;
        String::from_utf8(text).map_err(|error| format!("{error}: {token}"))
    }
}

/// The parameters, one per line and sorted; what is appended after the signature stays last.
fn sorted(text: &str) -> String {
    let (signed, appended) = text.split_once("&X-Amz-Signature=").unwrap_or((text, ""));
    let mut lines: Vec<_> = signed.split(['?', '&']).collect();
    lines[1..].sort_unstable();
    [&lines.join("\n"), appended].join("\n")
}

const OFFICIAL_USER_AGENT: &str = "aws-msk-iam-sasl-signer-python%2F1.0.2";
const OWN_USER_AGENT: &str = concat!("presigner%2F", env!("CARGO_PKG_VERSION"));
