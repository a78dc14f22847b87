pub mod before {
    use std::{error::Error, time::Duration};

    use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};

    pub fn download(key: &str) -> Result<String, Box<dyn Error>> {
        let endpoint = "https://s3.eu-central-1.amazonaws.com".parse()?;
        let bucket = Bucket::new(endpoint, UrlStyle::VirtualHost, "my-bucket", "eu-central-1")?;
        let credentials = Credentials::new("id", "secret");
        let mut action = bucket.get_object(Some(&credentials), key);
        action.query_mut().insert("response-content-type", "image/jpeg");
        Ok(action.sign(Duration::from_secs(900)).into())
    }

    pub fn upload(bucket: &Bucket, credentials: &Credentials, key: &str) -> String {
        let mut action = bucket.put_object(Some(credentials), key);
        action.headers_mut().insert("content-type", "image/jpeg");
        action.sign(Duration::from_secs(900)).into()
    }

    pub fn part(bucket: &Bucket, credentials: &Credentials, key: &str, upload_id: &str) -> String {
        let action = bucket.upload_part(Some(credentials), key, 1, upload_id);
        action.sign(Duration::from_secs(900)).into()
    }
}

pub mod after {
    use presigner::{Credentials, Error, Expiry, Presigner, Request};

    pub fn download(key: &str) -> Result<String, Error> {
        let presigner = Presigner::new(Credentials::new("id", "secret"), "eu-central-1");
        let request = Request::get("my-bucket", key).response_content_type("image/jpeg");
        Ok(presigner.presign(&request, Expiry::minutes(15))?.into_string())
    }

    pub fn upload(presigner: &Presigner, key: &str) -> Result<String, Error> {
        let request = Request::put("my-bucket", key).content_type("image/jpeg");
        Ok(presigner.presign(&request, Expiry::minutes(15))?.into_string())
    }

    pub fn part(presigner: &Presigner, key: &str, upload_id: &str) -> Result<String, Error> {
        let request = Request::upload_part("my-bucket", key, upload_id, 1);
        Ok(presigner.presign(&request, Expiry::minutes(15))?.into_string())
    }
}
