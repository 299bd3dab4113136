//! What a provider's error answer means: who must act, and whether to ask again. Never an order status.

use alloc::string::String;
use alloc::vec::Vec;

use crate::context::Context;
use crate::error::{Error, ErrorCode};
use crate::extract::{Place, is_web};
use crate::normalize::read;
use crate::order::{Action, Links, owned};
use crate::read::{Arena, Reading};
use crate::recognise::known;
use crate::row::Carrier;
use crate::tables::{Fault, KnownBy, Provider, ROOT, Shape};
use crate::text::{contains, digits};
use crate::time::Time;
use crate::vocabulary::{ActionKind, Actor, Audience, ProblemKind, RetryPolicy};

/// What went wrong with a request to a provider. A failed look-up is not a failed order.
///
/// Its texts are `String`s; inside of this crate they are parts of the body for as long as it is read.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Problem<S = String> {
    /// Who answered.
    pub provider: &'static str,
    /// What went wrong.
    pub kind: ProblemKind,
    /// The HTTP status of the answer; 0 where none came.
    pub http_status: u16,
    /// The provider's own code, untouched.
    pub code: Option<S>,
    /// The provider's own sentence. For logs; not for customers.
    pub detail: Option<S>,
    /// Who must act.
    pub actor: Actor,
    /// Whether and when to ask again.
    pub retry: Retry,
    /// What to do.
    pub actions: Vec<Action<S>>,
    /// The order that the answer is about, where it names one.
    pub order_id: Option<S>,
    /// Where to go on, where the answer says so.
    pub links: Links<S>,
    /// The page that describes the provider's statuses and errors.
    pub docs: &'static str,
    /// Whether a table of the provider's knows the answer, rather than HTTP's own meaning of the status.
    pub known: bool,
}

/// Whether and when to ask again.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Retry {
    /// Whether asking again can help.
    pub policy: RetryPolicy,
    /// Milliseconds to wait before the next try: the provider's `Retry-After`, else the first step of the schedule.
    pub after_ms: Option<u32>,
    /// The time that `Retry-After` names, where it names one.
    pub at: Option<Time>,
    /// What to multiply the wait with after each try.
    pub backoff: Option<f32>,
    /// The longest wait, in milliseconds.
    pub cap_ms: Option<u32>,
}

const FIRST_WAIT_MS: u32 = 1_000;
const LONGEST_WAIT_MS: u32 = 60_000;

/// What an error answer of a provider's API means.
///
/// The body may be anything: JSON, a page in HTML, or empty. Headers are read for `Retry-After` and `Date`; their
/// names may be in any case. An HTTP status of 0 means that no answer came. How long it is until a date in `Retry-After` is
/// counted from `Date`, which is by the same clock, else from `now`.
///
/// # Errors
///
/// `bad_context` for a provider that there is not; `not_a_problem` for an answer that reports none.
///
/// ```
/// use orderstate::{ProblemKind, RetryPolicy, normalize_problem};
///
/// let problem = normalize_problem("baanx", 498, b"", &[], None)?;
/// assert_eq!(problem.kind, ProblemKind::ClientUnknown);
/// assert_eq!(problem.retry.policy, RetryPolicy::AfterFix);
/// # Ok::<(), orderstate::Error>(())
/// ```
pub fn normalize_problem(
    provider: &str,
    http_status: u16,
    body: &[u8],
    headers: &[(&str, &str)],
    now: Option<Time>,
) -> Result<Problem, Error> {
    Ok(problem(provider, http_status, body, headers, now, &Arena::new())?.into_owned())
}

/// The same, with texts that are parts of the body.
pub(crate) fn problem<'a>(
    provider: &str,
    http_status: u16,
    body: &'a [u8],
    headers: &[(&str, &str)],
    now: Option<Time>,
    arena: &'a Arena,
) -> Result<Problem<&'a str>, Error> {
    let provider = known(provider)?;
    // A body that cannot be read, a page in HTML say, says nothing more than the status.
    let body = read(body, &Context::default(), arena);
    let payload = &body.unwrap_or_else(|_| Reading::nothing(Carrier::Json, ROOT, arena));
    let place = Place { payload, provider, shape: &Shape::NONE };
    let errors = &provider.errors;
    let (code, detail) = (place.text(errors.code), place.text(errors.message));
    let within = place.text(errors.status).and_then(digits).and_then(|status| u16::try_from(status).ok());
    // Some answer 200 and write the real status into the body.
    let status = match within {
        Some(within) if (200..300).contains(&http_status) && within >= 400 => within,
        _ => http_status,
    };
    let fault = row(provider, [http_status, status], code, detail)
        // Whatever the body says, these statuses say to come back later.
        .filter(|fault| !is_passing(status) || retry_policy(fault.kind) == RetryPolicy::Backoff);
    if fault.is_none() && code.is_none() && (200..400).contains(&status) {
        return Err(Error::new(ErrorCode::NotAProblem, &["the answer reports success"]));
    }
    let kind = fault.map_or_else(|| by_http(status), |fault| fault.kind);
    let actor = fault.and_then(|fault| fault.actor).unwrap_or_else(|| usual_actor(kind));
    let remedy = fault.and_then(|fault| fault.remedy).unwrap_or_else(|| usual_remedy(kind, actor));
    let checkout = place.text(errors.checkout).filter(|link| is_web(link));
    Ok(Problem {
        provider: provider.id.as_str(),
        kind,
        http_status,
        code,
        detail,
        actor,
        retry: retry(kind, headers, now),
        actions: alloc::vec![action(remedy, actor, checkout)],
        order_id: place.text(errors.order),
        links: Links { checkout, status: None, transaction: None },
        docs: provider.docs.as_str(),
        known: fault.is_some(),
    })
}

impl Problem<&str> {
    /// The problem with texts of its own.
    fn into_owned(self) -> Problem {
        Problem {
            provider: self.provider,
            kind: self.kind,
            http_status: self.http_status,
            code: owned(self.code),
            detail: owned(self.detail),
            actor: self.actor,
            retry: self.retry,
            actions: self.actions.into_iter().map(Action::into_owned).collect(),
            order_id: owned(self.order_id),
            links: Links {
                checkout: owned(self.links.checkout),
                status: owned(self.links.status),
                transaction: owned(self.links.transaction),
            },
            docs: self.docs,
            known: self.known,
        }
    }
}

/// The provider's row: by its code, else by its words, else by the HTTP status.
fn row(
    provider: &Provider,
    statuses: [u16; 2],
    code: Option<&str>,
    detail: Option<&str>,
) -> Option<&'static Fault> {
    let mut best = None;
    let mut least = 3;
    for fault in provider.faults.rows() {
        let (rank, fits) = match &fault.known_by {
            KnownBy::Code(known) => (0, code == Some(known.as_str())),
            KnownBy::Says(part) => (1, detail.is_some_and(|said| contains(said, part.as_str()))),
            KnownBy::Http(known) => (2, statuses.contains(known)),
        };
        // The first of the best.
        if fits && rank < least {
            (best, least) = (Some(fault), rank);
        }
    }
    best
}

/// Whether a status speaks of the moment and not of the request.
fn is_passing(status: u16) -> bool {
    matches!(status, 0 | 408 | 425 | 429 | 500..600)
}

/// What HTTP itself says.
fn by_http(status: u16) -> ProblemKind {
    match status {
        401 => ProblemKind::Authentication,
        403 => ProblemKind::Authorization,
        404 | 410 => ProblemKind::OrderNotFound,
        400 | 422 => ProblemKind::Validation,
        409 => ProblemKind::Conflict,
        429 => ProblemKind::RateLimited,
        // No answer at all, one that came too late, or one that was asked for too early.
        0 | 408 | 425 | 504 => ProblemKind::Timeout,
        500..600 => ProblemKind::ProviderError,
        _ => ProblemKind::Unknown,
    }
}

fn usual_actor(kind: ProblemKind) -> Actor {
    match kind {
        ProblemKind::RateLimited | ProblemKind::Timeout | ProblemKind::ProviderError => Actor::Provider,
        ProblemKind::Authentication
        | ProblemKind::Authorization
        | ProblemKind::OrderNotFound
        | ProblemKind::Validation
        | ProblemKind::ClientUnknown
        | ProblemKind::ClientMissing
        | ProblemKind::Conflict
        | ProblemKind::Unknown => Actor::Integrator,
    }
}

fn usual_remedy(kind: ProblemKind, actor: Actor) -> ActionKind {
    if actor == Actor::Customer {
        // What the customer has begun stands in the way and is to be finished first; anything else is to be asked.
        let begun = kind == ProblemKind::Conflict;
        return if begun { ActionKind::ResumeOrder } else { ActionKind::ContactProvider };
    }
    match kind {
        ProblemKind::Authentication => ActionKind::RenewToken,
        ProblemKind::Authorization | ProblemKind::ClientUnknown | ProblemKind::ClientMissing => {
            ActionKind::FixCredentials
        }
        ProblemKind::OrderNotFound
        | ProblemKind::Validation
        | ProblemKind::Conflict
        | ProblemKind::Unknown => ActionKind::FixRequest,
        ProblemKind::RateLimited | ProblemKind::Timeout | ProblemKind::ProviderError => ActionKind::BackOff,
    }
}

fn action(kind: ActionKind, actor: Actor, url: Option<&str>) -> Action<&str> {
    let audience = if actor == Actor::Customer { Audience::Customer } else { Audience::Integrator };
    Action { kind, audience, blocking: true, when: None, url, address: None, amount: None, deadline: None }
}

fn retry_policy(kind: ProblemKind) -> RetryPolicy {
    match kind {
        ProblemKind::RateLimited | ProblemKind::Timeout | ProblemKind::ProviderError => RetryPolicy::Backoff,
        ProblemKind::OrderNotFound | ProblemKind::Conflict => RetryPolicy::No,
        ProblemKind::Authentication
        | ProblemKind::Authorization
        | ProblemKind::Validation
        | ProblemKind::ClientUnknown
        | ProblemKind::ClientMissing
        | ProblemKind::Unknown => RetryPolicy::AfterFix,
    }
}

fn retry(kind: ProblemKind, headers: &[(&str, &str)], now: Option<Time>) -> Retry {
    let policy = retry_policy(kind);
    if policy != RetryPolicy::Backoff {
        return Retry { policy, after_ms: None, at: None, backoff: None, cap_ms: None };
    }
    let (asked, at) = header(headers, "retry-after");
    let (_, date) = header(headers, "date");
    let after = match (at, date.or(now)) {
        (Some(at), Some(now)) => u64::try_from(at.millis().saturating_sub(now.millis())).ok(),
        (Some(_), None) => None,
        (None, _) => {
            digits(asked).filter(|seconds| *seconds <= u64::MAX / 1000).map(|seconds| seconds * 1000)
        }
    };
    let after_ms = after.map_or(FIRST_WAIT_MS, |ms| u32::try_from(ms).unwrap_or(u32::MAX));
    Retry {
        policy,
        after_ms: Some(after_ms),
        at,
        backoff: Some(2.0),
        cap_ms: Some(after_ms.max(LONGEST_WAIT_MS)),
    }
}

/// What a header says, and the time that it names; nothing where there is no such header.
#[inline(never)]
fn header<'a>(headers: &[(&str, &'a str)], name: &str) -> (&'a str, Option<Time>) {
    let found = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    let text = found.map_or("", |(_, value)| value.trim_ascii());
    (text, Time::parse_http(text))
}
