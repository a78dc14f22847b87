use std::error::Error;

use presigner::PresignedUrl;
use reqwest::Client;

/// Sends a request with the headers that are signed. Returns status and body of the response.
pub async fn send(
    client: &Client,
    url: &PresignedUrl,
    body: String,
) -> Result<(u16, String), Box<dyn Error + Send + Sync>> {
    let request = http::Request::try_from(url)?.map(|()| body);
    let response = client.execute(request.try_into()?).await;
    // The message of an error contains the URL, with its signature. The cause is in its `Debug` output.
    let response = response.map_err(|error| error.without_url())?;
    let status = response.status().as_u16();
    let body = response.text().await.map_err(|error| error.without_url())?;
    Ok((status, body))
}
