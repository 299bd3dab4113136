//! One way to read a payload, whatever it came as.
//!
//! A [`Reading`] answers "what is at this place?". The tables number every place that some row asks for, so a payload is
//! gone through once: what stands at such a place is remembered, and all else is checked and passed over.

pub(crate) mod json;
pub(crate) mod locate;
pub(crate) mod query;
mod usual;

use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};
use core::ops::Deref;

use crate::context::Limits;
use crate::error::Error;
use crate::form::{Form, Forms};
use crate::row::Carrier;
use crate::tables::{COUNT, ELEMENT, Index, LAST, NOWHERE, ROOT, Spot, last_below};
use crate::text::{before, contains};
use json::{Fault, Kind, Next, Scalar, Sink, scalar, unescape};

use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use usual::{Usual, Within};

/// Where texts live that no payload holds as they are read: unescaped ones, and those that are put together. And, where it is
/// for more than one payload, what is usual in them.
#[derive(Default)]
pub(crate) struct Arena {
    bump: Bump,
    usual: Cell<Usual>,
    forms: Forms,
    /// What numbers of values were kept in, all of them zero.
    found: Cell<Vec<u32>>,
}

impl Arena {
    /// For one payload.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// For one payload after the other.
    pub(crate) fn lasting() -> Self {
        Self { usual: Cell::new(Usual::new()), forms: Forms::new(), ..Self::default() }
    }

    pub(crate) fn reset(&mut self) {
        self.bump.reset();
        self.forms.make_room();
    }
}

impl core::fmt::Debug for Arena {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Arena").finish_non_exhaustive()
    }
}

impl Deref for Arena {
    type Target = Bump;

    fn deref(&self) -> &Bump {
        &self.bump
    }
}

/// A payload whose fields can be asked for.
pub(crate) struct Reading<'a> {
    pub carrier: Carrier,
    pub arena: &'a Arena,
    pub index: &'static Index,
    /// The place of the whole, or of an element of a list.
    pub root: Spot,
    found: Found<'a>,
    /// The number of its form, if that is known.
    form: OnceCell<Option<u8>>,
    /// Whether its numbers were doubles before they were written.
    of_doubles: bool,
    inexact: Cell<bool>,
    /// The first key that no path has, in a map that some path leads to.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub stray: Option<(Spot, &'a str)>,
}

struct Found<'a> {
    arena: &'a Arena,
    /// For each place of the tables the number of its value, from one; zero where nothing stands.
    numbers: Vec<u32>,
    values: ArenaVec<'a, Value<'a>>,
    /// Whether a key came again, so that there are values that stand nowhere any more.
    repeated: bool,
}

impl Drop for Found<'_> {
    /// Leaves the room to the next payload. To empty it value by value is less than to make it anew.
    fn drop(&mut self) {
        for value in &self.values {
            if let Some(number) = self.numbers.get_mut(usize::from(value.spot)) {
                *number = 0;
            }
        }
        if !self.numbers.is_empty() {
            self.arena.found.set(core::mem::take(&mut self.numbers));
        }
    }
}

#[derive(Clone, Copy)]
struct Value<'a> {
    kind: Kind,
    spot: Spot,
    /// The characters of a text; of a list, all that follows its start.
    text: &'a str,
}

impl<'a> Reading<'a> {
    /// A payload that is to be read.
    pub(crate) fn new(carrier: Carrier, root: Spot, arena: &'a Arena) -> Self {
        let mut numbers = arena.found.take();
        numbers.resize(COUNT, 0);
        let values = ArenaVec::with_capacity_in(32, arena);
        Self::with(carrier, root, Found { arena, numbers, values, repeated: false })
    }

    /// A payload in which nothing stands, nor can.
    pub(crate) fn nothing(carrier: Carrier, root: Spot, arena: &'a Arena) -> Self {
        let (numbers, values) = (Vec::new(), ArenaVec::new_in(arena));
        Self::with(carrier, root, Found { arena, numbers, values, repeated: false })
    }

    #[inline(always)]
    fn with(carrier: Carrier, root: Spot, found: Found<'a>) -> Self {
        Self {
            carrier,
            arena: found.arena,
            index: Index::get(),
            root,
            found,
            form: OnceCell::new(),
            of_doubles: false,
            inexact: Cell::new(false),
            #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
            stray: None,
        }
    }

    /// Reads bytes that should be JSON in UTF-8.
    pub(crate) fn of_json(bytes: &'a [u8], limits: Limits, arena: &'a Arena) -> Result<Self, Error> {
        let text = match core::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(fault) => return Err(Error::not_json(bytes, fault.valid_up_to(), "UTF-8")),
        };
        let mut reading = Self::new(Carrier::Json, ROOT, arena);
        let mut finder = Finder::new(text, &mut reading);
        let read = json::document(text, limits.depth, &mut finder);
        finder.end();
        match read {
            Ok(()) => Ok(reading),
            Err(Fault::Expected(what, left)) => Err(Error::not_json(bytes, bytes.len() - left, what)),
            Err(Fault::Depth(left)) => Err(Error::too_deep(bytes.len() - left, limits.depth)),
        }
    }

    /// Reads what a JavaScript object was written as.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) fn of_object(bytes: &'a [u8], limits: Limits, arena: &'a Arena) -> Result<Self, Error> {
        Ok(Self { of_doubles: true, ..Self::of_json(bytes, limits, arena)? })
    }

    /// Reads what JavaScript found at places in an object: how many, and for each of the tables' places a place, the number of its
    /// kind, 0, and how many UTF-16 units its text has: sixteen bits, eight, eight and thirty-two; then the texts, one after the
    /// other. A number of few digits has no text there: instead of 0, one more than its decimal places, then its digits as a number.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) fn of_places(bytes: &'a [u8], arena: &'a Arena) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let (found, rest) = rest.split_at_checked(8 * COUNT)?;
        let found = found.as_chunks::<8>().0.get(..u32::from_le_bytes(*count) as usize)?;
        let mut rest = core::str::from_utf8(rest).ok()?;
        let ascii = rest.is_ascii();
        let mut reading = Self { of_doubles: true, ..Self::new(Carrier::Json, ROOT, arena) };
        for [a, b, kind, places, number @ ..] in found {
            let number = u32::from_le_bytes(*number);
            let text = if let Some(places) = places.checked_sub(1) {
                pointed(number, places, arena)?
            } else {
                let units = number as usize;
                let (text, behind) =
                    rest.split_at_checked(if ascii { units } else { bytes_of(rest, units) })?;
                rest = behind;
                text
            };
            reading.set(Spot::from_le_bytes([*a, *b]), *Kind::ALL.get(usize::from(*kind))?, text);
        }
        Some(reading)
    }

    #[inline(always)]
    fn get(&self, spot: Spot) -> Option<&Value<'a>> {
        let number = *self.found.numbers.get(usize::from(spot))? as usize;
        self.found.values.get(number.checked_sub(1)?)
    }

    /// Remembers a value. The last of equal keys counts, and nothing of what the others held.
    #[inline(always)]
    fn set(&mut self, spot: Spot, kind: Kind, text: &'a str) {
        let (kind, text) =
            if kind == Kind::Escaped { (Kind::Plain, self.unescaped(text)) } else { (kind, text) };
        let Some(number) = self.found.numbers.get_mut(usize::from(spot)) else { return };
        if *number != 0 {
            return self.set_again(Value { kind, spot, text });
        }
        self.found.values.push(Value { kind, spot, text });
        *number = self.found.values.len() as u32;
    }

    /// Whether the first key is still to come that no path has, of a map.
    #[inline(always)]
    fn strays(&self, _map: Spot) -> bool {
        #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
        return _map != NOWHERE && self.stray.is_none();
        #[cfg(not(all(feature = "wasm", target_arch = "wasm32")))]
        false
    }

    /// Remembers it.
    #[cold]
    fn keep_stray(&mut self, _map: Spot, _key: &'a str) {
        #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
        {
            self.stray = Some((_map, _key));
        }
    }

    #[cold]
    #[inline(never)]
    fn unescaped(&self, text: &str) -> &'a str {
        self.arena.alloc_str(&unescape(text))
    }

    #[cold]
    #[inline(never)]
    fn set_again(&mut self, value: Value<'a>) {
        let spot = value.spot;
        let number = self.found.numbers.get(usize::from(spot)).map_or(0, |number| *number as usize);
        if let Some(known) = self.found.values.get_mut(number.wrapping_sub(1)) {
            *known = value;
        }
        self.found.repeated = true;
        let below = usize::from(spot) + 1..=usize::from(last_below(spot));
        self.found.numbers.get_mut(below).unwrap_or_default().fill(0);
    }

    /// What is remembered of payloads of its form, if that is known.
    pub(crate) fn form(&self) -> Option<&'a Form> {
        let number = self.form.get().copied().unwrap_or_else(|| self.find_form());
        self.arena.forms.nth(number?)
    }

    /// What comes in a query has none, for there is little to save; nor has that in which a key came again, which may have the places of
    /// another and not what stands there.
    #[inline(never)]
    fn find_form(&self) -> Option<u8> {
        let spots = self.found.values.iter().map(|value| value.spot);
        let comparable = self.carrier == Carrier::Json && !self.found.repeated;
        let number = if comparable { self.arena.forms.find(spots) } else { None };
        *self.form.get_or_init(|| number)
    }

    /// Where anything stands, and where something did that a later key took back.
    pub(crate) fn spots(&self) -> impl Iterator<Item = Spot> {
        self.found.values.iter().map(|value| value.spot)
    }

    /// Whether anything stands at a place, be it null.
    #[inline(always)]
    pub(crate) fn stands(&self, at: Spot) -> bool {
        self.found.numbers.get(usize::from(at)).is_some_and(|number| *number != 0)
    }

    /// What stands at a place; none where nothing or null stands there.
    #[inline(always)]
    pub(crate) fn kind(&self, at: Spot) -> Option<Kind> {
        self.get(at).map(|value| value.kind).filter(|kind| *kind != Kind::Null)
    }

    /// The characters of a text, the digits of a number, `true` or `false` at a place; none where nothing of that kind
    /// stands.
    #[inline(always)]
    pub(crate) fn scalar(&self, at: Spot) -> Option<&'a str> {
        let Value { kind, text, .. } = self.get(at)?;
        match kind {
            Kind::Number if self.of_doubles && is_beyond_double(text) => {
                self.inexact.set(true);
                Some(text)
            }
            Kind::Plain | Kind::Escaped | Kind::Number | Kind::Bool => Some(text),
            Kind::Null | Kind::List | Kind::Map => None,
        }
    }

    /// The same, called instead of inlined: for what is no field of an order.
    #[inline(never)]
    pub(crate) fn scalar_called(&self, at: Spot) -> Option<&'a str> {
        self.scalar(at)
    }

    /// The text at a place; none where anything else stands.
    pub(crate) fn text(&self, at: Spot) -> Option<&'a str> {
        self.get(at).filter(|value| matches!(value.kind, Kind::Plain | Kind::Escaped)).map(|value| value.text)
    }

    /// The text from the map or list at a place on.
    pub(crate) fn behind(&self, at: Spot) -> Option<&'a str> {
        self.get(at).filter(|value| matches!(value.kind, Kind::List | Kind::Map)).map(|value| value.text)
    }

    /// The first text that stands at one of these places and is not empty.
    #[cfg(feature = "webhook")]
    pub(crate) fn first_text(&self, places: &[Spot]) -> Option<&'a str> {
        places.iter().filter_map(|at| self.text(*at)).find(|text| !text.is_empty())
    }

    /// Whether a number that was read had lost digits before it came here.
    pub(crate) fn inexact(&self) -> bool {
        self.inexact.get()
    }

    /// Reads the map at a place once more, as if it stood at another.
    pub(crate) fn again(&self, at: Spot, root: Spot) -> Option<Self> {
        let text = self.behind(at).filter(|text| text.starts_with('{'))?;
        let mut reading = Self { of_doubles: self.of_doubles, ..Self::new(self.carrier, root, self.arena) };
        reading.fill(text)?;
        Some(reading)
    }

    /// Takes what stands in the list at a place, one after the other, each as a payload.
    pub(crate) fn each(&self, list: Spot, take: &mut dyn FnMut(&Reading<'_>)) {
        let root = self.index.below_called(list, ELEMENT.as_bytes());
        let mut rest = self.get(list).filter(|value| value.kind == Kind::List).map(|value| value.text);
        // Of its own, so that a long list needs no more than its longest element.
        let mut arena = Arena::lasting();
        while let Some(text) = rest {
            arena.reset();
            let mut element = Reading::new(self.carrier, root, &arena);
            element.of_doubles = self.of_doubles;
            rest = element.fill(text).and_then(|end| text.get(end..));
            if rest.is_some() {
                take(&element);
            }
        }
    }

    /// Reads the next element of a list, and says where it ends; none at the end of the list.
    #[inline(never)]
    fn fill(&mut self, text: &'a str) -> Option<usize> {
        let mut finder = Finder::new(text, self);
        let end = json::element(text, &mut finder);
        finder.end();
        end
    }
}

#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
impl Reading<'_> {
    /// What stands in the list at a place, each as if it stood at another place.
    pub(crate) fn elements(&self, list: Spot, root: Spot) -> alloc::vec::Vec<Self> {
        let mut all = alloc::vec::Vec::new();
        let mut rest = self.get(list).filter(|value| value.kind == Kind::List).map(|value| value.text);
        while let Some(text) = rest {
            let mut element = Self::new(self.carrier, root, self.arena);
            rest = element.fill(text).and_then(|end| text.get(end..));
            if rest.is_some() {
                all.push(element);
            }
        }
        all
    }
}

/// How many bytes the first UTF-16 units of a text are.
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
fn bytes_of(text: &str, units: usize) -> usize {
    let mut left = units;
    text.chars()
        .take_while(|char| left.checked_sub(char.len_utf16()).map(|less| left = less).is_some())
        .map(char::len_utf8)
        .sum()
}

/// The digits of a number, the point before the last of them; so many of those as there are decimal places.
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
fn pointed(mut number: u32, places: u8, arena: &Arena) -> Option<&str> {
    let mut text = [0; 16];
    let mut backwards = text.iter_mut().rev();
    let mut place = 0;
    while number > 0 || place <= places {
        if place == places && places > 0 {
            *backwards.next()? = b'.';
        }
        *backwards.next()? = b'0' + (number % 10) as u8;
        number /= 10;
        place += 1;
    }
    let start = backwards.len();
    core::str::from_utf8(text.get(start..)?).ok().map(|text| &*arena.alloc_str(text))
}

/// Whether a double, as JavaScript writes it, is above 2^53 - 1 and may have lost digits.
#[inline(never)]
fn is_beyond_double(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let whole = before(digits, b".");
    contains(digits, "e+") || whole.len() > 16 || whole.len() == 16 && whole > "9007199254740991"
}

/// Finds the places of the tables in JSON.
struct Finder<'a, 'r> {
    text: &'a str,
    reading: &'r mut Reading<'a>,
    /// The place of the next value, unless that is in a list.
    next: Spot,
    /// The innermost container, and those around it.
    inner: Open,
    outer: ArenaVec<'a, Open>,
    usual: Usual,
}

#[derive(Clone, Copy)]
struct Open {
    /// Its place; nowhere for one that nothing is asked of.
    spot: Spot,
    /// The number of the key that it, or the list that it is in, is the value of.
    key: u16,
    list: bool,
    /// How many elements a list had. Of a map, and where nothing is asked for, it is too many.
    count: u8,
}

/// As many elements of a list have places of their own.
const LISTED: u8 = 10;

impl<'a, 'r> Finder<'a, 'r> {
    fn new(text: &'a str, reading: &'r mut Reading<'a>) -> Self {
        let outer = ArenaVec::with_capacity_in(8, reading.arena);
        let usual = reading.arena.usual.take();
        Self {
            text,
            next: reading.root,
            reading,
            inner: Open { spot: NOWHERE, key: 0, list: false, count: LISTED },
            outer,
            usual,
        }
    }

    /// Keeps what is usual.
    fn end(mut self) {
        self.usual.end();
        self.reading.arena.usual.set(self.usual);
    }

    #[inline(always)]
    fn part(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where the next value stands.
    #[inline(always)]
    fn place(&mut self) -> Spot {
        if self.inner.count < LISTED { self.element() } else { self.next }
    }

    /// The place of the next element. Where the last one is asked for, each takes the place of the one before.
    #[inline(never)]
    fn element(&mut self) -> Spot {
        let Open { spot, count, .. } = &mut self.inner;
        let last = self.reading.index.below(*spot, LAST.as_bytes());
        if last != NOWHERE {
            return last;
        }
        let digit = b'0' + *count;
        *count += 1;
        self.reading.index.below(*spot, &[digit])
    }

    #[inline(always)]
    fn within(&self) -> Within {
        Within(self.inner.spot, self.inner.key)
    }

    #[inline(never)]
    fn escaped_key(&self, key: &str) -> Spot {
        self.reading.index.below_called(self.inner.spot, unescape(key).as_bytes())
    }
}

impl Sink for Finder<'_, '_> {
    // A loop of its own, in which what it needs stays in registers.
    #[inline(never)]
    fn members<'t>(&mut self, mut rest: &'t [u8]) -> (&'t [u8], Next) {
        let mut expected = self.usual.expected(Within(self.inner.spot, self.inner.key));
        let mut strays = self.reading.strays(self.inner.spot);
        let next = loop {
            let Some(value) = expected.next(rest) else { break Next::Key };
            if strays && expected.spot == NOWHERE {
                strays = false;
                let key = self.text.len() - rest.len() + 2..self.text.len() - value.len() - 2;
                self.reading.keep_stray(self.inner.spot, self.text.get(key).unwrap_or_default());
            }
            rest = value;
            let Ok(Some(Scalar { kind, quote, behind })) = scalar(value) else { break Next::Value };
            rest = behind;
            if expected.spot != NOWHERE {
                let (start, end) =
                    (self.text.len() - value.len() + quote, self.text.len() - behind.len() - quote);
                self.reading.set(expected.spot, kind, self.text.get(start..end).unwrap_or_default());
            }
            if rest.first() != Some(&b',') {
                break Next::End;
            }
        };
        self.next = expected.spot;
        self.usual.last = expected.last;
        (rest, next)
    }

    #[inline(always)]
    fn key(&mut self, kind: Kind, start: usize, end: usize) {
        let asked = self.inner.spot != NOWHERE;
        if kind == Kind::Escaped {
            self.next = if asked { self.escaped_key(self.part(start, end)) } else { NOWHERE };
        } else {
            let key = self.text.as_bytes().get(start..end).unwrap_or_default();
            self.next = if asked { self.reading.index.below(self.inner.spot, key) } else { NOWHERE };
            let rest = self.text.as_bytes().get(start.wrapping_sub(2)..).unwrap_or_default();
            self.usual.learn(self.within(), rest, end - start + 4, self.next);
        }
        if self.next == NOWHERE && self.reading.strays(self.inner.spot) {
            self.reading.keep_stray(self.inner.spot, self.part(start, end));
        }
    }

    #[inline(always)]
    fn scalar(&mut self, kind: Kind, start: usize, end: usize) {
        let spot = self.place();
        if spot != NOWHERE {
            self.reading.set(spot, kind, self.part(start, end));
        }
    }

    #[inline(always)]
    fn open(&mut self, kind: Kind, start: usize) {
        let spot = self.place();
        self.outer.push(self.inner);
        let mut count = LISTED;
        if spot != NOWHERE {
            if kind == Kind::List {
                count = 0;
            }
            self.reading.set(spot, kind, self.part(start, self.text.len()));
        }
        let key = if self.inner.list { self.inner.key } else { self.usual.last };
        self.inner = Open { spot, key, list: kind == Kind::List, count };
        self.next = NOWHERE;
    }

    #[inline(always)]
    fn close(&mut self) {
        if let Some(open) = self.outer.pop() {
            self.inner = open;
        }
        self.next = NOWHERE;
    }
}
