//! What is asked for.

mod typed;
