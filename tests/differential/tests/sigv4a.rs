//! Signatures of Signature Version 4A, verified by another implementation of ECDSA, and the other way around.

use std::{error::Error, time::Duration};

use presigner::{
    Credentials, Expiry, Presigner, Timestamp,
    sigv4::{EcdsaSigningKey, QuerySigner, VerifyingKey},
};
use proptest::prelude::*;
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair,
        UnparsedPublicKey,
    },
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_signed_verifies_elsewhere(
        (access_key_id, secret) in ("[!-~]{1,40}", "[!-~]{1,80}"),
        (region_set, service) in ("[a-z0-9*,-]{1,40}", "[a-z0-9-]{1,12}"),
        path in "(/[a-zA-Z0-9%]{0,8}){1,4}",
        signed_at in 0_i64..4_000_000_000,
    ) {
        let key = EcdsaSigningKey::derive(&access_key_id, &secret).verifying_key();
        let credentials = Credentials::new(&*access_key_id, &*secret);
        let url = format!("https://example.com{path}");
        let signer = QuerySigner::new(&credentials, "us-east-1", &service).region_set(&region_set);
        let at = Timestamp::from_unix_seconds(signed_at);
        let Ok(signed) = signer.presign("GET", &url, &[], Duration::from_mins(1), at) else {
            return Ok(());
        };
        let der = hex(signed.signature());
        prop_assert!(verifies(&key, signed.string_to_sign(), &der));
        prop_assert!(!verifies(&key, &signed.string_to_sign().replace('\n', " "), &der));
    }
}

#[test]
fn the_public_key_of_the_aws_test_suite_verifies_what_its_access_key_signs() {
    let key = EcdsaSigningKey::derive("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let public = "04b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1\
                  865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518";
    assert_eq!(key.verifying_key().to_sec1_bytes()[..], hex(public));
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, hex(public));
    for text in 0..50_u8 {
        let signature = key.sign(&[text]);
        assert!(public.verify(&[text], signature.as_der()).is_ok(), "{text}");
        assert!(public.verify(&[text, 0], signature.as_der()).is_err(), "{text}");
    }
}

#[test]
fn urls_of_multi_region_access_points_verify_elsewhere() -> Result<(), Box<dyn Error>> {
    let (id, secret) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    let presigner = Presigner::new(Credentials::new(id, secret), "eu-central-1");
    let key = EcdsaSigningKey::derive(id, secret).verifying_key();
    for second in 0..50 {
        let signer = presigner.at(Timestamp::from_unix_seconds(1_710_506_096 + second));
        let bucket = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";
        let request = presigner::Request::get(bucket, "photos/cat 1.jpg");
        let url = signer.presign(&request, Expiry::hours(1))?;
        let (_, signature) = url.as_str().split_once("&X-Amz-Signature=").ok_or("no signature")?;
        let explained = signer.explain(&request, Expiry::hours(1))?;
        assert!(verifies(&key, explained.string_to_sign(), &hex(signature)), "{url}");
    }
    Ok(())
}

#[test]
fn what_is_signed_elsewhere_verifies() -> Result<(), Box<dyn Error>> {
    let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_ASN1_SIGNING);
    for text in 0..50_u8 {
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).map_err(|_| "no key")?;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random);
        let pair = pair.map_err(|_| "no key")?;
        let signature = pair.sign(&random, &[text]).map_err(|_| "no signature")?;
        let key = VerifyingKey::from_sec1_bytes(pair.public_key().as_ref()).ok_or("no point")?;
        assert!(key.verify(&[text], signature.as_ref()), "{text}");
        assert!(!key.verify(&[text, 0], signature.as_ref()), "{text}");
    }
    Ok(())
}

fn verifies(key: &VerifyingKey, text: &str, der: &[u8]) -> bool {
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key.to_sec1_bytes());
    key.verify(text.as_bytes(), der).is_ok()
}

fn hex(digits: &str) -> Vec<u8> {
    let indices = (0..digits.len()).step_by(2);
    indices.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hex digits")).collect()
}
