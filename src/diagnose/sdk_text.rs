//! Error responses as SDKs and tools print them.

use super::patterns::is_known_code;

/// An error that an SDK printed.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct PrintedError<'t> {
    pub(super) code: Option<&'t str>,
    /// For people.
    pub(super) message: &'t str,
    /// Whether the message is the text behind the code, in no known format.
    pub(super) is_loose: bool,
}

impl<'t> PrintedError<'t> {
    fn new(code: Option<&'t str>, message: &'t str) -> Self {
        Self { code, message: message.trim(), is_loose: false }
    }
}

/// Finds the error in what an SDK printed, or what was copied from a browser.
///
/// | SDK | text |
/// |---|---|
/// | botocore, AWS CLI | `An error occurred (Code) when calling the GetObject operation: message` |
/// | Java v1 | `message (Service: Amazon S3; Status Code: 403; Error Code: Code; Request ID: …)` |
/// | Java v2 | `message (Service: S3, Status Code: 403, Request ID: …)` |
/// | Go v1, rclone | `Code: message`, then `status code: 403, request id: …` |
/// | Go v2 | `operation error S3: GetObject, …, api error Code: message` |
/// | JavaScript v3 | `Code: message`, then `at …` |
/// | PHP | `AWS HTTP error: … Code (client): message - <?xml …` |
/// | Ruby | `Aws::S3::Errors::Code: message`, `message (Aws::S3::Errors::Code)` |
/// | Rust | `unhandled error (Code)` |
/// | C++ | `Exception name: Code`, then `Error message: message` |
/// | s3cmd | `S3 error: 403 (Code): message` |
/// | XML in a browser, copied | `Code`, then `message` |
pub(super) fn parse(text: &str) -> Option<PrintedError<'_>> {
    let printed = code_and_message(text)?;
    // For a response without a body, SDKs derive a code from the status.
    let is_made = printed.code.is_some_and(|code| {
        ["Forbidden", "BadRequest"].contains(&code)
            && (printed.message.is_empty() || printed.message.replace(' ', "") == code)
    });
    Some(if is_made { PrintedError::default() } else { printed })
}

/// The status that an SDK printed.
pub(super) fn status(text: &str) -> Option<u16> {
    let before = ["An error occurred (", "Status Code: ", "status code: ", "StatusCode: "];
    let after = before.iter().find_map(|before| Some(text.split_once(before)?.1))?;
    after.split(|c: char| !is_digit(c)).next()?.parse().ok()
}

fn code_and_message(text: &str) -> Option<PrintedError<'_>> {
    if let Some((before, after)) = text.split_once(" (Service: ") {
        let code = after.split_once("Error Code: ").map(|(_, code)| code_at_start(code).0);
        let message = before.rsplit_once("Exception: ").map_or(before, |(_, message)| message);
        return Some(PrintedError::new(code.filter(|code| is_code(code)), message));
    }
    for before in BEFORE_CODE {
        if let Some((before_all, after)) = text.split_once(before) {
            let (code, after) = code_at_start(after);
            if is_code(code) {
                let line = before_all.rsplit('\n').next().unwrap_or_default();
                let message = message_after(after).unwrap_or_else(|| message_before_class(line));
                return Some(PrintedError::new(Some(code), message));
            }
        }
    }
    for mark in [" (client): ", " (server): "] {
        if let Some((before, after)) = text.split_once(mark) {
            let code = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next();
            if let Some(code) = code.filter(|code| is_code(code)) {
                return Some(PrintedError::new(Some(code), without_appendix(after)));
            }
        }
    }
    // The AWS CLI prints the status in place of the code of an empty body.
    if text.split_once("An error occurred (").is_some_and(|(_, it)| it.starts_with(is_digit)) {
        return None;
    }
    let mut lines = text.lines();
    let line = lines.next().unwrap_or_default();
    let first = leading_code(line).or_else(|| bare_line(line)).or_else(|| known_code(text));
    let Some(code) = first.or_else(|| lines.find_map(leading_code)) else {
        return bare_denial(text).map(|message| PrintedError::new(None, message));
    };
    let (_, after) = text.split_once(code)?;
    Some(match message_after(after) {
        Some(message) => PrintedError::new(Some(code), message),
        None => PrintedError { code: Some(code), message: text_after(after), is_loose: true },
    })
}

/// The first line of text behind a code, where no `: ` introduces a message: `Code`, `[Code]` and
/// `Code: AccessDenied`, then the message.
fn text_after(text: &str) -> &str {
    let is_separator = |c: char| c.is_whitespace() || "-)]>,;:.\"'`|".contains(c);
    let line = text.trim_start_matches(is_separator).lines().next().unwrap_or_default();
    let message = line.strip_prefix("Message").unwrap_or(line);
    message.trim_start_matches([':', '=']).trim()
}

/// `Access Denied` as the whole text, or behind the class of an exception: Go, .NET and Java of
/// `MinIO` print the message alone.
fn bare_denial(text: &str) -> Option<&str> {
    let line = text.lines().next()?;
    // .NET appends the inner exception.
    let line = line.split(" ---> ").next().unwrap_or(line);
    let message = line.rsplit_once("Exception: ").map_or(line, |(_, message)| message).trim();
    message.trim_end_matches('.').eq_ignore_ascii_case("access denied").then_some(message)
}

/// The message in front of the dump of an error: `Code: message` or `S3Error: message`, then `at …
/// { code: 'Code' }`.
pub(super) fn message_before_dump<'t>(text: &'t str, code: &str) -> Option<&'t str> {
    let (before, after) = text.lines().next()?.split_once(": ")?;
    let word = before.rsplit(' ').next().unwrap_or(before);
    let is_name = word == code || word.ends_with("Error") || word.ends_with("Exception");
    let message = after.split(" {").next().unwrap_or(after);
    Some(without_appendix(message)).filter(|message| is_name && !message.is_empty())
}

/// A code alone on its line, as in XML that a browser shows: `NoSuchBucket`.
fn bare_line(line: &str) -> Option<&str> {
    Some(line.trim()).filter(|word| is_bare_code(word))
}

/// The code of the table that is a word of the text, if there is only one.
fn known_code(text: &str) -> Option<&str> {
    let is_end = |c: char| c.is_whitespace() || "()[]{}<>:;,=\"'`".contains(c);
    let words = text.split(is_end).map(|word| word.trim_end_matches('.'));
    let mut known = words.filter(|word| is_bare_code(word) && is_known_code(word));
    let first = known.next()?;
    known.all(|other| other == first).then_some(first)
}

/// The code in `Code: message`, which JavaScript and Go print. Of `Word: Code: message`, a code of
/// the table is preferred.
fn leading_code(line: &str) -> Option<&str> {
    let words = line.split_inclusive(": ").map_while(|word| word.strip_suffix(": "));
    let mut codes = words.map(str::trim).take_while(|word| is_bare_code(word));
    let first = codes.next()?;
    if is_known_code(first) {
        Some(first)
    } else {
        codes.find(|it| is_known_code(it)).or(Some(first))
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The code with what follows it.
fn code_at_start(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(text.len());
    let code = text[..end].trim_end_matches('.');
    (code, &text[code.len()..])
}

/// The message behind a code: after the first `: ` of the same line.
fn message_after(text: &str) -> Option<&str> {
    let line = text.lines().next().unwrap_or_default();
    if let Some(at) = line.find(": ") {
        return Some(without_appendix(&text[at + 2..]));
    }
    let (_, after) = text.split_once("\nError message: ")?;
    after.lines().next()
}

/// The message in front of `(Aws::S3::Errors::Code)`, without the place in the source.
fn message_before_class(line: &str) -> &str {
    let message = line.trim_end_matches("Aws::S3").trim_end_matches(['(', ' ']);
    if message.ends_with(':') { "" } else { message }
}

/// A message without what SDKs append to it.
fn without_appendix(message: &str) -> &str {
    let ends = ["\n\tstatus code: ", "\n    at ", "\n  at ", " - <?xml", " at throwDefaultError"];
    let ends = ends.iter().filter_map(|end| message.find(end));
    message[..ends.min().unwrap_or(message.len())].trim()
}

/// Whether a word has the format of an error code: `AccessDenied`, but not `403`.
pub(super) fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

/// Whether a word is an error code without a context that says so: a class of exceptions is not.
pub(super) fn is_bare_code(word: &str) -> bool {
    let humps = word.bytes().filter(u8::is_ascii_uppercase).count();
    let is_class = word.ends_with("Error") || word.ends_with("Exception");
    is_code(word)
        && humps >= 2
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
        && (!is_class || is_known_code(word))
}

/// What SDKs print in front of the code.
const BEFORE_CODE: [&str; 8] = [
    "An error occurred (",
    "api error ",
    "::Errors::",
    "unhandled error (",
    "Exception name: ",
    "S3 error: 403 (",
    "S3 error: 400 (",
    "Error Code: ",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_what_sdks_print() {
        let code = Some("InvalidAccessKeyId");
        let message = "The key does not exist.";
        for text in [
            "An error occurred (InvalidAccessKeyId) when calling the GetObject operation: The key does not exist.",
            "botocore.exceptions.ClientError: An error occurred (InvalidAccessKeyId) when calling the GetObject \
             operation (reached max retries: 4): The key does not exist.",
            "com.amazonaws.services.s3.model.AmazonS3Exception: The key does not exist. (Service: Amazon S3; \
             Status Code: 403; Error Code: InvalidAccessKeyId; Request ID: 1; Proxy: null)",
            "InvalidAccessKeyId: The key does not exist.\n\tstatus code: 403, request id: 1, host id: 2",
            "2024/03/15 12:34:56 ERROR : a: Failed to copy: InvalidAccessKeyId: The key does not exist.",
            "operation error S3: GetObject, https response error StatusCode: 403, RequestID: 1, HostID: 2, api \
             error InvalidAccessKeyId: The key does not exist.",
            "InvalidAccessKeyId: The key does not exist.\n    at throwDefaultError (/app/index.js:1:2)",
            "Error executing \"GetObject\"; AWS HTTP error: Client error: resulted in a `403 Forbidden` response:\n\
             (truncated...)\n InvalidAccessKeyId (client): The key does not exist. - <?xml version=\"1.0\"?>",
            "Aws::S3::Errors::InvalidAccessKeyId: The key does not exist.",
            "a.rb:1:in `f': The key does not exist. (Aws::S3::Errors::InvalidAccessKeyId)",
            "HTTP response code: 403\nException name: InvalidAccessKeyId\nError message: The key does not exist.\n4 \
             response headers:",
            "ERROR: S3 error: 403 (InvalidAccessKeyId): The key does not exist.",
        ] {
            let printed = parse(text).expect("an error");
            assert_eq!((printed.code, printed.is_loose), (code, false), "{text}");
            assert!(printed.message.contains(message), "{}: {text}", printed.message);
            assert!(!printed.message.contains("status code"), "{}", printed.message);
            assert!(!printed.message.contains("xml"), "{}", printed.message);
        }
        let java = "software.amazon.awssdk.services.s3.model.S3Exception: The key does not exist. (Service: S3, \
                    Status Code: 403, Request ID: 1)";
        assert_eq!(parse(java), Some(PrintedError::new(None, message)));
        let rust = "unhandled error (AccessDenied)";
        assert_eq!(parse(rust), Some(PrintedError::new(Some("AccessDenied"), "")));
    }

    #[test]
    fn takes_the_line_behind_a_code_as_its_message() {
        for text in [
            "AccessDenied\nRequest has expired\n900\n2024-03-15T12:49:56Z",
            "AccessDenied\n\n  Request has expired\r\n",
            "AccessDenied Request has expired",
            "AccessDenied - Request has expired",
            "[AccessDenied] Request has expired",
            "403 (AccessDenied) Request has expired",
            "Code: AccessDenied\nMessage: Request has expired\nRequestId: 1",
            "Code=AccessDenied; Message=Request has expired",
        ] {
            let message = "Request has expired";
            let expected = PrintedError { code: Some("AccessDenied"), message, is_loose: true };
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn ignores_classes_of_exceptions_and_status_codes() {
        for text in [
            "",
            "403 Client Error: Forbidden for url: ",
            "AxiosError: Request failed with status code 403",
            "An error occurred (403) when calling the HeadObject operation: Forbidden",
            "urllib.error.HTTPError: HTTP Error 403: Forbidden",
            "TypeError: Failed to fetch",
            "retries: SignatureDoesNotMatch, RequestTimeTooSkewed",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
