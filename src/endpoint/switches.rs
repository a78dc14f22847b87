//! How an endpoint departs from the ordinary hosts.

/// What a caller has switched on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that callers throw by itself")]
pub(super) struct Switches {
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
    Unsaid,
    /// The host if it can, else the path.
    VirtualHosted,
    /// The path.
    Path,
}

impl Switches {
    pub(super) const NONE: Self = Self {
        addressing: Addressing::Unsaid,
        dual_stack: false,
        fips: false,
        accelerate: false,
        legacy_global: false,
        same_region_only: false,
    };

    /// The label of S3 behind a bucket, all in one: few pieces are soon written.
    pub(super) const fn s3(self) -> &'static str {
        match (self.fips, self.dual_stack) {
            (false, false) => ".s3",
            (true, false) => ".s3-fips",
            (false, true) => ".s3.dualstack",
            (true, true) => ".s3-fips.dualstack",
        }
    }

    /// What another host label has behind it.
    pub(super) const fn fips_part(self) -> &'static str {
        if self.fips { "-fips" } else { "" }
    }

    /// What the labels before the region have behind them.
    pub(super) const fn dual_stack_part(self) -> &'static str {
        if self.dual_stack { ".dualstack" } else { "" }
    }
}
