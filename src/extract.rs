//! The fields of an order, read by the paths of a shape. What stands for "nothing yet" is left out.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::decimal;
use crate::order::{Amount, Part, Times};
use crate::read::Reading;
use crate::row::Role;
use crate::tables::{AmountField, Condition, Fields, Path, Provider, Span, Spot, Text};
use crate::text::split_once;
use crate::time::Time;
use crate::vocabulary::{Direction, Warning};

/// An order's place in a payload: the order, and what wraps it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub payload: &'a Reading<'a>,
    pub provider: &'static Provider,
    /// The element of a list, or the whole payload; paths that begin with `/` start here.
    pub around: Spot,
    pub order: Spot,
}

/// What stands in a payload about one order, unjudged.
pub(crate) struct Extracted<'a> {
    pub word: Option<Part<'a>>,
    pub second_word: Option<Part<'a>>,
    pub event: Option<Part<'a>>,
    pub id: Option<Part<'a>>,
    pub reference: Option<Part<'a>>,
    pub direction: Option<Direction>,
    pub detail: Option<Part<'a>>,
    pub tx_hash: Option<Part<'a>>,
    pub address: Option<Part<'a>>,
    pub checkout: Option<Part<'a>>,
    pub status_page: Option<Part<'a>>,
    pub transaction_page: Option<Part<'a>>,
    pub times: Times,
    pub expires: Option<Time>,
    pub warnings: Vec<Warning>,
}

impl<'a> Extracted<'a> {
    pub(crate) fn from(place: &Place<'a>, fields: &Fields) -> Self {
        let mut warnings = Vec::new();
        let mut time = |paths| place.time(paths, &mut warnings);
        let times = Times {
            created: time(fields.created),
            updated: time(fields.updated),
            paid: time(fields.paid),
            completed: time(fields.completed),
        };
        let expires = time(fields.expires);
        let spelled = place.text(fields.direction);
        let words = place.provider.direction_words;
        Self {
            word: place.text(fields.word),
            second_word: place.text(fields.second_word),
            event: place.text(fields.event),
            id: place.text(fields.id),
            reference: place.text(fields.reference),
            direction: words
                .rows()
                .iter()
                .find(|(word, _)| spelled.as_deref() == Some(word.as_str()))
                .map(|(_, way)| *way),
            detail: place.text(fields.detail),
            tx_hash: place.hash(fields.tx_hash),
            address: place.text(fields.address),
            checkout: place.link(fields.checkout),
            status_page: place.link(fields.status_page),
            transaction_page: place.link(fields.transaction_page),
            times,
            expires,
            warnings,
        }
    }
}

impl<'a> Place<'a> {
    /// What stands at a path, whichever place it starts from.
    fn scalar(&self, path: Path) -> Option<Part<'a>> {
        let from = if path.around { self.around } else { self.order };
        self.payload.scalar(self.payload.walk(from, path))
    }

    /// The first text at these paths that says something.
    pub(crate) fn text(&self, paths: Span<Path>) -> Option<Part<'a>> {
        paths.rows().iter().find_map(|path| self.scalar(*path).filter(|text| self.says_something(text)))
    }

    pub(crate) fn says_something(&self, text: &str) -> bool {
        // Nearly every text begins and ends with a character of its own, and need not be searched for space.
        let text = match text.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
            _ => text.trim(),
        };
        !matches!(text, "" | "0" | "0x" | "undefined" | "null") && !has(self.provider.placeholders, text)
    }

    fn hash(&self, paths: Span<Path>) -> Option<Part<'a>> {
        let hash = without(self.text(paths)?, self.provider.hash_prefix.as_str());
        self.says_something(&hash).then_some(hash)
    }

    /// A web address. Anything else in its place, a `javascript:` say, is not for people to follow.
    pub(crate) fn link(&self, paths: Span<Path>) -> Option<Part<'a>> {
        let web = |link: &Part<'_>| {
            split_once(link, "://").is_some_and(|(scheme, rest)| {
                ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) && !rest.is_empty()
            })
        };
        self.text(paths).filter(web)
    }

    fn time(&self, paths: Span<Path>, warnings: &mut Vec<Warning>) -> Option<Time> {
        let text = self.text(paths)?;
        let time = Time::parse(&text);
        // Year 0001 and its like are placeholders, not faults.
        if time.is_none() && !text.starts_with("0001-") && !text.starts_with("0000-") {
            note(warnings, Warning::UnreadableTime);
        }
        time
    }

    /// The amount of a role in a direction; zero stands for "nothing yet".
    pub(crate) fn amount(
        &self,
        fields: &Fields,
        role: Role,
        direction: Option<Direction>,
        moved: bool,
        warnings: &mut Vec<Warning>,
    ) -> Option<Amount<Part<'a>>> {
        let applies = |field: &&AmountField| {
            field.role == role
                && (field.direction.is_none() || field.direction == direction)
                && (moved || !field.once_moved)
        };
        let field = fields.amounts.rows().iter().find(applies)?;
        let Some(value) = decimal::plain(self.text(field.value)?) else {
            note(warnings, Warning::UnreadableAmount);
            return None;
        };
        if decimal::is_zero(&value) {
            return None;
        }
        let mut currency = self.text(field.currency);
        let mut network = self.text(field.network);
        if let (true, Some((coin, suffix))) = (field.network_suffix, currency.clone().and_then(halves)) {
            let part = |part: Part<'a>| self.says_something(&part).then_some(part);
            network = network.or_else(|| part(suffix));
            currency = part(coin);
        }
        Some(Amount { value, currency, network })
    }

    /// Whether a condition on the payload holds; conditions on anything else do not.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        match *condition {
            Condition::Has(path) => self.scalar(path).is_some_and(|text| self.says_something(&text)),
            Condition::Is(path, text) => self.scalar(path).as_deref() == Some(text.as_str()),
            Condition::PaidUnder | Condition::PaidOver | Condition::PaidLate | Condition::Previously(_) => {
                false
            }
        }
    }
}

/// A text without its start.
fn without<'a>(text: Part<'a>, start: &str) -> Part<'a> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix(start).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.strip_prefix(start).map_or(text.clone(), Into::into)),
    }
}

/// What stands before and behind the first `_`.
fn halves(text: Part<'_>) -> Option<(Part<'_>, Part<'_>)> {
    match text {
        Cow::Borrowed(text) => text.split_once('_').map(|(a, b)| (Cow::Borrowed(a), Cow::Borrowed(b))),
        Cow::Owned(text) => text.split_once('_').map(|(a, b)| (Cow::Owned(a.into()), Cow::Owned(b.into()))),
    }
}

/// Whether a text is one of these.
pub(crate) fn has(texts: Span<Text>, wanted: &str) -> bool {
    texts.rows().iter().any(|text| text.as_str() == wanted)
}

/// Adds a warning once.
pub(crate) fn note(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}
