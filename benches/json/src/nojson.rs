//! nojson: an index of a text's values, as the project's own reader makes one.

use super::{Found, KEYS};
use nojson::{JsonValueKind, RawJson, RawJsonValue};

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    let json = RawJson::parse(core::str::from_utf8(bytes).ok()?).ok()?;
    let data = member(json.value(), "data");
    Some(KEYS.map(|key| {
        let value = member(data?, key)?;
        match value.kind() {
            JsonValueKind::String => value.to_unquoted_string_str().ok(),
            JsonValueKind::Integer | JsonValueKind::Float | JsonValueKind::Boolean => {
                Some(value.as_raw_str().into())
            }
            JsonValueKind::Null | JsonValueKind::Array | JsonValueKind::Object => None,
        }
    }))
}

/// The library's own look-up takes the first of equal keys.
fn member<'a, 'b>(map: RawJsonValue<'a, 'b>, key: &str) -> Option<RawJsonValue<'a, 'b>> {
    let is = |name: RawJsonValue| name.to_unquoted_string_str().is_ok_and(|name| name == key);
    map.to_object().ok()?.filter(|(name, _)| is(*name)).last().map(|(_, value)| value)
}
