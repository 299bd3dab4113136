//! The rows of all providers, compiled: numbers and one text, and no pointer that a download would have to carry.
//!
//! `build.rs` writes the tables from the rows in `src/provider`. A [`Text`] or a [`Span`] says where something stands in
//! them; a [`Spot`] is a place in a payload that some row asks for.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::marker::PhantomData;

use once_cell::race::OnceBox;

use crate::order::Eta;
use crate::row::{Carrier, Given, PollAdvice, Says, Slot, Step};
use crate::text::{hash, same};
use crate::vocabulary::{
    Account, ActionKind, Actor, Audience, Direction, EdgeBasis, Environment, ErrorCode, Finality, Fulfilment,
    Money, MoneyBasis, Onboarding, Permission, ProblemKind, Reason, Requirement, RuleBasis, Scope,
    SourceKind, Status, When,
};

#[cfg(feature = "webhook")]
use crate::webhook::{Carried, Derivation, Echo, Hash, Part, Scheme, Signed, Stamp, Value};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A text of the tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text(u16, u8);

impl Text {
    pub(crate) const NONE: Self = Self(0, 0);

    // Inlined, the checks that a slice of text begins and ends between characters would be in each of a hundred places.
    #[inline(never)]
    pub(crate) fn as_str(self) -> &'static str {
        let Self(at, len) = self;
        TEXT.get(usize::from(at)..usize::from(at) + usize::from(len)).unwrap_or_default()
    }

    #[inline(always)]
    pub(crate) fn is(self, text: &str) -> bool {
        let Self(at, len) = self;
        usize::from(len) == text.len()
            && TEXT
                .as_bytes()
                .get(usize::from(at)..usize::from(at) + usize::from(len))
                .is_some_and(|known| alike(known, text.as_bytes()))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.1 == 0
    }

    /// Which text it is.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) fn number(self) -> u32 {
        u32::from(self.0) << 8 | u32::from(self.1)
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

    /// Which rows of their table they are.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) fn number(self) -> u32 {
        u32::from(self.0) << 8 | u32::from(self.1)
    }

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

tables! {
    Text: TEXTS,
    Read: READS,
    Mark: MARKS,
    Condition: CONDITIONS,
    Step: STEPS,
    Rule: RULES,
    Shape: SHAPES,
    Event: EVENTS,
    Fault: FAULTS,
    Flow: FLOWS,
    State: STATES,
    Edge: EDGES,
    Signal: SIGNALS,
    Fact: FACTS,
    History: HISTORIES,
    Usual: USUAL,
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

/// The key of whatever stands in a list of orders.
pub(crate) const ELEMENT: &str = "*";

/// The key of what stands last in a list.
pub(crate) const LAST: &str = "-1";

/// What finds spots. It is made of the tables at the first call, for it is larger than they are.
pub(crate) struct Index {
    /// Spots by what is above them and by their keys. Three of four places are empty, so that most questions for what is not
    /// there end at the first.
    slots: Vec<Spot>,
    spots: Vec<Spotted>,
    /// The shapes of which no one place says that a payload may have them.
    unmarked: Shapes,
    /// The others, each behind the number of another one of the same place.
    marked: Vec<[u16; 2]>,
}

/// Where a spot is.
struct Spotted {
    parent: Spot,
    /// The last of the shapes whose first mark needs something to stand here; zero is none.
    marked: u16,
    key: &'static [u8],
}

/// Some of the shapes: a bit for each.
#[derive(Clone, Copy, Default)]
pub(crate) struct Shapes([u64; SHAPES.len().div_ceil(64)]);

impl Shapes {
    fn add(&mut self, place: usize) {
        if let Some(bits) = self.0.get_mut(place / 64) {
            *bits |= 1 << (place % 64);
        }
    }

    /// Their places, in their order.
    pub(crate) fn places(mut self) -> impl Iterator<Item = usize> {
        core::iter::from_fn(move || {
            let (word, bits) = self.0.iter_mut().enumerate().find(|(_, bits)| **bits != 0)?;
            let place = word * 64 + bits.trailing_zeros() as usize;
            *bits &= bits.wrapping_sub(1);
            Some(place)
        })
    }
}

/// Whose the shape at a place is.
pub(crate) fn of_shape(place: usize) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| {
        let Span(first, count, _) = provider.shapes;
        place.wrapping_sub(usize::from(first)) < usize::from(count)
    })
}

impl Index {
    pub(crate) fn get() -> &'static Self {
        static INDEX: OnceBox<Index> = OnceBox::new();
        INDEX.get_or_init(|| Box::new(Self::new()))
    }

    #[cold]
    fn new() -> Self {
        // Many spots have the same key.
        let keys: Vec<_> =
            KEYS.iter().map(|key| key.as_str().as_bytes()).map(|key| (hash(key), key)).collect();
        let mut slots = alloc::vec![0; (COUNT * 4).next_power_of_two()];
        // The last spot of each depth: the one above the next spot is that of the depth before.
        let mut above = [ROOT; DEPTH];
        let spotted = |((spot, key), depth): ((Spot, &Key), &u8)| {
            let depth = usize::from(*depth);
            let parent = above.get(depth.wrapping_sub(1)).copied().unwrap_or(ROOT);
            if let Some(last) = above.get_mut(depth) {
                *last = spot;
            }
            let (hash, key) = keys.get(usize::from(*key)).copied().unwrap_or_default();
            if spot != ROOT {
                put(&mut slots, place(parent, hash), spot);
            }
            Spotted { parent, marked: 0, key }
        };
        let spots = (0..).zip(&SPOT_KEYS).zip(&SPOT_DEPTHS).map(spotted).collect();
        let mut index = Self { slots, spots, unmarked: Shapes::default(), marked: Vec::from([[0; 2]]) };
        for (place, shape) in SHAPES.iter().enumerate() {
            let first = shape.marks.rows().get(..1).unwrap_or_default();
            let first = if let [Mark::Any(marks)] = first { marks.rows() } else { first };
            if first.is_empty() || first.iter().any(|mark| mark.needs().is_none()) {
                index.unmarked.add(place);
                continue;
            }
            for spot in first.iter().filter_map(Mark::needs) {
                if let Some(spotted) = index.spots.get_mut(usize::from(spot)) {
                    let other = core::mem::replace(&mut spotted.marked, index.marked.len() as u16);
                    index.marked.push([other, place as u16]);
                }
            }
        }
        index
    }

    /// The shapes that a payload may have, by where something stands in it.
    pub(crate) fn shapes(&self, spots: impl Iterator<Item = Spot>) -> Shapes {
        let mut shapes = self.unmarked;
        for spot in spots {
            let mut number = self.spots.get(usize::from(spot)).map_or(0, |spotted| spotted.marked);
            while number != 0 {
                let [other, place] = self.marked.get(usize::from(number)).copied().unwrap_or_default();
                shapes.add(usize::from(place));
                number = other;
            }
        }
        shapes
    }

    /// The spot at a key below another.
    #[inline(always)]
    pub(crate) fn below(&self, parent: Spot, key: &[u8]) -> Spot {
        let mut slot = place(parent, hash(key));
        while let Some(spot) = at(&self.slots, slot) {
            match self.spots.get(usize::from(spot)) {
                Some(spotted) if spotted.parent == parent && same(spotted.key, key) => return spot,
                Some(_) | None => slot += 1,
            }
        }
        NOWHERE
    }

    /// The same, called instead of inlined: for all but the keys of a payload.
    #[inline(never)]
    pub(crate) fn below_called(&self, parent: Spot, key: &[u8]) -> Spot {
        self.below(parent, key)
    }

    /// The keys that lead from one spot to another below it.
    pub(crate) fn keys(&self, from: Spot, mut to: Spot) -> Vec<&'static str> {
        let mut keys = Vec::new();
        while to > from {
            keys.push(key(to));
            to = self.spots.get(usize::from(to)).map_or(ROOT, |spotted| spotted.parent);
        }
        keys.reverse();
        keys
    }
}

/// The last spot below one, or itself.
pub(crate) fn last_below(spot: Spot) -> Spot {
    let mut depths = SPOT_DEPTHS.iter().skip(usize::from(spot));
    let Some(depth) = depths.next() else { return spot };
    spot + depths.take_while(|below| *below > depth).count() as Spot
}

/// Whether two texts are the same that are equally long.
#[inline(never)]
fn alike(a: &[u8], b: &[u8]) -> bool {
    same(a, b)
}

#[inline(always)]
fn place(parent: Spot, hash: u32) -> usize {
    (hash as usize).wrapping_add(usize::from(parent) * 31)
}

/// What stands in a slot.
#[inline(always)]
fn at(slots: &[u16], slot: usize) -> Option<u16> {
    slots.get(slot & (slots.len() - 1)).copied().filter(|number| *number != 0)
}

/// Puts a number into the first free slot from one on.
fn put(slots: &mut [u16], mut slot: usize, number: u16) {
    let mask = slots.len() - 1;
    while let Some(taken) = slots.get_mut(slot & mask) {
        if *taken == 0 {
            *taken = number;
            return;
        }
        slot += 1;
    }
}

/// The key at which a spot is.
pub(crate) fn key(spot: Spot) -> &'static str {
    let key = SPOT_KEYS.get(usize::from(spot)).and_then(|key| KEYS.get(usize::from(*key)));
    key.map_or("", |key| key.as_str())
}

/// How many spots there are.
pub(crate) const COUNT: usize = SPOT_KEYS.len();

/// The provider of that id.
pub(crate) fn named(id: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.id.is(id))
}

impl Provider {
    /// How its orders of a direction move.
    pub(crate) fn flow(&self, way: Direction) -> Option<&'static Flow> {
        self.flows.rows().iter().find(|flow| flow.way == way)
    }
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
    pub live_marks: Span<Condition>,
    pub hosts: Span<(Text, Environment)>,
    pub window: Option<Window>,
    /// Coins, and hours.
    pub late: Option<(Span<Text>, i64)>,
    /// Currencies without smaller units, and those with a thousand of them.
    pub ones: Span<Text>,
    pub thousands: Span<Text>,
    pub paid_with: Span<Text>,
    pub poll: PollAdvice,
    /// Whether it pushes orders, to a webhook or a socket.
    pub pushes: bool,
    pub usual: Span<Usual>,
    pub flows: Span<Flow>,
    pub errors: ErrorFields,
    pub faults: Span<Fault>,
    #[cfg(feature = "webhook")]
    pub webhook: Webhook,
}

/// What is known of a provider's webhooks, apart from what is in them.
#[cfg(feature = "webhook")]
pub(crate) struct Webhook {
    pub scheme: crate::webhook::Scheme<Spot>,
    /// Where an event says which it is.
    pub event: Span<Spot>,
}

pub(crate) struct Shape {
    pub name: Text,
    pub kind: SourceKind,
    pub docs: Text,
    pub carrier: Carrier,
    pub marks: Span<Mark>,
    pub telltales: Span<Mark>,
    pub holds: Holds,
    /// Whether its orders are those of one customer.
    pub of_a_customer: bool,
    pub way: Option<Direction>,
    pub family: Text,
    /// Where the order is.
    pub start: Spot,
    /// Where the fields are whatever the direction is.
    pub fields: Span<Read>,
    /// Where those are that depend on the direction.
    pub directed: Span<Read>,
    /// Where conditions look: a spot for each path that a condition of the provider has.
    pub asked: Span<Spot>,
    /// Where it lists what it went through: one, or none.
    pub history: Span<History>,
    pub silent: Span<Rule>,
}

impl Shape {
    /// Of what is no payload: a word alone.
    pub(crate) const NONE: Self = Self {
        name: Text::NONE,
        kind: SourceKind::Word,
        docs: Text::NONE,
        carrier: Carrier::Query,
        marks: Span::NONE,
        telltales: Span::NONE,
        holds: Holds::One,
        of_a_customer: false,
        way: None,
        family: Text::NONE,
        start: ROOT,
        fields: Span::NONE,
        directed: Span::NONE,
        asked: Span::NONE,
        history: Span::NONE,
        silent: Span::NONE,
    };
}

#[derive(Clone, Copy)]
pub(crate) enum Holds {
    One,
    Many(Spot),
    Token(Spot),
    Text(Spot),
    Customer(Scope, Span<Signal>),
    Other(ErrorCode),
}

/// Where a payload says something of a customer.
#[derive(Clone, Copy)]
pub(crate) enum Signal {
    Onboarding(Span<Spot>, Span<Fact>),
    Account(Span<Spot>, Span<Fact>),
    Beside(Spot, Span<Fact>),
    Null(Spot, Requirement),
    /// The list, and the place in an element.
    Missing(Spot, Spot, Span<Fact>),
    Changed(Span<Spot>),
}

/// What a word says of a customer; one that is empty stands for any.
pub(crate) struct Fact {
    pub word: Text,
    pub says: Says,
}

/// Where an order, read as if it stood at a place aside, lists what it went through.
pub(crate) struct History {
    pub order: Spot,
    pub list: Spot,
    /// In an element.
    pub word: Spot,
    pub detail: Spot,
    pub at: Spot,
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

impl Mark {
    /// The place at which something stands wherever it is there; none if that is not one place.
    fn needs(&self) -> Option<Spot> {
        match *self {
            Self::Map(spot)
            | Self::List(spot)
            | Self::Text(spot)
            | Self::Has(spot)
            | Self::Is(spot, _)
            | Self::Begins(spot, _) => Some(spot),
            Self::Lacks(_) | Self::Any(_) => None,
        }
    }
}

/// A place where a text of the order may stand. The first counts at which something does.
pub(crate) struct Read {
    pub slot: Slot,
    /// None: in every direction.
    pub way: Option<Direction>,
    pub how: How,
    /// How far behind the order's place, so that the same fields elsewhere are the same rows. It wraps around.
    offset: u16,
}

impl Read {
    /// The place in an order.
    #[inline(always)]
    pub(crate) fn spot(&self, start: Spot) -> Spot {
        start.wrapping_add(self.offset)
    }
}

/// What is special about a text.
pub(crate) enum How {
    Plain,
    /// A currency with its network behind a `_`.
    Suffixed,
    /// An amount that means something only once money has moved.
    OnceMoved,
    /// An amount in the smallest units of its currency.
    Minor,
    /// An amount in units with decimal places that the payload states.
    Scaled,
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
    /// Which of the places it is where conditions look, and the path as rows write it.
    Has(u8, Text),
    Is(u8, Text, Text),
    Begins(u8, Text, Text),
    In(u8, Text, Span<Text>),
    Detail(Span<Text>),
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

/// The steps that orders of a direction can make.
pub(crate) struct Flow {
    pub way: Direction,
    /// Up to 32. Orders begin in the first.
    pub states: Span<State>,
    pub edges: Span<Edge>,
}

/// A word of a flow, and what it means there.
pub(crate) struct State {
    /// The word, and behind a `?` beside which field it means this.
    pub id: Text,
    pub status: Status,
    pub finality: Finality,
}

/// A step from one state of a flow to another, by their places.
pub(crate) struct Edge {
    pub from: u8,
    pub to: u8,
    pub basis: EdgeBasis,
    pub refused: bool,
}

/// How long networks, or coins without one, usually take.
pub(crate) struct Usual {
    pub networks: Span<Text>,
    pub min_ms: u32,
    pub max_ms: u32,
    pub docs: Text,
}

impl Usual {
    pub(crate) fn eta(&self) -> Eta {
        Eta { min_ms: self.min_ms, max_ms: self.max_ms, docs: self.docs.as_str().into() }
    }
}

pub(crate) struct Window {
    pub direction: Option<Direction>,
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
