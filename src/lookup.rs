//! What a word means: the rule for it, by provider, direction and what else must hold.

use crate::tables::{ASK, Condition, Means, Provider, Rule, Span, Text};
use crate::vocabulary::{Actor, Direction, Finality, Fulfilment, Money, Reason, RuleBasis, Warning};

/// A rule, and how surely it is the one.
pub(crate) struct Found {
    row: &'static Rule,
    /// Another one, of which nobody can tell whether it is meant.
    other: Option<&'static Rule>,
    /// The direction in which it was found.
    pub way: Option<Direction>,
    pub warning: Option<Warning>,
}

impl Found {
    fn new(row: &'static Rule, way: Option<Direction>) -> Self {
        Self { row, other: None, way: row.direction.or(way), warning: None }
    }

    /// What holds.
    pub(crate) fn rule(&self) -> Rule {
        self.other.map_or(*self.row, |other| cautious(self.row, other))
    }
}

/// Whether a condition holds.
pub(crate) type Holds<'h> = &'h dyn Fn(&Condition) -> bool;

/// A word behind the family that it is of, which may be empty.
pub(crate) type Spoken<'s> = [&'s str; 2];

/// The rule for a status word, or for an event's name that stands where a word should.
pub(crate) fn word(
    provider: &Provider,
    direction: Option<Direction>,
    word: Spoken<'_>,
    holds: Holds<'_>,
) -> Option<Found> {
    if let Some(direction) = direction {
        let rule = pick(provider.rules, direction, word, holds)?;
        let warning = (rule.basis == RuleBasis::Undocumented).then_some(Warning::UndocumentedForDirection);
        return Some(Found { warning, ..Found::new(rule, Some(direction)) });
    }
    let mut rules = provider
        .directions
        .rows()
        .iter()
        .filter_map(|direction| pick(provider.rules, *direction, word, holds));
    let first = rules.next()?;
    let other = rules.find(|rule| !same_meaning(rule, first));
    Some(Found { row: first, other, way: None, warning: other.map(|_| Warning::DirectionMissing) })
}

/// The rule for an event's name, where no status stands beside it.
pub(crate) fn event(
    provider: &Provider,
    direction: Option<Direction>,
    event: &str,
    holds: Holds<'_>,
) -> Option<Found> {
    let (mut best, mut most) = (None, 0);
    for known in provider.events.rows() {
        let conditions = match &known.means {
            Means::Word(_) => &[],
            Means::Rule(rule) => rule.rows().first().map_or(&[][..], |rule| rule.when.rows()),
        };
        if conditions.len() >= most && known.name.is(event) && conditions.iter().all(holds) {
            (best, most) = (Some(&known.means), conditions.len());
        }
    }
    match best? {
        Means::Word(same) => word(provider, direction, ["", same.as_str()], holds),
        Means::Rule(rule) => rule.rows().first().map(|rule| Found::new(rule, direction)),
    }
}

/// The rule for a payload of this shape that has neither word nor event.
pub(crate) fn silence(rules: Span<Rule>, holds: Holds<'_>) -> Option<Found> {
    rules.rows().iter().find(|rule| rule.when.rows().iter().all(holds)).map(|rule| Found::new(rule, None))
}

/// The rule for a word in a direction; one whose conditions hold goes before one without.
fn pick(
    rules: Span<Rule>,
    direction: Direction,
    word: Spoken<'_>,
    holds: Holds<'_>,
) -> Option<&'static Rule> {
    let (mut best, mut most) = (None, 0);
    for rule in rules.rows() {
        if rule.direction.is_none_or(|way| way == direction) && is(rule.word, word) {
            let conditions = rule.when.rows();
            if conditions.len() >= most && conditions.iter().all(holds) {
                (best, most) = (Some(rule), conditions.len());
            }
        }
    }
    best
}

/// Whether a row is for a word: it is written as the word, or as `family/word`.
fn is(row: Text, [family, word]: Spoken<'_>) -> bool {
    if family.is_empty() {
        return row.is(word);
    }
    let rest = row.as_str().strip_prefix(family).and_then(|rest| rest.strip_prefix('/'));
    rest == Some(word)
}

fn same_meaning(a: &Rule, b: &Rule) -> bool {
    let comparable = |rule: &Rule| Rule {
        direction: None,
        basis: RuleBasis::Documented,
        money_basis: None,
        docs: a.docs,
        ..*rule
    };
    comparable(a) == comparable(b)
}

/// What two meanings of a word have in common: the less advanced status, and nothing to do but ask.
fn cautious(a: &Rule, b: &Rule) -> Rule {
    let rank = |rule: &Rule| rule.status.rank().unwrap_or(0);
    let less = if rank(b) < rank(a) { b } else { a };
    let agreed = |same: bool, reason: Option<Reason>| if same { reason } else { None };
    Rule {
        direction: None,
        reason: agreed(a.reason == b.reason, a.reason),
        money: if a.money == b.money { a.money } else { Money::Unknown },
        money_basis: if a.money == b.money { a.money_basis } else { None },
        fulfilment: if a.fulfilment == b.fulfilment { a.fulfilment } else { Fulfilment::Wait },
        finality: if a.finality == b.finality { a.finality } else { Finality::Open },
        actor: if a.actor == b.actor { a.actor } else { Actor::Merchant },
        basis: RuleBasis::Implied,
        actions: ASK,
        ..*less
    }
}
