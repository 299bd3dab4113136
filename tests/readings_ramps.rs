//! What public code gets wrong about ramps, read right.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

use orderstate::{
    Action, Context, Direction, Fulfilment, Money, Order, Reason, Status, Trust, Warning, normalize,
};
use serde_json::{Value, json};

fn from(payload: &Value) -> Order {
    let context = Context::default().trusted_as(Trust::Api);
    normalize(payload.to_string().as_bytes(), &context).unwrap_or_else(|error| panic!("{error}: {payload}"))
}

fn kinds(order: &Order) -> Vec<&'static str> {
    order.actions.iter().map(|action: &Action| action.kind.as_str()).collect()
}

// MoonPay

fn moonpay(event: &str, data: Value) -> Order {
    let mut whole = json!({ "type": event, "externalCustomerId": "c-1", "data": { "id": "m-1" } });
    for (key, value) in data.as_object().unwrap() {
        whole["data"][key] = value.clone();
    }
    from(&whole)
}

#[test]
fn moonpays_status_counts_and_not_its_events_name() {
    for (event, status, expected) in [
        ("transaction_created", "completed", Status::Completed),
        ("transaction_failed", "completed", Status::Completed),
        ("transaction_updated", "failed", Status::Failed),
        ("sell_transaction_created", "pending", Status::Processing),
        ("sell_transaction_failed", "completed", Status::Completed),
    ] {
        let order = moonpay(event, json!({ "status": status, "baseCurrencyAmount": 1 }));
        assert_eq!(order.status, expected, "{event} with {status}");
        assert_eq!((order.word.as_deref(), order.event.as_deref()), (Some(status), Some(event)));
    }
}

#[test]
fn moonpays_pending_is_more_on_a_sell_than_on_a_buy() {
    let buy = moonpay("transaction_updated", json!({ "status": "pending", "baseCurrencyAmount": 1 }));
    assert_eq!((buy.direction, buy.money), (Some(Direction::Buy), Money::Unknown));
    let sell = moonpay("sell_transaction_updated", json!({ "status": "pending", "depositHash": "0xfeed" }));
    assert_eq!((sell.direction, sell.money), (Some(Direction::Sell), Money::Held));
}

#[test]
fn a_swap_has_only_the_name_of_its_event() {
    let order = moonpay("swap_refund_completed", json!({ "status": "whatever" }));
    assert_eq!((order.direction, order.status), (Some(Direction::Swap), Status::Refunded));
    assert_eq!(order.word.as_deref(), Some("swap_refund_completed"));
    let order =
        moonpay("swap_deposit_received", json!({ "baseCurrency": { "type": "crypto", "code": "eth" } }));
    assert_eq!((order.direction, order.status), (Some(Direction::Swap), Status::Paid));
}

#[test]
fn moonpay_says_in_any_of_four_stages_why_a_buy_failed() {
    for (code, status, reason) in [
        ("payment_authorization_declined", Status::Failed, Reason::PaymentDeclined),
        ("rejected_card", Status::Failed, Reason::PaymentDeclined),
        ("timeout_bank_transfer", Status::Expired, Reason::PaymentWindowPassed),
        ("timeout_3d_secure", Status::Expired, Reason::PaymentWindowPassed),
        ("timeout_kyc_verification", Status::Failed, Reason::VerificationRequired),
        ("rejected_kyc", Status::Failed, Reason::RiskOrCompliance),
        // "New codes can be added. Treat any code that you do not recognize the same as error."
        ("error", Status::Failed, Reason::Unspecified),
        ("refund", Status::Failed, Reason::Unspecified),
        ("cancelled", Status::Cancelled, Reason::Unspecified),
        ("a_new_code", Status::Failed, Reason::Unspecified),
    ] {
        for failed in 0..4 {
            let stages: Vec<Value> = (0..4)
                .map(|at| match at == failed {
                    true => json!({ "status": "failed", "failureReason": code, "actions": [] }),
                    false => json!({ "status": "success", "failureReason": null, "actions": [] }),
                })
                .collect();
            let data = json!({ "status": "failed", "failureReason": "In words", "baseCurrencyAmount": 1, "stages": stages });
            let order = moonpay("transaction_failed", data);
            assert_eq!((order.status, order.reason), (status, Some(reason)), "{code} in stage {failed}");
            assert_eq!(order.detail.as_deref(), Some(code));
            assert_eq!(order.fulfilment, Fulfilment::No);
            // A transfer that came with a wrong reference is late, too.
            let not_paid = order.money == Money::NotTaken;
            assert!(!not_paid || code == "timeout_3d_secure", "{code}");
        }
    }
}

#[test]
fn a_failed_sell_whose_coins_went_back_is_refunded() {
    let order = moonpay("sell_transaction_failed", json!({ "status": "failed", "refundHash": null }));
    assert_eq!((order.status, order.money), (Status::Failed, Money::Unknown));
    let order = moonpay("sell_transaction_failed", json!({ "status": "failed", "refundHash": "0xfeed" }));
    assert_eq!((order.status, order.money, order.tx_hash), (Status::Refunded, Money::Returned, None));
    let stages = json!([{ "status": "success" }, { "status": "failed", "failureReason": "refund" }]);
    let order = moonpay("sell_transaction_failed", json!({ "status": "failed", "stages": stages }));
    assert_eq!((order.status, order.money), (Status::Refunded, Money::Returned));
}

#[test]
fn moonpays_redirect_proves_nothing() {
    let context = Context::default().trusted_as(Trust::Api);
    let url = "https://shop.example/?transactionId=m-1&transactionStatus=completed";
    let order = normalize(url.as_bytes(), &context).unwrap();
    assert_eq!((order.status, order.fulfilment), (Status::Processing, Fulfilment::Wait));
    assert!(order.rule.warnings.contains(&Warning::HintOnly));
    // Whoever can write a link could write an address into it.
    let url = "https://shop.example/?transactionId=m-1&baseCurrencyCode=eth&baseCurrencyAmount=1&depositWalletAddress=0xbad";
    let order = normalize(url.as_bytes(), &context).unwrap();
    assert_eq!(
        (order.status, kinds(&order)),
        (Status::AwaitingPayment, vec!["send_crypto", "refresh_status"])
    );
    assert_eq!(order.actions[0].address, None);
}

// Mercuryo

fn leg(leg: &str, status: &str) -> Order {
    from(
        &json!({ "payload": { "data": { "id": "l-1", "merchant_transaction_id": "r-1", "type": leg, "status": status } } }),
    )
}

#[test]
fn mercuryos_leg_and_status_decide_together() {
    for (of, status, expected, fulfilment) in [
        ("buy", "paid", Status::Paid, Fulfilment::Wait),
        ("withdraw", "completed", Status::Completed, Fulfilment::Yes),
        ("deposit", "succeeded", Status::Paid, Fulfilment::Wait),
        ("deposit", "completed", Status::Paid, Fulfilment::Wait),
        ("sell", "succeeded", Status::Completed, Fulfilment::Yes),
        ("buy", "new", Status::Created, Fulfilment::Wait),
        ("withdraw", "new", Status::Paid, Fulfilment::Wait),
        ("deposit", "failed", Status::Failed, Fulfilment::No),
        ("sell", "failed", Status::RefundPending, Fulfilment::No),
        // Words of the other leg.
        ("buy", "completed", Status::Unknown, Fulfilment::Wait),
        ("withdraw", "paid", Status::Unknown, Fulfilment::Wait),
        ("sell", "completed", Status::Unknown, Fulfilment::Wait),
    ] {
        let order = leg(of, status);
        assert_eq!((order.status, order.fulfilment), (expected, fulfilment), "{of} {status}");
        assert_eq!(order.word.as_deref(), Some(status));
        let way = if matches!(of, "buy" | "withdraw") { Direction::Buy } else { Direction::Sell };
        assert_eq!(order.direction, Some(way), "{of}");
    }
}

#[test]
fn of_two_legs_in_one_row_the_later_counts() {
    let row = |legs: Value| from(&json!({ "status": 200, "data": [legs] }));
    let both = row(
        json!({ "buy": { "status": "paid", "id": "b" }, "withdraw": { "status": "pending", "id": "w" } }),
    );
    assert_eq!(
        (both.status, both.word.as_deref(), both.id.as_deref()),
        (Status::Delivering, Some("pending"), Some("w"))
    );
    let one = row(json!({ "buy": { "status": "paid", "id": "b" }, "withdraw": null }));
    assert_eq!((one.status, one.fulfilment), (Status::Paid, Fulfilment::Wait));
    let sell = row(json!({ "deposit": { "status": "succeeded" }, "sell": { "status": "succeeded" } }));
    assert_eq!((sell.direction, sell.status), (Some(Direction::Sell), Status::Completed));
}

#[test]
fn mercuryos_top_level_status_is_the_calls() {
    let order = from(&json!({ "status": 200, "data": [{ "buy": { "status": "order_failed", "id": "b" } }] }));
    assert_eq!((order.status, order.word.as_deref()), (Status::Failed, Some("order_failed")));
}

// Onramper

fn onramper(status: &str) -> Order {
    from(&json!({
        "apiKey": "pk_prod_1", "onramp": "gatefi", "transactionId": "o-1", "onrampTransactionId": "g-1", "transactionType": "buy",
        "status": status, "inAmount": 100, "sourceCurrency": "usd", "outAmount": 3.8, "targetCurrency": "sol", "transactionHash": "",
    }))
}

#[test]
fn an_aggregators_paid_is_not_completed() {
    let paid = onramper("paid");
    assert_eq!((paid.status, paid.money, paid.fulfilment), (Status::Paid, Money::Held, Fulfilment::Wait));
    assert!(!kinds(&paid).contains(&"fulfil"));
    let completed = onramper("completed");
    assert_eq!((completed.status, completed.fulfilment), (Status::Completed, Fulfilment::Yes));
    // What only public code takes for the end is not enough.
    for word in ["success", "transaction_completed"] {
        let order = onramper(word);
        assert_ne!(order.status, Status::Completed, "{word}");
        assert_eq!(order.fulfilment, Fulfilment::Wait, "{word}");
    }
}

#[test]
fn the_provider_behind_onramper_is_kept() {
    let order = onramper("pending");
    assert_eq!(
        (order.provider, order.via.as_deref(), order.id.as_deref()),
        ("onramper", Some("gatefi"), Some("o-1"))
    );
    for key in ["provider", "ramp", "onramp"] {
        let order = from(
            &json!({ "valid": true, "transactionInformation": { "status": "pending", key: "moonpay" } }),
        );
        assert_eq!((order.provider, order.via.as_deref()), ("onramper", Some("moonpay")), "{key}");
    }
}

// Ramp Network

fn purchase(event: &str, status: &str) -> Order {
    from(&json!({
        "type": event,
        "purchase": {
            "id": "p-1", "receiverAddress": "0xa01", "cryptoAmount": "28330000000000000", "asset": { "symbol": "ETH", "decimals": 18 },
            "fiatValue": 50.25, "fiatCurrency": "EUR", "status": status,
        },
    }))
}

#[test]
fn a_failed_payment_of_ramp_networks_is_not_the_end_of_its_purchase() {
    let failed = purchase("CREATED", "PAYMENT_FAILED");
    assert_eq!((failed.status, failed.reason), (Status::AwaitingPayment, Some(Reason::PaymentDeclined)));
    assert_eq!(failed.fulfilment, Fulfilment::Wait);
    // Paid is not delivered.
    for status in ["PAYMENT_EXECUTED", "FIAT_RECEIVED", "RELEASING"] {
        assert_eq!(purchase("CREATED", status).fulfilment, Fulfilment::Wait, "{status}");
    }
}

#[test]
fn a_purchases_status_counts_and_not_what_its_webhook_calls_itself() {
    for (event, status, expected) in [
        ("RELEASED", "RELEASING", Status::Delivering),
        ("RETURNED", "CANCELLED", Status::Cancelled),
        ("RETURNED", "EXPIRED", Status::Expired),
        ("RELEASED", "Released", Status::Unknown),
        // Two of the same webhook that cannot both be the last word.
        ("RETURNED", "RELEASED", Status::Completed),
        ("ERROR", "RELEASED", Status::Completed),
    ] {
        let order = purchase(event, status);
        assert_eq!((order.status, order.word.as_deref()), (expected, Some(status)), "{event} {status}");
        assert_ne!((order.money, order.fulfilment), (Money::Returned, Fulfilment::Yes));
    }
}

#[test]
fn wei_are_not_taken_for_coins() {
    let received = |amount: Value, decimals: Value| {
        let order = from(&json!({
            "type": "RELEASED",
            "purchase": {
                "id": "p-1", "status": "RELEASED", "purchaseViewToken": "v", "fiatValue": 50.25, "fiatCurrency": "EUR",
                "cryptoAmount": amount, "asset": { "symbol": "ETH", "chain": "ETH", "decimals": decimals },
            },
        }));
        assert_eq!(order.amounts.paid, None);
        assert_eq!(order.amounts.expected.unwrap().value, "50.25");
        let unreadable = order.rule.warnings.contains(&Warning::UnreadableAmount);
        order.amounts.received.map(|amount| amount.value).ok_or(unreadable)
    };
    for (amount, decimals, value) in [
        (json!("28330000000000000"), json!(18), "0.02833"),
        (json!("1"), json!("18"), "0.000000000000000001"),
        (json!("1000000"), json!(6), "1"),
        (json!("120000000"), json!(6), "120"),
        (json!(2050), json!(2), "20.5"),
        (json!("10"), json!("00"), "10"),
    ] {
        assert_eq!(received(amount, decimals).as_deref(), Ok(value));
    }
    // Of how many decimal places they are decides; a guess could be wrong by as many of them.
    for decimals in [json!(null), json!("many"), json!(-2), json!(1.5), json!("65")] {
        assert_eq!(received(json!("28330000000000000"), decimals.clone()), Err(true), "{decimals}");
    }
    assert_eq!(received(json!("1e3"), json!(2)), Err(true));
    assert_eq!(received(json!("0"), json!(18)), Err(false));
}

#[test]
fn a_sale_says_in_its_webhook_what_it_is_and_not_in_its_legs() {
    let sale = |event: &str, leg: &str| {
        from(&json!({
            "id": "h-1", "type": event, "mode": "OFFRAMP",
            "payload": { "id": "s-1", "crypto": { "amount": "1", "status": leg }, "fiat": { "amount": "46.6", "status": leg } },
        }))
    };
    let created = sale("CREATED", "RELEASED");
    assert_eq!((created.status, created.fulfilment), (Status::AwaitingPayment, Fulfilment::Wait));
    let released = sale("RELEASED", "not-started");
    assert_eq!((released.status, released.id.as_deref()), (Status::Completed, Some("s-1")));
    assert_eq!(released.fulfilment, Fulfilment::MerchantDecides);
}
