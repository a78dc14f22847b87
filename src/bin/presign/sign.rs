//! `presign METHOD OBJECT`: makes presigned URLs.

use std::io::{self, Read, Write};

use clap::Args;
use presigner::PresignedUrl;

use crate::{
    format::Format,
    key_lines::KeyLines,
    request::{Described, RequestArguments},
    sentence::Sentence,
    settings::limit_note,
    words::Rest,
};

#[derive(Args, Debug)]
pub(crate) struct SignArguments {
    #[command(flatten)]
    request: RequestArguments,
    #[command(flatten)]
    format: Format,
    /// With `-`: every line is a key, even if the first looks like a line of `aws s3 ls`
    #[arg(long)]
    raw_keys: bool,
}

/// Why nothing more can be printed.
#[derive(Debug)]
pub(crate) enum Failure {
    Sentence(String),
    Io(io::Error),
}

/// Signs and prints. Returns the exit status.
pub(crate) fn run(
    arguments: &SignArguments,
    input: impl Read,
    out: impl Write,
    mut err: impl Write,
) -> Result<u8, Failure> {
    let described = arguments.request.describe()?;
    if described.words.rest == Rest::StandardInput {
        if arguments.format.is_qr() {
            return Err("`--qr` is for one key; remove it, or `-`".to_owned().into());
        }
        return arguments.sign_lines(&described, input, out, err);
    }
    arguments.sign_one(&described, out, &mut err)?;
    Ok(0)
}

impl SignArguments {
    fn sign_one(
        &self,
        described: &Described,
        mut out: impl Write,
        mut err: impl Write,
    ) -> Result<(), Failure> {
        let settings = &self.request.settings;
        let request = self.request.request(described, described.key());
        let signer = described.presigner.at(settings.signing_time());
        let url = signer.presign(&request, settings.expiry()).map_err(|error| error.sentence())?;
        let path = described.file.as_ref().map(|(path, _)| path.as_str());
        out.write_all(self.format.text(&url, path)?.as_bytes())?;
        out.flush()?;
        self.tell(described, &url, &mut err)?;
        Ok(())
    }

    /// Signs each key of the input. A key that cannot be signed is reported, and the rest goes on.
    fn sign_lines(
        &self,
        described: &Described,
        input: impl Read,
        out: impl Write,
        mut err: impl Write,
    ) -> Result<u8, Failure> {
        let settings = &self.request.settings;
        let prefix = described.key().unwrap_or_default();
        let mut signer = described.presigner.at(settings.signing_time());
        // What is wrong with every URL is reported once, before the input is read.
        let probe = [prefix, "k"].concat();
        let probe = self.request.request(described, Some(&probe));
        signer.presign(&probe, settings.expiry()).map_err(|error| error.sentence())?;
        let mut lines = KeyLines::new(input, self.raw_keys);
        let mut out = io::BufWriter::with_capacity(BUFFER_BYTES, out);
        let (mut key, mut printed, mut failed) = (String::new(), 0_u64, 0_u64);
        loop {
            let is_pending = lines.is_pending();
            if is_pending {
                out.flush()?;
            }
            let Some((number, line)) = lines.next()? else { break };
            if is_pending {
                // The line may have taken its time.
                signer = described.presigner.at(settings.signing_time());
            }
            let url = line.and_then(|line| {
                key.clear();
                key.push_str(prefix);
                key.push_str(line);
                let request = self.request.request(described, Some(&key));
                signer.presign(&request, settings.expiry()).map_err(|error| error.sentence())
            });
            match url {
                Ok(url) => {
                    if printed == 0 {
                        self.tell(described, &url, &mut err)?;
                    }
                    printed += 1;
                    self.format.write_line(&url, None, &mut out)?;
                }
                Err(sentence) => {
                    if failed == 0 {
                        writeln!(err, "line {number} is not signed: {sentence}")?;
                    }
                    failed += 1;
                }
            }
        }
        out.flush()?;
        if failed > 1 {
            let all = printed + failed;
            writeln!(
                err,
                "{failed} of {all} keys are not signed; the first of them is named above"
            )?;
        }
        Ok(u8::from(failed > 0))
    }

    /// Prints the headers to send, and notes.
    fn tell(
        &self,
        described: &Described,
        url: &PresignedUrl,
        mut err: impl Write,
    ) -> io::Result<()> {
        if !self.format.has_headers() {
            for (name, value) in url.headers() {
                writeln!(err, "{name}: {value}")?;
            }
        }
        for note in described.notes.iter().cloned().chain(limit_note(url.validity())) {
            writeln!(err, "{note}")?;
        }
        Ok(())
    }
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self::Sentence(sentence)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

const BUFFER_BYTES: usize = 1 << 16;
