//! Where credentials come from.

use std::process::Output;

use crate::session::{Session, text};

/// Runs the program without the keys in the environment.
fn run(session: &Session, arguments: &str) -> Output {
    session.run(&format!("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; {arguments}"))
}

#[track_caller]
fn assert_key(output: &Output, id: &str, region: &str) {
    let (url, error) = (text(&output.stdout), text(&output.stderr));
    let credential = format!("X-Amz-Credential={id}%2F20240315%2F{region}%2Fs3");
    assert!(url.contains(&credential), "{url}{error}");
    assert_eq!((output.status.code(), &*error), (Some(0), ""));
}

const SIGN: &str = "presign s3://my-bucket/k --at 2024-03-15T12:34:56Z";

#[test]
fn the_environment_comes_before_profiles_except_a_named_one() {
    let session = Session::new("profiles");
    session.write(
        ".aws/credentials",
        "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = hush\n\
         [dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = hush\n",
    );
    session.write(
        ".aws/config",
        "[default]\nregion = eu-north-1\n[profile dev]\nregion = eu-west-3\n",
    );
    assert_key(&session.run(SIGN), "AKIAIOSFODNN7EXAMPLE", "eu-north-1");
    assert_key(&session.run(&format!("{SIGN} --profile dev")), "AKIADEV", "eu-west-3");
    assert_key(&run(&session, SIGN), "AKIADEFAULT", "eu-north-1");
    assert_key(&run(&session, &format!("AWS_PROFILE=dev {SIGN}")), "AKIADEV", "eu-west-3");
    let region = format!("AWS_REGION=us-west-2 {SIGN} --profile dev");
    assert_key(&run(&session, &region), "AKIADEV", "us-west-2");
    assert_key(&run(&session, &format!("{region} --region sa-east-1")), "AKIADEV", "sa-east-1");
}

#[test]
fn the_region_of_an_endpoint_of_s3_is_the_default() {
    let session = Session::new("endpoint");
    let sign = format!("{SIGN} --endpoint https://s3.eu-west-1.amazonaws.com");
    assert_key(&session.run(&sign), "AKIAIOSFODNN7EXAMPLE", "eu-west-1");
    let output = session.run(&format!("AWS_REGION=us-west-2 {sign}"));
    let error = text(&output.stderr);
    assert!(
        error.contains("region `eu-west-1` and requests are signed for `us-west-2`"),
        "{error}"
    );
    let r2 = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com";
    let output = session.run(&format!("{SIGN} --endpoint {r2}"));
    assert_key(&output, "AKIAIOSFODNN7EXAMPLE", "auto");
}

#[test]
fn a_process_is_run_without_a_shell() {
    let session = Session::new("process");
    let document = session.write(
        "document.json",
        r#"{"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "hush",
            "SessionToken": "$TOKEN", "Expiration": "2024-03-15T13:00:00Z"}"#,
    );
    let config = format!(
        "[profile dev]\nregion = eu-west-3\ncredential_process = cat \"{}\"\n\
         [profile bad]\ncredential_process = cat /no/such/file\n\
         [profile shell]\ncredential_process = echo $HOME; echo hush\n\
         [profile variables]\ncredential_process = echo AWS_ACCESS_KEY_ID=hush\n",
        document.display()
    );
    session.write(".aws/config", &config);
    let output = run(&session, &format!("{SIGN} --profile dev --expires 10m"));
    assert_key(&output, "ASIAPROCESS", "eu-west-3");
    assert!(text(&output.stdout).contains("&X-Amz-Security-Token=%24TOKEN&"));

    let output = run(&session, &format!("{SIGN} --profile dev --expires-in 3600"));
    let note = "the URL is valid for only 1504 seconds because of the remaining validity of the credentials\n";
    assert_eq!((output.status.code(), &*text(&output.stderr)), (Some(0), note));
    assert!(text(&output.stdout).contains("&X-Amz-Expires=1504&"));

    let output = run(&session, &format!("{SIGN} --profile bad 2>&1 | tail -n 1"));
    assert_eq!(
        text(&output.stdout),
        "command of `credential_process` failed (exit status: 1); run it manually to see why\n"
    );
    let error = text(&run(&session, &format!("{SIGN} --profile shell")).stderr);
    assert!(error.starts_with("output of `credential_process` has no credentials"), "{error}");
    assert!(!error.contains("hush") && !error.contains("$HOME"), "{error}");
    assert_eq!(
        text(&run(&session, &format!("{SIGN} --profile variables")).stderr),
        "output of `credential_process` has no credentials: document is a list of environment variables; \
         the process must print what `aws configure export-credentials` prints\n"
    );
}

#[test]
fn what_the_aws_cli_must_fetch_is_said_with_its_command() {
    let session = Session::new("sso");
    session.write(
        ".aws/config",
        "[profile sso]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n\
         [profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = sso\n\
         [profile web]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = /t\n",
    );
    for (profile, origin) in [
        ("sso", "single sign-on (`sso_account_id`)"),
        ("role", "a role (`role_arn`)"),
        ("web", "a web identity (`web_identity_token_file`)"),
    ] {
        let command = format!(
            "eval \"$(aws configure export-credentials --profile {profile} --format env)\""
        );
        let sentence =
            format!("profile `{profile}` gets its credentials from {origin}; run `{command}`");
        let output = run(&session, &format!("AWS_PROFILE={profile} {SIGN}"));
        assert_eq!(
            (output.status.code(), text(&output.stderr)),
            (Some(2), format!("{sentence}\n"))
        );
        let output = run(&session, &format!("{SIGN} --profile {profile}"));
        let sentence = format!("{sentence}, then run this without `--profile`\n");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), sentence));
    }
}

#[test]
fn tokens_and_verification_have_the_credentials_of_urls() {
    let session = Session::new("others");
    let document = session.write(
        "document.json",
        r#"{"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "hush", "SessionToken": "a+b"}"#,
    );
    let config = format!(
        "[profile keys]\nregion = eu-west-3\naws_access_key_id = AKIAKEYS\naws_secret_access_key = hush\n\
         [profile process]\nregion = eu-west-1\ncredential_process = cat \"{}\"\n\
         [profile sso]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n",
        document.display()
    );
    session.write(".aws/config", &config);
    for (profile, id, region) in
        [("keys", "AKIAKEYS", "eu-west-3"), ("process", "ASIAPROCESS", "eu-west-1")]
    {
        let command = format!(
            "presign token rds h 1 u --profile {profile} --at 2024-03-15T12:34:56Z; \
             presign verify GET \"$({SIGN} --profile {profile})\" --profile {profile} --at 2024-03-15T12:40:00Z"
        );
        let output = session.run(&command);
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let lines: Vec<_> = stdout.lines().collect();
        let credential = format!("X-Amz-Credential={id}%2F20240315%2F{region}%2Frds-db");
        assert!(lines[0].contains(&credential), "{stdout}{stderr}");
        assert!(lines[1].ends_with("/k is valid until 2024-03-15T13:34:56Z"), "{stdout}{stderr}");

        let verify = command.replace(&format!("\" --profile {profile} --at"), "\" --at");
        let output = session.run(&verify);
        let refusal = format!(
            "access key id `{id}` differs from that of the credentials, `AKIAIOSFODNN7EXAMPLE`\n"
        );
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), refusal));
    }
    let output = session.run("presign token eks c --profile sso --region a");
    let error = text(&output.stderr);
    assert!(error.ends_with(", then run this without `--profile`\n"), "{error}");
    assert_eq!(output.status.code(), Some(2));
}
