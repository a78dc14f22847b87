//! What holds for any input.

use percent_encoding::percent_decode_str;
use presigner::{Credentials, Error, Timestamp, tokens};
use proptest::prelude::*;

use crate::error::refusal::{NOON, credentials};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_user_in_the_token_is_the_one_given(user in "[^\\p{Cc}]{1,20}") {
        let credentials = credentials();
        let host = "db.123456789012.us-west-2.rds.amazonaws.com";
        let rds = tokens::rds(&credentials, "us-west-2", host, 5432, &user);
        let cache = tokens::elasticache_serverless(&credentials, "us-west-2", "my-cache", &user);
        for (request, name) in [(rds, "&DBUser="), (cache, "&User=")] {
            let token = request.at(NOON).expect("a valid user");
            prop_assert!(token.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
            let (_, rest) = token.as_str().split_once(name).expect("the parameter");
            let encoded = rest.split('&').next().unwrap_or_default();
            prop_assert_eq!(percent_decode_str(encoded).decode_utf8().expect("UTF-8"), &*user);
        }
    }

    #[test]
    fn no_input_panics(
        (region, host, name) in (any::<String>(), any::<String>(), any::<String>()),
        (label, port, seconds) in ("[a-zA-Z0-9.:/_-]{0,20}", any::<u16>(), any::<i64>()),
        key in any::<(String, String, String)>(),
    ) {
        let at = Timestamp::from_unix_seconds(seconds);
        let any_key = Credentials::new(key.0, key.1).with_session_token(key.2);
        for (credentials, region) in [(&any_key, &*region), (&credentials(), "cn-north-1"), (&credentials(), &label)] {
            for text in [&host, &label] {
                let signed = [
                    tokens::rds(credentials, region, text, port, &name).at(at),
                    tokens::dsql(credentials, region, text).at(at),
                    tokens::elasticache(credentials, region, text, &name).at(at),
                    tokens::eks(credentials, region, text).at(at),
                    tokens::msk(credentials, region).at(at),
                    tokens::bedrock(credentials, region).at(at),
                ];
                for result in signed {
                    check(result)?;
                }
            }
        }
    }
}

fn check(result: Result<tokens::Token, Error>) -> Result<(), TestCaseError> {
    match result {
        Ok(token) => prop_assert!(token.as_str().bytes().all(|byte| byte.is_ascii_graphic())),
        Err(error) => prop_assert!(!error.to_string().is_empty()),
    }
    Ok(())
}
