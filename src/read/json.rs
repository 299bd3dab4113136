//! JSON text, read strictly: exactly what `JSON.parse` accepts, without recursion and within limits.

use alloc::string::String;
use alloc::vec::Vec;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    /// Text without escapes: the bytes are the characters.
    Plain,
    /// Text with escapes.
    Escaped,
    List,
    Map,
}

/// What is made of a text while it is read. Where something stands is said in bytes, strings without their quotes.
pub(crate) trait Sink {
    /// A key of the innermost map, whose value follows.
    fn key(&mut self, kind: Kind, start: usize, end: usize);
    /// A value that is no container.
    fn scalar(&mut self, kind: Kind, start: usize, end: usize);
    /// A container begins; it becomes the innermost.
    fn open(&mut self, kind: Kind, start: usize);
    /// The innermost container ends.
    fn close(&mut self, end: usize);
    /// What the innermost container is; none outside of all.
    fn within(&self) -> Option<Kind>;
    /// How many containers are open.
    fn depth(&self) -> usize;
}

/// Reads one JSON document from the start of a text to its end.
pub(crate) fn document(text: &str, max_depth: usize, sink: &mut impl Sink) -> Result<(), Fault> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, max_depth, sink };
    scanner.value()?;
    scanner.space();
    match scanner.peek() {
        Some(_) => Err(scanner.fault("the end")),
        None => Ok(()),
    }
}

/// Reads the next element of a list that was read already; where it ends. None where there is no more.
pub(crate) fn element(text: &str, at: usize, sink: &mut impl Sink) -> Option<usize> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at, max_depth: usize::MAX, sink };
    scanner.space();
    if let Some(b'[' | b',') = scanner.peek() {
        scanner.at += 1;
    }
    scanner.space();
    if scanner.peek() == Some(b']') {
        return None;
    }
    scanner.value().ok()?;
    Some(scanner.at)
}

/// Why a text is not JSON, and at which byte.
pub(crate) enum Fault {
    Expected(&'static str, usize),
    Depth(usize),
}

struct Scanner<'a, S> {
    bytes: &'a [u8],
    at: usize,
    max_depth: usize,
    sink: &'a mut S,
}

impl<S: Sink> Scanner<'_, S> {
    #[cold]
    fn fault(&self, expected: &'static str) -> Fault {
        Fault::Expected(expected, self.at)
    }

    fn value(&mut self) -> Result<(), Fault> {
        'value: loop {
            self.space();
            match self.peek() {
                Some(b'{') => {
                    self.open(Kind::Map)?;
                    if self.peek() != Some(b'}') {
                        self.key("a key or `}`")?;
                        continue 'value;
                    }
                }
                Some(b'[') => {
                    self.open(Kind::List)?;
                    if self.peek() != Some(b']') {
                        continue 'value;
                    }
                }
                Some(b'"') => {
                    let (kind, start, end) = self.string("a value")?;
                    self.sink.scalar(kind, start, end);
                }
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') => self.literal("true", Kind::Bool)?,
                Some(b'f') => self.literal("false", Kind::Bool)?,
                Some(b'n') => self.literal("null", Kind::Null)?,
                Some(0xef) if self.bytes.starts_with("\u{feff}".as_bytes()) => {
                    return Err(self.fault("a value, not a byte-order mark"));
                }
                _ => return Err(self.fault("a value")),
            }
            // A value has ended: close what it closes, then go on to the next one.
            loop {
                let Some(within) = self.sink.within() else { return Ok(()) };
                if let Some(0..=b' ') = self.peek() {
                    self.space();
                }
                match (within, self.peek()) {
                    (Kind::Map, Some(b',')) => {
                        self.at += 1;
                        self.space();
                        self.key("a key")?;
                        continue 'value;
                    }
                    (Kind::List, Some(b',')) => {
                        self.at += 1;
                        continue 'value;
                    }
                    (Kind::Map, Some(b'}')) | (Kind::List, Some(b']')) => {
                        self.at += 1;
                        self.sink.close(self.at);
                    }
                    (Kind::Map, _) => return Err(self.fault("`,` or `}`")),
                    (_, _) => return Err(self.fault("`,` or `]`")),
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

    fn open(&mut self, kind: Kind) -> Result<(), Fault> {
        if self.sink.depth() >= self.max_depth {
            return Err(Fault::Depth(self.at));
        }
        self.sink.open(kind, self.at);
        self.at += 1;
        self.space();
        Ok(())
    }

    fn key(&mut self, expected: &'static str) -> Result<(), Fault> {
        let (kind, start, end) = self.string(expected)?;
        self.sink.key(kind, start, end);
        if self.peek() != Some(b':') {
            self.space();
        }
        if self.peek() != Some(b':') {
            return Err(self.fault("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self, expected: &'static str) -> Result<(Kind, usize, usize), Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault(expected));
        }
        self.at += 1;
        let start = self.at;
        let mut kind = Kind::Plain;
        loop {
            self.plain();
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    kind = Kind::Escaped;
                    self.at += 1;
                    self.escape()?;
                }
                Some(0..=0x1f) => return Err(self.fault("no control character in a string")),
                Some(_) => self.at += 1,
                None => return Err(self.fault("`\"`")),
            }
        }
        let end = self.at;
        self.at += 1;
        Ok((kind, start, end))
    }

    /// Passes over eight bytes at a time for as long as they are what a string may hold as it is.
    #[inline(always)]
    fn plain(&mut self) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        // Exact for the lowest byte that is at fault, which is the one that is asked for.
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        while let Some(eight) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk()) {
            let word = u64::from_le_bytes(*eight);
            let quote = zero(word ^ (ONES * b'"' as u64));
            let escape = zero(word ^ (ONES * b'\\' as u64));
            let control = word.wrapping_sub(ONES * 0x20) & !word;
            let ends = (quote | escape | control) & (ONES << 7);
            if ends != 0 {
                self.at += ends.trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(self.fault("a hexadecimal digit"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.fault("an escape")),
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.fault("a digit"));
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
        self.sink.scalar(Kind::Number, start, self.at);
        Ok(())
    }

    fn literal(&mut self, word: &'static str, kind: Kind) -> Result<(), Fault> {
        let start = self.at;
        for byte in word.bytes() {
            if self.peek() != Some(byte) {
                return Err(self.fault("a value"));
            }
            self.at += 1;
        }
        self.sink.scalar(kind, start, self.at);
        Ok(())
    }
}

/// The characters of a string whose escapes were checked. A surrogate without its partner becomes U+FFFD.
pub(crate) fn unescape(raw: &str) -> String {
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
