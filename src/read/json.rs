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

impl Kind {
    /// The kinds of what comes from JavaScript, by their numbers there.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) const ALL: &[Self] =
        &[Self::Null, Self::Bool, Self::Number, Self::Plain, Self::List, Self::Map];
}

/// What is made of a text while it is read. Where something stands is said in bytes, strings without their quotes.
pub(crate) trait Sink {
    /// How many bytes lead to the next value, if they are `,"key":` or `{"key":` as expected; none where they must be read.
    #[inline(always)]
    fn usual_key(&mut self, _rest: &[u8]) -> usize {
        0
    }
    /// A key of the innermost map, whose value follows.
    fn key(&mut self, kind: Kind, start: usize, end: usize);
    /// A value that is no container.
    fn scalar(&mut self, kind: Kind, start: usize, end: usize);
    /// A container begins; it becomes the innermost.
    fn open(&mut self, kind: Kind, start: usize);
    /// The innermost container ends.
    fn close(&mut self);
}

/// Reads one JSON document from the start of a text to its end.
pub(crate) fn document(text: &str, max_depth: usize, sink: &mut impl Sink) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let end = space(bytes, value(bytes, 0, max_depth, sink)?);
    if end < bytes.len() { Err(Fault::Expected("the end", end)) } else { Ok(()) }
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

/// Which containers are open: for each a bit, which is set for a map.
#[derive(Default)]
struct Around {
    depth: usize,
    /// The innermost, up to 64 of them.
    bits: u64,
    /// Those around them, 64 in each.
    outer: Vec<u64>,
}

impl Around {
    // Called, not inlined: there are few containers, and what is looked at for each value stays in registers.
    #[inline(never)]
    fn open(&mut self, map: bool) {
        if self.depth.is_multiple_of(64) && self.depth > 0 {
            self.outer.push(self.bits);
        }
        self.depth += 1;
        self.bits = self.bits << 1 | u64::from(map);
    }

    /// Whether the innermost is a map now.
    #[inline(never)]
    fn close(&mut self) -> bool {
        self.depth -= 1;
        self.bits >>= 1;
        if self.depth.is_multiple_of(64) {
            self.bits = self.outer.pop().unwrap_or_default();
        }
        self.bits & 1 != 0
    }
}

/// Reads a value, and says where it ends.
///
/// One loop, in which strings are read at one place, whether they are keys or values: this is where most of the time goes,
/// and what is small is inlined, for a call costs more than what it does (`cargo xtask bench --count`).
fn value(bytes: &[u8], mut at: usize, max_depth: usize, sink: &mut impl Sink) -> Result<usize, Fault> {
    let mut around = Around::default();
    // Whether the innermost container is a map, and whether a key comes next.
    let (mut map, mut key) = (false, false);
    'value: loop {
        if key {
            let length = sink.usual_key(bytes.get(at.wrapping_sub(1)..).unwrap_or_default());
            if length > 0 {
                at += length - 1;
                key = false;
            }
        }
        // Whatever is not space is looked at first: between the tokens of most payloads there is none.
        let scalar = match bytes.get(at) {
            Some(b'"') => {
                let start = at + 1;
                let mut end = plain(bytes, start);
                let mut kind = Kind::Plain;
                if bytes.get(end) != Some(&b'"') {
                    end = escaped(bytes, end)?;
                    kind = Kind::Escaped;
                }
                at = end + 1;
                if key {
                    sink.key(kind, start, end);
                    if bytes.get(at) != Some(&b':') {
                        at = space(bytes, at);
                        if bytes.get(at) != Some(&b':') {
                            return Err(Fault::Expected("`:`", at));
                        }
                    }
                    at += 1;
                    key = false;
                    continue 'value;
                }
                Some((kind, start, end))
            }
            Some(b' ' | b'\n' | b'\r' | b'\t') => {
                at = space(bytes, at + 1);
                continue 'value;
            }
            _ if key => return Err(no_key(bytes, at)),
            Some(b'-' | b'0'..=b'9') => {
                let start = at;
                at = number(bytes, at)?;
                Some((Kind::Number, start, at))
            }
            Some(open @ (b'{' | b'[')) => {
                if around.depth >= max_depth {
                    return Err(Fault::Depth(at));
                }
                map = *open == b'{';
                around.open(map);
                sink.open(if map { Kind::Map } else { Kind::List }, at);
                key = map;
                at = space(bytes, at + 1);
                // What closes a container is two behind what opens it.
                if bytes.get(at) != Some(&(open + 2)) {
                    continue 'value;
                }
                None
            }
            Some(_) => {
                let start = at;
                let kind;
                (kind, at) = literal(bytes, at)?;
                Some((kind, start, at))
            }
            None => return Err(no_value(bytes, at)),
        };
        if let Some((kind, start, end)) = scalar {
            sink.scalar(kind, start, end);
        }
        // A value has ended: close what it closes, then go on to the next one.
        loop {
            if around.depth == 0 {
                return Ok(at);
            }
            match bytes.get(at) {
                Some(b',') => {
                    at += 1;
                    key = map;
                    continue 'value;
                }
                Some(byte) if *byte == if map { b'}' } else { b']' } => {
                    at += 1;
                    map = around.close();
                    sink.close();
                }
                Some(b' ' | b'\n' | b'\r' | b'\t') => at += 1,
                _ => return Err(Fault::Expected(if map { "`,` or `}`" } else { "`,` or `]`" }, at)),
            }
        }
    }
}

/// What is wrong where a key should be.
#[cold]
#[inline(never)]
fn no_key(bytes: &[u8], at: usize) -> Fault {
    let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
    Fault::Expected(if before.ends_with(b"{") { "a key or `}`" } else { "a key" }, at)
}

/// Which word stands there, and where it ends.
#[inline(always)]
fn literal(bytes: &[u8], at: usize) -> Result<(Kind, usize), Fault> {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(b"null") => Ok((Kind::Null, at + 4)),
        Some(b"true") => Ok((Kind::Bool, at + 4)),
        Some(b"fals") if bytes.get(at + 4) == Some(&b'e') => Ok((Kind::Bool, at + 5)),
        _ => Err(no_value(bytes, at)),
    }
}

/// What is wrong where a value should be.
#[cold]
#[inline(never)]
fn no_value(bytes: &[u8], at: usize) -> Fault {
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with("\u{feff}".as_bytes()) {
        return Fault::Expected("a value, not a byte-order mark", at);
    }
    // Where it goes on unlike the word that it begins as.
    let fitting = |word: &[u8]| rest.iter().zip(word).take_while(|(here, wanted)| here == wanted).count();
    let fitting = [&b"null"[..], b"true", b"false"].map(fitting).into_iter().max().unwrap_or_default();
    Fault::Expected("a value", at + fitting)
}

/// Where the space ends that may stand between tokens.
fn space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Where it ends that a string may hold as it is.
#[inline(always)]
fn plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let end = first_end(block);
        at += end;
        if end < BLOCK {
            return at;
        }
    }
    while let Some(0x20..=0x21 | 0x23..=0x5b | 0x5d..) = bytes.get(at) {
        at += 1;
    }
    at
}

/// So many bytes are looked at in one step. Sixteen, with SIMD, were no faster (DESIGN.md).
const BLOCK: usize = 8;

/// The first byte of a block that is a quote, a backslash or a control character; its length if there is none.
#[inline(always)]
fn first_end(block: &[u8; BLOCK]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    let word = u64::from_le_bytes(*block);
    // The highest bit of each byte that ends it. Exact for the lowest such byte, which is the one that is asked for.
    // A quote is 0x22: with that bit turned, it and the control characters are those below 0x21.
    let quote = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let escape = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let ends = (quote | escape) & !word & (ONES << 7);
    ends.trailing_zeros() as usize / 8
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
