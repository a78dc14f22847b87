//! How a URL is printed.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use clap::Args;
use presigner::{Limit, PresignedUrl, Validity};
use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use serde_json::{Map, Value, json};

#[derive(Args, Debug)]
#[group(multiple = false)]
pub(crate) struct Format {
    /// Print JSON: url, method, headers, `expires_at`, `limited_by`; one line for each key of `-`
    #[arg(long)]
    json: bool,
    /// Print a curl command for a POSIX shell
    #[arg(long)]
    curl: bool,
    /// Print a QR code of the link for a terminal
    #[arg(long)]
    qr: bool,
}

impl Format {
    /// Whether the output contains the headers to send.
    pub(crate) const fn has_headers(&self) -> bool {
        self.json || self.curl
    }

    pub(crate) const fn is_qr(&self) -> bool {
        self.qr
    }

    /// The text of one URL. An upload is that of `file`.
    pub(crate) fn text(&self, url: &PresignedUrl, file: Option<&str>) -> Result<String, String> {
        if self.json {
            Ok(format!("{:#}\n", json(url)))
        } else if self.qr {
            qr(url)
        } else {
            let mut line = Vec::new();
            self.write_line(url, file, &mut line).map_err(|error| error.to_string())?;
            String::from_utf8(line).map_err(|error| error.to_string())
        }
    }

    /// Writes one URL of many as a line.
    pub(crate) fn write_line(
        &self,
        url: &PresignedUrl,
        file: Option<&str>,
        mut out: impl Write,
    ) -> io::Result<()> {
        if self.json {
            serde_json::to_writer(&mut out, &json(url))?;
        } else if self.curl {
            out.write_all(curl(url, file).as_bytes())?;
        } else {
            out.write_all(url.as_str().as_bytes())?;
        }
        out.write_all(b"\n")
    }
}

fn json(url: &PresignedUrl) -> Value {
    let headers = url.headers().iter().map(|(name, value)| (name.to_owned(), json!(value)));
    json!({
        "url": url.as_str(),
        "method": url.method().as_str(),
        "headers": headers.collect::<Map<_, _>>(),
        "expires_at": url.validity().expires_at().to_string(),
        "limited_by": limited_by(url.validity()),
    })
}

fn limited_by(validity: Validity) -> Option<&'static str> {
    validity.limited_by().map(|limit| match limit {
        Limit::SevenDays => "seven_days",
        Limit::Credentials => "credentials",
        _ => "policy",
    })
}

/// The command of the library, with the file in place of its placeholder.
fn curl(url: &PresignedUrl, file: Option<&str>) -> String {
    let command = url.to_curl();
    let Some((file, rest)) = file.zip(command.strip_prefix(UPLOAD)) else { return command };
    // `curl -T` reads from stdin for `-`, and expands brackets and braces.
    let name = if file.starts_with('-') { ["./", file].concat() } else { file.to_owned() };
    let globoff = if name.contains(['[', ']', '{', '}']) { "-g " } else { "" };
    let quoted = name.replace('\'', r"'\''");
    format!("curl {globoff}-T '{quoted}'{rest}")
}

fn qr(url: &PresignedUrl) -> Result<String, String> {
    if !url.opens_in_browser() {
        return Err("`--qr` requires a URL that opens in a browser, which is a GET without headers; remove it".into());
    }
    let bytes = url.as_str();
    let code = QrCode::with_error_correction_level(bytes, EcLevel::L).map_err(|_| {
        format!(
            "URL has {} bytes, and a QR code at most {MAX_QR_BYTES}; \
             sign with credentials without a session token",
            bytes.len()
        )
    })?;
    let has_color = io::stdout().is_terminal() && !is_set("NO_COLOR");
    // Blocks are drawn in the foreground, which is light on most terminals; with colour it always is.
    let blocks =
        code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
    let (begin, end) = if has_color { (WHITE_ON_BLACK, RESET) } else { ("", "") };
    Ok(blocks.lines().map(|line| [begin, line, end, "\n"].concat()).collect())
}

/// <https://no-color.org>
fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// The beginning of the library's command for an upload.
const UPLOAD: &str = "curl -T file";

const WHITE_ON_BLACK: &str = "\u{1b}[97;40m";
const RESET: &str = "\u{1b}[0m";

/// Version 40 with error correction level L, in bytes.
const MAX_QR_BYTES: usize = 2953;

#[cfg(test)]
mod tests {
    use presigner::{Credentials, Expiry, Presigner, Request, Timestamp};

    use super::*;

    fn presign(request: &Request<'_>) -> PresignedUrl {
        let presigner = Presigner::new(Credentials::new("AKID", "secret"), "us-east-1");
        let signer = presigner.at(Timestamp::from_unix_seconds(1_369_353_600));
        signer.presign(request, Expiry::hours(1)).expect("what can be signed")
    }

    #[test]
    fn the_file_of_a_curl_command_is_one_word() {
        let url = presign(&Request::put("b", "k"));
        for (file, expected) in [
            ("q3.pdf", vec!["-T", "q3.pdf"]),
            ("it's $a", vec!["-T", "it's $a"]),
            ("-", vec!["-T", "./-"]),
            ("[1-3].pdf", vec!["-g", "-T", "[1-3].pdf"]),
        ] {
            let words = shlex::split(&curl(&url, Some(file))).expect("a command");
            let expected = [&["curl"], &*expected, &[url.as_str()]].concat();
            assert_eq!(words, expected, "{file}");
        }
        assert!(curl(&url, None).starts_with("curl -T file '"));
    }

    #[test]
    fn a_url_that_is_too_long_for_a_qr_code_is_an_error() {
        let format = Format { json: false, curl: false, qr: true };
        let long = "é".repeat(500);
        let url = presign(&Request::get("b", &long));
        let error = format.text(&url, None).expect_err("a long URL");
        assert!(error.contains("at most 2953"), "{error}");
        let error = format.text(&presign(&Request::put("b", "k")), None).expect_err("an upload");
        assert!(error.contains("opens in a browser"), "{error}");
        let code = format.text(&presign(&Request::get("b", "k")), None).expect("a short URL");
        let widths: Vec<_> = code.lines().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
    }
}
