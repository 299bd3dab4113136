//! How fast the built package is beside JavaScript written by hand and beside libraries, in every engine that is here;
//! how fast the core is without one; and how many instructions the package takes, for which no clock is needed.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::program::{self, cargo, in_root, root, run as execute, say, target};
use crate::{package, readme};

pub(crate) fn run(mut args: lexopt::Parser) -> Result<()> {
    let (mut quick, mut write, mut count) = (false, false, false);
    while let Some(arg) = args.next()? {
        match arg {
            Long("quick") => quick = true,
            Long("write") => write = true,
            Long("count") => count = true,
            other @ (Short(_) | Long(_) | Value(_)) => return Err(other.unexpected().into()),
        }
    }
    if count && (quick || write) {
        bail!("`--count` stands alone: it takes no time");
    }
    if quick && write {
        bail!("`--write` with `--quick`: what is rough does not go into README.md");
    }
    fs::create_dir_all(folder())?;
    if count { count_instructions() } else { measure(quick, write) }
}

/// Where the payloads are, and where the results go.
fn folder() -> PathBuf {
    target().join("bench")
}

fn measure(quick: bool, write: bool) -> Result<()> {
    package::build()?;
    program::ensure_npm("benches/package", "engines, zod, valibot and the lexers from npm")?;
    say("compiling serde_json to WebAssembly");
    fs::copy(serde_json()?, folder().join("serde.wasm"))?;
    prepare()?;
    say("compiling the core for this machine");
    execute(native("bench").args(["--bench", "core", "--no-run"]).stdout(Stdio::null()))?;

    let mut package = in_root("node".into(), &["benches/package/run.mjs"]);
    package.arg(folder());
    if quick {
        package.arg("--quick");
    }
    // What failed in it is in its table; the rest is worth showing.
    let package = execute(&mut package);
    say("the core, without an engine");
    let seconds = if quick { "0.2" } else { "3" };
    let mut core = native("bench");
    core.args(["--bench", "core", "--", "--color", "never", "--max-time", seconds]);
    let core = program::read(core.env("ORDERSTATE_BENCH", folder()))?;
    println!("{core}");

    let report = folder().join("report.md");
    let text = fs::read_to_string(&report)?;
    fs::write(&report, format!("{text}\nThe core, compiled for this machine:\n\n```text\n{core}```\n"))?;
    say(&format!("the report is in {}", report.display()));
    if write {
        readme::write_measured("bench", &fs::read_to_string(folder().join("table.md"))?)?;
    }
    package
}

/// What the package executes; an error where that is too much.
fn count_instructions() -> Result<()> {
    package::build()?;
    prepare()?;
    // The module with its functions' names comes with the sizes.
    package::print_rooms()?;
    let counting = folder().join("counting.wasm");
    let mut instrument = native("run");
    instrument.args(["--bin", "instrument", "--"]).arg(target().join("npm-package/named.wasm"));
    execute(instrument.arg(&counting))?;
    say("counting");
    let mut count = in_root("node".into(), &["benches/package/count.mjs"]);
    execute(count.arg(counting).arg(folder()))
}

/// Writes the payloads.
fn prepare() -> Result<()> {
    execute(in_root("node".into(), &["benches/package/prepare.mjs"]).arg(folder()))
}

/// Compiles the crate that reads with serde_json; returns where the module is.
fn serde_json() -> Result<PathBuf> {
    let built = target().join("serde-bench");
    let mut cargo =
        cargo(&["build", "--quiet", "--locked", "--release", "--target", "wasm32-unknown-unknown"]);
    cargo.arg("--manifest-path").arg(root().join("benches/serde/Cargo.toml"));
    execute(cargo.arg("--target-dir").arg(&built))?;
    Ok(built.join("wasm32-unknown-unknown/release/serde_bench.wasm"))
}

/// Cargo on the crate with the native benches. Not `--locked`: its lock file follows what the core depends on.
fn native(command: &str) -> Command {
    let mut cargo = cargo(&[command, "--quiet"]);
    cargo.arg("--manifest-path").arg(root().join("benches/native/Cargo.toml"));
    cargo.arg("--target-dir").arg(target().join("native-bench"));
    cargo
}
