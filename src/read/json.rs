//! JSON text, read strictly: exactly what `JSON.parse` accepts, without recursion and within limits.

use alloc::string::String;

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

impl Kind {
    /// The kinds of what comes from JavaScript, by their numbers there.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) const ALL: &[Self] =
        &[Self::Null, Self::Bool, Self::Number, Self::Plain, Self::List, Self::Map];
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
    fn close(&mut self);
    /// What the innermost container is; none outside of all.
    fn within(&self) -> Option<Kind>;
    /// How many containers are open.
    fn depth(&self) -> usize;
}

/// Reads one JSON document from the start of a text to its end.
pub(crate) fn document(text: &str, max_depth: usize, sink: &mut impl Sink) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let end = value(bytes, 0, max_depth, sink)?;
    match bytes.get(space(bytes, end)) {
        Some(_) => Err(Fault::Expected("the end", space(bytes, end))),
        None => Ok(()),
    }
}

/// Reads the first element in what is left of a list that was read already; where it ends. None where there is none.
pub(crate) fn element(text: &str, sink: &mut impl Sink) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = space(bytes, 0);
    if let Some(b'[' | b',') = bytes.get(at) {
        at = space(bytes, at + 1);
    }
    if bytes.get(at) == Some(&b']') {
        return None;
    }
    value(bytes, at, usize::MAX, sink).ok()
}

/// Why a text is not JSON, and at which byte.
pub(crate) enum Fault {
    Expected(&'static str, usize),
    Depth(usize),
}

/// Reads a value, and says where it ends.
///
/// One loop, and what it counts in variables of its own: this is where most of the time goes. What is small is inlined, for
/// a call costs more than what it does (`cargo xtask bench`).
fn value(bytes: &[u8], mut at: usize, max_depth: usize, sink: &mut impl Sink) -> Result<usize, Fault> {
    'value: loop {
        at = space(bytes, at);
        match bytes.get(at) {
            Some(b'"') => {
                let (kind, end) = string(bytes, at + 1)?;
                sink.scalar(kind, at + 1, end);
                at = end + 1;
            }
            Some(b'-' | b'0'..=b'9') => {
                let end = number(bytes, at)?;
                sink.scalar(Kind::Number, at, end);
                at = end;
            }
            Some(b'{') => {
                if sink.depth() >= max_depth {
                    return Err(Fault::Depth(at));
                }
                sink.open(Kind::Map, at);
                at = space(bytes, at + 1);
                if bytes.get(at) != Some(&b'}') {
                    at = key(bytes, at, "a key or `}`", sink)?;
                    continue 'value;
                }
            }
            Some(b'[') => {
                if sink.depth() >= max_depth {
                    return Err(Fault::Depth(at));
                }
                sink.open(Kind::List, at);
                at = space(bytes, at + 1);
                if bytes.get(at) != Some(&b']') {
                    continue 'value;
                }
            }
            Some(b't') => at = literal(bytes, at, b"true", Kind::Bool, sink)?,
            Some(b'f') => at = literal(bytes, at, b"false", Kind::Bool, sink)?,
            Some(b'n') => at = literal(bytes, at, b"null", Kind::Null, sink)?,
            Some(0xef) if bytes.starts_with("\u{feff}".as_bytes()) => {
                return Err(Fault::Expected("a value, not a byte-order mark", at));
            }
            _ => return Err(Fault::Expected("a value", at)),
        }
        // A value has ended: close what it closes, then go on to the next one.
        loop {
            let Some(within) = sink.within() else { return Ok(at) };
            at = space(bytes, at);
            match (bytes.get(at), within) {
                (Some(b','), Kind::Map) => {
                    at = key(bytes, space(bytes, at + 1), "a key", sink)?;
                    continue 'value;
                }
                (Some(b','), _) => {
                    at += 1;
                    continue 'value;
                }
                (Some(b'}'), Kind::Map) | (Some(b']'), Kind::List) => {
                    at += 1;
                    sink.close();
                }
                (_, Kind::Map) => return Err(Fault::Expected("`,` or `}`", at)),
                (_, _) => return Err(Fault::Expected("`,` or `]`", at)),
            }
        }
    }
}

/// Where the space ends that may stand between tokens.
#[inline(always)]
fn space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Reads a key and its colon; where they end.
#[inline(always)]
fn key(bytes: &[u8], at: usize, expected: &'static str, sink: &mut impl Sink) -> Result<usize, Fault> {
    if bytes.get(at) != Some(&b'"') {
        return Err(Fault::Expected(expected, at));
    }
    let (kind, end) = string(bytes, at + 1)?;
    sink.key(kind, at + 1, end);
    let at = space(bytes, end + 1);
    match bytes.get(at) {
        Some(b':') => Ok(at + 1),
        _ => Err(Fault::Expected("`:`", at)),
    }
}

/// Where the rest of a string ends, before its quote.
#[inline(always)]
fn string(bytes: &[u8], at: usize) -> Result<(Kind, usize), Fault> {
    let end = plain(bytes, at);
    match bytes.get(end) {
        Some(b'"') => Ok((Kind::Plain, end)),
        _ => Ok((Kind::Escaped, escaped(bytes, end)?)),
    }
}

/// Where it ends that a string may hold as it is.
#[inline(always)]
fn plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // Exact for the lowest byte that is at fault, which is the one that is asked for.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let word = u64::from_le_bytes(*eight);
        let quote = zero(word ^ (ONES * b'"' as u64));
        let escape = zero(word ^ (ONES * b'\\' as u64));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let ends = (quote | escape | control) & (ONES << 7);
        if ends != 0 {
            return at + ends.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(0x20..=0x21 | 0x23..=0x5b | 0x5d..) = bytes.get(at) {
        at += 1;
    }
    at
}

/// The same from the first escape on, or why that is none.
#[cold]
#[inline(never)]
fn escaped(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at),
            Some(b'\\') => at = escape(bytes, at + 1)?,
            Some(_) => return Err(Fault::Expected("no control character in a string", at)),
            None => return Err(Fault::Expected("`\"`", at)),
        }
        at = plain(bytes, at);
    }
}

fn escape(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => {
            let digits = at + 1..at + 5;
            match digits.clone().find(|at| !bytes.get(*at).is_some_and(u8::is_ascii_hexdigit)) {
                Some(at) => Err(Fault::Expected("a hexadecimal digit", at)),
                None => Ok(digits.end),
            }
        }
        _ => Err(Fault::Expected("an escape", at)),
    }
}

/// Where a number ends.
#[inline(always)]
fn number(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    if bytes.get(at) == Some(&b'0') {
        at += 1;
    } else {
        at = digits(bytes, at)?;
    }
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = digits(bytes, at)?;
    }
    Ok(at)
}

#[inline(always)]
fn digits(bytes: &[u8], start: usize) -> Result<usize, Fault> {
    let mut at = start;
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    if at == start { Err(Fault::Expected("a digit", at)) } else { Ok(at) }
}

#[inline(always)]
fn literal(bytes: &[u8], at: usize, word: &[u8], kind: Kind, sink: &mut impl Sink) -> Result<usize, Fault> {
    let end = at + word.len();
    if bytes.get(at..end) == Some(word) {
        sink.scalar(kind, at, end);
        return Ok(end);
    }
    let fits = |(here, wanted): &(usize, &u8)| bytes.get(at + *here) == Some(*wanted);
    let fitting = word.iter().enumerate().take_while(fits).count();
    Err(Fault::Expected("a value", at + fitting))
}

/// The characters of a string whose escapes were checked. A surrogate without its partner becomes U+FFFD.
pub(crate) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, escape)) =
        rest.bytes().position(|byte| byte == b'\\').and_then(|at| rest.split_at_checked(at))
    {
        out.push_str(plain);
        let (char, length) = match (unit(escape), escape.as_bytes().get(1)) {
            (Some(high @ 0xd800..0xdc00), _) => match escape.get(6..).and_then(unit) {
                Some(low @ 0xdc00..0xe000) => (0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), 12),
                Some(_) | None => (high, 6),
            },
            (Some(unit), _) => (unit, 6),
            (None, Some(b'b')) => (8, 2),
            (None, Some(b't')) => (9, 2),
            (None, Some(b'n')) => (10, 2),
            (None, Some(b'f')) => (12, 2),
            (None, Some(b'r')) => (13, 2),
            (None, other) => (other.map_or(0, |byte| u32::from(*byte)), 2),
        };
        out.push(char::from_u32(char).unwrap_or(char::REPLACEMENT_CHARACTER));
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The number of `\u1234` at the start of a text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}
