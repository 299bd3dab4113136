//! The query of a URL, as providers append it to a return address.

use alloc::string::String;
use alloc::vec::Vec;

use super::json::Kind;
use super::{Arena, Reading};
use crate::row::Carrier;
use crate::tables::{NOWHERE, ROOT};
use crate::text::{add_char, split_once};

/// Reads a URL, or a query alone. None where the text is neither. The last of equal names counts: providers append behind
/// what was there.
pub(crate) fn from_text<'a>(text: &str, arena: &'a Arena) -> Option<Reading<'a>> {
    let query = query_of(text)?;
    let mut reading = Reading::new(Carrier::Query, ROOT, arena);
    reading.set(ROOT, Kind::Map, "");
    for (name, value) in pairs(query) {
        let spot = reading.index.below_called(ROOT, decoded(name.as_bytes()).as_bytes());
        if spot == NOWHERE {
            continue;
        }
        let value = decoded(value.as_bytes());
        let text = unquoted(&value);
        // What a script writes that had no value.
        let kind = if matches!(text, "" | "undefined" | "null") { Kind::Null } else { Kind::Plain };
        reading.set(spot, kind, arena.alloc_str(text));
    }
    Some(reading)
}

/// The last value of a name, as it stands in a URL or a query.
pub(crate) fn last<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    pairs(query_of(text)?).filter(|pair| decoded(pair.0.as_bytes()) == name).last().map(|(_, value)| value)
}

/// The query of a URL, or of what is one alone.
fn query_of(text: &str) -> Option<&str> {
    let text = text.trim_ascii();
    if !all(text, |char| !char.is_whitespace() && !char.is_control()) {
        return None;
    }
    let query = match split_once(text, "?") {
        Some((address, query)) if all(address, is_of_an_address) => query,
        Some(_) => return None,
        None if is_url(text) => "",
        None => split_once(text, "=").filter(|(name, _)| all(name, is_of_a_name)).map(|_| text)?,
    };
    Some(split_once(query, "#").map_or(query, |(before, _)| before))
}

/// Its names and values. Some append with a bare `?` although the address has a query already.
fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split(['?', '&']).map(|pair| split_once(pair, "=").unwrap_or((pair, "")))
}

/// Called, not inlined: reading characters is much code.
#[inline(never)]
fn all(text: &str, fits: fn(char) -> bool) -> bool {
    text.chars().all(fits)
}

/// Whether a character may stand in an address as it is: letters of any script may, what JSON is made of may not.
fn is_of_an_address(char: char) -> bool {
    let of_json = matches!(char, '{' | '}' | '[' | ']' | '"' | '<' | '>' | '\\' | '^' | '`' | '|');
    !char.is_ascii() || char.is_ascii_graphic() && !of_json
}

/// Whether a character may stand in a query's name.
fn is_of_a_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.' | '~' | '%' | '[' | ']')
}

/// Whether it begins as a URL does: a scheme and two slashes.
fn is_url(text: &str) -> bool {
    split_once(text, "://").is_some_and(|(scheme, _)| {
        scheme.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
            && all(scheme, |char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.'))
    })
}

/// Some wrap every text in double quotes.
fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}

/// A name or a value as the URL standard's parser of forms decodes it. The tests hold it to `form_urlencoded`.
fn decoded(mut rest: &[u8]) -> String {
    let mut bytes = Vec::new();
    while let [first, behind @ ..] = rest {
        rest = behind;
        let mut byte = if *first == b'+' { b' ' } else { *first };
        if let (b'%', [high, low, behind @ ..]) = (byte, behind)
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            rest = behind;
            byte = high << 4 | low;
        }
        bytes.push(byte);
    }
    lossy(&bytes)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// As [`String::from_utf8_lossy`], of which the module would have no other use.
fn lossy(mut rest: &[u8]) -> String {
    let mut text = String::new();
    loop {
        let fault = match core::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return text;
            }
            Err(fault) => fault,
        };
        let (valid, behind) = rest.split_at_checked(fault.valid_up_to()).unwrap_or_default();
        text.push_str(core::str::from_utf8(valid).unwrap_or_default());
        add_char(&mut text, '\u{fffd}');
        rest = behind.get(fault.error_len().unwrap_or(behind.len())..).unwrap_or_default();
    }
}
