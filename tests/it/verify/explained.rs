//! What is hashed, told by both sides.

use presigner::{
    Credentials, Endpoint, Expiry, Presigner, Request,
    sigv4::{PayloadHash, QuerySigner},
    verify::{Claim, Rejection, Rules},
};
use sha2::{Digest, Sha256};

use super::{NOW, presigner};
use crate::table;

/// The canonical request of a claim is that of the signer, for the rows whose URL the signer makes itself.
#[test]
fn a_claim_is_explained_as_its_signer_explains_it() {
    let mut count = 0;
    for row in table::read("diagnoses.txt") {
        if row.find("url").is_some() {
            continue;
        }
        let signed = row.presign_and_explain();
        let (url, expected) = signed.unwrap_or_else(|error| panic!("{row}: {error}"));
        let (_, rest) = url.as_str().split_once("://").expect("a scheme");
        let (host, target) = rest.split_at(rest.find('/').expect("a path"));
        let mut headers: Vec<_> = url.headers().iter().collect();
        headers.push(("Host", host));
        let claim =
            Claim::parse(url.method().as_str(), target, &headers).expect("a presigned request");
        let explained = claim.explain(&Rules::s3(row.at())).expect("a request by the rules");
        assert_eq!(explained, expected, "{row}");
        count += 1;
    }
    assert!(count > 100, "{count} rows");
}

/// Independent of our own signer: the hash of the corpus of botocore.
#[test]
fn the_hash_is_that_of_botocore() {
    let mut count = 0;
    for row in table::read("s3_corpus.txt") {
        let (Some(signature), None) = (row.find("signature"), row.find("adapted")) else {
            continue;
        };
        let url = row.text("url");
        let (_, rest) = url.split_once("://").expect("a scheme");
        let (host, target) = rest.split_at(rest.find('/').expect("a path"));
        let target = format!("{target}&X-Amz-Signature={signature}");
        let mut headers = row.pairs("header");
        headers.push(("host".into(), host.into()));
        let method = row.text("method");
        let claim = Claim::parse(&method, &target, &headers).expect("a presigned request");
        let Ok(explained) = claim.explain(&Rules::s3(row.at())) else { continue };
        let hash = explained.canonical_request_sha256();
        assert_eq!(hash, row.text("canonical_request_sha256"), "{row}");
        count += 1;
    }
    assert!(count > 200, "{count} rows");
}

#[test]
fn the_canonical_request_is_the_hashed_one_by_the_rules_of_other_services() {
    let credentials = Credentials::new("id", "secret");
    let signed = QuerySigner::new(&credentials, "us-east-1", "execute-api")
        .presign("GET", "https://api.example.com/a//./b%20c?q=1", &[], FIFTEEN_MINUTES, NOW)
        .expect("a good request");
    let target = signed.as_str().strip_prefix("https://api.example.com").expect("the host");
    let headers = [("host", "api.example.com")];
    let claim = Claim::parse("GET", target, &headers).expect("a presigned request");
    let explained = claim.explain(&Rules::service(NOW, "execute-api")).expect("good rules");
    assert_eq!(explained.canonical_request(), signed.canonical_request());
    assert_eq!(explained.string_to_sign(), signed.string_to_sign());
    let hash = hex::encode(Sha256::digest(explained.canonical_request()));
    assert_eq!(hash, explained.canonical_request_sha256());
    assert!(explained.canonical_request().contains("\n/a/b%2520c\n"), "{explained}");
    let payload = Rules::service(NOW, "execute-api").payload_hash(PayloadHash::Unsigned);
    assert_ne!(claim.explain(&payload).expect("good rules"), explained);
}

#[test]
fn explanations_contain_no_secret() {
    let endpoint = Endpoint::custom("https://s3.example.com").expect("a good URL");
    let credentials = Credentials::new("id", "secret").with_session_token("SESSION/TOKEN");
    let presigner = Presigner::new(credentials, "eu-central-1").with_endpoint(endpoint);
    let request = Request::put("b", "k")
        .header("x-amz-server-side-encryption-customer-key", "CUSTOMER-KEY")
        .header("x-amz-acl", "private");
    let url = presigner.at(NOW).presign(&request, Expiry::minutes(15)).expect("a good request");
    let target = url.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let signature = target.rsplit('=').next().expect("a signature");
    let mut headers: Vec<_> = url.headers().iter().collect();
    headers.push(("Host", "s3.example.com"));
    let claim = Claim::parse("PUT", target, &headers).expect("a presigned request");
    let shown = claim.explain(&Rules::s3(NOW)).expect("a request by the rules").to_string();
    assert!(shown.contains("x-amz-acl:private"), "{shown}");
    for secret in ["TOKEN", "CUSTOMER-KEY", signature] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// The signature is not part of what is explained; the rules are.
#[test]
fn a_claim_outside_the_rules_is_not_explained() {
    let presigner = presigner("id", "https://s3.example.com");
    let url = presigner.at(NOW).get("b", "k", Expiry::minutes(15)).expect("a good request");
    let target = url.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let headers = [("host", "s3.example.com")];
    let claim = Claim::parse("GET", target, &headers).expect("a presigned request");
    let rejection = claim.explain(&Rules::s3(NOW).region("us-east-1"));
    assert!(matches!(rejection, Err(Rejection::WrongRegion { .. })), "{rejection:?}");
    let headers = [("host", "proxied:9000")];
    let claim = Claim::parse("GET", target, &headers).expect("a presigned request");
    let explained = claim.explain(&Rules::s3(NOW)).expect("a request by the rules");
    assert!(explained.canonical_request().contains("\nhost:proxied:9000\n"), "{explained}");
}

/// What `verify` refuses whatever the signature is not explained, and of several hosts one that it accepts is.
#[test]
fn a_claim_is_explained_for_a_host_that_the_rules_accept() {
    let presigner = presigner("id", "https://s3.example.com");
    let url = presigner.at(NOW).get("b", "k", Expiry::minutes(15)).expect("a good request");
    let target = url.as_str().strip_prefix("https://s3.example.com").expect("the host");
    let broken = target.replacen("/b/k", "/b/%zz", 1);
    for (target, candidates, expected) in [
        (target, &["s3.example.com"][..], Ok("\nhost:s3.example.com\n")),
        (target, &["cdn.example", "s3.example.com"], Ok("\nhost:s3.example.com\n")),
        (target, &["cdn.example"], Err("host `proxied:9000` is not a host of this server")),
        (&broken, &["s3.example.com"], Err("host `proxied:9000` is not a host of this server")),
    ] {
        let headers = [("host", "proxied:9000")];
        let claim = Claim::parse("GET", target, &headers).expect("a presigned request");
        let rules = Rules::s3(NOW).base_domain("s3.example.com").host_candidates(candidates);
        let verified = claim.verify("secret", &rules).map(|_| ());
        match (claim.explain(&rules), expected) {
            (Ok(explained), Ok(line)) => {
                assert!(explained.canonical_request().contains(line), "{explained}");
                assert_eq!(verified, Ok(()));
            }
            (Err(rejection), Err(sentence)) => {
                assert_eq!(rejection.to_string(), sentence);
                assert_eq!(verified, Err(rejection));
            }
            (made, _) => panic!("{candidates:?}: {made:?}"),
        }
    }
}

const FIFTEEN_MINUTES: std::time::Duration = std::time::Duration::from_secs(900);
