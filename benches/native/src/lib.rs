//! The core behind a boundary of numbers, for `count`: only what the crate offers to everybody.
//!
//! A call finds its texts in one room: a provider's name, which may be empty, and then the payload.

use std::cell::RefCell;
use std::hint::black_box;

use orderstate::{Audience, Context, Locale, Order, Trust};

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ORDER: RefCell<Option<Order>> = const { RefCell::new(None) };
}

/// Makes room for so many bytes; returns where.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(len: usize) -> *mut u8 {
    ROOM.with_borrow_mut(|room| {
        room.resize(len, 0);
        room.as_mut_ptr()
    })
}

/// Reads what is in the room; returns how many orders there are, none where it is an error.
#[unsafe(no_mangle)]
pub extern "C" fn normalize(name: usize, api: u32) -> usize {
    in_room(name, |name, payload| {
        let context = if name.is_empty() { Context::default() } else { Context::of(name) };
        let context = if api == 0 { context } else { context.trusted_as(Trust::Api) };
        let orders = orderstate::normalize_all(payload, &context);
        black_box(orders).map_or(0, |orders| orders.len())
    })
}

/// Reads a word that is in the room, and keeps its order; returns whether there is one.
#[unsafe(no_mangle)]
pub extern "C" fn word(name: usize) -> usize {
    in_room(name, |name, word| {
        let word = str::from_utf8(word).unwrap_or_default();
        let order = orderstate::normalize_word(name, word, &Context::default()).ok();
        let found = usize::from(order.is_some());
        ORDER.set(order);
        found
    })
}

/// Writes the texts for a customer and a merchant, of the order that was kept; returns how long their titles are.
#[unsafe(no_mangle)]
pub extern "C" fn describe() -> usize {
    let length =
        |order: &Order, audience| black_box(orderstate::describe(order, Locale::En, audience)).title.len();
    ORDER.with_borrow(|order| {
        order
            .as_ref()
            .map_or(0, |order| length(order, Audience::Customer) + length(order, Audience::Merchant))
    })
}

fn in_room(name: usize, read: impl FnOnce(&str, &[u8]) -> usize) -> usize {
    ROOM.with_borrow(|room| {
        let (name, rest) = room.split_at_checked(name).unwrap_or_default();
        read(str::from_utf8(name).unwrap_or_default(), rest)
    })
}
