//! Parts of texts. `str`'s own search is made for long texts, and brings two searchers with it and whatever their panics
//! could say. Ours is for short ones.

/// What stands before and behind the first such part.
pub(crate) fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let mut places = text.as_bytes().windows(part.len().max(1));
    let (before, rest) = text.split_at_checked(places.position(|bytes| bytes == part.as_bytes())?)?;
    Some((before, rest.strip_prefix(part)?))
}

/// Whether such a part, which is not empty, stands in a text.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    split_once(text, part).is_some()
}
