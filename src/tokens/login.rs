//! The request that a service takes as a login token, before it is signed, and the format of the
//! token.

use alloc::string::String;

use base64::{Engine, engine::GeneralPurpose};
use zeroize::Zeroizing;

use crate::wire::{encode, url};

/// The request of one service, and how the token is made from its presigned URL.
#[derive(Clone, Debug)]
pub(super) struct Login<'a> {
    /// The service in the credential scope.
    pub(super) service: &'static str,
    pub(super) method: &'static str,
    pub(super) url: String,
    /// A signed header other than `host`.
    pub(super) header: Option<(&'static str, &'a str)>,
    /// Makes the token from `url` and the presigned URL.
    pub(super) format: fn(&str, &str) -> Zeroizing<String>,
}

impl Login<'_> {
    /// A GET request whose token is the presigned URL without its scheme.
    pub(super) fn without_scheme(
        service: &'static str,
        authority: &str,
        parameters: &[(&str, &str)],
    ) -> Self {
        let url = request_url(authority, parameters);
        Self { service, method: "GET", url, header: None, format: without_scheme }
    }
}

/// `https://authority/?` and the parameters, with percent-encoded values.
pub(super) fn request_url(authority: &str, parameters: &[(&str, &str)]) -> String {
    let mut url = [SCHEME, authority, "/"].concat();
    for (index, (name, value)) in parameters.iter().enumerate() {
        url.extend([if index == 0 { "?" } else { "&" }, name, "="]);
        encode::push_query(&mut url, value);
    }
    url
}

/// The presigned URL without its scheme, and with the authority of `url`: as in the tools of AWS, a
/// port 443 is in the token, but not in the signed `host`.
pub(super) fn without_scheme(url: &str, signed_url: &str) -> Zeroizing<String> {
    let authority = &url[SCHEME.len()..url::path_index(url)];
    let path_and_query = &signed_url[url::path_index(signed_url)..];
    Zeroizing::new([authority, path_and_query].concat())
}

/// `prefix`, then `text` in Base64.
pub(super) fn base64(prefix: &str, text: &str, engine: &GeneralPurpose) -> Zeroizing<String> {
    // With the capacity for the whole token, because reallocation leaves copies that are not wiped.
    let bytes = prefix.len() + 4 * text.len().div_ceil(3);
    let mut token = Zeroizing::new(String::with_capacity(bytes));
    token.push_str(prefix);
    engine.encode_string(text, &mut token);
    token
}

/// The scheme is not signed, and most tokens do not contain it.
const SCHEME: &str = "https://";
