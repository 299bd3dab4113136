//! What the caller knows beside the payload.

use alloc::string::String;

use crate::error::{Error, ErrorCode};
use crate::time::Time;
use crate::vocabulary::{Direction, SourceKind, Trust};

/// What the caller knows beside the payload. Everything is optional; `Context::default()` knows nothing.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Context {
    /// Whose payload it is. Without it, the payload is recognised by its shape.
    pub provider: Option<String>,
    /// Which way the order goes, for payloads that do not say.
    pub direction: Option<Direction>,
    /// How the provider said it, where the shape alone would mislead.
    pub kind: Option<SourceKind>,
    /// How the payload reached you: `api`, `unverified` or `hint`. Without it: `unverified`, on which nothing may be
    /// handed over. If you checked a signature yourself, state `api`.
    pub trust: Option<Trust>,
    /// What was sold, to be compared with what the payload says.
    pub expect: Option<Expect>,
    /// Whether test orders may be fulfilled.
    pub accept_test: bool,
    /// Whether the merchant holds the customer's coins and sends them itself.
    pub custodial: bool,
    /// How large and how deep a payload may be.
    pub limits: Limits,
    /// The present time. There is no clock inside: what needs the time is none without it.
    pub now: Option<Time>,
    /// The status word that this order had before, where you kept it.
    pub previous_word: Option<String>,
    /// By how many seconds the time of a webhook may differ from `now`, instead of what its provider says: for
    /// [`verify`](crate::webhook::verify) alone.
    #[cfg(feature = "webhook")]
    pub tolerance: Option<u32>,
    /// Only what checks signatures can make one.
    pub(crate) proof: Option<Proof>,
}

#[cfg(feature = "webhook")]
pub(crate) use crate::webhook::Proof;

/// There is none where nothing is checked.
#[cfg(not(feature = "webhook"))]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Proof {}

/// What was sold. Each part that is given must be found in the payload before goods may be handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expect {
    /// Your own id of the order; compared with the provider's id where the payload carries no reference.
    pub reference: Option<String>,
    /// A decimal number.
    pub amount: Option<String>,
    /// The currency of the amount.
    pub currency: Option<String>,
}

/// How large and how deep a payload may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of text: 1 MiB.
    pub bytes: usize,
    /// Maps and lists within each other: 128.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1 << 20, depth: 128 }
    }
}

impl Context {
    /// Refuses what no caller can know.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.trust == Some(Trust::Verified) {
            let why =
                "the context's `trust` cannot be `verified`: that is proven here, not stated; state `api`";
            return Err(Error::new(ErrorCode::BadContext, &[why]));
        }
        Ok(())
    }

    /// A context that names the provider.
    #[must_use]
    pub fn of(provider: &str) -> Self {
        Self { provider: Some(provider.into()), ..Self::default() }
    }

    /// States how the payload reached you.
    #[must_use]
    pub fn trusted_as(self, trust: Trust) -> Self {
        Self { trust: Some(trust), ..self }
    }

    /// States which way the order goes.
    #[must_use]
    pub fn going(self, direction: Direction) -> Self {
        Self { direction: Some(direction), ..self }
    }

    /// States what was sold.
    #[must_use]
    pub fn expecting(self, expect: Expect) -> Self {
        Self { expect: Some(expect), ..self }
    }

    /// States the present time.
    #[must_use]
    pub fn at(self, now: Time) -> Self {
        Self { now: Some(now), ..self }
    }
}

impl Expect {
    /// Expects this id of yours, this decimal amount and this currency.
    #[must_use]
    pub fn new(reference: Option<&str>, amount: Option<&str>, currency: Option<&str>) -> Self {
        Self {
            reference: reference.map(Into::into),
            amount: amount.map(Into::into),
            currency: currency.map(Into::into),
        }
    }
}
