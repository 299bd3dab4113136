//! serde_json into structs: only for paths that are known when it is compiled, and only for documents of that shape.

use super::Found;
use alloc::string::String;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    data: Option<Data<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow)]
    is_buy_or_sell: Option<&'a RawValue>,
    #[serde(borrow)]
    crypto_amount: Option<&'a RawValue>,
    #[serde(borrow)]
    transaction_hash: Option<&'a RawValue>,
}

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    // Strings that no field takes are skipped without a look at their UTF-8.
    let text = core::str::from_utf8(bytes).ok()?;
    let document: Document = serde_json::from_str(text).ok()?;
    let data = document.data.unwrap_or_default();
    let raw = [data.id, data.status, data.is_buy_or_sell, data.crypto_amount, data.transaction_hash];
    let mut found = Found::default();
    for (slot, raw) in found.iter_mut().zip(raw) {
        let raw = raw.map(RawValue::get).unwrap_or("null");
        *slot = match raw.as_bytes().first() {
            Some(b'"') => Some(serde_json::from_str::<String>(raw).ok()?.into()),
            Some(b'[' | b'{' | b'n') | None => None,
            Some(_) => Some(raw.into()),
        };
    }
    Some(found)
}
