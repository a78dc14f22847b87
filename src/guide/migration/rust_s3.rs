pub mod before {
    use std::{collections::HashMap, error::Error};

    use s3::{
        Bucket,
        creds::Credentials,
        post_policy::{PostPolicy, PostPolicyField as Field, PostPolicyValue as Value},
    };

    // With the feature `sync`. Without it, the calls of `presign_…` are followed by `.await`.
    pub fn bucket() -> Result<Box<Bucket>, Box<dyn Error>> {
        let credentials = Credentials::new(Some("id"), Some("secret"), None, None, None)?;
        Ok(Bucket::new("my-bucket", "eu-central-1".parse()?, credentials)?)
    }

    pub fn download(bucket: &Bucket, key: &str) -> Result<String, Box<dyn Error>> {
        let queries = [("response-content-type".to_owned(), "image/jpeg".to_owned())];
        Ok(bucket.presign_get(key, 900, Some(HashMap::from(queries)))?)
    }

    pub fn form(bucket: &Bucket) -> Result<HashMap<String, String>, Box<dyn Error>> {
        let policy = PostPolicy::new(900)
            .condition(Field::Key, Value::StartsWith("uploads/".into()))?
            .condition(Field::ContentLengthRange, Value::Range(1, 10_000_000))?;
        Ok(bucket.presign_post(policy)?.fields)
    }
}

pub mod after {
    use presigner::{Credentials, Error, Expiry, PostPolicy, PresignedPost, Presigner, Request};

    pub fn presigner() -> Presigner {
        Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
    }

    pub fn download(presigner: &Presigner, key: &str) -> Result<String, Error> {
        let request = Request::get("my-bucket", key).response_content_type("image/jpeg");
        Ok(presigner.presign(&request, Expiry::seconds(900))?.into_string())
    }

    pub fn form(presigner: &Presigner) -> Result<PresignedPost, Error> {
        let policy = PostPolicy::with_key_prefix("my-bucket", "uploads/")
            .content_length_range(1..=10_000_000);
        presigner.post(&policy, Expiry::seconds(900))
    }
}
