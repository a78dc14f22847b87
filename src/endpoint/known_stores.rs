//! The hosts of known stores below which every label is a bucket.
//!
//! Any other host may be that of a store which only happens to begin with the name of a bucket, such
//! as `https://media.example.com` with a bucket `media`, or `http://minio.s3.svc.cluster.local:9000`
//! with a bucket `minio`. So neither the number of labels nor a label `s3` is enough.

use super::partition::Partition;

/// Whether `host`, in lower case and without port, is the host of a store to which virtual-hosted
/// style prepends the bucket.
pub(super) fn is_store_host(host: &str) -> bool {
    match Partition::strip_dns_suffix(host) {
        Some((labels, _)) => is_aws(labels),
        None => is_other_store(host),
    }
}

/// The bucket in a virtual-hosted `host` of a store other than AWS.
pub(crate) fn store_bucket(host: &str) -> Option<&str> {
    if is_other_store(host) {
        return None;
    }
    let mut splits = host.match_indices('.').map(|(index, dot)| (index, index + dot.len()));
    splits.find(|(_, rest)| is_other_store(&host[*rest..])).map(|(bytes, _)| &host[..bytes])
}

fn is_other_store(host: &str) -> bool {
    STORES.iter().any(|pattern| matches_pattern(host, pattern))
}

/// Whether the labels before the DNS suffix of AWS begin with a service of S3: `s3.us-west-2`,
/// `s3-us-west-2`, `s3-accelerate`, `s3express-usw2-az1.us-west-2`. Interface endpoints of a VPC
/// (`vpce-….s3.us-west-2.vpce`) do not, because the label before them is not always a bucket.
fn is_aws(labels: &str) -> bool {
    let service = labels.split('.').next().unwrap_or_default();
    service == "s3" || ["s3-", "s3express-"].iter().any(|prefix| service.starts_with(prefix))
}

/// Whether the labels are those of a pattern, in which `*` stands for any one label.
fn matches_pattern(host: &str, pattern: &str) -> bool {
    let (mut labels, mut expected) = (host.split('.'), pattern.split('.'));
    loop {
        match (labels.next(), expected.next()) {
            (None, None) => return true,
            (Some(label), Some(pattern)) if pattern == "*" || pattern == label => {}
            _ => return false,
        }
    }
}

/// The hosts that the vendors document for their S3 API.
const STORES: &[&str] = &[
    // Cloudflare R2: an account, and a jurisdiction.
    "*.r2.cloudflarestorage.com",
    "*.eu.r2.cloudflarestorage.com",
    "*.fedramp.r2.cloudflarestorage.com",
    "*.us.r2.cloudflarestorage.com",
    "*.digitaloceanspaces.com",
    "*.linodeobjects.com",
    "*.vultrobjects.com",
    "*.your-objectstorage.com",
    "s3.*.backblazeb2.com",
    "s3.wasabisys.com",
    "s3.*.wasabisys.com",
    "s3.*.scw.cloud",
    "s3.*.io.cloud.ovh.net",
    "s3.*.cloud-object-storage.appdomain.cloud",
    "storage.googleapis.com",
    "storage.yandexcloud.net",
    "gateway.storjshare.io",
    "fly.storage.tigris.dev",
    "t3.storage.dev",
    "cos.*.myqcloud.com",
    // LocalStack.
    "s3.localhost.localstack.cloud",
];

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn the_hosts_that_vendors_document_are_known() {
        for host in [
            "s3.amazonaws.com",
            "s3.eu-central-1.amazonaws.com",
            "s3.cn-north-1.amazonaws.com.cn",
            "s3-us-west-2.amazonaws.com",
            "s3.dualstack.eu-central-1.amazonaws.com",
            "s3-fips.us-gov-west-1.amazonaws.com",
            "s3-accelerate.amazonaws.com",
            "s3express-use1-az4.us-east-1.amazonaws.com",
            "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com",
            "0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com",
            "nyc3.digitaloceanspaces.com",
            "s3.us-west-004.backblazeb2.com",
            "s3.eu-central-1.wasabisys.com",
            "storage.googleapis.com",
            "s3.localhost.localstack.cloud",
        ] {
            assert!(is_store_host(host), "{host}");
        }
    }

    #[test]
    fn buckets_are_the_labels_before_the_host_of_a_store() {
        const R2: &str = "0123456789abcdef0123456789abcdef";
        for (host, bucket) in [
            (&*format!("photos.{R2}.r2.cloudflarestorage.com"), Some("photos")),
            (&format!("photos.{R2}.eu.r2.cloudflarestorage.com"), Some("photos")),
            (&format!("{R2}.r2.cloudflarestorage.com"), None),
            (&format!("{R2}.eu.r2.cloudflarestorage.com"), None),
            ("my.photos.nyc3.digitaloceanspaces.com", Some("my.photos")),
            ("photos.storage.googleapis.com", Some("photos")),
            ("photos.s3.us-west-004.backblazeb2.com", Some("photos")),
            ("storage.googleapis.com", None),
            ("photos.example.com", None),
            ("", None),
        ] {
            assert_eq!(store_bucket(host), bucket, "{host}");
        }
    }

    #[test]
    fn other_hosts_are_not_known() {
        for host in [
            "",
            "com",
            "example.com",
            "s3.example.com",
            "s3.svc.cluster.local",
            "amazonaws.com",
            "eu-central-1.amazonaws.com",
            // `bucket.vpce-….s3.us-east-1.vpce.amazonaws.com` is an endpoint, whatever the bucket.
            "vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com",
            "r2.cloudflarestorage.com",
            "digitaloceanspaces.com",
            "nyc3.cdn.digitaloceanspaces.com",
            "googleapis.com",
            "storage.tigris.dev",
            "xs3.amazonaws.com.example",
        ] {
            assert!(!is_store_host(host), "{host}");
        }
    }
}
