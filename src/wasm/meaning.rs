//! What orders mean, apart from what each says itself. There are about as many meanings as rows, so each is told to
//! JavaScript once; from then on its number stands for it.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// What a meaning begins with; behind it stands a code for each action.
pub(super) type Head = [u32; 9];

/// The meanings that were told, as codes.
pub(super) struct Meanings {
    told: Vec<Box<[u32]>>,
    /// Their numbers by the hashes of their first codes, from one.
    slots: Vec<u8>,
}

/// So many are kept, in twice as many places; a shop sees some dozens. What comes beyond is told each time.
const MOST: usize = 255;
const SLOTS: usize = 512;

impl Meanings {
    pub(super) const fn new() -> Self {
        Self { told: Vec::new(), slots: Vec::new() }
    }

    /// The number of a meaning, and whether it must be told first. Zero is not kept at all.
    pub(super) fn number(
        &mut self,
        head: &Head,
        actions: &(impl Iterator<Item = u32> + Clone),
    ) -> (u32, bool) {
        let first = head.iter().take(4);
        let hash = first.fold(0, |hash: u32, code| (hash.rotate_left(5) ^ code).wrapping_mul(0x9e37_79b9));
        let mut slot = (hash >> 16) as usize;
        loop {
            let number = self.slots.get(slot % SLOTS).copied().unwrap_or_default();
            match self.told.get(usize::from(number).wrapping_sub(1)) {
                Some(told) => match told.split_first_chunk() {
                    Some((known, rest)) if is(known, head) && actions.clone().eq(rest.iter().copied()) => {
                        return (u32::from(number), false);
                    }
                    Some(_) | None => slot += 1,
                },
                None => {
                    return (self.keep(slot, head.iter().copied().chain(actions.clone()).collect()), true);
                }
            }
        }
    }

    #[cold]
    fn keep(&mut self, slot: usize, codes: Box<[u32]>) -> u32 {
        if self.told.len() == MOST {
            return 0;
        }
        self.told.push(codes);
        self.slots.resize(SLOTS, 0);
        let number = self.told.len();
        if let Some(free) = self.slots.get_mut(slot % SLOTS) {
            *free = number as u8;
        }
        number as u32
    }

    /// Has all of them told anew.
    #[cold]
    pub(super) fn forget(&mut self) {
        self.told.clear();
        self.slots.clear();
    }
}

/// Whether two are the same, without the call that compares arrays by their bytes.
fn is(head: &Head, other: &Head) -> bool {
    head.iter().zip(other).all(|(a, b)| a == b)
}
