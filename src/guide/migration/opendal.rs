pub mod before {
    use std::{error::Error, time::Duration};

    use opendal::{Operator, services::S3};

    pub fn operator() -> Result<Operator, Box<dyn Error>> {
        let service = S3::default()
            .bucket("my-bucket")
            .region("eu-central-1")
            .access_key_id("id")
            .secret_access_key("secret")
            .enable_virtual_host_style();
        Ok(Operator::new(service)?)
    }

    pub async fn download(operator: &Operator, key: &str) -> Result<String, Box<dyn Error>> {
        let request = operator
            .presign_read_with(key, Duration::from_secs(900))
            .override_content_disposition("attachment; filename=\"cat.jpg\"")
            .await?;
        Ok(request.uri().to_string())
    }

    pub async fn upload(operator: &Operator, key: &str) -> Result<String, Box<dyn Error>> {
        let request = operator
            .presign_write_with(key, Duration::from_secs(900))
            .content_type("image/jpeg")
            .await?;
        Ok(request.uri().to_string())
    }
}

pub mod after {
    use presigner::{Credentials, Error, Expiry, Presigner, Request};

    pub fn presigner() -> Presigner {
        Presigner::new(Credentials::new("id", "secret"), "eu-central-1")
    }

    pub fn download(presigner: &Presigner, key: &str) -> Result<String, Error> {
        let request = Request::get("my-bucket", key).attachment("cat.jpg");
        Ok(presigner.presign(&request, Expiry::minutes(15))?.into_string())
    }

    pub fn upload(presigner: &Presigner, key: &str) -> Result<String, Error> {
        let request = Request::put("my-bucket", key).content_type("image/jpeg");
        Ok(presigner.presign(&request, Expiry::minutes(15))?.into_string())
    }
}
