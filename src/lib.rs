//! What a payment or on-ramp provider's payload means.
//!
//! A provider says `ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK`, `waitingPayment` or `UNRESOLVED`, in a webhook, an API
//! answer, a socket event, a widget event or a redirect. This crate says what that means: one normalized [`Order`]
//! with its status, why it stands there, where the money is, whether goods may be handed over, who must act next, what
//! they can do, and the words to show them.
//!
//! ```
//! use orderstate::{Audience, Context, Fulfilment, Locale, Status, Trust, describe, normalize};
//!
//! let body = br#"{
//!     "orderId": "abcd_1234",
//!     "status": "COMPLETED",
//!     "paidAt": "2023-03-27 17:07:12.662+03",
//!     "metadata": { "paymentId": "payment_1234" }
//! }"#;
//! // You fetched it from the provider yourself, so it can be acted on.
//! let context = Context::default().trusted_as(Trust::Api);
//! let order = normalize(body, &context)?;
//!
//! assert_eq!(order.provider, "baanx");
//! assert_eq!(order.status, Status::Completed);
//! assert_eq!(order.fulfilment, Fulfilment::Yes);
//! assert_eq!(order.times.paid.map(|paid| paid.to_string()).as_deref(), Some("2023-03-27T14:07:12.662Z"));
//! let text = describe(&order, Locale::En, Audience::Customer);
//! assert!(text.short.len() <= 24);
//! # Ok::<(), orderstate::Error>(())
//! ```
//!
//! # Webhooks come twice, late, and out of order
//!
//! Keep an order, as JSON say (feature `serde`), and let [`transition`] judge what comes by it:
//!
//! ```
//! # #[cfg(feature = "serde")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use orderstate::{Context, Order, Status, Verdict, normalize, transition};
//!
//! let read = |word: &str, minute: u8| {
//!     let time = format!("2026-01-31T12:{minute}:00Z");
//!     let body = format!(r#"{{"id":"b-1","orderType":"BUY","status":"{word}","updatedAt":"{time}"}}"#);
//!     normalize(body.as_bytes(), &Context::of("banxa"))
//! };
//! let kept = serde_json::to_string(&read("expired", 30)?)?;
//!
//! let previous: Order = serde_json::from_str(&kept)?;
//! let next = read("paymentReceived", 48)?; // the customer's money came after all
//! let step = transition(&previous, &next, None)?;
//! assert_eq!((step.verdict, step.order.status), (Verdict::Revival, Status::Paid));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "serde"))]
//! # fn main() {}
//! ```
//!
//! # What it is not
//!
//! It opens no file, reads no clock and uses no network: payloads, and the time where it matters, are given to it. State in
//! [`Context::trust`] how a payload reached you, or have the feature `webhook` prove it. It decides nothing about risk.
//!
//! # Features
//!
//! - `webhook`: proves who sent a webhook, and says what it means.
//! - `serde`: `Serialize` for the public types, as the JSON that JavaScript users get, and `Deserialize` for [`Order`], so that
//!   [`transition`] can judge what comes by what was kept.
//! - `wasm`: the JavaScript boundary, for `wasm32-unknown-unknown`.
#![no_std]

extern crate alloc;

/// What README.md shows of Rust is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod batch;
mod context;
mod customer;
mod decimal;
mod draft;
mod error;
mod explain;
mod extract;
mod flow;
mod form;
mod info;
mod label;
mod lookup;
mod normalize;
mod order;
mod problem;
mod read;
mod recognise;
mod refine;
mod row;
mod summary;
mod tables;
mod text;
mod time;
mod timeline;
mod transition;
mod vocabulary;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
#[doc(hidden)]
pub mod wasm;
#[cfg(feature = "webhook")]
pub mod webhook;
#[cfg(feature = "serde")]
mod wire;

pub use crate::batch::{
    Batch, BatchReader, Columns, LineError, TextColumns, Texts, TimeColumns, normalize_batch,
};
pub use crate::context::{Context, Expect, Limits};
pub use crate::customer::{Customer, CustomerWords, Missing, normalize_customer};
pub use crate::error::{Error, ErrorCode};
pub use crate::explain::{Explanation, Source, explain, explain_all};
pub use crate::flow::{Flow, FlowEdge, FlowState, flow};
pub use crate::info::{ProviderInfo, ShapeInfo, WordInfo, providers};
pub use crate::label::{ActionCodes, ActionText, Codes, Locale, Text, describe, describe_codes};
pub use crate::normalize::{normalize, normalize_all, normalize_word};
pub use crate::order::{
    Action, Amount, Amounts, Applied, Eta, Links, Order, Poll, Progress, ProviderId, Times,
};
pub use crate::problem::{Problem, Retry, normalize_problem};
pub use crate::summary::{Summary, Surplus, summarize};
pub use crate::time::Time;
pub use crate::timeline::{TimelineStep, timeline};
pub use crate::transition::{News, Transition, transition};
pub use crate::vocabulary::{
    Account, ActionKind, Actor, Alert, Audience, Direction, EdgeBasis, Environment, ExpiryBasis, Finality,
    Fulfilment, Money, MoneyBasis, Onboarding, OpenOrder, Permission, ProblemKind, Reason, Requirement,
    RetryPolicy, RuleBasis, Scope, SourceKind, Stage, Status, Tone, Trust, Verdict, Warning, When,
};
