//! `presign METHOD OBJECT`: makes presigned URLs.

use std::io::{self, Read, Write};

use clap::Args;
use presigner::{PresignedUrl, Signer};

use crate::{
    format::Format,
    key_lines::KeyLines,
    message::Message,
    positional_arguments::LastArgument,
    request::{DescribedRequest, RequestArguments},
    settings::limit_note,
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
    Message(String),
    Io(io::Error),
}

/// Signs and prints. Returns the exit status.
pub(crate) fn run(
    arguments: &SignArguments,
    input: impl Read,
    out: impl Write,
    err: impl Write,
) -> Result<u8, Failure> {
    let described = arguments.request.describe()?;
    if described.words.last_argument == LastArgument::StandardInput {
        if arguments.format.is_qr() {
            return Err("`--qr` is for one key; remove it, or `-`".to_owned().into());
        }
        return arguments.sign_lines(&described, input, out, err);
    }
    arguments.sign_one(&described, out, err)?;
    Ok(0)
}

impl SignArguments {
    fn sign_one(
        &self,
        described: &DescribedRequest,
        mut out: impl Write,
        err: impl Write,
    ) -> Result<(), Failure> {
        let url = self.presign(described, &self.signer(described), described.key())?;
        let path = described.file.as_ref().map(|(path, _)| path.as_str());
        out.write_all(self.format.text(&url, path)?.as_bytes())?;
        out.flush()?;
        Ok(self.print_headers_and_notes(described, &url, err)?)
    }

    /// Signs each key of the input. A key that cannot be signed is reported, and the others are
    /// signed.
    fn sign_lines(
        &self,
        described: &DescribedRequest,
        input: impl Read,
        out: impl Write,
        mut err: impl Write,
    ) -> Result<u8, Failure> {
        let prefix = described.key().unwrap_or_default();
        let mut signer = self.signer(described);
        // An error that is not about the key is reported before the input is read.
        self.presign(described, &signer, Some(&[prefix, "k"].concat()))?;
        let mut lines = KeyLines::new(input, self.raw_keys);
        let mut out = io::BufWriter::with_capacity(BUFFER_BYTES, out);
        let mut count = Count::default();
        loop {
            let is_pending = lines.is_pending();
            if is_pending {
                out.flush()?;
            }
            let Some((number, line)) = lines.next()? else { break };
            if is_pending {
                // Reading the line may have taken a long time.
                signer = self.signer(described);
            }
            let url = line
                .and_then(|line| self.presign(described, &signer, Some(&[prefix, line].concat())));
            match url {
                Ok(url) => {
                    if count.add_signed() {
                        self.print_headers_and_notes(described, &url, &mut err)?;
                    }
                    self.format.write_line(&url, None, &mut out)?;
                }
                Err(sentence) => count.add_failed(number, &sentence, &mut err)?,
            }
        }
        out.flush()?;
        Ok(count.finish(err)?)
    }

    fn signer<'a>(&self, described: &'a DescribedRequest) -> Signer<'a> {
        described.presigner.at(self.request.settings.signing_time())
    }

    fn presign(
        &self,
        described: &DescribedRequest,
        signer: &Signer<'_>,
        key: Option<&str>,
    ) -> Result<PresignedUrl, String> {
        let request = self.request.request(described, key);
        let expiry = self.request.settings.expiry();
        signer.presign(&request, expiry).map_err(|error| error.message())
    }

    /// Prints the headers to send, and notes.
    fn print_headers_and_notes(
        &self,
        described: &DescribedRequest,
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

/// How many keys of the input are signed, and how many are not.
#[derive(Default)]
struct Count {
    signed: u64,
    failed: u64,
}

impl Count {
    /// Whether the key is the first that is signed.
    const fn add_signed(&mut self) -> bool {
        self.signed += 1;
        self.signed == 1
    }

    /// Reports the first key that is not signed.
    fn add_failed(&mut self, line: u64, sentence: &str, mut err: impl Write) -> io::Result<()> {
        self.failed += 1;
        if self.failed == 1 {
            writeln!(err, "line {line} is not signed: {sentence}")?;
        }
        Ok(())
    }

    /// Reports the others, and returns the exit status.
    fn finish(&self, mut err: impl Write) -> io::Result<u8> {
        let (failed, all) = (self.failed, self.signed + self.failed);
        if failed > 1 {
            writeln!(err, "{failed} of {all} keys are not signed; the first is reported above")?;
        }
        Ok(u8::from(failed > 0))
    }
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self::Message(sentence)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

const BUFFER_BYTES: usize = 1 << 16;
