//! Profiles in the shared AWS files, compared with botocore.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use presigner::{Credentials, Error, Expiry, PresignedUrl, Presigner, Profile, Region, Timestamp};

use crate::{
    error::refusal::shown,
    table::{self, Row, same},
};

#[test]
fn shared_files_are_parsed_as_by_botocore() {
    let rows = table::read("profiles.txt");
    let rejected = rows.iter().filter(|row| row.find("rejected").is_some()).count();
    assert_eq!((rows.len(), rejected), (150, 14), "files, and those that only botocore accepts");
    table::check(&rows, check);
}

fn check(row: &Row) -> Result<(), String> {
    let name = row.find("profile").unwrap_or_else(|| "default".into());
    let file = |field| row.find(field).unwrap_or_default();
    let actual = Profile::parse(&name, &file("credentials"), &file("config"));
    let errors = [row.pairs("rejected"), row.pairs("error")].concat();
    match (actual, errors.first()) {
        (Err(error), Some((variant, _))) => {
            same("error", &variant_of(&error), variant)?;
            check_line(row, &error)
        }
        (Err(error), None) => Err(format!("unexpected error: {error}")),
        (Ok(profile), Some((variant, why))) => {
            Err(format!("no {variant} ({why}), but {profile:?}"))
        }
        (Ok(profile), None) => check_profile(row, &profile),
    }
}

fn check_line(row: &Row, error: &Error) -> Result<(), String> {
    match error {
        Error::InvalidProfileFile { line, .. } if row.find("line").is_some() => {
            same("line", &line.to_string(), &row.number::<usize>("line").to_string())
        }
        _ => Ok(()),
    }
}

/// Secrets cannot be read back, so their signatures are compared, or the errors if a secret has a
/// control character.
fn check_profile(row: &Row, profile: &Profile) -> Result<(), String> {
    let region = profile.region().map(Region::as_str).unwrap_or_default();
    same("region", region, &row.find("region").unwrap_or_default())?;
    let expected = Credentials::new(row.text("access_key_id"), row.text("secret_access_key"))
        .with_session_token(row.find("session_token").unwrap_or_default());
    same("signature", &signed_with(profile.credentials()), &signed_with(&expected))
}

fn signed_with(credentials: &Credentials) -> String {
    Presigner::new(credentials.clone(), "us-east-1")
        .at(Timestamp::from_unix_seconds(1_700_000_000))
        .get("bucket", "key", Expiry::hours(1))
        .map_or_else(|error| error.to_string(), PresignedUrl::into_string)
}

fn variant_of(error: &Error) -> String {
    format!("{error:?}").split(' ').next().unwrap_or_default().into()
}

#[test]
fn a_malformed_file_is_rejected_with_the_line_number() {
    let repeated = "repeats a section or key; remove one of the two";
    let no_delimiter = "has no `=` and does not continue a value; write `key = value`";
    let nested = "has no `=` but is nested below a key without a value; write `key = value`, or indent it less";
    let no_bracket = "has no closing `]`, or no key before `=`; add it";
    let space = "has spaces inside the brackets, or no name; write `[name]`";
    for (lines, number, problem) in [
        ("a = 1\n[default]", 5, repeated),
        ("AWS_ACCESS_KEY_ID = id", 4, repeated),
        ("# fine\n\nhush", 6, no_delimiter),
        ("hush\n  hush = hush", 4, no_delimiter),
        ("a =\n  b = c\n  hush", 6, nested),
        ("= hush", 4, no_bracket),
        ("[hush", 4, no_bracket),
        ("[]", 4, space),
        ("[ dev]", 4, space),
        (
            "  [dev]",
            4,
            "is an indented section header; start it in the same column as the first line",
        ),
        (
            "[DEFAULT]",
            4,
            "is a section whose keys apply to all profiles in some tools; rename it `[default]`",
        ),
        ("hush = a\0b", 4, "contains a control character; remove it"),
        (
            "\u{a0}hush = a",
            4,
            "is indented with characters other than spaces and tabs; replace them",
        ),
    ] {
        let text = format!("{}{lines}\nb = 1\n", keys("id"));
        let sentence = format!("line {number} of the credentials file {problem}");
        assert_rejected(Profile::parse("default", &text, ""), &sentence);
    }
    assert_rejected(
        Profile::parse("default", &keys("id"), "# fine\nregion = hush"),
        "line 2 of the config file is before the first section; add `[name]` above it",
    );
}

#[test]
fn a_profile_without_a_valid_access_key_is_rejected_with_a_remedy() {
    let id = "[default]\naws_access_key_id = id";
    let two_lines = "[default]\naws_access_key_id = id\n hush";
    let no_id = "`aws_access_key_id` is missing; add it, or select another profile";
    let no_secret =
        "`aws_secret_access_key` is missing; add the secret that belongs to the access key id";
    let empty = "`aws_access_key_id` is empty; set it, or remove the profile";
    for (credentials, config, file, problem) in [
        ("[default]", "", "credentials file", no_id),
        ("", "[default]", "config file", no_id),
        (id, "", "credentials file", no_secret),
        ("", id, "config file", no_secret),
        ("[default]\naws_access_key_id =", "", "credentials file", empty),
        (
            two_lines,
            "",
            "credentials file",
            "`aws_access_key_id` spans several lines; write it on one line",
        ),
        (
            "",
            "[default]\n[profile default]",
            "config file",
            "two sections define it, and tools disagree on which applies; remove one",
        ),
    ] {
        let sentence = format!("profile `default` in the {file}: {problem}");
        assert_rejected(Profile::parse("default", credentials, config), &sentence);
    }
    assert_rejected(
        Profile::parse("d\n", "", ""),
        "profile `d\\n` is neither in the credentials file nor in the config file; \
         check its name, or add it with `aws configure`",
    );
}

#[test]
fn a_profile_whose_credentials_must_be_fetched_is_rejected_with_a_remedy() {
    let fetch = "fetch them with the crate `aws-config` and convert them with the feature \
                 `aws-credential-types`";
    let run = "run its command and pass the output to `Credentials::from_json` of the feature \
               `json`";
    for (key, origin, remedy) in [
        ("role_arn", "a role", fetch),
        ("credential_source", "a role", fetch),
        ("source_profile", "another profile", fetch),
        ("web_identity_token_file", "a web identity", fetch),
        ("sso_account_id", "single sign-on", fetch),
        ("sso_session", "single sign-on", fetch),
        ("login_session", "a console session", fetch),
        ("credential_process", "a process", run),
    ] {
        let config = format!("[default]\n{key} = hush\n");
        let sentence =
            format!("profile `default` gets its credentials from {origin} (`{key}`); {remedy}");
        assert_rejected(Profile::parse("default", "", &config), &sentence);
    }
}

#[track_caller]
fn assert_rejected(actual: Result<Profile, Error>, sentence: &str) {
    let error = actual.expect_err(sentence);
    assert_eq!(error.to_string(), sentence);
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
}

#[test]
fn no_truncated_file_panics() {
    for row in table::read("profiles.txt") {
        for text in ["credentials", "config"].into_iter().filter_map(|field| row.find(field)) {
            for (end, _) in text.char_indices() {
                let _ = Profile::parse("default", &text[..end], &text[end..]);
            }
        }
    }
}

#[test]
fn the_default_files_are_in_the_home_directory() {
    let home = Home::new("home");
    home.write(
        ".aws/credentials",
        "[default]\naws_access_key_id = one\naws_secret_access_key = s\n",
    );
    home.write(".aws/config", "[default]\nregion = eu-central-1\n");
    home.assert_loads(&[], "one eu-central-1");
    home.assert_loads(&[("AWS_PROFILE", ""), ("AWS_CONFIG_FILE", "")], "one eu-central-1");
}

#[test]
fn environment_variables_select_the_profile_and_the_files() {
    let home = Home::new("environment");
    home.write("keys", &keys("two").replace("default", "dev"));
    home.write("settings", "[profile dev]\nregion = eu-west-1\n");
    let settings = home.path("settings");
    let files = [("AWS_SHARED_CREDENTIALS_FILE", "~/keys"), ("AWS_CONFIG_FILE", &settings)];
    home.assert_loads(&[files[0], files[1], ("AWS_PROFILE", "dev")], "two eu-west-1");
    let sentence = format!(
        "profile `default` is neither in the credentials file `{}` nor in the config file `{}`; \
         check its name, or add it with `aws configure`",
        shown(&home.path("keys")),
        shown(&settings),
    );
    home.assert_loads(&files, &sentence);
}

#[test]
fn a_missing_file_is_empty_and_an_unreadable_one_is_an_error() {
    let home = Home::new("unreadable");
    home.write("config", &keys("three"));
    let config = home.path("config");
    home.assert_loads(&[("AWS_CONFIG_FILE", &config)], "three ");
    fs::write(home.path("binary"), [0xff, 0xfe]).expect("a file in the temporary directory");
    let binary = home.path("binary");
    let sentence = format!(
        "credentials file `{}` cannot be read (invalid data); \
         check its permissions, and that it is UTF-8",
        shown(&binary),
    );
    home.assert_loads(&[("AWS_SHARED_CREDENTIALS_FILE", &binary)], &sentence);
}

/// A temporary home directory.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let home = env::temp_dir().join(format!("presigner-{}-{name}", process::id()));
        fs::create_dir_all(home.join(".aws")).expect("a temporary directory");
        Self(home)
    }

    fn path(&self, file: &str) -> String {
        let path: &Path = &self.0.join(file);
        path.to_str().expect("a temporary directory in Unicode").into()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).expect("a file in the temporary directory");
    }

    /// Loads the profile in a child process with these variables and this home directory.
    #[track_caller]
    fn assert_loads(&self, variables: &[(&str, &str)], expected: &str) {
        let output = Command::new(env::current_exe().expect("the path of this test"))
            .args(["--exact", "credentials::profile::child_process"])
            .env_remove("AWS_PROFILE")
            .env_remove("AWS_DEFAULT_PROFILE")
            .env_remove("AWS_SHARED_CREDENTIALS_FILE")
            .env_remove("AWS_CONFIG_FILE")
            .envs([("HOME", &self.0), ("USERPROFILE", &self.0)])
            .envs(variables.iter().copied())
            .env(EXPECTED, expected)
            .output()
            .expect("the test binary to run again");
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(report.contains("1 passed"), "{report}");
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The child process of the tests above; on its own it checks nothing.
#[test]
fn child_process() {
    let Ok(expected) = env::var(EXPECTED) else { return };
    let loaded = match Profile::load() {
        Ok(profile) => {
            let region = profile.region().map(Region::as_str).unwrap_or_default();
            format!("{} {region}", profile.credentials().access_key_id())
        }
        Err(error) => error.to_string(),
    };
    assert_eq!(loaded, expected);
}

fn keys(id: &str) -> String {
    format!("[default]\naws_access_key_id = {id}\naws_secret_access_key = hush\n")
}

const EXPECTED: &str = "PRESIGNER_TEST_EXPECTED";
