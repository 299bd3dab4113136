//! The way of the data, on one screen: read, recognise, extract, look up, refine.

use alloc::vec::Vec;

use crate::context::{Context, Limits};
use crate::draft::Draft;
use crate::error::{Error, ErrorCode};
use crate::extract::{Place, Said};
use crate::order::Order;
use crate::read::{Arena, Reading, query};
use crate::recognise::{known, recognise, shape_of};
use crate::refine::{Situation, refine};
use crate::row::{Carrier, Slot};
use crate::tables::{Holds, Provider, ROOT, Shape};
use crate::text::{contains, split_once};
use crate::vocabulary::SourceKind;

/// Payloads within payloads that are opened: a token in a text in a frame, and no more.
const MAX_WRAPPINGS: u8 = 3;

/// What one payload says about its one order.
///
/// The payload is JSON, a URL, or a URL's query, as text in UTF-8.
///
/// # Errors
///
/// Every [`ErrorCode`] but `not_a_problem`; a word that no table knows is none of them.
///
/// ```
/// use orderstate::{Context, Status, normalize};
///
/// let body = br#"{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}"#;
/// let order = normalize(body, &Context::default())?;
/// assert_eq!((order.provider, order.status), ("banxa", Status::Expired));
/// # Ok::<(), orderstate::Error>(())
/// ```
pub fn normalize(payload: &[u8], context: &Context) -> Result<Order, Error> {
    let mut count = 0_usize;
    let mut only = None;
    orders(&read(payload, context, &Arena::new())?, context, &mut |order, _| {
        count = count.saturating_add(1);
        only = Some(order.to_order());
    })?;
    counted(count)?;
    only.ok_or_else(no_order)
}

/// What one payload says about all its orders: one or many.
///
/// # Errors
///
/// As [`normalize`], but for `many_orders`. An empty list is no error.
pub fn normalize_all(payload: &[u8], context: &Context) -> Result<Vec<Order>, Error> {
    let mut all = Vec::new();
    orders(&read(payload, context, &Arena::new())?, context, &mut |order, _| all.push(order.to_order()))?;
    Ok(all)
}

/// What a status word, or an event's name, means where it stands alone: in a database column, say.
///
/// # Errors
///
/// `bad_context`, for a provider that there is not or a context that cannot be.
pub fn normalize_word(provider: &str, word: &str, context: &Context) -> Result<Order, Error> {
    Ok(of_word(provider, word, context, &Arena::new())?.to_order())
}

/// The order of a payload in which nothing stands but this word.
pub(crate) fn of_word<'a>(
    provider: &str,
    word: &'a str,
    context: &Context,
    arena: &'a Arena,
) -> Result<Draft<'a>, Error> {
    context.check()?;
    Ok(of_words(known(provider)?, word, None, context, arena))
}

/// The same, of a code as well that says why.
pub(crate) fn of_words<'a>(
    provider: &'static Provider,
    word: &'a str,
    detail: Option<&'a str>,
    context: &Context,
    arena: &'a Arena,
) -> Draft<'a> {
    let payload = &Reading::nothing(Carrier::Query, ROOT, arena);
    let place = Place { payload, provider, shape: &Shape::NONE };
    let mut draft = Draft::nothing(provider, context.kind.unwrap_or(SourceKind::Word));
    if place.says_something(word) || place.is_word(word) {
        draft.said.set(Slot::Word, word);
    }
    if let Some(detail) = detail {
        draft.said.set(Slot::Detail, detail);
    }
    refine(&mut draft, &Situation { place, hint: false, context });
    draft
}

/// Refuses any number of orders but one.
pub(crate) fn counted(count: usize) -> Result<(), Error> {
    match count {
        0 => Err(no_order()),
        1 => Ok(()),
        _ => Err(Error::many_orders(count)),
    }
}

pub(crate) fn no_order() -> Error {
    Error::new(ErrorCode::NoOrder, &["the payload carries no order"])
}

/// Text or bytes as a payload that can be asked for its fields.
pub(crate) fn read<'a>(payload: &'a [u8], context: &Context, arena: &'a Arena) -> Result<Reading<'a>, Error> {
    let limits = context.limits;
    if payload.len() > limits.bytes {
        return Err(Error::too_large(payload.len(), limits.bytes));
    }
    let json = matches!(payload.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
    let text = if json { None } else { core::str::from_utf8(payload).ok() };
    let query = text.and_then(|text| query::from_text(text, arena));
    query.map_or_else(|| Reading::of_json(payload, limits, arena), Ok)
}

/// Whoever is given the orders of a payload, one by one, and where each was found.
pub(crate) type Taker<'t> = &'t mut dyn FnMut(&Draft<'_>, &Trail<'_, '_>);

/// Where an order, or a payload within the payload, was found.
pub(crate) struct Trail<'t, 'a> {
    pub place: Place<'t, 'a>,
    /// Which element of a list it is.
    pub position: usize,
    /// What wraps it.
    pub around: Option<&'t Self>,
}

/// The orders of a payload that can be asked for its fields.
pub(crate) fn orders(payload: &Reading<'_>, context: &Context, take: Taker<'_>) -> Result<(), Error> {
    context.check()?;
    let (provider, shape) = recognise(payload, context.provider.as_deref())?;
    let hint = matches!(shape.kind, SourceKind::Widget | SourceKind::Redirect);
    let outside = Outside { kind: shape.kind, hint, around: None, wrappings: 0, context };
    open(payload, provider, shape, &outside, take)
}

/// What is known of an inner payload from what wraps it.
struct Outside<'o, 'a> {
    kind: SourceKind,
    hint: bool,
    around: Option<(&'o Said<'a>, &'o Trail<'o, 'a>)>,
    wrappings: u8,
    context: &'o Context,
}

fn open<'a>(
    payload: &Reading<'a>,
    provider: &'static Provider,
    shape: &'static Shape,
    outside: &Outside<'_, 'a>,
    take: Taker<'_>,
) -> Result<(), Error> {
    match shape.holds {
        Holds::One => order(Place { payload, provider, shape }, 0, outside, take),
        Holds::Many(list) => {
            let mut position = 0;
            payload.each(list, &mut |payload| {
                order(Place { payload, provider, shape }, position, outside, take);
                position += 1;
            });
        }
        Holds::Token(spot) => {
            let token = payload.scalar_called(spot).unwrap_or_default();
            inner(payload.arena.alloc_slice_copy(&claims(token)?), payload, provider, shape, outside, take)?;
        }
        Holds::Text(spot) => {
            let text = payload.scalar_called(spot).unwrap_or_default();
            inner(text.as_bytes(), payload, provider, shape, outside, take)?;
        }
        Holds::Customer(..) => return Err(refused(provider, shape, ErrorCode::CustomerPayload)),
        Holds::Other(code) => return Err(refused(provider, shape, code)),
    }
    Ok(())
}

/// That a payload is of a shape that is not what was asked for.
#[cold]
pub(crate) fn refused(provider: &Provider, shape: &Shape, code: ErrorCode) -> Error {
    let what = ["the payload is `", provider.id.as_str(), "`'s, of the shape `", shape.name.as_str(), "`"];
    Error::new(code, &what)
}

/// The order of a payload, or of an element of its list.
fn order<'a>(place: Place<'_, 'a>, position: usize, outside: &Outside<'_, 'a>, take: Taker<'_>) {
    let context = outside.context;
    let mut draft = Draft::nothing(place.provider, context.kind.unwrap_or(outside.kind));
    draft.said.read(&place);
    if let Some((outer, _)) = outside.around {
        draft.said.fill(outer);
    }
    refine(&mut draft, &Situation { place, hint: outside.hint, context });
    take(&draft, &Trail { place, position, around: outside.around.map(|(_, trail)| trail) });
}

fn inner<'a>(
    bytes: &'a [u8],
    payload: &Reading<'a>,
    provider: &'static Provider,
    shape: &'static Shape,
    outside: &Outside<'_, 'a>,
    take: Taker<'_>,
) -> Result<(), Error> {
    let wrappings = outside.wrappings.saturating_add(1);
    let (json, inside) = unwrapped(bytes, payload.arena, provider, shape, wrappings, outside.context.limits)?;
    let place = Place { payload, provider, shape };
    let mut said = Said::nothing();
    said.read(&place);
    if let Some((outer, _)) = outside.around {
        said.fill(outer);
    }
    let hint = outside.hint || matches!(inside.kind, SourceKind::Widget | SourceKind::Redirect);
    let trail = Trail { place, position: 0, around: outside.around.map(|(_, trail)| trail) };
    let around = Some((&said, &trail));
    open(&json, provider, inside, &Outside { hint, around, wrappings, ..*outside }, take)
}

/// A payload within a payload, and which of the provider's shapes it has.
pub(crate) fn unwrapped<'a>(
    bytes: &'a [u8],
    arena: &'a Arena,
    provider: &'static Provider,
    shape: &'static Shape,
    wrappings: u8,
    limits: Limits,
) -> Result<(Reading<'a>, &'static Shape), Error> {
    if wrappings > MAX_WRAPPINGS {
        return Err(Error::new(
            ErrorCode::Unreadable,
            &["the payload wraps payloads within payloads too often"],
        ));
    }
    let name = shape.name.as_str();
    let json = Reading::of_json(bytes, limits, arena).map_err(|error| error.inside(name))?;
    let Some(inside) = shape_of(provider, &json) else {
        let parts = ["what is inside the ", name, " fits no shape of `", provider.id.as_str(), "`"];
        return Err(Error::new(ErrorCode::ProviderNotRecognised, &parts));
    };
    Ok((json, inside))
}

/// The claims of a JSON Web Token, unchecked: whoever has no key can still read it, and trusts it as little.
pub(crate) fn claims(token: &str) -> Result<Vec<u8>, Error> {
    let fault = || Error::new(ErrorCode::Unreadable, &["the payload's token is not a JSON Web Token"]);
    let (_, rest) = split_once(token, ".").ok_or_else(fault)?;
    let (claims, signature) = split_once(rest, ".").ok_or_else(fault)?;
    if contains(signature, ".") {
        return Err(fault());
    }
    base64url(claims).ok_or_else(fault)
}

/// What a text in URL-safe base64 without padding holds. The tests hold it to `base64`.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    // What is left is less than a digit, and nothing.
    (count < 6 && bits & ((1 << count) - 1) == 0).then_some(bytes)
}
