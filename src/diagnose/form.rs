//! Refusals that only upload forms have.

use alloc::{borrow::Cow, format, vec::Vec};

use super::{Cause, Certainty, Finding, quoted::quoted_after, refused_request::RefusedRequest};
use crate::redact::{REDACTED, is_secret};

/// A condition as the server shows it, without the value of a secret field.
fn shown_condition(condition: &str) -> Cow<'_, str> {
    let is_separator = |c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c);
    let secret_name = condition.split(is_separator).find(|name| is_secret(name));
    match secret_name.and_then(|name| Some((name, condition.split_once(name)?))) {
        Some((name, (before, after))) if after.contains(|c| !is_separator(c)) => {
            Cow::Owned(format!(r#"{before}{name}", "{REDACTED}"]"#))
        }
        _ => Cow::Borrowed(condition),
    }
}

/// A field does not satisfy the policy. S3 shows the condition, Garage the name of the field.
pub(super) fn policy_condition(refused: &RefusedRequest<'_, '_>) -> Finding {
    let message = refused.response.message();
    let finding = Finding::stated(Cause::PolicyConditionFailed);
    let condition = ["ondition failed:", "ailed condition:"];
    let condition = condition.iter().find_map(|phrase| Some(message.split_once(phrase)?.1.trim()));
    if let Some(condition) = condition.filter(|condition| !condition.is_empty()) {
        let name = condition.split_once('$').map_or(condition, |(_, after)| after);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
        let field = refused.form.shown(&name[..end.unwrap_or(name.len())]);
        return finding.with_sides(Some(&shown_condition(condition)), field.as_deref());
    }
    if let Some(name) = quoted_after(message, "Key ") {
        let field = refused.form.shown(name);
        return finding.with_sides(None, Some(field.as_deref().unwrap_or(name)));
    }
    let failed = refused.form.failed_condition();
    if let Some(failed) = failed.filter(|it| it.certainty() != Certainty::Suspected) {
        return failed.with_certainty(Certainty::Stated);
    }
    finding
        .with_sides(refused.form.content_length_range().filter(|_| message.contains("size")), None)
}

/// A field that the policy does not mention.
pub(super) fn extra_field(refused: &RefusedRequest<'_, '_>) -> Finding {
    let message = refused.response.message();
    let before = ["nput fields:", "these fields:", "missing condition:"];
    let names = before.iter().find_map(|phrase| Some(message.split_once(phrase)?.1.trim()));
    let names = names.or_else(|| quoted_after(message, "Key "));
    let names = names.or_else(|| quoted_after(message, "must appear in the list of"));
    Finding::stated(Cause::FormFieldNotInPolicy).with_sides(None, names)
}

/// The signature of the policy does not match: the string to sign is the policy itself.
pub(super) fn mismatch(refused: &RefusedRequest<'_, '_>) -> Vec<Finding> {
    let (ours, theirs) = (refused.form.field("policy"), refused.response.string_to_sign());
    let secret = refused.about_access_key(Cause::WrongSecret);
    let changed = Finding::concluded(Cause::FormFieldChanged).with_ours("policy");
    match (ours, theirs) {
        (Some(ours), Some(theirs)) if ours.trim() == theirs => {
            alloc::vec![secret.with_certainty(Certainty::Concluded)]
        }
        (Some(_), Some(_)) => alloc::vec![changed],
        _ => [secret, changed].map(|it| it.with_certainty(Certainty::Suspected)).into(),
    }
}
