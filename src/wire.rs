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
                serializer.serialize_str(self.as_str())
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
