//! Browser-based uploads with POST forms.

mod document;
mod markup;
mod policy;
mod presigned_post;
mod signing;

pub use self::{policy::PostPolicy, presigned_post::PresignedPost};
