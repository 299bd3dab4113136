//! A JavaScript object as a payload, read in place: own fields only, as `JSON.stringify` would see them.
//!
//! A getter or a proxy may throw or lie at any touch. Every touch is caught; the first failure is kept and ends the
//! reading, so that it comes out as one clear error.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::read::{Carrier, Kind, Node, Payload};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "hasOwnProperty"], js_name = call)]
    fn has_own(object: &JsValue, key: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn to_string_tag(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Date", "prototype", "getTime"], js_name = call)]
    fn time_of(date: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get(object: &JsValue, key: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = String)]
    fn string_of(value: &JsValue) -> Result<String, JsValue>;
}

/// `Object.prototype.toString` of a value: `Map`, `Promise`, `Uint8Array`, `Object`.
pub(super) fn tag(value: &JsValue) -> Result<String, Error> {
    let tag = to_string_tag(value).map_err(|_| unreadable("it throws when it is asked what it is"))?;
    Ok(tag.strip_prefix("[object ").unwrap_or(&tag).trim_end_matches(']').into())
}

/// The text that a value turns into: a URL's address.
pub(super) fn written(value: &JsValue) -> Result<String, Error> {
    string_of(value).map_err(|_| unreadable("it throws when it is turned into text"))
}

/// An own member of an object; undefined where it has none of that name.
pub(super) fn member(object: &JsValue, key: &str) -> Result<JsValue, Error> {
    let key = JsValue::from_str(key);
    let found =
        has_own(object, &key).and_then(|own| if own { get(object, &key) } else { Ok(JsValue::UNDEFINED) });
    found.map_err(|_| {
        unreadable(
            &["it throws when its member `", &key.as_string().unwrap_or_default(), "` is read"].concat(),
        )
    })
}

pub(super) fn unreadable(why: &str) -> Error {
    Error::new(ErrorCode::Unreadable, &["the payload cannot be read: ", why])
}

/// An object, and the values in it that were come by.
pub(super) struct Object {
    values: RefCell<Vec<JsValue>>,
    /// The longest list that is still read.
    limit: usize,
    failure: RefCell<Option<Error>>,
    inexact: Cell<bool>,
}

impl Object {
    pub(super) fn new(root: &JsValue, limit: usize) -> Self {
        Self {
            values: RefCell::new(alloc::vec![root.clone()]),
            limit,
            failure: RefCell::new(None),
            inexact: Cell::new(false),
        }
    }

    fn value(&self, at: Node) -> JsValue {
        self.values.borrow().get(at as usize).cloned().unwrap_or(JsValue::UNDEFINED)
    }

    fn attempt<T: Default>(&self, result: Result<T, Error>) -> T {
        result.unwrap_or_else(|error| {
            self.failure.borrow_mut().get_or_insert(error);
            T::default()
        })
    }

    fn is_list(&self, value: &JsValue) -> bool {
        self.attempt(is_array(value).map_err(|_| unreadable("it holds a revoked proxy")))
    }
}

impl Payload for Object {
    fn carrier(&self) -> Carrier {
        Carrier::Json
    }

    fn root(&self) -> Node {
        0
    }

    fn kind(&self, at: Node) -> Kind {
        let value = self.value(at);
        if value.is_string() || is_date(&value) {
            Kind::Text
        } else if value.is_bigint() || value.as_f64().is_some_and(f64::is_finite) {
            Kind::Number
        } else if value.as_bool().is_some() {
            Kind::Bool
        } else if !value.is_object() {
            Kind::Null
        } else if self.is_list(&value) {
            Kind::List
        } else {
            Kind::Map
        }
    }

    fn get(&self, at: Node, key: &str) -> Option<Node> {
        let object = self.value(at);
        if !object.is_object() || self.failure.borrow().is_some() {
            return None;
        }
        let value = self.attempt(member(&object, key).map(Some))?;
        let absent = value.is_undefined() || value.is_function() || value.is_symbol();
        // JSON leaves such members out of a map, and writes null for them in a list.
        if absent && !self.is_list(&object) {
            return None;
        }
        let value = if absent { JsValue::NULL } else { value };
        let mut values = self.values.borrow_mut();
        values.push(value);
        Node::try_from(values.len()).ok()?.checked_sub(1)
    }

    fn items(&self, at: Node) -> Vec<Node> {
        let list = self.value(at);
        if !self.is_list(&list) {
            return Vec::new();
        }
        let length = self.attempt(member(&list, "length")).as_f64().unwrap_or(0.0);
        if length > self.limit as f64 {
            self.failure.borrow_mut().get_or_insert(Error::too_large(length as usize, self.limit));
            return Vec::new();
        }
        let mut buffer = itoa::Buffer::new();
        (0..length as u32).filter_map(|index| self.get(at, buffer.format(index))).collect()
    }

    fn text(&self, at: Node) -> String {
        let value = self.value(at);
        if let Some(text) = value.as_string() {
            return text;
        }
        if is_date(&value) {
            // An invalid date is null in JSON too.
            let time = time_of(&value).ok().filter(|time| time.is_finite());
            return time
                .and_then(|time| crate::time::Time::from_millis(time as i64))
                .map(crate::time::Time::to_iso)
                .unwrap_or_default();
        }
        if value.as_f64().is_some_and(|number| number.abs() > 9_007_199_254_740_991.0) {
            self.inexact.set(true);
        }
        self.attempt(written(&value))
    }

    fn inexact(&self) -> bool {
        self.inexact.get()
    }

    fn failure(&self) -> Option<Error> {
        self.failure.borrow().clone()
    }
}

fn is_date(value: &JsValue) -> bool {
    value.is_object() && value.is_instance_of::<js_sys::Date>()
}
