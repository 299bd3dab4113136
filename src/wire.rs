//! How words and times are serialized, as they are written in JSON, and read again; and columns of texts, as lists.

use alloc::string::String;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::batch::Texts;
use crate::label::Locale;
use crate::order::ProviderId;
use crate::tables::named;
use crate::time::Time;
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

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                let unknown = || D::Error::custom(format_args!("`{word}` is no word of `{}`", stringify!($name)));
                Self::parse(&word).ok_or_else(unknown)
            }
        }
    )* };
}

as_words! {
    Account ActionKind Actor Alert Audience Direction EdgeBasis Environment ErrorCode ExpiryBasis Finality Fulfilment Locale Money MoneyBasis
    Onboarding OpenOrder Permission ProblemKind Reason Requirement RetryPolicy RuleBasis Scope SourceKind Stage Status Tone Trust
    Verdict Warning When
}

pub(crate) fn provider<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ProviderId, D::Error> {
    let id = String::deserialize(deserializer)?;
    let unknown = || D::Error::custom(format_args!("there is no provider `{id}`"));
    Ok(named(&id).ok_or_else(unknown)?.id.as_str())
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.to_iso().as_str())
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let unread = || D::Error::custom(format_args!("`{text}` is not a time in the years 2000 to 2999"));
        Self::parse(&text).ok_or_else(unread)
    }
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
