//! The HTTP methods of S3.

use core::{fmt, str::FromStr};

use crate::error::{Error, excerpt};

/// An HTTP method that S3 supports. It is signed: S3 refuses a HEAD request to a URL that was
/// signed for GET.
///
/// ```
/// use presigner::Method;
///
/// assert_eq!("put".parse::<Method>()?, Method::Put);
/// assert_eq!(Method::Put.as_str(), "PUT");
/// # Ok::<(), presigner::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Method {
    /// `DELETE`
    Delete,
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `POST`
    Post,
    /// `PUT`
    Put,
}

impl Method {
    /// Returns the method in upper case, as in the request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }

    /// All methods.
    pub(super) const fn all() -> [Self; 5] {
        [Self::Delete, Self::Get, Self::Head, Self::Post, Self::Put]
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Parses a method, ignoring ASCII case. The error is an [`Error::InvalidMethod`].
impl FromStr for Method {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::all()
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| Error::InvalidMethod { method: excerpt(text), problem: UNSUPPORTED })
    }
}

/// The problem of any other method.
pub(super) const UNSUPPORTED: &str = "is not supported by S3; use DELETE, GET, HEAD, POST or PUT";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_parsed_in_any_case_and_displayed_in_upper_case() {
        for (text, method) in [
            ("DELETE", Method::Delete),
            ("Get", Method::Get),
            ("head", Method::Head),
            ("post", Method::Post),
            ("pUT", Method::Put),
        ] {
            assert_eq!(text.parse(), Ok(method));
            assert_eq!(alloc::format!("{method:>6}"), alloc::format!("{:>6}", text.to_uppercase()));
        }
    }
}
