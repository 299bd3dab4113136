//! How words are serialized, as they are written in JSON, and columns of texts, as lists.

use serde::{Serialize, Serializer};

use crate::batch::Texts;
use crate::label::Locale;
use crate::vocabulary::{
    ActionKind, Actor, Alert, Audience, Direction, EdgeBasis, Environment, ErrorCode, Finality, Fulfilment,
    Money, MoneyBasis, ProblemKind, Reason, RetryPolicy, RuleBasis, SourceKind, Stage, Status, Tone, Trust,
    Verdict, Warning, When,
};

// Not derived: that would spell every word a second time.
macro_rules! as_words {
    ($($name:ident)*) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )* };
}

as_words! {
    ActionKind Actor Alert Audience Direction EdgeBasis Environment ErrorCode Finality Fulfilment Locale Money MoneyBasis ProblemKind
    Reason RetryPolicy RuleBasis SourceKind Stage Status Tone Trust Verdict Warning When
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
