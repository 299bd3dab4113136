//! Transak: buys and sells of coins, by widget or by its API.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const STATUS: &str = "https://docs.transak.com/guides/track-order-status";
const ORDER: &str = "https://docs.transak.com/api/public/get-order-by-order-id";
const WHITELABEL: &str = "https://docs.transak.com/api/whitelabel/orders/get-order-by-id";
const WHITELABEL_LISTS: &str = "https://docs.transak.com/guides/how-to-use-orders-api";
const WRAPPER: &str = "https://docs.transak.com/api/metamask-wrapper-api/buy-order-by-id";
const WEBHOOKS: &str = "https://docs.transak.com/features/webhooks";
const TOKEN: &str = "https://docs.transak.com/guides/how-to-decrypt-webhook-payload";
const SOCKETS: &str = "https://docs.transak.com/features/websockets";
const WIDGET: &str = "https://github.com/Transak/transak-sdk";
const KYC_APIS: &str = "https://docs.transak.com/features/transak-kyc-apis";
const KYC_SHARING: &str = "https://docs.transak.com/docs/kyc-sharing";
const REDIRECT: &str = "https://docs.transak.com/docs/user-journey";

pub(super) const TRANSAK: Provider = Provider {
    id: "transak",
    name: "Transak",
    docs: STATUS,
    directions: &[Buy, Sell],
    direction_words: &[("BUY", Buy), ("SELL", Sell)],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    placeholders: &["DUMMY_TX_ID"],
    // What the staging system writes where a hash will be.
    test_marks: &[
        Condition::Is("transactionHash", "DUMMY_TX_ID"),
        Condition::Is("txHash", "DUMMY_TX_ID"),
        Condition::Is("partnerTransactionHash", "DUMMY_TX_ID"),
    ],
    hosts: &[("-stg.transak.com", Environment::Test), ("transak.com", Environment::Live)],
    flow: FLOW,
    errors: ErrorFields {
        code: &["error.code", "error.errorCode"],
        message: &["error.message"],
        status: &["error.statusCode"],
        ..PLAIN.errors
    },
    faults: FAULTS,
    // "Use the Partner Access Token as the JWT signing secret." The name of the event is none of its own.
    webhook: Webhook { docs: TOKEN, scheme: Scheme::Token("data"), ..PLAIN.webhook },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "When the order is created but the payment still not received."
    rule(BUY, "AWAITING_PAYMENT_FROM_USER", AwaitingPayment).money(NotTaken).waits_for(Customer)
        .actions(&[customer(ActionKind::Pay), merchant(Wait)]),
    // "When the order is created but the payment still not received."
    rule(SELL, "AWAITING_PAYMENT_FROM_USER", AwaitingPayment).money(NotTaken).waits_for(Customer)
        .actions(&[customer(SendCrypto), merchant(Wait)]),

    // "When the user marks the payment as done but it is received by us yet." (a word is lost; the sell row has it)
    rule(BUY, "PAYMENT_DONE_MARKED_BY_USER", PaymentSubmitted).because(ReceiptUnconfirmed).money(Incoming).waits_for(Provider)
        .actions(WAIT),
    // "When the user marks the payment as done but it is not yet received by us."
    rule(SELL, "PAYMENT_DONE_MARKED_BY_USER", PaymentSubmitted).because(ReceiptUnconfirmed).money(Incoming).waits_for(Provider)
        .actions(WAIT),

    // "Orders in the PROCESSING state have passed the checks and the user's payment information has been validated."
    rule(BUY, "PROCESSING", Processing).money_implied(Incoming).waits_for(Provider).actions(WAIT),
    // Not in the page's table of sell orders.
    rule(SELL, "PROCESSING", Processing).money(Incoming).waits_for(Provider).actions(WAIT).undocumented(),

    // "When the payment is received and being exchanged & transferred via us or our liquidity partner."
    rule(ANY, "PENDING_DELIVERY_FROM_TRANSAK", Delivering).money(Held).waits_for(Provider).actions(WAIT),

    // "Order is on hold."
    rule(BUY, "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", OnHold).because(ProviderHold).money_implied(Held).waits_for(Provider)
        .actions(&[customer(Wait), customer(ContactProvider), merchant(Wait)]),
    // "… because of some issue our system is unable to send the fiat to the user."
    rule(SELL, "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", OnHold).because(PayoutBlocked).money(Held).waits_for(Provider)
        .actions(&[customer(ContactProvider), merchant(Wait)]),

    // "When we have received the payment and the crypto is sent successfully to the user."
    rule(BUY, "COMPLETED", Completed).money(Delivered).actions(&[merchant(Fulfil)]),
    // "When we have received the crypto payment and fiat is sent successfully to the user's bank account."
    rule(SELL, "COMPLETED", Completed).money(Delivered).actions(&[merchant(Fulfil)]),

    // "When the order is failed, e.g.: because of the card decline."
    rule(BUY, "FAILED", Failed).because(Unspecified).waits_for(Customer).actions(&[customer(RetryOtherMethod)]),
    rule(BUY, "FAILED", Failed).because(PaymentDeclined).when(&[Condition::Is("cardPaymentData.status", "DECLINED")])
        .waits_for(Customer).actions(&[customer(RetryOtherMethod)]),
    // "When the order is failed, e.g.: because of the card decline."
    rule(SELL, "FAILED", Failed).because(Unspecified).waits_for(Customer).actions(&[customer(ContactProvider)]),

    // "Order is cancelled."
    rule(BUY, "CANCELLED", Cancelled).because(Unspecified).waits_for(Customer).actions(&[customer(StartNewOrder)]),
    rule(SELL, "CANCELLED", Cancelled).because(Unspecified).waits_for(Customer).actions(NEW_ORDER),

    // "When the user failed to make the payment within the timeframe."
    rule(ANY, "EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer).actions(NEW_ORDER),

    // "Order is refunded to the user."
    rule(ANY, "REFUNDED", Refunded).money(Returned),
];

/// No diagram of it is published: all of this follows from what the page says of each status.
#[rustfmt::skip]
const FLOW: &[Edges] = &[
    implied(ANY, &["AWAITING_PAYMENT_FROM_USER"],
        &["PAYMENT_DONE_MARKED_BY_USER", "PROCESSING", "CANCELLED", "EXPIRED", "FAILED"]),
    implied(BUY, &["PAYMENT_DONE_MARKED_BY_USER"], &["PROCESSING"]),
    implied(ANY, &["PAYMENT_DONE_MARKED_BY_USER"],
        &["PENDING_DELIVERY_FROM_TRANSAK", "CANCELLED", "FAILED", "EXPIRED"]),
    implied(ANY, &["PROCESSING"],
        &["PENDING_DELIVERY_FROM_TRANSAK", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", "FAILED", "CANCELLED"]),
    implied(ANY, &["PENDING_DELIVERY_FROM_TRANSAK"], &["ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK"]),
    implied(ANY, &["ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK"], &["PENDING_DELIVERY_FROM_TRANSAK"]),
    implied(ANY, &["PENDING_DELIVERY_FROM_TRANSAK", "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK"],
        &["COMPLETED", "FAILED", "REFUNDED", "CANCELLED"]),
    implied(ANY, &["FAILED", "CANCELLED", "COMPLETED"], &["REFUNDED"]),
];

const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()];

#[rustfmt::skip]
const KYC: &[Fact] = &[
    // Name and address were not handed in yet.
    onboarded("NOT_SUBMITTED", Onboarding::NotStarted),
    onboarded("SUBMITTED", Onboarding::InReview),
    onboarded("APPROVED", Onboarding::Approved),
    // As before anything was handed in, the details of the customer can be changed.
    onboarded("REJECTED", Onboarding::Rejected), may_retry("REJECTED", Permission::Yes),
    onboarded("KYC_SUBMITTED", Onboarding::InReview),
    onboarded("KYC_APPROVED", Onboarding::Approved),
    onboarded("KYC_REJECTED", Onboarding::Rejected), may_retry("KYC_REJECTED", Permission::Yes),
    // A verification that was done elsewhere is being taken over.
    onboarded("INITIALIZED", Onboarding::InProgress),
    // More is needed for this amount, or in this country.
    onboarded("ADDITIONAL_FORMS_REQUIRED", Onboarding::ActionRequired),
];

/// A name or an address is there before they are handed in.
const BEGUN: &[Fact] = &[onboarded("", Onboarding::InProgress)];

#[rustfmt::skip]
const ACCOUNT: &[Fact] = &[
    account("ACTIVE", Account::Active),
    // The one other word of the specification of 2021.
    account("disabled", Account::Disabled),
    // In the vendor's READMEs, without a meaning.
    account("INACTIVE", Account::Restricted),
];

/// A boolean in the documentation, a word in the vendor's README.
#[rustfmt::skip]
const ALLOWED: &[Fact] = &[
    may_order("true", Permission::Yes), may_order("YES", Permission::Yes),
    may_order("false", Permission::No), may_order("NO", Permission::No),
];

#[rustfmt::skip]
const FORM: &[Fact] = &[
    missing("PURPOSE_OF_USAGE", Requirement::Purpose),
    // With a link to where the document is shown.
    missing("IDPROOF", Requirement::Document),
    missing("US_SSN", Requirement::TaxId),
];

/// It says whether the document was handed in, and never whether it was approved.
#[rustfmt::skip]
const PROOF: &[Fact] = &[
    onboarded("NOT_SUBMITTED", Onboarding::ActionRequired),
    onboarded("SUBMITTED", Onboarding::InReview),
];

/// Of a verification that was done elsewhere and is taken over.
#[rustfmt::skip]
const SHARE: &[Fact] = &[
    // Fetched, and not processed yet.
    onboarded("IMPORTED", Onboarding::InProgress),
    onboarded("DONE", Onboarding::Approved),
    // The partner must do the step again.
    onboarded("FAILED", Onboarding::ActionRequired),
];

/// Events say less than statuses, so they count only where no status stands beside them.
#[rustfmt::skip]
const EVENTS: &[Event] = &[
    Event { name: "ORDER_CREATED", means: Means::Word("AWAITING_PAYMENT_FROM_USER") },
    Event { name: "ORDER_PAYMENT_VERIFYING", means: Means::Word("PAYMENT_DONE_MARKED_BY_USER") },
    // Sent for PROCESSING, PENDING_DELIVERY_FROM_TRANSAK and ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK.
    Event { name: "ORDER_PROCESSING", means: Means::Rule(
        rule(ANY, "ORDER_PROCESSING", Processing).waits_for(Provider).page(WEBHOOKS)
            .actions(&[customer(Wait), merchant(RefreshStatus)])) },
    Event { name: "ORDER_COMPLETED", means: Means::Word("COMPLETED") },
    // Sent for EXPIRED, FAILED and CANCELLED.
    Event { name: "ORDER_FAILED", means: Means::Rule(
        rule(ANY, "ORDER_FAILED", Failed).because(Unspecified).waits_for(Customer).page(WEBHOOKS)
            .actions(&[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid(), merchant(RefreshStatus)])) },
    Event { name: "ORDER_REFUNDED", means: Means::Word("REFUNDED") },
    Event { name: "ORDER_CANCELLED", means: Means::Word("CANCELLED") },

    Event { name: "TRANSAK_ORDER_CREATED", means: Means::Word("AWAITING_PAYMENT_FROM_USER") },
    // "User says paid": it comes with PROCESSING or PENDING_DELIVERY_FROM_TRANSAK, and again with COMPLETED.
    Event { name: "TRANSAK_ORDER_SUCCESSFUL", means: Means::Word("PAYMENT_DONE_MARKED_BY_USER") },
    Event { name: "TRANSAK_ORDER_CANCELLED", means: Means::Word("CANCELLED") },
    Event { name: "TRANSAK_ORDER_FAILED", means: Means::Word("FAILED") },
];

/// Keys that only this provider's orders have, behind a path.
macro_rules! signs {
    ($base:literal) => {
        &[
            Mark::Has(concat!($base, "isBuyOrSell")),
            Mark::Has(concat!($base, "autoExpiresAt")),
            Mark::Has(concat!($base, "statusHistories")),
            Mark::Has(concat!($base, "totalFeeInFiat")),
            Mark::Has(concat!($base, "partnerCustomerId")),
            Mark::Has(concat!($base, "partnerUserId")),
            Mark::Has(concat!($base, "paymentOptionId")),
        ]
    };
}

/// How a widget, or the listener of an application's SDK, names what happened.
const EVENT: &[Mark] = &[
    Mark::Begins("event_id", "TRANSAK_"),
    Mark::Begins("eventName", "TRANSAK_"),
    Mark::Begins("eventName", "ORDER_"),
];

/// What a bare order has beside its status; a status alone is anybody's.
const BARE: &[Mark] = &[Mark::Has("id"), Mark::Has("_id"), Mark::Has("orderId"), Mark::Has("isBuyOrSell")];

const SHAPES: &[Shape] = &[
    // First what looks like an order and is none, then widgets: whatever else their events carry, they are widgets'.
    shape("customer", SourceKind::Rest, KYC_APIS)
        .marked(&[Mark::Any(&[
            Mark::Map("data.kyc"),
            Mark::Has("data.shareTokenStatus"),
            Mark::Map("response.kyc"),
        ])])
        .holding(Holds::Customer(
            Scope::Customer,
            &[
                Signal::Onboarding(&["data.kyc.status"], KYC),
                Signal::Beside("data.firstName", BEGUN),
                Signal::Beside("data.address.addressLine1", BEGUN),
                Signal::Account(&["data.status"], ACCOUNT),
                Signal::Changed(&["data.kyc.updatedAt", "response.updatedAt"]),
                Signal::Onboarding(&["data.shareTokenStatus"], SHARE),
                // Of 2021, with two levels, of which the one that is further along counts.
                Signal::Onboarding(&["response.kyc.l1.status"], KYC),
                Signal::Onboarding(&["response.kyc.l2.status"], KYC),
                Signal::Account(&["response.status"], ACCOUNT),
            ],
        )),
    shape("customer webhook", SourceKind::Webhook, WEBHOOKS)
        .marked(&[Mark::Any(&[
            Mark::Begins("eventID", "KYC_"),
            Mark::Begins("data.eventID", "KYC_"),
            Mark::Has("webhookData.kycStatus"),
        ])])
        .holding(Holds::Customer(
            Scope::Customer,
            &[Signal::Onboarding(
                &["data.kycStatus", "webhookData.kycStatus", "kycStatus", "data.eventID", "eventID"],
                KYC,
            )],
        )),
    shape("customer of a partner", SourceKind::Rest, KYC_SHARING)
        .marked(&[Mark::Has("data.kycStatus")])
        .holding(Holds::Customer(Scope::Customer, &[Signal::Onboarding(&["data.kycStatus"], KYC)])),
    shape("requirement of a quote", SourceKind::Rest, KYC_APIS)
        .marked(&[Mark::Any(&[Mark::Has("data.kycType"), Mark::List("data.formsRequired")])])
        .holding(Holds::Customer(
            Scope::Quote,
            &[
                Signal::Onboarding(&["data.status"], KYC),
                Signal::Beside("data.isAllowedToPlaceOrder", ALLOWED),
                Signal::Missing("data.formsRequired", "type", FORM),
            ],
        )),
    // Words that no order has.
    shape("identity document", SourceKind::Rest, KYC_APIS)
        .marked(&[
            Mark::Any(&[Mark::Is("data.status", "SUBMITTED"), Mark::Is("data.status", "NOT_SUBMITTED")]),
            Mark::Lacks("data.id"),
        ])
        .only_if_named()
        .holding(Holds::Customer(Scope::Customer, &[Signal::Onboarding(&["data.status"], PROOF)])),
    shape("widget event", SourceKind::Widget, WIDGET)
        .marked(&[Mark::Any(EVENT), Mark::Has("data.status")])
        .holding(Holds::One("data")),
    shape("widget event alone", SourceKind::Widget, WIDGET)
        .marked(&[Mark::Begins("event_id", "TRANSAK_ORDER_"), Mark::Lacks("data.status")])
        .holding(Holds::One("")),
    shape("widget listener event, SDK 1 to 3", SourceKind::Widget, WIDGET)
        .marked(&[Mark::Any(EVENT), Mark::Map("status")])
        .holding(Holds::One("status")),
    shape("widget listener event, flat", SourceKind::Widget, WIDGET)
        .marked(&[Mark::Text("eventName"), Mark::Text("status")])
        .told_by(signs!(""))
        .holding(Holds::One("")),
    shape("widget housekeeping", SourceKind::Widget, WIDGET)
        .marked(&[Mark::Any(EVENT)])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    shape("partner order", SourceKind::Rest, ORDER)
        .marked(&[Mark::Map("meta"), Mark::Map("data"), Mark::Has("data.status")])
        .told_by(signs!("data."))
        .holding(Holds::One("data")),
    shape("partner order list", SourceKind::Rest, ORDER)
        .marked(&[Mark::Map("meta"), Mark::List("data"), Mark::Lacks("data.0.webhookData")])
        .told_by(signs!("data.0."))
        .holding(Holds::Many("data", "")),
    shape("older partner order list", SourceKind::Rest, ORDER)
        .marked(&[Mark::List("response")])
        .told_by(signs!("response.0."))
        .holding(Holds::Many("response", "")),
    shape("whitelabel order", SourceKind::Rest, WHITELABEL)
        .marked(&[
            Mark::Lacks("meta"),
            Mark::Lacks("event"),
            Mark::Lacks("event_id"),
            Mark::Map("data"),
            Mark::Has("data.status"),
        ])
        .told_by(signs!("data."))
        .holding(Holds::One("data")),
    shape("whitelabel order list", SourceKind::Rest, WHITELABEL_LISTS)
        .marked(&[Mark::Lacks("meta"), Mark::List("data"), Mark::Lacks("data.0.webhookData")])
        .told_by(signs!("data.0."))
        .holding(Holds::Many("data", ""))
        .of_a_customer(),
    shape("bare order", SourceKind::Rest, WRAPPER)
        .marked(&[Mark::Text("status"), Mark::Any(BARE)])
        .told_by(signs!(""))
        .holding(Holds::One("")),
    shape("webhook", SourceKind::Webhook, TOKEN)
        .marked(&[Mark::Text("data"), Mark::Lacks("event")])
        .told_by(&[Mark::Begins("data", "eyJ")])
        .holding(Holds::Token("data")),
    shape("webhook claims", SourceKind::Webhook, WEBHOOKS)
        .marked(&[Mark::Map("webhookData")])
        .told_by(&[Mark::Has("eventID"), Mark::Has("webhookData.isBuyOrSell")])
        .holding(Holds::One("webhookData")),
    shape("webhook delivery log", SourceKind::Webhook, WEBHOOKS)
        .marked(&[Mark::List("data"), Mark::Map("data.0.webhookData")])
        .told_by(&[Mark::Has("data.0.eventID")])
        .holding(Holds::Many("data", "webhookData")),
    shape("webhook event alone", SourceKind::Webhook, WEBHOOKS)
        .marked(&[Mark::Begins("eventID", "ORDER_"), Mark::Lacks("webhookData"), Mark::Lacks("status")])
        .holding(Holds::One("")),
    shape("socket event", SourceKind::Websocket, SOCKETS)
        .marked(&[Mark::Text("event"), Mark::Map("data")])
        .told_by(&[Mark::Begins("event", "ORDER_")])
        .holding(Holds::One("data")),
    shape("socket frame", SourceKind::Websocket, SOCKETS)
        .marked(&[Mark::Begins("event", "ORDER_"), Mark::Text("data")])
        .holding(Holds::Text("data")),
    shape("socket housekeeping", SourceKind::Websocket, SOCKETS)
        .marked(&[Mark::Begins("event", "pusher")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    shape("redirect", SourceKind::Redirect, REDIRECT)
        .in_query()
        .marked(&[Mark::Has("orderId"), Mark::Has("status")])
        .told_by(signs!(""))
        .holding(Holds::One("")),
    shape("error", SourceKind::Rest, ORDER)
        .marked(&[Mark::Map("error")])
        .told_by(&[Mark::Has("error.statusCode"), Mark::Has("error.errorCode")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const fn shape(name: &'static str, kind: SourceKind, docs: &'static str) -> Shape {
    Shape::new(name, kind, docs, FIELDS)
}

const FIELDS: &Fields = &Fields {
    word: &["status"],
    event: &["/eventID", "/event_id", "/eventName", "/event"],
    id: &["id", "_id", "orderId"],
    reference: &["partnerOrderId"],
    direction: &["isBuyOrSell"],
    // Filled on success too: "Payment captured from user card."
    detail: &["statusReason"],
    created: &["createdAt"],
    updated: &["updatedAt"],
    // Not `paymentMarkedAt`: that is the customer's word.
    paid: &["capturedAt"],
    completed: &["completedAt"],
    expires: &["autoExpiresAt"],
    tx_hash: &["transactionHash", "txHash"],
    address: &["cryptoPaymentData.paymentAddress"],
    // The second is how the wire spells it.
    transaction_page: &["transactionLink", "transationLink"],
    amounts: &[
        amount(Role::Expected, &["fiatAmount"], &["fiatCurrency"]).on(Buy),
        amount(Role::Paid, &["amountPaid"], &["fiatCurrency"]).on(Buy),
        amount(Role::Received, &["cryptoAmount"], COIN).network(&["network"]).on(Buy),
        amount(Role::Expected, &["cryptoAmount"], COIN).network(&["network"]).on(Sell),
        amount(Role::Paid, &["cryptoPaymentData.cryptoAmountPaid"], COIN).network(&["network"]).on(Sell),
        amount(Role::Received, &["fiatAmountPaid", "fiatAmount"], &["fiatCurrency"]).on(Sell),
    ],
    // The messages in it name the customer.
    history: &[History { list: "statusHistories", word: "status", detail: "", at: "createdAt" }],
    ..NO_FIELDS
};

const COIN: &[Path] = &["cryptoCurrency", "cryptocurrency"];

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    says("Order not found", OrderNotFound),  // HTTP 400 for an id that it does not know
    http(401, Authentication),               // "Authorization Required"
    code("4005", Conflict).acted_on_by(Customer), // an order of this customer is open (HTTP 409)
    says("Order exists", Conflict).acted_on_by(Customer), // the same in older answers (HTTP 400)
    code("2020", Conflict),                  // the phone number is registered
    code("3001", Validation),                // a field is not valid
    code("2002", Validation),                // a field is not valid
    code("1019", RateLimited),               // a one-time password was asked for too soon
];
