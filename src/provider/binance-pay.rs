//! Binance Pay: payments to a merchant, refunds of them, and payouts in batches.
//!
//! What is called `status` in an answer is the call's, and the order below `data` has its own. A notification says what
//! happened beside the order, which is JSON in a text.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const QUERY: &str = "https://developers.binance.com/en/docs/products/binance-pay-merchant/api-order-query-v2";
const CREATE: &str = "https://developers.binance.com/docs/binance-pay/api-order-create";
const CLOSE: &str = "https://developers.binance.com/docs/binance-pay/api-order-close";
const ORDER: &str = "https://developers.binance.com/docs/binance-pay/order-notification";
const REFUND: &str = "https://developers.binance.com/docs/binance-pay/refund-order-notification";
const REFUND_QUERY: &str =
    "https://developers.binance.com/en/docs/products/binance-pay-merchant/api-order-refund-query";
const PAID_OUT: &str = "https://developers.binance.com/en/docs/products/binance-pay-merchant/webhook-payout";
const PAYOUT_QUERY: &str =
    "https://developers.binance.com/en/docs/products/binance-pay-merchant/api-payout-query";
const QUESTIONS: &str = "https://developers.binance.com/en/docs/products/binance-pay-merchant/fap";

pub(super) const BINANCE_PAY: Provider = Provider {
    id: "binance-pay",
    name: "Binance Pay",
    docs: QUERY,
    directions: &[Direction::Pay, Payout],
    direction_words: &[("PAY", Direction::Pay), ("PAY_REFUND", Direction::Pay), ("PAYOUT", Payout)],
    shapes: SHAPES,
    rules: RULES,
    hosts: &[("binance.com", Environment::Live)],
    flow: FLOW,
    errors: ErrorFields { code: &["code"], message: &["errorMessage"], ..PLAIN.errors },
    faults: FAULTS,
    // Its webhooks are signed by "RSA, asymmetric cryptographic algorithm", which is not checked here: see DESIGN.md.
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // Notifications come for "order events with final status".
    rule(PAY, "PAY_SUCCESS", Completed).money_implied(Delivered).actions(FULFIL).page(ORDER),
    // "close order without any prior payment activities triggered by user. The successful close result will be notified […]
    // with bizStatus = PAY_CLOSED"
    rule(PAY, "PAY_CLOSED", Cancelled).because(Unspecified).money(NotTaken).waits_for(Customer).actions(NEW_ORDER).page(CLOSE),

    // The page of the query lists the words and says of none what it means; so `PAID` says no `yes`, as PAY_SUCCESS does.
    rule(PAY, "INITIAL", AwaitingPayment).money_implied(NotTaken).waits_for(Customer).actions(TO_PAY).implied(),
    rule(PAY, "PENDING", Processing).money_implied(Incoming).waits_for(Provider).actions(WAIT).implied(),
    rule(PAY, "PAID", Completed).money_implied(Delivered).merchant_decides().implied(),
    rule(PAY, "CANCELED", Cancelled).because(Unspecified).waits_for(Customer).actions(IN_DOUBT).implied(),
    rule(PAY, "ERROR", Failed).because(Unspecified).waits_for(Customer).actions(IN_DOUBT).implied(),
    rule(PAY, "EXPIRED", Expired).because(PaymentWindowPassed).money_assumed(NotTaken).waits_for(Customer)
        .actions(IN_DOUBT).implied(),
    rule(PAY, "REFUNDING", RefundPending).money_implied(Returning).waits_for(Provider).actions(WAIT).implied(),
    // Of all, or of a part: there is FULL_REFUNDED beside it.
    rule(PAY, "REFUNDED", Refunded).because(Unspecified).money_implied(Returned).implied(),
    rule(PAY, "FULL_REFUNDED", Refunded).money(Returned).implied(),

    // Of a refund, which may be of a part.
    rule(PAY, "REFUND_PENDING", RefundPending).money_implied(Returning).waits_for(Provider).actions(WAIT).page(REFUND_QUERY),
    rule(PAY, "REFUND_SUCCESS", Refunded).money(Returned).page(REFUND),
    rule(PAY, "REFUND_REJECTED", OnHold).because(RefundFailed).money_implied(Delivered).waits_for(Merchant)
        .actions(OTHER_REFUND).page(REFUND),
    rule(PAY, "REFUND_FAIL", OnHold).because(RefundFailed).money_implied(Delivered).waits_for(Merchant)
        .actions(OTHER_REFUND).page(REFUND_QUERY),

    // "accepted the request, will process it soon."
    rule(PAYOUT, "ACCEPTED", Created).money_implied(Held).waits_for(Provider).actions(WAIT).page(PAID_OUT),
    // "batch under processing"
    rule(PAYOUT, "PROCESSING", Processing).money_implied(Held).waits_for(Provider).actions(WAIT).page(PAID_OUT),
    // "All payout performed successfully, user have received fund in Binance funding wallet"
    rule(PAYOUT, "SUCCESS", Completed).money(Delivered).actions(FULFIL).page(PAID_OUT),
    // "transfers partially succeeded": for want of funds, while a payee has no account yet, or since a part went back.
    rule(PAYOUT, "PART_SUCCESS", OnHold).because(AmountUnder).waits_for(Merchant)
        .actions(&[customer(Wait), merchant(ReviewPayment)]).page(PAID_OUT),
    // "all transfers failed"
    rule(PAYOUT, "FAILED", Failed).because(Unspecified).money_implied(NotTaken).waits_for(Merchant).actions(AGAIN).page(PAID_OUT),
    // "Transfer request canceled by Binance due to unknown system errors after retry limit, will not retry further"
    rule(PAYOUT, "CANCELED", Failed).because(Unspecified).waits_for(Merchant).actions(AGAIN).page(PAID_OUT),
];

/// Of payouts alone: of the words of orders nothing is said that tells which follow on which.
#[rustfmt::skip]
const FLOW: &[Edges] = &[
    // "accepted the request, will process it soon."
    said(PAYOUT, &["ACCEPTED"], &["PROCESSING"]),
    implied(PAYOUT, &["PROCESSING"], &["SUCCESS", "PART_SUCCESS", "FAILED"]),
    // "canceled by Binance due to unknown system errors after retry limit".
    implied(PAYOUT, &["ACCEPTED", "PROCESSING"], &["CANCELED"]),
    implied(PAYOUT, &["ACCEPTED"], &["FAILED"]),
    // A payee may open an account yet.
    implied(PAYOUT, &["PART_SUCCESS"], &["SUCCESS"]),
];

const WAIT: &[Step] = &[customer(ActionKind::Wait), merchant(ActionKind::Wait)];
const TO_PAY: &[Step] = &[customer(ActionKind::Pay), merchant(ActionKind::Wait)];
const FULFIL: &[Step] = &[merchant(Fulfil)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder)];
const IN_DOUBT: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactMerchant).if_paid()];
const OTHER_REFUND: &[Step] = &[customer(ContactMerchant), merchant(ContactCustomer)];
const AGAIN: &[Step] = &[merchant(ContactProvider), merchant(StartNewOrder)];

/// An answer to a creation has links and no status.
const CREATED: &[Rule] = &[rule(PAY, "", AwaitingPayment)
    .when(&[Condition::Has("checkoutUrl")])
    .money_assumed(NotTaken)
    .waits_for(Customer)
    .implied()
    .page(CREATE)
    .actions(&[customer(ActionKind::Pay), merchant(RefreshStatus)])];

/// Nor has an answer to a refund.
const REFUND_ASKED: &[Rule] = &[rule(PAY, "", RefundPending)
    .money_implied(Returning)
    .waits_for(Provider)
    .implied()
    .page(REFUND_QUERY)
    .actions(&[customer(ActionKind::Wait), merchant(RefreshStatus)])];

/// The call itself went well.
const CALLED: Mark = Mark::Is("code", "000000");

const KNOWN: Mark = Mark::Any(&[
    Mark::Is("bizType", "PAY"),
    Mark::Is("bizType", "PAY_REFUND"),
    Mark::Is("bizType", "PAYOUT"),
]);

const SHAPES: &[Shape] = &[
    Shape::new("notification", SourceKind::Webhook, ORDER, AROUND)
        .marked(&[KNOWN, Mark::Text("bizStatus"), Mark::Text("data")])
        .holding(Holds::Text("data")),
    // As programs hand it on that have read the text already.
    Shape::new("notification, read", SourceKind::Webhook, ORDER, AROUND)
        .marked(&[KNOWN, Mark::Text("bizStatus")]),
    // Of one payout of a batch, say: its words were not found.
    Shape::new("notification of anything else", SourceKind::Webhook, ORDER, AROUND)
        .marked(&[Mark::Text("bizType"), Mark::Text("bizStatus")])
        .speaking_of("other"),
    Shape::new("refund", SourceKind::Rest, REFUND_QUERY, FIELDS)
        .marked(&[CALLED, Mark::Has("data.refundRequestId")])
        .holding(Holds::One("data"))
        .going(Direction::Pay)
        .silently(REFUND_ASKED),
    Shape::new("order", SourceKind::Rest, QUERY, FIELDS)
        .marked(&[CALLED, Mark::Has("data.prepayId")])
        .holding(Holds::One("data"))
        .going(Direction::Pay)
        .silently(CREATED),
    Shape::new("payouts", SourceKind::Rest, PAYOUT_QUERY, FIELDS)
        .marked(&[CALLED, Mark::Has("data.requestId")])
        .holding(Holds::One("data"))
        .going(Payout),
    Shape::new("other answer", SourceKind::Rest, CLOSE, &NO_FIELDS)
        .marked(&[CALLED, Mark::Is("status", "SUCCESS")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("error", SourceKind::Rest, QUESTIONS, &NO_FIELDS)
        .marked(&[Mark::Is("status", "FAIL"), Mark::Text("code"), Mark::Has("errorMessage")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
    Shape::new("what a notification holds", SourceKind::Webhook, ORDER, INSIDE)
        .marked(&[Mark::Any(&[Mark::Has("merchantTradeNo"), Mark::Has("requestId")]), Mark::Lacks("bizType")])
        .only_if_named(),
];

const FIELDS: &Fields = &Fields {
    word: &["status", "refundStatus", "batchStatus"],
    id: &["prepayId", "refundInfo.prepayId"],
    reference: &["merchantTradeNo", "requestId"],
    created: &["createTime"],
    // Of a closed order, too, so it is not when it was paid.
    updated: &["transactTime"],
    expires: &["expireTime"],
    checkout: &["checkoutUrl"],
    amounts: &[
        amount(Role::Expected, &["orderAmount", "totalFee"], &["currency"]).on(Direction::Pay),
        amount(Role::Expected, &["totalAmount"], &["currency"]).on(Payout),
        amount(Role::Received, &["totalPaidAmount"], &["currency"]).on(Payout),
    ],
    ..NO_FIELDS
};

/// What happened stands around it.
const INSIDE: &Fields = &Fields { word: &[], ..*FIELDS };

/// Of a notification, around the order. The first is the second as text: the number is beyond what a double holds.
const AROUND: &Fields = &Fields {
    word: &["bizStatus"],
    id: &["bizIdStr", "bizId"],
    direction: &["bizType"],
    reference: &["data.merchantTradeNo", "data.requestId"],
    updated: &["data.transactTime"],
    amounts: &[
        amount(Role::Expected, &["data.totalFee"], &["data.currency"]).on(Direction::Pay),
        amount(Role::Expected, &["data.totalAmount"], &["data.currency"]).on(Payout),
        amount(Role::Received, &["data.totalPaidAmount"], &["data.currency"]).on(Payout),
    ],
    ..NO_FIELDS
};

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    code("400002", Authentication).mended_by(FixCredentials), // "Signature for this request is not valid."
    code("400003", Authentication).mended_by(FixRequest),     // the time of the request is not the server's
];
