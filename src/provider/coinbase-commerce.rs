//! Coinbase Commerce: charges that a merchant's customer pays in coins. The status is the last entry of a timeline.

use super::Provider;
use super::*;
use crate::vocabulary::{ActionKind::*, Actor::*, Money::*, ProblemKind::*, Reason::*, Status::*};

/// The charges of today, paid by a contract on a chain.
const SIGNATURES: &str = "https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security";
const STATUS: &str = "https://docs.cdp.coinbase.com/commerce/introduction/payment-status";
/// The charges before 2024, paid to addresses.
const OLD_STATUS: &str = "https://docs.cloud.coinbase.com/commerce/docs/payment-status";
const CHARGES: &str =
    "https://docs.cdp.coinbase.com/api-reference/commerce-api/rest-api/charges/returns-all-charges";
const WEBHOOKS: &str = "https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-fields";
const OLD_WEBHOOKS: &str = "https://docs.cloud.coinbase.com/commerce/docs/webhooks-events";
const SDK: &str = "https://github.com/coinbase/coinbase-commerce-node";

pub(super) const COINBASE_COMMERCE: Provider = Provider {
    id: "coinbase-commerce",
    name: "Coinbase Commerce",
    docs: STATUS,
    directions: &[Direction::Pay],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    // "We do not support testnet transactions."
    hosts: &[("commerce.coinbase.com", Environment::Live)],
    flow: FLOW,
    errors: ErrorFields { code: &["error.type"], message: &["error.message"], ..PLAIN.errors },
    faults: FAULTS,
    // "the SHA256 HMAC signature of the raw request payload, computed using your webhook shared secret as the key"
    webhook: Webhook {
        docs: SIGNATURES,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            carried: Carried::Alone { header: "x-cc-webhook-signature", prefix: "" },
            over: &[Part::Body],
            stamp: Stamp::Undated,
        }),
        event: &["event.id"],
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "Charge has been created but no further action has occurred."
    rule(ANY, "NEW", AwaitingPayment).money(NotTaken).waits_for(Customer)
        .actions(&[customer(ActionKind::Pay), merchant(Wait)]),

    // "Transaction has been signed by the wallet owner, and the funds are ready to be sent."
    rule(ANY, "SIGNED", PaymentSubmitted).because(ReceiptUnconfirmed).money_implied(Incoming).waits_for(Network)
        .actions(&[customer(Wait), merchant(HoldFulfilment)]),

    // "Transaction detected on the blockchain and funds are received in the merchant wallet": good enough to fulfil, the
    // page says; but before 2024 it was "not yet validated by the network", and only the next word is safe from forks.
    rule(ANY, "PENDING", PaymentSubmitted).because(ConfirmationsPending).money(Incoming).waits_for(Network)
        .actions(&[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(HoldFulfilment)]),

    // "Transaction is finalized and is protected against forks or reorgs."
    rule(ANY, "COMPLETED", Completed).money(Delivered).actions(&[merchant(Fulfil)]),

    // "Payment request expired after 60 minutes". A payment that comes later makes it UNRESOLVED.
    rule(ANY, "EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer).reopenable()
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(Wait).if_paid()]).page(OLD_STATUS),

    // Listed by SDKs for the charges of today, and nowhere explained.
    rule(ANY, "FAILED", Failed).because(Unspecified).waits_for(Customer)
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(ContactMerchant).if_paid()]).observed(),

    // "Transaction confirmed but the payment diverged from what was expected": "more than one payment made", say.
    rule(ANY, "UNRESOLVED", OnHold).because(AmountMismatch).money(Held).waits_for(Merchant)
        .actions(UNRESOLVED).page(OLD_STATUS),
    // "Payment less than requested amount"
    unresolved(AmountUnder, &[Condition::Detail(&["UNDERPAID"])]),
    // "Payment more than requested amount"
    unresolved(AmountOver, &[Condition::Detail(&["OVERPAID"])]),
    // "Payment made after the 60 minutes has passed"
    unresolved(PaidLate, &[Condition::Detail(&["DELAYED"])]),
    // "Unknown payment issue"
    unresolved(Unspecified, &[Condition::Detail(&["OTHER"])]),

    // "Merchant marked the payment as resolved"
    rule(ANY, "RESOLVED", Completed).because(MerchantResolved).merchant_decides().page(OLD_STATUS),

    // "Request cancelled -- only new undetected charges can be cancelled". By whom is not said.
    rule(ANY, "CANCELED", Cancelled).because(Unspecified).money_implied(NotTaken).waits_for(Customer)
        .actions(&[customer(StartNewOrder).if_not_paid(), customer(ContactMerchant).if_paid()]).page(OLD_STATUS),

    // "Refund initiated for this charge -- once refunded, this cannot be undone". So spelled in public code.
    rule(ANY, "REFUND PENDING", RefundPending).money(Returning).waits_for(Network)
        .actions(&[customer(Wait), merchant(Wait)]).observed().page(OLD_STATUS),
    // "Refund broadcasted and confirmed by the blockchain network"
    rule(ANY, "REFUNDED", Refunded).money(Returned).page(OLD_STATUS),
];

#[rustfmt::skip]
const FLOW: &[Edges] = &[
    implied(ANY, &["NEW"], &["SIGNED", "PENDING", "FAILED"]),
    implied(ANY, &["SIGNED"], &["PENDING", "EXPIRED", "FAILED"]),
    implied(ANY, &["PENDING"], &["COMPLETED", "FAILED"]),
    // "Payment request expired after 60 minutes"; "only new undetected charges can be cancelled".
    said(ANY, &["NEW"], &["EXPIRED", "CANCELED"]),
    // "Payment made after the 60 minutes has passed".
    said(ANY, &["EXPIRED"], &["UNRESOLVED"]),
    // "Transaction confirmed but the payment diverged from what was expected".
    said(ANY, &["PENDING"], &["UNRESOLVED"]),
    // "Merchant marked the payment as resolved".
    said(ANY, &["UNRESOLVED"], &["RESOLVED"]),
    implied(ANY, &["COMPLETED", "UNRESOLVED", "RESOLVED"], &["REFUND PENDING"]),
    implied(ANY, &["REFUND PENDING"], &["REFUNDED"]),
];

const fn unresolved(reason: Reason, when: &'static [Condition]) -> Rule {
    rule(ANY, "UNRESOLVED", OnHold)
        .because(reason)
        .when(when)
        .money(Held)
        .waits_for(Merchant)
        .actions(UNRESOLVED)
        .page(OLD_STATUS)
}

const UNRESOLVED: &[Step] =
    &[customer(Wait), merchant(ReviewPayment).blocking(), merchant(ContactCustomer), merchant(MarkResolved)];

/// An event counts only where no timeline stands beside it: `charge:failed` comes with UNRESOLVED, too.
#[rustfmt::skip]
const EVENTS: &[Event] = &[
    Event { name: "charge:created", means: Means::Word("NEW") },
    Event { name: "charge:pending", means: Means::Word("PENDING") },
    Event { name: "charge:confirmed", means: Means::Word("COMPLETED") },
    // "Charge failed to complete": expired, cancelled, or paid too little.
    Event { name: "charge:failed", means: Means::Rule(
        rule(ANY, "charge:failed", Failed).because(Unspecified).waits_for(Customer).reopenable().page(OLD_WEBHOOKS)
            .actions(&[customer(StartNewOrder).if_not_paid(), customer(Wait).if_paid(), merchant(RefreshStatus)])) },
    // "Charge received a payment after it had been expired"
    Event { name: "charge:delayed", means: Means::Rule(
        rule(ANY, "charge:delayed", OnHold).because(PaidLate).money(Held).waits_for(Merchant).actions(UNRESOLVED)
            .page(OLD_WEBHOOKS)) },
    Event { name: "charge:resolved", means: Means::Word("RESOLVED") },
];

const SHAPES: &[Shape] = &[
    Shape::new("webhook", SourceKind::Webhook, WEBHOOKS, CHARGE)
        .marked(&[Mark::Begins("event.type", "charge:"), Mark::Map("event.data")])
        .holding(Holds::One("event.data")),
    Shape::new("event", SourceKind::Rest, SDK, CHARGE)
        .marked(&[Mark::Begins("data.type", "charge:"), Mark::Map("data.data")])
        .holding(Holds::One("data.data")),
    Shape::new("event list", SourceKind::Rest, SDK, CHARGE)
        .marked(&[Mark::List("data"), Mark::Begins("data.0.type", "charge:")])
        .holding(Holds::Many("data", "data")),
    Shape::new("charge", SourceKind::Rest, CHARGES, CHARGE)
        .marked(&[Mark::List("data.timeline"), Mark::Has("data.code"), Mark::Has("data.pricing_type")])
        .holding(Holds::One("data")),
    Shape::new("charge list", SourceKind::Rest, CHARGES, CHARGE)
        .marked(&[Mark::List("data"), Mark::List("data.0.timeline"), Mark::Has("data.0.pricing_type")])
        .holding(Holds::Many("data", "")),
    // As the reference shows it, and as SDKs hand it over.
    Shape::new("bare charge", SourceKind::Rest, CHARGES, CHARGE)
        .marked(&[Mark::List("timeline"), Mark::Has("code"), Mark::Has("pricing_type")])
        .holding(Holds::One("")),
    // What charges are made from: it has no status.
    Shape::new("checkout", SourceKind::Rest, SDK, &NO_FIELDS)
        .marked(&[Mark::Any(&[Mark::Is("data.resource", "checkout"), Mark::List("data.requested_info")])])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("error", SourceKind::Rest, SDK, &NO_FIELDS)
        .marked(&[Mark::Text("error.type"), Mark::Text("error.message")])
        .told_by(&[
            Mark::Is("error.type", "not_found"),
            Mark::Is("error.type", "param_required"),
            Mark::Is("error.type", "validation_error"),
            Mark::Is("error.type", "invalid_request"),
            Mark::Is("error.type", "rate_limit_exceeded"),
            Mark::Is("error.type", "internal_server_error"),
        ])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const CHARGE: &Fields = &Fields {
    // "The last entry in the timeline array is the current status of the Charge."
    word: &["timeline.-1.status"],
    event: &["/event.type", "/data.type", "/type"],
    // Older payloads have the code alone; both find a charge.
    id: &["code", "id"],
    // The merchant's own data; the migration guide and the vendor's plugins put the order's id there.
    reference: &["metadata.order_id"],
    detail: &["timeline.-1.context"],
    created: &["created_at"],
    updated: &["timeline.-1.time"],
    paid: &["confirmed_at"],
    expires: &["expires_at"],
    tx_hash: &[
        "payments.-1.transaction_id",
        "timeline.-1.payment.transaction_id",
        "web3_data.success_events.-1.tx_hsh",
    ],
    checkout: &["hosted_url"],
    amounts: &[
        amount(Role::Expected, &["pricing.local.amount"], &["pricing.local.currency"]),
        amount(Role::Due, &["pricing.settlement.amount"], &["pricing.settlement.currency"]),
        // Of several payments the last.
        amount(Role::Paid, &["payments.-1.value.crypto.amount"], &["payments.-1.value.crypto.currency"])
            .network(&["payments.-1.network"]),
    ],
    history: &[History { list: "timeline", word: "status", detail: "context", at: "time" }],
    ..NO_FIELDS
};

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    code("not_found", OrderNotFound),
    code("param_required", Validation),
    code("validation_error", Validation),
    code("invalid_request", Validation),
    code("authentication_error", Authentication).mended_by(FixCredentials),
    code("rate_limit_exceeded", RateLimited),
    code("internal_server_error", ProviderError),
    http(401, Authentication).mended_by(FixCredentials),
];
