//! What public code misreads in NOWPayments' payloads.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that panics has failed"
)]

use orderstate::{
    ActionKind, Actor, Context, Direction, Fulfilment, Order, Reason, Status, Trust, normalize,
    normalize_word,
};
use serde_json::{Value, json};

fn payment(status: &str, paid: f64, parent: Value) -> Order {
    let payload = json!({
        "payment_id": 5_524_759_814_u64, "parent_payment_id": parent, "payment_status": status, "purchase_id": "4944856743",
        "pay_address": "x", "price_amount": 100, "price_currency": "usd", "pay_amount": 100.25, "pay_currency": "trx",
        "actually_paid": paid, "order_id": "r-1",
    });
    let context = Context::default().trusted_as(Trust::Api);
    normalize(payload.to_string().as_bytes(), &context).unwrap_or_else(|error| panic!("{error}: {payload}"))
}

#[test]
fn a_repeated_deposit_hands_nothing_over_by_itself() {
    assert_eq!(payment("finished", 100.25, Value::Null).fulfilment, Fulfilment::Yes);
    // Neither one that is as large as the price.
    for paid in [60.0, 100.25, 200.0] {
        let order = payment("finished", paid, json!(4_944_856_743_u64));
        assert_eq!(
            (order.status, order.fulfilment),
            (Status::Completed, Fulfilment::MerchantDecides),
            "{paid}"
        );
    }
}

#[test]
fn finished_with_another_amount_says_so() {
    for (paid, reason, fulfilment) in [
        (99.0, Some(Reason::AmountUnder), Fulfilment::MerchantDecides),
        (100.25, None, Fulfilment::Yes),
        (101.0, Some(Reason::AmountOver), Fulfilment::Yes),
    ] {
        let order = payment("finished", paid, Value::Null);
        assert_eq!((order.reason, order.fulfilment), (reason, fulfilment), "{paid}");
    }
}

/// The money has arrived, and more may follow; all that was asked is not asked again.
#[test]
fn partially_paid_is_no_completed_payment_and_may_be_topped_up() {
    let order = payment("partially_paid", 40.0, Value::Null);
    assert_eq!((order.status, order.fulfilment), (Status::OnHold, Fulfilment::Wait));
    let top_up = order.actions.iter().find(|action| action.kind == ActionKind::TopUp).unwrap();
    assert_eq!((top_up.address.as_deref(), &top_up.amount), (Some("x"), &None));
}

#[test]
fn words_of_payouts_are_no_words_of_payments() {
    let alone = |word| normalize_word("nowpayments", word, &Context::default()).unwrap();
    assert_eq!((alone("FAILED").actor, alone("failed").actor), (Actor::Merchant, Actor::Customer));
    let pay = Context::default().going(Direction::Pay);
    assert_eq!(normalize_word("nowpayments", "FINISHED", &pay).unwrap().status, Status::Unknown);
}
