//! The words to show for an order, by locale and audience.
//!
//! Texts are for people. They may change in any release, so nobody may branch on them.

use alloc::string::String;
use alloc::vec::Vec;

use crate::order::Order;
use crate::vocabulary::{
    ActionKind, Audience, Direction, Finality, Fulfilment, Money, MoneyBasis, Reason, Status, When,
    vocabulary,
};

mod en;

vocabulary! {
    /// A language that texts are written in, as its BCP 47 tag.
    Locale {
        /// English.
        En = "en",
    }
}

impl Locale {
    /// The locale for a BCP 47 tag, such as a browser's `en-GB`: the one of its language, else English.
    #[must_use]
    pub fn closest(tag: &str) -> Self {
        let speaks = |locale: &&Self| {
            let language = locale.as_str().as_bytes();
            let (same, more) = tag.as_bytes().split_at_checked(language.len()).unwrap_or_default();
            same.eq_ignore_ascii_case(language) && matches!(more, [] | [b'-' | b'_', ..])
        };
        Self::ALL.iter().find(speaks).copied().unwrap_or(Self::En)
    }

    /// The direction of the script, as HTML's `dir` attribute takes it.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::En => "ltr",
        }
    }
}

/// What to show for an order.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Text {
    /// The language, for HTML's `lang` attribute.
    pub lang: &'static str,
    /// The direction of the script, for HTML's `dir` attribute.
    pub dir: &'static str,
    /// For a badge: at most 24 characters.
    pub short: &'static str,
    /// One line: at most 60 characters.
    pub title: String,
    /// One to four short sentences.
    pub body: String,
    /// A label for each action of the audience, in the order's own sequence.
    pub actions: Vec<ActionText>,
}

/// What to write on the button or line of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct ActionText {
    /// Which action it is.
    pub kind: ActionKind,
    /// Who does it.
    pub audience: Audience,
    /// The answer to "have you paid already?" that it depends on, if any.
    pub when: Option<When>,
    /// Two to four words.
    pub label: &'static str,
}

/// What a text is made from: codes alone, so that nothing a provider wrote can reach a customer.
#[derive(Clone, Copy, Debug)]
pub struct Codes<'a> {
    /// Where the order stands.
    pub status: Status,
    /// Why it stands there.
    pub reason: Option<Reason>,
    /// Where the customer's money, or what it buys, is.
    pub money: Money,
    /// How well founded `money` is.
    pub money_basis: Option<MoneyBasis>,
    /// Which way the order goes.
    pub direction: Option<Direction>,
    /// Whether goods may be handed over.
    pub fulfilment: Fulfilment,
    /// Whether the order can still move.
    pub finality: Finality,
    /// What each side can do next, first things first.
    pub actions: &'a [ActionCodes],
}

/// One action, in codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionCodes {
    /// What to do.
    pub kind: ActionKind,
    /// Who does it.
    pub audience: Audience,
    /// The answer to "have you paid already?" that it depends on, if any.
    pub when: Option<When>,
}

/// The text of an order for one audience. An integrator reads what a merchant reads.
#[must_use]
pub fn describe(order: &Order, locale: Locale, audience: Audience) -> Text {
    let actions: Vec<ActionCodes> = order
        .actions
        .iter()
        .map(|action| ActionCodes { kind: action.kind, audience: action.audience, when: action.when })
        .collect();
    let codes = Codes {
        status: order.status,
        reason: order.reason,
        money: order.money,
        money_basis: order.money_basis,
        direction: order.direction,
        fulfilment: order.fulfilment,
        finality: order.finality,
        actions: &actions,
    };
    describe_codes(&codes, locale, audience)
}

/// The text of an order that is known by its codes only: one that was stored, say.
#[must_use]
pub fn describe_codes(codes: &Codes<'_>, locale: Locale, audience: Audience) -> Text {
    let mut page = match locale {
        Locale::En => en::Page::new(codes, audience),
    };
    let mut actions = Vec::with_capacity(codes.actions.len());
    for &ActionCodes { kind, audience: side, when } in codes.actions {
        if side == audience {
            actions.push(ActionText { kind, audience, when, label: page.label(kind) });
        }
    }
    Text {
        lang: locale.as_str(),
        dir: locale.dir(),
        short: page.short(),
        title: page.title(),
        body: page.body(),
        actions,
    }
}

impl Codes<'_> {
    /// Ended without success.
    const fn ended(&self) -> bool {
        match self.status {
            Status::Failed | Status::Cancelled | Status::Expired => true,
            Status::Created
            | Status::AwaitingPayment
            | Status::PaymentSubmitted
            | Status::Paid
            | Status::Processing
            | Status::Delivering
            | Status::Completed
            | Status::OnHold
            | Status::RefundPending
            | Status::Refunded
            | Status::Reversed
            | Status::Unknown => false,
        }
    }

    /// The merchant has settled it in its own way, which nobody may call a success.
    fn settled(&self) -> bool {
        self.status == Status::Completed
            && (self.fulfilment == Fulfilment::MerchantDecides
                || self.reason == Some(Reason::MerchantResolved))
    }

    /// The provider itself says where the money is.
    fn stated(&self) -> bool {
        self.money_basis == Some(MoneyBasis::Stated)
    }

    /// The actions of one audience, without those for a customer who has paid already.
    fn next(&self, audience: Audience) -> impl Iterator<Item = ActionKind> {
        self.actions
            .iter()
            .filter(move |action| action.audience == audience && action.when != Some(When::Paid))
            .map(|action| action.kind)
    }

    /// Whom a customer is asked to contact, first one who has paid already.
    fn contact(&self) -> Option<&ActionCodes> {
        let mut found = None;
        for action in self.actions {
            if matches!(action.kind, ActionKind::ContactProvider | ActionKind::ContactMerchant) {
                if action.when == Some(When::Paid) {
                    return Some(action);
                }
                found = found.or(Some(action));
            }
        }
        found
    }

    /// What holds for a customer who has paid or sent already, where the text must say it.
    fn already(&self) -> Option<Already> {
        // Whether the customer's side of it is open: what is stated or has moved on needs no "if".
        let open = match self.money {
            Money::NotTaken => !self.stated(),
            Money::Incoming | Money::Unknown => true,
            Money::Held | Money::Outgoing | Money::Delivered | Money::Returning | Money::Returned => false,
        };
        let back = matches!(self.money, Money::Returning | Money::Returned);
        if self.finality == Finality::Reopenable && self.ended() && !back {
            return Some(Already::Continues);
        }
        if self.contact().is_some_and(|action| action.when == Some(When::Paid)) {
            return Some(Already::Contact);
        }
        let last = self.finality == Finality::Final;
        if !open {
            None
        } else if self.ended() || self.status == Status::Unknown {
            Some(if last { Already::Contact } else { Already::NotAgain })
        } else if self.status == Status::AwaitingPayment && !last {
            Some(Already::ShowsLater)
        } else {
            None
        }
    }
}

/// What holds for a customer who has paid or sent already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Already {
    /// The same order goes on by itself.
    Continues,
    /// Somebody must be asked.
    Contact,
    /// It can take a while until the provider shows it.
    ShowsLater,
    /// Nothing is decided.
    NotAgain,
}
