//! What JavaScript passes in: payloads of every kind, contexts and options, each checked before it is used.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::object::{Object, member, tag, unreadable, written};
use crate::context::{Context, Expect, Limits};
use crate::error::{Error, ErrorCode};
use crate::label::ActionCodes;
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Audience, Direction, Finality, Fulfilment, Money, MoneyBasis, Reason, SourceKind, Status,
    Trust, When,
};

/// A payload, by how it is to be read.
pub(super) enum Input {
    Text(Vec<u8>),
    Object(Object),
}

impl Input {
    /// Strings, bytes, URLs and objects. Sizes are judged before anything is copied.
    pub(super) fn of(payload: &JsValue, context: &Context) -> Result<Self, Error> {
        let limit = context.limits.bytes;
        if payload.is_string() {
            let units = payload.unchecked_ref::<js_sys::JsString>().length() as usize;
            if units > limit {
                return Err(Error::too_large(units, limit));
            }
            return Ok(Self::Text(payload.as_string().unwrap_or_default().into_bytes()));
        }
        if !payload.is_object() {
            return Err(unreadable(&["it is ", &kind_of(payload)].concat()));
        }
        match tag(payload)?.as_str() {
            "Uint8Array" | "ArrayBuffer" | "SharedArrayBuffer" => bytes(payload, limit).map(Self::Text),
            "URL" | "URLSearchParams" => {
                let text = written(payload)?;
                // Without a `?`, a query of one name would not be told from a word.
                let text = if text.as_bytes().contains(&b'?') { text } else { ["?", &text].concat() };
                Ok(Self::Text(text.into_bytes()))
            }
            "Object" | "Array" => Ok(Self::Object(Object::new(payload, limit))),
            "Promise" => Err(unreadable("it is a promise; await it")),
            other => Err(unreadable(&["it is of the kind `", other, "`"].concat())),
        }
    }
}

fn kind_of(value: &JsValue) -> String {
    if value.is_null() { "null".into() } else { value.js_typeof().as_string().unwrap_or_default() }
}

fn bytes(payload: &JsValue, limit: usize) -> Result<Vec<u8>, Error> {
    let fault = |_| unreadable("its bytes are not there any more");
    let length = Reflect::get(payload, &"byteLength".into()).map_err(fault)?.as_f64().unwrap_or(0.0);
    if length > limit as f64 {
        return Err(Error::too_large(length as usize, limit));
    }
    let view = Bytes::new(payload).map_err(fault)?.unchecked_into::<Uint8Array>();
    // What only calls itself bytes may be longer than it says.
    let length = view.length() as usize;
    if length > limit { Err(Error::too_large(length, limit)) } else { Ok(view.to_vec()) }
}

#[wasm_bindgen]
extern "C" {
    /// js-sys's own, but for the constructor: that of a detached buffer throws.
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(constructor, catch, js_class = "Uint8Array")]
    fn new(bytes: &JsValue) -> Result<Bytes, JsValue>;
}

/// An object of options: its known members, and none beside them.
pub(super) struct Options<'a> {
    object: Option<JsValue>,
    what: &'a str,
}

impl<'a> Options<'a> {
    /// Undefined and null are no options; anything that is not an object, or has a member of another name, is a fault.
    pub(super) fn of(value: &JsValue, what: &'a str, known: &[&str]) -> Result<Self, Error> {
        if value.is_undefined() || value.is_null() {
            return Ok(Self { object: None, what });
        }
        let options = Self::open(value, what)?;
        let keys = Reflect::own_keys(value).map_err(|_| options.fault("", "cannot be read"))?;
        for key in keys.iter().filter_map(|key| key.as_string()) {
            if !known.contains(&key.as_str()) {
                let parts = [what, " has no `", &key, "`; it has `", &known.join("`, `"), "`"];
                return Err(Error::new(ErrorCode::BadContext, &parts));
            }
        }
        Ok(options)
    }

    /// The same, whatever other members it has.
    pub(super) fn open(value: &JsValue, what: &'a str) -> Result<Self, Error> {
        let options = Self { object: Some(value.clone()), what };
        if value.is_object() {
            Ok(options)
        } else {
            Err(Error::new(ErrorCode::BadContext, &[what, " is not an object"]))
        }
    }

    fn fault(&self, name: &str, why: &str) -> Error {
        let name = if name.is_empty() { String::new() } else { ["'s `", name, "`"].concat() };
        Error::new(ErrorCode::BadContext, &[self.what, &name, " ", why])
    }

    /// A member that is there and not null.
    fn get(&self, name: &str) -> Result<Option<JsValue>, Error> {
        let Some(object) = &self.object else { return Ok(None) };
        let value = member(object, name).map_err(|_| self.fault(name, "cannot be read"))?;
        Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        value.as_string().map(Some).ok_or_else(|| self.fault(name, "is not a string"))
    }

    fn decimal(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let number = crate::decimal::plain(&text);
        number.map(Some).ok_or_else(|| self.fault(name, &["is not a decimal number: `", &text, "`"].concat()))
    }

    fn flag(&self, name: &str) -> Result<bool, Error> {
        let Some(value) = self.get(name)? else { return Ok(false) };
        value.as_bool().ok_or_else(|| self.fault(name, "is not a boolean"))
    }

    fn size(&self, name: &str, usual: usize) -> Result<usize, Error> {
        let Some(value) = self.get(name)? else { return Ok(usual) };
        let size =
            value.as_f64().filter(|size| size.fract() == 0.0 && (1.0..=2_147_483_647.0).contains(size));
        size.map(|size| size as usize).ok_or_else(|| self.fault(name, "is not a whole number above zero"))
    }

    /// A point in time: text, milliseconds or a date.
    fn time(&self, name: &str) -> Result<Option<Time>, Error> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let time = if let Some(millis) = value.as_f64() {
            Time::from_millis(millis as i64)
        } else {
            let date = Object::new(&value, 0);
            Time::parse(&crate::read::Payload::text(&date, 0))
        };
        time.map(Some).ok_or_else(|| self.fault(name, "is not a time in the years 2000 to 2999"))
    }

    /// A member that is one of our own words.
    pub(super) fn code<T: Code>(&self, name: &str) -> Result<Option<T>, Error> {
        let mut code = None;
        self.word(name, &mut |word| {
            code = T::read(word);
            code.is_some()
        })?;
        Ok(code)
    }

    /// What `code` does for every type.
    fn word(&self, name: &str, read: &mut dyn FnMut(&str) -> bool) -> Result<(), Error> {
        let Some(text) = self.text(name)? else { return Ok(()) };
        if read(&text) { Ok(()) } else { Err(self.fault(name, &["cannot be `", &text, "`"].concat())) }
    }

    pub(super) fn needed<T: Code>(&self, name: &str) -> Result<T, Error> {
        self.code(name)?.ok_or_else(|| self.fault(name, "is missing"))
    }

    fn inner<'b>(&self, name: &str, what: &'b str, known: &[&str]) -> Result<Option<Options<'b>>, Error> {
        self.get(name)?.map(|value| Options::of(&value, what, known)).transpose()
    }
}

/// A closed list of words of ours.
pub(super) trait Code: Sized {
    fn read(word: &str) -> Option<Self>;
}

macro_rules! codes {
    ($($name:ident)*) => { $( impl Code for $name { fn read(word: &str) -> Option<Self> { Self::parse(word) } } )* };
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

pub(super) fn context(value: &JsValue) -> Result<Context, Error> {
    let options = Options::of(value, "the context", CONTEXT)?;
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
        previous_word: match options.get("previous")? {
            Some(previous) => Options::open(&previous, "the context's `previous`")?.text("word")?,
            None => None,
        },
    })
}

pub(super) fn direction_or_context(value: &JsValue) -> Result<Context, Error> {
    let Some(direction) = value.as_string() else { return context(value) };
    match Direction::parse(&direction) {
        Some(direction) => Ok(Context { direction: Some(direction), ..Context::default() }),
        None => Err(Error::new(ErrorCode::BadContext, &["the direction cannot be `", &direction, "`"])),
    }
}

/// The actions of an order that comes back from JavaScript.
pub(super) fn actions(order: &Options<'_>) -> Result<Vec<ActionCodes>, Error> {
    let Some(list) = order.get("actions")? else { return Ok(Vec::new()) };
    if !Array::is_array(&list) {
        return Err(order.fault("actions", "is not a list"));
    }
    let mut actions = Vec::new();
    for value in list.unchecked_into::<Array>().iter() {
        let action = Options::open(&value, "the order's action")?;
        actions.push(ActionCodes {
            kind: action.needed("kind")?,
            audience: action.needed("audience")?,
            when: action.code("when")?,
        });
    }
    Ok(actions)
}

/// The two headers that are read, from a plain object or from a `Headers`.
pub(super) fn headers(value: &JsValue) -> Result<Vec<(String, String)>, Error> {
    let fault = || Error::new(ErrorCode::BadContext, &["the headers cannot be read"]);
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    if !value.is_object() {
        return Err(fault());
    }
    let names = ["retry-after", "date"];
    let get = Reflect::get(value, &"get".into()).map_err(|_| fault())?;
    if let Some(get) = get.dyn_ref::<js_sys::Function>() {
        let read = |name: &str| Some((name.into(), get.call1(value, &name.into()).ok()?.as_string()?));
        return Ok(names.into_iter().filter_map(read).collect());
    }
    let mut headers = Vec::new();
    for key in Reflect::own_keys(value).map_err(|_| fault())?.iter() {
        let Some(name) = key.as_string() else { continue };
        if names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)) {
            let value = Reflect::get(value, &key).map_err(|_| fault())?;
            headers.push((name, value.as_string().unwrap_or_default()));
        }
    }
    Ok(headers)
}
