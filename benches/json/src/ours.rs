//! The project's own reader, from its source.

use super::{DEPTH, Found, Picker};
use json::{Kind, Sink, unescape};

#[path = "../../../src/read/json.rs"]
#[allow(dead_code, reason = "the project reads the elements of lists, too")]
mod json;

struct Picking<'a> {
    text: &'a str,
    picker: Picker<'a>,
}

impl Sink for Picking<'_> {
    #[inline(always)]
    fn key(&mut self, kind: Kind, start: usize, end: usize) {
        let raw = &self.text[start..end];
        if kind == Kind::Escaped { self.picker.key(&unescape(raw)) } else { self.picker.key(raw) }
    }

    #[inline(always)]
    fn scalar(&mut self, kind: Kind, start: usize, end: usize) {
        if self.picker.wants() {
            let raw = &self.text[start..end];
            match kind {
                Kind::Plain | Kind::Number | Kind::Bool => self.picker.scalar(raw),
                Kind::Escaped => self.picker.scalar(unescape(raw)),
                Kind::Null | Kind::List | Kind::Map => {}
            }
        }
    }

    fn open(&mut self, kind: Kind, _: usize) {
        self.picker.open(kind == Kind::Map);
    }

    fn close(&mut self) {
        self.picker.close();
    }
}

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    let text = core::str::from_utf8(bytes).ok()?;
    let mut picking = Picking { text, picker: Picker::default() };
    json::document(text, DEPTH, &mut picking).ok()?;
    Some(picking.picker.found)
}
