//! Checks of hosts, names and regions, which are part of the signed request.

use alloc::string::{String, ToString};

use crate::{
    error::{Error, excerpt},
    region::Region,
    wire::host::label_problem,
};

/// Rejects a region that no host of these services is in.
pub(super) fn check_region(name: &str) -> Result<(), Error> {
    let region = Region::from(name);
    region.check()?;
    region.check_aws_name()?;
    if name.ends_with("-global") {
        let problem =
            String::from("stands for global endpoints, but a token is signed for one region");
        return Err(Error::InvalidRegion { region: excerpt(name), problem });
    }
    Ok(())
}

/// Rejects a host with a scheme, a port or a path.
pub(super) fn check_host(host: &str) -> Result<(), Error> {
    let problem = match host.char_indices().find(|(_, character)| !is_host_character(*character)) {
        None if !host.is_empty() => return Ok(()),
        None => String::from("is empty; pass the host of the endpoint"),
        Some((byte, character)) => alloc::format!(
            "has `{}` at byte {byte}, where only letters, digits, `-` and `.` are allowed; \
             pass the host without scheme, port and path",
            character.escape_debug()
        ),
    };
    invalid("database host", problem)
}

/// Rejects another region than that of a host of RDS or Aurora DSQL. The server would refuse the token without
/// saying why.
pub(super) fn check_region_of_host(host: &str, region: &str) -> Result<(), Error> {
    let host = host.to_ascii_lowercase();
    match region_of_host(&host) {
        Some(of_host) if of_host != region => {
            let problem = alloc::format!(
                "is not that of the database host, `{}`; pass the region of the host",
                excerpt(of_host)
            );
            invalid("region", problem)
        }
        _ => Ok(()),
    }
}

/// The region in `db.123456789012.us-west-2.rds.amazonaws.com` or `cluster.dsql.us-east-1.on.aws`.
fn region_of_host(host: &str) -> Option<&str> {
    if let Some((before, "" | ".cn")) = host.rsplit_once(".rds.amazonaws.com") {
        return before.rsplit_once('.').map(|(_, region)| region);
    }
    let (_, region) = host.strip_suffix(".on.aws")?.rsplit_once(".dsql.")?;
    (!region.contains('.')).then_some(region)
}

/// Rejects port 0.
pub(super) fn check_port(port: u16) -> Result<(), Error> {
    if port > 0 {
        return Ok(());
    }
    invalid("database port", String::from("is 0; pass the port of the endpoint"))
}

/// Rejects an empty user, and one with a control character. Other characters are encoded.
pub(super) fn check_user(user: &str) -> Result<(), Error> {
    let problem = match user.char_indices().find(|(_, character)| character.is_control()) {
        None if !user.is_empty() => return Ok(()),
        None => String::from("is empty; pass the name of the user to log in as"),
        Some((byte, _)) => alloc::format!("has a control character at byte {byte}; remove it"),
    };
    invalid("user", problem)
}

/// Rejects a name that is not a host label, such as the endpoint of the cache.
pub(super) fn check_cache(name: &str) -> Result<(), Error> {
    let Some(problem) = label_problem(name) else {
        return Ok(());
    };
    let problem = problem.to_string() + "; pass the name of the cache or cluster, not its endpoint";
    invalid("cache name", problem)
}

/// Rejects what is not the name of an EKS cluster, or the id of one on an outpost.
///
/// <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html>
pub(super) fn check_cluster(name: &str) -> Result<(), Error> {
    let is_allowed = |(byte, character): (usize, char)| {
        character.is_ascii_alphanumeric() || (matches!(character, '-' | '_') && byte > 0)
    };
    let problem = match name.char_indices().find(|character| !is_allowed(*character)) {
        None if name.is_empty() => String::from("is empty; pass the name of the cluster"),
        None if name.len() <= MAX_CLUSTER_BYTES => return Ok(()),
        None => alloc::format!(
            "has {} bytes, but a name has at most {MAX_CLUSTER_BYTES}; check the name",
            name.len()
        ),
        Some((byte, character)) => alloc::format!(
            "has `{}` at byte {byte}, but a name is letters, digits, `-` and `_` and begins with a letter or digit; \
             pass the name of the cluster, not its ARN or endpoint",
            character.escape_debug()
        ),
    };
    invalid("cluster name", problem)
}

const fn is_host_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.')
}

const fn invalid(input: &'static str, problem: String) -> Result<(), Error> {
    Err(Error::InvalidTokenInput { input, problem })
}

const MAX_CLUSTER_BYTES: usize = 100;
