//! What is kept when words about one order come twice, late, and out of order: the laws, over random histories, and each
//! pair of states of each flow.
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

#[path = "common/holds.rs"]
mod holds;

use std::collections::{BTreeMap, BTreeSet};

use holds::holds;
use orderstate::{
    Alert, Context, Direction, ErrorCode, Finality, Flow, FlowState, Fulfilment, Order, Problem, Status,
    Time, Transition, Trust, Verdict, flow, normalize, normalize_problem, normalize_word, providers,
    transition,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

// Orders

fn flows() -> Vec<Flow> {
    let ways = providers().into_iter().flat_map(|provider| {
        provider.directions.iter().map(move |direction| flow(provider.id, *direction).unwrap())
    });
    ways.filter(|flow| !flow.states.is_empty()).collect()
}

fn minute(minute: i64) -> Option<Time> {
    Time::from_millis(1_769_860_000_000 + minute * 60_000)
}

/// An order of a word, as it is read; of one beside a field, as it is written in flows.
fn word(provider: &str, direction: Direction, id: &str, trust: Trust, updated: Option<Time>) -> Order {
    let context = Context::of(provider).going(direction).trusted_as(trust);
    let mut order = match id {
        "COMPLETED?metadata.note" => {
            let body = br#"{"orderId":"o-1","status":"COMPLETED","metadata":{"note":"payment_refunded"}}"#;
            normalize(body, &context).unwrap()
        }
        "payment_intent/requires_payment_method?last_payment_error.type" => {
            let body = br#"{"id":"o-1","object":"payment_intent","status":"requires_payment_method","last_payment_error":{"type":"card_error"}}"#;
            normalize(body, &context).unwrap()
        }
        word => normalize_word(provider, word, &context).unwrap(),
    };
    order.id = Some("o-1".into());
    order.times.updated = updated;
    order
}

fn order(flow: &Flow, state: &FlowState, trust: Trust, updated: Option<Time>) -> Order {
    word(flow.provider, flow.direction, state.id, trust, updated)
}

fn api(flow: &Flow, state: &FlowState, updated: Option<Time>) -> Order {
    order(flow, state, Trust::Api, updated)
}

#[track_caller]
fn judged(previous: &Order, next: &Order) -> (Verdict, bool, Vec<Alert>) {
    let made = transition(previous, next, None).unwrap();
    let takes_next = std::ptr::eq(made.order, next);
    assert!(takes_next || std::ptr::eq(made.order, previous));
    (made.verdict, takes_next, made.alerts)
}

/// What is kept of many, one after the other.
fn fold<'o>(orders: impl IntoIterator<Item = &'o Order>) -> &'o Order {
    orders.into_iter().reduce(|kept, next| transition(kept, next, None).unwrap().order).unwrap()
}

fn returns(status: Status) -> bool {
    matches!(status, Status::RefundPending | Status::Refunded | Status::Reversed)
}

fn unsuccessful(status: Status) -> bool {
    matches!(status, Status::Failed | Status::Cancelled | Status::Expired)
}

// Each pair

/// The ids of the states that can follow, at once or by way of others.
fn after<'f>(flow: &'f Flow, id: &'f str) -> BTreeSet<&'f str> {
    let mut seen = BTreeSet::new();
    let mut left = vec![id];
    while let Some(from) = left.pop() {
        for edge in flow.edges.iter().filter(|edge| !edge.refused && edge.from == from) {
            if seen.insert(edge.to) {
                left.push(edge.to);
            }
        }
    }
    seen
}

fn direct(flow: &Flow, from: &FlowState, to: &FlowState) -> bool {
    flow.edges.iter().any(|edge| !edge.refused && (edge.from, edge.to) == (from.id, to.id))
        || from.status == Status::Completed && returns(to.status)
}

fn leads(flow: &Flow, from: &FlowState, to: &FlowState) -> bool {
    direct(flow, from, to) || after(flow, from.id).contains(to.id)
}

fn called(from: &FlowState, to: &FlowState) -> Verdict {
    match (from.status, to.status) {
        (Status::Completed, to) if returns(to) => Verdict::Reversal,
        (from, to) if unsuccessful(from) && !unsuccessful(to) && !returns(to) => Verdict::Revival,
        _ => Verdict::Advance,
    }
}

/// The way of an order that goes well.
const WAY: [Status; 7] = [
    Status::Created,
    Status::AwaitingPayment,
    Status::PaymentSubmitted,
    Status::Paid,
    Status::Processing,
    Status::Delivering,
    Status::Completed,
];

fn further(from: Status, to: Status) -> bool {
    let place = |status| WAY.iter().position(|on| *on == status);
    matches!((place(from), place(to)), (Some(from), Some(to)) if from < to)
}

/// Which is kept of two that contradict each other, if it does not depend on their times.
fn ground(state: &FlowState) -> u8 {
    match state.status {
        Status::Refunded | Status::Reversed => 3,
        Status::RefundPending => 2,
        status if unsuccessful(status) && state.finality == Finality::Final => 1,
        _ => 0,
    }
}

#[test]
fn no_flow_leads_to_what_is_less_safe_to_keep() {
    for flow in flows() {
        for edge in flow.edges.iter().filter(|edge| !edge.refused) {
            let state = |id| flow.states.iter().find(|state| state.id == id).unwrap();
            assert!(ground(state(edge.from)) <= ground(state(edge.to)), "{} {edge:?}", flow.provider);
        }
    }
}

#[test]
fn each_pair_with_times_is_judged_by_the_edges() {
    let mut pairs = 0;
    for flow in &flows() {
        for a in &flow.states {
            for b in &flow.states {
                let (older, newer) = (api(flow, a, minute(1)), api(flow, b, minute(2)));
                let (ahead, behind) = (judged(&older, &newer), judged(&newer, &older));
                let pair = format!("{} {}: {} to {}", flow.provider, flow.direction, a.id, b.id);
                // Whichever comes first, the same one is kept.
                assert_ne!(ahead.1, behind.1, "{pair}");
                pairs += 1;
                if a.id == b.id {
                    assert_eq!(ahead, (Verdict::Same, true, vec![]), "{pair}");
                    assert_eq!(behind, (Verdict::Same, false, vec![]), "{pair}");
                } else if leads(flow, a, b) {
                    let revokes = older.fulfilment == Fulfilment::Yes && returns(b.status);
                    let alerts = if revokes { vec![Alert::Revoke] } else { vec![] };
                    assert_eq!(ahead, (called(a, b), true, alerts), "{pair}");
                    assert_eq!(behind, (Verdict::Stale, false, vec![]), "{pair}");
                } else {
                    let keeps_newer = ground(b) >= ground(a);
                    let alerts = vec![Alert::ReviewConflict];
                    assert_eq!(ahead, (Verdict::Conflict, keeps_newer, alerts.clone()), "{pair}");
                    assert_eq!(behind, (Verdict::Conflict, !keeps_newer, alerts), "{pair}");
                }
            }
        }
    }
    assert!(pairs > 400, "{pairs}");
}

#[test]
fn each_pair_without_times_is_judged_by_the_edges() {
    for flow in &flows() {
        for a in &flow.states {
            for b in &flow.states {
                // One time alone says nothing, nor does the same one twice.
                for times in [[None, None], [minute(2), None], [None, minute(1)], [minute(1), minute(1)]] {
                    let (previous, next) = (api(flow, a, times[0]), api(flow, b, times[1]));
                    let (verdict, takes_next, _) = judged(&previous, &next);
                    let pair = format!("{} {}: {} to {}", flow.provider, flow.direction, a.id, b.id);
                    if a.id == b.id {
                        assert_eq!((verdict, takes_next), (Verdict::Same, false), "{pair}");
                    } else if direct(flow, a, b)
                        || leads(flow, a, b) && (!leads(flow, b, a) || further(a.status, b.status))
                    {
                        assert_eq!((verdict, takes_next), (called(a, b), true), "{pair}");
                    } else if leads(flow, b, a) {
                        assert_eq!((verdict, takes_next), (Verdict::Stale, false), "{pair}");
                    } else {
                        assert_eq!(verdict, Verdict::Conflict, "{pair}");
                        let kept = if takes_next { &next } else { &previous };
                        let other = if takes_next { &previous } else { &next };
                        let [kept_state, other_state] = if takes_next { [b, a] } else { [a, b] };
                        assert!(ground(kept_state) >= ground(other_state), "{pair}");
                        let both = kept.fulfilment == other.fulfilment;
                        assert!(kept.fulfilment != Fulfilment::Yes || both, "{pair}");
                    }
                }
            }
        }
    }
}

#[test]
fn of_each_pair_the_one_that_is_better_vouched_for_is_kept() {
    let trusts = [Trust::Hint, Trust::Unverified, Trust::Api];
    for flow in &flows() {
        for (a, b) in flow.states.iter().flat_map(|a| flow.states.iter().map(move |b| (a, b))) {
            for (low, high) in [(0, 1), (0, 2), (1, 2)] {
                for times in [[None, None], [minute(2), minute(1)], [minute(1), minute(2)]] {
                    let worse = order(flow, a, trusts[low], times[0]);
                    let better = order(flow, b, trusts[high], times[1]);
                    let pair = format!("{}: {} {} {}", flow.provider, a.id, b.id, trusts[high]);
                    let (verdict, takes_next, alerts) = judged(&better, &worse);
                    assert!(!takes_next, "{pair}");
                    match verdict {
                        Verdict::Same => {
                            assert_eq!((worse.status, alerts), (better.status, vec![]), "{pair}")
                        }
                        verdict => {
                            assert_eq!(
                                (verdict, alerts),
                                (Verdict::Keep, vec![Alert::RefreshStatus]),
                                "{pair}"
                            );
                        }
                    }
                    let (verdict, takes_next, alerts) = judged(&worse, &better);
                    assert!(takes_next && verdict != Verdict::Same, "{pair}");
                    // Only what had ended makes trouble when it turns out to be otherwise.
                    assert!(
                        verdict != Verdict::Conflict
                            || worse.finality == Finality::Final
                            || returns(worse.status),
                        "{pair}"
                    );
                    assert_eq!(alerts.is_empty(), verdict != Verdict::Conflict, "{pair}");
                }
            }
        }
    }
}

#[test]
fn of_each_three_the_same_one_is_kept_in_whatever_order_they_come() {
    for flow in &flows() {
        for (a, b) in flow.states.iter().flat_map(|a| flow.states.iter().map(move |b| (a, b))) {
            for c in &flow.states {
                let [a, b, c] = [(a, 1), (b, 2), (c, 3)].map(|(state, at)| api(flow, state, minute(at)));
                let kept = fold([&a, &b, &c]);
                for order in [[&a, &c, &b], [&b, &a, &c], [&b, &c, &a], [&c, &a, &b], [&c, &b, &a]] {
                    assert!(std::ptr::eq(fold(order), kept), "{}: {order:?}", flow.provider);
                }
            }
        }
    }
}

#[test]
fn each_pair_of_words_of_every_provider_keeps_the_laws() {
    let mut pairs = 0;
    for way in ways_of_words() {
        let say = |id: &str, at| word(way.provider, way.direction, id, Trust::Api, minute(at));
        for (a, b) in way.ids.iter().flat_map(|a| way.ids.iter().map(move |b| (a, b))) {
            let pair = format!("{} {}: {a} to {b}", way.provider, way.direction);
            let (older, newer) = (say(a, 1), say(b, 2));
            let (ahead, behind) = (judged(&older, &newer), judged(&newer, &older));
            // Whichever comes first, the same one is kept, and both ways it is trouble, or none.
            assert_ne!(ahead.1, behind.1, "{pair}");
            assert_eq!(ahead.0 == Verdict::Conflict, behind.0 == Verdict::Conflict, "{pair}");
            assert_eq!(judged(&older, &older.clone()), (Verdict::Same, false, vec![]), "{pair}");
            let kept = if ahead.1 { &newer } else { &older };
            if kept.fulfilment == Fulfilment::Yes {
                assert_eq!(kept.status, Status::Completed, "{pair}");
            }
            // Nothing takes a yes back, nor a refund, without a word.
            let silent = ahead.2.is_empty();
            assert!(
                !(silent && older.fulfilment == Fulfilment::Yes && kept.fulfilment != Fulfilment::Yes),
                "{pair}"
            );
            assert!(!(silent && returns(older.status) && !returns(kept.status)), "{pair}");
            pairs += 1;
        }
    }
    assert!(pairs > 3_000, "{pairs}");
}

/// What is further along the way, and no flow leads there: Transak's sales have no such step, and at Stripe a payment that is
/// authorised, and not collected, has been processed. A charge and the words of a checkout are taken for the payment.
const NOT_FORWARD: &str = "
stripe pay charge/pending > checkout.session/complete payment_intent/processing redirect/pending redirect/succeeded
stripe pay payment_intent/requires_capture > checkout.session/complete payment_intent/processing redirect/pending redirect/succeeded
transak sell PAYMENT_DONE_MARKED_BY_USER > PROCESSING
";

/// Whatever is left out between the two, with times or without; and whether the flow is written down or not.
#[test]
fn to_skip_forward_is_a_step() {
    let mut others: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut pairs = 0;
    for way in ways_of_words() {
        let say = |id: &str, at| word(way.provider, way.direction, id, Trust::Api, at);
        for (a, b) in way.ids.iter().flat_map(|a| way.ids.iter().map(move |b| (a, b))) {
            let before = say(a, None);
            if before.finality != Finality::Open || !further(before.status, say(b, None).status) {
                continue;
            }
            pairs += 1;
            let dated = judged(&say(a, minute(1)), &say(b, minute(2)));
            let undated = judged(&before, &say(b, None));
            let step = (Verdict::Advance, true, vec![]);
            if [&dated, &undated] != [&step; 2] {
                assert_eq!((dated.0, undated.1), (Verdict::Conflict, false), "{a} to {b}");
                others.entry(format!("{} {} {a}", way.provider, way.direction)).or_default().push(b);
            }
        }
    }
    assert!(pairs > 500, "{pairs}");
    let lines: Vec<String> = others.iter().map(|(from, to)| format!("{from} > {}", to.join(" "))).collect();
    assert_eq!(lines, NOT_FORWARD.lines().skip(1).collect::<Vec<_>>());
}

/// Where no flow is written down, or it lacks one of the two.
#[test]
fn without_both_states_the_statuses_decide() {
    let mut pairs = 0;
    for way in ways_of_words() {
        let flow = flow(way.provider, way.direction).unwrap();
        let say = |id: &str, at| word(way.provider, way.direction, id, Trust::Api, minute(at));
        let has = |order: &Order| {
            let states = || flow.states.iter().filter(|state| state.status == order.status);
            states().any(|state| Some(state.word) == order.word.as_deref()) || states().count() == 1
        };
        for (a, b) in way.ids.iter().flat_map(|a| way.ids.iter().map(move |b| (a, b))) {
            let (older, newer) = (say(a, 1), say(b, 2));
            if has(&older) && has(&newer)
                || older.fulfilment != newer.fulfilment && older.status == newer.status
            {
                continue;
            }
            pairs += 1;
            let (from, to) = (older.status, newer.status);
            let back = unsuccessful(from) && !unsuccessful(to) && !returns(to);
            let expected = match older.finality {
                _ if from == to => Verdict::Same,
                _ if from == Status::Completed && returns(to) => Verdict::Reversal,
                _ if returns(to) && (from == Status::RefundPending || !returns(from)) => Verdict::Advance,
                Finality::Open if !returns(from) && !further(to, from) => Verdict::Advance,
                Finality::Reopenable if !matches!(to, Status::Created | Status::AwaitingPayment) => {
                    if back {
                        Verdict::Revival
                    } else {
                        Verdict::Advance
                    }
                }
                _ => Verdict::Conflict,
            };
            assert_eq!(judged(&older, &newer).0, expected, "{} {}: {a} to {b}", way.provider, way.direction);
        }
    }
    assert!(pairs > 500, "{pairs}");
}

/// Payloads of some providers say a word without what it is said of.
#[test]
fn a_word_is_the_same_state_without_its_family() {
    let mut families = 0;
    for flow in &flows() {
        for (a, b) in flow.states.iter().flat_map(|a| flow.states.iter().map(move |b| (a, b))) {
            let (older, newer) = (api(flow, a, minute(1)), api(flow, b, minute(2)));
            let Some((_, bare)) = a.word.split_once('/') else { continue };
            let mut alone = older.clone();
            alone.word = Some(bare.into());
            assert_eq!(
                judged(&alone, &newer),
                judged(&older, &newer),
                "{}: {} {}",
                flow.provider,
                a.id,
                b.id
            );
            families += 1;
        }
    }
    assert!(families > 50, "{families}");
}

/// Without a direction there is no flow for these, so their statuses decide.
#[test]
fn without_a_flow_the_way_to_completion_decides() {
    use Verdict::{Advance, Conflict, Reversal, Stale};
    let read = |word: &str, updated| {
        let mut order = word_alone(word, updated);
        order.direction = None;
        order
    };
    for (from, to, ahead) in [
        ("AWAITING_PAYMENT_FROM_USER", "PROCESSING", Advance),
        ("AWAITING_PAYMENT_FROM_USER", "COMPLETED", Advance),
        ("PROCESSING", "AWAITING_PAYMENT_FROM_USER", Conflict),
        ("ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", "PROCESSING", Advance),
        ("PENDING_DELIVERY_FROM_TRANSAK", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", Advance),
        ("PROCESSING", "EXPIRED", Advance),
        ("COMPLETED", "REFUNDED", Reversal),
        ("EXPIRED", "REFUNDED", Advance),
        ("EXPIRED", "COMPLETED", Conflict),
        ("COMPLETED", "PROCESSING", Conflict),
        ("REFUNDED", "COMPLETED", Conflict),
    ] {
        let (older, newer) = (read(from, minute(1)), read(to, minute(2)));
        assert_eq!(judged(&older, &newer).0, ahead, "{from} to {to}");
        let late = if ahead == Conflict { Conflict } else { Stale };
        assert_eq!(judged(&newer, &older).0, late, "{to} after {from}");
    }
    // Money that goes back does so once.
    let with = |status, minutes| {
        let mut order = read("REFUNDED", minute(minutes));
        order.status = status;
        order
    };
    for (from, to, ahead) in [
        (Status::RefundPending, Status::Refunded, Advance),
        (Status::RefundPending, Status::Reversed, Advance),
        (Status::Refunded, Status::Reversed, Conflict),
        (Status::Refunded, Status::RefundPending, Conflict),
    ] {
        assert_eq!(judged(&with(from, 1), &with(to, 2)).0, ahead, "{from} to {to}");
    }
    // From an end that can be reopened to whatever a payment leads to.
    let mut reopenable = read("EXPIRED", minute(1));
    reopenable.finality = Finality::Reopenable;
    for (to, ahead) in [
        ("AWAITING_PAYMENT_FROM_USER", Conflict),
        ("PAYMENT_DONE_MARKED_BY_USER", Verdict::Revival),
        ("ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", Verdict::Revival),
        ("COMPLETED", Verdict::Revival),
        ("FAILED", Advance),
    ] {
        assert_eq!(judged(&reopenable, &read(to, minute(2))).0, ahead, "{to}");
    }
    // Without times either, a step back along the way is an old one.
    let (awaiting, processing) = (read("AWAITING_PAYMENT_FROM_USER", None), read("PROCESSING", None));
    assert_eq!(judged(&processing, &awaiting), (Stale, false, vec![]));
    assert_eq!(judged(&awaiting, &processing), (Advance, true, vec![]));
}

fn word_alone(status: &str, updated: Option<Time>) -> Order {
    word("transak", Direction::Buy, status, Trust::Api, updated)
}

// Histories

/// What can be said of a provider's orders of one direction: the states of the flow, or where that is not written down, every
/// word; and the steps.
#[derive(Clone, Debug)]
struct Way {
    provider: &'static str,
    direction: Direction,
    ids: Vec<&'static str>,
    steps: Vec<(&'static str, &'static str)>,
}

/// Every word of every provider, in each of its directions.
fn ways_of_words() -> Vec<Way> {
    let mut ways = Vec::new();
    for provider in providers() {
        for direction in provider.directions {
            let words = provider.words.iter().filter(|row| row.direction.is_none_or(|way| way == *direction));
            let ids: BTreeSet<&str> = words.map(|row| row.word).collect();
            let ids = ids.into_iter().collect();
            ways.push(Way { provider: provider.id, direction: *direction, ids, steps: vec![] });
        }
    }
    ways
}

fn ways() -> Vec<Way> {
    let mut ways = Vec::new();
    for provider in providers() {
        for direction in provider.directions {
            let flow = flow(provider.id, *direction).unwrap();
            let words = provider.words.iter().filter(|row| row.direction.is_none_or(|way| way == *direction));
            let mut ids: Vec<&str> = flow.states.iter().map(|state| state.id).collect();
            if ids.is_empty() {
                ids = words.map(|row| row.word).collect();
            }
            let steps = flow.edges.iter().filter(|edge| !edge.refused).map(|edge| (edge.from, edge.to));
            ways.push(Way { provider: provider.id, direction: *direction, ids, steps: steps.collect() });
        }
    }
    ways
}

fn with_steps() -> Vec<Way> {
    ways().into_iter().filter(|way| !way.steps.is_empty()).collect()
}

/// What is said of an order: in which state it is, or in no table; who says it.
#[derive(Clone, Debug)]
struct Event {
    /// Along an edge, where the flow has one from here.
    along: bool,
    place: Index,
    trust: Trust,
    known: bool,
}

fn events(along: bool) -> impl Strategy<Value = Vec<Event>> {
    const TRUSTS: [Trust; 5] = [Trust::Api, Trust::Api, Trust::Api, Trust::Unverified, Trust::Hint];
    let event = (0_u8..10, any::<Index>(), select(&TRUSTS[..]), 0_u8..10).prop_map(
        move |(off, place, trust, unknown)| {
            if along {
                return Event { along, place, trust: Trust::Api, known: true };
            }
            Event { along: off < 6, place, trust, known: unknown > 0 }
        },
    );
    vec(event, 1..9)
}

/// The orders of a history, a minute after the other where they have times.
fn history(way: &Way, events: &[Event], timed: bool) -> Vec<Order> {
    let mut at = way.ids[0];
    let mut orders = Vec::new();
    for (time, event) in (1..).zip(events) {
        let next: Vec<&str> = way.steps.iter().filter(|(from, _)| *from == at).map(|(_, to)| *to).collect();
        if !event.along {
            at = *event.place.get(&way.ids);
        } else if !next.is_empty() {
            at = *event.place.get(&next);
        }
        let id = if event.known { at } else { "IN_NO_TABLE" };
        orders.push(word(way.provider, way.direction, id, event.trust, minute(time).filter(|_| timed)));
    }
    orders
}

/// A history and an order in which its words arrive, some of them twice.
fn arrivals(along: bool) -> impl Strategy<Value = (Vec<Order>, Vec<usize>)> {
    let ways = if along { with_steps() } else { ways() };
    (select(ways), events(along), vec(any::<Index>(), 0..4)).prop_flat_map(|(way, events, twice)| {
        let orders = history(&way, &events, true);
        let again = twice.iter().map(|index| index.index(orders.len()));
        let places: Vec<usize> = (0..orders.len()).chain(again).collect();
        (Just(orders), Just(places).prop_shuffle())
    })
}

#[test]
fn in_whatever_order_words_arrive_the_same_one_is_kept() {
    holds(4_000, arrivals(false), |(orders, places)| {
        let in_order = fold(&orders);
        let as_they_came = fold(places.iter().map(|place| &orders[*place]));
        assert_eq!(as_they_came, in_order);
    });
}

#[test]
fn along_the_flow_the_last_is_kept_and_nothing_is_a_conflict() {
    holds(2_000, arrivals(true), |(orders, places)| {
        let mut kept = &orders[places[0]];
        for place in &places[1..] {
            let made = transition(kept, &orders[*place], None).unwrap();
            assert!(!matches!(made.verdict, Verdict::Conflict | Verdict::Keep), "{made:?}");
            kept = made.order;
        }
        let last = orders.last().unwrap();
        assert_eq!((kept, kept.times.updated), (last, last.times.updated));
    });
}

#[test]
fn along_the_flow_and_in_order_no_times_are_needed() {
    holds(2_000, (select(with_steps()), events(true)), |(way, events)| {
        let orders = history(&way, &events, false);
        assert_eq!(fold(&orders).word, orders.last().unwrap().word);
    });
}

#[test]
fn whatever_is_said_again_changes_nothing() {
    holds(2_000, (select(ways()), events(false), any::<bool>()), |(way, events, timed)| {
        let orders = history(&way, &events, timed);
        let mut kept = &orders[0];
        for next in &orders {
            kept = transition(kept, next, None).unwrap().order;
            let again = transition(kept, next, None).unwrap();
            assert_eq!(again.order, kept);
            let same = transition(kept, &kept.clone(), None).map(|made| (made.verdict, made.alerts)).unwrap();
            assert_eq!(same, (Verdict::Same, vec![]));
        }
    });
}

/// The order to keep, with where a stepper stands.
fn keeping(made: Transition<'_>) -> Order {
    let mut order = made.order.clone();
    order.progress = made.progress;
    order
}

#[test]
fn a_stepper_never_goes_back_while_an_order_moves_on() {
    let step = |order: &Order| order.progress.map_or(0, |progress| progress.step);
    holds(4_000, (select(ways()), events(false), any::<bool>()), |(way, events, timed)| {
        let mut orders = history(&way, &events, timed).into_iter();
        let mut kept = orders.next().unwrap();
        for next in orders {
            let made = transition(&kept, &next, None).unwrap();
            let progress = made.progress;
            match made.verdict {
                Verdict::Advance | Verdict::Same => {
                    let (before, own) = (step(&kept), step(made.order));
                    assert_eq!(progress.map_or(0, |progress| progress.step), before.max(own), "{made:?}");
                }
                Verdict::Stale | Verdict::Keep => assert_eq!(progress, kept.progress),
                // Where it comes back, goes back or is in conflict, a stepper shows where it is.
                _ => assert_eq!(progress, made.order.progress),
            }
            kept = keeping(made);
        }
    });
}

#[test]
fn goods_are_handed_over_on_a_completed_order_alone_that_is_vouched_for() {
    holds(2_000, (select(ways()), events(false), any::<bool>()), |(way, events, timed)| {
        let orders = history(&way, &events, timed);
        let kept = fold(&orders);
        if kept.fulfilment == Fulfilment::Yes {
            assert_eq!(kept.status, Status::Completed);
            assert!(matches!(kept.trust, Trust::Api | Trust::Verified));
        }
    });
}

#[test]
fn nothing_leaves_refunded_silently_nor_takes_back_a_yes() {
    holds(4_000, (select(ways()), events(false), any::<bool>()), |(way, events, timed)| {
        let orders = history(&way, &events, timed);
        let mut kept = &orders[0];
        for next in &orders[1..] {
            let made = transition(kept, next, None).unwrap();
            if kept.status == Status::Refunded && made.order.status != Status::Refunded {
                assert_eq!(
                    (made.verdict, &made.alerts[..]),
                    (Verdict::Conflict, &[Alert::ReviewConflict][..])
                );
            }
            if kept.fulfilment == Fulfilment::Yes && made.order.fulfilment != Fulfilment::Yes {
                assert!(made.alerts.iter().any(|alert| *alert != Alert::RefreshStatus), "{made:?}");
            }
            kept = made.order;
        }
    });
}

#[test]
fn a_request_that_failed_changes_nothing_at_any_time() {
    let problems = [(0, ""), (401, ""), (404, ""), (429, ""), (500, ""), (200, r#"{"error":{"code":"X"}}"#)];
    let problem = |provider: &str, (status, body): (u16, &str)| {
        normalize_problem(provider, status, body.as_bytes(), &[], None).unwrap_or_else(|_| {
            // What reports success to this provider is none.
            normalize_problem(provider, 503, b"", &[], None).unwrap()
        })
    };
    let histories = (select(ways()), events(false), vec(select(problems.to_vec()), 1..6));
    holds(2_000, histories, |(way, events, failed)| {
        let orders = history(&way, &events, true);
        let failed: Vec<Problem> = failed.into_iter().map(|failed| problem(way.provider, failed)).collect();
        let mut kept = &orders[0];
        for next in &orders {
            kept = transition(kept, next, None).unwrap().order;
            for problem in &failed {
                let made = transition(kept, problem, minute(9)).unwrap();
                assert_eq!((made.verdict, &made.alerts[..]), (Verdict::Keep, &[][..]));
                assert!(std::ptr::eq(made.order, kept));
            }
        }
        assert_eq!(kept, fold(&orders));
    });
}

/// The laws are held to every provider, in every direction it has.
#[test]
fn histories_are_of_every_provider() {
    let all: BTreeSet<(&str, Direction)> = providers()
        .iter()
        .flat_map(|provider| provider.directions.iter().map(|way| (provider.id, *way)))
        .collect();
    let of_histories = ways().into_iter().filter(|way| !way.ids.is_empty());
    assert_eq!(of_histories.map(|way| (way.provider, way.direction)).collect::<BTreeSet<_>>(), all);
}

// Stories

/// Banxa's checks go back to any open state, so either of the two could come later by way of others.
#[test]
fn without_times_the_further_one_is_kept_where_a_flow_goes_round() {
    let at = |id| word("banxa", Direction::Buy, id, Trust::Api, None);
    let (pending, in_progress) = (at("pendingPayment"), at("inProgress"));
    assert_eq!(judged(&pending, &in_progress), (Verdict::Advance, true, vec![]));
    assert_eq!(judged(&in_progress, &pending), (Verdict::Stale, false, vec![]));
    // What is on no way is no further: it needs an edge.
    let at = |id| word("nowpayments", Direction::Pay, id, Trust::Api, None);
    let (partly, confirmed) = (at("partially_paid"), at("confirmed"));
    assert_eq!(judged(&confirmed, &partly), (Verdict::Advance, true, vec![]));
    assert_eq!(judged(&partly, &confirmed), (Verdict::Stale, false, vec![]));
}

/// A payment is delivered and done at one step.
#[test]
fn at_the_same_step_the_stage_is_the_new_ones() {
    let [sending, finished] =
        ["sending", "finished"].map(|id| word("nowpayments", Direction::Pay, id, Trust::Api, None));
    assert_eq!(sending.progress.unwrap().step, finished.progress.unwrap().step);
    assert_ne!(sending.progress, finished.progress);
    let made = transition(&sending, &finished, None).unwrap();
    assert_eq!((made.verdict, made.progress), (Verdict::Advance, finished.progress));
}

#[test]
fn a_delivery_that_is_held_is_shown_at_the_delivery() {
    let at = |word_: &str, time| word("transak", Direction::Buy, word_, Trust::Api, minute(time));
    let delivering = at("PENDING_DELIVERY_FROM_TRANSAK", 1);
    let held = at("ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", 2);
    let made = transition(&delivering, &held, None).unwrap();
    assert_eq!((made.verdict, made.order), (Verdict::Advance, &held));
    assert_eq!(made.progress, delivering.progress);
    assert_ne!(made.progress, held.progress);
    // Kept with the order, it is where the next one goes on from, a repetition too.
    let kept = keeping(made);
    let repeated = at("ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", 3);
    let again = transition(&kept, &repeated, None).unwrap();
    assert_eq!((again.verdict, again.progress), (Verdict::Same, delivering.progress));
    let done = at("COMPLETED", 4);
    assert_eq!(transition(&kept, &done, None).unwrap().progress, done.progress);
    // An order that was never seen delivering shows its own step, and an unpaid one that comes back begins anew.
    let paid = at("PROCESSING", 1);
    assert_eq!(transition(&paid, &held, None).unwrap().progress, held.progress);
    let [expired, late] =
        ["EXPIRED", "UNRESOLVED"].map(|id| word("mugglepay", Direction::Pay, id, Trust::Api, None));
    let back = transition(&expired, &late, None).unwrap();
    assert_eq!((back.verdict, back.progress), (Verdict::Revival, late.progress));
}

#[test]
fn an_expired_order_that_is_paid_comes_back() {
    let expired = word("banxa", Direction::Buy, "expired", Trust::Api, minute(1));
    let received = word("banxa", Direction::Buy, "paymentReceived", Trust::Api, minute(2));
    assert_eq!(judged(&expired, &received), (Verdict::Revival, true, vec![]));
    assert_eq!(judged(&received, &expired), (Verdict::Stale, false, vec![]));

    let pay = |status, updated| word("mugglepay", Direction::Pay, status, Trust::Api, updated);
    for late in ["PAID", "UNRESOLVED"] {
        for times in [[minute(1), minute(2)], [None, None]] {
            let (expired, late) = (pay("EXPIRED", times[0]), pay(late, times[1]));
            assert_eq!(judged(&expired, &late), (Verdict::Revival, true, vec![]));
        }
    }
    // Once the time to come back is over, somebody must look.
    let mut expired = pay("EXPIRED", minute(1));
    expired.finality = Finality::Final;
    let conflict = (Verdict::Conflict, false, vec![Alert::ReviewConflict]);
    assert_eq!(judged(&expired, &pay("PAID", minute(2))), conflict);
}

#[test]
fn a_refund_after_completion_takes_goods_back_if_they_were_to_be_handed_over() {
    let pay = |status, trust| word("mugglepay", Direction::Pay, status, trust, None);
    let refunded = pay("REFUNDED", Trust::Api);
    let (paid, claimed) = (pay("PAID", Trust::Api), pay("PAID", Trust::Unverified));
    assert_eq!(judged(&paid, &refunded), (Verdict::Reversal, true, vec![Alert::Revoke]));
    assert_eq!(judged(&claimed, &refunded), (Verdict::Reversal, true, vec![]));
    assert_eq!(judged(&refunded, &paid), (Verdict::Stale, false, vec![]));
}

#[test]
fn a_forged_post_moves_nothing_that_was_fetched() {
    let read = |status, trust, updated| word("transak", Direction::Buy, status, trust, updated);
    let fetched = read("PROCESSING", Trust::Api, minute(1));
    for trust in [Trust::Unverified, Trust::Hint] {
        let posted = read("COMPLETED", trust, minute(2));
        let keep = (Verdict::Keep, false, vec![Alert::RefreshStatus]);
        // A hint's claim of success is no more than processing.
        let same = trust == Trust::Hint;
        assert_eq!(judged(&fetched, &posted), if same { (Verdict::Same, false, vec![]) } else { keep });
    }
    let posted = read("REFUNDED", Trust::Unverified, minute(2));
    let completed = read("COMPLETED", Trust::Api, minute(1));
    assert_eq!(judged(&posted, &completed), (Verdict::Conflict, true, vec![Alert::ReviewConflict]));
    let failed = read("FAILED", Trust::Unverified, minute(2));
    assert_eq!(judged(&failed, &fetched), (Verdict::Conflict, true, vec![Alert::ReviewConflict]));
    // What was never so does not come back to life.
    for hint in ["PROCESSING", "COMPLETED", "EXPIRED"] {
        assert_eq!(judged(&read(hint, Trust::Hint, None), &fetched), (Verdict::Advance, true, vec![]));
    }
}

#[test]
fn the_same_status_that_lets_goods_go_at_last_is_a_step_and_the_reverse_is_none() {
    let yes = word_alone("COMPLETED", minute(2));
    for updated in [minute(1), None] {
        let mut wait = word_alone("COMPLETED", updated);
        // As where the caller did not expect this amount.
        wait.fulfilment = Fulfilment::Wait;
        assert_eq!(judged(&wait, &yes), (Verdict::Advance, true, vec![]));
        assert_eq!(judged(&yes, &wait), (Verdict::Stale, false, vec![]));
    }
    let mut wait = word_alone("COMPLETED", minute(3));
    wait.fulfilment = Fulfilment::Wait;
    assert_eq!(judged(&yes, &wait), (Verdict::Conflict, true, vec![Alert::ReviewConflict]));
    // What is less to be trusted says no more, but it says the same.
    let posted = word("transak", Direction::Buy, "COMPLETED", Trust::Unverified, minute(3));
    assert_eq!(judged(&yes, &posted), (Verdict::Same, false, vec![]));
    assert_eq!(judged(&posted, &yes), (Verdict::Advance, true, vec![]));
}

#[test]
fn what_is_not_known_moves_nothing() {
    let fetched = word("banxa", Direction::Sell, "inProgress", Trust::Hint, None);
    let mut unknown =
        normalize_word("banxa", "in no table", &Context::default().trusted_as(Trust::Api)).unwrap();
    unknown.times.updated = minute(3);
    assert_eq!(judged(&fetched, &unknown), (Verdict::Keep, false, vec![Alert::RefreshStatus]));
    assert_eq!(judged(&unknown, &fetched), (Verdict::Advance, true, vec![]));
    assert_eq!(judged(&unknown, &unknown.clone()), (Verdict::Same, false, vec![]));
}

#[test]
fn an_event_and_an_older_spelling_are_the_states_that_they_mean() {
    // The flow leads from an expired order nowhere; a status alone would lead to a refund.
    let wordless = |mut order: Order| {
        order.word = None;
        order
    };
    let expired = wordless(word_alone("EXPIRED", minute(1)));
    assert_eq!(judged(&expired, &word_alone("REFUNDED", minute(2))).0, Verdict::Conflict);
    // Of two states that are completed it could be either.
    let pay = |status, updated| word("mugglepay", Direction::Pay, status, Trust::Api, updated);
    assert_eq!(judged(&pay("PAID", minute(1)), &wordless(pay("PAID", minute(2)))).0, Verdict::Same);
    // One of the two knows the direction.
    let mut undirected = word_alone("EXPIRED", minute(1));
    undirected.direction = None;
    assert_eq!(judged(&undirected, &word_alone("REFUNDED", minute(2))).0, Verdict::Conflict);
    let context = Context::default().trusted_as(Trust::Api).going(Direction::Buy);
    let read = |provider, word| normalize_word(provider, word, &context).unwrap();
    let hold = read("transak", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK");
    let mut event = read("transak", "COMPLETED");
    event.word = None;
    assert_eq!(judged(&hold, &event), (Verdict::Advance, true, vec![]));
    let (old, new) = (read("banxa", "coinTransferred"), read("banxa", "cryptoTransferred"));
    assert_eq!(judged(&old, &new), (Verdict::Same, false, vec![]));
    assert_eq!(judged(&old, &read("banxa", "paymentReceived")), (Verdict::Stale, false, vec![]));
}

#[test]
fn a_time_that_has_not_come_yet_counts_as_none() {
    let read = |status, updated| word("transak", Direction::Buy, status, Trust::Api, updated);
    let ahead = read("PROCESSING", minute(60));
    let completed = read("COMPLETED", minute(1));
    let kept = |now| transition(&ahead, &completed, now).unwrap();
    assert_eq!((kept(None).verdict, kept(None).order), (Verdict::Conflict, &ahead));
    assert_eq!((kept(minute(54)).verdict, kept(minute(54)).order), (Verdict::Advance, &completed));
    assert_eq!(kept(minute(55)).verdict, Verdict::Conflict);
}

#[test]
fn two_orders_are_not_compared() {
    let read = |provider, word, id: Option<&str>| {
        let mut order = normalize_word(provider, word, &Context::default()).unwrap();
        order.id = id.map(Into::into);
        order
    };
    let one = read("baanx", "STARTED", Some("o-1"));
    let error = transition(&one, &read("baanx", "PENDING", Some("o-2")), None).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DifferentOrders);
    assert_eq!(error.message(), "the two orders have different ids: `o-1` and `o-2`");
    let error = transition(&one, &read("mugglepay", "PENDING", Some("o-1")), None).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DifferentOrders);
    assert_eq!(error.message(), "the two orders have different providers: `baanx` and `mugglepay`");
    // Nor is a problem of another order's.
    let of_another =
        |provider, body: &str| normalize_problem(provider, 404, body.as_bytes(), &[], None).unwrap();
    let error = transition(&one, &of_another("mugglepay", ""), None).unwrap_err();
    assert_eq!(error.message(), "the two orders have different providers: `baanx` and `mugglepay`");
    let error = transition(&one, &of_another("baanx", r#"{"orderId":"o-2"}"#), None).unwrap_err();
    assert_eq!(error.message(), "the two orders have different ids: `o-1` and `o-2`");
    let same = of_another("baanx", r#"{"orderId":"o-1"}"#);
    assert_eq!(transition(&one, &same, None).unwrap().verdict, Verdict::Keep);
    // A word from a database column has no id.
    assert_eq!(judged(&one, &read("baanx", "PENDING", None)).0, Verdict::Advance);
}
