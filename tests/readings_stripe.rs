//! What public code misreads in Stripe's payloads.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that panics has failed"
)]

use orderstate::{
    Context, Finality, Fulfilment, Money, Order, Reason, Status, Trust, normalize, normalize_word,
};
use serde_json::{Value, json};

fn read(payload: &Value) -> Order {
    let context = Context::default().trusted_as(Trust::Api);
    normalize(payload.to_string().as_bytes(), &context).unwrap_or_else(|error| panic!("{error}: {payload}"))
}

/// An object with these members beside its own.
fn of(object: &str, status: &str, more: Value) -> Value {
    let mut payload = json!({ "id": "x_1", "object": object, "status": status, "livemode": true });
    payload.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    payload
}

#[test]
fn one_word_means_something_else_of_each_object() {
    let status = |object: &str| read(&of(object, "succeeded", json!({}))).status;
    assert_eq!(status("payment_intent"), Status::Completed);
    assert_eq!(status("charge"), Status::Completed);
    assert_eq!(status("refund"), Status::Refunded);
    // Nor is it one of a dispute's.
    assert_eq!(status("dispute"), Status::Unknown);
    // Alone it is nobody's.
    assert_eq!(normalize_word("stripe", "succeeded", &Context::default()).unwrap().status, Status::Unknown);
}

#[test]
fn a_cancelled_or_failed_refund_is_no_cancelled_or_failed_payment() {
    for status in ["canceled", "failed"] {
        let order = read(&of("refund", status, json!({ "amount": 100, "currency": "usd" })));
        assert_eq!((order.status, order.reason), (Status::OnHold, Some(Reason::RefundFailed)), "{status}");
    }
}

#[test]
fn cents_are_counted_as_the_page_of_currencies_says() {
    for (currency, value) in [
        ("usd", "5.00"),
        ("jpy", "500"),
        ("mga", "500"),
        // Of these the cents are always 00.
        ("ugx", "5.00"),
        ("isk", "5.00"),
        ("huf", "5.00"),
        ("kwd", "0.500"),
    ] {
        let paid = json!({ "amount": 500, "amount_received": 500, "currency": currency });
        let order = read(&of("payment_intent", "succeeded", paid));
        assert_eq!(order.amounts.paid.unwrap().value, value, "{currency}");
    }
    // An onramp session has decimal texts.
    let bought = json!({ "transaction_details": { "source_amount": "500", "source_currency": "usd" } });
    let order = read(&of("crypto.onramp_session", "fulfillment_complete", bought));
    assert_eq!(order.amounts.expected.unwrap().value, "500");
}

#[test]
fn a_declined_payment_can_be_paid_again() {
    let fresh = read(&of("payment_intent", "requires_payment_method", json!({ "last_payment_error": null })));
    assert_eq!((fresh.status, fresh.reason), (Status::Created, Some(Reason::MethodNotSelected)));
    let error = json!({ "last_payment_error": { "type": "card_error", "code": "card_declined" } });
    let declined = read(&of("payment_intent", "requires_payment_method", error));
    assert_eq!((declined.status, declined.reason), (Status::AwaitingPayment, Some(Reason::PaymentDeclined)));
    assert_eq!((declined.money, declined.finality), (Money::NotTaken, Finality::Open));
}

#[test]
fn what_is_authorised_is_not_paid() {
    for payload in [
        of("charge", "succeeded", json!({ "captured": false, "paid": true })),
        of("payment_intent", "requires_capture", json!({ "amount_capturable": 100 })),
    ] {
        let order = read(&payload);
        assert_eq!((order.status, order.fulfilment), (Status::PaymentSubmitted, Fulfilment::Wait));
    }
}

#[test]
fn a_payment_stays_succeeded_when_its_charge_is_refunded_or_disputed() {
    for (charge, status) in [
        (json!({ "refunded": false, "amount_refunded": 0, "disputed": false }), Status::Completed),
        (json!({ "refunded": true, "amount_refunded": 100, "disputed": false }), Status::Refunded),
        (json!({ "refunded": false, "amount_refunded": 0, "disputed": true }), Status::OnHold),
    ] {
        assert_eq!(read(&of("charge", "succeeded", charge.clone())).status, status, "{charge}");
        let expanded = json!({ "latest_charge": charge });
        assert_eq!(read(&of("payment_intent", "succeeded", expanded)).status, status, "{charge}");
    }
    let part = json!({ "refunded": false, "amount_refunded": 30, "disputed": false });
    let order = read(&of("charge", "succeeded", part));
    assert_eq!(
        (order.reason, order.fulfilment),
        (Some(Reason::PartiallyRefunded), Fulfilment::MerchantDecides)
    );
}

#[test]
fn a_complete_checkout_may_not_be_paid() {
    let session = |payment: &str| of("checkout.session", "complete", json!({ "payment_status": payment }));
    assert_eq!(read(&session("paid")).fulfilment, Fulfilment::Yes);
    let event = |name: &str, payment: &str| json!({ "object": "event", "type": name, "livemode": true, "data": { "object": session(payment) } });
    let order = read(&event("checkout.session.completed", "unpaid"));
    assert_eq!((order.status, order.fulfilment), (Status::PaymentSubmitted, Fulfilment::Wait));
    // The object is the same in both events.
    assert_eq!(read(&event("checkout.session.async_payment_failed", "unpaid")).status, Status::Failed);
}
