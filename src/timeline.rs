//! What an order went through, as its payload lists it.
//!
//! Such lists are written for the provider's own people: their messages name customers, entries repeat, and which comes first
//! differs. Of an entry the word comes out, what that means, and the time.

use alloc::collections::BinaryHeap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::context::Context;
use crate::draft::Draft;
use crate::error::Error;
use crate::extract::Place;
use crate::normalize::{counted, of_words, orders, read};
use crate::read::{Arena, Reading};
use crate::row::Slot;
use crate::text::copied;
use crate::time::Time;
use crate::vocabulary::{Reason, Status};

/// What an order was at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct TimelineStep {
    /// The provider's own word, untouched. For logs; branch on `status`.
    pub word: String,
    /// What it says; `Unknown` for a word that no table knows.
    pub status: Status,
    /// Why the order was there.
    pub reason: Option<Reason>,
    /// Since when, by the provider's clock; none where the payload does not say.
    pub at: Option<Time>,
    /// The name of the rule that applied, as in an order; none where the word is in no table.
    pub rule: Option<String>,
}

/// What the one order of a payload went through, as the payload lists it: in the order of time, and without repeats.
///
/// Steps at one time are in the list's order; one without a time stays behind the one before it in the list. Of steps that
/// follow each other and say the same, the first stays. Nothing else of the list comes out: no message, and no id. The list may
/// lag behind the order's own status, which [`normalize`](crate::normalize) gives. A payload that has none has no steps.
///
/// ```
/// use orderstate::{Context, Status, timeline};
///
/// let body = br#"{"data":{"code":"8EKM2Q7V","pricing_type":"fixed_price","timeline":[
///     {"status":"NEW","time":"2026-01-31T12:00:00Z"},
///     {"status":"PENDING","time":"2026-01-31T12:04:10Z"},
///     {"status":"COMPLETED","time":"2026-01-31T12:05:22Z"}
/// ]}}"#;
/// let steps = timeline(body, &Context::default())?;
/// assert_eq!(steps.len(), 3);
/// let last = steps.last().ok_or("it has steps")?;
/// assert_eq!((last.status, last.at.map(|at| at.to_string())), (Status::Completed, Some("2026-01-31T12:05:22.000Z".into())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`normalize`](crate::normalize).
pub fn timeline(payload: &[u8], context: &Context) -> Result<Vec<TimelineStep>, Error> {
    steps(&read(payload, context, &Arena::new())?, context)
}

/// The same, of a payload that can be asked for its fields.
pub(crate) fn steps(payload: &Reading<'_>, context: &Context) -> Result<Vec<TimelineStep>, Error> {
    let mut count = 0_usize;
    let mut listed = Vec::new();
    orders(payload, context, &mut |order, trail| {
        count = count.saturating_add(1);
        if count == 1 {
            listed = all(order, &trail.place);
        }
    })?;
    counted(count)?;
    Ok(sorted(&listed))
}

/// Steps in the order of time, without repeats.
fn sorted(listed: &[TimelineStep]) -> Vec<TimelineStep> {
    // The library's sorts are for long lists, and weigh more in the module than a heap.
    let mut heap = BinaryHeap::new();
    // Before the first time there is.
    let mut time = i64::MIN;
    for (place, step) in listed.iter().enumerate() {
        time = step.at.map_or(time, Time::millis);
        heap.push(Reverse((time, place)));
    }
    let mut steps: Vec<TimelineStep> = Vec::new();
    while let Some(step) = heap.pop().and_then(|Reverse((_, place))| listed.get(place)) {
        let says = |step: &TimelineStep| (step.status, step.reason);
        if !steps.last().is_some_and(|last| last.word == step.word && says(last) == says(step)) {
            steps.push(step.clone());
        }
    }
    steps
}

/// All that an order lists, as it lists it.
fn all(order: &Draft<'_>, place: &Place<'_, '_>) -> Vec<TimelineStep> {
    let mut steps = Vec::new();
    let history = place.shape.history.rows().first();
    let Some((history, again)) =
        history.and_then(|history| Some((history, place.payload.again(place.shape.start, history.order)?)))
    else {
        return steps;
    };
    let context = Context { direction: order.direction, ..Context::default() };
    again.each(history.list, &mut |element| {
        let word = element.scalar_called(history.word).unwrap_or_default();
        let step =
            of_words(order.provider, word, element.scalar_called(history.detail), &context, element.arena);
        if step.said.get(Slot::Word).is_none() {
            return;
        }
        let mut rule = String::new();
        step.rule_name(&mut |part| rule.push_str(part));
        steps.push(TimelineStep {
            word: copied(word),
            status: step.rule.status,
            reason: step.rule.reason,
            at: element.scalar_called(history.at).and_then(Time::parse),
            rule: step.found.map(|_| rule),
        });
    });
    steps
}
