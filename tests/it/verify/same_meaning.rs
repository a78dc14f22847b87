//! Two requests that verify under one signature mean the same.

use std::{collections::BTreeMap, env, str::FromStr};

use presigner::{
    Credentials, Endpoint, Expiry, Method, Presigner, Request,
    verify::{Claim, Rejection, Rules, Verified},
};

use super::{NOW, Random};

/// With `VERIFY_CASES=100000` as many cases, with `VERIFY_SEED` other ones.
#[test]
#[expect(clippy::print_stdout, reason = "a random test prints its seed")]
fn requests_that_verify_under_one_signature_mean_the_same() {
    let (cases, seed) = (setting("VERIFY_CASES", 3_000), setting("VERIFY_SEED", 0x9e37_79b9));
    println!("{cases} cases of seed {seed}");
    let mut random = Random(seed);
    let (mut respelled, mut changed) = (0, 0);
    for case in 0..cases {
        let signed = Sent::signed(&mut random);
        let expected = signed.meaning().expect("a signed request verifies");
        let mut received = signed.clone();
        let is_respelled = random.below(2) == 0;
        for _ in 0..=random.below(4) {
            if is_respelled || random.below(2) == 0 {
                received.respell(&mut random);
            } else {
                received.corrupt(&mut random);
            }
        }
        let place = || format!("case {case} of seed {seed}\n{signed:?}\n{received:?}");
        match received.meaning() {
            Ok(meaning) => {
                assert_eq!(meaning, expected, "{}", place());
                *if is_respelled { &mut respelled } else { &mut changed } += 1;
            }
            Err(rejection) => assert!(!is_respelled, "{rejection}: {}", place()),
        }
    }
    println!("accepted: {respelled} with another spelling, {changed} with a byte changed");
    assert!(respelled > cases / 3 && changed > cases / 50, "{respelled} and {changed} of {cases}");
}

/// A request as it is sent.
#[derive(Clone, Debug)]
struct Sent {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
}

/// The parts of a request that a server acts on, decoded by the rules of the specification as plainly as
/// possible.
#[derive(Debug, Eq, PartialEq)]
struct Meaning {
    method: String,
    host: String,
    path: String,
    parameters: BTreeMap<String, String>,
    signed_headers: BTreeMap<String, String>,
    bucket_and_key: (Option<String>, Option<String>),
}

impl Sent {
    fn signed(random: &mut Random) -> Self {
        loop {
            let method = random.pick(&[Method::Get, Method::Put, Method::Head, Method::Delete]);
            let key = random.text(12);
            let mut request = Request::new(method, "bucket", &key).allow_dot_segments();
            for _ in 0..random.below(3) {
                request = request.query(random.text(5), random.text(8));
            }
            for name in &["content-type", "x-amz-meta-a", "x-amz-acl"][..random.below(4)] {
                request = request.header(*name, random.text(6));
            }
            let mut credentials = Credentials::new("id/with+slash", SECRET);
            if random.below(3) == 0 {
                credentials = credentials.with_session_token("IQoJ/b3+JpZ2==");
            }
            let endpoint = Endpoint::custom(&format!("http://{DOMAIN}")).expect("a good URL");
            let endpoint = if random.below(2) == 0 { endpoint } else { endpoint.virtual_hosted() };
            let presigner = Presigner::new(credentials, "eu-central-1").with_endpoint(endpoint);
            // Some names occur twice, some values are not ASCII.
            if let Ok(url) = presigner.at(NOW).presign(&request, Expiry::minutes(15)) {
                let rest = url.as_str().strip_prefix("http://").expect("the scheme");
                let (host, target) = rest.split_at(rest.find('/').expect("a path"));
                let mut headers = vec![(String::from("host"), host.to_owned())];
                headers.extend(url.headers().iter().map(|(n, v)| (n.to_owned(), v.to_owned())));
                return Self { method: method.as_str().into(), target: target.into(), headers };
            }
        }
    }

    /// Writes the same in another way.
    fn respell(&mut self, random: &mut Random) {
        let header = random.below(self.headers.len());
        match random.below(12) {
            0 => self.headers[header].0.make_ascii_uppercase(),
            1 => {
                let host =
                    self.headers.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("host"));
                if let Some((_, value)) = host {
                    value.make_ascii_uppercase();
                }
            }
            2 => self.headers[header].1 = format!(" {}\t", self.headers[header].1),
            3 => self.headers.swap(0, header),
            4 => self.add_header("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
            5 => self.add_header("X-Amz-Cf-Id", random.pick(&["a", "b"])),
            6 => self.add_header("user-agent", random.pick(&["a", "b"])),
            7 => self.respell_query(|parameters| {
                let (a, b) = (random.below(parameters.len()), random.below(parameters.len()));
                parameters.swap(a, b);
            }),
            8 => self.target.push('&'),
            _ => self.respell_query(|parameters| {
                let index = random.below(parameters.len());
                let (name, value) = parameters[index].clone();
                parameters[index] = if name.starts_with("X-Amz-") || random.below(2) == 0 {
                    (name, value.map(|value| respell(&value, random, false)))
                } else {
                    (respell(&name, random, true), value.filter(|value| !value.is_empty()))
                };
            }),
        }
    }

    /// `=` and value are `None` for a parameter without them.
    fn respell_query(&mut self, change: impl FnOnce(&mut Vec<(String, Option<String>)>)) {
        let Some((path, query)) = self.target.split_once('?') else { return };
        let split = |parameter: &str| match parameter.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (parameter.to_owned(), None),
        };
        let mut parameters: Vec<_> = query.split('&').map(split).collect();
        change(&mut parameters);
        let join = |(name, value): &(String, Option<String>)| match value {
            Some(value) => format!("{name}={value}"),
            None => name.clone(),
        };
        let query: Vec<_> = parameters.iter().map(join).collect();
        self.target = format!("{path}?{}", query.join("&"));
    }

    fn add_header(&mut self, name: &str, value: &str) {
        if self.headers.iter().all(|(other, _)| !other.eq_ignore_ascii_case(name)) {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Changes anything: mostly the meaning.
    fn corrupt(&mut self, random: &mut Random) {
        let header = random.below(self.headers.len());
        match random.below(10) {
            0 => corrupt(&mut self.method, random),
            1 => corrupt(&mut self.headers[header].0, random),
            2 => corrupt(&mut self.headers[header].1, random),
            3 => self.headers.push(self.headers[header].clone()),
            4 => drop(self.headers.remove(header)),
            5 => {
                let name = random.pick(&["x-amz-copy-source", "x-amz-acl", "content-type"]);
                self.headers.push((name.into(), random.text(4)));
            }
            6 => {
                let (a, b) = (random.below(self.headers.len()), header);
                let value = self.headers[a].1.clone();
                self.headers[b].1 = value;
            }
            7 => self.target = self.target.replacen(random.pick(&["%2F", "%3D", "="]), "%253D", 1),
            _ => corrupt(&mut self.target, random),
        }
        if self.headers.is_empty() {
            self.headers.push(("host".into(), DOMAIN.into()));
        }
    }

    fn meaning(&self) -> Result<Meaning, Rejection> {
        let claim = Claim::parse(&self.method, &self.target, &self.headers)?;
        let rules = Rules::s3(NOW)
            .base_domain(DOMAIN)
            .infrastructure_headers(&["x-amz-cf-id"])
            .host_candidates(&[DOMAIN, "bucket.s3.example.com:9000"]);
        let verified = claim.verify(SECRET, &rules)?;
        Ok(Meaning::of(self, &verified))
    }
}

impl Meaning {
    /// Reads the request itself, and checks that `Verified` has the same.
    fn of(sent: &Sent, verified: &Verified<'_>) -> Self {
        let (path, query) = sent.target.split_once('?').expect("a query");
        let parts = query.split('&').filter(|part| !part.is_empty());
        let decoded = parts.clone().map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (decode(name), decode(value))
        });
        let parameters: BTreeMap<_, _> = decoded.collect();
        assert_eq!(parameters.len(), parts.count(), "no name occurs twice");
        let others = parameters.iter().filter(|(name, _)| !OF_THE_SIGNATURE.contains(&&***name));
        let mut verified_parameters: Vec<_> = verified.parameters().iter().collect();
        verified_parameters.sort();
        let verified_parameters = verified_parameters.into_iter();
        let verified_parameters = verified_parameters.map(|(name, value)| (&**name, &**value));
        assert!(others.map(|(name, value)| (&**name, &**value)).eq(verified_parameters));
        assert_eq!((verified.method(), verified.path()), (&*sent.method, path));

        let mut signed_headers = BTreeMap::new();
        for name in parameters["X-Amz-SignedHeaders"].split(';').filter(|name| *name != "host") {
            let same_name =
                sent.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
            let values = same_name
                .map(|(_, value)| value.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
            signed_headers.insert(name.to_owned(), values.collect::<Vec<_>>().join(","));
        }
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self {
            method: sent.method.clone(),
            host: verified.host().to_owned(),
            path: path.to_owned(),
            parameters,
            signed_headers,
            bucket_and_key: (owned(verified.bucket()), owned(verified.key())),
        }
    }
}

/// Writes one character or escape of a name or a value in another way.
fn respell(text: &str, random: &mut Random, is_name: bool) -> String {
    let Some((index, first)) = random.index(text) else { return text.to_owned() };
    let (before, rest) = text.split_at(index);
    if first != '%' {
        // In the middle of an escape there is nothing to change.
        let is_in_escape = before.ends_with('%')
            || before.get(index.saturating_sub(2)..).is_some_and(|b| b.starts_with('%'));
        let is_plain = first.is_ascii() && !is_in_escape;
        let escape = format!("%{:02x}", u32::from(first));
        return if is_plain { [before, &escape, &rest[1..]].concat() } else { text.to_owned() };
    }
    let digits = rest.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    let Some(byte) = digits else { return text.to_owned() };
    let (escape, after) = rest.split_at(3);
    let may_be_raw =
        byte.is_ascii_graphic() && !b"&#+%".contains(&byte) && !(is_name && byte == b'=');
    let raw = char::from(byte).to_string();
    let other = match random.below(3) {
        0 => escape.to_ascii_lowercase(),
        1 => escape.to_ascii_uppercase(),
        _ if may_be_raw => raw,
        _ => escape.to_owned(),
    };
    [before, &other, after].concat()
}

/// Replaces, inserts or removes a character.
fn corrupt(text: &mut String, random: &mut Random) {
    let Some((index, _)) = random.index(text) else { return };
    let other = random.pick(&CHARACTERS);
    match random.below(3) {
        0 => text.insert(index, other),
        1 => drop(text.remove(index)),
        _ => {
            text.remove(index);
            text.insert(index, other);
        }
    }
}

/// Percent-decodes one byte at a time.
fn decode(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let digits = [bytes.next().expect("a digit"), bytes.next().expect("a digit")];
            let digits = std::str::from_utf8(&digits).expect("hex digits");
            u8::from_str_radix(digits, 16).expect("hex digits")
        } else {
            byte
        });
    }
    String::from_utf8(decoded).expect("UTF-8")
}

impl Random {
    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn text(&mut self, max_characters: usize) -> String {
        let length = self.below(max_characters + 1);
        (0..length).map(|_| self.pick(&CHARACTERS)).collect()
    }

    /// The index of a character, and the character.
    fn index(&mut self, text: &str) -> Option<(usize, char)> {
        let count = text.chars().count();
        if count == 0 { None } else { text.char_indices().nth(self.below(count)) }
    }
}

fn setting<N: FromStr>(name: &str, default: N) -> N {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

const OF_THE_SIGNATURE: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

const CHARACTERS: [char; 30] = [
    'a', 'b', 'Z', '0', '2', '5', 'F', 'f', '-', '_', '.', '~', '/', '%', '&', '=', '+', ' ', ';',
    ':', ',', '?', '#', '@', '!', '*', '\'', '(', 'é', '€',
];

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

const DOMAIN: &str = "s3.example.com:9000";
