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
    /// Reads members of the innermost map, from the brace or comma before a key on, as far as they are as expected. What is left,
    /// and what stands there.
    #[inline(always)]
    fn members<'t>(&mut self, rest: &'t [u8]) -> (&'t [u8], Next) {
        (rest, Next::Key)
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

/// What stands next in a map.
pub(crate) enum Next {
    /// The brace or comma before a key.
    Key,
    /// A value, or space before it.
    Value,
    /// What follows a value.
    End,
}

/// Reads one JSON document from the start of a text to its end.
pub(crate) fn document(text: &str, max_depth: usize, sink: &mut impl Sink) -> Result<(), Fault> {
    let rest = space(value(text.as_bytes(), text.len(), max_depth, sink)?);
    if rest.is_empty() { Ok(()) } else { Err(Fault::Expected("the end", rest.len())) }
}

/// Reads the first element in what is left of a list that was read already; where it ends. None where there is none.
pub(crate) fn element(text: &str, sink: &mut impl Sink) -> Option<usize> {
    let mut rest = space(text.as_bytes());
    if let [b'[' | b',', behind @ ..] = rest {
        rest = space(behind);
    }
    if rest.first() == Some(&b']') {
        return None;
    }
    value(rest, text.len(), usize::MAX, sink).ok().map(|behind| text.len() - behind.len())
}

/// Why a text is not JSON, and how many of its bytes are left from there on.
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

/// Reads a value at the start of what is left of a text of so many bytes, and gives what follows it.
///
/// Where keys are as expected, the sink has read most of it in a loop of its own (`cargo xtask bench --count`).
fn value<'t>(
    mut rest: &'t [u8],
    length: usize,
    max_depth: usize,
    sink: &mut impl Sink,
) -> Result<&'t [u8], Fault> {
    let at = |rest: &[u8]| length - rest.len();
    let mut around = Around::default();
    // Whether the innermost container is a map, and what stands next.
    let (mut map, mut next) = (false, Next::Value);
    'value: loop {
        if let Next::Key = next {
            (rest, next) = sink.members(rest);
            if let Next::Key = next {
                rest = key(rest, length, sink)?;
            }
        }
        if !matches!(next, Next::End) {
            match rest {
                [b' ' | b'\n' | b'\r' | b'\t', behind @ ..] => {
                    rest = space(behind);
                    next = Next::Value;
                    continue 'value;
                }
                [open @ (b'{' | b'['), behind @ ..] => {
                    if around.depth >= max_depth {
                        return Err(Fault::Depth(rest.len()));
                    }
                    map = *open == b'{';
                    around.open(map);
                    sink.open(if map { Kind::Map } else { Kind::List }, at(rest));
                    let inside = space(behind);
                    // What closes a container is two behind what opens it.
                    if inside.first() != Some(&(open + 2)) {
                        (rest, next) = if map { (rest, Next::Key) } else { (inside, Next::Value) };
                        continue 'value;
                    }
                    rest = inside;
                }
                _ => {
                    let Scalar { kind, quote, behind } = scalar(rest)?.ok_or_else(|| no_value(rest))?;
                    sink.scalar(kind, at(rest) + quote, at(behind) - quote);
                    rest = behind;
                }
            }
        }
        // A value has ended: close what it closes, then go on to the next one.
        loop {
            if around.depth == 0 {
                return Ok(rest);
            }
            match rest {
                [b',', behind @ ..] => {
                    (rest, next) = if map { (rest, Next::Key) } else { (behind, Next::Value) };
                    continue 'value;
                }
                [byte, behind @ ..] if *byte == if map { b'}' } else { b']' } => {
                    rest = behind;
                    map = around.close();
                    sink.close();
                }
                [b' ' | b'\n' | b'\r' | b'\t', behind @ ..] => rest = behind,
                _ => return Err(Fault::Expected(if map { "`,` or `}`" } else { "`,` or `]`" }, rest.len())),
            }
        }
    }
}

/// Reads a key, from the brace or comma before it on, and gives what follows its colon.
#[inline(never)]
fn key<'t>(rest: &'t [u8], length: usize, sink: &mut impl Sink) -> Result<&'t [u8], Fault> {
    let first = rest.first() == Some(&b'{');
    let rest = space(rest.get(1..).unwrap_or_default());
    let [b'"', key @ ..] = rest else {
        return Err(Fault::Expected(if first { "a key or `}`" } else { "a key" }, rest.len()));
    };
    let Scalar { kind, behind, .. } = string(key)?;
    sink.key(kind, length - key.len(), length - behind.len() - 1);
    match space(behind) {
        [b':', behind @ ..] => Ok(behind),
        rest => Err(Fault::Expected("`:`", rest.len())),
    }
}

/// A value that is no container, or a key.
pub(super) struct Scalar<'t> {
    pub(super) kind: Kind,
    /// How many quotes stand before it and behind it.
    pub(super) quote: usize,
    pub(super) behind: &'t [u8],
}

/// What stands at the start. None for a container, for space, and for what is nothing.
#[inline(always)]
pub(super) fn scalar(rest: &[u8]) -> Result<Option<Scalar<'_>>, Fault> {
    match rest {
        [b'"', rest @ ..] => string(rest).map(Some),
        [b'-' | b'0'..=b'9', ..] => Ok(Some(Scalar { kind: Kind::Number, quote: 0, behind: number(rest)? })),
        _ => Ok(literal(rest).map(|(kind, behind)| Scalar { kind, quote: 0, behind })),
    }
}

/// Which word stands there, and what follows it.
#[inline(always)]
fn literal(rest: &[u8]) -> Option<(Kind, &[u8])> {
    let (word, behind) = rest.split_first_chunk()?;
    // As numbers, for the compiler compares arrays byte by byte.
    match u32::from_le_bytes(*word) {
        NULL => Some((Kind::Null, behind)),
        TRUE => Some((Kind::Bool, behind)),
        FALS => Some((Kind::Bool, behind.strip_prefix(b"e")?)),
        _ => None,
    }
}

const NULL: u32 = u32::from_le_bytes(*b"null");
const TRUE: u32 = u32::from_le_bytes(*b"true");
const FALS: u32 = u32::from_le_bytes(*b"fals");

/// What is wrong where a value should be.
#[cold]
#[inline(never)]
fn no_value(rest: &[u8]) -> Fault {
    if rest.starts_with("\u{feff}".as_bytes()) {
        return Fault::Expected("a value, not a byte-order mark", rest.len());
    }
    // Where it goes on unlike the word that it begins as.
    let fitting = |word: &[u8]| rest.iter().zip(word).take_while(|(here, wanted)| here == wanted).count();
    let fitting = [&b"null"[..], b"true", b"false"].map(fitting).into_iter().max().unwrap_or_default();
    Fault::Expected("a value", rest.len() - fitting)
}

/// What follows the space that may stand between tokens.
fn space(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\r' | b'\t', behind @ ..] = rest {
        rest = behind;
    }
    rest
}

/// A string, from its first character on.
#[inline(always)]
fn string(rest: &[u8]) -> Result<Scalar<'_>, Fault> {
    match plain(rest) {
        [b'"', behind @ ..] => Ok(Scalar { kind: Kind::Plain, quote: 1, behind }),
        end => escaped(end),
    }
}

/// What is left from the first byte on that a string may not hold as it is, or from one of the last few.
#[inline(always)]
fn plain(mut rest: &[u8]) -> &[u8] {
    while let Some((block, behind)) = rest.split_first_chunk() {
        let end = first_end(block);
        if end < BLOCK {
            return rest.get(end..).unwrap_or_default();
        }
        rest = behind;
    }
    rest
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

/// The same from where [`plain`] ended, or why it is none.
#[cold]
#[inline(never)]
fn escaped(mut rest: &[u8]) -> Result<Scalar<'_>, Fault> {
    let mut kind = Kind::Plain;
    loop {
        rest = match rest {
            [b'"', behind @ ..] => return Ok(Scalar { kind, quote: 1, behind }),
            [b'\\', behind @ ..] => {
                kind = Kind::Escaped;
                plain(escape(behind)?)
            }
            [0x20..=u8::MAX, behind @ ..] => behind,
            [_, ..] => return Err(Fault::Expected("no control character in a string", rest.len())),
            [] => return Err(Fault::Expected("`\"`", 0)),
        };
    }
}

fn escape(rest: &[u8]) -> Result<&[u8], Fault> {
    match rest {
        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', behind @ ..] => Ok(behind),
        [b'u', digits @ ..] => {
            let count = digits.iter().take(4).take_while(|digit| digit.is_ascii_hexdigit()).count();
            match digits.get(4..) {
                Some(behind) if count == 4 => Ok(behind),
                _ => Err(Fault::Expected("a hexadecimal digit", digits.len() - count)),
            }
        }
        _ => Err(Fault::Expected("an escape", rest.len())),
    }
}

/// What follows a number.
#[inline(always)]
fn number(mut rest: &[u8]) -> Result<&[u8], Fault> {
    if let [b'-', behind @ ..] = rest {
        rest = behind;
    }
    rest = if let [b'0', behind @ ..] = rest { behind } else { digits(rest)? };
    if let [b'.', behind @ ..] = rest {
        rest = digits(behind)?;
    }
    if let [b'e' | b'E', behind @ ..] = rest {
        rest = if let [b'+' | b'-', behind @ ..] = behind { digits(behind)? } else { digits(behind)? };
    }
    Ok(rest)
}

#[inline(always)]
fn digits(rest: &[u8]) -> Result<&[u8], Fault> {
    let [b'0'..=b'9', behind @ ..] = rest else { return Err(Fault::Expected("a digit", rest.len())) };
    let mut rest = behind;
    while let [b'0'..=b'9', behind @ ..] = rest {
        rest = behind;
    }
    Ok(rest)
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
