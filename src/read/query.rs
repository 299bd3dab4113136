//! The query of a URL, as providers append it to a return address.

use super::json::Kind;
use super::{Arena, Reading};
use crate::row::Carrier;
use crate::tables::{NOWHERE, ROOT};
use crate::text::split_once;

/// Reads a URL, or a query alone. None where the text is neither. The last of equal names counts: providers append behind
/// what was there.
pub(crate) fn from_text<'a>(text: &str, arena: &'a Arena) -> Option<Reading<'a>> {
    let text = text.trim_ascii();
    if text.chars().any(|char| char.is_whitespace() || char.is_control()) {
        return None;
    }
    let query = match text.split_once('?') {
        Some((address, query)) if address.chars().all(is_of_an_address) => query,
        Some(_) => return None,
        None if is_url(text) => "",
        None => text.split_once('=').filter(|(name, _)| name.chars().all(is_of_a_name)).map(|_| text)?,
    };
    let query = query.split_once('#').map_or(query, |(before, _)| before);
    let mut reading = Reading::new(Carrier::Query, ROOT, arena);
    reading.set(ROOT, Kind::Map, "");
    // Some append with a bare `?` although the address has a query already.
    for part in query.split('?') {
        for (name, value) in form_urlencoded::parse(part.as_bytes()) {
            let spot = reading.index.below(ROOT, name.as_bytes());
            if spot == NOWHERE {
                continue;
            }
            let text = unquoted(&value);
            // What a script writes that had no value.
            let kind = if matches!(text, "" | "undefined" | "null") { Kind::Null } else { Kind::Plain };
            reading.set(spot, kind, arena.alloc_str(text));
        }
    }
    Some(reading)
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
        scheme.starts_with(|char: char| char.is_ascii_alphabetic())
            && scheme.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.'))
    })
}

/// Some wrap every text in double quotes.
fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}
