//! Login tokens are those of the tools that AWS publishes.

use std::{collections::BTreeSet, fs};

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use crate::session::{Session, text};

#[test]
fn tokens_are_those_of_the_official_tools() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tokens.txt");
    let table = fs::read_to_string(file).expect("the table");
    let blocks = table.split("\n\n").filter(|block| !block.starts_with('#'));
    let mut rows: Vec<_> = blocks.map(Row::parse).collect();
    let defaults = rows.remove(0);
    assert_eq!(rows.len(), table.matches("\ncase ").count());
    let session = Session::new("token");
    for row in rows {
        let row = Row { fields: [row.fields, defaults.fields.clone()].concat() };
        for arguments in [row.options(), row.words()] {
            let command =
                format!("{} presign token {} {arguments}", row.environment(), row.service());
            let output = session.run(&command);
            let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
            assert_eq!((output.status.code(), &*stderr), (Some(0), ""), "{command}");
            let token = stdout.strip_suffix('\n').expect("a line");
            check(token, &row, &command);
        }
    }
}

#[test]
fn for_kubectl_it_prints_what_aws_eks_get_token_prints() {
    let session = Session::new("exec-credential");
    let command = "presign token eks --cluster-name my-cluster --region eu-west-1 --json \
                   --at 2024-03-15T12:34:56Z";
    let token = text(&session.run(&command.replace("--json", "")).stdout);
    for (variable, version, note) in [
        ("", "v1beta1", ""),
        (r#"{"apiVersion": "client.authentication.k8s.io/v1", "spec": {}}"#, "v1", ""),
        (r#"{"apiVersion": "client.authentication.k8s.io/v1beta1"}"#, "v1beta1", ""),
        (r#"{"apiVersion": "client.authentication.k8s.io/v1alpha1"}"#, "v1alpha1", ""),
        (r#"{"apiVersion": "client.authentication.k8s.io/v2"}"#, "v1beta1", ASSUMED),
        (r#"{"apiVersion": 1}"#, "v1beta1", ASSUMED),
        ("{", "v1beta1", ASSUMED),
    ] {
        let output = session.run(&format!("KUBERNETES_EXEC_INFO='{variable}' {command}"));
        let expected =
            EXEC_CREDENTIAL.replace("VERSION", version).replace("TOKEN", token.trim_end());
        assert_eq!(text(&output.stdout), expected, "{variable}");
        assert_eq!((output.status.code(), &*text(&output.stderr)), (Some(0), note), "{variable}");
    }
}

/// One case of the table.
#[derive(Clone)]
struct Row {
    fields: Vec<(String, String)>,
}

impl Row {
    fn parse(block: &str) -> Self {
        let split = |line: &str| {
            let (name, value) = line.split_once(' ').unwrap_or((line, ""));
            (name.to_owned(), value.to_owned())
        };
        Self { fields: block.lines().map(split).collect() }
    }

    fn find(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields.find(|(other, _)| other == name).map(|(_, value)| &**value)
    }

    fn service(&self) -> String {
        self.find("service").expect("a service").replace('_', "-")
    }

    fn environment(&self) -> String {
        let variables = [
            ("AWS_ACCESS_KEY_ID", "access_key_id"),
            ("AWS_SECRET_ACCESS_KEY", "secret_access_key"),
            ("AWS_SESSION_TOKEN", "session_token"),
            ("AWS_REGION", "region"),
        ];
        let found = variables.iter().filter_map(|(name, field)| Some((name, self.find(field)?)));
        found.map(|(name, value)| [name, "=", &quote(value), " "].concat()).collect()
    }

    /// The arguments by the names that the AWS CLI gives them.
    fn options(&self) -> String {
        let [cache, user] = match &*self.service() {
            "elasticache" => ["--replication-group-id", "--user-id"],
            "elasticache-serverless" => ["--serverless-cache-name", "--user-id"],
            "memorydb" => ["--cluster-name", "--user-name"],
            _ => ["", "--username"],
        };
        let names = [
            ("user", user),
            ("host", "--hostname"),
            ("port", "--port"),
            ("cache", cache),
            ("cluster", "--cluster-name"),
            ("expires", "--expires-in"),
        ];
        let found = names.iter().filter_map(|(field, name)| Some((name, self.find(field)?)));
        let options = found.map(|(name, value)| [name, " ", &quote(value), " "].concat());
        options.collect::<String>() + "--at " + &self.at()
    }

    /// The arguments without names.
    fn words(&self) -> String {
        let fields = ["host", "port", "cache", "cluster", "user"];
        let words = fields.iter().filter_map(|field| self.find(field));
        let mut words: String = words.map(|value| quote(value) + " ").collect();
        if let Some(expires) = self.find("expires") {
            words.extend(["--expires ", expires, "s "]);
        }
        words + "--at " + &self.at()
    }

    fn at(&self) -> String {
        let seconds = self.find("at").expect("a time").parse().expect("Unix seconds");
        presigner::Timestamp::from_unix_seconds(seconds).to_string()
    }
}

#[track_caller]
fn check(token: &str, row: &Row, command: &str) {
    let expected = row.find("token").expect("a token");
    let is_msk = row.service() == "msk";
    if row.find("session_token").is_none() && !is_msk {
        return assert_eq!(token, expected, "{command}");
    }
    // The official tools append the session token instead of sorting it, and their own name for MSK.
    let mut expected = decode(expected);
    if is_msk {
        let (before, _) = expected.split_once("&User-Agent=").expect("the name of the tool");
        expected = format!("{before}&User-Agent=presigner%2F{}", env!("CARGO_PKG_VERSION"));
    }
    assert_eq!(parts(&decode(token)), parts(&expected), "{command}");
}

/// The prefix of a token and the request in it.
fn decode(token: &str) -> String {
    let prefix = ["k8s-aws-v1.", "bedrock-api-key-"].into_iter().find(|it| token.starts_with(it));
    let encoded = &token[prefix.map_or(0, str::len)..];
    if encoded.contains('?') {
        return token.into();
    }
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if prefix == Some("bedrock-api-key-") { STANDARD } else { URL_SAFE };
    let bytes = GeneralPurpose::new(&alphabet, config).decode(encoded).expect("Base64");
    prefix.unwrap_or_default().to_owned() + &text(&bytes)
}

/// The text before the query, and the parameters in any order.
fn parts(request: &str) -> (&str, BTreeSet<&str>) {
    let (address, query) = request.split_once('?').expect("a query");
    (address, query.split('&').collect())
}

fn quote(value: &str) -> String {
    shlex::try_quote(value).expect("no NUL").into_owned()
}

const ASSUMED: &str = "environment variable `KUBERNETES_EXEC_INFO` has no API version that is supported, so \
                       client.authentication.k8s.io/v1beta1 is assumed\n";

/// As printed by awscli 1.46.3.
const EXEC_CREDENTIAL: &str = r#"{
    "kind": "ExecCredential",
    "apiVersion": "client.authentication.k8s.io/VERSION",
    "spec": {},
    "status": {
        "expirationTimestamp": "2024-03-15T12:48:56Z",
        "token": "TOKEN"
    }
}

"#;
