//! The upload forms of `upload_forms.txt`, signed.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE},
};
use presigner::{
    Timestamp,
    sigv4::{Scope, SigningKey},
    verify::{Form, Rejection, VerifiedForm},
};

use crate::table::{self, Row};

/// A form as a browser sends it.
#[derive(Clone, Debug)]
pub(crate) struct SentForm {
    /// The path of the URL.
    pub(crate) path: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) file_name: String,
    pub(crate) file: String,
}

/// The rows of the table.
pub(crate) fn rows() -> Vec<Row> {
    let text = include_str!("../../data/upload_forms.txt");
    table::parse("upload_forms.txt", text)
}

impl SentForm {
    /// The form of a row if the time is `now`.
    pub(crate) fn of(row: &Row, now: Timestamp) -> Self {
        let seconds_ago = |seconds: i64| {
            let time = Timestamp::from_unix_seconds(now.unix_seconds() - seconds);
            (time, time.to_string().replace(['-', ':'], ""))
        };
        let (signed_at, date) = seconds_ago(row.number("age"));
        let day = &date[.."YYYYMMDD".len()];
        let credential = row.text("credential").replace("{day}", day);
        let (expires_at, _) = seconds_ago(-row.number::<i64>("expires"));
        let replaced = |text: &str| {
            text.replace("{credential}", &credential).replace("{date}", &date).replace("{day}", day)
        };

        let conditions = ["condition", "and_condition", "signed_condition"];
        let conditions = conditions.iter().flat_map(|name| row.pairs(name));
        // The row splits a condition at its first space.
        let conditions = conditions.map(|(one, other)| format!("{one} {other}"));
        let conditions: Vec<_> = conditions.map(|text| replaced(text.trim_end())).collect();
        let document = row.text("document").replace("{expiration}", &expires_at.to_string());
        let document = document.replace("{conditions}", &conditions.join(","));
        let policy = encode(&document, &row.text("encoding"));

        let parts: Vec<_> = credential.rsplit('/').collect();
        let (service, region) = (*parts.get(1).unwrap_or(&""), *parts.get(2).unwrap_or(&""));
        let scope = Scope::new(signed_at, region, service).expect("a year with four digits");
        let key = SigningKey::derive(&row.text("secret_access_key"), &scope);
        let signature = key.sign(policy.as_bytes());
        let signature =
            signature.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));

        let signed = [
            ("x-amz-algorithm", row.text("algorithm")),
            ("x-amz-credential", credential.clone()),
            ("x-amz-date", date.clone()),
            ("policy", policy),
            ("x-amz-signature", signature),
        ];
        let mut fields = [row.pairs("field"), row.pairs("and_field")].concat();
        fields.extend(signed.map(|(name, value)| (String::from(name), value)));
        let (file_name, file) = (row.text("file_name"), row.text("file"));
        let mut form = Self { path: row.text("path"), fields, file_name, file };
        for (name, value) in row.pairs("set") {
            form.set(&name, &replaced(&value));
        }
        for (old, new) in row.pairs("rename") {
            form.field(&old).0 = new;
        }
        if let Some(name) = row.find("remove") {
            form.fields.retain(|(other, _)| *other != name);
        }
        form
    }
}

impl SentForm {
    /// The form as a server parses it.
    pub(crate) fn parse(&self) -> Result<Form<'_>, Rejection> {
        Form::parse(&self.path, &self.fields).map(|form| form.file_name(&self.file_name))
    }

    pub(crate) fn has_size_of(&self, form: &VerifiedForm<'_>) -> bool {
        let bytes = self.file.len() as u64;
        form.content_length_range().is_none_or(|range| range.contains(&bytes))
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.field(name).1 = value.into();
    }

    #[track_caller]
    fn field(&mut self, name: &str) -> &mut (String, String) {
        let field = self.fields.iter_mut().find(|(other, _)| other == name);
        field.unwrap_or_else(|| panic!("no field `{name}`"))
    }
}

fn encode(document: &str, encoding: &str) -> String {
    match encoding {
        "standard" => STANDARD.encode(document),
        "unpadded" => checked(STANDARD_NO_PAD.encode(document), document),
        "url_safe" => checked(URL_SAFE.encode(document), document),
        "line_break" => {
            let mut encoded = STANDARD.encode(document);
            encoded.insert(60, '\n');
            encoded
        }
        _ => panic!("unknown encoding {encoding}"),
    }
}

/// Panics if the encoding makes no difference.
fn checked(encoded: String, document: &str) -> String {
    assert_ne!(encoded, STANDARD.encode(document), "{document}");
    encoded
}
