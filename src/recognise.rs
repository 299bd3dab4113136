//! Whose payload it is, and which of that provider's shapes it has.
//!
//! That follows from where something stands in the payload, which is its form, and from the marks that are looked for there. So what
//! was answered once is remembered with the form, and with which of those marks were found.

use alloc::vec::Vec;
use core::cell::OnceCell;

use crate::error::{Error, ErrorCode};
use crate::read::Reading;
use crate::read::json::Kind;
use crate::tables::{self, Mark, PROVIDERS, Provider, SHAPES, Shape, Span};
use crate::text::listed;

/// A provider and the one of its shapes that a payload has.
pub(crate) type Recognised = (&'static Provider, &'static Shape);

/// Finds the provider and the shape. With a provider named, its telltales are not needed, but a payload that
/// another provider's shapes claim is refused rather than misread.
pub(crate) fn recognise(payload: &Reading<'_>, named: Option<&str>) -> Result<Recognised, Error> {
    answer(payload, named.map_or(Question::Whose, Question::Of))
}

/// The first shape that a payload has, the provider being known.
pub(crate) fn shape_of(provider: &'static Provider, payload: &Reading<'_>) -> Option<&'static Shape> {
    answer(payload, Question::Within(provider)).ok().map(|(_, shape)| shape)
}

/// The provider of that id, or an error that lists those there are.
pub(crate) fn known(name: &str) -> Result<&'static Provider, Error> {
    tables::named(name).ok_or_else(|| {
        let ids = listed(&mut PROVIDERS.iter().map(|provider| provider.id.as_str()));
        let parts = ["there is no provider `", name, "`; there are ", &ids];
        Error::new(ErrorCode::BadContext, &parts)
    })
}

/// What is asked of a payload.
#[derive(Clone, Copy)]
enum Question<'n> {
    /// Whose it is.
    Whose,
    /// Whether it is of the provider of this id.
    Of(&'n str),
    /// The same of what is within a payload of this provider, and can be no other's.
    Within(&'static Provider),
}

/// Answers to each question, of payloads of one form.
pub(crate) type Answers = [OnceCell<Answer>; 3];

/// What was answered, and from what it follows beside the form.
pub(crate) struct Answer {
    is: Recognised,
    /// The marks that were looked for where something stands, and whether they were found.
    marks: Vec<(&'static Mark, bool)>,
}

fn answer(payload: &Reading<'_>, question: Question<'_>) -> Result<Recognised, Error> {
    let place = match question {
        Question::Whose => 0,
        Question::Of(_) => 1,
        Question::Within(_) => 2,
    };
    let known = payload.form().and_then(|form| form.answers.get(place));
    if let Some(Answer { is, marks }) = known.and_then(OnceCell::get)
        && match question {
            Question::Whose => true,
            Question::Of(name) => is.0.id.is(name),
            Question::Within(provider) => core::ptr::eq(is.0, provider),
        }
        && marks.iter().all(|(mark, was)| finds(payload, mark) == *was)
    {
        return Ok(*is);
    }
    find(payload, question, known.filter(|known| known.get().is_none()))
}

#[inline(never)]
fn find(
    payload: &Reading<'_>,
    question: Question<'_>,
    keep: Option<&OnceCell<Answer>>,
) -> Result<Recognised, Error> {
    let mut asked = Asked { payload, marks: keep.map(|_| Vec::new()) };
    let is = match question {
        Question::Whose => asked.whose(),
        Question::Of(name) => asked.of(known(name)?),
        Question::Within(provider) => asked.within(provider),
    }?;
    if let (Some(keep), Some(marks)) = (keep, asked.marks) {
        keep.get_or_init(|| Answer { is, marks });
    }
    Ok(is)
}

/// A payload that is asked. Nothing else is known of it here than its carrier, where something stands, and its marks.
struct Asked<'p, 'a> {
    payload: &'p Reading<'a>,
    /// What is to be remembered of them.
    marks: Option<Vec<(&'static Mark, bool)>>,
}

impl Asked<'_, '_> {
    fn whose(&mut self) -> Result<Recognised, Error> {
        match self.claims().as_slice() {
            [only] => Ok(*only),
            [] => {
                Err(Error::new(ErrorCode::ProviderNotRecognised, &["no provider's shapes fit the payload"]))
            }
            several => {
                Err(Error::ambiguous(several.iter().map(|(provider, _)| provider.id.as_str()).collect()))
            }
        }
    }

    fn of(&mut self, provider: &'static Provider) -> Result<Recognised, Error> {
        if let Some(shape) = self.claim(provider) {
            return Ok((provider, shape));
        }
        match self.claims().first() {
            Some((other, _)) => Err(Error::wrong_provider(provider.id.as_str(), other.id.as_str())),
            None => self.within(provider),
        }
    }

    fn within(&mut self, provider: &'static Provider) -> Result<Recognised, Error> {
        let claim = self.claim(provider);
        let shape = claim.or_else(|| provider.shapes.rows().iter().find(|shape| self.fits(shape)));
        shape.map(|shape| (provider, shape)).ok_or_else(|| {
            let parts = ["the payload fits no shape of `", provider.id.as_str(), "`"];
            Error::new(ErrorCode::ProviderNotRecognised, &parts)
        })
    }

    /// The providers that would claim it when nobody names one, each by its first shape that does.
    fn claims(&mut self) -> Vec<Recognised> {
        let mut claims: Vec<Recognised> = Vec::new();
        for place in self.payload.index.shapes(self.payload.spots()).places() {
            if let Some(shape) = SHAPES.get(place)
                && self.fits(shape)
                && self.tells(shape)
                && let Some(provider) = tables::of_shape(place)
                && claims.last().is_none_or(|(last, _)| !core::ptr::eq(*last, provider))
            {
                claims.push((provider, shape));
            }
        }
        claims
    }

    /// The first shape that claims it when nobody names the provider.
    fn claim(&mut self, provider: &'static Provider) -> Option<&'static Shape> {
        provider.shapes.rows().iter().find(|shape| self.fits(shape) && self.tells(shape))
    }

    fn fits(&mut self, shape: &Shape) -> bool {
        shape.carrier == self.payload.carrier && shape.marks.rows().iter().all(|mark| self.shows(mark))
    }

    fn tells(&mut self, shape: &Shape) -> bool {
        let telltales = shape.telltales.rows();
        telltales.is_empty() || telltales.iter().any(|mark| self.shows(mark))
    }

    /// Whether a mark is there. Most are not, since most of what is asked about a payload is asked of others: so that is seen first, and
    /// without a call.
    #[inline(always)]
    fn shows(&mut self, mark: &'static Mark) -> bool {
        match *mark {
            Mark::Any(marks) => self.shows_any(marks),
            Mark::Lacks(spot) => !self.payload.stands(spot) || self.shows_there(mark),
            Mark::Map(spot)
            | Mark::List(spot)
            | Mark::Text(spot)
            | Mark::Has(spot)
            | Mark::Is(spot, _)
            | Mark::Begins(spot, _) => self.payload.stands(spot) && self.shows_there(mark),
        }
    }

    #[inline(never)]
    fn shows_any(&mut self, marks: Span<Mark>) -> bool {
        marks.rows().iter().any(|mark| self.shows(mark))
    }

    #[inline(never)]
    fn shows_there(&mut self, mark: &'static Mark) -> bool {
        let found = finds(self.payload, mark);
        if let Some(marks) = &mut self.marks
            && !marks.iter().any(|(known, _)| core::ptr::eq(*known, mark))
        {
            marks.push((mark, found));
        }
        found
    }
}

/// Whether a mark is there, where something stands at its place.
#[inline(never)]
fn finds(payload: &Reading<'_>, mark: &Mark) -> bool {
    match *mark {
        Mark::Map(spot) => payload.kind(spot) == Some(Kind::Map),
        Mark::List(spot) => payload.kind(spot) == Some(Kind::List),
        // What was escaped is plain by now.
        Mark::Text(spot) => payload.kind(spot) == Some(Kind::Plain),
        Mark::Has(spot) => payload.kind(spot).is_some(),
        Mark::Lacks(spot) => payload.kind(spot).is_none(),
        Mark::Is(spot, wanted) => payload.text(spot).is_some_and(|text| wanted.is(text)),
        Mark::Begins(spot, start) => payload.text(spot).is_some_and(|text| text.starts_with(start.as_str())),
        Mark::Any(_) => false,
    }
}
