//! The error response of a server.

use alloc::{
    borrow::Cow,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    patterns::is_known_code,
    quoted::{self, NamedText},
    sdk_text,
    times::parse_http_date,
    transcript::{PrintedRequest, Transcript},
};
use crate::wire::{
    timestamp::Timestamp,
    xml::{self, Elements},
};

/// An error response: XML, JSON, or the text that an SDK or a tool printed.
pub(super) struct ErrorResponse {
    /// Names with texts: the elements of XML, or the fields of JSON.
    fields: Vec<(String, String)>,
    code: Option<String>,
    message: String,
    /// The message with its URLs.
    whole_message: String,
    is_free_text: bool,
    /// Whether the text was cut before the end of the message.
    pub(super) is_truncated: bool,
    pub(super) status: Option<u16>,
    /// The header `Date`, if the text has headers.
    pub(super) date: Option<Timestamp>,
    /// The requests as they were sent, if the text shows them: several if `curl` followed redirects.
    pub(super) requests: Vec<PrintedRequest>,
}

impl ErrorResponse {
    pub(super) fn new(text: &str) -> Self {
        let transcript = Transcript::parse(text.trim_start_matches('\u{feff}'));
        let mut response = Self::parse(&transcript.body);
        response.status = transcript.status.or(response.status);
        response.date = transcript.header("date").and_then(parse_http_date);
        let header = |names: [&str; 2]| names.iter().find_map(|name| transcript.header(name));
        if response.code.is_none() {
            let code = header(["x-amz-error-code", "x-minio-error-code"]);
            response.code = code.map(|code| code.trim_matches('"').to_string());
        }
        if response.message.is_empty() {
            let message = header(["x-amz-error-message", "x-minio-error-desc"]);
            response.message =
                message.map(|it| it.trim_matches('"').to_string()).unwrap_or_default();
        }
        // In the response to a request for a wrong region, this header is the right one, even
        // without a body.
        if matches!(response.status, Some(301 | 400 | 403)) && response.element("Region").is_none()
        {
            let region = transcript.header("x-amz-bucket-region");
            response.fields.extend(region.map(|it| (String::from("Region"), it.to_string())));
        }
        response.requests = transcript.requests;
        response
    }

    /// The request that this is the response to, as it was sent.
    pub(super) fn request(&self) -> Option<&PrintedRequest> {
        self.requests.iter().rfind(|request| !request.is_tunnel())
    }

    fn parse(body: &str) -> Self {
        let text = decoded(body);
        let elements = Elements::parse(&text);
        let is_html = elements.find("title").is_some();
        if is_html {
            let status = elements.find("title").and_then(|title| status_of_page(&title));
            return Self { status, ..Self::of_fields(html_fields(&elements)) };
        }
        if elements.find("Code").is_some() || text.trim_start().starts_with('<') {
            let text = |name| elements.find(name).unwrap_or_default();
            let texts = ["Message", "Details", "Condition"].map(text);
            let whole_message = texts.join(" ").trim().to_string();
            return Self {
                code: elements.find("Code").map(Cow::into_owned),
                message: without_urls(&whole_message),
                is_truncated: whole_message.is_empty() && body.contains(TRUNCATED),
                whole_message,
                ..Self::of_fields(elements.all())
            };
        }
        Self::of_text(body.trim())
    }

    /// JSON, what SDKs print, or any other text.
    fn of_text(text: &str) -> Self {
        let fields = quoted::fields(text);
        let is_named = |field: &&NamedText<'_>, names: &[&str]| names.contains(&field.name);
        let mut messages: Vec<_> = fields
            .iter()
            .filter(|it| {
                is_named(it, &MESSAGE_NAMES) || it.name == "error" && it.value.contains(' ')
            })
            .map(|it| it.value.as_str())
            .collect();
        messages.dedup();
        messages.truncate(MAX_MESSAGES);
        let plain = without_urls(text);
        let printed = sdk_text::parse(&plain);
        let mut is_free_text = false;
        let (code, whole_message, message) = match (code_of(&fields), printed) {
            (None, Some(it)) => {
                is_free_text = it.is_loose;
                (it.code, text.to_string(), it.message.to_string())
            }
            (code, _) => {
                let printed = code.and_then(|code| sdk_text::message_before_dump(&plain, code));
                let message = match printed.filter(|_| messages.is_empty()) {
                    Some(message) => message.to_string(),
                    None => messages.join(" "),
                };
                (code, message.clone(), without_urls(&message))
            }
        };
        let code = code.map(String::from);
        let is_unknown = code.is_none() && message.is_empty();
        let message = if is_unknown { plain.clone() } else { message };
        let is_free_text = is_free_text || is_unknown;
        let named = fields.into_iter().filter(|it| FIELD_NAMES.contains(&it.name));
        let named = named.map(|it| (it.name.to_string(), it.value));
        let status = sdk_text::status(&plain);
        let fields = Self::of_fields(named.collect());
        Self { code, message, whole_message, is_free_text, status, ..fields }
    }

    fn of_fields(fields: Vec<(String, String)>) -> Self {
        let find = |name: &str| fields.iter().find(|(it, _)| it == name).map(|(_, text)| text);
        let (code, message) = (find("Code").cloned(), find("Message").cloned());
        let message = message.unwrap_or_default();
        let whole_message = message.clone();
        Self {
            fields,
            code,
            message,
            whole_message,
            is_free_text: false,
            is_truncated: false,
            status: None,
            date: None,
            requests: Vec::new(),
        }
    }

    /// The text of the first element or field of that name, if it is not empty.
    pub(super) fn element(&self, name: &str) -> Option<Cow<'_, str>> {
        let named = self.fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, text)| Cow::Borrowed(&**text)).filter(|text| !text.is_empty())
    }

    pub(super) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The message, without URLs, because words in a URL are not evidence.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// Whether the message is text of an unknown format, in which short phrases are not evidence.
    pub(super) const fn is_free_text(&self) -> bool {
        self.is_free_text
    }

    /// The canonical request of the server.
    pub(super) fn canonical_request(&self) -> Option<Cow<'_, str>> {
        self.canonical_text(
            "CanonicalRequest",
            "The Canonical String for this request should have been",
        )
    }

    /// The string to sign of the server.
    pub(super) fn string_to_sign(&self) -> Option<Cow<'_, str>> {
        self.canonical_text("StringToSign", "The String-to-Sign should have been")
    }

    /// S3 has an element with the text and one with its bytes, which keep the line breaks that
    /// browsers remove. Other services quote the text in the message.
    fn canonical_text(&self, name: &str, announcement: &str) -> Option<Cow<'_, str>> {
        let bytes = self.element(&[name, "Bytes"].concat());
        let text = bytes.and_then(|bytes| text_of(&bytes)).map(Cow::Owned);
        text.or_else(|| self.element(name)).or_else(|| {
            let (_, quoted) = self.whole_message.split_once(announcement)?;
            let (text, _) = quoted.trim_start().strip_prefix('\'')?.split_once('\'')?;
            Some(Cow::Owned(String::from(text)))
        })
    }
}

/// Decodes XML that is escaped, or that is in a JSON string.
fn decoded(text: &str) -> Cow<'_, str> {
    let has_code = |text: &str| Elements::parse(text).find("Code").is_some();
    let mut decoded = Cow::Borrowed(text);
    for _ in 0..MAX_NESTED_DOCUMENTS {
        let is_in_string = decoded.contains('\\') && !decoded.trim_start().starts_with('<');
        let next = if is_in_string && (decoded.contains('<') || decoded.contains("\\u003")) {
            quoted::unescape(&decoded)
        } else if !has_code(&decoded) && decoded.contains("&lt;") {
            xml::unescape(&decoded).into_owned()
        } else {
            break;
        };
        decoded = Cow::Owned(next);
    }
    if has_code(&decoded) { decoded } else { Cow::Borrowed(text) }
}

/// The status in the title of an HTML page of a proxy, such as `413 Request Entity Too Large`.
fn status_of_page(title: &str) -> Option<u16> {
    title.split_ascii_whitespace().next()?.parse().ok()
}

/// The website endpoints of S3 respond with `<li>Code: AccessDenied</li>`.
fn html_fields(elements: &Elements<'_>) -> Vec<(String, String)> {
    let all = elements.all().into_iter().filter(|(name, _)| name == "li");
    all.filter_map(|(_, text)| {
        let (name, value) = text.split_once(": ")?;
        Some((name.to_string(), value.to_string()))
    })
    .collect()
}

/// The code among JSON fields: a known one, or the value of a field that contains only codes.
fn code_of<'f>(fields: &'f [NamedText<'_>]) -> Option<&'f str> {
    let codes = |names: &'static [&str]| {
        let named = fields.iter().filter(move |field| names.contains(&field.name));
        named.map(|field| (field.name, code_in(&field.value)))
    };
    let is_known = |(name, code): &(&str, &str)| {
        is_known_code(code) && (*name == "Code" || sdk_text::is_bare_code(code))
    };
    let known = codes(&CODE_NAMES).chain(codes(&MAYBE_CODE_NAMES)).find(is_known);
    let code = known.or_else(|| codes(&CODE_NAMES).find(|(_, code)| sdk_text::is_bare_code(code)));
    code.map(|(_, code)| code)
}

/// `com.amazonaws.s3#AccessDenied` and `AccessDeniedException:http://…` name the code.
fn code_in(text: &str) -> &str {
    let text = text.rsplit('#').next().unwrap_or(text);
    text.split(':').next().unwrap_or(text).trim()
}

/// A text without the words that are URLs, or that have a query.
fn without_urls(text: &str) -> String {
    let is_end = |c: char| c.is_whitespace();
    let is_url = |word: &str| word.contains("://") || word.contains("X-Amz-") && word.contains('=');
    let mut plain = String::with_capacity(text.len());
    for word in text.split_inclusive(is_end) {
        if is_url(word) {
            plain.push_str(&word[word.trim_end().len()..]);
        } else {
            plain.push_str(word);
        }
    }
    plain.trim().to_string()
}

/// Decodes bytes in hex, such as `47 45 54`.
fn text_of(bytes: &str) -> Option<String> {
    let byte = |hex: &str| u8::from_str_radix(hex, 16).ok();
    let bytes: Option<Vec<_>> = bytes.split_ascii_whitespace().map(byte).collect();
    String::from_utf8(bytes?).ok()
}

/// The names of the code, of the message and of other fields in JSON, in their case: the
/// configuration of a client, which SDKs dump along, has other names.
const CODE_NAMES: [&str; 6] = ["Code", "code", "errorCode", "error_code", "ErrorCode", "__type"];
const MAYBE_CODE_NAMES: [&str; 3] = ["error", "typeName", "name"];
const MESSAGE_NAMES: [&str; 8] = [
    "Message",
    "message",
    "errorMessage",
    "error_description",
    "detailedMessage",
    "Details",
    "details",
    "msg",
];
const FIELD_NAMES: [&str; 19] = [
    "AWSAccessKeyId",
    "ArgumentName",
    "ArgumentValue",
    "CanonicalRequest",
    "CanonicalRequestBytes",
    "Endpoint",
    "Expires",
    "Header",
    "HeadersNotSigned",
    "MaxSizeAllowed",
    "MinSizeAllowed",
    "ProposedSize",
    "Region",
    "RequestTime",
    "ServerTime",
    "SignatureProvided",
    "StringToSign",
    "StringToSignBytes",
    "X-Amz-Expires",
];

/// What Guzzle appends to the first 120 bytes of a body.
const TRUNCATED: &str = "(truncated...)";

const MAX_MESSAGES: usize = 4;

/// Enough for an escaped document in a JSON string in another JSON string.
const MAX_NESTED_DOCUMENTS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn canonical(xml: &str, expected: Option<&str>) {
        assert_eq!(ErrorResponse::new(xml).canonical_request().as_deref(), expected, "{xml}");
    }

    #[test]
    fn finds_the_canonical_request_in_its_element_or_bytes_or_the_message() {
        canonical("<CanonicalRequest>GET\n/&amp;</CanonicalRequest>", Some("GET\n/&"));
        canonical(
            "<CanonicalRequest>GET /</CanonicalRequest>\
             <CanonicalRequestBytes>47 45 54 0a 2f</CanonicalRequestBytes>",
            Some("GET\n/"),
        );
        canonical(
            "<CanonicalRequestBytes>4</CanonicalRequestBytes><CanonicalRequest>a</CanonicalRequest>",
            Some("\u{4}"),
        );
        canonical(
            "<CanonicalRequest>a</CanonicalRequest><CanonicalRequestBytes>é</CanonicalRequestBytes>",
            Some("a"),
        );
        canonical(
            "<Message>It does not match.\n\nThe Canonical String for this request should have \
             been\n'GET\n/\n'\n\nThe String-to-Sign should have been\n'AWS4'\n</Message>",
            Some("GET\n/\n"),
        );
        canonical(
            "<Message>The Canonical String for this request should have been</Message>",
            None,
        );
    }

    #[track_caller]
    fn check(text: &str, code: &str, message: &str) {
        let response = ErrorResponse::new(text);
        let found = (response.code().unwrap_or_default(), response.message());
        assert_eq!(found, (code, message), "{text}");
    }

    #[test]
    fn finds_code_and_message_in_every_format() {
        for text in [
            "<Error><Code>AccessDenied</Code><Message>No &amp; no</Message></Error>",
            "&lt;Error&gt;&lt;Code&gt;AccessDenied&lt;/Code&gt;&lt;Message&gt;No &amp;amp; no&lt;/Message&gt;",
            r#"{"body":"\u003cCode\u003eAccessDenied\u003c/Code\u003e\u003cMessage\u003eNo \u0026amp; no\u003c/Message\u003e"}"#,
            r#"body: "<?xml version=\"1.0\"?>\n<Code>AccessDenied<\/Code><Message>No &amp; no<\/Message>""#,
            r#"{"Code":"AccessDenied","Message":"No & no","Region":"r"}"#,
            r#"{"Error": {"code": "AccessDenied", "message": "No & no"}}"#,
            r#"{"__type":"com.amazonaws.s3#AccessDenied","message":"No & no"}"#,
            r#"{"statusCode":"403","error":"AccessDenied","message":"No & no"}"#,
            "AccessDenied: No & no\n    at throwDefaultError (/a.js) {\n  '$fault': 'client',\n  Code: 'AccessDenied',\n  message: 'No & no'",
            r#"service error: unhandled error (AccessDenied): Error { code: "AccessDenied", message: "No & no" }"#,
            r#"ServiceError(ServiceError { source: Unhandled(Unhandled { meta: ErrorMetadata { code: Some("AccessDenied"), message: Some("No & no") } }) })"#,
            "* Connected\n> GET / HTTP/1.1\n>\n< HTTP/1.1 403 Forbidden\n< Server: x\n<\n{ [5 bytes data]\n<Error><Code>AccessDenied</Code><Message>No &amp; no</Message></Error>",
            "HTTP/1.1 403 Forbidden\r\nServer: x\r\n\r\n<Error><Code>AccessDenied</Code><Message>No &amp; no</Message></Error>",
            "HTTP/1.1 403 Forbidden\r\nX-Minio-Error-Code: AccessDenied\r\nX-Minio-Error-Desc: \"No & no\"\r\n\r\n",
            "<html><head><title>403</title></head><ul><li>Code: AccessDenied</li><li>Message: No &amp; no</li></ul></html>",
            "An error occurred (AccessDenied) when calling the GetObject operation: No & no",
        ] {
            check(text, "AccessDenied", "No & no");
        }
    }

    #[test]
    fn takes_no_words_from_urls_and_dumps() {
        check("", "", "");
        check("<html><title>403</title><p>AccessDenied</p></html>", "", "");
        check("<title>a</title><code>AccessDenied</code>", "", "");
        check(
            "403 for https://h/AccessDenied?a=Access+Denied /AccessDenied",
            "",
            "403 for  /AccessDenied",
        );
        check("403 for url: https://h/k?X-Amz-Expires=900 now", "", "403 for url:  now");
        assert!(ErrorResponse::new("403 Forbidden").is_free_text());
        let dump = r#"{"message":"Request failed","config":{"url":"https://h/k?X-Amz-Expires=1","region":"r"},"code":"ERR_BAD_REQUEST","name":"AxiosError"}"#;
        check(dump, "", "Request failed");
        assert_eq!(ErrorResponse::new(dump).element("Region"), None);
    }

    #[test]
    fn takes_status_and_date_from_headers() {
        let response = ErrorResponse::new(
            "HTTP/2 501 \nDate: Fri, 24 May 2013 00:00:00 GMT\n\n<Error><Code>a</Code></Error>",
        );
        assert_eq!(response.status, Some(501));
        assert_eq!(response.date, Some(Timestamp::from_unix_seconds(1_369_353_600)));
    }
}
