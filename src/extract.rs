//! The texts of an order, from where its shape has them. What stands for "nothing yet" is left out.

use alloc::vec::Vec;

use crate::decimal;
use crate::draft::Warnings;
use crate::order::Amount;
use crate::read::json::Kind;
use crate::read::{Arena, Reading};
use crate::row::{Role, Slot};
use crate::tables::{Condition, How, Provider, Read, Shape, Span, Spot, Text, key};
use crate::text::{joined, split_once};
use crate::time::{Time, is_iso};
use crate::vocabulary::{Direction, Warning};

/// A payload, and whose it is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'p, 'a> {
    pub payload: &'p Reading<'a>,
    pub provider: &'static Provider,
    pub shape: &'static Shape,
}

impl<'a> Place<'_, 'a> {
    /// The first text at these places that says something.
    pub(crate) fn text(&self, spots: Span<Spot>) -> Option<&'a str> {
        spots.spots().iter().find_map(|spot| self.said(*spot))
    }

    /// The text at a place that fills a slot.
    pub(crate) fn read(&self, slot: Slot, spot: Spot) -> Option<&'a str> {
        self.said(spot).or_else(|| self.code(slot, spot))
    }

    /// Those of the rows at whose places something stands. Most places are empty.
    fn standing(&self, reads: Span<Read>) -> impl Iterator<Item = &'static Read> {
        reads.rows().iter().filter(|read| self.payload.stands(read.spot(self.shape.start)))
    }

    /// What is remembered of its form.
    fn filled(&self) -> Option<&Filled> {
        let filled = self.payload.form()?.filled.get_or_init(|| Filled::of(self));
        core::ptr::eq(filled.shape, self.shape).then_some(filled)
    }

    fn said(&self, spot: Spot) -> Option<&'a str> {
        self.said_inlined(spot)
    }

    /// For where most is asked.
    #[inline(always)]
    fn said_inlined(&self, spot: Spot) -> Option<&'a str> {
        self.payload.scalar(spot).filter(|text| self.says_something(text))
    }

    /// A status that looks like nothing: codes may begin at `0`. And what is said by the key of a map: what is spoken of,
    /// and which way it goes.
    #[cold]
    fn code(&self, slot: Slot, spot: Spot) -> Option<&'a str> {
        if slot == Slot::Word {
            return self.payload.scalar(spot).filter(|text| self.is_word(text));
        }
        let keyed = slot == Slot::Family || slot == Slot::Direction;
        (keyed && self.payload.kind(spot) == Some(Kind::Map)).then(|| key(spot))
    }

    /// Whether the provider's rows have this word.
    pub(crate) fn is_word(&self, text: &str) -> bool {
        self.provider.rules.rows().iter().any(|rule| rule.word.is(text))
    }

    #[inline(always)]
    pub(crate) fn says_something(&self, text: &str) -> bool {
        // Nearly every text begins as none does that says nothing, and ends with a character of its own.
        let plainly = match text.as_bytes() {
            [b'0' | b'n' | b'u', ..] => false,
            [first, .., last] => first.is_ascii_graphic() && last.is_ascii_graphic(),
            [_] | [] => false,
        };
        let text = if plainly { text } else { text.trim() };
        (plainly || says_more(text)) && !self.provider.placeholders.rows().iter().any(|none| none.is(text))
    }

    /// Where a condition on the payload looks, and what stands there.
    pub(crate) fn asked(&self, condition: &Condition) -> Option<(Spot, &'a str)> {
        let place = match *condition {
            Condition::Has(place, _)
            | Condition::Is(place, ..)
            | Condition::Begins(place, ..)
            | Condition::In(place, ..) => place,
            Condition::Detail(_)
            | Condition::PaidUnder
            | Condition::PaidOver
            | Condition::PaidLate
            | Condition::Previously(_) => return None,
        };
        let spot = *self.shape.asked.spots().get(usize::from(place))?;
        Some((spot, self.payload.scalar(spot)?))
    }

    /// Whether a condition on the payload holds; conditions on anything else do not.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        let Some((_, said)) = self.asked(condition) else { return false };
        match *condition {
            Condition::Has(..) => self.says_something(said),
            Condition::Is(_, _, text) => text.is(said),
            Condition::Begins(_, _, start) => said.starts_with(start.as_str()),
            Condition::In(_, _, texts) => any(texts, said),
            Condition::Detail(_)
            | Condition::PaidUnder
            | Condition::PaidOver
            | Condition::PaidLate
            | Condition::Previously(_) => false,
        }
    }
}

/// Of the rows by which a shape is read those at whose places something stands, which are few. They follow from a payload's form.
pub(crate) struct Filled {
    shape: &'static Shape,
    reads: Vec<&'static Read>,
    /// How many of them do not depend on the direction.
    fields: usize,
}

impl Filled {
    fn of(place: &Place<'_, '_>) -> Self {
        let mut reads: Vec<_> = place.standing(place.shape.fields).collect();
        let fields = reads.len();
        reads.extend(place.standing(place.shape.directed));
        Self { shape: place.shape, reads, fields }
    }
}

/// How many slots there are.
const SLOTS: usize = Slot::MissingNetwork as usize + 1;

/// What stands in a payload about one order, unjudged: in each slot a text, or an empty one.
pub(crate) struct Said<'a> {
    slots: [&'a str; SLOTS],
    /// Whether what was paid means something only once money has moved.
    once_moved: bool,
    /// Of each slot a bit: whether its amount is in the smallest units.
    minor: u64,
    /// The same for units with as many decimal places as the payload says.
    scaled: u64,
}

impl<'a> Said<'a> {
    pub(crate) const fn nothing() -> Self {
        Self { slots: [""; SLOTS], once_moved: false, minor: 0, scaled: 0 }
    }

    #[inline(always)]
    pub(crate) fn get(&self, slot: Slot) -> Option<&'a str> {
        self.slots.get(slot as usize).copied().filter(|text| !text.is_empty())
    }

    #[inline(always)]
    pub(crate) fn set(&mut self, slot: Slot, text: &'a str) {
        if let Some(known) = self.slots.get_mut(slot as usize) {
            *known = text;
        }
    }

    /// Fills the slots that are empty still: those whose texts stand at the same places in every direction.
    pub(crate) fn read(&mut self, place: &Place<'_, 'a>) {
        match place.filled().and_then(|filled| filled.reads.get(..filled.fields)) {
            Some(reads) => reads.iter().for_each(|read| self.take(place, read)),
            None => place.standing(place.shape.fields).for_each(|read| self.take(place, read)),
        }
    }

    /// The same of those that depend on the direction.
    pub(crate) fn read_directed(&mut self, place: &Place<'_, 'a>, way: Option<Direction>) {
        let holds = |read: &Read| read.way.is_none() || read.way == way;
        match place.filled().and_then(|filled| filled.reads.get(filled.fields..)) {
            Some(reads) => reads.iter().filter(|read| holds(read)).for_each(|read| self.take(place, read)),
            None => {
                let reads = place.standing(place.shape.directed);
                reads.filter(|read| holds(read)).for_each(|read| self.take(place, read));
            }
        }
    }

    fn take(&mut self, place: &Place<'_, 'a>, read: &Read) {
        let Read { slot, how, .. } = read;
        let spot = read.spot(place.shape.start);
        let Some(known @ &mut "") = self.slots.get_mut(*slot as usize) else { return };
        let Some(text) = place.said_inlined(spot).or_else(|| place.code(*slot, spot)) else { return };
        *known = text;
        match how {
            How::Plain => {}
            How::OnceMoved => self.once_moved = true,
            How::Minor => self.minor |= 1 << *slot as u32,
            How::Scaled => self.scaled |= 1 << *slot as u32,
            How::Suffixed => self.split_network(*slot, text, place),
        }
    }

    /// `USDT_ARB`: the network that a currency carries counts where none is stated.
    fn split_network(&mut self, currency: Slot, text: &'a str, place: &Place<'_, 'a>) {
        let Some((coin, suffix)) = split_once(text, "_") else { return };
        let part = |part: &'a str| if place.says_something(part) { part } else { "" };
        self.set(currency, part(coin));
        if let Some(network @ &mut "") = self.slots.get_mut(currency as usize + 1) {
            *network = part(suffix);
        }
    }

    /// Takes from what wraps it where it says nothing itself.
    #[cold]
    pub(crate) fn fill(&mut self, outer: &Self) {
        self.once_moved |= outer.once_moved;
        for (slot, (known, said)) in self.slots.iter_mut().zip(outer.slots).enumerate() {
            if known.is_empty() {
                *known = said;
                self.minor |= outer.minor & 1 << slot;
                self.scaled |= outer.scaled & 1 << slot;
            }
        }
    }

    /// The direction, where it is stated.
    pub(crate) fn direction(&self, provider: &Provider) -> Option<Direction> {
        let spelled = self.get(Slot::Direction)?;
        provider.direction_words.rows().iter().find(|(word, _)| word.is(spelled)).map(|(_, way)| *way)
    }

    /// Strips what a provider writes before a hash, and leaves out what nobody is to follow.
    pub(crate) fn tidy(&mut self, place: &Place<'_, 'a>) {
        let prefix = place.provider.hash_prefix;
        if !prefix.is_empty()
            && let Some(bare) = self.get(Slot::TxHash).and_then(|hash| hash.strip_prefix(prefix.as_str()))
        {
            self.set(Slot::TxHash, if place.says_something(bare) { bare } else { "" });
        }
        for slot in [Slot::Checkout, Slot::StatusPage, Slot::TransactionPage] {
            if !self.get(slot).is_some_and(is_web) {
                self.set(slot, "");
            }
        }
    }

    /// Writes times in one way, in which they can be compared as texts, too.
    pub(crate) fn settle(&mut self, arena: &'a Arena, warnings: &mut Warnings) {
        for slot in [Slot::Created, Slot::Updated, Slot::Paid, Slot::Completed, Slot::Expires] {
            let Some(text) = self.get(slot).filter(|text| !is_iso(text)) else { continue };
            let time = Time::parse(text);
            // Year 0001 and its like are placeholders, not faults.
            if time.is_none() && !text.starts_with("0001-") && !text.starts_with("0000-") {
                warnings.note(Warning::UnreadableTime);
            }
            self.set_time(slot, time, arena);
        }
    }

    pub(crate) fn set_time(&mut self, slot: Slot, time: Option<Time>, arena: &'a Arena) {
        self.set(slot, time.map_or("", |time| arena.alloc_str(time.to_iso().as_str())));
    }

    pub(crate) fn time(&self, slot: Slot) -> Option<Time> {
        self.get(slot).and_then(Time::parse)
    }

    /// Writes amounts plainly; zero stands for "nothing yet".
    pub(crate) fn weigh(&mut self, place: &Place<'_, 'a>, warnings: &mut Warnings) {
        let Place { payload: Reading { arena, .. }, provider, .. } = *place;
        for role in [Role::Expected, Role::Due, Role::Paid, Role::Received, Role::Missing] {
            let [slot, currency, network] = role.slots();
            let Some(text) = self.get(slot) else {
                self.set(currency, "");
                self.set(network, "");
                continue;
            };
            let plain = if self.scaled >> slot as u32 & 1 != 0 {
                // Without its places it could be any amount. Zeros behind the point are the unit's, not the provider's.
                let scaled = |places| decimal::plain(arena.alloc_str(&joined(&[text, "e-", places])), arena);
                let scaled = self.get(Slot::Decimals).and_then(scaled);
                scaled.map(decimal::shortest)
            } else if self.minor >> slot as u32 & 1 == 0 {
                decimal::plain(text, arena)
            } else {
                let in_them = |texts| self.get(currency).is_some_and(|currency| any(texts, currency));
                let digits = if in_them(provider.ones) {
                    ""
                } else if in_them(provider.thousands) {
                    "e-3"
                } else {
                    "e-2"
                };
                decimal::plain(arena.alloc_str(&joined(&[text, digits])), arena)
            };
            if plain.is_none() {
                warnings.note(Warning::UnreadableAmount);
            }
            self.set(slot, plain.filter(|value| !decimal::is_zero(value)).unwrap_or_default());
        }
    }

    pub(crate) fn amount(&self, role: Role) -> Option<Amount<&'a str>> {
        let [value, currency, network] = role.slots();
        Some(Amount { value: self.get(value)?, currency: self.get(currency), network: self.get(network) })
    }

    /// Forgets what was paid if it means nothing before money has moved.
    pub(crate) fn nothing_moved(&mut self) {
        if self.once_moved {
            self.set(Slot::PaidAmount, "");
        }
    }
}

/// Whether it is a web address. Anything else in its place, a `javascript:` say, is not for people to follow.
pub(crate) fn is_web(link: &str) -> bool {
    split_once(link, "://").is_some_and(|(scheme, rest)| {
        ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) && !rest.is_empty()
    })
}

/// Whether a text is more than what is written for nothing.
#[inline(never)]
fn says_more(text: &str) -> bool {
    !matches!(text, "" | "0" | "0x" | "undefined" | "null")
}

/// Whether a text is one of these.
#[inline(never)]
pub(crate) fn any(texts: Span<Text>, wanted: &str) -> bool {
    texts.rows().iter().any(|text| text.is(wanted))
}
