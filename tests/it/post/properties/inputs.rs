//! Generated upload forms.

use presigner::PostPolicy;
use proptest::{collection::vec, option, prelude::*, sample::select};

/// The input of a `PostPolicy`.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) key: Condition,
    /// No two names differ only in case.
    pub(crate) fields: Vec<(String, Condition)>,
    pub(crate) length_range: Option<(u64, u64)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Exact(String),
    Prefix(String),
}

impl Form {
    pub(crate) fn policy(&self) -> PostPolicy<'_> {
        let policy = match &self.key {
            Condition::Exact(key) => PostPolicy::new(BUCKET, key),
            Condition::Prefix(prefix) => PostPolicy::with_key_prefix(BUCKET, prefix),
        };
        let policy = self.fields.iter().fold(policy, |policy, (name, condition)| match condition {
            Condition::Exact(value) => policy.field(name, value),
            Condition::Prefix(prefix) => policy.field_prefix(name, prefix),
        });
        let policy = match self.length_range {
            Some((min, max)) => policy.content_length_range(min..=max),
            None => policy,
        };
        policy.allow_dot_segments()
    }
}

pub(crate) fn form() -> impl Strategy<Value = Form> {
    let key = prop_oneof![
        text().prop_filter("an empty key", |key| !key.is_empty()).prop_map(Condition::Exact),
        text().prop_map(Condition::Prefix),
    ];
    let length_range = option::of((any::<u64>(), any::<u64>()))
        .prop_map(|range| range.map(|(one, other)| (one.min(other), one.max(other))));
    (key, vec(field(), 0..6), length_range).prop_map(|(key, mut fields, length_range)| {
        let mut names = Vec::new();
        fields.retain(|(name, _)| {
            let name = name.to_lowercase();
            let is_new = !names.contains(&name);
            names.push(name);
            is_new
        });
        Form { key, fields, length_range }
    })
}

fn field() -> impl Strategy<Value = (String, Condition)> {
    let exact = (name(), value()).prop_map(|(name, value)| (name, Condition::Exact(value)));
    let prefix = (prefix_name(), value()).prop_map(|(name, value)| {
        let is_list = name.eq_ignore_ascii_case("Content-Type");
        let prefix = if is_list { value.replace(',', "") } else { value };
        (name, Condition::Prefix(prefix))
    });
    let status = select(&["200", "201", "204"][..])
        .prop_map(|status| ("Success_Action_Status".into(), Condition::Exact(status.into())));
    prop_oneof![6 => exact, 3 => prefix, 1 => status]
}

/// Any name that is not reserved.
fn name() -> impl Strategy<Value = String> {
    let any = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}".prop_map(|name| {
        let is_reserved = RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(&name));
        if is_reserved { name + "~" } else { name }
    });
    let known =
        select(&["x-amz-storage-class", "x-amz-website-redirect-location", "Content-Language"][..]);
    prop_oneof![any, known.prop_map(String::from), prefix_name()]
}

fn prefix_name() -> impl Strategy<Value = String> {
    let names = [
        "acl",
        "Cache-Control",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Type",
        "Expires",
        "redirect",
        "success_action_redirect",
    ];
    let name =
        prop_oneof![select(names.to_vec()).prop_map(String::from), "x-amz-meta-[a-z0-9-]{0,4}"];
    (name, any::<bool>()).prop_map(|(name, upper)| if upper { name.to_uppercase() } else { name })
}

/// A valid field value: without control characters, and without `${filename}`, which removing them
/// may produce.
pub(crate) fn value() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(char::is_control, "").replace("${filename}", "$"))
}

/// Arbitrary text, biased towards characters with a meaning in JSON, HTML and shells, without
/// `${filename}`.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(&SPECIAL_PIECES[..]).prop_map(String::from),
        2 => any::<char>().prop_map(String::from),
        1 => "[a-zA-Z0-9]{1,4}",
    ];
    vec(piece, 0..10).prop_map(|pieces| pieces.concat().replace("${filename}", "$"))
}

/// A session token.
pub(crate) fn token() -> impl Strategy<Value = String> {
    text().prop_map(|text| credential(&text))
}

/// The text without the characters that are refused in credentials.
pub(crate) fn credential(text: &str) -> String {
    let is_refused = |c: &char| c.is_control() || matches!(c, '\u{200b}' | '\u{feff}');
    let allowed: String = text.chars().filter(|c| !is_refused(c)).collect();
    allowed.trim().into()
}

pub(crate) const BUCKET: &str = "bucket";

const RESERVED: [&str; 5] = ["bucket", "file", "key", "policy", "signature"];

const SPECIAL_PIECES: [&str; 38] = [
    "$",
    "${",
    "${filename",
    "$key",
    "}",
    "\\",
    "\\$",
    "\\u0024",
    "\"",
    "'",
    "'\\''",
    "`",
    "!",
    "&",
    "&amp;",
    "&#36;",
    "&lt",
    "<",
    ">",
    "</form>",
    "<!--",
    "=",
    ";",
    ",",
    "@",
    "#",
    "%",
    "%24",
    "/",
    "..",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{7f}",
    "é",
    "\u{2028}",
    "😀",
];
