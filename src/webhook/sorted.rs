//! A body as some providers sign it: the members of each map in the order of their keys, and no space between them.
//!
//! Values stay as they came: a number that is written anew may be written otherwise than its sender does.

use alloc::vec::Vec;
use core::ops::Range;

use crate::context::Limits;
use crate::read::json::{Kind, Sink, document};

/// None where it is not JSON.
pub(super) fn sorted(body: &[u8], limits: Limits) -> Option<Vec<u8>> {
    let text = core::str::from_utf8(body).ok()?;
    let out = Vec::with_capacity(text.len());
    let mut sorting = Sorting { text, key: "", around: Vec::new(), out };
    document(text, limits.depth, &mut sorting).ok()?;
    Some(sorting.out)
}

struct Sorting<'a> {
    text: &'a str,
    /// Of the value that follows, as it is written.
    key: &'a str,
    /// What is open, the innermost last.
    around: Vec<Container<'a>>,
    out: Vec<u8>,
}

struct Container<'a> {
    map: bool,
    /// Where what is in it begins.
    start: usize,
    /// Of a map: the keys, and where each is with its value.
    members: Vec<(&'a str, Range<usize>)>,
}

impl<'a> Sorting<'a> {
    fn part(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn string(&mut self, text: &str) {
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
    }

    fn begin(&mut self) {
        if let Some(container) = self.around.last_mut().filter(|container| container.map) {
            let start = self.out.len();
            container.members.push((self.key, start..start));
            self.string(self.key);
            self.out.push(b':');
        }
    }

    /// Each ends in a comma, until it is known which is the last.
    fn end(&mut self) {
        if let Some(container) = self.around.last_mut() {
            self.out.push(b',');
            if let Some((_, member)) = container.members.last_mut() {
                member.end = self.out.len();
            }
        }
    }
}

impl Sink for Sorting<'_> {
    fn key(&mut self, _: Kind, start: usize, end: usize) {
        self.key = self.part(start, end);
    }

    fn scalar(&mut self, kind: Kind, start: usize, end: usize) {
        self.begin();
        let text = self.part(start, end);
        if matches!(kind, Kind::Plain | Kind::Escaped) {
            self.string(text);
        } else {
            self.out.extend_from_slice(text.as_bytes());
        }
        self.end();
    }

    fn open(&mut self, kind: Kind, _: usize) {
        self.begin();
        let map = kind == Kind::Map;
        self.out.push(if map { b'{' } else { b'[' });
        self.around.push(Container { map, start: self.out.len(), members: Vec::new() });
    }

    fn close(&mut self) {
        let Some(Container { map, start, mut members }) = self.around.pop() else { return };
        if !members.is_sorted_by_key(|(key, _)| *key) {
            // What has the same key stays in its order: the last counts.
            members.sort_unstable_by_key(|(key, at)| (*key, at.start));
            let mut inside = Vec::with_capacity(self.out.len() - start);
            let parts = members.iter().filter_map(|(_, at)| self.out.get(at.clone()));
            parts.for_each(|part| inside.extend_from_slice(part));
            self.out.truncate(start);
            self.out.extend_from_slice(&inside);
        }
        if self.out.len() > start {
            self.out.pop();
        }
        self.out.push(if map { b'}' } else { b']' });
        self.end();
    }
}
