//! Banxa: buys and sells of coins, by hosted checkout or by its API.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const STATUS: &str =
    "https://docs.banxa.com/products/hosted-checkout/docs/transaction-lifecycle/order-statuses";
const OLD_STATUS: &str = "https://docs.banxa.com/docs/order-status";
const ORDER: &str = "https://docs.banxa.com/products/hosted-checkout/openapi/other/retrieve-a-specific-order";
const ORDERS: &str =
    "https://docs.banxa.com/products/hosted-checkout/openapi/other/retrieve-a-list-of-orders";
const V1: &str = "https://docs.banxa.com/products/legacy-api/docs/on-ramp-off-ramp/on-ramp-api-tutorial/step-8-get-order-status";
const CREATE: &str =
    "https://docs.banxa.com/products/hosted-checkout/docs/api-integration/redirecting-to-checkout";
const WEBHOOKS: &str = "https://docs.banxa.com/products/legacy-api/docs/on-ramp-off-ramp/webhooks";
const REDIRECT: &str =
    "https://docs.banxa.com/products/hosted-checkout/docs/checkout-experience/redirect/web";
const AUTHENTICATION: &str = "https://docs.banxa.com/products/legacy-api/docs/on-ramp-off-ramp/on-ramp-api-tutorial/step-3-authentication";
const ELIGIBILITY: &str =
    "https://docs.banxa.com/products/native-api/docs/how-it-works/interpreting-eligibility";
const NATIVE: &str = "https://docs.banxa.com/products/native-api/docs/transaction-lifecycle/webhooks";
/// The native API's words, each with a sentence.
const RAMP: &str = "https://docs.banxa.com/products/native-api/openapi/ramps/rampmessage";
const TRANSFER: &str = "https://docs.banxa.com/products/native-api/docs/guides/bank-transfer";

pub(super) const BANXA: Provider = Provider {
    id: "banxa",
    name: "Banxa",
    docs: STATUS,
    directions: &[Buy, Sell],
    direction_words: &[
        ("BUY", Buy),
        ("SELL", Sell),
        ("CRYPTO-BUY", Buy),
        ("CRYPTO-SELL", Sell),
        // The native API's word; no other one has been seen there.
        ("ONRAMP", Buy),
    ],
    shapes: SHAPES,
    rules: RULES,
    hash_prefix: "sync-tx:",
    hosts: &[("banxa-sandbox.com", Environment::Test), ("banxa.com", Environment::Live)],
    // "Please ensure to call this at most around once per minute."
    poll: PollAdvice { after_ms: 60_000, ..PLAIN.poll },
    flow: FLOW,
    errors: ErrorFields {
        code: &["errors.0.code", "errors.code", "code"],
        message: &["errors.0.title", "errors.title", "errors.0.detail", "errors.detail", "message"],
        status: &["errors.0.status", "errors.status"],
        ..PLAIN.errors
    },
    faults: FAULTS,
    webhook: Webhook {
        docs: WEBHOOKS,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            // "Authorization: Bearer API Key:Signature:Nonce"; before 2020 it was `Authentication: HMAC …`.
            carried: Carried::Credentials(&[("authorization", "Bearer"), ("authentication", "HMAC")]),
            // "We will use the URI path of the webhook endpoint provided and the payload"; the signature is over
            // "method", "path", "nonce" and, "only for POST", "the payload", "separated by a new line".
            over: &[
                Part::Method,
                Part::Text("\n"),
                Part::Path,
                Part::Text("\n"),
                Part::Stamp,
                Part::Text("\n"),
                Part::Body,
            ],
            // "Unix timestamp in microseconds, 16 digits"; "seconds and milliseconds are accepted". Its age is limited by
            // nothing that is written down: this is what others allow.
            stamp: Stamp::Nonce(300),
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "Order has been created and the customer has submitted KYC information. Buy: waiting for customer payment."
    rule(BUY, "pendingPayment", AwaitingPayment).money(NotTaken).waits_for(Customer)
        .actions(&[customer(ActionKind::Pay), merchant(Wait)]),
    // "Sell: waiting for required conditions before Banxa can accept the crypto payment."
    rule(SELL, "pendingPayment", Created).because(ProviderChecks).money(NotTaken).waits_for(Provider)
        .actions(&[customer(Wait), customer(ResumeOrder).given(Given::Link), merchant(Wait)]),

    // "Buy: customer has submitted payment information; waiting for final confirmation from external payment systems."
    rule(BUY, "waitingPayment", PaymentSubmitted).because(ReceiptUnconfirmed).money(Incoming).waits_for(Provider)
        .actions(WAIT),
    // "Sell: all conditions are met and the customer needs to send crypto to the provided wallet address."
    rule(SELL, "waitingPayment", AwaitingPayment).money(NotTaken).waits_for(Customer)
        .actions(&[customer(SendCrypto).given(Given::NotCustodial), merchant(SendCrypto).given(Given::Custodial)]),

    // "Payment confirmed. Buy: fiat payment received."
    rule(BUY, "paymentReceived", Paid).money(Held).waits_for(Provider).actions(WAIT),
    // "Payment confirmed. Sell: crypto payment received."
    rule(SELL, "paymentReceived", Paid).money(Held).waits_for(Provider).actions(WAIT),

    // "Payment information has been received by external payment systems. The order is in final verification and
    // processing." Drawn after paymentReceived. Announced as deprecated in 2024, documented still.
    rule(ANY, "inProgress", Processing).money_implied(Held).waits_for(Provider).actions(WAIT),

    // "Cryptocurrency transaction has been submitted to the blockchain."
    rule(BUY, "cryptoTransferred", Delivering).money(Outgoing).waits_for(Network).actions(ON_CHAIN),
    // The page does not say whose transaction it is on a sell; it can only be the customer's.
    rule(SELL, "cryptoTransferred", PaymentSubmitted).because(ConfirmationsPending).money(Incoming).waits_for(Network)
        .actions(ON_CHAIN).implied(),
    // How cryptoTransferred was spelled before 2024-03-12.
    rule(BUY, "coinTransferred", Delivering).money(Outgoing).waits_for(Network).actions(ON_CHAIN).page(OLD_STATUS),
    rule(SELL, "coinTransferred", PaymentSubmitted).because(ConfirmationsPending).money(Incoming).waits_for(Network)
        .actions(ON_CHAIN).implied().page(OLD_STATUS),

    // "Order completed. Buy: deemed complete after 2 blockchain confirmations. Sell: deemed complete when fiat has
    // been successfully sent to the customer."
    rule(ANY, "complete", Completed).money(Delivered).actions(&[merchant(Fulfil)]),

    // "Order declined by external payment systems."
    rule(BUY, "declined", Failed).because(PaymentDeclined).waits_for(Customer).actions(&[customer(RetryOtherMethod)]),
    rule(SELL, "declined", Failed).because(PaymentDeclined).waits_for(Customer).actions(&[customer(ContactProvider)]),

    // "Order cancelled by Banxa due to internal risk and compliance alerts."
    rule(ANY, "cancelled", Cancelled).because(RiskOrCompliance).waits_for(Customer).actions(&[customer(ContactProvider)]),

    // "Order created but payment not received within the expiry window. […] expired orders can become active again".
    // A review can time out too, after the payment, so the money is unknown.
    rule(ANY, "expired", Expired).because(PaymentWindowPassed).waits_for(Customer).reopenable()
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(Wait).if_paid()]),

    // "Order refunded by Banxa customer support at the customer's request."
    rule(ANY, "refunded", Refunded).because(RefundRequested).money(Returned),

    // "Order held for additional verification (e.g., ID or address verification). Banxa customer support will contact
    // the customer to resolve the order."
    rule(ANY, "extraVerification", OnHold).because(VerificationRequired).waits_for(Provider)
        .actions(&[customer(AnswerProvider), merchant(Wait)]),

    // The native API. In the answer to a creation: "the details the user needs to complete the bank transfer" are beside it.
    rule(BUY, "INITIALIZED", AwaitingPayment).money_assumed(NotTaken).waits_for(Customer).page(TRANSFER).implied()
        .actions(&[customer(ActionKind::Pay).if_not_paid(), customer(Wait).if_paid(), merchant(Wait)]),

    // `PAYMENT_READY`, "Payment is ready to be processed.", does not say whether the customer has paid.
    // "Payment has been accepted for the order"
    rule(BUY, "PAYMENT_ACCEPTED", PaymentSubmitted).because(ReceiptUnconfirmed).money_implied(Incoming).waits_for(Provider)
        .page(RAMP).actions(WAIT),
    // "Payment has been received."
    rule(BUY, "PAYMENT_RECEIVED", Paid).money(Held).waits_for(Provider).page(RAMP).actions(WAIT),
    // "Payment has been declined." No word says that the ramp ends with it.
    rule(BUY, "PAYMENT_DECLINED", Failed).because(PaymentDeclined).waits_for(Customer).reopenable().page(RAMP)
        .actions(&[customer(RetryOtherMethod)]),
    // "Payment has been cancelled." By whom is not said.
    rule(BUY, "PAYMENT_CANCELLED", Cancelled).because(Unspecified).waits_for(Customer).reopenable().page(RAMP)
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()]),

    // "Coin deposit is ready." To be made, as on the hosted checkout's `waitingPayment`; it could also mean that it was.
    rule(SELL, "COIN_DEPOSIT_READY", AwaitingPayment).waits_for(Customer).page(RAMP).implied()
        .actions(&[
            customer(SendCrypto).given(Given::NotCustodial).if_not_paid(),
            merchant(SendCrypto).given(Given::Custodial).if_not_paid(),
            customer(Wait).if_paid(),
            merchant(RefreshStatus),
        ]),
    // "Coin deposit has been confirmed."
    rule(SELL, "COIN_DEPOSIT_CONFIRMED", Paid).money(Held).waits_for(Provider).page(RAMP).actions(WAIT),
    // "Fiat has been transferred." That it has arrived is not said, and the end has a word of its own.
    rule(SELL, "FIAT_TRANSFERRED", Delivering).money(Outgoing).waits_for(Provider).page(RAMP).actions(WAIT),

    // "Coin has been transferred." To the customer on a buy; on a sell it can only be from the customer.
    rule(BUY, "COIN_TRANSFERRED", Delivering).money(Outgoing).waits_for(Network).page(RAMP).actions(ON_CHAIN),
    rule(SELL, "COIN_TRANSFERRED", PaymentSubmitted).because(ConfirmationsPending).money(Incoming).waits_for(Network)
        .page(RAMP).implied().actions(ON_CHAIN),

    // "Order is in progress."
    rule(ANY, "IN_PROGRESS", Processing).waits_for(Provider).page(RAMP).actions(WAIT),
    // "Order has been completed." The sample of it tells the customer that the order "is now being processed": so no `yes`.
    rule(ANY, "FULFILLED", Completed).money_implied(Delivered).merchant_decides().page(RAMP),
    // "Order has expired." Whether a late payment revives it, as on the hosted checkout, is not said.
    rule(ANY, "EXPIRED", Expired).because(PaymentWindowPassed).waits_for(Customer).reopenable().page(RAMP)
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(Wait).if_paid()]),
    // "Order has been refunded"
    rule(ANY, "REFUNDED", Refunded).money(Returned).page(RAMP),
    // "Customer requires extra verification."
    rule(ANY, "EXTRA_VERIFICATION", OnHold).because(VerificationRequired).waits_for(Customer).page(RAMP)
        .actions(&[customer(VerifyIdentity), merchant(Wait)]),
    // "Customer account is blocked."
    rule(ANY, "ACCOUNT_BLOCKED", OnHold).because(RiskOrCompliance).waits_for(Customer).page(RAMP)
        .actions(&[customer(ContactProvider), merchant(Wait)]),
];

#[rustfmt::skip]
const FLOW: &[Edges] = &[
    drawn(BUY, &["pendingPayment"], &["paymentReceived", "cancelled", "declined"]),
    drawn(BUY, &["paymentReceived"], &["inProgress"]),
    // To `complete` when a review is resolved, to `expired` when one has timed out.
    drawn(BUY, &["inProgress"], &["cryptoTransferred", "complete", "expired"]),
    drawn(BUY, &["cryptoTransferred"], &["complete"]),
    // The text calls both of them final.
    drawn(BUY, &["cancelled", "declined"], &["expired"]).refused(),
    // "Order created but payment not received within the expiry window."
    said(BUY, &["pendingPayment"], &["waitingPayment", "expired"]),
    // "Expired orders can become active again", at whatever the late payment leads to.
    said(BUY, &["expired"], &["paymentReceived", "inProgress", "cryptoTransferred", "complete"]),
    // "Order held for additional verification": it goes on where it was held.
    said(BUY, &["extraVerification"], UNDER_WAY),
    implied(BUY, &["waitingPayment"], &["paymentReceived", "cancelled", "declined", "expired"]),
    implied(BUY, UNDER_WAY, &["extraVerification", "refunded", "cancelled"]),
    implied(BUY, &["extraVerification"], &["refunded", "cancelled"]),

    drawn(SELL, &["pendingPayment"], &["waitingPayment"]),
    drawn(SELL, &["waitingPayment"], &["paymentReceived", "cancelled", "declined"]),
    drawn(SELL, &["paymentReceived"], &["inProgress"]),
    drawn(SELL, &["inProgress"], &["complete", "expired"]),
    said(SELL, &["waitingPayment"], &["expired"]),
    said(SELL, &["expired"], &["paymentReceived", "inProgress", "complete"]),
    said(SELL, &["extraVerification"], UNDER_WAY),
    implied(SELL, &["pendingPayment"], &["expired", "cancelled"]),
    // On a sell the transaction is the customer's.
    implied(SELL, &["waitingPayment"], &["cryptoTransferred"]),
    implied(SELL, &["cryptoTransferred"], &["paymentReceived"]),
    implied(SELL, UNDER_WAY, &["extraVerification", "refunded"]),
    implied(SELL, &["extraVerification"], &["refunded"]),
];

const UNDER_WAY: &[&str] =
    &["pendingPayment", "waitingPayment", "paymentReceived", "inProgress", "cryptoTransferred"];

const WAIT: &[Step] = &[customer(ActionKind::Wait), merchant(ActionKind::Wait)];
const ON_CHAIN: &[Step] =
    &[customer(ActionKind::Wait), customer(TrackOnChain).given(Given::Hash), merchant(ActionKind::Wait)];

/// Answers to a creation carry a link and, most of them, no status.
const CREATED: &[Rule] =
    &[created_with(&[Condition::Has("checkout_url")]), created_with(&[Condition::Has("checkoutUrl")])];

const fn created_with(when: &'static [Condition]) -> Rule {
    rule(ANY, "", Created)
        .when(when)
        .money_assumed(NotTaken)
        .waits_for(Customer)
        .implied()
        .page(CREATE)
        .actions(GO_ON)
}

const GO_ON: &[Step] = &[customer(ResumeOrder), merchant(RefreshStatus)];

/// "Will only include the Order ID": the status must be fetched.
const ID_ALONE: &[Rule] =
    &[rule(ANY, "", Status::Unknown).implied().page(WEBHOOKS).actions(&[merchant(RefreshStatus)])];

/// The page's list is folded; this is the word that it shows.
const KYC: &[Fact] = &[onboarded("VERIFIED", Onboarding::Approved)];
/// An account that there is not is not blocked either.
const EXISTS: &[Fact] = &[onboarded("false", Onboarding::NotStarted), account("false", Account::Unknown)];
const BLOCKED: &[Fact] = &[account("true", Account::Disabled), account("false", Account::Active)];

#[rustfmt::skip]
const ACCOUNT: &[Fact] = &[
    // Sent where an order could not be made.
    account("ACCOUNT_BLOCKED", Account::Disabled),
    // The same in earlier editions of the page.
    account("CUSTOMER_BLACKLISTED", Account::Disabled),
];

/// `true` says that this can be paid, which small amounts can be without an identity.
const READY: &[Fact] = &[may_order("true", Permission::Yes), may_order("false", Permission::No)];

#[rustfmt::skip]
const NEEDED: &[Fact] = &[
    missing("PERSONAL_DETAILS", Requirement::PersonalDetails),
    missing("DOCUMENT", Requirement::Document),
    missing("SELFIE", Requirement::Selfie),
    missing("US_TAX_ID", Requirement::TaxId),
    missing("SOURCE_FUNDS", Requirement::SourceOfFunds),
    missing("OCCUPATION", Requirement::Occupation),
    missing("PURPOSE_OF_TX", Requirement::Purpose),
];

/// Keys that only this provider's orders have, behind a path.
macro_rules! signs {
    ($base:literal) => {
        &[
            Mark::Has(concat!($base, "order_type")),
            Mark::Has(concat!($base, "account_reference")),
            Mark::Has(concat!($base, "checkout_url")),
            Mark::Has(concat!($base, "coin_code")),
            Mark::Has(concat!($base, "fiat_code")),
            Mark::Has(concat!($base, "orderType")),
            Mark::Has(concat!($base, "checkoutUrl")),
            Mark::Has(concat!($base, "orderStatusUrl")),
            Mark::Has(concat!($base, "externalOrderId")),
        ]
    };
}

const SHAPES: &[Shape] = &[
    Shape::new("order, 2019", SourceKind::Rest, V1, FIELDS)
        .marked(&[Mark::Is("status", "OK"), Mark::Map("order")])
        .holding(Holds::One("order"))
        .silently(CREATED),
    Shape::new("order, v1", SourceKind::Rest, V1, FIELDS)
        .marked(&[Mark::Map("data.order")])
        .told_by(signs!("data.order."))
        .holding(Holds::One("data.order"))
        .silently(CREATED),
    Shape::new("order list, v1", SourceKind::Rest, V1, FIELDS)
        .marked(&[Mark::List("data.orders")])
        .told_by(signs!("data.orders.0."))
        .holding(Holds::Many("data.orders", "")),
    Shape::new("ramp, native, buy", SourceKind::Rest, TRANSFER, BOUGHT)
        .marked(&[
            Mark::Has("id"),
            Mark::Has("status"),
            Mark::Has("source.fiat.id"),
            Mark::Has("target.crypto.id"),
        ])
        .told_by(RAMPS)
        .holding(Holds::One(""))
        .going(Buy),
    Shape::new("ramp, native, sell", SourceKind::Rest, TRANSFER, SOLD)
        .marked(&[
            Mark::Has("id"),
            Mark::Has("status"),
            Mark::Has("source.crypto.id"),
            Mark::Has("target.fiat.id"),
        ])
        .told_by(RAMPS)
        .holding(Holds::One(""))
        .going(Sell),
    Shape::new("order, v2", SourceKind::Rest, ORDER, FIELDS)
        .marked(&[Mark::Has("id"), Mark::Lacks("order_id"), Mark::Lacks("data")])
        .told_by(signs!(""))
        .holding(Holds::One(""))
        .silently(CREATED),
    Shape::new("order list, v2", SourceKind::Rest, ORDERS, FIELDS)
        .marked(&[Mark::List("orders")])
        .told_by(signs!("orders.0."))
        .holding(Holds::Many("orders", "")),
    Shape::new("webhook", SourceKind::Webhook, WEBHOOKS, FIELDS)
        .marked(&[Mark::Has("order_id"), Mark::Has("status"), Mark::Lacks("identity_reference")])
        .told_by(&[Mark::Has("status_date"), Mark::Has("crypto_coin"), Mark::Has("order_type")])
        .holding(Holds::One("")),
    Shape::new("webhook, id alone", SourceKind::Webhook, WEBHOOKS, FIELDS)
        .marked(&[Mark::Has("order_id"), Mark::Lacks("status"), Mark::Lacks("received_at")])
        .only_if_named()
        .holding(Holds::One(""))
        .silently(ID_ALONE),
    Shape::new("payment notification, 2019", SourceKind::Webhook, WEBHOOKS, NOTIFICATION)
        .marked(&[Mark::Has("order_id"), Mark::Has("received_at"), Mark::Lacks("status")])
        .told_by(&[Mark::Has("currency_code")])
        .holding(Holds::One(""))
        .silently(ID_ALONE),
    Shape::new("identity webhook", SourceKind::Webhook, NATIVE, &NO_FIELDS)
        .marked(&[Mark::Has("identity_reference"), Mark::Lacks("order_id")])
        .holding(Holds::Customer(
            Scope::Customer,
            &[
                Signal::Onboarding(&["kyc.status"], KYC),
                Signal::Beside("account.exists", EXISTS),
                Signal::Beside("account.blocked", BLOCKED),
                Signal::Account(&["status"], ACCOUNT),
                Signal::Changed(&["status_date"]),
            ],
        )),
    Shape::new("eligibility", SourceKind::Rest, ELIGIBILITY, &NO_FIELDS)
        .marked(&[Mark::Has("paymentReady")])
        .holding(Holds::Customer(
            Scope::Quote,
            &[
                Signal::Beside("paymentReady", READY),
                Signal::Missing("requirements", "", NEEDED),
                Signal::Missing("kycRequirements", "", NEEDED),
            ],
        )),
    Shape::new("redirect", SourceKind::Redirect, REDIRECT, RETURNED)
        .in_query()
        .marked(&[Mark::Has("orderId")])
        .told_by(&[
            Mark::Has("orderRef"),
            Mark::Has("orderStatus"),
            Mark::Has("fulfillmentStatus"),
            Mark::Has("paymentStatus"),
            Mark::Has("identityStatus"),
        ])
        .holding(Holds::One(""))
        .silently(ID_ALONE),
    Shape::new("error", SourceKind::Rest, AUTHENTICATION, &NO_FIELDS)
        .marked(&[Mark::Has("errors")])
        .told_by(&[Mark::Has("errors.0.code"), Mark::Has("errors.code")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
    Shape::new("error by fields", SourceKind::Rest, AUTHENTICATION, &NO_FIELDS)
        .marked(&[Mark::Map("errors"), Mark::Text("message")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const FIELDS: &Fields = &Fields {
    word: &["status"],
    id: &["id", "order_id"],
    // Not `account_reference`: that names the customer.
    reference: &["externalOrderId", "externalId", "external_id"],
    direction: &["orderType", "order_type"],
    // `internal_reason` never leaves the payload.
    detail: &["external_reason"],
    created: &["createdAt", "created_at", "created"],
    updated: &["updatedAt", "status_date", "updated_at"],
    completed: &["completed_at"],
    tx_hash: &["transactionHash", "transaction_hash", "tx_hash", "txn"],
    // On a sell this is where the customer sends the coins.
    address: &["walletAddress", "wallet_address"],
    // "Cryptocurrency wallet address tag (if required)"
    memo: &["walletAddressTag", "wallet_address_tag"],
    checkout: &["checkoutUrl", "checkout_url"],
    status_page: &["orderStatusUrl"],
    amounts: &[
        amount(Role::Expected, FIAT_AMOUNT, FIAT).on(Buy),
        amount(Role::Received, COIN_AMOUNT, COIN).network(NETWORK).on(Buy),
        amount(Role::Expected, COIN_AMOUNT, COIN).network(NETWORK).on(Sell),
        amount(Role::Received, FIAT_AMOUNT, FIAT).on(Sell),
    ],
    ..NO_FIELDS
};

/// Keys of ramps in the native API.
const RAMPS: &[Mark] = &[Mark::Has("sourceDepositInstructions"), Mark::Has("receipt.gatewayFee")];

const BOUGHT: &Fields = &Fields {
    word: &["status"],
    id: &["id"],
    created: &["createdAt"],
    // Not `target.crypto.walletAddress`: that is the customer's.
    amounts: &[
        amount(Role::Expected, &["source.amount"], &["source.fiat.id"]),
        amount(Role::Received, &["target.amount"], &["target.crypto.id"])
            .network(&["target.crypto.blockchain"]),
    ],
    ..NO_FIELDS
};

const SOLD: &Fields = &Fields {
    amounts: &[
        amount(Role::Expected, &["source.amount"], &["source.crypto.id"])
            .network(&["source.crypto.blockchain"]),
        amount(Role::Received, &["target.amount"], &["target.fiat.id"]),
    ],
    ..*BOUGHT
};

const FIAT_AMOUNT: &[Path] = &["fiatAmount", "fiat_amount"];
const FIAT: &[Path] = &["fiat", "fiat_code", "fiat_currency"];
const COIN_AMOUNT: &[Path] = &["cryptoAmount", "coin_amount", "crypto_amount"];
const COIN: &[Path] = &["crypto.id", "crypto", "coin_code", "crypto_coin"];
const NETWORK: &[Path] = &["crypto.blockchain", "blockchain.code", "blockchain.0.code", "crypto_blockchain"];

const NOTIFICATION: &Fields = &Fields {
    id: &["order_id"],
    paid: &["received_at"],
    amounts: &[amount(Role::Paid, &["fiat_amount"], &["currency_code"])],
    ..NO_FIELDS
};

/// What is appended to a return address; a `status` there is the merchant's own.
const RETURNED: &Fields = &Fields { word: &["orderStatus"], id: &["orderId"], ..NO_FIELDS };

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    code("1", OrderNotFound),                                // "Order not found"
    code("4002", Validation),                                // "Validation error"
    code("4007", Validation),                                // "The selected payment is not available"
    code("999", ProviderError),                              // "System error"

    // The signature of a request: its nonce, then its key.
    code("40001", Authentication).mended_by(FixRequest),     // "Nonce must be a valid unix timestamp"
    code("40002", Authentication).mended_by(FixRequest),
    code("40003", Authentication).mended_by(FixRequest),     // "Nonce has been used before."
    code("40100", Authentication).mended_by(FixCredentials), // "Merchant not found"
    code("40101", Authentication).mended_by(FixCredentials),
    code("40102", Authentication).mended_by(FixCredentials),
    code("40103", Authentication).mended_by(FixCredentials), // "You are not authorized to access this resource."
    code("40104", Authentication).mended_by(FixCredentials),
    http(401, Authentication).mended_by(FixCredentials),

    code("227", Authorization).acted_on_by(Customer),        // "Customer's account has temporarily been placed on hold"
    code("228", Validation).acted_on_by(Customer),           // "Customer has reached their payment limit"
    code("305", Conflict).acted_on_by(Customer),             // "We are waiting for funds to arrive […] from a previous order"
    code("81", Conflict),                                    // "Identity exists"
];
