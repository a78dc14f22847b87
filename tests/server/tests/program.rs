//! Sends the requests that the program `presign` signs to an S3 server.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use presigner_server::{AccessKey, Server};

#[test]
fn what_the_program_signs_is_accepted() {
    let server = server();
    let file = env::temp_dir().join(format!("presign-{}-q3.pdf", std::process::id()));
    fs::write(&file, "%PDF-1.7").expect("the temporary directory is writable");
    let path = file.to_str().expect("a path in Unicode");
    let name = file.file_name().and_then(|name| name.to_str()).expect("a file name");

    let upload = presign(&server, &["put", "s3://photos/a b/", path], "");
    fs::remove_file(&file).expect("the file");
    let [url, headers] = [&upload.stdout, &upload.stderr].map(|text| text.trim_end());
    let headers: Vec<_> = headers.lines().filter_map(|line| line.split_once(": ")).collect();
    assert_eq!(headers, [("content-length", "8"), ("content-type", "application/pdf")]);
    let send = |method, url: &str, headers: &[(&str, &str)], body| {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let headers: &Vec<_> = &headers.iter().map(owned).collect();
        server.client().send(method, url, headers, body).expect("the server responds")
    };
    assert_eq!(send("PUT", url, &headers[1..], "%PDF-1.7").status(), 200);
    let other = [("content-type", "text/html")];
    assert_eq!(send("PUT", url, &other, "%PDF-1.7").error_code(), Some("SignatureDoesNotMatch"));

    let object = format!("s3://photos/a b/{name}");
    let download = presign(&server, &[&object, "--expires-in", "60"], "");
    assert_eq!(send("GET", download.stdout.trim_end(), &[], "").text(), "%PDF-1.7");
    let copied = format!("{}/photos/a%20b/{name}", server.url());
    let download = presign(&server, &["GET", &copied], "");
    assert_eq!(send("GET", download.stdout.trim_end(), &[], "").text(), "%PDF-1.7");
    let keys = format!("{name}\nmissing\n");
    let downloads = presign(&server, &["get", "s3://photos/a b/", "-"], &keys);
    let statuses = downloads.stdout.lines().map(|url| send("GET", url, &[], "").status());
    assert_eq!(statuses.collect::<Vec<_>>(), [200, 404]);
    let delete = presign(&server, &["DELETE", "photos", &format!("a b/{name}")], "");
    assert_eq!(send("DELETE", delete.stdout.trim_end(), &[], "").status(), 204);
}

#[test]
fn what_the_server_refuses_is_explained() {
    let server = server();
    let url = presign(&server, &["s3://photos/k", "--expires", "1m"], "").stdout;
    let url = url.trim_end();
    let response = server.client().send("HEAD", url, &[], "").expect("the server responds");
    assert_eq!(response.status(), 403);
    let later = presign(&server, &["s3://photos/k", "--at", "2024-03-15T12:34:56Z"], "").stdout;
    let later = later.trim_end();
    let response = server.client().send("GET", later, &[], "").expect("the server responds");
    let diagnosis = presign_without_endpoint(&["diagnose", later], response.text());
    assert!(diagnosis.stdout.starts_with("cause: expired\n"), "{}", diagnosis.stdout);
    let verified = presign_without_endpoint(&["verify", "GET", url], "");
    assert!(verified.stdout.contains(" is valid until "), "{}", verified.stderr);
}

/// The output of the program.
struct Output {
    stdout: String,
    stderr: String,
}

fn server() -> Server {
    let server = Server::in_memory([AccessKey::new(ID, SECRET)]).expect("loopback has a free port");
    server.create_bucket("photos").expect("the bucket is the first");
    server
}

fn presign(server: &Server, arguments: &[&str], input: &str) -> Output {
    let endpoint = server.url();
    let options = ["--region", "us-east-1", "--endpoint-url", &endpoint];
    presign_without_endpoint(&[arguments, &options].concat(), input)
}

fn presign_without_endpoint(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(&*PROGRAM)
        .args(arguments)
        .env_clear()
        .env("AWS_ACCESS_KEY_ID", ID)
        .env("AWS_SECRET_ACCESS_KEY", SECRET)
        .env("HOME", env::temp_dir().join("no-such-home"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // A program that does not read its input may have ended.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program");
    let [stdout, stderr] = [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8(bytes).expect("the program prints UTF-8"));
    assert!(output.status.success(), "{arguments:?}: {stderr}");
    Output { stdout, stderr }
}

/// The program, which this package does not depend on: built here with its feature.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target directory");
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "-q",
            "--locked",
            "-p",
            "presigner",
            "--features",
            "cli",
            "--bin",
            "presign",
        ])
        .arg("--target-dir")
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo");
    assert!(built.success(), "the program cannot be built");
    target.join("debug").join("presign").with_extension(env::consts::EXE_EXTENSION)
});

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
