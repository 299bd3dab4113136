//! How fast the built package is in Node, beside JavaScript that is written by hand.

use anyhow::Result;
use lexopt::prelude::*;

use crate::package;
use crate::program::{self, in_root};

pub(crate) fn run(mut args: lexopt::Parser) -> Result<()> {
    let mut bench = in_root("node".into(), &["benches/package/run.mjs"]);
    while let Some(arg) = args.next()? {
        match arg {
            Long("quick") => bench.arg("--quick"),
            other @ (Short(_) | Long(_) | Value(_)) => return Err(other.unexpected().into()),
        };
    }
    package::build()?;
    program::run(&mut bench)
}
