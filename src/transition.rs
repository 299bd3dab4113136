//! What a newer word about an order makes of the one that is kept.
//!
//! Which of the two is kept is decided by what each of them is, never by the pair: by how well it is vouched for, then by
//! whether it ends without success for good or sends money back, then by the provider's time. So whichever comes first, the
//! same one is kept in the end. Whether the provider's flow has the step decides what the step is called, and whether
//! somebody must look. Where the provider gives no times, the flow alone can tell which of the two is the later one.

use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::error::{Error, ErrorCode};
use crate::order::{Order, Progress};
use crate::problem::Problem;
use crate::tables::{self, Edge, Flow};
use crate::time::{CLOCKS_APART, Time};
use crate::vocabulary::{Alert, Direction, Finality, Fulfilment, Status, Trust, Verdict};

/// What is made of two words about one order.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Transition<'o> {
    /// What the step is.
    pub verdict: Verdict,
    /// Which of the two to keep.
    pub order: &'o Order,
    /// Where a stepper stands with it: as the order itself says, but where it has moved on or stays, never behind where
    /// `previous` was, so that a delivery that is held does not look like one that has not begun. Keep it as the order's own
    /// `progress` for the next transition to go on from; the order's `tone` says whether the step is in trouble.
    pub progress: Option<Progress>,
    /// What the merchant must do about it.
    pub alerts: Vec<Alert>,
}

/// What came of an order, or of a request for it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum News<'o> {
    /// What was said of it.
    Order(&'o Order),
    /// Why the request failed.
    Problem(&'o Problem),
}

impl<'o> From<&'o Order> for News<'o> {
    fn from(order: &'o Order) -> Self {
        Self::Order(order)
    }
}

impl<'o> From<&'o Problem> for News<'o> {
    fn from(problem: &'o Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Judges what was said of an order by what was kept of it, whichever was said first: webhooks come twice, late, and out of
/// order.
///
/// A request that failed says nothing of the order: beside a [`Problem`], what was kept stays, and there is no alert, since the
/// problem itself says what to do.
///
/// With `now`, a time that lies more than five minutes ahead of it counts as none.
///
/// ```
/// use orderstate::{Alert, Context, Trust, Verdict, normalize, transition};
///
/// let context = Context::of("banxa").trusted_as(Trust::Api);
/// let read = |body: &str| normalize(body.as_bytes(), &context);
/// let complete = read(r#"{"id":"b-1","orderType":"BUY","status":"complete","updatedAt":"2026-01-31T12:50:00Z"}"#)?;
/// let received = read(r#"{"id":"b-1","orderType":"BUY","status":"paymentReceived","updatedAt":"2026-01-31T12:48:00Z"}"#)?;
///
/// let late = transition(&complete, &received, None)?;
/// assert_eq!((late.verdict, late.order), (Verdict::Stale, &complete));
/// let ahead = transition(&received, &complete, None)?;
/// assert_eq!((ahead.verdict, ahead.order), (Verdict::Advance, &complete));
/// assert_eq!(ahead.alerts, []);
/// # Ok::<(), orderstate::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorCode::DifferentOrders`], where the two have different providers or different ids.
pub fn transition<'o>(
    previous: &'o Order,
    next: impl Into<News<'o>>,
    now: Option<Time>,
) -> Result<Transition<'o>, Error> {
    let next = match next.into() {
        News::Order(next) => next,
        News::Problem(Problem { provider, order_id, .. }) => {
            one_order((previous.provider, previous.id.as_deref()), (provider, order_id.as_deref()))?;
            let progress = previous.progress;
            return Ok(Transition { verdict: Verdict::Keep, order: previous, progress, alerts: Vec::new() });
        }
    };
    let ruling = judge(&Frame::of(previous), &Frame::of(next), now)?;
    let step = |order: &Order| order.progress.map_or(0, |progress| progress.step);
    let verdict = ruling.verdict;
    Ok(Transition {
        verdict,
        order: if ruling.takes_next { next } else { previous },
        progress: if ruling.steps_on(step(previous), step(next)) { next.progress } else { previous.progress },
        alerts: alert(verdict, previous.fulfilment).into_iter().collect(),
    })
}

/// What of an order counts.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub provider: &'a str,
    pub id: Option<&'a str>,
    pub direction: Option<Direction>,
    pub word: Option<&'a str>,
    pub status: Status,
    pub trust: Trust,
    pub fulfilment: Fulfilment,
    pub finality: Finality,
    pub updated: Option<Time>,
}

impl<'a> Frame<'a> {
    pub(crate) fn of(order: &'a Order) -> Self {
        Self {
            provider: order.provider,
            id: order.id.as_deref(),
            direction: order.direction,
            word: order.word.as_deref(),
            status: order.status,
            trust: order.trust,
            fulfilment: order.fulfilment,
            finality: order.finality,
            updated: order.times.updated,
        }
    }

    pub(crate) fn whose(&self) -> (&'a str, Option<&'a str>) {
        (self.provider, self.id)
    }

    /// How much it counts: what is known before what is not, then by who vouches for it.
    pub(crate) fn weight(&self) -> u8 {
        let vouched = match self.trust {
            Trust::Verified | Trust::Api => 2,
            Trust::Unverified => 1,
            Trust::Hint => 0,
        };
        if self.status == Status::Unknown { vouched } else { 3 + vouched }
    }

    /// Of two that count the same, that which is safer to keep, whatever their times are: no provider documents a step down.
    fn ground(&self) -> u8 {
        match self.status {
            Status::Refunded | Status::Reversed => 3,
            Status::RefundPending => 2,
            Status::Failed | Status::Cancelled | Status::Expired => {
                u8::from(self.finality == Finality::Final)
            }
            Status::Created
            | Status::AwaitingPayment
            | Status::PaymentSubmitted
            | Status::Paid
            | Status::Processing
            | Status::Delivering
            | Status::Completed
            | Status::OnHold
            | Status::Unknown => 0,
        }
    }
}

pub(crate) struct Ruling {
    pub verdict: Verdict,
    pub takes_next: bool,
}

impl Ruling {
    /// Whether a stepper goes to the next order's step, or stays at the previous one's. None is zero.
    pub(crate) fn steps_on(&self, previous: u8, next: u8) -> bool {
        let back = match self.verdict {
            Verdict::Advance | Verdict::Same => next < previous,
            Verdict::Stale | Verdict::Revival | Verdict::Reversal | Verdict::Conflict | Verdict::Keep => {
                false
            }
        };
        self.takes_next && !back
    }
}

/// What the merchant must do, given whether goods were to be handed over before.
pub(crate) fn alert(verdict: Verdict, before: Fulfilment) -> Option<Alert> {
    match verdict {
        Verdict::Reversal => (before == Fulfilment::Yes).then_some(Alert::Revoke),
        Verdict::Conflict => Some(Alert::ReviewConflict),
        Verdict::Keep => Some(Alert::RefreshStatus),
        Verdict::Advance | Verdict::Same | Verdict::Stale | Verdict::Revival => None,
    }
}

pub(crate) fn judge(previous: &Frame<'_>, next: &Frame<'_>, now: Option<Time>) -> Result<Ruling, Error> {
    one_order(previous.whose(), next.whose())?;
    let flow = flow_of(previous, next);
    let alike = same(flow, previous, next);
    let same = alike && previous.fulfilment == next.fulfilment;
    let can_follow = |from: &Frame<'_>, to: &Frame<'_>, skipping| {
        // What says the same and lets goods go now was held to more than before; the reverse is no step.
        if alike { from.fulfilment != Fulfilment::Yes } else { leads(flow, from, to, skipping) }
    };
    let (ahead, behind) = (can_follow(previous, next, true), can_follow(next, previous, true));
    let step = step(previous, next);
    let latest = now.and_then(|now| now.plus_millis(CLOCKS_APART));
    let time = |frame: &Frame<'_>| frame.updated.filter(|time| latest.is_none_or(|latest| *time <= latest));
    let later =
        time(next).zip(time(previous)).map_or(Ordering::Equal, |(next, previous)| next.cmp(&previous));
    let safer = next.ground().cmp(&previous.ground());
    let (verdict, takes_next) = match (next.weight().cmp(&previous.weight()), later) {
        (Ordering::Less, _) => (if alike { Verdict::Same } else { Verdict::Keep }, false),
        (Ordering::Greater, _) if ahead => (step, true),
        // What nobody vouched for was perhaps never so.
        (Ordering::Greater, _) if previous.ground() == 0 => (Verdict::Advance, true),
        (Ordering::Greater, _) => (Verdict::Conflict, true),
        (Ordering::Equal, Ordering::Less | Ordering::Greater) => {
            let verdict = match (same, later) {
                (true, _) => Verdict::Same,
                (false, Ordering::Greater) if ahead => step,
                (false, Ordering::Less) if behind => Verdict::Stale,
                (false, Ordering::Less | Ordering::Equal | Ordering::Greater) => Verdict::Conflict,
            };
            (verdict, safer.then(later).is_gt())
        }
        (Ordering::Equal, Ordering::Equal) if same => (Verdict::Same, false),
        (Ordering::Equal, Ordering::Equal)
            if ahead && (!behind || further(previous, next)) || can_follow(previous, next, false) =>
        {
            (step, true)
        }
        (Ordering::Equal, Ordering::Equal) if behind => (Verdict::Stale, false),
        (Ordering::Equal, Ordering::Equal) => {
            // Of two ends the one on which nothing is handed over.
            let yes = |frame: &Frame<'_>| frame.fulfilment == Fulfilment::Yes;
            (Verdict::Conflict, safer.then(yes(previous).cmp(&yes(next))).is_gt())
        }
    };
    Ok(Ruling { verdict, takes_next })
}

/// That both are of the same provider, and have the same id where both have one.
pub(crate) fn one_order(previous: (&str, Option<&str>), next: (&str, Option<&str>)) -> Result<(), Error> {
    let differ = |what, a, b| {
        let why = ["the two orders have different ", what, ": `", a, "` and `", b, "`"];
        Err(Error::new(ErrorCode::DifferentOrders, &why))
    };
    if previous.0 != next.0 {
        return differ("providers", previous.0, next.0);
    }
    match (previous.1, next.1) {
        (Some(a), Some(b)) if a != b => differ("ids", a, b),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// What a step that can be made is called.
fn step(from: &Frame<'_>, to: &Frame<'_>) -> Verdict {
    if from.status == Status::Completed && to.status.returns() {
        Verdict::Reversal
    } else if from.status.comes_back_as(to.status) {
        Verdict::Revival
    } else {
        Verdict::Advance
    }
}

/// Whether an order that goes well comes later to one status than to the other.
fn further(from: &Frame<'_>, to: &Frame<'_>) -> bool {
    matches!((from.status.rank(), to.status.rank()), (Some(from), Some(to)) if from < to)
}

/// The flow that both are on, where it is written down and the direction is known.
fn flow_of(previous: &Frame<'_>, next: &Frame<'_>) -> Option<&'static Flow> {
    tables::named(previous.provider)?.flow(previous.direction.or(next.direction)?)
}

/// The state of the flow that is meant: that of the word, or, where there was an event or an older spelling instead, the only
/// one of the status.
fn state(flow: &Flow, frame: &Frame<'_>) -> Option<u32> {
    let mut only = None;
    let mut count = 0;
    for (place, state) in (0..).zip(flow.states.rows()).filter(|(_, state)| state.status == frame.status) {
        if frame.word.is_some_and(|word| state.is(word)) {
            return Some(place);
        }
        only = Some(place);
        count += 1;
    }
    only.filter(|_| count == 1)
}

/// The two as states of the flow, where it has both.
fn states(
    flow: Option<&'static Flow>,
    from: &Frame<'_>,
    to: &Frame<'_>,
) -> Option<(&'static [Edge], u32, u32)> {
    let flow = flow?;
    Some((flow.edges.rows(), state(flow, from)?, state(flow, to)?))
}

fn same(flow: Option<&'static Flow>, a: &Frame<'_>, b: &Frame<'_>) -> bool {
    states(flow, a, b).map_or(a.status == b.status, |(_, a, b)| a == b)
}

/// Whether one can follow on the other: at once, or by way of others too.
fn leads(flow: Option<&'static Flow>, from: &Frame<'_>, to: &Frame<'_>, skipping: bool) -> bool {
    if from.ground() > to.ground() {
        return false;
    }
    // Whoever has delivered can be made to take it back, whether that is documented or not.
    if from.status == Status::Completed && to.status.returns() {
        return true;
    }
    let Some((edges, from, to)) = states(flow, from, to) else { return usually(from, to) };
    let mut seen = 1_u32 << from;
    loop {
        let mut next = seen;
        for edge in edges.iter().filter(|edge| !edge.refused && seen >> edge.from & 1 != 0) {
            next |= 1 << edge.to;
        }
        if next == seen || !skipping {
            return next >> to & 1 != 0;
        }
        seen = next;
    }
}

/// Whether one status can follow on another where no flow says so: further along the way, or to the side of it while the
/// order is open; back to it where the order can come back; and from anywhere to the return of the money.
fn usually(from: &Frame<'_>, to: &Frame<'_>) -> bool {
    if to.status.returns() {
        return from.status == Status::RefundPending || !from.status.returns();
    }
    match from.finality {
        Finality::Final => false,
        // It comes back when the payment does.
        Finality::Reopenable => !matches!(to.status, Status::Created | Status::AwaitingPayment),
        Finality::Open => !further(to, from),
    }
}
