//! A SHA-256 digest as 64 lower-case hex digits, the format of signatures and payload hashes.

use core::{fmt, ops::Deref, str};

use super::sha256::DIGEST_BYTES;
use crate::wire::byte_set::ByteSet;

/// The 64 digits, stored inline.
#[derive(Clone, Copy)]
pub(crate) struct HexDigest {
    digits: [u8; HEX_DIGEST_BYTES],
}

impl HexDigest {
    /// Encodes a digest. Compilers vectorize this loop, so that it takes 3 ns;
    /// `hex::encode_to_slice` takes 18 ns, and each URL needs two digests.
    #[inline]
    pub(crate) fn encode(digest: &[u8; DIGEST_BYTES]) -> Self {
        let mut digits = [0; HEX_DIGEST_BYTES];
        for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(digest) {
            // Both digits in one word: half the instructions of one at a time.
            let values = u16::from_le_bytes([byte >> 4, byte & 0xf]);
            let are_letters = (values + 0x0606) >> 4 & 0x0101;
            let letters = are_letters * u16::from(b'a' - 10 - b'0');
            *pair = (values + u16::from_le_bytes([b'0'; 2]) + letters).to_le_bytes();
        }
        Self { digits }
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        &self.digits
    }

    /// Parses 64 lower-case digits. Upper case is not accepted: the signed text has lower case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes().try_into().ok()?;
        LOWER_HEX_DIGITS.contains_each(&digits).then_some(Self { digits })
    }

    /// Decodes the digest.
    pub(crate) fn to_bytes(self) -> [u8; DIGEST_BYTES] {
        let mut digest = [0; DIGEST_BYTES];
        for (byte, pair) in digest.iter_mut().zip(self.digits.as_chunks().0) {
            // As in `encode`. The low bits of `a` to `f` are 1 to 6.
            let digits = u16::from_le_bytes(*pair);
            let [high, low] = ((digits & 0x0f0f) + 9 * (digits >> 6 & 0x0101)).to_le_bytes();
            *byte = high << 4 | low;
        }
        digest
    }
}

impl Deref for HexDigest {
    type Target = str;

    fn deref(&self) -> &str {
        str::from_utf8(&self.digits).expect("hex digits are ASCII")
    }
}

impl fmt::Display for HexDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

static LOWER_HEX_DIGITS: ByteSet<2> = ByteSet::from_ranges(&[b'0'..=b'9', b'a'..=b'f']);

const HEX_DIGEST_BYTES: usize = 2 * DIGEST_BYTES;

#[cfg(test)]
mod tests {
    use alloc::{format, string::String};

    use super::*;

    #[test]
    fn every_byte_is_encoded_as_by_the_hex_crate() {
        for byte in 0..=u8::MAX {
            let mut digest = [byte; DIGEST_BYTES];
            digest[1] = !byte;
            let mut expected = [0; HEX_DIGEST_BYTES];
            hex::encode_to_slice(digest, &mut expected).expect("two digits for each byte");
            assert_eq!(HexDigest::encode(&digest).as_bytes(), expected, "{digest:?}");
            let parsed = HexDigest::parse(&HexDigest::encode(&digest)).expect("64 digits");
            assert_eq!(parsed.to_bytes(), digest);
        }
    }

    #[test]
    fn only_64_lower_case_digits_are_parsed() {
        let good = "0123456789abcdef".repeat(4);
        assert!(HexDigest::parse(&good).is_some());
        for bad in [
            String::new(),
            good.to_uppercase(),
            format!("A{}", &good[1..]),
            format!("g{}", &good[1..]),
            format!(" {}", &good[1..]),
            format!("é{}", &good[2..]),
            String::from(&good[1..]),
            String::from(&good[2..]),
            format!("{good}00"),
        ] {
            assert!(HexDigest::parse(&bad).is_none(), "{bad:?}");
        }
    }
}
