//! What a provider's error answer means: who must act, and whether to ask again. Never an order status.

use alloc::string::String;
use alloc::vec::Vec;

use crate::context::Context;
use crate::error::{Error, ErrorCode};
use crate::extract::{Place, is_web};
use crate::normalize::read;
use crate::order::{Action, Links};
use crate::read::{Arena, Reading};
use crate::recognise::known;
use crate::tables::{Fault, KnownBy, Provider, Span};
use crate::text::contains;
use crate::time::Time;
use crate::vocabulary::{ActionKind, Actor, Audience, ProblemKind, RetryPolicy};

/// What went wrong with a request to a provider. A failed look-up is not a failed order.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Problem {
    /// Who answered.
    pub provider: &'static str,
    /// What went wrong.
    pub kind: ProblemKind,
    /// The HTTP status of the answer; 0 where none came.
    pub http_status: u16,
    /// The provider's own code, untouched.
    pub code: Option<String>,
    /// The provider's own sentence. For logs; not for customers.
    pub detail: Option<String>,
    /// Who must act.
    pub actor: Actor,
    /// Whether and when to ask again.
    pub retry: Retry,
    /// What to do.
    pub actions: Vec<Action>,
    /// The order that the answer is about, where it names one.
    pub order_id: Option<String>,
    /// Where to go on, where the answer says so.
    pub links: Links,
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
/// names may be in any case. An HTTP status of 0 means that no answer came.
///
/// # Errors
///
/// `bad_context` for a provider that there is not; `not_a_problem` for an answer that reports none.
///
/// ```
/// use orderstate::{ProblemKind, RetryPolicy, normalize_problem};
///
/// let problem = normalize_problem("baanx", 498, b"", &[])?;
/// assert_eq!(problem.kind, ProblemKind::ClientUnknown);
/// assert_eq!(problem.retry.policy, RetryPolicy::AfterFix);
/// # Ok::<(), orderstate::Error>(())
/// ```
pub fn normalize_problem(
    provider: &str,
    http_status: u16,
    body: &[u8],
    headers: &[(&str, &str)],
) -> Result<Problem, Error> {
    let arena = Arena::new();
    let payload = read(body, &Context::default(), &arena);
    problem(provider, http_status, payload.as_ref().ok(), headers)
}

/// The same for a body that can be asked for its fields; none where it is not JSON.
pub(crate) fn problem(
    provider: &str,
    http_status: u16,
    body: Option<&Reading<'_>>,
    headers: &[(&str, &str)],
) -> Result<Problem, Error> {
    let provider = known(provider)?;
    let place = body.map(|payload| Place { payload, provider, asked: Span::NONE });
    let text = |paths| place.as_ref().and_then(|place| place.text(paths));
    let errors = &provider.errors;
    let (code, detail) = (text(errors.code), text(errors.message));
    let within = text(errors.status).and_then(|status| status.parse::<u16>().ok());
    // Some answer 200 and write the real status into the body.
    let status = match within {
        Some(within) if (200..300).contains(&http_status) && within >= 400 => within,
        _ => http_status,
    };
    let fault = row(provider, http_status, status, code, detail)
        // Whatever the body says, these statuses say to come back later.
        .filter(|fault| !is_passing(status) || retry_policy(fault.kind) == RetryPolicy::Backoff);
    if fault.is_none() && code.is_none() && (200..400).contains(&status) {
        return Err(Error::new(ErrorCode::NotAProblem, &["the answer reports success"]));
    }
    let kind = fault.map_or_else(|| by_http(status), |fault| fault.kind);
    let actor = fault.and_then(|fault| fault.actor).unwrap_or_else(|| usual_actor(kind));
    let remedy = fault.and_then(|fault| fault.remedy).unwrap_or_else(|| usual_remedy(kind, actor));
    let order_id = text(errors.order);
    let checkout = text(errors.checkout).filter(|link| is_web(link)).map(Into::into);
    let links = Links { checkout, ..Links::default() };
    Ok(Problem {
        provider: provider.id.as_str(),
        kind,
        http_status,
        code: code.map(Into::into),
        detail: detail.map(Into::into),
        actor,
        retry: retry(kind, headers),
        actions: alloc::vec![action(remedy, actor, links.checkout.clone())],
        order_id: order_id.map(Into::into),
        links,
        docs: provider.docs.as_str(),
        known: fault.is_some(),
    })
}

/// The provider's row: by its code, else by its words, else by the HTTP status.
fn row(
    provider: &Provider,
    http_status: u16,
    status: u16,
    code: Option<&str>,
    detail: Option<&str>,
) -> Option<&'static Fault> {
    let find =
        |fits: &dyn Fn(&KnownBy) -> bool| provider.faults.rows().iter().find(|fault| fits(&fault.known_by));
    find(&|by| matches!(by, KnownBy::Code(known) if code == Some(known.as_str())))
        .or_else(|| {
            find(&|by| matches!(by, KnownBy::Says(part) if detail.is_some_and(|said| contains(said, part.as_str()))))
        })
        .or_else(|| {
            find(&|by| matches!(by, KnownBy::Http(known) if *known == http_status || *known == status))
        })
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

fn action(kind: ActionKind, actor: Actor, url: Option<String>) -> Action {
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

fn retry(kind: ProblemKind, headers: &[(&str, &str)]) -> Retry {
    let policy = retry_policy(kind);
    if policy != RetryPolicy::Backoff {
        return Retry { policy, after_ms: None, at: None, backoff: None, cap_ms: None };
    }
    let header = |name: &str| {
        headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim_ascii())
    };
    let asked = header("retry-after");
    let at = asked.and_then(Time::parse_http);
    let after = match (at, header("date").and_then(Time::parse_http)) {
        (Some(at), Some(now)) => u64::try_from(at.millis().saturating_sub(now.millis())).ok(),
        (Some(_), None) => None,
        (None, _) => asked.and_then(|asked| asked.parse::<u64>().ok()?.checked_mul(1000)),
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
