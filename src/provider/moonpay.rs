//! MoonPay: buys, sells and swaps of coins, by widget or by its platform's API.

use super::Provider;
use super::*;
use crate::vocabulary::{
    ActionKind::*, Actor::*, Direction::*, Money::*, ProblemKind::*, Reason::*, Status::*,
};

const SIGNATURES: &str = "https://dev.moonpay.com/api-reference/widget/webhooks/signature";
const BUYS: &str = "https://dev.moonpay.com/api-reference/widget/getbuytransaction";
const SELLS: &str = "https://dev.moonpay.com/api-reference/widget/getselltransaction";
const STAGES: &str = "https://dev.moonpay.com/api-reference/widget/stage-failure-reasons";
const PLATFORM: &str = "https://dev.moonpay.com/api-reference/platform/objects-and-types/transaction";
const PLATFORM_STAGES: &str = "https://dev.moonpay.com/api-reference/platform/objects-and-types/stage";
const BUY_EVENTS: &str = "https://dev.moonpay.com/api-reference/widget/webhooks/buy";
const SELL_EVENTS: &str = "https://dev.moonpay.com/api-reference/widget/webhooks/sell";
const EVENTS_API: &str = "https://dev.moonpay.com/api-reference/widget/webhooks.openapi.json";
const SWAP_EVENTS: &str = "https://dev.moonpay.com/api-reference/widget/webhooks/swap";
const IDENTITY: &str = "https://dev.moonpay.com/api-reference/widget/webhooks/identity-check";
const ACCOUNTS: &str = "https://dev.moonpay.com/api-reference/widget/webhooks/virtual-accounts";
const WIDGET: &str = "https://dev.moonpay.com/docs/on-ramp-sdk-events-properties";
const DEPOSITS: &str = "https://dev.moonpay.com/docs/off-ramp-how-to-handle-crypto-deposits";
const ERRORS: &str = "https://dev.moonpay.com/api-reference/widget/errors";

pub(super) const MOONPAY: Provider = Provider {
    id: "moonpay",
    name: "MoonPay",
    docs: BUYS,
    directions: &[Buy, Sell, Swap],
    shapes: SHAPES,
    rules: RULES,
    events: EVENTS,
    // The page where a transaction is tracked; the API's own host is the same for both.
    hosts: &[("-sandbox.moonpay.com", Environment::Test), ("moonpay.com", Environment::Live)],
    flow: FLOW,
    errors: ErrorFields {
        // The second is the platform's, which repeats the HTTP status as `code`.
        code: &["moonPayErrorCode", "type"],
        message: &["message"],
        status: &["code"],
        ..PLAIN.errors
    },
    faults: FAULTS,
    // "The timestamp (as a string), the character . and, for a POST request, the actual JSON payload"; "s is a lowercase hex
    // HMAC-SHA256". How old it may be is not written down: this is what others allow.
    webhook: Webhook {
        docs: SIGNATURES,
        scheme: Scheme::Signed(Signed {
            hash: Hash::Sha256,
            carried: Carried::Listed { header: "moonpay-signature-v2", stamp: "t", signature: "s" },
            over: &[Part::Stamp, Part::Text("."), Part::Body],
            stamp: Stamp::Seconds(300),
        }),
        ..PLAIN.webhook
    },
    ..PLAIN
};

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // The payer is to pay, by bank transfer say. How much in all, and where, stands only on the page that goes on.
    rule(BUY, "waitingPayment", AwaitingPayment).money_implied(NotTaken).waits_for(Customer)
        .actions(&[customer(ResumeOrder), merchant(Wait)]),

    // "The URL […] to which to redirect the customer as part of a redirect authentication flow": 3-D Secure and its like.
    rule(BUY, "waitingAuthorization", AwaitingPayment).money_implied(NotTaken).waits_for(Customer)
        .actions(&[customer(ResumeOrder), merchant(Wait)]),

    // From the authorised payment to the delivery; the stages say more.
    rule(BUY, "pending", Processing).waits_for(MoonPay).actions(WAIT),
    // "An array of actions required for the stage."
    rule(BUY, "pending", OnHold).because(VerificationRequired).when(&[Condition::In("stages.1.actions.0.type", PROOFS)])
        .waits_for(Customer).actions(&[customer(VerifyIdentity), merchant(Wait)]).observed(),
    // stage_four_delivery
    rule(BUY, "pending", Delivering).when(LAST_STAGE).money_implied(Outgoing).waits_for(MoonPay).actions(ON_CHAIN).implied(),

    // "The top-level transaction status (pending, completed, or failed) is what you should treat as terminal."
    rule(BUY, "completed", Completed).money(Delivered).page(PLATFORM_STAGES).actions(&[merchant(Fulfil)]),

    // "A transaction can be failed while earlier stages still show success": money may have been taken.
    rule(BUY, "failed", Failed).because(Unspecified).waits_for(Customer).page(PLATFORM_STAGES).actions(NEW_ORDER),
    rule(BUY, "failed", Failed).because(PaymentDeclined)
        .when(&[Condition::Detail(&["payment_authorization_declined", "card_not_supported", "rejected_card"])])
        .waits_for(Customer).page(STAGES).actions(&[customer(RetryOtherMethod)]),
    // "The customer did not authorize their 3D Secure transaction in time."
    rule(BUY, "failed", Expired).because(PaymentWindowPassed).when(&[Condition::Detail(&["timeout_3d_secure"])])
        .money_assumed(NotTaken).waits_for(Customer).page(STAGES).actions(NEW_ORDER),
    // "The bank transfer was not received within 7 days or the transfer can't be accepted due to a mismatch (e.g. incorrect
    // amount, incorrect / missing reference, name mismatch)." So the money may have been sent.
    rule(BUY, "failed", Expired).because(PaymentWindowPassed).when(&[Condition::Detail(&["timeout_bank_transfer"])])
        .waits_for(Customer).page(BUYS).actions(NEW_ORDER),
    // "… cancelled by MoonPay's support team per the customer's request or engineering team because of a technical issue."
    rule(BUY, "failed", Cancelled).because(Unspecified).when(&[Condition::Detail(&["cancelled"])])
        .waits_for(Customer).page(BUYS).actions(NEW_ORDER),
    rule(BUY, "failed", Failed).because(VerificationRequired)
        .when(&[Condition::Detail(&["timeout_kyc_verification", "timeout_card_verification"])])
        .waits_for(Customer).page(STAGES).actions(NEW_ORDER),
    rule(BUY, "failed", Failed).because(RiskOrCompliance).when(&[Condition::Detail(&["rejected_kyc"])])
        .waits_for(Customer).page(STAGES).actions(&[customer(ContactProvider)]),

    // The customer, or the application on the customer's behalf, is to send the coins to the deposit wallet.
    rule(SELL, "waitingForDeposit", AwaitingPayment).money_implied(NotTaken).waits_for(Customer).page(DEPOSITS).actions(SEND),

    // "Sent when a Sell transaction requires a requote because the price moved before the deposit was received."
    rule(SELL, "requoteRequired", OnHold).waits_for(Customer).page(EVENTS_API)
        .actions(&[customer(ResumeOrder), merchant(Wait)]),

    rule(SELL, "pending", Processing).money_implied(Incoming).waits_for(MoonPay).page(SELLS).actions(WAIT),
    // "Set when the deposit has been executed and received."
    rule(SELL, "pending", Processing).when(&[Condition::Has("depositHash")]).money(Held).waits_for(MoonPay).page(SELLS)
        .actions(WAIT),
    // sell_stage_four_withdrawal; it says more than the hash, and the later of two rows counts.
    rule(SELL, "pending", Delivering).when(LAST_STAGE).money_implied(Outgoing).waits_for(MoonPay).page(SELLS)
        .actions(WAIT).implied(),

    // The money has been paid out.
    rule(SELL, "completed", Completed).money(Delivered).page(SELLS).actions(&[merchant(Fulfil)]),

    // "In case we cannot process the sale […], we will return the cryptocurrency to this wallet address."
    rule(SELL, "failed", Failed).because(Unspecified).waits_for(Customer).page(SELLS).actions(&[customer(ContactProvider)]),
    // "The sell order was refunded by MoonPay. The order may have been rejected for safety purposes or fiat payout failure."
    rule(SELL, "failed", Refunded).when(&[Condition::Detail(&["refund"])]).money(Returned).page(BUYS),
    rule(SELL, "failed", Refunded).when(&[Condition::Has("refundHash")]).money_implied(Returned).page(SELLS).implied(),

    // "Sent when a customer creates a Swap transaction." The events' pages give a swap no other status than its event's name;
    // the answers of the swap API have words of their own, which are not read here.
    rule(SWAP, "swap_transaction_created", Created).money_implied(NotTaken).waits_for(MoonPay).page(EVENTS_API).actions(WAIT),
    // "… when the deposit wallet for a swap has been generated and the customer can deposit."
    rule(SWAP, "swap_deposit_wallet_created", AwaitingPayment).money(NotTaken).waits_for(Customer).page(EVENTS_API).actions(SEND),
    // "… when the customer's deposit for a swap has been received."
    rule(SWAP, "swap_deposit_received", Paid).money(Held).waits_for(MoonPay).page(EVENTS_API).actions(WAIT),
    // "… when a swap's quote is no longer valid and the swap requires a requote."
    rule(SWAP, "swap_quote_invalid", OnHold).waits_for(Customer).page(EVENTS_API)
        .actions(&[customer(ResumeOrder), merchant(Wait)]),
    // Listed beside the one above, and not described.
    rule(SWAP, "swap_quote_expired", OnHold).waits_for(Customer).page(SWAP_EVENTS)
        .actions(&[customer(ResumeOrder), merchant(Wait)]).implied(),
    // "… when delivery of the swapped asset to the customer's wallet has been initiated."
    rule(SWAP, "swap_asset_delivery_initiated", Delivering).money(Outgoing).waits_for(MoonPay).page(EVENTS_API).actions(ON_CHAIN),
    // "… when a Swap transaction completes successfully."
    rule(SWAP, "swap_transaction_completed", Completed).money(Delivered).page(EVENTS_API).actions(&[merchant(Fulfil)]),
    // "… when a Swap transaction fails."
    rule(SWAP, "swap_transaction_failed", Failed).because(Unspecified).waits_for(Customer).page(EVENTS_API)
        .actions(&[customer(ContactProvider)]),
    // "… when a refund of the customer's deposit has been initiated."
    rule(SWAP, "swap_refund_asset_delivery_initiated", RefundPending).money(Returning).waits_for(MoonPay).page(EVENTS_API)
        .actions(WAIT),
    // "… when a refund of the customer's deposit has completed."
    rule(SWAP, "swap_refund_completed", Refunded).money(Returned).page(EVENTS_API),
];

#[rustfmt::skip]
const FLOW: &[Edges] = &[
    implied(BUY, &["waitingPayment"], &["waitingAuthorization", "pending", "failed"]),
    implied(BUY, &["waitingAuthorization"], &["pending", "failed"]),
    implied(BUY, &["pending"], &["completed", "failed"]),

    // "… requires a requote because the price moved before the deposit was received."
    said(SELL, &["waitingForDeposit"], &["requoteRequired"]),
    implied(SELL, &["waitingForDeposit"], &["pending", "failed"]),
    implied(SELL, &["requoteRequired"], &["waitingForDeposit", "pending", "failed"]),
    implied(SELL, &["pending"], &["completed", "failed"]),

    // "… when a swap's quote is no longer valid and the swap requires a requote": it goes on where it was.
    said(SWAP, BEFORE_DELIVERY, &["swap_quote_invalid"]),
    implied(SWAP, BEFORE_DELIVERY, &["swap_quote_expired"]),
    implied(SWAP, &["swap_quote_invalid", "swap_quote_expired"], BEFORE_DELIVERY),
    implied(SWAP, &["swap_quote_invalid", "swap_quote_expired"], &["swap_transaction_failed", "swap_refund_asset_delivery_initiated"]),
    implied(SWAP, &["swap_transaction_created"], &["swap_deposit_wallet_created"]),
    implied(SWAP, &["swap_deposit_wallet_created"], &["swap_deposit_received"]),
    implied(SWAP, &["swap_deposit_received"], &["swap_asset_delivery_initiated", "swap_refund_asset_delivery_initiated"]),
    implied(SWAP, BEFORE_DELIVERY, &["swap_transaction_failed"]),
    implied(SWAP, &["swap_asset_delivery_initiated"], &["swap_transaction_completed", "swap_transaction_failed"]),
    // "… when a refund of the customer's deposit has been initiated", and "has completed."
    implied(SWAP, &["swap_transaction_failed"], &["swap_refund_asset_delivery_initiated"]),
    said(SWAP, &["swap_refund_asset_delivery_initiated"], &["swap_refund_completed"]),
];

const BEFORE_DELIVERY: &[&str] =
    &["swap_transaction_created", "swap_deposit_wallet_created", "swap_deposit_received"];

use Actor::Provider as MoonPay;

const SWAP: Option<Direction> = Some(Swap);
const WAIT: &[Step] = &[customer(Wait), merchant(Wait)];
const ON_CHAIN: &[Step] = &[customer(Wait), customer(TrackOnChain).given(Given::Hash), merchant(Wait)];
const SEND: &[Step] =
    &[customer(SendCrypto).given(Given::NotCustodial), merchant(SendCrypto).given(Given::Custodial)];
const NEW_ORDER: &[Step] = &[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid()];

const LAST_STAGE: &[Condition] = &[Condition::Is("stages.3.status", "in_progress")];
const PROOFS: &[&str] = &["retry_kyc", "verify_card_by_code", "verify_card_by_file"];

/// What a deposit is asked with: an address, and no status.
const DEPOSIT: &[Rule] = &[rule(ANY, "", AwaitingPayment)
    .money_implied(NotTaken)
    .waits_for(Customer)
    .page(DEPOSITS)
    .actions(SEND)];

/// Events say less than statuses, and the pages' own samples contradict theirs: `transaction_failed` beside `completed`.
#[rustfmt::skip]
const EVENTS: &[Event] = &[
    Event { name: "transaction_created", means: Means::Rule(created("transaction_created")) },
    Event { name: "sell_transaction_created", means: Means::Rule(created("sell_transaction_created")) },
    // "Sent whenever a Buy transaction's status or details change."
    Event { name: "transaction_updated", means: Means::Rule(changed("transaction_updated")) },
    Event { name: "sell_transaction_updated", means: Means::Rule(changed("sell_transaction_updated")) },
    Event { name: "transaction_failed", means: Means::Rule(failed("transaction_failed")) },
    Event { name: "sell_transaction_failed", means: Means::Rule(failed("sell_transaction_failed")) },
    Event { name: "sell_transaction_requote_required", means: Means::Word("requoteRequired") },
];

const ASK: &[Step] = &[merchant(RefreshStatus)];

const fn created(event: &'static str) -> Rule {
    rule(ANY, event, Created).waits_for(Customer).page(EVENTS_API).actions(ASK)
}

const fn changed(event: &'static str) -> Rule {
    rule(ANY, event, Status::Unknown).waits_for(Merchant).page(EVENTS_API).actions(ASK)
}

const fn failed(event: &'static str) -> Rule {
    rule(ANY, event, Failed).because(Unspecified).waits_for(Customer).page(EVENTS_API).actions(FAILED)
}

const FAILED: &[Step] =
    &[customer(StartNewOrder).if_not_paid(), customer(ContactProvider).if_paid(), merchant(RefreshStatus)];

/// Keys that a buy has and a sell has not, and the other way round, behind a path.
macro_rules! bought {
    ($base:literal) => {
        Mark::Any(&[
            Mark::Has(concat!($base, "cryptoTransactionId")),
            Mark::Has(concat!($base, "currencyId")),
            Mark::Has(concat!($base, "currency.code")),
        ])
    };
}
macro_rules! sold {
    ($base:literal) => {
        Mark::Any(&[
            Mark::Has(concat!($base, "quoteCurrencyId")),
            Mark::Has(concat!($base, "payoutMethod")),
            Mark::Has(concat!($base, "depositHash")),
            Mark::Has(concat!($base, "refundWalletAddress")),
        ])
    };
}

/// A check has a result once it is completed. Others than those of the page's two examples are not known.
const CHECKED: &[Fact] =
    &[onboarded("clear", Onboarding::Approved), onboarded("rejected", Onboarding::Rejected)];
const RETRY: &[Fact] = &[may_retry("retry", Permission::Yes)];

const SHAPES: &[Shape] = &[
    // First what looks like an order and is none.
    shape("identity check", SourceKind::Webhook, IDENTITY)
        .marked(&[Mark::Any(&[
            Mark::Is("type", "identity_check_updated"),
            Mark::Is("type", "customer.identity_status_updated"),
        ])])
        .holding(Holds::Customer(
            Scope::Customer,
            &[
                Signal::Onboarding(&["data.result"], CHECKED),
                Signal::Beside("data.rejectType", RETRY),
                Signal::Changed(&["data.updatedAt"]),
            ],
        )),
    shape("identity check, bare", SourceKind::Webhook, IDENTITY)
        .marked(&[Mark::Has("customerId"), Mark::Has("level"), Mark::Has("rejectLabels")])
        .holding(Holds::Customer(
            Scope::Customer,
            &[
                Signal::Onboarding(&["result"], CHECKED),
                Signal::Beside("rejectType", RETRY),
                Signal::Changed(&["updatedAt"]),
            ],
        )),
    shape("virtual account", SourceKind::Webhook, ACCOUNTS)
        .marked(&[Mark::Any(&[
            Mark::Has("virtualAccountId"),
            Mark::Has("body.virtualAccountId"),
            Mark::Begins("type", "virtual_account_"),
        ])])
        .holding(Holds::Customer(Scope::Customer, &[])),
    shape("sell webhook", SourceKind::Webhook, SELL_EVENTS)
        .marked(&[Mark::Begins("type", "sell_transaction_"), Mark::Map("data")])
        .holding(Holds::One("data"))
        .going(Sell),
    Shape::new("swap webhook", SourceKind::Webhook, SWAP_EVENTS, SWAPPED)
        .marked(&[Mark::Begins("type", "swap_"), Mark::Map("data")])
        .holding(Holds::One("data"))
        .going(Swap),
    shape("buy webhook", SourceKind::Webhook, BUY_EVENTS)
        .marked(&[Mark::Begins("type", "transaction_"), Mark::Map("data")])
        .told_by(&[
            Mark::Has("data.baseCurrencyAmount"),
            Mark::Has("data.externalTransactionId"),
            Mark::Has("data.walletAddress"),
            Mark::Has("externalCustomerId"),
        ])
        .holding(Holds::One("data"))
        .going(Buy),
    shape("buy", SourceKind::Rest, BUYS)
        .marked(&[Mark::Has("updatedAt"), Mark::Has("baseCurrencyAmount"), bought!("")])
        .holding(Holds::One(""))
        .going(Buy),
    shape("sell", SourceKind::Rest, SELLS)
        .marked(&[Mark::Has("updatedAt"), Mark::Has("baseCurrencyAmount"), sold!("")])
        .holding(Holds::One(""))
        .going(Sell),
    shape("buy list", SourceKind::Rest, BUYS)
        .marked(&[Mark::List(""), Mark::Has("0.baseCurrencyAmount"), bought!("0.")])
        .holding(Holds::Many("", ""))
        .going(Buy),
    shape("sell list", SourceKind::Rest, SELLS)
        .marked(&[Mark::List(""), Mark::Has("0.baseCurrencyAmount"), sold!("0.")])
        .holding(Holds::Many("", ""))
        .going(Sell),
    // Which way it goes is in parts that the page leaves open.
    shape("platform transaction", SourceKind::Rest, PLATFORM)
        .marked(&[Mark::Map("data.source"), Mark::Map("data.destination"), Mark::Has("data.status")])
        .told_by(&[Mark::Has("data.stages.0.kind")])
        .holding(Holds::One("data")),
    shape("widget event", SourceKind::Widget, WIDGET)
        .marked(&[
            Mark::Has("id"),
            Mark::Has("status"),
            Mark::Map("baseCurrency"),
            Mark::Has("baseCurrencyAmount"),
            Mark::Lacks("updatedAt"),
        ])
        .holding(Holds::One(""))
        .going(Buy),
    Shape::new("widget's request for a deposit", SourceKind::Widget, DEPOSITS, DEPOSITED)
        .marked(&[
            Mark::Has("transactionId"),
            Mark::Has("depositWalletAddress"),
            Mark::Has("cryptoCurrencyAmount"),
        ])
        .holding(Holds::One(""))
        .going(Sell)
        .silently(DEPOSIT),
    Shape::new("redirect", SourceKind::Redirect, WIDGET, RETURNED)
        .in_query()
        .marked(&[Mark::Has("transactionId"), Mark::Has("transactionStatus")])
        .holding(Holds::One("")),
    Shape::new("redirect to a deposit", SourceKind::Redirect, DEPOSITS, DEPOSITED)
        .in_query()
        .marked(&[
            Mark::Has("transactionId"),
            Mark::Has("depositWalletAddress"),
            Mark::Lacks("transactionStatus"),
        ])
        .holding(Holds::One(""))
        .going(Sell)
        .silently(DEPOSIT),
    shape("error", SourceKind::Rest, ERRORS)
        .marked(&[Mark::Has("moonPayErrorCode")])
        .holding(Holds::Other(ErrorCode::ProblemPayload)),
];

const fn shape(name: &'static str, kind: SourceKind, docs: &'static str) -> Shape {
    Shape::new(name, kind, docs, FIELDS)
}

const FIELDS: &Fields = &Fields {
    word: &["status"],
    event: &["/type"],
    id: &["id"],
    reference: &["externalTransactionId"],
    // The stage's code first, then the sentence of the whole.
    detail: &[
        "stages.0.failureReason",
        "stages.1.failureReason",
        "stages.2.failureReason",
        "stages.3.failureReason",
        "failureReason",
    ],
    created: &["createdAt"],
    updated: &["updatedAt"],
    expires: &["quoteExpiresAt"],
    // Not `refundHash`: that is the way back.
    tx_hash: &["cryptoTransactionId", "depositHash"],
    // Not `walletAddress`: that is the customer's own.
    address: &["depositWallet.walletAddress", "depositWalletAddress"],
    // "you must include this with the deposit, otherwise the transaction will fail"
    memo: &["depositWallet.walletAddressTag", "depositWalletAddressTag"],
    checkout: &["redirectUrl"],
    // "Always our transaction tracker page", in a widget.
    status_page: &["returnUrl"],
    amounts: &[
        // Fees come on top unless `areFeesIncluded`.
        amount(Role::Expected, &["baseCurrencyAmount"], BASE).network(&["baseCurrency.metadata.networkCode"]),
        amount(Role::Received, &["quoteCurrencyAmount"], QUOTE).network(NETWORK),
    ],
    ..NO_FIELDS
};

const BASE: &[Path] = &["baseCurrency.code", "baseCurrency"];
const QUOTE: &[Path] = &["currency.code", "quoteCurrency.code", "quoteCurrency"];
const NETWORK: &[Path] = &["currency.metadata.networkCode", "quoteCurrency.networkCode"];

/// The event's name is all that is said of a swap.
const SWAPPED: &Fields = &Fields { word: &["/type"], event: &[], ..*FIELDS };

const DEPOSITED: &Fields = &Fields {
    id: &["transactionId"],
    address: &["depositWalletAddress"],
    amounts: &[
        amount(Role::Expected, &["baseCurrencyAmount", "cryptoCurrencyAmount"], COIN)
            .network(&["cryptoCurrency.networkCode"]),
        amount(Role::Received, &["fiatCurrencyAmount"], &["fiatCurrency.code"]),
    ],
    ..NO_FIELDS
};

const COIN: &[Path] = &["baseCurrencyCode", "cryptoCurrency.code"];

const RETURNED: &Fields = &Fields { word: &["transactionStatus"], id: &["transactionId"], ..NO_FIELDS };

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    code("4_SYS_BAD_REQUEST", Validation),                // "Invalid JSON in request body"
    http(400, Validation),
    http(401, Authentication).mended_by(FixCredentials),  // an API key is not renewed but replaced
    http(404, OrderNotFound),
    http(409, Conflict),                                  // a sell that is completed cannot be cancelled
    http(429, RateLimited),
];
