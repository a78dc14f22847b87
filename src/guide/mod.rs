//! The guide: [how a URL is made](signing), a [cookbook], [login tokens](tokens) in the clients of
//! databases and other services, and [migrating from another library](migration). It contains only
//! documentation, whose examples run as tests.

pub mod cookbook;
pub mod migration;
pub mod signing;
pub mod tokens;
