//! Many orders on their way out: columns, which JavaScript copies one by one.
//!
//! A word of ours is its place in its list; where there may be none, the places begin at 1. `pkg-template/memory.js` names the
//! columns, in the order in which they stand here.

use alloc::vec::Vec;
use core::ptr;

use super::answer::{Answer, place, place_from_1, units};
use crate::batch::{Cutter, Rows};
use crate::draft::Draft;
use crate::error::Error;
use crate::row::Slot;
use crate::tables::PROVIDERS;

/// Columns that are filled, each as its bytes: so one loop does what there is to do with all.
pub(super) struct Columns {
    codes: [Vec<u8>; CODES],
    /// Milliseconds since 1970; no number where there is no time.
    times: [Vec<u8>; TIMES],
    /// The lines, a bit for each warning, and of each text how long it is in JavaScript.
    numbers: [Vec<u8>; 2 + TEXTS],
    texts: [Vec<u8>; TEXTS],
}

const CODES: usize = 14;
const TIMES: usize = 5;
const TEXTS: usize = SLOTS.len();

/// The texts, and whether each can stand alone: a currency belongs to the value before it.
const SLOTS: [(Slot, bool); 10] = [
    (Slot::Id, true),
    (Slot::Reference, true),
    (Slot::Word, true),
    (Slot::TxHash, true),
    (Slot::Expected, true),
    (Slot::ExpectedCurrency, false),
    (Slot::PaidAmount, true),
    (Slot::PaidCurrency, false),
    (Slot::Received, true),
    (Slot::ReceivedCurrency, false),
];

impl Columns {
    pub(super) const fn new() -> Self {
        Self {
            codes: [const { Vec::new() }; CODES],
            times: [const { Vec::new() }; TIMES],
            numbers: [const { Vec::new() }; 2 + TEXTS],
            texts: [const { Vec::new() }; TEXTS],
        }
    }

    /// Forgets the rows, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.all(&mut Vec::clear);
    }

    fn all(&mut self, with: &mut dyn FnMut(&mut Vec<u8>)) {
        let Self { codes, times, numbers, texts } = self;
        codes.iter_mut().chain(times).chain(numbers).chain(texts).for_each(with);
    }

    fn row(&mut self, line: u32, order: &Draft<'_>) {
        let Draft { said, .. } = order;
        let codes = [
            PROVIDERS.iter().position(|one| ptr::eq(one, order.provider)).unwrap_or_default() as u32,
            place_from_1!(order.direction),
            place!(order.kind),
            place!(order.trust),
            place!(order.rule.status),
            place_from_1!(order.rule.reason),
            place!(order.rule.money),
            place_from_1!(order.rule.money_basis),
            place!(order.environment),
            place!(order.rule.fulfilment),
            place!(order.rule.actor),
            place!(order.rule.finality),
            place!(order.tone()),
            u32::from(order.known),
        ];
        for (column, code) in self.codes.iter_mut().zip(codes) {
            column.push(code as u8);
        }
        let times = [Slot::Created, Slot::Updated, Slot::Paid, Slot::Completed, Slot::Expires]
            .map(|slot| said.time(slot));
        for (column, time) in self.times.iter_mut().zip(times) {
            let millis = time.map_or(f64::NAN, |time| time.millis() as f64);
            column.extend_from_slice(&millis.to_le_bytes());
        }
        let mut numbers = self.numbers.iter_mut();
        let mut number = |number: u32| {
            if let Some(column) = numbers.next() {
                column.extend_from_slice(&number.to_le_bytes());
            }
        };
        number(line);
        number(order.warnings.0);
        let mut before = "";
        for (column, (slot, alone)) in self.texts.iter_mut().zip(SLOTS) {
            let text = said.get(slot).filter(|_| alone || !before.is_empty()).unwrap_or_default();
            column.extend_from_slice(text.as_bytes());
            number(units(text));
            before = text;
        }
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
    /// Says behind the errors how far the input was read, and where the columns are.
    pub(super) fn end(self, taken: usize, cutter: &Cutter) {
        self.answer.put(&[taken as u32, cutter.lines, cutter.seen, cutter.state]);
        self.columns.all(&mut |column| self.answer.put(&[column.as_ptr() as u32, column.len() as u32]));
    }
}
