//! From what a payload says to an order: the rule applied, and every claim held to the trust it deserves.
//!
//! Knows no provider. The steps stand in the order in which they are taken.

use core::cmp::Ordering;

use crate::context::{Context, Expect};
use crate::decimal;
use crate::draft::{Draft, Warnings};
use crate::extract::{Place, Said, any};
use crate::lookup;
use crate::read::Arena;
use crate::row::{Given, Role, Slot, Step};
use crate::tables::{self, Condition, Provider, Span, Usual};
use crate::text::{before, split_once};
use crate::time::{CLOCKS_APART, Time};
use crate::vocabulary::{
    ActionKind, Actor, Direction, Environment, ExpiryBasis, Finality, Fulfilment, Money, MoneyBasis,
    SourceKind, Status, Trust, Warning,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// What is known about a payload beside what it says.
pub(crate) struct Situation<'p, 'a> {
    pub place: Place<'p, 'a>,
    /// The shape is one that passes through the customer's browser; no context can lift that.
    pub hint: bool,
    pub context: &'p Context,
}

/// Decides on what is said.
pub(crate) fn refine<'a>(draft: &mut Draft<'a>, situation: &Situation<'_, 'a>) {
    let Situation { place, context, .. } = situation;
    let provider = place.provider;
    let Draft { said, warnings, .. } = draft;
    said.settle(place.payload.arena, warnings);
    draft.direction = way(said, situation, warnings);
    said.read_directed(place, draft.direction);
    said.tidy(place);
    said.weigh(place, warnings);
    draft.trust = trust(draft.kind, situation);
    draft.environment = environment(place, said);
    decide(draft, situation);
    draft.known = draft.found.is_some();
    draft.steps.add(draft.rule.actions);

    if let Money::NotTaken | Money::Unknown = draft.rule.money {
        draft.said.nothing_moved();
    }
    let has = |slot| draft.said.get(slot).is_some();
    let paid = has(Slot::Paid);
    if draft.rule.money_basis == Some(MoneyBasis::Assumed) && (paid || has(Slot::PaidAmount)) {
        draft.lose_money();
    }
    if context.custodial && draft.rule.actions.rows().iter().any(|step| step.given == Given::Custodial) {
        draft.rule.actor = Actor::Merchant;
    }
    if draft.said.get(Slot::Expires).is_some() {
        draft.expires_basis = Some(ExpiryBasis::Provider);
    } else if let Some(end) = window(draft, context) {
        draft.said.set_time(Slot::Expires, Some(end), place.payload.arena);
        draft.expires_basis = Some(ExpiryBasis::Window);
    }
    if draft.rule.actor == Actor::Network && provider.usual != Span::NONE {
        draft.usual = usual(draft);
        draft.slow = slow(draft, context);
        if draft.slow == Some(true) {
            draft.delay();
        }
    }
    let claims_success = draft.rule.fulfilment == Fulfilment::Yes;
    match draft.trust {
        Trust::Verified | Trust::Api => {}
        Trust::Unverified if claims_success => {
            draft.without_merchant();
            draft.withhold(Warning::Unverified, ActionKind::RefreshStatus);
        }
        Trust::Unverified => {}
        Trust::Hint => draft.cap_to_hint(),
    }
    let (word, second) = (draft.said.get(Slot::Word), draft.said.get(Slot::SecondWord));
    if second.is_some() && second != word {
        draft.withhold(Warning::StatusesDisagree, ActionKind::RefreshStatus);
    }
    if let Some(expect) = &context.expect {
        check(expect, draft, place.payload.arena);
    }
    if draft.environment == Environment::Test && !context.accept_test && claims_success {
        draft.withhold(Warning::TestOrder, ActionKind::HoldFulfilment);
    }
    let with = provider.paid_with;
    if paid && with != Span::NONE && word.is_some_and(|word| !any(with, word)) {
        draft.warnings.note(Warning::PaidTimeUnexpected);
    }

    draft.reopenable_until = reopens(draft);
    if matches!((draft.reopenable_until, context.now), (Some(until), Some(now)) if now > until) {
        draft.end_for_good();
    }
    let Draft { steps, said, .. } = draft;
    steps.retain(&|step| allows(said, step, context));
    let given = [Slot::Memo, Slot::Address].iter().all(|slot| draft.said.get(*slot).is_some());
    if given && draft.steps.iter().any(|step| draft.needs(step).address.is_some()) {
        draft.said.set(Slot::Address, "");
        draft.warnings.note(Warning::MemoNeeded);
    }
    if place.payload.inexact() {
        draft.warnings.note(Warning::NumberBeyondDouble);
    }
}

/// Whether what a step depends on is there.
fn allows(said: &Said<'_>, step: &Step, context: &Context) -> bool {
    match step.given {
        Given::Always => true,
        Given::Hash => said.get(Slot::TxHash).is_some(),
        Given::Link => said.get(Slot::Checkout).is_some(),
        Given::Custodial => context.custodial,
        Given::NotCustodial => !context.custodial,
    }
}

/// The direction that the payload states, else the provider's only one, else the context's. What contradicts is noted.
fn way(said: &Said<'_>, situation: &Situation<'_, '_>, warnings: &mut Warnings) -> Option<Direction> {
    let provider = situation.place.provider;
    let stated =
        said.direction(provider).or(situation.place.shape.way).or(match provider.directions.rows() {
            [only] => Some(*only),
            _ => None,
        });
    // A direction in which the provider has no orders is no answer either.
    let possible =
        |way: &Direction| stated.map_or(provider.directions.rows().contains(way), |stated| stated == *way);
    let supplied = situation.context.direction;
    if supplied.is_some_and(|way| !possible(&way)) {
        warnings.note(Warning::DirectionConflict);
    }
    stated.or(supplied.filter(possible))
}

/// Finds the rule for what the payload says.
fn decide(draft: &mut Draft<'_>, situation: &Situation<'_, '_>) {
    let Draft { provider, direction, said, warnings, .. } = draft;
    let holds = |condition: &Condition| match *condition {
        Condition::Detail(texts) => said.get(Slot::Detail).is_some_and(|text| any(texts, text)),
        Condition::PaidUnder => paid_against_asked(said) == Some(Ordering::Less),
        Condition::PaidOver => paid_against_asked(said) == Some(Ordering::Greater),
        Condition::PaidLate => {
            let (paid, expires) = (said.get(Slot::Paid), said.get(Slot::Expires));
            paid_against_asked(said).is_none_or(Ordering::is_eq)
                && matches!((paid, expires), (Some(paid), Some(expires)) if paid > expires)
        }
        Condition::Previously(word) => {
            situation.context.previous_word.as_deref().is_some_and(|said| word.is(said))
        }
        Condition::Has(..) | Condition::Is(..) | Condition::Begins(..) | Condition::In(..) => {
            situation.place.holds(condition)
        }
    };
    let (word, event) = (said.get(Slot::Word), said.get(Slot::Event));
    let family = said.get(Slot::Family).unwrap_or(situation.place.shape.family.as_str());
    let mut found = word.and_then(|word| lookup::word(provider, *direction, [family, word], &holds));
    // Some write an event's name where a status belongs.
    if let (None, Some(event)) = (&found, word.or(event)) {
        found = lookup::event(provider, *direction, event, &holds);
        if word.is_none() || found.is_some() {
            warnings.note(Warning::EventOnly);
        }
        if found.is_none() {
            warnings.note(Warning::UnknownWord);
            draft.rule = tables::UNKNOWN;
            return;
        }
    }
    let silent = || lookup::silence(situation.place.shape.silent, &holds);
    let Some(found) = found.or_else(silent) else {
        warnings.note(Warning::WordAbsent);
        draft.rule = tables::SILENT;
        return;
    };
    if let Some(warning) = found.warning {
        warnings.note(warning);
    }
    draft.rule = found.rule();
    draft.found = Some(found.way);
}

fn trust(kind: SourceKind, situation: &Situation<'_, '_>) -> Trust {
    let browser = matches!(kind, SourceKind::Widget | SourceKind::Redirect);
    let context = situation.context;
    match (situation.hint || browser, &context.proof) {
        (true, _) => Trust::Hint,
        (false, Some(_)) => Trust::Verified,
        (false, None) => context.trust.unwrap_or(Trust::Unverified),
    }
}

/// Live or test, by the provider's marks and by the hosts of its own links.
fn environment(place: &Place<'_, '_>, said: &Said<'_>) -> Environment {
    let provider = place.provider;
    let marked = |marks: Span<Condition>| marks.rows().iter().any(|mark| place.holds(mark));
    if marked(provider.test_marks) {
        return Environment::Test;
    }
    let mut known = if marked(provider.live_marks) { Environment::Live } else { Environment::Unknown };
    for slot in [Slot::Checkout, Slot::StatusPage] {
        match said.get(slot).and_then(|link| environment_of(provider, link)) {
            Some(environment) if known != Environment::Test => known = environment,
            Some(_) | None => {}
        }
    }
    known
}

/// What the host of a link says, where it is one of the provider's.
pub(crate) fn environment_of(provider: &Provider, link: &str) -> Option<Environment> {
    let host = host(link)?;
    let mut hosts = provider.hosts.rows().iter();
    hosts.find(|(name, _)| is_below(host, name.as_str())).map(|(_, environment)| *environment)
}

/// Whether a host has that name or is below it; a name that begins with `-` is the end of one.
fn is_below(host: &str, name: &str) -> bool {
    let rest = host.strip_suffix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.') || name.starts_with('-'))
}

fn host(link: &str) -> Option<&str> {
    split_once(link, "://").map(|(_, rest)| before(rest, b"/?#:"))
}

/// How what was paid compares with what was asked, where both are in the same currency.
fn paid_against_asked(said: &Said<'_>) -> Option<Ordering> {
    let paid = said.get(Slot::PaidAmount)?;
    let currency = said.get(Slot::PaidCurrency)?;
    [Role::Due, Role::Expected].into_iter().find_map(|role| {
        let [value, asked, _] = role.slots();
        let comparable = said.get(asked) == Some(currency);
        said.get(value).filter(|_| comparable).map(|value| decimal::compare(paid, value))
    })
}

/// The coin or currency that the payer chose or paid in, and its network.
fn chosen<'a>(said: &Said<'a>) -> Option<(&'a str, Option<&'a str>)> {
    let role = if said.get(Slot::Due).is_some() { Role::Due } else { Role::Paid };
    let [value, currency, network] = role.slots();
    said.get(value).and_then(|_| Some((said.get(currency)?, said.get(network))))
}

/// How long the network usually takes that the payment is on.
fn usual(draft: &Draft<'_>) -> Option<&'static Usual> {
    let (currency, network) = chosen(&draft.said)?;
    let name = network.unwrap_or(currency);
    draft.provider.usual.rows().iter().find(|usual| any(usual.networks, name))
}

/// So many times the longest usual time is too long. Blocks come by chance: of payments that are to wait for six of Bitcoin's,
/// an hour on the average, one in fifty takes two hours, and one in three thousand three.
const SLOW: i64 = 3;

/// Whether it takes too long, where the last change and the present time are known.
fn slow(draft: &Draft<'_>, context: &Context) -> Option<bool> {
    let longest = i64::from(draft.usual?.max_ms) * SLOW + CLOCKS_APART;
    let since = draft.said.time(Slot::Updated)?;
    Some(context.now? > since.plus_millis(longest)?)
}

/// Creation plus the documented time to pay, for an order that still waits for its payment or waited in vain, whose currency is
/// chosen where that matters, and when the caller says what time it is.
fn window(draft: &Draft<'_>, context: &Context) -> Option<Time> {
    let window = draft.provider.window.as_ref()?;
    context.now?;
    if window.direction.is_some() && window.direction != draft.direction {
        return None;
    }
    let (Status::Created | Status::AwaitingPayment | Status::PaymentSubmitted | Status::Expired) =
        draft.rule.status
    else {
        return None;
    };
    let (fiat, crypto) = (window.fiat_minutes, window.crypto_minutes);
    let minutes = if fiat == crypto || any(window.fiat, chosen(&draft.said)?.0) { fiat } else { crypto };
    draft.said.time(Slot::Created)?.plus_millis(minutes.checked_mul(MINUTE)?)
}

/// Until when late payments still count, for the coins for which the provider says so.
fn reopens(draft: &Draft<'_>) -> Option<Time> {
    let (coins, hours) = draft.provider.late?;
    if draft.rule.finality != Finality::Reopenable || !any(coins, chosen(&draft.said)?.0) {
        return None;
    }
    draft.said.time(Slot::Expires)?.plus_millis(hours.checked_mul(HOUR)?)
}

/// Compares what was sold with what the payload says. What it does not say is not proven.
#[cold]
fn check(expect: &Expect, draft: &mut Draft<'_>, arena: &Arena) {
    let said = &draft.said;
    let asked = said.amount(Role::Expected);
    let same_text = |wanted: &str, got: Option<&str>| got.map(|got| got == wanted);
    let same_amount = |wanted: &str| {
        let wanted = decimal::plain(wanted, arena);
        let same = |got: &str| wanted.is_some_and(|wanted| decimal::compare(wanted, got).is_eq());
        asked.as_ref().map(|got| same(got.value))
    };
    let answers = [
        expect
            .reference
            .as_deref()
            .map(|wanted| same_text(wanted, said.get(Slot::Reference).or(said.get(Slot::Id)))),
        expect
            .currency
            .as_deref()
            .map(|wanted| same_text(wanted, asked.as_ref().and_then(|got| got.currency))),
        expect.amount.as_deref().map(same_amount),
    ];
    for answer in answers.into_iter().flatten() {
        match answer {
            Some(true) => {}
            Some(false) => draft.withhold(Warning::ExpectationDiffers, ActionKind::ReviewPayment),
            None => draft.withhold(Warning::ExpectationUnproven, ActionKind::ReviewPayment),
        }
    }
}
