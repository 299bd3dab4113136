//! The fields of an order, read by the paths of a shape. What stands for "nothing yet" is left out.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decimal;
use crate::order::{Amount, Links, Times};
use crate::provider::{AmountField, Condition, Fields, Path, Provider, Role};
use crate::read::{Node, Payload, find, scalar};
use crate::text::split_once;
use crate::time::Time;
use crate::vocabulary::{Direction, Warning};

/// An order's place in a payload: the order, and what wraps it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub payload: &'a dyn Payload,
    pub provider: &'static Provider,
    /// The element of a list, or the whole payload; paths that begin with `/` start here.
    pub around: Node,
    pub order: Node,
}

/// What stands in a payload about one order, unjudged.
pub(crate) struct Extracted {
    pub word: Option<String>,
    pub second_word: Option<String>,
    pub event: Option<String>,
    pub id: Option<String>,
    pub reference: Option<String>,
    pub direction: Option<Direction>,
    pub detail: Option<String>,
    pub tx_hash: Option<String>,
    pub address: Option<String>,
    pub links: Links,
    pub times: Times,
    pub expires: Option<Time>,
    pub warnings: Vec<Warning>,
}

impl Extracted {
    pub(crate) fn from(place: &Place<'_>, fields: &Fields) -> Self {
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
            direction: words.iter().find(|(word, _)| spelled.as_deref() == Some(*word)).map(|(_, way)| *way),
            detail: place.text(fields.detail),
            tx_hash: place.hash(fields.tx_hash),
            address: place.text(fields.address),
            links: Links {
                checkout: place.link(fields.checkout),
                status: place.link(fields.status_page),
                transaction: place.link(fields.transaction_page),
            },
            times,
            expires,
            warnings,
        }
    }
}

impl Place<'_> {
    /// What stands at a path, whichever place it starts from.
    fn scalar(&self, path: Path) -> Option<String> {
        match path.strip_prefix('/') {
            Some(path) => scalar(self.payload, self.around, path),
            None => scalar(self.payload, self.order, path),
        }
    }

    /// The first text at these paths that says something.
    pub(crate) fn text(&self, paths: &[Path]) -> Option<String> {
        paths.iter().find_map(|path| self.scalar(path).filter(|text| self.says_something(text)))
    }

    pub(crate) fn says_something(&self, text: &str) -> bool {
        let placeholders = ["0", "0x", "undefined", "null"];
        let text = text.trim();
        !text.is_empty() && !placeholders.contains(&text) && !self.provider.placeholders.contains(&text)
    }

    fn hash(&self, paths: &[Path]) -> Option<String> {
        let hash = self.text(paths)?;
        let bare = hash.strip_prefix(self.provider.hash_prefix).unwrap_or(&hash);
        self.says_something(bare).then(|| bare.into())
    }

    /// A web address. Anything else in its place, a `javascript:` say, is not for people to follow.
    pub(crate) fn link(&self, paths: &[Path]) -> Option<String> {
        let web = |link: &String| {
            split_once(link, "://").is_some_and(|(scheme, rest)| {
                ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) && !rest.is_empty()
            })
        };
        self.text(paths).filter(web)
    }

    fn time(&self, paths: &[Path], warnings: &mut Vec<Warning>) -> Option<Time> {
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
    ) -> Option<Amount> {
        let applies = |field: &&AmountField| {
            field.role == role
                && (field.direction.is_none() || field.direction == direction)
                && (moved || !field.once_moved)
        };
        let field = fields.amounts.iter().find(applies)?;
        let digits = self.text(field.value)?;
        let Some(value) = decimal::plain(&digits) else {
            note(warnings, Warning::UnreadableAmount);
            return None;
        };
        if decimal::is_zero(&value) {
            return None;
        }
        let mut currency = self.text(field.currency);
        let mut network = self.text(field.network);
        let parts = currency.as_deref().and_then(|code| code.split_once('_'));
        if let (true, Some((coin, suffix))) = (field.network_suffix, parts) {
            let part = |part: &str| self.says_something(part).then(|| part.into());
            network = network.or_else(|| part(suffix));
            currency = part(coin);
        }
        Some(Amount { value, currency, network })
    }

    /// Whether a condition on the payload holds; conditions on anything else do not.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        match *condition {
            Condition::Has(path) => self.text(&[path]).is_some(),
            Condition::Is(path, text) => self.scalar(path).as_deref() == Some(text),
            Condition::PaidUnder | Condition::PaidOver | Condition::PaidLate | Condition::Previously(_) => {
                false
            }
        }
    }
}

/// The places of the orders in a list.
pub(crate) fn elements(payload: &dyn Payload, list: Path, inner: Path) -> Vec<(Node, Node)> {
    let Some(list) = find(payload, payload.root(), list) else { return Vec::new() };
    let items = payload.items(list).into_iter();
    items.map(|around| (around, find(payload, around, inner).unwrap_or(around))).collect()
}

/// Adds a warning once.
pub(crate) fn note(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}
