//! The JavaScript boundary: the only room that knows JavaScript.
//!
//! Numbers alone cross it: places in the memory, lengths and codes. The loader, `pkg-template/memory.js`, makes room,
//! writes what it was given as text into it, calls, and reads an [`Answer`] from where the call says that it is. Whatever
//! a caller can do wrong is judged here, so that Rust's words and JavaScript's are the same.
//!
//! Nothing that is exported must be freed: an answer lies where it is until the next call.

#![expect(unsafe_code, reason = "naming an export counts as such; nothing else here is unsafe")]

#[deny(unsafe_code)]
mod answer;
#[deny(unsafe_code)]
mod input;
#[cfg(standalone)]
mod standalone;

use alloc::vec::Vec;

use atomic_refcell::AtomicRefCell;

pub use self::answer::Answer;
use self::input::Arguments;
use crate::context::{Context, Limits};
use crate::error::{Error, ErrorCode};
use crate::normalize::{one, orders, read};
use crate::order::Order;
use crate::provider::ALL;
use crate::read::json::Json;
use crate::time::Time;
use crate::vocabulary::{Direction, SourceKind, Trust};

/// What both ends write into and read from.
struct Room {
    input: Vec<u8>,
    /// The context of the call that comes next, where numbers cannot say it.
    context: Option<Result<Context, Error>>,
    answer: Answer,
}

static ROOM: AtomicRefCell<Room> =
    AtomicRefCell::new(Room { input: Vec::new(), context: None, answer: Answer::new() });

/// Rooms up to this size are kept for the next call.
const KEPT: usize = 1 << 16;

/// Makes room for an input of so many bytes, and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *const u8 {
    let room = &mut *ROOM.borrow_mut();
    if room.input.len() > KEPT {
        room.input = Vec::new();
    }
    if room.input.len() < length {
        room.input.resize(length.max(KEPT / 16), 0);
    }
    room.input.as_ptr()
}

/// Reads a context that numbers cannot say, `[context]` in JSON, for the call of [`normalize`] that comes next. Gives how
/// many bytes the payload may have: none where the context is at fault, which that call then says.
#[unsafe(no_mangle)]
pub extern "C" fn context(length: usize) -> usize {
    let room = &mut *ROOM.borrow_mut();
    let context =
        input::json(written(&room.input, length)).and_then(|json| input::context(Arguments::of(&json), "0"));
    let bytes = context.as_ref().map_or(0, |context| context.limits.bytes);
    room.context = Some(context);
    bytes
}

/// How an input is to be read: bits of `how`.
const WORD: u32 = 1;
const OBJECT: u32 = 2;
const REFUSED: u32 = 4;
const MANY: u32 = 8;
const CONTEXT: u32 = 16;
const TEST: u32 = 32;
const CUSTODIAL: u32 = 64;

/// The orders of the payload, or the one of the word, that the input holds.
///
/// `how` says whether it is a word; what JSON writes of an object; or no payload but what was passed for one; whether many
/// orders are wanted; and whether the context is the one that was passed before. If it is not, it is two bits of `how`,
/// the time, where it is a number, and the bytes of `known`: a provider, a direction, a kind and a trust, each by its place
/// from 1.
#[unsafe(no_mangle)]
pub extern "C" fn normalize(length: usize, known: u32, how: u32, now: f64) -> *const u32 {
    let room = &mut *ROOM.borrow_mut();
    let passed = room.context.take().filter(|_| how & CONTEXT != 0);
    let orders = passed.unwrap_or_else(|| numbers(known, how, now)).and_then(|context| {
        // A payload that is too large was not written, so what is in the room is another one.
        if length > context.limits.bytes && how & (REFUSED | WORD) == 0 {
            return Err(Error::too_large(length, context.limits.bytes));
        }
        normalized(written(&room.input, length), how, &context)
    });
    let written = orders.map(|orders| room.answer.orders(&orders));
    room.answer.give(written)
}

fn numbers(known: u32, how: u32, now: f64) -> Result<Context, Error> {
    fn nth<T: Copy>(list: &[T], place: u8) -> Option<T> {
        list.get(usize::from(place).checked_sub(1)?).copied()
    }
    let [provider, direction, kind, trust] = known.to_le_bytes();
    Ok(Context {
        provider: nth(ALL, provider).map(|provider| provider.id.into()),
        direction: nth(Direction::ALL, direction),
        kind: nth(SourceKind::ALL, kind),
        trust: nth(Trust::ALL, trust),
        accept_test: how & TEST != 0,
        custodial: how & CUSTODIAL != 0,
        now: if now.is_nan() {
            None
        } else {
            Some(Time::from_millis(now as i64).ok_or_else(input::no_time)?)
        },
        ..Context::default()
    })
}

fn normalized(input: &[u8], how: u32, context: &Context) -> Result<Vec<Order>, Error> {
    if how & (REFUSED | WORD) != 0 {
        let text = core::str::from_utf8(input).unwrap_or_default();
        if how & REFUSED != 0 {
            return Err(input::unreadable(text));
        }
        let provider = context.provider.as_deref().unwrap_or_default();
        return Ok(alloc::vec![crate::normalize_word(provider, text, context)?]);
    }
    let orders = if how & OBJECT != 0 {
        orders(&Json::from_object(input, context.limits.depth)?, context)?
    } else {
        orders(&*read(input, context)?, context)?
    };
    if how & MANY != 0 { Ok(orders) } else { Ok(alloc::vec![one(orders)?]) }
}

/// What a status word means alone: the input is `[provider, word, context]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn word(length: usize) -> *const u32 {
    asked(length, |arguments, answer| {
        let (provider, word, context) = input::word(arguments)?;
        answer.orders(&[crate::normalize_word(&provider, &word, &context)?]);
        Ok(())
    })
}

/// An error answer of a provider's API: the input is `[provider, HTTP status, body, headers]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn problem(length: usize) -> *const u32 {
    asked(length, |arguments, answer| {
        let asked = input::problem(arguments)?;
        let headers = asked.headers.each_ref().map(|(name, value)| (*name, &**value));
        // A body that cannot be read, a page in HTML say, says nothing more than the status.
        let body = asked.body.as_bytes();
        answer.problem(&crate::normalize_problem(&asked.provider, asked.status, body, &headers)?);
        Ok(())
    })
}

/// The words to show for an order: the input is `[order, options]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn describe(length: usize) -> *const u32 {
    asked(length, |arguments, answer| {
        answer.text(&input::described(arguments)?);
        Ok(())
    })
}

/// What is covered.
#[unsafe(no_mangle)]
pub extern "C" fn providers() -> *const u32 {
    let answer = &mut ROOM.borrow_mut().answer;
    answer.providers(&crate::providers());
    answer.give(Ok(()))
}

/// What an answer's numbers stand for, fetched once: lists of words, each a line.
#[unsafe(no_mangle)]
pub extern "C" fn legend() -> *const u32 {
    let answer = &mut ROOM.borrow_mut().answer;
    answer.legend(Limits::default().bytes);
    answer.give(Ok(()))
}

fn asked(length: usize, read: fn(Arguments<'_>, &mut Answer) -> Result<(), Error>) -> *const u32 {
    let Room { input, answer, .. } = &mut *ROOM.borrow_mut();
    let done = input::json(written(input, length)).and_then(|json| read(Arguments::of(&json), answer));
    answer.give(done)
}

fn written(input: &[u8], length: usize) -> &[u8] {
    input.get(..length).unwrap_or_default()
}

fn bad(parts: &[&str]) -> Error {
    Error::new(ErrorCode::BadContext, parts)
}
