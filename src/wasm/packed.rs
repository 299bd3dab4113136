//! The short way across the boundary: numbers and one text, for bytes, text and words with an ordinary context.
//!
//! The loader writes the payload into the memory, calls, and reads one order from numbers and from slices of one text
//! that is decoded once. Whatever is rare — an error, a context with an expectation — gives no answer here, and the
//! loader takes the ordinary way, which then says what is the matter. `pkg-template/packed.js` is the other end: what one
//! writes the other reads, number by number.

extern crate std;

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::context::Context;
use crate::normalize::{orders, read};
use crate::order::{Action, Amount, Order};
use crate::provider::ALL;
use crate::read::json::Json;
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Actor, Audience, Direction, Environment, Finality, Fulfilment, Money, MoneyBasis, Reason,
    RuleBasis, SourceKind, Stage, Status, Tone, Trust, Warning, When,
};

/// What both ends write into and read from. It keeps its place in memory from call to call.
struct Room {
    input: Vec<u8>,
    numbers: Vec<u32>,
    text: String,
}

std::thread_local! {
    static ROOM: RefCell<Room> =
        const { RefCell::new(Room { input: Vec::new(), numbers: Vec::new(), text: String::new() }) };
}

/// Larger payloads take the ordinary way, and their room is given back.
const MAX_INPUT: usize = 1 << 16;

/// Makes room for an input of so many bytes, and says where; null where it is too large for this way.
#[wasm_bindgen]
pub fn room(length: usize) -> *const u8 {
    if length > MAX_INPUT {
        return core::ptr::null();
    }
    ROOM.with_borrow_mut(|room| {
        if room.input.len() < length {
            room.input.resize(length.next_power_of_two().max(4096), 0);
        }
        room.input.as_ptr()
    })
}

/// How the input is to be read.
const WORD: u32 = 1;
const PARSED: u32 = 2;

/// The orders in the first bytes of the input: where their numbers are, or null where they take the ordinary way.
///
/// Of the codes, zero stands for none and the first of a list for one. The bits of `known` are a provider, a direction, a
/// kind and a trust, eight each; those of `how` are [`WORD`], [`PARSED`], test orders accepted, custodial.
#[wasm_bindgen]
pub fn pack(length: usize, known: u32, how: u32) -> *const u32 {
    ROOM.with_borrow_mut(|Room { input, numbers, text }| {
        let [provider, direction, kind, trust] = known.to_le_bytes();
        let context = Context {
            provider: nth(ALL, provider).map(|provider| provider.id.into()),
            direction: nth(Direction::ALL, direction),
            kind: nth(SourceKind::ALL, kind),
            trust: nth(Trust::ALL, trust),
            accept_test: how & 4 != 0,
            custodial: how & 8 != 0,
            ..Context::default()
        };
        let Some(orders) = input.get(..length).and_then(|input| normalized(input, &context, how)) else {
            return core::ptr::null();
        };
        text.clear();
        numbers.clear();
        numbers.extend([0, 0, orders.len() as u32]);
        let mut packer = Packer { numbers, text };
        for order in &orders {
            packer.order(order);
        }
        let place = [text.as_ptr() as u32, text.len() as u32];
        for (number, value) in numbers.iter_mut().zip(place) {
            *number = value;
        }
        numbers.as_ptr()
    })
}

fn nth<T: Copy>(list: &[T], code: u8) -> Option<T> {
    list.get(usize::from(code).checked_sub(1)?).copied()
}

fn normalized(input: &[u8], context: &Context, how: u32) -> Option<Vec<Order>> {
    if how & WORD != 0 {
        let word = core::str::from_utf8(input).ok()?;
        let order = crate::normalize_word(context.provider.as_deref()?, word, context).ok()?;
        return Some(alloc::vec![order]);
    }
    if how & PARSED != 0 {
        return orders(&Json::from_object(input, context.limits.depth).ok()?, context).ok();
    }
    orders(&*read(input, context).ok()?, context).ok()
}

/// The words that the numbers of an order stand for, in their lists.
#[derive(Serialize)]
struct Legend {
    provider: Vec<&'static str>,
    direction: &'static [Direction],
    kind: &'static [SourceKind],
    trust: &'static [Trust],
    status: &'static [Status],
    reason: &'static [Reason],
    money: &'static [Money],
    basis: &'static [MoneyBasis],
    environment: &'static [Environment],
    fulfilment: &'static [Fulfilment],
    actor: &'static [Actor],
    finality: &'static [Finality],
    stage: &'static [Stage],
    tone: &'static [Tone],
    rule: &'static [RuleBasis],
    warning: &'static [Warning],
    action: &'static [ActionKind],
    audience: &'static [Audience],
    when: &'static [When],
}

/// The lists of words, fetched once.
#[wasm_bindgen]
pub fn legend() -> JsValue {
    super::plain(&Legend {
        provider: ALL.iter().map(|provider| provider.id).collect(),
        direction: Direction::ALL,
        kind: SourceKind::ALL,
        trust: Trust::ALL,
        status: Status::ALL,
        reason: Reason::ALL,
        money: Money::ALL,
        basis: MoneyBasis::ALL,
        environment: Environment::ALL,
        fulfilment: Fulfilment::ALL,
        actor: Actor::ALL,
        finality: Finality::ALL,
        stage: Stage::ALL,
        tone: Tone::ALL,
        rule: RuleBasis::ALL,
        warning: Warning::ALL,
        action: ActionKind::ALL,
        audience: Audience::ALL,
        when: When::ALL,
    })
}

struct Packer<'a> {
    numbers: &'a mut Vec<u32>,
    text: &'a mut String,
}

impl Packer<'_> {
    fn order(&mut self, order: &Order) {
        // A text of the program's own: it never changes its place.
        self.numbers.extend([order.rule.docs.as_ptr() as u32, order.rule.docs.len() as u32]);
        let provider = ALL.iter().position(|provider| provider.id == order.provider).unwrap_or_default();
        let stage = order.progress.map_or(0, |progress| {
            (1 + progress.stage as u32) | (u32::from(progress.step) << 8) | (u32::from(progress.of) << 16)
        });
        self.numbers.extend([
            provider as u32,
            order.direction.map_or(0, |code| 1 + code as u32),
            order.kind as u32,
            order.trust as u32,
            order.status as u32,
            order.reason.map_or(0, |code| 1 + code as u32),
            order.money as u32,
            order.money_basis.map_or(0, |code| 1 + code as u32),
            order.environment as u32,
            order.fulfilment as u32,
            order.actor as u32,
            order.finality as u32,
            order.tone as u32,
            stage,
            u32::from(order.poll.stop),
            order.poll.after_ms.unwrap_or_default(),
            order.poll.backoff.to_bits(),
            order.poll.cap_ms.unwrap_or_default(),
            order.rule.basis.map_or(0, |code| 1 + code as u32),
            u32::from(order.rule.known),
        ]);
        for said in [&order.id, &order.reference, &order.word, &order.event, &order.detail, &order.tx_hash] {
            self.said(said.as_deref());
        }
        for link in [&order.links.checkout, &order.links.status, &order.links.transaction, &order.rule.id] {
            self.said(link.as_deref());
        }
        let times = [order.times.created, order.times.updated, order.times.paid, order.times.completed];
        for time in times.into_iter().chain([order.reopenable_until, order.expires_at, order.poll.give_up_at])
        {
            self.time(time);
        }
        for amount in [&order.amounts.expected, &order.amounts.paid, &order.amounts.received] {
            self.amount(amount.as_ref());
        }
        self.numbers.push(order.rule.warnings.len() as u32);
        self.numbers.extend(order.rule.warnings.iter().map(|warning| *warning as u32));
        self.numbers.push(order.actions.len() as u32);
        for action in &order.actions {
            self.action(action);
        }
    }

    /// A text, by the length that it has in JavaScript; zero where there is none.
    fn said(&mut self, said: Option<&str>) {
        let said = said.unwrap_or_default();
        self.text.push_str(said);
        let units = if said.is_ascii() { said.len() } else { said.encode_utf16().count() };
        self.numbers.push(units as u32);
    }

    fn time(&mut self, time: Option<Time>) {
        match time {
            Some(time) => self.said(Some(&time.to_iso())),
            None => self.numbers.push(0),
        }
    }

    fn amount(&mut self, amount: Option<&Amount>) {
        let Some(amount) = amount else { return self.numbers.push(0) };
        self.said(Some(&amount.value));
        self.said(amount.currency.as_deref());
        self.said(amount.network.as_deref());
    }

    fn action(&mut self, action: &Action) {
        let given = action.url.is_some()
            || action.address.is_some()
            || action.amount.is_some()
            || action.deadline.is_some();
        let when = action.when.map_or(0, |code| 1 + code as u32);
        let blocking = u32::from(action.blocking);
        let row = action.kind as u32 | (action.audience as u32) << 8 | when << 16 | blocking << 24;
        self.numbers.push(row | u32::from(given) << 31);
        if given {
            self.said(action.url.as_deref());
            self.said(action.address.as_deref());
            self.amount(action.amount.as_ref());
            self.time(action.deadline);
        }
    }
}
