//! JSON text, read strictly: exactly what `JSON.parse` accepts, without recursion and within limits.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell as Flag, RefCell};

use super::{Carrier, Kind, Node, Payload};
use crate::error::Error;

/// A JSON text and where its values are.
///
/// The cells stand in the order of the text. A map's cells are key, value, key, value; a container's `next` points
/// behind its last cell, so a subtree is skipped in one step.
pub(crate) struct Json<'a> {
    text: &'a str,
    cells: Vec<Cell>,
    /// Whether its numbers were doubles before they were written.
    of_doubles: bool,
    inexact: Flag<bool>,
    /// The maps that were asked for a key: shapes and fields ask the same few for many.
    indexes: RefCell<Vec<Index>>,
}

/// The most keys of a map that are found by their hashes. Whoever makes all hashes equal wins a walk through the index
/// for each key, so it must not be long.
const MAX_INDEXED: usize = 256;

/// How many maps are remembered: the root, the order, what wraps it, and a few within.
const MAX_INDEXES: usize = 8;

/// Where the keys of a map are, by their hashes. Most questions are for keys that are not there.
struct Index {
    map: Node,
    /// Places of keys; `TOP` where there is none. Twice as many as there are keys, and a power of two.
    slots: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Cell {
    what: What,
    start: u32,
    end: u32,
    /// The cell behind this value; while a container is open, the container around it.
    next: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Null,
    Bool,
    Number,
    /// Text without escapes: the bytes are the characters.
    Plain,
    Escaped,
    List,
    Map,
}

impl<'a> Json<'a> {
    /// Reads bytes that should be JSON in UTF-8.
    pub(crate) fn from_bytes(bytes: &'a [u8], max_depth: usize) -> Result<Self, Error> {
        match core::str::from_utf8(bytes) {
            Ok(text) => Self::from_text(text, max_depth),
            Err(fault) => Err(Error::not_json(bytes, fault.valid_up_to(), "UTF-8")),
        }
    }

    /// Reads what a JavaScript object was written as.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) fn from_object(bytes: &'a [u8], max_depth: usize) -> Result<Self, Error> {
        Ok(Self { of_doubles: true, ..Self::from_bytes(bytes, max_depth)? })
    }

    /// Reads text that should be JSON.
    pub(crate) fn from_text(text: &'a str, max_depth: usize) -> Result<Self, Error> {
        // Room for most documents: a key or a value takes some ten bytes.
        let cells = Vec::with_capacity(text.len() / 10);
        let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, cells, max_depth };
        match scanner.document() {
            Ok(()) => {
                let (inexact, indexes) = (Flag::new(false), RefCell::default());
                Ok(Self { text, cells: scanner.cells, of_doubles: false, inexact, indexes })
            }
            Err(Fault::Expected(what)) => Err(Error::not_json(text.as_bytes(), scanner.at, what)),
            Err(Fault::Depth) => Err(Error::too_deep(scanner.at, max_depth)),
        }
    }

    // As a call, this costs more than all that is done with its answer.
    #[inline(always)]
    fn cell(&self, at: Node) -> Cell {
        let nothing = Cell { what: What::Null, start: 0, end: 0, next: 0 };
        self.cells.get(at as usize).copied().unwrap_or(nothing)
    }

    fn raw(&self, cell: Cell) -> &'a str {
        self.text.get(cell.start as usize..cell.end as usize).unwrap_or_default()
    }

    /// The keys of a map, in order.
    pub(crate) fn keys(&self, map: Node) -> impl Iterator<Item = Node> {
        let end = self.cell(map).next;
        let mut here = map.saturating_add(1);
        core::iter::from_fn(move || {
            let key = here;
            here = self.cell(key.saturating_add(1)).next;
            (key < end).then_some(key)
        })
    }

    /// Makes the index of a map; without slots where there are so many keys that finding one by one is safer.
    fn index(&self, map: Node) -> Index {
        let count = self.keys(map).take(MAX_INDEXED + 1).count();
        if count > MAX_INDEXED {
            return Index { map, slots: Vec::new() };
        }
        let mut slots = alloc::vec![TOP; count.saturating_mul(2).next_power_of_two()];
        for key in self.keys(map) {
            let cell = self.cell(key);
            let place = if cell.what == What::Escaped {
                self.slot(&slots, &unescape(self.raw(cell)))
            } else {
                self.slot(&slots, self.raw(cell))
            };
            // The last of equal keys counts.
            if let Some(slot) = slots.get_mut(place) {
                *slot = key;
            }
        }
        Index { map, slots }
    }

    /// The slot of a key, or the empty one where it would stand.
    fn slot(&self, slots: &[Node], key: &str) -> usize {
        let mask = slots.len().wrapping_sub(1);
        let mut place = hash(key.as_bytes()) as usize & mask;
        while let Some(&at) = slots.get(place) {
            if at == TOP || self.is_key(self.cell(at), key) {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    #[inline(always)]
    fn is_key(&self, cell: Cell, key: &str) -> bool {
        if cell.what == What::Escaped {
            return unescape(self.raw(cell)) == key;
        }
        self.text.as_bytes().get(cell.start as usize..cell.end as usize) == Some(key.as_bytes())
    }
}

/// A number by which most keys differ.
#[inline(always)]
fn hash(key: &[u8]) -> u32 {
    let word = |bytes: Option<&[u8; 4]>| bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let ends = match key {
        [a] => u32::from(*a),
        [a, b] => u32::from_le_bytes([*a, *b, 0, 0]),
        [a, b, c] => u32::from_le_bytes([*a, *b, *c, 0]),
        key => word(key.first_chunk()) ^ word(key.last_chunk()).rotate_left(13),
    };
    let mixed = (ends ^ (key.len() as u32) << 27).wrapping_mul(0x9e37_79b1);
    mixed ^ mixed >> 15
}

impl Payload for Json<'_> {
    fn carrier(&self) -> Carrier {
        Carrier::Json
    }

    fn root(&self) -> Node {
        0
    }

    fn kind(&self, at: Node) -> Kind {
        match self.cell(at).what {
            What::Null => Kind::Null,
            What::Bool => Kind::Bool,
            What::Number => Kind::Number,
            What::Plain | What::Escaped => Kind::Text,
            What::List => Kind::List,
            What::Map => Kind::Map,
        }
    }

    fn get(&self, at: Node, key: &str) -> Option<Node> {
        let container = self.cell(at);
        let mut here = at.saturating_add(1);
        match container.what {
            What::Map => {
                let mut indexes = self.indexes.borrow_mut();
                let known = indexes.iter().position(|index| index.map == at);
                if known.is_none() {
                    // Of a long list, the elements are asked one after the other.
                    if indexes.len() >= MAX_INDEXES {
                        indexes.remove(0);
                    }
                    indexes.push(self.index(at));
                }
                let slots = &known.map_or_else(|| indexes.last(), |place| indexes.get(place))?.slots;
                let found = if slots.is_empty() {
                    self.keys(at).filter(|&here| self.is_key(self.cell(here), key)).last()?
                } else {
                    *slots.get(self.slot(slots, key))?
                };
                (found != TOP).then(|| found.saturating_add(1))
            }
            What::List => {
                for _ in 0..key.parse::<usize>().ok()? {
                    if here >= container.next {
                        return None;
                    }
                    here = self.cell(here).next;
                }
                (here < container.next).then_some(here)
            }
            What::Null | What::Bool | What::Number | What::Plain | What::Escaped => None,
        }
    }

    fn items(&self, at: Node) -> Vec<Node> {
        let container = self.cell(at);
        let mut items = Vec::new();
        let mut here = at.saturating_add(1);
        while container.what == What::List && here < container.next {
            items.push(here);
            here = self.cell(here).next;
        }
        items
    }

    fn text(&self, at: Node) -> String {
        let cell = self.cell(at);
        match cell.what {
            What::Escaped => unescape(self.raw(cell)),
            What::Plain | What::Number | What::Bool => {
                if self.of_doubles && cell.what == What::Number && is_beyond_double(self.raw(cell)) {
                    self.inexact.set(true);
                }
                self.raw(cell).into()
            }
            What::Null | What::List | What::Map => String::new(),
        }
    }

    fn inexact(&self) -> bool {
        self.inexact.get()
    }
}

/// Whether a double, as JavaScript writes it, is above 2^53 - 1 and may have lost digits.
fn is_beyond_double(number: &str) -> bool {
    let digits = number.trim_start_matches('-');
    let whole = digits.split('.').next().unwrap_or_default();
    digits.contains("e+") || whole.len() > 16 || whole.len() == 16 && whole > "9007199254740991"
}

/// Why a text is not JSON, at the scanner's place.
enum Fault {
    Expected(&'static str),
    Depth,
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    cells: Vec<Cell>,
    max_depth: usize,
}

/// The container cell index that stands for "none": the document itself.
const TOP: u32 = u32::MAX;

impl Scanner<'_> {
    fn document(&mut self) -> Result<(), Fault> {
        let mut depth = 0_usize;
        let mut open = TOP;
        'value: loop {
            self.space();
            match self.peek() {
                Some(b'{') => {
                    self.enter(What::Map, &mut open, &mut depth)?;
                    if self.peek() != Some(b'}') {
                        self.key("a key or `}`")?;
                        continue 'value;
                    }
                }
                Some(b'[') => {
                    self.enter(What::List, &mut open, &mut depth)?;
                    if self.peek() != Some(b']') {
                        continue 'value;
                    }
                }
                Some(b'"') => self.string("a value")?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') => self.literal("true", What::Bool)?,
                Some(b'f') => self.literal("false", What::Bool)?,
                Some(b'n') => self.literal("null", What::Null)?,
                Some(0xef) if self.bytes.starts_with("\u{feff}".as_bytes()) => {
                    return Err(Fault::Expected("a value, not a byte-order mark"));
                }
                _ => return Err(Fault::Expected("a value")),
            }
            // A value has ended: close what it closes, then go on to the next one.
            loop {
                self.space();
                let within = self.cells.get(open as usize).map(|cell| cell.what);
                match (within, self.peek()) {
                    (Some(What::Map), Some(b',')) => {
                        self.at += 1;
                        self.space();
                        self.key("a key")?;
                        continue 'value;
                    }
                    (Some(What::List), Some(b',')) => {
                        self.at += 1;
                        continue 'value;
                    }
                    (Some(What::Map), Some(b'}')) | (Some(What::List), Some(b']')) => {
                        self.leave(&mut open, &mut depth);
                    }
                    (Some(What::Map), _) => return Err(Fault::Expected("`,` or `}`")),
                    (Some(_), _) => return Err(Fault::Expected("`,` or `]`")),
                    (None, Some(_)) => return Err(Fault::Expected("the end")),
                    (None, None) => return Ok(()),
                }
            }
        }
    }

    // Asked for every byte: as a call it costs more than all the rest (`node benches/json/run.mjs`).
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn push(&mut self, what: What, start: usize, end: usize) {
        let next = (self.cells.len() as u32).saturating_add(1);
        self.cells.push(Cell { what, start: start as u32, end: end as u32, next });
    }

    fn enter(&mut self, what: What, open: &mut u32, depth: &mut usize) -> Result<(), Fault> {
        if *depth >= self.max_depth {
            return Err(Fault::Depth);
        }
        let index = self.cells.len() as u32;
        self.cells.push(Cell { what, start: self.at as u32, end: 0, next: *open });
        *open = index;
        *depth += 1;
        self.at += 1;
        self.space();
        Ok(())
    }

    fn leave(&mut self, open: &mut u32, depth: &mut usize) {
        self.at += 1;
        let behind = self.cells.len() as u32;
        if let Some(container) = self.cells.get_mut(*open as usize) {
            *open = container.next;
            container.next = behind;
            container.end = self.at as u32;
        }
        *depth = depth.saturating_sub(1);
    }

    fn key(&mut self, expected: &'static str) -> Result<(), Fault> {
        self.string(expected)?;
        self.space();
        if self.peek() != Some(b':') {
            return Err(Fault::Expected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self, expected: &'static str) -> Result<(), Fault> {
        if self.peek() != Some(b'"') {
            return Err(Fault::Expected(expected));
        }
        self.at += 1;
        let start = self.at;
        let mut what = What::Plain;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    what = What::Escaped;
                    self.at += 1;
                    self.escape()?;
                }
                Some(0..=0x1f) => return Err(Fault::Expected("no control character in a string")),
                Some(_) => self.at += 1,
                None => return Err(Fault::Expected("`\"`")),
            }
        }
        self.push(what, start, self.at);
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(Fault::Expected("a hexadecimal digit"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(Fault::Expected("an escape")),
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(Fault::Expected("a digit"));
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        self.push(What::Number, start, self.at);
        Ok(())
    }

    fn literal(&mut self, word: &'static str, what: What) -> Result<(), Fault> {
        let start = self.at;
        for byte in word.bytes() {
            if self.peek() != Some(byte) {
                return Err(Fault::Expected("a value"));
            }
            self.at += 1;
        }
        self.push(what, start, self.at);
        Ok(())
    }
}

/// The characters of a string whose escapes were checked. A surrogate without its partner becomes U+FFFD.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut units: Vec<u16> = Vec::new();
    let mut rest = raw.chars();
    while let Some(char) = rest.next() {
        let plain = if char == '\\' {
            match rest.next() {
                Some('u') => {
                    let digits = rest.by_ref().take(4).filter_map(|digit| digit.to_digit(16));
                    units.push(digits.fold(0, |unit, digit| unit << 4 | digit as u16));
                    continue;
                }
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(other) => other,
                None => break,
            }
        } else {
            char
        };
        flush(&mut units, &mut out);
        out.push(plain);
    }
    flush(&mut units, &mut out);
    out
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    out.extend(char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}
