//! What public code misreads in Binance Pay's payloads.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that panics has failed"
)]

use orderstate::{Context, Direction, Order, Status, Trust, normalize};
use serde_json::{Value, json};

fn read(payload: &str) -> Order {
    let context = Context::default().trusted_as(Trust::Api);
    normalize(payload.as_bytes(), &context).unwrap_or_else(|error| panic!("{error}: {payload}"))
}

fn notification(status: &str, data: &Value) -> Order {
    let text = data.to_string();
    read(
        &json!({ "bizType": "PAY", "bizIdStr": "29383937493038367292", "bizStatus": status, "data": text })
            .to_string(),
    )
}

#[test]
fn the_status_of_an_answer_is_the_calls_and_not_the_orders() {
    for (word, status) in [("INITIAL", Status::AwaitingPayment), ("EXPIRED", Status::Expired)] {
        let answer = json!({
            "status": "SUCCESS", "code": "000000", "data": { "prepayId": "1", "merchantTradeNo": "m-1", "status": word },
        });
        let order = read(&answer.to_string());
        assert_eq!((order.word.as_deref(), order.status), (Some(word), status));
    }
}

#[test]
fn the_order_is_read_in_the_text_and_what_happened_around_it() {
    let data = json!({ "merchantTradeNo": "m-1", "totalFee": 0.88, "currency": "EUR", "transactTime": 1_769_941_211_456_u64 });
    let order = notification("PAY_SUCCESS", &data);
    assert_eq!((order.word.as_deref(), order.status), (Some("PAY_SUCCESS"), Status::Completed));
    assert_eq!((order.direction, order.reference.as_deref()), (Some(Direction::Pay), Some("m-1")));
    assert_eq!(order.id.as_deref(), Some("29383937493038367292"));
    assert_eq!(order.amounts.expected.unwrap().value, "0.88");
    // What the text says of a status is not what happened to the order.
    let order = notification("PAY_CLOSED", &json!({ "merchantTradeNo": "m-1", "status": "PAID" }));
    assert_eq!((order.word.as_deref(), order.status), (Some("PAY_CLOSED"), Status::Cancelled));
}

#[test]
fn an_id_keeps_digits_that_no_double_holds() {
    let payload = r#"{"bizType":"PAY","bizId":29383937493038367292,"bizStatus":"PAY_SUCCESS","data":"{\"merchantTradeNo\":\"m-1\"}"}"#;
    assert_eq!(read(payload).id.as_deref(), Some("29383937493038367292"));
}

#[test]
fn a_rejected_refund_is_no_refund() {
    for status in ["REFUND_REJECTED", "REFUND_FAIL"] {
        assert_eq!(
            notification(status, &json!({ "merchantTradeNo": "m-1" })).status,
            Status::OnHold,
            "{status}"
        );
    }
}
