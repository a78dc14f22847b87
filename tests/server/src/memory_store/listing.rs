//! One page of the keys of a bucket, as returned by `ListObjectsV2`.

use std::collections::{BTreeMap, BTreeSet};

use s3s::dto::{self, ListObjectsV2Input, ListObjectsV2Output};

use super::object::{Object, length};

/// Lists the keys that start with the prefix, and groups them by the delimiter into common prefixes.
pub(crate) fn page(
    objects: &BTreeMap<String, Object>,
    input: ListObjectsV2Input,
) -> ListObjectsV2Output {
    let max_keys = input.max_keys.unwrap_or(MAX_KEYS);
    let mut page = Page::default();
    for (key, object) in objects.iter().filter(|(key, _)| is_listed(key, &input)) {
        let common_prefix = common_prefix(key, &input);
        if page.is_new(common_prefix) && page.key_count() >= max_keys {
            page.next = page.last.map(str::to_owned);
            break;
        }
        page.add(key, object, common_prefix);
    }
    ListObjectsV2Output {
        is_truncated: Some(page.next.is_some()),
        key_count: Some(page.key_count()),
        next_continuation_token: page.next,
        contents: Some(page.contents),
        common_prefixes: Some(page.common_prefixes.into_iter().map(common).collect()),
        name: Some(input.bucket),
        prefix: input.prefix,
        delimiter: input.delimiter,
        max_keys: Some(max_keys),
        continuation_token: input.continuation_token,
        start_after: input.start_after,
        ..ListObjectsV2Output::default()
    }
}

#[derive(Default)]
struct Page<'a> {
    contents: Vec<dto::Object>,
    common_prefixes: BTreeSet<&'a str>,
    last: Option<&'a str>,
    next: Option<String>,
}

impl<'a> Page<'a> {
    fn is_new(&self, common_prefix: Option<&str>) -> bool {
        common_prefix.is_none_or(|prefix| !self.common_prefixes.contains(prefix))
    }

    fn key_count(&self) -> i32 {
        let count = self.contents.len() + self.common_prefixes.len();
        i32::try_from(count).unwrap_or(i32::MAX)
    }

    fn add(&mut self, key: &'a str, object: &Object, common_prefix: Option<&'a str>) {
        self.last = Some(key);
        if let Some(prefix) = common_prefix {
            self.common_prefixes.insert(prefix);
        } else {
            self.contents.push(content(key, object));
        }
    }
}

fn is_listed(key: &str, input: &ListObjectsV2Input) -> bool {
    let after = input.continuation_token.as_deref().or(input.start_after.as_deref());
    let prefix = input.prefix.as_deref().unwrap_or_default();
    key.starts_with(prefix) && after.is_none_or(|after| key > after)
}

/// The key up to and including the first delimiter after the prefix.
fn common_prefix<'a>(key: &'a str, input: &ListObjectsV2Input) -> Option<&'a str> {
    let delimiter = input.delimiter.as_deref().filter(|delimiter| !delimiter.is_empty())?;
    let prefix = input.prefix.as_deref().unwrap_or_default().len();
    let end = prefix + key[prefix..].find(delimiter)? + delimiter.len();
    Some(&key[..end])
}

fn common(prefix: &str) -> dto::CommonPrefix {
    dto::CommonPrefix { prefix: Some(prefix.to_owned()) }
}

fn content(key: &str, object: &Object) -> dto::Object {
    dto::Object {
        e_tag: Some(object.e_tag.clone()),
        key: Some(key.to_owned()),
        last_modified: Some(object.last_modified.clone()),
        size: Some(length(&object.body)),
        ..dto::Object::default()
    }
}

const MAX_KEYS: i32 = 1000;
