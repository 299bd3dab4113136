//! The JavaScript boundary: the only room that knows JavaScript.
//!
//! Numbers alone cross it: places in the memory, lengths and codes. The loader, `pkg-template/memory.js`, makes room,
//! writes what it was given as text into it, calls, and reads an [`Answer`] from where the call says that it is. Whatever
//! a caller can do wrong is judged here, so that Rust's words and JavaScript's are the same; but for what is passed to
//! [`describe`], of which the loader makes codes: in Rust nothing about it can be wrong.
//!
//! Nothing that is exported must be freed: an answer lies where it is until the next call.

#![expect(unsafe_code, reason = "naming an export counts as such; nothing else here is unsafe")]

#[deny(unsafe_code)]
mod answer;
#[deny(unsafe_code)]
mod columns;
#[deny(unsafe_code)]
mod input;
#[deny(unsafe_code)]
mod json;
#[deny(unsafe_code)]
mod meaning;
#[cfg(standalone)]
mod standalone;
#[cfg(feature = "webhook")]
#[deny(unsafe_code)]
mod webhook;

use alloc::vec::Vec;

use spin::{Mutex, MutexGuard};

pub use self::answer::Answer;
use self::answer::Ruler;
use self::columns::{Columns, Filling};
use self::input::Asked;
use crate::batch::{self, Cutter};
use crate::context::{Context, Limits};
use crate::customer::customer;
use crate::error::{Error, ErrorCode};
use crate::explain::explained;
use crate::normalize::{counted, of_word, orders, read};
use crate::problem::problem as problem_of;
use crate::read::{Arena, Reading};
use crate::row::Carrier;
use crate::tables::{PROVIDERS, ROOT};
use crate::time::Time;
use crate::timeline::steps;
use crate::vocabulary::{Direction, Listed as _, SourceKind, Trust};

/// What both ends write into and read from.
struct Room {
    input: Vec<u8>,
    /// The context of the call that comes next, where numbers cannot say it.
    context: Option<Result<Context, Error>>,
    /// Made at the first call.
    arena: Option<Arena>,
    answer: Answer,
    columns: Columns,
}

static ROOM: Mutex<Room> = Mutex::new(Room {
    input: Vec::new(),
    context: None,
    arena: None,
    answer: Answer::new(),
    columns: Columns::new(),
});

/// The room, of which each call has all. It stays locked where one trapped, or its stack was full, and what comes then traps too.
#[inline(never)]
fn locked() -> MutexGuard<'static, Room> {
    ROOM.try_lock().unwrap_or_else(|| core::arch::wasm32::unreachable())
}

/// Rooms up to this size are kept for the next call.
const KEPT: usize = 1 << 16;

/// Makes room for an input of so many bytes, and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *const u8 {
    let room = &mut *locked();
    if room.input.len() > KEPT {
        room.input = Vec::new();
    }
    if room.input.len() < length {
        room.input.resize(length.max(KEPT), 0);
    }
    room.input.as_ptr()
}

/// Reads a context that numbers cannot say, `[provider, null, context]` in JSON, where the provider may be null, for the call of
/// [`normalize`] that comes next. Gives how many bytes the payload may have: none where the context is at fault, which that
/// call then says.
#[unsafe(no_mangle)]
pub extern "C" fn context(length: usize) -> usize {
    let room = &mut *locked();
    let json = input::json(written(&room.input, length), emptied(&mut room.arena));
    let context = json.and_then(|json| input::context(&json));
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
const PLACES: u32 = 128;
const LAST: u32 = 256;
const FURTHER: u32 = 512;
const EXPLAIN: u32 = 1024;
const UNITS: u32 = 2048;
const CUSTOMER: u32 = 4096;
const TIMELINE: u32 = 8192;

/// The orders of the payload, or the one of the word, that the input holds.
///
/// `how` says whether it is a word; what JSON writes of an object; what stands at the places of an object, as
/// [`Reading::of_places`] reads it; or no payload but what was passed for one; whether many
/// orders are wanted; whether not they are, but where they come from, and that in the units of JavaScript's texts, or what is
/// said of a customer, or what the order went through; and whether the context is the one that was passed before. If it is not,
/// it is two bits of `how`, the time, where it is a number, and the bytes of `known`: a provider, a direction, a kind and a trust,
/// each by its place from 1.
#[unsafe(no_mangle)]
pub extern "C" fn normalize(length: usize, known: u32, how: u32, now: f64) -> *const u32 {
    let room = &mut *locked();
    let context = taken(&mut room.context, known, how, now);
    room.answer.begin_empty();
    let arena = emptied(&mut room.arena);
    let written = context.and_then(|context| {
        // A payload that is too large was not written, so what is in the room is another one.
        if length > context.limits.bytes && how & (REFUSED | WORD) == 0 {
            return Err(Error::too_large(length, context.limits.bytes));
        }
        normalized(written(&room.input, length), how, &context, arena, &mut room.answer)
    });
    room.answer.give(written)
}

/// Reads those of many payloads that end in the input, into columns: behind those of the last such call, if `how` says so, and to
/// the end, if nothing follows. The other numbers are those of a [`Cutter`], as that call gave them. The answer is of
/// errors; behind them stands what [`Filling::end`] says.
#[unsafe(no_mangle)]
pub extern "C" fn batch(
    length: usize,
    known: u32,
    how: u32,
    now: f64,
    position: f64,
    lines: u32,
    seen: u32,
    state: u32,
) -> *const u32 {
    let Room { input, context, arena, answer, columns } = &mut *locked();
    let context = taken(context, known, how, now);
    let arena = arena.get_or_insert_with(Arena::lasting);
    if how & FURTHER == 0 {
        columns.clear();
    }
    answer.begin_empty();
    let done = context.and_then(|context| {
        batch::check(&context)?;
        let mut cutter = Cutter { position: position as u64, lines, seen, state };
        let mut filling = Filling { columns, answer };
        let taken = cutter.take(written(input, length), how & LAST != 0, &context, arena, &mut filling);
        filling.end(taken, &cutter);
        Ok(())
    });
    answer.give(done)
}

/// The arena, made at the first call, and again where the last one needed much.
#[inline(never)]
fn emptied(arena: &mut Option<Arena>) -> &mut Arena {
    arena.take_if(|arena| arena.allocated_bytes() > KEPT);
    let arena = arena.get_or_insert_with(Arena::lasting);
    arena.reset();
    arena
}

/// The context that was passed before, or the one that numbers say.
#[inline(never)]
fn taken(
    passed: &mut Option<Result<Context, Error>>,
    known: u32,
    how: u32,
    now: f64,
) -> Result<Context, Error> {
    passed.take().filter(|_| how & CONTEXT != 0).unwrap_or_else(|| numbers(known, how, now))
}

fn numbers(known: u32, how: u32, now: f64) -> Result<Context, Error> {
    let [provider, direction, kind, trust] = known.to_le_bytes();
    Ok(Context {
        provider: PROVIDERS
            .get(usize::from(provider).wrapping_sub(1))
            .map(|provider| provider.id.as_str().into()),
        direction: Direction::nth(direction),
        kind: SourceKind::nth(kind),
        trust: Trust::nth(trust),
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

fn normalized(
    input: &[u8],
    how: u32,
    context: &Context,
    arena: &Arena,
    answer: &mut Answer,
) -> Result<(), Error> {
    if how & (REFUSED | WORD) != 0 {
        let text = core::str::from_utf8(input).unwrap_or_default();
        if how & REFUSED != 0 {
            return Err(input::unreadable(text));
        }
        let provider = context.provider.as_deref().unwrap_or_default();
        answer.order(&of_word(provider, text, context, arena)?);
        return Ok(());
    }
    let payload = if how & OBJECT != 0 {
        Reading::of_object(input, context.limits, arena)?
    } else if how & PLACES != 0 {
        Reading::of_places(input, arena).unwrap_or_else(|| Reading::new(Carrier::Json, ROOT, arena))
    } else {
        read(input, context, arena)?
    };
    if how & (CUSTOMER | TIMELINE | EXPLAIN) == 0 {
        orders(&payload, context, &mut |order, _| answer.order(order))?;
    } else if how & EXPLAIN == 0 {
        return told(&payload, how, context, answer);
    } else {
        explanations(&payload, input, how, context, answer)?;
    }
    if how & MANY != 0 { Ok(()) } else { counted(answer.count().map_or(0, |count| *count as usize)) }
}

/// What a payload says of a customer, or of what the order went through. What is seldom asked for is not inlined: all of a function
/// is compiled where it is called first.
#[inline(never)]
fn told(payload: &Reading<'_>, how: u32, context: &Context, answer: &mut Answer) -> Result<(), Error> {
    if how & CUSTOMER != 0 {
        answer.json(&customer(payload, context)?);
    } else {
        answer.json(&*steps(payload, context)?);
    }
    Ok(())
}

/// Where its orders come from.
#[inline(never)]
fn explanations(
    payload: &Reading<'_>,
    input: &[u8],
    how: u32,
    context: &Context,
    answer: &mut Answer,
) -> Result<(), Error> {
    let mut ruler = Ruler::new(input, how & UNITS != 0);
    orders(payload, context, &mut |order, trail| {
        answer.explanation(&explained(order, trail, input), &mut ruler);
    })
}

/// What a status word means alone: the input is `[provider, word, context]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn word(length: usize) -> *const u32 {
    asked(length, |json, answer| {
        let (provider, word, context) = input::word(json)?;
        answer.begin_empty();
        answer.order(&of_word(provider, word, &context, json.arena)?);
        Ok(())
    })
}

/// An error answer of a provider's API: the input is `[provider, HTTP status, body, headers, options]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn problem(length: usize) -> *const u32 {
    asked(length, |json, answer| {
        let asked = input::problem(json)?;
        let body = asked.body.as_bytes();
        let Asked { provider, status, headers, now, .. } = asked;
        answer.problem(&problem_of(provider, status, body, &headers, now, json.arena)?);
        Ok(())
    })
}

/// What a newer word about an order makes of the one that is kept: the input is `[previous, next, options]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn transition(length: usize) -> *const u32 {
    asked(length, |json, answer| {
        let (ruling, steps_on, alert) = input::transition(json)?;
        answer.transition(&ruling, steps_on, alert);
        Ok(())
    })
}

/// What many orders come to: the input is `[orders, null, options]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn summarize(length: usize) -> *const u32 {
    asked(length, input::summary)
}

/// How a provider's orders move: the input is `[provider, direction]` in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn flow(length: usize) -> *const u32 {
    asked(length, |json, answer| {
        answer.json(&input::flow(json)?);
        Ok(())
    })
}

/// Whether a webhook is believed, and what it says: see [`webhook::verify`], which reads the input. What was passed for a
/// request and is none has no parts. The context is as in [`normalize`].
#[cfg(feature = "webhook")]
#[unsafe(no_mangle)]
pub extern "C" fn verify(length: usize, secrets: usize, known: u32, how: u32, now: f64) -> *const u32 {
    let Room { input, context, arena, answer, .. } = &mut *locked();
    let arena = emptied(arena);
    answer.begin_empty();
    let done = taken(context, known, how, now)
        .map(|context| webhook::verify(written(input, length), secrets, &context, arena, answer));
    webhook::wipe(input, length);
    answer.give(done)
}

/// The token that a vendor's plugins give with an order: see [`webhook::derive`].
#[cfg(feature = "webhook")]
#[unsafe(no_mangle)]
pub extern "C" fn derive(length: usize) -> *const u32 {
    let Room { input, answer, .. } = &mut *locked();
    answer.one(&webhook::derive(written(input, length)).unwrap_or_default());
    webhook::wipe(input, length);
    answer.give(Ok(()))
}

/// What the answers of [`verify`] stand for, and which headers it reads, fetched once.
#[cfg(feature = "webhook")]
#[unsafe(no_mangle)]
pub extern "C" fn webhooks() -> *const u32 {
    let answer = &mut locked().answer;
    answer.webhook_legend();
    answer.give(Ok(()))
}

/// The words to show for an order: the input is its codes, those of so many actions, and the language, or says what is wrong
/// with what was passed.
#[unsafe(no_mangle)]
pub extern "C" fn describe(length: usize, actions: usize) -> *const u32 {
    let Room { input, answer, .. } = &mut *locked();
    let done = input::described(written(input, length), actions).map(|text| answer.text(&text));
    answer.give(done)
}

/// What is covered.
#[unsafe(no_mangle)]
pub extern "C" fn providers() -> *const u32 {
    let answer = &mut locked().answer;
    answer.providers();
    answer.give(Ok(()))
}

/// What an answer's numbers stand for, fetched once: lists of words, each a line.
#[unsafe(no_mangle)]
pub extern "C" fn legend() -> *const u32 {
    let answer = &mut locked().answer;
    answer.legend(Limits::default().bytes);
    answer.give(Ok(()))
}

/// The places that are looked for in an object, fetched once: the keys, a line each, and as numbers how deep each place is
/// and which key leads to it, each before those below it. Then the key that stands for any element of a list.
#[unsafe(no_mangle)]
pub extern "C" fn places() -> *const u32 {
    let answer = &mut locked().answer;
    answer.places();
    answer.give(Ok(()))
}

fn asked(length: usize, read: fn(&Reading<'_>, &mut Answer) -> Result<(), Error>) -> *const u32 {
    let Room { input, arena, answer, .. } = &mut *locked();
    let json = input::json(written(input, length), emptied(arena));
    let done = json.and_then(|json| read(&json, answer));
    answer.give(done)
}

fn written(input: &[u8], length: usize) -> &[u8] {
    input.get(..length).unwrap_or_default()
}

fn bad(parts: &[&str]) -> Error {
    Error::new(ErrorCode::BadContext, parts)
}
