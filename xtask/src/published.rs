//! The crate as it is published: what is packed compiles by itself, and with the oldest Rust that it says.

use std::env;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value as Json;

use crate::program::{cargo, in_root, read, run, say, target};

/// Packs the crate, and compiles it as whoever downloads it will.
pub(crate) fn check_package() -> Result<()> {
    // Whoever works on it has not committed everything; what is published is.
    let dirty: &[&str] = if env::var_os("CI").is_some() { &[] } else { &["--allow-dirty"] };
    let listed = read(cargo(&["package", "--quiet", "--list"]).args(dirty))?;
    if let Some(stray) = listed.lines().find(|file| !is_published(file)) {
        bail!("{stray} would be published with the crate: see `include` in Cargo.toml");
    }
    run(cargo(&["package", "--quiet"]).args(dirty))
}

/// What cargo adds, what is read by people, and the sources.
fn is_published(file: &str) -> bool {
    let top = Path::new(file).components().count() == 1;
    top || file.starts_with("src/") && file.ends_with(".rs")
}

/// Compiles the crate with the oldest Rust that it promises to compile with, which rustup gets where it is not here.
pub(crate) fn check_oldest_rust(features: &str) -> Result<()> {
    let metadata = read(&mut cargo(&["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: Json = serde_json::from_str(&metadata)?;
    let mut packages = metadata.get("packages").and_then(Json::as_array).into_iter().flatten();
    let package = packages.find(|package| package.get("name").is_some_and(|name| name == "orderstate"));
    let oldest = package.and_then(|package| package.get("rust_version")?.as_str());
    let oldest = oldest.context("Cargo.toml states no `rust-version`")?;
    let rustup = |args: &[&str]| in_root("rustup".into(), args);
    if read(&mut rustup(&["run", oldest, "rustc", "--version"])).is_err() {
        say(&format!("installing Rust {oldest}"));
        run(&mut rustup(&["toolchain", "install", oldest, "--profile", "minimal"]))?;
    }
    let mut check = rustup(&[
        "run",
        oldest,
        "cargo",
        "check",
        "--quiet",
        "--package",
        "orderstate",
        "--features",
        features,
    ]);
    // The cargo that runs this says by these which compiler is meant.
    for variable in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN"] {
        check.env_remove(variable);
    }
    run(check.arg("--target-dir").arg(target().join("oldest-rust")).env("RUSTFLAGS", "-D warnings"))
}
