//! One way to read a payload, whatever it came as.
//!
//! A [`Payload`] answers "what is at this path?". JSON text, a URL's query and (in the wasm room) a JavaScript
//! object each implement it; nothing after this step knows which one it reads.

pub(crate) mod json;
pub(crate) mod query;

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::Error;

/// A place in a payload. Meaningful only to the payload that gave it.
pub(crate) type Node = u32;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Map,
}

/// Where a payload came from, as far as shapes care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// JSON text, or an object that was read from it.
    Json,
    /// The query of a URL.
    Query,
}

/// A payload whose fields can be asked for.
pub(crate) trait Payload {
    fn carrier(&self) -> Carrier;
    /// The place of the whole.
    fn root(&self) -> Node;
    fn kind(&self, at: Node) -> Kind;
    /// The member of a map, or the element of a list whose index the key spells. The last of equal keys counts.
    fn get(&self, at: Node, key: &str) -> Option<Node>;
    /// The elements of a list, in order.
    fn items(&self, at: Node) -> Vec<Node>;
    /// The characters of a text, the digits of a number, `true` or `false`; empty for anything else.
    fn text(&self, at: Node) -> String;
    /// Whether a number that was read had lost digits before it came here.
    fn inexact(&self) -> bool {
        false
    }
    /// What went wrong while reading, if anything: a getter that threw, say.
    fn failure(&self) -> Option<Error> {
        None
    }
}

/// What stands at a dotted path below a place; none where it is absent or null.
pub(crate) fn find(payload: &dyn Payload, from: Node, path: &str) -> Option<Node> {
    let mut at = from;
    let mut rest = path;
    while !rest.is_empty() {
        // `str`'s own split finds characters of any length; paths have dots.
        let end = rest.bytes().position(|byte| byte == b'.').unwrap_or(rest.len());
        let (key, behind) = rest.split_at_checked(end)?;
        at = payload.get(at, key)?;
        rest = behind.get(1..).unwrap_or_default();
    }
    (payload.kind(at) != Kind::Null).then_some(at)
}

/// The text, digits or truth value at a dotted path; none where there is nothing of that kind.
pub(crate) fn scalar(payload: &dyn Payload, from: Node, path: &str) -> Option<String> {
    let at = find(payload, from, path)?;
    match payload.kind(at) {
        Kind::Text | Kind::Number | Kind::Bool => Some(payload.text(at)),
        Kind::Null | Kind::List | Kind::Map => None,
    }
}
