//! What holds for any bytes, any JSON, any order that was tampered with, and any time and amount.
//!
//! The seeds are fixed: a run that fails fails again.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

mod common;
#[path = "common/holds.rs"]
mod holds;

use std::cmp::Ordering;
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::{Fixture, fixtures, problems};
use holds::holds;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use orderstate::{
    ActionKind, Audience, Context, Direction, Environment, Error, ErrorCode, Expect, Finality, Fulfilment,
    Locale, Money, Order, Reason, SourceKind, Status, Time, Trust, Warning, describe, normalize,
    normalize_all, normalize_problem, normalize_word, providers,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// The ids of all providers.
fn ids() -> Vec<&'static str> {
    providers().into_iter().map(|provider| provider.id).collect()
}

/// The fixtures, read once.
fn payloads() -> &'static [Fixture] {
    static FIXTURES: OnceLock<Vec<Fixture>> = OnceLock::new();
    FIXTURES.get_or_init(|| fixtures().into_iter().chain(problems()).collect())
}

// What any order keeps to

/// Whatever the payload was, these hold.
fn coherent(order: &Order, context: &Context) {
    let words = [
        &order.id,
        &order.reference,
        &order.word,
        &order.event,
        &order.detail,
        &order.tx_hash,
        &order.links.checkout,
        &order.links.status,
        &order.links.transaction,
    ];
    for text in words.into_iter().flatten() {
        // A code may be 0, where a row has it.
        if order.rule.known && text == "0" && order.word.as_ref() == Some(text) {
            continue;
        }
        assert!(!["", "0", "0x", "null", "undefined"].contains(&text.trim()), "{order:?}");
        assert!(order.provider != "transak" || text != "DUMMY_TX_ID", "{order:?}");
    }
    for amount in
        [&order.amounts.expected, &order.amounts.paid, &order.amounts.received].into_iter().flatten()
    {
        assert!(amount.value.bytes().all(|byte| matches!(byte, b'-' | b'.' | b'0'..=b'9')), "{order:?}");
        assert!(amount.value.bytes().any(|byte| matches!(byte, b'1'..=b'9')), "{order:?}");
        assert!(amount.currency.as_deref() != Some("") && amount.network.as_deref() != Some(""), "{order:?}");
    }
    let trusted = matches!(order.trust, Trust::Api | Trust::Verified);
    let fulfil = order.actions.iter().any(|action| action.kind == ActionKind::Fulfil);
    assert_eq!(order.fulfilment == Fulfilment::Yes, fulfil, "{order:?}");
    if fulfil {
        assert!(trusted && order.rule.known, "{order:?}");
        assert_eq!((order.status, order.finality), (Status::Completed, Finality::Final), "{order:?}");
        assert!(order.environment != Environment::Test || context.accept_test, "{order:?}");
        for doubt in [
            Warning::ExpectationDiffers,
            Warning::ExpectationUnproven,
            Warning::StatusesDisagree,
            Warning::Unverified,
            Warning::TestOrder,
            Warning::HintOnly,
            Warning::UnknownWord,
        ] {
            assert!(!order.rule.warnings.contains(&doubt), "{order:?}");
        }
    }
    if order.trust == Trust::Hint {
        assert_eq!((order.fulfilment, order.finality), (Fulfilment::Wait, Finality::Open), "{order:?}");
        assert!(
            !matches!(
                order.status,
                Status::Completed | Status::Refunded | Status::RefundPending | Status::Reversed
            ),
            "{order:?}"
        );
        assert!(
            order.actions.iter().all(|action| action.url.is_none()
                && action.address.is_none()
                && action.amount.is_none()
                && action.deadline.is_none()),
            "{order:?}"
        );
    }
    if matches!(order.kind, SourceKind::Redirect | SourceKind::Widget) {
        assert_eq!(order.trust, Trust::Hint, "{order:?}");
    }
    if order.status == Status::Unknown {
        assert_eq!((order.fulfilment, order.money), (Fulfilment::Wait, Money::Unknown), "{order:?}");
        assert_eq!(order.finality, Finality::Open, "{order:?}");
    }
    if order.rule.warnings.contains(&Warning::UnknownWord) {
        assert_eq!((order.status, order.rule.known), (Status::Unknown, false), "{order:?}");
    }
    assert_eq!(order.rule.id.is_some(), order.rule.basis.is_some(), "{order:?}");
    assert_eq!(order.money_basis.is_none(), order.money == Money::Unknown, "{order:?}");
    let asks = order.actions.iter().any(|action| action.kind == ActionKind::RefreshStatus);
    assert_eq!(order.poll.stop, order.finality == Finality::Final && !asks, "{order:?}");
    assert!(order.reopenable_until.is_none() || order.finality == Finality::Reopenable, "{order:?}");
    let sends = |audience: Audience| {
        order
            .actions
            .iter()
            .any(|action| action.kind == ActionKind::SendCrypto && action.audience == audience)
    };
    assert!(!(sends(Audience::Customer) && sends(Audience::Merchant)), "{order:?}");
    assert!(order.progress.is_none_or(|progress| 1 <= progress.step && progress.step <= progress.of));
    let mut warnings = order.rule.warnings.clone();
    warnings.sort_unstable();
    warnings.dedup();
    assert_eq!(warnings.len(), order.rule.warnings.len(), "{order:?}");
    for audience in [Audience::Customer, Audience::Merchant, Audience::Integrator] {
        let text = describe(order, Locale::En, audience);
        assert!(text.short.chars().count() <= 24 && text.title.chars().count() <= 60, "{text:?}");
    }
}

fn orders(payload: &[u8], context: &Context) -> Result<Vec<Order>, Error> {
    let found = normalize_all(payload, context);
    for order in found.iter().flatten() {
        coherent(order, context);
    }
    found
}

/// Everything that bytes can be given to, twice.
fn read_every_way(bytes: &[u8], context: &Context) {
    assert_eq!(orders(bytes, context), orders(bytes, context));
    assert_eq!(normalize(bytes, context), normalize(bytes, context));
    let text = String::from_utf8_lossy(bytes);
    for provider in ids() {
        let mut named = context.clone();
        named.provider = Some(provider.into());
        assert_eq!(orders(bytes, &named), orders(bytes, &named));
        let word = normalize_word(provider, &text, context).unwrap();
        coherent(&word, context);
        assert_eq!(word, normalize_word(provider, &text, context).unwrap());
        let headers = [("Retry-After", &*text), ("date", "Fri, 16 Jan 2026 04:04:20 GMT")];
        for status in [0, 200, 400, 503] {
            let problem = normalize_problem(provider, status, bytes, &headers, None);
            assert_eq!(problem, normalize_problem(provider, status, bytes, &headers, None));
        }
    }
}

fn any_context() -> impl Strategy<Value = Context> {
    // Nobody can state `verified`.
    let trust = prop::option::of(select(vec![Trust::Api, Trust::Unverified, Trust::Hint]));
    let kind = prop::option::weighted(0.2, select(SourceKind::ALL));
    let direction = prop::option::of(select(Direction::ALL));
    let expected = prop::option::weighted(0.1, ("[ab0-9]{0,3}", "[0-9]{0,2}(\\.[0-9]{0,2})?", "USD|EUR|"));
    (trust, kind, direction, expected, any::<[bool; 3]>()).prop_map(
        |(trust, kind, direction, expected, [test, custodial, now])| {
            let mut context = Context::default();
            context.trust = trust;
            context.kind = kind;
            context.direction = direction;
            context.expect = expected.map(|(reference, amount, currency)| {
                Expect::new(Some(&reference), Some(&amount), Some(&currency))
            });
            context.accept_test = test;
            context.custodial = custodial;
            context.now = Time::parse("2026-02-14T10:00:00Z").filter(|_| now);
            context
        },
    )
}

// Any bytes

#[test]
fn any_bytes_are_read_without_a_panic_and_the_same_way_twice() {
    holds(2_000, (vec(any::<u8>(), 0..120), any_context()), |(bytes, context)| {
        read_every_way(&bytes, &context);
    });
}

#[test]
fn any_text_is_read_without_a_panic_and_the_same_way_twice() {
    let text = prop_oneof![
        any::<String>(),
        // Almost JSON
        r#"[\[\]{}:,"0-9a-fnrtu\\. +-]{0,60}"#,
        // Almost an address
        "[a-z:/?#&=%0-9A-F\"]{0,60}",
        // Almost a time
        "[0-9TZ:. +-]{0,40}",
        // Almost a token
        r#"\{"data":"eyJ[A-Za-z0-9_.-]{0,60}"\}"#,
    ];
    holds(4_000, (text, any_context()), |(text, context)| read_every_way(text.as_bytes(), &context));
}

#[test]
fn any_problem_is_read_without_a_panic_and_the_same_way_twice() {
    let header = ("(?i)retry-after|date|x-other", any::<String>());
    let values = (any::<u16>(), vec(any::<u8>(), 0..60), vec(header, 0..4), select(ids()));
    holds(3_000, values, |(status, body, headers, provider)| {
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let problem = normalize_problem(provider, status, &body, &headers, None);
        assert_eq!(problem, normalize_problem(provider, status, &body, &headers, None));
        if let Ok(problem) = problem {
            assert_eq!(problem.http_status, status);
            assert_eq!(problem.actions.len(), 1);
        }
    });
}

#[test]
fn a_word_that_no_table_has_is_unknown() {
    let known: Vec<&str> = providers()
        .iter()
        .flat_map(|info| {
            info.words.iter().map(|row| row.word).chain(info.events.iter().copied()).collect::<Vec<_>>()
        })
        .collect();
    // Near misses too: a known word in another case, with something before or behind it.
    let near =
        (select(known.clone()), 0..5_u8, "[ _A-Za-z\u{0}]{1,2}").prop_map(|(word, how, more)| match how {
            0 => word.to_lowercase(),
            1 => word.to_uppercase(),
            2 => format!("{word}{more}"),
            3 => format!("{more}{word}"),
            _ => word.chars().skip(1).collect(),
        });
    let word = prop_oneof![any::<String>(), "[A-Za-z_]{1,30}", near];
    let direction = prop::option::of(select(Direction::ALL));
    holds(4_000, (word, direction), |(word, direction)| {
        for info in providers() {
            let mut context = Context::default().trusted_as(Trust::Api);
            context.direction = direction;
            let order = normalize_word(info.id, &word, &context).unwrap();
            let covered = info
                .words
                .iter()
                .map(|row| row.word)
                .chain(info.events.iter().copied())
                .any(|known| known == word);
            if covered {
                continue;
            }
            assert_eq!(order.status, Status::Unknown, "{}: {word}", info.id);
            assert_eq!(order.fulfilment, Fulfilment::Wait, "{}: {word}", info.id);
            assert!(!order.rule.known, "{}: {word}", info.id);
        }
    });
}

// Any JSON

/// Member names that mean something somewhere.
const NAMES: &str = "status,order,orders,data,meta,response,webhookData,eventID,event_id,eventName,event,event_type,id,\
    _id,orderId,order_id,isBuyOrSell,orderType,order_type,invoice,metadata,note,error,errors,error_code,\
    paymentConfig,requestId,paidAt,price_amount,merchant_order_id,status_date,received_at,currency_code,\
    checkout_url,crypto,cryptoAmount,fiatAmount,createdAt,autoExpiresAt,transactionHash,kyc,0";

/// Texts that mean something somewhere.
const TEXTS: &str = "COMPLETED,complete,PAID,REFUNDED,refunded,BUY,SELL,CRYPTO-SELL,OK,payment_refunded,DUMMY_TX_ID,\
    ORDER_COMPLETED,TRANSAK_ORDER_SUCCESSFUL,pusher:pong,KYC_X,kyc.status.changed,0001-01-01T00:00:00Z,\
    2026-01-16T04:04:20.000Z,0x,0,,eyJ.eyJ.x,https://acme.banxa.com/1,https://acme.banxa-sandbox.com/1,\
    1e5,12.50,USDT_ARB";

fn any_leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => select(TEXTS.split(',').collect::<Vec<_>>()).prop_map(|text| json!(text)),
        1 => any::<String>().prop_map(|text| json!(text)),
        1 => any::<i64>().prop_map(|number| json!(number)),
        1 => any::<f64>().prop_map(|number| json!(number)),
        // Digits that no double holds; the reader must not mind.
        1 => "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?"
            .prop_map(|digits| serde_json::from_str(&digits).unwrap()),
        1 => any::<bool>().prop_map(|truth| json!(truth)),
        1 => Just(Value::Null),
        1 => Just(json!({})),
        1 => Just(json!([])),
    ]
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(NAMES.split(',').collect::<Vec<_>>()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn any_json() -> impl Strategy<Value = Value> {
    any_leaf().prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Value::Array),
            3 => vec((any_name(), inner), 0..8).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn any_json_is_read() {
    holds(4_000, (any_json(), any_context()), |(value, context)| {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            // A number, `true` or `null` alone is JSON too.
            if let Err(error) = orders(text.as_bytes(), &context) {
                // A text within may be no JSON: that of a socket frame.
                let nested = value["event"].is_string() && value["data"].is_string();
                assert!(nested || error.code() != ErrorCode::NotJson, "{error}: {text}");
                assert_ne!(error.code(), ErrorCode::TooDeep, "{error}: {text}");
            }
            read_every_way(text.as_bytes(), &context);
        }
    });
}

/// The same JSON in other words: every character escaped, spaces everywhere.
fn escaped(value: &Value) -> String {
    let text = |text: &str| -> String {
        let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        format!("\"{units}\"")
    };
    match value {
        Value::String(string) => text(string),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(escaped).collect();
            format!("[ {}\n]", list.join(" ,\t"))
        }
        Value::Object(map) => {
            let members: Vec<String> =
                map.iter().map(|(name, value)| format!("{} :\r\n{}", text(name), escaped(value))).collect();
            format!("{{ {} }}", members.join(" , "))
        }
        other => other.to_string(),
    }
}

#[test]
fn escapes_and_spaces_change_nothing() {
    holds(2_000, (any_json(), any_context()), |(value, context)| {
        let plain = normalize_all(value.to_string().as_bytes(), &context);
        let other = normalize_all(escaped(&value).as_bytes(), &context);
        match (plain, other) {
            // Offsets differ, and nothing else.
            (Err(plain), Err(other)) => assert_eq!(plain.code(), other.code()),
            (plain, other) => assert_eq!(plain, other),
        }
    });
}

#[test]
fn any_text_comes_out_as_it_went_in() {
    holds(3_000, any::<String>(), |text| {
        let order =
            json!({ "requestId": "q", "orderId": text, "status": text, "metadata": { "note": text } });
        let order = normalize(order.to_string().as_bytes(), &Context::default()).unwrap();
        let says_nothing = ["", "0", "0x", "null", "undefined"].contains(&text.trim());
        let expected = Some(text).filter(|_| !says_nothing);
        assert_eq!((&order.id, &order.word, &order.detail), (&expected, &expected, &expected));
    });
}

/// Text that is nearly JSON: our reader and serde_json agree on whether it is.
#[test]
fn the_reader_and_serde_json_agree() {
    let piece = prop_oneof![
        select(
            &[
                "{", "}", "[", "]", ":", ",", "\"", "\\", "\"a\"", "\"a\":", "null", "true", "false", " ",
                "\n"
            ][..]
        )
        .prop_map(str::to_owned),
        "-?[0-9]{1,3}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?",
        r#""(\\["\\/bfnrtu]|\\u[0-9a-f]{3,4}|[a-z]){0,4}""#,
    ];
    holds(20_000, vec(piece, 0..8), |pieces| {
        let text =
            format!(r#"{{"requestId":"q","orderId":"x","status":"STARTED","ignored":{}}}"#, pieces.concat());
        let ours = normalize_all(text.as_bytes(), &Context::default());
        let theirs = serde_json::from_str::<Value>(&text);
        // serde_json refuses half of a surrogate pair, which JSON.parse takes.
        let surrogate = ["\\ud8", "\\ud9", "\\uda", "\\udb", "\\udc", "\\udd", "\\ude", "\\udf"]
            .iter()
            .any(|half| text.contains(half));
        let ours_takes_it = !matches!(&ours, Err(error) if error.code() == ErrorCode::NotJson);
        assert!(surrogate || ours_takes_it == theirs.is_ok(), "{text}: {ours:?}, {theirs:?}");
    });
}

/// Anybody can post a long list. Reading it element by element from its beginning would take minutes here.
#[test]
fn a_list_as_long_as_the_limit_allows_is_read_whole() {
    let elements = 340_000;
    let list = format!(r#"{{"orders":[{{"merchant_order_id":1}}{}]}}"#, ",{}".repeat(elements));
    let found = normalize_all(list.as_bytes(), &Context::default()).unwrap();
    assert_eq!(found.len(), elements + 1);
}

// Tampered fixtures

/// A fixture that shows its name alone.
#[derive(Clone, Copy)]
struct Sample(&'static Fixture);

impl Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.name)
    }
}

fn any_fixture() -> impl Strategy<Value = Sample> {
    any::<Index>().prop_map(|index| Sample(index.get(payloads())))
}

/// The context of a fixture, with a trust that can hand over nothing.
fn doubted(fixture: &Fixture, trust: Option<Trust>) -> Context {
    let mut context = fixture.context();
    context.trust = trust;
    context.accept_test = true;
    context.expect = None;
    context
}

#[test]
fn a_fixture_that_was_cut_off_or_has_wrong_bytes_is_read_without_a_panic() {
    let tampering = (any_fixture(), any::<Index>(), vec((any::<Index>(), any::<u8>()), 0..4), any_context());
    holds(4_000, tampering, |(Sample(fixture), end, changes, context)| {
        let mut bytes = fixture.payload.clone();
        for (place, byte) in changes {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
        }
        let cut = &bytes[..end.index(bytes.len() + 1)];
        for payload in [&bytes[..], cut] {
            let once = orders(payload, &context);
            assert_eq!(once, orders(payload, &context), "{}", fixture.name);
            for order in once.into_iter().flatten() {
                let trust = context.trust.unwrap_or(Trust::Unverified);
                if matches!(trust, Trust::Unverified | Trust::Hint) {
                    assert_ne!(order.fulfilment, Fulfilment::Yes, "{}", fixture.name);
                }
            }
        }
        // Nothing that was cut off in the middle of a map is an order.
        if end.index(bytes.len() + 1) < fixture.payload.len() && fixture.payload.starts_with(b"{") {
            let cut = &fixture.payload[..end.index(bytes.len() + 1)];
            assert_eq!(orders(cut, &context).map_err(|error| error.code()), Err(ErrorCode::NotJson));
        }
    });
}

/// What to do to a value somewhere in a tree.
#[derive(Clone, Debug)]
enum Change {
    Remove,
    Set(Value),
    Copy(Index),
    Rename(String),
}

fn any_change() -> impl Strategy<Value = (Index, Change)> {
    let words: Vec<&'static str> = providers()
        .iter()
        .flat_map(|info| info.words.iter().map(|row| row.word).collect::<Vec<_>>())
        .collect();
    let change = prop_oneof![
        3 => Just(Change::Remove),
        2 => any_leaf().prop_map(Change::Set),
        2 => select(words).prop_map(|word| Change::Set(json!(word))),
        2 => any::<Index>().prop_map(Change::Copy),
        1 => any_name().prop_map(Change::Rename),
    ];
    (any::<Index>(), change)
}

/// The pointers to everything below a value.
fn places(value: &Value, at: &str, places: &mut Vec<String>) {
    let mut below = |key: &str, inner: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        let place = format!("{at}/{key}");
        places.push(place.clone());
        self::places(inner, &place, places);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| below(key, inner)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, inner)| below(&index.to_string(), inner));
        }
        _ => {}
    }
}

fn tamper(value: &mut Value, changes: &[(Index, Change)]) {
    for (place, change) in changes {
        let mut all = Vec::new();
        places(value, "", &mut all);
        if all.is_empty() {
            return;
        }
        let place = &all[place.index(all.len())];
        let (around, key) = place.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        match change {
            Change::Set(new) => *value.pointer_mut(place).unwrap() = new.clone(),
            Change::Copy(other) => {
                let copied = value.pointer(&all[other.index(all.len())]).unwrap().clone();
                *value.pointer_mut(place).unwrap() = copied;
            }
            Change::Remove => match value.pointer_mut(around).unwrap() {
                Value::Object(map) => drop(map.shift_remove(&key)),
                Value::Array(list) => drop(list.remove(key.parse::<usize>().unwrap())),
                _ => {}
            },
            Change::Rename(new) => {
                if let Value::Object(map) = value.pointer_mut(around).unwrap() {
                    let moved = map.shift_remove(&key).unwrap();
                    map.insert(new.clone(), moved);
                }
            }
        }
    }
}

/// The claims of a token in `data`, where there is one.
fn claims(value: &Value) -> Option<Value> {
    let part = value.get("data")?.as_str().filter(|data| data.starts_with("eyJ"))?.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

fn with_claims(value: &Value, claims: &Value) -> Value {
    let part = URL_SAFE_NO_PAD.encode(claims.to_string());
    let mut value = value.clone();
    value["data"] = json!(format!("eyJhbGciOiJIUzI1NiJ9.{part}.c2ln"));
    value
}

/// A fixture with a few changes: to the map, or to what is in its token, or to its query.
fn tampered(fixture: &Fixture, changes: &[(Index, Change)]) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(&fixture.payload) else {
        return tampered_query(&String::from_utf8_lossy(&fixture.payload), changes).into_bytes();
    };
    if let Some(mut claims) = claims(&value) {
        tamper(&mut claims, changes);
        value = with_claims(&value, &claims);
    } else {
        tamper(&mut value, changes);
    }
    value.to_string().into_bytes()
}

fn tampered_query(address: &str, changes: &[(Index, Change)]) -> String {
    let (before, query) = address.split_once('?').unwrap_or(("", address));
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    for (place, change) in changes {
        if pairs.is_empty() {
            break;
        }
        let index = place.index(pairs.len());
        let other = match change {
            Change::Copy(other) => pairs[other.index(pairs.len())].1.clone(),
            _ => String::new(),
        };
        match change {
            Change::Remove => drop(pairs.remove(index)),
            Change::Set(Value::String(text)) => pairs[index].1.clone_from(text),
            Change::Set(new) => pairs[index].1 = new.to_string(),
            Change::Copy(_) => pairs[index].1 = other,
            Change::Rename(new) => pairs[index].0.clone_from(new),
        }
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{before}?{query}")
}

#[test]
fn a_tampered_order_is_coherent_and_never_fulfilled_on_hearsay() {
    let distrust = select(&[None, Some(Trust::Unverified), Some(Trust::Hint)][..]);
    let tampering = (any_fixture(), vec(any_change(), 0..5), distrust, any_context());
    holds(12_000, tampering, |(Sample(fixture), changes, distrust, other)| {
        let payload = tampered(fixture, &changes);
        let contexts = [doubted(fixture, distrust), {
            let mut context = other.clone();
            context.trust = distrust;
            context
        }];
        for mut context in contexts {
            for named in [None, Some(fixture.provider.clone())] {
                context.provider = named;
                for order in orders(&payload, &context).into_iter().flatten() {
                    assert!(matches!(order.trust, Trust::Unverified | Trust::Hint), "{}", fixture.name);
                    assert_ne!(order.fulfilment, Fulfilment::Yes, "{}", fixture.name);
                }
            }
        }
        // With trust it may be a yes, and then everything must fit.
        let mut trusted = other;
        trusted.trust = Some(Trust::Api);
        let _ = orders(&payload, &trusted);
        let body = normalize_problem(&fixture.provider, 400, &payload, &[], None).unwrap();
        assert_eq!(body, normalize_problem(&fixture.provider, 400, &payload, &[], None).unwrap());
    });
}

/// A yes needs the word that the table says yes to; nothing else in a payload can make one.
#[test]
fn only_a_completed_word_is_fulfilled_however_the_rest_is_tampered_with() {
    let words: Vec<&'static str> = providers()
        .iter()
        .flat_map(|info| info.words.iter().map(|row| row.word).collect::<Vec<_>>())
        .filter_map(|word| word.rsplit('/').next())
        .collect();
    let yes = [
        "COMPLETED",
        "complete",
        "completed",
        "PAID",
        "swap_transaction_completed",
        "succeeded",
        "fulfillment_complete",
        "Settled",
        "InvoiceSettled",
        "Completed",
        "Paid",
        "2",
        "4",
        "5",
        "6",
        "7",
        "10",
        "14",
        "15",
        "16",
        "19",
        "40",
        "41",
        "ONRAMP_TRANSACTION_STATUS_SUCCESS",
        "ONRAMP_ORDER_STATUS_COMPLETED",
        "TRANSACTION_STATUS_SUCCESS",
        "finished",
        "PAY_SUCCESS",
        "SUCCESS",
        "RELEASED",
    ];
    let fulfilled = |order: &Order| {
        order.fulfilment == Fulfilment::Yes
            && !order.word.as_deref().or(order.event.as_deref()).is_some_and(|said| {
                yes.contains(&said)
                    || [
                        "ORDER_COMPLETED",
                        "charge:confirmed",
                        "onramp.transaction.success",
                        "offramp.transaction.success",
                    ]
                    .contains(&said)
            })
    };
    assert!(yes.iter().all(|word| words.contains(word)));
    holds(
        4_000,
        (any_fixture(), vec(any_change(), 0..6), any_context()),
        |(Sample(fixture), changes, mut context)| {
            context.trust = Some(Trust::Api);
            context.accept_test = true;
            for order in orders(&tampered(fixture, &changes), &context).into_iter().flatten() {
                assert!(!fulfilled(&order), "{}: {order:?}", fixture.name);
            }
        },
    );
}

// Order of members, spaces

/// The members of every map in another order, which a seed decides.
fn shuffled(value: &Value, seed: u64) -> Value {
    match value {
        Value::Object(map) => {
            let mut members: Vec<(&String, &Value)> = map.iter().collect();
            members.sort_by_key(|(name, _)| {
                let mut hasher = DefaultHasher::new();
                (seed, name).hash(&mut hasher);
                hasher.finish()
            });
            let members = members.into_iter().map(|(name, value)| (name.clone(), shuffled(value, seed)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(list) => Value::Array(list.iter().map(|value| shuffled(value, seed)).collect()),
        other => other.clone(),
    }
}

#[test]
fn neither_spaces_nor_the_order_of_members_change_anything() {
    let mut count = 0;
    for fixture in payloads() {
        let Ok(value) = serde_json::from_slice::<Value>(&fixture.payload) else { continue };
        let context = fixture.context();
        let wanted = orders(&fixture.payload, &context);
        count += 1;
        let mut others = vec![
            value.to_string(),
            serde_json::to_string_pretty(&value).unwrap(),
            format!("\r\n\t {value} \n"),
            escaped(&value),
        ];
        others.extend((0..8).map(|seed| shuffled(&value, seed).to_string()));
        if let Some(claims) = claims(&value) {
            others.push(with_claims(&value, &claims).to_string());
            others.extend((0..8).map(|seed| with_claims(&value, &shuffled(&claims, seed)).to_string()));
        }
        for other in others {
            match (orders(other.as_bytes(), &context), &wanted) {
                (Err(error), Err(wanted)) => {
                    assert_eq!(
                        (error.code(), error.message()),
                        (wanted.code(), wanted.message()),
                        "{}",
                        fixture.name
                    );
                }
                (found, wanted) => assert_eq!(&found, wanted, "{}", fixture.name),
            }
        }
    }
    assert!(count > 200, "only {count} fixtures are JSON");
}

#[test]
fn the_order_of_a_querys_pairs_changes_nothing() {
    let mut count = 0;
    for fixture in payloads().iter().filter(|fixture| !fixture.payload.starts_with(b"{")) {
        let address = String::from_utf8(fixture.payload.clone()).unwrap();
        let (before, query) = address.split_once('?').unwrap_or(("", &address));
        let pairs: Vec<&str> = query.split('&').collect();
        let mut names: Vec<&str> = pairs.iter().filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
        names.sort_unstable();
        names.dedup();
        if query.contains('?') || query.contains('#') || names.len() != pairs.len() {
            continue;
        }
        count += 1;
        let context = fixture.context();
        let wanted = orders(&fixture.payload, &context);
        for turn in 0..pairs.len() {
            let mut turned = pairs.clone();
            turned.rotate_left(turn);
            for order in [turned.clone(), turned.into_iter().rev().collect()] {
                let other = format!("{before}?{}", order.join("&"));
                assert_eq!(orders(other.as_bytes(), &context), wanted, "{other}");
            }
        }
    }
    assert!(count >= 4, "only {count} fixtures are such queries");
}

// Encodings

#[test]
fn a_value_of_a_query_is_decoded_as_form_urlencoded_does() {
    let parts = select(vec![
        "%",
        "%%",
        "%2",
        "%2B",
        "%2b",
        "%3D",
        "%zz",
        "%00",
        "%7F",
        "+",
        "=",
        "x",
        "é",
        "€",
        "😀",
        "%C3",
        "%A9",
        "%C3%A9",
        "%E2",
        "%E2%82",
        "%82%AC",
        "%E2%82%AC",
        "%ED%A0%80",
        "%F0%9F",
        "%F0%9F%98%80",
        "%F8",
        "%FF",
        "%EF%BB%BF",
    ]);
    holds(4_000, vec(parts, 0..8), |parts| {
        // Between letters, for what stands at an end may be cut or be a quotation mark.
        let query = format!("%6frderId=a{}z&status=PROCESSING", parts.concat());
        let order = normalize(format!("?{query}").as_bytes(), &Context::of("transak")).unwrap();
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        assert_eq!(order.id.unwrap(), pairs.next().unwrap().1, "{query}");
    });
}

#[test]
fn the_claims_of_a_token_are_decoded_as_base64_does() {
    let payload = |part: &str| json!({ "data": format!("eyJ.{part}.x") }).to_string();
    let read = |part: &str| normalize(payload(part).as_bytes(), &Context::of("transak"));
    holds(4_000, "[A-Za-z0-9_-]{0,12}[ABCQgw_=+/é.-]{0,2}", |part| {
        let message = read(&part).unwrap_err().to_string();
        let is_token = message != "the payload's token is not a JSON Web Token";
        assert_eq!(is_token, URL_SAFE_NO_PAD.decode(&part).is_ok(), "{part}: {message}");
    });
    holds(1_000, "[ -~é€😀]{0,12}", |text| {
        let claims = json!({ "eventID": "ORDER_PROCESSING", "webhookData": { "id": format!("a{text}z"), "status": "PROCESSING" } });
        let order = read(&URL_SAFE_NO_PAD.encode(claims.to_string())).unwrap();
        assert_eq!(order.id.unwrap(), format!("a{text}z"));
    });
}

// Times

/// A date and a time of day that exist, with any fraction of a second.
fn any_moment() -> impl Strategy<Value = DateTime> {
    (2000..=2999_i16, 1..=12_i8, 1..=31_i8, 0..24_i8, 0..60_i8, 0..60_i8, 0..1_000_000_000_i32)
        .prop_filter_map("a date that exists", |(year, month, day, hour, minute, second, nanosecond)| {
            DateTime::new(year, month, day, hour, minute, second, nanosecond).ok()
        })
}

/// The second opinion: the moment in milliseconds, cut.
fn millis(moment: DateTime, offset: Offset) -> i64 {
    let whole = moment.with().subsec_nanosecond(0).build().unwrap();
    let seconds = offset.to_timestamp(whole).unwrap().as_second();
    seconds * 1000 + i64::from(moment.subsec_nanosecond() / 1_000_000)
}

fn in_range(millis: i64) -> bool {
    let year = Offset::UTC.to_datetime(jiff::Timestamp::from_millisecond(millis).unwrap()).year();
    (2000..=2999).contains(&year)
}

#[track_caller]
fn assert_time(text: &str, wanted: i64) {
    let expected = in_range(wanted).then_some(wanted);
    assert_eq!(Time::parse(text).map(Time::millis), expected, "{text}");
}

fn any_offset() -> impl Strategy<Value = (i8, i8, bool)> {
    (0..24_i8, 0..60_i8, any::<bool>())
}

#[test]
fn times_in_iso_forms_are_read_as_jiff_reads_them() {
    let forms = (any_moment(), any_offset(), 0..=9_usize, select(&["T", "t", " "][..]), 0..5_u8);
    holds(6_000, forms, |(moment, (hours, minutes, west), digits, between, form)| {
        let fraction = format!("{:09}", moment.subsec_nanosecond());
        let point = if digits == 0 { String::new() } else { format!(".{fraction:.digits$}") };
        let (sign, turn) = if west { ("-", -1) } else { ("+", 1) };
        let (zone, minutes) = match form {
            0 => (String::new(), None),
            1 => ("Z".to_owned(), None),
            2 => (format!("{sign}{hours:02}"), Some(0)),
            3 => (format!("{sign}{hours:02}{minutes:02}"), Some(minutes)),
            _ => (format!("{sign}{hours:02}:{minutes:02}"), Some(minutes)),
        };
        let text = format!(
            "{}{between}{:02}:{:02}:{:02}{point}{zone}",
            moment.date(),
            moment.hour(),
            moment.minute(),
            moment.second()
        );
        let offset = minutes.map_or(Offset::UTC, |minutes| {
            Offset::from_seconds(turn * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).unwrap()
        });
        let kept: i32 = format!("{:0<9}", point.trim_start_matches('.')).parse().unwrap();
        let moment = moment.with().subsec_nanosecond(kept).build().unwrap();
        let wanted = millis(moment, offset);
        assert_time(&text, wanted);
        assert_time(&format!(" {text}\n"), wanted);
        // What jiff itself makes of the text, where it is in a form that jiff reads.
        if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
            assert_eq!(timestamp.as_millisecond(), wanted, "{text}");
        }
    });
}

#[test]
fn times_in_the_providers_forms_are_read_as_jiff_reads_them() {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let case = select(&[str::to_owned as fn(&str) -> String, str::to_lowercase, str::to_uppercase][..]);
    holds(4_000, (any_moment(), case), |(moment, case)| {
        let clock = format!("{:02}:{:02}:{:02}", moment.hour(), moment.minute(), moment.second());
        let seconds = millis(moment, Offset::UTC).div_euclid(1000) * 1000;
        let month = case(MONTHS[usize::try_from(moment.month() - 1).unwrap()]);
        assert_time(&format!("{:02}-{month}-{} {clock}", moment.day(), moment.year()), seconds);
        assert_time(&format!("{}{clock}", moment.date()), seconds);
        assert_time(&format!("{} {clock}", moment.date()), seconds);
        let micros = format!("{:06}", moment.subsec_nanosecond() / 1000);
        assert_time(&format!("{}T{clock}.{micros}Z", moment.date()), millis(moment, Offset::UTC));
        let exact = millis(moment, Offset::UTC);
        assert_time(&exact.to_string(), exact);
    });
}

#[test]
fn dates_that_do_not_exist_are_refused_as_jiff_refuses_them() {
    let parts = (1990..=3010_i16, 0..=13_i8, 0..=32_i8, 0..=25_i8, 0..=61_i8, 0..=61_i8);
    holds(10_000, parts, |(year, month, day, hour, minute, second)| {
        let exists = DateTime::new(year, month, day, hour, minute, second, 0).ok();
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        let wanted = exists.map(|moment| millis(moment, Offset::UTC)).filter(|millis| in_range(*millis));
        assert_eq!(Time::parse(&text).map(Time::millis), wanted, "{text}");
    });
}

#[test]
fn every_day_of_a_thousand_years_is_read() {
    let mut day = Date::new(2000, 1, 1).unwrap();
    let mut wanted = 946_684_800_000_i64;
    while day.year() < 3000 {
        let text = format!("{day}T00:00:00.000Z");
        let time = Time::parse(&text).unwrap();
        assert_eq!(time.millis(), wanted, "{text}");
        assert_eq!(time.to_string(), text);
        day = day.tomorrow().unwrap();
        wanted += 86_400_000;
    }
    assert_eq!(Time::from_millis(wanted), None);
    assert_eq!(Time::from_millis(946_684_800_000 - 1), None);
}

#[test]
fn a_time_is_written_so_that_jiff_and_we_read_it_again() {
    holds(4_000, any_moment(), |moment| {
        let time = Time::from_millis(millis(moment, Offset::UTC)).unwrap();
        let text = time.to_string();
        assert_eq!(text.len(), 24);
        assert_eq!(Time::parse(&text), Some(time));
        assert_eq!(text.parse::<jiff::Timestamp>().unwrap().as_millisecond(), time.millis());
    });
}

#[test]
fn any_text_is_a_time_or_none_without_a_panic() {
    let text = prop_oneof![any::<String>(), "[0-9TZ:. +-]{0,30}", "[0-9é-]{0,12}", "[0-9]{10,30}"];
    holds(10_000, text, |text| {
        let time = Time::parse(&text);
        assert_eq!(time, Time::parse(&text));
        assert!(time.is_none_or(|time| in_range(time.millis())), "{text}");
    });
    holds(4_000, any::<i64>(), |millis| {
        let expected = jiff::Timestamp::from_millisecond(millis).is_ok() && in_range(millis);
        assert_eq!(Time::from_millis(millis).is_some(), expected, "{millis}");
    });
}

#[test]
fn an_http_date_is_read_as_jiff_writes_it() {
    let moments = (any_moment(), 0..10_000_000_u32);
    holds(3_000, moments, |(now, wait)| {
        let http = |seconds: i64| {
            let timestamp = jiff::Timestamp::from_second(seconds).unwrap();
            jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&timestamp).unwrap()
        };
        let now = millis(now, Offset::UTC).div_euclid(1000);
        let then = now + i64::from(wait);
        if !in_range(then * 1000) {
            return;
        }
        let (date, after) = (http(now), http(then));
        let headers = [("Date", date.as_str()), ("Retry-After", after.as_str())];
        let retry = normalize_problem("baanx", 503, b"", &headers, None).unwrap().retry;
        assert_eq!(retry.at.map(Time::millis), Some(then * 1000), "{after}");
        assert_eq!(retry.after_ms, Some(wait.saturating_mul(1000)), "{date}, {after}");
    });
}

// Amounts

fn payment(paid: &str, asked: &str, word: &str) -> Order {
    let text = format!(
        r#"{{"status":200,"order":{{"order_id":"m-1","merchant_order_id":"r-1","status":"{word}","price_amount":{asked},"price_currency":"USDT","pay_amount":{paid},"pay_currency":"USDT"}}}}"#
    );
    normalize(text.as_bytes(), &Context::default().trusted_as(Trust::Api)).unwrap()
}

/// A decimal number as JSON may spell it, without an exponent.
const DECIMAL: &str = "(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?";

fn is_zero(digits: &str) -> bool {
    !digits.split(['e', 'E']).next().unwrap().contains(|digit: char| ('1'..='9').contains(&digit))
}

#[test]
fn amounts_keep_their_digits() {
    holds(4_000, (DECIMAL, any::<bool>()), |(digits, quoted)| {
        let written = if quoted { format!("\"{digits}\"") } else { digits.clone() };
        let order = payment(&written, &written, "PAID");
        let expected = Some(digits.clone()).filter(|digits| !is_zero(digits));
        assert_eq!(order.amounts.expected.map(|amount| amount.value), expected);
        assert_eq!(order.amounts.paid.map(|amount| amount.value), expected);
    });
}

/// A number as its digits without zeros around them, and the power of ten of the last one.
fn exact(number: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) =
        mantissa.trim_start_matches('-').split_once('.').unwrap_or((mantissa.trim_start_matches('-'), ""));
    let power = exponent.parse::<i64>().unwrap() - i64::try_from(fraction.len()).unwrap();
    let digits = format!("{whole}{fraction}");
    let short = digits.trim_end_matches('0');
    let power = power + i64::try_from(digits.len() - short.len()).unwrap();
    (number.starts_with('-'), short.trim_start_matches('0').to_owned(), power)
}

#[test]
fn an_exponent_is_written_out_without_a_change() {
    let number = ("-?(0|[1-9][0-9]{0,12})(\\.[0-9]{1,12})?", "[eE][+-]?", 0..=64_u32);
    holds(6_000, number, |(mantissa, sign, exponent)| {
        let written = format!("{mantissa}{sign}{exponent}");
        let value = payment("1", &written, "NEW").amounts.expected.map(|amount| amount.value);
        if is_zero(&written) {
            assert_eq!(value, None, "{written}");
            return;
        }
        let value = value.unwrap_or_else(|| panic!("{written}"));
        assert!(!value.contains(['e', 'E', '+']), "{written} became {value}");
        assert_eq!(exact(&value), exact(&written), "{written} became {value}");
        assert!(!value.starts_with('.') && !value.ends_with('.'), "{written} became {value}");
        let whole = value.trim_start_matches('-').split('.').next().unwrap();
        let padded = whole.len() > 1 && whole.starts_with('0');
        assert!(!padded || exponent == 0, "{written} became {value}");
    });
}

#[test]
fn amounts_are_compared_by_value() {
    let near = (DECIMAL, DECIMAL, 0..4_u8).prop_map(|(a, b, how)| match how {
        0 => (a, b),
        1 => (a.clone(), if a.contains('.') { format!("{a}0") } else { format!("{a}.00") }),
        2 => (a.clone(), if a.contains('.') { format!("{a}1") } else { format!("{a}.01") }),
        _ => (format!("{b}0").trim_start_matches('0').to_owned(), b),
    });
    holds(6_000, near, |(paid, asked)| {
        if is_zero(&paid) || is_zero(&asked) || paid.starts_with('.') {
            return;
        }
        let pad = |number: &str| {
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            format!("{whole:0>40}{fraction:0<40}")
        };
        let reason = match pad(&paid).cmp(&pad(&asked)) {
            Ordering::Less => Reason::AmountUnder,
            Ordering::Equal => Reason::AmountMismatch,
            Ordering::Greater => Reason::AmountOver,
        };
        let order = payment(&paid, &asked, "UNRESOLVED");
        assert_eq!(order.reason, Some(reason), "paid {paid}, asked {asked}");
        // And with what the caller expects.
        let text = format!(
            r#"{{"order_id":"m-1","merchant_order_id":"r-1","status":"PAID","price_amount":{asked},"price_currency":"USDT"}}"#
        );
        let expect = Expect::new(Some("r-1"), Some(&paid), Some("USDT"));
        let context = Context::default().trusted_as(Trust::Api).expecting(expect);
        let order = normalize(text.as_bytes(), &context).unwrap();
        let same = reason == Reason::AmountMismatch;
        assert_eq!(order.fulfilment == Fulfilment::Yes, same, "expected {paid}, asked {asked}");
        assert_eq!(
            !order.rule.warnings.contains(&Warning::ExpectationDiffers),
            same,
            "expected {paid}, asked {asked}"
        );
    });
}
