//! Webhooks that are proven, and those that are not: `tests/webhook/vectors.json`, which `node:crypto` has signed.
#![cfg(feature = "webhook")]
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

#[path = "common/holds.rs"]
mod holds;

use holds::holds;
use orderstate::webhook::{Delivery, Refusal, RefusalCode, Request, Secret, derive_token, verify};
use orderstate::{Context, Time, Trust};
use proptest::prelude::*;
use serde_json::Value;

const VECTORS: &str = include_str!("webhook/vectors.json");

fn vectors() -> Vec<Value> {
    serde_json::from_str(VECTORS).expect("vectors.json is JSON")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` of {value} is a text"))
}

fn headers(request: &Value) -> Vec<(&str, &str)> {
    let headers = request["headers"].as_array().expect("headers");
    headers.iter().map(|pair| (pair[0].as_str().expect("name"), pair[1].as_str().expect("value"))).collect()
}

fn secrets(vector: &Value) -> Vec<Secret> {
    let secrets = vector["secrets"].as_array().expect("secrets");
    secrets.iter().map(|secret| Secret::from(secret.as_str().expect("a secret"))).collect()
}

fn context(vector: &Value) -> Context {
    let now = vector["now"].as_i64().map(|millis| Time::from_millis(millis).expect("a time"));
    let mut context = now.map_or_else(Context::default, |now| Context::default().at(now));
    context.tolerance = vector["tolerance"].as_u64().map(|seconds| u32::try_from(seconds).expect("seconds"));
    context
}

/// What comes of a vector, unless some of its request is changed.
fn verified(
    vector: &Value,
    change: impl FnOnce(&mut Vec<u8>, &mut Vec<(String, String)>),
) -> Result<Delivery, Refusal> {
    let request = &vector["request"];
    let mut body = text(request, "body").as_bytes().to_vec();
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut headers: Vec<_> = headers(request).into_iter().map(owned).collect();
    change(&mut body, &mut headers);
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let request = Request {
        method: text(request, "method"),
        url: text(request, "url"),
        headers: &headers,
        body: &body,
    };
    verify(text(vector, "provider"), &request, &secrets(vector), &context(vector))
}

fn right() -> Vec<Value> {
    vectors().into_iter().filter(|vector| vector["expected"]["event"].is_string()).collect()
}

#[test]
fn what_is_right_is_taken_and_all_else_is_refused_by_its_code() {
    let mut count = 0;
    for vector in vectors().iter().filter(|vector| vector["name"].is_string()) {
        let (name, expected) = (text(vector, "name"), &vector["expected"]);
        count += 1;
        let delivery = match verified(vector, |_, _| ()) {
            Ok(delivery) => delivery,
            Err(refusal) => {
                assert_eq!(expected["refusal"], refusal.code().as_str(), "{name}: {refusal}");
                continue;
            }
        };
        assert!(expected["refusal"].is_null(), "{name} is taken, and should be {}", expected["refusal"]);
        assert_eq!(delivery.event_id, text(expected, "event"), "{name}");
        assert_eq!(delivery.must_confirm, expected["mustConfirm"].as_bool().expect("a flag"), "{name}");
        match &delivery.order {
            Err(error) => assert_eq!(expected["error"], error.code().as_str(), "{name}"),
            Ok(order) => {
                for (key, is) in [
                    ("trust", order.trust.as_str()),
                    ("status", order.status.as_str()),
                    ("fulfilment", order.fulfilment.as_str()),
                    ("id", order.id.as_deref().unwrap_or_default()),
                ] {
                    assert_eq!(text(expected, key), is, "{key} of {name}");
                }
                if expected.get("reference").is_some() {
                    assert_eq!(order.reference, None, "{name}");
                }
            }
        }
    }
    assert!(count > 450, "only {count} vectors");
}

#[test]
fn every_code_that_verify_can_give_is_given() {
    let given: Vec<_> =
        vectors().iter().filter_map(|v| Some(v["expected"]["refusal"].as_str()?.to_owned())).collect();
    for code in RefusalCode::ALL {
        // A body that is too large has a test of its own, and in Rust nothing is unreadable.
        if !matches!(code, RefusalCode::TooLarge | RefusalCode::Unreadable) {
            assert!(given.iter().any(|word| word == code.as_str()), "{code}");
        }
        assert!(code.remedy().len() > 20, "{code}");
    }
}

#[test]
fn texts_that_come_back_are_made_as_the_vendor_makes_them() {
    for vector in vectors().iter().filter(|vector| vector["derive"].is_string()) {
        let secret = Secret::from(text(vector, "secret"));
        let made = derive_token(
            text(vector, "provider"),
            text(vector, "derive"),
            text(vector, "reference"),
            &secret,
        );
        assert_eq!(made.as_deref(), vector["expected"].as_str());
    }
    let secret = Secret::from("s");
    assert_eq!(derive_token("mugglepay", "other", "1", &secret), None);
    assert_eq!(derive_token("banxa", "plain", "1", &secret), None);
    assert_eq!(derive_token("nobody", "plain", "1", &secret), None);
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let vector = &right()[0];
    let mut context = context(vector);
    context.limits.bytes = 10;
    let headers = headers(&vector["request"]);
    let request = Request { method: "POST", url: "/", headers: &headers, body: &[b' '; 11] };
    let refusal = verify("transak", &request, &secrets(vector), &context).expect_err("too large");
    assert_eq!(refusal.code(), RefusalCode::TooLarge);
}

#[test]
fn what_the_context_expects_holds_of_what_is_proven() {
    let vector = right().into_iter().find(|vector| text(vector, "name") == "credentials: right").expect("it");
    let headers = headers(&vector["request"]);
    let request = Request {
        method: "POST",
        url: text(&vector["request"], "url"),
        headers: &headers,
        body: text(&vector["request"], "body").as_bytes(),
    };
    let expect = orderstate::Expect::new(None, Some("50"), Some("EUR"));
    let context = context(&vector).expecting(expect);
    let order =
        verify("banxa", &request, &secrets(&vector), &context).expect("proven").order.expect("an order");
    assert_eq!((order.trust, order.fulfilment), (Trust::Verified, orderstate::Fulfilment::Wait));
    // Who sent it and how is proven, so nothing else counts.
    let told = Context::of("transak").trusted_as(Trust::Hint).at(context.now.expect("now"));
    let order = verify("banxa", &request, &secrets(&vector), &told).expect("proven").order.expect("an order");
    assert_eq!((order.provider, order.trust), ("banxa", Trust::Verified));
}

#[test]
fn nothing_but_a_proof_gives_the_trust_verified() {
    let body = text(&right()[0]["request"], "body").as_bytes().to_vec();
    let stated = orderstate::normalize(&body, &Context::default().trusted_as(Trust::Verified));
    assert_eq!(stated.expect_err("it cannot be stated").code(), orderstate::ErrorCode::BadContext);
    let plain = orderstate::normalize(&body, &Context::default()).expect("an order");
    assert_eq!(plain.trust, Trust::Unverified);
}

#[test]
fn no_text_of_ours_shows_a_secret() {
    for vector in vectors().iter().filter(|vector| vector["name"].is_string()) {
        let said = match verified(vector, |_, _| ()) {
            Ok(delivery) => format!("{:?}", delivery.order.map(|order| (order.status, order.rule))),
            Err(refusal) => {
                format!("{refusal} {refusal:?} {} {}", refusal.message(), refusal.code().remedy())
            }
        };
        for secret in vector["secrets"].as_array().expect("secrets").iter().filter_map(Value::as_str) {
            assert!(secret.len() < 8 || !said.contains(secret), "{said}");
        }
    }
    assert_eq!(format!("{:?} {:?}", Secret::from("hidden"), [Secret::new(vec![1])]), "Secret [Secret]");
}

/// Turns each bit of these places, one at a time, that leaves a text; where and what came of it.
fn turned(
    vector: &Value,
    header: Option<&str>,
    places: std::ops::Range<usize>,
    take: impl Fn(usize, Result<Delivery, Refusal>),
) {
    for (at, bit) in places.flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut possible = true;
        let result = verified(vector, |body, headers| match header {
            None => body[at] ^= 1 << bit,
            Some(name) => {
                let (_, value) = headers.iter_mut().find(|(other, _)| other == name).expect("the header");
                let mut bytes = value.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                match String::from_utf8(bytes) {
                    Ok(text) => *value = text,
                    // No header is that.
                    Err(_) => possible = false,
                }
            }
        });
        if possible {
            take(at, result);
        }
    }
}

fn named(name: &str) -> Value {
    right().into_iter().find(|vector| text(vector, "name") == name).expect("a vector of that name")
}

#[test]
fn no_bit_can_be_turned_of_what_is_signed() {
    for name in [
        "credentials: right",
        "credentials: right, at a microsecond",
        "headers: right",
        "list of stripe: right",
        "alone, of btcpay: right",
        "alone, of nowpayments: right, as it was signed",
    ] {
        let vector = named(name);
        let request = &vector["request"];
        let body = text(request, "body").len();
        turned(&vector, None, 0..body, |at, result| {
            assert!(result.is_err(), "{name}: byte {at} of the body")
        });
        for (header, value) in headers(request) {
            // A key's name is not signed: there is a secret that fits, or there is none.
            let key = value.find(' ').map_or(0, |at| at + 1)..value.find(':').unwrap_or(0);
            if header != "content-type" {
                turned(&vector, Some(header), 0..value.len(), |at, result| {
                    assert!(result.is_err() || key.contains(&at), "{name}: byte {at} of {header}");
                });
            }
        }
    }
}

#[test]
fn no_bit_can_be_turned_of_a_token() {
    let vector = named("token: right");
    let body = text(&vector["request"], "body");
    let (start, end) = (body.find("eyJ").expect("a token"), body.rfind('"').expect("its end"));
    turned(&vector, None, start..end, |at, result| assert!(result.is_err(), "byte {at}"));
    // Nor of a text that comes back.
    let vector = named("echo: right");
    let body = text(&vector["request"], "body");
    let token = vector["secrets"][0].as_str().expect("it");
    let start = body.find(token).expect("it");
    turned(&vector, None, start..start + token.len(), |at, result| assert!(result.is_err(), "byte {at}"));
}

/// A text, and what says that the secret's owner wrote it.
fn hmac<M: hmac::Mac + hmac::KeyInit>(secret: &str, text: &str) -> String {
    let mut mac = <M as hmac::KeyInit>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(sorted).collect(),
        Value::Object(map) => {
            let members: std::collections::BTreeMap<_, _> = map.iter().collect();
            Value::Object(members.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[test]
fn a_body_that_is_signed_in_order_is_taken_in_any_and_read_as_it_was_signed() {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let json = leaf.prop_recursive(4, 40, 6, |inner| {
        let map = prop::collection::vec(("[a-zA-Z0-9_]{0,5}", inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            map.prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    holds(500, (json, "[ -~]{1,80}", "[ -~]{1,80}", any::<bool>()), |(json, secret, other, spaced)| {
        let body = if spaced { format!("{json:#}") } else { json.to_string() };
        let signed = sorted(&json).to_string();
        let signature = hmac::<hmac::Hmac<sha2::Sha512>>(&secret, &signed);
        let headers = [("x-nowpayments-sig", signature.as_str())];
        let request = Request { method: "POST", url: "/", headers: &headers, body: body.as_bytes() };
        let by = |secret: &str| verify("nowpayments", &request, &[Secret::from(secret)], &Context::default());
        let delivery = by(&secret).expect("it is proven");
        assert_eq!(String::from_utf8(delivery.payload).expect("text"), signed);
        if other != secret {
            assert_eq!(by(&other).expect_err("another secret").code(), RefusalCode::SignatureMismatch);
        }
    });
}

#[test]
fn what_is_signed_is_taken_under_its_secret_alone() {
    let word = prop::sample::select(vec!["complete", "expired", "nobody's word"]);
    holds(
        300,
        ("[a-z0-9]{1,40}", word, "[ -~]{1,200}", "[ -~]{1,200}", 0..100_000_i64),
        |(id, word, secret, other, ago)| {
            let (now, then) = (1_769_863_720_i64, 1_769_863_720 - ago);
            let body = format!(
                r#"{{"order_id":"{id}","status":"{word}","status_date":"2026-01-31 12:48:36","order_type":"BUY"}}"#
            );
            let signature =
                hmac::<hmac::Hmac<sha2::Sha256>>(&secret, &format!("POST\n/hook\n{then}\n{body}"));
            let header = format!("Bearer key:{signature}:{then}");
            let request = Request {
                method: "POST",
                url: "/hook",
                headers: &[("authorization", &header)],
                body: body.as_bytes(),
            };
            let context = Context::default().at(Time::from_millis(now * 1000).expect("a time"));
            let by = |secret: &str| verify("banxa", &request, &[Secret::from(secret)], &context);
            match by(&secret) {
                Ok(delivery) => {
                    assert!(ago <= 300 && delivery.order.expect("an order").id.as_deref() == Some(&id))
                }
                Err(refusal) => assert!(ago > 300 && refusal.code() == RefusalCode::ReplayedNoncePossible),
            }
            if other != secret {
                assert_eq!(by(&other).expect_err("another secret").code(), RefusalCode::SignatureMismatch);
            }
        },
    );
}

#[test]
fn anything_is_refused_and_nothing_panics() {
    let providers =
        prop::sample::select(vec!["transak", "banxa", "baanx", "mugglepay", "stripe", "nowpayments", "?"]);
    let bytes = prop::collection::vec(any::<u8>(), 0..200);
    let now = prop::option::of(946_684_800_000_i64..32_503_680_000_000);
    holds(
        500,
        (providers, bytes, any::<String>(), any::<String>(), now),
        |(provider, body, url, header, now)| {
            let headers = [
                ("authorization", header.as_str()),
                ("x-signature", &header),
                ("x-timestamp", &header),
                ("x-nowpayments-sig", &header),
            ];
            let request = Request { method: "POST", url: &url, headers: &headers, body: &body };
            let now = now.and_then(Time::from_millis);
            let context = now.map_or_else(Context::default, |now| Context::default().at(now));
            assert!(verify(provider, &request, &[Secret::from("a secret")], &context).is_err());
        },
    );
}
