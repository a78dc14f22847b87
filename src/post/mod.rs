//! Browser uploads: forms that S3 accepts.

mod document;
mod markup;
mod policy;
mod presigned_post;

pub(crate) use self::document::PolicyDocument;
pub use self::{policy::PostPolicy, presigned_post::PresignedPost};
