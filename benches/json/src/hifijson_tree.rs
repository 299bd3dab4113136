//! hifijson into its tree: any path can be asked for afterwards, as the project must.

use super::{DEPTH, Found, KEYS};
use alloc::borrow::Cow;
use hifijson::token::Lex as _;
use hifijson::{SliceLexer, value};

type Value<'a> = value::Value<&'a str, Cow<'a, str>>;

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    // The library counts a value that nests nothing as a level, too.
    let bounded = |next, lexer: &mut _| value::parse_bounded(DEPTH + 1, next, lexer);
    let document = SliceLexer::new(bytes).exactly_one(SliceLexer::ws_peek, bounded).ok()?;
    let data = member(&document, "data");
    Some(KEYS.map(|key| match member(data?, key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number((digits, _)) => Some((*digits).into()),
        Value::Bool(truth) => Some(if *truth { "true" } else { "false" }.into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }))
}

fn member<'a, 'b>(map: &'b Value<'a>, key: &str) -> Option<&'b Value<'a>> {
    let Value::Object(members) = map else { return None };
    members.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
}
