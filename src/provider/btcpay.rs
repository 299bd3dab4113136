//! BTCPay Server: invoices that a merchant's customer pays in coins, payment requests, and payouts. Everybody runs their own.
//!
//! An invoice's status has a second axis, the additional status. Webhooks carry neither: their type is the word, and flags
//! stand beside it.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const STATUS: &str = "https://docs.btcpayserver.org/Invoices/";
const INVOICE: &str = "https://docs.btcpayserver.org/API/Greenfield/v1/#operation/Invoices_GetInvoice";
const WEBHOOKS: &str = "https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Webhooks";
const PAYOUTS: &str = "https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Pull-payments-Management";
const REQUESTS: &str = "https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Payment-Requests";
const LIGHTNING: &str = "https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Lightning-(Store)";
const ERRORS: &str = "https://docs.btcpayserver.org/API/Greenfield/v1/#section/Usage-examples";
const CODE: &str = "https://github.com/btcpayserver/btcpayserver";

pub(super) const BTCPAY: Provider = Provider {
    id: "btcpay",
    name: "BTCPay Server",
    docs: STATUS,
    directions: &[Direction::Pay, Payout],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    // Of an additional status, in the two APIs.
    placeholders: &["None", "false"],
    // What a webhook is tried with.
    test_marks: &[Condition::Begins("invoiceId", "__test__"), Condition::Begins("payoutId", "__test__")],
    hosts: &[("testnet.demo.btcpayserver.org", Environment::Test)],
    flow: FLOW,
    errors: ErrorFields { code: &["code"], message: &["message", "0.message"], ..PLAIN.errors },
    faults: FAULTS,
    // "sha256=HMAC256(UTF8(webhook's secret), body)". A delivery that is repeated names the first one.
    webhook: Webhook {
        docs: WEBHOOKS,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            carried: Carried::Alone { header: "btcpay-sig", prefix: "sha256=" },
            over: &[Part::Body],
            stamp: Stamp::Undated,
        }),
        event: &["originalDeliveryId", "deliveryId"],
    },
    ..PLAIN
};

const LATE: &[Condition] = &[Condition::Detail(&["PaidLate", "paidLate"])];
const PART: &[Condition] = &[Condition::Detail(&["PaidPartial", "paidPartial"])];
const OVER: &[Condition] = &[Condition::Detail(&["PaidOver", "paidOver"])];
const MARKED: &[Condition] = &[Condition::Detail(&["Marked", "marked"])];
const PART_FLAG: &[Condition] = &[Condition::Is("partiallyPaid", "true")];
const OVER_FLAG: &[Condition] = &[Condition::Is("overPaid", "true")];
const LATE_FLAG: &[Condition] = &[Condition::Is("afterExpiration", "true")];
const MARKED_FLAG: &[Condition] = &[Condition::Is("manuallyMarked", "true")];

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "Not paid, invoice timer still has not expired"
    new("New"),
    // "Paid, not in full, invoice timer still has not expired"
    rule(PAY, "New", AwaitingPayment).because(AmountUnder).when(PART).money(Incoming).waits_for(Customer)
        .actions(&[customer(TopUp), merchant(Wait)]),
    // "Paid in full, but has not received sufficient amount of confirmations specified in the store settings". A payment
    // that is replaced makes it New again.
    processing("Processing", ConfirmationsPending),
    processing("Processing", AmountOver).when(OVER),
    // It has received them.
    settled("Settled"),
    // "Paid more than the invoice amount, settled, received sufficient amount of confirmations"
    settled_over("Settled").when(OVER),
    // Somebody of the store said so; no payment is proven.
    marked_settled("Settled").when(MARKED),
    // "Not paid, invoice timer expired"
    expired("Expired"),
    // "Paid, not in full amount, and expired"
    review("Expired", AmountUnder).when(PART),
    // "Paid, in full amount, after the invoice timer has expired"
    review("Expired", PaidLate).when(LATE),
    // "This invoice has received payments which could not confirm in time."
    invalid("Invalid").page(WEBHOOKS),
    marked_invalid("Invalid").when(MARKED),

    // "A new invoice has been created"
    new("InvoiceCreated").page(WEBHOOKS),
    // "An invoice received a payment": all of it, or a part.
    rule(PAY, "InvoiceReceivedPayment", PaymentSubmitted).because(ConfirmationsPending).money(Incoming).waits_for(Network)
        .actions(&[customer(Wait), merchant(RefreshStatus)]).page(WEBHOOKS),
    // "Whether this payment has been sent after expiration of the invoice"
    review("InvoiceReceivedPayment", PaidLate).when(LATE_FLAG).money(Incoming).page(WEBHOOKS),
    // "An payment relating to an invoice has settled": the invoice may be short still.
    rule(PAY, "InvoicePaymentSettled", Processing).money(Held).waits_for(Provider)
        .actions(&[customer(Wait), merchant(RefreshStatus)]).page(WEBHOOKS),
    review("InvoicePaymentSettled", PaidLate).when(LATE_FLAG).page(WEBHOOKS),
    // "Triggers when an invoice is fully paid, but doesn't have the required amount of confirmations"
    processing("InvoiceProcessing", ConfirmationsPending).page(WEBHOOKS),
    // "Whether this invoice has received more money than expected"
    processing("InvoiceProcessing", AmountOver).when(OVER_FLAG).page(WEBHOOKS),
    // "An invoice expired"
    expired("InvoiceExpired").page(WEBHOOKS),
    // "Whether the invoice received some payments before being expired."
    review("InvoiceExpired", AmountUnder).when(PART_FLAG).page(WEBHOOKS),
    settled("InvoiceSettled").page(WEBHOOKS),
    // "Whether this invoice has received more money than expected"
    settled_over("InvoiceSettled").when(OVER_FLAG).page(WEBHOOKS),
    // "Whether the invoice have been manually marked as confirmed": that counts, beside whatever else.
    marked_settled("InvoiceSettled").when(MARKED_FLAG).page(WEBHOOKS),
    // "An invoice became invalid"
    invalid("InvoiceInvalid").page(WEBHOOKS),
    marked_invalid("InvoiceInvalid").when(MARKED_FLAG).page(WEBHOOKS),
    // Since 2.1.2: "Expired Paid Partial" and "Expired Paid Late".
    review("InvoiceExpiredPaidPartial", AmountUnder).observed().page(CODE),
    review("InvoicePaidAfterExpiration", PaidLate).observed().page(CODE),

    // The words of the older API. Greenfield, which is the documented one, calls the third and the fourth Settled.
    new("new").observed().page(CODE),
    rule(PAY, "new", AwaitingPayment).because(AmountUnder).when(PART).money(Incoming).waits_for(Customer)
        .actions(&[customer(TopUp), merchant(Wait)]).observed().page(CODE),
    processing("paid", ConfirmationsPending).observed().page(CODE),
    confirmed("confirmed"),
    confirmed("complete"),
    expired("expired").observed().page(CODE),
    review("expired", AmountUnder).when(PART).observed().page(CODE),
    review("expired", PaidLate).when(LATE).observed().page(CODE),
    invalid("invalid").observed().page(CODE),

    // A payment request. The names are all that the reference says; its invoices say whether they are settled.
    rule(PAY, "Pending", AwaitingPayment).waits_for(Customer).page(REQUESTS)
        .actions(&[customer(ActionKind::Pay).if_not_paid(), customer(Wait).if_paid(), merchant(Wait)]),
    rule(PAY, "Completed", Status::Paid).money_implied(Held).waits_for(Provider).actions(LOOK).implied().page(REQUESTS),
    // A Lightning invoice: "when the invoice got paid" it has a time beside the word.
    new("Unpaid").page(LIGHTNING),
    settled("Paid").page(LIGHTNING),

    // The states of a payout are listed and not explained: it waits for the store's approval, then for whoever pays it, is on
    // the chain, and is marked as completed by the wallet or by hand.
    rule(PAYOUT, "AwaitingApproval", Created).money_implied(NotTaken).waits_for(Merchant)
        .actions(&[customer(Wait), merchant(ReviewPayment)]).page(PAYOUTS).implied(),
    rule(PAYOUT, "AwaitingPayment", AwaitingPayment).money_implied(NotTaken).waits_for(Merchant)
        .actions(&[customer(Wait), merchant(SendCrypto)]).page(PAYOUTS).implied(),
    rule(PAYOUT, "InProgress", Delivering).money_implied(Outgoing).waits_for(Network)
        .actions(&[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(Wait)]).page(PAYOUTS).implied(),
    rule(PAYOUT, "Completed", Completed).money_implied(Delivered).merchant_decides().page(PAYOUTS).implied(),
    rule(PAYOUT, "Cancelled", Cancelled).because(Unspecified).money_implied(NotTaken).waits_for(Customer)
        .actions(&[customer(ContactMerchant)]).page(PAYOUTS),
];

/// Of invoices by the words of today, and of payouts.
#[rustfmt::skip]
const FLOW: &[Edges] = &[
    // "Paid in full, but has not received sufficient amount of confirmations"; "Not paid, invoice timer expired".
    said(PAY, &["New"], &["Processing", "Expired"]),
    // "sufficient amount of confirmations"; "received payments which could not confirm in time".
    said(PAY, &["Processing"], &["Settled", "Invalid"]),
    // Without a need of confirmations, or by hand.
    implied(PAY, &["New"], &["Settled", "Invalid"]),
    // A payment that is replaced takes itself back.
    implied(PAY, &["Processing"], &["New"]),
    // By hand: "Status was manually changed to complete from an invalid or expired status", and "to invalid from a complete or
    // expired status". A complete one is an end: of it that step makes a conflict.
    said(PAY, &["Expired"], &["Settled", "Invalid"]),
    said(PAY, &["Invalid"], &["Settled"]),

    implied(PAYOUT, &["AwaitingApproval"], &["AwaitingPayment", "Cancelled"]),
    implied(PAYOUT, &["AwaitingPayment"], &["InProgress", "Completed", "Cancelled"]),
    implied(PAYOUT, &["InProgress"], &["Completed", "Cancelled"]),
];

const fn new(word: &'static str) -> Rule {
    rule(PAY, word, AwaitingPayment).money(NotTaken).waits_for(Customer).actions(ASKED)
}

const fn processing(word: &'static str, reason: Reason) -> Rule {
    rule(PAY, word, PaymentSubmitted).because(reason).money(Incoming).waits_for(Network).actions(CONFIRMING)
}

const fn settled(word: &'static str) -> Rule {
    rule(PAY, word, Completed).money(Delivered).actions(FULFIL)
}

/// "Contact buyer to arrange a refund for the extra amount, or optionally wait for buyer to contact you"
const fn settled_over(word: &'static str) -> Rule {
    settled(word).because(AmountOver).actions(REFUND_THE_REST)
}

const fn marked_settled(word: &'static str) -> Rule {
    rule(PAY, word, Completed).because(MerchantResolved).merchant_decides()
}

const fn confirmed(word: &'static str) -> Rule {
    rule(PAY, word, Status::Paid).money(Held).waits_for(Provider).actions(LOOK).observed().page(CODE)
}

const fn expired(word: &'static str) -> Rule {
    rule(PAY, word, Expired)
        .because(PaymentWindowPassed)
        .money_assumed(NotTaken)
        .waits_for(Customer)
        .reopenable()
        .actions(NEW_ORDER)
}

/// "Contact buyer to arrange a refund or ask for them to pay their due. Optionally mark invoice as settled or invalid"
const fn review(word: &'static str, reason: Reason) -> Rule {
    rule(PAY, word, OnHold).because(reason).money_implied(Held).waits_for(Merchant).actions(REVIEW)
}

const fn invalid(word: &'static str) -> Rule {
    rule(PAY, word, Failed).because(ConfirmationsPending).waits_for(Merchant).reopenable().actions(REVIEW)
}

/// "Status was manually changed to invalid from a complete or expired status": the store has decided, and takes back what it had
/// been told. That it could decide anew no page says.
const fn marked_invalid(word: &'static str) -> Rule {
    rule(PAY, word, Failed).because(Unspecified).waits_for(Customer).actions(ASK)
}

const ASKED: &[Step] = &[customer(ActionKind::Pay), merchant(Wait)];
const CONFIRMING: &[Step] = &[customer(Wait), merchant(HoldFulfilment)];
const FULFIL: &[Step] = &[merchant(Fulfil)];
const REFUND_THE_REST: &[Step] = &[merchant(Fulfil), merchant(ContactCustomer)];
const LOOK: &[Step] = &[customer(Wait), merchant(RefreshStatus)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactMerchant).if_paid()];
const REVIEW: &[Step] = &[
    customer(ContactMerchant),
    merchant(ReviewPayment).blocking(),
    merchant(ContactCustomer),
    merchant(MarkResolved),
];
const ASK: &[Step] = &[customer(ContactMerchant)];

/// Types that come beside a state, and say less.
const EVENTS: &[Event] = &[
    Event { name: "PayoutCreated", means: Means::Word("AwaitingApproval") },
    Event { name: "PayoutApproved", means: Means::Word("AwaitingPayment") },
    changed("PayoutUpdated"),
    Event { name: "PaymentRequestCreated", means: Means::Word("Pending") },
    changed("PaymentRequestUpdated"),
    changed("PaymentRequestArchived"),
    changed("PaymentRequestStatusChanged"),
    changed("PaymentRequestCompleted"),
];

const fn changed(name: &'static str) -> Event {
    Event { name, means: Means::Rule(rule(ANY, name, Status::Unknown).actions(REFRESH).page(WEBHOOKS)) }
}
const REFRESH: &[Step] = &[merchant(RefreshStatus)];

const SHAPES: &[Shape] = &[
    Shape::new("invoice webhook", SourceKind::Webhook, WEBHOOKS, INVOICE_EVENT)
        .marked(&[Mark::Has("deliveryId"), Mark::Has("invoiceId"), Mark::Text("type")])
        .going(Direction::Pay),
    Shape::new("payout webhook", SourceKind::Webhook, WEBHOOKS, PAYOUT_FIELDS)
        .marked(&[Mark::Has("deliveryId"), Mark::Has("payoutId")])
        .going(Payout),
    Shape::new("payment request webhook", SourceKind::Webhook, WEBHOOKS, REQUEST)
        .marked(&[Mark::Has("deliveryId"), Mark::Has("paymentRequestId")])
        .going(Direction::Pay),
    // About subscribers, say.
    Shape::new("other webhook", SourceKind::Webhook, WEBHOOKS, &NO_FIELDS)
        .marked(&[Mark::Has("deliveryId"), Mark::Has("webhookId"), Mark::Has("originalDeliveryId")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("invoice", SourceKind::Rest, INVOICE, INVOICE_FIELDS)
        .marked(&[Mark::Has("id"), Mark::Has("storeId"), Mark::Has("additionalStatus")])
        .going(Direction::Pay),
    Shape::new("invoice list", SourceKind::Rest, INVOICE, INVOICE_FIELDS)
        .marked(&[Mark::List(""), Mark::Has("0.storeId"), Mark::Has("0.additionalStatus")])
        .holding(Holds::Many("", ""))
        .going(Direction::Pay),
    Shape::new("payout", SourceKind::Rest, PAYOUTS, PAYOUT_FIELDS)
        .marked(&[Mark::Has("state"), Mark::Has("destination"), Mark::Has("revision")])
        .going(Payout),
    Shape::new("payout list", SourceKind::Rest, PAYOUTS, PAYOUT_FIELDS)
        .marked(&[Mark::List(""), Mark::Has("0.state"), Mark::Has("0.destination"), Mark::Has("0.revision")])
        .holding(Holds::Many("", ""))
        .going(Payout),
    Shape::new("payment request", SourceKind::Rest, REQUESTS, REQUEST)
        .marked(&[Mark::Has("id"), Mark::Has("storeId"), Mark::Has("allowCustomPaymentAmounts")])
        .going(Direction::Pay),
    Shape::new("payment request list", SourceKind::Rest, REQUESTS, REQUEST)
        .marked(&[Mark::List(""), Mark::Has("0.storeId"), Mark::Has("0.allowCustomPaymentAmounts")])
        .holding(Holds::Many("", ""))
        .going(Direction::Pay),
    Shape::new("Lightning invoice", SourceKind::Rest, LIGHTNING, LIGHTNING_FIELDS)
        .marked(&[Mark::Has("BOLT11"), Mark::Has("status"), Mark::Has("expiresAt")])
        .going(Direction::Pay),
    Shape::new("Lightning invoice list", SourceKind::Rest, LIGHTNING, LIGHTNING_FIELDS)
        .marked(&[Mark::List(""), Mark::Has("0.BOLT11"), Mark::Has("0.status"), Mark::Has("0.expiresAt")])
        .holding(Holds::Many("", ""))
        .going(Direction::Pay),
    // Money that the merchant's node sends; its words are others.
    Shape::new("Lightning payment", SourceKind::Rest, LIGHTNING, &NO_FIELDS)
        .marked(&[Mark::Has("BOLT11"), Mark::Has("paymentHash"), Mark::Lacks("expiresAt")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    // BitPay's own looks the same but for this server's `cryptoInfo`. Its notifications wrap it in the same way.
    Shape::new("invoice of the older API", SourceKind::Rest, CODE, OLD_INVOICE)
        .marked(&[Mark::Has("data.status"), Mark::Has("data.exceptionStatus")])
        .told_by(&[Mark::List("data.cryptoInfo")])
        .holding(Holds::One("data"))
        .going(Direction::Pay),
    // What the checkout tells the page that shows it.
    Shape::new("modal event", SourceKind::Widget, CODE, INVOICE_EVENT)
        .marked(&[Mark::Has("invoiceId"), Mark::Text("status")])
        .only_if_named()
        .going(Direction::Pay),
    Shape::new("validation error", SourceKind::Rest, ERRORS, &NO_FIELDS)
        .marked(&[Mark::List(""), Mark::Text("0.path"), Mark::Text("0.message")])
        .only_if_named()
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
    Shape::new("error", SourceKind::Rest, ERRORS, &NO_FIELDS)
        .marked(&[Mark::Text("code"), Mark::Text("message")])
        .only_if_named()
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const INVOICE_EVENT: &Fields = &Fields {
    word: &["type", "status"],
    id: &["invoiceId"],
    reference: &["metadata.orderId"],
    updated: &["timestamp"],
    ..NO_FIELDS
};

const INVOICE_FIELDS: &Fields = &Fields {
    word: &["status"],
    id: &["id"],
    reference: &["metadata.orderId"],
    detail: &["additionalStatus"],
    created: &["createdTime"],
    expires: &["expirationTime"],
    checkout: &["checkoutLink"],
    amounts: &[
        amount(Role::Expected, &["amount"], &["currency"]),
        amount(Role::Paid, &["paidAmount"], &["currency"]),
    ],
    ..NO_FIELDS
};

const PAYOUT_FIELDS: &Fields = &Fields {
    word: &["state", "payoutState"],
    event: &["type"],
    id: &["id", "payoutId"],
    created: &["date"],
    updated: &["timestamp"],
    tx_hash: &["paymentProof.id"],
    address: &["destination"],
    amounts: &[
        amount(Role::Expected, &["originalAmount", "amount"], &["originalCurrency"]),
        amount(Role::Due, &["payoutAmount", "paymentMethodAmount"], &["payoutCurrency", "cryptoCode"]),
    ],
    ..NO_FIELDS
};

const REQUEST: &Fields = &Fields {
    word: &["status"],
    event: &["type"],
    id: &["id", "paymentRequestId"],
    reference: &["referenceId"],
    created: &["createdTime"],
    updated: &["timestamp"],
    expires: &["expiryDate"],
    amounts: &[amount(Role::Expected, &["amount"], &["currency"])],
    ..NO_FIELDS
};

/// Its amounts are in thousandths of a satoshi, which no currency code says.
const LIGHTNING_FIELDS: &Fields =
    &Fields { word: &["status"], id: &["id"], paid: &["paidAt"], expires: &["expiresAt"], ..NO_FIELDS };

const OLD_INVOICE: &Fields = &Fields {
    word: &["status"],
    id: &["id"],
    reference: &["orderId"],
    detail: &["exceptionStatus"],
    created: &["invoiceTime"],
    expires: &["expirationTime"],
    checkout: &["url"],
    amounts: &[amount(Role::Expected, &["price"], &["currency"])],
    ..NO_FIELDS
};

const FAULTS: &[Fault] = &[http(401, Authentication).mended_by(FixCredentials)];
