//! A cause with its evidence.

use alloc::string::{String, ToString};
use core::fmt;

use super::Cause;
use crate::redact::{Redacted, Secrets};

/// How certain a cause is.
///
/// ```
/// use presigner::diagnose::{Certainty, Diagnosis};
///
/// # let url = "https://b.s3.eu-central-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20231114%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20231114T221320Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0000000000000000000000000000000000000000000000000000000000000000";
/// // A server that does not say what it received.
/// let body = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
/// let findings = Diagnosis::new(url)?.error_xml(body);
/// assert!(findings.iter().all(|finding| finding.certainty() == Certainty::Suspected));
/// assert!(findings[0].to_string().starts_with("possibly: secret access key"));
/// # Ok::<(), presigner::inspect::NotPresigned>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Certainty {
    /// The server says so.
    Stated,
    /// It follows from what was signed and what was sent or received, such as two different values
    /// of a header.
    Concluded,
    /// It is consistent with all known facts, but so may be other causes.
    Suspected,
}

impl Certainty {
    /// Returns the name of the variant in lower case, for programs: `stated`, `concluded` or
    /// `suspected`. It is stable.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Concluded => "concluded",
            Self::Suspected => "suspected",
        }
    }
}

/// A cause, with the value that was signed ([`ours`](Self::ours)) and the one that the server
/// received or requires ([`theirs`](Self::theirs)).
///
/// In both, signatures, session tokens and customer-provided encryption keys are replaced by
/// `REDACTED`, control characters are escaped, and text is truncated to 4096 characters. `Display`
/// writes one line: the cause, both values and the remedy; it begins with `possibly: ` if the cause
/// is only suspected.
///
/// With the feature `serde` it serializes to an object with the members `cause` and `certainty` (their names), `ours`,
/// `theirs`, `seconds` and `remedy`, as `presign diagnose --json` prints it:
///
/// ```json
/// {
///   "cause": "expired",
///   "certainty": "stated",
///   "ours": "2024-03-15T12:49:56Z",
///   "theirs": "2024-03-15T12:50:06Z",
///   "seconds": -10,
///   "remedy": "sign a new URL; if it expired too early, sign for a longer time and check the clocks"
/// }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    cause: Cause,
    certainty: Certainty,
    ours: Option<String>,
    theirs: Option<String>,
    seconds: Option<i64>,
}

impl Finding {
    /// A cause that the server states.
    pub(super) const fn stated(cause: Cause) -> Self {
        Self::new(cause, Certainty::Stated)
    }

    /// A cause that follows from what was signed and what was sent or received.
    pub(super) const fn concluded(cause: Cause) -> Self {
        Self::new(cause, Certainty::Concluded)
    }

    /// A cause that no known fact excludes.
    pub(super) const fn suspected(cause: Cause) -> Self {
        Self::new(cause, Certainty::Suspected)
    }

    const fn new(cause: Cause, certainty: Certainty) -> Self {
        Self { cause, certainty, ours: None, theirs: None, seconds: None }
    }

    pub(super) fn with_certainty(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }

    pub(super) fn with_ours(mut self, text: &str) -> Self {
        self.ours = Some(String::from(text));
        self
    }

    pub(super) fn with_theirs(mut self, text: &str) -> Self {
        self.theirs = Some(String::from(text));
        self
    }

    pub(super) fn with_sides(self, ours: Option<&str>, theirs: Option<&str>) -> Self {
        let finding = if let Some(ours) = ours { self.with_ours(ours) } else { self };
        if let Some(theirs) = theirs { finding.with_theirs(theirs) } else { finding }
    }

    pub(super) const fn with_seconds(mut self, seconds: i64) -> Self {
        self.seconds = Some(seconds);
        self
    }

    /// Redacts secrets, escapes and truncates the values, in this order: otherwise the beginning of
    /// a secret could remain.
    pub(super) fn concealing(mut self, secrets: &Secrets) -> Self {
        let shown = |text: String| shown(&Redacted(&secrets.redact(&text)).to_string());
        self.ours = self.ours.map(shown);
        self.theirs = self.theirs.map(shown);
        self
    }

    /// Returns why the server refused the request.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// Returns how certain the cause is.
    #[must_use]
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// Returns what was signed, or what the URL contains: for [`Cause::MethodMismatch`] the method,
    /// for [`Cause::HeaderChanged`] the header as `name: value`, for [`Cause::Expired`] the time
    /// when the URL expired, and so on. `None` if it is absent or unknown.
    #[must_use]
    pub fn ours(&self) -> Option<&str> {
        self.ours.as_deref()
    }

    /// Returns what was sent, or what the server received or requires, in the same format as
    /// [`ours`](Self::ours). `None` if it is absent or unknown.
    #[must_use]
    pub fn theirs(&self) -> Option<&str> {
        self.theirs.as_deref()
    }

    /// Returns the difference of [`ours`](Self::ours) minus [`theirs`](Self::theirs) in seconds, if
    /// both are known times.
    #[must_use]
    pub const fn seconds(&self) -> Option<i64> {
        self.seconds
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.certainty == Certainty::Suspected {
            f.write_str("possibly: ")?;
        }
        write!(f, "{}", self.cause)?;
        match (&self.ours, &self.theirs) {
            (Some(ours), Some(theirs)) => write!(f, ": ours `{ours}`, theirs `{theirs}`")?,
            (Some(ours), None) => write!(f, ": ours `{ours}`")?,
            (None, Some(theirs)) => write!(f, ": theirs `{theirs}`")?,
            (None, None) => {}
        }
        if let Some(seconds) = self.seconds {
            let (distance, side) =
                (seconds.unsigned_abs(), if seconds < 0 { "behind" } else { "ahead" });
            write!(f, ", {distance} s {side}")?;
        }
        write!(f, "; {}", self.cause.remedy())
    }
}

/// The object that the documentation of [`Finding`] shows. A value that is not known is `null`.
#[cfg(feature = "serde")]
impl serde::Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut finding = serializer.serialize_struct("Finding", 6)?;
        finding.serialize_field("cause", self.cause.name())?;
        finding.serialize_field("certainty", self.certainty.name())?;
        finding.serialize_field("ours", &self.ours)?;
        finding.serialize_field("theirs", &self.theirs)?;
        finding.serialize_field("seconds", &self.seconds)?;
        finding.serialize_field("remedy", self.cause.remedy())?;
        finding.end()
    }
}

/// Escapes control characters, so that text is one line and safe for terminals, and truncates it to
/// a length that no URL needs.
fn shown(text: &str) -> String {
    let cut = text.char_indices().nth(SHOWN_CHARACTERS).map_or(text.len(), |(byte, _)| byte);
    let mut shown = String::with_capacity(cut);
    for character in text[..cut].chars() {
        if character.is_control() || is_direction(character) {
            shown.extend(character.escape_debug());
        } else {
            shown.push(character);
        }
    }
    if cut < text.len() {
        shown.push('…');
    }
    shown
}

/// Line separators, and marks that change the direction of text.
const fn is_direction(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The path of the longest key, percent-encoded, has 3073.
const SHOWN_CHARACTERS: usize = 4096;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn displays_one_line() {
        let url = "https://h/k";
        let secrets = Secrets::in_request(url, core::iter::empty());
        let finding =
            Finding::stated(Cause::MethodMismatch).with_ours("GET").with_theirs("P\nU\u{202e}T");
        let finding = finding.concealing(&secrets);
        let line = finding.to_string();
        assert!(line.starts_with(
            "method is not the one that was signed: ours `GET`, theirs `P\\nU\\u{202e}T`; send the method"
        ));
        let finding = Finding::stated(Cause::Expired).with_ours("a").with_theirs("b");
        for (seconds, distance) in [(-60, "60 s behind"), (0, "0 s ahead"), (60, "60 s ahead")] {
            let line = finding.clone().with_seconds(seconds).to_string();
            let expected = alloc::format!("URL has expired: ours `a`, theirs `b`, {distance}; ");
            assert!(line.starts_with(&expected), "{line}");
        }
    }

    #[test]
    fn conceals_a_secret_where_the_text_is_cut() {
        let token = "token".repeat(10);
        let url = format!("https://h/k?X-Amz-Security-Token={token}");
        let secrets = Secrets::in_request(&url, core::iter::empty());
        let before = "a".repeat(SHOWN_CHARACTERS - 30);
        let finding =
            Finding::stated(Cause::AccessDenied).with_theirs(&[&before, &*token].concat());
        let finding = finding.concealing(&secrets);
        assert_eq!(finding.theirs(), Some(&*[&before, "REDACTED"].concat()));
    }

    #[test]
    fn conceals_the_secrets_of_other_urls() {
        let secrets = Secrets::in_request("https://h/k", core::iter::empty());
        let message = "no https://h/k?X-Amz-Signature=6ab0c1&X-Amz-Expires=1 here";
        let finding = Finding::stated(Cause::AccessDenied).with_theirs(message);
        let finding = finding.concealing(&secrets);
        let shown = "no https://h/k?X-Amz-Signature=REDACTED&X-Amz-Expires=1 here";
        assert_eq!(finding.theirs(), Some(shown));
    }

    #[test]
    fn keeps_quotes_and_letters() {
        assert_eq!(shown("it's \"a\\b\" é"), "it's \"a\\b\" é");
    }

    #[test]
    fn does_not_cut_the_longest_path() {
        assert_eq!(shown(&"%C3".repeat(1024)).len(), 3072);
        assert_eq!(shown(&"é".repeat(5000)), "é".repeat(4096) + "…");
    }
}
