//! The options of an endpoint.

/// What a caller has set.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that callers set by itself")]
pub(super) struct EndpointOptions {
    pub(super) addressing: Addressing,
    pub(super) dual_stack: bool,
    pub(super) fips: bool,
    pub(super) accelerate: bool,
    pub(super) legacy_global: bool,
    pub(super) same_region_only: bool,
}

/// Where an ordinary bucket's name goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Addressing {
    /// AWS: the host if it can, else the path. Custom endpoints: the path.
    Default,
    /// The host if it can, else the path.
    VirtualHosted,
    /// The path.
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

    /// The labels of S3 before the region.
    pub(super) const fn s3_labels(self) -> &'static str {
        match (self.fips, self.dual_stack) {
            (false, false) => "s3",
            (true, false) => "s3-fips",
            (false, true) => "s3.dualstack",
            (true, true) => "s3-fips.dualstack",
        }
    }

    /// What follows the name of another service in a FIPS host.
    pub(super) const fn fips_suffix(self) -> &'static str {
        if self.fips { "-fips" } else { "" }
    }

    /// What stands before the region in a dual-stack host.
    pub(super) const fn dual_stack_suffix(self) -> &'static str {
        if self.dual_stack { ".dualstack" } else { "" }
    }
}
