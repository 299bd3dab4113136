//! Where orders come from: what `explain` says is held against the payload, read by others, and against the order.
#![cfg(feature = "serde")]
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

mod common;

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use common::fixtures;
use orderstate::{Context, Explanation, Source, Time, Trust, explain, explain_all, normalize_all};
use serde_json::{Value, json};

#[test]
fn every_explained_member_stands_at_its_place() {
    let mut seen = BTreeSet::new();
    for fixture in fixtures() {
        let explained = explain_all(&fixture.payload, &fixture.context());
        let orders = normalize_all(&fixture.payload, &fixture.context());
        let (explained, orders) = match (explained, orders) {
            (Err(explained), Err(orders)) => {
                assert_eq!(explained, orders, "{}", fixture.name);
                continue;
            }
            (explained, orders) => (explained.unwrap(), orders.unwrap()),
        };
        assert_eq!(explained.len(), orders.len(), "{}", fixture.name);
        for (explanation, order) in explained.iter().zip(&orders) {
            let order = json!(order);
            for source in &explanation.fields {
                let what = format!("{}: {source:?}", fixture.name);
                stands(&fixture.payload, source, &what);
                same(at(&order, &source.of), source, &what);
                let name: Vec<&str> =
                    source.of.split('.').filter(|part| part.parse::<u8>().is_err()).collect();
                seen.insert(name.join("."));
            }
            for source in explanation.because.iter().filter(|source| source.text.is_some()) {
                stands(&fixture.payload, source, &fixture.name);
            }
            let rule = &order["rule"];
            assert_eq!(json!(explanation.rule), rule["id"], "{}", fixture.name);
            assert_eq!(json!(explanation.basis), rule["basis"], "{}", fixture.name);
            assert_eq!(explanation.docs, rule["docs"], "{}", fixture.name);
            assert_eq!(json!(explanation.warnings), rule["warnings"], "{}", fixture.name);
            nothing_is_left_out(explanation, &order, &fixture.name);
            decided(explanation, &order, &fixture.name);
        }
    }
    // What the fixtures have none of is not tested above.
    for name in TEXTS.iter().chain(&["direction", "environment", "actions.url", "actions.address"]) {
        assert!(seen.contains(*name), "no fixture has {name}");
    }
}

/// The members that are texts of the payload, and nothing else.
const TEXTS: &[&str] = &[
    "via",
    "id",
    "reference",
    "word",
    "event",
    "detail",
    "expiresAt",
    "times.created",
    "times.updated",
    "times.paid",
    "times.completed",
    "amounts.expected.value",
    "amounts.expected.currency",
    "amounts.expected.network",
    "amounts.paid.value",
    "amounts.paid.currency",
    "amounts.paid.network",
    "amounts.received.value",
    "amounts.received.currency",
    "amounts.received.network",
    "txHash",
    "links.checkout",
    "links.status",
    "links.transaction",
];

fn nothing_is_left_out(explanation: &Explanation, order: &Value, name: &str) {
    let explains = |member: &str| explanation.fields.iter().any(|source| source.of == member);
    for member in TEXTS.iter().filter(|member| !at(order, member).is_null()) {
        // The end of the time to pay is worked out where the payload does not state it.
        assert!(explains(member) || *member == "expiresAt", "{name}: nothing explains {member}");
    }
    for (place, action) in order["actions"].as_array().unwrap().iter().enumerate() {
        for member in ["url", "address", "amount"].iter().filter(|member| !action[**member].is_null()) {
            let value = if *member == "amount" { "amount.value" } else { member };
            assert!(
                explains(&format!("actions.{place}.{value}")),
                "{name}: nothing explains {member} of {action}"
            );
        }
    }
    // An element that is explained twice would be shown twice.
    let names: BTreeSet<&str> = explanation.fields.iter().map(|source| source.of.as_str()).collect();
    assert_eq!(names.len(), explanation.fields.len(), "{name}");
}

/// A rule that has conditions shows each of them; a word or an event that an order has is what decided first.
fn decided(explanation: &Explanation, order: &Value, name: &str) {
    let said = ["word", "event"].into_iter().find(|member| !order[*member].is_null());
    let first = explanation.because.iter().find(|source| source.of == "word" || source.of == "event");
    assert_eq!(first.map(|source| source.of.as_str()), said, "{name}");
    let conditions = explanation.rule.as_deref().unwrap_or_default().matches('?').count();
    let shown = explanation
        .because
        .iter()
        .filter(|source| !["word", "event", "family"].contains(&source.of.as_str()))
        .count();
    assert_eq!(shown, conditions, "{name}: {:?}", explanation.because);
    assert!(!explanation.shapes.is_empty(), "{name}");
}

fn at<'v>(order: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(order, |value, key| match value {
        Value::Array(list) => &list[key.parse::<usize>().unwrap()],
        other => &other[key],
    })
}

/// The member is what stands there: as it is, or as a time, an amount, a part of it, or a word of ours for it.
fn same(value: &Value, source: &Source, what: &str) {
    let value = value.as_str().unwrap_or_else(|| panic!("{what}: the order has none"));
    let text = source.text.as_deref().unwrap();
    let time = || Time::parse(text).is_some_and(|time| time.to_string() == value);
    let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    let scaled = |by: f64| (number(text) / by - number(value)).abs() <= number(value) * 1e-12;
    let member = source.of.rsplit('.').next().unwrap();
    let fits = match member {
        "created" | "updated" | "paid" | "completed" | "expiresAt" | "deadline" => time(),
        // As it is, or in units of a power of ten.
        "value" => (0..=30).any(|places| scaled(10_f64.powi(places))),
        // `USDT_ARB`, and `_0x…` before a hash.
        "currency" => text == value || text.starts_with(&format!("{value}_")),
        "network" => text == value || text.ends_with(&format!("_{value}")),
        "txHash" => text.ends_with(value),
        "direction" | "environment" => true,
        _ => text == value,
    };
    assert!(fits, "{what}: the order has {value}");
}

/// The text stands at the path, one payload within the other, and at the range.
fn stands(payload: &[u8], source: &Source, what: &str) {
    let text = std::str::from_utf8(payload).unwrap();
    let raw = &text[source.start.expect(what)..source.end.expect(what)];
    let mut path = source.path.iter();
    let outermost = path.next().expect(what);
    let Ok(mut inner) = serde_json::from_str::<Value>(text) else {
        // A query. What was appended later counts, and quotes around a value do not.
        let query = text.split_once('?').map_or(text, |(_, query)| query).replace('?', "&");
        let query = query.split('#').next().unwrap();
        let pairs = form_urlencoded::parse(query.as_bytes());
        let name = outermost.strip_prefix('/').unwrap();
        let value = pairs.filter(|(key, _)| key == name).last().expect(what).1;
        assert_eq!(Some(value.trim_matches('"')), source.text.as_deref(), "{what}");
        let range = form_urlencoded::parse(raw.as_bytes()).next().expect(what).0;
        assert_eq!(range, value, "{what}");
        return;
    };
    let mut found = inner.pointer(outermost).unwrap_or_else(|| panic!("{what}: no such place")).clone();
    match &found {
        Value::String(text) => {
            assert_eq!(serde_json::from_str::<String>(&format!("\"{raw}\"")).expect(what), *text, "{what}");
        }
        // What a map says is said by its key.
        Value::Object(_) => assert!(outermost.ends_with(&format!("/{raw}")), "{what}"),
        other => assert_eq!(other.to_string(), raw, "{what}"),
    }
    for pointer in path {
        let held = found.as_str().expect(what);
        let claims = held.split('.').nth(1).and_then(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok());
        inner =
            serde_json::from_str(held).or_else(|_| serde_json::from_slice(&claims.expect(what))).expect(what);
        found = inner.pointer(pointer).unwrap_or_else(|| panic!("{what}: no such place")).clone();
    }
    let stands = match &found {
        Value::String(text) => text.clone(),
        Value::Object(_) => source.path.last().unwrap().rsplit('/').next().unwrap().into(),
        other => other.to_string(),
    };
    assert_eq!(Some(stands), source.text, "{what}");
}

#[test]
fn the_last_of_equal_keys_is_shown_and_escaped_keys_are_read() {
    let body = r#"{"order_id":"old","order_id":"é","st\u0061tus":"exp\u0069red","status_date":"2026-01-31 12:48:36"}"#;
    let explained = explain(body.as_bytes(), &Context::default()).unwrap();
    let shown = |of: &str| {
        let source = explained.fields.iter().find(|source| source.of == of).unwrap();
        (&body[source.start.unwrap()..source.end.unwrap()], source.path.as_slice(), source.text.as_deref())
    };
    assert_eq!(shown("id"), ("é", &["/order_id".into()][..], Some("é")));
    assert_eq!(shown("word"), (r"exp\u0069red", &["/status".into()][..], Some("expired")));
}

#[test]
fn one_explanation_is_given_of_one_order_alone() {
    let list = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/mugglepay/list_of_every_word.json"
    ));
    let list = list.unwrap();
    let context = Context::of("mugglepay").trusted_as(Trust::Api);
    assert_eq!(explain(&list, &context).unwrap_err().code().as_str(), "many_orders");
    let all = explain_all(&list, &context).unwrap();
    let second = all[1].fields.iter().find(|source| source.of == "word").unwrap();
    assert!(second.path[0].contains("/1/"), "{second:?}");
    assert_eq!(explain(b"{", &context).unwrap_err().code().as_str(), "not_json");
}
