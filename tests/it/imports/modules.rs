//! The modules of a crate, and which file imports from which.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    path::Path,
};

use super::source::{Mention, mentions};

/// One import that leads from one file to another.
#[derive(Debug)]
pub(crate) struct Import {
    /// The file that imports, such as `sigv4/scope.rs`.
    pub(crate) by: String,
    /// The file that defines what is imported, through however many re-exports.
    pub(crate) from: String,
    line: usize,
    path: String,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { by, from, line, path } = self;
        write!(f, "src/{by}:{line} imports `{path}` from src/{from}")
    }
}

/// The modules by their paths; that of `lib.rs` is empty.
pub(crate) struct Modules {
    modules: BTreeMap<Vec<String>, Module>,
}

struct Module {
    file: String,
    mentions: Vec<Mention>,
}

impl Modules {
    #[track_caller]
    pub(crate) fn read(src: &str) -> Self {
        let mut modules = Self { modules: BTreeMap::new() };
        modules.read_folder(src.as_ref(), &[]);
        modules
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.modules.values().map(|module| module.file.as_str())
    }

    pub(crate) fn imports(&self) -> impl Iterator<Item = Import> {
        self.modules.iter().flat_map(|(path, module)| {
            module.mentions.iter().filter_map(|mention| self.import(path, module, mention))
        })
    }

    #[track_caller]
    fn read_folder(&mut self, folder: &Path, parent: &[String]) {
        for entry in fs::read_dir(folder).expect("a folder of src").flatten() {
            let (path, file) = (entry.path(), entry.file_name());
            let file = file.to_str().expect("a module's name");
            let stem = file.strip_suffix(".rs").unwrap_or(file);
            let mut module = parent.to_vec();
            if !matches!(stem, "lib" | "mod") {
                module.push(stem.into());
            }
            if path.is_dir() {
                self.read_folder(&path, &module);
            } else {
                let source = fs::read_to_string(&path).expect("a readable file");
                let file = [parent, &[file.into()]].concat().join("/");
                self.modules.insert(module, Module { file, mentions: mentions(&source) });
            }
        }
    }

    /// The import that a mention is, unless it stays in the file or leaves the crate.
    fn import(&self, path: &[String], module: &Module, mention: &Mention) -> Option<Import> {
        let from = self.definition(&self.absolute(path, &mention.path)?);
        (from != module.file).then(|| Import {
            by: module.file.clone(),
            from: from.into(),
            line: mention.line,
            path: mention.path.join("::"),
        })
    }

    /// The path from the root of the crate; `None` for a path of another crate, or of a local name.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let mut absolute = module.to_vec();
        let keywords = path.iter().take_while(|part| is_keyword(part)).count();
        if keywords == 0 {
            absolute.push(path[0].clone());
            return self.modules.contains_key(&absolute).then(|| [module, path].concat());
        }
        for keyword in &path[..keywords] {
            match keyword.as_str() {
                "crate" => absolute.clear(),
                "super" => drop(absolute.pop()),
                _ => {}
            }
        }
        absolute.extend_from_slice(&path[keywords..]);
        Some(absolute)
    }

    /// The file that defines what `path` leads to. A name that a module has from elsewhere is
    /// looked up there.
    fn definition(&self, path: &[String]) -> &str {
        let mut path = path.to_vec();
        let mut seen = BTreeSet::new();
        loop {
            let depth = (0..=path.len())
                .rfind(|depth| self.modules.contains_key(&path[..*depth]))
                .expect("the root of the crate");
            let module = &self.modules[&path[..depth]];
            let next = path.get(depth).and_then(|name| self.elsewhere(&path[..depth], name));
            match next {
                Some(next) if seen.insert(path.clone()) => {
                    path = [&next, &path[depth + 1..]].concat();
                }
                _ => return &module.file,
            }
        }
    }

    /// Where `module` has `name` from, if it imports it.
    fn elsewhere(&self, module: &[String], name: &str) -> Option<Vec<String>> {
        self.modules[module]
            .mentions
            .iter()
            .filter(|mention| mention.name.as_deref() == Some(name))
            .find_map(|mention| self.absolute(module, &mention.path))
    }
}

fn is_keyword(part: &str) -> bool {
    matches!(part, "crate" | "self" | "super")
}
