//! What JavaScript passes in beside a payload: contexts, options and orders, each checked before it is used.
//!
//! They come as a list in JSON. What JSON cannot write (a function, NaN) the loader writes as the number -1, which
//! nothing here takes for what it wants; undefined is null, so that the names of all members can be checked.

use alloc::string::String;
use alloc::vec::Vec;

use super::bad;
use crate::context::{Context, Expect, Limits};
use crate::error::{Error, ErrorCode};
use crate::label::{ActionCodes, Codes, Locale, Text, describe_codes};
use crate::read::json::Json;
use crate::read::{Kind, Node, Payload};
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Audience, Direction, Finality, Fulfilment, Money, MoneyBasis, Reason, SourceKind, Status,
    Trust, When,
};

/// What was passed, as the loader wrote it: nothing, where a getter threw on the way.
pub(super) fn arguments(text: &[u8]) -> Result<Json<'_>, Error> {
    let limits = Limits::default();
    Json::from_bytes(text, limits.depth).map_err(|_| bad(&["what was passed cannot be read"]))
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
    Error::new(ErrorCode::Unreadable, &["the payload cannot be read: ", &why.concat()])
}

pub(super) fn no_time() -> Error {
    fault("the context", "now", "is not a time in the years 2000 to 2999")
}

fn fault(what: &str, name: &str, why: &str) -> Error {
    bad(&[what, "'s `", name, "` ", why])
}

/// One of the arguments, none where it is undefined or null.
fn argument(json: &Json<'_>, place: &str) -> Option<Node> {
    json.get(json.root(), place).filter(|at| json.kind(*at) != Kind::Null)
}

/// An argument that is a string.
pub(super) fn text(json: &Json<'_>, place: &str, what: &str) -> Result<String, Error> {
    let at = argument(json, place).filter(|at| json.kind(*at) == Kind::Text);
    at.map(|at| json.text(at)).ok_or_else(|| bad(&[what, " is not a string"]))
}

pub(super) fn http_status(json: &Json<'_>, place: &str) -> Result<u16, Error> {
    let number = argument(json, place).and_then(|at| whole(json, at)).and_then(|n| u16::try_from(n).ok());
    number.filter(|status| *status <= 999).ok_or_else(|| bad(&["the HTTP status is not a whole number"]))
}

/// A whole number above or equal to zero, as JavaScript writes such.
fn whole(json: &Json<'_>, at: Node) -> Option<u32> {
    (json.kind(at) == Kind::Number).then(|| json.text(at).parse().ok()).flatten()
}

/// An object of options: its known members, and none beside them.
#[derive(Clone, Copy)]
struct Options<'a> {
    json: &'a Json<'a>,
    at: Option<Node>,
    what: &'a str,
}

impl<'a> Options<'a> {
    /// Undefined and null are no options; anything that is not an object, or has a member of another name, is a fault.
    fn of(json: &'a Json<'a>, at: Option<Node>, what: &'a str, known: &[&str]) -> Result<Self, Error> {
        let Some(map) = at else { return Ok(Self { json, at, what }) };
        let options = Self::open(json, at, what)?;
        for key in json.keys(map) {
            let key = json.text(key);
            if !known.contains(&key.as_str()) {
                return Err(bad(&[what, " has no `", &key, "`; it has `", &known.join("`, `"), "`"]));
            }
        }
        Ok(options)
    }

    /// The same, whatever other members it has.
    fn open(json: &'a Json<'a>, at: Option<Node>, what: &'a str) -> Result<Self, Error> {
        if at.is_some_and(|at| json.kind(at) == Kind::Map) {
            Ok(Self { json, at, what })
        } else {
            Err(bad(&[what, " is not an object"]))
        }
    }

    fn fault(&self, name: &str, why: &str) -> Error {
        fault(self.what, name, why)
    }

    /// A member that is there and not null.
    fn get(&self, name: &str) -> Option<(Node, Kind)> {
        let at = self.json.get(self.at?, name)?;
        Some((at, self.json.kind(at))).filter(|(_, kind)| *kind != Kind::Null)
    }

    fn text(&self, name: &str) -> Result<Option<String>, Error> {
        match self.get(name) {
            Some((at, Kind::Text)) => Ok(Some(self.json.text(at))),
            Some(_) => Err(self.fault(name, "is not a string")),
            None => Ok(None),
        }
    }

    fn decimal(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let number = crate::decimal::plain(&text);
        number.map(Some).ok_or_else(|| self.fault(name, &["is not a decimal number: `", &text, "`"].concat()))
    }

    fn flag(&self, name: &str) -> Result<bool, Error> {
        match self.get(name) {
            Some((at, Kind::Bool)) => Ok(self.json.text(at) == "true"),
            Some(_) => Err(self.fault(name, "is not a boolean")),
            None => Ok(false),
        }
    }

    fn size(&self, name: &str, usual: usize) -> Result<usize, Error> {
        let Some((at, _)) = self.get(name) else { return Ok(usual) };
        let size = whole(self.json, at).filter(|size| (1..=i32::MAX as u32).contains(size));
        size.map(|size| size as usize).ok_or_else(|| self.fault(name, "is not a whole number above zero"))
    }

    /// A point in time: text or milliseconds.
    fn time(&self, name: &str) -> Result<Option<Time>, Error> {
        let Some((at, kind)) = self.get(name) else { return Ok(None) };
        let text = self.json.text(at);
        let time = if kind == Kind::Number {
            // Parts of milliseconds are cut. What has an exponent is none of our years.
            let millis = text.split('.').next().filter(|_| !text.contains('e'));
            millis.and_then(|millis| millis.parse().ok()).and_then(Time::from_millis)
        } else {
            Time::parse(&text)
        };
        time.map(Some).ok_or_else(no_time)
    }

    /// A member that is one of our own words.
    fn code<T: Code>(&self, name: &str) -> Result<Option<T>, Error> {
        Ok(self.place(name, T::WORDS)?.and_then(|place| T::ALL.get(place)).copied())
    }

    /// What `code` does for every type.
    fn place(&self, name: &str, words: &[&str]) -> Result<Option<usize>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let place = words.iter().position(|word| *word == text);
        place.map(Some).ok_or_else(|| self.fault(name, &["cannot be `", &text, "`"].concat()))
    }

    fn needed<T: Code>(&self, name: &str) -> Result<T, Error> {
        self.code(name)?.ok_or_else(|| self.fault(name, "is missing"))
    }

    fn inner(&self, name: &str, what: &'a str, known: &[&str]) -> Result<Option<Self>, Error> {
        self.get(name).map(|(at, _)| Self::of(self.json, Some(at), what, known)).transpose()
    }
}

/// A closed list of words of ours.
trait Code: Copy + 'static {
    const ALL: &'static [Self];
    const WORDS: &'static [&'static str];
}

macro_rules! codes {
    ($($name:ident)*) => { $(
        impl Code for $name {
            const ALL: &'static [Self] = Self::ALL;
            const WORDS: &'static [&'static str] = Self::WORDS;
        }
    )* };
}
codes!(Status Reason Money MoneyBasis Direction Fulfilment Finality ActionKind Audience When SourceKind Trust);

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

pub(super) fn context(json: &Json<'_>, place: &str) -> Result<Context, Error> {
    let options = Options::of(json, argument(json, place), "the context", CONTEXT)?;
    let expect = options.inner("expect", "the context's `expect`", &["reference", "amount", "currency"])?;
    let limits = options.inner("limits", "the context's `limits`", &["bytes", "depth"])?;
    let usual = Limits::default();
    Ok(Context {
        provider: options.text("provider")?,
        direction: options.code("direction")?,
        kind: options.code("kind")?,
        trust: options.code("trust")?,
        expect: match expect {
            Some(expect) => Some(Expect {
                reference: expect.text("reference")?,
                amount: expect.decimal("amount")?,
                currency: expect.text("currency")?,
            }),
            None => None,
        },
        accept_test: options.flag("acceptTest")?,
        custodial: options.flag("custodial")?,
        limits: match limits {
            Some(limits) => Limits {
                bytes: limits.size("bytes", usual.bytes)?,
                depth: limits.size("depth", usual.depth)?,
            },
            None => usual,
        },
        now: options.time("now")?,
        previous_word: match options.get("previous") {
            Some((at, _)) => Options::open(json, Some(at), "the context's `previous`")?.text("word")?,
            None => None,
        },
    })
}

pub(super) fn direction_or_context(json: &Json<'_>, place: &str) -> Result<Context, Error> {
    let Ok(direction) = text(json, place, "") else { return context(json, place) };
    match Direction::parse(&direction) {
        Some(direction) => Ok(Context { direction: Some(direction), ..Context::default() }),
        None => Err(bad(&["the direction cannot be `", &direction, "`"])),
    }
}

/// The text for `[order, options]`. Of the order, which comes back from JavaScript, only its codes are read.
pub(super) fn described(json: &Json<'_>) -> Result<Text, Error> {
    let options = Options::of(json, argument(json, "1"), "the options", &["locale", "audience"])?;
    let locale = options.text("locale")?.map_or(Locale::En, |tag| Locale::closest(&tag));
    let audience = options.code("audience")?.unwrap_or(Audience::Customer);
    let order = Options::open(json, argument(json, "0"), "the order")?;
    let actions: Vec<ActionCodes> = match order.get("actions") {
        Some((list, Kind::List)) => {
            json.items(list).into_iter().map(|at| action(json, at)).collect::<Result<_, _>>()?
        }
        Some(_) => return Err(order.fault("actions", "is not a list")),
        None => Vec::new(),
    };
    let codes = Codes {
        status: order.needed("status")?,
        reason: order.code("reason")?,
        money: order.needed("money")?,
        money_basis: order.code("moneyBasis")?,
        direction: order.code("direction")?,
        fulfilment: order.needed("fulfilment")?,
        finality: order.needed("finality")?,
        actions: &actions,
    };
    Ok(describe_codes(&codes, locale, audience))
}

fn action(json: &Json<'_>, at: Node) -> Result<ActionCodes, Error> {
    let action = Options::open(json, Some(at), "the order's action")?;
    Ok(ActionCodes {
        kind: action.needed("kind")?,
        audience: action.needed("audience")?,
        when: action.code("when")?,
    })
}

/// The two headers that are read; none where there are no headers.
pub(super) fn headers(json: &Json<'_>, place: &str) -> Result<Vec<(&'static str, String)>, Error> {
    let headers = Options { json, at: argument(json, place), what: "the headers" };
    if headers.at.is_some_and(|at| json.kind(at) != Kind::Map) {
        return Err(bad(&["the headers cannot be read"]));
    }
    let read = |name| Some((name, headers.text(name).ok()??));
    Ok(["retry-after", "date"].into_iter().filter_map(read).collect())
}
