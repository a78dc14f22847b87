//! Conversion between methods and those of the crate `http`.

use super::method::{Method, UNSUPPORTED};
use crate::error::{Error, excerpt};

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Delete => Self::DELETE,
            Method::Get => Self::GET,
            Method::Head => Self::HEAD,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
        }
    }
}

/// Converts the method if S3 supports it; any other is an [`Error::InvalidMethod`]. Unlike
/// `Method::from_str`, this does not ignore case: to HTTP, `get` is another method than `GET`.
///
/// ```
/// use presigner::Method;
///
/// assert_eq!(Method::try_from(&http::Method::PUT)?, Method::Put);
/// assert!(Method::try_from(&http::Method::PATCH).is_err());
/// # Ok::<(), presigner::Error>(())
/// ```
impl TryFrom<&http::Method> for Method {
    type Error = Error;

    fn try_from(method: &http::Method) -> Result<Self, Error> {
        Self::all().into_iter().find(|supported| supported.as_str() == method.as_str()).ok_or_else(
            || Error::InvalidMethod { method: excerpt(method.as_str()), problem: UNSUPPORTED },
        )
    }
}
