//! What a response says about the refusal.

use super::{
    error_response::ErrorResponse,
    patterns::{PATTERNS, Pattern, Refusal},
};

impl Refusal {
    pub(super) fn in_response(response: &ErrorResponse) -> Self {
        if response.element("HeadersNotSigned").is_some() {
            return Self::HeaderNotSigned;
        }
        let message = response.message().to_ascii_lowercase();
        // The canonical request that follows is not part of the message.
        let message = message.split("the canonical string for").next().unwrap_or_default();
        let found = PATTERNS.iter().find(|it| it.fits(response, message));
        let is_authorization = |name: &str| {
            response.element(name).is_some_and(|text| text.eq_ignore_ascii_case("authorization"))
        };
        let has_value = response.element("ArgumentValue").is_some_and(|value| &*value != "null");
        match found {
            Some(Pattern { phrase: "", .. }) | None
                if is_authorization("ArgumentName") && has_value =>
            {
                Self::TwoSignatures
            }
            Some(pattern) => pattern.refusal,
            None if response.code().is_some() => Self::Other,
            None => match response.status {
                Some(411) => Self::Length,
                Some(413) => Self::TooLarge,
                _ => Self::NoCode,
            },
        }
    }

    /// Whether the refusal may be about the credentials of a second signature, not of the one in
    /// the URL.
    pub(super) const fn is_about_credentials(self) -> bool {
        use Refusal::{InvalidToken, Region, Scope, Service, TokenExpired, UnknownAccessKey};
        matches!(self, InvalidToken | Region | Scope | Service | TokenExpired | UnknownAccessKey)
    }
}

impl Pattern {
    fn fits(&self, response: &ErrorResponse, message: &str) -> bool {
        let has_code = response.code().is_some_and(|code| code.eq_ignore_ascii_case(self.code));
        let is_sentence = self.phrase.split(' ').count() >= SENTENCE_WORDS;
        let counts = is_sentence || !response.is_free_text();
        (self.code.is_empty() || has_code)
            && (self.phrase.is_empty() || counts && message.contains(self.phrase))
    }
}

/// In a text of unknown format, fewer words prove nothing.
const SENTENCE_WORDS: usize = 3;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn every_row_counts() {
        for pattern in PATTERNS {
            assert!(!pattern.phrase.bytes().any(|byte| byte.is_ascii_uppercase()), "{pattern:?}");
            assert!(!pattern.servers.is_empty(), "{pattern:?}");
            let (code, message) = (pattern.code, pattern.phrase);
            let body = format!("<Code>{code}</Code><Message>The {message}.</Message>");
            assert_eq!(
                Refusal::in_response(&ErrorResponse::new(&body)),
                pattern.refusal,
                "{pattern:?}"
            );
        }
    }

    #[test]
    fn messages_come_before_codes() {
        for (code, message, expected) in [
            ("AccessDenied", "Request has expired", Refusal::Expired),
            ("AccessDenied", "something new", Refusal::Denied),
            ("SignatureDoesNotMatch", "Signature expired: 2 is now", Refusal::Expired),
            ("SignatureDoesNotMatch", "Access denied.", Refusal::Mismatch),
            ("InvalidRequest", "Forbidden: Invalid signature", Refusal::Mismatch),
        ] {
            let body = format!("<Code>{code}</Code><Message>{message}</Message>");
            assert_eq!(Refusal::in_response(&ErrorResponse::new(&body)), expected, "{body}");
        }
    }

    #[test]
    fn short_phrases_prove_nothing_in_a_free_text() {
        for (body, expected) in [
            ("sigv2 x-amz-expires invalid signature", Refusal::NoCode),
            ("mc: the request signature we calculated does not match", Refusal::Mismatch),
            ("{\"message\":\"invalid signature\"}", Refusal::Mismatch),
            ("403 for url: https://h/?a=the+request+has+expired", Refusal::NoCode),
            ("", Refusal::NoCode),
            ("<Code>NoSuchKey</Code>", Refusal::Other),
        ] {
            assert_eq!(Refusal::in_response(&ErrorResponse::new(body)), expected, "{body}");
        }
    }
}
