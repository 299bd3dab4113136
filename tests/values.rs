//! Fields hold what a payload says and nothing else: no placeholder is a value. And what each HTTP problem means.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

use orderstate::{
    ActionKind, Actor, Amount, Audience, Context, Direction, Environment, Fulfilment, Order, Problem,
    RetryPolicy, Status, Time, Trust, Warning, normalize, normalize_problem, normalize_word,
};
use serde_json::{Value, json};

fn fetched(payload: &Value) -> Order {
    read(&payload.to_string())
}

fn read(text: &str) -> Order {
    let context = Context::default().trusted_as(Trust::Api);
    normalize(text.as_bytes(), &context).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What may stand in any field and says nothing.
fn nothings() -> Vec<Value> {
    vec![
        Value::Null,
        json!(""),
        json!(" "),
        json!("0"),
        json!(0),
        json!("0x"),
        json!("null"),
        json!("undefined"),
        json!({}),
        json!([]),
    ]
}

/// An order with every member that is read, at its path; none of them is a placeholder.
fn full(provider: &str) -> Value {
    match provider {
        "transak" => json!({
            "id": "t-1", "partnerOrderId": "r-1", "isBuyOrSell": "SELL", "status": "AWAITING_PAYMENT_FROM_USER",
            "statusReason": "why", "createdAt": "2026-01-16T04:04:20.000Z", "updatedAt": "2026-01-16T04:05:20.000Z",
            "capturedAt": "2026-01-16T04:06:20.000Z", "completedAt": "2026-01-16T04:07:20.000Z",
            "autoExpiresAt": "2026-01-16T05:04:20+00:00", "transactionHash": "0xfeed",
            "transactionLink": "https://scan.example/0xfeed", "fiatAmount": 100, "fiatCurrency": "EUR",
            "cryptoAmount": 0.5, "cryptoCurrency": "ETH", "network": "ethereum",
            "cryptoPaymentData": { "paymentAddress": "0xabc", "cryptoAmountPaid": 0.5 },
        }),
        "banxa" => json!({
            "id": "b-1", "externalOrderId": "r-1", "orderType": "SELL", "status": "waitingPayment",
            "external_reason": "why", "createdAt": "2026-01-16T04:04:20.000000Z",
            "updatedAt": "2026-01-16T04:05:20.000000Z",
            "completed_at": "16-Jan-2026 04:07:20", "transactionHash": "0xfeed", "walletAddress": "0xabc",
            "checkoutUrl": "https://acme.banxa.com/1", "orderStatusUrl": "https://acme.banxa.com/s/1",
            "fiat": "EUR", "fiatAmount": "100.00", "crypto": { "id": "ETH", "blockchain": "ETH" },
            "cryptoAmount": "0.5",
        }),
        "mugglepay" => json!({
            "status": 200, "payment_url": "https://invoice.mugglepay.com/invoices?id=m-1",
            "order": {
                "order_id": "m-1", "merchant_order_id": "r-1", "status": "PAID",
                "price_amount": 15, "price_currency": "USD",
                "created_at": "2026-01-16T04:04:20.000Z", "updated_at": "2026-01-16T04:05:20.000Z",
                "paid_at": "2026-01-16T04:06:20.000Z", "pay_amount": 15, "pay_currency": "USDT_ARB",
                "meta": { "transaction_hash": "0xfeed", "network": "ARB" },
            },
            "invoice": {
                "status": "PAID", "address": "0xabc", "expired_at": "2026-01-16T05:04:20.000Z", "pay_amount": 15,
                "pay_currency": "USDT_ARB", "receive_amount": 14, "receive_currency": "USDT",
            },
        }),
        "baanx" => json!({
            "requestId": "q-1", "orderId": "x-1", "status": "COMPLETED", "paidAt": "2023-03-27 17:07:12.662+03",
            "metadata": { "txHash": "0xfeed", "note": "why", "paymentId": "p-1" },
        }),
        other => panic!("there is no order of `{other}`"),
    }
}

/// Which field of an order each member gives; a field is none once its member says nothing.
type FieldOf = (&'static str, &'static str, fn(&Order) -> bool);

fn is_none(field: &str) -> fn(&Order) -> bool {
    match field {
        "word" => |order| order.word.is_none(),
        "id" => |order| order.id.is_none(),
        "reference" => |order| order.reference.is_none(),
        "detail" => |order| order.detail.is_none(),
        "created" => |order| order.times.created.is_none(),
        "updated" => |order| order.times.updated.is_none(),
        "paid" => |order| order.times.paid.is_none(),
        "completed" => |order| order.times.completed.is_none(),
        "expires" => |order| order.expires_at.is_none(),
        "hash" => |order| order.tx_hash.is_none(),
        "address" => |order| order.actions.iter().all(|action| action.address.is_none()),
        "checkout" => |order| order.links.checkout.is_none(),
        "status page" => |order| order.links.status.is_none(),
        "transaction page" => |order| order.links.transaction.is_none(),
        "expected" => |order| order.amounts.expected.is_none(),
        "amount paid" => |order| order.amounts.paid.is_none(),
        "received" => |order| order.amounts.received.is_none(),
        "expected currency" => |order| currency(order.amounts.expected.as_ref()).is_none(),
        "received currency" => |order| currency(order.amounts.received.as_ref()).is_none(),
        "expected network" => |order| network(order.amounts.expected.as_ref()).is_none(),
        "direction" => |order| order.direction.is_none(),
        other => panic!("there is no field `{other}`"),
    }
}

fn currency(amount: Option<&Amount>) -> Option<&str> {
    amount?.currency.as_deref()
}

fn network(amount: Option<&Amount>) -> Option<&str> {
    amount?.network.as_deref()
}

/// By provider: the members, as JSON pointers, and the field that each gives.
const MEMBERS: &[(&str, &[(&str, &str)])] = &[
    (
        "transak",
        &[
            ("/id", "id"),
            ("/partnerOrderId", "reference"),
            ("/isBuyOrSell", "direction"),
            ("/statusReason", "detail"),
            ("/createdAt", "created"),
            ("/updatedAt", "updated"),
            ("/capturedAt", "paid"),
            ("/completedAt", "completed"),
            ("/autoExpiresAt", "expires"),
            ("/transactionHash", "hash"),
            ("/transactionLink", "transaction page"),
            ("/cryptoPaymentData/paymentAddress", "address"),
            ("/fiatAmount", "received"),
            ("/fiatCurrency", "received currency"),
            ("/cryptoAmount", "expected"),
            ("/cryptoCurrency", "expected currency"),
            ("/network", "expected network"),
        ],
    ),
    (
        "banxa",
        &[
            ("/id", "id"),
            ("/externalOrderId", "reference"),
            ("/orderType", "direction"),
            ("/external_reason", "detail"),
            ("/createdAt", "created"),
            ("/updatedAt", "updated"),
            ("/completed_at", "completed"),
            ("/transactionHash", "hash"),
            ("/walletAddress", "address"),
            ("/checkoutUrl", "checkout"),
            ("/orderStatusUrl", "status page"),
            ("/fiatAmount", "received"),
            ("/fiat", "received currency"),
            ("/cryptoAmount", "expected"),
            ("/crypto/id", "expected currency"),
            ("/crypto/blockchain", "expected network"),
        ],
    ),
    (
        "mugglepay",
        &[
            ("/order/order_id", "id"),
            ("/order/merchant_order_id", "reference"),
            ("/order/price_amount", "expected"),
            ("/payment_url", "checkout"),
            ("/order/created_at", "created"),
            ("/order/updated_at", "updated"),
            ("/order/paid_at", "paid"),
            ("/invoice/expired_at", "expires"),
            ("/order/meta/transaction_hash", "hash"),
            ("/order/pay_amount", "amount paid"),
            ("/invoice/receive_amount", "received"),
            ("/invoice/receive_currency", "received currency"),
            ("/order/price_currency", "expected currency"),
        ],
    ),
    (
        "baanx",
        &[
            ("/orderId", "id"),
            ("/paidAt", "paid"),
            ("/metadata/txHash", "hash"),
            ("/metadata/note", "detail"),
        ],
    ),
];

fn members() -> impl Iterator<Item = (&'static str, FieldOf)> {
    MEMBERS.iter().flat_map(|(provider, members)| {
        members.iter().map(|(pointer, field)| (*provider, (*pointer, *field, is_none(field))))
    })
}

fn set(payload: &mut Value, pointer: &str, value: Value) {
    *payload.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
}

fn named(provider: &str, payload: &Value) -> Option<Order> {
    let mut context = Context::default().trusted_as(Trust::Api);
    context.provider = Some(provider.into());
    normalize(payload.to_string().as_bytes(), &context).ok()
}

// Placeholders

#[test]
fn every_field_is_there_before_its_member_says_nothing() {
    for (provider, (pointer, field, is_none)) in members() {
        assert!(!is_none(&fetched(&full(provider))), "{provider}: {pointer} does not give the {field}");
    }
}

#[test]
fn what_stands_for_nothing_is_none_in_every_kind_of_field() {
    for (provider, (pointer, field, is_none)) in members() {
        for nothing in nothings() {
            let mut payload = full(provider);
            set(&mut payload, pointer, nothing.clone());
            // Some members are what an order is recognised by.
            let Some(order) = named(provider, &payload) else {
                assert!(nothing.is_null(), "{provider}: {pointer} = {nothing} is refused");
                continue;
            };
            assert!(is_none(&order), "{provider}: {pointer} = {nothing} is taken for the {field}");
        }
    }
}

#[test]
fn a_member_that_says_nothing_is_no_fault() {
    for (provider, (pointer, ..)) in members() {
        for nothing in nothings() {
            let mut payload = full(provider);
            set(&mut payload, pointer, nothing.clone());
            let Some(order) = named(provider, &payload) else { continue };
            for warning in [Warning::UnreadableTime, Warning::UnreadableAmount] {
                assert!(
                    !order.rule.warnings.contains(&warning),
                    "{provider}: {pointer} = {nothing}: {warning}"
                );
            }
        }
    }
}

#[test]
fn a_word_that_says_nothing_is_absent_and_no_word() {
    for (provider, pointer) in
        [("transak", "/status"), ("banxa", "/status"), ("mugglepay", "/order/status"), ("baanx", "/status")]
    {
        for nothing in nothings() {
            let mut payload = full(provider);
            set(&mut payload, pointer, nothing.clone());
            if provider == "mugglepay" {
                payload["invoice"].as_object_mut().unwrap().remove("status");
            }
            let Some(order) = named(provider, &payload) else { continue };
            assert_eq!(order.word, None, "{provider}: {nothing}");
            assert_ne!(order.fulfilment, Fulfilment::Yes, "{provider}: {nothing}");
        }
    }
}

/// A database column that holds `null` as text, or a 0, holds no word.
#[test]
fn a_word_alone_that_says_nothing_is_absent() {
    for provider in ids() {
        for nothing in ["", " ", "0", "0x", "null", "undefined"] {
            // Where statuses are numbers, 0 may be one.
            if has_word(provider, nothing) {
                continue;
            }
            let order = normalize_word(provider, nothing, &Context::default()).unwrap();
            assert_eq!((order.word, order.status), (None, Status::Unknown), "{provider}: `{nothing}`");
            assert_eq!(order.rule.warnings, [Warning::WordAbsent], "{provider}: `{nothing}`");
        }
    }
}

#[test]
fn zero_is_nothing_however_it_is_written() {
    for zero in
        [json!("0.00"), json!("0.0000000000000000"), json!(0.0), json!("-0"), json!("000"), json!("0e5")]
    {
        let mut payload = full("banxa");
        payload["cryptoAmount"] = zero.clone();
        assert_eq!(fetched(&payload).amounts.expected, None, "{zero}");
        assert_eq!(fetched(&payload).amounts.received.unwrap().value, "100.00", "{zero}");
    }
}

#[test]
fn the_year_1_is_nothing() {
    for (provider, pointer, is_none) in members().filter_map(|(provider, (pointer, field, is_none))| {
        ["created", "updated", "paid", "completed", "expires"]
            .contains(&field)
            .then_some((provider, pointer, is_none))
    }) {
        for placeholder in [
            "0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00.000Z",
            "0001-01-01 00:00:00",
            "0001-01-01T00:00:00+00:00",
            "0000-00-00 00:00:00",
        ] {
            let mut payload = full(provider);
            set(&mut payload, pointer, json!(placeholder));
            let order = fetched(&payload);
            assert!(is_none(&order), "{provider}: {pointer} = {placeholder}");
            assert!(!order.rule.warnings.contains(&Warning::UnreadableTime), "{placeholder}");
        }
        for unreadable in ["1970-01-01T00:00:00Z", "soon", "2026-02-30T00:00:00Z", "2026-01-16"] {
            let mut payload = full(provider);
            set(&mut payload, pointer, json!(unreadable));
            let order = fetched(&payload);
            assert!(is_none(&order), "{provider}: {pointer} = {unreadable}");
            assert!(order.rule.warnings.contains(&Warning::UnreadableTime), "{unreadable}");
        }
    }
}

#[test]
fn a_staging_systems_hash_is_none_and_marks_a_test() {
    for member in ["transactionHash", "txHash"] {
        let payload =
            json!({ "id": "t-1", "isBuyOrSell": "BUY", "status": "COMPLETED", member: "DUMMY_TX_ID" });
        let order = fetched(&payload);
        assert_eq!((order.tx_hash, order.environment), (None, Environment::Test), "{member}");
        assert_eq!((order.status, order.fulfilment), (Status::Completed, Fulfilment::Wait), "{member}");
        assert!(order.rule.warnings.contains(&Warning::TestOrder), "{member}");
        let mut context = Context::default().trusted_as(Trust::Api);
        context.accept_test = true;
        let order = normalize(payload.to_string().as_bytes(), &context).unwrap();
        assert_eq!(order.fulfilment, Fulfilment::Yes, "{member}");
    }
}

#[test]
fn undefined_and_null_in_a_query_are_nothing() {
    for nothing in ["", "undefined", "null", "%22%22", "%22undefined%22", "%22null%22", "0", "0x", "%20"] {
        let query = format!(
            "?orderId={nothing}&isBuyOrSell=BUY&status=PROCESSING&partnerOrderId={nothing}&fiatAmount={nothing}&fiatCurrency={nothing}&cryptoAmount=1&cryptoCurrency={nothing}&network={nothing}"
        );
        let mut context = Context::default();
        context.provider = Some("transak".into());
        let Ok(order) = normalize(query.as_bytes(), &context) else { continue };
        assert_eq!((order.id, order.reference), (None, None), "{nothing}");
        assert_eq!(order.amounts.expected, None, "{nothing}");
        let coins = order.amounts.received.unwrap();
        assert_eq!((coins.value.as_str(), coins.currency, coins.network), ("1", None, None), "{nothing}");
        assert!(order.rule.warnings.iter().all(|warning| *warning == Warning::HintOnly), "{nothing}");
    }
    // A member that says nothing tells nobody whose query it is.
    for nothing in ["", "undefined", "null", "%22undefined%22"] {
        let query = format!("?orderId=t-1&status=PROCESSING&partnerCustomerId={nothing}");
        assert!(normalize(query.as_bytes(), &Context::default()).is_err(), "{nothing}");
    }
    let query = "?orderId=t-1&isBuyOrSell=undefined&status=undefined&totalFee=undefined&partnerCustomerId=c";
    let mut context = Context::default();
    context.provider = Some("transak".into());
    if let Ok(order) = normalize(query.as_bytes(), &context) {
        assert_eq!((order.direction, order.word), (None, None));
    }
}

/// People follow links; a payload that anybody wrote must not lead them to a script.
#[test]
fn only_web_addresses_are_links() {
    for (written, kept) in [
        ("https://acme.banxa.com/1", true),
        ("http://acme.banxa.com/1", true),
        ("HTTPS://acme.banxa.com/1", true),
        ("javascript:alert(1)", false),
        ("JavaScript://acme.banxa.com/%0aalert(1)", false),
        ("data:text/html,<script>", false),
        ("file:///etc/passwd", false),
        ("//acme.banxa.com/1", false),
        ("/1", false),
        ("acme.banxa.com/1", false),
        ("https://", false),
        ("https:acme", false),
    ] {
        let payload = json!({ "id": "b-1", "orderType": "SELL", "status": "pendingPayment", "checkoutUrl": written, "orderStatusUrl": written });
        let order = fetched(&payload);
        let expected = Some(written).filter(|_| kept);
        assert_eq!(order.links.checkout.as_deref(), expected, "{written}");
        assert_eq!(order.links.status.as_deref(), expected, "{written}");
        for action in &order.actions {
            assert!(action.url.is_none() || kept, "{written}");
        }
        let payload = json!({ "isBuyOrSell": "BUY", "status": "COMPLETED", "transactionLink": written });
        assert_eq!(fetched(&payload).links.transaction.as_deref(), expected, "{written}");
        let body = json!({ "status": 400, "error_code": "ORDER_MERCHANTID_EXIST", "payment_url": written });
        assert_eq!(problem("mugglepay", 400, &body).links.checkout.as_deref(), expected, "{written}");
    }
}

#[test]
fn a_field_that_is_a_map_or_a_list_gives_nothing() {
    let payload = json!({
        "id": ["t-1"], "isBuyOrSell": "BUY", "status": "PROCESSING", "partnerOrderId": { "a": 1 },
        "createdAt": { "$date": 1 }, "fiatAmount": [100], "transactionHash": { "value": "0xfeed" },
    });
    let order = fetched(&payload);
    assert_eq!((order.id, order.reference, order.tx_hash), (None, None, None));
    assert_eq!((order.times.created, order.amounts.expected), (None, None));
}

// Which of several members counts

#[test]
fn the_first_member_that_says_something_counts() {
    for (members, id) in [
        (json!({ "id": "a", "_id": "b", "orderId": "c" }), "a"),
        (json!({ "_id": "b", "orderId": "c" }), "b"),
        (json!({ "id": null, "_id": "", "orderId": "c" }), "c"),
    ] {
        let mut payload = json!({ "isBuyOrSell": "BUY", "status": "PROCESSING" });
        payload.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        assert_eq!(fetched(&json!({ "data": payload })).id.as_deref(), Some(id), "{members}");
    }
    let order = fetched(&json!({ "data": {
        "id": "t-1", "isBuyOrSell": "BUY", "status": "PROCESSING", "transactionHash": "", "txHash": "0xfeed",
        "cryptoAmount": 1, "cryptocurrency": "ETH", "transationLink": "https://scan.example/1",
    } }));
    assert_eq!(order.tx_hash.as_deref(), Some("0xfeed"));
    assert_eq!(currency(order.amounts.received.as_ref()), Some("ETH"));
    assert_eq!(order.links.transaction.as_deref(), Some("https://scan.example/1"));
}

// Amounts

fn expected_of(amount: &str) -> Option<Amount> {
    let text = format!(
        r#"{{"order_id":"m-1","merchant_order_id":"r-1","status":"NEW","price_amount":{amount},"price_currency":"USD"}}"#
    );
    read(&text).amounts.expected
}

#[test]
fn amounts_keep_their_digits() {
    for (written, value) in [
        ("15", "15"),
        ("15.0", "15.0"),
        ("15.00", "15.00"),
        ("0.1", "0.1"),
        ("0.00450", "0.00450"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"),
        ("1e3", "1000"),
        ("1E3", "1000"),
        ("1e+3", "1000"),
        ("1.5e3", "1500"),
        ("1.50e1", "15.0"),
        ("1.5e-1", "0.15"),
        ("15e-1", "1.5"),
        ("1e-8", "0.00000001"),
        ("1.25e-8", "0.0000000125"),
        ("2.5e-7", "0.00000025"),
        ("1.234e2", "123.4"),
        ("1e0", "1"),
        ("10e-1", "1.0"),
        ("0.5e1", "5"),
        ("0.05e1", "0.5"),
        ("0.50e3", "500"),
        ("1e21", "1000000000000000000000"),
        ("1e64", &format!("1{}", "0".repeat(64))),
        ("-5", "-5"),
        ("-1.5e1", "-15"),
    ] {
        for written in [written.to_owned(), format!("\"{written}\""), format!("\" {written} \"")] {
            let amount = expected_of(&written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(amount.value, value, "{written}");
            assert_eq!((amount.currency.as_deref(), amount.network), (Some("USD"), None));
        }
    }
}

#[test]
fn an_amount_that_is_no_decimal_number_is_left_out_with_a_warning() {
    for written in [
        r#""a lot""#,
        r#""1,5""#,
        r#""1 000""#,
        r#""1.""#,
        r#"".5""#,
        r#""+5""#,
        r#""1e""#,
        r#""1e1.5""#,
        r#""0x10""#,
        r#""1.2.3""#,
        r#""--1""#,
        r#""NaN""#,
        r#""Infinity""#,
        r#""1_000""#,
        r#""15 USD""#,
        r#""$15""#,
        r#""١٥""#,
        "1e65",
        "1e400",
        "1e-65",
        r#""1e99999999999""#,
        "true",
    ] {
        let text = format!(
            r#"{{"order_id":"m-1","merchant_order_id":"r-1","status":"NEW","price_amount":{written},"price_currency":"USD"}}"#
        );
        let order = read(&text);
        assert_eq!(order.amounts.expected, None, "{written}");
        assert!(order.rule.warnings.contains(&Warning::UnreadableAmount), "{written}");
    }
}

#[test]
fn a_currency_carries_its_network_behind_a_line() {
    for (code, meta, currency, network) in [
        ("USDC_SOL", None, "USDC", Some("SOL")),
        ("USDT_ARB", None, "USDT", Some("ARB")),
        ("USDT_TRC20", Some("TRC20"), "USDT", Some("TRC20")),
        ("USDT_ERC20", Some("Ethereum"), "USDT", Some("Ethereum")),
        ("USDT", Some("BASE"), "USDT", Some("BASE")),
        ("USDT", None, "USDT", None),
        ("CNY", None, "CNY", None),
    ] {
        let mut payload = json!({
            "order_id": "m-1", "merchant_order_id": "r-1", "status": "PAID",
            "price_amount": 15, "price_currency": "USD", "pay_amount": "15.01", "pay_currency": code,
        });
        if let Some(network) = meta {
            payload["meta"] = json!({ "network": network });
        }
        let paid = fetched(&payload).amounts.paid.unwrap();
        assert_eq!(paid.value, "15.01");
        assert_eq!((paid.currency.as_deref(), paid.network.as_deref()), (Some(currency), network), "{code}");
    }
}

#[test]
fn nothing_before_or_behind_the_line_is_none() {
    for (code, currency, network) in [
        ("USDT_", Some("USDT"), None),
        ("_ARB", None, Some("ARB")),
        ("_", None, None),
        ("USDT_0", Some("USDT"), None),
    ] {
        let payload = json!({
            "order_id": "m-1", "merchant_order_id": "r-1", "status": "PAID",
            "price_amount": 15, "price_currency": "USD", "pay_amount": 15, "pay_currency": code,
        });
        let paid = fetched(&payload).amounts.paid.unwrap();
        assert_eq!((paid.currency.as_deref(), paid.network.as_deref()), (currency, network), "{code}");
    }
}

#[test]
fn amounts_change_sides_with_the_direction() {
    let mut payload = full("transak");
    let sell = fetched(&payload).amounts;
    assert_eq!(
        (currency(sell.expected.as_ref()), currency(sell.received.as_ref())),
        (Some("ETH"), Some("EUR"))
    );
    payload["isBuyOrSell"] = json!("BUY");
    let buy = fetched(&payload).amounts;
    assert_eq!(
        (currency(buy.expected.as_ref()), currency(buy.received.as_ref())),
        (Some("EUR"), Some("ETH"))
    );
    assert_eq!(network(buy.received.as_ref()), Some("ethereum"));
    assert_eq!(network(buy.expected.as_ref()), None);
    let mut payload = full("banxa");
    payload["orderType"] = json!("BUY");
    let buy = fetched(&payload).amounts;
    assert_eq!(
        (currency(buy.expected.as_ref()), currency(buy.received.as_ref())),
        (Some("EUR"), Some("ETH"))
    );
}

#[test]
fn what_was_not_paid_yet_is_no_amount_paid() {
    for (word, paid) in [("NEW", None), ("PENDING", Some("15")), ("PAID", Some("15"))] {
        let order = fetched(&json!({
            "order_id": "m-1", "merchant_order_id": "r-1", "status": word,
            "price_amount": 15, "price_currency": "USD", "pay_amount": 15, "pay_currency": "USDT",
        }));
        assert_eq!(order.amounts.paid.map(|amount| amount.value).as_deref(), paid, "{word}");
    }
}

// Hashes, networks, coins

#[test]
fn a_hash_comes_without_what_banxa_writes_before_it() {
    for (written, hash) in [
        (json!("sync-tx:0xfeed"), Some("0xfeed")),
        (json!("0xfeed"), Some("0xfeed")),
        (json!("sync-tx:"), None),
        (json!("sync-tx:0"), None),
        (json!("sync-tx:0x"), None),
        (json!("sync-tx:null"), None),
        (json!("0"), None),
        (json!(0), None),
        (json!(""), None),
        (Value::Null, None),
    ] {
        let order = |member: &str| json!({ "id": "b-1", "order_type": "CRYPTO-BUY", "status": "complete", member: written });
        for payload in [
            json!({ "data": { "order": order("tx_hash") } }),
            json!({ "status": "OK", "order": order("txn") }),
            json!({ "id": "b-1", "orderType": "BUY", "status": "complete", "transactionHash": written }),
            json!({
                "order_id": "b-1", "order_type": "BUY", "status": "complete",
                "status_date": "2026-01-16 04:04:20", "transaction_hash": written,
            }),
        ] {
            assert_eq!(fetched(&payload).tx_hash.as_deref(), hash, "{payload}");
        }
    }
    // Only Banxa writes it.
    let payload = json!({ "isBuyOrSell": "BUY", "status": "COMPLETED", "transactionHash": "sync-tx:0xfeed" });
    assert_eq!(fetched(&payload).tx_hash.as_deref(), Some("sync-tx:0xfeed"));
}

#[test]
fn a_blockchain_may_be_an_object_or_a_list_of_one() {
    let code = json!({ "id": 1, "code": "MATIC", "description": "Polygon" });
    for (blockchain, network_code) in [
        (code.clone(), Some("MATIC")),
        (json!([code]), Some("MATIC")),
        (json!([code, { "code": "ETH" }]), Some("MATIC")),
        (json!([]), None),
        (json!({}), None),
        (Value::Null, None),
    ] {
        let payload = json!({ "data": { "order": {
            "id": "b-1", "order_type": "CRYPTO-BUY", "status": "complete", "coin_code": "USDC", "coin_amount": 5,
            "blockchain": blockchain,
        } } });
        let received = fetched(&payload).amounts.received.unwrap();
        assert_eq!(
            (received.currency.as_deref(), received.network.as_deref()),
            (Some("USDC"), network_code),
            "{blockchain}"
        );
    }
}

#[test]
fn a_coin_may_be_an_object_or_a_text() {
    for (crypto, coin, chain) in [
        (
            json!({ "id": "USDC", "blockchain": "MATIC", "address": "0x1", "network": "Polygon" }),
            "USDC",
            Some("MATIC"),
        ),
        (json!({ "id": "ETH" }), "ETH", None),
        (json!("ETH"), "ETH", None),
    ] {
        let payload = json!({
            "id": "b-1", "orderType": "BUY", "status": "complete", "crypto": crypto, "cryptoAmount": "0.5",
        });
        let received = fetched(&payload).amounts.received.unwrap();
        assert_eq!(
            (received.currency.as_deref(), received.network.as_deref()),
            (Some(coin), chain),
            "{crypto}"
        );
    }
    let webhook = json!({
        "order_id": "b-1", "order_type": "BUY", "status": "complete", "status_date": "2026-01-1604:04:20",
        "crypto_coin": "USDC", "crypto_amount": "5.0000000000000000", "crypto_blockchain": "MATIC",
        "fiat_currency": "EUR", "fiat_amount": "5.50", "external_id": "r-1",
    });
    let order = fetched(&webhook);
    let received = order.amounts.received.unwrap();
    assert_eq!(received.value, "5.0000000000000000");
    assert_eq!((received.currency.as_deref(), received.network.as_deref()), (Some("USDC"), Some("MATIC")));
    assert_eq!((order.id.as_deref(), order.reference.as_deref()), (Some("b-1"), Some("r-1")));
    assert_eq!(order.times.updated, Time::parse("2026-01-16T04:04:20Z"));
}

#[test]
fn directions_are_read_in_every_spelling_and_no_other() {
    for (spelled, direction) in [
        ("BUY", Some(Direction::Buy)),
        ("SELL", Some(Direction::Sell)),
        ("CRYPTO-BUY", Some(Direction::Buy)),
        ("CRYPTO-SELL", Some(Direction::Sell)),
        ("ONRAMP", Some(Direction::Buy)),
        ("buy", None),
        ("Sell", None),
        ("OFFRAMP", None),
        ("NFT-BUY", None),
        ("SWAP", None),
    ] {
        let payload = json!({ "id": "b-1", "orderType": spelled, "status": "complete" });
        assert_eq!(fetched(&payload).direction, direction, "{spelled}");
    }
    for (spelled, direction) in
        [("BUY", Some(Direction::Buy)), ("SELL", Some(Direction::Sell)), ("CRYPTO-BUY", None), ("buy", None)]
    {
        let payload = json!({ "id": "t-1", "isBuyOrSell": spelled, "status": "COMPLETED" });
        assert_eq!(fetched(&payload).direction, direction, "{spelled}");
    }
}

// Times

#[test]
fn every_form_of_time_that_providers_write_is_read() {
    for (written, iso) in [
        ("2026-01-16T04:04:20.000Z", "2026-01-16T04:04:20.000Z"),
        ("2026-01-16T04:04:20Z", "2026-01-16T04:04:20.000Z"),
        ("2025-09-01T19:01:09.123456Z", "2025-09-01T19:01:09.123Z"),
        ("2026-01-16T04:04:20+00:00", "2026-01-16T04:04:20.000Z"),
        ("2020-05-20T10:00:00-07:00", "2020-05-20T17:00:00.000Z"),
        ("2023-03-27 17:07:12.662+03", "2023-03-27T14:07:12.662Z"),
        ("2023-03-27 17:07:12.662+0330", "2023-03-27T13:37:12.662Z"),
        ("16-Sep-2019 00:20:51", "2019-09-16T00:20:51.000Z"),
        ("2020-06-01 00:20:51", "2020-06-01T00:20:51.000Z"),
        ("2026-01-1604:04:20", "2026-01-16T04:04:20.000Z"),
        ("2024-01-31 12:48:36", "2024-01-31T12:48:36.000Z"),
        ("1771048816000", "2026-02-14T06:00:16.000Z"),
        (" 2026-01-16T04:04:20Z ", "2026-01-16T04:04:20.000Z"),
        ("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"),
        ("2023-12-31T23:30:00-01:00", "2024-01-01T00:30:00.000Z"),
    ] {
        let time = Time::parse(written).unwrap_or_else(|| panic!("{written}"));
        assert_eq!(time.to_string(), iso, "{written}");
        let payload =
            json!({ "id": "t-1", "isBuyOrSell": "BUY", "status": "PROCESSING", "createdAt": written });
        assert_eq!(fetched(&payload).times.created, Some(time), "{written}");
    }
    let payload = r#"{"id":"t-1","isBuyOrSell":"BUY","status":"PROCESSING","createdAt":1771048816000}"#;
    assert_eq!(read(payload).times.created, Time::parse("2026-02-14T06:00:16Z"));
}

// Problems

fn problem(provider: &str, status: u16, body: &Value) -> Problem {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    normalize_problem(provider, status, text.as_bytes(), &[], None)
        .unwrap_or_else(|error| panic!("{error}: {body}"))
}

#[track_caller]
fn assert_problem(problem: &Problem, expected: &str) {
    let got = format!("{} {} {}", problem.kind, problem.actor, problem.retry.policy);
    assert_eq!(got, expected, "{problem:?}");
}

/// Who must act on such a problem, and whether to ask again, where a provider's page says nothing else.
fn usual(kind: &str) -> String {
    let rest = match kind {
        "authentication" | "authorization" | "validation" | "client_unknown" | "client_missing" => {
            "integrator after_fix"
        }
        "order_not_found" => "integrator no",
        "rate_limited" | "timeout" | "provider_error" => "provider backoff",
        other => panic!("what of {other}?"),
    };
    format!("{kind} {rest}")
}

/// Whether a row of a provider's has a word.
fn has_word(provider: &str, word: &str) -> bool {
    let providers = orderstate::providers();
    let mut words = providers.iter().filter(|info| info.id == provider).flat_map(|info| &info.words);
    words.any(|row| row.word == word)
}

/// The ids of all providers.
fn ids() -> impl Iterator<Item = &'static str> {
    orderstate::providers().into_iter().map(|provider| provider.id)
}

#[test]
fn baanx_answers_have_these_problems() {
    for (status, kind) in [
        (401, "authentication"),
        (403, "authorization"),
        (404, "order_not_found"),
        (422, "validation"),
        (498, "client_unknown"),
        (499, "client_missing"),
        (500, "provider_error"),
    ] {
        for body in [Value::Null, json!({}), json!({ "message": "what it says" }), json!("text")] {
            let problem = problem("baanx", status, &body);
            assert_problem(&problem, &usual(kind));
            assert!(problem.known, "{status}");
            assert_eq!(problem.http_status, status);
        }
    }
    assert_eq!(problem("baanx", 401, &Value::Null).actions[0].kind, ActionKind::RenewToken);
}

#[test]
fn what_http_itself_says_holds_for_every_provider() {
    for provider in ids() {
        for (status, kind) in [
            (408, "timeout"),
            (425, "timeout"),
            (429, "rate_limited"),
            (500, "provider_error"),
            (501, "provider_error"),
            (502, "provider_error"),
            (503, "provider_error"),
            (520, "provider_error"),
            (599, "provider_error"),
        ] {
            for body in
                [&b""[..], b"{}", b"<html>Bad Gateway</html>", b"\xff\xfe", b"{\"cut off", b"null", b"a=b"]
            {
                let problem = normalize_problem(provider, status, body, &[], None).unwrap();
                assert_problem(&problem, &usual(kind));
                assert_eq!(problem.actions.len(), 1);
                let action = &problem.actions[0];
                assert_eq!((action.kind, action.audience), (ActionKind::BackOff, Audience::Integrator));
                assert_eq!((problem.retry.after_ms, problem.retry.backoff), (Some(1000), Some(2.0)));
            }
        }
        // A gateway that gave up: too late, or broken; either way later.
        let gateway = normalize_problem(provider, 504, b"", &[], None).unwrap();
        assert_eq!((gateway.actor, gateway.retry.policy), (Actor::Provider, RetryPolicy::Backoff));
        // No answer at all.
        assert_problem(&normalize_problem(provider, 0, b"", &[], None).unwrap(), &usual("timeout"));
        assert_problem(&normalize_problem(provider, 401, b"", &[], None).unwrap(), &usual("authentication"));
    }
}

#[test]
fn transak_answers_have_these_problems() {
    let partner = |status: u16, message: &str| {
        problem(
            "transak",
            status,
            &json!({ "error": { "statusCode": status, "name": "BadRequest", "message": message } }),
        )
    };
    let not_found = partner(400, "Order not found");
    assert_problem(&not_found, &usual("order_not_found"));
    assert_eq!(not_found.detail.as_deref(), Some("Order not found"));
    assert_problem(&partner(401, "Authorization Required"), &usual("authentication"));
    assert_problem(&partner(400, "Something else"), &usual("validation"));
    assert_problem(&partner(404, "Not found"), &usual("order_not_found"));
    for (code, status, kind, policy) in [
        (4005, 409, "conflict", "no"),
        (2020, 400, "conflict", "no"),
        (3001, 400, "validation", "after_fix"),
        (2002, 400, "validation", "after_fix"),
        (1019, 400, "rate_limited", "backoff"),
    ] {
        for body in [
            json!({ "error": { "code": code, "message": "m" } }),
            json!({ "error": { "code": code.to_string(), "message": "m" } }),
            json!({ "error": { "errorCode": code, "message": "m", "statusCode": status } }),
            json!({ "error": { "errorCode": code.to_string(), "message": "m" } }),
        ] {
            let problem = problem("transak", status, &body);
            assert_eq!((problem.kind.as_str(), problem.retry.policy.as_str()), (kind, policy), "{body}");
            assert_eq!(problem.code, Some(code.to_string()), "{body}");
            assert!(problem.known, "{body}");
        }
    }
    // An order is open already: the customer goes on with it.
    let exists = problem("transak", 409, &json!({ "error": { "code": 4005, "message": "Order exists" } }));
    assert_eq!((exists.actor, exists.actions[0].kind), (Actor::Customer, ActionKind::ResumeOrder));
}

#[test]
fn banxa_answers_have_these_problems() {
    let forms = |status: Value, code: Value| {
        let error = json!({ "status": status, "code": code, "title": "What it says" });
        [json!({ "errors": [error] }), json!({ "errors": error })]
    };
    for (code, status, kind) in [
        (1, 404, "order_not_found"),
        (40001, 400, "authentication"),
        (40002, 400, "authentication"),
        (40003, 400, "authentication"),
        (40100, 401, "authentication"),
        (40101, 401, "authentication"),
        (40102, 401, "authentication"),
        (40103, 401, "authentication"),
        (40104, 401, "authentication"),
    ] {
        for code in [json!(code), json!(code.to_string())] {
            for status_written in [json!(status), json!(status.to_string())] {
                for body in forms(status_written, code.clone()) {
                    let problem = problem("banxa", status, &body);
                    assert_problem(&problem, &usual(kind));
                    assert_eq!(problem.detail.as_deref(), Some("What it says"), "{body}");
                    assert!(problem.known, "{body}");
                }
            }
        }
    }
    for body in forms(json!(409), json!(81)) {
        let problem = problem("banxa", 409, &body);
        assert_eq!((problem.kind.as_str(), problem.retry.policy), ("conflict", RetryPolicy::No), "{body}");
    }
    for status in [400, 422] {
        let body =
            json!({ "message": "The given data was invalid.", "errors": { "fiatAmount": ["is required"] } });
        let problem = problem("banxa", status, &body);
        assert_problem(&problem, &usual("validation"));
        assert_eq!((problem.code, problem.detail.as_deref()), (None, Some("The given data was invalid.")));
    }
}

/// Seen, and each is read: never as a success, never as an order.
#[test]
fn every_code_of_banxas_gives_a_problem_that_keeps_it() {
    for code in [227, 228, 305, 999, 4002, 4007, 3220] {
        for status in [200, 400, 404, 500] {
            let body = json!({ "errors": [{ "status": status, "code": code, "title": "t", "detail": "d" }] });
            let problem = problem("banxa", status, &body);
            assert_eq!(problem.code, Some(code.to_string()), "{code} with {status}");
        }
    }
}

#[test]
fn mugglepay_answers_have_these_problems() {
    for (code, kind) in [
        ("AUTHENTICATION_FAILED", "authentication"),
        ("UNAUTHORIZED", "authentication"),
        ("TOKEN_EXPIRED", "authentication"),
        ("API_LIMIT_EXCEEDED", "rate_limited"),
        ("RATE_LIMIT_EXCEEDED", "rate_limited"),
        ("ORDER_NOT_VALID", "order_not_found"),
        ("PARAMETERS_MISSING", "validation"),
        ("PAY_PRICE_ERROR", "validation"),
        ("PAYMENT_NOT_AVAILABLE", "provider_error"),
    ] {
        // HTTP may say 200, and the body 400 as a number or as text; the message is misspelled once.
        for (http, body) in [
            (200, json!({ "status": 400, "error_code": code, "error": "why" })),
            (200, json!({ "status": "400", "error_code": code, "error": "why" })),
            (400, json!({ "status": 400, "error_code": code, "error": "why" })),
            (400, json!({ "status": 400, "error_code": code, "eror": "why" })),
            (200, json!({ "error_code": code, "error": "why" })),
        ] {
            let problem = problem("mugglepay", http, &body);
            assert_problem(&problem, &usual(kind));
            assert_eq!(
                (problem.code.as_deref(), problem.detail.as_deref()),
                (Some(code), Some("why")),
                "{body}"
            );
            assert!(problem.known, "{body}");
        }
    }
    for code in [
        "ORDER_CANCELED_FAIILED",
        "ORDER_CANCELED_FAILED",
        "INVOICE_CANCELED_FAIILED",
        "INVOICE_CANCELED_FAILED",
        "ORDER_MERCHANTID_EXIST",
    ] {
        let problem =
            problem("mugglepay", 400, &json!({ "status": 400, "error_code": code, "error": "why" }));
        assert_eq!((problem.kind.as_str(), problem.retry.policy), ("conflict", RetryPolicy::No), "{code}");
    }
    let many = problem("mugglepay", 421, &Value::Null);
    assert_problem(&many, &usual("rate_limited"));
    assert_eq!(many.http_status, 421);
    assert_problem(
        &problem("mugglepay", 200, &json!({ "status": 421, "error_code": "X" })),
        &usual("rate_limited"),
    );
    let unknown = problem("mugglepay", 200, &json!({ "status": 400, "error_code": "A_CODE_OF_TOMORROW" }));
    assert_eq!((unknown.known, unknown.code.as_deref()), (false, Some("A_CODE_OF_TOMORROW")));
}

#[test]
fn a_reference_that_exists_leads_to_its_order() {
    let body = json!({
        "status": 400, "error_code": "ORDER_MERCHANTID_EXIST", "error": "Order with same merchant_order_id exists.",
        "order": { "order_id": "m-1", "status": "NEW" },
        "payment_url": "https://invoice.mugglepay.com/invoices?id=m-1",
    });
    for http in [200, 400] {
        let problem = problem("mugglepay", http, &body);
        assert_eq!(problem.kind.as_str(), "conflict");
        assert_eq!(problem.order_id.as_deref(), Some("m-1"));
        let link = Some("https://invoice.mugglepay.com/invoices?id=m-1");
        assert_eq!((problem.links.checkout.as_deref(), problem.actions[0].url.as_deref()), (link, link));
    }
}

#[test]
fn an_unknown_problem_is_unknown() {
    for provider in ids() {
        for status in [402, 405, 406, 418, 451] {
            // These have rows of their own.
            if [("stripe", 402), ("onramp-money", 406)].contains(&(provider, status)) {
                continue;
            }
            let problem = normalize_problem(provider, status, b"", &[], None).unwrap();
            assert_eq!((problem.kind.as_str(), problem.known), ("unknown", false), "{provider} {status}");
            assert_eq!(problem.provider, provider);
        }
    }
}

#[test]
fn placeholders_in_error_answers_are_none() {
    for nothing in nothings() {
        let body = json!({
            "status": 400, "error_code": nothing, "error": nothing,
            "order": { "order_id": nothing }, "payment_url": nothing,
        });
        let problem = problem("mugglepay", 400, &body);
        assert_eq!((problem.code, problem.detail, problem.order_id), (None, None, None), "{nothing}");
        assert_eq!(problem.links.checkout, None, "{nothing}");
    }
}

// When to ask again

fn retry(status: u16, headers: &[(&str, &str)]) -> orderstate::Retry {
    normalize_problem("baanx", status, b"", headers, None).unwrap().retry
}

#[test]
fn retry_after_in_seconds_is_honoured() {
    for status in [408, 425, 429, 500, 502, 503] {
        for (value, after) in [
            ("0", 0),
            ("1", 1000),
            ("120", 120_000),
            (" 5 ", 5000),
            ("86400", 86_400_000),
            ("4294967", 4_294_967_000),
            // More than fits is as long as fits.
            ("4294968", u32::MAX),
            ("99999999999", u32::MAX),
        ] {
            for name in ["Retry-After", "retry-after", "RETRY-AFTER"] {
                let retry = retry(status, &[("X-Other", "9"), (name, value)]);
                assert_eq!((retry.after_ms, retry.at), (Some(after), None), "{name}: {value}");
                // The schedule goes on from there and never below it.
                assert!(retry.cap_ms >= retry.after_ms, "{value}");
                assert_eq!((retry.policy, retry.backoff), (RetryPolicy::Backoff, Some(2.0)));
            }
        }
    }
}

#[test]
fn a_retry_after_that_cannot_be_read_leaves_the_usual_schedule() {
    for value in ["", "soon", "-5", "1.5", "5s", "5, 10", "+", "0x10", "Sun, 06 Nov", "2026-01-16T04:04:20Z"]
    {
        let retry = retry(503, &[("Retry-After", value)]);
        assert_eq!((retry.after_ms, retry.at, retry.cap_ms), (Some(1000), None, Some(60_000)), "{value}");
    }
}

#[test]
fn retry_after_as_a_date_is_honoured() {
    let when = "Fri, 16 Jan 2026 04:05:20 GMT";
    let at = Time::parse("2026-01-16T04:05:20Z");
    let with_date = retry(503, &[("Retry-After", when), ("date", "Fri, 16 Jan 2026 04:04:20 GMT")]);
    assert_eq!((with_date.after_ms, with_date.at), (Some(60_000), at));
    // Without the answer's own time nobody knows how long that is.
    let without = retry(503, &[("Retry-After", when)]);
    assert_eq!((without.after_ms, without.at), (Some(1000), at));
    // What counts is the answer's own time, and the caller's where it shows none.
    let now = Time::parse("2026-01-16T04:05:17Z");
    let retry = |headers: &[(&str, &str)]| normalize_problem("baanx", 503, b"", headers, now).unwrap().retry;
    assert_eq!(retry(&[("Retry-After", when)]).after_ms, Some(3_000));
    assert_eq!(
        retry(&[("Retry-After", when), ("Date", "Fri, 16 Jan 2026 04:05:00 GMT")]).after_ms,
        Some(20_000)
    );
    assert_eq!(retry(&[("Retry-After", "9")]).after_ms, Some(9_000));
    // A time that has passed asks for no long wait.
    let past = retry(&[("Retry-After", when), ("Date", "Fri, 16 Jan 2026 05:00:00 GMT")]);
    assert_eq!(past.at, at);
    assert!(past.after_ms.is_some_and(|after| after <= 1000));
    // Across a leap day, for a week.
    let week =
        retry(&[("Date", "Sat, 24 Feb 2024 00:00:00 GMT"), ("Retry-After", "Sat, 02 Mar 2024 00:00:00 GMT")]);
    assert_eq!(week.after_ms, Some(7 * 86_400_000));
    assert_eq!(week.cap_ms, week.after_ms);
}

#[test]
fn only_what_can_be_retried_has_a_schedule() {
    for status in [401, 403, 404, 422, 498, 499, 418] {
        let retry = retry(status, &[("Retry-After", "120")]);
        assert_ne!(retry.policy, RetryPolicy::Backoff, "{status}");
        assert_eq!(
            (retry.after_ms, retry.at, retry.backoff, retry.cap_ms),
            (None, None, None, None),
            "{status}"
        );
    }
}

/// A name that only ends like the provider's is another's.
#[test]
fn hosts_are_compared_by_their_parts() {
    for (link, environment) in [
        ("https://acme.banxa-sandbox.com/order/1", Environment::Test),
        ("https://banxa.com/order/1", Environment::Live),
        ("https://checkout.banxa.com:443/order/1", Environment::Live),
        ("https://notbanxa.com/order/1", Environment::Unknown),
        ("https://banxa.com.evil.example/order/1", Environment::Unknown),
    ] {
        let payload =
            json!({ "id": "b-1", "orderType": "BUY", "status": "complete", "orderStatusUrl": link });
        assert_eq!(fetched(&payload).environment, environment, "{link}");
    }
}

/// What speaks of the moment is tried again, whatever the body says of the request.
#[test]
fn a_busy_provider_is_asked_again_whatever_its_body_says() {
    let body = br#"{"status":400,"error_code":"ORDER_NOT_VALID","error":"Order id is not valid."}"#;
    for (status, kind) in
        [(429, orderstate::ProblemKind::RateLimited), (503, orderstate::ProblemKind::ProviderError)]
    {
        let problem = normalize_problem("mugglepay", status, body, &[("Retry-After", "7")], None).unwrap();
        assert_eq!((problem.kind, problem.retry.policy), (kind, RetryPolicy::Backoff));
        assert_eq!(problem.retry.after_ms, Some(7_000));
    }
}
