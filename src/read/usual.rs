//! Keys as they usually come. A provider writes the same keys in the same order, so what comes next is compared with what
//! followed last time, which costs less than to find where a key ends and to look it up.
//!
//! It only ever saves work: a key counts as usual where it is the same bytes in a map at the same place.

use alloc::vec::Vec;

use crate::tables::Spot;

/// So many bytes are compared: a key in its quotes, the brace or comma before and the colon behind it. A key that is longer is
/// never usual.
const WIDTH: usize = 24;
type Words = [u64; WIDTH / 8];

/// So many keys are known, in twice as many slots; then all are forgotten.
const MOST: usize = 512;
const SLOTS: usize = MOST * 2;

/// A payload that brings more new keys is of a new kind. The next ones then teach nothing, so that traffic of very many kinds does not
/// pay for learning what seldom comes again.
const FEW: u16 = 8;
const RESTS: u16 = 15;

/// Comes before no key.
const LOST: u16 = u16::MAX;

/// A map: its place, and the number of the key that it, or the list that it is in, is the value of.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Within(pub Spot, pub u16);

/// The keys that came, and what followed each.
#[derive(Default)]
pub(super) struct Usual {
    /// Behind one that stands for the beginning. None where nothing is to be learnt.
    keys: Vec<Known>,
    /// Their numbers by their hashes; zero is none.
    slots: Vec<u16>,
    /// The number of the key that came last.
    pub last: u16,
    /// How many were new in this payload, and how many payloads are to teach nothing.
    new: u16,
    rests: u16,
}

#[derive(Default)]
struct Known {
    /// What is compared, and which of its bits count.
    text: Words,
    mask: Words,
    length: u16,
    within: u32,
    /// Where its value stands.
    spot: Spot,
    /// The key that followed last time, and the one that did before it.
    next: [u16; 2],
}

impl Usual {
    /// Knows nothing yet.
    #[cold]
    pub(super) fn new() -> Self {
        Self { keys: alloc::vec![Known::BEGINNING], slots: alloc::vec![0; SLOTS], ..Self::default() }
    }

    /// What is to come in a map, from the key that came last on.
    #[inline(always)]
    pub(super) fn expected(&mut self, within: Within) -> Expected<'_> {
        Expected { keys: &mut self.keys, last: self.last, within: within.number(), spot: 0 }
    }

    /// Learns which key came instead, from what led to its value, so many bytes at the beginning of a text.
    #[inline(always)]
    pub(super) fn learn(&mut self, within: Within, rest: &[u8], length: usize, spot: Spot) {
        if self.rests > 0 {
            self.last = LOST;
        } else if !self.keys.is_empty() {
            self.note(within, rest, length, spot);
        }
    }

    #[inline(never)]
    fn note(&mut self, within: Within, rest: &[u8], length: usize, spot: Spot) {
        let Some(([b'{' | b',', b'"', .., b'"', b':'], text)) = rest.get(..length).zip(rest.first_chunk())
        else {
            return;
        };
        if length > WIDTH {
            return;
        }
        let mask = [0, 8, 16].map(|before| match length.saturating_sub(before) {
            bytes @ 0..8 => (1 << (bytes * 8)) - 1,
            8.. => u64::MAX,
        });
        let ([a, b, c], [x, y, z]) = (words(text), mask);
        let text @ [a, b, c] = [a & x, b & y, c & z];
        let within = within.number();
        let mixed = (a ^ b.rotate_left(21) ^ c.rotate_left(42) ^ u64::from(within))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut slot = (mixed >> 32) as usize;
        loop {
            let number = self.slots.get(slot % SLOTS).copied().unwrap_or_default();
            match self.keys.get(usize::from(number)).filter(|_| number != 0) {
                Some(known) if known.text == text && known.mask == mask && known.within == within => {
                    return self.follows(number);
                }
                Some(_) => slot += 1,
                None => {
                    let length = length as u16;
                    return self.add(slot, Known { text, mask, length, within, spot, ..Known::default() });
                }
            }
        }
    }

    fn add(&mut self, slot: usize, known: Known) {
        if self.keys.len() > MOST {
            *self = Self::new();
            self.last = LOST;
            return;
        }
        let number = self.keys.len() as u16;
        self.keys.push(known);
        if let Some(free) = self.slots.get_mut(slot % SLOTS) {
            *free = number;
        }
        self.new += 1;
        self.follows(number);
    }

    fn follows(&mut self, number: u16) {
        if let Some(last) = self.keys.get_mut(usize::from(self.last)) {
            let [next, _] = last.next;
            last.next = [number, next];
        }
        self.last = number;
    }

    /// The payload has ended.
    pub(super) fn end(&mut self) {
        self.rests = if self.new > FEW { RESTS } else { self.rests.saturating_sub(1) };
        (self.last, self.new) = (0, 0);
    }
}

pub(super) struct Expected<'u> {
    keys: &'u mut [Known],
    pub last: u16,
    within: u32,
    pub spot: Spot,
}

impl Expected<'_> {
    /// What stands behind the next key, if that is as usual.
    #[inline(always)]
    pub(super) fn next<'t>(&mut self, rest: &'t [u8]) -> Option<&'t [u8]> {
        let text = rest.first_chunk()?;
        let last = self.keys.get(usize::from(self.last))?;
        let next = last.next[0];
        let mut known = self.keys.get(usize::from(next))?;
        if known.is(self.within, words(text)) {
            self.last = next;
        } else {
            let number = other(self.keys, self.last, self.within, text)?;
            known = self.keys.get(usize::from(number))?;
            self.last = number;
        }
        self.spot = known.spot;
        rest.get(usize::from(known.length)..)
    }
}

/// The key that followed one before its last, which then is its last.
#[inline(never)]
fn other(keys: &mut [Known], last: u16, within: u32, text: &[u8; WIDTH]) -> Option<u16> {
    let [next, other] = keys.get(usize::from(last))?.next;
    keys.get(usize::from(other)).filter(|known| known.is(within, words(text)))?;
    keys.get_mut(usize::from(last))?.next = [other, next];
    Some(other)
}

impl Known {
    /// Stands for the beginning, and where nothing is known to follow. No key is like it, for no text holds such bytes.
    const BEGINNING: Self =
        Self { text: [u64::MAX; 3], mask: [u64::MAX; 3], length: 0, within: 0, spot: 0, next: [0; 2] };

    #[inline(always)]
    fn is(&self, within: u32, [a, b, c]: Words) -> bool {
        let ([d, e, f], [x, y, z]) = (self.text, self.mask);
        (a ^ d) & x | (b ^ e) & y | (c ^ f) & z == 0 && self.within == within
    }
}

impl Within {
    #[inline(always)]
    fn number(self) -> u32 {
        u32::from(self.0) << 16 | u32::from(self.1)
    }
}

#[inline(always)]
fn words(bytes: &[u8; WIDTH]) -> Words {
    let (&[a, b, c], []) = bytes.as_chunks() else { return [0; 3] };
    [u64::from_le_bytes(a), u64::from_le_bytes(b), u64::from_le_bytes(c)]
}
