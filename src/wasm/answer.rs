//! What goes out: numbers, and slices of one text that is decoded once.
//!
//! `pkg-template/memory.js` is the other end: what is written here is read there, number by number. A word of ours is its
//! place in its list, a text where it ends in JavaScript, each beginning where the one before ends. Where there may be none,
//! zero is none and a place counts from 1, and a text that there is none of is empty.

use alloc::string::String;
use alloc::vec::Vec;

use super::json::{self, Written};
use super::meaning::{Head, Meanings};
use crate::draft::Draft;
use crate::error::{Error, ErrorCode};
use crate::explain::Explanation;
use crate::info::in_words;
use crate::label::Text;
use crate::order::{Action, Amount};
use crate::problem::Problem;
use crate::row::{Given, Slot, Step};
use crate::tables::{self, ELEMENT, KEYS, PROVIDERS, Provider, Rule, SPOT_DEPTHS, SPOT_KEYS};
use crate::text::add;
use crate::time::Time;
use crate::transition::Ruling;
use crate::vocabulary::{
    ActionKind, Actor, Alert, Audience, Direction, Environment, ExpiryBasis, Finality, Fulfilment, Money,
    MoneyBasis, ProblemKind, Reason, RetryPolicy, RuleBasis, SourceKind, Stage, Status, Tone, Trust, Verdict,
    Warning, When,
};

#[cfg(feature = "webhook")]
use crate::webhook::{Proven, Refusal, RefusalCode};

/// An answer as it is written: where its text is, how many there are of what was asked for, and those.
pub struct Answer {
    numbers: Vec<u32>,
    text: String,
    /// How long the text is in JavaScript.
    units: u32,
    meanings: Meanings,
    /// Whether this answer tells a meaning.
    told: bool,
}

/// Stands beside the number of a meaning that follows.
const TOLD: u32 = 1 << 31;

/// The lists of words in their order, behind the providers.
static LEGEND: [&str; 24] = [
    ErrorCode::WORDS,
    Direction::WORDS,
    SourceKind::WORDS,
    Trust::WORDS,
    Status::WORDS,
    Reason::WORDS,
    Money::WORDS,
    MoneyBasis::WORDS,
    Environment::WORDS,
    Fulfilment::WORDS,
    Actor::WORDS,
    Finality::WORDS,
    Tone::WORDS,
    Stage::WORDS,
    RuleBasis::WORDS,
    Warning::WORDS,
    ActionKind::WORDS,
    Audience::WORDS,
    When::WORDS,
    ProblemKind::WORDS,
    RetryPolicy::WORDS,
    Verdict::WORDS,
    Alert::WORDS,
    ExpiryBasis::WORDS,
];

/// The texts of an order's own, as they cross. Behind them stand two times that have no slots.
const OWN: [Slot; 24] = [
    Slot::Id,
    Slot::Reference,
    Slot::Word,
    Slot::Event,
    Slot::Detail,
    Slot::TxHash,
    Slot::Checkout,
    Slot::StatusPage,
    Slot::TransactionPage,
    Slot::Expected,
    Slot::ExpectedCurrency,
    Slot::ExpectedNetwork,
    Slot::PaidAmount,
    Slot::PaidCurrency,
    Slot::PaidNetwork,
    Slot::Received,
    Slot::ReceivedCurrency,
    Slot::ReceivedNetwork,
    Slot::Expires,
    Slot::Created,
    Slot::Updated,
    Slot::Paid,
    Slot::Completed,
    Slot::Via,
];

/// Stands where an answer says how many orders there are: an error follows instead.
const FAILED: u32 = u32::MAX;

/// The place of a word of ours in its list.
macro_rules! place {
    ($code:expr) => {
        $code as u32
    };
}
pub(super) use place;

/// The same of one that may be missing.
macro_rules! place_from_1 {
    ($code:expr) => {
        $code.map_or(0, |code| 1 + code as u32)
    };
}
pub(super) use place_from_1;

impl Answer {
    pub(super) const fn new() -> Self {
        Self { numbers: Vec::new(), text: String::new(), units: 0, meanings: Meanings::new(), told: false }
    }

    /// Where an answer is that was written, or the error that came instead of it.
    pub(super) fn give(&mut self, written: Result<(), Error>) -> *const u32 {
        if let Err(error) = written {
            self.error(&error);
        }
        let place = [self.text.as_ptr() as u32, self.text.len() as u32, self.units];
        for (number, value) in self.numbers.iter_mut().zip(place) {
            *number = value;
        }
        self.numbers.as_ptr()
    }

    /// Forgets the last answer, and says how many there are of what was asked for. Where the text is comes before that.
    #[inline(never)]
    fn begin(&mut self, count: usize) {
        self.text.clear();
        self.numbers.clear();
        self.units = 0;
        self.told = false;
        self.put(&[0, 0, 0, count as u32]);
    }

    fn error(&mut self, error: &Error) {
        if self.told {
            // Nobody reads it now.
            self.meanings.forget();
        }
        self.begin(FAILED as usize);
        self.complaint(error);
    }

    #[cold]
    pub(super) fn complaint(&mut self, error: &Error) {
        let offset = error.offset().map_or(0, |offset| offset.saturating_add(1));
        self.put(&[place!(error.code()), offset as u32]);
        self.said(error.message());
        self.said(error.code().remedy());
        self.number(error.providers().len() as u32);
        for id in error.providers() {
            self.provider(id);
        }
    }

    /// Begins an answer to which one after the other is added.
    pub(super) fn begin_empty(&mut self) {
        self.begin(0);
    }

    /// Why a webhook is not believed; of orders there never are two.
    #[cfg(feature = "webhook")]
    pub(super) fn refusal(&mut self, refusal: &Refusal) {
        self.begin(2);
        self.number(place!(refusal.code()));
        self.said(refusal.message());
        self.said(refusal.code().remedy());
    }

    /// What a webhook is that is believed, behind its order, or why it says nothing of one.
    #[cfg(feature = "webhook")]
    pub(super) fn delivery(&mut self, proven: &Proven<'_>, order: Result<(), Error>) {
        if let Err(error) = &order {
            if self.told {
                // Nobody reads it now.
                self.meanings.forget();
            }
            self.begin_empty();
            self.complaint(error);
            self.said(core::str::from_utf8(proven.payload).unwrap_or_default());
        }
        self.number(u32::from(proven.must_confirm()));
        self.said(&proven.event_id);
    }

    /// A text, which is none if it is empty.
    #[cfg(feature = "webhook")]
    pub(super) fn one(&mut self, text: &str) {
        self.begin(1);
        self.said(text);
    }

    /// Counts one that was added.
    pub(super) fn more(&mut self) {
        if let Some(count) = self.count() {
            *count = count.saturating_add(1);
        }
    }

    /// How many there are.
    pub(super) fn count(&mut self) -> Option<&mut u32> {
        self.numbers.get_mut(3)
    }

    // What is written here is read in JavaScript from the same places, and texts in the same order.

    /// The number of its meaning, which follows where it is new; where its own texts begin, and where each ends; and the
    /// same of the actions that have texts of their own.
    pub(super) fn order(&mut self, order: &Draft<'_>) {
        self.more();
        let said = &order.said;
        // The rule's own word belongs to the meaning.
        let word = said.get(Slot::Word).filter(|word| order.found.is_none() || !order.rule.word.is(word));
        self.meaning(order, said.get(Slot::Word).is_some() && word.is_none());
        let until = order.reopenable_until.map(Time::to_iso);
        let until = until.as_ref().map_or("", |until| until.as_str());
        let end = if until.is_empty() || order.stops() { "" } else { until };
        self.own_texts(&|place| match OWN.get(place) {
            Some(Slot::Word) => word.unwrap_or_default(),
            Some(slot) => said.get(*slot).unwrap_or_default(),
            None if place == OWN.len() => until,
            None => end,
        });
        for step in order.steps.iter().filter(|step| order.has_own(step)) {
            self.own(&order.action(step));
        }
    }

    /// What is the same in many orders, and the texts of the rule.
    fn meaning(&mut self, order: &Draft<'_>, worded: bool) {
        let rule = &order.rule;
        let flags = u32::from(order.known) << 1
            | u32::from(worded) << 2
            | place_from_1!(order.expires_basis) << 4
            | place_from_1!(order.slow) << 6;
        let basis = order.found.map_or(0, |_| 1 + rule.basis as u32);
        let way = order.found.map_or(0, |way| 1 + place_from_1!(way));
        // What else is told follows from these, the steps and the rows.
        let head: Head = [
            four([
                place_among(order.provider),
                place_from_1!(order.direction),
                place!(order.kind),
                place!(order.trust),
            ]),
            four([
                place!(rule.status),
                place_from_1!(rule.reason),
                place!(rule.money),
                place_from_1!(rule.money_basis),
            ]),
            four([
                place!(order.environment),
                place!(rule.fulfilment),
                place!(rule.actor),
                place!(rule.finality),
            ]),
            four([0, basis, flags, way]),
            order.warnings.0,
            // Its row, by where it is.
            order.usual.map_or(0, |usual| core::ptr::from_ref(usual) as u32),
            // These say which rule it is, and its page.
            rule.word.number(),
            rule.when.number(),
            rule.docs.number(),
        ];
        let steps = order.steps.iter().map(|step| code(step, order.has_own(step)));
        match self.meanings.number(&head, &steps) {
            (number, false) => self.number(number),
            (number, true) => {
                self.told = true;
                self.number(number | TOLD);
                self.tell(order, &head);
                for step in steps {
                    self.number(step);
                }
                if let Some(usual) = order.usual {
                    self.number(usual.min_ms);
                    self.number(usual.max_ms);
                    self.page_of(usual.docs);
                }
                order.rule_name(&mut |part| self.add(part));
                self.number(self.units);
                self.said(if worded { rule.word.as_str() } else { "" });
            }
        }
    }

    /// A meaning as far as it is always the same numbers.
    #[cold]
    fn tell(&mut self, order: &Draft<'_>, head: &Head) {
        let [origin, status, environment, flags, warnings, usual, ..] = *head;
        let (poll, docs) = (order.poll(), order.docs());
        self.put(&[
            origin,
            status,
            environment,
            flags | four([place!(order.tone()), 0, u32::from(poll.stop) | u32::from(poll.push) << 3, 0]),
            order.progress().map_or(0, |progress| {
                four([1 + progress.stage as u32, u32::from(progress.step), u32::from(progress.of), 0])
            }),
            poll.after_ms.unwrap_or_default(),
            poll.backoff.to_bits(),
            poll.cap_ms.unwrap_or_default(),
            poll.steady_ms.unwrap_or_default(),
            usual,
            docs.as_ptr() as u32,
            docs.len() as u32,
            warnings,
            order.steps.iter().len() as u32,
        ]);
    }

    /// Where an order's own texts begin, and where each ends.
    #[inline(always)]
    fn own_texts<'t>(&mut self, text: &impl Fn(usize) -> &'t str) {
        let (start, mut units) = (self.text.len(), self.units);
        let mut ends = [units; OWN.len() + 3];
        let [_, behind @ ..] = &mut ends;
        for (place, end) in behind.iter_mut().enumerate() {
            let text = text(place);
            if !text.is_empty() {
                self.text.push_str(text);
                units += text.len() as u32;
            }
            *end = units;
        }
        if !is_ascii(self.text.as_bytes().get(start..).unwrap_or_default()) {
            // Counted as if all were, which seldom is wrong.
            units = self.units;
            for (place, end) in behind.iter_mut().enumerate() {
                units += self::units(text(place));
                *end = units;
            }
        }
        self.units = units;
        self.put(&ends);
    }

    fn amount(&mut self, amount: Option<&Amount<&str>>) {
        self.maybe_said(amount.map(|amount| amount.value));
        self.maybe_said(amount.and_then(|amount| amount.currency));
        self.maybe_said(amount.and_then(|amount| amount.network));
    }

    /// Where an order comes from, in bytes of the payload or in the units of a text in JavaScript.
    pub(super) fn explanation(&mut self, explanation: &Explanation, ruler: &mut Ruler<'_>) {
        self.more();
        self.provider(explanation.provider);
        self.number(explanation.shapes.len() as u32);
        for shape in &explanation.shapes {
            self.said(shape.name);
            self.number(place!(shape.kind));
            self.page(shape.docs);
        }
        for sources in [&explanation.fields, &explanation.because] {
            self.number(sources.len() as u32);
            for source in sources {
                self.said(&source.of);
                self.number(source.path.len() as u32);
                source.path.iter().for_each(|pointer| self.said(pointer));
                self.maybe_said(source.text.as_deref());
                self.maybe(source.start.map(|start| ruler.at(start)));
                self.maybe(source.end.map(|end| ruler.at(end)));
            }
        }
        self.maybe_said(explanation.rule.as_deref());
        self.number(place_from_1!(explanation.basis));
        self.page(explanation.docs);
        self.number(explanation.warnings.len() as u32);
        explanation.warnings.iter().for_each(|warning| self.number(place!(*warning)));
    }

    pub(super) fn problem(&mut self, problem: &Problem<&str>) {
        let Problem { retry, links, .. } = problem;
        self.begin(1);
        self.put(&[place_of(problem.provider), place!(problem.kind), u32::from(problem.http_status)]);
        self.maybe_said(problem.code);
        self.maybe_said(problem.detail);
        self.put(&[place!(problem.actor), place!(retry.policy)]);
        self.maybe(retry.after_ms);
        self.time(retry.at);
        self.maybe(retry.backoff.map(f32::to_bits));
        self.maybe(retry.cap_ms);
        self.number(problem.actions.len() as u32);
        for action in &problem.actions {
            self.action(action);
        }
        for said in [problem.order_id, links.checkout, links.status, links.transaction] {
            self.maybe_said(said);
        }
        self.page(problem.docs);
        self.number(u32::from(problem.known));
    }

    pub(super) fn text(&mut self, text: &Text) {
        self.begin(1);
        for said in [text.lang, text.dir, text.short, &text.title, &text.body] {
            self.said(said);
        }
        self.number(text.actions.len() as u32);
        for action in &text.actions {
            self.put(&[place!(action.kind), place!(action.audience), place_from_1!(action.when)]);
            self.said(action.label);
        }
    }

    pub(super) fn transition(&mut self, ruling: &Ruling, steps_on: bool, alert: Option<Alert>) {
        self.begin(1);
        let flags = [ruling.takes_next, steps_on, alert.is_some()].map(u32::from);
        self.number(place!(ruling.verdict));
        self.put(&flags);
        if let Some(alert) = alert {
            self.number(place!(alert));
        }
    }

    /// What is written as JSON, for the loader to parse.
    pub(super) fn json(&mut self, value: &(impl Written + ?Sized)) {
        self.begin(1);
        json::write(value, &mut self.text);
        self.units = units(&self.text);
    }

    /// What [`crate::providers`] gives, from the tables themselves.
    pub(super) fn providers(&mut self) {
        self.begin(PROVIDERS.len());
        for (place, provider) in (0..).zip(&PROVIDERS) {
            self.number(place);
            self.row(provider.name);
            self.page_of(provider.docs);
            self.number(provider.directions.rows().len() as u32);
            for direction in provider.directions.rows() {
                self.number(place!(*direction));
            }
            self.number(provider.shapes.rows().len() as u32);
            for shape in provider.shapes.rows() {
                self.row(shape.name);
                self.number(place!(shape.kind));
                self.page_of(shape.docs);
            }
            self.number(provider.rules.rows().len() as u32);
            for rule in provider.rules.rows() {
                self.rule(rule);
            }
            self.number(provider.events.rows().len() as u32);
            for event in provider.events.rows() {
                self.row(event.name);
            }
        }
    }

    fn rule(&mut self, rule: &Rule) {
        self.row(rule.word);
        self.number(place_from_1!(rule.direction));
        let start = self.text.len();
        in_words(rule, &mut self.text);
        self.units += units(self.text.get(start..).unwrap_or_default());
        self.number(self.units);
        self.put(&[
            place!(rule.status),
            place_from_1!(rule.reason),
            place!(rule.money),
            place_from_1!(rule.money_basis),
            place!(rule.fulfilment),
            place!(rule.actor),
            place!(rule.finality),
            place!(rule.basis),
        ]);
        self.page_of(rule.docs);
    }

    /// What the numbers stand for: a line for each list, of words with spaces between them.
    pub(super) fn legend(&mut self, bytes: usize) {
        self.begin(1);
        add(&mut self.text, &[env!("CARGO_PKG_VERSION"), " ", itoa::Buffer::new().format(bytes), "\n"]);
        for provider in &PROVIDERS {
            add(&mut self.text, &[provider.id.as_str(), " "]);
        }
        for words in LEGEND {
            add(&mut self.text, &["\n", words]);
        }
    }

    /// What the numbers of webhooks stand for, and the names of the headers that prove one: a line each.
    #[cfg(feature = "webhook")]
    pub(super) fn webhook_legend(&mut self) {
        self.begin(1);
        add(&mut self.text, &[RefusalCode::WORDS, "\n"]);
        for provider in &PROVIDERS {
            for header in provider.webhook.scheme.headers() {
                add(&mut self.text, &[header, " "]);
            }
        }
    }

    pub(super) fn places(&mut self) {
        self.begin(SPOT_KEYS.len());
        for key in KEYS.iter().map(|key| key.as_str()) {
            add(&mut self.text, &[key, "\n"]);
        }
        for (key, depth) in SPOT_KEYS.iter().zip(SPOT_DEPTHS) {
            self.number(four([u32::from(depth), 0, 0, 0]) | u32::from(*key) << 8);
        }
        let element = KEYS.iter().position(|key| key.is(ELEMENT)).unwrap_or_default();
        self.number(element as u32);
    }

    // Inlined, the room that it makes would be made in each of a hundred places.
    #[inline(never)]
    pub(super) fn put(&mut self, numbers: &[u32]) {
        self.numbers.extend_from_slice(numbers);
    }

    #[inline(never)]
    fn number(&mut self, number: u32) {
        self.numbers.push(number);
    }

    /// A number that may be missing, and whether it is there.
    fn maybe(&mut self, number: Option<u32>) {
        self.number(u32::from(number.is_some()));
        self.number(number.unwrap_or_default());
    }

    fn provider(&mut self, id: &str) {
        self.number(place_of(id));
    }

    #[inline(never)]
    fn row(&mut self, text: tables::Text) {
        self.said(text.as_str());
    }

    #[inline(never)]
    fn page_of(&mut self, docs: tables::Text) {
        self.page(docs.as_str());
    }

    /// A text of the program's own, which never changes its place.
    fn page(&mut self, docs: &'static str) {
        self.number(docs.as_ptr() as u32);
        self.number(docs.len() as u32);
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += units(text);
    }

    /// Adds a text, and where it ends in JavaScript.
    fn said(&mut self, said: &str) {
        self.add(said);
        self.number(self.units);
    }

    /// None is empty, which no text is that there is.
    fn maybe_said(&mut self, said: Option<&str>) {
        match said {
            Some(said) => self.said(said),
            None => self.number(self.units),
        }
    }

    fn time(&mut self, time: Option<Time>) {
        match time {
            Some(time) => self.said(time.to_iso().as_str()),
            None => self.number(self.units),
        }
    }

    fn action(&mut self, action: &Action<&str>) {
        let own = action.url.is_some()
            || action.address.is_some()
            || action.amount.is_some()
            || action.deadline.is_some();
        let Action { kind, audience, blocking, when, .. } = *action;
        self.number(code(&Step { kind, audience, blocking, when, given: Given::Always }, own));
        if own {
            self.own(action);
        }
    }

    /// The texts of an action.
    fn own(&mut self, action: &Action<&str>) {
        self.maybe_said(action.url);
        self.maybe_said(action.address);
        self.amount(action.amount.as_ref());
        self.time(action.deadline);
    }
}

/// What an action is, apart from its texts, and whether it has any.
fn code(step: &Step, own: bool) -> u32 {
    let flags = u32::from(step.blocking) | u32::from(own) << 7;
    four([place!(step.kind), place!(step.audience), place_from_1!(step.when), flags])
}

/// Says of places in a payload how far from its beginning they are, as who asks counts. It counts from the place before: those
/// of one order are near each other, and a payload may be long and hold many.
pub(super) struct Ruler<'a> {
    /// What is counted in the units of JavaScript; none where bytes count.
    text: Option<&'a str>,
    bytes: usize,
    units: u32,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(payload: &'a [u8], in_units: bool) -> Self {
        let text = in_units.then(|| core::str::from_utf8(payload).unwrap_or_default());
        Self { text, bytes: 0, units: 0 }
    }

    fn at(&mut self, place: usize) -> u32 {
        let Some(text) = self.text else { return place as u32 };
        let between = |from: usize, to: usize| units(text.get(from..to).unwrap_or_default());
        self.units = (self.units + between(self.bytes, place)).saturating_sub(between(place, self.bytes));
        self.bytes = place;
        self.units
    }
}

/// The length that a text has in JavaScript.
#[inline(never)]
pub(super) fn units(text: &str) -> u32 {
    if is_ascii(text.as_bytes()) {
        return text.len() as u32;
    }
    // A byte that begins a character, and once more where the character takes four.
    text.bytes().map(|byte| u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0)).sum()
}

/// The library's own question goes by four bytes at a time, and to the end by one.
#[inline(always)]
fn is_ascii(bytes: &[u8]) -> bool {
    let all = match bytes.last_chunk::<8>() {
        Some(last) => bytes
            .as_chunks::<8>()
            .0
            .iter()
            .fold(u64::from_le_bytes(*last), |all, eight| all | u64::from_le_bytes(*eight)),
        None => bytes.iter().fold(0, |all, byte| all | u64::from(*byte)),
    };
    all & 0x8080_8080_8080_8080 == 0
}

/// Four small numbers in one.
fn four([a, b, c, d]: [u32; 4]) -> u32 {
    a | b << 8 | c << 16 | d << 24
}

/// The place of a provider.
fn place_among(provider: &Provider) -> u32 {
    PROVIDERS.iter().position(|other| core::ptr::eq(other, provider)).unwrap_or_default() as u32
}

/// The same, by its id.
fn place_of(id: &str) -> u32 {
    // The text is the same one, so where it is says enough.
    PROVIDERS.iter().position(|provider| core::ptr::eq(provider.id.as_str(), id)).unwrap_or_default() as u32
}
