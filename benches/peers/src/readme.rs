//! The parts of the READMEs between two markers.

use std::{fs, path::PathBuf};

/// A part between `<!-- name -->` and `<!-- /name -->`.
pub struct Part {
    /// The path of the README in the repository.
    pub readme: &'static str,
    pub name: &'static str,
}

impl Part {
    /// Replaces the part.
    pub fn replace(&self, text: &str) {
        let readme = self.read();
        let (before, _, after) = self.split(&readme);
        let [start, end] = self.markers();
        let readme = format!("{before}{start}\n{text}{end}{after}");
        fs::write(self.path(), readme).expect("writes the README");
    }

    /// Compares the beginnings of the rows with the table in the part. The rest of a row may differ.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn check_rows(&self, rows: &[String]) -> Result<(), String> {
        let readme = self.read();
        let (_, table, _) = self.split(&readme);
        for row in rows {
            if !table.lines().any(|line| line.starts_with(row)) {
                return Err(format!("{} has no row `{row} …`", self.readme));
            }
        }
        let count = table.lines().filter(|line| line.starts_with("| ")).count() - 1;
        if count != rows.len() {
            return Err(format!("{} has {count} rows, not {}", self.readme, rows.len()));
        }
        Ok(())
    }

    fn read(&self) -> String {
        fs::read_to_string(self.path()).expect("reads the README")
    }

    fn path(&self) -> PathBuf {
        [env!("CARGO_MANIFEST_DIR"), "../..", self.readme].iter().collect()
    }

    /// The text before the part, the part, and the text after it, without the markers.
    fn split<'r>(&self, readme: &'r str) -> (&'r str, &'r str, &'r str) {
        let [start, end] = self.markers();
        let (before, rest) = readme.split_once(&start).expect("a marker");
        let (part, after) = rest.split_once(&end).expect("a marker after it");
        (before, part, after)
    }

    fn markers(&self) -> [String; 2] {
        [format!("<!-- {} -->", self.name), format!("<!-- /{} -->", self.name)]
    }
}
