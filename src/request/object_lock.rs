//! Retention modes of object lock.

/// Who may shorten the retention of an object, or delete it before its end. See [Retention modes].
///
/// [Retention modes]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ObjectLockMode {
    /// `COMPLIANCE`: nobody, not even the root user.
    Compliance,
    /// `GOVERNANCE`: users with the permission `s3:BypassGovernanceRetention`.
    Governance,
}

impl ObjectLockMode {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Compliance => "COMPLIANCE",
            Self::Governance => "GOVERNANCE",
        }
    }
}
