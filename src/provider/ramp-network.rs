//! Ramp Network: buys (purchases) and sells (sales) of coins by widget.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

/// The statuses of a purchase and its fields, explained beside their types.
const TYPES: &str = "https://github.com/RampNetwork/ramp-sdk-rn/blob/HEAD/src/types.ts";
/// Types again, with more of the widget's events.
const SDK: &str = "https://github.com/RampNetwork/ramp-instant-sdk/blob/HEAD/src/types.ts";
const WEBHOOKS: &str = "https://docs.rampnetwork.com/webhooks";
const WIDGET: &str = "https://docs.rampnetwork.com/events";
const API: &str = "https://docs.rampnetwork.com/rest-api-v3-reference";

pub(super) const RAMP_NETWORK: Provider = Provider {
    id: "ramp-network",
    name: "Ramp Network",
    docs: TYPES,
    directions: &[Buy, Sell],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    // Of a widget's event; the demo environment is told by its hosts alone.
    test_marks: &[Condition::Begins("/payload.apiUrl", "https://api.demo.rampnetwork.com/")],
    live_marks: &[
        Condition::Begins("/payload.apiUrl", "https://api.rampnetwork.com/"),
        Condition::Begins("/payload.apiUrl", "https://api.ramp.network/"),
    ],
    flow: FLOW,
    errors: ErrorFields { code: &["code"], message: &["message"], status: &["statusCode"], ..PLAIN.errors },
    faults: FAULTS,
    // Its webhooks are signed "using an ECDSA key (based on secp256k1 curve)", which is not checked here: see DESIGN.md.
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "The purchase was initialized." A manual transfer may have been sent all the same.
    rule(BUY, "INITIALIZED", AwaitingPayment).money_assumed(NotTaken).waits_for(Customer).actions(PAY),

    // "An automated payment was initiated, eg. via card or open banking."
    rule(BUY, "PAYMENT_STARTED", AwaitingPayment).waits_for(Customer).actions(PAY),

    // "User completed the payment process."
    rule(BUY, "PAYMENT_IN_PROGRESS", PaymentSubmitted).because(ReceiptUnconfirmed).money_implied(Incoming).waits_for(Ramp)
        .actions(WAIT),

    // "The last payment was cancelled, rejected, or otherwise failed." The last, and no terminal state: another may follow.
    rule(BUY, "PAYMENT_FAILED", AwaitingPayment).because(PaymentDeclined).money_assumed(NotTaken).waits_for(Customer)
        .actions(&[customer(RetryPayment), customer(RetryOtherMethod), merchant(Wait)]),

    // "The last payment was successful." Its receipt has a word of its own.
    rule(BUY, "PAYMENT_EXECUTED", PaymentSubmitted).money_implied(Incoming).waits_for(Ramp).actions(WAIT),

    // "Outgoing bank transfer was confirmed on the buyer's account."
    rule(BUY, "FIAT_SENT", PaymentSubmitted).money(Incoming).waits_for(Ramp).actions(WAIT),

    // "Payment was confirmed, final checks before crypto transfer."
    rule(BUY, "FIAT_RECEIVED", Paid).money(Held).waits_for(Ramp).actions(WAIT),

    // "Crypto release started – transfer transaction or escrow release() tx was sent."
    rule(BUY, "RELEASING", Delivering).money(Outgoing).waits_for(Network)
        .actions(&[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(Wait)]),

    // "Crypto asset was confirmed to be transferred to the buyer. A terminal state."
    rule(BUY, "RELEASED", Completed).money(Delivered).actions(&[merchant(Fulfil)]),

    // A webhook calls itself `'CREATED' | 'RELEASED' | 'RETURNED'`, or `ERROR`: beside the last two nothing is handed over unseen.
    rule(BUY, "RELEASED", Completed).when(&[Condition::In("/type", &["RETURNED", "ERROR"])]).merchant_decides()
        .actions(&[merchant(ReviewPayment), merchant(RefreshStatus)]).page(WEBHOOKS).implied(),

    // "The time to pay for the purchase was exceeded. A terminal state."
    rule(BUY, "EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer)
        .actions(NEW_ORDER),

    // "The purchase was cancelled and won't be continued. A terminal state."
    rule(BUY, "CANCELLED", Cancelled).because(Unspecified).waits_for(Customer).actions(NEW_ORDER),

    // Of a sale, `type: 'CREATED' | 'RELEASED' | 'EXPIRED'` is all that is said; nothing comes between the first and the last.
    rule(SELL, "CREATED", AwaitingPayment).waits_for(Customer).page(WEBHOOKS).implied()
        .actions(&[
            customer(SendCrypto).given(Given::NotCustodial).if_not_paid(),
            merchant(SendCrypto).given(Given::Custodial).if_not_paid(),
            customer(Wait).if_paid(),
            merchant(RefreshStatus),
        ]),
    // The same word as of a purchase; that it is the end of a sale, too, no page says, so it says no `yes`.
    rule(SELL, "RELEASED", Completed).money_implied(Delivered).merchant_decides().page(WEBHOOKS).implied(),
    rule(SELL, "EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer).page(WEBHOOKS)
        .implied().actions(NEW_ORDER),
];

/// The types say what each word means, and which of them are terminal; the rest follows.
#[rustfmt::skip]
const FLOW: &[Edges] = &[
    // A manual transfer needs no start.
    implied(BUY, &["INITIALIZED"], &["PAYMENT_STARTED", "PAYMENT_IN_PROGRESS"]),
    implied(BUY, &["PAYMENT_STARTED"], &["PAYMENT_IN_PROGRESS"]),
    implied(BUY, &["PAYMENT_STARTED", "PAYMENT_IN_PROGRESS"], &["PAYMENT_FAILED"]),
    // "The last payment": there may be another one.
    implied(BUY, &["PAYMENT_FAILED"], &["PAYMENT_STARTED", "PAYMENT_IN_PROGRESS"]),
    implied(BUY, &["PAYMENT_IN_PROGRESS"], &["PAYMENT_EXECUTED"]),
    implied(BUY, &["PAYMENT_EXECUTED"], &["FIAT_SENT", "FIAT_RECEIVED"]),
    implied(BUY, &["FIAT_SENT"], &["FIAT_RECEIVED"]),
    // "Payment was confirmed, final checks before crypto transfer."
    said(BUY, &["FIAT_RECEIVED"], &["RELEASING"]),
    implied(BUY, &["RELEASING"], &["RELEASED"]),
    // "The time to pay for the purchase was exceeded."
    said(BUY, &["INITIALIZED"], &["EXPIRED"]),
    implied(BUY, &["PAYMENT_STARTED", "PAYMENT_IN_PROGRESS", "PAYMENT_FAILED"], &["EXPIRED"]),
    implied(BUY, &["INITIALIZED", "PAYMENT_STARTED", "PAYMENT_IN_PROGRESS", "PAYMENT_FAILED", "PAYMENT_EXECUTED", "FIAT_SENT",
        "FIAT_RECEIVED", "RELEASING"], &["CANCELLED"]),

    implied(SELL, &["CREATED"], &["RELEASED", "EXPIRED"]),
];

use Actor::Provider as Ramp;

const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const PAY: &[Step] = &[customer(ResumeOrder).if_not_paid(), customer(Wait).if_paid(), merchant(Wait)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()];

/// What a purchase's webhook calls itself, `CREATED`, `RELEASED`, `RETURNED` or, in an older edition, `ERROR`, no page
/// explains; `purchase.status` beside it counts.
const EVENTS: &[Event] = &[
    // "Sent when a purchase is created, but not yet fulfilled."
    Event { name: "PURCHASE_CREATED", means: Means::Word("INITIALIZED") },
    Event { name: "OFFRAMP_SALE_CREATED", means: Means::Word("CREATED") },
];

/// The widget asks the application to send coins: an address, and neither an order nor a status.
const SEND: &[Rule] =
    &[rule(ANY, "", AwaitingPayment).money_implied(NotTaken).waits_for(Customer).page(SDK).actions(&[
        customer(SendCrypto).given(Given::NotCustodial),
        merchant(SendCrypto).given(Given::Custodial),
    ])];

const SHAPES: &[Shape] = &[
    Shape::new("purchase webhook", SourceKind::Webhook, WEBHOOKS, PURCHASE)
        .marked(&[Mark::Text("type"), Mark::Map("purchase"), Mark::Has("purchase.status")])
        .told_by(&[
            Mark::Has("purchase.receiverAddress"),
            Mark::Has("purchase.purchaseViewToken"),
            Mark::Has("purchase.assetExchangeRate"),
        ])
        .holding(Holds::One("purchase"))
        .going(Buy),
    Shape::new("sale webhook", SourceKind::Webhook, WEBHOOKS, ANNOUNCED)
        .marked(&[Mark::Is("mode", "OFFRAMP"), Mark::Text("type"), Mark::Map("payload")])
        .holding(Holds::One("payload"))
        .going(Sell),
    Shape::new("widget's purchase", SourceKind::Widget, WIDGET, PURCHASE)
        .marked(&[Mark::Begins("type", "PURCHASE_"), Mark::Map("payload.purchase")])
        .holding(Holds::One("payload.purchase"))
        .going(Buy),
    Shape::new("widget's sale", SourceKind::Widget, WIDGET, SALE)
        .marked(&[Mark::Is("type", "OFFRAMP_SALE_CREATED"), Mark::Map("payload.sale")])
        .holding(Holds::One("payload.sale"))
        .going(Sell),
    Shape::new("widget's request for coins", SourceKind::Widget, SDK, REQUEST)
        .marked(&[
            Mark::Is("type", "SEND_CRYPTO"),
            Mark::Map("payload.assetInfo"),
            Mark::Has("payload.address"),
        ])
        .holding(Holds::One("payload"))
        .going(Sell)
        .silently(SEND),
    // It was shown, or is to be closed; or it asks for an account.
    Shape::new("widget's own event", SourceKind::Widget, WIDGET, &NO_FIELDS)
        .marked(&[Mark::Any(&[Mark::Begins("type", "WIDGET_"), Mark::Is("type", "REQUEST_CRYPTO_ACCOUNT")])])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("purchase", SourceKind::Rest, API, PURCHASE)
        .marked(&[Mark::Has("id"), Mark::Has("status"), Mark::Has("cryptoAmount"), Mark::Has("fiatValue")])
        .told_by(&[Mark::Has("receiverAddress"), Mark::Has("purchaseViewToken"), Mark::Has("baseRampFee")])
        .holding(Holds::One(""))
        .going(Buy),
    Shape::new("sale", SourceKind::Rest, API, SALE)
        .marked(&[
            Mark::Has("id"),
            Mark::Has("crypto.amount"),
            Mark::Has("fiat.amount"),
            Mark::Map("crypto.assetInfo"),
        ])
        .holding(Holds::One(""))
        .going(Sell),
    Shape::new("error", SourceKind::Rest, API, &NO_FIELDS)
        .marked(&[Mark::Begins("code", "SERVICES."), Mark::Lacks("id")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const PURCHASE: &Fields = &Fields {
    word: &["status"],
    event: &["/type"],
    id: &["id"],
    created: &["createdAt"],
    updated: &["updatedAt"],
    // "purchase validity time"
    expires: &["endTime"],
    // "hash of the crypto transfer blockchain transaction, filled once available"
    tx_hash: &["finalTxHash"],
    // Not `receiverAddress`: that is the buyer's.
    amounts: &[
        // "total value the user pays for the purchase"
        amount(Role::Expected, &["fiatValue"], &["fiatCurrency"]),
        // "number-string, in wei or token units"
        amount(Role::Received, &["cryptoAmount"], &["asset.symbol"])
            .network(&["asset.chain"])
            .in_units_of(&["asset.decimals"]),
    ],
    ..NO_FIELDS
};

/// What its two legs, `crypto.status` and `fiat.status`, may say is written nowhere; `status` is in public code alone.
const SALE: &Fields = &Fields {
    word: &["status"],
    event: &["/type"],
    id: &["id"],
    created: &["createdAt"],
    updated: &["updatedAt"],
    tx_hash: &["transactionHash"],
    amounts: &[
        amount(Role::Expected, &["crypto.amount"], &["crypto.assetInfo.symbol"])
            .network(&["crypto.assetInfo.chain"])
            .in_units_of(&["crypto.assetInfo.decimals"]),
        amount(Role::Received, &["fiat.amount"], &["fiat.currencySymbol"]),
    ],
    ..NO_FIELDS
};

/// A sale in a webhook, whose word stands beside it.
const ANNOUNCED: &Fields = &Fields { word: &["/type"], second_word: &["status"], event: &[], ..*SALE };

/// In what units its `amount` is, no page says.
const REQUEST: &Fields = &Fields { address: &["address"], ..NO_FIELDS };

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    // "If no requested currencies are available, an error is returned, with code …"
    code("SERVICES.HOST_API.NO_CURRENCIES_AVAILABLE", Validation),
    code("SERVICES.HOST_API.UNSUPPORTED_CURRENCY_FOR_REQUESTED_PAYMENT_METHOD", Validation),
];
