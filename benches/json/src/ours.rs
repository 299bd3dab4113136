//! The project's own reader, from its source. What stands around it there is stood in for here.

use super::{DEPTH, Found, KEYS};
use json::Json;

#[path = "../../../src/read/json.rs"]
#[allow(dead_code, reason = "the project asks for more than the values of some paths")]
mod json;

type Node = u32;

#[derive(PartialEq)]
enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Map,
}

enum Carrier {
    Json,
}

#[allow(dead_code, reason = "as above")]
trait Payload {
    fn carrier(&self) -> Carrier;
    fn root(&self) -> Node;
    fn kind(&self, at: Node) -> Kind;
    fn get(&self, at: Node, key: &str) -> Option<Node>;
    fn items(&self, at: Node) -> alloc::vec::Vec<Node>;
    fn text(&self, at: Node) -> alloc::string::String;
    fn inexact(&self) -> bool;
}

/// Without the sentence that the project makes of it: the other readers' errors are dropped unread, too.
pub(crate) mod error {
    pub(crate) struct Error;

    impl Error {
        pub(crate) fn not_json(_: &[u8], _: usize, _: &str) -> Self {
            Self
        }

        pub(crate) fn too_deep(_: usize, _: usize) -> Self {
            Self
        }
    }
}

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    let json = Json::from_bytes(bytes, DEPTH).ok()?;
    let data = json.get(json.root(), "data");
    Some(KEYS.map(|key| {
        let at = json.get(data?, key)?;
        matches!(json.kind(at), Kind::Text | Kind::Number | Kind::Bool).then(|| json.text(at).into())
    }))
}
