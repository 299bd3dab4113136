//! NOWPayments: payments to a merchant in coins, and payouts from its balance.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const API: &str = "https://documenter.getpostman.com/view/7907941/2s93JusNJt";
const STATUSES: &str = "https://nowpayments.zendesk.com/hc/en-us/articles/18395434917149-Payment-statuses";

pub(super) const NOWPAYMENTS: Provider = Provider {
    id: "nowpayments",
    name: "NOWPayments",
    docs: API,
    directions: &[Direction::Pay, Payout],
    shapes: SHAPES,
    rules: RULES,
    hosts: &[("sandbox.nowpayments.io", Environment::Test), ("nowpayments.io", Environment::Live)],
    // No `window`: it is of 7 days, but at a fixed rate "If there are no incoming payments during this period [20 minutes], the
    // payment status changes to "expired"", and most payloads do not say which of the two.
    flow: FLOW,
    errors: ErrorFields { code: &["code"], message: &["message"], status: &["statusCode"], ..PLAIN.errors },
    faults: FAULTS,
    // "Sort all the parameters in alphabetical order. Convert them to string […] Sign a string with an IPN-secret key with HMAC
    // and sha-512 key. Compare the signed string […] with the x-nowpayments-sig". Its SDK for Node sorts maps within maps, too.
    webhook: Webhook {
        docs: API,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha512,
            carried: Carried::Alone { header: "x-nowpayments-sig", prefix: "" },
            over: &[Part::Sorted],
            stamp: Stamp::Undated,
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "waiting for the customer to send the payment. The initial status of each payment."
    rule(PAY, "waiting", AwaitingPayment).money(NotTaken).waits_for(Customer)
        .actions(&[customer(SendCrypto), merchant(Wait)]),

    // "the transaction is being processed on the blockchain. Appears when NOWPayments detect the funds from the user on the
    // blockchain."
    rule(PAY, "confirming", PaymentSubmitted).because(ConfirmationsPending).money(Incoming).waits_for(Network)
        .actions(ON_CHAIN),
    // "the process is confirmed by the blockchain. Customer's funds have accumulated enough confirmations."
    rule(PAY, "confirmed", Paid).money(Held).waits_for(Provider).actions(WAIT),
    // "the funds are being sent to your personal wallet."
    rule(PAY, "sending", Delivering).money(Outgoing).waits_for(Provider).actions(WAIT),

    // "it shows that the customer sent the less than the actual price. Appears when the funds have arrived in your wallet."
    // More may be sent to the same address; "If the difference is minor, you can update the payment status to Finished".
    rule(PAY, "partially_paid", OnHold).because(AmountUnder).money(Delivered).waits_for(Merchant)
        .actions(&[customer(TopUp), merchant(ReviewPayment).blocking(), merchant(ContactCustomer), merchant(MarkResolved)]),

    // "the funds have reached your personal address and the payment is finished."
    rule(PAY, "finished", Completed).money(Delivered).actions(&[merchant(Fulfil)]),
    // A deposit of another coin: "the final sum of the sent deposit may differ from the expected payment amount and by default
    // these payments always receive 'Finished' status."
    rule(PAY, "finished", Completed).because(AmountUnder).money(Delivered).merchant_decides()
        .when(&[Condition::PaidUnder]).actions(REVIEW),
    // What was too much is seen from the amounts alone.
    rule(PAY, "finished", Completed).because(AmountOver).money(Delivered)
        .when(&[Condition::PaidOver]).actions(&[merchant(Fulfil), merchant(ReviewPayment)]),
    // A repeated deposit: "We do not recommend configuring your system to automatically provide services or ship goods based
    // on any repeated-deposit status." The later row counts where two hold.
    rule(PAY, "finished", Completed).because(AmountMismatch).money(Delivered).merchant_decides()
        .when(&[Condition::Has("parent_payment_id")]).actions(REVIEW),

    // "the payment wasn't completed due to the error of some kind." "Most likely, a customer sent an amount that was less than
    // a minimum one".
    rule(PAY, "failed", Failed).because(Unspecified).waits_for(Customer).actions(NEW_ORDER),
    // "the funds were refunded back to the user."
    rule(PAY, "refunded", Refunded).money(Returned),
    // "if there was no deposit at all within 7 days after payment creation OR the funds were not detected by the system due to
    // some reason".
    rule(PAY, "expired", Expired).because(PaymentWindowPassed).waits_for(Customer).actions(NEW_ORDER).page(STATUSES),

    // Of payouts the page lists words without saying what they mean. "Payout will be processed only when it is verified", and
    // until then it stays here.
    rule(PAYOUT, "CREATING", Created).money_implied(Held).waits_for(Merchant).actions(&[merchant(ResumeOrder)]),
    // Not in the list, but in each of the page's answers.
    rule(PAYOUT, "WAITING", Created).money_implied(Held).waits_for(Provider).actions(WAIT).implied(),
    // Listed; nothing says what they mean.
    rule(PAYOUT, "PROCESSING", Processing).money_implied(Held).waits_for(Provider).actions(WAIT).implied(),
    rule(PAYOUT, "SENDING", Delivering).money_implied(Outgoing).waits_for(Network).actions(ON_CHAIN).implied(),
    rule(PAYOUT, "FINISHED", Completed).money_implied(Delivered).merchant_decides().implied(),
    rule(PAYOUT, "FAILED", Failed).because(Unspecified).waits_for(Merchant).actions(&[merchant(ContactProvider)]).implied(),
    // "unverified payouts will be automatically rejected in an hour after creation"; others are, too.
    rule(PAYOUT, "REJECTED", Failed).because(Unspecified).waits_for(Merchant)
        .actions(&[merchant(StartNewOrder), merchant(ContactProvider)]),
];

#[rustfmt::skip]
const FLOW: &[Edges] = &[
    // "Appears when NOWPayments detect the funds"; "if there was no deposit at all within 7 days".
    said(PAY, &["waiting"], &["confirming", "expired"]),
    // "Customer's funds have accumulated enough confirmations."
    said(PAY, &["confirming"], &["confirmed"]),
    // "If the difference is minor, you can update the payment status to Finished".
    said(PAY, &["partially_paid"], &["finished"]),
    implied(PAY, &["waiting"], &["partially_paid", "failed"]),
    implied(PAY, &["confirming"], &["partially_paid", "failed"]),
    implied(PAY, &["confirmed"], &["sending", "finished", "partially_paid", "failed", "refunded"]),
    implied(PAY, &["sending"], &["finished", "partially_paid", "failed", "refunded"]),
    implied(PAY, &["partially_paid"], &["confirming", "failed", "refunded"]),
    implied(PAY, &["finished", "failed"], &["refunded"]),

    // "unverified payouts will be automatically rejected in an hour after creation".
    said(PAYOUT, &["CREATING"], &["REJECTED"]),
    // In the order in which the page lists them.
    implied(PAYOUT, &["CREATING"], &["WAITING"]),
    implied(PAYOUT, &["WAITING"], &["PROCESSING", "REJECTED", "FAILED"]),
    implied(PAYOUT, &["PROCESSING"], &["SENDING", "REJECTED", "FAILED"]),
    implied(PAYOUT, &["SENDING"], &["FINISHED", "FAILED"]),
];

const WAIT: &[Step] = &[customer(ActionKind::Wait), merchant(ActionKind::Wait)];
const ON_CHAIN: &[Step] =
    &[customer(ActionKind::Wait), customer(TrackOnChain).given(Given::Hash), merchant(ActionKind::Wait)];
const REVIEW: &[Step] = &[merchant(ReviewPayment)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactMerchant).if_paid()];

/// An invoice has a link and no status.
const INVOICE: &[Rule] = &[rule(PAY, "", Created)
    .because(MethodNotSelected)
    .money_assumed(NotTaken)
    .waits_for(Customer)
    .implied()
    .actions(&[customer(ResumeOrder), merchant(RefreshStatus)])];

const SHAPES: &[Shape] = &[
    Shape::new("payment notification", SourceKind::Webhook, API, FIELDS)
        .marked(&[
            Mark::Has("payment_id"),
            Mark::Has("payment_status"),
            Mark::Any(&[
                Mark::Map("fee"),
                Mark::Has("actually_paid_at_fiat"),
                Mark::Has("parent_payment_id"),
            ]),
        ])
        .told_by(SIGNS)
        .going(Direction::Pay),
    Shape::new("payment", SourceKind::Rest, API, FIELDS)
        .marked(&[Mark::Has("payment_id"), Mark::Has("payment_status")])
        .told_by(SIGNS)
        .going(Direction::Pay),
    Shape::new("payment list", SourceKind::Rest, API, FIELDS)
        .marked(&[Mark::List("data")])
        .told_by(&[Mark::Has("data.0.payment_id"), Mark::Has("pagesCount")])
        .holding(Holds::Many("data", ""))
        .going(Direction::Pay),
    Shape::new("invoice", SourceKind::Rest, API, FIELDS)
        .marked(&[Mark::Has("id"), Mark::Has("invoice_url"), Mark::Has("price_amount")])
        .going(Direction::Pay)
        .silently(INVOICE),
    Shape::new("payout notification", SourceKind::Webhook, API, PAID_OUT)
        .marked(&[Mark::Has("id"), Mark::Has("batch_withdrawal_id"), Mark::Has("status")])
        .going(Payout),
    Shape::new("payout", SourceKind::Rest, API, PAID_OUT)
        .marked(&[Mark::Has("0.batch_withdrawal_id")])
        .holding(Holds::Many("", ""))
        .going(Payout),
    Shape::new("created payouts", SourceKind::Rest, API, PAID_OUT)
        .marked(&[Mark::List("withdrawals")])
        .told_by(&[Mark::Has("withdrawals.0.batch_withdrawal_id")])
        .holding(Holds::Many("withdrawals", ""))
        .going(Payout),
    Shape::new("payout list", SourceKind::Rest, API, PAID_OUT)
        .marked(&[Mark::List("payouts")])
        .told_by(&[Mark::Has("payouts.0.batch_withdrawal_id")])
        .holding(Holds::Many("payouts", ""))
        .going(Payout),
    // Accounts of customers, what moves between them, exchanges within an account, and subscriptions have words, too.
    Shape::new("account, transfer, conversion or subscription", SourceKind::Rest, API, &NO_FIELDS)
        .marked(&[Mark::Any(&[
            Mark::Has("result.from_sub_id"),
            Mark::Has("result.0.from_sub_id"),
            Mark::Has("result.from_currency"),
            Mark::Has("result.0.from_currency"),
            Mark::Has("result.subscription_plan_id"),
            Mark::Has("result.0.subscription_plan_id"),
            Mark::Has("result.subPartnerId"),
        ])])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    Shape::new("redirect", SourceKind::Redirect, API, FIELDS)
        .in_query()
        .marked(&[Mark::Has("NP_id")])
        .going(Direction::Pay),
    Shape::new("error", SourceKind::Rest, API, &NO_FIELDS)
        .marked(&[Mark::Has("statusCode"), Mark::Text("code"), Mark::Text("message")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const SIGNS: &[Mark] = &[
    Mark::Has("pay_address"),
    Mark::Has("purchase_id"),
    Mark::Has("actually_paid"),
    Mark::Has("price_amount"),
];

const FIELDS: &Fields = &Fields {
    word: &["payment_status"],
    // The last is in a return address, as public code reads it.
    id: &["payment_id", "id", "NP_id"],
    reference: &["order_id"],
    created: &["created_at"],
    updated: &["updated_at"],
    // "This parameter indicated when payment go expired." Not `expiration_estimate_date`: until then holds the rate.
    expires: &["valid_until"],
    tx_hash: &["payin_hash"],
    address: &["pay_address"],
    // "Payments made without "payin_extra_id" cannot be detected automatically"
    memo: &["payin_extra_id"],
    checkout: &["invoice_url"],
    amounts: &[
        amount(Role::Expected, &["price_amount"], &["price_currency"]),
        amount(Role::Due, &["pay_amount"], &["pay_currency"]).network(&["network"]),
        amount(Role::Paid, &["actually_paid"], &["pay_currency"]).network(&["network"]),
        // "the amount that will be (or is already) received on your Outcome Wallet once the transaction is settled"
        amount(Role::Received, &["outcome_amount"], &["outcome_currency"]),
    ],
    ..NO_FIELDS
};

/// Not its address: that is the payee's own.
const PAID_OUT: &Fields = &Fields {
    word: &["status"],
    id: &["id"],
    reference: &["unique_external_id"],
    detail: &["error"],
    created: &["created_at", "createdAt"],
    updated: &["updated_at", "updatedAt"],
    tx_hash: &["hash"],
    amounts: &[amount(Role::Received, &["amount"], &["currency"])],
    ..NO_FIELDS
};

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    code("INVALID_API_KEY", Authentication).mended_by(FixCredentials), // "Invalid api key" (HTTP 403)
    code("AUTH_REQUIRED", Authentication),                            // a token is wanted; it lasts for five minutes
    code("INVALID_REQUEST_PARAMS", Validation),
    code("AMOUNT_MINIMAL_ERROR", Validation),                         // "Crypto amount […] is less than minimal"
];
