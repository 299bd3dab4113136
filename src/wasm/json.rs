//! The way out for what is rare and has a shape of its own: as JSON, which the loader parses. Orders are hot, and cross as
//! numbers.
//!
//! A new answer takes a type that says here how it is written, an export that passes it to `Answer::json`, and in the loader a
//! call of `structured`. Members have the names that serde derives for them, which the tests hold them to; what serde would derive to
//! write them is code for each member of each type, twice as much as this.

use alloc::string::String;

use crate::customer::{Customer, CustomerWords, Missing};
use crate::flow::{Flow, FlowEdge, FlowState};
use crate::order::Amount;
use crate::summary::{Advised, Outline, Surplus};
use crate::text::{add, add_char, before, split_once};
use crate::time::Time;
use crate::timeline::TimelineStep;
use crate::vocabulary::Listed;

/// Adds a value to a text.
pub(super) fn write(value: &(impl Written + ?Sized), text: &mut String) {
    value.write(&mut Json { text, before: "" });
}

pub(super) trait Written {
    fn write(&self, json: &mut Json<'_>);
}

impl Written for Customer {
    fn write(&self, json: &mut Json<'_>) {
        let Self { provider, kind, trust, scope, onboarding, account, open_order, .. } = self;
        let Self { may_order, may_retry, missing, next, words, updated, docs, warnings, .. } = self;
        json.put("", "{");
        json.text("provider", Some(provider));
        json.word("kind", *kind);
        json.word("trust", *trust);
        json.word("scope", *scope);
        json.word("onboarding", *onboarding);
        json.word("account", *account);
        json.word("openOrder", *open_order);
        json.word("mayOrder", *may_order);
        json.word("mayRetry", *may_retry);
        json.list("missing", missing, |json, Missing { kind, word }| {
            json.put("", "{");
            json.word("kind", *kind);
            json.text("word", word.as_deref());
            json.end("}");
        });
        json.maybe_word("next", *next);
        let CustomerWords { onboarding, account } = words;
        json.put("words", "{");
        json.text("onboarding", onboarding.as_deref());
        json.text("account", account.as_deref());
        json.end("}");
        json.time("updated", *updated);
        json.text("docs", Some(docs));
        json.list("warnings", warnings, |json, warning| json.word("", *warning));
        json.end("}");
    }
}

impl Written for Flow {
    fn write(&self, json: &mut Json<'_>) {
        let Self { provider, direction, entry, ends, states, edges, mermaid } = self;
        json.put("", "{");
        json.text("provider", Some(provider));
        json.word("direction", *direction);
        json.text("entry", *entry);
        json.list("ends", ends, |json, end| json.text("", Some(end)));
        json.list("states", states, |json, FlowState { id, word, status, finality }| {
            json.put("", "{");
            json.text("id", Some(id));
            json.text("word", Some(word));
            json.word("status", *status);
            json.word("finality", *finality);
            json.end("}");
        });
        json.list("edges", edges, |json, FlowEdge { from, to, basis, revival, refused }| {
            json.put("", "{");
            json.text("from", Some(from));
            json.text("to", Some(to));
            json.word("basis", *basis);
            json.flag("revival", *revival);
            json.flag("refused", *refused);
            json.end("}");
        });
        json.text("mermaid", Some(mermaid));
        json.end("}");
    }
}

impl Written for [TimelineStep] {
    fn write(&self, json: &mut Json<'_>) {
        json.list("", self, |json, TimelineStep { word, status, reason, at, rule }| {
            json.put("", "{");
            json.text("word", Some(word));
            json.word("status", *status);
            json.maybe_word("reason", *reason);
            json.time("at", *at);
            json.text("rule", rule.as_deref());
            json.end("}");
        });
    }
}

impl Written for Outline<'_> {
    fn write(&self, json: &mut Json<'_>) {
        let Self { order, actions, surplus } = self;
        json.put("", "{");
        match order {
            Some(place) => json.number("order", *place),
            None => json.put("order", "null"),
        }
        json.list("actions", actions, |json, action| match action {
            Advised::Own(place) => json.number("", *place),
            Advised::Made { kind, audience, blocking, url, deadline } => {
                json.put("", "{");
                json.word("kind", *kind);
                json.word("audience", *audience);
                json.flag("blocking", *blocking);
                json.text("url", *url);
                json.time("deadline", *deadline);
                json.end("}");
            }
        });
        match surplus {
            Some(Surplus { orders, amounts }) => {
                json.put("surplus", "{");
                json.list("orders", orders, |json, place| json.number("", *place));
                json.list("amounts", amounts, |json, Amount { value, currency, network }| {
                    json.put("", "{");
                    json.text("value", Some(value));
                    json.text("currency", currency.as_deref());
                    json.text("network", network.as_deref());
                    json.end("}");
                });
                json.end("}");
            }
            None => json.put("surplus", "null"),
        }
        json.end("}");
    }
}

/// What is written, and what stands before the next member or element: those have an empty key.
pub(super) struct Json<'t> {
    text: &'t mut String,
    before: &'static str,
}

impl Json<'_> {
    /// A member that is written so already, or the beginning of one. Keys are names of ours, in which nothing is to be escaped.
    #[inline(never)]
    fn put(&mut self, key: &str, written: &str) {
        let (quote, colon) = if key.is_empty() { ("", "") } else { ("\"", "\":") };
        add(self.text, &[self.before, quote, key, colon, written]);
        self.before = if matches!(written, "{" | "[") { "" } else { "," };
    }

    #[inline(never)]
    fn end(&mut self, bracket: &str) {
        add(self.text, &[bracket]);
        self.before = ",";
    }

    #[inline(always)]
    fn list<T>(&mut self, key: &str, list: &[T], element: impl Fn(&mut Self, &T)) {
        self.put(key, "[");
        list.iter().for_each(|one| element(self, one));
        self.end("]");
    }

    #[inline(never)]
    fn text(&mut self, key: &str, said: Option<&str>) {
        let Some(said) = said else { return self.put(key, "null") };
        self.put(key, "\"");
        for char in said.chars() {
            match char {
                '"' => add(self.text, &["\\\""]),
                '\\' => add(self.text, &["\\\\"]),
                '\0'..='\x1f' => {
                    add(self.text, &["\\u00", if char < '\x10' { "0" } else { "1" }]);
                    add_char(self.text, char::from_digit(char as u32 & 15, 16).unwrap_or_default());
                }
                _ => add_char(self.text, char),
            }
        }
        self.end("\"");
    }

    #[inline(always)]
    fn word<W: Listed>(&mut self, key: &str, word: W) {
        self.listed(key, W::LIST, 1 + word.place());
    }

    #[inline(always)]
    fn maybe_word<W: Listed>(&mut self, key: &str, word: Option<W>) {
        self.listed(key, W::LIST, word.map_or(0, |word| 1 + word.place()));
    }

    /// A word by its place in a list, from 1. The module has every list as one text, and needs each word no second time.
    #[inline(never)]
    fn listed(&mut self, key: &str, words: &'static str, place: u32) {
        let mut rest = words;
        for _ in 1..place {
            rest = split_once(rest, " ").map_or("", |(_, behind)| behind);
        }
        self.text(key, (place > 0).then(|| before(rest, b" ")));
    }

    #[inline(never)]
    fn time(&mut self, key: &str, time: Option<Time>) {
        self.text(key, time.map(Time::to_iso).as_ref().map(|time| time.as_str()));
    }

    #[inline(never)]
    fn number(&mut self, key: &str, number: usize) {
        self.put(key, itoa::Buffer::new().format(number));
    }

    #[inline(never)]
    fn flag(&mut self, key: &str, flag: bool) {
        self.put(key, if flag { "true" } else { "false" });
    }
}
