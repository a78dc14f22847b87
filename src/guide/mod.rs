//! The guide: [how a URL is made](signing), a [cookbook], and [coming from another
//! library](migration). It is text alone; its examples run as tests.

pub mod cookbook;
pub mod migration;
pub mod signing;
