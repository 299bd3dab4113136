//! picojson: a pull parser that needs no heap, for small devices.

use super::{Found, Picker};
use alloc::string::String;
use picojson::{ArrayBitStack, Event, PullParser as _, SliceParser};

/// 128 levels.
type Depth = ArrayBitStack<4, u32, u8>;

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    // As long as the longest string with escapes might be.
    let mut scratch = alloc::vec![0; bytes.len()];
    let mut parser = SliceParser::<Depth>::with_config_and_buffer_from_slice(bytes, &mut scratch);
    let mut picker = Picker::default();
    loop {
        match parser.next_event().ok()? {
            Event::StartObject => picker.open(true),
            Event::StartArray => picker.open(false),
            Event::EndObject | Event::EndArray => picker.close(),
            Event::Key(key) => picker.key(&key),
            Event::String(text) if picker.wants() => picker.scalar(String::from(&*text)),
            Event::Number(number) if picker.wants() => picker.scalar(String::from(number.as_str())),
            Event::Bool(truth) => picker.scalar(if truth { "true" } else { "false" }),
            Event::String(_) | Event::Number(_) | Event::Null => {}
            Event::EndDocument => return Some(picker.found),
        }
    }
}
