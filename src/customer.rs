//! What a payload says of a customer: how far the onboarding has come, whether the account can be used, and what may be done.
//!
//! A customer's payload is full of personal data, and none of it comes out: words of ours do, the time of the change, and
//! of the provider's own words those about the onboarding, the account and what is missing, as far as they look like codes.

use alloc::string::String;
use alloc::vec::Vec;

use crate::context::Context;
use crate::draft::Warnings;
use crate::error::{Error, ErrorCode};
use crate::normalize::{claims, orders, read, refused, unwrapped};
use crate::read::{Arena, Reading};
use crate::recognise::{known, recognise};
use crate::row::Says;
use crate::tables::{Fact, Holds, Provider, Shape, Signal, Span, Spot};
use crate::text::copied;
use crate::time::Time;
use crate::vocabulary::{
    Account, ActionKind, Actor, Finality, Onboarding, OpenOrder, Permission, Requirement, Scope, SourceKind,
    Status, Trust, Warning,
};

/// How a customer stands with a provider.
///
/// One payload says only what it knows, and all else is `Unknown`: keep what you know of a customer member by member. It
/// carries no personal data, and no id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Customer {
    /// Who sent the payload: `"transak"`.
    pub provider: &'static str,
    /// How the provider said it.
    pub kind: SourceKind,
    /// How the payload reached the caller.
    pub trust: Trust,
    /// For what it holds: for the customer, or for one quote.
    pub scope: Scope,
    /// How far the customer has come in proving an identity.
    pub onboarding: Onboarding,
    /// Whether the account can be used. A disabled one is a signal for your own risk rules; nothing is blocked here.
    pub account: Account,
    /// Whether an order of the customer is under way, which is to be gone on with before another one.
    pub open_order: OpenOrder,
    /// Whether the customer may order now. `Yes` needs the trust `api` or `verified`; and whoever may order can be asked for more
    /// all the same.
    pub may_order: Permission,
    /// Whether what was refused may be handed in again.
    pub may_retry: Permission,
    /// What the customer must hand in, in the provider's sequence.
    pub missing: Vec<Missing>,
    /// What to offer the customer first; none where nothing stands in the way, or nothing is known.
    pub next: Option<ActionKind>,
    /// The provider's own words, untouched. For logs; branch on the others.
    pub words: CustomerWords,
    /// Since when that is so.
    pub updated: Option<Time>,
    /// The page that describes the payload.
    pub docs: &'static str,
    /// What else to know.
    pub warnings: Vec<Warning>,
}

/// Something that a customer must hand in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Missing {
    /// What it is.
    pub kind: Requirement,
    /// The provider's own word for it, untouched; none where it has none, or one that does not look like a code.
    pub word: Option<String>,
}

/// The provider's own words about a customer. One that does not look like a code, as what a customer wrote does not, is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct CustomerWords {
    /// About the onboarding.
    pub onboarding: Option<String>,
    /// About the account.
    pub account: Option<String>,
}

/// What one payload says of a customer: an answer about a user or about what a quote requires, a webhook about a
/// verification, or the list of a customer's open orders where the provider has one.
///
/// Of the context, what counts is `trust`, `kind` and `limits`.
///
/// ```
/// use orderstate::{Account, Context, Onboarding, Trust, normalize_customer};
///
/// let body = br#"{"data":{"status":"ACTIVE","kyc":{"status":"APPROVED","type":"STANDARD"}}}"#;
/// let customer = normalize_customer("transak", body, &Context::default().trusted_as(Trust::Api))?;
/// assert_eq!((customer.onboarding, customer.account), (Onboarding::Approved, Account::Active));
/// # Ok::<(), orderstate::Error>(())
/// ```
///
/// # Errors
///
/// `order_payload` for what is about orders; `no_customer` for what says nothing of a customer, and for all that comes from a
/// provider that documents no such payload; `problem_payload`; those that [`normalize`](crate::normalize) has for what cannot be
/// read or recognised.
pub fn normalize_customer(provider: &str, payload: &[u8], context: &Context) -> Result<Customer, Error> {
    let context = Context { provider: Some(provider.into()), ..context.clone() };
    customer(&read(payload, &context, &Arena::new())?, &context)
}

/// The same of a payload that can be asked for its fields, and a context that names the provider.
pub(crate) fn customer(payload: &Reading<'_>, context: &Context) -> Result<Customer, Error> {
    context.check()?;
    let provider = known(context.provider.as_deref().unwrap_or_default())?;
    let documented = provider.shapes.rows().iter().any(|shape| matches!(shape.holds, Holds::Customer(..)));
    match recognise(payload, context.provider.as_deref()) {
        Ok((_, shape)) => open(payload, provider, shape, 0, context),
        Err(_) if !documented => {
            let why = ["`", provider.id.as_str(), "` documents no payload about a customer"];
            Err(Error::new(ErrorCode::NoCustomer, &why))
        }
        Err(error) => Err(error),
    }
}

fn open(
    payload: &Reading<'_>,
    provider: &'static Provider,
    shape: &'static Shape,
    wrappings: u8,
    context: &Context,
) -> Result<Customer, Error> {
    let inner = |bytes: &[u8]| {
        let wrappings = wrappings.saturating_add(1);
        let (json, inside) = unwrapped(bytes, payload.arena, provider, shape, wrappings, context.limits)?;
        open(&json, provider, inside, wrappings, context)
    };
    match shape.holds {
        Holds::Customer(scope, signals) => {
            let mut heard = Heard::default();
            signals.rows().iter().for_each(|signal| heard.hear(payload, signal));
            Ok(heard.customer(provider, shape, scope, context))
        }
        Holds::Many(_) if shape.of_a_customer => {
            let mut heard = Heard { open_order: Some(OpenOrder::None), ..Heard::default() };
            orders(payload, context, &mut |order, _| {
                heard.order(order.rule.status, order.rule.finality, order.rule.actor)
            })?;
            Ok(heard.customer(provider, shape, Scope::Customer, context))
        }
        Holds::One | Holds::Many(_) => Err(refused(provider, shape, ErrorCode::OrderPayload)),
        Holds::Token(spot) => inner(&claims(payload.scalar_called(spot).unwrap_or_default())?),
        Holds::Text(spot) => inner(payload.scalar_called(spot).unwrap_or_default().as_bytes()),
        Holds::Other(ErrorCode::NoOrder) => Err(refused(provider, shape, ErrorCode::NoCustomer)),
        Holds::Other(code) => Err(refused(provider, shape, code)),
    }
}

/// What was heard of a customer, and none where nothing was. Of several words the one further down its list counts, which
/// `Unknown` is: a word that no table knows could have said anything.
#[derive(Default)]
struct Heard {
    onboarding: Option<Onboarding>,
    account: Option<Account>,
    open_order: Option<OpenOrder>,
    /// Whether such an order waits for the customer.
    waits: bool,
    may_order: Option<Permission>,
    may_retry: Option<Permission>,
    missing: Vec<Missing>,
    words: CustomerWords,
    updated: Option<Time>,
    warnings: Warnings,
}

impl Heard {
    fn hear(&mut self, payload: &Reading<'_>, signal: &Signal) {
        let said = |spots: Span<Spot>| spots.spots().iter().find_map(|spot| said(payload, *spot));
        match *signal {
            Signal::Onboarding(spots, facts) => {
                let Some(word) = said(spots) else { return };
                let before = self.onboarding;
                if !self.says(word, facts) {
                    self.onboarding = Some(Onboarding::Unknown);
                    self.warnings.note(Warning::UnknownWord);
                }
                // The word that counts.
                if self.onboarding > before {
                    self.words.onboarding = code(word);
                }
            }
            Signal::Account(spots, facts) => {
                let Some(word) = said(spots) else { return };
                self.words.account = code(word);
                if !self.says(word, facts) {
                    self.account = Some(Account::Unknown);
                    self.warnings.note(Warning::UnknownWord);
                }
            }
            Signal::Beside(spot, facts) => {
                if let Some(word) = self::said(payload, spot) {
                    self.says(word, facts);
                }
            }
            Signal::Null(spot, kind) => {
                // Whoever has handed everything in misses nothing.
                let going = self.onboarding < Some(Onboarding::InReview);
                if going && payload.stands(spot) && payload.kind(spot).is_none() {
                    self.missing.push(Missing { kind, word: None });
                }
            }
            Signal::Missing(list, spot, facts) => {
                let before = self.missing.len();
                payload.each(list, &mut |element| {
                    let word = self::said(element, spot).unwrap_or_default();
                    if !self.says(word, facts) {
                        self.missing.push(Missing { kind: Requirement::Unknown, word: code(word) });
                        self.warnings.note(Warning::UnknownWord);
                    }
                });
                if self.missing.len() > before {
                    self.onboarding = self.onboarding.max(Some(Onboarding::ActionRequired));
                }
            }
            Signal::Changed(spots) => self.updated = said(spots).and_then(Time::parse),
        }
    }

    /// Takes what facts there are for a word; whether there is one.
    fn says(&mut self, word: &str, facts: Span<Fact>) -> bool {
        let mut found = false;
        for Fact { word: wanted, says } in facts.rows() {
            if !wanted.is_empty() && !wanted.as_str().eq_ignore_ascii_case(word) {
                continue;
            }
            found = true;
            match *says {
                Says::Onboarding(said) => self.onboarding = self.onboarding.max(Some(said)),
                Says::Account(said) => self.account = self.account.max(Some(said)),
                Says::MayOrder(said) => self.may_order = self.may_order.max(Some(said)),
                Says::MayRetry(said) => self.may_retry = self.may_retry.max(Some(said)),
                Says::Missing(kind) => self.missing.push(Missing { kind, word: code(word) }),
            }
        }
        found
    }

    /// An order of the customer's, of which only counts whether it is under way.
    fn order(&mut self, status: Status, finality: Finality, actor: Actor) {
        let state = match (status, finality) {
            (Status::Unknown, _) => {
                self.warnings.note(Warning::UnknownWord);
                OpenOrder::Unknown
            }
            (_, Finality::Open) => OpenOrder::Open,
            (_, Finality::Reopenable | Finality::Final) => OpenOrder::None,
        };
        self.waits |= state == OpenOrder::Open && actor == Actor::Customer;
        // One that is open is enough, whatever the others are.
        if self.open_order != Some(OpenOrder::Open) && state != OpenOrder::None {
            self.open_order = Some(state);
        }
    }

    fn customer(
        mut self,
        provider: &'static Provider,
        shape: &'static Shape,
        scope: Scope,
        context: &Context,
    ) -> Customer {
        let kind = context.kind.unwrap_or(shape.kind);
        let browser = |kind| matches!(kind, SourceKind::Widget | SourceKind::Redirect);
        let trust = if browser(kind) || browser(shape.kind) {
            Trust::Hint
        } else {
            context.trust.unwrap_or(Trust::Unverified)
        };
        let mut may_order = self.may_order.unwrap_or(Permission::Unknown);
        let warning = match trust {
            Trust::Verified | Trust::Api => None,
            Trust::Unverified => Some(Warning::Unverified),
            Trust::Hint => Some(Warning::HintOnly),
        };
        if let Some(warning) = warning {
            self.warnings.note(warning);
            if may_order == Permission::Yes {
                may_order = Permission::Unknown;
            }
        }
        Customer {
            provider: provider.id.as_str(),
            kind,
            trust,
            scope,
            next: self.next(),
            onboarding: self.onboarding.unwrap_or(Onboarding::Unknown),
            account: self.account.unwrap_or(Account::Unknown),
            open_order: self.open_order.unwrap_or(OpenOrder::Unknown),
            may_order,
            may_retry: self.may_retry.unwrap_or(Permission::Unknown),
            missing: self.missing,
            words: self.words,
            updated: self.updated,
            docs: shape.docs.as_str(),
            warnings: self.warnings.list(),
        }
    }

    /// What to offer first: the account before the order, and that before the onboarding.
    fn next(&self) -> Option<ActionKind> {
        match (self.account, self.open_order) {
            (Some(Account::Disabled | Account::Restricted), _) => return Some(ActionKind::ContactProvider),
            (_, Some(OpenOrder::Open)) => {
                return Some(if self.waits { ActionKind::ResumeOrder } else { ActionKind::Wait });
            }
            (
                Some(Account::Active | Account::Unknown) | None,
                Some(OpenOrder::None | OpenOrder::Unknown) | None,
            ) => {}
        }
        match self.onboarding? {
            Onboarding::NotStarted | Onboarding::InProgress | Onboarding::ActionRequired => {
                Some(ActionKind::VerifyIdentity)
            }
            Onboarding::Rejected if self.may_retry == Some(Permission::Yes) => {
                Some(ActionKind::VerifyIdentity)
            }
            Onboarding::Rejected => Some(ActionKind::ContactProvider),
            Onboarding::InReview => Some(ActionKind::Wait),
            Onboarding::Approved | Onboarding::Unknown => None,
        }
    }
}

/// The text at a place, without blanks around it.
fn said<'a>(payload: &Reading<'a>, spot: Spot) -> Option<&'a str> {
    payload.scalar_called(spot).map(str::trim).filter(|text| !text.is_empty())
}

/// How long a code may be.
const LONGEST_CODE: usize = 40;

/// A word that is made as codes are, of letters and `_`. A name of two words, an address, a number, a date, an id or a link is
/// none; a name of one word would be, but stands at no such place.
fn code(word: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    (!word.is_empty() && word.len() <= LONGEST_CODE && word.bytes().all(fits)).then(|| copied(word))
}
