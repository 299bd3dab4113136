//! The boundary from its Rust side: what a call leaves in the memory is what the crate makes of the same bytes.
//!
//! Runs in Node by `cargo xtask test`. What users see of it, member by member, is tested with the packed package, in
//! tests/package.
#![cfg(all(target_arch = "wasm32", feature = "wasm"))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use js_sys::{Uint8Array, Uint32Array, WebAssembly::Memory};
use orderstate::{Context, Error, ErrorCode, Status, Trust, wasm};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;

const PAYLOAD: &str = include_str!("fixtures/mugglepay/callback_unresolved_amount_under.json");
/// Trust `api`, the second, in the last byte.
const API: u32 = 2 << 24;
const WORD: u32 = 1;
const OBJECT: u32 = 2;
const REFUSED: u32 = 4;
const MANY: u32 = 8;
const CONTEXT: u32 = 16;
const FAILED: u32 = u32::MAX;
const TOLD: u32 = 1 << 31;

/// An answer as the loader sees it: how many there are, the numbers behind that, and the text.
struct Seen {
    count: u32,
    numbers: Vec<u32>,
    text: String,
}

impl Seen {
    /// The status of the first order, where its meaning is told.
    fn status(&self) -> Option<Status> {
        let told = self.numbers[0] & TOLD != 0;
        told.then(|| Status::ALL[(self.numbers[2] & 0xff) as usize])
    }
}

#[wasm_bindgen_test]
fn every_form_of_a_payload_gives_the_order_that_rust_gives() {
    let order =
        orderstate::normalize(PAYLOAD.as_bytes(), &Context::default().trusted_as(Trust::Api)).unwrap();
    let own: String = [&order.id, &order.reference].into_iter().flatten().cloned().collect();
    let rule = [order.rule.id.as_deref(), order.word.as_deref()].map(Option::unwrap).concat();
    let first = normalize(PAYLOAD, API, 0);
    assert_eq!(first.count, 1);
    assert_eq!(first.status(), Some(order.status));
    assert!(first.text.starts_with(&[&*rule, &own].concat()), "{}", first.text);
    // What it means was told, and is not told again.
    for how in [0, OBJECT] {
        let seen = normalize(PAYLOAD, API, how);
        assert_eq!((seen.count, seen.numbers[0] | TOLD), (1, first.numbers[0]));
        assert_eq!(seen.status(), None);
        assert_eq!(Some(&*seen.text), first.text.strip_prefix(&rule));
    }
}

#[wasm_bindgen_test]
fn a_meaning_that_went_with_an_error_is_told_again() {
    let one = r#"{"order_id":"e82c57b2","order_type":"CRYPTO-BUY","status":"expired"}"#;
    let two = format!(r#"{{"data":{{"orders":[{one},{one}]}}}}"#);
    assert_eq!(normalize(&two, 0, 0).numbers[0], ErrorCode::ManyOrders as u32);
    for told in [Some(Status::Expired), None] {
        assert_eq!(normalize(&two, 0, MANY).status(), told);
    }
}

#[wasm_bindgen_test]
fn a_word_that_no_rule_knows_is_unknown() {
    let banxa = orderstate::providers().iter().position(|provider| provider.id == "banxa").unwrap();
    let seen = normalize("no such word", banxa as u32 + 1, WORD);
    assert_eq!((seen.count, seen.text.starts_with("no such word")), (1, true));
    assert_eq!(seen.status(), Some(Status::Unknown));
}

#[wasm_bindgen_test]
fn errors_say_what_rust_says() {
    let error = orderstate::normalize(b"{", &Context::default()).unwrap_err();
    assert_failed(&normalize("{", 0, 0), &error);
    let verified = Context::default().trusted_as(Trust::Verified);
    let error = orderstate::normalize(PAYLOAD.as_bytes(), &verified).unwrap_err();
    assert_failed(&normalize(PAYLOAD, 1 << 24, 0), &error);

    let refused = normalize("[object Promise]", 0, REFUSED);
    assert_eq!(refused.numbers[0], ErrorCode::Unreadable as u32);
    assert!(refused.text.contains("await it"), "{}", refused.text);
}

#[wasm_bindgen_test]
fn a_context_holds_for_the_next_call_only() {
    assert_eq!(wasm::context(write(r#"[null,null,{"limits":{"bytes":10}}]"#)), 10);
    assert_eq!(normalize(PAYLOAD, 0, CONTEXT).numbers[0], ErrorCode::TooLarge as u32);
    assert_eq!(normalize(PAYLOAD, 0, CONTEXT).count, 1);

    assert_eq!(wasm::context(write(r#"[null,null,{"trust":-1}]"#)), 0);
    let failed = normalize(PAYLOAD, 0, CONTEXT);
    assert_eq!(failed.numbers[0], ErrorCode::BadContext as u32);
    assert!(failed.text.contains("the context's `trust` is not a string"), "{}", failed.text);
}

#[wasm_bindgen_test]
fn the_legend_has_a_line_for_each_list() {
    let legend = seen(wasm::legend()).text;
    let lines: Vec<Vec<&str>> = legend.lines().map(|line| line.split_whitespace().collect()).collect();
    let statuses: Vec<&str> = Status::ALL.iter().map(|status| status.as_str()).collect();
    assert_eq!(lines[0], [env!("CARGO_PKG_VERSION"), "1048576"]);
    assert!(lines.contains(&statuses), "{legend}");
}

#[wasm_bindgen_test]
fn what_is_rare_is_the_json_that_serde_gives() {
    for provider in orderstate::providers() {
        for direction in provider.directions {
            let seen = seen(wasm::flow(write(&format!(r#"["{}","{direction}"]"#, provider.id))));
            let flow = orderstate::flow(provider.id, *direction).unwrap();
            let read: serde_json::Value = serde_json::from_str(&seen.text).unwrap();
            assert_eq!((seen.count, read), (1, serde_json::to_value(&flow).unwrap()));
        }
    }
}

fn assert_failed(seen: &Seen, error: &Error) {
    assert_eq!(seen.count, FAILED);
    let offset = error.offset().map_or(0, |offset| offset as u32 + 1);
    assert_eq!(seen.numbers[..2], [error.code() as u32, offset]);
    assert_eq!(seen.text, [error.message(), error.code().remedy()].concat());
}

fn normalize(input: &str, known: u32, how: u32) -> Seen {
    seen(wasm::normalize(write(input), known, how, f64::NAN))
}

fn write(input: &str) -> usize {
    let place = wasm::room(input.len()) as u32;
    let view = Uint8Array::new_with_byte_offset_and_length(&memory(), place, input.len() as u32);
    view.copy_from(input.as_bytes());
    input.len()
}

fn seen(answer: *const u32) -> Seen {
    let place = answer as u32;
    let head = Uint32Array::new_with_byte_offset_and_length(&memory(), place, 4).to_vec();
    let text = Uint8Array::new_with_byte_offset_and_length(&memory(), head[0], head[1]).to_vec();
    // More than an answer has, within the memory.
    let numbers = Uint32Array::new_with_byte_offset_and_length(&memory(), place + 16, 64).to_vec();
    Seen { count: head[3], numbers, text: String::from_utf8(text).unwrap() }
}

fn memory() -> js_sys::ArrayBuffer {
    wasm_bindgen::memory().unchecked_into::<Memory>().buffer().unchecked_into()
}
