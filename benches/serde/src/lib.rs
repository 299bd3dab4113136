//! What a Rust developer would write with serde_json: the fields that are read, borrowed from the payload, in
//! WebAssembly. `../package/serde.mjs` makes the order of them.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    data: Data<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    status: Option<Text<'a>>,
    #[serde(borrow)]
    is_buy_or_sell: Option<Text<'a>>,
    #[serde(borrow)]
    fiat_amount: Option<&'a RawValue>,
    #[serde(borrow)]
    fiat_currency: Option<Text<'a>>,
    #[serde(borrow)]
    crypto_amount: Option<&'a RawValue>,
    #[serde(borrow)]
    crypto_currency: Option<Text<'a>>,
    #[serde(borrow)]
    network: Option<Text<'a>>,
    #[serde(borrow)]
    amount_paid: Option<&'a RawValue>,
    #[serde(borrow)]
    partner_order_id: Option<Text<'a>>,
    #[serde(borrow)]
    status_reason: Option<Text<'a>>,
    #[serde(borrow)]
    auto_expires_at: Option<Text<'a>>,
    #[serde(borrow)]
    created_at: Option<Text<'a>>,
    #[serde(borrow)]
    updated_at: Option<Text<'a>>,
    #[serde(borrow)]
    captured_at: Option<Text<'a>>,
    #[serde(borrow)]
    completed_at: Option<Text<'a>>,
    #[serde(borrow)]
    transaction_hash: Option<Text<'a>>,
    #[serde(borrow)]
    transaction_link: Option<Text<'a>>,
    #[serde(borrow)]
    card_payment_data: Option<Card<'a>>,
    #[serde(borrow)]
    crypto_payment_data: Option<Crypto<'a>>,
}

#[derive(Deserialize)]
struct Card<'a> {
    #[serde(borrow)]
    status: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Crypto<'a> {
    #[serde(borrow)]
    payment_address: Option<Text<'a>>,
    #[serde(borrow)]
    crypto_amount_paid: Option<&'a RawValue>,
}

/// A type of its own: in an `Option`, a `Cow` is never borrowed.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

const VALUES: usize = 21;
const NONE: u32 = u32::MAX;

static mut PAYLOAD: Vec<u8> = Vec::new();
static mut LENGTHS: [u32; VALUES + 2] = [NONE; VALUES + 2];
static mut TEXT: String = String::new();

/// Makes room for a payload; returns where.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(len: usize) -> *mut u8 {
    let payload = &raw mut PAYLOAD;
    // SAFETY: the module has one thread, and no reference outlives a call.
    let payload = unsafe { &mut *payload };
    payload.resize(len, 0);
    payload.as_mut_ptr()
}

/// Reads a payload of that length in the room: null if it is not one, else where the text of all values stands, its
/// length, and each value's length as JavaScript counts it.
#[unsafe(no_mangle)]
pub extern "C" fn read(len: usize) -> *const u32 {
    let (payload, lengths, text) = (&raw const PAYLOAD, &raw mut LENGTHS, &raw mut TEXT);
    // SAFETY: as above.
    let (payload, lengths, text) = unsafe { (&*payload, &mut *lengths, &mut *text) };
    let Some(Ok(answer)) = payload.get(..len).map(serde_json::from_slice::<Answer>) else {
        return core::ptr::null();
    };
    let data = &answer.data;
    let (card, crypto) = (data.card_payment_data.as_ref(), data.crypto_payment_data.as_ref());
    text.clear();
    let [_, _, slots @ ..] = lengths;
    let mut slots = slots.iter_mut();
    let mut put = |value: Option<&str>| {
        let Some(slot) = slots.next() else { return };
        *slot = value.map_or(NONE, |value| {
            text.push_str(value);
            let units = if value.is_ascii() { value.len() } else { value.encode_utf16().count() };
            units as u32
        });
    };
    put(said(&data.id));
    put(said(&data.status));
    put(said(&data.is_buy_or_sell));
    put(digits(&data.fiat_amount));
    put(said(&data.fiat_currency));
    put(digits(&data.crypto_amount));
    put(said(&data.crypto_currency));
    put(said(&data.network));
    put(digits(&data.amount_paid));
    put(said(&data.partner_order_id));
    put(said(&data.status_reason));
    put(said(&data.auto_expires_at));
    put(said(&data.created_at));
    put(said(&data.updated_at));
    put(said(&data.captured_at));
    put(said(&data.completed_at));
    put(said(&data.transaction_hash));
    put(said(&data.transaction_link));
    put(card.and_then(|card| said(&card.status)));
    put(crypto.and_then(|crypto| said(&crypto.payment_address)));
    put(crypto.and_then(|crypto| digits(&crypto.crypto_amount_paid)));
    let [start, length, ..] = lengths;
    *start = text.as_ptr() as u32;
    *length = text.len() as u32;
    lengths.as_ptr()
}

fn said<'a>(value: &'a Option<Text<'_>>) -> Option<&'a str> {
    value.as_ref().map(|value| &*value.0)
}

/// As they came.
fn digits<'a>(value: &Option<&'a RawValue>) -> Option<&'a str> {
    value.map(RawValue::get)
}
