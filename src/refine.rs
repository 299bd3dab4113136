//! From what a payload says to an order: the rule applied, and every claim held to the trust it deserves.
//!
//! Knows no provider. The steps stand in the order in which they are taken.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::context::{Context, Expect};
use crate::decimal;
use crate::draft::Draft;
use crate::extract::{Place, Said, has, note};
use crate::lookup::{self, Found};
use crate::order::{Poll, Progress};
use crate::read::Arena;
use crate::row::{Given, PollAdvice, Role, Slot, Step, customer, merchant};
use crate::tables::{self, Condition, Read, Rule, Span, Text};
use crate::text::{before, split_once};
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Actor, Audience, Direction, Environment, Finality, Fulfilment, Money, MoneyBasis, Reason,
    SourceKind, Stage, Status, Tone, Trust, Warning, When,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// What is known about a payload beside what it says.
pub(crate) struct Situation<'p, 'a> {
    pub place: Place<'p, 'a>,
    /// Where the fields are that depend on the direction.
    pub directed: Span<Read>,
    /// What it means when there is neither a word nor an event.
    pub silent: Span<Rule>,
    pub kind: SourceKind,
    /// The shape is one that passes through the customer's browser; no context can lift that.
    pub hint: bool,
    pub context: &'p Context,
}

/// Decides on what is said.
pub(crate) fn refine<'a>(mut said: Said<'a>, situation: &Situation<'_, 'a>) -> Draft<'a> {
    let Situation { place, kind, context, .. } = situation;
    let provider = place.provider;
    let mut warnings = Vec::new();
    said.settle(place.payload.arena, &mut warnings);
    let direction = way(&said, situation, &mut warnings);
    said.read(place, situation.directed, direction);
    said.tidy(place);
    said.weigh(place.payload.arena, &mut warnings);

    let holds = |condition: &Condition| match *condition {
        Condition::PaidUnder => paid_against_asked(&said) == Some(Ordering::Less),
        Condition::PaidOver => paid_against_asked(&said) == Some(Ordering::Greater),
        Condition::PaidLate => {
            let (paid, expires) = (said.get(Slot::Paid), said.get(Slot::Expires));
            paid_against_asked(&said).is_none_or(Ordering::is_eq)
                && matches!((paid, expires), (Some(paid), Some(expires)) if paid > expires)
        }
        Condition::Previously(word) => context.previous_word.as_deref() == Some(word.as_str()),
        Condition::Has(..) | Condition::Is(..) => place.holds(condition),
    };
    let (rule, found, known) = decide(&said, situation, direction, &holds, &mut warnings);
    if let Money::NotTaken | Money::Unknown = rule.money {
        said.nothing_moved();
    }

    let mut verdict = Verdict::of(&rule);
    if rule.money_basis == Some(MoneyBasis::Assumed)
        && (said.get(Slot::PaidAmount).is_some() || said.get(Slot::Paid).is_some())
    {
        // What the payload states ends what was assumed.
        verdict.money = Money::Unknown;
    }
    if context.custodial && rule.actions.rows().iter().any(|step| step.given == Given::Custodial) {
        verdict.actor = Actor::Merchant;
    }
    let trust = trust(situation);
    let environment = environment(place, &said);
    if let (None, Some(end)) = (said.get(Slot::Expires), window(&said, situation, &rule)) {
        said.set_time(Slot::Expires, Some(end), place.payload.arena);
    }
    let claims_success = rule.fulfilment == Fulfilment::Yes;
    match trust {
        Trust::Verified | Trust::Api => {}
        Trust::Unverified if claims_success => {
            note(&mut warnings, Warning::Unverified);
            verdict.steps.retain(|step| step.audience != Audience::Merchant);
            verdict.withhold(ActionKind::RefreshStatus);
        }
        Trust::Unverified => {}
        Trust::Hint => {
            note(&mut warnings, Warning::HintOnly);
            verdict.cap_to_hint();
        }
    }
    let second = said.get(Slot::SecondWord);
    if second.is_some() && second != said.get(Slot::Word) {
        note(&mut warnings, Warning::StatusesDisagree);
        verdict.withhold(ActionKind::RefreshStatus);
    }
    if let Some(expect) = &context.expect {
        check(expect, &said, place.payload.arena, &mut verdict, &mut warnings);
    }
    if environment == Environment::Test && !context.accept_test && claims_success {
        note(&mut warnings, Warning::TestOrder);
        verdict.withhold(ActionKind::HoldFulfilment);
    }
    let with = provider.paid_with;
    let alien = |word: &str| with != Span::NONE && !has(with, word);
    if said.get(Slot::Paid).is_some() && said.get(Slot::Word).is_some_and(alien) {
        note(&mut warnings, Warning::PaidTimeUnexpected);
    }

    let mut reopenable_until = reopens(&verdict, provider.late, &said);
    if matches!((reopenable_until, context.now), (Some(until), Some(now)) if now > until) {
        verdict.end_for_good();
        reopenable_until = None;
    }
    let poll = poll(&verdict, &provider.poll, reopenable_until);
    verdict.steps.retain(|step| allows(&said, step, context));
    if place.payload.inexact() {
        note(&mut warnings, Warning::NumberBeyondDouble);
    }
    Draft {
        provider,
        direction,
        kind: *kind,
        trust,
        status: verdict.status,
        reason: verdict.reason,
        money: verdict.money,
        money_basis: verdict.money_basis(&rule),
        environment,
        fulfilment: verdict.fulfilment,
        actor: verdict.actor,
        finality: verdict.finality,
        reopenable_until,
        progress: progress(verdict.status, direction),
        tone: tone(&verdict),
        steps: verdict.steps,
        poll,
        rule,
        found,
        known,
        warnings,
        said,
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
fn way(said: &Said<'_>, situation: &Situation<'_, '_>, warnings: &mut Vec<Warning>) -> Option<Direction> {
    let provider = situation.place.provider;
    let stated = said.direction(provider).or(match provider.directions.rows() {
        [only] => Some(*only),
        _ => None,
    });
    // A direction in which the provider has no orders is no answer either.
    let possible =
        |way: &Direction| stated.map_or(provider.directions.rows().contains(way), |stated| stated == *way);
    let supplied = situation.context.direction;
    if supplied.is_some_and(|way| !possible(&way)) {
        note(warnings, Warning::DirectionConflict);
    }
    stated.or(supplied.filter(possible))
}

/// The rule for what the payload says, in which direction it was found, and whether a table knows the word.
fn decide(
    said: &Said<'_>,
    situation: &Situation<'_, '_>,
    direction: Option<Direction>,
    holds: lookup::Holds<'_>,
    warnings: &mut Vec<Warning>,
) -> (Rule, Option<Option<Direction>>, bool) {
    let provider = situation.place.provider;
    let found = match (said.get(Slot::Word), said.get(Slot::Event)) {
        (Some(word), _) => lookup::word(provider, direction, word, holds).or_else(|| {
            // Some write an event's name where a status belongs.
            let found = lookup::event(provider, direction, word, holds)?;
            note(warnings, Warning::EventOnly);
            Some(found)
        }),
        (None, Some(event)) => {
            note(warnings, Warning::EventOnly);
            lookup::event(provider, direction, event, holds)
        }
        (None, None) => {
            let Some(Found { rule, way, .. }) = lookup::silence(situation.silent, holds) else {
                note(warnings, Warning::WordAbsent);
                return (tables::SILENT, None, false);
            };
            return (rule, Some(way), true);
        }
    };
    match found {
        Some(Found { rule, way, warning }) => {
            warnings.extend(warning);
            (rule, Some(way), true)
        }
        None => {
            note(warnings, Warning::UnknownWord);
            (tables::UNKNOWN, None, false)
        }
    }
}

/// What is decided so far, and what is still taken back from it.
struct Verdict {
    status: Status,
    reason: Option<Reason>,
    money: Money,
    fulfilment: Fulfilment,
    actor: Actor,
    finality: Finality,
    steps: Vec<Step>,
}

impl Verdict {
    fn of(rule: &Rule) -> Self {
        Self {
            status: rule.status,
            reason: rule.reason,
            money: rule.money,
            fulfilment: rule.fulfilment,
            actor: rule.actor,
            finality: rule.finality,
            steps: rule.actions.rows().into(),
        }
    }

    fn money_basis(&self, rule: &Rule) -> Option<MoneyBasis> {
        if self.money == rule.money { rule.money_basis } else { None }
    }

    /// Takes a `yes` back, and has the merchant do this instead.
    fn withhold(&mut self, instead: ActionKind) {
        if let Fulfilment::Yes | Fulfilment::MerchantDecides = self.fulfilment {
            self.fulfilment = Fulfilment::Wait;
            self.actor = Actor::Merchant;
        }
        self.steps.retain(|step| step.kind != ActionKind::Fulfil);
        if !self.steps.iter().any(|step| step.kind == instead && step.audience == Audience::Merchant) {
            self.steps.push(merchant(instead).blocking());
        }
    }

    /// The time in which it could come back is over: whoever paid all the same must ask for the money.
    fn end_for_good(&mut self) {
        self.finality = Finality::Final;
        for step in &mut self.steps {
            if step.kind == ActionKind::Wait && step.when == Some(When::Paid) {
                step.kind = ActionKind::ContactProvider;
            }
        }
    }

    /// A redirect or a widget proves neither a success nor a refund, and ends nothing.
    fn cap_to_hint(&mut self) {
        match self.status {
            Status::Completed | Status::RefundPending | Status::Refunded | Status::Reversed => {
                self.status = Status::Processing;
                self.reason = Some(Reason::UnconfirmedHint);
                self.money = Money::Unknown;
                self.actor = Actor::Provider;
                self.steps = alloc::vec![customer(ActionKind::Wait)];
            }
            Status::Created
            | Status::AwaitingPayment
            | Status::PaymentSubmitted
            | Status::Paid
            | Status::Processing
            | Status::Delivering
            | Status::OnHold
            | Status::Failed
            | Status::Cancelled
            | Status::Expired
            | Status::Unknown => {}
        }
        self.fulfilment = Fulfilment::Wait;
        self.finality = Finality::Open;
        self.steps.retain(|step| step.audience != Audience::Merchant);
        self.steps.push(merchant(ActionKind::RefreshStatus));
    }
}

fn trust(situation: &Situation<'_, '_>) -> Trust {
    let browser = matches!(situation.kind, SourceKind::Widget | SourceKind::Redirect);
    if situation.hint || browser { Trust::Hint } else { situation.context.trust.unwrap_or(Trust::Unverified) }
}

/// Live or test, by the provider's marks and by the hosts of its own links.
fn environment(place: &Place<'_, '_>, said: &Said<'_>) -> Environment {
    let provider = place.provider;
    if provider.test_marks.rows().iter().any(|mark| place.holds(mark)) {
        return Environment::Test;
    }
    let mut known = Environment::Unknown;
    for slot in [Slot::Checkout, Slot::StatusPage] {
        let Some(host) = said.get(slot).and_then(host) else { continue };
        let mut hosts = provider.hosts.rows().iter();
        match hosts.find(|(name, _)| is_below(host, name.as_str())) {
            Some((_, environment)) if known != Environment::Test => known = *environment,
            Some(_) | None => {}
        }
    }
    known
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

/// The coin or currency that the payer chose or paid in.
fn chosen<'a>(said: &Said<'a>) -> Option<&'a str> {
    let role = if said.get(Slot::Due).is_some() { Role::Due } else { Role::Paid };
    let [value, currency, _] = role.slots();
    said.get(value).and_then(|_| said.get(currency))
}

/// Creation plus the documented time to pay, for an order that still waits for its payment, whose currency is chosen, and
/// when the caller says what time it is.
fn window(said: &Said<'_>, situation: &Situation<'_, '_>, rule: &Rule) -> Option<Time> {
    let window = situation.place.provider.window.as_ref()?;
    situation.context.now?;
    let waits = matches!(rule.status, Status::Created | Status::AwaitingPayment | Status::PaymentSubmitted);
    let currency = chosen(said)?;
    let minutes = if has(window.fiat, currency) { window.fiat_minutes } else { window.crypto_minutes };
    if waits { said.time(Slot::Created)?.plus_millis(minutes.checked_mul(MINUTE)?) } else { None }
}

/// Until when late payments still count, for the coins for which the provider says so.
fn reopens(verdict: &Verdict, late: Option<(Span<Text>, i64)>, said: &Said<'_>) -> Option<Time> {
    let (coins, hours) = late?;
    if verdict.finality != Finality::Reopenable || !has(coins, chosen(said)?) {
        return None;
    }
    said.time(Slot::Expires)?.plus_millis(hours.checked_mul(HOUR)?)
}

/// Compares what was sold with what the payload says. What it does not say is not proven.
fn check(
    expect: &Expect,
    said: &Said<'_>,
    arena: &Arena,
    verdict: &mut Verdict,
    warnings: &mut Vec<Warning>,
) {
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
            Some(true) => continue,
            Some(false) => note(warnings, Warning::ExpectationDiffers),
            None => note(warnings, Warning::ExpectationUnproven),
        }
        verdict.withhold(ActionKind::ReviewPayment);
    }
}

fn progress(status: Status, direction: Option<Direction>) -> Option<Progress> {
    let stage = status.stage()?;
    // Who pays a merchant gets nothing delivered by the provider.
    let of = if direction == Some(Direction::Pay) { 4 } else { 5 };
    let step = match stage {
        Stage::Start => 1,
        Stage::Pay => 2,
        Stage::Check => 3,
        Stage::Deliver => 4,
        Stage::Done | Stage::Return => of,
    };
    Some(Progress { stage, step, of })
}

fn tone(verdict: &Verdict) -> Tone {
    match (verdict.status, verdict.fulfilment) {
        // Settled by the merchant in a way of its own: nobody calls that a success.
        (_, Fulfilment::MerchantDecides) => Tone::Neutral,
        // Said to be complete, and not to be acted on.
        (Status::Completed, Fulfilment::Wait) => Tone::Warning,
        (status, Fulfilment::Wait | Fulfilment::Yes | Fulfilment::No) => status.tone(),
    }
}

fn poll(verdict: &Verdict, advice: &PollAdvice, until: Option<Time>) -> Poll {
    let asks = verdict.steps.iter().any(|step| step.kind == ActionKind::RefreshStatus);
    let stop = verdict.finality == Finality::Final && !asks;
    // An order that has ended but can come back is worth a look now and then.
    let after = if verdict.finality == Finality::Reopenable { advice.cap_ms } else { advice.after_ms };
    Poll {
        stop,
        after_ms: (!stop).then_some(after),
        backoff: advice.backoff,
        cap_ms: (!stop).then_some(advice.cap_ms),
        give_up_at: until.filter(|_| !stop),
    }
}
