//! `pkg-template/index.d.ts` is written by hand. It says what the crate does: the same words, the same members, and of
//! each status no more than holds.
#![cfg(feature = "serde")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]

use std::collections::{BTreeMap, BTreeSet};

use orderstate::{
    Account, ActionKind, Actor, Alert, Audience, Context, Direction, EdgeBasis, Environment, ErrorCode,
    ExpiryBasis, Finality, Fulfilment, Locale, Money, MoneyBasis, Onboarding, OpenOrder, Order, Permission,
    ProblemKind, Reason, Requirement, RetryPolicy, RuleBasis, Scope, SourceKind, Stage, Status, Tone, Trust,
    Verdict, Warning, When, describe, explain, flow, normalize, normalize_batch, normalize_customer,
    normalize_problem, normalize_word, providers, summarize, timeline, transition,
};
use serde_json::json;

const DECLARATIONS: &str = include_str!("../pkg-template/index.d.ts");

#[test]
fn unions_list_the_words_of_the_vocabularies() {
    fn check<T: Copy>(name: &str, all: &[T], spell: fn(T) -> &'static str) {
        let words: Vec<&str> = all.iter().copied().map(spell).collect();
        assert_eq!(union(name), words, "`{name}` in index.d.ts");
    }
    macro_rules! check {
        ($($name:ident)*) => { $( check(stringify!($name), $name::ALL, $name::as_str); )* };
    }
    check!(Status Reason Money MoneyBasis ExpiryBasis Fulfilment Actor Finality Direction SourceKind Environment Trust);
    check!(Onboarding Account OpenOrder Permission Requirement Scope);
    check!(ActionKind Audience When Tone Stage RuleBasis EdgeBasis Verdict Alert Warning ProblemKind RetryPolicy Locale);

    let ids: Vec<&str> = providers().iter().map(|provider| provider.id).collect();
    assert_eq!(union("ProviderId"), ids);

    // Two more can only happen in JavaScript.
    let codes = ErrorCode::ALL.iter().map(|code| code.as_str()).chain(["wasm_unavailable", "internal"]);
    assert_eq!(union("ErrorCode"), codes.collect::<Vec<_>>());
}

#[test]
fn interfaces_have_the_members_that_are_serialized() {
    let order = full_order();
    let order_json = json!(order);
    let pending = include_bytes!("fixtures/mugglepay/get_pending_bitcoin.json");
    let eta = json!(normalize(pending, &Context::default()).unwrap().eta);
    let problem = json!(normalize_problem("baanx", 500, b"", &[], None).unwrap());
    let text = json!(describe(&order, Locale::En, Audience::Customer));
    let provider = &json!(providers())[0];
    let explanation = json!(explain(FULL, &Context::default()).unwrap());
    let flow = json!(flow("baanx", Direction::Pay).unwrap());
    let quote = br#"{"paymentReady":false,"requirements":["SELFIE"]}"#;
    let customer = json!(normalize_customer("banxa", quote, &Context::default()).unwrap());
    let mut again = full_order();
    again.id = None;
    let summary = json!(summarize(&[&order, &again], None, None));
    let charge = br#"{"code":"8EKM2Q7V","pricing_type":"no_price","timeline":[{"status":"NEW"}]}"#;
    let steps = json!(timeline(charge, &Context::default()).unwrap());
    for (name, value) in [
        ("OrderBase", &order_json),
        ("Progress", &order_json["progress"]),
        ("Action", &order_json["actions"][0]),
        ("Poll", &order_json["poll"]),
        ("Eta", &eta),
        ("Times", &order_json["times"]),
        ("Amounts", &order_json["amounts"]),
        ("Amount", &order_json["amounts"]["paid"]),
        ("Links", &order_json["links"]),
        ("Applied", &order_json["rule"]),
        ("Problem", &problem),
        ("Action", &problem["actions"][0]),
        ("Links", &problem["links"]),
        ("Retry", &problem["retry"]),
        ("Text", &text),
        ("ActionText", &text["actions"][0]),
        ("Transition<O = Order>", &json!(transition(&order, &order, None).unwrap())),
        ("Summary<O = Order>", &summary),
        ("Surplus<O = Order>", &summary["surplus"]),
        ("TimelineStep", &steps[0]),
        ("Flow", &flow),
        ("FlowState", &flow["states"][0]),
        ("FlowEdge", &flow["edges"][0]),
        ("Explanation", &explanation),
        ("Source", &explanation["fields"][0]),
        ("Customer", &customer),
        ("Missing", &customer["missing"][0]),
        ("CustomerWords", &customer["words"]),
        ("ProviderInfo", provider),
        ("ShapeInfo", &provider["shapes"][0]),
        ("WordInfo", &provider["words"][0]),
    ] {
        let Some(object) = value.as_object() else { panic!("the sample has no {name}") };
        let serialized: BTreeSet<&str> = object.keys().map(String::as_str).collect();
        let declared: BTreeSet<&str> = members(name).into_keys().collect();
        assert_eq!(declared, serialized, "`{name}` in index.d.ts");
    }
}

#[test]
fn what_a_transition_reads_is_of_an_order() {
    let order = members("OrderBase");
    for read in [members("Judged"), members("Attempt extends Judged")] {
        assert!(read.keys().all(|name| order.contains_key(name.trim_end_matches('?'))), "{read:?}");
    }
    assert!(members("Times").contains_key("updated"));
}

/// What stands in them is compared in tests/package/batch.test.mjs.
#[test]
fn columns_are_those_of_a_batch_in_rust() {
    let payload = include_bytes!("fixtures/mugglepay/callback_unresolved_amount_under.json");
    let line = payload.iter().copied().filter(|byte| *byte != b'\n').collect::<Vec<_>>();
    let batch = normalize_batch(&line, &Context::default()).unwrap();
    let columns = [json!(batch.columns), json!(batch.times), json!(batch.texts)];
    for (name, columns) in ["ColumnName", "TimeName", "TextName"].into_iter().zip(columns) {
        let columns = columns.as_object().unwrap();
        assert_eq!(union(name), columns.keys().collect::<Vec<_>>(), "`{name}` in index.d.ts");
        assert!(columns.values().all(|column| column.as_array().unwrap().len() == batch.rows()), "{name}");
    }
    assert_eq!(batch.rows(), 1);
}

#[test]
fn statuses_settle_what_is_declared() {
    let settled = members("Settled");
    assert_eq!(settled.keys().copied().collect::<BTreeSet<_>>(), union("Status").into_iter().collect());
    for order in every_word() {
        let facts = members(settled[order.status.as_str()]);
        for (member, value) in
            [("fulfilment", order.fulfilment.as_str()), ("finality", order.finality.as_str())]
        {
            let declared = facts[member];
            // A whole vocabulary settles nothing.
            let allowed = declared == "Finality" || quoted(declared).contains(&value);
            let word = order.word.as_deref().unwrap_or_default();
            assert!(
                allowed,
                "{} `{word}` is {}: {member} {value}, not {declared}",
                order.provider, order.status
            );
        }
    }
}

#[test]
fn every_member_has_its_sentence() {
    // But for a table of interfaces that are documented themselves.
    let table = between("export interface Settled {\n", "\n}");
    let declarations = DECLARATIONS.replace(table, "");
    let lines: Vec<&str> = declarations.lines().collect();
    for pair in lines.windows(2) {
        let [above, line] = pair else { continue };
        let member = line.starts_with("  readonly ") || line.starts_with("export ");
        assert!(!member || above.ends_with("*/"), "without a word: {line}");
    }
}

/// The words of `export type NAME = "a" | "b";`, on one line or on many.
fn union(name: &str) -> Vec<&'static str> {
    quoted(between(&format!("export type {name} ="), ";"))
}

/// The members of `export interface NAME { … }` and their types.
fn members(name: &str) -> BTreeMap<&'static str, &'static str> {
    let body = between(&format!("export interface {name} {{\n"), "\n}");
    let lines = body.lines().filter_map(|line| line.strip_prefix("  readonly "));
    lines.filter_map(|line| line.strip_suffix(';')?.split_once(": ")).collect()
}

fn between(begin: &str, end: &str) -> &'static str {
    let found = DECLARATIONS.split_once(begin).and_then(|(_, rest)| rest.split_once(end));
    let Some((inside, _)) = found else { panic!("index.d.ts has no `{begin}`") };
    inside
}

fn quoted(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// An order with everything that an order can have.
const FULL: &[u8] = include_bytes!("fixtures/mugglepay/callback_unresolved_amount_under.json");

fn full_order() -> Order {
    normalize(FULL, &Context::default().trusted_as(Trust::Api)).unwrap()
}

/// What each documented word means, in each direction and however it came.
fn every_word() -> impl Iterator<Item = Order> {
    let contexts = || {
        let ways = [None, Some(Direction::Buy), Some(Direction::Sell)];
        let trusts = [Trust::Api, Trust::Unverified, Trust::Hint];
        ways.into_iter().flat_map(move |way| {
            trusts.into_iter().map(move |trust| {
                let context = Context::default().trusted_as(trust);
                if let Some(way) = way { context.going(way) } else { context }
            })
        })
    };
    providers().into_iter().flat_map(move |provider| {
        let words = provider.words.into_iter().map(|word| word.word).chain(["in no table"]);
        words.flat_map(move |word| {
            contexts().map(move |context| normalize_word(provider.id, word, &context).unwrap())
        })
    })
}
