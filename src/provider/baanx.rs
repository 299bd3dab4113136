//! Baanx: products (an account, a card) paid in crypto. Tracked by polling alone; it sends no order webhooks.

use super::Provider;
use super::*;
use crate::vocabulary::{ActionKind::*, Actor::*, Money::*, ProblemKind::*, Reason::*, Status::*};

const STATUS: &str = "https://docs.baanx.com/api-reference/order/status";
const CREATE: &str = "https://docs.baanx.com/api-reference/order/create";
const EVENTS: &str = "https://docs.baanx.com/guides/webhooks/events";
const SECURITY: &str = "https://docs.baanx.com/guides/webhooks/security";

pub(super) const BAANX: Provider = Provider {
    id: "baanx",
    name: "Baanx",
    docs: STATUS,
    directions: &[Direction::Pay],
    shapes: SHAPES,
    rules: RULES,
    // "Only present when status is COMPLETED."
    paid_with: &["COMPLETED"],
    // "Poll this endpoint after the user completes the external payment step."
    // "~2 minutes at 3s intervals", after "the external payment step"; then "check back later".
    poll: PollAdvice { after_ms: 3_000, steady_ms: 120_000, ..PLAIN.poll },
    flow: FLOW,
    errors: ErrorFields {
        code: &["code", "error.code"],
        message: &["message", "error.message", "error"],
        order: &["orderId"],
        ..PLAIN.errors
    },
    faults: FAULTS,
    webhook: Webhook {
        docs: SECURITY,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            // "HMAC-SHA256 signature as a lowercase hex string"; "Unix timestamp (seconds, UTC)"
            carried: Carried::Apart { signature: "x-signature", stamp: "x-timestamp" },
            over: &[Part::Stamp, Part::Text("."), Part::Body],
            // "Reject the request if the timestamp is more than 300 seconds (5 minutes) away".
            stamp: Stamp::Seconds(300),
        }),
        // "The same event_id is used across all retry attempts".
        event: &["event_id"],
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "Order created; payment not yet confirmed. Continue polling."
    rule(ANY, "STARTED", AwaitingPayment).waits_for(Customer).implied()
        .actions(&[customer(Pay).if_not_paid(), customer(Wait).if_paid(), merchant(RefreshStatus)]),

    // Seen in a client's list of statuses, not in the documentation.
    rule(ANY, "PENDING", PaymentSubmitted).because(ReceiptUnconfirmed).money(Incoming).waits_for(Provider).observed()
        .actions(&[customer(Wait), merchant(RefreshStatus)]),

    // "Payment received and order fulfilled successfully."
    rule(ANY, "COMPLETED", Completed).money(Delivered)
        .actions(&[merchant(Fulfil)]),

    // The page's own sample answer: COMPLETED with `metadata.note` of `payment_refunded`.
    rule(ANY, "COMPLETED", Refunded).when(&[Condition::Is("metadata.note", "payment_refunded")]).money(Returned),

    // "Payment failed or was rejected. Check metadata.note for context."
    rule(ANY, "FAILED", Failed).because(Unspecified).waits_for(Customer)
        .actions(&[customer(StartNewOrder)]),

    // "Order was not paid within the allowed time window."
    rule(ANY, "EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer)
        .actions(&[customer(StartNewOrder)]),

    // Seen in a client's list of statuses, not in the documentation.
    rule(ANY, "REFUNDED", Refunded).money(Returned).observed(),
];

#[rustfmt::skip]
const FLOW: &[Edges] = &[
    // "Order created; payment not yet confirmed. Continue polling."
    said(ANY, &["STARTED"], &["COMPLETED", "FAILED", "EXPIRED"]),
    implied(ANY, &["STARTED"], &["PENDING"]),
    implied(ANY, &["PENDING"], &["COMPLETED", "FAILED", "EXPIRED"]),
    // The sample answer is of an order that was completed, and refunded later.
    implied(ANY, &["COMPLETED"], &["COMPLETED?metadata.note"]),
];

/// The answer to a creation carries no status; `paymentConfig` says what to send where.
const CREATED: &[Rule] = &[rule(ANY, "", AwaitingPayment)
    .money_assumed(NotTaken)
    .waits_for(Customer)
    .implied()
    .page(CREATE)
    .actions(&[customer(Pay), merchant(RefreshStatus)])];

#[rustfmt::skip]
const KYC: &[Fact] = &[
    onboarded("UNVERIFIED", Onboarding::NotStarted),
    onboarded("PENDING", Onboarding::InReview),
    onboarded("VERIFIED", Onboarding::Approved),
    // The page about verification has the customer begin another session.
    onboarded("REJECTED", Onboarding::Rejected), may_retry("REJECTED", Permission::Yes),
];

const BEGUN: &[Fact] = &[onboarded("", Onboarding::InProgress)];
const DISABLED: &str = "Your account has been disabled";

const SHAPES: &[Shape] = &[
    Shape::new("order status", SourceKind::Rest, STATUS, FIELDS)
        .marked(&[Mark::Has("orderId"), Mark::Has("status"), Mark::Lacks("paymentConfig"), Mark::Lacks("id")])
        .told_by(&[
            Mark::Has("requestId"),
            Mark::Has("paidAt"),
            Mark::Has("metadata.paymentId"),
            Mark::Has("metadata.txHash"),
            Mark::Has("metadata.note"),
        ])
        .holding(Holds::One("")),
    Shape::new("order creation", SourceKind::Rest, CREATE, FIELDS)
        .marked(&[Mark::Has("orderId"), Mark::Map("paymentConfig")])
        .holding(Holds::One(""))
        .silently(CREATED),
    Shape::new("customer webhook", SourceKind::Webhook, EVENTS, &NO_FIELDS)
        .marked(&[Mark::Has("event_id"), Mark::Begins("event_type", "kyc.")])
        .holding(Holds::Customer(
            Scope::Customer,
            &[
                Signal::Onboarding(&["event_object_status", "event_object.verificationState"], KYC),
                Signal::Changed(&["occurred_at"]),
            ],
        )),
    Shape::new("card or transaction webhook", SourceKind::Webhook, EVENTS, &NO_FIELDS)
        .marked(&[Mark::Has("event_id"), Mark::Text("event_type"), Mark::Has("event_category")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("customer", SourceKind::Rest, EVENTS, &NO_FIELDS)
        .marked(&[Mark::Has("verificationState"), Mark::Lacks("orderId")])
        .holding(Holds::Customer(
            Scope::Customer,
            &[
                Signal::Onboarding(&["verificationState"], KYC),
                // The answer to a login: a step that is not done yet.
                Signal::Beside("phase", BEGUN),
                // The answer to a registration: the first that is null is where to go on.
                Signal::Beside("onboardingId", BEGUN),
                Signal::Null("phoneNumber", Requirement::Phone),
                Signal::Null("firstName", Requirement::PersonalDetails),
                Signal::Null("addressLine1", Requirement::Address),
            ],
        )),
    // Not documented: how a client tells it from other refusals.
    Shape::new("login refused", SourceKind::Rest, EVENTS, &NO_FIELDS)
        .marked(&[Mark::Begins("message", DISABLED)])
        .holding(Holds::Customer(
            Scope::Customer,
            &[Signal::Beside("message", &[account("", Account::Disabled)])],
        )),
];

const FIELDS: &Fields = &Fields {
    word: &["status"],
    id: &["orderId"],
    detail: &["metadata.note"],
    paid: &["paidAt"],
    tx_hash: &["metadata.txHash"],
    address: &["paymentConfig.destinationAddress"],
    amounts: &[amount(
        Role::Expected,
        &["paymentConfig.paymentAmount"],
        &["paymentConfig.paymentCurrency", "paymentConfig.destinationTokenSymbol"],
    )
    .network(&["paymentConfig.destinationChainId"])],
    ..NO_FIELDS
};

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    http(401, Authentication), // "The bearer token is missing, expired, or invalid."
    http(403, Authorization),  // "Authorization Error"
    http(404, OrderNotFound),  // "No order exists with the given orderId."
    http(422, Validation),     // the answer to a creation that is malformed
    http(498, ClientUnknown),  // "The X-Client-ID header value is not recognised."
    http(499, ClientMissing),  // "The X-Client-ID header is absent from the request."
    http(500, ProviderError),  // "An unexpected server error occurred. Retry with exponential backoff."
];
