//! Signature Version 4A: any access key, text, signature and public key.

use presigner::{
    Credentials, Timestamp,
    sigv4::{EcdsaSigningKey, QuerySigner, VerifyingKey},
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
    check_url(&Credentials::new(id, secret), &public, &region_set);
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

/// The signature in a URL is one of the string to sign.
fn check_url(credentials: &Credentials, public: &VerifyingKey, region_set: &str) {
    let signer = QuerySigner::new(credentials, "us-east-1", "s3").region_set(region_set);
    let (url, at) = ("https://example.com/a?b=c", Timestamp::from_unix_seconds(NOON));
    if let Ok(request) = signer.presign("GET", url, &[], std::time::Duration::from_secs(60), at) {
        let der = hex::decode(request.signature()).expect("hex digits");
        assert!(public.verify(request.string_to_sign().as_bytes(), &der));
        assert!(request.as_str().ends_with(request.signature()));
    }
}
