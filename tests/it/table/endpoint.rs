//! The endpoint that a row describes.

use presigner::{Endpoint, Error};

use crate::table::Row;

impl Row {
    pub(crate) fn endpoint(&self) -> Result<Endpoint, Error> {
        let mut endpoint = match self.find("endpoint") {
            Some(url) => Endpoint::custom(&url)?,
            None => Endpoint::aws(),
        };
        for switch in self.find("switches").unwrap_or_default().split_whitespace() {
            endpoint = match switch {
                "accelerate" => endpoint.accelerate(),
                "dual_stack" => endpoint.dual_stack(),
                "fips" => endpoint.fips(),
                "legacy_global" => endpoint.legacy_global(),
                "path_style" => endpoint.path_style(),
                "same_region_only" => endpoint.same_region_only(),
                "virtual_hosted" => endpoint.virtual_hosted(),
                _ => panic!("{self}: unknown switch `{switch}`"),
            };
        }
        Ok(endpoint)
    }
}
