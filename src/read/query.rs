//! The query of a URL, as providers append it to a return address.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Carrier, Kind, Node, Payload};
use crate::text::split_once;

/// A query's names and values; none by default. The last of equal names counts: providers append behind what was there.
#[derive(Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Reads a URL, or a query alone. None where the text is neither.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
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
        // Some append with a bare `?` although the address has a query already.
        let mut pairs = Vec::new();
        for part in query.split('?') {
            for (name, value) in form_urlencoded::parse(part.as_bytes()) {
                pairs.push((name.into_owned(), unquoted(&value).to_owned()));
            }
        }
        Some(Self { pairs })
    }

    fn value(&self, at: Node) -> Option<&str> {
        let (_, value) = self.pairs.get((at as usize).checked_sub(1)?)?;
        Some(value)
    }
}

impl Payload for Query {
    fn carrier(&self) -> Carrier {
        Carrier::Query
    }

    fn root(&self) -> Node {
        0
    }

    fn kind(&self, at: Node) -> Kind {
        match self.value(at) {
            None => Kind::Map,
            // What a script writes that had no value.
            Some("" | "undefined" | "null") => Kind::Null,
            Some(_) => Kind::Text,
        }
    }

    fn get(&self, at: Node, key: &str) -> Option<Node> {
        if at != self.root() {
            return None;
        }
        let last = self.pairs.iter().rposition(|(name, _)| name == key)?;
        Node::try_from(last).ok()?.checked_add(1)
    }

    fn items(&self, _: Node) -> Vec<Node> {
        Vec::new()
    }

    fn text(&self, at: Node) -> String {
        self.value(at).unwrap_or_default().to_owned()
    }
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
