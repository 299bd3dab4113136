//! The one door to everything that is more than `cargo build`: `cargo xtask …`.

mod bench;
mod catalogue;
mod demo;
mod fixture;
mod flows;
mod normalize;
mod package;
mod program;
mod published;
mod readme;
mod site;
mod test;

use std::io;
use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
cargo xtask build                 the npm package in pkg/ and the demo page in dist/www/
cargo xtask demo [--once] [--port N]
                                  build, show payloads through the package, serve the demo page
cargo xtask edge [--once]         build, and serve the worker of examples/edge-worker by miniflare
cargo xtask normalize [--provider P] [--direction D] [--trust T] [FILE|-]
                                  what one payload means, or many, one a line
cargo xtask test                  every check there is
cargo xtask size                  how large the package is, and what takes the room
cargo xtask bench [--quick] [--write]
                                  how fast the package is in every engine here, beside JavaScript written by hand
                                  and libraries; write the table into README.md
cargo xtask bench --count         how many instructions the package takes, held to what is written down
cargo xtask readme [--check]      write the generated parts of README.md, or tell whether they are stale
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        // Whoever reads has seen enough: `cargo xtask normalize … | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(Value(command)) => command.string()?,
        Some(Long("help") | Short('h')) | None => "help".into(),
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "build" => {
            no_more(args)?;
            package::build()?;
        }
        "demo" => demo::run(args)?,
        "edge" => {
            let once = match args.next()? {
                None => false,
                Some(Long("once")) => true,
                Some(other) => return Err(other.unexpected().into()),
            };
            no_more(args)?;
            package::build()?;
            test::serve_edge(once)?;
        }
        "normalize" => return normalize::run(args),
        "test" => {
            no_more(args)?;
            return test::run();
        }
        "size" => {
            no_more(args)?;
            package::print_sizes()?;
            package::print_rooms()?;
        }
        "bench" => bench::run(args)?,
        "readme" => readme::run(args)?,
        "help" => print!("{HELP}"),
        unknown => bail!("there is no command `{unknown}`\n\n{HELP}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn no_more(mut args: lexopt::Parser) -> Result<()> {
    match args.next()? {
        None => Ok(()),
        Some(more) => Err(more.unexpected().into()),
    }
}
