//! What is made of a payload.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Actor, Audience, Direction, Environment, ExpiryBasis, Finality, Fulfilment, Money,
    MoneyBasis, Reason, RuleBasis, SourceKind, Stage, Status, Tone, Trust, Warning, When,
};

/// One order, normalized: plain data, to be compared, stored or sent as it is.
///
/// What a payload does not say is `None`, never an empty string, a zero or a placeholder.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Order {
    /// Who sent the payload: `"transak"`.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::wire::provider"))]
    pub provider: ProviderId,
    /// The provider behind an aggregator, as the aggregator calls it.
    pub via: Option<String>,
    /// Which way the order goes, where the payload or the context says so.
    pub direction: Option<Direction>,
    /// How the provider said it.
    pub kind: SourceKind,
    /// How the payload reached the caller.
    pub trust: Trust,
    /// The provider's id of the order.
    pub id: Option<String>,
    /// The caller's own id of the order.
    pub reference: Option<String>,
    /// The provider's own status word, untouched. For logs; branch on `status`.
    pub word: Option<String>,
    /// The provider's own event name, untouched.
    pub event: Option<String>,
    /// Where the order stands.
    pub status: Status,
    /// Why it stands there.
    pub reason: Option<Reason>,
    /// What the provider adds in its own words. For logs and support; not for customers.
    pub detail: Option<String>,
    /// Where the customer's money, or what it buys, is.
    pub money: Money,
    /// How well founded `money` is; none where it is unknown.
    pub money_basis: Option<MoneyBasis>,
    /// Whether real money is meant.
    pub environment: Environment,
    /// Whether goods may be handed over.
    pub fulfilment: Fulfilment,
    /// Who must act next.
    pub actor: Actor,
    /// Whether the order can still move.
    pub finality: Finality,
    /// Until when a reopenable order can come back, where that is known.
    pub reopenable_until: Option<Time>,
    /// How far along the way, for steppers.
    pub progress: Option<Progress>,
    /// The colour of a badge.
    pub tone: Tone,
    /// What each side can do next, first things first.
    pub actions: Vec<Action>,
    /// Whether and when to ask the provider again.
    pub poll: Poll,
    /// When the time to pay runs out.
    pub expires_at: Option<Time>,
    /// Where that is known from; none where it is not known.
    pub expires_basis: Option<ExpiryBasis>,
    /// How long the network that the order waits for usually takes; none where the order waits for none, or the provider
    /// documents no usual time of it.
    pub eta: Option<Eta>,
    /// Whether it takes much longer than that: more than three times as long since the order changed last, and five minutes
    /// more, by which two clocks may differ. None where there is no usual time, no time of the last change, or no present
    /// time.
    pub slow: Option<bool>,
    /// When things happened.
    pub times: Times,
    /// How much.
    pub amounts: Amounts,
    /// The hash of the transaction that delivers or pays.
    pub tx_hash: Option<String>,
    /// Where to send people.
    pub links: Links,
    /// Which rule decided, and what to know about it.
    pub rule: Applied,
}

/// A provider's id, as [`providers`](crate::providers) lists them: `"transak"`.
pub type ProviderId = &'static str;

/// How far along the way an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Progress {
    /// The part of the way.
    pub stage: Stage,
    /// Which step it is, from 1.
    pub step: u8,
    /// How many steps there are.
    pub of: u8,
}

/// One thing that somebody can do next.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Action<S = String> {
    /// What to do.
    pub kind: ActionKind,
    /// Who does it.
    pub audience: Audience,
    /// Whether nothing moves until it is done.
    pub blocking: bool,
    /// The answer to "have you paid already?" that it depends on, if any.
    pub when: Option<When>,
    /// Where to do it.
    pub url: Option<S>,
    /// The address to send coins to.
    pub address: Option<S>,
    /// How much to pay or send.
    pub amount: Option<Amount<S>>,
    /// Until when.
    pub deadline: Option<Time>,
}

/// Whether and when to ask the provider again.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Poll {
    /// Nothing more will come: stop asking.
    pub stop: bool,
    /// Milliseconds to wait before the next question; none once stopped.
    pub after_ms: Option<u32>,
    /// For how many milliseconds to keep to that wait before it grows; none once stopped.
    pub steady_ms: Option<u32>,
    /// What to multiply the wait with after each question.
    pub backoff: f32,
    /// The longest wait, in milliseconds.
    pub cap_ms: Option<u32>,
    /// When to give up asking. Giving up says nothing about the order.
    pub give_up_at: Option<Time>,
    /// Whether the provider pushes what happens, to whoever has set up its webhooks or listens to its socket: then to ask is
    /// for whoever cannot wait, and to reconcile.
    pub push: bool,
}

/// How long something usually takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Eta {
    /// Milliseconds at the least.
    pub min_ms: u32,
    /// Milliseconds at the most.
    pub max_ms: u32,
    /// The page that says so.
    pub docs: Cow<'static, str>,
}

/// When things happened, by the provider's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Times {
    /// The order was made.
    pub created: Option<Time>,
    /// The order changed last.
    pub updated: Option<Time>,
    /// The provider confirmed the payment. A mark by the customer is not that.
    pub paid: Option<Time>,
    /// The order was completed.
    pub completed: Option<Time>,
}

/// How much is asked, was paid, and is received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Amounts {
    /// What is asked of the payer.
    pub expected: Option<Amount>,
    /// What the payer sent.
    pub paid: Option<Amount>,
    /// What the payee gets.
    pub received: Option<Amount>,
}

/// One amount of money or coins.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Amount<S = String> {
    /// A decimal number with the provider's own digits: `"0.00450"`. Never a float.
    pub value: S,
    /// The currency or coin, as the provider writes it.
    pub currency: Option<S>,
    /// The network of a coin, as the provider writes it.
    pub network: Option<S>,
}

/// Where to send people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Links<S = String> {
    /// The provider's page on which the customer pays or goes on.
    pub checkout: Option<S>,
    /// The provider's page that shows the order.
    pub status: Option<S>,
    /// The transaction in an explorer.
    pub transaction: Option<S>,
}

/// Which rule decided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Applied {
    /// The rule's name: `"transak.buy.COMPLETED"`; none where no rule applied.
    pub id: Option<String>,
    /// Where the rule comes from.
    pub basis: Option<RuleBasis>,
    /// The page that it was read from.
    pub docs: Cow<'static, str>,
    /// Whether a table knows the word.
    pub known: bool,
    /// What else to know.
    pub warnings: Vec<Warning>,
}

pub(crate) fn owned(text: Option<&str>) -> Option<String> {
    text.map(Into::into)
}

impl Action<&str> {
    pub(crate) fn into_owned(self) -> Action {
        Action {
            kind: self.kind,
            audience: self.audience,
            blocking: self.blocking,
            when: self.when,
            url: owned(self.url),
            address: owned(self.address),
            amount: self.amount.map(Amount::into_owned),
            deadline: self.deadline,
        }
    }
}

impl Amount<&str> {
    pub(crate) fn into_owned(self) -> Amount {
        Amount { value: self.value.into(), currency: owned(self.currency), network: owned(self.network) }
    }
}
