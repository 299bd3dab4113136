//! The boundary from its Rust side: what comes back from JavaScript values is what the crate makes of the same bytes.
//!
//! Runs in Node by `cargo xtask test`. What users see of it is tested with the packed package, in tests/package.
#![cfg(all(target_arch = "wasm32", feature = "wasm"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use js_sys::{JSON, Reflect, Uint8Array, eval};
use orderstate::{Context, Trust, wasm};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const PAYLOAD: &str = include_str!("fixtures/mugglepay/callback_unresolved_amount_under.json");

#[wasm_bindgen_test]
fn every_form_of_a_payload_gives_the_order_that_rust_gives() {
    let order =
        orderstate::normalize(PAYLOAD.as_bytes(), &Context::default().trusted_as(Trust::Api)).unwrap();
    let expected = serde_json::to_string(&order).unwrap();
    let bytes = Uint8Array::from(PAYLOAD.as_bytes());
    for form in [PAYLOAD.into(), bytes.buffer().into(), bytes.into(), JSON::parse(PAYLOAD).unwrap()] {
        assert_eq!(text(&wasm::normalize(&form, &api()).unwrap()), expected);
        assert_eq!(text(&wasm::normalize_all(&form, &api()).unwrap()), ["[", &expected, "]"].concat());
    }
}

#[wasm_bindgen_test]
fn what_is_thrown_is_a_plain_object() {
    let thrown = wasm::normalize(&"{".into(), &JsValue::UNDEFINED).unwrap_err();
    let names: Vec<String> =
        Reflect::own_keys(&thrown).unwrap().iter().filter_map(|key| key.as_string()).collect();
    assert_eq!(names, ["code", "message", "remedy", "offset", "providers"]);
    assert_eq!(member(&thrown, "code"), "not_json");
    assert_eq!(member(&thrown, "offset"), 1.0);
}

#[wasm_bindgen_test]
fn objects_that_throw_are_unreadable() {
    let hostile = [
        "({ get status() { throw new Error('not today'); }, order_id: 'a', status_date: 'b' })",
        "new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; }, getOwnPropertyDescriptor() { throw 3; } })",
        "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
    ];
    for source in hostile {
        let thrown = wasm::normalize(&eval(source).unwrap(), &api()).unwrap_err();
        assert_eq!(member(&thrown, "code"), "unreadable", "{source}");
    }
}

#[wasm_bindgen_test]
fn an_order_that_went_through_json_is_described_the_same() {
    let order = wasm::normalize(&PAYLOAD.into(), &api()).unwrap();
    let stored = JSON::parse(&text(&order)).unwrap();
    let described = wasm::describe(&order, &JsValue::NULL).unwrap();
    assert_eq!(text(&wasm::describe(&stored, &JsValue::NULL).unwrap()), text(&described));
    assert_eq!(member(&described, "lang"), "en");
}

fn api() -> JsValue {
    JSON::parse(r#"{"trust":"api"}"#).unwrap()
}

fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}
