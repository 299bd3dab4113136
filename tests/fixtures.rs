//! Every payload gives the order that stands beside it.
//!
//! `tests/fixtures/<provider>/<situation>.json` (or `.txt`) is a payload as it was sent, `<situation>.context.json` what
//! the caller said about it, `<situation>.order.json` what is made of it: one order, a list, or an error. Below
//! `problem/` are error answers, below `customer/` payloads about customers. `UPDATE=1 cargo test --features serde --test fixtures` writes the expectations anew;
//! a person reads the difference.
#![cfg(feature = "serde")]
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

mod common;

use common::{Fixture, customers, fixtures, problems};
use orderstate::{Context, Order};
use serde_json::{Value, json};

#[test]
fn every_payload_gives_its_order() {
    compare(fixtures().iter().map(|fixture| (fixture, outcome(fixture))));
}

#[test]
fn every_error_answer_gives_its_problem() {
    compare(problems().iter().map(|fixture| (fixture, problem(fixture))));
}

#[test]
fn every_payload_about_a_customer_says_how_the_customer_stands() {
    compare(customers().iter().map(|fixture| (fixture, customer(fixture))));
}

/// Each payload is for one of the two functions at most.
#[test]
fn what_is_about_a_customer_is_no_order_and_the_reverse() {
    for fixture in fixtures().iter().chain(&customers()) {
        let mut context = fixture.context();
        context.provider = Some(fixture.provider.clone());
        let order = orderstate::normalize_all(&fixture.payload, &context);
        let customer = orderstate::normalize_customer(&fixture.provider, &fixture.payload, &context);
        // The list of one customer's open orders is about both.
        let both = order.is_ok()
            && customer.as_ref().is_ok_and(|customer| customer.open_order.as_str() != "unknown");
        let code = |error: &orderstate::Error| error.code().as_str();
        match (&order, &customer) {
            (Ok(_), Ok(_)) => assert!(both || fixture.is_list(), "{}", fixture.name),
            (Ok(_), Err(error)) => assert_eq!(code(error), "order_payload", "{}", fixture.name),
            (Err(error), Ok(_)) => assert_eq!(code(error), "customer_payload", "{}", fixture.name),
            (Err(error), Err(_)) => assert_ne!(code(error), "customer_payload", "{}", fixture.name),
        }
    }
}

/// Recognition without a named provider: the provider itself, or nobody.
#[test]
fn a_payload_is_claimed_by_its_own_provider_or_by_none() {
    for fixture in fixtures() {
        let mut context = fixture.context();
        context.provider = None;
        match orderstate::normalize_all(&fixture.payload, &context) {
            Ok(orders) => {
                for order in orders {
                    assert_eq!(order.provider, fixture.provider, "{}", fixture.name);
                }
            }
            Err(error) => {
                assert_ne!(error.code().as_str(), "ambiguous_provider", "{}: {error}", fixture.name)
            }
        }
    }
}

/// With another provider named, a payload is refused rather than misread.
#[test]
fn a_foreign_payload_is_never_misread() {
    for fixture in fixtures() {
        for other in orderstate::providers() {
            if other.id == fixture.provider {
                continue;
            }
            let mut bare = fixture.context();
            bare.provider = None;
            let claimed = orderstate::normalize_all(&fixture.payload, &bare).is_ok();
            let mut context = fixture.context();
            context.provider = Some(other.id.into());
            let read = orderstate::normalize_all(&fixture.payload, &context);
            assert!(!claimed || read.is_err(), "{} was read as {}'s", fixture.name, other.id);
        }
    }
}

/// What was kept as JSON, by this crate or by the package, is the order that it was.
#[test]
fn an_order_that_was_kept_is_read_again() {
    let mut count = 0;
    for fixture in fixtures() {
        for order in orderstate::normalize_all(&fixture.payload, &fixture.context()).unwrap_or_default() {
            let kept = serde_json::to_string(&order).expect(&fixture.name);
            assert_eq!(serde_json::from_str::<Order>(&kept).expect(&fixture.name), order, "{}", fixture.name);
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
}

#[test]
fn what_is_no_order_is_not_read_as_one() {
    let body = br#"{"id":"b-1","orderType":"BUY","status":"complete","updatedAt":"2026-01-31T12:50:00Z"}"#;
    let order = json!(orderstate::normalize(body, &Context::of("banxa")).expect("an order of Banxa's"));
    for (member, value, why) in [
        ("status", json!("paying"), "`paying` is no word of `Status`"),
        ("reopenableUntil", json!("soon"), "`soon` is not a time in the years 2000 to 2999"),
        ("reopenableUntil", json!("1999-12-31T23:59:59.999Z"), "not a time in the years 2000 to 2999"),
        ("fulfilment", Value::Null, "expected a string"),
        ("provider", json!("Banxa"), "there is no provider `Banxa`"),
    ] {
        let mut kept = order.clone();
        kept[member] = value;
        let error = serde_json::from_value::<Order>(kept).expect_err(member).to_string();
        assert!(error.contains(why), "{error}");
    }
}

fn outcome(fixture: &Fixture) -> Value {
    let orders = orderstate::normalize_all(&fixture.payload, &fixture.context());
    match orderstate::normalize(&fixture.payload, &fixture.context()) {
        Ok(order) if fixture.is_list() => json!([order]),
        Ok(order) => json!(order),
        Err(error) => match orders {
            Ok(orders) => json!(orders),
            Err(_) => json!({ "error": { "code": error.code(), "message": error.message() } }),
        },
    }
}

fn customer(fixture: &Fixture) -> Value {
    match orderstate::normalize_customer(&fixture.provider, &fixture.payload, &fixture.context()) {
        Ok(customer) => json!(customer),
        Err(error) => json!({ "error": { "code": error.code(), "message": error.message() } }),
    }
}

fn problem(fixture: &Fixture) -> Value {
    let answer: Value = serde_json::from_slice(&fixture.payload).expect(&fixture.name);
    let body = match &answer["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    let headers: Vec<(&str, &str)> = answer["headers"]
        .as_object()
        .map(|headers| {
            headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect()
        })
        .unwrap_or_default();
    let status = answer["status"].as_u64().expect(&fixture.name) as u16;
    match orderstate::normalize_problem(&fixture.provider, status, body.as_bytes(), &headers, None) {
        Ok(problem) => json!(problem),
        Err(error) => json!({ "error": { "code": error.code(), "message": error.message() } }),
    }
}

fn compare<'a>(results: impl Iterator<Item = (&'a Fixture, Value)>) {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (fixture, got) in results {
        count += 1;
        if update {
            let text = serde_json::to_string_pretty(&got).expect("JSON") + "\n";
            std::fs::write(&fixture.expected, text).expect("the fixture can be written");
            continue;
        }
        let text = std::fs::read_to_string(&fixture.expected).unwrap_or_else(|_| "null".into());
        let wanted: Value = serde_json::from_str(&text).expect(&fixture.name);
        if wanted != got {
            wrong.push(format!("{}:\n{}", fixture.name, common::difference("", &wanted, &got)));
        }
    }
    assert!(count > 0, "there are no fixtures");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}
