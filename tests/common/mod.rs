//! The fixtures, found and read.
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};

use orderstate::{Context, Direction, Expect, SourceKind, Time, Trust};
use serde_json::Value;

/// A payload and what belongs to it.
pub(crate) struct Fixture {
    /// `transak/buy_completed`.
    pub(crate) name: String,
    pub(crate) provider: String,
    pub(crate) payload: Vec<u8>,
    /// Where its expected outcome stands.
    pub(crate) expected: PathBuf,
    context: Value,
}

impl Fixture {
    /// What the caller says beside the payload.
    pub(crate) fn context(&self) -> Context {
        let text = |name: &str| self.context[name].as_str();
        let mut context = Context::default();
        for (name, value) in self.context.as_object().into_iter().flatten() {
            match name.as_str() {
                "provider" => context.provider = text(name).map(Into::into),
                "direction" => context.direction = text(name).and_then(Direction::parse),
                "kind" => context.kind = text(name).and_then(SourceKind::parse),
                "trust" => context.trust = text(name).and_then(Trust::parse),
                "now" => context.now = text(name).and_then(Time::parse),
                "acceptTest" => context.accept_test = value == true,
                "custodial" => context.custodial = value == true,
                "previous" => context.previous_word = value["word"].as_str().map(Into::into),
                "expect" => {
                    let part = |name: &str| value[name].as_str();
                    context.expect = Some(Expect::new(part("reference"), part("amount"), part("currency")));
                }
                other => panic!("{}: the context has an unknown `{other}`", self.name),
            }
        }
        context
    }

    /// Whether the expected outcome is a list, as the payload is one.
    pub(crate) fn is_list(&self) -> bool {
        let found = serde_json::from_slice::<Value>(&self.payload).unwrap_or_default();
        let lists = [&found, &found["data"], &found["response"], &found["orders"], &found["data"]["orders"]];
        lists.iter().any(|list| list.is_array())
    }
}

/// Every payload of every provider.
pub(crate) fn fixtures() -> Vec<Fixture> {
    providers().iter().flat_map(|folder| below(folder, "", ".order.json")).collect()
}

/// Every error answer of every provider.
pub(crate) fn problems() -> Vec<Fixture> {
    providers().iter().flat_map(|folder| below(folder, "problem", ".problem.json")).collect()
}

/// Every payload about a customer, and every other one that is given for such.
pub(crate) fn customers() -> Vec<Fixture> {
    providers().iter().flat_map(|folder| below(folder, "customer", ".customer.json")).collect()
}

/// The folders of the providers.
pub(crate) fn providers() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    sorted(&root).into_iter().filter(|path| path.is_dir()).collect()
}

fn below(folder: &Path, part: &str, expected: &str) -> Vec<Fixture> {
    let provider = file_name(folder);
    let files = sorted(&folder.join(part));
    files
        .iter()
        .filter_map(|path| {
            let name = file_name(path);
            let situation = name.strip_suffix(".json").or_else(|| name.strip_suffix(".txt"))?;
            if situation.contains('.') {
                return None;
            }
            let beside = |suffix: &str| path.with_file_name(format!("{situation}{suffix}"));
            let context = std::fs::read_to_string(beside(".context.json")).unwrap_or_else(|_| "{}".into());
            let mut payload = std::fs::read(path).expect("the fixture can be read");
            while payload.ends_with(b"\n") {
                payload.pop();
            }
            Some(Fixture {
                name: [&provider, part, situation]
                    .iter()
                    .filter(|part| !part.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join("/"),
                provider: provider.clone(),
                payload,
                expected: beside(expected),
                context: serde_json::from_str(&context).expect("a context is JSON"),
            })
        })
        .collect()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned()
}

/// The members in which two values differ, one a line.
pub(crate) fn difference(path: &str, wanted: &Value, got: &Value) -> String {
    match (wanted, got) {
        _ if wanted == got => String::new(),
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.iter()
                .map(|key| difference(&format!("{path}.{key}"), &wanted[key.as_str()], &got[key.as_str()]))
                .collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.map(|(index, (a, b))| difference(&format!("{path}[{index}]"), a, b)).collect()
        }
        _ => format!("  {path}: expected {wanted}, got {got}\n"),
    }
}
