//! Runs commands in a shell with the program in its path, an empty home and a fixed environment.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command, Output, Stdio},
};

/// A folder to run commands in, which is the home folder too.
pub(crate) struct Session {
    folder: PathBuf,
}

impl Session {
    pub(crate) fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("presign-{}-{name}", process::id()));
        fs::create_dir_all(&folder).expect("a temporary directory");
        Self { folder }
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> PathBuf {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&path)).expect("a folder");
        fs::write(&path, text).expect("a file in the temporary directory");
        path
    }

    /// The result of a shell command.
    pub(crate) fn run(&self, command: &str) -> Output {
        self.shell(command).output().expect("a shell")
    }

    /// A shell command with the keys of the AWS documentation in its environment.
    pub(crate) fn shell(&self, command: &str) -> Command {
        let folder = Path::new(PROGRAM).parent().unwrap_or(Path::new(""));
        let mut paths = vec![folder.to_owned()];
        paths.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let mut shell = Command::new("sh");
        shell
            .args(["-c", command])
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", env::join_paths(paths).expect("no path contains a colon"))
            .env("HOME", &self.folder)
            .envs(KEYS)
            .stdin(Stdio::null());
        shell
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_presign");

/// From the AWS documentation.
const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
];
