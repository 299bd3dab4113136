//! Payloads from a file or a pipe, read by the crate as it is, without WebAssembly.

use std::io::{Read as _, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use lexopt::prelude::*;
use orderstate::{Context, Direction, Error, Order, Trust};
use serde_json::Value as Json;

/// What the shell sees where a payload could not be read.
const UNREADABLE: u8 = 2;

pub(crate) fn run(mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut context = Context::default();
    let mut file = None;
    while let Some(arg) = args.next()? {
        match arg {
            Long("provider") => context.provider = Some(args.value()?.string()?),
            Long("direction") => context.direction = Some(direction(&args.value()?.string()?)?),
            Long("trust") => context.trust = Some(trust(&args.value()?.string()?)?),
            Value(name) if file.is_none() => file = Some(name),
            other @ (Short(_) | Long(_) | Value(_)) => return Err(other.unexpected().into()),
        }
    }
    let mut input = Vec::new();
    match file.filter(|name| name != "-") {
        Some(name) => {
            input = std::fs::read(&name).with_context(|| format!("cannot read {}", name.display()))?;
        }
        None => {
            std::io::stdin().read_to_end(&mut input)?;
        }
    }
    if is_lines(&input) { lines(&input, &context) } else { whole(&input, &context) }
}

fn whole(input: &[u8], context: &Context) -> Result<ExitCode> {
    match orderstate::normalize_all(input, context) {
        Ok(orders) => {
            let text = match orders.as_slice() {
                [order] => serde_json::to_string_pretty(order)?,
                orders => serde_json::to_string_pretty(orders)?,
            };
            writeln!(std::io::stdout(), "{text}")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            complain(&error, "");
            Ok(UNREADABLE.into())
        }
    }
}

/// One line of output for each line of input; a line that cannot be read is reported and does not stop the others.
fn lines(input: &[u8], context: &Context) -> Result<ExitCode> {
    let mut exit = ExitCode::SUCCESS;
    let mut out = std::io::stdout().lock();
    for (number, line) in (1_u64..).zip(input.split(|byte| *byte == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match orderstate::normalize_all(line, context) {
            Ok(orders) => writeln!(out, "{}", compact(&orders)?)?,
            Err(error) => {
                complain(&error, &format!("line {number}: "));
                exit = UNREADABLE.into();
            }
        }
    }
    Ok(exit)
}

fn compact(orders: &[Order]) -> serde_json::Result<String> {
    match orders {
        [order] => serde_json::to_string(order),
        orders => serde_json::to_string(orders),
    }
}

fn complain(error: &Error, place: &str) {
    eprintln!("orderstate: {}: {place}{}; {}", error.code(), error.message(), error.code().remedy());
}

/// Whether each line is a payload of its own: the first one is JSON as it stands, and is not the only one.
fn is_lines(input: &[u8]) -> bool {
    let mut lines =
        input.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    lines.next().is_some() && serde_json::from_slice::<Json>(first).is_ok()
}

fn direction(word: &str) -> Result<Direction> {
    one_of("--direction", Direction::ALL, Direction::as_str, word)
}

fn trust(word: &str) -> Result<Trust> {
    // `verified` is for a signature that was checked, which a caller cannot claim.
    one_of("--trust", &[Trust::Api, Trust::Unverified, Trust::Hint], Trust::as_str, word)
}

fn one_of<T: Copy>(option: &str, known: &[T], spell: fn(T) -> &'static str, word: &str) -> Result<T> {
    known.iter().copied().find(|known| spell(*known) == word).with_context(|| {
        let words: Vec<_> = known.iter().copied().map(spell).collect();
        format!("{option} takes one of {}, not `{word}`", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::is_lines;

    #[test]
    fn lines_are_told_from_one_document() {
        assert!(is_lines(b"{\"a\":1}\n{\"a\":2}\n"));
        assert!(is_lines(b"\n[1]\r\n\r\nnot json\n"));
        assert!(!is_lines(b"{\"a\":1}\n"));
        assert!(!is_lines(b"{\n  \"a\": 1\n}\n"));
        assert!(!is_lines(b"https://shop.example/?status=paid\n"));
        assert!(!is_lines(b""));
    }
}
