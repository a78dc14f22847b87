pub mod before {
    use std::{error::Error, time::Duration};

    use http::Method;
    use object_store::{
        aws::{AmazonS3, AmazonS3Builder},
        path::Path,
        signer::Signer,
    };

    pub fn store() -> Result<AmazonS3, Box<dyn Error>> {
        let store = AmazonS3Builder::new()
            .with_region("eu-central-1")
            .with_bucket_name("my-bucket")
            .with_access_key_id("id")
            .with_secret_access_key("secret")
            .with_virtual_hosted_style_request(true);
        Ok(store.build()?)
    }

    pub async fn downloads(store: &AmazonS3, keys: &[&str]) -> Result<Vec<String>, Box<dyn Error>> {
        let paths = keys.iter().map(Path::parse).collect::<Result<Vec<_>, _>>()?;
        let urls = store.signed_urls(Method::GET, &paths, Duration::from_secs(900)).await?;
        Ok(urls.into_iter().map(String::from).collect())
    }

    pub async fn upload(store: &AmazonS3, key: &str) -> Result<String, Box<dyn Error>> {
        let path = Path::parse(key)?;
        Ok(store.signed_url(Method::PUT, &path, Duration::from_secs(900)).await?.into())
    }
}

pub mod after {
    use std::time::SystemTime;

    use presigner::{Credentials, Error, Expiry, Presigner};

    pub fn presigner() -> Presigner {
        Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
    }

    pub fn downloads(presigner: &Presigner, keys: &[&str]) -> Result<Vec<String>, Error> {
        let signer = presigner.at(SystemTime::now());
        let url = |key: &&str| signer.get("my-bucket", key, Expiry::minutes(15));
        keys.iter().map(|key| Ok(url(key)?.into_string())).collect()
    }

    pub fn upload(presigner: &Presigner, key: &str) -> Result<String, Error> {
        Ok(presigner.put("my-bucket", key, Expiry::minutes(15))?.into_string())
    }
}
