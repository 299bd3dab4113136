//! A body as some providers sign it: the members of each map in the order of their keys, and no space between them.
//!
//! Values stay as they came: a number that is written anew may be written otherwise than its sender does. It is not judged
//! whether it is JSON: of what is none comes something that nobody has signed.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::context::Limits;

/// None where it is too deep, or a string in it has no end.
pub(super) fn sorted(body: &[u8], limits: Limits) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut around: Vec<Container<'_>> = Vec::new();
    let mut rest = body;
    while let Some(first) = rest.first() {
        let (token, behind) = rest.split_at_checked(length(rest)?)?;
        rest = behind;
        match (first, around.last_mut()) {
            (b' ' | b'\t' | b'\n' | b'\r', _) => {}
            (b'{' | b'[', _) => {
                if around.len() >= limits.depth {
                    return None;
                }
                out.push(*first);
                let members = BinaryHeap::new();
                around.push(Container { map: *first == b'{', start: out.len(), key: None, members });
            }
            (b',', Some(map)) if map.map => map.end(out.len()),
            (b'}' | b']', Some(_)) => {
                if let Some(map) = around.pop().filter(|container| container.map) {
                    map.order(&mut out);
                }
                out.push(*first);
            }
            (b'"', Some(map)) if map.map && map.key.is_none() => {
                map.key = Some((token.get(1..token.len() - 1)?, out.len()));
                out.extend_from_slice(token);
            }
            _ => out.extend_from_slice(token),
        }
    }
    Some(out)
}

/// Of the first token: a sign, a string with its quotes, or whatever else stands before the next of them.
fn length(text: &[u8]) -> Option<usize> {
    const SIGNS: &[u8] = b"{}[],: \t\n\r\"";
    match text.first()? {
        b'"' => {
            let mut at = 1;
            loop {
                match text.get(at)? {
                    b'"' => return Some(at + 1),
                    b'\\' => at += 2,
                    _ => at += 1,
                }
            }
        }
        first if SIGNS.contains(first) => Some(1),
        _ => Some(text.iter().position(|byte| SIGNS.contains(byte)).unwrap_or(text.len())),
    }
}

/// What is open.
struct Container<'a> {
    map: bool,
    /// Where what is in it begins.
    start: usize,
    /// Of the member that is not over yet, and where that begins.
    key: Option<(&'a [u8], usize)>,
    /// The others, and where each begins and ends: the first in order comes out first.
    members: BinaryHeap<Reverse<(&'a [u8], usize, usize)>>,
}

impl Container<'_> {
    fn end(&mut self, at: usize) {
        if let Some((key, start)) = self.key.take() {
            self.members.push(Reverse((key, start, at)));
        }
    }

    fn order(mut self, out: &mut Vec<u8>) {
        self.end(out.len());
        let inside = out.split_off(self.start);
        // What has the same key stays in its order: the last counts.
        while let Some(Reverse((_, start, end))) = self.members.pop() {
            if out.len() > self.start {
                out.push(b',');
            }
            out.extend_from_slice(inside.get(start - self.start..end - self.start).unwrap_or_default());
        }
    }
}
