//! The npm package: from Rust to WebAssembly to pkg/.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::program::{self, cargo, node, root, run, say, target};
use crate::{catalogue, flows, site};

/// Makes pkg/ and dist/www/.
pub(crate) fn build() -> Result<()> {
    let package = root().join("pkg");
    make(&root(), &target(), &package)?;
    say("assembling dist/www/");
    site::assemble(&package)?;
    print_sizes()
}

/// Makes the package of the crate in a folder.
fn make(source: &Path, target: &Path, package: &Path) -> Result<()> {
    program::ensure_wasm_target()?;
    program::ensure_npm_tools()?;
    let work = target.join("npm-package");
    empty(&work)?;

    say("compiling to WebAssembly, and optimizing");
    let optimized = module(source, target, MAIN, &work.join("orderstate.wasm"))?;
    // Of its own, so that what checks signatures is in no page.
    let webhook = module(source, target, WEBHOOK, &work.join("webhook.wasm"))?;
    say("translating to JavaScript");
    let script = work.join("orderstate.mjs");
    run(node("script.mjs", &[]).arg(&optimized).arg(&script))?;

    say(&format!("bundling {}", package.display()));
    empty(package)?;
    run(node("bundle.mjs", &[]).arg(&optimized).arg(&webhook).arg(&script).arg(version()?).arg(package))?;
    for module in [&optimized, &webhook] {
        copy(module, &package.join(module.file_name().unwrap_or_default()))?;
    }
    catalogue::write(package)?;
    flows::write(package)?;
    write_texts(package)
}

/// The features of the crate that a module has.
const MAIN: &str = "wasm";
const WEBHOOK: &str = "wasm,webhook";

fn module(source: &Path, target: &Path, features: &str, optimized: &Path) -> Result<PathBuf> {
    let mut wasm_opt = node("node_modules/binaryen/bin/wasm-opt", WASM_OPT);
    run(wasm_opt.arg(compile(source, target, features)?).arg("-o").arg(optimized))?;
    Ok(optimized.into())
}

/// Makes the package again, from a copy of the crate in another folder and from nothing: it must be the same, byte by byte.
pub(crate) fn check_reproducible() -> Result<()> {
    let elsewhere = target().join("elsewhere");
    empty(&elsewhere)?;
    for part in CRATE {
        site::copy_all(&root().join(part), &elsewhere.join(part))?;
    }
    let (package, again) = (root().join("pkg"), elsewhere.join("pkg"));
    make(&elsewhere, &elsewhere.join("target"), &again)?;
    for entry in fs::read_dir(&package)? {
        let file = entry?.file_name();
        if fs::read(package.join(&file))? != fs::read(again.join(&file))? {
            bail!("{} is not the same when it is built again", file.display());
        }
    }
    Ok(())
}

/// What cargo asks for to compile the crate.
const CRATE: &[&str] = &[
    "src",
    "build.rs",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "xtask/Cargo.toml",
    "xtask/src",
    "xtask/core-alone",
    "xtask/wasm-test-runner",
];

pub(crate) fn print_sizes() -> Result<()> {
    if !root().join("pkg/index.js").exists() {
        bail!("there is no package yet: run `cargo xtask build`");
    }
    run(&mut node("size.mjs", &["pkg"]))
}

/// What takes the room: the same module, optimized with the names of its functions left in, each in its own room.
pub(crate) fn print_rooms() -> Result<()> {
    let work = target().join("npm-package");
    let named = work.join("named.wasm");
    let mut wasm_opt = node("node_modules/binaryen/bin/wasm-opt", &["-Oz", "-g", "--no-inline=*"]);
    run(wasm_opt.arg(compile(&root(), &target(), MAIN)?).arg("-o").arg(&named))?;
    run(node("rooms.mjs", &[]).arg(&named))
}

/// No feature is named: wasm-opt keeps to those that the compiler wrote down in the module. Nor does it inline what is called from
/// one place only (`-ocimfs`), which may be a rare way: engines compile a function when it is first called, and then all of it.
const WASM_OPT: &[&str] =
    &["-ocimfs", "0", "-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"];

fn compile(source: &Path, target: &Path, features: &str) -> Result<PathBuf> {
    let mut cargo = cargo(&["rustc", "--lib", "--release", "--target", "wasm32-unknown-unknown"]);
    cargo.current_dir(source).arg("--target-dir").arg(target);
    cargo.args(["--features", features, "--crate-type", "cdylib", "--", "--cfg", "standalone"]);
    // A sixteenth of the usual stack: nothing recurses deeper than payloads may be wrapped, and frames have 2 kB at most. What
    // would go beyond it traps.
    cargo.args(["-C", "link-arg=-zstack-size=65536"]);
    // Two choices of LLVM's that are made for machines: counters for each loop instead of one sum, and the same ends in each of
    // a condition's ways. Without them the module is 1 % smaller, and executes a little less.
    cargo.args(["-C", "llvm-args=-disable-lsr -sink-common-insts"]);
    // For `cargo xtask size`; what is shipped has no names. These say of what a generic function was made.
    cargo.args(["-C", "symbol-mangling-version=v0", "-C", "link-arg=--demangle"]);
    // Panics carry the paths of source files: without this, those of the machine that built the package.
    let home = env::home_dir();
    let folder = |variable, name: &str| {
        env::var_os(variable).map(PathBuf::from).or_else(|| home.as_ref().map(|home| home.join(name)))
    };
    let remaps = [
        (folder("CARGO_HOME", ".cargo"), "/cargo"),
        (folder("RUSTUP_HOME", ".rustup"), "/rustup"),
        (Some(source.to_path_buf()), "/orderstate"),
    ];
    let flags = remaps
        .iter()
        .filter_map(|(from, to)| Some(format!("--remap-path-prefix={}={to}", from.as_ref()?.display())));
    // The variable that may hold paths with spaces: its separator is 0x1f.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.collect::<Vec<_>>().join("\x1f"));
    run(&mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown/release/orderstate.wasm"))
}

fn write_texts(package: &Path) -> Result<()> {
    let template = root().join("pkg-template");
    for name in ["index", "slim", "catalogue", "flows", "webhook"] {
        let types = fs::read_to_string(template.join(name).with_extension("d.ts"))?;
        fs::write(package.join(name).with_extension("d.ts"), &types)?;
        // The same declarations: what differs is that a `.d.cts` describes a CommonJS module, and is beside others.
        fs::write(
            package.join(name).with_extension("d.cts"),
            types.replace("\"./index.js\"", "\"./index.cjs\""),
        )?;
    }
    for name in ["README.md", "cli.mjs"] {
        copy(&template.join(name), &package.join(name))?;
    }
    for module in ["orderstate.wasm", "webhook.wasm"] {
        copy(&template.join("orderstate.wasm.d.ts"), &package.join(format!("{module}.d.ts")))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"] {
        copy(&root().join(name), &package.join(name))?;
    }
    let manifest = fs::read_to_string(template.join("package.json"))?;
    let mut manifest: serde_json::Map<_, _> = serde_json::from_str(&manifest)?;
    manifest.insert("version".into(), version()?.into());
    fs::write(package.join("package.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(())
}

/// The crate's version, which is the package's.
fn version() -> Result<String> {
    let id = program::read(&mut cargo(&["pkgid", "--package", "orderstate"]))?;
    let (_, version) = id.trim().rsplit_once(['#', '@']).context("`cargo pkgid` names no version")?;
    Ok(version.into())
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder)?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}
