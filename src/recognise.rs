//! Whose payload it is, and which of that provider's shapes it has.

use alloc::vec::Vec;

use crate::error::{Error, ErrorCode};
use crate::provider::{self, Mark, Provider, Shape};
use crate::read::{Kind, Payload, find};

/// A provider and the one of its shapes that a payload has.
pub(crate) type Recognised = (&'static Provider, &'static Shape);

/// Finds the provider and the shape. With a provider named, its telltales are not needed, but a payload that
/// another provider's shapes claim is refused rather than misread.
pub(crate) fn recognise(payload: &dyn Payload, named: Option<&str>) -> Result<Recognised, Error> {
    let Some(name) = named else {
        let claims: Vec<Recognised> = claims(payload).collect();
        return match claims.as_slice() {
            [only] => Ok(*only),
            [] => {
                Err(Error::new(ErrorCode::ProviderNotRecognised, &["no provider's shapes fit the payload"]))
            }
            several => Err(Error::ambiguous(several.iter().map(|(provider, _)| provider.id).collect())),
        };
    };
    let provider = known(name)?;
    if let Some(shape) = claim(provider, payload) {
        return Ok((provider, shape));
    }
    match (claims(payload).next(), shape_of(provider, payload)) {
        (Some((other, _)), _) => Err(Error::wrong_provider(provider.id, other.id)),
        (None, Some(shape)) => Ok((provider, shape)),
        (None, None) => {
            let parts = ["the payload fits no shape of `", provider.id, "`"];
            Err(Error::new(ErrorCode::ProviderNotRecognised, &parts))
        }
    }
}

/// The providers that would claim a payload when nobody names one.
fn claims(payload: &dyn Payload) -> impl Iterator<Item = Recognised> {
    provider::ALL.iter().filter_map(|provider| Some((*provider, claim(provider, payload)?)))
}

/// The provider of that id, or an error that lists those there are.
pub(crate) fn known(name: &str) -> Result<&'static Provider, Error> {
    provider::named(name).ok_or_else(|| {
        let ids: Vec<&str> = provider::ALL.iter().map(|provider| provider.id).collect();
        let parts = ["there is no provider `", name, "`; there are `", &ids.join("`, `"), "`"];
        Error::new(ErrorCode::BadContext, &parts)
    })
}

/// The first shape that claims a payload when nobody names the provider.
fn claim(provider: &'static Provider, payload: &dyn Payload) -> Option<&'static Shape> {
    provider.shapes.iter().find(|shape| fits(shape, payload) && tells(shape, payload))
}

/// The first shape that a payload has, the provider being known.
pub(crate) fn shape_of(provider: &'static Provider, payload: &dyn Payload) -> Option<&'static Shape> {
    claim(provider, payload).or_else(|| provider.shapes.iter().find(|shape| fits(shape, payload)))
}

fn fits(shape: &Shape, payload: &dyn Payload) -> bool {
    shape.carrier == payload.carrier() && shape.marks.iter().all(|mark| shows(payload, mark))
}

fn tells(shape: &Shape, payload: &dyn Payload) -> bool {
    shape.telltales.is_empty() || shape.telltales.iter().any(|mark| shows(payload, mark))
}

fn shows(payload: &dyn Payload, mark: &Mark) -> bool {
    let at = |path: &str| find(payload, payload.root(), path);
    let kind = |path: &str| at(path).map(|node| payload.kind(node));
    match *mark {
        Mark::Map(path) => kind(path) == Some(Kind::Map),
        Mark::List(path) => kind(path) == Some(Kind::List),
        Mark::Text(path) => kind(path) == Some(Kind::Text),
        Mark::Has(path) => at(path).is_some(),
        Mark::Lacks(path) => at(path).is_none(),
        Mark::Is(path, text) => {
            at(path).is_some_and(|node| payload.kind(node) == Kind::Text && payload.text(node) == text)
        }
        Mark::Begins(path, text) => at(path)
            .is_some_and(|node| payload.kind(node) == Kind::Text && payload.text(node).starts_with(text)),
        Mark::Any(marks) => marks.iter().any(|mark| shows(payload, mark)),
    }
}
