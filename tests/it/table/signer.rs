//! Compares [`QuerySigner`] with a row at every step.

use percent_encoding::percent_decode_str;
use presigner::sigv4::{PresignedQuery, QuerySigner};

use crate::table::{Row, same};

/// Presigns the row's `url` and compares every intermediate text and the result.
pub(crate) fn check_steps(row: &Row, signer: &QuerySigner<'_>) -> Result<(), String> {
    let request = check_texts(row, signer)?;
    same("signature", request.signature(), &row.text("signature"))?;
    same("URL", &sorted(request.as_str()), &sorted(&row.text("signed_url")))
}

/// Presigns the row's `url` and compares the texts before the signature.
pub(crate) fn check_texts(row: &Row, signer: &QuerySigner<'_>) -> Result<PresignedQuery, String> {
    let headers = row.pairs("header");
    let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let request = signer
        .presign(&row.text("method"), &row.text("url"), &headers, row.expires(), row.at())
        .map_err(|error| format!("signing fails: {error}"))?;
    same("canonical request", request.canonical_request(), &row.text("canonical_request"))?;
    same("string to sign", request.string_to_sign(), &row.text("string_to_sign"))?;
    same("owned URL", &request.clone().into_string(), request.as_str())?;
    Ok(request)
}

/// The base and the decoded parameters of a URL, one per line and sorted: implementations order
/// them differently.
pub(crate) fn sorted(url: &str) -> String {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let mut lines: Vec<_> =
        query.split('&').map(|pair| percent_decode_str(pair).decode_utf8_lossy()).collect();
    lines.sort();
    lines.insert(0, base.into());
    lines.join("\n")
}
