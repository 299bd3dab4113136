//! A batch says of each payload what `normalize_all` says of it alone, wherever the input is cut.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{fixtures, problems};
use orderstate::{
    Amount, Batch, BatchReader, Context, Error, ErrorCode, Limits, LineError, Order, Trust, normalize_all,
    normalize_batch,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

const BANXA: &str = r#"{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}"#;
const BAANX: &str = r#"{"orderId":"abcd_1234","status":"COMPLETED","metadata":{"paymentId":"payment_1234"}}"#;

/// Every payload of every provider in one line, error answers among them, and what no provider sends.
fn every_line() -> Vec<Vec<u8>> {
    let payloads = fixtures().into_iter().chain(problems()).map(|fixture| on_one_line(fixture.payload));
    payloads
        .chain(["null", "[]", "[{}]", "{", "\"", "?", "word"].map(|text| text.as_bytes().to_vec()))
        .collect()
}

fn on_one_line(payload: Vec<u8>) -> Vec<u8> {
    match serde_json::from_slice::<Value>(&payload) {
        Ok(value) => serde_json::to_vec(&value).unwrap(),
        Err(_) => payload.into_iter().map(|byte| if byte == b'\n' { b' ' } else { byte }).collect(),
    }
}

fn contexts() -> [Context; 3] {
    let mut small = Context::of("transak").trusted_as(Trust::Api);
    small.limits.bytes = 600;
    small.limits.depth = 3;
    [Context::default(), Context::default().trusted_as(Trust::Api), small]
}

/// All that a batch says of a row, or an order of itself.
type Row = (u32, String);

fn rows(batch: &Batch) -> Vec<Row> {
    let Batch { lines, columns, warnings, times, texts, .. } = batch;
    assert_eq!(batch.rows(), lines.len());
    let row = |row: usize| {
        let codes = (
            (columns.provider[row], columns.direction[row], columns.kind[row], columns.trust[row]),
            (columns.status[row], columns.reason[row], columns.money[row], columns.money_basis[row]),
            (columns.environment[row], columns.fulfilment[row], columns.actor[row], columns.finality[row]),
            (columns.tone[row], columns.slow[row], columns.known[row], &warnings[row]),
        );
        let times = (
            (times.created[row], times.updated[row], times.paid[row]),
            (times.completed[row], times.expires_at[row]),
        );
        let amounts = (
            (texts.expected_value.get(row), texts.expected_currency.get(row)),
            (texts.paid_value.get(row), texts.paid_currency.get(row)),
            (texts.received_value.get(row), texts.received_currency.get(row)),
        );
        let ids = (texts.id.get(row), texts.reference.get(row), texts.word.get(row), texts.tx_hash.get(row));
        (lines[row], format!("{:?}", (codes, times, ids, amounts)))
    };
    (0..batch.rows()).map(row).collect()
}

fn row_of(line: u32, order: &Order) -> Row {
    let codes = (
        (order.provider, order.direction, order.kind, order.trust),
        (order.status, order.reason, order.money, order.money_basis),
        (order.environment, order.fulfilment, order.actor, order.finality),
        (order.tone, order.slow, order.rule.known, &order.rule.warnings),
    );
    let times = (
        (order.times.created, order.times.updated, order.times.paid),
        (order.times.completed, order.expires_at),
    );
    fn amount(amount: &Option<Amount>) -> (Option<&str>, Option<&str>) {
        (
            amount.as_ref().map(|amount| amount.value.as_str()),
            amount.as_ref().and_then(|amount| amount.currency.as_deref()),
        )
    }
    let amounts =
        (amount(&order.amounts.expected), amount(&order.amounts.paid), amount(&order.amounts.received));
    let ids =
        (order.id.as_deref(), order.reference.as_deref(), order.word.as_deref(), order.tx_hash.as_deref());
    (line, format!("{:?}", (codes, times, ids, amounts)))
}

fn errors(batch: &Batch) -> Vec<(u32, u64, Error)> {
    batch.errors.iter().map(|error| (error.line, error.start, error.error.clone())).collect()
}

/// What `normalize_all` says of each of some payloads, which begin at these bytes, as a batch would say it.
fn one_by_one(payloads: &[(u64, &[u8])], context: &Context) -> (Vec<Row>, Vec<(u32, u64, Error)>) {
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for (line, (start, payload)) in (1..).zip(payloads) {
        match normalize_all(payload, context) {
            Ok(orders) => rows.extend(orders.iter().map(|order| row_of(line, order))),
            Err(error) => errors.push((line, *start, error)),
        }
    }
    (rows, errors)
}

/// The payloads with something before, between and behind them, and where each begins.
fn joined<'p>(
    payloads: &'p [Vec<u8>],
    [before, between, behind]: [&str; 3],
) -> (Vec<u8>, Vec<(u64, &'p [u8])>) {
    let mut input = before.as_bytes().to_vec();
    let mut places = Vec::new();
    for (place, payload) in payloads.iter().enumerate() {
        if place > 0 {
            input.extend_from_slice(between.as_bytes());
        }
        places.push((input.len() as u64, payload.as_slice()));
        input.extend_from_slice(payload);
    }
    input.extend_from_slice(behind.as_bytes());
    (input, places)
}

/// The same input in parts that end at these bytes.
fn in_parts(input: &[u8], ends: impl IntoIterator<Item = usize>, context: &Context) -> Batch {
    let mut reader = BatchReader::new(context.clone()).unwrap();
    let mut start = 0;
    for end in ends {
        reader.push(&input[start..end]);
        start = end;
    }
    reader.push(&input[start..]);
    reader.finish()
}

fn batch(input: &[u8]) -> Batch {
    normalize_batch(input, &Context::default()).unwrap()
}

fn found(batch: &Batch) -> (Vec<u32>, Vec<(u32, u64, ErrorCode)>) {
    let errors = batch.errors.iter().map(|error| (error.line, error.start, error.error.code()));
    (batch.lines.clone(), errors.collect())
}

#[test]
fn lines_of_all_providers_say_what_they_say_alone() {
    let payloads = every_line();
    for context in contexts() {
        for around in [["", "\n", ""], ["", "\n", "\n"], ["", "\r\n", "\r\n"]] {
            // What is too long counts to the break of the line, whose first half is one more.
            if around[1] == "\r\n" && context.limits != Limits::default() {
                continue;
            }
            let (input, places) = joined(&payloads, around);
            let batch = normalize_batch(&input, &context).unwrap();
            let (wanted, wrong) = one_by_one(&places, &context);
            assert!(wanted.len() > 20 && wrong.len() > 20, "{} rows, {} errors", wanted.len(), wrong.len());
            assert_eq!(rows(&batch), wanted);
            assert_eq!(errors(&batch), wrong);
        }
    }
}

#[test]
fn what_came_before_changes_nothing() {
    // Keys are compared with those that came before: here with those of a payload that is the same but for one or two bytes.
    for payload in
        every_line().into_iter().filter(|payload| payload.starts_with(b"{") && payload.len() < 1000)
    {
        let structure = |byte: u8| b"{[,:\"".contains(&byte);
        changed_says_what_it_says_alone(&payload, structure, |byte| {
            [&b""[..], b" ", b"x", b",", b"\\", b"\"x\":", &[byte, byte]].map(<[u8]>::to_vec).to_vec()
        });
    }
    // And the values behind them, of every kind.
    let values = concat!(
        r#"{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36","fiat_amount":-10.50e+2,"#,
        r#""coin_amount":0,"a":true,"b":false,"c":null,"d":"\u00e9\nö€","e":[1,{"f":2}],"g":{},"order_id":1.5,"h":0E-1}"#
    );
    let one = b"\" \\,:{}[]01-.e+n\0\x1f\x7f\x80\xc3\xff".map(|byte| vec![byte]);
    let puts = [
        &one[..],
        &[b"\"},{\"", &b"},{"[..], b"}{", b"]{", b"[{", b"null", b",\"x\":", b""].map(<[u8]>::to_vec),
    ]
    .concat();
    // And containers in containers.
    let containers = concat!(
        r#"{"order_id":"e82c57b2","a":{"b":1,"c":{"d":"x"}},"e":[{"f":2},{"f":3,"g":[{"h":1}],"i":[]}],"#,
        r#""status":"expired","j":{"k":{}},"l":[[{"m":4}],{"m":5}],"status_date":"2026-01-31 12:48:36"}"#
    );
    for text in [values, containers] {
        changed_says_what_it_says_alone(text.as_bytes(), |_| true, |_| puts.clone());
    }
    // The same keys in another map.
    let beside = BANXA.replace('{', r#"{"a":{"b":1},"#);
    let inside = BANXA.replace('{', r#"{"a":{"b":1,"#) + "}";
    let input = [beside.as_str(), &inside, &beside, &inside].join("\n");
    assert_eq!(batch(&input.into_bytes()).lines, [1, 3]);
}

#[test]
fn forms_that_came_before_change_nothing() {
    // What follows from where something stands is remembered: here of payloads in which the same things stand elsewhere, or other
    // things at the same places, among them all texts that stand there in any payload.
    let objects: Vec<(String, Value)> = fixtures()
        .into_iter()
        .chain(problems())
        .filter_map(|fixture| Some((fixture.provider, serde_json::from_slice(&fixture.payload).ok()?)))
        .filter(|(_, value): &(String, Value)| value.is_object())
        .collect();
    let mut texts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (_, object) in &objects {
        for pointer in pointers(object) {
            texts
                .entry(pointer.clone())
                .or_default()
                .extend(object.pointer(&pointer).and_then(Value::as_str));
        }
    }
    for (provider, object) in &objects {
        let text = object.to_string();
        let (mut again, mut instead) = (Vec::new(), Vec::new());
        for pointer in pointers(object) {
            let mut put = |value: Value| {
                let mut other = object.clone();
                *other.pointer_mut(&pointer).unwrap() = value;
                instead.extend([other.to_string(), text.clone()]);
            };
            texts[&pointer].iter().take(3).for_each(|text| put(json!(text)));
            [json!(null), json!(7), json!({}), json!([])].into_iter().for_each(put);
            // A key that comes again takes back what stood below it.
            let (above, key) = pointer.rsplit_once('/').unwrap();
            let mut other = object.clone();
            if let Some(Value::Object(map)) = other.pointer_mut(above) {
                map.insert("~again".into(), json!({}));
                again.extend([other.to_string().replace("~again", key), text.clone()]);
            }
        }
        let payloads: Vec<_> = again.into_iter().chain(instead).map(String::into_bytes).collect();
        let (input, places) = joined(&payloads, ["", "\n", ""]);
        for context in [Context::default(), Context::of(provider).trusted_as(Trust::Api)] {
            let batch = normalize_batch(&input, &context).unwrap();
            let (wanted, wrong) = one_by_one(&places, &context);
            assert_eq!(rows(&batch), wanted);
            assert_eq!(errors(&batch), wrong);
        }
    }
}

/// Where something stands in a value.
fn pointers(value: &Value) -> Vec<String> {
    let below = |key: String, value: &Value| {
        let mut all = vec![format!("/{key}")];
        all.extend(pointers(value).into_iter().map(|pointer| format!("/{key}{pointer}")));
        all
    };
    match value {
        Value::Object(map) => map.iter().flat_map(|(key, value)| below(key.clone(), value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().flat_map(|(at, value)| below(at.to_string(), value)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[test]
fn forms_that_make_room_for_others_are_found_anew() {
    // More of them than are remembered, again and again, in one order and in another.
    let all = every_line();
    let order = [1, 3, 7].map(|step| (0..all.len()).map(move |at| at * step)).into_iter().flatten();
    let payloads: Vec<_> = order.flat_map(|at| vec![all[at % all.len()].clone(); 2]).collect();
    let (input, places) = joined(&payloads, ["", "\n", ""]);
    let batch = normalize_batch(&input, &Context::default()).unwrap();
    let (wanted, wrong) = one_by_one(&places, &Context::default());
    assert_eq!(rows(&batch), wanted);
    assert_eq!(errors(&batch), wrong);
}

/// Puts other bytes in the place of each of some bytes of a payload, one after the other, and the payload itself between them.
fn changed_says_what_it_says_alone(
    payload: &[u8],
    changes: impl Fn(u8) -> bool,
    puts: impl Fn(u8) -> Vec<Vec<u8>>,
) {
    let mut payloads = vec![payload.to_vec(); 2];
    let within = payload.iter().enumerate().take(payload.len() - 1).skip(1);
    for (at, byte) in within.filter(|(_, byte)| changes(**byte)) {
        for put in puts(*byte) {
            let mut other = payload.to_vec();
            other.splice(at..=at, put);
            payloads.push(other);
        }
        payloads.push(payload.to_vec());
    }
    let (input, places) = joined(&payloads, ["", "\n", ""]);
    let batch = normalize_batch(&input, &Context::default()).unwrap();
    let (wanted, wrong) = one_by_one(&places, &Context::default());
    assert_eq!(rows(&batch), wanted);
    assert_eq!(errors(&batch), wrong);
}

#[test]
fn elements_of_a_list_say_what_they_say_alone() {
    // What is no JSON alone can end the list, or swallow what follows.
    let is_json = |payload: &Vec<u8>| serde_json::from_slice::<Value>(payload).is_ok();
    let payloads: Vec<_> = every_line().into_iter().filter(is_json).collect();
    let context = Context::default().trusted_as(Trust::Api);
    for around in [["[", ",", "]"], [" \n[\n  ", ",\r\n  ", "\n]\n"]] {
        let (input, places) = joined(&payloads, around);
        let batch = normalize_batch(&input, &context).unwrap();
        let (wanted, wrong) = one_by_one(&places, &context);
        assert_eq!(rows(&batch), wanted);
        assert_eq!(errors(&batch), wrong);
    }
}

#[test]
fn parts_say_what_the_whole_says_wherever_they_end() {
    let payloads = every_line();
    let inputs = [["", "\n", ""], ["\n \n", "\r\n\n", "\n"], ["[", " , ", "]"], ["\n\n[", "\n,", ""]]
        .map(|around| joined(&payloads, around).0);
    let config =
        Config { cases: 64, rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..Config::default() };
    let parts = (0..inputs.len(), 0..3_usize, prop_oneof![1..64_usize, 1..10_000_usize], any::<usize>());
    TestRunner::new(config)
        .run(&parts, |(which, context, size, begin)| {
            let (input, context) = (&inputs[which], &contexts()[context]);
            let whole = normalize_batch(input, context).unwrap();
            let ends = (begin % size..input.len()).step_by(size);
            prop_assert_eq!(in_parts(input, ends, context), whole);
            Ok(())
        })
        .unwrap();
}

#[test]
fn two_parts_say_what_the_whole_says_wherever_the_cut_is() {
    let euro = BANXA.replace("e82c57b2", "e82€\\\"[,{57b2");
    let mut context = Context::default();
    context.limits.bytes = 90;
    for input in [
        format!("{euro}\r\n\r\n{}\n{BAANX}\n{{\"status\":", "x".repeat(200)),
        format!(" [ {euro} , [], \"{}\", {{\"orders\":[{BAANX}]}} , {BAANX} ] \n {BANXA}", "x,".repeat(100)),
        format!("[{BAANX},"),
        "[".into(),
        " ".repeat(200),
    ] {
        let whole = normalize_batch(input.as_bytes(), &context).unwrap();
        for first in 0..=input.len() {
            let parts = in_parts(input.as_bytes(), [first], &context);
            assert_eq!(parts, whole, "{input}, cut at {first}");
        }
        assert_eq!(in_parts(input.as_bytes(), 0..input.len(), &context), whole, "{input}, byte by byte");
    }
}

#[test]
fn rows_are_taken_once() {
    let mut reader = BatchReader::new(Context::default()).unwrap();
    reader.push(format!("{BANXA}\n{BAANX}\n{{\n").as_bytes());
    assert_eq!(found(&reader.take()), (vec![1, 2], vec![(3, 164, ErrorCode::NotJson)]));
    assert_eq!(reader.take(), Batch::default());
    reader.push(BANXA.as_bytes());
    assert_eq!(reader.take(), Batch::default());
    assert_eq!(found(&reader.finish()), (vec![4], vec![]));
}

#[test]
fn nothing_comes_of_nothing() {
    for input in ["", "\n", " \r\n\t\n  ", "[]", " [ ] \n", "\n[\n]\n\n"] {
        assert_eq!(batch(input.as_bytes()), Batch::default(), "{input:?}");
    }
}

#[test]
fn blank_lines_are_counted_and_nothing_else() {
    let input = format!("\n\n  {BANXA}  \n \r\n{BAANX}");
    assert_eq!(found(&batch(input.as_bytes())), (vec![3, 5], vec![]));
}

#[test]
fn one_line_that_is_no_text_spoils_no_other() {
    let input = [BANXA.as_bytes(), b"\n{\"status\":\"\xff\"}\n", BAANX.as_bytes()].concat();
    let batch = batch(&input);
    assert_eq!(found(&batch), (vec![1, 3], vec![(2, BANXA.len() as u64 + 1, ErrorCode::NotJson)]));
    assert_eq!(batch.errors[0].error.offset(), Some(11));
}

#[test]
fn a_line_that_lists_orders_gives_a_row_for_each() {
    let order = BANXA.replace("{", r#"{"order_type":"CRYPTO-BUY","#);
    let list =
        |count: usize| format!(r#"{{"data":{{"orders":[{}]}}}}"#, vec![order.as_str(); count].join(","));
    let input = [list(3), list(0), list(1)].join("\n");
    let batch = normalize_batch(input.as_bytes(), &Context::of("banxa")).unwrap();
    assert_eq!(found(&batch), (vec![1, 1, 1, 3], vec![]));
}

#[test]
fn lines_that_are_too_long_are_errors_and_are_not_kept() {
    let mut context = Context::default();
    context.limits.bytes = 1000;
    let long = 5_000_000;
    let mut reader = BatchReader::new(context).unwrap();
    reader.push(format!("{BANXA}\n{{").as_bytes());
    for _ in 0..long / 1000 {
        reader.push(&[b' '; 1000]);
    }
    reader.push(format!("\n{BAANX}\n{}\n{{", "x".repeat(1001)).as_bytes());
    reader.push(&vec![b' '; long]);
    let batch = reader.finish();
    assert_eq!(batch.lines, [1, 3]);
    let said = batch
        .errors
        .iter()
        .map(|LineError { line, start, error, .. }| (*line, *start, error.code(), error.message()));
    let begin = BANXA.len() as u64 + 1;
    let third = begin + long as u64 + 2 + BAANX.len() as u64 + 1;
    let message = |bytes: usize| format!("the payload has {bytes} bytes, more than the limit of 1000");
    let messages = [message(long + 1), message(1001), message(long + 1)];
    let [a, b, c] = messages.each_ref().map(String::as_str);
    let code = ErrorCode::TooLarge;
    assert_eq!(
        said.collect::<Vec<_>>(),
        [(2, begin, code, a), (4, third, code, b), (5, third + 1002, code, c)]
    );
}

#[test]
fn lists_that_are_not_as_they_should_be_lose_nothing() {
    use ErrorCode::{NotJson, ProviderNotRecognised};
    let length = BANXA.len() as u64;
    // A comma with nothing on one side,
    let input = format!("[{BANXA},]");
    assert_eq!(found(&batch(input.as_bytes())), (vec![1], vec![(2, length + 2, NotJson)]));
    let input = format!("[,{BANXA}]");
    assert_eq!(found(&batch(input.as_bytes())), (vec![2], vec![(1, 1, NotJson)]));
    // an end that is missing, where the file was cut off,
    for (input, errors) in [
        (format!("[{BANXA}"), vec![(2, length + 1, NotJson)]),
        (format!("[{BANXA},"), vec![(3, length + 2, NotJson)]),
        (format!("[{BANXA},{{"), vec![(2, length + 2, NotJson), (3, length + 3, NotJson)]),
    ] {
        let batch = batch(input.as_bytes());
        assert_eq!(found(&batch), (vec![1], errors), "{input}");
        assert!(batch.errors.last().unwrap().error.message().starts_with("not JSON: expected `,` or `]`"));
    }
    // something behind its end, and a list among lines.
    let input = format!("[{BANXA}] x\n{BAANX}\n[{BANXA}]");
    let last = length + 5 + BAANX.len() as u64 + 1;
    let errors = vec![(2, length + 3, NotJson), (4, last, ProviderNotRecognised)];
    assert_eq!(found(&batch(input.as_bytes())), (vec![1, 3], errors));
}

#[test]
fn a_context_that_cannot_be_is_refused_at_once() {
    for context in [Context::of("nobody"), Context::default().trusted_as(Trust::Verified)] {
        let refused = normalize_all(BANXA.as_bytes(), &context).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::BadContext);
        assert_eq!(normalize_batch(b"", &context).unwrap_err(), refused);
        assert_eq!(BatchReader::new(context).unwrap_err(), refused);
    }
}

#[test]
fn columns_of_texts_can_be_gone_through() {
    let texts = batch(format!("{BANXA}\n{BAANX}").as_bytes()).texts;
    assert_eq!(texts.id.iter().collect::<Vec<_>>(), [Some("e82c57b2"), Some("abcd_1234")]);
    assert_eq!(texts.tx_hash.iter().collect::<Vec<_>>(), [None, None]);
    assert_eq!(texts.id.get(2), None);
}
