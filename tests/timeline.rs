//! What an order went through, as its payload lists it: one case for each thing that is promised, the laws over random lists, and
//! all fixtures.
//!
//! The seeds are fixed: a run that fails fails again.
#![cfg(feature = "serde")]
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

mod common;
#[path = "common/holds.rs"]
mod holds;

use holds::holds;
use orderstate::{Context, Direction, Order, Status, TimelineStep, normalize, normalize_word, timeline};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn read(payload: &Value) -> Vec<TimelineStep> {
    timeline(payload.to_string().as_bytes(), &Context::default()).unwrap()
}

/// The steps, or the code of the error.
fn outcome(payload: &Value) -> Value {
    match timeline(payload.to_string().as_bytes(), &Context::default()) {
        Ok(steps) => json!(steps),
        Err(error) => json!(error.code()),
    }
}

#[test]
fn each_case_has_its_steps() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/timelines.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut lines = Vec::new();
    for case in &cases {
        let mut with = case.clone();
        with["steps"] = outcome(&case["payload"]);
        assert!(!with["steps"].to_string().contains("MARKER"), "{}", case["case"]);
        if std::env::var_os("UPDATE").is_none() {
            assert_eq!(case["steps"], with["steps"], "{}", case["case"]);
        }
        lines.push(format!("  {with}"));
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
    }
}

// Laws

const TRANSAK: &[&str] = &[
    "AWAITING_PAYMENT_FROM_USER",
    "PAYMENT_DONE_MARKED_BY_USER",
    "PROCESSING",
    "PENDING_DELIVERY_FROM_TRANSAK",
    "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK",
    "COMPLETED",
    "FAILED",
    "CANCELLED",
    "EXPIRED",
    "REFUNDED",
    "IN_NO_TABLE",
];
const COINBASE: &[&str] = &[
    "NEW",
    "SIGNED",
    "PENDING",
    "COMPLETED",
    "EXPIRED",
    "UNRESOLVED",
    "RESOLVED",
    "CANCELED",
    "IN_NO_TABLE",
];

/// What was written for people, or says who they are.
const MARKER: &str = "jane@example.com";

fn transak(history: &[(&str, u32)]) -> Value {
    let entry = |(word, minute): &(&str, u32)| {
        json!({
            "status": word, "createdAt": time(*minute), "message": MARKER, "partnerEventId": MARKER,
            "isEmailSentToUser": true, MARKER: MARKER, "more": [{ "status": MARKER, "createdAt": MARKER }],
        })
    };
    let status = history.iter().max_by_key(|(_, minute)| *minute).map_or("PROCESSING", |(word, _)| *word);
    let history: Vec<Value> = history.iter().map(entry).collect();
    json!({ "data": {
        "id": "t-1", "status": status, "isBuyOrSell": "BUY", "partnerOrderId": MARKER, "statusHistories": history,
    } })
}

fn charge(timeline: &[(&str, u32)]) -> Value {
    let entry = |(word, minute): &(&str, u32)| {
        json!({
            "status": word, "time": time(*minute), "message": MARKER,
            "payment": { "network": MARKER, "transaction_id": MARKER, "status": MARKER },
        })
    };
    let timeline: Vec<Value> = timeline.iter().map(entry).collect();
    json!({ "code": "c-1", "pricing_type": "no_price", "timeline": timeline, "metadata": { "email": MARKER } })
}

fn time(minute: u32) -> String {
    format!("2026-01-31T{:02}:{:02}:00Z", minute / 60, minute % 60)
}

/// Words, each at a time of its own, in any order.
fn histories(words: &'static [&'static str]) -> impl Strategy<Value = Vec<(&'static str, u32)>> {
    let times = Just((0..1440).collect::<Vec<u32>>()).prop_shuffle();
    (vec(select(words), 0..12), times).prop_map(|(words, times)| words.into_iter().zip(times).collect())
}

type Make = fn(&[(&str, u32)]) -> Value;

/// Both providers' payloads of the same kind of list, and of what and by what each was made.
fn payloads() -> impl Strategy<Value = (Value, Vec<(&'static str, u32)>, Make)> {
    let made = |make: Make| move |history: Vec<(&'static str, u32)>| (make(&history), history, make);
    prop_oneof![histories(TRANSAK).prop_map(made(transak)), histories(COINBASE).prop_map(made(charge))]
}

#[test]
fn steps_are_those_of_the_list_in_the_order_of_time() {
    holds(300, payloads(), |(payload, history, _)| {
        let mut expected = history;
        expected.sort_by_key(|(_, minute)| *minute);
        expected.dedup_by_key(|(word, _)| *word);
        let expected: Vec<_> =
            expected.iter().map(|(word, minute)| (String::from(*word), time(*minute))).collect();
        let said: Vec<_> = read(&payload)
            .into_iter()
            .map(|step| (step.word, step.at.unwrap().to_string().replace(".000Z", "Z")))
            .collect();
        assert_eq!(said, expected);
    });
}

#[test]
fn steps_mean_what_their_words_mean() {
    holds(300, payloads(), |(payload, ..)| {
        let (provider, direction) = match payload["data"].is_null() {
            true => ("coinbase-commerce", Direction::Pay),
            false => ("transak", Direction::Buy),
        };
        let context = Context::default().going(direction);
        for step in read(&payload) {
            let order = normalize_word(provider, &step.word, &context).unwrap();

            assert_eq!((step.status, step.reason, step.rule), (order.status, order.reason, order.rule.id));
            assert_eq!(step.word == "IN_NO_TABLE", step.status == Status::Unknown);
        }
    });
}

#[test]
fn in_which_order_the_entries_are_does_not_matter() {
    let shuffled = payloads().prop_flat_map(|(payload, history, make)| {
        (Just(payload), Just(history).prop_shuffle())
            .prop_map(move |(payload, other)| (payload, make(&other)))
    });
    holds(300, shuffled, |(one, other)| {
        assert_eq!(read(&one), read(&other));
    });
}

#[test]
fn the_last_step_is_where_the_order_is() {
    holds(300, histories(TRANSAK), |history| {
        let payload = transak(&history);
        let order = normalize(payload.to_string().as_bytes(), &Context::default()).unwrap();
        if let Some(last) = read(&payload).last() {
            assert_eq!((last.status, last.reason), (order.status, order.reason));
            assert_eq!(Some(&last.word), order.word.as_ref());
        }
    });
}

#[test]
fn nothing_that_was_written_for_people_comes_out() {
    holds(300, payloads(), |(payload, ..)| {
        let steps = json!(read(&payload)).to_string();
        assert!(!steps.contains(MARKER), "{}", steps);
    });
}

// Fixtures

#[test]
fn it_ends_in_the_errors_of_normalize_and_where_the_order_is_or_behind_it() {
    let mut listed = 0;
    for fixture in common::fixtures() {
        let context = fixture.context();
        let steps = timeline(&fixture.payload, &context);
        let order: Order = match normalize(&fixture.payload, &context) {
            Ok(order) => order,
            Err(error) => {
                assert_eq!(steps, Err(error), "{}", fixture.name);
                continue;
            }
        };
        let steps = steps.unwrap();
        assert!(steps.is_sorted_by_key(|step| step.at), "{}", fixture.name);
        let repeats =
            steps.windows(2).any(|pair| pair[0].rule == pair[1].rule && pair[0].word == pair[1].word);
        assert!(!repeats, "{}", fixture.name);
        let Some(last) = steps.last() else { continue };
        listed += 1;
        // A charge has no other status than the last of its list; an order's own may be ahead of its list, and its history
        // stop at what led there.
        if order.provider == "coinbase-commerce" {
            assert_eq!((last.status, last.reason), (order.status, order.reason), "{}", fixture.name);
        }
        let ahead = order.times.updated.is_none_or(|updated| Some(updated) >= last.at);
        assert!(last.status == order.status || ahead, "{}", fixture.name);
    }
    assert!(listed > 40, "{listed}");
}
