//! The recipes against servers that record the login: the token arrives as the password.
//!
//! The servers speak without TLS, so the tests turn it off.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use deadpool::managed::Pool;
use presigner::{Credentials, Presigner, RotatingPresigner};
use presigner_clients::{
    deadpool_recipe::{self, TokenManager},
    redis_recipe::CacheTokens,
    sqlx_recipe,
};
use sqlx::{ConnectOptions, postgres::PgSslMode};
use tokio_postgres::{NoTls, config::SslMode};

#[tokio::test]
async fn sqlx_sends_the_token_as_the_password() {
    let (port, logins) = serve(postgres_login);
    let options = sqlx_recipe::options(&presigner()).expect("valid settings");
    assert_eq!(options.get_host(), "db.123456789012.us-west-2.rds.amazonaws.com");
    assert!(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull));
    let options = options.host("127.0.0.1").port(port).ssl_mode(PgSslMode::Disable);
    options.connect().await.expect("a connection");
    let (user, token) = logins.recv_timeout(TIMEOUT).expect("a login");
    assert_eq!(user, "jane_doe");
    let begin = "db.123456789012.us-west-2.rds.amazonaws.com:5432/?Action=connect&DBUser=jane_doe&";
    assert!(token.starts_with(begin), "{token}");
}

#[tokio::test]
async fn sqlx_gives_new_connections_the_token_of_the_new_credentials() {
    let presigner = presigner();
    let pool = sqlx_recipe::pool(Arc::clone(&presigner)).expect("valid settings");
    presigner.rotate(Credentials::new("ASIAIOSFODNN7ROTATED", "secret"));
    pool.set_connect_options(sqlx_recipe::options(&presigner).expect("valid settings"));
    let (port, logins) = serve(postgres_login);
    let options = pool.connect_options().as_ref().clone();
    let options = options.host("127.0.0.1").port(port).ssl_mode(PgSslMode::Disable);
    options.connect().await.expect("a connection");
    let (_, token) = logins.recv_timeout(TIMEOUT).expect("a login");
    assert!(token.contains("&X-Amz-Credential=ASIAIOSFODNN7ROTATED%2F"), "{token}");
}

#[tokio::test]
async fn deadpool_makes_a_token_for_each_connection() {
    let (port, logins) = serve(postgres_login);
    let presigner = presigner();
    let mut config = deadpool_recipe::config("127.0.0.1");
    assert_eq!(config.get_ssl_mode(), SslMode::Require);
    config.port(port).ssl_mode(SslMode::Disable);
    let host = String::from("peccy.dsql.us-east-1.on.aws");
    let manager = TokenManager { presigner: Arc::clone(&presigner), host, config, tls: NoTls };
    let pool = Pool::<TokenManager<_>>::builder(manager).build().expect("a pool");
    let mut connections = Vec::new();
    for id in ["ASIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7ROTATED"] {
        presigner.rotate(Credentials::new(id, "secret"));
        connections.push(pool.get().await.expect("a connection"));
        let (user, token) = logins.recv_timeout(TIMEOUT).expect("a login");
        assert_eq!(user, "jane_doe");
        assert!(token.starts_with("peccy.dsql.us-east-1.on.aws/?Action=DbConnect&"), "{token}");
        assert!(token.contains(id), "{token}");
    }
}

#[tokio::test]
async fn redis_sends_user_and_token() {
    let (port, logins) = serve(redis_login);
    let config = redis::AsyncConnectionConfig::new()
        .set_credentials_provider(CacheTokens { presigner: presigner() });
    let client = redis::Client::open(("127.0.0.1", port)).expect("an address");
    let connection = client.get_multiplexed_async_connection_with_config(&config).await;
    let _connection = connection.expect("a connection");
    let (user, token) = logins.recv_timeout(TIMEOUT).expect("a login");
    assert_eq!(user, "iam-user-01");
    assert!(token.starts_with("my-cache/?Action=connect&User=iam-user-01&X-Amz-"), "{token}");
}

fn presigner() -> Arc<RotatingPresigner> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret");
    Arc::new(RotatingPresigner::new(Presigner::new(credentials, "us-east-1")))
}

type Login = (String, String);

/// Serves two connections on a free port, and returns user and password of each.
fn serve(serve_one: fn(&mut Stream, &mpsc::Sender<Login>)) -> (u16, mpsc::Receiver<Login>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("a bound socket").port();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for connection in listener.incoming().take(2) {
            let connection = connection.expect("a connection");
            connection.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
            serve_one(&mut Stream(BufReader::new(connection)), &sender);
        }
    });
    (port, receiver)
}

/// Asks for the password in clear text, as RDS and DSQL do.
/// <https://www.postgresql.org/docs/current/protocol-message-formats.html>
fn postgres_login(stream: &mut Stream, logins: &mpsc::Sender<Login>) {
    let length = stream.length();
    let startup = stream.bytes(length);
    let mut fields = startup[4..].split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let user = fields.find(|field| field == "user").and_then(|_| fields.next());
    stream.send(b"R\0\0\0\x08\0\0\0\x03");
    assert_eq!(stream.bytes(1), b"p");
    let length = stream.length();
    let password = stream.bytes(length);
    stream.send(b"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I");
    let password = String::from_utf8_lossy(&password);
    let login = (user.expect("a user").into_owned(), password.trim_end_matches('\0').to_owned());
    logins.send(login).expect("a waiting test");
}

/// Answers every command with `OK` until the client closes the connection, and reads
/// `AUTH user password`. <https://redis.io/docs/latest/develop/reference/protocol-spec/>
fn redis_login(stream: &mut Stream, logins: &mpsc::Sender<Login>) {
    while stream.0.fill_buf().is_ok_and(|bytes| !bytes.is_empty()) {
        let count = stream.number('*');
        let words: Vec<_> = (0..count).map(|_| stream.word()).collect();
        if let [command, user, password] = &words[..]
            && command == "AUTH"
        {
            let _ = logins.send((user.clone(), password.clone()));
        }
        stream.send(b"+OK\r\n");
    }
}

struct Stream(BufReader<TcpStream>);

impl Stream {
    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.0.read_exact(&mut bytes).expect("a complete message");
        bytes
    }

    /// The length of a message of `PostgreSQL` after its length field.
    fn length(&mut self) -> usize {
        let bytes = self.bytes(4).try_into().expect("four bytes");
        usize::try_from(u32::from_be_bytes(bytes)).expect("a small message") - 4
    }

    /// A number of Redis in its own line.
    fn number(&mut self, prefix: char) -> usize {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line");
        let number = line.trim_end().strip_prefix(prefix).map(str::parse);
        number.and_then(Result::ok).unwrap_or_else(|| panic!("unexpected line {line:?}"))
    }

    fn word(&mut self) -> String {
        let length = self.number('$');
        let word = self.bytes(length + 2);
        String::from_utf8_lossy(&word[..length]).into_owned()
    }

    fn send(&mut self, message: &[u8]) {
        self.0.get_mut().write_all(message).expect("an open connection");
    }
}

const TIMEOUT: Duration = Duration::from_secs(10);
