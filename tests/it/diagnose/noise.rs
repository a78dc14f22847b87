//! Random texts with pieces of errors and URLs.

pub(crate) struct Noise(u64);

impl Noise {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn body(&mut self) -> String {
        self.text(BODY)
    }

    /// Mostly with a scheme and a host, so that the rest is parsed.
    pub(crate) fn url(&mut self) -> String {
        let host = ["http://h/", "https://b.s3.us-west-2.amazonaws.com/", "https://h:443?", ""];
        let host = host[self.below(host.len())];
        host.to_owned() + &self.text(URL)
    }

    pub(crate) fn time(&mut self) -> i64 {
        self.next().cast_signed() >> self.below(64)
    }

    /// Pieces with arbitrary bytes between them; invalid UTF-8 is replaced.
    fn text(&mut self, pieces: &[&str]) -> String {
        let mut bytes = Vec::new();
        for _ in 0..self.below(24) {
            match self.below(8) {
                0 => bytes.extend_from_slice(&self.next().to_le_bytes()[..=self.below(7)]),
                _ => bytes.extend_from_slice(pieces[self.below(pieces.len())].as_bytes()),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % end
    }

    /// xorshift64*
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}

const BODY: &[&str] = &[
    "<Error>",
    "<Code>",
    "</Code>",
    "SignatureDoesNotMatch",
    "AccessDenied",
    "InvalidRequest",
    "AuthorizationQueryParametersError",
    "RequestTimeTooSkewed",
    "PermanentRedirect",
    "BadDigest",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "<Message>",
    "</Message>",
    "X-Amz-Expires",
    "is wrong; expecting '",
    "incorrect service \"",
    "signature expired: ",
    "20240315T123456Z",
    "not yet valid",
    "certificate is not yet valid",
    "AccessDenied\nRequest has expired",
    "GET / a=1 host:h host;x HASH",
    "<CanonicalRequest>",
    "</CanonicalRequest>",
    "GET\n/",
    "\n",
    "\n\n",
    "a=1&amp;",
    "b=%20+",
    "host:",
    "host;x",
    "<CanonicalRequestBytes>",
    "</CanonicalRequestBytes>",
    "47 45 54 0a 2f 0a",
    "<StringToSign>AWS4-",
    "/",
    "</StringToSign>",
    "<ServerTime>",
    "</ServerTime>",
    "2024-03-15T12:34:56.000Z",
    "<HeadersNotSigned>",
    "</HeadersNotSigned>",
    ",",
    "'",
    "\"",
    "<",
    ">",
    "&",
    ";",
    "&#x41;",
    "&#",
    "&amp;",
    "%",
    "%2",
    "The Canonical String for this request should have been\n'",
    "<Region>",
    "</Region>",
    "checksum",
    "{\"Code\":\"",
    "\",\"message\":\"",
    "\\u003c",
    "\\n",
    "&lt;",
    "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$key\"",
    "An error occurred (",
    " (Service: ",
    "api error ",
    ": ",
    "\"expiration\": \"",
    "\"starts-with\", \"$",
    "\"content-length-range\", 1]",
    "< HTTP/1.1 501\n",
    "https://h/?X-Amz-Expires=1 ",
];

const URL: &[&str] = &[
    "?",
    "&",
    "=",
    "/",
    "//",
    "..",
    "%2e",
    "%",
    "%2",
    "%25",
    "%2520",
    "+",
    "#",
    ":",
    ";",
    "%3B",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&",
    "X-Amz-Credential=AKIA%2F20240315%2Fus-west-2%2Fs3%2Faws4_request&",
    "X-Amz-Credential=",
    "X-Amz-Date=20240315T123456Z&",
    "X-Amz-Date=",
    "X-Amz-Expires=900&",
    "X-Amz-Expires=",
    "-1",
    "99999999999999999999",
    "X-Amz-SignedHeaders=host&",
    "X-Amz-SignedHeaders=",
    "X-Amz-Signature=0&",
    "X-Amz-Security-Token=",
    "AWSAccessKeyId=A&",
    "Signature=",
    "Expires=1&",
];
