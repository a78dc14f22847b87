//! The errors of `Credentials::from_env`, in child processes with the environment of each case.

use std::{
    env,
    ffi::OsString,
    process::{Command, Output},
};

use presigner::Credentials;

use crate::error::refusal::{Refusal, about, check};

#[test]
fn an_environment_without_credentials_is_rejected() {
    let [id, secret] = credentials_in_environment();
    let [no_id, no_secret] = [&id, &secret].map(|(variable, _)| {
        format!(
            "environment variable `{variable}` is unset or empty; \
             set it, or use `Credentials::new`"
        )
    });
    check_environment(&[], &no_id);
    check_environment(&[secret.clone(), (id.0, "".into())], &no_id);
    check_environment(&[id.clone(), (secret.0, "".into())], &no_secret);
    check_environment(&[id], &no_secret);
}

#[cfg(unix)]
#[test]
fn an_environment_that_is_not_unicode_is_rejected() {
    use std::os::unix::ffi::OsStringExt;

    let [id, secret] = credentials_in_environment();
    for variable in [
        id.0,
        secret.0,
        "AWS_SESSION_TOKEN",
        "AWS_SECURITY_TOKEN",
        "AWS_CREDENTIAL_EXPIRATION",
        "AWS_SESSION_EXPIRATION",
        "AWS_SSO_SESSION_EXPIRATION",
    ] {
        let not_unicode = (variable, OsString::from_vec(vec![0xff]));
        let problem = "is not valid Unicode; set it to ASCII text";
        let sentence = about("environment variable", variable, problem);
        check_environment(&[id.clone(), secret.clone(), not_unicode], &sentence);
    }
}

fn credentials_in_environment() -> [(&'static str, OsString); 2] {
    [("AWS_ACCESS_KEY_ID", "id".into()), ("AWS_SECRET_ACCESS_KEY", "secret".into())]
}

/// Compares the error of `Credentials::from_env` in a child process with these variables.
#[track_caller]
fn check_environment(variables: &[(&str, OsString)], sentence: &str) {
    let output = Command::new(env::current_exe().expect("the path of this test"))
        .args(["--exact", "credentials::environment::child_process"])
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY")
        .env_remove("AWS_SESSION_TOKEN")
        .env_remove("AWS_SECURITY_TOKEN")
        .env_remove("AWS_CREDENTIAL_EXPIRATION")
        .env_remove("AWS_SESSION_EXPIRATION")
        .env_remove("AWS_SSO_SESSION_EXPIRATION")
        .env(SENTENCE, sentence)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .output();
    let Output { stdout, .. } = output.expect("the test binary to run again");
    let report = String::from_utf8_lossy(&stdout);
    assert!(report.contains("1 passed"), "{report}");
}

/// The child process of the tests above; on its own it checks nothing.
#[test]
fn child_process() {
    let Ok(sentence) = env::var(SENTENCE) else { return };
    check([Refusal::new("from_env", Credentials::from_env().map(|_| "credentials"), sentence)]);
}

const SENTENCE: &str = "PRESIGNER_TEST_SENTENCE";
