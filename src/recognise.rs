//! Whose payload it is, and which of that provider's shapes it has.

use alloc::vec::Vec;

use crate::error::{Error, ErrorCode};
use crate::read::Reading;
use crate::read::json::Kind;
use crate::tables::{self, Mark, PROVIDERS, Provider, SHAPES, Shape, Span, Spot};
use crate::text::listed;

/// A provider and the one of its shapes that a payload has.
pub(crate) type Recognised = (&'static Provider, &'static Shape);

/// Finds the provider and the shape. With a provider named, its telltales are not needed, but a payload that
/// another provider's shapes claim is refused rather than misread.
pub(crate) fn recognise(payload: &Reading<'_>, named: Option<&str>) -> Result<Recognised, Error> {
    let Some(name) = named else {
        return match claims(payload).as_slice() {
            [only] => Ok(*only),
            [] => {
                Err(Error::new(ErrorCode::ProviderNotRecognised, &["no provider's shapes fit the payload"]))
            }
            several => {
                Err(Error::ambiguous(several.iter().map(|(provider, _)| provider.id.as_str()).collect()))
            }
        };
    };
    let provider = known(name)?;
    if let Some(shape) = claim(provider, payload) {
        return Ok((provider, shape));
    }
    match (claims(payload).first(), shape_of(provider, payload)) {
        (Some((other, _)), _) => Err(Error::wrong_provider(provider.id.as_str(), other.id.as_str())),
        (None, Some(shape)) => Ok((provider, shape)),
        (None, None) => {
            let parts = ["the payload fits no shape of `", provider.id.as_str(), "`"];
            Err(Error::new(ErrorCode::ProviderNotRecognised, &parts))
        }
    }
}

/// The providers that would claim a payload when nobody names one, each by its first shape that does.
fn claims(payload: &Reading<'_>) -> Vec<Recognised> {
    let mut claims: Vec<Recognised> = Vec::new();
    for place in payload.index.shapes(payload.spots()).places() {
        if let Some(shape) = SHAPES.get(place)
            && fits(shape, payload)
            && tells(shape, payload)
            && let Some(provider) = tables::of_shape(place)
            && claims.last().is_none_or(|(last, _)| !core::ptr::eq(*last, provider))
        {
            claims.push((provider, shape));
        }
    }
    claims
}

/// The provider of that id, or an error that lists those there are.
pub(crate) fn known(name: &str) -> Result<&'static Provider, Error> {
    tables::named(name).ok_or_else(|| {
        let ids = listed(&mut PROVIDERS.iter().map(|provider| provider.id.as_str()));
        let parts = ["there is no provider `", name, "`; there are ", &ids];
        Error::new(ErrorCode::BadContext, &parts)
    })
}

/// The first shape that claims a payload when nobody names the provider.
fn claim(provider: &'static Provider, payload: &Reading<'_>) -> Option<&'static Shape> {
    provider.shapes.rows().iter().find(|shape| fits(shape, payload) && tells(shape, payload))
}

/// The first shape that a payload has, the provider being known.
pub(crate) fn shape_of(provider: &'static Provider, payload: &Reading<'_>) -> Option<&'static Shape> {
    claim(provider, payload).or_else(|| provider.shapes.rows().iter().find(|shape| fits(shape, payload)))
}

fn fits(shape: &Shape, payload: &Reading<'_>) -> bool {
    shape.carrier == payload.carrier && shape.marks.rows().iter().all(|mark| shows(payload, mark))
}

fn tells(shape: &Shape, payload: &Reading<'_>) -> bool {
    let telltales = shape.telltales.rows();
    telltales.is_empty() || telltales.iter().any(|mark| shows(payload, mark))
}

/// Whether a mark is there. Most are not, since most of what is asked about a payload is asked of others: so that is seen first, and
/// without a call.
#[inline(always)]
fn shows(payload: &Reading<'_>, mark: &Mark) -> bool {
    match *mark {
        Mark::Lacks(spot) => payload.kind(spot).is_none(),
        Mark::Any(marks) => shows_any(payload, marks),
        Mark::Map(spot)
        | Mark::List(spot)
        | Mark::Text(spot)
        | Mark::Has(spot)
        | Mark::Is(spot, _)
        | Mark::Begins(spot, _) => payload.stands(spot) && shows_there(payload, mark),
    }
}

#[inline(never)]
fn shows_any(payload: &Reading<'_>, marks: Span<Mark>) -> bool {
    marks.rows().iter().any(|mark| shows(payload, mark))
}

#[inline(never)]
fn shows_there(payload: &Reading<'_>, mark: &Mark) -> bool {
    let text = |spot: Spot, fits: &dyn Fn(&str) -> bool| payload.text(spot).is_some_and(fits);
    match *mark {
        Mark::Map(spot) => payload.kind(spot) == Some(Kind::Map),
        Mark::List(spot) => payload.kind(spot) == Some(Kind::List),
        Mark::Text(spot) => matches!(payload.kind(spot), Some(Kind::Plain | Kind::Escaped)),
        Mark::Has(spot) => payload.kind(spot).is_some(),
        Mark::Is(spot, wanted) => text(spot, &|text| wanted.is(text)),
        Mark::Begins(spot, start) => text(spot, &|text| text.starts_with(start.as_str())),
        Mark::Lacks(_) | Mark::Any(_) => false,
    }
}
