//! What JavaScript passes in beside a payload: contexts and orders, each checked before it is used.
//!
//! They come as a list in JSON, each kind of them in a place of its own; `build.rs` lists what is read of them. What JSON cannot write (a function, NaN) the loader writes as the number -1, which
//! nothing here takes for what it wants; undefined is null, so that the names of all members can be checked.

use alloc::vec::Vec;

use super::{bad, nth};
use crate::context::{Context, Expect, Limits};
use crate::error::{Error, ErrorCode};
use crate::label::{ActionCodes, Codes, Locale, Text, describe_codes};
use crate::read::json::Kind;
use crate::read::{Arena, Reading};
use crate::tables::{ROOT, Spot};
use crate::text::{joined, listed};
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Audience, Direction, Finality, Fulfilment, Money, MoneyBasis, Reason, SourceKind, Status,
    Trust, When,
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
    bad(&["the context's `now` is not a time in the years 2000 to 2999"])
}

/// The arguments, one after the other; the first fault is kept and ends the reading.
pub(super) struct Arguments<'a> {
    json: &'a Reading<'a>,
    fault: Option<Error>,
}

/// An object of options, none where there is no such object.
#[derive(Clone, Copy)]
struct Options<'a> {
    at: Option<Spot>,
    what: &'a str,
}

impl<'a> Arguments<'a> {
    pub(super) fn of(json: &'a Reading<'a>) -> Self {
        Self { json, fault: None }
    }

    /// What was made of the arguments, unless one was at fault.
    fn give<T>(self, made: T) -> Result<T, Error> {
        self.fault.map_or(Ok(made), Err)
    }

    #[cold]
    fn refuse(&mut self, parts: &[&str]) {
        self.fault.get_or_insert_with(|| bad(parts));
    }

    #[cold]
    fn refuse_member(&mut self, of: Options<'_>, name: &str, why: &str) {
        self.refuse(&[of.what, "'s `", name, "` ", why]);
    }

    /// One of the arguments, none where it is undefined or null.
    fn argument(&self, place: &str) -> Option<Spot> {
        self.below(ROOT, place)
    }

    fn is(&self, at: Option<Spot>, kind: Kind) -> bool {
        at.is_some_and(|at| self.json.kind(at) == Some(kind))
    }

    /// An argument that is a string.
    pub(super) fn string(&mut self, place: &str, what: &str) -> &'a str {
        let at = self.argument(place);
        let text = at.and_then(|at| self.json.text(at));
        if text.is_none() {
            self.refuse(&[what, " is not a string"]);
        }
        text.unwrap_or_default()
    }

    /// A whole number above or equal to zero, as JavaScript writes such.
    fn whole(&self, at: Option<Spot>) -> Option<u32> {
        at.filter(|_| self.is(at, Kind::Number)).and_then(|at| self.json.scalar(at)?.parse().ok())
    }

    /// Undefined and null are no options; what is not an object, or has a member of another name, is a fault.
    fn options(&mut self, at: Option<Spot>, what: &'a str, known: &[&str]) -> Options<'a> {
        let Some(map) = at else { return Options { at, what } };
        let options = self.open(at, what);
        if let Some((_, key)) = self.json.stray.filter(|(at, _)| *at == map) {
            self.refuse(&[what, " has no `", key, "`; it has ", &listed(&mut known.iter().copied())]);
        }
        options
    }

    /// The same, whatever other members it has.
    fn open(&mut self, at: Option<Spot>, what: &'a str) -> Options<'a> {
        if self.is(at, Kind::Map) {
            return Options { at, what };
        }
        self.refuse(&[what, " is not an object"]);
        Options { at: None, what }
    }

    /// A place at which something stands that is not null.
    fn below(&self, at: Spot, name: &str) -> Option<Spot> {
        let spot = self.json.index.below(at, name.as_bytes());
        self.json.kind(spot).map(|_| spot)
    }

    /// A member that is there and not null.
    fn member(&self, of: Options<'_>, name: &str) -> Option<Spot> {
        self.below(of.at?, name)
    }

    /// A member that is of a kind, as text.
    fn text(&mut self, of: Options<'_>, name: &str) -> Option<&'a str> {
        let at = self.member(of, name)?;
        let text = self.json.text(at);
        if text.is_none() {
            self.refuse_member(of, name, "is not a string");
        }
        text
    }

    fn flag(&mut self, of: Options<'_>, name: &str) -> bool {
        let at = self.member(of, name);
        if at.is_some() && !self.is(at, Kind::Bool) {
            self.refuse_member(of, name, "is not a boolean");
        }
        at.and_then(|at| self.json.scalar(at)) == Some("true")
    }

    fn decimal(&mut self, of: Options<'_>, name: &str) -> Option<&'a str> {
        let text = self.text(of, name)?;
        let number = crate::decimal::plain(text, self.json.arena);
        if number.is_none() {
            self.refuse_member(of, name, &joined(&["is not a decimal number: `", text, "`"]));
        }
        number
    }

    fn size(&mut self, of: Options<'_>, name: &str, usual: usize) -> usize {
        let Some(at) = self.member(of, name) else { return usual };
        let size = self.whole(Some(at)).unwrap_or_default();
        if size == 0 || size > i32::MAX as u32 {
            self.refuse_member(of, name, "is not a whole number above zero");
        }
        size as usize
    }

    /// A point in time: text or milliseconds.
    fn time(&mut self, of: Options<'_>, name: &str) -> Option<Time> {
        let at = self.member(of, name)?;
        let text = self.json.scalar(at).unwrap_or_default();
        let time = if self.json.kind(at) == Some(Kind::Number) {
            // Parts of milliseconds are cut. What has an exponent is none of our years.
            let millis = text.split('.').next().filter(|_| !text.contains('e'));
            millis.and_then(|millis| millis.parse().ok()).and_then(Time::from_millis)
        } else {
            Time::parse(text)
        };
        if time.is_none() {
            self.fault.get_or_insert_with(no_time);
        }
        time
    }

    /// A member that is one of our own words.
    fn code<T: Code>(&mut self, of: Options<'_>, name: &str) -> Option<T> {
        T::ALL.get(self.place(of, name, T::WORDS)?).copied()
    }

    /// What `code` does for every type.
    fn place(&mut self, of: Options<'_>, name: &str, words: &str) -> Option<usize> {
        let text = self.text(of, name)?;
        let place = words.split_terminator(' ').position(|word| word == text);
        if place.is_none() {
            self.refuse_member(of, name, &joined(&["cannot be `", text, "`"]));
        }
        place
    }
}

/// A closed list of words of ours.
trait Code: Copy + 'static {
    const ALL: &'static [Self];
    const WORDS: &'static str;
}

macro_rules! codes {
    ($($name:ident)*) => { $(
        impl Code for $name {
            const ALL: &'static [Self] = Self::ALL;
            const WORDS: &'static str = Self::WORDS;
        }
    )* };
}
codes!(Direction SourceKind Trust);

const CONTEXT: &[&str] = &[
    "provider",
    "direction",
    "kind",
    "trust",
    "expect",
    "acceptTest",
    "custodial",
    "limits",
    "now",
    "previous",
];

/// What the caller knows beside a payload.
pub(super) fn context(mut arguments: Arguments<'_>) -> Result<Context, Error> {
    let mut context = Context::default();
    let given = arguments.options(arguments.argument("2"), "the context", CONTEXT);
    let expect = arguments.options(
        arguments.member(given, "expect"),
        "the context's `expect`",
        &["reference", "amount", "currency"],
    );
    let limits =
        arguments.options(arguments.member(given, "limits"), "the context's `limits`", &["bytes", "depth"]);
    context.provider = arguments.text(given, "provider").map(Into::into);
    context.direction = arguments.code(given, "direction");
    context.kind = arguments.code(given, "kind");
    context.trust = arguments.code(given, "trust");
    if expect.at.is_some() {
        context.expect = Some(Expect {
            reference: arguments.text(expect, "reference").map(Into::into),
            amount: arguments.decimal(expect, "amount").map(Into::into),
            currency: arguments.text(expect, "currency").map(Into::into),
        });
    }
    context.accept_test = arguments.flag(given, "acceptTest");
    context.custodial = arguments.flag(given, "custodial");
    context.limits.bytes = arguments.size(limits, "bytes", context.limits.bytes);
    context.limits.depth = arguments.size(limits, "depth", context.limits.depth);
    context.now = arguments.time(given, "now");
    if let Some(previous) = arguments.member(given, "previous") {
        let previous = arguments.open(Some(previous), "the context's `previous`");
        context.previous_word = arguments.text(previous, "word").map(Into::into);
    }
    arguments.give(context)
}

/// A provider, a word, and a direction or a context.
pub(super) fn word<'a>(mut arguments: Arguments<'a>) -> Result<(&'a str, &'a str, Context), Error> {
    let provider = arguments.string("0", "the provider");
    let word = arguments.string("1", "the word");
    let alone = arguments.argument("2").and_then(|at| arguments.json.text(at));
    let context = match alone {
        Some(direction) if arguments.fault.is_none() => {
            let known = Direction::parse(direction);
            if known.is_none() {
                arguments.refuse(&["the direction cannot be `", direction, "`"]);
            }
            let context = Context { direction: known, ..Context::default() };
            arguments.give(context)?
        }
        Some(_) | None => context(arguments)?,
    };
    Ok((provider, word, context))
}

/// A provider, an HTTP status, a body and the two headers that are read.
pub(super) fn problem<'a>(mut arguments: Arguments<'a>) -> Result<Asked<'a>, Error> {
    let provider = arguments.string("0", "the provider");
    let status = arguments.whole(arguments.argument("1")).filter(|status| *status <= 999);
    if status.is_none() {
        arguments.refuse(&["the HTTP status is not a whole number"]);
    }
    let headers = Options { at: arguments.argument("3"), what: "the headers" };
    if headers.at.is_some() && !arguments.is(headers.at, Kind::Map) {
        arguments.refuse(&["the headers cannot be read"]);
    }
    let json = arguments.json;
    let body = arguments.argument("2").and_then(|at| json.text(at)).unwrap_or_default();
    let header =
        |name| (name, arguments.member(headers, name).and_then(|at| json.text(at)).unwrap_or_default());
    let headers = ["retry-after", "date"].map(header);
    arguments.give(Asked { provider, status: status.unwrap_or_default() as u16, body, headers })
}

/// What is asked about an error answer.
pub(super) struct Asked<'a> {
    pub(super) provider: &'a str,
    pub(super) status: u16,
    pub(super) body: &'a str,
    pub(super) headers: [(&'static str, &'a str); 2],
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
            kind: nth(ActionKind::ALL, kind)?,
            audience: nth(Audience::ALL, audience)?,
            when: nth(When::ALL, when),
        });
    }
    let &[audience, status, reason, money, money_basis, direction, fulfilment, finality] = codes;
    let codes = Codes {
        status: nth(Status::ALL, status)?,
        reason: nth(Reason::ALL, reason),
        money: nth(Money::ALL, money)?,
        money_basis: nth(MoneyBasis::ALL, money_basis),
        direction: nth(Direction::ALL, direction),
        fulfilment: nth(Fulfilment::ALL, fulfilment)?,
        finality: nth(Finality::ALL, finality)?,
        actions: &listed,
    };
    let locale = Locale::closest(core::str::from_utf8(locale).unwrap_or_default());
    Some(describe_codes(&codes, locale, nth(Audience::ALL, audience).unwrap_or(Audience::Customer)))
}
