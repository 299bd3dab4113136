//! What is remembered of payloads of one form: of those in which something stands at the same places, in the same order. A provider
//! writes one kind of payload in few forms, and what follows from a form need not be found out again.
//!
//! It only ever saves work: what follows from more than the form is remembered with all that it follows from.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

use crate::extract::Filled;
use crate::recognise::Answers;
use crate::tables::Spot;

/// So many forms are known. One makes room where another is to be.
const MOST: usize = 16;

/// To get to know a form costs as much as it saves of a few payloads. So, after the first ones, only one of so many payloads may bring
/// one, and those whose form never comes again cost little.
const PAYLOADS: u16 = 64;

/// Where more payloads than this were of none of them, one after the other, only one of so many is compared until one is.
const MANY: u8 = 32;
const REST: u16 = 8;

/// The forms that came. Each stays where it is until [`Self::make_room`], so that a payload can keep to its own.
#[derive(Default)]
pub(crate) struct Forms {
    /// None where nothing is to be remembered.
    known: Vec<OnceCell<Box<Form>>>,
    /// Of how many payloads none brought a form.
    saved: Cell<u16>,
    /// How many payloads were of none, one after the other.
    missed: Cell<u8>,
    /// Which one makes room next, and whether it has to.
    oldest: usize,
    full: Cell<bool>,
}

/// A form, and what follows from it.
pub(crate) struct Form {
    spots: Vec<Spot>,
    /// Whose it is, and which shape it has.
    pub answers: Answers,
    pub filled: OnceCell<Filled>,
}

impl Forms {
    /// Knows none yet.
    pub(crate) fn new() -> Self {
        let known = (0..MOST).map(|_| OnceCell::new()).collect();
        Self { known, saved: Cell::new(PAYLOADS * MOST as u16), ..Self::default() }
    }

    /// The number of the form of a payload in which something stands at these places.
    #[inline(always)]
    pub(crate) fn find(
        &self,
        spots: impl DoubleEndedIterator<Item = Spot> + ExactSizeIterator + Clone,
    ) -> Option<u8> {
        let (saved, missed) = (self.saved.get(), self.missed.get());
        self.saved.set(saved.saturating_add(1));
        if missed > MANY && saved % REST != 0 {
            return None;
        }
        let mut free = None;
        let (count, last) = (spots.len(), spots.clone().next_back());
        for (number, place) in (0..).zip(&self.known) {
            let Some(form) = place.get() else {
                free = free.or(Some(number));
                continue;
            };
            // Most others are another one at a look.
            let mut known = form.spots.iter();
            if known.len() == count
                && known.as_slice().last().copied() == last
                && spots.clone().all(|spot| known.next() == Some(&spot))
            {
                self.missed.set(0);
                return Some(number);
            }
        }
        self.missed.set(missed.saturating_add(1));
        if saved < PAYLOADS {
            return None;
        }
        self.full.set(free.is_none());
        let number = free?;
        self.saved.set(saved - PAYLOADS);
        self.known.get(usize::from(number))?.get_or_init(|| Box::new(Form::new(spots.collect())));
        Some(number)
    }

    #[inline(always)]
    pub(crate) fn nth(&self, number: u8) -> Option<&Form> {
        self.known.get(usize::from(number))?.get().map(|form| &**form)
    }

    /// Forgets the oldest, if there was no room for another.
    pub(crate) fn make_room(&mut self) {
        if self.full.take() {
            self.known.get_mut(self.oldest).and_then(OnceCell::take);
            self.oldest = (self.oldest + 1) % MOST;
        }
    }
}

impl Form {
    fn new(spots: Vec<Spot>) -> Self {
        Self { spots, answers: Answers::default(), filled: OnceCell::new() }
    }
}
