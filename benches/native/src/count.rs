//! How many WebAssembly instructions the core executes: `count MODULE FOLDER COUNTS`, FOLDER holding what
//! `../package/prepare.mjs` writes.
//!
//! No clock is asked, so that a busy machine says the same as an idle one. An interpreter runs the core as it is
//! compiled for the package, and takes one unit for each instruction (none for `block`, `loop`, `end` and the like),
//! one more where a block begins, and none for the bytes that a copy moves. The count depends on the compiler, which
//! moves with Rust's stable releases: so only more than a tenth beyond what COUNTS says is an error. With UPDATE=1 it is
//! written anew.

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use wasmi::{Config, CustomFuelCosts, Engine, Instance, Linker, Module, Store, WasmParams};

const TOLERANCE: f64 = 0.10;
const SIZES: [&str; 3] = ["300 B", "1.5 kB", "6 kB"];
const PLENTY: u64 = 1 << 60;

fn main() -> Result<ExitCode> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [module, folder, expected] = args.as_slice() else { bail!("usage: count MODULE FOLDER COUNTS") };
    let mut core = Core::load(&fs::read(module)?)?;
    let counts = core.counts(Path::new(folder))?;
    if env::var_os("UPDATE").is_some_and(|update| update == "1") {
        let lines: Vec<String> = counts.iter().map(|(name, count)| format!("{name}\t{count}\n")).collect();
        fs::write(expected, lines.concat())?;
    }
    compare(&counts, &fs::read_to_string(expected).with_context(|| format!("cannot read {expected}"))?)
}

/// Prints the counts beside what is expected; a failure where one is too large.
fn compare(counts: &[(String, u64)], expected: &str) -> Result<ExitCode> {
    println!("| what | instructions a call | written down | differs by |");
    println!("| --- | ---: | ---: | ---: |");
    let mut faults = Vec::new();
    for (name, count) in counts {
        let written = expected.lines().filter_map(|line| line.split_once('\t'));
        let Some((_, before)) = written.into_iter().find(|(written, _)| written == name) else {
            bail!("{name}: nothing is written down; write it with UPDATE=1");
        };
        let before: u64 = before.parse()?;
        let change = *count as f64 / before as f64 - 1.0;
        println!("| {name} | {} | {} | {:+.1} % |", grouped(*count), grouped(before), change * 100.0);
        if change > TOLERANCE {
            faults.push(format!("{name}: {count} instructions, {before} were written down"));
        } else if change < -TOLERANCE {
            eprintln!("{name}: fewer than were written down; hold that with UPDATE=1");
        }
    }
    for fault in &faults {
        eprintln!("TOO MANY  {fault}");
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| str::from_utf8(part).ok()).collect();
    parts.join(",")
}

struct Core {
    store: Store<()>,
    instance: Instance,
}

impl Core {
    fn load(module: &[u8]) -> Result<Self> {
        let mut config = Config::default();
        config.consume_fuel(true).fuel_cost(CustomFuelCosts {
            bytes_copied_per_fuel: u32::MAX,
            fuel_per_bytes_translated: 0,
            fuel_per_bytes_validated: 0,
        });
        let engine = Engine::new(&config);
        let mut store = Store::new(&engine, ());
        store.set_fuel(PLENTY)?;
        let module = Module::new(&engine, module)?;
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module)?;
        Ok(Self { store, instance })
    }

    fn counts(&mut self, folder: &Path) -> Result<Vec<(String, u64)>> {
        let mut counts = Vec::new();
        for size in SIZES {
            let lines = fs::read_to_string(folder.join(format!("{size}.ndjson")))?;
            for (name, what) in [("transak", "of a provider that is named"), ("", "recognised among all")] {
                let count = self.mean(lines.lines(), |core, line| core.normalize(name, line, true))?;
                counts.push((format!("normalize, {size}, {what}"), count));
            }
        }
        let fixtures: Value = serde_json::from_slice(&fs::read(folder.join("fixtures.json"))?)?;
        let fixtures = fixtures.as_array().context("fixtures.json holds no list")?;
        let count = self.mean(fixtures.iter(), |core, fixture| {
            let context = |name: &str| fixture["context"][name].as_str().unwrap_or_default();
            let text = fixture["text"].as_str().unwrap_or_default();
            core.normalize(context("provider"), text, context("trust") == "api")
        })?;
        counts.push(("normalize, every fixture, mean".into(), count));
        let words = ["AWAITING_PAYMENT_FROM_USER", "PROCESSING", "COMPLETED", "FAILED", "REFUNDED"];
        counts.push(("word".into(), self.mean(words, Self::word)?));
        let count = self.mean(words, |core, word| {
            core.word(word)?;
            let (made, count) = core.call("describe", ())?;
            if made == 0 { bail!("{word}: nothing is described") } else { Ok(count) }
        })?;
        counts.push(("describe, for two readers".into(), count));
        Ok(counts)
    }

    /// The mean over all inputs, of their second time: by then what is made once has been made.
    fn mean<T>(
        &mut self,
        inputs: impl IntoIterator<Item = T, IntoIter: Clone>,
        mut count: impl FnMut(&mut Self, T) -> Result<u64>,
    ) -> Result<u64> {
        let inputs = inputs.into_iter();
        for input in inputs.clone() {
            count(self, input)?;
        }
        let (mut sum, mut number) = (0, 0);
        for input in inputs {
            sum += count(self, input)?;
            number += 1;
        }
        Ok(sum / number)
    }

    fn normalize(&mut self, provider: &str, payload: &str, api: bool) -> Result<u64> {
        self.put(provider, payload)?;
        Ok(self.call("normalize", (provider.len() as u32, u32::from(api)))?.1)
    }

    fn word(&mut self, word: &str) -> Result<u64> {
        let provider = "transak";
        self.put(provider, word)?;
        let (found, count) = self.call("word", provider.len() as u32)?;
        if found == 0 { bail!("{word}: no order") } else { Ok(count) }
    }

    fn put(&mut self, provider: &str, payload: &str) -> Result<()> {
        let text = [provider, payload].concat();
        let (place, _) = self.call("reserve", text.len() as u32)?;
        let memory = self.instance.get_memory(&self.store, "memory").context("no memory")?;
        memory.write(&mut self.store, place as usize, text.as_bytes())?;
        Ok(())
    }

    /// What a function returns, and how many instructions that took.
    fn call(&mut self, name: &str, params: impl WasmParams) -> Result<(u32, u64)> {
        self.store.set_fuel(PLENTY)?;
        let result =
            self.instance.get_typed_func::<_, u32>(&self.store, name)?.call(&mut self.store, params)?;
        Ok((result, PLENTY - self.store.get_fuel()?))
    }
}
