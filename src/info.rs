//! What is covered, as data: for tables in documents and on pages, and for tests.

use alloc::string::String;
use alloc::vec::Vec;

use crate::tables::{Condition, PROVIDERS, Provider, Rule, Shape};
use crate::text::add;
use crate::vocabulary::{
    Actor, Direction, Finality, Fulfilment, Money, MoneyBasis, Reason, RuleBasis, SourceKind, Status,
};

/// A provider that is covered.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct ProviderInfo {
    /// What `Order.provider` says: `"transak"`.
    pub id: &'static str,
    /// How the provider writes itself: `"Transak"`.
    pub name: &'static str,
    /// The page that the status words were read from.
    pub docs: &'static str,
    /// Which ways its orders go.
    pub directions: &'static [Direction],
    /// The forms of payload that are recognised.
    pub shapes: Vec<ShapeInfo>,
    /// The status words and what each means.
    pub words: Vec<WordInfo>,
    /// The event names that are read where no status stands beside them.
    pub events: Vec<&'static str>,
}

/// One form of payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct ShapeInfo {
    /// What it is called here.
    pub name: &'static str,
    /// How it is sent.
    pub kind: SourceKind,
    /// The page that describes it.
    pub docs: &'static str,
}

/// What one status word means in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct WordInfo {
    /// The provider's word.
    pub word: &'static str,
    /// None: in every direction.
    pub direction: Option<Direction>,
    /// What else must hold, in short; none for the plain row.
    pub when: Option<String>,
    /// Where the order stands.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason>,
    /// Where the money is.
    pub money: Money,
    /// How well founded that is.
    pub money_basis: Option<MoneyBasis>,
    /// Whether goods may be handed over, given trust.
    pub fulfilment: Fulfilment,
    /// Who must act next.
    pub actor: Actor,
    /// Whether the order can still move.
    pub finality: Finality,
    /// Where the row comes from.
    pub basis: RuleBasis,
    /// The page that it was read from.
    pub docs: &'static str,
}

/// Every provider that is covered, with its words and payload forms.
///
/// ```
/// let ids: Vec<&str> = orderstate::providers().iter().map(|provider| provider.id).collect();
/// assert!(ids.contains(&"banxa"));
/// ```
#[must_use]
pub fn providers() -> Vec<ProviderInfo> {
    PROVIDERS.iter().map(info).collect()
}

fn info(provider: &Provider) -> ProviderInfo {
    ProviderInfo {
        id: provider.id.as_str(),
        name: provider.name.as_str(),
        docs: provider.docs.as_str(),
        directions: provider.directions.rows(),
        shapes: provider.shapes.rows().iter().map(ShapeInfo::of).collect(),
        words: provider.rules.rows().iter().map(word).collect(),
        events: provider.events.rows().iter().map(|event| event.name.as_str()).collect(),
    }
}

fn word(rule: &Rule) -> WordInfo {
    let mut when = String::new();
    in_words(rule, &mut when);
    WordInfo {
        word: rule.word.as_str(),
        direction: rule.direction,
        when: (!when.is_empty()).then_some(when),
        status: rule.status,
        reason: rule.reason,
        money: rule.money,
        money_basis: rule.money_basis,
        fulfilment: rule.fulfilment,
        actor: rule.actor,
        finality: rule.finality,
        basis: rule.basis,
        docs: rule.docs.as_str(),
    }
}

impl ShapeInfo {
    pub(crate) fn of(shape: &Shape) -> Self {
        Self { name: shape.name.as_str(), kind: shape.kind, docs: shape.docs.as_str() }
    }
}

/// Writes the conditions of a row as a reader of a table wants them; nothing for the plain row.
pub(crate) fn in_words(rule: &Rule, text: &mut String) {
    let mut comma = "";
    for condition in rule.when.rows() {
        text.push_str(comma);
        condition_in_words(condition, text);
        comma = ", ";
    }
}

/// The same of one condition.
pub(crate) fn condition_in_words(condition: &Condition, text: &mut String) {
    let parts = match *condition {
        Condition::Has(_, path) => [path.as_str(), " is given", ""],
        Condition::Is(_, path, text) => [path.as_str(), " is ", text.as_str()],
        Condition::Begins(_, path, text) => [path.as_str(), " begins with ", text.as_str()],
        Condition::In(_, _, texts) | Condition::Detail(texts) => {
            let what = if let Condition::In(_, path, _) = condition { path.as_str() } else { "the detail" };
            add(text, &[what, " is one of"]);
            texts.rows().iter().for_each(|one| add(text, &[" ", one.as_str()]));
            return;
        }
        Condition::PaidUnder => ["less was paid than asked", "", ""],
        Condition::PaidOver => ["more was paid than asked", "", ""],
        Condition::PaidLate => ["it was paid after the expiry", "", ""],
        Condition::Previously(word) => ["it was ", word.as_str(), " before"],
    };
    add(text, &parts);
}
