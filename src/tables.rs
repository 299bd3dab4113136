//! The rows of all providers, compiled: numbers and one text, and no pointer that a download would have to carry.
//!
//! `build.rs` writes the tables from the rows in `src/provider`. A [`Text`] or a [`Span`] says where something stands in
//! them; a [`Spot`] is a place in a payload that some row asks for.

use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::row::{Carrier, Given, PollAdvice, Role, Step};
use crate::text::hash;
use crate::vocabulary::{
    ActionKind, Actor, Audience, Direction, Environment, ErrorCode, Finality, Fulfilment, Money, MoneyBasis,
    ProblemKind, Reason, RuleBasis, SourceKind, Status, When,
};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A text of the tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text(u16, u8);

impl Text {
    #[inline(always)]
    pub(crate) fn as_str(self) -> &'static str {
        let Self(at, len) = self;
        TEXT.get(usize::from(at)..usize::from(at) + usize::from(len)).unwrap_or_default()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.1 == 0
    }
}

/// Rows that stand side by side in the tables.
pub(crate) struct Span<T>(u16, u8, PhantomData<T>);

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Span<T> {}

impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}

impl<T> Span<T> {
    pub(crate) const NONE: Self = Self(0, 0, PhantomData);

    #[inline(always)]
    fn of(self, table: &'static [T]) -> &'static [T] {
        table.get(usize::from(self.0)..usize::from(self.0) + usize::from(self.1)).unwrap_or_default()
    }
}

/// Says in which table rows of a kind stand.
macro_rules! tables {
    ($($row:ty: $table:ident,)*) => { $(
        impl Span<$row> {
            #[inline(always)]
            pub(crate) fn rows(self) -> &'static [$row] {
                self.of(&$table)
            }
        }
    )* };
}

impl Span<Spot> {
    /// Where a field may stand.
    #[inline(always)]
    pub(crate) fn spots(self) -> &'static [Spot] {
        self.of(&PLACES)
    }
}

impl Path {
    /// From one place to another.
    #[inline(always)]
    fn steps(self) -> &'static [Key] {
        self.keys.of(&PATH_KEYS)
    }
}

tables! {
    Text: TEXTS,
    AmountField: AMOUNTS,
    Mark: MARKS,
    Condition: CONDITIONS,
    Step: STEPS,
    Rule: RULES,
    Shape: SHAPES,
    Event: EVENTS,
    Fault: FAULTS,
    Direction: DIRECTIONS,
    (Text, Direction): DIRECTION_WORDS,
    (Text, Environment): HOSTS,
}

/// The number of a key that some path has.
pub(crate) type Key = u16;

/// A place in a payload that some path leads to, by its number. The places below one follow it.
pub(crate) type Spot = u16;

/// The whole of a payload.
pub(crate) const ROOT: Spot = 0;

/// A place that no path leads to.
pub(crate) const NOWHERE: Spot = Spot::MAX;

/// Where a spot is, and the last spot below it.
pub(crate) struct Spotted {
    parent: Spot,
    key: Key,
    last: Spot,
}

/// The number of a key; none where no path has it.
#[inline(always)]
pub(crate) fn key(text: &[u8]) -> Option<Key> {
    let mut slot = hash(text) as usize;
    loop {
        let key = KEY_SLOTS.get(slot % KEY_SLOTS.len())?.checked_sub(1)?;
        let Text(at, len) = *KEYS.get(usize::from(key))?;
        if usize::from(len) == text.len() && TEXT.as_bytes().get(usize::from(at)..)?.starts_with(text) {
            return Some(key);
        }
        slot += 1;
    }
}

/// The spot at a key below another.
#[inline(always)]
pub(crate) fn below(parent: Spot, key: Key) -> Spot {
    let mut slot = usize::from(parent) * 31 + usize::from(key) * 7;
    loop {
        let spot = SPOT_SLOTS.get(slot % SPOT_SLOTS.len()).copied().unwrap_or(0);
        match SPOTS.get(usize::from(spot)) {
            Some(found) if spot != 0 => {
                if found.parent == parent && found.key == key {
                    return spot;
                }
            }
            Some(_) | None => return NOWHERE,
        }
        slot += 1;
    }
}

/// The last spot below one, or itself.
#[inline(always)]
pub(crate) fn last_below(spot: Spot) -> Spot {
    SPOTS.get(usize::from(spot)).map_or(spot, |spotted| spotted.last)
}

/// How many spots there are.
pub(crate) const COUNT: usize = SPOTS.len();

/// Keys from one spot to another.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Path {
    /// It starts from what wraps the order.
    pub around: bool,
    pub keys: Span<Key>,
}

impl Path {
    /// Where it leads from a place.
    pub(crate) fn from(self, place: Spot) -> Spot {
        self.steps().iter().fold(place, |spot, key| below(spot, *key))
    }

    /// As rows write it.
    pub(crate) fn to_text(self) -> String {
        let keys = self.steps().iter().filter_map(|key| KEYS.get(usize::from(*key)));
        let keys: Vec<&str> = keys.map(|key| key.as_str()).collect();
        [if self.around { "/" } else { "" }, &keys.join(".")].concat()
    }
}

/// The provider of that id.
pub(crate) fn named(id: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.id.as_str() == id)
}

pub(crate) struct Provider {
    pub id: Text,
    pub name: Text,
    pub docs: Text,
    pub directions: Span<Direction>,
    pub direction_words: Span<(Text, Direction)>,
    pub shapes: Span<Shape>,
    pub rules: Span<Rule>,
    pub events: Span<Event>,
    pub placeholders: Span<Text>,
    pub hash_prefix: Text,
    pub test_marks: Span<Condition>,
    pub hosts: Span<(Text, Environment)>,
    pub window: Option<Window>,
    /// Coins, and hours.
    pub late: Option<(Span<Text>, i64)>,
    pub paid_with: Span<Text>,
    pub poll: PollAdvice,
    pub errors: ErrorFields,
    pub faults: Span<Fault>,
}

pub(crate) struct Shape {
    pub name: Text,
    pub kind: SourceKind,
    pub docs: Text,
    pub carrier: Carrier,
    pub marks: Span<Mark>,
    pub telltales: Span<Mark>,
    pub holds: Holds,
    /// A place in [`FIELDS`].
    fields: u8,
    pub silent: Span<Rule>,
}

impl Shape {
    pub(crate) fn fields(&self) -> &'static Fields {
        FIELDS.get(usize::from(self.fields)).unwrap_or(&Fields::NONE)
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Holds {
    One(Spot),
    Many(Spot, Path),
    Token(Spot),
    Text(Spot),
    Other(ErrorCode),
}

#[derive(Clone, Copy)]
pub(crate) enum Mark {
    Map(Spot),
    List(Spot),
    Text(Spot),
    Has(Spot),
    Lacks(Spot),
    Is(Spot, Text),
    Begins(Spot, Text),
    Any(Span<Mark>),
}

pub(crate) struct Fields {
    pub word: Span<Spot>,
    pub second_word: Span<Spot>,
    pub event: Span<Spot>,
    pub id: Span<Spot>,
    pub reference: Span<Spot>,
    pub direction: Span<Spot>,
    pub detail: Span<Spot>,
    pub created: Span<Spot>,
    pub updated: Span<Spot>,
    pub paid: Span<Spot>,
    pub completed: Span<Spot>,
    pub expires: Span<Spot>,
    pub tx_hash: Span<Spot>,
    pub address: Span<Spot>,
    pub checkout: Span<Spot>,
    pub status_page: Span<Spot>,
    pub transaction_page: Span<Spot>,
    pub amounts: Span<AmountField>,
}

impl Fields {
    /// Of what has no fields: a word alone.
    pub(crate) const NONE: Self = Self {
        word: Span::NONE,
        second_word: Span::NONE,
        event: Span::NONE,
        id: Span::NONE,
        reference: Span::NONE,
        direction: Span::NONE,
        detail: Span::NONE,
        created: Span::NONE,
        updated: Span::NONE,
        paid: Span::NONE,
        completed: Span::NONE,
        expires: Span::NONE,
        tx_hash: Span::NONE,
        address: Span::NONE,
        checkout: Span::NONE,
        status_page: Span::NONE,
        transaction_page: Span::NONE,
        amounts: Span::NONE,
    };
}

pub(crate) struct AmountField {
    pub role: Role,
    pub direction: Option<Direction>,
    pub value: Span<Spot>,
    pub currency: Span<Spot>,
    pub network: Span<Spot>,
    pub network_suffix: bool,
    pub once_moved: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    pub direction: Option<Direction>,
    pub word: Text,
    pub when: Span<Condition>,
    pub status: Status,
    pub reason: Option<Reason>,
    pub money: Money,
    pub money_basis: Option<MoneyBasis>,
    pub fulfilment: Fulfilment,
    pub actor: Actor,
    pub finality: Finality,
    pub basis: RuleBasis,
    pub actions: Span<Step>,
    pub docs: Text,
}

#[derive(Clone, Copy)]
pub(crate) enum Condition {
    Has(Path),
    Is(Path, Text),
    PaidUnder,
    PaidOver,
    PaidLate,
    Previously(Text),
}

pub(crate) struct Event {
    pub name: Text,
    pub means: Means,
}

pub(crate) enum Means {
    Word(Text),
    /// A row in [`RULES`].
    Rule(Span<Rule>),
}

pub(crate) struct Window {
    pub crypto_minutes: i64,
    pub fiat_minutes: i64,
    pub fiat: Span<Text>,
}

pub(crate) struct ErrorFields {
    pub code: Span<Spot>,
    pub message: Span<Spot>,
    pub status: Span<Spot>,
    pub order: Span<Spot>,
    pub checkout: Span<Spot>,
}

pub(crate) struct Fault {
    pub known_by: KnownBy,
    pub kind: ProblemKind,
    pub actor: Option<Actor>,
    pub remedy: Option<ActionKind>,
}

pub(crate) enum KnownBy {
    Code(Text),
    Http(u16),
    Says(Text),
}
