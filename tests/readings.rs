//! The readings of these words that integrations often get wrong, each as a test.
//!
//! Every one is checked with a payload that the caller fetched itself, where nothing is withheld for want of trust,
//! and with the word alone.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use orderstate::{
    ActionKind, Actor, Alert, Audience, Context, Direction, Finality, Fulfilment, Locale, Money, Order,
    Reason, SourceKind, Status, Time, Tone, Trust, Verdict, Warning, When, describe, normalize,
    normalize_all, normalize_word, providers, transition,
};
use serde_json::{Value, json};

/// Coins without the tag that the provider asks for belong to nobody: without it, no address.
#[test]
fn no_address_is_given_without_the_memo_that_goes_with_it() {
    let of = |body: Value| fetched(&body);
    let nowpayments = |memo: Value| {
        of(
            json!({ "payment_id": 1, "payment_status": "waiting", "pay_address": "r", "payin_extra_id": memo, "pay_currency": "xrp" }),
        )
    };
    let banxa = |way: &str, status: &str, memo: Value| {
        of(
            json!({ "data": { "order": { "id": "b-1", "order_type": way, "status": status, "wallet_address": "r",
            "wallet_address_tag": memo, "coin_code": "XRP", "coin_amount": 20 } } }),
        )
    };
    let sold = |memo: Value| {
        let wallet = json!({ "walletAddress": "r", "walletAddressTag": memo });
        of(json!({ "id": "m-1", "status": "waitingForDeposit", "updatedAt": "2026-01-16T04:04:20.000Z",
            "baseCurrencyAmount": 20, "refundWalletAddress": "x", "depositWallet": wallet }))
    };
    let sends = |order: &Order| {
        let send = order.actions.iter().find(|action| action.kind == ActionKind::SendCrypto).unwrap();
        (send.address.as_deref() == Some("r"), order.rule.warnings.contains(&Warning::MemoNeeded))
    };
    for memo in [json!("418205"), json!(418_205)] {
        for order in [
            nowpayments(memo.clone()),
            banxa("CRYPTO-SELL", "waitingPayment", memo.clone()),
            sold(memo.clone()),
        ] {
            assert_eq!(sends(&order), (false, true), "{}", order.provider);
        }
    }
    for none in [json!(null), json!("")] {
        for order in [
            nowpayments(none.clone()),
            banxa("CRYPTO-SELL", "waitingPayment", none.clone()),
            sold(none.clone()),
        ] {
            assert_eq!(sends(&order), (true, false), "{}", order.provider);
        }
    }
    // On a buy the tag is the buyer's own, and after the payment nothing is to be sent.
    for order in
        [banxa("CRYPTO-BUY", "pendingPayment", json!("7")), banxa("CRYPTO-SELL", "complete", json!("7"))]
    {
        assert!(!order.rule.warnings.contains(&Warning::MemoNeeded));
    }
}

// Payloads

/// A Transak order as its partner API shows it, without the envelope.
fn transak(direction: &str, word: &str) -> Value {
    json!({ "id": "t-1", "isBuyOrSell": direction, "status": word })
}

/// A Banxa order of the second API generation.
fn banxa(direction: &str, word: &str) -> Value {
    json!({ "id": "b-1", "orderType": direction, "status": word })
}

/// The same order in every form that Banxa sends orders in.
fn banxa_forms(direction: &str, word: &str) -> Vec<Value> {
    let older = format!("CRYPTO-{direction}");
    vec![
        banxa(direction, word),
        json!({ "data": { "order": { "id": "b-1", "order_type": older, "status": word } } }),
        json!({ "status": "OK", "order": { "id": "b-1", "order_type": older, "status": word } }),
        json!({ "order_id": "b-1", "order_type": direction, "status": word, "status_date": "2026-01-31 12:48:36" }),
    ]
}

/// A MugglePay order as its API shows it.
fn mugglepay(word: &str) -> Value {
    json!({ "status": 200, "order": callback(word) })
}

/// The body that MugglePay posts.
fn callback(word: &str) -> Value {
    json!({
        "order_id": "m-1", "merchant_order_id": "r-1", "price_amount": 15, "price_currency": "USD", "status": word,
    })
}

/// A Baanx order as its status page shows it.
fn baanx(word: &str) -> Value {
    json!({ "requestId": "q-1", "orderId": "x-1", "status": word })
}

/// A charge of Coinbase Commerce with these statuses, one after the other.
fn charge(words: &[&str]) -> Value {
    let timeline: Vec<Value> = words.iter().map(|word| json!({ "status": word })).collect();
    json!({ "code": "C1", "pricing_type": "fixed_price", "timeline": timeline })
}

/// Every form of payload that carries this word, for one provider.
fn forms(provider: &str, word: &str) -> Vec<Value> {
    match provider {
        "transak" => ["BUY", "SELL"]
            .iter()
            .flat_map(|direction| {
                let order = transak(direction, word);
                [
                    json!({ "meta": { "orderId": "t-1" }, "data": order }),
                    json!({ "meta": { "limit": 10 }, "data": [order] }),
                    json!({ "data": order }),
                    json!({ "data": [order] }),
                    json!({ "response": [order] }),
                    json!({ "webhookData": order, "eventID": "ORDER_COMPLETED" }),
                    json!({ "data": token(&json!({ "webhookData": order, "eventID": "ORDER_COMPLETED" })) }),
                    json!({ "event": "ORDER_COMPLETED", "data": order }),
                    json!({ "event": "ORDER_COMPLETED", "channel": "t-1", "data": order.to_string() }),
                    order,
                ]
            })
            .collect(),
        "banxa" => {
            let mut forms = banxa_forms("BUY", word);
            forms.extend(banxa_forms("SELL", word));
            forms.push(json!({ "order_id": "b-1", "status": word, "status_date": "2024-01-31 12:48:36" }));
            forms.push(json!({ "orders": [banxa("BUY", word)] }));
            forms
        }
        "mugglepay" => {
            vec![mugglepay(word), callback(word), json!({ "status": 200, "orders": [callback(word)] })]
        }
        "baanx" => vec![baanx(word)],
        "btcpay" => {
            let invoice =
                json!({ "id": "i-1", "storeId": "s-1", "status": word, "additionalStatus": "None" });
            let payout = json!({ "id": "p-1", "revision": 1, "destination": "a", "state": word });
            let request =
                json!({ "id": "r-1", "storeId": "s-1", "status": word, "allowCustomPaymentAmounts": false });
            let lightning = json!({ "id": "l-1", "BOLT11": "lnbc", "expiresAt": 1726000900, "status": word });
            vec![
                json!([invoice]),
                invoice,
                json!([payout]),
                payout,
                json!([request]),
                request,
                json!([lightning]),
                lightning,
                json!({ "data": { "id": "i-1", "status": word, "exceptionStatus": false, "cryptoInfo": [] } }),
                json!({ "deliveryId": "d-1", "type": word, "invoiceId": "i-1" }),
                json!({ "deliveryId": "d-1", "type": "PayoutUpdated", "payoutId": "p-1", "payoutState": word }),
                json!({ "deliveryId": "d-1", "type": "PaymentRequestUpdated", "paymentRequestId": "r-1", "status": word }),
            ]
        }
        "onramp-money" => {
            let order = json!({ "orderId": 1, "fiatType": 1, "status": word });
            let mut forms = vec![json!({ "status": 1, "code": 200, "data": [order] })];
            for way in ["onramp", "offramp"] {
                forms.push(json!({ "orderId": 1, "eventType": way, "fiatType": 1, "status": word }));
            }
            let checkout = json!({ "orderId": 1, "coinAmount": 1, "endTime": 1721124610, "status": word });
            forms.push(json!({ "status": 1, "code": 200, "data": checkout }));
            forms.push(json!({ "status": 1, "code": 200, "data": [checkout] }));
            forms
        }
        "coinbase" => {
            let bought = json!({ "transaction_id": "c-1", "purchase_amount": {}, "status": word });
            let sold = json!({ "transaction_id": "c-1", "sell_amount": {}, "status": word });
            vec![
                json!({ "eventType": "onramp.transaction.updated", "transactionId": "c-1", "status": word }),
                json!({ "eventType": "onramp.transaction.updated", "orderId": "c-1", "status": word }),
                json!({ "order": { "orderId": "c-1", "destinationNetwork": "base", "status": word } }),
                json!({ "transactions": [bought] }),
                bought,
                json!({ "eventType": "offramp.transaction.updated", "transactionId": "c-1", "status": word }),
                json!({ "transactions": [sold] }),
                sold,
            ]
        }
        "coinbase-commerce" => {
            let charge = charge(&["NEW", word]);
            vec![
                json!({ "data": charge }),
                json!({ "data": [charge] }),
                json!({ "data": { "type": "charge:pending", "data": charge } }),
                json!({ "data": [{ "type": "charge:pending", "data": charge }] }),
                json!({ "id": 1, "event": { "type": "charge:pending", "data": charge } }),
                charge,
            ]
        }
        "mercuryo" => {
            let (leg, status) = word.split_once('/').unwrap_or(("buy", word));
            let data =
                json!({ "id": "l-1", "merchant_transaction_id": "r-1", "type": leg, "status": status });
            vec![
                json!({ "payload": { "data": data } }),
                json!({ "data": data }),
                json!({ "status": 200, "data": [{ leg: { "id": "l-1", "status": status } }] }),
            ]
        }
        "moonpay" => {
            let buy = json!({
                "id": "m-1", "updatedAt": "2026-03-02T10:04:31.251Z", "baseCurrencyAmount": 100, "currencyId": "c-1", "status": word,
            });
            let sell = json!({
                "id": "m-1", "updatedAt": "2026-03-02T10:04:31.251Z", "baseCurrencyAmount": 1, "payoutMethod": "ach_bank_transfer",
                "status": word,
            });
            vec![
                json!({ "type": "transaction_updated", "data": buy }),
                json!({ "type": "sell_transaction_updated", "data": sell }),
                json!([buy]),
                json!([sell]),
                json!({ "data": { "id": "m-1", "status": word, "source": {}, "destination": {}, "stages": [{ "kind": "payment" }] } }),
                buy,
                sell,
            ]
        }
        "binance-pay" => {
            let note = |biz: &str, data: Value| json!({ "bizType": biz, "bizIdStr": "1", "bizStatus": word, "data": data });
            let call = |data: Value| json!({ "status": "SUCCESS", "code": "000000", "data": data });
            let order = json!({ "merchantTradeNo": "m-1" });
            vec![
                note("PAY", json!(order.to_string())),
                note("PAY_REFUND", json!(order.to_string())),
                note("PAYOUT", json!(json!({ "requestId": "r-1" }).to_string())),
                note("PAY", order),
                call(json!({ "prepayId": "1", "status": word })),
                call(json!({ "prepayId": "1", "refundRequestId": "2", "refundStatus": word })),
                call(json!({ "requestId": "r-1", "batchStatus": word })),
            ]
        }
        "nowpayments" => {
            let paid =
                json!({ "payment_id": 1, "payment_status": word, "purchase_id": "2", "pay_address": "x" });
            let out = json!({ "id": "1", "batch_withdrawal_id": "2", "status": word });
            vec![
                json!({ "data": [paid] }),
                paid,
                json!({ "payouts": [out] }),
                json!({ "withdrawals": [out] }),
                json!([out]),
                out,
            ]
        }
        "stripe" => {
            let (object, word) = word.split_once('/').unwrap_or(("payment_intent", word));
            let order =
                json!({ "id": "x-1", "object": object, "status": word, "livemode": true, "amount": 100 });
            match object {
                // A redirect is no JSON.
                "redirect" => vec![],
                _ => vec![
                    json!({ "object": "event", "type": "x", "livemode": true, "data": { "object": order } }),
                    json!({ "object": "list", "url": "/v1/x", "data": [order] }),
                    order,
                ],
            }
        }
        "onramper" => {
            let order = json!({
                "transactionId": "o-1", "onramp": "banxa", "onrampTransactionId": "b-1", "transactionType": "buy", "status": word,
            });
            let mut webhook = order.clone();
            webhook["apiKey"] = json!("pk_prod_1");
            vec![webhook, json!({ "valid": true, "transactionInformation": order }), order]
        }
        "ramp-network" => {
            let bought = json!({
                "id": "p-1", "receiverAddress": "x", "cryptoAmount": "1", "fiatValue": 50, "fiatCurrency": "EUR", "status": word,
            });
            let sold = json!({
                "id": "s-1", "crypto": { "amount": "1", "assetInfo": {} }, "fiat": { "amount": "46", "currencySymbol": "EUR" },
            });
            let mut fetched = sold.clone();
            fetched["status"] = json!(word);
            vec![
                json!({ "type": "CREATED", "purchase": bought }),
                bought,
                json!({ "id": "h-1", "type": word, "mode": "OFFRAMP", "payload": sold }),
                fetched,
            ]
        }
        other => panic!("there are no forms of `{other}`"),
    }
}

/// A JSON Web Token with these claims; nobody checks its signature here.
fn token(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    [part(&json!({ "alg": "HS256" })), part(claims), URL_SAFE_NO_PAD.encode([7; 32])].join(".")
}

// Readings

fn api() -> Context {
    Context::default().trusted_as(Trust::Api)
}

fn order_in(payload: &Value, context: &Context) -> Order {
    normalize(payload.to_string().as_bytes(), context).unwrap_or_else(|error| panic!("{error}: {payload}"))
}

fn fetched(payload: &Value) -> Order {
    order_in(payload, &api())
}

fn fetched_first(payload: &Value) -> Order {
    normalize_all(payload.to_string().as_bytes(), &api()).unwrap().remove(0)
}

fn alone(provider: &str, direction: Direction, word: &str) -> Order {
    normalize_word(provider, word, &api().going(direction)).unwrap()
}

/// What a Transak word gives in a payload and alone.
fn transak_both(direction: Direction, word: &str) -> [Order; 2] {
    let spelled = if direction == Direction::Buy { "BUY" } else { "SELL" };
    [fetched(&transak(spelled, word)), alone("transak", direction, word)]
}

/// What a Banxa word gives in each form of payload and alone.
fn banxa_each(direction: Direction, word: &str) -> Vec<Order> {
    let spelled = if direction == Direction::Buy { "BUY" } else { "SELL" };
    let mut orders: Vec<Order> = banxa_forms(spelled, word).iter().map(fetched).collect();
    orders.push(alone("banxa", direction, word));
    orders
}

fn mugglepay_each(word: &str) -> Vec<Order> {
    vec![fetched(&mugglepay(word)), fetched(&callback(word)), alone("mugglepay", Direction::Pay, word)]
}

fn baanx_both(word: &str) -> [Order; 2] {
    [fetched(&baanx(word)), alone("baanx", Direction::Pay, word)]
}

fn kinds(order: &Order, audience: Audience) -> Vec<ActionKind> {
    order.actions.iter().filter(|action| action.audience == audience).map(|action| action.kind).collect()
}

fn has(order: &Order, audience: Audience, kind: ActionKind) -> bool {
    kinds(order, audience).contains(&kind)
}

fn warned(order: &Order, warning: Warning) -> bool {
    order.rule.warnings.contains(&warning)
}

const BOTH: [Direction; 2] = [Direction::Buy, Direction::Sell];

// Transak

#[test]
fn transak_payment_done_is_not_paid() {
    for order in BOTH.iter().flat_map(|way| transak_both(*way, "PAYMENT_DONE_MARKED_BY_USER")) {
        assert_eq!(order.status, Status::PaymentSubmitted);
        assert_eq!(order.reason, Some(Reason::ReceiptUnconfirmed));
        assert_eq!(order.money, Money::Incoming);
        assert_eq!(order.fulfilment, Fulfilment::Wait);
        assert_eq!(order.actor, Actor::Provider);
    }
}

#[test]
fn a_customers_own_mark_is_no_time_of_payment() {
    for word in ["AWAITING_PAYMENT_FROM_USER", "PAYMENT_DONE_MARKED_BY_USER"] {
        let mut payload = transak("BUY", word);
        payload["paymentMarkedAt"] = json!("2026-01-16T04:04:20.000Z");
        assert_eq!(fetched(&payload).times.paid, None, "{word}");
    }
}

#[test]
fn transak_order_successful_is_not_completed() {
    let event = "TRANSAK_ORDER_SUCCESSFUL";
    for direction in BOTH {
        let order = alone("transak", direction, event);
        assert_eq!((order.status, order.fulfilment), (Status::PaymentSubmitted, Fulfilment::Wait));
    }
    for payload in [json!({ "event_id": event }), json!({ "event_id": event, "data": { "id": "t-1" } })] {
        let order = fetched(&payload);
        assert_eq!(
            (order.status, order.fulfilment),
            (Status::PaymentSubmitted, Fulfilment::Wait),
            "{payload}"
        );
        assert_eq!(order.event.as_deref(), Some(event));
        assert_eq!(order.word, None);
    }
    // The status beside it says more.
    for (word, status) in [
        ("PROCESSING", Status::Processing),
        ("PENDING_DELIVERY_FROM_TRANSAK", Status::Delivering),
        // Nothing is proven by a widget.
        ("COMPLETED", Status::Processing),
    ] {
        for payload in [
            json!({ "event_id": event, "data": transak("BUY", word) }),
            json!({ "eventName": event, "status": transak("BUY", word) }),
        ] {
            let order = fetched(&payload);
            assert_eq!((order.status, order.fulfilment), (status, Fulfilment::Wait), "{payload}");
        }
    }
}

#[test]
fn pending_delivery_is_not_on_hold_and_on_hold_is() {
    for direction in BOTH {
        for order in transak_both(direction, "PENDING_DELIVERY_FROM_TRANSAK") {
            assert_eq!((order.status, order.reason), (Status::Delivering, None));
            assert_eq!(order.money, Money::Held);
        }
    }
    for order in transak_both(Direction::Buy, "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK") {
        assert_eq!((order.status, order.reason), (Status::OnHold, Some(Reason::ProviderHold)));
    }
    for order in transak_both(Direction::Sell, "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK") {
        assert_eq!((order.status, order.reason), (Status::OnHold, Some(Reason::PayoutBlocked)));
    }
}

#[test]
fn refunded_is_neither_failed_nor_completed() {
    let mut orders: Vec<Order> = BOTH.iter().flat_map(|way| transak_both(*way, "REFUNDED")).collect();
    orders.extend(BOTH.iter().flat_map(|way| banxa_each(*way, "refunded")));
    orders.extend(mugglepay_each("REFUNDED"));
    orders.extend(baanx_both("REFUNDED"));
    for order in orders {
        assert_eq!(order.status, Status::Refunded, "{}", order.provider);
        assert_eq!(order.money, Money::Returned, "{}", order.provider);
        assert_eq!(order.fulfilment, Fulfilment::No, "{}", order.provider);
        assert_eq!(order.actor, Actor::Nobody, "{}", order.provider);
        assert_eq!(order.actions, [], "{}", order.provider);
    }
}

#[test]
fn a_refund_under_way_is_not_refunded_yet() {
    for order in mugglepay_each("REFUND_PENDING") {
        assert_eq!(order.status, Status::RefundPending);
        assert_eq!((order.money, order.finality), (Money::Returning, Finality::Open));
        assert_eq!(order.fulfilment, Fulfilment::No);
    }
}

#[test]
fn expired_is_neither_failed_nor_cancelled() {
    let mut orders: Vec<Order> = BOTH.iter().flat_map(|way| transak_both(*way, "EXPIRED")).collect();
    orders.extend(BOTH.iter().flat_map(|way| banxa_each(*way, "expired")));
    orders.extend(mugglepay_each("EXPIRED"));
    orders.extend(baanx_both("EXPIRED"));
    for order in orders {
        assert_eq!(order.status, Status::Expired, "{}", order.provider);
        assert_eq!(order.reason, Some(Reason::PaymentWindowPassed), "{}", order.provider);
        assert_eq!(order.fulfilment, Fulfilment::No, "{}", order.provider);
    }
}

#[test]
fn a_failure_is_a_refused_card_only_where_the_payload_says_so() {
    let mut payload = transak("BUY", "FAILED");
    assert_eq!(fetched(&payload).reason, Some(Reason::Unspecified));
    payload["cardPaymentData"] = json!({ "status": "CAPTURED" });
    assert_eq!(fetched(&payload).reason, Some(Reason::Unspecified));
    payload["cardPaymentData"] = json!({ "status": "DECLINED" });
    let order = fetched(&payload);
    assert_eq!((order.status, order.reason), (Status::Failed, Some(Reason::PaymentDeclined)));
    assert_eq!(kinds(&order, Audience::Customer), [ActionKind::RetryOtherMethod]);
}

#[test]
fn an_event_never_overrides_a_status() {
    for (event, word, status) in [
        ("ORDER_FAILED", "CANCELLED", Status::Cancelled),
        ("ORDER_FAILED", "EXPIRED", Status::Expired),
        ("ORDER_FAILED", "FAILED", Status::Failed),
        ("ORDER_PROCESSING", "PENDING_DELIVERY_FROM_TRANSAK", Status::Delivering),
        ("ORDER_PROCESSING", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", Status::OnHold),
        ("ORDER_COMPLETED", "PROCESSING", Status::Processing),
        ("ORDER_REFUNDED", "COMPLETED", Status::Completed),
        ("ORDER_CREATED", "A_WORD_OF_TOMORROW", Status::Unknown),
    ] {
        let claims = json!({ "eventID": event, "webhookData": transak("BUY", word) });
        for payload in [claims.clone(), json!({ "data": token(&claims) })] {
            let order = fetched(&payload);
            assert_eq!(order.status, status, "{event} beside {word}");
            assert_eq!(order.word.as_deref(), Some(word));
            assert_eq!(order.event.as_deref(), Some(event));
        }
    }
}

#[test]
fn an_event_alone_says_what_it_can() {
    for (event, status, reason) in [
        ("ORDER_CREATED", Status::AwaitingPayment, None),
        ("ORDER_PAYMENT_VERIFYING", Status::PaymentSubmitted, Some(Reason::ReceiptUnconfirmed)),
        ("ORDER_PROCESSING", Status::Processing, None),
        ("ORDER_COMPLETED", Status::Completed, None),
        ("ORDER_FAILED", Status::Failed, Some(Reason::Unspecified)),
        ("ORDER_REFUNDED", Status::Refunded, None),
        ("ORDER_CANCELLED", Status::Cancelled, Some(Reason::Unspecified)),
    ] {
        let mut orders: Vec<Order> = BOTH.iter().map(|way| alone("transak", *way, event)).collect();
        orders.push(fetched(&json!({ "eventID": event })));
        orders.push(fetched(
            &json!({ "eventID": event, "webhookData": { "id": "t-1", "isBuyOrSell": "BUY" } }),
        ));
        for order in orders {
            assert_eq!((order.status, order.reason), (status, reason), "{event}");
            assert!(warned(&order, Warning::EventOnly), "{event}");
        }
    }
}

// Banxa

#[test]
fn banxa_waiting_payment_asks_the_customer_on_a_sell_and_not_on_a_buy() {
    for order in banxa_each(Direction::Sell, "waitingPayment") {
        assert_eq!((order.status, order.actor), (Status::AwaitingPayment, Actor::Customer));
        assert_eq!(kinds(&order, Audience::Customer), [ActionKind::SendCrypto]);
        assert_eq!(order.money, Money::NotTaken);
    }
    for order in banxa_each(Direction::Buy, "waitingPayment") {
        assert_eq!((order.status, order.actor), (Status::PaymentSubmitted, Actor::Provider));
        assert_eq!(kinds(&order, Audience::Customer), [ActionKind::Wait]);
        assert_eq!(order.reason, Some(Reason::ReceiptUnconfirmed));
    }
}

#[test]
fn banxa_waiting_payment_asks_a_custodial_merchant_and_never_both() {
    let mut context = api();
    context.custodial = true;
    let payloads = banxa_forms("SELL", "waitingPayment");
    let orders = payloads.iter().map(|payload| order_in(payload, &context));
    let word = normalize_word("banxa", "waitingPayment", &context.clone().going(Direction::Sell)).unwrap();
    for order in orders.chain([word]) {
        assert_eq!(order.actor, Actor::Merchant);
        assert_eq!(kinds(&order, Audience::Merchant), [ActionKind::SendCrypto]);
        assert!(!has(&order, Audience::Customer, ActionKind::SendCrypto));
    }
    // The merchant's custody is about coins to send: nothing else changes.
    for order in payloads_of_a_buy(&context) {
        assert_eq!(order.actor, Actor::Provider);
        assert!(!has(&order, Audience::Merchant, ActionKind::SendCrypto));
    }
}

fn payloads_of_a_buy(context: &Context) -> Vec<Order> {
    banxa_forms("BUY", "waitingPayment").iter().map(|payload| order_in(payload, context)).collect()
}

#[test]
fn banxa_waiting_payment_without_a_direction_asks_nobody_to_send_anything() {
    let payload =
        json!({ "order_id": "b-1", "status": "waitingPayment", "status_date": "2024-01-31 12:48:36" });
    let word = normalize_word("banxa", "waitingPayment", &api()).unwrap();
    for order in [fetched(&payload), word] {
        assert_eq!(order.direction, None);
        // The less advanced of the two.
        assert_eq!(order.status, Status::AwaitingPayment);
        assert_eq!(kinds(&order, Audience::Customer), []);
        assert_eq!(kinds(&order, Audience::Merchant), [ActionKind::RefreshStatus]);
        assert!(warned(&order, Warning::DirectionMissing));
    }
    // The caller may know it.
    let sell = order_in(&payload, &api().going(Direction::Sell));
    assert_eq!(kinds(&sell, Audience::Customer), [ActionKind::SendCrypto]);
    assert!(!warned(&sell, Warning::DirectionMissing));
}

#[test]
fn banxa_cancelled_is_banxas_decision() {
    let mut orders: Vec<Order> = BOTH.iter().flat_map(|way| banxa_each(*way, "cancelled")).collect();
    orders.push(normalize_word("banxa", "cancelled", &api()).unwrap());
    orders.push(fetched(
        &json!({ "order_id": "b-1", "status": "cancelled", "status_date": "2024-01-31 12:48:36" }),
    ));
    for order in orders {
        assert_eq!((order.status, order.reason), (Status::Cancelled, Some(Reason::RiskOrCompliance)));
        assert_eq!(kinds(&order, Audience::Customer), [ActionKind::ContactProvider]);
        assert_eq!(order.money, Money::Unknown);
        for audience in [Audience::Customer, Audience::Merchant] {
            let text = describe(&order, Locale::En, audience);
            let labels: Vec<&str> = text.actions.iter().map(|action| action.label).collect();
            let all = [text.short, &text.title, &text.body, &labels.join(" ")].join(" ").to_lowercase();
            for lie in [
                "you cancel",
                "you have cancel",
                "you've cancel",
                "customer cancel",
                "customer has cancel",
                "by you",
                "by the customer",
                "your request",
                "customer's request",
                "changed your mind",
            ] {
                assert!(!all.contains(lie), "says `{lie}`: {all}");
            }
        }
    }
}

#[test]
fn banxa_expired_is_not_the_end() {
    let mut orders: Vec<Order> = BOTH.iter().flat_map(|way| banxa_each(*way, "expired")).collect();
    orders.push(normalize_word("banxa", "expired", &api()).unwrap());
    for order in orders {
        assert_eq!((order.status, order.finality), (Status::Expired, Finality::Reopenable));
        assert!(!order.poll.stop && order.poll.after_ms.is_some());
        // A review can time out after the payment.
        assert_eq!(order.money, Money::Unknown);
        // Who has paid waits: it continues by itself.
        let of_who_has_paid = order.actions.iter().filter(|action| action.when == Some(When::Paid));
        assert_eq!(of_who_has_paid.map(|action| action.kind).collect::<Vec<_>>(), [ActionKind::Wait]);
        let new = order.actions.iter().find(|action| action.kind == ActionKind::StartNewOrder).unwrap();
        assert_eq!(new.when, Some(When::NotPaid));
    }
}

#[test]
fn banxa_coin_transferred_and_crypto_transferred_are_one() {
    for direction in BOTH {
        for (old, new) in
            banxa_each(direction, "coinTransferred").iter().zip(banxa_each(direction, "cryptoTransferred"))
        {
            assert_eq!((old.status, old.reason), (new.status, new.reason));
            assert_eq!((old.money, old.actor, &old.actions), (new.money, new.actor, &new.actions));
        }
    }
    // On a buy the coins go out, on a sell they come in.
    assert_eq!(alone("banxa", Direction::Buy, "coinTransferred").status, Status::Delivering);
    assert_eq!(alone("banxa", Direction::Sell, "coinTransferred").status, Status::PaymentSubmitted);
}

#[test]
fn a_native_banxa_ramp_that_is_fulfilled_is_for_the_merchant_to_judge() {
    let payload = json!({
        "order_id": "b-1", "order_type": "ONRAMP", "status": "FULFILLED", "status_date": "2026-01-31 12:48:36",
        "internal_reason": "secret", "external_reason": "The order is being processed",
    });
    let order = fetched(&payload);
    // The word's definition says completed, the customer's text beside it in the documented sample does not.
    assert_eq!((order.status, order.fulfilment), (Status::Completed, Fulfilment::MerchantDecides));
    assert_eq!(order.word.as_deref(), Some("FULFILLED"));
    assert_eq!(order.detail.as_deref(), Some("The order is being processed"));
    assert!(!format!("{order:?}").contains("secret"), "the internal reason has left the payload");
}

// MugglePay

/// An order that expired at 07:00:16, to be paid in this coin.
fn expired_mugglepay(coin: &str) -> Value {
    json!({
        "status": 200,
        "order": callback("EXPIRED"),
        "invoice": {
            "status": "EXPIRED", "pay_amount": 15, "pay_currency": coin, "expired_at": "2026-02-14T07:00:16.000Z",
        },
    })
}

#[test]
fn mugglepay_expired_is_not_the_end_for_24_hours() {
    for order in mugglepay_each("EXPIRED") {
        assert_eq!((order.status, order.finality), (Status::Expired, Finality::Reopenable));
        assert!(!order.poll.stop);
    }
    for coin in ["USDT", "USDT_ARB", "USDC_SOL", "USDT_TRC20"] {
        let order = fetched(&expired_mugglepay(coin));
        assert_eq!(order.finality, Finality::Reopenable, "{coin}");
        assert_eq!(order.expires_at, Time::parse("2026-02-14T07:00:16Z"), "{coin}");
        assert_eq!(order.reopenable_until, Time::parse("2026-02-15T07:00:16Z"), "{coin}");
    }
    // The promise is about stablecoins.
    for coin in ["BTC", "ETH"] {
        assert_eq!(fetched(&expired_mugglepay(coin)).reopenable_until, None, "{coin}");
    }
}

#[test]
fn an_expired_mugglepay_order_that_was_paid_never_asks_for_a_second_one() {
    for order in mugglepay_each("EXPIRED") {
        for action in &order.actions {
            match action.kind {
                ActionKind::StartNewOrder => assert_eq!(action.when, Some(When::NotPaid)),
                ActionKind::Wait => assert_eq!(action.when, Some(When::Paid)),
                other => panic!("unexpected {other}"),
            }
        }
    }
}

#[test]
fn mugglepay_pending_is_never_fulfilled_and_unresolved_never_ignored() {
    for order in mugglepay_each("PENDING") {
        assert_eq!((order.status, order.fulfilment), (Status::PaymentSubmitted, Fulfilment::Wait));
        assert!(has(&order, Audience::Merchant, ActionKind::HoldFulfilment));
        assert!(has(&order, Audience::Merchant, ActionKind::RefreshStatus));
    }
    for order in mugglepay_each("UNRESOLVED") {
        assert_eq!((order.status, order.actor), (Status::OnHold, Actor::Merchant));
        assert_eq!((order.fulfilment, order.money), (Fulfilment::Wait, Money::Held));
        let review = order.actions.iter().find(|action| action.kind == ActionKind::ReviewPayment).unwrap();
        assert!(review.blocking);
    }
}

#[test]
fn mugglepay_resolved_is_no_success() {
    for order in mugglepay_each("RESOLVED") {
        assert_eq!((order.status, order.fulfilment), (Status::Completed, Fulfilment::MerchantDecides));
        assert_eq!(order.reason, Some(Reason::MerchantResolved));
        assert_ne!(order.tone, Tone::Success);
        assert_eq!(order.actions, []);
        for audience in [Audience::Customer, Audience::Merchant] {
            let text = describe(&order, Locale::En, audience);
            let all = [text.short, &text.title, &text.body].join(" ").to_lowercase();
            for lie in ["success", "completed", "delivered", "is done"] {
                assert!(!all.contains(lie), "says `{lie}`: {all}");
            }
        }
    }
}

#[test]
fn mugglepay_canceled_was_the_customer_and_cannot_be_paid_any_more() {
    for order in mugglepay_each("CANCELED") {
        assert_eq!((order.status, order.reason), (Status::Cancelled, Some(Reason::CancelledByCustomer)));
        assert_eq!((order.finality, order.actor), (Finality::Final, Actor::Nobody));
        assert_eq!(order.money, Money::NotTaken);
    }
    let mut context = api();
    context.previous_word = Some("PENDING".into());
    let order = order_in(&mugglepay("CANCELED"), &context);
    assert_eq!((order.status, order.money, order.money_basis), (Status::Cancelled, Money::Unknown, None));
}

#[test]
fn mugglepay_top_level_status_is_not_a_status() {
    for top in [json!(200), json!(201), json!("200"), json!("PAID"), json!("COMPLETED")] {
        let mut payload = mugglepay("NEW");
        payload["status"] = top.clone();
        let order = fetched(&payload);
        assert_eq!((order.word.as_deref(), order.status), (Some("NEW"), Status::Created), "{top}");
        // Not even where the order says nothing.
        payload["order"].as_object_mut().unwrap().remove("status");
        let order = fetched(&payload);
        assert_eq!((order.word.as_deref(), order.status), (None, Status::Unknown), "{top}");
        assert!(warned(&order, Warning::WordAbsent), "{top}");
    }
}

#[test]
fn mugglepay_statuses_that_disagree_hand_nothing_over() {
    for (order, invoice) in [("PAID", "UNRESOLVED"), ("NEW", "PAID"), ("PAID", "NEW"), ("RESOLVED", "PAID")] {
        let mut payload = mugglepay(order);
        payload["invoice"] = json!({ "status": invoice, "pay_amount": 15, "pay_currency": "USDT" });
        let result = fetched(&payload);
        assert_eq!(result.word.as_deref(), Some(order), "{invoice}");
        assert_eq!(result.fulfilment, Fulfilment::Wait, "{order} beside {invoice}");
        assert!(warned(&result, Warning::StatusesDisagree), "{order} beside {invoice}");
        assert!(has(&result, Audience::Merchant, ActionKind::RefreshStatus), "{order} beside {invoice}");
    }
}

// Baanx

#[test]
fn baanx_completed_can_be_refunded() {
    let mut payload = baanx("COMPLETED");
    payload["metadata"] = json!({ "paymentId": "p-1", "note": "payment_refunded" });
    let order = fetched(&payload);
    assert_eq!((order.status, order.money), (Status::Refunded, Money::Returned));
    assert_eq!((order.fulfilment, order.finality), (Fulfilment::No, Finality::Final));
    assert_eq!(order.actions, []);
    assert_eq!(order.word.as_deref(), Some("COMPLETED"));
    // Any other note leaves it completed, and is kept.
    for note in ["gift", "payment_refund", "PAYMENT_REFUNDED"] {
        payload["metadata"]["note"] = json!(note);
        let order = fetched(&payload);
        assert_eq!((order.status, order.detail.as_deref()), (Status::Completed, Some(note)));
    }
    for order in baanx_both("COMPLETED") {
        assert_eq!((order.status, order.fulfilment), (Status::Completed, Fulfilment::Yes));
    }
    // The note is a refund's only beside COMPLETED.
    payload["status"] = json!("STARTED");
    payload["metadata"]["note"] = json!("payment_refunded");
    assert_eq!(fetched(&payload).status, Status::AwaitingPayment);
}

#[test]
fn baanx_started_may_be_paid_already() {
    for order in baanx_both("STARTED") {
        assert_eq!((order.status, order.money), (Status::AwaitingPayment, Money::Unknown));
        let whens: Vec<_> = order.actions.iter().map(|action| (action.kind, action.when)).collect();
        assert_eq!(
            whens,
            [
                (ActionKind::Pay, Some(When::NotPaid)),
                (ActionKind::Wait, Some(When::Paid)),
                (ActionKind::RefreshStatus, None)
            ]
        );
    }
}

#[test]
fn baanx_paid_time_stands_beside_completed_only() {
    for (word, expected) in
        [("STARTED", true), ("PENDING", true), ("FAILED", true), ("EXPIRED", true), ("COMPLETED", false)]
    {
        let mut payload = baanx(word);
        payload["paidAt"] = json!("2023-03-27 17:07:12.662+03");
        assert_eq!(warned(&fetched(&payload), Warning::PaidTimeUnexpected), expected, "{word}");
    }
}

// Onramp.money

fn onramp_money(way: &str, code: i32) -> Order {
    fetched(&json!({ "orderId": 1, "eventType": way, "fiatType": 1, "status": code }))
}

#[test]
fn an_onramp_money_code_means_something_else_in_each_direction() {
    for (code, buy, sell) in [
        (3, Status::Processing, Status::OnHold),
        (4, Status::Completed, Status::Processing),
        (5, Status::Completed, Status::Delivering),
        (11, Status::Processing, Status::Paid),
        (13, Status::Processing, Status::Delivering),
        (14, Status::Delivering, Status::Completed),
    ] {
        assert_eq!(onramp_money("onramp", code).status, buy, "{code}");
        assert_eq!(onramp_money("offramp", code).status, sell, "{code}");
        let unsaid = fetched(&json!({ "orderId": 1, "fiatType": 1, "status": code }));
        assert_ne!(unsaid.fulfilment, Fulfilment::Yes, "{code}");
        assert!(warned(&unsaid, Warning::DirectionMissing), "{code}");
    }
}

#[test]
fn zero_and_less_are_codes() {
    let created = onramp_money("onramp", 0);
    assert_eq!((created.status, created.word.as_deref()), (Status::AwaitingPayment, Some("0")));
    assert_eq!(onramp_money("offramp", -2).word.as_deref(), Some("-2"));
    assert_eq!(alone("onramp-money", Direction::Swap, "0").status, Status::AwaitingPayment);
}

/// The call went well: that is all that the 1 on top says.
#[test]
fn the_status_on_top_is_the_calls() {
    for code in [-1, 0] {
        let payload = json!({ "status": 1, "code": 200, "data": { "orderId": 1, "coinAmount": 1, "endTime": 1721124610, "status": code } });
        let order = fetched(&payload);
        assert_eq!(order.word, Some(code.to_string()));
        assert_ne!(order.status, Status::PaymentSubmitted);
    }
}

/// "When system gets the tx hash": no confirmation, and a widget's word besides.
#[test]
fn a_completed_onramp_money_event_is_no_completion() {
    assert_eq!(
        alone("onramp-money", Direction::Buy, "ONRAMP_WIDGET_TX_COMPLETED").status,
        Status::Delivering
    );
}

// BTCPay Server

fn invoice(status: &str, additional: &str) -> Order {
    fetched(&json!({ "id": "i-1", "storeId": "s-1", "status": status, "additionalStatus": additional }))
}

fn invoice_event(event: &str, flags: &[&str]) -> Order {
    let mut payload = json!({ "deliveryId": "d-1", "type": event, "invoiceId": "i-1" });
    for flag in ["overPaid", "partiallyPaid", "afterExpiration", "manuallyMarked"] {
        payload[flag] = json!(flags.contains(&flag));
    }
    fetched(&payload)
}

/// Read without its flags, each of these says something else.
#[test]
fn the_flags_of_a_btcpay_webhook_are_half_of_what_it_says() {
    for (event, flag, plain, with) in [
        ("InvoiceExpired", "partiallyPaid", Status::Expired, (Status::OnHold, Some(Reason::AmountUnder))),
        (
            "InvoiceReceivedPayment",
            "afterExpiration",
            Status::PaymentSubmitted,
            (Status::OnHold, Some(Reason::PaidLate)),
        ),
        ("InvoiceSettled", "overPaid", Status::Completed, (Status::Completed, Some(Reason::AmountOver))),
    ] {
        assert_eq!(invoice_event(event, &[]).status, plain, "{event}");
        let order = invoice_event(event, &[flag]);
        assert_eq!((order.status, order.reason), with, "{event} {flag}");
    }
}

/// Somebody of the store pressed a button: no payment is proven, whatever flags stand beside it.
#[test]
fn a_btcpay_invoice_that_was_marked_is_the_merchants_to_decide() {
    for order in [
        invoice("Settled", "Marked"),
        invoice_event("InvoiceSettled", &["manuallyMarked"]),
        invoice_event("InvoiceSettled", &["manuallyMarked", "overPaid"]),
    ] {
        assert_eq!((order.fulfilment, order.money), (Fulfilment::MerchantDecides, Money::Unknown));
    }
}

/// The store takes it back, and an answer has no time by which the older one could be told.
#[test]
fn a_btcpay_invoice_that_was_marked_as_invalid_is_settled_no_more() {
    let (settled, invalid) = (invoice("Settled", "None"), invoice("Invalid", "Marked"));
    for (previous, next) in [(&settled, &invalid), (&invalid, &settled)] {
        let now = transition(previous, next, None).unwrap();
        assert_eq!((now.verdict, now.alerts.as_slice()), (Verdict::Conflict, &[Alert::ReviewConflict][..]));
        assert_eq!(now.order, &invalid);
    }
}

#[test]
fn an_expired_btcpay_invoice_may_hold_money() {
    assert_eq!(invoice("Expired", "None").finality, Finality::Reopenable);
    for additional in ["PaidPartial", "PaidLate"] {
        let order = invoice("Expired", additional);
        assert_eq!((order.status, order.money, order.actor), (Status::OnHold, Money::Held, Actor::Merchant));
        assert!(!order.poll.stop);
    }
}

/// What is short before the expiry may be topped up; what is seen may be replaced and fall back to New.
#[test]
fn a_btcpay_invoice_under_way_is_open() {
    let short = invoice("New", "PaidPartial");
    assert_eq!(kinds(&short, Audience::Customer), [ActionKind::TopUp]);
    let seen = invoice("Processing", "None");
    assert_eq!((seen.finality, seen.fulfilment), (Finality::Open, Fulfilment::Wait));
}

/// One payment of an invoice is not all of it.
#[test]
fn a_settled_btcpay_payment_is_not_a_settled_invoice() {
    let order = invoice_event("InvoicePaymentSettled", &[]);
    assert_eq!((order.status, order.fulfilment), (Status::Processing, Fulfilment::Wait));
}

/// Money that leaves the merchant's node has a `Pending` of its own.
#[test]
fn a_lightning_payment_is_no_invoice() {
    let payment = json!({ "id": "l-1", "status": "Pending", "BOLT11": "lnbc", "paymentHash": "beef" });
    let error = normalize(payment.to_string().as_bytes(), &api()).unwrap_err();
    assert_eq!(error.code().as_str(), "no_order");
}

/// The reference names the word and says no more: a payment request's invoices tell.
#[test]
fn a_completed_payment_request_hands_nothing_over() {
    let order = alone("btcpay", Direction::Pay, "Completed");
    assert_eq!((order.status, order.fulfilment), (Status::Paid, Fulfilment::Wait));
}

/// Its older API writes the boolean `false` where there is no exception.
#[test]
fn no_exception_is_no_detail() {
    for (exception, detail) in [(json!(false), None), (json!("paidLate"), Some("paidLate"))] {
        let payload = json!({ "data": { "id": "i-1", "status": "expired", "exceptionStatus": exception, "cryptoInfo": [] } });
        assert_eq!(fetched(&payload).detail.as_deref(), detail);
    }
}

// Coinbase Onramp and Offramp

/// The same five letters stand at the end of three lists' words.
#[test]
fn a_coinbase_words_prefix_says_which_way_it_goes() {
    let word =
        |direction, word| normalize_word("coinbase", word, &api().going(direction)).unwrap().rule.known;
    assert!(word(Direction::Buy, "ONRAMP_TRANSACTION_STATUS_SUCCESS"));
    assert!(!word(Direction::Sell, "ONRAMP_TRANSACTION_STATUS_SUCCESS"));
    assert!(word(Direction::Sell, "TRANSACTION_STATUS_SUCCESS"));
    assert!(!word(Direction::Buy, "TRANSACTION_STATUS_SUCCESS"));
}

#[test]
fn coinbases_values_for_not_yet_are_no_values() {
    let order = fetched(&json!({
        "eventType": "onramp.transaction.updated", "transactionId": "c-1", "txHash": "0x",
        "completedAt": "0001-01-01T00:00:00Z", "failureReason": "FAILURE_REASON_UNSPECIFIED",
        "status": "ONRAMP_TRANSACTION_STATUS_UNSPECIFIED",
    }));
    assert_eq!((order.tx_hash, order.times.completed, order.detail, order.word), (None, None, None, None));
    assert_eq!(order.status, Status::Unknown);
    assert!(!order.rule.warnings.contains(&Warning::UnreadableTime));
}

/// Applications send at STARTED, others take it for sent: a hash tells.
#[test]
fn a_started_coinbase_sell_is_sent_only_where_it_has_a_hash() {
    for (hash, status) in [("0x", Status::AwaitingPayment), ("0xfeed", Status::PaymentSubmitted)] {
        for form in [
            json!({ "eventType": "offramp.transaction.updated", "transactionId": "c-1", "toAddress": "a", "txHash": hash, "status": "TRANSACTION_STATUS_STARTED" }),
            json!({ "transactions": [{ "transaction_id": "c-1", "sell_amount": {}, "to_address": "a", "tx_hash": hash, "status": "TRANSACTION_STATUS_STARTED" }] }),
        ] {
            let order = fetched_first(&form);
            assert_eq!(order.status, status, "{form}");
            let send = order.actions.iter().find(|action| action.kind == ActionKind::SendCrypto);
            assert_eq!(send.and_then(|send| send.when), (hash == "0x").then_some(When::NotPaid), "{form}");
        }
    }
}

/// Who leaves a payment sheet leaves the order in progress for good.
#[test]
fn coinbases_in_progress_proves_no_money() {
    for word in ["ONRAMP_TRANSACTION_STATUS_IN_PROGRESS", "ONRAMP_ORDER_STATUS_PROCESSING"] {
        assert_eq!(alone("coinbase", Direction::Buy, word).money, Money::Unknown);
    }
}

/// The reference's sample of the event for a failure has a transaction in progress.
#[test]
fn the_name_of_a_coinbase_event_decides_nothing_beside_a_status() {
    let payload = json!({
        "eventType": "onramp.transaction.failed", "transactionId": "c-1",
        "status": "ONRAMP_TRANSACTION_STATUS_IN_PROGRESS",
    });
    assert_eq!(fetched(&payload).status, Status::Processing);
}

// Coinbase Commerce

/// The vendor's own shop plugin has no branch for these three; code that takes the first or any entry reads the past.
#[test]
fn a_coinbase_charge_stands_where_its_timeline_ends() {
    for (words, status, fulfilment) in [
        (&["NEW", "SIGNED"] as &[&str], Status::PaymentSubmitted, Fulfilment::Wait),
        (&["NEW", "PENDING", "COMPLETED", "UNRESOLVED"], Status::OnHold, Fulfilment::Wait),
        (&["NEW", "PENDING", "UNRESOLVED", "RESOLVED"], Status::Completed, Fulfilment::MerchantDecides),
        (&["NEW", "PENDING", "COMPLETED", "REFUND PENDING"], Status::RefundPending, Fulfilment::No),
        (&["NEW", "EXPIRED"], Status::Expired, Fulfilment::No),
        (&["NEW", "EXPIRED", "UNRESOLVED"], Status::OnHold, Fulfilment::Wait),
    ] {
        let order = fetched(&json!({ "data": charge(words) }));
        assert_eq!((order.status, order.fulfilment), (status, fulfilment), "{words:?}");
        assert_eq!(order.word.as_deref(), words.last().copied());
    }
}

#[test]
fn an_expired_coinbase_charge_may_still_be_paid() {
    let order = fetched(&json!({ "data": charge(&["NEW", "EXPIRED"]) }));
    assert_eq!(order.finality, Finality::Reopenable);
    assert!(!order.poll.stop);
}

#[test]
fn a_coinbase_charge_is_not_fulfilled_before_it_is_safe_from_forks() {
    for payload in forms("coinbase-commerce", "PENDING") {
        let order = fetched_first(&payload);
        assert_eq!((order.status, order.fulfilment), (Status::PaymentSubmitted, Fulfilment::Wait));
    }
}

/// `charge:failed` comes beside UNRESOLVED, too: the money is there.
#[test]
fn a_failed_coinbase_event_does_not_say_that_no_money_came() {
    let mut paid = charge(&["NEW", "PENDING", "UNRESOLVED"]);
    paid["timeline"][2]["context"] = json!("UNDERPAID");
    let order = fetched(&json!({ "event": { "type": "charge:failed", "data": paid } }));
    assert_eq!((order.status, order.reason), (Status::OnHold, Some(Reason::AmountUnder)));
    let alone = fetched(&json!({ "event": { "type": "charge:failed", "data": { "code": "C1" } } }));
    assert_eq!((alone.money, alone.finality), (Money::Unknown, Finality::Reopenable));
}

// Hints

/// Everything that a caller could say to make a hint look better.
fn tempting_contexts() -> Vec<Context> {
    let mut contexts = Vec::new();
    for trust in [None, Some(Trust::Unverified), Some(Trust::Api), Some(Trust::Hint)] {
        for kind in [
            None,
            Some(SourceKind::Rest),
            Some(SourceKind::Webhook),
            Some(SourceKind::Websocket),
            Some(SourceKind::Word),
        ] {
            for direction in [None, Some(Direction::Buy), Some(Direction::Sell)] {
                let mut context = Context::default();
                context.trust = trust;
                context.kind = kind;
                context.direction = direction;
                context.accept_test = true;
                context.custodial = true;
                contexts.push(context);
            }
        }
    }
    contexts
}

#[track_caller]
fn assert_hint(order: &Order, from: &str) {
    assert_eq!(order.trust, Trust::Hint, "{from}");
    assert_eq!(order.fulfilment, Fulfilment::Wait, "{from}");
    assert_eq!(order.finality, Finality::Open, "{from}");
    assert!(!order.poll.stop && order.poll.after_ms.is_some(), "{from}");
    for claim in [Status::Completed, Status::Refunded, Status::RefundPending, Status::Reversed] {
        assert_ne!(order.status, claim, "{from}");
    }
    for claim in [Money::Delivered, Money::Returning, Money::Returned] {
        assert_ne!(order.money, claim, "{from}");
    }
    assert_ne!(order.tone, Tone::Success, "{from}");
    assert!(!has(order, Audience::Merchant, ActionKind::Fulfil), "{from}");
    assert!(has(order, Audience::Merchant, ActionKind::RefreshStatus), "{from}");
    assert!(warned(order, Warning::HintOnly), "{from}");
    // Whoever writes the hint could write these.
    for action in &order.actions {
        assert!(action.url.is_none() && action.address.is_none() && action.amount.is_none(), "{from}");
    }
}

fn words_and_events(provider: &str) -> Vec<&'static str> {
    let found = providers().into_iter().find(|info| info.id == provider).unwrap();
    let mut all: Vec<&str> = found.words.iter().map(|row| row.word).chain(found.events).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Return addresses and widget events that claim a word, of every provider that has such.
fn browser_payloads(provider: &str, word: &str) -> Vec<String> {
    match provider {
        "transak" => {
            let mut payloads = Vec::new();
            for direction in ["BUY", "SELL"] {
                let order = transak(direction, word);
                payloads.extend([
                    format!("https://shop.example/thanks?orderId=t-1&isBuyOrSell={direction}&status={word}"),
                    format!(
                        "?orderId=%22t-1%22&isBuyOrSell=%22{direction}%22&status=%22{word}%22&totalFee=undefined"
                    ),
                    format!("orderId=t-1&isBuyOrSell={direction}&status={word}&trust=api&kind=rest"),
                    json!({ "event_id": "TRANSAK_ORDER_SUCCESSFUL", "data": order }).to_string(),
                    json!({ "event_id": "TRANSAK_ORDER_CREATED", "data": order, "trust": "api" }).to_string(),
                    json!({ "event_id": word, "data": order }).to_string(),
                    json!({ "eventName": "TRANSAK_ORDER_SUCCESSFUL", "status": order }).to_string(),
                    json!({ "eventName": "ORDER_COMPLETED", "status": order }).to_string(),
                    json!({ "event_id": word, "data": { "id": "t-1", "isBuyOrSell": direction } })
                        .to_string(),
                    // A wrapping lifts nothing.
                    json!({ "data": token(&json!({ "event_id": "TRANSAK_ORDER_SUCCESSFUL", "data": order })) })
                        .to_string(),
                    json!({ "data": token(&json!({ "eventName": "TRANSAK_ORDER_SUCCESSFUL", "status": order })) })
                        .to_string(),
                    json!({
                        "event": "ORDER_COMPLETED",
                        "data": json!({ "eventName": "ORDER_COMPLETED", "status": order }).to_string(),
                    })
                        .to_string(),
                ]);
            }
            payloads.push(json!({ "event_id": word }).to_string());
            payloads
        }
        "banxa" => vec![
            format!("https://shop.example/thanks?orderId=b-1&orderRef=1&orderStatus={word}"),
            format!("https://shop.example/thanks?orderId=b-1&paymentStatus={word}&fulfillmentStatus={word}"),
            format!("https://shop.example/thanks?status={word}?orderId=b-1&orderRef=1&orderStatus={word}"),
        ],
        _ => Vec::new(),
    }
}

#[test]
fn a_redirect_or_widget_event_never_yields_completed_or_fulfil() {
    let contexts = tempting_contexts();
    let mut orders = 0;
    for provider in ["transak", "banxa"] {
        for word in words_and_events(provider) {
            for payload in browser_payloads(provider, word) {
                for context in &contexts {
                    for named in [None, Some(provider.to_owned())] {
                        let mut context = context.clone();
                        context.provider = named;
                        // Some are no order at all, an event name that is a status word for one.
                        let Ok(found) = normalize_all(payload.as_bytes(), &context) else { continue };
                        for order in found {
                            assert_hint(&order, &payload);
                            orders += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(orders > 10_000, "only {orders} orders were made");
}

/// One order, and beside it or around it what a widget calls its event.
fn beside_an_event(name: &str, event: &str) -> Vec<Value> {
    let order = transak("BUY", "COMPLETED");
    let mut flat = order.clone();
    flat[name] = json!(event);
    vec![
        flat,
        json!({ name: event, "data": order }),
        json!({ name: event, "status": order }),
        json!({ name: event, "meta": {}, "data": order }),
        json!({ name: event, "data": [order] }),
        json!({ name: event, "response": [order] }),
        json!({ name: event, "webhookData": order }),
    ]
}

/// Whatever else stands beside the event: what passed through a widget proves nothing.
#[test]
fn what_carries_a_widgets_event_is_a_hint_or_no_order() {
    for event in ["TRANSAK_ORDER_SUCCESSFUL", "TRANSAK_ORDER_CREATED", "TRANSAK_WIDGET_CLOSE"] {
        for name in ["event_id", "eventName"] {
            for payload in beside_an_event(name, event) {
                for found in normalize_all(payload.to_string().as_bytes(), &api()).into_iter().flatten() {
                    assert_hint(&found, &payload.to_string());
                }
            }
        }
    }
}

/// A listener of the widget's calls some events by the names that webhooks have.
#[test]
fn what_carries_a_listeners_event_is_a_hint_or_no_order() {
    for payload in beside_an_event("eventName", "ORDER_COMPLETED") {
        for found in normalize_all(payload.to_string().as_bytes(), &api()).into_iter().flatten() {
            assert_hint(&found, &payload.to_string());
        }
    }
}

/// A claim of success or of a refund is `processing`; other words keep their status.
#[test]
fn a_hint_that_claims_no_end_keeps_its_status() {
    for info in providers() {
        for row in &info.words {
            let direction = row.direction.unwrap_or(info.directions[0]);
            let sure = alone(info.id, direction, row.word);
            for payload in browser_payloads(info.id, row.word).iter().take(1) {
                let context = Context::default().going(direction);
                let hint = normalize(payload.as_bytes(), &context).unwrap();
                if hint.direction != Some(direction) {
                    continue;
                }
                if matches!(sure.status, Status::Completed | Status::Refunded | Status::RefundPending) {
                    assert_eq!(hint.status, Status::Processing, "{payload}");
                    assert_eq!(hint.reason, Some(Reason::UnconfirmedHint), "{payload}");
                } else {
                    assert_eq!((hint.status, hint.reason), (sure.status, sure.reason), "{payload}");
                }
                assert_eq!(hint.word.as_deref(), Some(row.word));
            }
        }
    }
}

/// Every payload can come by way of the browser; then the caller says so.
#[test]
fn what_the_caller_calls_a_redirect_or_a_widget_event_is_a_hint() {
    for info in providers() {
        for word in words_and_events(info.id) {
            for payload in forms(info.id, word) {
                for kind in [SourceKind::Redirect, SourceKind::Widget] {
                    for trust in [None, Some(Trust::Api), Some(Trust::Unverified)] {
                        let mut context = Context::default();
                        context.kind = Some(kind);
                        context.trust = trust;
                        for order in normalize_all(payload.to_string().as_bytes(), &context).unwrap() {
                            assert_hint(&order, &payload.to_string());
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn what_the_caller_trusts_as_a_hint_is_one() {
    for info in providers() {
        for word in words_and_events(info.id) {
            let context = Context::default().trusted_as(Trust::Hint);
            for payload in forms(info.id, word) {
                for order in normalize_all(payload.to_string().as_bytes(), &context).unwrap() {
                    assert_hint(&order, &payload.to_string());
                }
            }
            for direction in info.directions {
                let order = normalize_word(info.id, word, &context.clone().going(*direction)).unwrap();
                assert_hint(&order, word);
            }
        }
    }
}

/// A word that was taken out of a return address is worth no more than the address.
#[test]
fn a_word_that_came_by_a_redirect_or_a_widget_is_a_hint() {
    for info in providers() {
        for word in words_and_events(info.id) {
            for kind in [SourceKind::Redirect, SourceKind::Widget] {
                let mut context = api().going(info.directions[0]);
                context.kind = Some(kind);
                let order = normalize_word(info.id, word, &context).unwrap();
                assert_hint(&order, &format!("{kind}: {}.{word}", info.id));
            }
        }
    }
}

// Trust

#[test]
fn an_unverified_webhook_never_yields_fulfil() {
    for info in providers() {
        for word in words_and_events(info.id) {
            let mut found = Vec::new();
            for trust in [None, Some(Trust::Unverified)] {
                for kind in [None, Some(SourceKind::Webhook), Some(SourceKind::Rest)] {
                    let mut context = Context::default();
                    context.trust = trust;
                    context.kind = kind;
                    context.accept_test = true;
                    for payload in forms(info.id, word) {
                        found.extend(normalize_all(payload.to_string().as_bytes(), &context).unwrap());
                    }
                    for direction in info.directions {
                        found
                            .push(normalize_word(info.id, word, &context.clone().going(*direction)).unwrap());
                    }
                }
            }
            for order in found {
                assert_eq!(order.trust, Trust::Unverified, "{word}");
                assert_ne!(order.fulfilment, Fulfilment::Yes, "{word}");
                assert!(!has(&order, Audience::Merchant, ActionKind::Fulfil), "{word}");
                // The status stays as it was said.
                if order.status == Status::Completed && order.fulfilment == Fulfilment::Wait {
                    assert_eq!(kinds(&order, Audience::Merchant), [ActionKind::RefreshStatus], "{word}");
                    assert!(warned(&order, Warning::Unverified), "{word}");
                }
            }
        }
    }
}

#[test]
fn completed_says_yes_only_to_who_vouches_for_it() {
    for (provider, word) in [
        ("transak", "COMPLETED"),
        ("banxa", "complete"),
        ("mugglepay", "PAID"),
        ("baanx", "COMPLETED"),
        ("coinbase-commerce", "COMPLETED"),
        ("mercuryo", "withdraw/completed"),
        ("mercuryo", "sell/succeeded"),
        ("moonpay", "completed"),
        ("onramper", "completed"),
    ] {
        for payload in forms(provider, word) {
            let text = payload.to_string();
            for order in normalize_all(text.as_bytes(), &api()).unwrap() {
                assert_eq!((order.status, order.fulfilment), (Status::Completed, Fulfilment::Yes), "{text}");
            }
            let verified = Context::default().trusted_as(Trust::Verified);
            assert!(normalize_all(text.as_bytes(), &verified).is_err(), "{text}");
            for order in normalize_all(text.as_bytes(), &Context::default()).unwrap() {
                assert_eq!((order.status, order.fulfilment), (Status::Completed, Fulfilment::Wait), "{text}");
            }
        }
    }
}

// Unknown words

/// Words that no provider documents: guesses of public code, other providers' words, other spellings.
const UNKNOWN_WORDS: &[(&str, &str)] = &[
    (
        "transak",
        "completed,Completed,complete,COMPLETE,SUCCESS,PAID,FAILURE,CANCELED,PENDING,CONFIRMED,DECLINED,RISK_APPROVED,\
         CAPTURED,AWAITING_CRYPTO_FROM_USER,PENDING_DELIVERY_FROM_USER,ON_HOLD_PENDING_DELIVERY_FROM_USER,ON_HOLD,\
         PROCESSING ,TRANSAK_WIDGET_CLOSE",
    ),
    (
        "banxa",
        "completed,Complete,COMPLETE,succeeded,OK,COMPLETED,PENDING_PAYMENT,PAYMENT_READY,INCOMPLETE,CANCELLED_KYC,CANCELLED,\
         DECLINED,canceled,failed,chargeback,IN-PROGRESS",
    ),
    ("mugglepay", "paid,CANCELLED,COMPLETED,200,201,400,SUCCESS,EXPIRE,UNPAID"),
    ("baanx", "completed,PAID,CANCELLED,SUCCESS,CREATED,payment_refunded,VERIFIED"),
    (
        "ramp-network",
        "released,Released,COMPLETED,RETURNED,ERROR,REFUNDED,FIAT_RETURNED,CANCELED,PAYMENT_COMPLETED,not-started,INITIALISED",
    ),
    ("onramper", "Completed,COMPLETED,success,refunded,PAID,paid_,transaction_refunded,error,inprogress"),
    ("mercuryo", "completed,succeeded,PAID,failed,3,98,canceled,approved,faild"),
    (
        "moonpay",
        "COMPLETED,complete,success,failed_,refunded,cancelled,expired,waiting,paid,in_progress,not_started,swap_done",
    ),
    (
        "btcpay",
        "settled,SETTLED,Refunded,InvoiceRefund,paidPartial,PaidOver,invoice_completed,Approved,Invoice",
    ),
    ("onramp-money", "-5,8.0,20,99,100,SUCCESS,completed,00"),
    (
        "coinbase",
        "SUCCESS,IN_PROGRESS,OFFRAMP_TRANSACTION_STATUS_SUCCESS,ONRAMP_ORDER_STATUS_CANCELLED,ONRAMP_ORDER_STATUS_EXPIRED,\
         onramp_transaction_status_success,ONRAMP_TRANSACTION_STATUS_REFUNDED",
    ),
    ("coinbase-commerce", "completed,CONFIRMED,CANCELLED,UNDERPAID,CANCELATION_COMPLETE,PENDING REFUND,PAID"),
];

#[test]
fn an_unknown_word_is_unknown() {
    for (provider, words) in UNKNOWN_WORDS.iter().copied() {
        for word in words.split(',') {
            let mut found = Vec::new();
            for payload in forms(provider, word) {
                found.extend(normalize_all(payload.to_string().as_bytes(), &api()).unwrap());
            }
            found.push(normalize_word(provider, word, &api()).unwrap());
            for direction in providers().iter().find(|info| info.id == provider).unwrap().directions {
                found.push(alone(provider, *direction, word));
            }
            for order in found {
                assert_eq!(order.status, Status::Unknown, "{provider} {word}");
                assert_eq!((order.money, order.reason), (Money::Unknown, None), "{provider} {word}");
                assert_eq!(
                    (order.fulfilment, order.finality),
                    (Fulfilment::Wait, Finality::Open),
                    "{provider} {word}"
                );
                assert_eq!(order.word.as_deref(), Some(word), "{provider}");
                assert!(!order.rule.known && order.rule.id.is_none(), "{provider} {word}");
                assert!(warned(&order, Warning::UnknownWord), "{provider} {word}");
                assert!(has(&order, Audience::Merchant, ActionKind::ReportUnmapped), "{provider} {word}");
                assert!(!order.poll.stop, "{provider} {word}");
            }
        }
    }
}

// Decoys: what looks like the order's status and is not

#[test]
fn a_cards_status_is_not_the_orders() {
    for card in ["CAPTURED", "DECLINED", "COMPLETED", "FAILED"] {
        for (word, status) in [
            ("AWAITING_PAYMENT_FROM_USER", Status::AwaitingPayment),
            ("PROCESSING", Status::Processing),
            ("COMPLETED", Status::Completed),
            ("CANCELLED", Status::Cancelled),
        ] {
            let mut payload = transak("BUY", word);
            payload["cardPaymentData"] =
                json!({ "status": card, "orderId": "card-1", "paymentId": "p-1", "isBuyOrSell": "SELL" });
            let order = fetched(&payload);
            assert_eq!((order.status, order.word.as_deref()), (status, Some(word)), "{card}");
            assert_eq!(order.id.as_deref(), Some("t-1"));
            assert_ne!(order.reason, Some(Reason::PaymentDeclined), "{word} beside a card {card}");
        }
    }
}

#[test]
fn an_internal_status_is_not_the_orders() {
    for internal in ["RISK_APPROVED", "COMPLETED", "REFUNDED"] {
        for text in [
            format!(r#"{{"isBuyOrSell":"BUY","status":"PROCESSING","internalOrderStatus":"{internal}"}}"#),
            format!(r#"{{"isBuyOrSell":"BUY","internalOrderStatus":"{internal}","status":"PROCESSING"}}"#),
        ] {
            assert_eq!(normalize(text.as_bytes(), &api()).unwrap().status, Status::Processing, "{text}");
        }
        // Not even where no status stands.
        let order = json!({ "id": "t-1", "isBuyOrSell": "BUY", "internalOrderStatus": internal });
        let lone = json!({ "eventID": "ORDER_PROCESSING", "webhookData": order });
        let order = fetched(&lone);
        assert_eq!((order.word, order.status), (None, Status::Processing));
    }
}

#[test]
fn a_history_is_not_the_present() {
    let mut payload = transak("BUY", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK");
    payload["statusHistories"] = json!([
        { "status": "PROCESSING", "createdAt": "2026-01-16T04:04:20.000Z", "message": "Jane Doe ordered" },
        { "status": "PENDING_DELIVERY_FROM_TRANSAK", "createdAt": "2026-01-16T04:05:20.000Z", "message": "paid" },
        { "status": "COMPLETED", "createdAt": "2026-01-16T04:06:20.000Z", "message": "sent to jane@example.com" },
    ]);
    let order = fetched(&payload);
    assert_eq!(order.status, Status::OnHold);
    // The messages name the customer.
    let all = format!("{order:?}");
    assert!(!all.contains("Jane") && !all.contains("jane@"), "{all}");
}

#[test]
fn a_number_on_top_is_not_a_status() {
    let list = json!({ "status": 200, "orders": [callback("NEW"), callback("PAID")] });
    let orders = normalize_all(list.to_string().as_bytes(), &api()).unwrap();
    let words: Vec<_> = orders.iter().map(|order| order.word.as_deref()).collect();
    assert_eq!(words, [Some("NEW"), Some("PAID")]);
    for top in [json!(200), json!(201)] {
        let mut payload = mugglepay("PENDING");
        payload["status"] = top;
        assert_eq!(fetched(&payload).word.as_deref(), Some("PENDING"));
    }
    for top in [json!(400), json!("400")] {
        let problem =
            json!({ "status": top, "error_code": "ORDER_NOT_VALID", "error": "Order id is not valid." });
        let error = normalize(problem.to_string().as_bytes(), &api()).unwrap_err();
        assert_eq!(error.code().as_str(), "problem_payload");
    }
}

#[test]
fn an_envelopes_ok_is_not_a_status() {
    for (word, status) in [("pendingPayment", Status::AwaitingPayment), ("expired", Status::Expired)] {
        let payload =
            json!({ "status": "OK", "order": { "id": "b-1", "order_type": "CRYPTO-BUY", "status": word } });
        let order = fetched(&payload);
        assert_eq!((order.status, order.word.as_deref()), (status, Some(word)));
    }
    let silent = json!({ "status": "OK", "order": { "id": "b-1", "order_type": "CRYPTO-BUY" } });
    let order = fetched(&silent);
    assert_eq!((order.word, order.status), (None, Status::Unknown));
}

#[test]
fn what_the_receiver_of_a_webhook_answered_is_not_a_status() {
    for answer in [
        json!({ "statusCode": 200, "status": "COMPLETED" }),
        json!({ "statusCode": "COMPLETED" }),
        json!({ "statusCode": 500, "status": "FAILED" }),
    ] {
        let log = json!({
            "meta": { "limit": 1 },
            "data": [{
                "id": "w-1", "createdAt": "2026-01-16T04:04:20.000Z", "eventID": "ORDER_PROCESSING",
                "webhookData": transak("BUY", "PROCESSING"), "webhookResponse": answer, "status": "COMPLETED",
            }],
        });
        let order = fetched(&log);
        assert_eq!(
            (order.status, order.word.as_deref()),
            (Status::Processing, Some("PROCESSING")),
            "{answer}"
        );
        assert_eq!(order.id.as_deref(), Some("t-1"), "{answer}");
    }
}

#[test]
fn what_the_merchant_was_told_is_not_the_status() {
    for (word, told, status) in [
        ("PAID", "PENDING", Status::Completed),
        ("PENDING", "PAID", Status::PaymentSubmitted),
        ("REFUNDED", "PAID", Status::Refunded),
    ] {
        let mut payload = mugglepay(word);
        payload["order"]["notified"] = json!(told);
        let order = fetched(&payload);
        assert_eq!((order.status, order.word.as_deref()), (status, Some(word)), "told {told}");
        payload["order"].as_object_mut().unwrap().remove("status");
        assert_eq!(fetched(&payload).word, None, "told {told}");
    }
}

#[test]
fn a_merchants_own_status_in_a_return_address_is_not_banxas() {
    for address in [
        "https://shop.example/back?status=complete&orderId=b-1&orderRef=1&orderStatus=pendingPayment",
        "https://shop.example/back?orderId=b-1&orderRef=1&orderStatus=pendingPayment&status=complete",
        "https://shop.example/back?status=complete?orderId=b-1&orderRef=1&orderStatus=pendingPayment",
        "https://shop.example/back?orderStatus=complete?orderId=b-1&orderRef=1&orderStatus=pendingPayment",
    ] {
        let order = normalize(address.as_bytes(), &Context::default().going(Direction::Buy)).unwrap();
        assert_eq!(order.provider, "banxa", "{address}");
        assert_eq!(order.word.as_deref(), Some("pendingPayment"), "{address}");
        assert_eq!(order.status, Status::AwaitingPayment, "{address}");
    }
    for address in [
        "https://shop.example/back?status=complete&orderId=b-1&orderRef=1",
        "https://shop.example/back?status=complete&orderId=b-1&paymentStatus=complete&identityStatus=complete",
        "https://shop.example/back?status=complete&orderId=b-1&fulfillmentStatus=complete",
    ] {
        let order = normalize(address.as_bytes(), &Context::default()).unwrap();
        assert_eq!((order.word, order.status), (None, Status::Unknown), "{address}");
    }
}

#[test]
fn a_merchants_own_status_before_what_transak_appends_does_not_count() {
    let address = "https://shop.example/back?status=COMPLETED&orderId=mine&orderId=t-1&isBuyOrSell=BUY&status=PROCESSING";
    let order = normalize(address.as_bytes(), &Context::default()).unwrap();
    assert_eq!((order.word.as_deref(), order.id.as_deref()), (Some("PROCESSING"), Some("t-1")));
    assert_eq!(order.status, Status::Processing);
}

#[test]
fn a_status_reason_is_a_detail_and_no_reason() {
    let mut payload = transak("BUY", "COMPLETED");
    payload["statusReason"] = json!("Order failed an internal check!");
    let order = fetched(&payload);
    assert_eq!((order.status, order.reason), (Status::Completed, None));
    assert_eq!(order.detail.as_deref(), Some("Order failed an internal check!"));
    for audience in [Audience::Customer, Audience::Merchant] {
        let text = describe(&order, Locale::En, audience);
        assert!(!text.body.contains("internal check") && !text.title.contains("internal check"));
    }
}

#[test]
fn the_state_of_an_alipay_payment_is_not_the_orders() {
    let mut payload = callback("PENDING");
    payload["meta"] = json!({ "payment": "ALIPAY", "status": "PAID", "trade_status": "TRADE_SUCCESS" });
    assert_eq!(fetched(&payload).status, Status::PaymentSubmitted);
}
