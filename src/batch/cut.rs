//! Where one payload ends and the next begins: at the break of a line, or at a comma of the list that the input is.

use crate::context::Context;
use crate::draft::Draft;
use crate::error::Error;
use crate::normalize::{orders, read};
use crate::read::Arena;

/// Whoever takes what is read, with the number of the line or element that it stands in.
pub(crate) trait Rows {
    fn order(&mut self, line: u32, order: &Draft<'_>);
    /// Instead of an order, and at which byte of the input its payload begins.
    fn error(&mut self, line: u32, start: u64, error: Error);
}

/// How far an input is read that comes in parts. Numbers alone, so that JavaScript can keep them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cutter {
    /// How many bytes were taken.
    pub(crate) position: u64,
    /// How many lines, or elements of the list, have ended.
    pub(crate) lines: u32,
    /// How many bytes of the one that has begun were searched for its end.
    pub(crate) seen: u32,
    /// What is known at the last of these: bits, and in those above how deep within an element it is.
    pub(crate) state: u32,
}

/// Something that is not blank has come, by which a list is told from lines.
const BEGUN: u32 = 1;
const LIST: u32 = 2;
/// What was seen is already longer than a payload may be, and was taken.
const DROPPED: u32 = 4;
const STRING: u32 = 8;
const ESCAPE: u32 = 16;
const DEEPER: u32 = 32;

impl Cutter {
    /// Reads the payloads that end in these bytes, which are what was not taken before and more; all that there are, where
    /// nothing follows. Says how many bytes it took.
    pub(crate) fn take(
        &mut self,
        bytes: &[u8],
        last: bool,
        context: &Context,
        arena: &mut Arena,
        rows: &mut dyn Rows,
    ) -> usize {
        // One more than a payload may have: the first half of a line break.
        let limit = context.limits.bytes.saturating_add(1);
        let mut rest = bytes;
        self.begin(&mut rest);
        loop {
            let list = self.state & LIST != 0;
            let seen = self.seen as usize;
            let gone = if self.state & DROPPED != 0 { seen } else { 0 };
            let unseen = rest.get(seen - gone..).unwrap_or_default();
            let end = if list { self.end_of_element(unseen) } else { memchr::memchr(b'\n', unseen) };
            let length = seen.saturating_add(end.unwrap_or(unseen.len()));
            if end.is_none() && !(last && (list || length > 0)) {
                self.seen = u32::try_from(length).unwrap_or(u32::MAX);
                if length > limit {
                    self.state |= BEGUN | DROPPED;
                    rest = &[];
                }
                let taken = bytes.len() - rest.len();
                self.position += taken as u64;
                return taken;
            }

            let start = (self.position + (bytes.len() - rest.len()) as u64).saturating_sub(gone as u64);
            let (whole, behind) = rest.split_at_checked(length - gone).unwrap_or((rest, &[]));
            let another = behind.first() == Some(&b',');
            // An empty list has no element, but each comma needs one on both sides.
            let needed = list && end.is_some() && (another || self.lines > 0);
            rest = behind.get(1..).unwrap_or_default();
            self.lines = self.lines.saturating_add(1);
            self.seen = 0;
            self.state = if list && another { BEGUN | LIST } else { BEGUN };

            let line = self.lines;
            let payload = whole.trim_ascii_start();
            let blank = (whole.len() - payload.len()) as u64;
            let payload = payload.trim_ascii_end();
            if length > limit {
                rows.error(line, start, Error::too_large(length, context.limits.bytes));
            } else if needed || !payload.is_empty() {
                arena.reset();
                let done = read(payload, context, arena)
                    .and_then(|payload| orders(&payload, context, &mut |order, _| rows.order(line, order)));
                if let Err(error) = done {
                    rows.error(line, start + blank, error);
                }
            }
            if list && end.is_none() {
                let end = self.position + bytes.len() as u64;
                rows.error(line.saturating_add(1), end, Error::not_json(&[], 0, "`,` or `]`"));
            }
        }
    }

    /// Goes into the list, if the input is one.
    fn begin(&mut self, rest: &mut &[u8]) {
        if self.state & BEGUN == 0 {
            match rest.trim_ascii_start().split_first() {
                Some((b'[', inside)) => {
                    *rest = inside;
                    *self = Self { lines: 0, seen: 0, state: BEGUN | LIST, ..*self };
                }
                Some(_) => self.state |= BEGUN,
                None => {}
            }
        }
    }

    /// Where an element of the list ends: at a comma, or at a bracket that was not opened within it.
    fn end_of_element(&mut self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| {
            if self.state & ESCAPE != 0 {
                self.state &= !ESCAPE;
                return false;
            }
            match byte {
                b'"' => self.state ^= STRING,
                b'\\' => self.state |= ESCAPE,
                _ if self.state & STRING != 0 => {}
                b'[' | b'{' => self.state = self.state.wrapping_add(DEEPER),
                b',' | b']' | b'}' if self.state < DEEPER => return true,
                b']' | b'}' => self.state -= DEEPER,
                _ => {}
            }
            false
        })
    }
}
