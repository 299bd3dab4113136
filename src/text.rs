//! Parts of texts. `str`'s own search is made for long texts, and brings two searchers with it and whatever their panics
//! could say. Ours is for short ones.

use alloc::string::String;

/// What stands before and behind the first such part.
pub(crate) fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let (first, _) = part.as_bytes().split_first()?;
    let mut from = 0;
    loop {
        let at = from + text.as_bytes().get(from..)?.iter().position(|byte| byte == first)?;
        if let Some((before, rest)) = text.split_at_checked(at)
            && let Some(behind) = rest.strip_prefix(part)
        {
            return Some((before, behind));
        }
        from = at + 1;
    }
}

/// What stands before the first of these bytes of ASCII, or all.
pub(crate) fn before<'a>(text: &'a str, ends: &[u8]) -> &'a str {
    let end = text.bytes().position(|byte| ends.contains(&byte));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Whether such a part, which is not empty, stands in a text.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    split_once(text, part).is_some()
}

/// A whole number that is no more than digits, if it is below 10^19.
#[inline(never)]
pub(crate) fn digits(text: &str) -> Option<u64> {
    let add = |number: u64, byte: u8| {
        let fits = byte.is_ascii_digit() && number < 1_000_000_000_000_000_000;
        fits.then(|| number * 10 + u64::from(byte - b'0'))
    };
    if text.is_empty() { None } else { text.bytes().try_fold(0, add) }
}

/// Adds parts to a text. Called, not inlined: what makes room would else be in each of many places.
#[inline(never)]
pub(crate) fn add(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}

/// Adds a character to a text. Called, not inlined, as [`add`] is.
#[inline(never)]
pub(crate) fn add_char(text: &mut String, char: char) {
    text.push(char);
}

/// A text of one's own. Called, not inlined, as [`add`] is.
#[inline(never)]
pub(crate) fn copied(text: &str) -> String {
    text.into()
}

/// Parts put together, as `concat` does, which brings the making of any list with it.
#[inline(never)]
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    add(&mut text, parts);
    text
}

/// Names for a sentence, each between backticks.
pub(crate) fn listed(names: &mut dyn Iterator<Item = &str>) -> String {
    let mut text = String::new();
    let mut before = "`";
    for name in names {
        add(&mut text, &[before, name, "`"]);
        before = ", `";
    }
    text
}

/// Whether two texts are the same. Most are short, and a call to compare them costs more than the comparison: their first
/// and last eight bytes, which may overlap, are all of up to sixteen.
#[inline(always)]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    fn ends<const N: usize>(text: &[u8]) -> Option<([u8; N], [u8; N])> {
        Some((*text.first_chunk()?, *text.last_chunk()?))
    }
    if a.len() != b.len() {
        return false;
    }
    match (ends::<8>(a), ends::<8>(b)) {
        (Some((first, last)), Some((other_first, other_last))) => {
            u64::from_le_bytes(first) == u64::from_le_bytes(other_first)
                && u64::from_le_bytes(last) == u64::from_le_bytes(other_last)
                && (a.len() <= 16 || eights(a, b))
        }
        _ => match (ends::<4>(a), ends::<4>(b)) {
            (Some((first, last)), Some((other_first, other_last))) => {
                u32::from_le_bytes(first) == u32::from_le_bytes(other_first)
                    && u32::from_le_bytes(last) == u32::from_le_bytes(other_last)
            }
            _ => a.iter().zip(b).all(|(a, b)| a == b),
        },
    }
}

/// Whether two texts are the same as far as they are eights of bytes. To compare all of them at once is a call, and goes by one byte.
#[inline(never)]
fn eights(a: &[u8], b: &[u8]) -> bool {
    let mut both = a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0);
    both.all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
}

/// A number by which most keys differ.
#[inline(always)]
pub(crate) fn hash(key: &[u8]) -> u32 {
    let word = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let ends = match key {
        [a] => u32::from(*a),
        [a, b] => u32::from_le_bytes([*a, *b, 0, 0]),
        [a, b, c] => u32::from_le_bytes([*a, *b, *c, 0]),
        key => word(key.first_chunk()) ^ word(key.last_chunk()).rotate_left(13),
    };
    let mixed = (ends ^ (key.len() as u32) << 27).wrapping_mul(0x9e37_79b1);
    mixed ^ mixed >> 15
}
