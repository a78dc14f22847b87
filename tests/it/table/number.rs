//! Fields that are numbers.

use std::str::FromStr;

use crate::table::Row;

impl Row {
    /// The value of a field that has to be there, as a number.
    #[track_caller]
    pub(crate) fn number<N: FromStr>(&self, name: &str) -> N {
        let text = self.text(name);
        text.parse().unwrap_or_else(|_| panic!("{self}: `{name}` is no number: {text}"))
    }
}
