//! Where in a payload an order comes from: for each of its members the place, and for its status what decided.
//!
//! Nothing is noted for this while a payload is read. What filled a slot is found again, by the rows that filled it, and its
//! place in the text by reading that a second time: whoever asks for nothing but the order pays nothing.

use alloc::string::String;
use alloc::vec::Vec;

use crate::context::Context;
use crate::draft::Draft;
use crate::error::Error;
use crate::extract::Place;
use crate::info::{ShapeInfo, condition_in_words};
use crate::normalize::{Trail, counted, no_order, orders, read};
use crate::read::{Arena, locate};
use crate::refine::environment_of;
use crate::row::{Role, Slot};
use crate::tables::{Condition, Holds, How, Read, Span, Spot};
use crate::text::{copied, joined};
use crate::time::Time;
use crate::vocabulary::{Direction, Environment, RuleBasis, Warning};

/// Where one order comes from.
///
/// The order itself is what [`normalize`](crate::normalize) gives of the same payload and context.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Explanation {
    /// Whose payload it was taken for.
    pub provider: &'static str,
    /// The forms of payload that were recognised. The first is the payload's own; each further one is within a token or a text
    /// of the one before.
    pub shapes: Vec<ShapeInfo>,
    /// Of each member of the order that the payload states, where it does. [`Source::of`] is the member's path, with dots:
    /// `amounts.paid.value`, `actions.0.url`.
    pub fields: Vec<Source>,
    /// What decided: the `word`, the `event`, or the `family` that a word is of, and then each condition of the rule, in words.
    pub because: Vec<Source>,
    /// The rule's name, as in the order; none where no rule applied.
    pub rule: Option<String>,
    /// Where the rule comes from.
    pub basis: Option<RuleBasis>,
    /// The page that the rule was read from.
    pub docs: &'static str,
    /// What else to know.
    pub warnings: Vec<Warning>,
}

/// A place in a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Source {
    /// What comes from there.
    pub of: String,
    /// Where it is, as a JSON Pointer (RFC 6901); a name in a query is one, too. Behind it, where a token or a text stands
    /// there, the place in what that holds. Empty where it is no place: a comparison of amounts, say.
    pub path: Vec<String>,
    /// What stands there, as a text without quotes and escapes.
    pub text: Option<String>,
    /// Where the outermost of these values begins in the payload, in bytes; of a string, behind its quote.
    pub start: Option<usize>,
    /// Where it ends.
    pub end: Option<usize>,
}

/// Where the one order of a payload comes from.
///
/// ```
/// use orderstate::{Context, explain};
///
/// let body = br#"{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}"#;
/// let explained = explain(body, &Context::default())?;
/// assert_eq!(explained.rule.as_deref(), Some("banxa.any.expired"));
/// let [word, ..] = explained.because.as_slice() else { panic!("a word decides") };
/// assert_eq!((word.path.as_slice(), word.start, word.end), (&["/status".into()][..], Some(33), Some(40)));
/// # Ok::<(), orderstate::Error>(())
/// ```
///
/// # Errors
///
/// As [`normalize`](crate::normalize).
pub fn explain(payload: &[u8], context: &Context) -> Result<Explanation, Error> {
    let mut all = explain_all(payload, context)?;
    counted(all.len())?;
    all.pop().ok_or_else(no_order)
}

/// Where all orders of a payload come from, one or many, in the order in which
/// [`normalize_all`](crate::normalize_all) gives them.
///
/// # Errors
///
/// As [`normalize_all`](crate::normalize_all).
pub fn explain_all(payload: &[u8], context: &Context) -> Result<Vec<Explanation>, Error> {
    let mut all = Vec::new();
    orders(&read(payload, context, &Arena::new())?, context, &mut |order, trail| {
        all.push(explained(order, trail, payload));
    })?;
    Ok(all)
}

/// Where an order comes from that was found in a payload.
pub(crate) fn explained(order: &Draft<'_>, trail: &Trail<'_, '_>, payload: &[u8]) -> Explanation {
    let explainer = Explainer { order, trail, payload };
    let mut rule = String::new();
    order.rule_name(&mut |part| rule.push_str(part));
    let mut shapes = Vec::new();
    for trail in trail.outwards() {
        shapes.insert(0, ShapeInfo::of(trail.place.shape));
    }
    Explanation {
        provider: order.provider.id.as_str(),
        shapes,
        fields: explainer.fields(),
        because: explainer.because(),
        rule: order.found.map(|_| rule),
        basis: order.found.map(|_| order.rule.basis),
        docs: order.docs(),
        warnings: order.warnings.list(),
    }
}

struct Explainer<'e, 'a> {
    order: &'e Draft<'a>,
    trail: &'e Trail<'e, 'a>,
    payload: &'e [u8],
}

/// Where a text stands: in which of the payloads within each other, and where in that.
type Site<'e, 'a> = (&'e Trail<'e, 'a>, Spot, &'a str);

impl<'e, 'a> Explainer<'e, 'a> {
    fn fields(&self) -> Vec<Source> {
        let Self { order, .. } = self;
        let mut fields = Vec::new();
        for (name, slot) in MEMBERS {
            self.add(&mut fields, name, *slot);
        }
        if order.said.direction(order.provider).is_some() {
            self.add(&mut fields, "direction", Slot::Direction);
        }
        self.note(&mut fields, "environment", self.environment());
        for (name, role) in AMOUNTS {
            self.add_amount(&mut fields, name, *role);
        }
        for (place, step) in order.steps.iter().enumerate() {
            let needs = order.needs(step);
            let name = joined(&["actions.", itoa::Buffer::new().format(place), "."]);
            for (member, slot) in
                [("url", needs.url), ("address", needs.address), ("deadline", needs.deadline)]
            {
                if let Some(slot) = slot {
                    self.add(&mut fields, &joined(&[&name, member]), slot);
                }
            }
            if let Some(role) = needs.amount {
                self.add_amount(&mut fields, &joined(&[&name, "amount"]), role);
            }
        }
        fields
    }

    fn add(&self, fields: &mut Vec<Source>, name: &str, slot: Slot) {
        self.note(fields, name, self.site(slot));
    }

    #[inline(never)]
    fn note(&self, fields: &mut Vec<Source>, name: &str, site: Option<Site<'_, '_>>) {
        if let Some(site) = site {
            fields.push(self.source(name, site));
        }
    }

    fn add_amount(&self, fields: &mut Vec<Source>, name: &str, role: Role) {
        let [value, currency, network] = role.slots();
        if self.order.said.get(value).is_none() {
            return;
        }
        for (member, slot) in [(".value", value), (".currency", currency), (".network", network)] {
            self.add(fields, &joined(&[name, member]), slot);
        }
    }

    /// What shows whether real money is meant: a mark of the provider's, or the host of a link.
    fn environment(&self) -> Option<Site<'e, 'a>> {
        let Draft { provider, environment, said, .. } = self.order;
        let (marks, links_first) = match environment {
            Environment::Unknown => return None,
            Environment::Live => (provider.live_marks, true),
            Environment::Test => (provider.test_marks, false),
        };
        let mark = marks.rows().iter().find(|mark| self.trail.place.holds(mark));
        let marked = mark.and_then(|mark| self.asked(mark));
        let shows = |slot: &&Slot| {
            said.get(**slot).and_then(|link| environment_of(provider, link)) == Some(*environment)
        };
        let linked = [Slot::Checkout, Slot::StatusPage].iter().find(shows).and_then(|slot| self.site(*slot));
        if links_first { linked.or(marked) } else { marked.or(linked) }
    }

    fn because(&self) -> Vec<Source> {
        let mut because = Vec::new();
        let has = |slot| self.order.said.get(slot).is_some();
        if has(Slot::Word) {
            self.add(&mut because, "family", Slot::Family);
            self.add(&mut because, "word", Slot::Word);
        } else {
            self.add(&mut because, "event", Slot::Event);
        }
        for condition in self.order.rule.when.rows() {
            let mut of = String::new();
            condition_in_words(condition, &mut of);
            because.push(match self.asked(condition) {
                Some(site) => self.source(&of, site),
                None => Source { of, path: Vec::new(), text: None, start: None, end: None },
            });
        }
        because
    }

    /// Where a condition looks.
    fn asked(&self, condition: &Condition) -> Option<Site<'e, 'a>> {
        if matches!(condition, Condition::Detail(_)) {
            return self.site(Slot::Detail);
        }
        let (spot, text) = self.trail.place.asked(condition)?;
        Some((self.trail, spot, text))
    }

    /// What filled a slot that is full still: the order's own fields, those of what wraps it, then those of one direction.
    fn site(&self, slot: Slot) -> Option<Site<'e, 'a>> {
        self.order.said.get(slot)?;
        let of = |trail: &'e Trail<'e, 'a>, reads, way| {
            first(&trail.place, reads, slot, way).map(|(spot, text)| (trail, spot, text))
        };
        let mut trails = self.trail.outwards();
        let (directed, way) = (self.trail.place.shape.directed, self.order.direction);
        let site = trails.find_map(|trail| of(trail, trail.place.shape.fields, None));
        let site = site.or_else(|| of(self.trail, directed, way))?;
        // The end of the time to pay may have been worked out, where what stands there is no time.
        (slot != Slot::Expires || Time::parse(site.2).is_some()).then_some(site)
    }

    fn source(&self, of: &str, (mut trail, mut spot, text): Site<'_, '_>) -> Source {
        let mut path = Vec::new();
        loop {
            let (pointer, range) = locate::locate(trail.place.payload, trail.position, spot, self.payload);
            path.insert(0, pointer);
            let (Some(outer), outer_spot) = (trail.around, trail.around.and_then(Trail::held)) else {
                let (start, end) = range.unzip();
                return Source { of: copied(of), path, text: Some(copied(text)), start, end };
            };
            (trail, spot) = (outer, outer_spot.unwrap_or(spot));
        }
    }
}

/// The first place among these that fills a slot, and what stands there.
fn first<'a>(
    place: &Place<'_, 'a>,
    reads: Span<Read>,
    slot: Slot,
    way: Option<Direction>,
) -> Option<(Spot, &'a str)> {
    let fills = |read: &Read| {
        // A currency may carry its network.
        let carries = matches!(read.how, How::Suffixed) && read.slot as usize + 1 == slot as usize;
        (read.slot == slot || carries) && (read.way.is_none() || read.way == way)
    };
    reads.rows().iter().filter(|read| fills(read)).find_map(|read| {
        let spot = read.spot(place.shape.start);
        Some((spot, place.read(read.slot, spot)?))
    })
}

impl<'t, 'a> Trail<'t, 'a> {
    /// Itself, then what wraps it, and what wraps that.
    fn outwards(&'t self) -> impl Iterator<Item = &'t Self> {
        core::iter::successors(Some(self), |trail| trail.around)
    }

    /// Where what it wraps stands in it.
    fn held(&self) -> Option<Spot> {
        match self.place.shape.holds {
            Holds::Token(spot) | Holds::Text(spot) => Some(spot),
            Holds::One | Holds::Many(_) | Holds::Customer(..) | Holds::Other(_) => None,
        }
    }
}

/// The members of an order that are texts of the payload, and the slots that they are in.
const MEMBERS: &[(&str, Slot)] = &[
    ("via", Slot::Via),
    ("id", Slot::Id),
    ("reference", Slot::Reference),
    ("word", Slot::Word),
    ("event", Slot::Event),
    ("detail", Slot::Detail),
    ("expiresAt", Slot::Expires),
    ("times.created", Slot::Created),
    ("times.updated", Slot::Updated),
    ("times.paid", Slot::Paid),
    ("times.completed", Slot::Completed),
    ("txHash", Slot::TxHash),
    ("links.checkout", Slot::Checkout),
    ("links.status", Slot::StatusPage),
    ("links.transaction", Slot::TransactionPage),
];

const AMOUNTS: &[(&str, Role)] = &[
    ("amounts.expected", Role::Expected),
    ("amounts.paid", Role::Paid),
    ("amounts.received", Role::Received),
];
