//! What goes out: numbers, and slices of one text that is decoded once.
//!
//! `pkg-template/memory.js` is the other end: what is written here is read there, number by number. A word of ours is its
//! place in its list, a text the length that it has in JavaScript. Where there may be none, zero is none and a place counts
//! from 1.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, ErrorCode};
use crate::info::ProviderInfo;
use crate::label::Text;
use crate::order::{Action, Amount, Links, Order};
use crate::problem::Problem;
use crate::tables::PROVIDERS;
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Actor, Audience, Direction, Environment, Finality, Fulfilment, Money, MoneyBasis,
    ProblemKind, Reason, RetryPolicy, RuleBasis, SourceKind, Stage, Status, Tone, Trust, Warning, When,
};

/// An answer as it is written: where its text is, how many there are of what was asked for, and those.
pub struct Answer {
    numbers: Vec<u32>,
    text: String,
}

/// Stands where an answer says how many orders there are: an error follows instead.
const FAILED: u32 = u32::MAX;

/// The place of a word of ours in its list.
macro_rules! place {
    ($code:expr) => {
        $code as u32
    };
}

/// The same of one that may be missing.
macro_rules! place_from_1 {
    ($code:expr) => {
        $code.map_or(0, |code| 1 + code as u32)
    };
}

impl Answer {
    pub(super) const fn new() -> Self {
        Self { numbers: Vec::new(), text: String::new() }
    }

    /// Where an answer is that was written, or the error that came instead of it.
    pub(super) fn give(&mut self, written: Result<(), Error>) -> *const u32 {
        if let Err(error) = written {
            self.error(&error);
        }
        let place = [self.text.as_ptr() as u32, self.text.len() as u32];
        for (number, value) in self.numbers.iter_mut().zip(place) {
            *number = value;
        }
        self.numbers.as_ptr()
    }

    /// Forgets the last answer, and says how many there are of what was asked for. Where the text is comes before that.
    fn begin(&mut self, count: usize) {
        self.text.clear();
        self.numbers.clear();
        self.put(&[0, 0, count as u32]);
    }

    #[cold]
    fn error(&mut self, error: &Error) {
        self.begin(FAILED as usize);
        let offset = error.offset().map_or(0, |offset| offset.saturating_add(1));
        self.put(&[place!(error.code()), offset as u32]);
        self.said(error.message());
        self.said(error.code().remedy());
        self.put(&[error.providers().len() as u32]);
        for id in error.providers() {
            self.provider(id);
        }
    }

    /// Begins an answer of orders, to which each is added.
    pub(super) fn begin_orders(&mut self) {
        self.begin(0);
    }

    /// How many orders there are.
    pub(super) fn count(&mut self) -> Option<&mut u32> {
        self.numbers.get_mut(2)
    }

    // The members stand in the order in which they are declared, here and in JavaScript.

    pub(super) fn order(&mut self, order: &Order<&str>) {
        if let Some(count) = self.count() {
            *count = count.saturating_add(1);
        }
        self.provider(order.provider);
        self.put(&[place_from_1!(order.direction), place!(order.kind), place!(order.trust)]);
        for said in [order.id, order.reference, order.word, order.event] {
            self.maybe_said(said);
        }
        self.put(&[place!(order.status), place_from_1!(order.reason)]);
        self.maybe_said(order.detail);
        let progress = order.progress.map_or(0, |progress| {
            (1 + progress.stage as u32) | (u32::from(progress.step) << 8) | (u32::from(progress.of) << 16)
        });
        self.put(&[
            place!(order.money),
            place_from_1!(order.money_basis),
            place!(order.environment),
            place!(order.fulfilment),
            place!(order.actor),
            place!(order.finality),
        ]);
        self.time(order.reopenable_until);
        self.put(&[progress, place!(order.tone)]);
        self.actions(&order.actions);
        self.put(&[u32::from(order.poll.stop)]);
        self.maybe(order.poll.after_ms);
        self.put(&[order.poll.backoff.to_bits()]);
        self.maybe(order.poll.cap_ms);
        self.time(order.poll.give_up_at);
        self.time(order.expires_at);
        self.put(&[order.slow.map_or(0, |slow| 1 + u32::from(slow))]);
        for time in [order.times.created, order.times.updated, order.times.paid, order.times.completed] {
            self.time(time);
        }
        for amount in [&order.amounts.expected, &order.amounts.paid, &order.amounts.received] {
            self.amount(amount.as_ref());
        }
        self.maybe_said(order.tx_hash);
        self.links(&order.links);
        self.maybe_said(order.rule.id);
        self.put(&[place_from_1!(order.rule.basis)]);
        self.page(order.rule.docs);
        self.put(&[u32::from(order.rule.known), order.rule.warnings.len() as u32]);
        self.numbers.extend(order.rule.warnings.iter().map(|warning| place!(*warning)));
    }

    pub(super) fn problem(&mut self, problem: &Problem) {
        self.begin(1);
        self.provider(problem.provider);
        self.put(&[place!(problem.kind), u32::from(problem.http_status)]);
        self.maybe_said(problem.code.as_deref());
        self.maybe_said(problem.detail.as_deref());
        self.put(&[place!(problem.actor), place!(problem.retry.policy)]);
        self.maybe(problem.retry.after_ms);
        self.time(problem.retry.at);
        self.maybe(problem.retry.backoff.map(f32::to_bits));
        self.maybe(problem.retry.cap_ms);
        // Of what an error answer asks, no more than a link is filled in.
        let actions = problem.actions.iter().map(|action| Action {
            kind: action.kind,
            audience: action.audience,
            blocking: action.blocking,
            when: action.when,
            url: action.url.as_deref(),
            address: None,
            amount: None,
            deadline: None,
        });
        self.actions(&actions.collect::<Vec<_>>());
        self.maybe_said(problem.order_id.as_deref());
        let Links { checkout, status, transaction } = &problem.links;
        self.links(&Links {
            checkout: checkout.as_deref(),
            status: status.as_deref(),
            transaction: transaction.as_deref(),
        });
        self.page(problem.docs);
        self.put(&[u32::from(problem.known)]);
    }

    pub(super) fn text(&mut self, text: &Text) {
        self.begin(1);
        for said in [text.lang, text.dir, text.short, &text.title, &text.body] {
            self.said(said);
        }
        self.put(&[text.actions.len() as u32]);
        for action in &text.actions {
            self.put(&[place!(action.kind), place!(action.audience), place_from_1!(action.when)]);
            self.said(action.label);
        }
    }

    pub(super) fn providers(&mut self, providers: &[ProviderInfo]) {
        self.begin(providers.len());
        for provider in providers {
            self.provider(provider.id);
            self.said(provider.name);
            self.page(provider.docs);
            self.put(&[provider.directions.len() as u32]);
            self.numbers.extend(provider.directions.iter().map(|direction| place!(*direction)));
            self.put(&[provider.shapes.len() as u32]);
            for shape in &provider.shapes {
                self.said(shape.name);
                self.put(&[place!(shape.kind)]);
                self.page(shape.docs);
            }
            self.put(&[provider.words.len() as u32]);
            for word in &provider.words {
                self.said(word.word);
                self.put(&[place_from_1!(word.direction)]);
                self.maybe_said(word.when.as_deref());
                self.put(&[
                    place!(word.status),
                    place_from_1!(word.reason),
                    place!(word.money),
                    place_from_1!(word.money_basis),
                    place!(word.fulfilment),
                    place!(word.actor),
                    place!(word.finality),
                    place!(word.basis),
                ]);
                self.page(word.docs);
            }
            self.put(&[provider.events.len() as u32]);
            for event in &provider.events {
                self.said(event);
            }
        }
    }

    /// What the numbers stand for: a line for each list, of words with spaces between them.
    pub(super) fn legend(&mut self, bytes: usize) {
        self.begin(1);
        let providers: Vec<&str> = PROVIDERS.iter().map(|provider| provider.id.as_str()).collect();
        let mut buffer = itoa::Buffer::new();
        let lists: [&[&str]; 23] = [
            &[env!("CARGO_PKG_VERSION"), buffer.format(bytes)],
            &providers,
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
        ];
        for list in lists {
            for word in list {
                self.text.push_str(word);
                self.text.push(' ');
            }
            self.text.push('\n');
        }
    }

    // Inlined, the room that it makes would be made in each of a hundred places.
    #[inline(never)]
    fn put(&mut self, numbers: &[u32]) {
        self.numbers.extend_from_slice(numbers);
    }

    /// A number that may be missing, and whether it is there.
    fn maybe(&mut self, number: Option<u32>) {
        self.put(&[u32::from(number.is_some()), number.unwrap_or_default()]);
    }

    fn provider(&mut self, id: &str) {
        let place = PROVIDERS.iter().position(|provider| provider.id.as_str() == id);
        self.put(&[place.unwrap_or_default() as u32]);
    }

    fn links(&mut self, links: &Links<&str>) {
        for link in [links.checkout, links.status, links.transaction] {
            self.maybe_said(link);
        }
    }

    /// A text of the program's own, which never changes its place.
    fn page(&mut self, docs: &'static str) {
        self.put(&[docs.as_ptr() as u32, docs.len() as u32]);
    }

    /// A text, by the length that it has in JavaScript.
    fn said(&mut self, said: &str) {
        self.text.push_str(said);
        let units = if said.is_ascii() { said.len() } else { said.encode_utf16().count() };
        self.put(&[units as u32]);
    }

    /// None is written as empty, which no text is that there is.
    fn maybe_said(&mut self, said: Option<&str>) {
        self.said(said.unwrap_or_default());
    }

    fn time(&mut self, time: Option<Time>) {
        match time {
            Some(time) => self.said(time.to_iso().as_str()),
            None => self.put(&[0]),
        }
    }

    fn amount(&mut self, amount: Option<&Amount<&str>>) {
        let Some(amount) = amount else { return self.put(&[0]) };
        self.said(amount.value);
        self.maybe_said(amount.currency);
        self.maybe_said(amount.network);
    }

    fn actions(&mut self, actions: &[Action<&str>]) {
        self.put(&[actions.len() as u32]);
        for action in actions {
            let given = action.url.is_some()
                || action.address.is_some()
                || action.amount.is_some()
                || action.deadline.is_some();
            let row = place!(action.kind)
                | place!(action.audience) << 8
                | place_from_1!(action.when) << 16
                | u32::from(action.blocking) << 24;
            self.put(&[row | u32::from(given) << 31]);
            if given {
                self.maybe_said(action.url);
                self.maybe_said(action.address);
                self.amount(action.amount.as_ref());
                self.time(action.deadline);
            }
        }
    }
}
