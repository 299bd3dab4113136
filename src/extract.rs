//! The fields of an order, read by the paths of a shape. What stands for "nothing yet" is left out.

use alloc::vec::Vec;

use crate::decimal;
use crate::order::{Amount, Times};
use crate::read::Reading;
use crate::row::Role;
use crate::tables::{AmountField, Condition, Fields, Path, Provider, Span, Spot, Text};
use crate::text::split_once;
use crate::time::Time;
use crate::vocabulary::{Direction, Warning};

/// An order's place in a payload: the order, and what wraps it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'p, 'a> {
    pub payload: &'p Reading<'a>,
    pub provider: &'static Provider,
    pub order: Spot,
}

/// What stands in a payload about one order, unjudged.
pub(crate) struct Extracted<'a> {
    pub word: Option<&'a str>,
    pub second_word: Option<&'a str>,
    pub event: Option<&'a str>,
    pub id: Option<&'a str>,
    pub reference: Option<&'a str>,
    pub direction: Option<Direction>,
    pub detail: Option<&'a str>,
    pub tx_hash: Option<&'a str>,
    pub address: Option<&'a str>,
    pub checkout: Option<&'a str>,
    pub status_page: Option<&'a str>,
    pub transaction_page: Option<&'a str>,
    pub times: Times,
    pub expires: Option<Time>,
    pub warnings: Vec<Warning>,
}

impl<'a> Extracted<'a> {
    pub(crate) fn from(place: &Place<'_, 'a>, fields: &Fields) -> Self {
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
                .find(|(word, _)| spelled == Some(word.as_str()))
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

impl<'a> Place<'_, 'a> {
    /// What stands at a path, whichever place it starts from.
    fn scalar(&self, path: Path) -> Option<&'a str> {
        let from = if path.around { self.payload.root } else { self.order };
        self.payload.scalar(path.from(from, self.payload.index))
    }

    /// The first text at these places that says something.
    pub(crate) fn text(&self, spots: Span<Spot>) -> Option<&'a str> {
        let mut said = spots.spots().iter().filter_map(|spot| self.payload.scalar(*spot));
        said.find(|text| self.says_something(text))
    }

    pub(crate) fn says_something(&self, text: &str) -> bool {
        // Nearly every text begins and ends with a character of its own, and need not be searched for space.
        let text = match text.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
            _ => text.trim(),
        };
        !matches!(text, "" | "0" | "0x" | "undefined" | "null") && !has(self.provider.placeholders, text)
    }

    fn hash(&self, spots: Span<Spot>) -> Option<&'a str> {
        let hash = self.text(spots)?;
        let bare = hash.strip_prefix(self.provider.hash_prefix.as_str()).unwrap_or(hash);
        self.says_something(bare).then_some(bare)
    }

    /// A web address. Anything else in its place, a `javascript:` say, is not for people to follow.
    pub(crate) fn link(&self, spots: Span<Spot>) -> Option<&'a str> {
        let web = |link: &&str| {
            split_once(link, "://").is_some_and(|(scheme, rest)| {
                ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) && !rest.is_empty()
            })
        };
        self.text(spots).filter(web)
    }

    fn time(&self, spots: Span<Spot>, warnings: &mut Vec<Warning>) -> Option<Time> {
        let text = self.text(spots)?;
        let time = Time::parse(text);
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
    ) -> Option<Amount<&'a str>> {
        let applies = |field: &&AmountField| {
            field.role == role
                && (field.direction.is_none() || field.direction == direction)
                && (moved || !field.once_moved)
        };
        let field = fields.amounts.rows().iter().find(applies)?;
        let Some(value) = decimal::plain(self.text(field.value)?, self.payload.arena) else {
            note(warnings, Warning::UnreadableAmount);
            return None;
        };
        if decimal::is_zero(value) {
            return None;
        }
        let mut currency = self.text(field.currency);
        let mut network = self.text(field.network);
        let halves = currency.and_then(|code| code.split_once('_'));
        if let (true, Some((coin, suffix))) = (field.network_suffix, halves) {
            let part = |part: &'a str| self.says_something(part).then_some(part);
            network = network.or_else(|| part(suffix));
            currency = part(coin);
        }
        Some(Amount { value, currency, network })
    }

    /// Whether a condition on the payload holds; conditions on anything else do not.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        match *condition {
            Condition::Has(path, _) => self.scalar(path).is_some_and(|text| self.says_something(text)),
            Condition::Is(path, _, text) => self.scalar(path) == Some(text.as_str()),
            Condition::PaidUnder | Condition::PaidOver | Condition::PaidLate | Condition::Previously(_) => {
                false
            }
        }
    }
}

/// Whether a text is one of these.
pub(crate) fn has(texts: Span<Text>, wanted: &str) -> bool {
    texts.rows().iter().any(|text| text.is(wanted))
}

/// Adds a warning once.
pub(crate) fn note(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}
