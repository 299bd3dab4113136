//! Whether a webhook is from whom it says.
//!
//! Whoever knows the address of a webhook can post there, so what comes is worth nothing until it is proven. [`verify`] does
//! that and says what the payload means, in one step, so that nothing can be read that was not proven: its order has the trust
//! [`verified`](crate::Trust::Verified), which nothing else can give. It is pure: it reads no clock and keeps nothing.
//!
//! ```
//! use orderstate::webhook::{Request, Secret, verify};
//! use orderstate::{Context, Fulfilment, Time, Trust};
//!
//! let signature = "1d24e0e26114721d0332f5d089f71a7309011094473126d705b0eb70287c62d4";
//! let request = Request {
//!     method: "POST",
//!     url: "https://shop.example/hooks/banxa",
//!     headers: &[("authorization", &format!("Bearer name-of-the-key:{signature}:1769863716"))],
//!     body: br#"{"order_id":"e82c57b2","status":"complete","status_date":"2026-01-31 12:48:36","order_type":"BUY"}"#,
//! };
//! // In a program, the present: whoever recorded the request can send it again.
//! let context = Context::default().at(Time::from_millis(1_769_863_720_000).unwrap());
//!
//! let delivery = verify("banxa", &request, &[Secret::from("our own")], &context)?;
//! let order = delivery.order?;
//! assert_eq!((order.trust, order.fulfilment), (Trust::Verified, Fulfilment::Yes));
//!
//! let refusal = verify("banxa", &request, &[Secret::from("another")], &context).unwrap_err();
//! assert_eq!(refusal.code().as_str(), "signature_mismatch");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Replays
//!
//! Whoever can record a request can send it again. What a provider dates is refused once its time is too far from the
//! context's `now`. Until then, and where nothing is dated, remember the [`Delivery::event_id`] and pass over what you had: a
//! replay has the same one, and so has what the provider itself sends twice.

mod digest;
mod scheme;
mod signed;
mod sorted;
mod token;

use alloc::string::String;
use alloc::vec::Vec;

use ctutils::CtEq as _;
use zeroize::Zeroizing;

pub(crate) use self::scheme::*;
use crate::context::Context;
use crate::error::Error;
use crate::normalize::{counted, orders, read};
use crate::order::Order;
use crate::read::{Arena, Reading};
use crate::tables::{Provider, Spot, named};
use crate::vocabulary::{SourceKind, vocabulary};

/// That a signature was checked. Nobody but this module can make one, and no order has the trust `verified` without.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proof(());

/// A request as it was received. It is not printed: its headers and its body are nobody else's business.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// `POST`.
    pub method: &'a str,
    /// The address that was asked, whole or from the path on, as the provider knows it. Where a proxy changes the path, put the
    /// provider's back: some sign it.
    pub url: &'a str,
    /// Names and values. Upper and lower case of a name are the same; a header that comes twice is given twice.
    pub headers: &'a [(&'a str, &'a str)],
    /// The bytes as they came, before anything has parsed them.
    pub body: &'a [u8],
}

/// What only the provider and you know. It is not printed, and wiped when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes bytes that are a secret.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.as_bytes().to_vec())
    }
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret")
    }
}

/// A webhook that its provider sent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// Who sent it.
    pub provider: &'static str,
    /// What tells this event from the provider's others: its own id, where it gives one, else the SHA-256 of what was proven, in
    /// hexadecimal digits. What comes a second time has the same one.
    pub event_id: String,
    /// Whether the proof covers nothing of what the body says. Then the order's trust is `unverified`: look it up before
    /// you act on it.
    pub must_confirm: bool,
    /// What it says of its order, or why it says nothing of one: it may be about a customer.
    pub order: Result<Order, Error>,
    /// The bytes that say it: the body, or the claims of the token in it.
    pub payload: Vec<u8>,
}

vocabulary! {
    /// Why a webhook is not believed.
    RefusalCode {
        /// It carries no signature where its provider puts one.
        SignatureMissing = "signature_missing",
        /// None of the secrets makes this signature of what came.
        SignatureMismatch = "signature_mismatch",
        /// Its token asks for another algorithm than the provider uses, or for an extension.
        AlgorithmRefused = "algorithm_refused",
        /// It was right, and its time is over.
        Expired = "expired",
        /// It is from the future: one of the two clocks is wrong.
        NotYetValid = "not_yet_valid",
        /// It was right, and its nonce is too far from the present: somebody may have recorded it.
        ReplayedNoncePossible = "replayed_nonce_possible",
        /// It has not the form that the provider gives it.
        Malformed = "malformed",
        /// Its body is larger than the context allows.
        TooLarge = "too_large",
        /// No secret was given, or an empty one, with which anybody could sign.
        SecretMissing = "secret_missing",
        /// It is dated, and the context has no `now`.
        NowMissing = "now_missing",
        /// There is no such provider, or its webhooks cannot be proven here.
        ProviderUnsupported = "provider_unsupported",
        /// What was passed is no request: its body is not bytes, say.
        Unreadable = "unreadable",
    }
}

impl RefusalCode {
    /// What to do about it, in one sentence.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::SignatureMissing | Self::Malformed | Self::AlgorithmRefused => {
                "answer 401: it is not from the provider, unless something on the way has changed it"
            }
            Self::SignatureMismatch => {
                "answer 401, and check that the secret is right and the body is what was received, before anything parsed it"
            }
            Self::Expired | Self::ReplayedNoncePossible => {
                "answer 401, and ask the provider for the order's status if you have not had this event"
            }
            Self::NotYetValid => "check the clock of this machine",
            Self::TooLarge => "raise `context.limits.bytes` if a body of this size is expected",
            Self::SecretMissing => {
                "pass the secret that the provider signs with, or several while it changes"
            }
            Self::NowMissing => "pass the present time as `now`",
            Self::ProviderUnsupported => "ask the provider's API what it says of the order",
            Self::Unreadable => "pass `method`, `url`, `headers`, and as `body` the bytes that were received",
        }
    }
}

/// Why a webhook is not believed. Its sentences are fixed: nothing that was received is in them, and no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    code: RefusalCode,
    message: &'static str,
}

impl Refusal {
    const fn new(code: RefusalCode, message: &'static str) -> Self {
        Self { code, message }
    }

    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) const UNREADABLE: Self =
        Self::new(RefusalCode::Unreadable, "what was passed is not a request as it was received");

    /// What was wrong. Branch on this.
    #[must_use]
    pub const fn code(&self) -> RefusalCode {
        self.code
    }

    /// What was wrong, in one line to log.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        self.message
    }
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.message)
    }
}

impl core::error::Error for Refusal {}

/// Proves that a webhook is from its provider, and says what it means.
///
/// The secrets are what the provider signs with: of `transak` the partner access token, of `banxa` the API secret, of
/// `baanx` and `moonpay` the webhook's API key, of `btcpay`, `coinbase`, `coinbase-commerce`, `onramper` and `stripe` the
/// webhook's secret, of `mercuryo` the Sign Key, of `nowpayments` the IPN secret key, of `onramp-money` the API secret, of
/// `mugglepay` the token that the order was made with. While one takes the place of another, pass both.
///
/// Of the context, `now` and `tolerance` decide whether it is too old; `provider`, `kind` and `trust` follow from the webhook,
/// and are not looked at.
///
/// # Errors
///
/// A [`Refusal`], with every [`RefusalCode`] but `unreadable`. What was proven and is not about an order is none:
/// see [`Delivery::order`].
pub fn verify(
    provider: &str,
    request: &Request<'_>,
    secrets: &[Secret],
    context: &Context,
) -> Result<Delivery, Refusal> {
    let arena = Arena::new();
    let secrets: Vec<&[u8]> = secrets.iter().map(|secret| secret.0.as_slice()).collect();
    let proven = check(provider, request, &secrets, context, &arena)?;
    let context = proven.context(context);
    let must_confirm = proven.must_confirm();
    let mut only = None;
    let mut count = 0_usize;
    let order = proven
        .json
        .and_then(|payload| {
            orders(&payload, &context, &mut |order, _| {
                count = count.saturating_add(1);
                only = Some(order.to_order());
            })
        })
        .and_then(|()| counted(count))
        .and_then(|()| only.ok_or_else(crate::normalize::no_order));
    Ok(Delivery {
        provider: proven.provider.id.as_str(),
        event_id: proven.event_id,
        must_confirm,
        order,
        payload: proven.payload.to_vec(),
    })
}

/// The text that a vendor's own plugins give with an order, for it to come back in webhooks: pass it to [`verify`] as the secret.
///
/// `variant` is the name of the recipe: of `mugglepay` there are `plain`, of its SDK, and `fiat`, of its plugins for shops. None
/// where there is no such recipe.
///
/// ```
/// use orderstate::webhook::{Secret, derive_token};
///
/// let token = derive_token("mugglepay", "plain", "order-1", &Secret::from("our own"));
/// assert_eq!(token.unwrap().len(), 32);
/// ```
#[must_use]
pub fn derive_token(provider: &str, variant: &str, reference: &str, secret: &Secret) -> Option<String> {
    derived(provider, variant, reference, &secret.0)
}

pub(crate) fn derived(provider: &str, variant: &str, reference: &str, secret: &[u8]) -> Option<String> {
    let Scheme::Echo(echo) = named(provider)?.webhook.scheme else { return None };
    let derivation = echo.derivations.iter().find(|derivation| derivation.name == variant)?;
    Some(digest::derived(derivation, reference.as_bytes(), secret))
}

/// What was proven.
pub(crate) struct Proven<'a> {
    pub provider: &'static Provider,
    pub event_id: String,
    pub payload: &'a [u8],
    /// The same, read.
    pub json: Result<Reading<'a>, Error>,
    /// None where the proof does not cover the payload.
    proof: Option<Proof>,
}

impl Proven<'_> {
    /// In which the payload is read.
    pub(crate) fn context(&self, context: &Context) -> Context {
        Context {
            provider: Some(self.provider.id.as_str().into()),
            kind: Some(SourceKind::Webhook),
            trust: None,
            proof: self.proof.clone(),
            ..context.clone()
        }
    }

    pub(crate) fn must_confirm(&self) -> bool {
        self.proof.is_none()
    }
}

/// Proves that a webhook is from its provider.
pub(crate) fn check<'a>(
    provider: &str,
    request: &Request<'a>,
    secrets: &[&[u8]],
    context: &Context,
    arena: &'a Arena,
) -> Result<Proven<'a>, Refusal> {
    let provider = named(provider)
        .filter(|provider| !matches!(provider.webhook.scheme, Scheme::Unknown))
        .ok_or(UNSUPPORTED)?;
    if secrets.is_empty() || secrets.iter().any(|secret| secret.is_empty()) {
        return Err(NO_SECRET);
    }
    if request.body.len() > context.limits.bytes {
        return Err(TOO_LARGE);
    }
    let body = request.body;
    let json = |body| Reading::of_json(body, context.limits, arena).map_err(|_| NOT_JSON);
    let proven = match provider.webhook.scheme {
        Scheme::Unknown => Err(UNSUPPORTED),
        Scheme::Token(at) => json(body)
            .and_then(|json| json.text(at).ok_or(missing("the body carries no token")))
            .and_then(|token| token::claims(token, secrets, context, arena))
            .map(|(claims, json)| (claims, Ok(json), Some(Proof(())))),
        Scheme::Signed(scheme) => {
            // Put in order, it is what was signed, so nothing else is read.
            let sorted = || sorted::sorted(body, context.limits).ok_or(NOT_JSON);
            let body = if scheme.over.iter().any(|part| matches!(part, Part::Sorted)) {
                sorted().map(|body| &*arena.alloc_slice_copy(&body))
            } else {
                Ok(body)
            };
            body.and_then(|body| {
                signed::signed(&scheme, &Request { body, ..*request }, secrets, context)
                    .map(|proof| (body, read(body, context, arena), proof))
            })
        }
        Scheme::Echo(echo) => {
            json(body).and_then(|json| echoed(echo.places, &json, secrets).map(|()| (body, Ok(json), None)))
        }
    };
    digest::wipe_stack();
    let (payload, json, proof) = proven?;
    let own = json.as_ref().ok().and_then(|json| json.first_text(provider.webhook.event.spots()));
    let event_id = own.map_or_else(|| digest::of(payload), Into::into);
    Ok(Proven { provider, event_id, payload, json, proof })
}

const NOT_JSON: Refusal = malformed("the body is not JSON");
const UNSUPPORTED: Refusal =
    Refusal::new(RefusalCode::ProviderUnsupported, "this provider's webhooks cannot be proven here");
const NO_SECRET: Refusal =
    Refusal::new(RefusalCode::SecretMissing, "there is no secret to check it with, or an empty one");
const TOO_LARGE: Refusal = Refusal::new(RefusalCode::TooLarge, "the body is larger than the limit");
const NO_NOW: Refusal =
    Refusal::new(RefusalCode::NowMissing, "it is dated, and the present time is not given");
const MISMATCH: Refusal =
    Refusal::new(RefusalCode::SignatureMismatch, "none of the secrets makes this signature of it");

const EXPIRED: Refusal = Refusal::new(RefusalCode::Expired, "it was sent too long ago");
const EARLY: Refusal = Refusal::new(RefusalCode::NotYetValid, "it is from the future");

const fn malformed(message: &'static str) -> Refusal {
    Refusal::new(RefusalCode::Malformed, message)
}

const fn missing(message: &'static str) -> Refusal {
    Refusal::new(RefusalCode::SignatureMissing, message)
}

/// Compares the texts that came back.
fn echoed(places: &[Spot], json: &Reading<'_>, secrets: &[&[u8]]) -> Result<(), Refusal> {
    let mut any = false;
    for at in places {
        if json.kind(*at).is_none() {
            continue;
        }
        let text = json.text(*at).ok_or(malformed("the token that comes back is not a string"))?;
        // All are compared, so that the time does not say which it is.
        let same = |same: bool, secret: &&[u8]| same | bool::from(text.as_bytes().ct_eq(*secret));
        if !secrets.iter().fold(false, same) {
            return Err(MISMATCH);
        }
        any = true;
    }
    if any { Ok(()) } else { Err(missing("the body has no token that comes back")) }
}
