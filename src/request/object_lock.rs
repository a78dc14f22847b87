//! Retention modes of S3 Object Lock.

/// A retention mode of S3 Object Lock: who may delete an object version before its retention period
/// ends, or shorten the period. See [Retention modes].
///
/// [Retention modes]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ObjectLockMode {
    /// `COMPLIANCE`: nobody, including the root user of the account.
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
