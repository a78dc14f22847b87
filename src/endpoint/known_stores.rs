//! The hosts of known stores: those below which every label is a bucket, and what else their hosts tell.
//!
//! Any other host may be that of a store which only happens to begin with the name of a bucket, such
//! as `https://media.example.com` with a bucket `media`, or `http://minio.s3.svc.cluster.local:9000`
//! with a bucket `minio`. So neither the number of labels nor a label `s3` is enough.

use super::{R2_SUFFIX, partition::Partition};

/// Whether `host`, in lower case and without port, is the host of a store to which virtual-hosted
/// style prepends the bucket.
pub(super) fn is_store_host(host: &str) -> bool {
    match Partition::strip_dns_suffix(host) {
        Some((labels, _)) => is_aws(labels),
        None => is_other_store(host),
    }
}

/// Whether `host` is that of a store other than AWS, or of a bucket there.
pub(crate) fn is_of_other_store(host: &str) -> bool {
    is_other_store(host) || store_bucket(host).is_some()
}

/// The bucket in a virtual-hosted `host` of a store other than AWS.
pub(crate) fn store_bucket(host: &str) -> Option<&str> {
    if is_other_store(host) {
        return None;
    }
    let mut splits = host.match_indices('.').map(|(index, dot)| (index, index + dot.len()));
    splits.find(|(_, rest)| is_other_store(&host[*rest..])).map(|(bytes, _)| &host[..bytes])
}

/// Whether `host` is that of a store that refuses path style, at least for new buckets. All of these accept
/// virtual-hosted style for every bucket.
pub(super) fn refuses_path_style(host: &str) -> bool {
    VIRTUAL_HOSTED_STORES.iter().any(|pattern| matches_pattern(host, pattern))
}

/// Whether `host` is that of the CDN of `DigitalOcean` Spaces, or of a bucket there. It sends requests to the store
/// with the host of the store.
pub(super) fn is_spaces_cdn(host: &str) -> bool {
    host.ends_with(".cdn.digitaloceanspaces.com")
}

/// The error of an upload form for `host`, if it is that of a store without upload forms.
pub(super) fn form_problem(host: &str) -> Option<&'static str> {
    STORES_WITHOUT_FORMS.iter().find(|(end, _)| host.ends_with(end)).map(|(_, problem)| *problem)
}

fn is_other_store(host: &str) -> bool {
    STORES.iter().chain(&VIRTUAL_HOSTED_STORES).any(|pattern| matches_pattern(host, pattern))
}

/// Whether the labels before the DNS suffix of AWS begin with a service of S3: `s3.us-west-2`,
/// `s3-us-west-2`, `s3-accelerate`, `s3express-usw2-az1.us-west-2`. Interface endpoints of a VPC
/// (`vpce-….s3.us-west-2.vpce`) do not, because the label before them is not always a bucket.
fn is_aws(labels: &str) -> bool {
    let service = labels.split('.').next().unwrap_or_default();
    service == "s3" || ["s3-", "s3express-"].iter().any(|prefix| service.starts_with(prefix))
}

/// Whether the labels are those of a pattern, in which `*` stands for any label, or for any end of a label.
fn matches_pattern(host: &str, pattern: &str) -> bool {
    let is_match = |label: &str, pattern: &str| match pattern.strip_suffix('*') {
        Some(prefix) => label.starts_with(prefix),
        None => label == pattern,
    };
    let (mut labels, mut expected) = (host.split('.'), pattern.split('.'));
    loop {
        match (labels.next(), expected.next()) {
            (None, None) => return true,
            (Some(label), Some(pattern)) if is_match(label, pattern) => {}
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
    "*.cdn.digitaloceanspaces.com",
    "*.linodeobjects.com",
    "*.vultrobjects.com",
    "*.your-objectstorage.com",
    "*.contabostorage.com",
    "*.magaluobjects.com",
    "*.object.fastlystorage.app",
    "*.storage.impossibleapi.net",
    "*.s3.synologyc2.net",
    "objects-*.dream.io",
    "sos-*.exo.io",
    "oos.*.outscale.com",
    "s3.*.backblazeb2.com",
    "s3.wasabisys.com",
    "s3.*.wasabisys.com",
    "s3.*.scw.cloud",
    "s3.*.cloud.ovh.net",
    "s3.*.io.cloud.ovh.net",
    "s3.*.perf.cloud.ovh.net",
    "s3.*.io.cloud.ovh.us",
    "s3.*.ionoscloud.com",
    "s3-*.ionoscloud.com",
    "s3.*.megas4.com",
    "s3.*.storage.selcloud.ru",
    "s3-*.qiniucs.com",
    "ks3-*.ksyun.com",
    "ks3-*.ksyuncs.com",
    // IDrive e2: the older hosts have a label of the account.
    "s3.*.idrivee2.com",
    "*.*.idrivee2-*.com",
    // IBM: a region, a city in it, and the private network.
    "s3.*.cloud-object-storage.appdomain.cloud",
    "s3.*.*.cloud-object-storage.appdomain.cloud",
    "s3.*.*.*.cloud-object-storage.appdomain.cloud",
    "storage.googleapis.com",
    "storage.yandexcloud.net",
    "gateway.storjshare.io",
    "gateway.*.storjshare.io",
    "fly.storage.tigris.dev",
    "t3.storage.dev",
    // LocalStack.
    "s3.localhost.localstack.cloud",
];

/// Such hosts of stores that [refuse path style][oss]: Alibaba Cloud OSS with `SecondLevelDomainForbidden`, Tencent
/// Cloud COS with `PathStyleDomainForbidden` for [buckets created since 2024][cos], Huawei Cloud OBS, and Volcengine
/// TOS with `InvalidPathAccess`.
///
/// [oss]: https://www.alibabacloud.com/help/en/oss/developer-reference/compatibility-with-amazon-s3
/// [cos]: https://cloud.tencent.com/document/faq/436/102489
const VIRTUAL_HOSTED_STORES: [&str; 12] = [
    "oss-*.aliyuncs.com",
    "s3.oss-*.aliyuncs.com",
    "cos.*.myqcloud.com",
    "cos.*.tencentcos.cn",
    "cos-internal.*.tencentcos.cn",
    "obs.myhuaweicloud.com",
    "obs.*.myhuaweicloud.com",
    "obs.*.myhuaweicloud.eu",
    "tos-s3-*.volces.com",
    "tos-s3-*.ivolces.com",
    "tos-s3-*.bytepluses.com",
    "tos-s3-*.ibytepluses.com",
];

/// The ends of hosts of stores that respond to an upload form with 501 `NotImplemented`, and the error.
const STORES_WITHOUT_FORMS: [(&str, &str); 2] = [
    (R2_SUFFIX, "Cloudflare R2 does not support POST forms; presign a PUT"),
    (".backblazeb2.com", "Backblaze B2 does not support POST forms; presign a PUT"),
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
            "nyc3.cdn.digitaloceanspaces.com",
            "oss-cn-hangzhou.aliyuncs.com",
            "oss-cn-hangzhou-internal.aliyuncs.com",
            "oss-accelerate.aliyuncs.com",
            "s3.oss-cn-hangzhou.aliyuncs.com",
            "cos.ap-beijing.myqcloud.com",
            "obs.cn-north-4.myhuaweicloud.com",
            "cos.ap-guangzhou.tencentcos.cn",
            "obs.myhuaweicloud.com",
            "tos-s3-cn-beijing.volces.com",
            "tos-s3-ap-southeast-1.bytepluses.com",
            "ks3-cn-beijing.ksyuncs.com",
            "s3.gra.cloud.ovh.net",
            "s3.gra.perf.cloud.ovh.net",
            "sos-ch-dk-2.exo.io",
            "eu2.contabostorage.com",
            "s3-eu-central-1.ionoscloud.com",
            "s3.eu-central-3.ionoscloud.com",
            "s3.eu-west-2.idrivee2.com",
            "c8q1.va03.idrivee2-84.com",
            "gateway.eu1.storjshare.io",
            "s3.private.eu-de.cloud-object-storage.appdomain.cloud",
            "s3.direct.eu-de.cloud-object-storage.appdomain.cloud",
            "s3.private.dal.us.cloud-object-storage.appdomain.cloud",
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
            ("photos.oss-cn-hangzhou.aliyuncs.com", Some("photos")),
            ("photos.c8q1.va03.idrivee2-84.com", Some("photos")),
            ("c8q1.va03.idrivee2-84.com", None),
            ("s3.private.dal.us.cloud-object-storage.appdomain.cloud", None),
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
            "oss.aliyuncs.com",
            "films-oss-cn-hangzhou.aliyuncs.com",
            "ecs.cn-hangzhou.aliyuncs.com",
            "exo.io",
            "googleapis.com",
            "storage.tigris.dev",
            "xs3.amazonaws.com.example",
        ] {
            assert!(!is_store_host(host), "{host}");
        }
    }
}
