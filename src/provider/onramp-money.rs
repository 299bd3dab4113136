//! Onramp.money: buys, sells and swaps of coins by widget, and payments to a merchant ("merchant checkout").
//!
//! Its words are numbers, and mean something else in each direction. What stands beside `data` is the call's status.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const STATUS: &str = "https://docs.onramp.money/onramp/response-codes/order-status-codes";
const WEBHOOKS: &str = "https://docs.onramp.money/onramp/onramp-widget-integration/webhook-updates";
const HISTORY: &str = "https://docs.onramp.money/onramp/rest-api-endpoints/merchant-transaction-history";
const CHECKOUT: &str = "https://docs.onramp.money/merchant-checkout/get-order";
const SDK: &str = "https://docs.onramp.money/onramp/sdk-cross-platform/react-native-sdk";
const ERRORS: &str = "https://docs.onramp.money/onramp/response-codes/error-codes";

pub(super) const ONRAMP_MONEY: Provider = Provider {
    id: "onramp-money",
    name: "Onramp.money",
    docs: STATUS,
    directions: &[Buy, Sell, Swap, Direction::Pay],
    direction_words: &[("onramp", Buy), ("offramp", Sell)],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    test_marks: &[Condition::Is("isTestNetwork", "true")],
    hosts: &[("onramp.money", Environment::Live)],
    errors: ErrorFields {
        code: &["code"],
        message: &["error", "message"],
        status: &["code"],
        ..PLAIN.errors
    },
    faults: FAULTS,
    // "let payload = req.headers['x-onramp-payload']; let signature = req.headers['x-onramp-signature'];" and the signature is
    // "HmacSHA512(payload, 'YOUR_API_SECRET')" in hexadecimal digits. What that payload is, and how the body hangs together
    // with it, is not written down: so it proves nothing of the body.
    webhook: Webhook {
        docs: WEBHOOKS,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha512,
            carried: Carried::Alone { header: "x-onramp-signature", prefix: "" },
            over: &[Part::Header("x-onramp-payload")],
            stamp: Stamp::Undated,
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "The sent amount does not match the required amount."
    stopped(BUY, "-4", AmountMismatch), stopped(SELL, "-4", AmountMismatch),
    // "The names on the bank account and KYC do not match."
    stopped(BUY, "-3", VerificationRequired),
    // "The user has abandoned the transaction."
    ended(BUY, "-2", Cancelled, CancelledByCustomer), ended(SELL, "-2", Cancelled, CancelledByCustomer),
    // "The transaction has exceeded the allowable time limit."
    ended(BUY, "-1", Expired, PaymentWindowPassed), ended(SELL, "-1", Expired, PaymentWindowPassed),

    // "The transaction has been successfully created."
    rule(BUY, "0", AwaitingPayment).money_assumed(NotTaken).waits_for(Customer).actions(&[customer(ActionKind::Pay), merchant(Wait)]),
    // "The Reference ID has been successfully claimed.": the one that the user "submits" for the deposit.
    rule(BUY, "1", PaymentSubmitted).because(ReceiptUnconfirmed).money_implied(Incoming).waits_for(Provider).actions(WAIT),
    // "The deposit for the transaction has been secured."
    held(BUY, "2", Status::Paid),
    // "The process of placing the order has begun." "The cryptocurrency purchase is in progress."
    held(BUY, "11", Processing), held(BUY, "12", Processing),
    // "The desired cryptocurrency has been purchased."
    held(BUY, "3", Processing), held(BUY, "13", Processing),
    // "The withdrawal process has started."
    leaving(BUY, "14"),
    // "The withdrawal process is completed."
    done(BUY, "4"), done(BUY, "15"),
    // The same, and "the webhook notification has been sent."
    done(BUY, "5"), done(BUY, "16"),

    // "The order has been successfully created."
    sent_by_customer(SELL, "0"),
    // "The order has been confirmed and a transaction hash has been generated."
    seen(SELL, "1"),
    // "Deposit found, selling crypto"
    held(SELL, "2", Status::Paid), held(SELL, "10", Status::Paid), held(SELL, "11", Status::Paid),
    // "… exceeds their KYC limit, and their funds are withheld pending manual review."
    rule(SELL, "3", OnHold).because(RiskOrCompliance).money(Held).waits_for(Provider)
        .actions(&[customer(Wait), customer(ContactProvider), merchant(Wait)]),
    // "The cryptocurrency has been sold."
    held(SELL, "4", Processing), held(SELL, "12", Processing),
    // "The process of fiat withdrawal has started."
    leaving(SELL, "5"), leaving(SELL, "13"), leaving(SELL, "30"), leaving(SELL, "31"), leaving(SELL, "32"),
    leaving(SELL, "33"), leaving(SELL, "34"), leaving(SELL, "35"), leaving(SELL, "36"),
    // "The fiat withdrawal process is complete."
    done(SELL, "6"), done(SELL, "14"), done(SELL, "40"),
    // The same, and "the webhook notification has been sent."
    done(SELL, "7"), done(SELL, "15"), done(SELL, "41"),
    // "The user has the option to provide an alternate bank account for the transaction."
    rule(SELL, "17", OnHold).because(PayoutBlocked).money_implied(Held).waits_for(Customer)
        .actions(&[customer(AnswerProvider), merchant(Wait)]),
    // "The transaction is being processed to the alternate bank account provided."
    leaving(SELL, "18"),
    // "The fiat has been processed and the transaction has been successfully completed."
    done(SELL, "19"),

    // "The order has expired."
    ended(SWAP, "-1", Expired, PaymentWindowPassed),
    // "Initial swap transaction has been created."
    sent_by_customer(SWAP, "0"),
    // "The crypto deposit has been secured, waiting for confirmations."
    seen(SWAP, "1"),
    // "The crypto deposit has been confirmed."
    held(SWAP, "2", Status::Paid),
    // "… is currently being placed", "has been placed successfully", "being processed", "processed".
    held(SWAP, "3", Processing), held(SWAP, "4", Processing), held(SWAP, "6", Processing), held(SWAP, "7", Processing),
    // "An error occurred; please contact the admin."
    stopped(SWAP, "5", ProviderHold),
    // "An error occurred during token withdrawal."
    stopped(SWAP, "8", PayoutBlocked).money_implied(Held),
    // "Withdrawal process has been initiated."
    leaving(SWAP, "9"),
    // "Withdrawal has been processed successfully."
    done(SWAP, "10"),

    // "Order Cancelled." "Order Failed." Neither says by whom or why.
    rule(PAY, "-3", Cancelled).because(Unspecified).waits_for(Customer).actions(AGAIN).page(CHECKOUT),
    rule(PAY, "-1", Failed).because(Unspecified).waits_for(Customer).actions(AGAIN).page(CHECKOUT),
    // "Waiting for Payment."
    rule(PAY, "0", AwaitingPayment).money(NotTaken).waits_for(Customer).actions(&[customer(SendCrypto), merchant(Wait)]).page(CHECKOUT),
    // "Payment received, waiting for block confirmation."
    seen(PAY, "1").page(CHECKOUT),
    // "Payment completed with confirmation."
    done(PAY, "2").page(CHECKOUT),
];

const fn stopped(way: Option<Direction>, word: &'static str, reason: Reason) -> Rule {
    rule(way, word, OnHold).because(reason).waits_for(Customer).actions(ASK)
}

const fn ended(way: Option<Direction>, word: &'static str, status: Status, reason: Reason) -> Rule {
    rule(way, word, status).because(reason).money_assumed(NotTaken).waits_for(Customer).actions(NEW_ORDER)
}

const fn sent_by_customer(way: Option<Direction>, word: &'static str) -> Rule {
    rule(way, word, AwaitingPayment).money_assumed(NotTaken).waits_for(Customer).actions(SEND)
}

const fn seen(way: Option<Direction>, word: &'static str) -> Rule {
    rule(way, word, PaymentSubmitted)
        .because(ConfirmationsPending)
        .money(Incoming)
        .waits_for(Network)
        .actions(CONFIRMING)
}

const fn held(way: Option<Direction>, word: &'static str, status: Status) -> Rule {
    rule(way, word, status).money(Held).waits_for(Provider).actions(WAIT)
}

const fn leaving(way: Option<Direction>, word: &'static str) -> Rule {
    rule(way, word, Delivering).money(Outgoing).waits_for(Provider).actions(WAIT)
}

const fn done(way: Option<Direction>, word: &'static str) -> Rule {
    rule(way, word, Completed).money(Delivered).actions(FULFIL)
}

const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const ASK: &[Step] = &[customer(ContactProvider), merchant(Wait)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()];
const AGAIN: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactMerchant).if_paid()];
const SEND: &[Step] = &[
    customer(SendCrypto).given(Given::NotCustodial),
    merchant(SendCrypto).given(Given::Custodial),
    merchant(Wait).given(Given::NotCustodial),
];
const CONFIRMING: &[Step] =
    &[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(HoldFulfilment)];
const FULFIL: &[Step] = &[merchant(Fulfil)];
const LOOK: &[Step] = &[customer(Wait), merchant(RefreshStatus)];
const FAILED: &[Step] = &[customer(ContactProvider), merchant(RefreshStatus)];

#[rustfmt::skip]
const EVENTS: &[Event] = &[
    // "When user sees the payment details on screen"
    Event { name: "ONRAMP_WIDGET_TX_INIT", means: Means::Word("0") },
    // "When user submits the reference number"; on a sell, when coins are looked for.
    told("ONRAMP_WIDGET_TX_FINDING", PaymentSubmitted),
    // "When system finds the deposit"
    told("ONRAMP_WIDGET_TX_PURCHASING", Status::Paid),
    told("ONRAMP_WIDGET_TX_SELLING", Status::Paid),
    // "When system is done purchasing the crypto & starts withdrawal"
    told("ONRAMP_WIDGET_TX_SENDING", Delivering),
    told("ONRAMP_WIDGET_TX_SENT", Delivering),
    // "When system gets the tx hash": not yet its confirmations.
    told("ONRAMP_WIDGET_TX_COMPLETED", Delivering),
    // "If system failed at finding the deposit", "… while making the crypto purchase", "… before getting the tx hash"
    failed("ONRAMP_WIDGET_TX_FINDING_FAILED"),
    failed("ONRAMP_WIDGET_TX_PURCHASING_FAILED"),
    failed("ONRAMP_WIDGET_TX_SENDING_FAILED"),
];

const fn told(name: &'static str, status: Status) -> Event {
    Event { name, means: Means::Rule(rule(ANY, name, status).waits_for(Provider).page(SDK).actions(LOOK)) }
}

const fn failed(name: &'static str) -> Event {
    let means = rule(ANY, name, Failed).because(Unspecified).waits_for(Customer).page(SDK).actions(FAILED);
    Event { name, means: Means::Rule(means) }
}

const SHAPES: &[Shape] = &[
    Shape::new("widget event of a sell", SourceKind::Widget, SDK, WIDGET)
        .marked(&[
            Mark::Begins("type", "ONRAMP_WIDGET_TX_"),
            Mark::Any(&[
                Mark::Has("data.depositAddress"),
                Mark::Is("type", "ONRAMP_WIDGET_TX_SELLING"),
                Mark::Is("type", "ONRAMP_WIDGET_TX_SENT"),
            ]),
        ])
        .holding(Holds::One("data"))
        .going(Sell),
    Shape::new("widget event of a buy", SourceKind::Widget, SDK, WIDGET)
        .marked(&[
            Mark::Begins("type", "ONRAMP_WIDGET_TX_"),
            Mark::Any(&[
                Mark::Has("data.actualCryptoAmount"),
                Mark::Is("type", "ONRAMP_WIDGET_TX_PURCHASING"),
                Mark::Is("type", "ONRAMP_WIDGET_TX_PURCHASING_FAILED"),
            ]),
        ])
        .holding(Holds::One("data"))
        .going(Buy),
    Shape::new("widget event", SourceKind::Widget, SDK, WIDGET)
        .marked(&[Mark::Begins("type", "ONRAMP_WIDGET_TX_")])
        .holding(Holds::One("data")),
    Shape::new("widget housekeeping", SourceKind::Widget, SDK, &NO_FIELDS)
        .marked(&[Mark::Begins("type", "ONRAMP_WIDGET_")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("webhook", SourceKind::Webhook, WEBHOOKS, FIELDS)
        .marked(&[Mark::Has("orderId"), Mark::Has("status"), Mark::Has("fiatType")])
        .holding(Holds::One("")),
    Shape::new("checkout order", SourceKind::Rest, CHECKOUT, FIELDS)
        .marked(&[Mark::Has("data.orderId"), Mark::Has("data.coinAmount"), Mark::Has("data.endTime")])
        .holding(Holds::One("data"))
        .going(Direction::Pay),
    Shape::new("checkout order list", SourceKind::Rest, CHECKOUT, FIELDS)
        .marked(&[
            Mark::List("data"),
            Mark::Has("data.0.orderId"),
            Mark::Has("data.0.coinAmount"),
            Mark::Has("data.0.endTime"),
        ])
        .holding(Holds::Many("data", ""))
        .going(Direction::Pay),
    // Which way its orders go stands only in the request.
    Shape::new("history", SourceKind::Rest, HISTORY, FIELDS)
        .marked(&[Mark::List("data"), Mark::Has("data.0.orderId"), Mark::Has("data.0.status")])
        .told_by(&[Mark::Has("data.0.fiatType"), Mark::Has("data.0.merchantRecognitionId")])
        .holding(Holds::Many("data", "")),
    Shape::new("error", SourceKind::Rest, ERRORS, &NO_FIELDS)
        .marked(&[Mark::Text("error"), Mark::Has("code"), Mark::Lacks("data")])
        .only_if_named()
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const FIELDS: &Fields = &Fields {
    word: &["status"],
    id: &["orderId"],
    reference: &["merchantRecognitionId"],
    direction: &["eventType"],
    detail: &["statusDescription"],
    // Not `updatedAt`: "for internal purposes and should not to be used by the client".
    created: &["createdAt", "startTime"],
    tx_hash: &["transactionHash", "depositHash"],
    address: &["depositAddress"],
    amounts: AMOUNTS,
    ..NO_FIELDS
};

const WIDGET: &Fields = &Fields {
    word: &["orderStatus"],
    event: &["/type"],
    id: &["orderId"],
    reference: &["merchantRecognitionId"],
    created: &["createdAt"],
    tx_hash: &["transactionHash"],
    address: &["depositAddress"],
    amounts: AMOUNTS,
    ..NO_FIELDS
};

/// Fiat currencies are numbers here (`fiatType`), so amounts of money come without one.
const AMOUNTS: &[AmountField] = &[
    amount(Role::Expected, &["fiatAmount"], &[]).on(Buy),
    amount(Role::Received, &["actualCryptoAmount", "actualQuantity"], &["coinCode"])
        .network(&["network"])
        .on(Buy),
    amount(Role::Expected, &["expectedQuantity", "cryptoAmount"], &["coinCode"])
        .network(&["network"])
        .on(Sell),
    amount(Role::Paid, &["actualQuantity"], &["coinCode"]).network(&["network"]).on(Sell),
    amount(Role::Received, &["actualFiatAmount"], &[]).on(Sell),
    amount(Role::Expected, &["coinAmount"], &["coinCode"]).network(&["network"]).on(Direction::Pay),
];

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    http(400, Validation),     // "Invalid request format"
    http(401, Authentication).mended_by(FixCredentials), // "Invalid client credentials/signature"
    http(403, Authorization),  // "This request is forbidden"
    http(406, Validation),     // "Coin name not supplied or not yet supported"
    http(409, Validation),     // "Parameter type not correct"
    http(413, Validation),     // "Desired volume is not within bounds"
    http(417, OrderNotFound),  // "Order doesn't exist any more"
    http(429, RateLimited),    // "Too many requests"
    http(500, ProviderError),  // "Problem with our servers, try again later"
    http(503, ProviderError),  // "Currently down for maintenance"
];
