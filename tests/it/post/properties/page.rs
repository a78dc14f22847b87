//! A minimal HTML parser: tags, attributes in double quotes, character references.

/// A tag: its name, `/` before it if it ends an element, and its attributes.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| (String::from(*name), String::from(*value));
        Self { name: name.into(), attributes: attributes.iter().map(owned).collect() }
    }
}

/// The tags of a page, or `None` if it has other syntax.
pub(crate) fn tags(page: &str) -> Option<Vec<Tag>> {
    // Browsers normalize line breaks before they parse.
    let page = page.replace("\r\n", "\n").replace('\r', "\n");
    let (mut tags, mut rest) = (Vec::new(), page.as_str());
    while let Some((_, opened)) = rest.split_once('<') {
        let (tag, after) = tag(opened)?;
        tags.push(tag);
        rest = after;
    }
    Some(tags)
}

fn tag(opened: &str) -> Option<(Tag, &str)> {
    let (name, mut rest) = opened.split_at(opened.find([' ', '>'])?);
    let mut attributes = Vec::new();
    while let Some(spaced) = rest.strip_prefix(' ') {
        let (name, after) = spaced.split_at(spaced.find(['=', ' ', '>'])?);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"')?,
            None => ("", after),
        };
        attributes.push((name.into(), unescape(value)?));
        rest = after;
    }
    Some((Tag { name: name.into(), attributes }, rest.strip_prefix('>')?))
}

fn unescape(escaped: &str) -> Option<String> {
    let mut pieces = escaped.split('&');
    let mut text = String::from(pieces.next()?);
    for piece in pieces {
        let (reference, plain) = piece.split_once(';')?;
        text.push(match reference {
            "amp" => '&',
            "gt" => '>',
            "lt" => '<',
            "quot" => '"',
            _ => char::from_u32(reference.strip_prefix('#')?.parse().ok()?)?,
        });
        text.push_str(plain);
    }
    Some(text)
}
