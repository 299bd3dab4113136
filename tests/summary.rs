//! What many orders come to: every small list of words against rules that are written here, the laws over random
//! lists, and one case for each thing that is promised.
//!
//! The seeds are fixed: a run that fails fails again.
#![cfg(feature = "serde")]
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

#[path = "common/holds.rs"]
mod holds;

use std::borrow::Borrow;
use std::cell::Cell;

use holds::holds;
use orderstate::{
    Action, ActionKind, Actor, Audience, Context, Direction, Environment, Finality, Fulfilment, Money, Order,
    Status, Summary, Time, Trust, When, normalize, normalize_word,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

// Orders

const WORDS: [(&str, Direction, &str); 18] = [
    ("mugglepay", Direction::Pay, "NEW"),
    ("banxa", Direction::Sell, "pendingPayment"),
    ("transak", Direction::Buy, "AWAITING_PAYMENT_FROM_USER"),
    ("mugglepay", Direction::Pay, "PENDING"),
    ("banxa", Direction::Buy, "paymentReceived"),
    ("transak", Direction::Buy, "PROCESSING"),
    ("transak", Direction::Buy, "PENDING_DELIVERY_FROM_TRANSAK"),
    ("mugglepay", Direction::Pay, "UNRESOLVED"),
    ("mugglepay", Direction::Pay, "PAID"),
    ("mugglepay", Direction::Pay, "RESOLVED"),
    ("transak", Direction::Buy, "FAILED"),
    ("banxa", Direction::Buy, "cancelled"),
    ("transak", Direction::Buy, "EXPIRED"),
    ("mugglepay", Direction::Pay, "EXPIRED"),
    ("mugglepay", Direction::Pay, "REFUND_PENDING"),
    ("mugglepay", Direction::Pay, "REFUNDED"),
    ("stripe", Direction::Pay, "dispute/lost"),
    ("baanx", Direction::Pay, "IN_NO_TABLE"),
];
const TRUSTS: [Trust; 3] = [Trust::Api, Trust::Unverified, Trust::Hint];

/// Of one purchase.
fn summarize<O: Borrow<Order>>(orders: &[O], now: Option<Time>) -> Summary {
    orderstate::summarize(orders, None, now)
}

fn order(word: &str, id: &str) -> Order {
    order_of(word, id, Trust::Api)
}

fn order_of(word: &str, id: &str, trust: Trust) -> Order {
    let (provider, direction, word) = *WORDS.iter().find(|(.., known)| *known == word).unwrap();
    made(provider, direction, word, id, trust)
}

fn made(provider: &str, direction: Direction, word: &str, id: &str, trust: Trust) -> Order {
    let context = Context::of(provider).going(direction).trusted_as(trust);
    let mut order = normalize_word(provider, word, &context).unwrap();
    order.id = Some(id.into());
    order
}

fn minute(minute: i64) -> Option<Time> {
    Time::from_millis(1_769_860_000_000 + minute * 60_000)
}

fn at(mut order: Order, minutes: i64) -> Order {
    order.times.updated = minute(minutes);
    order
}

/// An order with what was paid, as MugglePay writes it.
fn paid(id: &str, amount: &str, currency: &str) -> Order {
    let body = format!(
        r#"{{"order_id":"{id}","status":"PAID","price_amount":"{amount}","price_currency":"{currency}"}}"#
    );
    normalize(body.as_bytes(), &Context::of("mugglepay").trusted_as(Trust::Api)).unwrap()
}

fn kinds(summary: &Summary, audience: Audience) -> Vec<ActionKind> {
    summary.actions.iter().filter(|action| action.audience == audience).map(|action| action.kind).collect()
}

fn own(order: &Order, audience: Audience) -> Vec<ActionKind> {
    order.actions.iter().filter(|action| action.audience == audience).map(|action| action.kind).collect()
}

fn customer(summary: &Summary) -> Vec<ActionKind> {
    kinds(summary, Audience::Customer)
}

fn merchant(summary: &Summary) -> Vec<ActionKind> {
    kinds(summary, Audience::Merchant)
}

fn surplus(summary: &Summary) -> Vec<usize> {
    summary.surplus.as_ref().map(|surplus| surplus.orders.clone()).unwrap_or_default()
}

fn amounts(summary: &Summary) -> Vec<(&str, Option<&str>)> {
    let surplus = summary.surplus.iter().flat_map(|surplus| &surplus.amounts);
    surplus.map(|amount| (amount.value.as_str(), amount.currency.as_deref())).collect()
}

// Every small list, by rules of its own

/// Whether its money is with the provider or where it was meant to be, as far as somebody other than the customer's browser says.
fn was_paid(order: &Order) -> bool {
    order.trust != Trust::Hint && ["held", "outgoing", "delivered"].contains(&order.money.as_str())
}

/// What an order is to the customer who wants to pay once.
fn place(order: &Order) -> &'static str {
    match order.status {
        Status::Completed if order.fulfilment == Fulfilment::Yes => "yes",
        Status::Completed => "completed",
        Status::PaymentSubmitted
        | Status::Paid
        | Status::Processing
        | Status::Delivering
        | Status::OnHold => "maybe",
        Status::Unknown => "maybe",
        Status::Created | Status::AwaitingPayment => "unpaid",
        Status::RefundPending => "ending",
        _ if order.finality == Finality::Reopenable => "ending",
        _ => "ended",
    }
}

/// The orders of which one counts.
fn candidates(orders: &[Order]) -> Vec<usize> {
    let certain = |order: &Order| order.trust != Trust::Hint && order.status != Status::Unknown;
    let fetched = |order: &Order| order.trust != Trust::Hint;
    let any = |_: &Order| true;
    for known in [&certain as &dyn Fn(&Order) -> bool, &fetched, &any] {
        for wanted in ["yes", "completed", "maybe", "unpaid", "ending", "ended"] {
            let places = (0..orders.len()).filter(|at| known(&orders[*at]) && place(&orders[*at]) == wanted);
            let places: Vec<usize> = places.collect();
            if !places.is_empty() {
                return places;
            }
        }
    }
    Vec::new()
}

fn check(orders: &[Order]) {
    let summary = summarize(orders, None);
    let what: Vec<String> = orders
        .iter()
        .map(|order| format!("{} {} {}", order.trust, order.status, order.word.as_deref().unwrap_or("")))
        .collect();
    let what = format!("{what:?}: {summary:?}");
    let chosen = summary.order.unwrap();
    assert!(candidates(orders).contains(&chosen), "{what}");
    let counts = &orders[chosen];
    let others: Vec<usize> = (0..orders.len()).filter(|place| *place != chosen).collect();

    let twice = counts.status == Status::Completed || was_paid(counts);
    let again: Vec<usize> = others.iter().copied().filter(|at| twice && was_paid(&orders[*at])).collect();
    assert_eq!(surplus(&summary), again, "{what}");
    let (customer, merchant) = (customer(&summary), merchant(&summary));
    assert_eq!(merchant.contains(&ActionKind::Fulfil), counts.fulfilment == Fulfilment::Yes, "{what}");
    assert!(again.is_empty() || merchant.contains(&ActionKind::ReviewPayment), "{what}");

    // Nobody is asked to pay while something may be paid that is not ended.
    let pays = [ActionKind::StartNewOrder, ActionKind::RetryOtherMethod, ActionKind::RetryPayment];
    if orders.iter().any(|order| ["yes", "completed", "maybe", "unpaid"].contains(&place(order)))
        && place(counts) != "ended"
    {
        let asked = summary.actions.iter().filter(|action| pays.contains(&action.kind));
        assert!(asked.clone().all(|action| action.when.is_some() && place(counts) == "ending"), "{what}");
    }
    let doubt = |order: &Order| {
        (order.trust == Trust::Hint || order.status == Status::Unknown)
            && ["yes", "completed", "maybe", "unpaid"].contains(&place(order))
    };
    let unsure = others.iter().any(|at| doubt(&orders[*at]));
    let expected = match place(counts) {
        "unpaid" | "ending" | "ended" if unsure => vec![ActionKind::Wait],
        "unpaid" if counts.actor == Actor::Customer => vec![ActionKind::ResumeOrder],
        _ => own(counts, Audience::Customer),
    };
    assert_eq!(customer, expected, "{what}");
    if unsure && ["unpaid", "ending", "ended"].contains(&place(counts)) {
        assert!(merchant.contains(&ActionKind::RefreshStatus), "{what}");
    }
    // Of what it has for the merchant, nothing is lost but the waiting.
    for kind in own(counts, Audience::Merchant) {
        assert!(merchant.contains(&kind) || kind == ActionKind::Wait && !merchant.is_empty(), "{what}");
    }
    let mut once = merchant.clone();
    once.dedup();
    assert_eq!(once, merchant, "{what}");
}

#[test]
fn every_list_of_up_to_three_words_is_summed_up_by_the_rules() {
    let all: Vec<(usize, Trust)> =
        (0..WORDS.len()).flat_map(|word| TRUSTS.map(|trust| (word, trust))).collect();
    let order = |(word, trust): (usize, Trust), id: &str| {
        let (provider, direction, word) = WORDS[word];
        made(provider, direction, word, id, trust)
    };
    let mut lists = 0;
    for (a, one) in all.iter().enumerate() {
        check(&[order(*one, "o-1")]);
        for (b, two) in all.iter().enumerate().skip(a) {
            check(&[order(*one, "o-1"), order(*two, "o-2")]);
            for three in &all[b..] {
                check(&[order(*one, "o-1"), order(*two, "o-2"), order(*three, "o-3")]);
                lists += 1;
            }
        }
    }
    assert!(lists > 20_000, "{lists}");
}

// Cases that run through the package, too: tests/package/summary.test.mjs

/// An order as a case has it: a word, and what else it says.
fn stated(row: &Value) -> Order {
    let text = |name: &str| row[name].as_str();
    let [provider, direction, word] = text("word").unwrap().split(' ').collect::<Vec<_>>()[..] else {
        panic!("{row}")
    };
    let trust = text("trust").map_or(Trust::Api, |trust| Trust::parse(trust).unwrap());
    let mut order = made(provider, Direction::parse(direction).unwrap(), word, "", trust);
    let time = |name| text(name).and_then(Time::parse);
    let amount = |name| {
        let parts: Vec<&str> = text(name)?.split(' ').collect();
        let mut amount = paid("x", parts[0], parts[1]).amounts.expected.unwrap();
        amount.network = parts.get(2).map(|network| (*network).into());
        Some(amount)
    };
    order.id = text("id").map(Into::into);
    order.reference = text("reference").map(Into::into);
    order.times.updated = time("updated");
    order.times.created = time("created");
    order.expires_at = time("expires");
    order.reopenable_until = time("reopenableUntil");
    order.links.checkout = text("checkout").map(Into::into);
    order.tx_hash = text("txHash").map(Into::into);
    order.environment =
        text("environment").map_or(order.environment, |word| Environment::parse(word).unwrap());
    (order.amounts.paid, order.amounts.expected) = (amount("paid"), amount("expected"));
    order
}

#[test]
fn each_case_has_its_summary() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/summaries.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut lines = Vec::new();
    for case in &cases {
        let orders: Vec<Order> = case["orders"].as_array().unwrap().iter().map(stated).collect();
        let now = case["now"].as_str().and_then(Time::parse);
        let summary = orderstate::summarize(&orders, case["reference"].as_str(), now);
        let mut with = case.clone();
        with["summary"] = json!(summary);
        if std::env::var_os("UPDATE").is_none() {
            assert_eq!(case["summary"], with["summary"], "{}", case["case"]);
        }
        lines.push(format!("  {with}"));
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
    }
}

// Laws

#[derive(Clone, Debug)]
struct Said {
    word: usize,
    trust: Trust,
    id: Option<u8>,
    updated: Option<i64>,
    amount: Option<u8>,
}

fn said() -> impl Strategy<Value = Vec<Said>> {
    let said = (0..WORDS.len(), select(&TRUSTS[..]), 0_u8..6, 0_i64..5, 0_u8..4);
    vec(
        said.prop_map(|(word, trust, id, updated, amount)| Said {
            word,
            trust,
            id: (id > 0).then_some(id / 2),
            updated: (updated > 0).then_some(updated),
            amount: (amount > 0).then_some(amount),
        }),
        0..7,
    )
}

fn orders(said: &[Said]) -> Vec<Order> {
    said.iter()
        .map(|said| {
            let (provider, direction, word) = WORDS[said.word];
            let mut order = made(provider, direction, word, "", said.trust);
            order.id = said.id.map(|id| format!("o-{id}"));
            order.times.updated = said.updated.and_then(minute);
            order.amounts.paid =
                said.amount.map(|amount| paid("x", &format!("{amount}.50"), "EUR").amounts.expected.unwrap());
            order
        })
        .collect()
}

type Content<'o> = (Option<&'o Order>, Vec<Action>, Vec<String>, Option<Vec<orderstate::Amount>>);

/// A summary with the orders themselves instead of their places.
fn content<'o>(orders: &'o [Order], summary: &Summary) -> Content<'o> {
    let mut again: Vec<String> =
        surplus(summary).iter().map(|place| format!("{:?}", orders[*place])).collect();
    again.sort();
    let amounts = summary.surplus.as_ref().map(|surplus| surplus.amounts.clone());
    (summary.order.map(|place| &orders[place]), summary.actions.clone(), again, amounts)
}

#[test]
fn the_order_of_the_list_changes_nothing_but_places() {
    holds(3_000, (said(), any::<prop::sample::Index>(), any::<bool>()), |(said, by, back)| {
        let orders = orders(&said);
        let mut other = orders.clone();
        if !other.is_empty() {
            let by = by.index(other.len());
            other.rotate_left(by);
        }
        if back {
            other.reverse();
        }
        let (one, two) = (summarize(&orders, None), summarize(&other, None));
        assert_eq!(content(&orders, &one), content(&other, &two));
    });
}

#[test]
fn an_order_that_is_there_twice_changes_nothing() {
    holds(2_000, (said(), any::<Index>()), |(said, which)| {
        let mut orders = orders(&said);
        if orders.is_empty() {
            return;
        }
        let before = summarize(&orders, None);
        orders.push(orders[which.index(orders.len())].clone());
        assert_eq!(summarize(&orders, None), before);
    });
}

#[test]
fn what_has_ended_takes_nothing_from_what_is_paid() {
    const ENDED: [&str; 4] = ["FAILED", "cancelled", "EXPIRED", "CANCELED"];
    holds(2_000, (said(), select(&ENDED[..]), select(&TRUSTS[..])), |(said, ended, trust)| {
        let mut orders = orders(&said);
        orders.push(order("PAID", "paid"));
        let before = summarize(&orders, None);
        let provider = if ended == "CANCELED" || ended == "EXPIRED" { "mugglepay" } else { "banxa" };
        let provider = if ended == "FAILED" { "transak" } else { provider };
        let direction = if provider == "mugglepay" { Direction::Pay } else { Direction::Buy };
        orders.push(made(provider, direction, ended, "ended", trust));
        assert_eq!(summarize(&orders, None), before);
    });
}

#[test]
fn goods_go_only_where_an_order_says_so() {
    holds(3_000, said(), |said| {
        let orders = orders(&said);
        let summary = summarize(&orders, None);
        let fulfils = merchant(&summary).contains(&ActionKind::Fulfil);
        if fulfils {
            assert_eq!(orders[summary.order.unwrap()].fulfilment, Fulfilment::Yes);
        }
        assert_eq!(summary.order.is_none(), orders.is_empty());
        // What counts is better known than a hint, if anything is.
        if orders.iter().any(|order| order.trust != Trust::Hint) {
            let counts = &orders[summary.order.unwrap()];
            assert_ne!(counts.trust, Trust::Hint);
        }
    });
}

/// Two purchases, and what is known to be for neither.
const REFERENCES: [Option<&str>; 3] = [Some("one"), Some("other"), None];

/// Each order has one reference, whatever is said of it.
fn of_purchases(said: &[Said], of: &[usize]) -> Vec<Order> {
    let mut orders = orders(said);
    for (order, of) in orders.iter_mut().zip(of) {
        order.reference = REFERENCES[*of].map(Into::into);
        order.id = order.id.take().map(|id| format!("{id}-{of}"));
    }
    orders
}

#[test]
fn orders_for_other_purchases_change_nothing_but_what_is_gone_on_with_first() {
    let purchases = (said(), vec(0..REFERENCES.len(), 7));
    let gone_on_with = Cell::new(0);
    holds(6_000, purchases, |(said, of)| {
        let all = of_purchases(&said, &of);
        let own: Vec<Order> =
            all.iter().filter(|order| order.reference == Some("one".into())).cloned().collect();
        let summary = orderstate::summarize(&all, Some("one"), None);
        let alone = summarize(&own, None);
        let (of_all, of_own) = (content(&all, &summary), content(&own, &alone));
        assert_eq!((of_all.0, of_all.2, of_all.3), (of_own.0, of_own.2, of_own.3));
        assert_eq!(merchant(&summary), merchant(&alone));
        if summary.actions != alone.actions {
            // Instead of what would be another order.
            let begins = [ActionKind::StartNewOrder, ActionKind::RetryOtherMethod, ActionKind::RetryPayment];
            let mut expected = customer(&alone);
            expected.retain(|kind| !begins.contains(kind));
            assert!(expected.len() < customer(&alone).len(), "{summary:?}");
            expected.insert(0, ActionKind::ResumeOrder);
            assert_eq!(customer(&summary), expected);
            let waits = |order: &Order| {
                order.reference != Some("one".into())
                    && place(order) == "unpaid"
                    && order.trust != Trust::Hint
            };
            assert!(all.iter().any(waits), "{all:?}");
            gone_on_with.set(gone_on_with.get() + 1);
        }
    });
    assert!(gone_on_with.get() > 200, "{gone_on_with:?}");
}

// One by one

#[test]
fn an_order_for_another_purchase_does_not_count_and_is_not_paid_twice() {
    let of = |mut order: Order, reference: Option<&str>| {
        order.reference = reference.map(Into::into);
        order
    };
    let list = [
        of(order("PAID", "m-1"), Some("old")),
        of(order("PAID", "m-2"), None),
        of(order("FAILED", "t-1"), Some("new")),
    ];
    let new = orderstate::summarize(&list, Some("new"), None);
    assert_eq!((new.order, &new.surplus), (Some(2), &None));
    assert_eq!((customer(&new), merchant(&new)), (vec![ActionKind::RetryOtherMethod], vec![]));
    let old = orderstate::summarize(&list, Some("old"), None);
    assert_eq!((old.order, &old.surplus, merchant(&old)), (Some(0), &None, vec![ActionKind::Fulfil]));
    // Of one purchase, they would be.
    assert_eq!(surplus(&summarize(&list, None)), [1]);
    // There is none, and nobody has no reference.
    for reference in ["", "none"] {
        let none = orderstate::summarize(&list, Some(reference), None);
        assert_eq!((none.order, customer(&none)), (None, vec![ActionKind::StartNewOrder]));
    }
}

#[test]
fn one_that_waits_to_be_paid_is_gone_on_with_before_another_is_begun() {
    let mut open = at(order("AWAITING_PAYMENT_FROM_USER", "t-1"), 1);
    open.links.checkout = Some("https://pay.example/t-1".into());
    open.expires_at = minute(60);
    let mut older = at(made("mugglepay", Direction::Pay, "NEW", "m-1", Trust::Api), 0);
    older.links.checkout = Some("https://pay.example/m-1".into());
    let of_new = |mut order: Order| {
        order.reference = Some("new".into());
        order
    };
    let kinds = |list: &[Order], now| customer(&orderstate::summarize(list, Some("new"), now));
    let link = |list: &[Order]| orderstate::summarize(list, Some("new"), None).actions[0].url.clone();
    let list = [older.clone(), open.clone()];
    assert_eq!(
        (kinds(&list, None), link(&list)),
        (vec![ActionKind::ResumeOrder], open.links.checkout.clone())
    );
    // A failure ends in that, too; what may be paid, or cannot be begun anew, does not.
    let failed = of_new(order("FAILED", "t-2"));
    assert_eq!(kinds(&[failed.clone(), open.clone()], None), [ActionKind::ResumeOrder]);
    for word in ["PROCESSING", "PAID", "cancelled"] {
        let own_order = of_new(order(word, "x-2"));
        assert_eq!(
            kinds(&[own_order.clone(), open.clone()], None),
            own(&own_order, Audience::Customer),
            "{word}"
        );
    }
    // What else there is to do stays.
    let expired = of_new(made("mugglepay", Direction::Pay, "EXPIRED", "m-2", Trust::Api));
    let mut stays = own(&expired, Audience::Customer);
    stays.retain(|kind| *kind != ActionKind::StartNewOrder);
    stays.insert(0, ActionKind::ResumeOrder);
    assert_eq!(kinds(&[expired, open.clone()], None), stays);
    // Nobody goes on with what has perhaps been paid, nor on a word of the browser's alone.
    let begins = [ActionKind::StartNewOrder];
    assert_eq!(kinds(&[open.clone()], minute(61)), begins);
    let hint = made("transak", Direction::Buy, "PROCESSING", "t-1", Trust::Hint);
    assert_eq!(kinds(&[open.clone(), at(hint, 2)], None), begins);
    assert_eq!(kinds(&[order_of("AWAITING_PAYMENT_FROM_USER", "t-3", Trust::Hint)], None), begins);
    assert_eq!(kinds(&[order("PROCESSING", "t-4"), order("IN_NO_TABLE", "x-5")], None), begins);
}

#[test]
fn what_an_order_is_for_those_say_who_know_best() {
    let with = |word, trust, minutes, reference: Option<&str>| {
        let mut order = at(made("mugglepay", Direction::Pay, word, "m-1", trust), minutes);
        order.reference = reference.map(Into::into);
        order
    };
    let fetched = with("PAID", Trust::Api, 2, None);
    let forged = with("PAID", Trust::Unverified, 2, Some("dear"));
    for list in [[&fetched, &forged], [&forged, &fetched]] {
        let summary = orderstate::summarize(&list, Some("dear"), None);
        assert_eq!((summary.order, merchant(&summary)), (None, vec![]));
    }
    // A later answer need not say it again.
    let before = with("PENDING", Trust::Api, 1, Some("dear"));
    for list in [[&fetched, &before], [&before, &fetched]] {
        let summary = orderstate::summarize(&list, Some("dear"), None);
        assert_eq!(summary.order.map(|place| list[place]), Some(&fetched));
        assert_eq!(merchant(&summary), [ActionKind::Fulfil]);
    }
}

#[test]
fn an_empty_list_is_for_beginning() {
    let summary = summarize::<Order>(&[], None);
    assert_eq!((summary.order, &summary.surplus), (None, &None));
    assert_eq!(customer(&summary), [ActionKind::StartNewOrder]);
    assert_eq!(summary.actions.len(), 1);
}

#[test]
fn an_open_order_is_resumed_with_its_link_and_until_its_end() {
    let mut open = order("AWAITING_PAYMENT_FROM_USER", "t-1");
    open.links.checkout = Some("https://pay.example/t-1".into());
    open.expires_at = minute(60);
    let failed = order("FAILED", "t-0");
    let summary = summarize(&[&failed, &open], minute(60));
    assert_eq!(summary.order, Some(1));
    assert_eq!(customer(&summary), [ActionKind::ResumeOrder]);
    let resume = &summary.actions[0];
    assert_eq!((resume.url.as_deref(), resume.deadline), (Some("https://pay.example/t-1"), minute(60)));
    assert_eq!((resume.blocking, resume.when, &resume.address, &resume.amount), (false, None, &None, &None));
    assert_eq!(merchant(&summary), own(&open, Audience::Merchant));

    // Its time is over, and nobody has said what came of it.
    let late = summarize(&[&failed, &open], minute(61));
    assert_eq!((late.order, customer(&late)), (Some(1), vec![ActionKind::Wait]));
    assert_eq!(merchant(&late), [ActionKind::RefreshStatus]);
    assert!(late.actions.iter().all(|action| !action.blocking && action.url.is_none()));

    // A hint gives no link.
    open.trust = Trust::Hint;
    let hint = summarize(&[&open], None);
    assert_eq!(customer(&hint), [ActionKind::ResumeOrder]);
    assert_eq!((&hint.actions[0].url, hint.actions[0].deadline), (&None, None));
}

#[test]
fn one_that_is_with_the_provider_is_resumed_where_it_has_a_link() {
    let mut created = order("pendingPayment", "b-1");
    assert_eq!((created.status, created.actor), (Status::Created, Actor::Provider));
    assert_eq!(customer(&summarize(&[&created], None)), own(&created, Audience::Customer));
    created.links.checkout = Some("https://pay.example/b-1".into());
    assert_eq!(customer(&summarize(&[&created], None)), [ActionKind::ResumeOrder]);
    // The merchant's to send: no customer goes on with it.
    let mut custodial = order("AWAITING_PAYMENT_FROM_USER", "t-1");
    custodial.links.checkout = Some("https://pay.example/t-1".into());
    custodial.actor = Actor::Merchant;
    assert_eq!(customer(&summarize(&[&custodial], None)), own(&custodial, Audience::Customer));
}

#[test]
fn a_failed_order_is_retried_as_its_word_has_it() {
    let failed = order("FAILED", "t-1");
    assert_eq!(customer(&summarize(&[&failed], None)), [ActionKind::RetryOtherMethod]);
    let refused = order("cancelled", "b-1");
    assert_eq!(customer(&summarize(&[&refused], None)), [ActionKind::ContactProvider]);
    // One that can come back asks whether it was paid.
    let expired = made("mugglepay", Direction::Pay, "EXPIRED", "m-1", Trust::Api);
    let summary = summarize(&[&expired, &failed], None);
    assert_eq!(summary.order, Some(0));
    let whens: Vec<_> = summary.actions.iter().map(|action| (action.kind, action.when)).collect();
    assert!(whens.contains(&(ActionKind::Wait, Some(When::Paid))), "{whens:?}");
    assert!(
        whens.contains(&(ActionKind::StartNewOrder, None))
            || whens.contains(&(ActionKind::StartNewOrder, Some(When::NotPaid)))
    );
    // Until it cannot.
    let mut over = expired.clone();
    over.reopenable_until = minute(10);
    assert_eq!(summarize(&[&over, &failed], minute(10)).order, Some(0));
    assert_eq!(summarize(&[&at(over, 1), &at(failed, 2)], minute(11)).order, Some(1));
}

#[test]
fn the_first_that_was_paid_counts_and_the_latest_that_was_not() {
    let paid = |id, minutes| {
        let mut order = order("PAID", id);
        order.times.paid = minute(minutes);
        order
    };
    let summary = summarize(&[paid("m-2", 2), paid("m-1", 1), paid("m-3", 3)], None);
    assert_eq!((summary.order, surplus(&summary)), (Some(1), vec![0, 2]));
    let mut completed = paid("m-0", 9);
    completed.times.completed = minute(0);
    assert_eq!(summarize(&[paid("m-1", 1), completed], None).order, Some(1));
    let mut created = order("PAID", "m-4");
    created.times.created = minute(0);
    created.times.updated = minute(7);
    assert_eq!(summarize(&[paid("m-1", 1), created], None).order, Some(1));
    let updated = at(order("PAID", "m-5"), 0);
    assert_eq!(summarize(&[paid("m-1", 1), updated], None).order, Some(1));
    // Of those that may be paid, too.
    let processing = |id, minutes| at(order("PROCESSING", id), minutes);
    assert_eq!(summarize(&[processing("t-2", 2), processing("t-1", 1)], None).order, Some(1));

    let failed = |id, minutes| at(order("FAILED", id), minutes);
    assert_eq!(summarize(&[failed("t-1", 1), failed("t-2", 2), failed("t-0", 0)], None).order, Some(1));
    let mut made = order("FAILED", "t-3");
    made.times.created = minute(3);
    assert_eq!(summarize(&[failed("t-2", 2), made], None).order, Some(1));
    let open = |id, minutes| at(order("AWAITING_PAYMENT_FROM_USER", id), minutes);
    assert_eq!(summarize(&[open("t-1", 1), open("t-2", 2), open("t-0", 0)], None).order, Some(1));
}

#[test]
fn what_the_provider_has_counts_over_what_is_further_and_what_is_vouched_for_over_that() {
    let (held, incoming) = (order("UNRESOLVED", "m-1"), order("PROCESSING", "t-1"));
    assert_eq!((held.money, incoming.money), (Money::Held, Money::Incoming));
    assert_eq!(summarize(&[&incoming, &held], None).order, Some(1));
    let (submitted, processing) = (order("PENDING", "m-1"), order("PROCESSING", "t-1"));
    assert_eq!(summarize(&[&submitted, &processing], None).order, Some(1));
    let posted = order_of("PROCESSING", "t-1", Trust::Unverified);
    assert_eq!(summarize(&[&submitted, &posted], None).order, Some(0));
    // Whose time has not passed, before one whose has.
    let mut late = at(order("AWAITING_PAYMENT_FROM_USER", "t-1"), 9);
    late.expires_at = minute(10);
    let fresh = at(order("NEW", "m-1"), 1);
    assert_eq!(summarize(&[&late, &fresh], minute(11)).order, Some(1));
    assert_eq!(summarize(&[&late, &fresh], None).order, Some(0));
}

#[test]
fn what_was_paid_twice_is_summed_up_by_currency() {
    let orders = [
        paid("m-1", "20", "EUR"),
        paid("m-2", "19.995", "EUR"),
        paid("m-3", "0.01", "EUR"),
        paid("m-4", "7", "USD"),
        order("FAILED", "t-1"),
    ];
    let summary = summarize(&orders, None);
    let first = summary.order.unwrap();
    assert_eq!(surplus(&summary).len(), 3);
    assert!(!surplus(&summary).contains(&first) && !surplus(&summary).contains(&4));
    assert_eq!(merchant(&summary), [ActionKind::Fulfil, ActionKind::ReviewPayment]);
    let mut dated = orders.clone();
    for (minutes, order) in (0..).zip(&mut dated) {
        order.times.created = minute(minutes);
    }
    let summary = summarize(&dated, None);
    assert_eq!((summary.order, surplus(&summary)), (Some(0), vec![1, 2, 3]));
    let mut sums = amounts(&summary);
    sums.sort_unstable();
    assert_eq!(sums, [("20.005", Some("EUR")), ("7", Some("USD"))]);
    // A network is another purse.
    dated[2].amounts.expected.as_mut().unwrap().network = Some("TRON".into());
    assert_eq!(amounts(&summarize(&dated, None)).len(), 3);
    // What is no decimal number is in no sum; what was paid counts over what was asked.
    dated[1].amounts.expected.as_mut().unwrap().value = "some".into();
    dated[3].amounts.paid = Some(paid("x", "8", "GBP").amounts.expected.unwrap());
    let summary = summarize(&dated, None);
    let mut sums = amounts(&summary);
    sums.sort_unstable();
    assert_eq!((sums, surplus(&summary)), (vec![("0.01", Some("EUR")), ("8", Some("GBP"))], vec![1, 2, 3]));
}

#[test]
fn decimals_are_added_digit_by_digit() {
    for (a, b, sum) in [
        ("1", "2", "3"),
        ("9", "1", "10"),
        ("99.9", "0.1", "100.0"),
        ("0.00450", "1", "1.00450"),
        ("1000", "0.5", "1000.5"),
        ("0.1", "0.02", "0.12"),
        ("18446744073709551615", "18446744073709551615", "36893488147419103230"),
        ("0.999", "999.001", "1000.000"),
    ] {
        for (a, b) in [(a, b), (b, a)] {
            let mut orders = [paid("m-1", "5", "EUR"), paid("m-2", a, "EUR"), paid("m-3", b, "EUR")];
            orders[0].times.created = minute(0);
            assert_eq!(amounts(&summarize(&orders, None)), [(sum, Some("EUR"))], "{a} + {b}");
        }
    }
}

#[test]
fn money_on_its_way_back_is_no_surplus() {
    let orders = [order("PAID", "m-1"), order("REFUNDED", "m-2"), order("REFUND_PENDING", "m-3")];
    assert_eq!((summarize(&orders, None).order, summarize(&orders, None).surplus), (Some(0), None));
    let summary = summarize(&orders[1..], None);
    assert_eq!((summary.order, customer(&summary)), (Some(1), vec![ActionKind::Wait]));
    // Settled by the merchant in a way of its own, and then paid.
    let summary = summarize(&[order("RESOLVED", "m-1"), order("UNRESOLVED", "m-2")], None);
    assert_eq!((summary.order, surplus(&summary)), (Some(0), vec![1]));
    assert!(!merchant(&summary).contains(&ActionKind::Fulfil));
}

#[test]
fn an_order_of_a_test_system_does_not_count_beside_a_live_one() {
    let with = |word, id, environment| {
        let mut order = order(word, id);
        order.environment = environment;
        order
    };
    let test = with("PAID", "m-1", Environment::Test);
    let live = with("FAILED", "t-1", Environment::Live);
    assert_eq!(summarize(&[&test, &live], None).order, Some(1));
    let unstated = with("FAILED", "t-1", Environment::Unknown);
    assert_eq!(summarize(&[&test, &unstated], None).order, Some(0));
}

#[test]
fn words_about_one_order_are_folded_by_their_times() {
    let word = |word, minutes| at(order(word, "t-1"), minutes);
    let list = [
        word("PENDING_DELIVERY_FROM_TRANSAK", 3),
        word("AWAITING_PAYMENT_FROM_USER", 1),
        word("PROCESSING", 2),
    ];
    let summary = summarize(&list, None);
    assert_eq!((summary.order, &summary.surplus), (Some(0), &None));
    assert_eq!(customer(&summary), own(&list[0], Audience::Customer));
    // Two of two providers with one id are two orders.
    let summary = summarize(&[order("PAID", "x"), order("paymentReceived", "x")], None);
    assert_eq!(surplus(&summary), [1]);
    // So are two without an id, unless they are the same.
    let without = |currency| {
        let mut order = paid("x", "5", currency);
        order.id = None;
        order
    };
    assert_eq!(surplus(&summarize(&[without("EUR"), without("USD")], None)).len(), 1);
    assert_eq!(summarize(&[without("EUR"), without("EUR")], None).surplus, None);
    let mut other = without("EUR");
    other.tx_hash = Some("0xabc".into());
    assert_eq!(surplus(&summarize(&[without("EUR"), other], None)).len(), 1);
}

#[test]
fn a_time_that_has_not_come_yet_counts_as_none() {
    let list = [
        at(order("PROCESSING", "t-1"), 60),
        at(made("transak", Direction::Buy, "COMPLETED", "t-1", Trust::Api), 1),
    ];
    assert_eq!(summarize(&list, minute(2)).order, Some(1));
    assert_eq!(merchant(&summarize(&list, minute(2))), [ActionKind::Fulfil]);
}

#[test]
fn where_the_words_exclude_each_other_nothing_goes_out() {
    let completed = |minutes| at(made("transak", Direction::Buy, "COMPLETED", "t-1", Trust::Api), minutes);
    // It cannot follow; but the later word is kept.
    let unknown_way = |mut order: Order| {
        order.direction = None;
        order
    };
    let expired = |finality| {
        let mut order = unknown_way(at(made("transak", Direction::Buy, "EXPIRED", "t-1", Trust::Api), 1));
        order.finality = finality;
        order
    };
    let list = [unknown_way(completed(2)), expired(Finality::Final)];
    let summary = summarize(&list, None);
    assert_eq!((summary.order, customer(&summary)), (Some(1), vec![ActionKind::Wait]));
    assert_eq!(merchant(&summary)[0], ActionKind::RefreshStatus);
    assert!(summary.actions.iter().any(|action| action.kind == ActionKind::RefreshStatus && action.blocking));
    // Kept, and not to be acted on.
    let processing = at(order("PROCESSING", "t-1"), 3);
    let summary = summarize(&[completed(2), processing.clone()], None);
    assert_eq!((summary.order, customer(&summary)), (Some(1), vec![ActionKind::Wait]));
    let summary = summarize(&[unknown_way(completed(4)), unknown_way(at(completed(5), 5))], None);
    assert_eq!(merchant(&summary), [ActionKind::Fulfil]);
    let refunded = unknown_way(at(made("transak", Direction::Buy, "REFUNDED", "t-1", Trust::Api), 1));
    let summary = summarize(&[unknown_way(completed(2)), refunded], None);
    assert_eq!(summary.order, Some(1));
    assert!(
        !merchant(&summary).contains(&ActionKind::Fulfil)
            && !merchant(&summary).contains(&ActionKind::Revoke)
    );
}

#[test]
fn what_was_handed_over_is_taken_back_when_its_money_is() {
    let (paid, refunded) = (at(order("PAID", "m-1"), 1), at(order("REFUNDED", "m-1"), 2));
    for list in [[&paid, &refunded], [&refunded, &paid]] {
        let summary = summarize(&list, None);
        assert_eq!(merchant(&summary), [ActionKind::Revoke]);
        assert_eq!(summary.actions.iter().filter(|action| action.blocking).count(), 0);
    }
    let mut settled = order("RESOLVED", "m-1");
    settled.times.updated = minute(1);
    assert_eq!(merchant(&summarize(&[&settled, &refunded], None)), []);
}

#[test]
fn a_word_that_is_known_less_makes_nobody_pay_again() {
    let open = at(order("AWAITING_PAYMENT_FROM_USER", "t-1"), 1);
    for (trust, word, minutes, waits) in [
        (Trust::Unverified, "COMPLETED", 2, true),
        (Trust::Hint, "PROCESSING", 2, true),
        (Trust::Unverified, "AWAITING_PAYMENT_FROM_USER", 2, false),
        (Trust::Hint, "IN_NO_TABLE", 2, true),
        (Trust::Api, "IN_NO_TABLE", 2, true),
        // It is older.
        (Trust::Api, "IN_NO_TABLE", 0, false),
    ] {
        let lesser = at(made("transak", Direction::Buy, word, "t-1", trust), minutes);
        for list in [[&open, &lesser], [&lesser, &open]] {
            let summary = summarize(&list, None);
            assert_eq!(summary.order.map(|place| list[place]), Some(&open), "{trust} {word}");
            let expected = if waits { ActionKind::Wait } else { ActionKind::ResumeOrder };
            assert_eq!(customer(&summary), [expected], "{trust} {word} {minutes}");
            assert_eq!(merchant(&summary).contains(&ActionKind::RefreshStatus), waits, "{trust} {word}");
        }
    }
    // Of what is completed it takes nothing.
    let completed = at(made("transak", Direction::Buy, "COMPLETED", "t-1", Trust::Api), 3);
    let late = at(made("transak", Direction::Buy, "PROCESSING", "t-1", Trust::Unverified), 2);
    let forged = at(made("transak", Direction::Buy, "FAILED", "t-1", Trust::Unverified), 4);
    assert_eq!(merchant(&summarize(&[&late, &completed, &forged], None)), [ActionKind::Fulfil]);
    // An old word of a customer's browser about what has failed since.
    let failed = at(order("FAILED", "t-1"), 3);
    let old = at(made("transak", Direction::Buy, "PROCESSING", "t-1", Trust::Hint), 2);
    assert_eq!(customer(&summarize(&[&failed, &old], None)), [ActionKind::RetryOtherMethod]);
    // Where there are no times, the flow says which came before.
    let undated = |mut order: Order| {
        order.times.updated = None;
        order
    };
    let (failed, old) = (undated(failed), undated(old));
    assert_eq!(customer(&summarize(&[&failed, &old], None)), [ActionKind::RetryOtherMethod]);
    let unpaid = undated(open);
    assert_eq!(customer(&summarize(&[&unpaid, &old], None)), [ActionKind::Wait]);
}
