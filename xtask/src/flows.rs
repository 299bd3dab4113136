//! The picture of every flow, as a file of the package of its own: pages pay for pictures only if they ask for them, and it is the
//! crate that draws them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use orderstate::{flow, providers};

/// Writes it beside the other files, as each of the two kinds of modules.
pub(crate) fn write(package: &Path) -> Result<()> {
    let mut all: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    for provider in providers() {
        let drawn = all.entry(provider.id).or_default();
        for direction in provider.directions {
            let picture = flow(provider.id, *direction)?.svg();
            if !picture.is_empty() {
                drawn.insert(direction.as_str(), picture);
            }
        }
    }
    let all = serde_json::to_string(&all)?;
    fs::write(package.join("flows.js"), format!("export const flowSvgs = {all};\n"))?;
    fs::write(package.join("flows.cjs"), format!("exports.flowSvgs = {all};\n"))?;
    Ok(())
}
