//! Where requests go, and what they are signed for.

mod addresses;
mod rules;
