//! The form that a browser submits to upload a file: `multipart/form-data` (RFC 7578).

use bytes::Bytes;

/// A browser upload form: its fields in the given order, then the file, which S3 requires to be last.
#[derive(Clone, Debug, Default)]
pub struct Form {
    parts: Vec<u8>,
}

impl Form {
    /// Creates a form with `fields`.
    pub fn new<N: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            let disposition = format!("form-data; name=\"{}\"", name.as_ref());
            form.part(&disposition, value.as_ref().as_bytes());
        }
        form
    }

    /// Adds a file named `name`.
    #[must_use]
    pub fn with_file(mut self, name: &str, content: &[u8]) -> Self {
        self.part(&format!("form-data; name=\"file\"; filename=\"{name}\""), content);
        self
    }

    pub(crate) fn content_type() -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    pub(crate) fn into_body(mut self) -> Bytes {
        self.parts.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.parts.into()
    }

    fn part(&mut self, disposition: &str, content: &[u8]) {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n");
        self.parts.extend_from_slice(head.as_bytes());
        self.parts.extend_from_slice(content);
        self.parts.extend_from_slice(b"\r\n");
    }
}

const BOUNDARY: &str = "----presigner-form-boundary";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_follows_the_fields() {
        let form = Form::new([("key", "a b")]).with_file("cat.jpg", b"meow");
        assert_eq!(
            str::from_utf8(&form.into_body()).unwrap(),
            "------presigner-form-boundary\r\n\
             Content-Disposition: form-data; name=\"key\"\r\n\r\na b\r\n\
             ------presigner-form-boundary\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"cat.jpg\"\r\n\r\nmeow\r\n\
             ------presigner-form-boundary--\r\n",
        );
    }
}
