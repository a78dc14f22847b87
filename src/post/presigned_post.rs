//! What signing a form returns.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use super::{
    markup::escape_markup,
    policy::{FILENAME, PostPolicy, Value},
};
use crate::presign::{Command, Validity};

/// A presigned form: where to send it, and its fields.
///
/// Whoever has the fields can upload until they expire, so treat them as a secret; `Debug` shows none.
///
/// A front end needs the URL and the fields, for example as `{"url": …, "fields": {name: value, …}}`; with
/// the feature `serde` that is how it is serialised. In JavaScript:
///
/// ```js
/// const form = new FormData();
/// for (const [name, value] of Object.entries(post.fields)) form.append(name, value);
/// form.append("Content-Type", file.type);   // if the policy leaves it to the sender
/// form.append("file", file);                // last: S3 ignores what follows
/// await fetch(post.url, { method: "POST", body: form });
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct PresignedPost {
    url: String,
    fields: Vec<(String, String)>,
    open_fields: Vec<(String, String)>,
    validity: Validity,
}

impl PresignedPost {
    pub(crate) fn new(
        url: String,
        policy: &PostPolicy<'_>,
        signature_fields: Vec<(String, String)>,
        validity: Validity,
    ) -> Self {
        let (mut fields, mut open_fields) = (Vec::new(), Vec::new());
        for field in policy.fields() {
            let name = String::from(&*field.name);
            match &field.value {
                Value::Exact(value) => fields.push((name, String::from(&**value))),
                Value::Prefix(prefix) if name == "key" => {
                    fields.push((name, [prefix, FILENAME].concat()));
                }
                Value::Prefix(prefix) => open_fields.push((name, String::from(&**prefix))),
            }
        }
        fields.extend(signature_fields);
        Self { url, fields, open_fields, validity }
    }

    /// The URL that the form is sent to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The fields of the form, in the order in which to send them; the field `file` comes after them.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The fields that the sender has to add, each with what its value must begin with.
    #[must_use]
    pub fn open_fields(&self) -> &[(String, String)] {
        &self.open_fields
    }

    /// From when until when the form is accepted, and what limited it.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// The upload of `file`, a path, as a command for `curl`, quoted for a POSIX shell. What the sender has
    /// to fill in is filled with the least that is accepted.
    #[must_use]
    pub fn to_curl(&self, file: &str) -> String {
        let fields = self.fields.iter().chain(&self.open_fields);
        let command = fields.fold(Command::curl(), |command, (name, value)| {
            command.word("--form-string").quoted(&[name, "=", value].concat())
        });
        // `curl` has quotes of its own around a path, without which `;` and `,` would end it.
        let file = file.replace('\\', "\\\\").replace('"', "\\\"");
        command.word("-F").quoted(&format!("file=@\"{file}\"")).quoted(&self.url).into_string()
    }

    /// The form in HTML, for a page of yours. What the sender has to fill in is a text field; the file
    /// input comes last.
    ///
    /// The form has `accept-charset="utf-8"`, so that browsers send the fields in UTF-8 whatever the page's own
    /// encoding: S3 compares them with the policy byte for byte.
    ///
    /// A key with a line break can be sent by `curl`, but not by a browser, which sends each as CR LF.
    #[must_use]
    pub fn to_html_form(&self) -> String {
        let mut html = format!(
            "<form action=\"{}\" method=\"post\" enctype=\"multipart/form-data\" \
             accept-charset=\"utf-8\">\n",
            escape_markup(&self.url)
        );
        for (name, value) in &self.fields {
            html.push_str(&input("hidden", name, value));
        }
        for (name, prefix) in &self.open_fields {
            html.push_str(&input("text", name, prefix));
        }
        html.push_str("  <input type=\"file\" name=\"file\" required>\n");
        html.push_str("  <button>Upload</button>\n</form>\n");
        html
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |fields: &[(String, String)]| -> Vec<String> {
            fields.iter().map(|(name, _)| name.clone()).collect()
        };
        f.debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("fields", &names(&self.fields))
            .field("open_fields", &self.open_fields)
            .field("validity", &self.validity)
            .finish()
    }
}

fn input(kind: &str, name: &str, value: &str) -> String {
    let (name, value) = (escape_markup(name), escape_markup(value));
    format!("  <input type=\"{kind}\" name=\"{name}\" value=\"{value}\">\n")
}

/// `{"url": …, "fields": {…}}`, the fields in sending order.
#[cfg(feature = "serde")]
impl serde::Serialize for PresignedPost {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        struct Fields<'a>(&'a [(String, String)]);

        impl serde::Serialize for Fields<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
            }
        }

        let mut post = serializer.serialize_struct("PresignedPost", 2)?;
        post.serialize_field("url", &self.url)?;
        post.serialize_field("fields", &Fields(&self.fields))?;
        post.end()
    }
}
