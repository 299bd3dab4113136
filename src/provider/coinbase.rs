//! Coinbase Onramp and Offramp: buys and sells of coins on hosted pages, and buys by its API for orders ("headless").
//! Three lists of words share its webhooks; the prefix of a word says which list it is of.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const WEBHOOKS: &str = "https://docs.cdp.coinbase.com/webhooks/onramp";
const SIGNATURES: &str = "https://docs.cdp.coinbase.com/webhooks/verify-signatures";
const BUYS: &str =
    "https://docs.cdp.coinbase.com/api-reference/rest-api/onramp-offramp/get-onramp-transactions-by-id";
const SELLS: &str =
    "https://docs.cdp.coinbase.com/api-reference/rest-api/onramp-offramp/get-offramp-transactions-by-id";
const SELLING: &str = "https://docs.cdp.coinbase.com/onramp/offramp/offramp-integration-guide";
const ORDER: &str =
    "https://docs.cdp.coinbase.com/api-reference/v2/rest-api/onramp/get-an-onramp-order-by-id";
const HEADLESS: &str = "https://docs.cdp.coinbase.com/onramp/headless-onramp/overview";
const SDK: &str = "https://github.com/coinbase/cdp-sdk/blob/main/openapi.yaml";
const KIT: &str = "https://github.com/coinbase/onchainkit/blob/main/packages/onchainkit/src/fund/types.ts";

pub(super) const COINBASE: Provider = Provider {
    id: "coinbase",
    name: "Coinbase Onramp and Offramp",
    docs: WEBHOOKS,
    directions: &[Buy, Sell],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    // What its lists call "not set": the first word of each.
    placeholders: &[
        "ONRAMP_TRANSACTION_STATUS_UNSPECIFIED",
        "ONRAMP_ORDER_STATUS_UNSPECIFIED",
        "TRANSACTION_STATUS_UNSPECIFIED",
        "FAILURE_REASON_UNSPECIFIED",
        "ERROR_CODE_UNSPECIFIED",
    ],
    // "To create a sandbox order, just prefix the `partnerUserRef` parameter […] with the string `sandbox-`."
    test_marks: &[
        Condition::Begins("partnerUserRef", "sandbox-"),
        Condition::Begins("partner_user_ref", "sandbox-"),
    ],
    hosts: &[("coinbase.com", Environment::Live)],
    // "Offramp transactions time out 30 mins after users click the 'Cash out now' button"
    window: Some(Window { direction: SELL, crypto_minutes: 30, fiat_minutes: 30, fiat: &[] }),
    flow: FLOW,
    errors: ErrorFields {
        code: &["errorType", "code"],
        message: &["errorMessage", "message"],
        ..PLAIN.errors
    },
    faults: FAULTS,
    // "v0: HMAC-SHA256 over {t}.{body} — protects the body and timestamp only"; "v0 and v1 are both included on every request
    // […] Unless you want to bind the headers, which is unnecessary for most use cases, use v0." Its samples refuse what is
    // older than five minutes.
    webhook: Webhook {
        docs: SIGNATURES,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            carried: Carried::Listed { header: "x-hook0-signature", stamp: "t", signature: "v0" },
            over: &[Part::Stamp, Part::Text("."), Part::Body],
            stamp: Stamp::Seconds(300),
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "New Onramp transaction created"
    rule(BUY, "ONRAMP_TRANSACTION_STATUS_CREATED", Created).money_assumed(NotTaken).waits_for(Provider).actions(WAIT),
    // Explained by their names alone.
    rule(BUY, "ONRAMP_TRANSACTION_STATUS_AWAITING_AUTH", AwaitingPayment).because(VerificationRequired)
        .money_assumed(NotTaken).waits_for(Customer).actions(GO_ON).implied().page(SDK),
    rule(BUY, "ONRAMP_TRANSACTION_STATUS_AWAITING_PAYMENT", AwaitingPayment).money_implied(NotTaken).waits_for(Customer)
        .actions(&[customer(ActionKind::Pay), merchant(Wait)]).implied().page(SDK),
    // "Order will remain in Processing on your backend indefinitely", where a user leaves: no money is proven.
    rule(BUY, "ONRAMP_TRANSACTION_STATUS_IN_PROGRESS", Processing).waits_for(Provider).actions(WAIT).page(BUYS),
    // "Onramp transaction completed successfully"
    rule(BUY, "ONRAMP_TRANSACTION_STATUS_SUCCESS", Completed).money(Delivered).actions(&[merchant(Fulfil)]),
    // "Onramp transaction failed"
    rule(BUY, "ONRAMP_TRANSACTION_STATUS_FAILED", Failed).because(Unspecified).waits_for(Customer).actions(ASK),
    not_bought("ONRAMP_TRANSACTION_STATUS_FAILED"),
    not_sent("ONRAMP_TRANSACTION_STATUS_FAILED"),

    // "After user has authenticated" comes PROCESSING.
    rule(BUY, "ONRAMP_ORDER_STATUS_PENDING_AUTH", AwaitingPayment).because(VerificationRequired)
        .money_assumed(NotTaken).waits_for(Customer).actions(GO_ON).implied().page(HEADLESS),
    // "Until the user passes OTP verification and, if required, completes the limits-upgrade form"
    rule(BUY, "ONRAMP_ORDER_STATUS_PENDING_VERIFICATION", AwaitingPayment).because(VerificationRequired)
        .money_implied(NotTaken).waits_for(Customer).actions(GO_ON).page(HEADLESS),
    // "After those steps, the order moves to `ONRAMP_ORDER_STATUS_PENDING_PAYMENT`"
    rule(BUY, "ONRAMP_ORDER_STATUS_PENDING_PAYMENT", AwaitingPayment).money_implied(NotTaken).waits_for(Customer)
        .actions(&[customer(ActionKind::Pay), merchant(Wait)]).page(HEADLESS),
    // "After user has authenticated and committed payment"; but see IN_PROGRESS.
    rule(BUY, "ONRAMP_ORDER_STATUS_PROCESSING", Processing).waits_for(Provider).actions(WAIT).page(HEADLESS),
    // "The transaction completed successfully and funds have been sent to the destination wallet address."
    rule(BUY, "ONRAMP_ORDER_STATUS_COMPLETED", Completed).money(Delivered).actions(&[merchant(Fulfil)]).page(HEADLESS),
    // "There was an error processing the transaction."
    rule(BUY, "ONRAMP_ORDER_STATUS_FAILED", Failed).because(Unspecified).waits_for(Customer).actions(ASK).page(HEADLESS),
    not_bought("ONRAMP_ORDER_STATUS_FAILED"),
    not_sent("ONRAMP_ORDER_STATUS_FAILED"),

    // "New Offramp transaction created"; "users must perform the onchain send transaction" within 30 minutes.
    rule(SELL, "TRANSACTION_STATUS_CREATED", AwaitingPayment).money_assumed(NotTaken).waits_for(Customer)
        .actions(SEND).implied().page(SELLING),
    // The guide has this status looked up for the `to_address` to send to, and the reference shows it with the hash of
    // the send: only a hash tells that it was sent.
    rule(SELL, "TRANSACTION_STATUS_STARTED", AwaitingPayment).waits_for(Customer).actions(SEND).implied().page(SELLING),
    started_with(&[Condition::Has("txHash")]),
    started_with(&[Condition::Has("tx_hash")]),
    // "Offramp transactions time out 30 mins after users click the 'Cash out now' button".
    rule(SELL, "TRANSACTION_STATUS_EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer)
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()]).page(SELLING),
    // "Offramp transaction completed successfully"
    rule(SELL, "TRANSACTION_STATUS_SUCCESS", Completed).money(Delivered).actions(&[merchant(Fulfil)]),
    // "Offramp transaction failed"
    rule(SELL, "TRANSACTION_STATUS_FAILED", Failed).because(Unspecified).waits_for(Customer).actions(ASK),
];

/// Of purchases by the words of the orders' API: of the older words no page tells which follow on which.
#[rustfmt::skip]
const FLOW: &[Edges] = &[
    // "Until the user passes OTP verification […] After those steps, the order moves to `ONRAMP_ORDER_STATUS_PENDING_PAYMENT`".
    said(BUY, &["ONRAMP_ORDER_STATUS_PENDING_VERIFICATION"], &["ONRAMP_ORDER_STATUS_PENDING_PAYMENT"]),
    // "After user has authenticated and committed payment".
    said(BUY, &["ONRAMP_ORDER_STATUS_PENDING_AUTH", "ONRAMP_ORDER_STATUS_PENDING_PAYMENT"], &["ONRAMP_ORDER_STATUS_PROCESSING"]),
    implied(BUY, &["ONRAMP_ORDER_STATUS_PENDING_VERIFICATION"], &["ONRAMP_ORDER_STATUS_PENDING_AUTH"]),
    implied(BUY, &["ONRAMP_ORDER_STATUS_PENDING_PAYMENT"], &["ONRAMP_ORDER_STATUS_PENDING_AUTH"]),
    implied(BUY, &["ONRAMP_ORDER_STATUS_PENDING_AUTH"], &["ONRAMP_ORDER_STATUS_PENDING_PAYMENT"]),
    implied(BUY, &["ONRAMP_ORDER_STATUS_PROCESSING"], &["ONRAMP_ORDER_STATUS_COMPLETED"]),
    implied(BUY, &["ONRAMP_ORDER_STATUS_PENDING_VERIFICATION", "ONRAMP_ORDER_STATUS_PENDING_AUTH",
        "ONRAMP_ORDER_STATUS_PENDING_PAYMENT", "ONRAMP_ORDER_STATUS_PROCESSING"], &["ONRAMP_ORDER_STATUS_FAILED"]),

    // "Offramp transactions time out 30 mins after users click the 'Cash out now' button".
    said(SELL, &["TRANSACTION_STATUS_CREATED"], &["TRANSACTION_STATUS_EXPIRED"]),
    implied(SELL, &["TRANSACTION_STATUS_CREATED"], &["TRANSACTION_STATUS_STARTED", "TRANSACTION_STATUS_FAILED"]),
    implied(SELL, &["TRANSACTION_STATUS_STARTED"],
        &["TRANSACTION_STATUS_SUCCESS", "TRANSACTION_STATUS_FAILED", "TRANSACTION_STATUS_EXPIRED"]),
];

/// "We were unable to complete the crypto purchase […] The user's card will not be charged."
const fn not_bought(word: &'static str) -> Rule {
    rule(BUY, word, Failed)
        .because(Unspecified)
        .when(&[Condition::Detail(&[
            "FAILURE_REASON_BUY_FAILED",
            "ERROR_CODE_GUEST_TRANSACTION_BUY_FAILED",
            // "… due to failure to validate the user's billing address."
            "ERROR_CODE_GUEST_TRANSACTION_AVS_VALIDATION_FAILED",
        ])])
        .money_implied(NotTaken)
        .waits_for(Customer)
        .actions(RETRY)
        .page(HEADLESS)
}

/// "We were unable to send the funds to the user's destination address, the user's card will be refunded." Who paid
/// from an account of Coinbase's has the coins there.
const fn not_sent(word: &'static str) -> Rule {
    rule(BUY, word, Failed)
        .because(PayoutBlocked)
        .when(&[Condition::Detail(&[
            "FAILURE_REASON_SEND_FAILED",
            "ERROR_CODE_GUEST_TRANSACTION_SEND_FAILED",
        ])])
        .waits_for(Customer)
        .actions(ASK)
        .page(HEADLESS)
}

/// "Onchain tx hash of the send"
const fn started_with(hash: &'static [Condition]) -> Rule {
    rule(SELL, "TRANSACTION_STATUS_STARTED", PaymentSubmitted)
        .because(ConfirmationsPending)
        .when(hash)
        .money_implied(Incoming)
        .waits_for(Provider)
        .actions(SENT)
        .implied()
        .page(SELLS)
}

const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const GO_ON: &[Step] = &[customer(ResumeOrder), merchant(Wait)];
const ASK: &[Step] = &[customer(ContactProvider)];
const RETRY: &[Step] = &[customer(RetryOtherMethod)];
const SEND: &[Step] = &[
    customer(SendCrypto).if_not_paid().given(Given::NotCustodial),
    merchant(SendCrypto).if_not_paid().given(Given::Custodial),
    customer(Wait).if_paid(),
    merchant(RefreshStatus),
];

const SENT: &[Step] = &[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(Wait)];

/// "Transaction status changed", and to what is not said.
const fn changed(name: &'static str) -> Event {
    Event { name, means: Means::Rule(rule(ANY, name, Status::Unknown).actions(LOOK)) }
}
const LOOK: &[Step] = &[merchant(RefreshStatus)];

#[rustfmt::skip]
const EVENTS: &[Event] = &[
    Event { name: "onramp.transaction.created", means: Means::Word("ONRAMP_TRANSACTION_STATUS_CREATED") },
    changed("onramp.transaction.updated"),
    Event { name: "onramp.transaction.success", means: Means::Word("ONRAMP_TRANSACTION_STATUS_SUCCESS") },
    Event { name: "onramp.transaction.failed", means: Means::Word("ONRAMP_TRANSACTION_STATUS_FAILED") },
    Event { name: "offramp.transaction.created", means: Means::Word("TRANSACTION_STATUS_CREATED") },
    changed("offramp.transaction.updated"),
    Event { name: "offramp.transaction.success", means: Means::Word("TRANSACTION_STATUS_SUCCESS") },
    Event { name: "offramp.transaction.failed", means: Means::Word("TRANSACTION_STATUS_FAILED") },

    // "Emitted after the user presses the pay button if the transaction was successfully started."
    Event { name: "onramp_api.commit_success", means: Means::Word("ONRAMP_ORDER_STATUS_PROCESSING") },
    Event { name: "onramp_api.polling_start", means: Means::Word("ONRAMP_ORDER_STATUS_PROCESSING") },
    // "… if the transaction could not be started": declined, over a limit, in a wrong region.
    Event { name: "onramp_api.commit_error", means: Means::Rule(
        rule(BUY, "onramp_api.commit_error", Failed).because(Unspecified).waits_for(Customer).page(HEADLESS)
            .actions(&[customer(RetryOtherMethod), merchant(RefreshStatus)])) },
    // "Emitted if the user cancels the payment popup." The order can be paid still.
    Event { name: "onramp_api.cancel", means: Means::Word("ONRAMP_ORDER_STATUS_PENDING_PAYMENT") },
    Event { name: "onramp_api.polling_success", means: Means::Word("ONRAMP_ORDER_STATUS_COMPLETED") },
    Event { name: "onramp_api.polling_error", means: Means::Word("ONRAMP_ORDER_STATUS_FAILED") },
];

/// "The user will be automatically redirected […] after a successful buy/send": a widget says no more.
const SUCCESS: &[Rule] = &[rule(ANY, "", Processing).waits_for(Provider).implied().page(KIT).actions(LOOK)];

const SHAPES: &[Shape] = &[
    Shape::new("payment link event", SourceKind::Widget, HEADLESS, FIELDS)
        .marked(&[Mark::Any(&[
            Mark::Begins("eventName", "onramp_api.commit_"),
            Mark::Begins("eventName", "onramp_api.polling_"),
            Mark::Is("eventName", "onramp_api.cancel"),
        ])])
        .holding(Holds::One(""))
        .going(Buy),
    Shape::new("payment link housekeeping", SourceKind::Widget, HEADLESS, &NO_FIELDS)
        .marked(&[Mark::Begins("eventName", "onramp_api.")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("widget success", SourceKind::Widget, KIT, &NO_FIELDS)
        .marked(&[Mark::Is("eventName", "success")])
        .only_if_named()
        .holding(Holds::One(""))
        .silently(SUCCESS),
    Shape::new("widget housekeeping", SourceKind::Widget, KIT, &NO_FIELDS)
        .marked(&[Mark::Text("eventName")])
        .only_if_named()
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("onramp webhook", SourceKind::Webhook, WEBHOOKS, FIELDS)
        .marked(&[Mark::Begins("eventType", "onramp.transaction.")])
        .holding(Holds::One(""))
        .going(Buy),
    Shape::new("offramp webhook", SourceKind::Webhook, WEBHOOKS, FIELDS)
        .marked(&[Mark::Begins("eventType", "offramp.transaction.")])
        .holding(Holds::One(""))
        .going(Sell),
    Shape::new("onramp transaction list", SourceKind::Rest, BUYS, FIELDS)
        .marked(&[
            Mark::List("transactions"),
            Mark::Any(&[
                Mark::Has("transactions.0.purchase_amount"),
                Mark::Has("transactions.0.purchaseAmount"),
            ]),
        ])
        .holding(Holds::Many("transactions", ""))
        .going(Buy),
    Shape::new("offramp transaction list", SourceKind::Rest, SELLS, FIELDS)
        .marked(&[
            Mark::List("transactions"),
            Mark::Any(&[Mark::Has("transactions.0.sell_amount"), Mark::Has("transactions.0.sellAmount")]),
        ])
        .holding(Holds::Many("transactions", ""))
        .going(Sell),
    // Too bare to tell whose it is.
    Shape::new("empty transaction list", SourceKind::Rest, BUYS, FIELDS)
        .marked(&[
            Mark::List("transactions"),
            Mark::Lacks("transactions.0"),
            Mark::Any(&[Mark::Has("total_count"), Mark::Has("totalCount")]),
        ])
        .only_if_named()
        .holding(Holds::Many("transactions", "")),
    Shape::new("order", SourceKind::Rest, ORDER, FIELDS)
        .marked(&[Mark::Has("order.orderId"), Mark::Has("order.destinationNetwork")])
        .holding(Holds::One("order"))
        .going(Buy),
    // One of a list, as applications hand it on.
    Shape::new("onramp transaction", SourceKind::Rest, BUYS, FIELDS)
        .marked(&[Mark::Any(&[Mark::Has("transaction_id"), Mark::Has("transactionId")])])
        .told_by(&[Mark::Has("purchase_amount"), Mark::Has("purchaseAmount")])
        .holding(Holds::One(""))
        .going(Buy),
    Shape::new("offramp transaction", SourceKind::Rest, SELLS, FIELDS)
        .marked(&[
            Mark::Any(&[Mark::Has("transaction_id"), Mark::Has("transactionId")]),
            Mark::Any(&[Mark::Has("sell_amount"), Mark::Has("sellAmount")]),
        ])
        .holding(Holds::One(""))
        .going(Sell),
    Shape::new("error", SourceKind::Rest, SDK, &NO_FIELDS)
        .marked(&[Mark::Text("errorType"), Mark::Text("errorMessage")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const FIELDS: &Fields = &Fields {
    word: &["status"],
    event: &["eventType", "eventName"],
    id: &["transactionId", "transaction_id", "orderId"],
    // "A unique transaction ID", or the user's: it is the application's to choose.
    reference: &["partnerUserRef", "partner_user_ref"],
    detail: &["failureReason", "failure_reason", "errorCode", "data.errorCode"],
    created: &["createdAt", "created_at"],
    updated: &["updatedAt", "updated_at"],
    completed: &["completedAt", "completed_at"],
    tx_hash: &["txHash", "tx_hash"],
    // On a sell this is Coinbase's.
    address: &["toAddress", "to_address"],
    checkout: &["/paymentLink.url"],
    amounts: &[
        amount(Role::Expected, &["paymentTotal.value", "payment_total.value", "paymentTotal"], PAYS).on(Buy),
        amount(Role::Received, &["purchaseAmount.value", "purchase_amount.value", "purchaseAmount"], BOUGHT)
            .network(&["purchaseNetwork", "purchase_network", "destinationNetwork"])
            .on(Buy),
        amount(
            Role::Expected,
            &["sellAmount.value", "sell_amount.value"],
            // The reference's own sample has USD there beside an `asset` of ETH: an amount is of its own currency.
            &["sellAmount.currency", "sell_amount.currency", "asset"],
        )
        .network(&["network"])
        .on(Sell),
        amount(Role::Received, &["total.value"], &["total.currency"]).on(Sell),
    ],
    ..NO_FIELDS
};

const PAYS: &[Path] = &["paymentTotal.currency", "payment_total.currency", "paymentCurrency"];
const BOUGHT: &[Path] =
    &["purchaseCurrency", "purchase_currency", "purchaseAmount.currency", "purchase_amount.currency"];

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    code("rate_limit_exceeded", RateLimited),
    code("guest_region_forbidden", Authorization).acted_on_by(Customer),   // not available where the user is
    code("guest_permission_denied", Authorization).acted_on_by(Customer),  // not for this user
    code("guest_transaction_limit", Validation).acted_on_by(Customer),     // over the weekly limit
    code("guest_transaction_count", Authorization).acted_on_by(Customer),  // over the lifetime count
];
