//! Every check there is, one after another, with one closing line that sums them up.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::program::{self, cargo, in_root, node, root};
use crate::{package, published, readme};

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
    report.check("the crate as it is published", || one(published::check_package()));
    report.check("the oldest Rust", || one(published::check_oldest_rust(ALL)));
    report.check("README.md is up to date", || one(readme::check()));

    let tools = program::ensure_wasm_target().and_then(|()| program::ensure_npm_tools());
    if let Err(error) =
        tools.and_then(|()| program::ensure_npm("tests/engines", "engines, bundlers, compilers from npm"))
    {
        report.check("tools", || Err(error));
    }
    report.check("clippy for WebAssembly", || {
        count(cargo(&["clippy", "--lib", "--test", "wasm"]).args(WASM).args(["--", "-D", "warnings"]))
    });
    report.check("tests in WebAssembly: Node", || count(&mut wasm_tests()));
    report.check("tests in WebAssembly: Chromium", || match on_path(&["chromedriver"]) {
        Some(driver) => count(wasm_tests().env("CHROMEDRIVER", driver).env("WASM_BINDGEN_USE_BROWSER", "1")),
        None => left_out("tests in WebAssembly: chromedriver is not installed"),
    });
    report.check("tests in WebAssembly: WebKitGTK", || {
        match (on_path(&["WebKitWebDriver"]), on_path(&["xvfb-run"])) {
            (Some(driver), Some(display)) => {
                let test = wasm_tests();
                let mut under = in_root(display.into(), &["--auto-servernum"]);
                under.arg(test.get_program()).args(test.get_args()).env(RUNNER.0, RUNNER.1);
                // The runner knows it by the name of Safari's.
                count(under.env("SAFARIDRIVER", driver).env("WASM_BINDGEN_USE_BROWSER", "1"))
            }
            _ => left_out("tests in WebAssembly: WebKitWebDriver or xvfb-run is not installed"),
        }
    });

    let mut built = false;
    report.check("build", || {
        package::build()?;
        built = true;
        Ok(Counts::ONE)
    });
    if built {
        report.check("package", || node_tests("tests/package"));
        report.check("the core without JavaScript", || {
            let mut run = cargo(&["run", "--quiet", "--package", "core-alone", "--"]);
            count(run.args(["pkg/orderstate.wasm", "tests/fixtures"]))
        });
        report.check("types", || node_tests("tests/types"));
        report.check("engines, bundlers, frameworks", || node_tests("tests/engines"));
        report.check("receivers of webhooks", || node_tests("tests/edge"));
        report.check("the same when built again", || one(package::check_reproducible()));
        report.check("demo", || count(&mut node("demo.mjs", &[])));
        report.check("publint", || count(&mut node("publint.mjs", &[])));
        report.check("browser", || match chromium() {
            Some(_) => count(node_test("tests/browser")?.env("ORDERSTATE_DIST", root().join("dist/www"))),
            None => left_out("browser: Chromium is not installed (set CHROMIUM to its path)"),
        });
    } else {
        let what = "package, types, engines, publint, browser: there is nothing to test without a build";
        report.total.left_out.push(what.into());
    }
    Ok(report.close())
}

/// Serves the worker of `examples/edge-worker` by miniflare, until the process ends or, once, to see that it starts.
pub(crate) fn serve_edge(once: bool) -> Result<()> {
    program::ensure_npm("tests/engines", "miniflare from npm")?;
    let flags: &[&str] = if once { &["--once"] } else { &[] };
    program::run(in_root("node".into(), &["tests/edge/serve.mjs"]).args(flags))
}

/// How many test cases of a step went well, and how many did not.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    /// What was not tried, and why.
    left_out: Vec<String>,
}

impl Counts {
    /// A step that is one check.
    const ONE: Self = Self { passed: 1, failed: 0, left_out: Vec::new() };

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out.extend(other.left_out);
    }
}

#[derive(Default)]
struct Report {
    total: Counts,
    steps: Vec<(&'static str, u64, u64, Duration)>,
}

impl Report {
    fn check(&mut self, name: &'static str, step: impl FnOnce() -> Result<Counts>) {
        program::say(name);
        let begin = Instant::now();
        let counts = step().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            tallied(0, 1)
        });
        self.steps.push((name, counts.passed, counts.failed, begin.elapsed()));
        self.total.add(counts);
    }

    fn close(&self) -> ExitCode {
        println!();
        for (name, passed, failed, duration) in &self.steps {
            let verdict = if *failed == 0 { "ok" } else { "FAILED" };
            let seconds = duration.as_secs_f32();
            println!("{verdict:>6}  {name:<30} {passed:>5} passed {failed:>3} failed {seconds:>7.1} s");
        }
        for what in &self.total.left_out {
            println!("\n{LEFT_OUT}{what}");
        }
        println!("\n{} passed, {} failed", self.total.passed, self.total.failed);
        if self.total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Begins a line that says what was not tried.
const LEFT_OUT: &str = "LEFT OUT  ";

/// For a step that cannot be tried here. Continuous integration has all that it needs, so that there it fails.
fn left_out(why: &str) -> Result<Counts> {
    if env::var_os("CI").is_some() {
        bail!("{why}");
    }
    Ok(Counts { left_out: vec![why.into()], ..Counts::default() })
}

const WASM: [&str; 4] = ["--target", "wasm32-unknown-unknown", "--features", "wasm"];
const RUNNER: (&str, &str) =
    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "cargo run --quiet --package wasm-test-runner --");

fn wasm_tests() -> Command {
    let mut test = cargo(&["test", "--test", "wasm"]);
    test.args(WASM).env(RUNNER.0, RUNNER.1);
    test
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
    if success && counts.passed + counts.failed == 0 {
        counts.passed = 1;
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
    if let Some(what) = line.strip_prefix(LEFT_OUT) {
        return Counts { left_out: vec![what.into()], ..Counts::default() };
    }
    // `test result: ok. 5 passed; 0 failed; 0 ignored; …`
    if line.starts_with("test result: ") {
        let before = |mark| {
            let (text, _) = line.split_once(mark)?;
            text.rsplit(' ').next()?.parse().ok()
        };
        return tallied(before(" passed;").unwrap_or(0), before(" failed;").unwrap_or(0));
    }
    // `ℹ pass 5`, `ℹ fail 0`, `ℹ cancelled 0`
    tallied(after("ℹ pass "), after("ℹ fail ") + after("ℹ cancelled "))
}

fn tallied(passed: u64, failed: u64) -> Counts {
    Counts { passed, failed, ..Counts::default() }
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
    node.args(files).envs(chromium().map(|browser| ("CHROMIUM", browser)));
    Ok(node)
}

fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    env::var_os("CHROMIUM").map(PathBuf::from).or_else(|| on_path(&names))
}

/// The first program of one of these names.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let mut candidates =
        env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    candidates.find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::{Counts, counted, tallied};

    #[test]
    fn summaries_of_both_runners_are_counted() {
        let cargo = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 1 filtered out";
        assert_eq!(counted(cargo), tallied(12, 3));
        assert_eq!(counted("ℹ pass 7"), tallied(7, 0));
        assert_eq!(counted("ℹ fail 2"), tallied(0, 2));
        assert_eq!(counted("ℹ cancelled 1"), tallied(0, 1));
    }

    #[test]
    fn what_a_step_leaves_out_is_kept() {
        let why = "WebKitGTK: xvfb-run does not run here";
        assert_eq!(counted(&format!("LEFT OUT  {why}")).left_out, [why]);
    }

    #[test]
    fn other_lines_are_not() {
        for line in ["", "test a_test ... ok", "running 4 tests", "ℹ duration_ms 12", "✔ pass 5 (1ms)"] {
            assert_eq!(counted(line), Counts::default(), "{line}");
        }
    }
}
