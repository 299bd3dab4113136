//! One way to read a payload, whatever it came as.
//!
//! A [`Reading`] answers "what is at this place?". The tables number every place that some row asks for, so a payload is
//! gone through once: what stands at such a place is remembered, and all else is checked and passed over.

pub(crate) mod json;
pub(crate) mod query;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::context::Limits;
use crate::error::Error;
use crate::row::Carrier;
use crate::tables::{self, COUNT, ELEMENT, NOWHERE, Path, ROOT, Spot};
use json::{Fault, Kind, Sink, unescape};

/// A payload whose fields can be asked for.
pub(crate) struct Reading<'a> {
    text: Cow<'a, str>,
    pub carrier: Carrier,
    /// The place of the whole, or of an element of a list.
    pub root: Spot,
    found: Found,
    /// Whether its numbers were doubles before they were written.
    of_doubles: bool,
    inexact: Cell<bool>,
}

/// What was found at the places of the tables.
#[derive(Clone)]
struct Found {
    /// For each place the number of its value, from one; zero where nothing stands.
    at: Vec<u16>,
    values: Vec<Value>,
}

#[derive(Clone, Copy)]
struct Value {
    kind: Kind,
    start: u32,
    end: u32,
}

impl Found {
    fn new() -> Self {
        Self { at: alloc::vec![0; COUNT], values: Vec::with_capacity(64) }
    }

    #[inline(always)]
    fn get(&self, spot: Spot) -> Option<Value> {
        let number = usize::from(*self.at.get(usize::from(spot))?);
        self.values.get(number.checked_sub(1)?).copied()
    }

    /// Remembers a value. The last of equal keys counts, and nothing of what the others held.
    #[inline(always)]
    fn set(&mut self, spot: Spot, kind: Kind, start: usize, end: usize) {
        let Some(at) = self.at.get_mut(usize::from(spot)) else { return };
        let value = Value { kind, start: start as u32, end: end as u32 };
        if let Some(known) = self.values.get_mut(usize::from(*at).wrapping_sub(1)) {
            *known = value;
            let below = usize::from(spot) + 1..=usize::from(tables::last_below(spot));
            for at in self.at.get_mut(below).unwrap_or_default() {
                *at = 0;
            }
        } else {
            self.values.push(value);
            *at = self.values.len() as u16;
        }
    }
}

impl<'a> Reading<'a> {
    /// Of nothing.
    pub(crate) fn empty() -> Self {
        Self::new(Cow::Borrowed(""), Carrier::Query, ROOT)
    }

    fn new(text: Cow<'a, str>, carrier: Carrier, root: Spot) -> Self {
        Self { text, carrier, root, found: Found::new(), of_doubles: false, inexact: Cell::new(false) }
    }

    /// Reads bytes that should be JSON in UTF-8.
    pub(crate) fn of_json(bytes: &'a [u8], limits: Limits) -> Result<Self, Error> {
        let text = match core::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(fault) => return Err(Error::not_json(bytes, fault.valid_up_to(), "UTF-8")),
        };
        let mut reading = Self::new(Cow::Borrowed(text), Carrier::Json, ROOT);
        match json::document(text, limits.depth, &mut Finder::new(text, ROOT, &mut reading.found)) {
            Ok(()) => Ok(reading),
            Err(Fault::Expected(what, at)) => Err(Error::not_json(bytes, at, what)),
            Err(Fault::Depth(at)) => Err(Error::too_deep(at, limits.depth)),
        }
    }

    /// Reads what a JavaScript object was written as.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) fn of_object(bytes: &'a [u8], limits: Limits) -> Result<Self, Error> {
        Ok(Self { of_doubles: true, ..Self::of_json(bytes, limits)? })
    }

    /// What stands at a place; none where nothing or null stands there.
    #[inline(always)]
    pub(crate) fn kind(&self, at: Spot) -> Option<Kind> {
        self.found.get(at).map(|value| value.kind).filter(|kind| *kind != Kind::Null)
    }

    /// Where a path leads from a place.
    #[inline(always)]
    pub(crate) fn walk(&self, from: Spot, path: Path) -> Spot {
        path.keys.rows().iter().fold(from, |spot, key| tables::below(spot, *key))
    }

    /// The characters of a text, the digits of a number, `true` or `false` at a place; none where nothing of that kind
    /// stands.
    pub(crate) fn scalar(&self, at: Spot) -> Option<Cow<'_, str>> {
        let value = self.found.get(at)?;
        let raw = self.text.get(value.start as usize..value.end as usize)?;
        match value.kind {
            Kind::Escaped => Some(Cow::Owned(unescape(raw))),
            Kind::Number if self.of_doubles && is_beyond_double(raw) => {
                self.inexact.set(true);
                Some(Cow::Borrowed(raw))
            }
            Kind::Plain | Kind::Number | Kind::Bool => Some(Cow::Borrowed(raw)),
            Kind::Null | Kind::List | Kind::Map => None,
        }
    }

    /// The text at a place; none where anything else stands.
    pub(crate) fn text(&self, at: Spot) -> Option<Cow<'_, str>> {
        let is_text = matches!(self.kind(at), Some(Kind::Plain | Kind::Escaped));
        if is_text { self.scalar(at) } else { None }
    }

    /// Whether a number that was read had lost digits before it came here.
    pub(crate) fn inexact(&self) -> bool {
        self.inexact.get()
    }

    /// What stands in the list at a place, one after the other, each as a payload.
    pub(crate) fn elements(&self, list: Spot) -> impl Iterator<Item = Reading<'_>> {
        let root = tables::below(list, ELEMENT);
        let is_list = self.kind(list) == Some(Kind::List);
        let mut at = self.found.get(list).filter(|_| is_list).map(|value| value.start as usize);
        core::iter::from_fn(move || {
            let mut element = Reading::new(Cow::Borrowed(&*self.text), self.carrier, root);
            element.of_doubles = self.of_doubles;
            at = json::element(&self.text, at?, &mut Finder::new(&self.text, root, &mut element.found));
            at.map(|_| element)
        })
    }
}

/// Whether a double, as JavaScript writes it, is above 2^53 - 1 and may have lost digits.
fn is_beyond_double(number: &str) -> bool {
    let digits = number.trim_start_matches('-');
    let whole = digits.split('.').next().unwrap_or_default();
    digits.contains("e+") || whole.len() > 16 || whole.len() == 16 && whole > "9007199254740991"
}

/// Finds the places of the tables in JSON.
struct Finder<'a> {
    text: &'a str,
    found: &'a mut Found,
    /// The place of the next value.
    next: Spot,
    /// The innermost container, and those around it.
    inner: Option<Open>,
    outer: Vec<Option<Open>>,
}

#[derive(Clone, Copy)]
struct Open {
    kind: Kind,
    spot: Spot,
    /// How many elements a list had.
    count: u32,
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, root: Spot, found: &'a mut Found) -> Self {
        Self { text, found, next: root, inner: None, outer: Vec::new() }
    }

    /// Where the next value stands; in a list, the next element.
    #[inline(always)]
    fn place(&mut self) -> Spot {
        match &mut self.inner {
            Some(Open { kind: Kind::List, spot: NOWHERE, .. }) => NOWHERE,
            Some(Open { kind: Kind::List, spot, count }) => {
                let digit = b'0'.wrapping_add(*count as u8);
                let key = if *count < 10 { tables::key(&[digit]) } else { None };
                *count = count.saturating_add(1);
                key.map_or(NOWHERE, |key| tables::below(*spot, key))
            }
            Some(_) | None => self.next,
        }
    }
}

impl Sink for Finder<'_> {
    #[inline(always)]
    fn key(&mut self, kind: Kind, start: usize, end: usize) {
        self.next = NOWHERE;
        let Some(Open { spot, .. }) = self.inner else { return };
        if spot == NOWHERE {
            return;
        }
        let key = if kind == Kind::Escaped {
            tables::key(unescape(self.text.get(start..end).unwrap_or_default()).as_bytes())
        } else {
            tables::key(self.text.as_bytes().get(start..end).unwrap_or_default())
        };
        if let Some(key) = key {
            self.next = tables::below(spot, key);
        }
    }

    #[inline(always)]
    fn scalar(&mut self, kind: Kind, start: usize, end: usize) {
        let spot = self.place();
        self.found.set(spot, kind, start, end);
    }

    fn open(&mut self, kind: Kind, start: usize) {
        let spot = self.place();
        self.found.set(spot, kind, start, start);
        self.outer.push(self.inner.replace(Open { kind, spot, count: 0 }));
    }

    fn close(&mut self, _: usize) {
        self.inner = self.outer.pop().flatten();
    }

    #[inline(always)]
    fn within(&self) -> Option<Kind> {
        self.inner.map(|open| open.kind)
    }

    #[inline(always)]
    fn depth(&self) -> usize {
        self.outer.len()
    }
}
