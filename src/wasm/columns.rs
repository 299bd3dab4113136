//! Many orders on their way out: columns of numbers and of texts side by side, which JavaScript copies one by one.
//!
//! A word of ours is its place in its list, where there may be none from 1. `pkg-template/memory.js` names the columns, in
//! the order in which they are written here.

use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{Answer, place, place_from_1, place_of, units};
use crate::batch::{Cutter, Rows};
use crate::draft::Draft;
use crate::error::Error;
use crate::row::{Role, Slot};

/// Columns that are filled, of as many rows each.
#[derive(Default)]
pub(super) struct Columns {
    lines: Vec<u32>,
    /// Of each row a bit for each warning.
    warnings: Vec<u32>,
    codes: [Vec<u8>; 14],
    /// Milliseconds since 1970; no number where there is no time.
    times: [Vec<f64>; 5],
    texts: [Texts; 10],
}

/// A text for each row, and where each begins, in the units of JavaScript; the last number is where all end.
#[derive(Default)]
struct Texts {
    text: String,
    offsets: Vec<u32>,
}

impl Columns {
    /// Forgets the rows, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.warnings.clear();
        self.codes.iter_mut().for_each(Vec::clear);
        self.times.iter_mut().for_each(Vec::clear);
        for Texts { text, offsets } in &mut self.texts {
            text.clear();
            offsets.clear();
            offsets.push(0);
        }
    }

    fn row(&mut self, line: u32, order: &Draft<'_>) {
        let Draft { said, .. } = order;
        self.lines.push(line);
        self.warnings.push(order.warnings.iter().fold(0, |bits, warning| bits | 1 << place!(*warning)));
        let codes = [
            place_of(order.provider.id.as_str()),
            place_from_1!(order.direction),
            place!(order.kind),
            place!(order.trust),
            place!(order.status),
            place_from_1!(order.reason),
            place!(order.money),
            place_from_1!(order.money_basis),
            place!(order.environment),
            place!(order.fulfilment),
            place!(order.actor),
            place!(order.finality),
            place!(order.tone),
            u32::from(order.known),
        ];
        for (column, code) in self.codes.iter_mut().zip(codes) {
            column.push(code as u8);
        }
        let times = [Slot::Created, Slot::Updated, Slot::Paid, Slot::Completed, Slot::Expires]
            .map(|slot| said.time(slot));
        for (column, time) in self.times.iter_mut().zip(times) {
            column.push(time.map_or(f64::NAN, |time| time.millis() as f64));
        }
        let [expected, paid, received] = [Role::Expected, Role::Paid, Role::Received].map(|role| {
            said.amount(role).map_or((None, None), |amount| (Some(amount.value), amount.currency))
        });
        let texts = [
            said.get(Slot::Id),
            said.get(Slot::Reference),
            said.get(Slot::Word),
            said.get(Slot::TxHash),
            expected.0,
            expected.1,
            paid.0,
            paid.1,
            received.0,
            received.1,
        ];
        for (column, text) in self.texts.iter_mut().zip(texts) {
            column.push(text.unwrap_or_default());
        }
    }
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        let start = self.offsets.last().copied().unwrap_or_default();
        self.offsets.push(start.wrapping_add(units(text)));
    }
}

/// Columns to be filled further, and an answer of what could not be read.
pub(super) struct Filling<'r> {
    pub(super) columns: &'r mut Columns,
    pub(super) answer: &'r mut Answer,
}

impl Rows for Filling<'_> {
    fn order(&mut self, line: u32, order: &Draft<'_>) {
        self.columns.row(line, order);
    }

    fn error(&mut self, line: u32, start: u64, error: Error) {
        self.answer.put(&[line, start as u32, (start >> 32) as u32]);
        self.answer.complaint(&error);
        self.answer.more();
    }
}

impl Filling<'_> {
    /// Says behind the errors how far the input was read, how many rows there are, and where the columns are.
    pub(super) fn end(self, taken: usize, cutter: &Cutter) {
        let Columns { lines, warnings, codes, times, texts } = self.columns;
        let answer = self.answer;
        answer.put(&[taken as u32, cutter.lines, cutter.seen, cutter.state, lines.len() as u32]);
        answer.put(&[lines.as_ptr() as u32, warnings.as_ptr() as u32]);
        answer.put(&codes.each_ref().map(|column| column.as_ptr() as u32));
        answer.put(&times.each_ref().map(|column| column.as_ptr() as u32));
        for Texts { text, offsets } in texts {
            answer.put(&[text.as_ptr() as u32, text.len() as u32, offsets.as_ptr() as u32]);
        }
    }
}
