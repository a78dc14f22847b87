//! Presigned upload forms.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use super::{
    markup::escape_markup,
    policy::{PostPolicy, Value},
};
use crate::{
    error::Error,
    presign::{Command, Validity},
    wire::form::{FILENAME, MAX_FORM_BYTES, min_form_bytes},
};

/// A presigned upload form: its URL and fields.
///
/// Anyone who has the fields can upload until the form expires. Treat them as a secret; `Debug`
/// does not show their values.
///
/// # JSON
///
/// With the `serde` feature, a form is serialized for a script in the browser. `url` and `fields` are
/// those of `generate_presigned_post` of boto3, so that clients of it work. `open_fields` is `{}` if
/// the policy has none, and `expires_at` is in RFC 3339, as for a
/// [`PresignedUrl`](crate::PresignedUrl).
///
/// ```json
/// {
///   "url": "https://my-bucket.s3.eu-central-1.amazonaws.com/",
///   "fields": { "key": "uploads/jane/${filename}", "policy": "…", "x-amz-signature": "…" },
///   "open_fields": { "Content-Type": "image/" },
///   "expires_at": "2024-03-15T12:44:56Z"
/// }
/// ```
///
/// The client sends the fields, then each open field with a value that begins with its prefix, then
/// the file. In JavaScript, for a policy with
/// [`content_type_prefix`](PostPolicy::content_type_prefix):
///
/// ```js
/// const values = { "Content-Type": file.type };   // for the open fields
/// const form = new FormData();
/// for (const [name, value] of Object.entries(post.fields)) form.append(name, value);
/// for (const [name, prefix] of Object.entries(post.open_fields)) {
///   if (!values[name]?.startsWith(prefix)) throw new Error(`${name} must begin with ${prefix}`);
///   form.append(name, values[name]);
/// }
/// form.append("file", file);                      // last: S3 ignores what follows
/// const response = await fetch(post.url, { method: "POST", body: form });
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

    /// Refuses a form that S3 would refuse with every file (`MaxPostPreDataLengthExceededError`).
    pub(crate) fn check_size(&self) -> Result<(), Error> {
        let fields = self.fields.iter().chain(&self.open_fields);
        let bytes = min_form_bytes(fields.map(|(name, value)| (name.len(), value.len())));
        if bytes > MAX_FORM_BYTES {
            return Err(Error::FormTooLarge { bytes, max_bytes: MAX_FORM_BYTES });
        }
        Ok(())
    }

    /// Returns the URL to which the form is sent.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the fields of the form as pairs of name and value, in the order to send them. After
    /// them, send the [`open_fields`](Self::open_fields) and then the field `file`.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Returns the fields that the client must add, as pairs of a name and the prefix that its
    /// value must have.
    #[must_use]
    pub fn open_fields(&self) -> &[(String, String)] {
        &self.open_fields
    }

    /// Returns the signing time and the expiry time of the form, and the limit that shortened its
    /// validity.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// Returns a `curl` command that uploads the file at the path `file`, quoted for a POSIX shell.
    /// The value of each [open field](Self::open_fields) is its prefix; complete it.
    #[must_use]
    pub fn to_curl(&self, file: &str) -> String {
        let fields = self.fields.iter().chain(&self.open_fields);
        let command = fields.fold(Command::curl(), |command, (name, value)| {
            command.word("--form-string").quoted(&[name, "=", value].concat())
        });
        // `curl` parses `;` and `,` in a path unless it is in double quotes.
        let file = file.replace('\\', "\\\\").replace('"', "\\\"");
        command.word("-F").quoted(&format!("file=@\"{file}\"")).quoted(&self.url).into_string()
    }

    /// Returns the form as HTML. Each [open field](Self::open_fields) is a text input with its
    /// prefix as the value, and the file input is last.
    ///
    /// The form has `accept-charset="utf-8"`, so that browsers send the fields in UTF-8 whatever
    /// the encoding of the page: S3 compares them with the policy byte for byte.
    ///
    /// Browsers send a line break as CR LF, so they cannot send a key that contains a line feed
    /// alone.
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

/// Shows the names of the signed fields, not their values.
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

/// `{"url": …, "fields": {…}, "open_fields": {…}, "expires_at": …}`, with the fields in the order to
/// send them.
#[cfg(feature = "serde")]
impl serde::Serialize for PresignedPost {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        struct FieldMap<'a>(&'a [(String, String)]);

        impl serde::Serialize for FieldMap<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
            }
        }

        let mut post = serializer.serialize_struct("PresignedPost", 4)?;
        post.serialize_field("url", &self.url)?;
        post.serialize_field("fields", &FieldMap(&self.fields))?;
        post.serialize_field("open_fields", &FieldMap(&self.open_fields))?;
        post.serialize_field("expires_at", &format_args!("{}", self.validity.expires_at()))?;
        post.end()
    }
}
