//! `presign token SERVICE`: login tokens of other AWS services.

use clap::{Args, Subcommand};
use presigner::{
    Credentials, Error, Expiry, Limit, Timestamp,
    tokens::{self, Token, TokenRequestWithExpiry},
};
use serde_json::{Value, json};

use crate::{
    Output,
    message::Message,
    printable::printable,
    settings::{self, environment, parse_expiry, parse_time},
};

#[derive(Args, Debug)]
#[command(after_help = OUTPUT, subcommand_value_name = "SERVICE")]
#[command(subcommand_help_heading = "Services")]
pub(crate) struct TokenArguments {
    #[command(subcommand)]
    service: Service,

    /// Profile in the shared AWS files; its credentials take precedence over the environment
    #[arg(long, global = true)]
    profile: Option<String>,
    /// Region of the service [default: `AWS_REGION`, then that of the profile]
    #[arg(long, global = true)]
    region: Option<String>,
    /// Signing time, such as 2013-05-24T00:00:00Z [default: now]
    #[arg(long, global = true, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,
    /// Print JSON: token, `expires_at`; for EKS the `ExecCredential` that kubectl reads
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Service {
    /// Makes a token for a database of Amazon RDS or Aurora, or an RDS proxy
    Rds(RdsArguments),
    /// Makes a token for Aurora DSQL, as a user that the IAM role is granted to
    Dsql(DsqlArguments),
    /// Makes a token for Aurora DSQL, as the user `admin`
    DsqlAdmin(DsqlArguments),
    #[command(about = "Makes a token for a node-based cache of Amazon ElastiCache")]
    Elasticache(ElasticacheArguments),
    #[command(about = "Makes a token for a serverless cache of Amazon ElastiCache")]
    ElasticacheServerless(ServerlessArguments),
    #[command(about = "Makes a token for a cluster of Amazon MemoryDB")]
    Memorydb(MemorydbArguments),
    /// Makes a token for the Kubernetes API of a cluster of Amazon EKS
    Eks(EksArguments),
    /// Makes a token for the Kafka clusters of Amazon MSK in a region
    #[command(after_help = MSK)]
    Msk,
    /// Makes a short-term API key of Amazon Bedrock
    Bedrock(BedrockArguments),
}

#[derive(Args, Debug)]
#[command(override_usage = RDS_USAGE, after_help = RDS)]
struct RdsArguments {
    #[arg(hide = true)]
    words: Vec<String>,
    /// Host of the endpoint, even if you connect through a tunnel or an alias
    #[arg(long)]
    hostname: Option<String>,
    /// Port of the endpoint
    #[arg(long)]
    port: Option<String>,
    /// Database user
    #[arg(long)]
    username: Option<String>,
}

#[derive(Args, Debug)]
#[command(override_usage = DSQL_USAGE, after_help = DSQL)]
struct DsqlArguments {
    #[arg(hide = true)]
    words: Vec<String>,
    /// Endpoint of the cluster
    #[arg(long)]
    hostname: Option<String>,
    /// Validity: seconds, or a number with the unit s, m, h or d [default: 15m; at most 7d]
    #[arg(long, visible_alias = "expires-in", value_parser = parse_expiry)]
    #[arg(allow_negative_numbers = true)]
    expires: Option<Expiry>,
}

#[derive(Args, Debug)]
#[command(override_usage = ELASTICACHE_USAGE, after_help = ELASTICACHE)]
struct ElasticacheArguments {
    #[arg(hide = true)]
    words: Vec<String>,
    /// Id of the replication group, not its endpoint
    #[arg(long, value_name = "GROUP")]
    replication_group_id: Option<String>,
    /// Id of the user, which is also its name
    #[arg(long, value_name = "USER")]
    user_id: Option<String>,
}

#[derive(Args, Debug)]
#[command(override_usage = SERVERLESS_USAGE, after_help = SERVERLESS)]
struct ServerlessArguments {
    #[arg(hide = true)]
    words: Vec<String>,
    /// Name of the cache, not its endpoint
    #[arg(long, value_name = "CACHE")]
    serverless_cache_name: Option<String>,
    /// Id of the user, which is also its name
    #[arg(long, value_name = "USER")]
    user_id: Option<String>,
}

#[derive(Args, Debug)]
#[command(override_usage = MEMORYDB_USAGE, after_help = MEMORYDB)]
struct MemorydbArguments {
    #[arg(hide = true)]
    words: Vec<String>,
    /// Name of the cluster, not its endpoint
    #[arg(long, value_name = "CLUSTER")]
    cluster_name: Option<String>,
    /// Name of the user
    #[arg(long, value_name = "USER")]
    user_name: Option<String>,
}

#[derive(Args, Debug)]
#[command(override_usage = EKS_USAGE, after_help = EKS)]
struct EksArguments {
    #[arg(hide = true)]
    words: Vec<String>,
    /// Name of the cluster, or the id of one on an outpost
    #[arg(long, visible_alias = "cluster-id", value_name = "CLUSTER")]
    cluster_name: Option<String>,
}

#[derive(Args, Debug)]
#[command(after_help = BEDROCK)]
struct BedrockArguments {
    /// Validity: seconds, or a number with the unit s, m, h or d [default and maximum: 12h]
    #[arg(long, visible_alias = "expires-in", value_parser = parse_expiry)]
    #[arg(allow_negative_numbers = true)]
    expires: Option<Expiry>,
}

pub(crate) fn run(arguments: &TokenArguments) -> Result<Output, String> {
    let config = settings::shared_config(arguments.profile.as_deref())?;
    let of_config = || config.region().map(|region| region.as_str().to_owned());
    let region = arguments.region.clone().or_else(of_config).ok_or(NO_REGION)?;
    let credentials = settings::credentials(&config, arguments.profile.as_deref())?;
    let at = settings::signing_time(arguments.at);
    let token = arguments.service.sign(&credentials, &region, at)?;
    let mut notes = Vec::from_iter(limit_note(&token, &credentials, at));
    let stdout = match &arguments.service {
        _ if !arguments.json => format!("{}\n", token.as_str()),
        Service::Eks(_) => {
            let (version, note) = api_version(environment(EXEC_INFO).as_deref());
            notes.extend(note);
            exec_credential(&token, version)
        }
        _ => {
            let expires_at = token.expires_at().to_string();
            format!("{:#}\n", json!({ "token": token.as_str(), "expires_at": expires_at }))
        }
    };
    let stderr = notes.into_iter().map(|note| note + "\n").collect();
    Ok(Output { stdout, stderr, status: 0 })
}

impl Service {
    fn sign(
        &self,
        credentials: &Credentials,
        region: &str,
        at: Timestamp,
    ) -> Result<Token, String> {
        let token = match self {
            Self::Rds(arguments) => {
                let RdsArguments { words, hostname, port, username } = arguments;
                let options = [("hostname", hostname), ("port", port), ("username", username)];
                let [hostname, port, username] = values(options, words)?;
                let port = parse_port(port)?;
                tokens::rds(credentials, region, hostname, port, username).at(at)
            }
            Self::Dsql(arguments) => arguments.sign(tokens::dsql, credentials, region, at)?,
            Self::DsqlAdmin(arguments) => {
                arguments.sign(tokens::dsql_admin, credentials, region, at)?
            }
            Self::Elasticache(ElasticacheArguments { words, replication_group_id, user_id }) => {
                let options =
                    [("replication-group-id", replication_group_id), ("user-id", user_id)];
                let [group, user] = values(options, words)?;
                tokens::elasticache(credentials, region, group, user).at(at)
            }
            Self::ElasticacheServerless(arguments) => {
                let ServerlessArguments { words, serverless_cache_name, user_id } = arguments;
                let options =
                    [("serverless-cache-name", serverless_cache_name), ("user-id", user_id)];
                let [cache, user] = values(options, words)?;
                tokens::elasticache_serverless(credentials, region, cache, user).at(at)
            }
            Self::Memorydb(MemorydbArguments { words, cluster_name, user_name }) => {
                let options = [("cluster-name", cluster_name), ("user-name", user_name)];
                let [cluster, user] = values(options, words)?;
                tokens::memorydb(credentials, region, cluster, user).at(at)
            }
            Self::Eks(EksArguments { words, cluster_name }) => {
                let [cluster] = values([("cluster-name", cluster_name)], words)?;
                tokens::eks(credentials, region, cluster).at(at)
            }
            Self::Msk => tokens::msk(credentials, region).at(at),
            Self::Bedrock(BedrockArguments { expires }) => {
                with_expiry(tokens::bedrock(credentials, region), *expires).at(at)
            }
        };
        token.map_err(|error| error.message())
    }
}

impl DsqlArguments {
    fn sign(
        &self,
        request: for<'a> fn(&'a Credentials, &'a str, &str) -> TokenRequestWithExpiry<'a>,
        credentials: &Credentials,
        region: &str,
        at: Timestamp,
    ) -> Result<Result<Token, Error>, String> {
        let [hostname] = values([("hostname", &self.hostname)], &self.words)?;
        Ok(with_expiry(request(credentials, region, hostname), self.expires).at(at))
    }
}

fn with_expiry(
    request: TokenRequestWithExpiry<'_>,
    expires: Option<Expiry>,
) -> TokenRequestWithExpiry<'_> {
    match expires {
        Some(expires) => request.expiry(expires),
        None => request,
    }
}

/// The values of options; those that are not given are the words, in order.
fn values<'a, const COUNT: usize>(
    options: [(&str, &'a Option<String>); COUNT],
    words: &'a [String],
) -> Result<[&'a str; COUNT], String> {
    let (mut words, mut values) = (words.iter(), [""; COUNT]);
    for (value, (name, option)) in values.iter_mut().zip(options) {
        *value = option
            .as_ref()
            .or_else(|| words.next())
            .ok_or_else(|| format!("`--{name}` is missing; add it"))?;
    }
    match words.next() {
        None => Ok(values),
        Some(word) => Err(format!("unexpected argument `{}`; remove it", printable(word))),
    }
}

fn parse_port(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
        format!(
            "port `{}` is not a number from 1 to 65535; pass the port of the endpoint",
            printable(text)
        )
    })
}

/// What to tell about a token that expires with the credentials. No colon, as in notes about URLs.
fn limit_note(token: &Token, credentials: &Credentials, at: Timestamp) -> Option<String> {
    let expires_at = token.expires_at();
    if credentials.expiration() != Some(expires_at) {
        return None;
    }
    let seconds = expires_at.saturating_duration_since(at).as_secs();
    Some(format!("the token is valid for only {seconds} seconds because of {}", Limit::Credentials))
}

/// What `aws eks get-token` prints, with the empty line at its end. The values contain nothing that
/// JSON escapes.
fn exec_credential(token: &Token, api_version: &str) -> String {
    format!(
        r#"{{
    "kind": "ExecCredential",
    "apiVersion": "{api_version}",
    "spec": {{}},
    "status": {{
        "expirationTimestamp": "{}",
        "token": "{}"
    }}
}}

"#,
        token.expires_at(),
        token.as_str()
    )
}

/// The version that kubectl requests, as `aws eks get-token` selects it, and a note if that is not
/// possible.
fn api_version(exec_info: Option<&str>) -> (&'static str, Option<String>) {
    let Some(exec_info) = exec_info else { return (DEFAULT_API_VERSION, None) };
    let info: Value = serde_json::from_str(exec_info).unwrap_or_default();
    match API_VERSIONS.into_iter().find(|version| info["apiVersion"] == *version) {
        Some(version) => (version, None),
        None => (
            DEFAULT_API_VERSION,
            Some(format!(
                "environment variable `{EXEC_INFO}` has no API version that is supported, so \
             {DEFAULT_API_VERSION} is assumed"
            )),
        ),
    }
}

/// The variable in which kubectl passes the API version of the kubeconfig.
const EXEC_INFO: &str = "KUBERNETES_EXEC_INFO";

const DEFAULT_API_VERSION: &str = "client.authentication.k8s.io/v1beta1";

/// <https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins>
const API_VERSIONS: [&str; 3] = [
    "client.authentication.k8s.io/v1",
    DEFAULT_API_VERSION,
    "client.authentication.k8s.io/v1alpha1",
];

const NO_REGION: &str =
    "the region is not set; set it with `--region`, `AWS_REGION` or the profile";

const OUTPUT: &str = "\
Prints the token alone. It is a password: connect with TLS, and make a new one for each connection.
Options have the names of the AWS CLI; the required values can also be given in order, without the
names. Credentials come from the same sources as for URLs (see `presign --help`). No request is sent,
so a token is printed even if the user does not exist or lacks the permission.
The exit status is 0, or 2 if the token cannot be signed.

Examples:
  presign token rds mydb.123456789012.eu-west-1.rds.amazonaws.com 5432 jane_doe --region eu-west-1
  presign token dsql-admin --hostname abc.dsql.us-east-1.on.aws --region us-east-1 --expires-in 3600
  presign token eks --cluster-name my-cluster --json
  presign token bedrock --region us-east-1 --expires 1h

See `presign token SERVICE --help` for the arguments of a service.";

const RDS_USAGE: &str = "\
presign token rds HOSTNAME PORT USERNAME [OPTIONS]
       presign token rds --hostname HOSTNAME --port PORT --username USERNAME [OPTIONS]";

const DSQL_USAGE: &str = "\
presign token dsql|dsql-admin HOSTNAME [OPTIONS]
       presign token dsql|dsql-admin --hostname HOSTNAME [OPTIONS]";

const ELASTICACHE_USAGE: &str = "\
presign token elasticache GROUP USER [OPTIONS]
       presign token elasticache --replication-group-id GROUP --user-id USER [OPTIONS]";

const SERVERLESS_USAGE: &str = "\
presign token elasticache-serverless CACHE USER [OPTIONS]
       presign token elasticache-serverless --serverless-cache-name CACHE --user-id USER [OPTIONS]";

const MEMORYDB_USAGE: &str = "\
presign token memorydb CLUSTER USER [OPTIONS]
       presign token memorydb --cluster-name CLUSTER --user-name USER [OPTIONS]";

const EKS_USAGE: &str = "\
presign token eks CLUSTER [OPTIONS]
       presign token eks --cluster-name CLUSTER [OPTIONS]";

const RDS: &str = "\
The token is valid for 15 minutes. Connections stay open after that.

Examples:
  presign token rds mydb.123456789012.eu-west-1.rds.amazonaws.com 5432 jane_doe --region eu-west-1
  presign token rds --hostname \"$HOST\" --port 3306 --username jane_doe --profile dev
  export PGPASSWORD=$(presign token rds \"$HOST\" 5432 jane_doe)
  psql \"host=$HOST port=5432 user=jane_doe dbname=postgres sslmode=verify-full sslrootcert=global-bundle.pem\"";

const DSQL: &str = "\
Connections stay open after the token expires.

Examples:
  presign token dsql abc.dsql.us-east-1.on.aws --region us-east-1
  presign token dsql-admin --hostname \"$HOST\" --expires-in 3600
  PGPASSWORD=$(presign token dsql-admin \"$HOST\") psql \"host=$HOST user=admin dbname=postgres sslmode=require\"";

const ELASTICACHE: &str = "\
The token is valid for 15 minutes. Pass it with the user to AUTH or HELLO.

Examples:
  presign token elasticache my-group iam-user-01 --region us-east-1
  presign token elasticache --replication-group-id my-group --user-id iam-user-01 --json";

const SERVERLESS: &str = "\
The token is valid for 15 minutes. Pass it with the user to AUTH or HELLO.

Examples:
  presign token elasticache-serverless my-cache iam-user-01 --region us-east-1
  presign token elasticache-serverless --serverless-cache-name my-cache --user-id iam-user-01 --json";

const MEMORYDB: &str = "\
The token is valid for 15 minutes. Pass it with the user to AUTH or HELLO.

Examples:
  presign token memorydb my-cluster iam-user-01 --region us-east-1
  presign token memorydb --cluster-name my-cluster --user-name iam-user-01 --json";

const EKS: &str = "\
With --json the output is that of `aws eks get-token`, in the API version of `KUBERNETES_EXEC_INFO`. The
token is valid for 14 minutes.

Examples:
  presign token eks my-cluster --region eu-west-1
  kubectl config set-credentials my-user --exec-api-version=client.authentication.k8s.io/v1 \\
    --exec-command=presign --exec-arg=token --exec-arg=eks --exec-arg=my-cluster \\
    --exec-arg=--region=eu-west-1 --exec-arg=--json --exec-interactive-mode=Never";

const MSK: &str = "\
The token is for SASL with OAUTHBEARER, valid for 15 minutes and for all clusters of the region.

Examples:
  presign token msk --region us-east-1
  presign token msk --region us-east-1 --json";

const BEDROCK: &str = "\
Examples:
  export AWS_BEARER_TOKEN_BEDROCK=$(presign token bedrock --region us-east-1)
  presign token bedrock --region us-east-1 --expires 1h --json";
