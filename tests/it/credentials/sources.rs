//! Presigners from the environment and the shared files, compared with botocore. Each case runs in
//! a child process with its own environment.

use std::{
    env, fs,
    path::PathBuf,
    process::{self, Command, Output},
};

use presigner::{
    Error, Expiry, Explanation, Presigner, Profile, Request, SharedConfig, Signer, Timestamp,
};

use crate::{
    error::refusal,
    table::{self, Row, same},
};

#[test]
fn sources_have_the_precedence_of_botocore() {
    let rows = table::read("sources.txt");
    let count = |field| rows.iter().filter(|row| row.find(field).is_some()).count();
    let counts = [rows.len(), count("error"), count("refused"), count("differs")];
    assert_eq!(counts, [138, 18, 8, 17], "cases, by how they compare with botocore");
    let files = Files::new("sources");
    table::check(&rows, |row| files.check(row, "load", &outcome(row)));
    table::check(&rows, |row| files.check(row, "parts", &outcome(row)));
}

#[test]
fn a_named_profile_takes_precedence_for_credentials_only() {
    let files = Files::new("named");
    files.write("config", Some("[profile dev]\nregion = eu-west-1\nendpoint_url = http://dev"));
    files.write(
        "credentials",
        Some("[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = hush"),
    );
    let keys = [("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "hush")];
    let others = [("AWS_REGION", "eu-north-1"), ("AWS_ENDPOINT_URL", "http://env")];
    for (source, variables, start, id, region) in [
        ("named", &keys[..], "http://dev/examplebucket/k?", "AKIADEV", "eu-west-1"),
        ("named", &others, "http://env/examplebucket/k?", "AKIADEV", "eu-north-1"),
        (
            "named without endpoint",
            &others,
            "https://examplebucket.s3.eu-north-1.amazonaws.com/k?",
            "AKIADEV",
            "eu-north-1",
        ),
        (
            "named without endpoint",
            &[("AWS_USE_FIPS_ENDPOINT", "true"), ("AWS_REGION", "us-west-2"), others[1]],
            "https://examplebucket.s3-fips.us-west-2.amazonaws.com/k?",
            "AKIADEV",
            "us-west-2",
        ),
    ] {
        let output = files.output(&owned(variables), source, "");
        let url = output.lines().find_map(|line| line.strip_prefix(ACTUAL)).unwrap_or(&output);
        let credential = format!("&X-Amz-Credential={id}%2F20990315%2F{region}%2F");
        assert!(url.starts_with(start) && url.contains(&credential), "{source}: {url}");
    }
    files.write("credentials", None);
    files.write("config", None);
    let missing = format!(
        "profile `dev` is neither in the {} nor in the {}; \
         check its name, or add it with `aws configure`",
        files.described("credentials"),
        files.described("config"),
    );
    assert_eq!(files.check_variables(&owned(&keys), "named", &missing), Ok(()));
}

#[test]
fn the_command_of_a_process_is_that_of_the_profile() {
    let files = Files::new("process");
    let process = "credential_process = /bin/tool \"a b\"";
    let keys = "aws_access_key_id = id\naws_secret_access_key = hush";
    for (credentials, config, expected) in [
        ("", process, "/bin/tool \"a b\""),
        ("", &[process, keys].join("\n"), "/bin/tool \"a b\""),
        (&[keys, process].join("\n"), "", "none"),
        ("", &[process, "sso_account_id = 1"].join("\n"), "none"),
        (keys, process, "none"),
    ] {
        files.write("credentials", Some(&format!("[default]\n{credentials}")));
        files.write("config", Some(&format!("[default]\n{config}")));
        let checked = files.check_variables(&[], "process", expected);
        assert_eq!(checked, Ok(()), "{credentials} {config}");
    }
    files.write("config", Some(&format!("[default]\n{process}")));
    files.write("credentials", None);
    let variables = owned(&[("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "hush")]);
    assert_eq!(files.check_variables(&variables, "process", "none"), Ok(()));
}

fn owned(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

#[test]
fn the_environment_alone_has_the_same_precedence() {
    let rows = table::read("sources.txt");
    let rows: Vec<_> = rows.into_iter().filter(is_environment_alone).collect();
    assert_eq!(rows.len(), 48, "cases without files");
    let files = Files::new("environment-alone");
    table::check(&rows, |row| {
        let outcome = outcome(row).replace("MissingCredentials", "MissingEnvironmentVariable");
        files.check(row, "from_env", &outcome)
    });
}

#[test]
fn a_profile_alone_has_the_same_precedence() {
    let rows = table::read("sources.txt");
    let rows: Vec<_> = rows.iter().filter(|row| is_profile_alone(row)).collect();
    assert_eq!(rows.len(), 4, "cases without variables");
    for row in rows {
        let file = |field| row.find(field).unwrap_or_default();
        let name = row.pairs("env").first().map_or("default".into(), |(_, name)| name.clone());
        let profile = Profile::parse(&name, &file("credentials"), &file("config"));
        let made = profile.and_then(|profile| profile.presigner());
        assert_eq!(shown(made), outcome(row), "{row}");
    }
}

fn is_environment_alone(row: &Row) -> bool {
    let has_profile = row.pairs("env").iter().any(|(variable, _)| variable.contains("PROFILE"));
    !has_profile && row.find("credentials").is_none() && row.find("config").is_none()
}

fn is_profile_alone(row: &Row) -> bool {
    row.pairs("env").iter().all(|(variable, _)| variable == "AWS_PROFILE")
        && row.find("credentials").is_some()
}

/// The URL of a presigner made by hand from the fields of the row, or the variant of its error.
fn outcome(row: &Row) -> String {
    if let Some((variant, _)) = [row.pairs("error"), row.pairs("refused")].concat().first() {
        return variant.clone();
    }
    let credentials = row.credentials();
    let credentials = match row.find("expires_at") {
        Some(_) => credentials
            .with_expiration(Timestamp::from_unix_seconds(row.number::<i64>("expires_at"))),
        None => credentials,
    };
    let endpoint = row.endpoint().unwrap_or_else(|error| panic!("{row}: {error}"));
    #[cfg(feature = "sigv4a")]
    let endpoint = match row.find("region_set") {
        Some(region_set) => endpoint.region_set(&region_set),
        None => endpoint,
    };
    let url = shown(Ok(Presigner::new(credentials, row.text("region")).with_endpoint(endpoint)));
    let seconds = if row.find("expires_at").is_some() { 600 } else { 86_400 };
    assert!(url.contains(&format!("X-Amz-Expires={seconds}&")), "{row}: {url}");
    url
}

/// The URL of a download, which shows credentials, expiration, region and endpoint, and the region set, or the
/// variant of the error.
fn shown(made: Result<Presigner, Error>) -> String {
    let urls = made.and_then(|made| {
        let signer = made.at(TIME);
        let url = signer.get("examplebucket", "k", Expiry::days(1))?;
        Ok(format!("{url} {}", region_set(&signer)))
    });
    urls.unwrap_or_else(|error| {
        format!("{error:?}").split(' ').next().unwrap_or_default().to_owned()
    })
}

/// The region set of a Multi-Region Access Point, which only AWS has, and only with the feature `sigv4a`.
fn region_set(signer: &Signer<'_>) -> String {
    let explained = signer.explain(&Request::get(MULTI_REGION, "k"), Expiry::days(1)).ok();
    let query = explained.as_ref().map(Explanation::canonical_request).unwrap_or_default();
    let rest = query.split("X-Amz-Region-Set=").nth(1).unwrap_or_default();
    rest.split('&').next().unwrap_or_default().to_owned()
}

/// A temporary folder with the shared files of one case at a time.
struct Files(PathBuf);

impl Files {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("presigner-{}-{name}", process::id()));
        fs::create_dir_all(&folder).expect("a temporary directory");
        Self(folder)
    }

    /// Compares the result with the variables and files of the row.
    fn check(&self, row: &Row, source: &str, expected: &str) -> Result<(), String> {
        for file in ["credentials", "config"] {
            self.write(file, row.find(file).as_deref());
        }
        self.check_variables(&row.pairs("env"), source, expected)
    }

    /// Writes or removes a file of this folder.
    fn write(&self, file: &str, text: Option<&str>) {
        let path = self.0.join(file);
        let _ = fs::remove_file(&path);
        if let Some(text) = text {
            fs::write(&path, text).expect("a file in the temporary directory");
        }
    }

    /// Compares the result in a child process with these variables and the files in this folder.
    fn check_variables(
        &self,
        variables: &[(String, String)],
        source: &str,
        expected: &str,
    ) -> Result<(), String> {
        let report = self.output(variables, source, expected);
        if report.contains("1 passed") {
            return Ok(());
        }
        let actual = report.lines().find_map(|line| line.strip_prefix(ACTUAL));
        same(source, actual.unwrap_or(&report), expected)
    }

    /// The report of a child process with these variables and the files in this folder.
    fn output(&self, variables: &[(String, String)], source: &str, expected: &str) -> String {
        let mut child = Command::new(env::current_exe().expect("the path of this test"));
        child.args(["--exact", "credentials::sources::child_process"]);
        for (variable, _) in env::vars_os() {
            if variable.to_string_lossy().starts_with("AWS_") {
                child.env_remove(variable);
            }
        }
        let files = [("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config")];
        child.envs(files.map(|(variable, file)| (variable, self.0.join(file))));
        child.envs(variables.iter().cloned()).env(SOURCE, source).env(EXPECTED, expected);
        let Output { stdout, .. } = child.output().expect("the test binary to run again");
        String::from_utf8_lossy(&stdout).into_owned()
    }

    /// A file of this folder as errors show it.
    fn described(&self, file: &str) -> String {
        let path = self.0.join(file);
        format!("{file} file `{}`", refusal::shown(&path.to_string_lossy()))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The child process of the tests above; on its own it checks nothing.
#[test]
fn child_process() {
    let Ok(expected) = env::var(EXPECTED) else { return };
    let source = env::var(SOURCE).expect("the source");
    if source == "process" {
        let config = SharedConfig::load().expect("valid files");
        assert!(!format!("{config:?}").contains("tool"), "{config:?}");
        let command = config.credential_process().unwrap_or("none");
        assert_eq!(command, expected, "\n{ACTUAL}{command}");
        return;
    }
    let made = match &*source {
        "parts" => SharedConfig::load().and_then(|config| presigner(&config)),
        "named" => SharedConfig::load_named("dev").and_then(|config| config.presigner()),
        "named without endpoint" => SharedConfig::load_named("dev")
            .and_then(|config| presigner(&config.ignore_endpoint_url())),
        "load" => Presigner::load(),
        "from_env" => Presigner::from_env(),
        _ => panic!("unknown source {source}"),
    };
    let sentence = made.as_ref().err().map(ToString::to_string);
    let actual = shown(made);
    assert!(
        actual == expected || sentence.as_ref() == Some(&expected),
        "\n{ACTUAL}{actual} {}",
        sentence.unwrap_or_default()
    );
}

/// A presigner of the parts of a configuration.
fn presigner(config: &SharedConfig) -> Result<Presigner, Error> {
    let credentials = config.credentials()?;
    let region = config.region().ok_or(Error::MissingRegion { sources: String::new() })?;
    Ok(Presigner::new(credentials, region).with_endpoint(config.endpoint()?))
}

#[test]
fn unusable_variables_are_rejected_with_a_remedy() {
    let files = Files::new("variables");
    let keys = [("AWS_ACCESS_KEY_ID", "id"), ("AWS_SECRET_ACCESS_KEY", "hush")];
    let with_region = |more: &[_]| [&keys[..], &[("AWS_REGION", "eu-west-1")], more].concat();
    let custom = ("AWS_ENDPOINT_URL", "http://s3.example.com");
    let not_custom =
        "does not apply to a custom endpoint; set it to `false`, or remove the endpoint";
    let missing = |variable: &str| {
        let remedy = "set it, or use `Credentials::new`";
        format!("environment variable `{variable}` is unset or empty; {remedy}")
    };
    let no_region =
        "region is not set; set environment variable `AWS_REGION` or `AWS_DEFAULT_REGION`";
    let in_files = format!(
        "neither in the {} nor in the {}",
        files.described("credentials"),
        files.described("config")
    );
    for (source, variables, sentence) in [
        ("from_env", vec![], missing("AWS_ACCESS_KEY_ID")),
        ("from_env", vec![keys[0]], missing("AWS_SECRET_ACCESS_KEY")),
        ("load", vec![keys[0]], missing("AWS_SECRET_ACCESS_KEY")),
        ("from_env", keys.to_vec(), no_region.into()),
        ("load", keys.to_vec(), format!("{no_region}, or the key `region` of profile `default`")),
        (
            "load",
            vec![],
            format!(
                "environment variable `AWS_ACCESS_KEY_ID` is unset or empty, and profile `default` \
                 is {in_files}; set the variable, or run `aws configure`"
            ),
        ),
        (
            "load",
            with_region(&[("AWS_PROFILE", "dev")]),
            format!("profile `dev` is {in_files}; check its name, or add it with `aws configure`"),
        ),
        (
            "from_env",
            with_region(&[("AWS_CREDENTIAL_EXPIRATION", "hush")]),
            about(
                "AWS_CREDENTIAL_EXPIRATION",
                "is not a time; write it like `2024-03-15T12:44:56Z`",
            ),
        ),
        (
            "from_env",
            with_region(&[("AWS_ENDPOINT_URL_S3", "hush:9000")]),
            about("AWS_ENDPOINT_URL_S3", "has no scheme; begin it with `https://` or `http://`"),
        ),
        (
            "from_env",
            with_region(&[("AWS_USE_FIPS_ENDPOINT", "hush")]),
            about("AWS_USE_FIPS_ENDPOINT", "is not a boolean; write `true` or `false`"),
        ),
        (
            "from_env",
            with_region(&[custom, ("AWS_USE_FIPS_ENDPOINT", "true")]),
            about("AWS_USE_FIPS_ENDPOINT", not_custom),
        ),
        (
            "from_env",
            with_region(&[custom, ("AWS_USE_DUALSTACK_ENDPOINT", "true")]),
            about("AWS_USE_DUALSTACK_ENDPOINT", not_custom),
        ),
        #[cfg(feature = "sigv4a")]
        (
            "from_env",
            with_region(&[("AWS_SIGV4A_SIGNING_REGION_SET", "hush hush")]),
            about(
                "AWS_SIGV4A_SIGNING_REGION_SET",
                "is not a list of region names; write it like `us-east-1,eu-west-1`, \
                 or `*` for all Regions",
            ),
        ),
    ] {
        let owned: Vec<_> =
            variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let checked = files.check_variables(&owned, source, &sentence);
        assert_eq!(checked, Ok(()), "{source} {variables:?}");
    }
}

fn about(variable: &str, problem: &str) -> String {
    format!("environment variable `{variable}` {problem}")
}

#[test]
fn unusable_settings_of_a_profile_are_rejected_with_a_remedy() {
    let keys = "[default]\naws_access_key_id = id\naws_secret_access_key = hush";
    let in_file = |file: &str, problem: &str| format!("profile `default` in the {file}: {problem}");
    for (config, sentence) in [
        ("", "region is not set; set the key `region` of profile `default`".into()),
        ("region =", "region is not set; set the key `region` of profile `default`".into()),
        (
            "region = a\nendpoint_url = hush:9000",
            in_file(
                "config file",
                "`endpoint_url` has no scheme; begin it with `https://` or `http://`",
            ),
        ),
        (
            "region = a\nuse_fips_endpoint = hush",
            in_file("config file", "`use_fips_endpoint` is not a boolean; write `true` or `false`"),
        ),
        (
            "region = a\ns3 =\n  addressing_style = hush",
            in_file(
                "config file",
                "`s3.addressing_style` is not a style; write `auto`, `path` or `virtual`",
            ),
        ),
        (
            "region = a\ns3 = hush",
            in_file(
                "config file",
                "`s3` has a value; write its keys on indented lines below `s3 =`",
            ),
        ),
        (
            "region = a\nendpoint_url = http://a\ns3 =\n  use_accelerate_endpoint = true",
            in_file(
                "config file",
                "`s3.use_accelerate_endpoint` does not apply to a custom endpoint; \
                 set it to `false`, or remove the endpoint",
            ),
        ),
        (
            "region = a\nservices = hush",
            in_file(
                "config file",
                "`services` names a section `[services …]` that the config file lacks; \
                 add it, or remove the key",
            ),
        ),
        (
            "region = a\nservices = a\n[services a]\ns3 =\n  endpoint_url = hush:1",
            in_file(
                "config file",
                "`s3.endpoint_url` has no scheme; begin it with `https://` or `http://`",
            ),
        ),
        (
            "region = a\nservices = a\n[services a]\nb = 1\n[services 'a']\nb = 1",
            in_file(
                "config file",
                "two sections define its `services`, and tools disagree on which applies; \
                 remove one",
            ),
        ),
        #[cfg(feature = "sigv4a")]
        (
            "region = a\nsigv4a_signing_region_set = hush hush",
            in_file(
                "config file",
                "`sigv4a_signing_region_set` is not a list of region names; \
                 write it like `us-east-1,eu-west-1`, or `*` for all Regions",
            ),
        ),
    ] {
        let profile = Profile::parse("default", keys, &format!("[default]\n{config}"));
        let profile = profile.expect("valid credentials");
        assert!(!format!("{profile:?}").contains("hush"), "{profile:?}");
        let error = profile.presigner().expect_err(config);
        assert_eq!(error.to_string(), sentence);
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
    for (key, value) in [
        ("x_security_token_expires", "hush"),
        ("aws_expiration", "hush"),
        ("aws_session_expiration", "2024-03-15 12:44:56"),
        ("aws_credential_expiration", "1710506696"),
        ("expiration", "hush"),
        ("expiration", "2024-03-15"),
    ] {
        let error = Profile::parse("default", &format!("{keys}\n{key} = {value}"), "");
        let problem = format!("`{key}` is not a time; write it like `2024-03-15T12:44:56Z`");
        let error = error.expect_err("the time is malformed");
        assert_eq!(error.to_string(), in_file("credentials file", &problem));
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
}

#[test]
fn a_profile_has_the_expiration_that_login_tools_write() {
    let expiration = |lines: &str| {
        let keys = "[default]\naws_access_key_id = id\naws_secret_access_key = hush";
        let profile = Profile::parse("default", &format!("{keys}\n{lines}"), "");
        let profile = profile.unwrap_or_else(|error| panic!("{lines}: {error}"));
        profile.credentials().expiration().map(Timestamp::unix_seconds)
    };
    for (lines, expected) in [
        ("", None),
        ("x_security_token_expires = 2024-03-15T12:44:56+00:00", Some(AT)),
        ("aws_expiration = 2024-03-15 12:44:56 UTC", Some(AT)),
        ("aws_expiration = 20240315T124456Z", Some(AT)),
        ("x_security_token_expires =", None),
        ("x_security_token_expires =\naws_expiration = 2024-03-15T12:44:56Z", Some(AT)),
        ("aws_expiration = hush\nx_security_token_expires = 2024-03-15T12:44:56Z", Some(AT)),
        ("aws_session_expiration = 2024-03-15T12:44:56+0000", Some(AT)),
        ("aws_credential_expiration = 2024-03-15T12:44:56+00:00", Some(AT)),
        ("expiration = hush\naws_credential_expiration = 2024-03-15T12:44:56Z", Some(AT)),
        // aws-mfa writes `strftime("%Y-%m-%d %H:%M:%S")` of a time in UTC.
        ("expiration = 2024-03-15 12:44:56", Some(AT)),
        ("expiration = 2024-03-15T14:44:56+02:00", Some(AT)),
        ("expiration = 2024-03-15T12:44:56Z", Some(AT)),
        ("expiration =", None),
    ] {
        assert_eq!(expiration(lines), expected, "{lines}");
    }
}

/// 2024-03-15T12:44:56Z
const MULTI_REGION: &str = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";

const AT: i64 = 1_710_506_696;

const SOURCE: &str = "PRESIGNER_TEST_SOURCE";
const EXPECTED: &str = "PRESIGNER_TEST_EXPECTED";
/// Precedes the result in the report of a child process.
const ACTUAL: &str = "actual: ";

/// 2099-03-15T12:34:56Z, ten minutes before the expirations in the table.
const TIME: Timestamp = Timestamp::from_unix_seconds(4_077_261_296);
