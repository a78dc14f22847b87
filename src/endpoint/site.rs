//! Where a presigner sends most of its requests.

use alloc::string::String;

use super::switches::Switches;
use crate::{error::Error, region::Region};

/// A region, and what hosts there have in common: worked out once, instead of for every URL.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(super) region: Region,
    pub(super) switches: Switches,
    /// What follows the name of an ordinary bucket in a host of AWS, from a dot on.
    pub(super) bucket_tail: String,
    /// The most that host, path and scope have beside what a request names, in bytes.
    pub(crate) longest_address: usize,
    /// What keeps any request from being sent there.
    pub(super) error: Option<Error>,
}

impl Site {
    pub(crate) fn into_region(self) -> Region {
        self.region
    }
}
