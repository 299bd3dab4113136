//! What rows have in common as they are written, in `src/provider`, and as they are compiled, in `src/tables.rs`.

use crate::vocabulary::{ActionKind, Audience, When};

/// Where a payload came from, as far as shapes care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// JSON text, or an object that was written as JSON.
    Json,
    /// The query of a URL.
    Query,
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
    pub backoff: f32,
    pub cap_ms: u32,
}
