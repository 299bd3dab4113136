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

/// Columns that are filled, each as its bytes: so one loop does what there is to do with all. They are those of codes; of times,
/// in milliseconds since 1970, and no number where there is none; the lines; a bit for each warning; and for each text how
/// long it is in JavaScript, and the text.
pub(super) struct Columns([Vec<u8>; COUNT]);

const CODES: usize = 15;
const COUNT: usize = CODES + TIMES.len() + 2 + 2 * TEXTS.len();

const TIMES: [Slot; 5] = [Slot::Created, Slot::Updated, Slot::Paid, Slot::Completed, Slot::Expires];

/// The texts, and whether each can stand alone: a currency belongs to the value before it.
const TEXTS: [(Slot, bool); 10] = [
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
        Self([const { Vec::new() }; COUNT])
    }

    /// Forgets the rows, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.0.iter_mut().for_each(Vec::clear);
    }

    fn row(&mut self, line: u32, order: &Draft<'_>) {
        let Draft { said, .. } = order;
        let codes: [u32; CODES] = [
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
            place_from_1!(order.slow),
            u32::from(order.known),
        ];
        let mut columns = self.0.iter_mut();
        for (code, column) in codes.into_iter().zip(&mut columns) {
            column.push(code as u8);
        }
        let mut put = |bytes: &[u8]| {
            if let Some(column) = columns.next() {
                column.extend_from_slice(bytes);
            }
        };
        for slot in TIMES {
            put(&said.time(slot).map_or(f64::NAN, |time| time.millis() as f64).to_le_bytes());
        }
        put(&line.to_le_bytes());
        put(&order.warnings.0.to_le_bytes());
        let mut before = "";
        for (slot, alone) in TEXTS {
            let text = said.get(slot).filter(|_| alone || !before.is_empty()).unwrap_or_default();
            put(&units(text).to_le_bytes());
            put(text.as_bytes());
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
        for column in &self.columns.0 {
            self.answer.put(&[column.as_ptr() as u32, column.len() as u32]);
        }
    }
}
