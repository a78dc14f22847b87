//! How an endpoint departs from the ordinary hosts.

/// What a caller has switched on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Switches {
    pub(super) addressing: Addressing,
    /// `.dualstack`, or nothing: a piece of the host name.
    pub(super) dual_stack: &'static str,
    /// `-fips`, or nothing: a piece of the host name.
    pub(super) fips: &'static str,
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
        dual_stack: "",
        fips: "",
        accelerate: false,
        legacy_global: false,
        same_region_only: false,
    };

    pub(super) const fn is_dual_stack(&self) -> bool {
        !self.dual_stack.is_empty()
    }

    pub(super) const fn is_fips(&self) -> bool {
        !self.fips.is_empty()
    }
}
