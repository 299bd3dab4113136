//! From what a payload says to an order: the rule applied, and every claim held to the trust it deserves.
//!
//! Knows no provider. The steps stand in the order in which they are taken.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::context::{Context, Expect};
use crate::decimal;
use crate::extract::{Extracted, Place, has, note};
use crate::lookup::{self, Found};
use crate::order::{Action, Amount, Amounts, Applied, Links, Order, Poll, Progress};
use crate::read::Arena;
use crate::row::{Given, PollAdvice, Role, Step, customer, merchant};
use crate::tables::{self, Condition, Fields, Rule, Span, Text};
use crate::text::split_once;
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
    pub fields: &'static Fields,
    /// What it means when there is neither a word nor an event.
    pub silent: Span<Rule>,
    pub kind: SourceKind,
    /// The shape is one that passes through the customer's browser; no context can lift that.
    pub hint: bool,
    pub context: &'p Context,
}

/// Makes the order.
pub(crate) fn refine<'a>(mut said: Extracted<'a>, situation: &Situation<'_, 'a>) -> Order<&'a str> {
    let Situation { place, fields, kind, context, .. } = situation;
    let provider = place.provider;
    let mut warnings = core::mem::take(&mut said.warnings);

    let direction = way(&said, situation, &mut warnings);
    let amount = |role, moved, warnings: &mut _| place.amount(fields, role, direction, moved, warnings);
    let mut amounts = Amounts {
        expected: amount(Role::Expected, true, &mut warnings),
        paid: amount(Role::Paid, true, &mut warnings),
        received: amount(Role::Received, true, &mut warnings),
    };
    let due = amount(Role::Due, true, &mut warnings);

    let holds = |condition: &Condition| match *condition {
        Condition::PaidUnder => paid_against_asked(&amounts, due.as_ref()) == Some(Ordering::Less),
        Condition::PaidOver => paid_against_asked(&amounts, due.as_ref()) == Some(Ordering::Greater),
        Condition::PaidLate => {
            paid_against_asked(&amounts, due.as_ref()).is_none_or(Ordering::is_eq)
                && matches!((said.times.paid, said.expires), (Some(paid), Some(expires)) if paid > expires)
        }
        Condition::Previously(word) => context.previous_word.as_deref() == Some(word.as_str()),
        Condition::Has(..) | Condition::Is(..) => place.holds(condition),
    };
    let (rule, id, known) = decide(&said, situation, direction, &holds, &mut warnings);
    if let Money::NotTaken | Money::Unknown = rule.money {
        amounts.paid = amount(Role::Paid, false, &mut warnings);
    }

    let mut verdict = Verdict::of(&rule);
    if rule.money_basis == Some(MoneyBasis::Assumed) && (amounts.paid.is_some() || said.times.paid.is_some())
    {
        // What the payload states ends what was assumed.
        verdict.money = Money::Unknown;
    }
    if context.custodial && rule.actions.rows().iter().any(|step| step.given == Given::Custodial) {
        verdict.actor = Actor::Merchant;
    }
    let trust = trust(situation);
    let environment = environment(place, &said);
    let expiry = expiry(&said, situation, &rule, &amounts, due.as_ref());
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
    if said.second_word.is_some() && said.word != said.second_word {
        note(&mut warnings, Warning::StatusesDisagree);
        verdict.withhold(ActionKind::RefreshStatus);
    }
    if let Some(expect) = &context.expect {
        check(expect, &said, &amounts, place.payload.arena, &mut verdict, &mut warnings);
    }
    if environment == Environment::Test && !context.accept_test && claims_success {
        note(&mut warnings, Warning::TestOrder);
        verdict.withhold(ActionKind::HoldFulfilment);
    }
    let with = provider.paid_with;
    let alien = |word: &str| with != Span::NONE && !has(with, word);
    if said.times.paid.is_some() && said.word.is_some_and(alien) {
        note(&mut warnings, Warning::PaidTimeUnexpected);
    }

    let mut reopenable_until = reopens(&verdict, provider.late, expiry, &amounts, due.as_ref());
    if matches!((reopenable_until, context.now), (Some(until), Some(now)) if now > until) {
        verdict.end_for_good();
        reopenable_until = None;
    }
    let amount = due.as_ref().or(amounts.expected.as_ref());
    let ask = Ask { said: &said, direction, amount, expiry, proven: trust != Trust::Hint };
    let actions =
        verdict.steps.iter().filter(|step| ask.allows(step, context)).map(|step| ask.action(step)).collect();
    if place.payload.inexact() {
        note(&mut warnings, Warning::NumberBeyondDouble);
    }
    Order {
        provider: provider.id.as_str(),
        direction,
        kind: *kind,
        trust,
        status: verdict.status,
        reason: verdict.reason,
        detail: said.detail,
        money: verdict.money,
        money_basis: verdict.money_basis(&rule),
        environment,
        fulfilment: verdict.fulfilment,
        actor: verdict.actor,
        finality: verdict.finality,
        reopenable_until,
        progress: progress(verdict.status, direction),
        tone: tone(&verdict),
        actions,
        poll: poll(&verdict, &provider.poll, reopenable_until),
        expires_at: expiry,
        slow: None,
        times: said.times,
        amounts,
        tx_hash: said.tx_hash,
        links: Links {
            checkout: said.checkout,
            status: said.status_page,
            transaction: said.transaction_page,
        },
        rule: Applied {
            basis: id.as_ref().map(|_| rule.basis),
            id,
            docs: if rule.docs.is_empty() { provider.docs } else { rule.docs }.as_str(),
            known,
            warnings,
        },
        id: said.id,
        reference: said.reference,
        event: said.event,
        word: said.word,
    }
}

/// The direction that the payload states, else the provider's only one, else the context's. What contradicts is noted.
fn way(
    said: &Extracted<'_>,
    situation: &Situation<'_, '_>,
    warnings: &mut Vec<Warning>,
) -> Option<Direction> {
    let provider = situation.place.provider;
    let stated = said.direction.or(match provider.directions.rows() {
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

/// The rule for what the payload says, its name, and whether a table knows the word.
fn decide<'a>(
    said: &Extracted<'a>,
    situation: &Situation<'_, 'a>,
    direction: Option<Direction>,
    holds: &dyn Fn(&Condition) -> bool,
    warnings: &mut Vec<Warning>,
) -> (Rule, Option<&'a str>, bool) {
    let (provider, arena) = (situation.place.provider, situation.place.payload.arena);
    let found = match (said.word, said.event) {
        (Some(word), _) => lookup::word(provider, arena, direction, word, holds).or_else(|| {
            // Some write an event's name where a status belongs.
            let found = lookup::event(provider, arena, direction, word, holds)?;
            note(warnings, Warning::EventOnly);
            Some(found)
        }),
        (None, Some(event)) => {
            note(warnings, Warning::EventOnly);
            lookup::event(provider, arena, direction, event, holds)
        }
        (None, None) => match lookup::silence(provider, arena, situation.silent, holds) {
            Some(Found { rule, id, .. }) => return (rule, Some(id), true),
            None => {
                note(warnings, Warning::WordAbsent);
                return (tables::SILENT, None, false);
            }
        },
    };
    match found {
        Some(Found { rule, id, warning }) => {
            warnings.extend(warning);
            (rule, Some(id), true)
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
fn environment(place: &Place<'_, '_>, said: &Extracted<'_>) -> Environment {
    if place.provider.test_marks.rows().iter().any(|mark| place.holds(mark)) {
        return Environment::Test;
    }
    let hosts = [&said.checkout, &said.status_page].into_iter().flatten().filter_map(|link| host(link));
    let known = hosts.filter_map(|host| {
        place
            .provider
            .hosts
            .rows()
            .iter()
            .find(|(name, _)| is_below(host, name.as_str()))
            .map(|(_, environment)| *environment)
    });
    known.max_by_key(|environment| *environment == Environment::Test).unwrap_or(Environment::Unknown)
}

/// Whether a host has that name or is below it; a name that begins with `-` is the end of one.
fn is_below(host: &str, name: &str) -> bool {
    let rest = host.strip_suffix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.') || name.starts_with('-'))
}

fn host(link: &str) -> Option<&str> {
    let (_, rest) = split_once(link, "://")?;
    rest.split(['/', '?', '#', ':']).next()
}

/// How what was paid compares with what was asked, where both are in the same currency.
fn paid_against_asked(amounts: &Amounts<&str>, due: Option<&Amount<&str>>) -> Option<Ordering> {
    let paid = amounts.paid.as_ref()?;
    let asked = [due, amounts.expected.as_ref()].into_iter().flatten();
    let comparable = |asked: &&Amount<&str>| asked.currency.is_some() && asked.currency == paid.currency;
    asked.into_iter().find(comparable).map(|asked| decimal::compare(paid.value, asked.value))
}

/// The provider's expiry, else creation plus the documented time to pay. The latter only for an order that still
/// waits for its payment, whose currency is chosen, and when the caller says what time it is.
fn expiry(
    said: &Extracted<'_>,
    situation: &Situation<'_, '_>,
    rule: &Rule,
    amounts: &Amounts<&str>,
    due: Option<&Amount<&str>>,
) -> Option<Time> {
    if said.expires.is_some() {
        return said.expires;
    }
    let window = situation.place.provider.window.as_ref()?;
    situation.context.now?;
    let waits = matches!(rule.status, Status::Created | Status::AwaitingPayment | Status::PaymentSubmitted);
    let currency = due.or(amounts.paid.as_ref())?.currency?;
    let minutes = if has(window.fiat, currency) { window.fiat_minutes } else { window.crypto_minutes };
    if waits { said.times.created?.plus_millis(minutes.checked_mul(MINUTE)?) } else { None }
}

/// Until when late payments still count, for the coins for which the provider says so.
fn reopens(
    verdict: &Verdict,
    late: Option<(Span<Text>, i64)>,
    expiry: Option<Time>,
    amounts: &Amounts<&str>,
    due: Option<&Amount<&str>>,
) -> Option<Time> {
    let (coins, hours) = late?;
    let currency = due.or(amounts.paid.as_ref())?.currency?;
    if verdict.finality != Finality::Reopenable || !has(coins, currency) {
        return None;
    }
    expiry?.plus_millis(hours.checked_mul(HOUR)?)
}

/// Compares what was sold with what the payload says. What it does not say is not proven.
fn check(
    expect: &Expect,
    said: &Extracted<'_>,
    amounts: &Amounts<&str>,
    arena: &Arena,
    verdict: &mut Verdict,
    warnings: &mut Vec<Warning>,
) {
    let asked = amounts.expected.as_ref();
    let same_text = |wanted: &str, got: Option<&str>| got.map(|got| got == wanted);
    let same_amount = |wanted: &str| {
        let wanted = decimal::plain(wanted, arena);
        asked.map(|got| wanted.is_some_and(|wanted| decimal::compare(wanted, got.value).is_eq()))
    };
    let answers = [
        expect.reference.as_deref().map(|wanted| same_text(wanted, said.reference.or(said.id))),
        expect.currency.as_deref().map(|wanted| same_text(wanted, asked.and_then(|got| got.currency))),
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

/// What a step needs to become an action.
struct Ask<'s, 'a> {
    said: &'s Extracted<'a>,
    direction: Option<Direction>,
    amount: Option<&'s Amount<&'a str>>,
    expiry: Option<Time>,
    /// Whoever can write a redirect could write where to send money: a hint fills in nothing.
    proven: bool,
}

impl<'a> Ask<'_, 'a> {
    fn allows(&self, step: &Step, context: &Context) -> bool {
        match step.given {
            Given::Always => true,
            Given::Hash => self.said.tx_hash.is_some(),
            Given::Link => self.said.checkout.is_some(),
            Given::Custodial => context.custodial,
            Given::NotCustodial => !context.custodial,
        }
    }

    fn action(&self, step: &Step) -> Action<&'a str> {
        let pays =
            self.proven && matches!(step.kind, ActionKind::Pay | ActionKind::SendCrypto | ActionKind::TopUp);
        let chooses = matches!(step.kind, ActionKind::ChoosePaymentMethod | ActionKind::ResumeOrder);
        let goes_on = pays || self.proven && chooses;
        // Who buys pays in money: an address in such a payload is the buyer's own.
        let sends_coins = pays && self.direction != Some(Direction::Buy);
        let url = if goes_on {
            self.said.checkout.as_ref()
        } else if self.proven && step.kind == ActionKind::TrackOnChain {
            self.said.transaction_page.as_ref()
        } else {
            None
        };
        Action {
            kind: step.kind,
            audience: step.audience,
            blocking: step.blocking,
            when: step.when,
            url: url.cloned(),
            address: self.said.address.filter(|_| sends_coins),
            amount: self.amount.cloned().filter(|_| pays),
            deadline: self.expiry.filter(|_| goes_on),
        }
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
