//! The parts of README.md that are made from the tables, between `<!-- begin generated: NAME -->` and
//! `<!-- end generated: NAME -->`.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};
use lexopt::prelude::*;
use orderstate::SourceKind;

use crate::program::root;

/// The name of a place in README.md, and what makes its text.
type Generated = (&'static str, fn() -> String);

const GENERATED: &[Generated] = &[("providers", providers)];

pub(crate) fn run(mut args: lexopt::Parser) -> Result<()> {
    let mut checking = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("check") => checking = true,
            other @ (Short(_) | Long(_) | Value(_)) => return Err(other.unexpected().into()),
        }
    }
    if checking { check() } else { write() }
}

/// An error where what stands in README.md is not what the tables say.
pub(crate) fn check() -> Result<()> {
    let (old, new) = texts()?;
    if old != new {
        bail!("README.md is stale: run `cargo xtask readme`");
    }
    Ok(())
}

/// Puts what was measured on this machine between `<!-- begin measured: NAME -->` and `<!-- end measured: NAME -->`. No
/// check compares that: another machine measures something else.
pub(crate) fn write_measured(name: &str, text: &str) -> Result<()> {
    let path = root().join("README.md");
    let old = fs::read_to_string(&path).context("cannot read README.md")?;
    fs::write(path, replace(&old, "measured", name, text)?)?;
    Ok(())
}

fn write() -> Result<()> {
    let (_, new) = texts()?;
    fs::write(root().join("README.md"), new)?;
    Ok(())
}

/// README.md as it is, and as it should be.
fn texts() -> Result<(String, String)> {
    let old = fs::read_to_string(root().join("README.md")).context("cannot read README.md")?;
    let mut new = old.clone();
    for (name, generate) in GENERATED {
        new = replace(&new, "generated", name, &generate())?;
    }
    Ok((old, new))
}

fn replace(text: &str, kind: &str, name: &str, new: &str) -> Result<String> {
    let begin = format!("<!-- begin {kind}: {name} -->\n");
    let end = format!("<!-- end {kind}: {name} -->");
    let parts = text.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) = parts.with_context(|| format!("README.md has no place for the {kind} `{name}`"))?;
    Ok([before, &begin, new, &end, after].concat())
}

/// Which providers there are, and a table for each, folded: what each of its words means.
fn providers() -> String {
    let providers = orderstate::providers();
    let overview = providers.iter().map(|provider| {
        let directions = provider.directions.iter().map(|direction| direction.as_str());
        // In the order in which the vocabulary has them.
        let forms =
            SourceKind::ALL.iter().filter(|kind| provider.shapes.iter().any(|shape| shape.kind == **kind));
        let words: BTreeSet<_> = provider.words.iter().map(|word| word.word).collect();
        [
            format!("[{}]({})", provider.name, provider.docs),
            directions.collect::<Vec<_>>().join(", "),
            forms.map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "),
            words.len().to_string(),
        ]
    });
    let mut text = format!("\n{}", table(&["provider", "directions", "payloads", "words"], overview));
    text += "\nWhat each word means, by provider:\n";
    for provider in &providers {
        let rows = provider.words.iter().map(|word| {
            let when = word.when.as_ref().map_or(String::new(), |when| format!(", if {when}"));
            [
                word.direction.map_or("any", |direction| direction.as_str()).to_owned(),
                format!("`{}`{when}", word.word),
                word.status.as_str().to_owned(),
                word.reason.map_or("", |reason| reason.as_str()).to_owned(),
                word.money.as_str().to_owned(),
                word.fulfilment.as_str().to_owned(),
                word.finality.as_str().to_owned(),
            ]
        });
        let head = ["direction", "word", "status", "reason", "money", "fulfilment", "end"];
        text += &format!(
            "\n<details>\n<summary>{}</summary>\n\n{}\n</details>\n",
            provider.name,
            table(&head, rows)
        );
    }
    text + "\n"
}

/// A table in Markdown.
fn table<const N: usize>(head: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut text = format!("| {} |\n| {} |\n", head.join(" | "), ["---"; N].join(" | "));
    for row in rows {
        text += &format!("| {} |\n", row.join(" | "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() -> anyhow::Result<()> {
        let text = "a\n<!-- begin generated: x -->\nold\n<!-- end generated: x -->\nb\n";
        let expected = "a\n<!-- begin generated: x -->\nnew\n<!-- end generated: x -->\nb\n";
        assert_eq!(replace(text, "generated", "x", "new\n")?, expected);
        assert!(replace(text, "generated", "y", "").is_err());
        assert!(replace(text, "measured", "x", "").is_err());
        Ok(())
    }
}
