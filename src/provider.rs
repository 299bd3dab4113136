//! What a provider is made of: rows, and nothing else. `build.rs` reads them and writes the tables of `src/tables.rs`.
//!
//! A provider's file states how its payloads look ([`Shape`]), where their fields are ([`Fields`]), what its words
//! mean ([`Rule`]), which follow on which ([`Edges`]) and what its error answers say ([`Fault`]). Control flow that names a provider exists nowhere.
//! Paths are dotted, relative to the order; one that begins with `/` is relative to what wraps the order.

#[path = "provider/baanx.rs"]
mod baanx;
#[path = "provider/banxa.rs"]
mod banxa;
#[path = "provider/binance-pay.rs"]
mod binance_pay;
#[path = "provider/btcpay.rs"]
mod btcpay;
#[path = "provider/coinbase.rs"]
mod coinbase;
#[path = "provider/coinbase-commerce.rs"]
mod coinbase_commerce;
#[path = "provider/mercuryo.rs"]
mod mercuryo;
#[path = "provider/moonpay.rs"]
mod moonpay;
#[path = "provider/mugglepay.rs"]
mod mugglepay;
#[path = "provider/nowpayments.rs"]
mod nowpayments;
#[path = "provider/onramp-money.rs"]
mod onramp_money;
#[path = "provider/onramper.rs"]
mod onramper;
#[path = "provider/ramp-network.rs"]
mod ramp_network;
#[path = "provider/stripe.rs"]
mod stripe;
#[path = "provider/transak.rs"]
mod transak;

pub(crate) use crate::row::{Carrier, Given, PollAdvice, Role, Says, Step, customer, merchant};
pub(crate) use crate::scheme::{Carried, Derivation, Echo, Hash, Part, Scheme, Signed, Stamp, Value};
use crate::vocabulary::{
    Account, ActionKind, Actor, Direction, EdgeBasis, Environment, ErrorCode, Finality, Fulfilment, Money,
    MoneyBasis, Onboarding, Permission, ProblemKind, Reason, Requirement, RuleBasis, Scope, SourceKind,
    Status, When,
};

/// Every provider, by name.
pub(crate) const ALL: &[&Provider] = &[
    &baanx::BAANX,
    &banxa::BANXA,
    &binance_pay::BINANCE_PAY,
    &btcpay::BTCPAY,
    &coinbase::COINBASE,
    &coinbase_commerce::COINBASE_COMMERCE,
    &mercuryo::MERCURYO,
    &moonpay::MOONPAY,
    &mugglepay::MUGGLEPAY,
    &nowpayments::NOWPAYMENTS,
    &onramp_money::ONRAMP_MONEY,
    &onramper::ONRAMPER,
    &ramp_network::RAMP_NETWORK,
    &stripe::STRIPE,
    &transak::TRANSAK,
];

/// A dotted path to a field. In a list, elements are numbered from `0` to `9`, and `-1` is the last.
pub(crate) type Path = &'static str;

pub(crate) struct Provider {
    /// Also the name of its file and of its fixtures' folder.
    pub id: &'static str,
    pub name: &'static str,
    /// The page that its status words were read from.
    pub docs: &'static str,
    pub directions: &'static [Direction],
    /// How its payloads spell the direction.
    pub direction_words: &'static [(&'static str, Direction)],
    pub shapes: &'static [Shape],
    pub rules: &'static [Rule],
    pub events: &'static [Event],
    /// Values that stand for "nothing yet", beside the empty ones.
    pub placeholders: &'static [&'static str],
    /// What it writes before a transaction's hash.
    pub hash_prefix: &'static str,
    /// What shows that an order is a test, wherever the order stands.
    pub test_marks: &'static [Condition],
    /// What shows that it is none.
    pub live_marks: &'static [Condition],
    /// Its host names; one that begins with `-` is the end of a name. Sandboxes first.
    pub hosts: &'static [(&'static str, Environment)],
    /// The time to pay, for payloads that do not give it.
    pub window: Option<Window>,
    /// The coins whose late payments still count, and for how many hours after the expiry.
    pub late: Option<(&'static [&'static str], i64)>,
    /// Of amounts in the smallest units the currencies that have none, and those that have a thousand of them. All others
    /// have a hundred.
    pub units: Units,
    /// The words beside which a time of payment may stand; empty where it may stand beside any.
    pub paid_with: &'static [&'static str],
    pub poll: PollAdvice,
    /// How long the networks usually take, for orders that wait for one; the first row that fits.
    pub usual: &'static [Usual],
    /// The steps that an order can make; none where they are not written down yet. The first begins where orders do.
    pub flow: &'static [Edges],
    pub errors: ErrorFields,
    pub faults: &'static [Fault],
    pub webhook: Webhook,
}

/// What is known of a provider's webhooks, apart from what is in them.
pub(crate) struct Webhook {
    /// The page that says how they are proven.
    pub docs: &'static str,
    pub scheme: Scheme<Path>,
    /// Where an event says which it is, the same each time it is sent.
    pub event: &'static [Path],
}

/// What a provider's file begins from: nothing special.
const PLAIN: Provider = Provider {
    id: "",
    name: "",
    docs: "",
    directions: &[],
    direction_words: &[],
    shapes: &[],
    rules: &[],
    events: &[],
    placeholders: &[],
    hash_prefix: "",
    test_marks: &[],
    live_marks: &[],
    hosts: &[],
    window: None,
    late: None,
    units: Units { ones: &[], thousands: &[] },
    paid_with: &[],
    poll: PollAdvice { after_ms: 30_000, steady_ms: 0, backoff: 1.5, cap_ms: 300_000 },
    usual: &[],
    flow: &[],
    errors: ErrorFields { code: &[], message: &[], status: &[], order: &[], checkout: &[] },
    faults: &[],
    webhook: Webhook { docs: "", scheme: Scheme::Unknown, event: &[] },
};

/// How to recognise one form of payload, and where the order is in it.
pub(crate) struct Shape {
    pub name: &'static str,
    pub kind: SourceKind,
    /// The page that describes it.
    pub docs: &'static str,
    pub carrier: Carrier,
    /// What always holds.
    pub marks: &'static [Mark],
    /// At least one of these holds where the caller does not name the provider; empty where the marks suffice.
    pub telltales: &'static [Mark],
    pub holds: Holds,
    /// Whether its orders are those of one customer.
    pub of_a_customer: bool,
    /// The direction of all such payloads, where none is stated in them.
    pub way: Option<Direction>,
    /// The family of words that they use, where none is stated in them.
    pub family: &'static str,
    pub fields: &'static Fields,
    /// What it means when it carries neither a word nor an event; the first whose conditions hold.
    pub silent: &'static [Rule],
}

impl Shape {
    pub(crate) const fn new(
        name: &'static str,
        kind: SourceKind,
        docs: &'static str,
        fields: &'static Fields,
    ) -> Self {
        Self {
            name,
            kind,
            docs,
            carrier: Carrier::Json,
            marks: &[],
            telltales: &[],
            holds: Holds::One(""),
            of_a_customer: false,
            way: None,
            family: "",
            fields,
            silent: &[],
        }
    }
    pub(crate) const fn in_query(self) -> Self {
        Self { carrier: Carrier::Query, ..self }
    }
    pub(crate) const fn marked(self, marks: &'static [Mark]) -> Self {
        Self { marks, ..self }
    }
    pub(crate) const fn told_by(self, telltales: &'static [Mark]) -> Self {
        Self { telltales, ..self }
    }
    /// For payloads too bare to tell whose they are.
    pub(crate) const fn only_if_named(self) -> Self {
        Self { telltales: &[Mark::Any(&[])], ..self }
    }
    pub(crate) const fn holding(self, holds: Holds) -> Self {
        Self { holds, ..self }
    }
    pub(crate) const fn of_a_customer(self) -> Self {
        Self { of_a_customer: true, ..self }
    }
    pub(crate) const fn going(self, way: Direction) -> Self {
        Self { way: Some(way), ..self }
    }
    pub(crate) const fn speaking_of(self, family: &'static str) -> Self {
        Self { family, ..self }
    }
    pub(crate) const fn silently(self, silent: &'static [Rule]) -> Self {
        Self { silent, ..self }
    }
}

/// Where the order is in a payload.
#[derive(Clone, Copy)]
pub(crate) enum Holds {
    /// One order at this path.
    One(Path),
    /// A list at the first path; in each of its elements, an order at the second.
    Many(Path, Path),
    /// A JSON Web Token at this path, whose claims are a payload of the same provider. Where they do not say something that
    /// the shape's fields say, beside the token, that counts.
    Token(Path),
    /// Text at this path that is itself JSON, a payload of the same provider; likewise.
    Text(Path),
    /// No order, but what a customer may do, for the customer or for one quote; nothing where the provider does not document
    /// what it says of that.
    Customer(Scope, &'static [Signal]),
    /// No order: the code says what it is instead.
    Other(ErrorCode),
}

/// Where a payload says something of a customer, from its root. Upper and lower case are the same. A word that no fact is for
/// says that the onboarding, or the account, is unknown.
#[derive(Clone, Copy)]
pub(crate) enum Signal {
    /// A word about the onboarding, at the first of these places at which something stands.
    Onboarding(&'static [Path], &'static [Fact]),
    /// The same about the account.
    Account(&'static [Path], &'static [Fact]),
    /// Something that says more beside them, if a fact is for it.
    Beside(Path, &'static [Fact]),
    /// What is missing for as long as null stands there.
    Null(Path, Requirement),
    /// A list of what is missing, and where in an element its name is. Whoever must hand something in has something to do.
    Missing(Path, Path, &'static [Fact]),
    /// Since when that is so.
    Changed(&'static [Path]),
}

/// What a word says of a customer; one that is empty stands for any.
pub(crate) struct Fact {
    pub word: &'static str,
    pub says: Says,
}

/// The onboarding has come so far.
pub(crate) const fn onboarded(word: &'static str, onboarding: Onboarding) -> Fact {
    Fact { word, says: Says::Onboarding(onboarding) }
}

/// The account is in this state.
pub(crate) const fn account(word: &'static str, account: Account) -> Fact {
    Fact { word, says: Says::Account(account) }
}

/// Whether the customer may order.
pub(crate) const fn may_order(word: &'static str, may: Permission) -> Fact {
    Fact { word, says: Says::MayOrder(may) }
}

/// Whether what was refused may be handed in again.
pub(crate) const fn may_retry(word: &'static str, may: Permission) -> Fact {
    Fact { word, says: Says::MayRetry(may) }
}

/// What is to be handed in.
pub(crate) const fn missing(word: &'static str, what: Requirement) -> Fact {
    Fact { word, says: Says::Missing(what) }
}

/// Something to see in a payload, from its root.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    /// A map is there.
    Map(Path),
    /// A list is there.
    List(Path),
    /// A text is there.
    Text(Path),
    /// Anything but null is there.
    Has(Path),
    /// Nothing or null is there.
    Lacks(Path),
    /// This text is there.
    Is(Path, &'static str),
    /// A text that begins so is there.
    Begins(Path, &'static str),
    /// At least one of these holds.
    Any(&'static [Mark]),
}

/// Where the fields of an order are. Of several paths, the first counts at which something stands.
pub(crate) struct Fields {
    pub word: &'static [Path],
    /// A second text that decides with the word: rows are then written `family/word`, and no other row counts. Where a map
    /// stands, its key is the text; so with the direction.
    pub family: &'static [Path],
    /// A second status that should agree with the first.
    pub second_word: &'static [Path],
    pub event: &'static [Path],
    pub id: &'static [Path],
    pub reference: &'static [Path],
    /// The provider behind an aggregator.
    pub via: &'static [Path],
    pub direction: &'static [Path],
    pub detail: &'static [Path],
    pub created: &'static [Path],
    pub updated: &'static [Path],
    pub paid: &'static [Path],
    pub completed: &'static [Path],
    pub expires: &'static [Path],
    pub tx_hash: &'static [Path],
    /// Where the payer must send coins.
    pub address: &'static [Path],
    /// What must be sent along, or the coins cannot be told from anybody else's: a memo, a destination tag.
    pub memo: &'static [Path],
    pub checkout: &'static [Path],
    pub status_page: &'static [Path],
    pub transaction_page: &'static [Path],
    pub amounts: &'static [AmountField],
    pub history: &'static [History],
}

/// Where an order lists what it went through: the list, and in each of its elements what it was then.
pub(crate) struct History {
    pub list: Path,
    pub word: Path,
    /// The code that says why, as [`Fields::detail`]; empty where none stands there.
    pub detail: Path,
    pub at: Path,
}

pub(crate) const NO_FIELDS: Fields = Fields {
    word: &[],
    family: &[],
    second_word: &[],
    event: &[],
    id: &[],
    reference: &[],
    via: &[],
    direction: &[],
    detail: &[],
    created: &[],
    updated: &[],
    paid: &[],
    completed: &[],
    expires: &[],
    tx_hash: &[],
    address: &[],
    memo: &[],
    checkout: &[],
    status_page: &[],
    transaction_page: &[],
    amounts: &[],
    history: &[],
};

/// Where an amount is, and whose it is.
pub(crate) struct AmountField {
    pub role: Role,
    /// None: in every direction.
    pub direction: Option<Direction>,
    pub value: &'static [Path],
    pub currency: &'static [Path],
    pub network: &'static [Path],
    /// The currency carries its network behind a `_`: `USDT_ARB`.
    pub network_suffix: bool,
    /// It means something only once money has moved; before that the provider repeats the price there.
    pub once_moved: bool,
    /// It counts the smallest units of its currency: cents.
    pub minor: bool,
    /// It counts units of which this many decimal places make one of its currency: wei.
    pub decimals: &'static [Path],
}

pub(crate) const fn amount(role: Role, value: &'static [Path], currency: &'static [Path]) -> AmountField {
    AmountField {
        role,
        direction: None,
        value,
        currency,
        network: &[],
        network_suffix: false,
        once_moved: false,
        minor: false,
        decimals: &[],
    }
}

impl AmountField {
    pub(crate) const fn on(self, direction: Direction) -> Self {
        Self { direction: Some(direction), ..self }
    }
    pub(crate) const fn network(self, network: &'static [Path]) -> Self {
        Self { network, ..self }
    }
    pub(crate) const fn with_suffix(self) -> Self {
        Self { network_suffix: true, ..self }
    }
    pub(crate) const fn once_moved(self) -> Self {
        Self { once_moved: true, ..self }
    }
    pub(crate) const fn in_minor_units(self) -> Self {
        Self { minor: true, ..self }
    }
    /// Where the payload says the decimal places: one number for all amounts of an order.
    pub(crate) const fn in_units_of(self, decimals: &'static [Path]) -> Self {
        Self { decimals, ..self }
    }
}

/// What one word means in one direction.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    /// None: in every direction.
    pub direction: Option<Direction>,
    pub word: &'static str,
    /// What else must hold; a rule with conditions goes before the one without.
    pub when: &'static [Condition],
    pub status: Status,
    pub reason: Option<Reason>,
    pub money: Money,
    pub money_basis: Option<MoneyBasis>,
    pub fulfilment: Fulfilment,
    pub actor: Actor,
    pub finality: Finality,
    pub basis: RuleBasis,
    pub actions: &'static [Step],
    /// The page, where it is not the provider's status page.
    pub docs: Option<&'static str>,
}

/// Something that turns a row into another.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Condition {
    /// Anything but null or a placeholder is there.
    Has(Path),
    /// This text is there.
    Is(Path, &'static str),
    /// A text that begins so is there.
    Begins(Path, &'static str),
    /// One of these texts is there.
    In(Path, &'static [&'static str]),
    /// The detail, wherever it stands, is one of these.
    Detail(&'static [&'static str]),
    /// The payload proves that less was paid than was asked.
    PaidUnder,
    /// The payload proves that more was paid than was asked.
    PaidOver,
    /// The payload proves that the right amount was paid after the expiry.
    PaidLate,
    /// The context says that the order had this word before.
    Previously(&'static str),
}

pub(crate) const ANY: Option<Direction> = None;
pub(crate) const BUY: Option<Direction> = Some(Direction::Buy);
pub(crate) const SELL: Option<Direction> = Some(Direction::Sell);
pub(crate) const PAY: Option<Direction> = Some(Direction::Pay);
pub(crate) const SWAP: Option<Direction> = Some(Direction::Swap);
pub(crate) const PAYOUT: Option<Direction> = Some(Direction::Payout);

/// A documented row: the money unknown, nobody to act, the rest as the status has it.
pub(crate) const fn rule(direction: Option<Direction>, word: &'static str, status: Status) -> Rule {
    Rule {
        direction,
        word,
        when: &[],
        status,
        reason: None,
        money: Money::Unknown,
        money_basis: None,
        fulfilment: status.fulfilment(),
        actor: Actor::Nobody,
        finality: status.finality(),
        basis: RuleBasis::Documented,
        actions: &[],
        docs: None,
    }
}

impl Rule {
    pub(crate) const fn when(self, when: &'static [Condition]) -> Self {
        Self { when, ..self }
    }
    pub(crate) const fn because(self, reason: Reason) -> Self {
        Self { reason: Some(reason), ..self }
    }
    pub(crate) const fn money(self, money: Money) -> Self {
        Self { money, money_basis: Some(MoneyBasis::Stated), ..self }
    }
    pub(crate) const fn money_implied(self, money: Money) -> Self {
        Self { money, money_basis: Some(MoneyBasis::Implied), ..self }
    }
    pub(crate) const fn money_assumed(self, money: Money) -> Self {
        Self { money, money_basis: Some(MoneyBasis::Assumed), ..self }
    }
    pub(crate) const fn merchant_decides(self) -> Self {
        Self { fulfilment: Fulfilment::MerchantDecides, ..self }
    }
    pub(crate) const fn waits_for(self, actor: Actor) -> Self {
        Self { actor, ..self }
    }
    pub(crate) const fn reopenable(self) -> Self {
        Self { finality: Finality::Reopenable, ..self }
    }
    pub(crate) const fn implied(self) -> Self {
        Self { basis: RuleBasis::Implied, ..self }
    }
    pub(crate) const fn observed(self) -> Self {
        Self { basis: RuleBasis::Observed, ..self }
    }
    pub(crate) const fn undocumented(self) -> Self {
        Self { basis: RuleBasis::Undocumented, ..self }
    }
    pub(crate) const fn actions(self, actions: &'static [Step]) -> Self {
        Self { actions, ..self }
    }
    pub(crate) const fn page(self, docs: &'static str) -> Self {
        Self { docs: Some(docs), ..self }
    }
}

impl Status {
    /// Whether goods may be handed over on this status, where a rule says nothing else.
    const fn fulfilment(self) -> Fulfilment {
        match self {
            Self::Completed => Fulfilment::Yes,
            Self::Failed
            | Self::Cancelled
            | Self::Expired
            | Self::RefundPending
            | Self::Refunded
            | Self::Reversed => Fulfilment::No,
            Self::Created
            | Self::AwaitingPayment
            | Self::PaymentSubmitted
            | Self::Paid
            | Self::Processing
            | Self::Delivering
            | Self::OnHold
            | Self::Unknown => Fulfilment::Wait,
        }
    }

    /// Whether the order can still move, where a rule says nothing else.
    const fn finality(self) -> Finality {
        match self {
            Self::Completed
            | Self::Failed
            | Self::Cancelled
            | Self::Expired
            | Self::Refunded
            | Self::Reversed => Finality::Final,
            Self::Created
            | Self::AwaitingPayment
            | Self::PaymentSubmitted
            | Self::Paid
            | Self::Processing
            | Self::Delivering
            | Self::OnHold
            | Self::RefundPending
            | Self::Unknown => Finality::Open,
        }
    }
}

impl Step {
    pub(crate) const fn if_paid(self) -> Self {
        Self { when: Some(When::Paid), ..self }
    }
    pub(crate) const fn if_not_paid(self) -> Self {
        Self { when: Some(When::NotPaid), ..self }
    }
    pub(crate) const fn given(self, given: Given) -> Self {
        Self { given, ..self }
    }
}

/// The rule for a word that no table knows.
pub(crate) const UNKNOWN: Rule = Rule {
    actor: Actor::Merchant,
    actions: &[
        customer(ActionKind::ContactMerchant),
        merchant(ActionKind::RefreshStatus),
        merchant(ActionKind::ReportUnmapped),
    ],
    ..rule(None, "", Status::Unknown)
};

/// The rule for a payload that carries neither a word nor an event.
pub(crate) const SILENT: Rule =
    Rule { actions: &[merchant(ActionKind::RefreshStatus)], ..rule(None, "", Status::Unknown) };

/// What an event's name alone means, where no status stands beside it.
pub(crate) struct Event {
    pub name: &'static str,
    pub means: Means,
}

pub(crate) enum Means {
    /// The same as this status word.
    Word(&'static str),
    /// Something that no single status word says.
    Rule(Rule),
}

/// Steps from each of some words to each of others. Of rows that state the same step, the first counts.
///
/// A word that means something else beside a field is written with the path of the field: `COMPLETED?metadata.note`.
pub(crate) struct Edges {
    /// None: in every direction.
    pub direction: Option<Direction>,
    pub from: &'static [&'static str],
    pub to: &'static [&'static str],
    pub basis: EdgeBasis,
    /// It is drawn, and the provider's own text contradicts it.
    pub refused: bool,
}

const fn edges(
    direction: Option<Direction>,
    from: &'static [&'static str],
    to: &'static [&'static str],
    basis: EdgeBasis,
) -> Edges {
    Edges { direction, from, to, basis, refused: false }
}

/// Steps that the provider's diagram has.
pub(crate) const fn drawn(
    direction: Option<Direction>,
    from: &'static [&'static str],
    to: &'static [&'static str],
) -> Edges {
    edges(direction, from, to, EdgeBasis::Drawn)
}

/// Steps that the provider's text tells of.
pub(crate) const fn said(
    direction: Option<Direction>,
    from: &'static [&'static str],
    to: &'static [&'static str],
) -> Edges {
    edges(direction, from, to, EdgeBasis::Said)
}

/// Steps that follow from what the provider says.
pub(crate) const fn implied(
    direction: Option<Direction>,
    from: &'static [&'static str],
    to: &'static [&'static str],
) -> Edges {
    edges(direction, from, to, EdgeBasis::Implied)
}

impl Edges {
    pub(crate) const fn refused(self) -> Self {
        Self { refused: true, ..self }
    }
}

/// The time to pay, counted from the creation.
pub(crate) struct Window {
    /// None: in every direction.
    pub direction: Option<Direction>,
    pub crypto_minutes: i64,
    pub fiat_minutes: i64,
    /// The fiat currencies that the provider takes; anything else is a coin.
    pub fiat: &'static [&'static str],
}

/// How long networks usually take to confirm a payment.
pub(crate) struct Usual {
    /// As payloads write them, or the coins, where a payload names no network.
    pub networks: &'static [&'static str],
    pub min_seconds: u32,
    pub max_seconds: u32,
    /// The page that says so.
    pub docs: &'static str,
}

/// Currencies, as the provider writes them, that have no hundred of smallest units.
pub(crate) struct Units {
    pub ones: &'static [&'static str],
    pub thousands: &'static [&'static str],
}

/// Where an error answer says what is wrong.
pub(crate) struct ErrorFields {
    pub code: &'static [Path],
    pub message: &'static [Path],
    /// An HTTP status repeated in the body, which counts where HTTP itself says 200.
    pub status: &'static [Path],
    /// The order that the error concerns.
    pub order: &'static [Path],
    pub checkout: &'static [Path],
}

/// What an error answer means; the first row that fits counts.
pub(crate) struct Fault {
    pub known_by: KnownBy,
    pub kind: ProblemKind,
    /// Who must act, where it is not whom such a problem usually concerns.
    pub actor: Option<Actor>,
    /// What to do, where it is not what usually helps.
    pub remedy: Option<ActionKind>,
}

/// By what an error is recognised.
pub(crate) enum KnownBy {
    /// The provider's own code.
    Code(&'static str),
    /// The HTTP status.
    Http(u16),
    /// A part of the message.
    Says(&'static str),
}

/// An error that has a code of the provider's own.
pub(crate) const fn code(code: &'static str, kind: ProblemKind) -> Fault {
    Fault { known_by: KnownBy::Code(code), kind, actor: None, remedy: None }
}

/// An error that is known by its HTTP status.
pub(crate) const fn http(status: u16, kind: ProblemKind) -> Fault {
    Fault { known_by: KnownBy::Http(status), kind, actor: None, remedy: None }
}

/// An error that is known by its words.
pub(crate) const fn says(text: &'static str, kind: ProblemKind) -> Fault {
    Fault { known_by: KnownBy::Says(text), kind, actor: None, remedy: None }
}

impl Fault {
    pub(crate) const fn acted_on_by(self, actor: Actor) -> Self {
        Self { actor: Some(actor), ..self }
    }
    pub(crate) const fn mended_by(self, remedy: ActionKind) -> Self {
        Self { remedy: Some(remedy), ..self }
    }
}
