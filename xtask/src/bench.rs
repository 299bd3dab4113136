//! How fast the built package is beside JavaScript written by hand and beside libraries, in every engine that is here;
//! how fast the core is without one; and how many instructions it takes, for which no clock is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use lexopt::prelude::*;

use crate::program::{self, cargo, in_root, node, root, run as execute, say, target};
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
    let serde = compile("serde", "serde_bench", &[Path::new("--locked")])?;
    fs::copy(serde, folder().join("serde.wasm"))?;
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

/// What the core executes, as it is compiled and optimized for the package; an error where that is too much.
fn count_instructions() -> Result<()> {
    program::ensure_wasm_target()?;
    program::ensure_npm_tools()?;
    prepare()?;
    say("compiling the core to WebAssembly, as for the package");
    let profile = folder().join("profile.toml");
    fs::write(&profile, release_profile()?)?;
    let module = compile("native", "native_bench", &[Path::new("--config"), &profile])?;
    let optimized = folder().join("core.wasm");
    let mut wasm_opt = node("node_modules/binaryen/bin/wasm-opt", package::WASM_OPT);
    execute(wasm_opt.arg(module).arg("-o").arg(&optimized))?;
    say("counting");
    let mut count = native("run");
    count.args(["--release", "--bin", "count", "--"]).arg(optimized).arg(folder());
    execute(count.arg(root().join("benches/native/counts.txt")))
}

/// The table of that name from the project's own Cargo.toml: a crate outside its workspace has none of its profiles.
fn release_profile() -> Result<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let tables = manifest.split("\n[").filter(|table| table.starts_with("profile.release"));
    let profile: String = tables.map(|table| format!("[{table}\n")).collect();
    if profile.is_empty() { bail!("Cargo.toml has no [profile.release]") } else { Ok(profile) }
}

/// Writes the payloads.
fn prepare() -> Result<()> {
    execute(in_root("node".into(), &["benches/package/prepare.mjs"]).arg(folder()))
}

/// Cargo on the crate with the native benches. Not `--locked`: its lock file follows what the core depends on.
fn native(command: &str) -> Command {
    let mut cargo = cargo(&[command, "--quiet"]);
    cargo.arg("--manifest-path").arg(root().join("benches/native/Cargo.toml"));
    cargo.arg("--target-dir").arg(target().join("native-bench"));
    cargo
}

/// Compiles one of the crates in benches/ to WebAssembly; returns where the module is.
fn compile(krate: &str, module: &str, more: &[&Path]) -> Result<PathBuf> {
    program::ensure_wasm_target()?;
    let built = target().join(format!("{krate}-bench"));
    let mut cargo = cargo(&["build", "--quiet", "--release", "--lib"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--target-dir"]).arg(&built);
    cargo.arg("--manifest-path").arg(root().join("benches").join(krate).join("Cargo.toml")).args(more);
    execute(&mut cargo)?;
    let module = built.join(format!("wasm32-unknown-unknown/release/{module}.wasm"));
    module.exists().then_some(module).with_context(|| format!("benches/{krate} gave no module"))
}
