//! Where a request goes, and what it is signed for.

use core::fmt;

use super::{
    aws,
    custom::Custom,
    resource::{Place, Resource},
    site::Site,
};

/// The address of one request: what stands in the URL before the key, and the scope's two names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address<'a> {
    /// AWS, if there is none.
    pub(super) custom: Option<&'a Custom>,
    pub(super) site: &'a Site,
    pub(super) resource: Resource<'a>,
    pub(super) place: Place,
}

impl<'a> Address<'a> {
    /// `https://` or `http://`.
    pub(crate) const fn scheme(&self) -> &'static str {
        match self.custom {
            None => "https://",
            Some(custom) => custom.scheme(),
        }
    }

    /// What is signed, and unless the endpoint displays another also what stands in the URL.
    pub(crate) const fn host(&self) -> Host<'_> {
        Host(self)
    }

    /// The path of a custom endpoint, without a slash at its end.
    pub(crate) fn base_path(&self) -> &'a str {
        self.custom.map_or("", Custom::path)
    }

    /// The bucket, raw, if it stands in the path.
    pub(crate) fn path_bucket(&self) -> Option<&'a str> {
        self.resource.bucket().filter(|_| self.place == Place::Path)
    }

    /// The region that is signed.
    pub(crate) fn region(&self) -> &'a str {
        let of_store = self.custom.and_then(Custom::signing_region);
        of_store.or(self.resource.region()).unwrap_or(self.site.region.signing_name())
    }

    /// The service that is signed.
    pub(crate) const fn service(&self) -> &'static str {
        self.resource.service()
    }

    /// Whether the session token of `CreateSession` is good there.
    pub(crate) const fn takes_express_session(&self) -> bool {
        self.resource.takes_express_session()
    }
}

/// A host name. It *is* its `Display`; the URL is another writer of the same pieces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Host<'a>(&'a Address<'a>);

impl Host<'_> {
    #[inline]
    pub(crate) fn push_to(self, push: &mut impl FnMut(&str)) {
        let Address { custom, site, resource, place } = self.0;
        match custom {
            None => aws::push_host(site, resource, push),
            Some(custom) if *place == Place::Host => custom.push_host(resource, push),
            Some(custom) => push(custom.authority()),
        }
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.push_to(&mut |piece| result = result.and_then(|()| f.write_str(piece)));
        result
    }
}
