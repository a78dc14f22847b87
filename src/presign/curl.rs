//! `curl` commands for a POSIX shell.

use alloc::string::String;

/// A builder of a command.
pub(crate) struct Command {
    text: String,
}

impl Command {
    pub(crate) fn curl() -> Self {
        Self { text: String::from("curl") }
    }

    /// Appends text that needs no quotes, such as an option.
    pub(crate) fn word(mut self, word: &str) -> Self {
        self.text.extend([" ", word]);
        self
    }

    /// Appends a word in single quotes, in which the shell expands nothing.
    pub(crate) fn quoted(mut self, word: &str) -> Self {
        self.text.push_str(" '");
        for (index, part) in word.split('\'').enumerate() {
            if index > 0 {
                self.text.push_str(r"'\''");
            }
            self.text.push_str(part);
        }
        self.text.push('\'');
        self
    }

    pub(crate) fn into_string(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_word_is_one_word_to_the_shell() {
        let command = Command::curl().word("-H").quoted("x-note: it's $HOME `x` \"y\" \\ !");
        assert_eq!(command.into_string(), r#"curl -H 'x-note: it'\''s $HOME `x` "y" \ !'"#);
    }
}
