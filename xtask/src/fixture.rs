//! The payloads in tests/fixtures, which the demo page and the tests share.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::program::root;

/// Every payload with its provider, its situation and the context that it is read in, as the demo page takes them.
pub(crate) fn samples() -> Result<Vec<Value>> {
    let mut samples = Vec::new();
    for folder in names(&root().join("tests/fixtures"))? {
        let provider = root().join("tests/fixtures").join(&folder);
        if !provider.is_dir() {
            continue;
        }
        for file in names(&provider)? {
            // `paid.json` and `return.txt` are payloads; `paid.order.json` and `paid.context.json` belong to one.
            let Some((situation, "json" | "txt")) = file.split_once('.') else { continue };
            let payload = fs::read_to_string(provider.join(&file)).with_context(|| file.clone())?;
            // Files end with a line break; what was sent does not.
            let payload = payload.trim_end_matches('\n');
            let context = match fs::read_to_string(provider.join(format!("{situation}.context.json"))) {
                Ok(context) => serde_json::from_str(&context).with_context(|| file.clone())?,
                Err(_) => Value::Null,
            };
            samples.push(json!({
                "provider": folder, "situation": situation, "payload": payload, "context": context,
            }));
        }
    }
    Ok(samples)
}

/// What a folder holds, in order.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}
