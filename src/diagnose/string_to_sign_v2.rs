//! A string to sign of version 2.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Cause, Finding,
    difference::{not_sent, path_difference, shown_header, shown_parameter},
    refused_request::RefusedRequest,
};
use crate::{inspect::SignatureVersion, request::Method, wire::names::V2_EXPIRES};

/// The lines of a string to sign of version 2.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>
pub(super) struct StringToSignV2<'t> {
    pub(super) method: &'t str,
    /// `content-md5` and `content-type`, of which an empty one was not sent.
    headers: [(&'static str, &'t str); 2],
    expires: &'t str,
    resource: &'t str,
}

impl<'t> StringToSignV2<'t> {
    /// `None` if it, or the URL, is not of version 2.
    pub(super) fn parse(text: &'t str, refused: &RefusedRequest<'_, '_>) -> Option<Self> {
        let version = refused.inspected()?.signature_version();
        let mut lines = text.lines();
        let (method, md5, kind) = (lines.next()?, lines.next()?, lines.next()?);
        let (expires, resource) = (lines.next()?, lines.last()?);
        let headers = [("content-md5", md5), ("content-type", kind)];
        (version == SignatureVersion::V2).then_some(Self { method, headers, expires, resource })
    }

    pub(super) fn differences(&self, refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let method = refused.sent.method.map(Method::as_str);
        if let Some(ours) = method.filter(|ours| *ours != self.method) {
            let finding = Finding::concluded(Cause::MethodMismatch);
            findings.push(finding.with_ours(ours).with_theirs(self.method));
        }
        if !refused.original.headers.is_empty() {
            findings.extend(self.headers.iter().filter_map(|(name, theirs)| {
                let ours = refused.original.header(name).unwrap_or_default();
                header_difference(name, &ours, theirs)
            }));
        }
        let expires = refused.sent.parameter(V2_EXPIRES).unwrap_or_default();
        if expires != self.expires {
            let finding = Finding::concluded(Cause::ParameterChanged);
            let finding = finding.with_ours(&shown_parameter(V2_EXPIRES, &expires));
            findings.push(finding.with_theirs(&shown_parameter(V2_EXPIRES, self.expires)));
        }
        findings.extend(path_difference(refused.sent.path, &self.path(refused)));
        findings
    }

    /// Headers that the server received and signs; whether they were signed is unknown.
    pub(super) fn unsigned_headers(&self, refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
        let is_unknown = refused.original.headers.is_empty();
        let received = self.headers.iter().filter(|(_, value)| is_unknown && !value.is_empty());
        received
            .map(|(name, value)| {
                let finding = Finding::suspected(Cause::HeaderChanged).with_ours(name);
                finding.with_theirs(&shown_header(name, Some(value)))
            })
            .collect()
    }

    /// The path of the resource, without the bucket if that is in the host.
    fn path(&self, refused: &RefusedRequest<'_, '_>) -> String {
        let path = self.resource.split('?').next().unwrap_or_default();
        let host = refused.sent.host();
        let bucket = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let is_in_host = host.strip_prefix(bucket).is_some_and(|rest| rest.starts_with('.'));
        let is_ours = path == refused.sent.path;
        let path = path.strip_prefix('/').filter(|_| is_in_host && !is_ours).map_or(path, |path| {
            let path = &path[bucket.len()..];
            if path.is_empty() { "/" } else { path }
        });
        path.to_string()
    }
}

fn header_difference(name: &str, ours: &str, theirs: &str) -> Option<Finding> {
    let shown = |value| shown_header(name, Some(value));
    match (ours, theirs) {
        _ if ours == theirs => None,
        (_, "") => Some(not_sent(name, Some(ours))),
        ("", _) => Some(Finding::concluded(Cause::HeaderNotSigned).with_theirs(&shown(theirs))),
        _ => {
            let finding = Finding::concluded(Cause::HeaderChanged);
            Some(finding.with_ours(&shown(ours)).with_theirs(&shown(theirs)))
        }
    }
}
