//! The shipped module without JavaScript: an interpreter gives it every payload of the fixtures, and reads of each answer,
//! through the module's own legend, whose order it is, its status and whether goods may be handed over; or which error came.
//!
//!     core-alone <orderstate.wasm> <tests/fixtures>

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use wasmi::{Config, Engine, Instance, Linker, Module, Store, WasmParams, WasmResults};

// `src/wasm.rs` and `src/wasm/answer.rs` say what these are.
const MANY: u32 = 8;
const CONTEXT: u32 = 16;
const FAILED: u32 = u32::MAX;
const TOLD: u32 = 1 << 31;

/// So many instructions and no more may a payload take; none comes near.
const FUEL: u64 = 1 << 30;

fn main() -> Result<ExitCode> {
    let mut paths = env::args_os().skip(1).map(PathBuf::from);
    let (Some(wasm), Some(fixtures)) = (paths.next(), paths.next()) else {
        bail!("core-alone MODULE FIXTURES")
    };
    let mut config = Config::default();
    config.consume_fuel(true);
    let module = Module::new(&Engine::new(&config), fs::read(wasm)?)?;
    ensure!(module.imports().next().is_none(), "the module imports something");
    let legend = Legend::of(&module)?;

    let (mut passed, mut failed) = (0, 0);
    for provider in files(&fixtures)? {
        // What stands in folders are problems and customers.
        for file in files(&provider)?.into_iter().filter(|file| file.is_file()) {
            let Some(expected) = beside(&file, "order")? else { continue };
            match read(&module, &legend, &file).with_context(|| file.display().to_string()) {
                Ok(said) if said == stated(&expected) => passed += 1,
                Ok(said) => {
                    eprintln!("{}: {said:?}, not {:?}", file.display(), stated(&expected));
                    failed += 1;
                }
                Err(error) => {
                    eprintln!("{error:#}");
                    failed += 1;
                }
            }
        }
    }
    ensure!(passed + failed > 0, "there are no fixtures in {}", fixtures.display());
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {verdict}. {passed} passed; {failed} failed;");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.sort();
    Ok(files)
}

/// What stands beside a payload under the same name.
fn beside(payload: &Path, what: &str) -> Result<Option<Value>> {
    let name = payload.file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
    let file = payload.with_file_name(format!("{name}.{what}.json"));
    Ok(if file.is_file() { Some(serde_json::from_slice(&fs::read(file)?)?) } else { None })
}

/// How many orders came and what the first of them says; or the error.
type Said = (usize, Vec<String>);

fn stated(expected: &Value) -> Said {
    let text = |value: &Value, name| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(error) = expected.get("error") {
        return (0, vec![text(error, "code")]);
    }
    let orders = expected.as_array().map_or(std::slice::from_ref(expected), Vec::as_slice);
    let first = orders
        .first()
        .map(|first| ["provider", "status", "fulfilment", "finality"].map(|name| text(first, name)));
    (orders.len(), first.into_iter().flatten().collect())
}

/// Reads a payload in a new instance, to which no meaning was told yet.
fn read(module: &Module, legend: &Legend, file: &Path) -> Result<Said> {
    let mut core = Core::new(module)?;
    let text = fs::read_to_string(file)?;
    let payload = text.trim_end_matches('\n');
    let context = beside(file, "context")?;
    let length = core.write(&serde_json::to_string(&serde_json::json!([null, null, context]))?)?;
    core.call::<u32, u32>("context", length)?;
    let many = beside(file, "order")?.is_some_and(|order| order.is_array());
    let length = core.write(payload)?;
    let how = CONTEXT | if many { MANY } else { 0 };
    let answer: u32 = core.call("normalize", (length, 0_u32, how, f64::NAN))?;

    match core.number(answer, 3)? {
        FAILED => Ok((0, vec![legend.word(ERROR_CODE, core.number(answer, 4)?)?])),
        0 => Ok((0, Vec::new())),
        count => {
            ensure!(core.number(answer, 4)? & TOLD != 0, "its meaning was not told");
            let whose = core.number(answer, 5)? & 255;
            let status = core.number(answer, 6)? & 255;
            let rest = core.number(answer, 7)?.to_le_bytes();
            let codes = [
                (PROVIDER, whose),
                (STATUS, status),
                (FULFILMENT, rest[1].into()),
                (FINALITY, rest[3].into()),
            ];
            let words = codes.map(|(list, code)| legend.word(list, code));
            Ok((count as usize, words.into_iter().collect::<Result<_>>()?))
        }
    }
}

/// The lists of words, each a line.
struct Legend(Vec<Vec<String>>);

const PROVIDER: usize = 1;
const ERROR_CODE: usize = 2;
const STATUS: usize = 6;
const FULFILMENT: usize = 11;
const FINALITY: usize = 13;

impl Legend {
    fn of(module: &Module) -> Result<Self> {
        let mut core = Core::new(module)?;
        let answer: u32 = core.call("legend", ())?;
        let text = core.text(answer)?;
        Ok(Self(text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()))
    }

    fn word(&self, list: usize, code: u32) -> Result<String> {
        let word = self.0.get(list).and_then(|words| words.get(code as usize));
        word.cloned().with_context(|| format!("the legend has no word {code} in line {list}"))
    }
}

/// An instance of the module.
struct Core {
    store: Store<()>,
    instance: Instance,
}

impl Core {
    fn new(module: &Module) -> Result<Self> {
        let mut store = Store::new(module.engine(), ());
        store.set_fuel(FUEL)?;
        let instance = Linker::new(module.engine()).instantiate_and_start(&mut store, module)?;
        Ok(Self { store, instance })
    }

    fn call<P: WasmParams, R: WasmResults>(&mut self, name: &str, params: P) -> Result<R> {
        Ok(self.instance.get_typed_func::<P, R>(&self.store, name)?.call(&mut self.store, params)?)
    }

    /// Writes an input; how many bytes it has.
    fn write(&mut self, input: &str) -> Result<u32> {
        let length = input.len() as u32;
        let place: u32 = self.call("room", length)?;
        let memory = self.instance.get_memory(&self.store, "memory").context("it has no memory")?;
        memory.write(&mut self.store, place as usize, input.as_bytes())?;
        Ok(length)
    }

    fn bytes(&self, place: u32, length: usize) -> Result<Vec<u8>> {
        let memory = self.instance.get_memory(&self.store, "memory").context("it has no memory")?;
        let mut bytes = vec![0; length];
        memory.read(&self.store, place as usize, &mut bytes)?;
        Ok(bytes)
    }

    /// The nth number of an answer.
    fn number(&self, answer: u32, nth: u32) -> Result<u32> {
        let bytes = self.bytes(answer + 4 * nth, 4)?;
        Ok(u32::from_le_bytes(bytes.try_into().unwrap_or_default()))
    }

    fn text(&self, answer: u32) -> Result<String> {
        let (place, length) = (self.number(answer, 0)?, self.number(answer, 1)?);
        Ok(String::from_utf8(self.bytes(place, length as usize)?)?)
    }
}
