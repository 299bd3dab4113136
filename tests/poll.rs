//! When to ask again, until when an order can be paid, and how long its network takes: each row, each boundary.
#![allow(
    clippy::allow_attributes,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

use orderstate::{
    ActionKind, Audience, Context, Direction, ExpiryBasis, Finality, Order, Poll, SourceKind, Status, Time,
    Trust, normalize, normalize_word, providers,
};

fn read(provider: &str, body: &str, now: Option<Time>) -> Order {
    let mut context = Context::of(provider).trusted_as(Trust::Api);
    context.now = now;
    normalize(body.as_bytes(), &context).unwrap()
}

#[track_caller]
fn at(time: &str) -> Option<Time> {
    Some(Time::parse(time).unwrap())
}

fn plus(time: Option<Time>, millis: i64) -> Option<Time> {
    Time::from_millis(time?.millis() + millis)
}

/// An order of MugglePay's as its API answers it, in these coins.
fn muggle(status: &str, currency: &str, times: &str, now: Option<Time>) -> Order {
    let body = format!(
        r#"{{"status":200,"order":{{"order_id":"o-1","merchant_order_id":"m-1","status":"{status}","price_amount":50,
            "price_currency":"USD",{times}}},"invoice":{{"status":"{status}","pay_amount":"0.5","pay_currency":"{currency}"}}}}"#
    );
    read("mugglepay", &body, now)
}

const CREATED: &str = r#""created_at":"2026-02-12T10:00:00.000Z""#;
const CHANGED: &str = r#""created_at":"2026-02-12T10:00:00.000Z","updated_at":"2026-02-12T10:05:00.000Z""#;

fn schedule(poll: Poll) -> (Option<u32>, Option<u32>, f32, Option<u32>) {
    (poll.after_ms, poll.steady_ms, poll.backoff, poll.cap_ms)
}

// How often to ask

#[test]
fn an_open_order_is_asked_for_as_its_provider_advises() {
    for info in providers() {
        for direction in info.directions {
            let context = Context::default().going(*direction).trusted_as(Trust::Api);
            let rows = info.words.iter().filter(|row| row.direction.is_none_or(|way| way == *direction));
            for row in rows {
                let poll = normalize_word(info.id, row.word, &context).unwrap().poll;
                let (after, steady) = match info.id {
                    // "~2 minutes at 3s intervals"
                    "baanx" => (3_000, 120_000),
                    // "at most around once per minute"
                    "banxa" => (60_000, 0),
                    _ => (30_000, 0),
                };
                let what = format!("{} {direction} {}", info.id, row.word);
                assert_eq!(poll.backoff, 1.5, "{what}");
                if poll.stop {
                    assert_eq!(schedule(poll), (None, None, 1.5, None), "{what}");
                    continue;
                }
                let order = normalize_word(info.id, row.word, &context).unwrap();
                let after = if order.finality == Finality::Reopenable { 300_000 } else { after };
                assert_eq!(schedule(poll), (Some(after), Some(steady), 1.5, Some(300_000)), "{what}");
                assert_eq!(poll.give_up_at, None, "{what}");
            }
        }
    }
}

#[test]
fn what_is_final_is_asked_for_no_more_unless_nobody_vouches_for_it() {
    for (trust, stop) in [(Trust::Api, true), (Trust::Unverified, false), (Trust::Hint, false)] {
        let context = Context::default().trusted_as(trust).going(Direction::Pay);
        let paid = normalize_word("mugglepay", "PAID", &context).unwrap();
        assert_eq!(paid.poll.stop, stop, "{trust}");
        assert_eq!(paid.poll.after_ms.is_none(), stop, "{trust}");
    }
    for open in ["NEW", "PENDING", "UNRESOLVED", "EXPIRED", "REFUND_PENDING", "in no table"] {
        let context = Context::default().trusted_as(Trust::Api);
        assert!(!normalize_word("mugglepay", open, &context).unwrap().poll.stop, "{open}");
    }
}

/// Baanx has no webhook for orders.
#[test]
fn a_push_is_to_be_expected_of_whoever_has_one_for_orders() {
    for info in providers() {
        let order = normalize_word(info.id, "a word", &Context::default()).unwrap();
        assert_eq!(order.poll.push, info.id != "baanx", "{}", info.id);
        let pushed = |kind| matches!(kind, SourceKind::Webhook | SourceKind::Websocket);
        assert!(info.shapes.iter().any(|shape| pushed(shape.kind)), "{}", info.id);
    }
}

// How long the network takes

/// From the status page and the page of the tokens, in seconds.
const NETWORKS: &[(&str, u32, u32)] = &[
    ("EOS", 3, 3),
    ("USDT_ARB", 60, 120),
    ("USDC_ARB", 60, 120),
    ("ETH_ARB", 60, 120),
    ("USDC_POL", 60, 120),
    ("USDC_BASE", 60, 120),
    ("ETH_BASE", 60, 120),
    ("USDC_SOL", 60, 120),
    ("PYUSD", 60, 120),
    ("USDT_BNB", 60, 180),
    ("ETH", 60, 300),
    ("ETH_ERC20", 60, 300),
    ("USDT_ERC20", 60, 300),
    ("BTC", 600, 3_600),
    ("USDT_TRC20", 60, 300),
    ("USDT_CELO", 60, 300),
    ("CUSD", 60, 300),
    ("USDT_TON", 60, 300),
    ("USDC_XLM", 60, 300),
    ("USDT", 60, 300),
    ("USDC", 60, 300),
];

#[test]
fn each_network_has_its_usual_time_and_is_asked_for_accordingly() {
    for (currency, min, max) in NETWORKS {
        let order = muggle("PENDING", currency, CHANGED, None);
        let eta = order.eta.unwrap();
        assert_eq!((eta.min_ms, eta.max_ms), (min * 1000, max * 1000), "{currency}");
        let cap = (max * 1000).max(300_000);
        assert_eq!(schedule(order.poll), (Some(min * 1000), Some(0), 1.5, Some(cap)), "{currency}");
        let tokens = ["USDC_SOL", "PYUSD", "USDT_BNB", "USDT_TRC20"].contains(currency);
        let page = if tokens { "/SupportedTokens.md" } else { "/orderstatus" };
        assert!(eta.docs.ends_with(page), "{currency}: {}", eta.docs);
        assert_eq!(order.slow, None, "{currency}");
    }
    // As a callback says it.
    for (network, max) in [
        ("Arbitrum", 120),
        ("Polygon", 120),
        ("Base", 120),
        ("Solana", 120),
        ("Ethereum", 300),
        ("Tron", 300),
        ("Celo", 300),
        ("Stellar", 300),
    ] {
        let body = format!(
            r#"{{"order_id":"o-1","merchant_order_id":"m-1","status":"PENDING","price_amount":"5","price_currency":"USD",
                "pay_amount":"5","pay_currency":"USD","meta":{{"network":"{network}"}}}}"#
        );
        assert_eq!(read("mugglepay", &body, None).eta.unwrap().max_ms, max * 1000, "{network}");
    }
}

#[test]
fn nobody_knows_how_long_another_network_takes_or_what_waits_for_none() {
    for currency in ["USDT_NEW", "DOGE", "CNY", "BTC_LN", ""] {
        let order = muggle("PENDING", currency, CHANGED, at("2027-02-12T10:00:00Z"));
        assert_eq!((order.eta, order.slow, order.poll.after_ms), (None, None, Some(30_000)), "{currency}");
    }
    for status in ["NEW", "PAID", "UNRESOLVED", "RESOLVED", "EXPIRED", "CANCELED", "REFUND_PENDING"] {
        let order = muggle(status, "BTC", CHANGED, at("2027-02-12T10:00:00Z"));
        assert_eq!((order.eta, order.slow), (None, None), "{status}");
        assert!(order.actions.iter().all(
            |action| action.audience != Audience::Merchant || action.kind != ActionKind::ContactProvider
        ));
    }
}

/// Three times the longest usual time, and five minutes.
#[test]
fn an_order_is_slow_after_three_times_the_usual_time() {
    let changed = at("2026-02-12T10:05:00Z");
    for (currency, limit) in [("EOS", 9_000 + 300_000), ("USDT_ARB", 660_000), ("BTC", 11_100_000)] {
        for (after, slow) in [(-1, false), (0, false), (limit, false), (limit + 1, true)] {
            let order = muggle("PENDING", currency, CHANGED, plus(changed, after));
            assert_eq!(order.slow, Some(slow), "{currency} after {after}");
            let asked: Vec<Audience> = order
                .actions
                .iter()
                .filter(|action| action.kind == ActionKind::ContactProvider)
                .map(|action| action.audience)
                .collect();
            let both = [Audience::Customer, Audience::Merchant];
            assert_eq!(asked, if slow { &both[..] } else { &[] }, "{currency} after {after}");
            // What there was to do stays, and comes first.
            assert_eq!(order.actions[0].kind, ActionKind::Wait);
            assert_eq!(order.fulfilment, orderstate::Fulfilment::Wait);
        }
    }
    // Since when the payment is on the network, nobody knows from when the order was made.
    assert_eq!(muggle("PENDING", "BTC", CREATED, at("2027-01-01T00:00:00Z")).slow, None);
    assert_eq!(muggle("PENDING", "BTC", CHANGED, None).slow, None);
}

// Until when

#[test]
fn where_the_end_of_the_time_to_pay_comes_from_is_said() {
    let now = at("2026-02-12T10:06:00Z");
    let basis = |order: &Order| (order.expires_at, order.expires_basis);
    let window = Some(ExpiryBasis::Window);
    for (currency, end) in [("BTC", "2026-02-12T11:00:00Z"), ("CNY", "2026-02-12T13:00:00Z")] {
        for status in ["NEW", "PENDING", "EXPIRED"] {
            assert_eq!(
                basis(&muggle(status, currency, CREATED, now)),
                (at(end), window),
                "{status} {currency}"
            );
            assert_eq!(basis(&muggle(status, currency, CREATED, None)), (None, None), "{status} {currency}");
        }
        for status in ["PAID", "UNRESOLVED", "CANCELED", "REFUNDED"] {
            assert_eq!(basis(&muggle(status, currency, CREATED, now)), (None, None), "{status} {currency}");
        }
    }
    let stated = |now| {
        let body = r#"{"data":{"id":"t-1","status":"AWAITING_PAYMENT_FROM_USER","isBuyOrSell":"BUY","fiatCurrency":"EUR",
            "walletAddress":"0x1","autoExpiresAt":"2026-02-12T12:00:00Z"}}"#;
        read("transak", body, now)
    };
    for now in [None, now] {
        assert_eq!(basis(&stated(now)), (at("2026-02-12T12:00:00Z"), Some(ExpiryBasis::Provider)));
    }
}

/// Half an hour for whoever sells through Coinbase; no word of any other direction.
#[test]
fn a_window_is_of_one_direction_and_needs_no_currency_if_it_is_the_same_for_all() {
    let now = at("2026-02-12T10:06:00Z");
    let coinbase = |way: &str, status: &str| {
        let body = format!(
            r#"{{"eventType":"{way}.transaction.created","transactionId":"c-1","status":"{status}",
                "createdAt":"2026-02-12T10:00:00Z","asset":"USDC","network":"base"}}"#
        );
        read("coinbase", &body, now)
    };
    let sale = coinbase("offramp", "TRANSACTION_STATUS_CREATED");
    assert_eq!(sale.expires_at, at("2026-02-12T10:30:00Z"));
    assert_eq!(sale.expires_basis, Some(ExpiryBasis::Window));
    assert!(sale.actions.iter().any(|action| action.deadline == sale.expires_at));
    assert_eq!(coinbase("onramp", "ONRAMP_TRANSACTION_STATUS_CREATED").expires_at, None);
}

/// A week, or twenty minutes at a fixed rate: only the payment itself can tell.
#[test]
fn a_payment_of_nowpayments_ends_when_it_says_so() {
    let payment = |rest: &str| {
        let body = format!(
            r#"{{"payment_id":"5745459419","payment_status":"waiting","pay_address":"3EZ2","price_amount":5,
                "price_currency":"usd","created_at":"2026-02-12T10:00:00Z"{rest}}}"#
        );
        let order = read("nowpayments", &body, at("2026-02-12T10:06:00Z"));
        assert_eq!(order.status, Status::AwaitingPayment);
        (order.expires_at, order.expires_basis)
    };
    assert_eq!(payment(""), (None, None));
    assert_eq!(payment(r#","is_fixed_rate":true"#), (None, None));
    let until = payment(r#","is_fixed_rate":true,"valid_until":"2026-02-12T10:20:00.000Z""#);
    assert_eq!(until, (at("2026-02-12T10:20:00Z"), Some(ExpiryBasis::Provider)));
}

#[test]
fn asking_ends_when_an_expired_order_cannot_come_back_any_more() {
    let expired = |currency, now| muggle("EXPIRED", currency, CREATED, at(now));
    let end = at("2026-02-13T11:00:00Z");
    let open = expired("USDT_TRC20", "2026-02-13T11:00:00Z");
    assert_eq!(
        (open.finality, open.reopenable_until, open.poll.give_up_at),
        (Finality::Reopenable, end, end)
    );
    assert_eq!(schedule(open.poll), (Some(300_000), Some(0), 1.5, Some(300_000)));
    let over = expired("USDT_TRC20", "2026-02-13T11:00:00.001Z");
    assert_eq!((over.finality, over.reopenable_until, over.poll.give_up_at), (Finality::Final, None, None));
    assert!(over.poll.stop);
    // Of other coins it is not said for how long.
    let bitcoin = expired("BTC", "2026-03-13T11:00:00Z");
    assert_eq!((bitcoin.finality, bitcoin.poll.give_up_at), (Finality::Reopenable, None));
}
