//! The options of an endpoint.

/// The options that a caller has set.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent option")]
pub(super) struct EndpointOptions {
    pub(super) addressing: Addressing,
    pub(super) dual_stack: bool,
    pub(super) fips: bool,
    pub(super) accelerate: bool,
    pub(super) legacy_global: bool,
    pub(super) same_region_only: bool,
}

/// The addressing style of a general purpose bucket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Addressing {
    /// On AWS, and at custom endpoints that refuse path style, virtual-hosted style if possible. At other custom
    /// endpoints, path style.
    Default,
    /// Virtual-hosted style if possible, otherwise path style.
    VirtualHosted,
    /// Path style.
    Path,
}

impl EndpointOptions {
    pub(super) const DEFAULT: Self = Self {
        addressing: Addressing::Default,
        dual_stack: false,
        fips: false,
        accelerate: false,
        legacy_global: false,
        same_region_only: false,
    };

    /// The labels of the host before the region.
    pub(super) const fn s3_labels(self) -> &'static str {
        match (self.fips, self.dual_stack) {
            (false, false) => "s3",
            (true, false) => "s3-fips",
            (false, true) => "s3.dualstack",
            (true, true) => "s3-fips.dualstack",
        }
    }

    /// The suffix of the service label in a FIPS host, for services other than `s3`.
    pub(super) const fn fips_suffix(self) -> &'static str {
        if self.fips { "-fips" } else { "" }
    }

    /// The label before the region in a dual-stack host.
    pub(super) const fn dual_stack_suffix(self) -> &'static str {
        if self.dual_stack { ".dualstack" } else { "" }
    }
}
