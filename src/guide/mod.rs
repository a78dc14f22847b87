//! The guide: [how a URL is made](signing), a [cookbook], and [migrating from another
//! library](migration). It contains only documentation.

pub mod cookbook;
pub mod migration;
pub mod signing;
