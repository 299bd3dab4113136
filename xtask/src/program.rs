//! The other programs that are run, and where things are.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// The folder of the repository: that of the xtask which was asked for, though another clone of it built this.
pub(crate) fn root() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut root = PathBuf::from(xtask);
    root.pop();
    root
}

/// Where cargo puts what it makes.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Says what happens now, for whoever waits for it.
pub(crate) fn say(what: &str) {
    eprintln!("==> {what}");
}

/// The cargo that runs this.
pub(crate) fn cargo(args: &[&str]) -> Command {
    in_root(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), args)
}

/// Node with one of the scripts or tools of xtask/npm.
pub(crate) fn node(script: &str, args: &[&str]) -> Command {
    let mut node = in_root("node".into(), &[]);
    node.arg(root().join("xtask/npm").join(script)).args(args);
    node
}

pub(crate) fn in_root(program: OsString, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// Runs a program to its end; an error where that is no success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run {}", name(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", name(command));
    }
    Ok(())
}

/// Runs a program to its end for what it prints.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {}", name(command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", name(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Makes sure that Rust can compile to WebAssembly.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut installed = in_root("rustup".into(), &["target", "list", "--installed"]);
    match read(&mut installed) {
        Ok(targets) if targets.lines().any(|line| line == TARGET) => Ok(()),
        Ok(_) => {
            say("adding Rust's WebAssembly target");
            run(&mut in_root("rustup".into(), &["target", "add", TARGET]))
        }
        // A Rust that did not come from rustup has its targets from elsewhere; cargo will tell.
        Err(_) => Ok(()),
    }
}

/// Makes sure that the tools from npm are there, at the versions of the lock file.
pub(crate) fn ensure_npm_tools() -> Result<()> {
    ensure_npm(
        "xtask/npm",
        "the tools from npm: binaryen, esbuild, typescript, publint, playwright-core, axe-core",
    )
}

/// The same for the packages that another folder asks for.
pub(crate) fn ensure_npm(folder: &str, what: &str) -> Result<()> {
    let folder = root().join(folder);
    let lock = std::fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if std::fs::read(&installed).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say(&format!("installing {what}"));
    run(npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    std::fs::write(&installed, lock)?;
    Ok(())
}

fn npm(args: &[&str]) -> Command {
    in_root(if cfg!(windows) { "npm.cmd" } else { "npm" }.into(), args)
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    format!("`{}`", words.join(" "))
}
