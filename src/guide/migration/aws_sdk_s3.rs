pub mod before {
    use std::{error::Error, time::Duration};

    use aws_sdk_s3::{Client, presigning::PresigningConfig};

    pub async fn download(client: &Client, key: &str) -> Result<String, Box<dyn Error>> {
        let request = client
            .get_object()
            .bucket("my-bucket")
            .key(key)
            .response_content_disposition("attachment; filename=\"cat.jpg\"")
            .presigned(PresigningConfig::expires_in(Duration::from_secs(900))?)
            .await?;
        Ok(request.uri().to_owned())
    }

    /// The URL, and the header lines to send.
    pub async fn upload(client: &Client, key: &str) -> Result<(String, String), Box<dyn Error>> {
        let request = client
            .put_object()
            .bucket("my-bucket")
            .key(key)
            .content_type("image/jpeg")
            .presigned(PresigningConfig::expires_in(Duration::from_secs(900))?)
            .await?;
        let headers = request.headers().map(|(name, value)| format!("{name}: {value}\n")).collect();
        Ok((request.uri().to_owned(), headers))
    }

    pub async fn part(
        client: &Client,
        key: &str,
        upload_id: &str,
        number: i32,
    ) -> Result<String, Box<dyn Error>> {
        let request = client
            .upload_part()
            .bucket("my-bucket")
            .key(key)
            .upload_id(upload_id)
            .part_number(number)
            .presigned(PresigningConfig::expires_in(Duration::from_secs(900))?)
            .await?;
        Ok(request.uri().to_owned())
    }
}

pub mod after {
    use presigner::{Error, Expiry, Presigner, Request};

    pub fn download(presigner: &Presigner, key: &str) -> Result<String, Error> {
        let request = Request::get("my-bucket", key).attachment("cat.jpg");
        Ok(presigner.presign(&request, Expiry::minutes(15))?.into_string())
    }

    /// The URL, and the header lines to send.
    pub fn upload(presigner: &Presigner, key: &str) -> Result<(String, String), Error> {
        let request = Request::put("my-bucket", key).content_type("image/jpeg");
        let url = presigner.presign(&request, Expiry::minutes(15))?;
        let headers = url.headers().iter().map(|(name, value)| format!("{name}: {value}\n"));
        Ok((url.as_str().to_owned(), headers.collect()))
    }

    pub fn part(
        presigner: &Presigner,
        key: &str,
        upload_id: &str,
        number: u32,
    ) -> Result<String, Error> {
        let request = Request::upload_part("my-bucket", key, upload_id, number);
        Ok(presigner.presign(&request, Expiry::minutes(15))?.into_string())
    }
}
