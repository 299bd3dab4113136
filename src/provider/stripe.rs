//! Stripe: payments to a merchant (PaymentIntents, charges, Checkout), what is taken back of them (refunds, disputes), and
//! buys of coins (onramp sessions).
//!
//! Each kind of object has words of its own, so rows are written `object/word`.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const SIGNATURES: &str = "https://docs.stripe.com/webhooks/signature";
const LIFECYCLE: &str = "https://docs.stripe.com/payments/paymentintents/lifecycle";
const INTENT: &str = "https://docs.stripe.com/api/payment_intents/object";
const CHARGE: &str = "https://docs.stripe.com/api/charges/object";
const SESSION: &str = "https://docs.stripe.com/api/checkout/sessions/object";
const REFUND: &str = "https://docs.stripe.com/refunds";
const DISPUTE: &str = "https://docs.stripe.com/api/disputes/object";
const PREVENTED: &str = "https://docs.stripe.com/changelog/basil/2025-08-27/add-preventions-to-dispute";
const ONRAMP: &str = "https://docs.stripe.com/api/crypto/onramp_sessions/object";
const ONRAMP_GUIDE: &str = "https://docs.stripe.com/crypto/using-the-api";
const EVENTS: &str = "https://docs.stripe.com/api/events/types";
const LISTS: &str = "https://docs.stripe.com/api/pagination";
const ERRORS: &str = "https://docs.stripe.com/api/errors";
const BROWSER: &str = "https://docs.stripe.com/js/payment_intents/confirm_payment";
const RETURN: &str = "https://docs.stripe.com/payments/checkout/custom-success-page";

pub(super) const STRIPE: Provider = Provider {
    id: "stripe",
    name: "Stripe",
    docs: LIFECYCLE,
    directions: &[Buy, Direction::Pay],
    direction_words: &[
        ("payment_intent", Direction::Pay),
        ("charge", Direction::Pay),
        ("checkout.session", Direction::Pay),
        ("refund", Direction::Pay),
        ("dispute", Direction::Pay),
        ("crypto.onramp_session", Buy),
    ],
    shapes: SHAPES,
    rules: RULES,
    // "true if the object exists in live mode or the value false if the object exists in test mode". A refund does not say.
    test_marks: &[Condition::Is("livemode", "false"), Condition::Is("/livemode", "false")],
    live_marks: &[Condition::Is("livemode", "true"), Condition::Is("/livemode", "true")],
    // https://docs.stripe.com/currencies. Not UGX and ISK, whose cents are "always 00": "to charge 5 UGX, provide an
    // amount value of 500".
    units: Units {
        ones: &[
            "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof",
            "xpf",
        ],
        thousands: &["bhd", "jod", "kwd", "omr", "tnd"],
    },
    flow: FLOW,
    errors: ErrorFields {
        code: &["error.code", "error.type"],
        message: &["error.message"],
        order: &["error.payment_intent.id"],
        ..PLAIN.errors
    },
    faults: FAULTS,
    // "The value for the prefix t corresponds to the timestamp, and v1 corresponds to the signature (or signatures)"; "a default
    // tolerance of 5 minutes". An event keeps its id when it is sent again.
    webhook: Webhook {
        docs: SIGNATURES,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            carried: Carried::Listed { header: "stripe-signature", stamp: "t", signature: "v1" },
            over: &[Part::Stamp, Part::Text("."), Part::Body],
            stamp: Stamp::Seconds(300),
        }),
        event: &["id"],
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "When the PaymentIntent is created, it has a status of requires_payment_method until a payment method is attached."
    rule(PAY, "payment_intent/requires_payment_method", Created).because(MethodNotSelected).money_implied(NotTaken)
        .waits_for(Customer).actions(&[customer(ChoosePaymentMethod), merchant(Wait)]),
    // "If the payment attempt fails (for example due to a decline), the PaymentIntent's status returns to
    // requires_payment_method." The same one is paid again.
    rule(PAY, "payment_intent/requires_payment_method", AwaitingPayment).because(PaymentDeclined).money_implied(NotTaken)
        .when(&[Condition::Has("last_payment_error.type")])
        .waits_for(Customer).actions(&[customer(RetryOtherMethod), merchant(Wait)]),

    // "After the customer provides their payment information, the PaymentIntent is ready to be confirmed."
    rule(PAY, "payment_intent/requires_confirmation", AwaitingPayment).money_implied(NotTaken).waits_for(Customer)
        .actions(GO_ON),

    // "If the payment requires additional actions, such as authenticating with 3D Secure".
    rule(PAY, "payment_intent/requires_action", AwaitingPayment).money_implied(NotTaken).waits_for(Customer).actions(GO_ON),
    // Vouchers, codes and transfers: what is to be done is to pay.
    rule(PAY, "payment_intent/requires_action", AwaitingPayment).money_implied(NotTaken).waits_for(Customer).actions(TO_PAY)
        .when(&[Condition::In("next_action.type", &[
            "boleto_display_details", "display_bank_transfer_instructions", "konbini_display_details",
            "multibanco_display_details", "oxxo_display_details", "paynow_display_qr_code", "pix_display_qr_code",
            "promptpay_display_qr_code",
        ])]).page(INTENT),
    // payment_intent.partially_funded: "Occurs when funds are applied to a customer_balance PaymentIntent and the
    // 'amount_remaining' changes." The later row counts where both conditions hold.
    rule(PAY, "payment_intent/requires_action", AwaitingPayment).because(AmountUnder).money(Held).waits_for(Customer)
        .when(&[Condition::Is("/type", "payment_intent.partially_funded")])
        .actions(&[customer(TopUp), merchant(Wait)]).page(EVENTS),

    // "the PaymentIntent moves to processing for asynchronous payment methods, such as bank debits. These types of payment
    // methods can take up to a few days to process."
    rule(PAY, "payment_intent/processing", Processing).money_implied(Incoming).waits_for(Provider).actions(WAIT),

    // "If you're separately authorizing and capturing funds, your PaymentIntent can instead move to requires_capture."
    rule(PAY, "payment_intent/requires_capture", PaymentSubmitted).money_implied(Incoming).waits_for(Merchant)
        .actions(AUTHORISED),

    // "A PaymentIntent with a status of succeeded means that the corresponding payment flow is complete. The funds are now
    // in your account".
    rule(PAY, "payment_intent/succeeded", Completed).money(Delivered).actions(FULFIL),
    // Less was captured than was authorised, which the merchant chose.
    rule(PAY, "payment_intent/succeeded", Completed).because(AmountUnder).money(Delivered).merchant_decides()
        .when(&[Condition::PaidUnder]),
    // It stays succeeded whatever becomes of its charge later.
    rule(PAY, "payment_intent/succeeded", Completed).because(PartiallyRefunded).money(Delivered).merchant_decides()
        .when(&[Condition::Has("latest_charge.amount_refunded")]).page(CHARGE),
    rule(PAY, "payment_intent/succeeded", OnHold).because(Disputed).waits_for(Merchant)
        .when(&[Condition::Is("latest_charge.disputed", "true")]).actions(TO_ANSWER).page(CHARGE),
    rule(PAY, "payment_intent/succeeded", Refunded).money(Returned)
        .when(&[Condition::Has("latest_charge.amount_refunded"), Condition::Is("latest_charge.refunded", "true")])
        .page(CHARGE),

    // "You can cancel a PaymentIntent at any point before it's in a processing or succeeded state." What was only
    // authorised goes back.
    rule(PAY, "payment_intent/canceled", Cancelled).because(Unspecified).money_assumed(NotTaken).waits_for(Customer)
        .actions(NEW_ORDER),
    rule(PAY, "payment_intent/canceled", Cancelled).because(CancelledByCustomer).money_assumed(NotTaken).waits_for(Customer)
        .when(&[Condition::Is("cancellation_reason", "requested_by_customer")]).actions(NEW_ORDER).page(INTENT),
    rule(PAY, "payment_intent/canceled", Cancelled).because(RiskOrCompliance).money_assumed(NotTaken).waits_for(Customer)
        .when(&[Condition::Is("cancellation_reason", "fraudulent")]).actions(&[customer(ContactMerchant)]).page(INTENT),

    // "The status of the payment is either succeeded, pending, or failed."
    rule(PAY, "charge/pending", PaymentSubmitted).because(ReceiptUnconfirmed).money_implied(Incoming).waits_for(Provider)
        .actions(WAIT).page(CHARGE),
    rule(PAY, "charge/succeeded", Completed).money_implied(Delivered).actions(FULFIL).page(CHARGE),
    // "If the charge was created without capturing, this Boolean represents whether it is still uncaptured or has since
    // been captured."
    rule(PAY, "charge/succeeded", PaymentSubmitted).money_implied(Incoming).waits_for(Merchant)
        .when(&[Condition::Is("captured", "false")]).actions(AUTHORISED).page(CHARGE),
    // "refunded: Whether the charge has been fully refunded. If the charge is only partially refunded, this attribute will
    // still be false."
    rule(PAY, "charge/succeeded", Completed).because(PartiallyRefunded).money(Delivered).merchant_decides()
        .when(&[Condition::Has("amount_refunded")]).page(CHARGE),
    // "Whether the charge has been disputed." It does not say how that ended.
    rule(PAY, "charge/succeeded", OnHold).because(Disputed).waits_for(Merchant)
        .when(&[Condition::Is("disputed", "true")]).actions(TO_ANSWER).page(CHARGE),
    rule(PAY, "charge/succeeded", Refunded).money(Returned)
        .when(&[Condition::Has("amount_refunded"), Condition::Is("refunded", "true")]).page(CHARGE),
    // One attempt; its PaymentIntent can be paid again.
    rule(PAY, "charge/failed", Failed).because(Unspecified).waits_for(Customer).reopenable().actions(RETRY).page(CHARGE),
    rule(PAY, "charge/failed", Failed).because(PaymentDeclined).money_implied(NotTaken).waits_for(Customer).reopenable()
        .when(&[Condition::Is("outcome.type", "issuer_declined")]).actions(RETRY).page(CHARGE),
    rule(PAY, "charge/failed", Failed).because(RiskOrCompliance).money_implied(NotTaken).waits_for(Customer).reopenable()
        .when(&[Condition::Is("outcome.type", "blocked")]).actions(RETRY).page(CHARGE),

    // "The checkout session is still in progress. Payment processing has not started".
    rule(PAY, "checkout.session/open", AwaitingPayment).money(NotTaken).waits_for(Customer).actions(TO_PAY).page(SESSION),
    // "The checkout session is complete. Payment processing may still be in progress".
    rule(PAY, "checkout.session/complete", Processing).waits_for(Provider).actions(WAIT).page(SESSION),
    // "The payment funds are available in your account."
    rule(PAY, "checkout.session/complete", Completed).money(Delivered).actions(FULFIL)
        .when(&[Condition::Is("payment_status", "paid")]).page(SESSION),
    // "The payment funds are not yet available in your account."
    rule(PAY, "checkout.session/complete", PaymentSubmitted).because(ReceiptUnconfirmed).money_implied(Incoming)
        .waits_for(Provider).when(&[Condition::Is("payment_status", "unpaid")]).actions(WAIT).page(SESSION),
    // "Occurs when a payment intent using a delayed payment method fails." Only the event says so.
    rule(PAY, "checkout.session/complete", Failed).because(PaymentDeclined).waits_for(Customer).actions(RETRY).when(&[
        Condition::Is("payment_status", "unpaid"),
        Condition::Is("/type", "checkout.session.async_payment_failed"),
    ]).page(EVENTS),
    // "The payment is delayed to a future date, or the Checkout Session is in setup mode".
    rule(PAY, "checkout.session/complete", Completed).money(NotTaken).merchant_decides()
        .when(&[Condition::Is("payment_status", "no_payment_required")]).page(SESSION),
    // "The checkout session has expired. No further processing will occur."
    rule(PAY, "checkout.session/expired", Expired).because(PaymentWindowPassed).money_implied(NotTaken).waits_for(Customer)
        .actions(NEW_ORDER).page(SESSION),

    // A refund does not say whether it is of all that was paid.
    rule(PAY, "refund/pending", RefundPending).money_implied(Returning).waits_for(Provider)
        .actions(WAIT).page(REFUND),
    // "Only refunds for payment methods that require customer action can enter the requires_action state."
    rule(PAY, "refund/requires_action", RefundPending).money_implied(Returning).waits_for(Customer)
        .actions(&[customer(AnswerProvider), merchant(Wait)]).page(REFUND),
    rule(PAY, "refund/succeeded", Refunded).money(Returned).page(REFUND),
    // "the bank returns the refunded amount to us and we add it back to your Stripe account balance".
    rule(PAY, "refund/failed", OnHold).because(RefundFailed).money(Held).waits_for(Merchant)
        .actions(OTHER_REFUND).page(REFUND),
    // The refund is cancelled, not the payment.
    rule(PAY, "refund/canceled", OnHold).because(RefundFailed).money_implied(Held).waits_for(Merchant)
        .actions(OTHER_REFUND).page(REFUND),

    // An inquiry, which takes no money yet.
    rule(PAY, "dispute/warning_needs_response", OnHold).because(Disputed).waits_for(Merchant).actions(TO_ANSWER).page(DISPUTE),
    rule(PAY, "dispute/warning_under_review", OnHold).because(Disputed).waits_for(Network).actions(HELD).page(DISPUTE),
    rule(PAY, "dispute/warning_closed", Completed).because(Disputed).money_implied(Delivered).merchant_decides().page(DISPUTE),
    // "A dispute occurs when a customer questions your charge with their card issuer." The money is with neither for good.
    rule(PAY, "dispute/needs_response", OnHold).because(Disputed).waits_for(Merchant).actions(TO_ANSWER).page(DISPUTE),
    rule(PAY, "dispute/under_review", OnHold).because(Disputed).waits_for(Network).actions(HELD).page(DISPUTE),
    // "Appeal evidence submitted during the appeal stage." Both are listed, and explained by their names alone.
    rule(PAY, "dispute/appeal_needs_response", OnHold).because(Disputed).waits_for(Merchant).actions(TO_ANSWER).page(DISPUTE).implied(),
    rule(PAY, "dispute/appeal_under_review", OnHold).because(Disputed).waits_for(Network).actions(HELD).page(DISPUTE).implied(),
    // "Stripe can block or resolve disputes before they're raised to formal chargebacks." Which of them, and so who has the
    // money, it does not say; the payment does.
    rule(PAY, "dispute/prevented", OnHold).because(Disputed).waits_for(Merchant).actions(TO_LOOK).page(PREVENTED).implied(),
    rule(PAY, "dispute/won", Completed).because(Disputed).money_implied(Delivered).merchant_decides().page(DISPUTE),
    rule(PAY, "dispute/lost", Reversed).because(Disputed).money_implied(Returned).waits_for(Merchant)
        .actions(&[merchant(Revoke)]).page(DISPUTE),

    // "The application has newly minted the onramp session on the server-side, but the customer hasn't used it yet."
    rule(BUY, "crypto.onramp_session/initialized", Created).money_implied(NotTaken).waits_for(Customer)
        .actions(GO_ON).page(ONRAMP_GUIDE),
    // "We rejected the customer for some reason (KYC failure, sanctions screening issues, fraud checks)."
    rule(BUY, "crypto.onramp_session/rejected", Failed).because(RiskOrCompliance).money_assumed(NotTaken).waits_for(Customer)
        .actions(&[customer(ContactProvider)]).page(ONRAMP_GUIDE),
    // "… gets to the payment page. If they attempt payment and fail, they stay in this status." How much with all fees stands on
    // that page, and here in some payloads alone.
    rule(BUY, "crypto.onramp_session/requires_payment", AwaitingPayment).money_implied(NotTaken).waits_for(Customer)
        .actions(GO_ON).page(ONRAMP_GUIDE),
    // "The customer successfully completed payment. We haven't delivered the crypto they purchased yet."
    rule(BUY, "crypto.onramp_session/fulfillment_processing", Delivering).money(Held).waits_for(Provider)
        .actions(WAIT).page(ONRAMP_GUIDE),
    // "The customer was successfully able to pay for crypto and we have confirmed delivery."
    rule(BUY, "crypto.onramp_session/fulfillment_complete", Completed).money(Delivered).actions(FULFIL).page(ONRAMP_GUIDE),

    // How a return from another page went; the PaymentIntent may be on its way still.
    rule(PAY, "redirect/succeeded", Processing).because(UnconfirmedHint).waits_for(Provider).actions(ASK).page(BROWSER).observed(),
    rule(PAY, "redirect/pending", Processing).because(UnconfirmedHint).waits_for(Provider).actions(ASK).page(BROWSER).observed(),
    rule(PAY, "redirect/failed", AwaitingPayment).because(PaymentDeclined).waits_for(Customer)
        .actions(&[customer(RetryOtherMethod), merchant(RefreshStatus)]).page(BROWSER).observed(),
];

/// Of a PaymentIntent, and of an onramp session: what else there is has an id of its own.
#[rustfmt::skip]
const FLOW: &[Edges] = &[
    // "After the customer provides their payment information, the PaymentIntent is ready to be confirmed."
    said(PAY, &["payment_intent/requires_payment_method", DECLINED], &["payment_intent/requires_confirmation"]),
    // "If the payment requires additional actions"; "moves to processing for asynchronous payment methods"; "can instead move to
    // requires_capture".
    said(PAY, &["payment_intent/requires_confirmation"], &["payment_intent/requires_action", "payment_intent/processing",
        "payment_intent/requires_capture", "payment_intent/succeeded"]),
    implied(PAY, &["payment_intent/requires_action"],
        &["payment_intent/processing", "payment_intent/requires_capture", "payment_intent/succeeded"]),
    implied(PAY, &["payment_intent/processing"], &["payment_intent/succeeded", "payment_intent/requires_capture"]),
    implied(PAY, &["payment_intent/requires_capture"], &["payment_intent/succeeded"]),
    // "If the payment attempt fails […], the PaymentIntent's status returns to requires_payment_method."
    said(PAY, &["payment_intent/requires_confirmation", "payment_intent/requires_action", "payment_intent/processing"], &[DECLINED]),
    implied(PAY, &["payment_intent/requires_payment_method"], &[DECLINED]),
    // "You can cancel a PaymentIntent at any point before it's in a processing or succeeded state."
    said(PAY, &["payment_intent/requires_payment_method", DECLINED, "payment_intent/requires_confirmation",
        "payment_intent/requires_action", "payment_intent/requires_capture"], &["payment_intent/canceled"]),
    // The reference on cancelling: "or, in rare cases, processing".
    said(PAY, &["payment_intent/processing"], &["payment_intent/canceled"]),

    implied(BUY, &["crypto.onramp_session/initialized"],
        &["crypto.onramp_session/requires_payment", "crypto.onramp_session/rejected"]),
    implied(BUY, &["crypto.onramp_session/requires_payment"],
        &["crypto.onramp_session/fulfillment_processing", "crypto.onramp_session/rejected"]),
    implied(BUY, &["crypto.onramp_session/fulfillment_processing"], &["crypto.onramp_session/fulfillment_complete"]),
];

const DECLINED: &str = "payment_intent/requires_payment_method?last_payment_error.type";

const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const ASK: &[Step] = &[customer(Wait), merchant(RefreshStatus)];
const TO_PAY: &[Step] = &[customer(ActionKind::Pay), merchant(Wait)];
const GO_ON: &[Step] = &[customer(ResumeOrder), merchant(Wait)];
const RETRY: &[Step] = &[customer(RetryOtherMethod)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder)];
const FULFIL: &[Step] = &[merchant(Fulfil)];
const AUTHORISED: &[Step] = &[customer(Wait), merchant(Capture)];
const HELD: &[Step] = &[merchant(HoldFulfilment)];
const TO_ANSWER: &[Step] = &[merchant(HoldFulfilment), merchant(AnswerProvider)];
const TO_LOOK: &[Step] = &[merchant(HoldFulfilment), merchant(RefreshStatus)];
const OTHER_REFUND: &[Step] = &[customer(ContactMerchant), merchant(ContactCustomer)];

/// What payments and buys are called, and what is taken back of payments, at a path.
macro_rules! payments {
    ($object:literal) => {
        Mark::Any(&[
            Mark::Is($object, "payment_intent"),
            Mark::Is($object, "charge"),
            Mark::Is($object, "checkout.session"),
            Mark::Is($object, "crypto.onramp_session"),
        ])
    };
}
macro_rules! claims {
    ($object:literal) => {
        Mark::Any(&[Mark::Is($object, "refund"), Mark::Is($object, "dispute")])
    };
}
/// What a customer is, and what is neither a customer nor an order.
macro_rules! customers {
    ($object:literal) => {
        Mark::Any(&[Mark::Is($object, "customer"), Mark::Is($object, "identity.verification_session")])
    };
}

const LIST: Mark = Mark::Any(&[Mark::Is("object", "list"), Mark::Is("object", "search_result")]);

/// Of a session in which an identity is verified: https://docs.stripe.com/identity/how-sessions-work. A customer has no status.
#[rustfmt::skip]
const VERIFICATION: &[Fact] = &[
    // When it is made, and again when a check has failed: "If you want your user to attempt verification again".
    onboarded("requires_input", Onboarding::ActionRequired), may_retry("requires_input", Permission::Yes),
    onboarded("processing", Onboarding::InReview),
    // "Processing of all the verification checks are complete and successfully verified."
    onboarded("verified", Onboarding::Approved),
    // "This invalidates the VerificationSession": of the customer it says nothing.
    onboarded("canceled", Onboarding::Unknown),
];

const SHAPES: &[Shape] = &[
    Shape::new("event", SourceKind::Webhook, EVENTS, FIELDS)
        .marked(&[Mark::Is("object", "event"), payments!("data.object.object")])
        .holding(Holds::One("data.object")),
    Shape::new("event of a refund or a dispute", SourceKind::Webhook, EVENTS, CLAIM)
        .marked(&[Mark::Is("object", "event"), claims!("data.object.object")])
        .holding(Holds::One("data.object")),
    Shape::new("event of a customer", SourceKind::Webhook, EVENTS, &NO_FIELDS)
        .marked(&[Mark::Is("object", "event"), customers!("data.object.object")])
        .holding(Holds::Customer(
            Scope::Customer,
            &[Signal::Onboarding(&["data.object.status"], VERIFICATION)],
        )),
    // Of a second version only the id of the object is sent.
    Shape::new("other event", SourceKind::Webhook, EVENTS, &NO_FIELDS)
        .marked(&[Mark::Any(&[Mark::Is("object", "event"), Mark::Is("object", "v2.core.event")])])
        .told_by(&[Mark::Has("livemode")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("payment", SourceKind::Rest, INTENT, FIELDS)
        .marked(&[payments!("object"), Mark::Has("id")])
        .holding(Holds::One("")),
    Shape::new("refund or dispute", SourceKind::Rest, REFUND, CLAIM)
        .marked(&[claims!("object"), Mark::Has("id")])
        .holding(Holds::One("")),
    // Before payments: a charge has a list of its refunds, below its own address.
    Shape::new("list of refunds or disputes", SourceKind::Rest, LISTS, CLAIM)
        .marked(&[LIST, Mark::List("data")])
        .told_by(&[
            claims!("data.0.object"),
            Mark::Begins("url", "/v1/refunds"),
            Mark::Begins("url", "/v1/disputes"),
        ])
        .holding(Holds::Many("data", "")),
    Shape::new("list of payments", SourceKind::Rest, LISTS, FIELDS)
        .marked(&[LIST, Mark::List("data")])
        .told_by(&[
            payments!("data.0.object"),
            Mark::Begins("url", "/v1/payment_intents"),
            Mark::Begins("url", "/v1/charges"),
            Mark::Begins("url", "/v1/checkout/sessions"),
            Mark::Begins("url", "/v1/crypto/onramp_sessions"),
        ])
        .holding(Holds::Many("data", "")),
    Shape::new("other list", SourceKind::Rest, LISTS, &NO_FIELDS)
        .marked(&[LIST, Mark::Begins("url", "/v1/")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("customer", SourceKind::Rest, INTENT, &NO_FIELDS)
        .marked(&[customers!("object"), Mark::Has("livemode")])
        .holding(Holds::Customer(Scope::Customer, &[Signal::Onboarding(&["status"], VERIFICATION)])),
    // A card that is kept for later, and the merchant's own transfers to a bank, have statuses, too.
    Shape::new("other object", SourceKind::Rest, INTENT, &NO_FIELDS)
        .marked(&[
            Mark::Any(&[Mark::Is("object", "setup_intent"), Mark::Is("object", "payout")]),
            Mark::Has("livemode"),
        ])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("onramp event", SourceKind::Widget, ONRAMP_GUIDE, FIELDS)
        .marked(&[Mark::Is("type", "onramp_session_updated"), Mark::Map("payload.session")])
        .holding(Holds::One("payload.session")),
    Shape::new("onramp housekeeping", SourceKind::Widget, ONRAMP_GUIDE, &NO_FIELDS)
        .marked(&[Mark::Is("type", "onramp_ui_loaded")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("answer in a browser", SourceKind::Widget, BROWSER, FIELDS)
        .marked(&[Mark::Is("paymentIntent.object", "payment_intent")])
        .holding(Holds::One("paymentIntent")),
    Shape::new("redirect", SourceKind::Redirect, BROWSER, RETURNED)
        .in_query()
        .marked(&[Mark::Has("payment_intent"), Mark::Has("redirect_status")])
        .going(Direction::Pay)
        .speaking_of("redirect"),
    Shape::new("redirect from Checkout", SourceKind::Redirect, RETURN, RETURNED)
        .in_query()
        .marked(&[Mark::Begins("session_id", "cs_")])
        .going(Direction::Pay),
    Shape::new("redirect of a set-up", SourceKind::Redirect, BROWSER, &NO_FIELDS)
        .in_query()
        .marked(&[Mark::Has("setup_intent"), Mark::Has("redirect_status")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("error", SourceKind::Rest, ERRORS, &NO_FIELDS)
        .marked(&[Mark::Any(&[
            Mark::Is("error.type", "api_error"),
            Mark::Is("error.type", "card_error"),
            Mark::Is("error.type", "idempotency_error"),
            Mark::Is("error.type", "invalid_request_error"),
        ])])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const FIELDS: &Fields = &Fields {
    word: &["status"],
    family: &["object"],
    event: &["/type"],
    id: &["id"],
    // The second is what the pages take for an order's id of the merchant's.
    reference: &["client_reference_id", "metadata.order_id"],
    direction: &["object"],
    detail: &["last_payment_error.message", "failure_message", "cancellation_reason"],
    created: &["created"],
    expires: &["expires_at"],
    tx_hash: &["transaction_details.transaction_id", "payment_method_details.crypto.transaction_hash"],
    checkout: &["url", "redirect_url", "next_action.redirect_to_url.url"],
    amounts: &[
        amount(Role::Expected, &["amount", "amount_total"], &["currency"])
            .in_minor_units()
            .on(Direction::Pay),
        // Of a bank transfer a part may have come already.
        amount(
            Role::Missing,
            &["next_action.display_bank_transfer_instructions.amount_remaining"],
            &["currency"],
        )
        .in_minor_units()
        .on(Direction::Pay),
        amount(Role::Paid, &["amount_received", "amount_captured"], &["currency"])
            .in_minor_units()
            .on(Direction::Pay),
        // In an onramp session amounts are decimal texts. "The total amount of source currency the consumer needs to give us";
        // the other one is "excluding fees".
        amount(
            Role::Expected,
            &["transaction_details.source_total_amount", "transaction_details.source_amount"],
            &["transaction_details.source_currency"],
        )
        .on(Buy),
        amount(
            Role::Received,
            &["transaction_details.destination_amount"],
            &["transaction_details.destination_currency"],
        )
        .network(&["transaction_details.destination_network"])
        .on(Buy),
    ],
    ..NO_FIELDS
};

/// Of refunds and disputes. Their amount is what goes back, which is none of an order's amounts.
const CLAIM: &Fields = &Fields {
    word: &["status"],
    family: &["object"],
    event: &["/type"],
    id: &["id"],
    // The payment that it concerns.
    reference: &["payment_intent", "payment_intent.id", "charge", "charge.id"],
    direction: &["object"],
    detail: &["failure_reason", "reason"],
    created: &["created"],
    ..NO_FIELDS
};

/// Not the client secret beside the id.
const RETURNED: &Fields =
    &Fields { word: &["redirect_status"], id: &["payment_intent", "session_id"], ..NO_FIELDS };

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    http(401, Authentication).mended_by(FixCredentials),      // "No valid API key provided."
    http(402, Validation).acted_on_by(Customer).mended_by(RetryOtherMethod), // "The parameters were valid but the request failed."
    http(404, OrderNotFound),                                 // "The requested resource doesn't exist."
    http(424, ProviderError),                                 // "a failure in a dependency external to Stripe"
    code("lock_timeout", RateLimited),                        // another request holds the object (HTTP 429)
    code("livemode_mismatch", Authentication).mended_by(FixCredentials), // a key of the other mode
    code("payment_intent_unexpected_state", Conflict),        // what was asked does not go with its status
];
