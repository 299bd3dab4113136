//! Mercuryo: buys and sells of coins by widget. Each order has two legs, and each leg a status of its own.

use super::Provider;
use super::*;
use crate::vocabulary::{ActionKind::*, Actor::*, Direction::*, Money::*, Reason::*, Status::*};

/// The page of everything: statuses, callbacks, answers and the widget's events.
const PAGE: &str = "https://github.com/mercuryoio/api-migration-docs/blob/master/Widget_API_Mercuryo_v1.6.md";

pub(super) const MERCURYO: Provider = Provider {
    id: "mercuryo",
    name: "Mercuryo",
    docs: PAGE,
    directions: &[Buy, Sell],
    direction_words: &[("buy", Buy), ("withdraw", Buy), ("deposit", Sell), ("sell", Sell)],
    shapes: SHAPES,
    rules: RULES,
    flow: FLOW,
    errors: ErrorFields { code: &["code"], message: &["message"], status: &["status"], ..PLAIN.errors },
    // "generating a hash through HMAC algorithm sha256 of the request body (JSON request) and a key that is in the partner's
    // dashboard in the Sign Key field", in the "X-Signature HTTP header"; "the request body must not change". One edition of its
    // guide has all white space removed first, which would take it out of texts as well: such a body is refused.
    webhook: Webhook {
        docs: PAGE,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            carried: Carried::Alone { header: "x-signature", prefix: "" },
            over: &[Part::Body],
            stamp: Stamp::Undated,
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // "There are two internal operations "buy" and "withdraw" per 1 transaction": first the money, then the coins.

    // "transaction initiated"
    rule(BUY, "buy/new", Created).money_implied(NotTaken).waits_for(Customer).actions(GO_ON),
    // "waiting for any action from the user to continue the transaction (waiting for 3ds input or descriptor)"; the
    // descriptor stands on the bill of a card that is charged already.
    rule(BUY, "buy/pending", AwaitingPayment).waits_for(Customer).actions(GO_ON),
    // "transaction cancelled (usually due to timeout of descriptor or 3ds)"
    rule(BUY, "buy/cancelled", Cancelled).because(Unspecified).waits_for(Customer).actions(NEW_ORDER),
    // "transaction completed successfully (money debited from the card)": the coins are still to come.
    rule(BUY, "buy/paid", Paid).money(Held).waits_for(Mercuryo).actions(WAIT),
    // "transaction was rejected by the issuer bank"
    rule(BUY, "buy/order_failed", Failed).because(PaymentDeclined).waits_for(Customer).actions(&[customer(RetryOtherMethod)]),
    // "the money is held off/frozen on the card by the bank, we are waiting for the client to pass KYC […] if the client
    // fails KYC transaction will be canceled within 1 hour".
    rule(BUY, "buy/order_scheduled", OnHold).because(VerificationRequired).money(Incoming).waits_for(Customer).actions(PROVE),
    // "the user entered an invalid descriptor three times"
    rule(BUY, "buy/descriptor_failed", Failed).because(VerificationRequired).waits_for(Customer).actions(NEW_ORDER),

    // "transaction initiated"
    rule(BUY, "withdraw/new", Paid).money_implied(Held).waits_for(Mercuryo).actions(WAIT),
    // "transaction in progress"
    rule(BUY, "withdraw/pending", Delivering).money_implied(Outgoing).waits_for(Mercuryo).actions(ON_CHAIN),
    // The same as in the first leg.
    rule(BUY, "withdraw/order_scheduled", OnHold).because(VerificationRequired).money(Incoming).waits_for(Customer).actions(PROVE),
    // "completed unsuccessfully (this is rare)": with the money taken before.
    rule(BUY, "withdraw/failed", Failed).because(Unspecified).waits_for(Customer).actions(&[customer(ContactProvider)]),
    // "successfully completed (received transaction hash)"
    rule(BUY, "withdraw/completed", Completed).money(Delivered).actions(&[merchant(Fulfil)]),

    // "There are two internal operations "deposit" and "sell" per 1 transaction": first the coins, then the money.

    // "new deposit": whether it is asked for or has been seen, the page does not say.
    rule(SELL, "deposit/new", AwaitingPayment).waits_for(Customer).implied()
        .actions(&[
            customer(SendCrypto).given(Given::NotCustodial).if_not_paid(),
            merchant(SendCrypto).given(Given::Custodial).if_not_paid(),
            customer(Wait).if_paid(),
        ]),
    // "deposit in progress"
    rule(SELL, "deposit/pending", PaymentSubmitted).because(ConfirmationsPending).money_implied(Incoming).waits_for(Network)
        .actions(ON_CHAIN),
    // "deposit is done"; the second is how a later edition of the page has it.
    rule(SELL, "deposit/succeeded", Paid).money(Held).waits_for(Mercuryo).actions(WAIT),
    rule(SELL, "deposit/completed", Paid).money(Held).waits_for(Mercuryo).actions(WAIT),
    // "something went wrong"
    rule(SELL, "deposit/failed", Failed).because(Unspecified).waits_for(Customer).actions(&[customer(ContactProvider)]),

    // "transaction created": before or after the deposit, the page does not say.
    rule(SELL, "sell/new", Created).waits_for(Mercuryo).implied().actions(&[customer(Wait), merchant(RefreshStatus)]),
    // "transaction in progress"
    rule(SELL, "sell/pending", Processing).money_implied(Held).waits_for(Mercuryo).actions(WAIT),
    // "successfully completed (money transferred to the card)"
    rule(SELL, "sell/succeeded", Completed).money(Delivered).actions(&[merchant(Fulfil)]),
    // "not completed successfully (crypto is refunded to `refund_address`)"
    rule(SELL, "sell/failed", RefundPending).money(Returning).waits_for(Mercuryo)
        .actions(&[customer(Wait), customer(ContactProvider), merchant(Wait)]),
];

/// A leg follows on the other; a word that both of them have for the same is here once.
#[rustfmt::skip]
const FLOW: &[Edges] = &[
    implied(BUY, &["buy/new"], &["buy/pending", "buy/paid", "buy/cancelled", "buy/order_failed", "buy/order_scheduled"]),
    // "waiting for 3ds input or descriptor"; "cancelled (usually due to timeout of descriptor or 3ds)".
    said(BUY, &["buy/pending"], &["buy/cancelled"]),
    // "if the client fails KYC transaction will be canceled within 1 hour".
    said(BUY, &["buy/order_scheduled"], &["buy/cancelled"]),
    implied(BUY, &["buy/pending"], &["buy/paid", "buy/order_failed", "buy/descriptor_failed", "buy/order_scheduled"]),
    implied(BUY, &["buy/order_scheduled"], &["buy/paid", "withdraw/pending", "withdraw/completed"]),
    // First the money, then the coins.
    implied(BUY, &["buy/paid"], &["withdraw/new"]),
    implied(BUY, &["withdraw/new"], &["withdraw/pending", "withdraw/failed", "buy/order_scheduled"]),
    implied(BUY, &["withdraw/pending"], &["withdraw/completed", "withdraw/failed", "buy/order_scheduled"]),
];

use Actor::Provider as Mercuryo;

const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const GO_ON: &[Step] = &[customer(ResumeOrder), merchant(Wait)];
const PROVE: &[Step] = &[customer(VerifyIdentity), merchant(Wait)];
const ON_CHAIN: &[Step] = &[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(Wait)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()];

/// "When user chooses sell flow variant and gets qr-code for money transferring": an address, and no status.
const TRANSFER: &[Rule] =
    &[rule(ANY, "", AwaitingPayment).money_implied(NotTaken).waits_for(Customer).actions(&[
        customer(SendCrypto).given(Given::NotCustodial),
        merchant(SendCrypto).given(Given::Custodial),
    ])];

/// The leg that a map is about.
macro_rules! leg {
    ($path:literal) => {
        Mark::Any(&[
            Mark::Is($path, "buy"),
            Mark::Is($path, "withdraw"),
            Mark::Is($path, "deposit"),
            Mark::Is($path, "sell"),
        ])
    };
}

const SHAPES: &[Shape] = &[
    shape("callback", SourceKind::Webhook, FIELDS)
        .marked(&[leg!("payload.data.type"), Mark::Has("payload.data.status")])
        .holding(Holds::One("payload.data")),
    shape("callback, bare", SourceKind::Webhook, FIELDS)
        .marked(&[leg!("data.type"), Mark::Has("data.status")])
        .told_by(&[Mark::Has("data.merchant_transaction_id"), Mark::Has("data.created_at_ts")])
        .holding(Holds::One("data")),
    shape("transactions", SourceKind::Rest, LEGS)
        .marked(&[Mark::Any(&[
            Mark::Has("data.0.buy.status"),
            Mark::Has("data.0.withdraw.status"),
            Mark::Has("data.0.deposit.status"),
            Mark::Has("data.0.sell.status"),
        ])])
        .holding(Holds::Many("data", "")),
    // What a price was asked for, not an order.
    shape("quote", SourceKind::Rest, FIELDS)
        .marked(&[leg!("data.type"), Mark::Has("data.rate"), Mark::Has("data.fiat_amount")])
        .holding(Holds::Other(ErrorCode::NoOrder)),
    shape("widget's status", SourceKind::Widget, FIELDS)
        .marked(&[
            Mark::Has("id"),
            Mark::Has("status"),
            Mark::Has("currency"),
            Mark::Has("fiat_amount"),
            Mark::Has("fiat_currency"),
        ])
        .holding(Holds::One(""))
        // "Triggered each time the status of the purchase changes."
        .speaking_of("buy")
        .going(Buy),
    shape("widget's transfer", SourceKind::Widget, FIELDS)
        .marked(&[Mark::Has("id"), Mark::Has("address"), Mark::Has("flow_id"), Mark::Lacks("status")])
        .holding(Holds::One(""))
        .going(Sell)
        .silently(TRANSFER),
];

const fn shape(name: &'static str, kind: SourceKind, fields: &'static Fields) -> Shape {
    Shape::new(name, kind, PAGE, fields)
}

const FIELDS: &Fields = &Fields {
    word: &["status"],
    family: &["type"],
    direction: &["type"],
    // Of the leg: the two legs of an order have only the merchant's reference in common.
    id: &["id"],
    reference: &["merchant_transaction_id"],
    created: &["created_at"],
    updated: &["updated_at"],
    tx_hash: &["tx.id"],
    address: &["address"],
    amounts: &[
        amount(Role::Expected, &["fiat_amount"], &["fiat_currency"]).on(Buy),
        amount(Role::Received, &["amount"], &["currency"]).on(Buy),
        amount(Role::Expected, &["amount"], &["currency"]).on(Sell),
        amount(Role::Received, &["fiat_amount"], &["fiat_currency"]).on(Sell),
    ],
    ..NO_FIELDS
};

/// A row of transactions has a map for each leg; the later one counts.
const LEGS: &Fields = &Fields {
    word: &["withdraw.status", "buy.status", "sell.status", "deposit.status"],
    family: &["withdraw", "buy", "sell", "deposit"],
    direction: &["withdraw", "buy", "sell", "deposit"],
    id: &["withdraw.id", "buy.id", "sell.id", "deposit.id"],
    reference: &[
        "withdraw.merchant_transaction_id",
        "buy.merchant_transaction_id",
        "sell.merchant_transaction_id",
        "deposit.merchant_transaction_id",
    ],
    created: &["buy.created_at", "withdraw.created_at", "deposit.created_at", "sell.created_at"],
    updated: &["withdraw.updated_at", "buy.updated_at", "sell.updated_at", "deposit.updated_at"],
    amounts: &[
        amount(Role::Expected, &["buy.fiat_amount"], &["buy.fiat_currency"]).on(Buy),
        amount(Role::Received, &["withdraw.amount", "buy.amount"], &["withdraw.currency", "buy.currency"])
            .on(Buy),
        amount(Role::Expected, &["deposit.amount", "sell.amount"], &["deposit.currency", "sell.currency"])
            .on(Sell),
        amount(Role::Received, &["sell.fiat_amount"], &["sell.fiat_currency"]).on(Sell),
    ],
    ..NO_FIELDS
};
