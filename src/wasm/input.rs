//! What comes in beside a payload: contexts, and what is asked, each checked before it is used.
//!
//! They come as a list in JSON, each kind of them in a place of its own; `build.rs` lists what is read of them. What JSON
//! cannot write (a function, NaN) the loader writes as the number -1, which nothing here takes for what it wants; undefined
//! is null, so that the names of all members can be checked. Rows say what there may be, in the order in which it is
//! checked: the first fault is said.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Answer, bad};
use crate::context::{Context, Expect, Limits};
use crate::decimal;
use crate::error::{Error, ErrorCode};
use crate::flow::{self, Flow};
use crate::label::{ActionCodes, Codes, Locale, Text, describe_codes};
use crate::order::owned;
use crate::read::json::Kind;
use crate::read::{Arena, Reading};
use crate::summary::{Facts, outline};
use crate::tables::{NOWHERE, ROOT, Spot};
use crate::text::{copied, digits, joined, listed, split_once};
use crate::time::Time;
use crate::transition::{self, Frame, Ruling};
use crate::vocabulary::{
    ActionKind, Actor, Alert, Audience, Direction, Environment, Finality, Fulfilment, Listed as _, Money,
    MoneyBasis, Reason, SourceKind, Status, Trust, Verdict, When,
};

/// What was passed, as the loader wrote it: nothing, where a getter threw on the way.
pub(super) fn json<'a>(text: &'a [u8], arena: &'a Arena) -> Result<Reading<'a>, Error> {
    Reading::of_json(text, Limits::default(), arena).map_err(|_| bad(&["what was passed cannot be read"]))
}

/// Why what was passed is no payload, by the kind of thing that it is: `undefined`, `[object Map]`, or nothing at all.
pub(super) fn unreadable(kind: &str) -> Error {
    let object = kind.strip_prefix("[object ").and_then(|name| name.strip_suffix(']'));
    let why: &[&str] = match object {
        Some("Promise") => &["it is a promise; await it"],
        Some("Uint8Array" | "ArrayBuffer" | "SharedArrayBuffer") => &["its bytes are not there any more"],
        // These can be read, unless they do not let themselves be.
        Some("Object" | "Array" | "URL" | "URLSearchParams") => &["it throws when it is read"],
        Some(name) => &["it is of the kind `", name, "`"],
        None if kind.is_empty() => &["it throws when it is read"],
        None => &["it is ", kind],
    };
    Error::new(ErrorCode::Unreadable, &["the payload cannot be read: ", &joined(why)])
}

/// Only a context has a time in it.
pub(super) fn no_time() -> Error {
    bad(&["the context's `now` ", NO_TIME])
}

const NO_TIME: &str = "is not a time in the years 2000 to 2999";

/// A thing that is passed.
struct Row {
    within: Within,
    /// The key of a member; of anything else, what it is called.
    name: &'static str,
    is: Is,
    needed: Needed,
}

#[derive(Clone, Copy, PartialEq)]
enum Needed {
    No,
    /// Undefined or null there would be a slip, by which what was to be checked is not.
    WhereItStands,
    Yes,
}

/// In what it stands.
#[derive(Clone, Copy)]
enum Within {
    /// It is an argument, by its place.
    Arguments(u8),
    /// It is a member of the thing of another row, by that row's place.
    Row(u8),
}

/// What it is to be.
#[derive(Clone, Copy)]
enum Is {
    /// Text; whatever else it is, it is not wanted.
    Any,
    Text,
    /// One of our own words, which are written here.
    Word(&'static str),
    Flag,
    Decimal,
    /// A size, above zero.
    Size,
    /// An HTTP status.
    Status,
    /// Text or milliseconds.
    Time,
    Map,
    List,
    /// A map that has no members but those that rows are for.
    Options,
    Headers,
}

/// What was found of a thing.
#[derive(Clone, Copy)]
struct Found<'a> {
    at: Spot,
    text: Option<&'a str>,
    /// A number, the place of a word from 1, or 1 for what is true.
    number: u32,
    time: Option<Time>,
}

const fn row(within: Within, name: &'static str, is: Is) -> Row {
    Row { within, name, is, needed: Needed::No }
}

const fn argument(place: u8, name: &'static str, is: Is) -> Row {
    row(Within::Arguments(place), name, is)
}

const fn member(of: u8, name: &'static str, is: Is) -> Row {
    row(Within::Row(of), name, is)
}

impl Row {
    const fn needed(self) -> Self {
        Self { needed: Needed::Yes, ..self }
    }

    const fn needed_where_it_stands(self) -> Self {
        Self { needed: Needed::WhereItStands, ..self }
    }
}

static CONTEXT: [Row; 18] = [
    argument(2, "the context", Is::Options),
    member(0, "provider", Is::Text),
    member(0, "direction", Is::Word(Direction::WORDS)),
    member(0, "kind", Is::Word(SourceKind::WORDS)),
    member(0, "trust", Is::Word(Trust::WORDS)),
    member(0, "expect", Is::Options),
    member(5, "reference", Is::Text).needed_where_it_stands(),
    member(5, "amount", Is::Decimal).needed_where_it_stands(),
    member(5, "currency", Is::Text).needed_where_it_stands(),
    member(0, "acceptTest", Is::Flag),
    member(0, "custodial", Is::Flag),
    member(0, "limits", Is::Options),
    member(11, "bytes", Is::Size),
    member(11, "depth", Is::Size),
    member(0, "now", Is::Time),
    member(0, "previous", Is::Map),
    member(15, "word", Is::Text),
    // Beside a context, where it is no member of it.
    argument(0, "the provider", Is::Text),
];

#[cfg(feature = "webhook")]
static TOLERANCE: [Row; 2] = [argument(2, "the context", Is::Map), member(0, "tolerance", Is::Size)];

static WORD: [Row; 3] = [
    argument(0, "the provider", Is::Text).needed(),
    argument(1, "the word", Is::Text).needed(),
    argument(2, "the direction", Is::Any),
];

static DIRECTION: [Row; 1] = [argument(2, "the direction", Is::Word(Direction::WORDS))];

static PREVIOUS: [Row; 11] = order(0, "the previous order");
static NEXT: [Row; 11] = order(1, "the next order");
/// What is read of a problem that was passed instead of the next order. Only such has an HTTP status.
static FAILED: [Row; 4] = [
    argument(1, "the problem", Is::Any),
    member(0, "httpStatus", Is::Any),
    member(0, "provider", Is::Any),
    member(0, "orderId", Is::Any),
];
static OPTIONS: [Row; 2] = [argument(2, "the options", Is::Options), member(0, "now", Is::Time)];
static PURCHASE: [Row; 3] = [
    argument(2, "the options", Is::Options),
    member(0, "now", Is::Time),
    member(0, "reference", Is::Text).needed_where_it_stands(),
];

/// What is read of an order that was passed.
const fn order(place: u8, name: &'static str) -> [Row; 11] {
    [
        argument(place, name, Is::Map).needed(),
        member(0, "provider", Is::Text).needed(),
        member(0, "id", Is::Text),
        member(0, "direction", Is::Word(Direction::WORDS)),
        member(0, "word", Is::Text),
        member(0, "status", Is::Word(Status::WORDS)).needed(),
        member(0, "trust", Is::Word(Trust::WORDS)).needed(),
        member(0, "fulfilment", Is::Word(Fulfilment::WORDS)).needed(),
        member(0, "finality", Is::Word(Finality::WORDS)).needed(),
        member(0, "times", Is::Map),
        member(9, "updated", Is::Time),
    ]
}

static STEPS: [[Row; 3]; 2] = [step(0), step(1)];

/// How far an order that was passed has come.
const fn step(place: u8) -> [Row; 3] {
    [argument(place, "an order", Is::Map), member(0, "progress", Is::Map), member(1, "step", Is::Size)]
}

static ORDERS: [Row; 1] = [argument(0, "`orders`", Is::List).needed()];
static LISTED: [Row; 11] = order(0, "an order");

/// What is read of it besides: words, times, texts.
static STANCE: [Row; 4] = [
    argument(0, "an order", Is::Map),
    member(0, "environment", Is::Word(Environment::WORDS)).needed(),
    member(0, "money", Is::Word(Money::WORDS)).needed(),
    member(0, "actor", Is::Word(Actor::WORDS)).needed(),
];
static MOMENTS: [Row; 7] = [
    argument(0, "an order", Is::Map),
    member(0, "times", Is::Map),
    member(1, "created", Is::Time),
    member(1, "paid", Is::Time),
    member(1, "completed", Is::Time),
    member(0, "expiresAt", Is::Time),
    member(0, "reopenableUntil", Is::Time),
];
static TEXTS: [Row; 15] = [
    argument(0, "an order", Is::Map),
    member(0, "links", Is::Map),
    member(0, "amounts", Is::Map),
    member(2, "paid", Is::Map),
    member(2, "expected", Is::Map),
    member(0, "actions", Is::List),
    member(0, "reference", Is::Text),
    member(0, "txHash", Is::Text),
    member(1, "checkout", Is::Text),
    member(3, "value", Is::Text),
    member(3, "currency", Is::Text),
    member(3, "network", Is::Text),
    member(4, "value", Is::Text),
    member(4, "currency", Is::Text),
    member(4, "network", Is::Text),
];

static ACTION: [Row; 3] = [
    argument(0, "an order's action", Is::Map).needed(),
    member(0, "kind", Is::Word(ActionKind::WORDS)).needed(),
    member(0, "audience", Is::Word(Audience::WORDS)).needed(),
];

static FLOW: [Row; 2] = [
    argument(0, "the provider", Is::Text).needed(),
    argument(1, "the direction", Is::Word(Direction::WORDS)).needed(),
];

static PROBLEM: [Row; 8] = [
    argument(0, "the provider", Is::Text).needed(),
    argument(1, "the HTTP status", Is::Status).needed(),
    argument(3, "the headers", Is::Headers),
    member(2, "retry-after", Is::Any),
    member(2, "date", Is::Any),
    argument(2, "the body", Is::Any),
    argument(4, "the options", Is::Options),
    member(6, "now", Is::Time),
];

/// What was found for each row.
#[inline(always)]
fn found<'a, const N: usize>(json: &Reading<'a>, rows: &[Row; N]) -> Result<[Found<'a>; N], Error> {
    let mut found = [Found { at: NOWHERE, text: None, number: 0, time: None }; N];
    find(json, rows, &mut found)?;
    Ok(found)
}

fn find<'a>(json: &Reading<'a>, rows: &[Row], found: &mut [Found<'a>]) -> Result<(), Error> {
    for (place, row) in (0..).zip(rows) {
        let (above, key) = match row.within {
            Within::Arguments(place) => (ROOT, &[b'0' + place][..]),
            Within::Row(of) => (found.get(usize::from(of)).map_or(NOWHERE, |of| of.at), row.name.as_bytes()),
        };
        let at = json.index.below_called(above, key);
        let Some(found) = found.get_mut(usize::from(place)) else { break };
        found.at = at;
        judge(json, row, found).map_err(|[a, b, c]| bad(&[&called(rows, row), " ", a, b, c]))?;
        if let (Is::Options, Some((_, key))) = (row.is, json.stray.filter(|(within, _)| *within == at)) {
            let members = rows.iter().filter(|row| matches!(row.within, Within::Row(of) if of == place));
            let members = listed(&mut members.map(|row| row.name));
            return Err(bad(&[&called(rows, row), " has no `", key, "`; it has ", &members]));
        }
    }
    Ok(())
}

/// What a thing is called in a sentence.
fn called(rows: &[Row], row: &Row) -> String {
    match row.within {
        Within::Arguments(_) => copied(row.name),
        Within::Row(of) => {
            let of = rows.get(usize::from(of)).map(|of| called(rows, of)).unwrap_or_default();
            joined(&[&of, "'s `", row.name, "`"])
        }
    }
}

/// Makes of a thing what it is to be, or says in parts why it is not that.
fn judge<'a>(json: &Reading<'a>, row: &Row, found: &mut Found<'a>) -> Result<(), [&'a str; 3]> {
    let kind = json.kind(found.at);
    let needed = match row.needed {
        Needed::No => false,
        Needed::WhereItStands => json.stands(found.at),
        Needed::Yes => true,
    };
    if kind.is_none() && !needed {
        return Ok(());
    }
    let text = json.scalar_called(found.at).unwrap_or_default();
    if matches!(kind, Some(Kind::Plain | Kind::Escaped)) {
        found.text = Some(text);
    }
    // As JavaScript writes such.
    let whole =
        digits(text).and_then(|whole| u32::try_from(whole).ok()).filter(|_| kind == Some(Kind::Number));
    let (fits, why) = match row.is {
        Is::Any => (true, ""),
        Is::Text => (found.text.is_some(), "is not a string"),
        Is::Word(_) | Is::Decimal if found.text.is_none() => (false, "is not a string"),
        Is::Word(words) => {
            found.number = place_of(words, text);
            if found.number == 0 {
                return Err(["cannot be `", text, "`"]);
            }
            (true, "")
        }
        Is::Decimal => {
            found.text = decimal::plain(text, json.arena);
            if found.text.is_none() {
                return Err(["is not a decimal number: `", text, "`"]);
            }
            (true, "")
        }
        Is::Flag => {
            found.number = u32::from(text == "true");
            (kind == Some(Kind::Bool), "is not a boolean")
        }
        Is::Size => {
            found.number = whole.unwrap_or_default();
            ((1..=i32::MAX as u32).contains(&found.number), "is not a whole number above zero")
        }
        Is::Status => {
            found.number = whole.unwrap_or_default();
            (whole.is_some_and(|status| status <= 999), "is not a whole number")
        }
        Is::Time => {
            found.time = if kind == Some(Kind::Number) {
                // Parts of milliseconds are cut. What has an exponent is none of our years.
                let millis = split_once(text, ".").map_or(text, |(millis, _)| millis);
                digits(millis).and_then(|millis| Time::from_millis(millis as i64))
            } else {
                Time::parse(text)
            };
            (found.time.is_some(), NO_TIME)
        }
        Is::Map | Is::Options => (kind == Some(Kind::Map), "is not an object"),
        Is::List => (kind == Some(Kind::List), "is not a list"),
        Is::Headers => (kind == Some(Kind::Map), "cannot be read"),
    };
    if fits { Ok(()) } else { Err([why, "", ""]) }
}

/// The place of a word among those of a list, from 1.
fn place_of(words: &str, wanted: &str) -> u32 {
    let mut rest = words;
    let mut place = 0;
    while let Some((word, behind)) = split_once(rest, " ") {
        place += 1;
        if word == wanted {
            return place;
        }
        rest = behind;
    }
    0
}

/// What the caller knows beside a payload.
pub(super) fn context(json: &Reading<'_>) -> Result<Context, Error> {
    let [
        _,
        provider,
        direction,
        kind,
        trust,
        expect,
        reference,
        amount,
        currency,
        accept_test,
        custodial,
        _,
        bytes,
        depth,
        now,
        _,
        previous_word,
        named,
    ] = found(json, &CONTEXT)?;
    #[cfg(feature = "webhook")]
    let [_, tolerance] = found(json, &TOLERANCE)?;
    let usual = Limits::default();
    let size = |found: Found<'_>, usual| if found.number == 0 { usual } else { found.number as usize };
    Ok(Context {
        provider: owned(named.text.or(provider.text)),
        direction: Direction::nth(direction.number as u8),
        kind: SourceKind::nth(kind.number as u8),
        trust: Trust::nth(trust.number as u8),
        expect: json.kind(expect.at).map(|_| Expect {
            reference: owned(reference.text),
            amount: owned(amount.text),
            currency: owned(currency.text),
        }),
        accept_test: accept_test.number == 1,
        custodial: custodial.number == 1,
        limits: Limits { bytes: size(bytes, usual.bytes), depth: size(depth, usual.depth) },
        now: now.time,
        previous_word: owned(previous_word.text),
        #[cfg(feature = "webhook")]
        tolerance: (tolerance.number > 0).then_some(tolerance.number),
        ..Context::default()
    })
}

/// A provider, a word, and a direction or a context.
pub(super) fn word<'a>(json: &Reading<'a>) -> Result<(&'a str, &'a str, Context), Error> {
    let [provider, word, alone] = found(json, &WORD)?;
    let context = if alone.text.is_some() {
        let [direction] = found(json, &DIRECTION)?;
        Context { direction: Direction::nth(direction.number as u8), ..Context::default() }
    } else {
        context(json)?
    };
    Ok((provider.text.unwrap_or_default(), word.text.unwrap_or_default(), context))
}

/// A provider and a direction.
pub(super) fn flow(json: &Reading<'_>) -> Result<Flow, Error> {
    let [provider, direction] = found(json, &FLOW)?;
    let direction = Direction::nth(direction.number as u8).unwrap_or(Direction::Pay);
    flow::flow(provider.text.unwrap_or_default(), direction)
}

/// Two orders, or an order and a problem, and the time. Beside the ruling, whether a stepper goes to the next order's step.
pub(super) fn transition(json: &Reading<'_>) -> Result<(Ruling, bool, Option<Alert>), Error> {
    let previous = frame(json, &PREVIOUS)?;
    let [_, status, provider, id] = found(json, &FAILED)?;
    if json.kind(status.at) == Some(Kind::Number) {
        transition::one_order(previous.whose(), (provider.text.unwrap_or_default(), id.text))?;
        return Ok((Ruling { verdict: Verdict::Keep, takes_next: false }, false, None));
    }
    let next = frame(json, &NEXT)?;
    let [_, now] = found(json, &OPTIONS)?;
    let ruling = transition::judge(&previous, &next, now.time)?;
    let alert = transition::alert(ruling.verdict, previous.fulfilment);
    let [before, after] = &STEPS;
    let ([.., before], [.., after]) = (found(json, before)?, found(json, after)?);
    let step = |found: Found<'_>| u8::try_from(found.number).unwrap_or(u8::MAX);
    let steps_on = ruling.steps_on(step(before), step(after));
    Ok((ruling, steps_on, alert))
}

fn frame<'a>(json: &Reading<'a>, rows: &[Row; 11]) -> Result<Frame<'a>, Error> {
    let [_, provider, id, direction, word, status, trust, fulfilment, finality, _, updated] =
        found(json, rows)?;
    // Those that are needed are there.
    Ok(Frame {
        provider: provider.text.unwrap_or_default(),
        id: id.text,
        direction: Direction::nth(direction.number as u8),
        word: word.text,
        status: Status::nth(status.number as u8).unwrap_or(Status::Unknown),
        trust: Trust::nth(trust.number as u8).unwrap_or(Trust::Hint),
        fulfilment: Fulfilment::nth(fulfilment.number as u8).unwrap_or(Fulfilment::Wait),
        finality: Finality::nth(finality.number as u8).unwrap_or(Finality::Open),
        updated: updated.time,
    })
}

/// Many orders, the time, and the reference of a purchase.
pub(super) fn summary(json: &Reading<'_>, answer: &mut Answer) -> Result<(), Error> {
    let [orders] = found(json, &ORDERS)?;
    let [_, now, reference] = found(json, &PURCHASE)?;
    // Each is read as the first argument.
    let first = json.index.below_called(ROOT, b"0");
    let mut all = Vec::new();
    for order in json.elements(orders.at, first) {
        all.push(facts(&order, first)?);
    }
    answer.json(&outline(&all, reference.text, now.time));
    Ok(())
}

fn facts<'a>(json: &Reading<'a>, first: Spot) -> Result<Facts<'a>, Error> {
    let frame = frame(json, &LISTED)?;
    let [_, environment, money, actor] = found(json, &STANCE)?.map(|found| found.number as u8);
    let [_, _, times @ ..] = found(json, &MOMENTS)?.map(|found| found.time);
    let [_, _, _, _, _, actions, texts @ ..] = found(json, &TEXTS)?;
    let mut steps = Vec::new();
    for action in json.elements(actions.at, first) {
        let [_, kind, audience] = found(&action, &ACTION)?.map(|found| found.number as u8);
        steps.extend(ActionKind::nth(kind).zip(Audience::nth(audience)));
    }
    // Those that are needed are there.
    Ok(Facts {
        frame,
        environment: Environment::nth(environment).unwrap_or(Environment::Unknown),
        money: Money::nth(money).unwrap_or(Money::Unknown),
        actor: Actor::nth(actor).unwrap_or(Actor::Nobody),
        times,
        texts: texts.map(|found| found.text),
        actions: steps,
    })
}

/// A provider, an HTTP status, a body, the two headers that are read, and the time.
pub(super) fn problem<'a>(json: &Reading<'a>) -> Result<Asked<'a>, Error> {
    let [provider, status, _, retry_after, date, body, _, now] = found(json, &PROBLEM)?;
    let [provider, retry_after, date, body] =
        [provider, retry_after, date, body].map(|found| found.text.unwrap_or_default());
    let headers = [("retry-after", retry_after), ("date", date)];
    Ok(Asked { provider, status: status.number as u16, body, headers, now: now.time })
}

/// What is asked about an error answer.
pub(super) struct Asked<'a> {
    pub(super) provider: &'a str,
    pub(super) status: u16,
    pub(super) body: &'a str,
    pub(super) headers: [(&'static str, &'a str); 2],
    pub(super) now: Option<Time>,
}

/// The text for an order: whom it is for and the order's codes, a byte each, then three for each of so many actions, then the
/// language. What is none of that says itself what is wrong.
pub(super) fn described(input: &[u8], actions: usize) -> Result<Text, Error> {
    coded(input, actions).ok_or_else(|| bad(&[core::str::from_utf8(input).unwrap_or_default()]))
}

fn coded(input: &[u8], actions: usize) -> Option<Text> {
    let (codes, rest) = input.split_first_chunk()?;
    let (actions, locale) = rest.split_at_checked(actions.checked_mul(3)?)?;
    let (actions, _) = actions.as_chunks();
    let mut listed = Vec::with_capacity(actions.len());
    for &[kind, audience, when] in actions {
        listed.push(ActionCodes {
            kind: ActionKind::nth(kind)?,
            audience: Audience::nth(audience)?,
            when: When::nth(when),
        });
    }
    let &[audience, status, reason, money, money_basis, direction, fulfilment, finality] = codes;
    let codes = Codes {
        status: Status::nth(status)?,
        reason: Reason::nth(reason),
        money: Money::nth(money)?,
        money_basis: MoneyBasis::nth(money_basis),
        direction: Direction::nth(direction),
        fulfilment: Fulfilment::nth(fulfilment)?,
        finality: Finality::nth(finality)?,
        actions: &listed,
    };
    let locale = Locale::closest(core::str::from_utf8(locale).unwrap_or_default());
    Some(describe_codes(&codes, locale, Audience::nth(audience).unwrap_or(Audience::Customer)))
}
