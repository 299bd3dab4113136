//! MugglePay: payments to a merchant in crypto, or in fiat by Alipay, WeChat and cards. Once named BitpayX.

use super::Provider;
use super::*;
use crate::vocabulary::{ActionKind::*, Actor::*, Money::*, ProblemKind::*, Reason::*, Status::*};

const STATUS: &str = "https://docs.mugglepay.com/basic/orderstatus";
const GET: &str = "https://github.com/MugglePay/MugglePay/blob/master/API/order/GetOrder.md";
const LIST: &str = "https://github.com/MugglePay/MugglePay/blob/master/API/GetOrders.md";
const CALLBACK: &str = "https://docs.mugglepay.com/order/paymentcallback";
const TOKENS: &str = "https://github.com/MugglePay/MugglePay/blob/master/API/faq/SupportedTokens.md";
const ERRORS: &str = "https://docs.mugglepay.com/basic/errorcodes";

pub(super) const MUGGLEPAY: Provider = Provider {
    id: "mugglepay",
    name: "MugglePay",
    docs: STATUS,
    directions: &[Direction::Pay],
    shapes: SHAPES,
    rules: RULES,
    hosts: &[("mugglepay.com", Environment::Live)],
    // "Crypto payments: 60 minutes. Fiat payments: 3 hours."
    window: Some(Window {
        direction: ANY,
        crypto_minutes: 60,
        fiat_minutes: 180,
        fiat: &["CNY", "USD", "EUR", "JPY", "HKD"],
    }),
    // The customers' FAQ: stablecoins are "marked as paid automatically within 24 hours" although expired.
    late: Some((&["USDT", "USDC", "DAI", "CUSD", "BUSD"], 24)),
    usual: USUAL,
    flow: FLOW,
    errors: ErrorFields {
        code: &["error_code"],
        // "eror" is what one of its pages prints.
        message: &["error", "eror"],
        status: &["status"],
        order: &["order.order_id"],
        checkout: &["payment_url"],
    },
    faults: FAULTS,
    webhook: Webhook {
        docs: CALLBACK,
        scheme: Scheme::Echo(Echo {
            // The pages disagree on its name.
            places: &["token", "merchant_token"],
            derivations: &[
                // mugglepay-php-sdk, Core.php: md5 of the sorted query in md5 with the secret behind it.
                Derivation {
                    name: "plain",
                    query: &[("merchant_order_id", Value::Reference), ("secret", Value::Secret)],
                },
                // MugglePayForWHMCS, bitpayx: the same with a type.
                Derivation {
                    name: "fiat",
                    query: &[
                        ("merchant_order_id", Value::Reference),
                        ("secret", Value::Secret),
                        ("type", Value::Text("FIAT")),
                    ],
                },
            ],
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "Order created, payment currency not yet selected"
    rule(ANY, "NEW", Created).because(MethodNotSelected).money(NotTaken).waits_for(Customer)
        .actions(&[customer(ChoosePaymentMethod), merchant(Wait)]),

    // "Payment detected, waiting for blockchain confirmation"
    rule(ANY, "PENDING", PaymentSubmitted).because(ConfirmationsPending).money(Incoming).waits_for(Network)
        .actions(&[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(HoldFulfilment), merchant(RefreshStatus)]),

    // "Payment confirmed and credited to merchant"
    rule(ANY, "PAID", Completed).money(Delivered)
        .actions(&[merchant(Fulfil)]),

    // "Merchant has marked the payment as resolved"
    rule(ANY, "RESOLVED", Completed).because(MerchantResolved).merchant_decides(),

    // "Payment confirmed but amount differs from expected"; by its causes: over, under, or after the expiry.
    rule(ANY, "UNRESOLVED", OnHold).because(AmountMismatch).money(Held).waits_for(Merchant).actions(UNRESOLVED),
    rule(ANY, "UNRESOLVED", OnHold).because(AmountUnder).when(&[Condition::PaidUnder])
        .money(Held).waits_for(Merchant).actions(UNRESOLVED),
    rule(ANY, "UNRESOLVED", OnHold).because(AmountOver).when(&[Condition::PaidOver])
        .money(Held).waits_for(Merchant).actions(UNRESOLVED),
    rule(ANY, "UNRESOLVED", OnHold).because(PaidLate).when(&[Condition::PaidLate])
        .money(Held).waits_for(Merchant).actions(UNRESOLVED),

    // "Customer canceled the order": "order cannot be paid"
    rule(ANY, "CANCELED", Cancelled).because(CancelledByCustomer).money_assumed(NotTaken),
    rule(ANY, "CANCELED", Cancelled).because(CancelledByCustomer).when(&[Condition::Previously("PENDING")]),

    // "Order expired without payment (60 min for crypto, 3 hours for fiat)"
    rule(ANY, "EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer).reopenable()
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(Wait).if_paid()]),

    // "Refund request submitted, pending confirmation"
    rule(ANY, "REFUND_PENDING", RefundPending).money_implied(Returning).waits_for(Provider)
        .actions(&[customer(Wait), merchant(Wait)]),

    // "Payment has been refunded"
    rule(ANY, "REFUNDED", Refunded).money(Returned),
];

#[rustfmt::skip]
const FLOW: &[Edges] = &[
    drawn(ANY, &["NEW"], &["PENDING"]),
    drawn(ANY, &["PENDING"], &["CANCELED", "EXPIRED", "UNRESOLVED", "PAID"]),
    drawn(ANY, &["UNRESOLVED"], &["RESOLVED"]),
    drawn(ANY, &["PAID"], &["REFUNDED"]),
    // A payment after the expiry leads there.
    said(ANY, &["EXPIRED"], &["UNRESOLVED"]),
    // The customers' FAQ: stablecoins are "marked as paid automatically within 24 hours".
    said(ANY, &["EXPIRED"], &["PAID"]),
    implied(ANY, &["NEW"], &["EXPIRED", "CANCELED"]),
    implied(ANY, &["PAID", "UNRESOLVED"], &["REFUND_PENDING"]),
    implied(ANY, &["REFUND_PENDING"], &["REFUNDED"]),
];

/// "Review payment details and resolve manually"; "Handle UNRESOLVED orders promptly".
const UNRESOLVED: &[Step] =
    &[customer(Wait), merchant(ReviewPayment).blocking(), merchant(ContactCustomer), merchant(MarkResolved)];

/// "Confirmation times". Networks are spelled as in currencies, `USDT_ARB`, and as in `meta.network`, `Arbitrum`.
#[rustfmt::skip]
const USUAL: &[Usual] = &[
    // "EOS: ~3 seconds"
    Usual { networks: &["EOS"], min_seconds: 3, max_seconds: 3, docs: STATUS },
    // "Fast Networks (Arbitrum, Polygon, Base)": "Usually 1-2 minutes"
    Usual { networks: &["ARB", "Arbitrum", "POL", "Polygon", "BASE", "Base"], min_seconds: 60, max_seconds: 120, docs: STATUS },
    // "Solana": "1-2 minutes"
    Usual { networks: &["SOL", "Solana", "PYUSD"], min_seconds: 60, max_seconds: 120, docs: TOKENS },
    // "BNB Chain (BEP20)": "1-3 minutes"
    Usual { networks: &["BNB"], min_seconds: 60, max_seconds: 180, docs: TOKENS },
    // "Ethereum: ~1 minute"; "1-5 minutes (varies with network congestion)"
    Usual { networks: &["ETH", "ERC20", "Ethereum"], min_seconds: 60, max_seconds: 300, docs: STATUS },
    // "Bitcoin: ~10 minutes"; "10-60 minutes (1-6 confirmations)"
    Usual { networks: &["BTC"], min_seconds: 600, max_seconds: 3600, docs: STATUS },
    // "Tron (TRC20)": "1-5 minutes"
    Usual { networks: &["TRC20", "Tron"], min_seconds: 60, max_seconds: 300, docs: TOKENS },
    // "Stable networks: Usually 1-5 minutes": the other ones that its stablecoins are on.
    Usual { networks: &["CELO", "Celo", "CUSD", "TON", "XLM", "Stellar", "USDT", "USDC"], min_seconds: 60, max_seconds: 300, docs: STATUS },
];

const SHAPES: &[Shape] = &[
    Shape::new("order", SourceKind::Rest, GET, ORDER)
        .marked(&[
            Mark::Map("order"),
            Mark::Has("order.order_id"),
            Mark::Has("order.price_amount"),
            Mark::Lacks("error_code"),
        ])
        .holding(Holds::One("order")),
    Shape::new("order list", SourceKind::Rest, LIST, ORDER)
        .marked(&[Mark::List("orders")])
        .told_by(&[Mark::Has("orders.0.merchant_order_id"), Mark::Has("orders.0.price_amount")])
        .holding(Holds::Many("orders", "")),
    Shape::new("payment callback", SourceKind::Webhook, CALLBACK, ORDER)
        .marked(&[
            Mark::Has("order_id"),
            Mark::Has("status"),
            Mark::Lacks("error_code"),
            Mark::Lacks("status_date"),
        ])
        .told_by(&[Mark::Has("merchant_order_id"), Mark::Has("price_amount")])
        .holding(Holds::One("")),
    Shape::new("error", SourceKind::Rest, ERRORS, &NO_FIELDS)
        .marked(&[Mark::Text("error_code"), Mark::Has("status")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

/// Relative to the order; its invoice stands beside it.
///
/// The order's own status counts: it is what the status page defines and what callbacks repeat. The invoice is one
/// attempt at paying the order. Where the two disagree nothing is handed over before another look.
const ORDER: &Fields = &Fields {
    word: &["status", "/invoice.status"],
    second_word: &["/invoice.status"],
    id: &["order_id"],
    reference: &["merchant_order_id"],
    created: &["created_at", "created_at_t"],
    updated: &["updated_at"],
    paid: &["paid_at"],
    expires: &["/invoice.expired_at", "/invoice.expired_at_t"],
    tx_hash: &["meta.transaction_hash"],
    address: &["/invoice.address"],
    checkout: &["/payment_url"],
    amounts: &[
        // "Label Price in USD", the price that the merchant set.
        amount(Role::Expected, &["price_amount"], &["price_currency"]),
        // "Token amount in Token"
        amount(Role::Due, &["/invoice.pay_amount"], &["/invoice.pay_currency"]).with_suffix(),
        // "Actual amount paid by customer"; a new order repeats the price there.
        amount(Role::Paid, &["pay_amount"], &["pay_currency"])
            .network(&["meta.network"])
            .with_suffix()
            .once_moved(),
        amount(Role::Received, &["/invoice.receive_amount"], &["/invoice.receive_currency"]),
    ],
    ..NO_FIELDS
};

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    code("AUTHENTICATION_FAILED", Authentication),   // "Authentication Token is not set or expired."
    code("UNAUTHORIZED", Authentication),            // named on the page about authentication
    code("TOKEN_EXPIRED", Authentication),           // named on the page about authentication
    code("CREDENTIALS_NOT_MATCH", Authentication),   // "The email or password does not match."

    code("USER_NOT_EXIST", Authorization),           // "The user does not exist or no permission."
    code("USER_FAILED", Authorization),              // "The user operation failed."

    code("ORDER_NOT_VALID", OrderNotFound),          // "Order id is not valid."
    code("ORDER_NO_PERMISSION", OrderNotFound),      // "Order does not exist or permission denied."
    code("INVOICE_NOT_EXIST", OrderNotFound),        // "Invoice does not exist."

    code("PARAMETERS_MISSING", Validation),          // "Missing parameters."
    code("PAY_PRICE_ERROR", Validation),             // "Price amount or currency is not set correctly."
    code("INVITATION_FAILED", Validation),           // "The invitation code is not filled correctly."
    code("ORDER_VERIFIED_MERCHANT_NOT_MATCH", Validation), // "please double check the order"
    code("ORDER_VERIFIED_PRICE_NOT_MATCH", Validation),    // "Payment money does not match the order money"

    // "Order with same merchant_order_id exists." The answer carries that order and its link.
    code("ORDER_MERCHANTID_EXIST", Conflict).acted_on_by(Customer),
    code("ORDER_NOT_NEW", Conflict),                 // "payment method cannot be switched"
    code("ORDER_VERIFIED_ALREADY", Conflict),        // "Payment has been verified with payment already."
    code("INVOICE_VERIFIED_ALREADY", Conflict),      // "It has been verified already."
    code("ORDER_CANCELED_FAIILED", Conflict),        // "Order does not exist, or it cannot be canceled." (so spelled)
    code("ORDER_CANCELED_FAILED", Conflict),         // the same, as it should be spelled
    code("INVOICE_CANCELED_FAIILED", Conflict),      // "Invoice does not exist, or it cannot be canceled."
    code("INVOICE_CANCELED_FAILED", Conflict),       // the same, as it should be spelled
    code("ORDER_REFUND_FAILED", Conflict),           // "Order does not exist, or its status is not refundable."
    code("ORDER_PAID_FAILED", Conflict),             // "Order not exist or is not paid yet."
    code("MERCHANT_CALLBACK_STATUS_WRONG", Conflict), // "not ready to send callback"

    code("API_LIMIT_EXCEEDED", RateLimited),         // "API request limit is exceeded"
    code("RATE_LIMIT_EXCEEDED", RateLimited),        // named on the page about authentication
    http(421, RateLimited),                          // "(Too Many Requests)"

    code("PAYMENT_NOT_AVAILABLE", ProviderError),    // "The payment method is not working, please retry later."
    code("ERROR", ProviderError),                    // "Error."
];
