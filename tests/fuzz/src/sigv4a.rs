//! Signature Version 4A: any access key, text, signature and public key.

use std::time::Duration;

use presigner::{
    Credentials, Timestamp,
    sigv4::{EcdsaSigningKey, QuerySigner, VerifyingKey},
    verify::{Claim, Rules},
};

use crate::NOON;

/// Takes four lines (access key id, secret, region set, hex of a signature or a public key) and a text to sign
/// after them.
pub fn sigv4a(data: &[u8]) {
    let mut lines = data.splitn(5, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let [id, secret, region_set, hex, text] = std::array::from_fn(|_| line());
    let [id, secret, region_set] = [id, secret, region_set].map(String::from_utf8_lossy);
    let given = hex::decode(hex.trim_ascii()).unwrap_or_else(|_| hex.to_vec());

    let key = EcdsaSigningKey::derive(&id, &secret);
    let public = key.verifying_key();
    check_signature(&key, &public, text);
    check_given(&key, &public, text, &given);
    check_public_key(&given);
    check_url(&id, &secret, &public, &region_set);
}

/// Both keys accept what is signed, for this text alone.
fn check_signature(key: &EcdsaSigningKey, public: &VerifyingKey, text: &[u8]) {
    let signature = key.sign(text);
    let der = signature.as_der();
    assert_eq!(signature.to_string(), hex::encode(der));
    assert!(key.verify(text, der) && public.verify(text, der));
    let longer = [text, b"\0"].concat();
    assert!(!key.verify(&longer, der) && !public.verify(&longer, der));
}

/// Both keys agree about a signature from elsewhere, and accept one encoding of it only.
fn check_given(key: &EcdsaSigningKey, public: &VerifyingKey, text: &[u8], given: &[u8]) {
    let is_valid = public.verify(text, given);
    assert_eq!(key.verify(text, given), is_valid);
    if is_valid {
        let longer = [given, b"\0"].concat();
        assert!(!public.verify(text, &longer) && !key.verify(text, &longer));
    }
}

fn check_public_key(given: &[u8]) {
    if let Some(key) = VerifyingKey::from_sec1_bytes(given) {
        assert_eq!(VerifyingKey::from_sec1_bytes(&key.to_sec1_bytes()), Some(key));
    }
}

/// The signature in a URL is one of the string to sign, and a server accepts it with the secret and with the
/// public key.
fn check_url(id: &str, secret: &str, public: &VerifyingKey, region_set: &str) {
    let credentials = Credentials::new(id, secret);
    let signer = QuerySigner::new(&credentials, "us-east-1", "s3").region_set(region_set);
    let at = Timestamp::from_unix_seconds(NOON);
    let minute = Duration::from_mins(1);
    let Ok(request) = signer.presign("GET", "https://example.com/a?b=c", &[], minute, at) else {
        return;
    };
    let der = hex::decode(request.signature()).expect("hex digits");
    assert!(public.verify(request.string_to_sign().as_bytes(), &der));
    let target = request.as_str().strip_prefix("https://example.com").expect("the host");
    let headers = [("host", "example.com")];
    let claim = Claim::parse("GET", target, &headers).expect("a presigned request");
    assert_eq!((claim.access_key_id(), claim.region()), (id, region_set));
    let rules = Rules::service(at, "s3").accept_sigv4a();
    let verified = claim.verify(secret, &rules).expect("a valid signature");
    assert_eq!(claim.verify_with_verifying_key(public, &rules), Ok(verified));
    assert!(claim.verify(secret, &Rules::service(at, "s3")).is_err());
}
