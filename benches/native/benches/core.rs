//! How fast the core is where it is compiled for this machine, with nothing around it: `cargo xtask bench`.
//!
//! ORDERSTATE_BENCH names the folder with what `../../package/prepare.mjs` writes.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use orderstate::{
    Context, Direction, SourceKind, Time, Trust, normalize_all, normalize_batch, normalize_word,
};
use serde_json::Value;

fn main() {
    divan::main();
}

/// 256 payloads of a size, one after another: all of them are one sample.
#[divan::bench(args = ["300 B", "1.5 kB", "6 kB"], sample_size = 256, sample_count = 500)]
fn normalize(bencher: Bencher, size: &str) {
    let text = String::from_utf8(read(&format!("{size}.ndjson"))).expect("JSON is UTF-8");
    let payloads: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
    let context = Context::of("transak").trusted_as(Trust::Api);
    let mut next = payloads.iter().cycle();
    bencher
        .counter(BytesCount::new(text.len() / payloads.len()))
        .counter(ItemsCount::new(1_u32))
        .with_inputs(|| *next.next().expect("a cycle has no end"))
        .bench_local_values(|payload| orderstate::normalize(payload, &context));
}

/// The same payloads as lines of one input: all of them are one iteration.
#[divan::bench(args = ["300 B", "1.5 kB", "6 kB"])]
fn batch(bencher: Bencher, size: &str) {
    let input = read(&format!("{size}.ndjson"));
    let lines = input.iter().filter(|byte| **byte == b'\n').count();
    let context = Context::of("transak").trusted_as(Trust::Api);
    bencher
        .counter(BytesCount::new(input.len()))
        .counter(ItemsCount::new(lines))
        .bench_local(|| normalize_batch(&input, &context));
}

/// Every payload of the tests, with the context of its test: all of them are one iteration.
#[divan::bench]
fn fixtures(bencher: Bencher) {
    let fixtures = &*FIXTURES;
    let bytes: usize = fixtures.iter().map(|(payload, _)| payload.len()).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(fixtures.len())).bench_local(|| {
        for (payload, context) in fixtures {
            let _ = divan::black_box(normalize_all(payload, context));
        }
    });
}

#[divan::bench(sample_size = 256, sample_count = 500)]
fn word(bencher: Bencher) {
    let context = Context::default().going(Direction::Buy);
    let words = ["AWAITING_PAYMENT_FROM_USER", "PROCESSING", "COMPLETED", "FAILED", "REFUNDED"];
    let mut next = words.iter().cycle();
    bencher
        .with_inputs(|| *next.next().expect("a cycle has no end"))
        .bench_local_values(|word| normalize_word("transak", word, &context));
}

static FIXTURES: LazyLock<Vec<(Vec<u8>, Context)>> = LazyLock::new(|| {
    let fixtures: Value = serde_json::from_slice(&read("fixtures.json")).expect("it is JSON");
    let fixtures = fixtures.as_array().into_iter().flatten();
    fixtures
        .map(|fixture| {
            let payload = fixture["text"].as_str().unwrap_or_default();
            (payload.as_bytes().to_vec(), context(&fixture["context"]))
        })
        .collect()
});

/// What is ordinary of a context.
fn context(value: &Value) -> Context {
    let text = |name: &str| value[name].as_str();
    let mut context = Context::default();
    context.provider = text("provider").map(Into::into);
    context.direction = text("direction").and_then(Direction::parse);
    context.kind = text("kind").and_then(SourceKind::parse);
    context.trust = text("trust").and_then(Trust::parse);
    context.now = text("now").and_then(Time::parse);
    context
}

fn read(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env::var_os("ORDERSTATE_BENCH").expect("ORDERSTATE_BENCH is set"));
    fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
