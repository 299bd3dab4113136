//! What each JSON reader costs in WebAssembly: one module a reader, all doing the same work behind the same two
//! functions. `run.mjs` builds, checks and measures them.

#![no_std]

extern crate alloc;

use alloc::borrow::Cow;
use alloc::vec::Vec;

#[cfg_attr(feature = "floor", path = "floor.rs")]
#[cfg_attr(feature = "ours", path = "ours.rs")]
#[cfg_attr(feature = "hifijson-events", path = "hifijson_events.rs")]
#[cfg_attr(feature = "hifijson-tree", path = "hifijson_tree.rs")]
#[cfg_attr(feature = "serde-tree", path = "serde_tree.rs")]
#[cfg_attr(feature = "serde-typed", path = "serde_typed.rs")]
#[cfg_attr(feature = "nojson", path = "nojson.rs")]
#[cfg_attr(feature = "picojson", path = "picojson.rs")]
#[cfg_attr(feature = "bufjson", path = "bufjson.rs")]
mod reader;

/// The members of `data` that are asked for.
const KEYS: [&str; 5] = ["id", "status", "isBuyOrSell", "cryptoAmount", "transactionHash"];

/// How deep maps and lists may nest: the project's own default, and that of serde_json and nojson, which have no other.
#[allow(dead_code, reason = "not every reader lets its caller choose")]
const DEPTH: usize = 128;

/// For each key the characters of its text, the digits of its number, `true` or `false`; none for anything else.
type Found<'a> = [Option<Cow<'a, str>>; KEYS.len()];

/// Finds the values in a stream of events, for readers that keep nothing. The last of equal keys counts.
#[derive(Default)]
#[allow(dead_code, reason = "not every reader gives events")]
struct Picker<'a> {
    found: Found<'a>,
    depth: usize,
    within_data: bool,
    next: Next,
}

/// What the next value is.
#[derive(Default)]
enum Next {
    #[default]
    Other,
    Data,
    Wanted(usize),
}

#[allow(dead_code, reason = "not every reader gives events")]
impl<'a> Picker<'a> {
    fn key(&mut self, key: &str) {
        self.next = Next::Other;
        if self.depth == 1 && key == "data" {
            self.found = Found::default();
            self.next = Next::Data;
        } else if self.depth == 2
            && self.within_data
            && let Some(index) = KEYS.iter().position(|wanted| *wanted == key)
        {
            self.found[index] = None;
            self.next = Next::Wanted(index);
        }
    }

    fn open(&mut self, map: bool) {
        self.depth += 1;
        if self.depth == 2 {
            self.within_data = map && matches!(self.next, Next::Data);
        }
        self.next = Next::Other;
    }

    fn close(&mut self) {
        self.depth -= 1;
    }

    /// Whether the characters of the next value matter.
    fn wants(&self) -> bool {
        matches!(self.next, Next::Wanted(_))
    }

    fn scalar(&mut self, text: impl Into<Cow<'a, str>>) {
        if let Next::Wanted(index) = self.next {
            self.found[index] = Some(text.into());
        }
    }
}

/// FNV-1a over the values; never zero.
fn checksum(found: &Found<'_>) -> u32 {
    let mut sum = 0x811c_9dc5_u32;
    let mut add = |byte: u8| sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    for value in found {
        // Neither byte occurs in UTF-8.
        add(if value.is_some() { 0xfe } else { 0xff });
        value.as_deref().unwrap_or_default().bytes().for_each(&mut add);
    }
    sum | 1
}

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// Panics trap and say nothing: no reader pays for texts that nobody would see.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}

static mut DOCUMENT: Vec<u8> = Vec::new();

/// Makes room for a document; returns where.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(len: usize) -> *mut u8 {
    let document = &raw mut DOCUMENT;
    // SAFETY: the module has one thread, and no reference outlives a call.
    let document = unsafe { &mut *document };
    document.resize(len, 0);
    document.as_mut_ptr()
}

/// Reads a document of that length in the room: zero if it is not JSON, else a checksum of the values.
#[unsafe(no_mangle)]
pub extern "C" fn scan(len: usize) -> u32 {
    let document = &raw const DOCUMENT;
    // SAFETY: as above.
    let document = unsafe { &*document };
    let found = document.get(..len).and_then(reader::read);
    found.map_or(0, |found| checksum(&found))
}
