//! How words are serialized, as they are written in JSON, and columns of texts, as lists.

use serde::{Serialize, Serializer};

use crate::batch::Texts;
use crate::label::Locale;
use crate::vocabulary::{
    Account, ActionKind, Actor, Alert, Audience, Direction, EdgeBasis, Environment, ErrorCode, ExpiryBasis,
    Finality, Fulfilment, Money, MoneyBasis, Onboarding, OpenOrder, Permission, ProblemKind, Reason,
    Requirement, RetryPolicy, RuleBasis, Scope, SourceKind, Stage, Status, Tone, Trust, Verdict, Warning,
    When,
};

// Not derived: that would spell every word a second time.
macro_rules! as_words {
    ($($name:ident)*) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
                let word = nth(Self::WORDS, *self as usize);
                #[cfg(not(all(feature = "wasm", target_arch = "wasm32")))]
                let word = self.as_str();
                serializer.serialize_str(word)
            }
        }
    )* };
}

as_words! {
    Account ActionKind Actor Alert Audience Direction EdgeBasis Environment ErrorCode ExpiryBasis Finality Fulfilment Locale Money MoneyBasis
    Onboarding OpenOrder Permission ProblemKind Reason Requirement RetryPolicy RuleBasis Scope SourceKind Stage Status Tone Trust
    Verdict Warning When
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The module has every list as one text already, and needs each word no second time.
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
fn nth(words: &'static str, place: usize) -> &'static str {
    let mut rest = words;
    for _ in 0..place {
        rest = crate::text::split_once(rest, " ").map_or("", |(_, behind)| behind);
    }
    crate::text::before(rest, b" ")
}
