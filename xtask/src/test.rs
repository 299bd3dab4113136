//! Every check there is, one after another, with one closing line that sums them up.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::program::{self, cargo, in_root, node, root};
use crate::{package, readme};

/// What the crate has beside the boundary to JavaScript.
const ALL: &str = "orderstate/serde,orderstate/webhook";

/// Runs everything, goes on after a failure, and closes with `N passed, N failed`.
pub(crate) fn run() -> Result<ExitCode> {
    let mut report = Report::default();

    report.check("format", || count(&mut cargo(&["fmt", "--all", "--check"])));
    report.check("clippy", || {
        let scope = ["--workspace", "--all-targets", "--features", ALL];
        count(cargo(&["clippy"]).args(scope).args(["--", "-D", "warnings"]))
    });
    report.check("tests in Rust", || {
        let scope = ["--workspace", "--features", ALL, "--no-fail-fast"];
        count(cargo(&["test"]).args(scope))
    });
    report.check("documentation", || {
        let mut doc = cargo(&["doc", "--no-deps", "--features", ALL]);
        count(doc.env("RUSTDOCFLAGS", "-D warnings"))
    });
    report.check("README.md is up to date", || one(readme::check()));

    let tools = program::ensure_wasm_target().and_then(|()| program::ensure_npm_tools());
    if let Err(error) =
        tools.and_then(|()| program::ensure_npm("tests/engines", "engines, bundlers, compilers from npm"))
    {
        report.check("tools", || Err(error));
    }
    let wasm = ["--target", "wasm32-unknown-unknown", "--features", "wasm"];
    report.check("clippy for WebAssembly", || {
        count(cargo(&["clippy", "--lib", "--test", "wasm"]).args(wasm).args(["--", "-D", "warnings"]))
    });
    report.check("tests in WebAssembly", || {
        let mut test = cargo(&["test", "--test", "wasm"]);
        let runner = "cargo run --quiet --package wasm-test-runner --";
        count(test.args(wasm).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner))
    });

    let mut built = false;
    report.check("build", || {
        package::build()?;
        built = true;
        Ok(Counts::ONE)
    });
    if built {
        report.check("package", || node_tests("tests/package"));
        report.check("types", || node_tests("tests/types"));
        report.check("engines and bundlers", || node_tests("tests/engines"));
        report.check("the same when built again", || one(package::check_reproducible()));
        report.check("demo", || count(&mut node("demo.mjs", &[])));
        report.check("publint", || count(&mut node("publint.mjs", &[])));
        match chromium() {
            Some(browser) => report.check("browser", || {
                let mut test = node_test("tests/browser")?;
                test.env("ORDERSTATE_DIST", root().join("dist/www")).env("CHROMIUM", browser);
                count(&mut test)
            }),
            None if env::var_os("CI").is_some() => {
                report.check("browser", || bail!("Chromium is not installed"));
            }
            None => report.left_out.push("browser: Chromium is not installed (set CHROMIUM to its path)"),
        }
    } else {
        report
            .left_out
            .push("package, types, engines, publint, browser: there is nothing to test without a build");
    }
    Ok(report.close())
}

/// How many test cases of a step went well, and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

impl Counts {
    /// A step that is one check.
    const ONE: Self = Self { passed: 1, failed: 0 };

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[derive(Default)]
struct Report {
    total: Counts,
    steps: Vec<(&'static str, Counts, Duration)>,
    left_out: Vec<&'static str>,
}

impl Report {
    fn check(&mut self, name: &'static str, step: impl FnOnce() -> Result<Counts>) {
        program::say(name);
        let begin = Instant::now();
        let counts = step().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Counts { passed: 0, failed: 1 }
        });
        self.total.add(counts);
        self.steps.push((name, counts, begin.elapsed()));
    }

    fn close(&self) -> ExitCode {
        println!();
        for (name, counts, duration) in &self.steps {
            let verdict = if counts.failed == 0 { "ok" } else { "FAILED" };
            let Counts { passed, failed } = counts;
            let seconds = duration.as_secs_f32();
            println!("{verdict:>6}  {name:<24} {passed:>5} passed {failed:>3} failed {seconds:>7.1} s");
        }
        for what in &self.left_out {
            println!("\nLEFT OUT  {what}");
        }
        println!("\n{} passed, {} failed", self.total.passed, self.total.failed);
        if self.total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn one(result: Result<()>) -> Result<Counts> {
    result.map(|()| Counts::ONE)
}

/// Runs a step while showing what it prints. One that counts no test cases is one check.
fn count(command: &mut Command) -> Result<Counts> {
    let mut child = command.env_remove("FORCE_COLOR").stdout(Stdio::piped()).spawn()?;
    let mut counts = Counts::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            println!("{line}");
            counts.add(counted(&line));
        }
    }
    let success = child.wait()?.success();
    if success && counts == Counts::default() {
        return Ok(Counts::ONE);
    }
    if !success && counts.failed == 0 {
        // It stopped before or after its test cases: code that does not compile, say.
        counts.failed = 1;
    }
    Ok(counts)
}

/// What a line says about test cases, if it is one with which cargo's or Node's runner sums up.
fn counted(line: &str) -> Counts {
    let number = |text: &str| text.trim().split(' ').next().and_then(|digits| digits.parse().ok());
    let after = |mark| line.split_once(mark).and_then(|(_, rest)| number(rest)).unwrap_or(0);
    // `test result: ok. 5 passed; 0 failed; 0 ignored; …`
    if line.starts_with("test result: ") {
        let before = |mark| {
            let (text, _) = line.split_once(mark)?;
            text.rsplit(' ').next()?.parse().ok()
        };
        return Counts { passed: before(" passed;").unwrap_or(0), failed: before(" failed;").unwrap_or(0) };
    }
    // `ℹ pass 5`, `ℹ fail 0`, `ℹ cancelled 0`
    Counts { passed: after("ℹ pass "), failed: after("ℹ fail ") + after("ℹ cancelled ") }
}

fn node_tests(folder: &str) -> Result<Counts> {
    count(&mut node_test(folder)?)
}

/// Node's test runner on the `*.test.mjs` of a folder, each named: Node 20 and 22 read a folder differently.
fn node_test(folder: &str) -> Result<Command> {
    let mut files = fs::read_dir(root().join(folder))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        bail!("{folder} holds no tests");
    }
    let mut node = in_root("node".into(), &["--test", "--test-reporter=spec"]);
    node.args(files);
    Ok(node)
}

fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let path = env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let candidates = env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::{Counts, counted};

    #[test]
    fn summaries_of_both_runners_are_counted() {
        let cargo = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 1 filtered out";
        assert_eq!(counted(cargo), Counts { passed: 12, failed: 3 });
        assert_eq!(counted("ℹ pass 7"), Counts { passed: 7, failed: 0 });
        assert_eq!(counted("ℹ fail 2"), Counts { passed: 0, failed: 2 });
        assert_eq!(counted("ℹ cancelled 1"), Counts { passed: 0, failed: 1 });
    }

    #[test]
    fn other_lines_are_not() {
        for line in ["", "test a_test ... ok", "running 4 tests", "ℹ duration_ms 12", "✔ pass 5 (1ms)"] {
            assert_eq!(counted(line), Counts::default(), "{line}");
        }
    }
}
