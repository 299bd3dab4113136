//! What rows have in common as they are written, in `src/provider`, and as they are compiled, in `src/tables.rs`.

use crate::vocabulary::{Account, ActionKind, Audience, Onboarding, Permission, Requirement, When};

/// Where a payload came from, as far as shapes care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// JSON text, or an object that was written as JSON.
    Json,
    /// The query of a URL.
    Query,
}

/// A text that an order is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Word,
    /// What is spoken of, where words mean something else of each.
    Family,
    /// A second status that should agree with the first.
    SecondWord,
    Event,
    Id,
    Reference,
    /// The provider behind an aggregator.
    Via,
    Direction,
    Detail,
    Created,
    Updated,
    Paid,
    Completed,
    Expires,
    TxHash,
    Address,
    Memo,
    Checkout,
    StatusPage,
    TransactionPage,
    /// How many decimal places its amounts have that are in units of their own.
    Decimals,
    // Of each role the value, the currency and the network, side by side.
    Expected,
    ExpectedCurrency,
    ExpectedNetwork,
    Due,
    DueCurrency,
    DueNetwork,
    PaidAmount,
    PaidCurrency,
    PaidNetwork,
    Received,
    ReceivedCurrency,
    ReceivedNetwork,
    Missing,
    MissingCurrency,
    MissingNetwork,
}

/// Whose an amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// What is asked of the payer, in the merchant's terms.
    Expected,
    /// The same in the coins that the payer chose.
    Due,
    /// What the payer sent.
    Paid,
    /// What the payee gets.
    Received,
    /// What is still to be paid, once a part has come.
    Missing,
}

impl Role {
    /// The value, the currency and the network.
    pub(crate) const fn slots(self) -> [Slot; 3] {
        match self {
            Self::Expected => [Slot::Expected, Slot::ExpectedCurrency, Slot::ExpectedNetwork],
            Self::Due => [Slot::Due, Slot::DueCurrency, Slot::DueNetwork],
            Self::Paid => [Slot::PaidAmount, Slot::PaidCurrency, Slot::PaidNetwork],
            Self::Received => [Slot::Received, Slot::ReceivedCurrency, Slot::ReceivedNetwork],
            Self::Missing => [Slot::Missing, Slot::MissingCurrency, Slot::MissingNetwork],
        }
    }
}

/// Something that somebody can do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub kind: ActionKind,
    pub audience: Audience,
    pub blocking: bool,
    pub when: Option<When>,
    pub given: Given,
}

/// How many steps a row may have.
pub(crate) const MAX_STEPS: usize = 5;

/// On what a step depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    Always,
    /// The payload has a transaction's hash.
    Hash,
    /// The payload has a link to go on with.
    Link,
    /// The merchant holds the customer's coins.
    Custodial,
    /// The customer holds them.
    NotCustodial,
}

pub(crate) const fn customer(kind: ActionKind) -> Step {
    Step { kind, audience: Audience::Customer, blocking: false, when: None, given: Given::Always }
}

pub(crate) const fn merchant(kind: ActionKind) -> Step {
    Step { kind, audience: Audience::Merchant, blocking: false, when: None, given: Given::Always }
}

impl Step {
    pub(crate) const fn blocking(self) -> Self {
        Self { blocking: true, ..self }
    }
}

/// How often to ask.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PollAdvice {
    pub after_ms: u32,
    /// How long to keep to that before the wait grows.
    pub steady_ms: u32,
    pub backoff: f32,
    pub cap_ms: u32,
}

/// What a word says of a customer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Says {
    Onboarding(Onboarding),
    Account(Account),
    MayOrder(Permission),
    /// Whether what was refused may be handed in again.
    MayRetry(Permission),
    Missing(Requirement),
}
