//! Where something stands in the text of a payload: the text is read once more, for that place alone.

use alloc::string::String;

use super::json::unescape;
use super::{Reading, query};
use crate::row::Carrier;
use crate::tables::{ELEMENT, LAST, ROOT, Spot};
use crate::text::{add, add_char};

/// The JSON Pointer of a place, of a payload that is an element of a list or none, and from where to where it is in the text
/// that holds it, if that does.
pub(crate) fn locate(
    payload: &Reading<'_>,
    position: usize,
    spot: Spot,
    text: &[u8],
) -> (String, Option<(usize, usize)>) {
    let mut pointer = String::new();
    for key in payload.index.keys(ROOT, payload.root) {
        push(&mut pointer, key, position);
    }
    let keys = payload.index.keys(payload.root, spot);
    let part = match payload.carrier {
        Carrier::Query => {
            let name = keys.first().copied().unwrap_or_default();
            push(&mut pointer, name, 0);
            core::str::from_utf8(text).ok().and_then(|text| query::last(text, name))
        }
        Carrier::Json => {
            let mut part = payload.behind(payload.root);
            let mut name = "";
            for key in keys {
                let Some(member) = part.and_then(|container| member(container, key)) else { break };
                push(&mut pointer, key, member.position);
                (name, part) = (member.key, Some(member.value));
            }
            match part {
                // What a map says is said by its key.
                Some(map) if map.starts_with('{') => Some(name),
                Some(string) => {
                    Some(string.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(string))
                }
                None => None,
            }
        }
    };
    let range = part.and_then(|part| {
        let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        let end = start + part.len();
        (end <= text.len()).then_some((start, end))
    });
    (pointer, range)
}

/// Adds a key to a pointer, or the position of an element for one that stands for it.
fn push(pointer: &mut String, key: &str, position: usize) {
    if key == ELEMENT || key == LAST {
        return add(pointer, &["/", itoa::Buffer::new().format(position)]);
    }
    add(pointer, &["/"]);
    for char in key.chars() {
        match char {
            '~' => add(pointer, &["~0"]),
            '/' => add(pointer, &["~1"]),
            other => add_char(pointer, other),
        }
    }
}

/// A key or a value in a map or a list, each as it stands in the text.
struct Member<'t> {
    key: &'t str,
    value: &'t str,
    /// Which one it is.
    position: usize,
}

/// The last member of that key, in JSON that was read before: it holds no faults.
fn member<'t>(container: &'t str, key: &str) -> Option<Member<'t>> {
    let bytes = container.as_bytes();
    let list = bytes.first() == Some(&b'[');
    let (mut at, mut position, mut found) = (1, 0, None);
    loop {
        match bytes.get(at)? {
            b']' | b'}' => return found,
            b',' | b' ' | b'\n' | b'\r' | b'\t' => {
                at += 1;
                continue;
            }
            _ => {}
        }
        let mut name = "";
        if !list {
            let end = value_end(bytes, at)?;
            name = container.get(at + 1..end - 1)?;
            at = end + bytes.get(end..)?.iter().position(|byte| *byte == b':')? + 1;
            at += bytes.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
        }
        let end = value_end(bytes, at)?;
        let here = if list {
            key == LAST || key == itoa::Buffer::new().format(position)
        } else {
            unescape(name) == key
        };
        if here {
            found = Some(Member { key: name, value: container.get(at..end)?, position });
        }
        (at, position) = (end, position + 1);
    }
}

/// Where a value ends.
fn value_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at += 1;
                while *bytes.get(at)? != b'"' {
                    at += if *bytes.get(at)? == b'\\' { 2 } else { 1 };
                }
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'{' | b'[' => depth += 1,
            // What follows a number or a word.
            b'}' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return Some(at),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}
