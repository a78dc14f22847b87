//! Signing for S3 with the settings of a row.

use presigner::{Error, PresignedUrl, Presigner, Request};

use crate::table::Row;

impl Row {
    pub(crate) fn presign(&self, request: &Request<'_>) -> Result<PresignedUrl, Error> {
        Presigner::new(self.credentials(), self.text("region").as_str())
            .with_endpoint(self.endpoint()?)
            .at(self.at())
            .presign(request, self.expires())
    }
}
