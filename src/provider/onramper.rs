//! Onramper: buys and sells of coins through many other ramps, by widget or by its API.

use super::Provider;
use super::*;
use crate::vocabulary::{ActionKind::*, Actor::*, Direction::*, Money::*, Reason::*, Status::*};

const WEBHOOKS: &str = "https://docs.onramper.com/docs/optional-webhook-setup";
const OLD_WEBHOOKS: &str = "https://docs.onramper.com/v1.0/docs/webhook-implementation";
const SIGNATURES: &str = "https://github.com/onramper/docs/blob/main/docs/API-Reference.md";
/// What Onramper's own code takes for statuses in an answer that is "an open, provider-specific record".
const ADAPTER: &str =
    "https://github.com/onramper/wdk-protocol-fiat-onramper/blob/main/src/transforms/transaction.ts";

pub(super) const ONRAMPER: Provider = Provider {
    id: "onramper",
    name: "Onramper",
    docs: WEBHOOKS,
    directions: &[Buy, Sell],
    direction_words: &[("buy", Buy), ("onramp", Buy), ("sell", Sell), ("offramp", Sell)],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    test_marks: &[Condition::Begins("apiKey", "pk_test_")],
    live_marks: &[Condition::Begins("apiKey", "pk_prod_")],
    errors: ErrorFields { message: &["message"], ..PLAIN.errors },
    // "HMAC-SHA256 with the shared secret as the key and the full request body as the message. The resulting signature is
    // provided in the X-Onramper-Webhook-Signature HTTP header." Newer pages call it "an HMAC hex digest".
    webhook: Webhook {
        docs: SIGNATURES,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            carried: Carried::Alone { header: "x-onramper-webhook-signature", prefix: "" },
            over: &[Part::Body],
            stamp: Stamp::Undated,
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // An order exists at the ramp behind; nothing is said of a payment.
    rule(ANY, "new", Created).money_implied(NotTaken).waits_for(Customer).actions(&[customer(ResumeOrder), merchant(Wait)]),
    // Under way at the ramp behind, whether paid or not.
    rule(ANY, "pending", Processing).waits_for(Ramp).actions(WAIT),
    // The customer has paid; what was bought is still to come. Onramper's own adapter takes it for the end.
    rule(ANY, "paid", Paid).money_implied(Held).waits_for(Ramp).actions(WAIT),
    // "The transaction has been successfully completed."
    rule(ANY, "completed", Completed).money(Delivered).actions(&[merchant(Fulfil)]),
    rule(ANY, "failed", Failed).because(Unspecified).waits_for(Customer).actions(NEW_ORDER),
    rule(ANY, "canceled", Cancelled).because(Unspecified).waits_for(Customer).actions(NEW_ORDER),

    // `success`, which the adapter knows too, stays unknown: no page says that it is the end.
    rule(ANY, "created", Created).money_implied(NotTaken).waits_for(Customer).page(ADAPTER).observed()
        .actions(&[customer(ResumeOrder), merchant(Wait)]),
    rule(ANY, "processing", Processing).waits_for(Ramp).page(ADAPTER).observed().actions(WAIT),
    rule(ANY, "in_progress", Processing).waits_for(Ramp).page(ADAPTER).observed().actions(WAIT),
    rule(ANY, "declined", Failed).because(PaymentDeclined).waits_for(Customer).page(ADAPTER).observed().actions(NEW_ORDER),
    rule(ANY, "cancelled", Cancelled).because(Unspecified).waits_for(Customer).page(ADAPTER).observed().actions(NEW_ORDER),
    rule(ANY, "expired", Expired).because(PaymentWindowPassed).waits_for(Customer).page(ADAPTER).observed().actions(NEW_ORDER),
];

use Actor::Provider as Ramp;

const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()];

/// An older spelling of the statuses, seen in public code.
#[rustfmt::skip]
const EVENTS: &[Event] = &[
    Event { name: "transaction_new", means: Means::Word("new") },
    Event { name: "transaction_pending", means: Means::Word("pending") },
    Event { name: "transaction_paid", means: Means::Word("paid") },
    // Not the same as `completed`: goods are handed over on what a page says, so the API is to be asked.
    Event { name: "transaction_completed", means: Means::Rule(
        rule(ANY, "transaction_completed", Processing).waits_for(Ramp).page(ADAPTER).observed()
            .actions(&[customer(Wait), merchant(RefreshStatus)])) },
    Event { name: "transaction_failed", means: Means::Word("failed") },
];

const SHAPES: &[Shape] = &[
    Shape::new("webhook", SourceKind::Webhook, WEBHOOKS, FIELDS)
        .marked(&[Mark::Has("onramp"), Mark::Has("transactionId"), Mark::Begins("apiKey", "pk_")])
        .holding(Holds::One("")),
    // A webhook without the key is an older one, and looks the same.
    Shape::new("transaction", SourceKind::Rest, OLD_WEBHOOKS, FIELDS)
        .marked(&[Mark::Has("onramp"), Mark::Has("transactionId")])
        .told_by(&[Mark::Has("onrampTransactionId"), Mark::Has("transactionType")])
        .holding(Holds::One("")),
    Shape::new("transaction of a session", SourceKind::Rest, ADAPTER, IN_SESSION)
        .marked(&[Mark::Map("transactionInformation"), Mark::Has("transactionInformation.status")])
        .holding(Holds::One("transactionInformation")),
];

const FIELDS: &Fields = &Fields {
    word: &["status"],
    // Not `onrampTransactionId`: that is the order's name at the ramp behind.
    id: &["transactionId"],
    reference: &["partnerContext"],
    via: &["onramp"],
    direction: &["transactionType"],
    detail: &["statusReason"],
    updated: &["statusDate"],
    tx_hash: &["transactionHash"],
    amounts: &[
        amount(Role::Expected, &["inAmount"], &["sourceCurrency"]),
        amount(Role::Received, &["outAmount"], &["targetCurrency"]),
    ],
    ..NO_FIELDS
};

const IN_SESSION: &Fields = &Fields {
    via: &["provider", "ramp", "onramp"],
    tx_hash: &["txHash"],
    amounts: &[
        amount(Role::Expected, &["fiatAmount"], FIAT).on(Buy),
        amount(Role::Received, &["cryptoAmount"], COIN).on(Buy),
        amount(Role::Expected, &["cryptoAmount"], COIN).on(Sell),
        amount(Role::Received, &["fiatAmount"], FIAT).on(Sell),
    ],
    ..*FIELDS
};

const FIAT: &[Path] = &["fiatCurrency", "fiat"];
const COIN: &[Path] = &["cryptoAsset", "crypto"];
