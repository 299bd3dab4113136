//! The rows of all providers with the wording that each was read from, as a file of the package of its own: no page that asks
//! for orders downloads it.
//!
//! A row's wording is the comment above it, in `src/provider`, and stands nowhere else.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use orderstate::{ProviderInfo, providers};
use serde_json::{Value, json};
use syn::spanned::Spanned as _;
use syn::{Expr, ExprArray, ExprLit, ExprReference, Item, Lit};

use crate::program::root;

/// Writes it beside the other files, as each of the two kinds of modules.
pub(crate) fn write(package: &Path) -> Result<()> {
    let all = providers().iter().map(entry).collect::<Result<Vec<_>>>()?;
    let all = serde_json::to_string(&all)?;
    fs::write(package.join("catalogue.js"), format!("export const catalogue = {all};\n"))?;
    fs::write(package.join("catalogue.cjs"), format!("exports.catalogue = {all};\n"))?;
    Ok(())
}

fn entry(provider: &ProviderInfo) -> Result<Value> {
    let file = root().join("src/provider").join(provider.id).with_extension("rs");
    let source = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let wordings = wordings(&source).with_context(|| file.display().to_string())?;
    let ProviderInfo { id, name, docs, directions, words, .. } = provider;
    if wordings.len() != words.len() {
        bail!("{} has {} rows in its source, and {} in the crate", id, wordings.len(), words.len());
    }
    let words = words.iter().zip(wordings).map(|(word, wording)| {
        let mut row = json!(word);
        if let Some(row) = row.as_object_mut() {
            row.insert("wording".into(), json!(wording));
        }
        row
    });
    Ok(json!({
        "id": id, "name": name, "docs": docs, "directions": directions, "words": words.collect::<Vec<_>>(),
    }))
}

/// For each of a provider's rules, what is written above it. A row without a comment shares that of the row above it, where both
/// stand on one line, or are of one word.
fn wordings(source: &str) -> Result<Vec<Option<String>>> {
    let file = syn::parse_file(source)?;
    let rules = file.items.iter().find_map(|item| {
        if let Item::Const(item) = item { (item.ident == "RULES").then_some(&*item.expr) } else { None }
    });
    let Some(Expr::Reference(ExprReference { expr, .. })) = rules else { bail!("there are no RULES") };
    let Expr::Array(ExprArray { elems, .. }) = &**expr else { bail!("RULES are no list") };
    let lines: Vec<&str> = source.lines().collect();
    let mut wordings: Vec<Option<String>> = Vec::new();
    let mut before = (0, None);
    for row in elems {
        let line = row.span().start().line;
        let word = first_text(row);
        let own = comment_above(lines.get(..line.saturating_sub(1)).unwrap_or_default());
        let same = before.0 == line || word.is_some() && before.1 == word;
        let shared = || wordings.last().cloned().flatten().filter(|_| same);
        wordings.push(if before.0 == line { shared() } else { own.or_else(shared) });
        before = (line, word);
    }
    Ok(wordings)
}

/// The lines of comment that end these lines, as one.
fn comment_above(lines: &[&str]) -> Option<String> {
    let comment = lines.iter().rev().map_while(|line| line.trim().strip_prefix("//"));
    let mut parts: Vec<&str> = comment.map(str::trim).collect();
    parts.reverse();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The first text in a row: its word, unless that is named elsewhere.
fn first_text(row: &Expr) -> Option<String> {
    if let Expr::MethodCall(call) = row {
        return first_text(&call.receiver);
    }
    let Expr::Call(call) = row else { return None };
    call.args.iter().find_map(|argument| {
        if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = argument { Some(text.value()) } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::wordings;

    #[test]
    fn a_row_has_the_comment_above_it() {
        let source = r#"
            const RULES: &[Rule] = &[
                // "Paid."
                // And more.
                rule(BUY, "paid", Paid).waits_for(Us)
                    .actions(WAIT),
                rule(SELL, "paid", Paid),
                // "Done."
                rule(BUY, "done", Done), rule(SELL, "over", Done),
                rule(BUY, "lost", Failed),

                named(SOMETHING),
                named(OTHER),
            ];
        "#;
        let said = wordings(source).unwrap_or_default();
        let said: Vec<Option<&str>> = said.iter().map(Option::as_deref).collect();
        let paid = Some("\"Paid.\" And more.");
        assert_eq!(said, [paid, paid, Some("\"Done.\""), Some("\"Done.\""), None, None, None]);
    }

    #[test]
    fn a_file_without_rows_is_an_error() {
        assert!(wordings("const OTHER: u8 = 1;").is_err());
        assert!(wordings("const RULES: u8 = 1;").is_err());
    }
}
