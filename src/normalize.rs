//! The way of the data, on one screen: read, recognise, extract, look up, refine.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::context::Context;
use crate::error::{Error, ErrorCode};
use crate::extract::{Extracted, Place, elements};
use crate::order::Order;
use crate::provider::{Holds, NO_FIELDS, Provider, Shape};
use crate::read::json::Json;
use crate::read::query::Query;
use crate::read::{Node, Payload, find, scalar};
use crate::recognise::{known, recognise, shape_of};
use crate::refine::{Situation, refine};
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
    one(normalize_all(payload, context)?)
}

/// What one payload says about all its orders: one or many.
///
/// # Errors
///
/// As [`normalize`], but for `many_orders`. An empty list is no error.
pub fn normalize_all(payload: &[u8], context: &Context) -> Result<Vec<Order>, Error> {
    orders(&*read(payload, context)?, context)
}

/// What a status word, or an event's name, means where it stands alone: in a database column, say.
///
/// # Errors
///
/// `bad_context`, for a provider that there is not or a context that cannot be.
pub fn normalize_word(provider: &str, word: &str, context: &Context) -> Result<Order, Error> {
    context.check()?;
    let provider = known(provider)?;
    let nothing = Query::default();
    let place = Place { payload: &nothing, provider, around: 0, order: 0 };
    let mut extracted = Extracted::from(&place, &NO_FIELDS);
    extracted.word = place.says_something(word).then(|| word.into());
    let shape = &Shape::new("word", SourceKind::Word, provider.docs, &NO_FIELDS);
    let kind = context.kind.unwrap_or(SourceKind::Word);
    Ok(refine(extracted, &Situation { place, shape, kind, hint: false, context }))
}

/// Text or bytes as a payload that can be asked for its fields.
pub(crate) fn read<'a>(payload: &'a [u8], context: &Context) -> Result<Box<dyn Payload + 'a>, Error> {
    let limits = context.limits;
    if payload.len() > limits.bytes {
        return Err(Error::too_large(payload.len(), limits.bytes));
    }
    let json = matches!(payload.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
    let text = if json { None } else { core::str::from_utf8(payload).ok() };
    if let Some(query) = text.and_then(Query::from_text) {
        return Ok(Box::new(query));
    }
    Ok(Box::new(Json::from_bytes(payload, limits.depth)?))
}

/// The orders of a payload that can be asked for its fields.
pub(crate) fn orders(payload: &dyn Payload, context: &Context) -> Result<Vec<Order>, Error> {
    context.check()?;
    let found = recognise(payload, context.provider.as_deref()).and_then(|(provider, shape)| {
        let hint = matches!(shape.kind, SourceKind::Widget | SourceKind::Redirect);
        open(
            payload,
            provider,
            shape,
            &Outside { kind: shape.kind, hint, event: None, wrappings: 0 },
            context,
        )
    });
    match payload.failure() {
        Some(failure) => Err(failure),
        None => found,
    }
}

/// The only order of a payload.
pub(crate) fn one(mut orders: Vec<Order>) -> Result<Order, Error> {
    if orders.len() > 1 {
        return Err(Error::many_orders(orders.len()));
    }
    orders.pop().ok_or_else(|| Error::new(ErrorCode::NoOrder, &["the payload carries no order"]))
}

/// What is known of an inner payload from what wraps it.
struct Outside {
    kind: SourceKind,
    hint: bool,
    event: Option<String>,
    wrappings: u8,
}

fn open(
    payload: &dyn Payload,
    provider: &'static Provider,
    shape: &'static Shape,
    outside: &Outside,
    context: &Context,
) -> Result<Vec<Order>, Error> {
    let root = payload.root();
    let order = |(around, order): (Node, Node)| {
        let place = Place { payload, provider, around, order };
        let mut extracted = Extracted::from(&place, shape.fields);
        extracted.event = extracted.event.take().or_else(|| outside.event.clone());
        let kind = context.kind.unwrap_or(outside.kind);
        refine(extracted, &Situation { place, shape, kind, hint: outside.hint, context })
    };
    let places = match shape.holds {
        Holds::One(path) => alloc::vec![(root, find(payload, root, path).unwrap_or(root))],
        Holds::Many(list, inner) => elements(payload, list, inner),
        Holds::Token(path) => {
            let token = scalar(payload, root, path).unwrap_or_default();
            return inner(&claims(&token)?, payload, provider, shape, outside, context);
        }
        Holds::Text(path) => {
            let text = scalar(payload, root, path).unwrap_or_default();
            return inner(text.as_bytes(), payload, provider, shape, outside, context);
        }
        Holds::Other(code) => {
            let what = ["the payload is `", provider.id, "`'s, of the shape `", shape.name, "`"];
            return Err(Error::new(code, &what));
        }
    };
    Ok(places.into_iter().map(order).collect())
}

fn inner(
    bytes: &[u8],
    payload: &dyn Payload,
    provider: &'static Provider,
    shape: &'static Shape,
    outside: &Outside,
    context: &Context,
) -> Result<Vec<Order>, Error> {
    let wrappings = outside.wrappings.saturating_add(1);
    if wrappings > MAX_WRAPPINGS {
        return Err(Error::new(
            ErrorCode::Unreadable,
            &["the payload wraps payloads within payloads too often"],
        ));
    }
    let json = Json::from_bytes(bytes, context.limits.depth).map_err(|error| error.inside(shape.name))?;
    let Some(inside) = shape_of(provider, &json) else {
        let parts = ["what is inside the ", shape.name, " fits no shape of `", provider.id, "`"];
        return Err(Error::new(ErrorCode::ProviderNotRecognised, &parts));
    };
    let place = Place { payload, provider, around: payload.root(), order: payload.root() };
    let event = outside.event.clone().or_else(|| place.text(shape.fields.event));
    let hint = outside.hint || matches!(inside.kind, SourceKind::Widget | SourceKind::Redirect);
    open(&json, provider, inside, &Outside { kind: outside.kind, hint, event, wrappings }, context)
}

/// The claims of a JSON Web Token, unchecked: whoever has no key can still read it, and trusts it as little.
fn claims(token: &str) -> Result<Vec<u8>, Error> {
    let fault = || Error::new(ErrorCode::Unreadable, &["the payload's token is not a JSON Web Token"]);
    let mut parts = token.split('.');
    let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(fault());
    };
    Base64UrlUnpadded::decode_vec(claims).map_err(|_| fault())
}
