//! What a newcomer sees first: payloads through the built package, then the demo page.

use anyhow::Result;
use lexopt::prelude::*;

use crate::program::{self, node};
use crate::{package, site};

pub(crate) fn run(mut args: lexopt::Parser) -> Result<()> {
    let (mut once, mut port) = (false, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("once") => once = true,
            Long("port") => port = Some(args.value()?.parse()?),
            other @ (Short(_) | Long(_) | Value(_)) => return Err(other.unexpected().into()),
        }
    }
    package::build()?;
    program::run(&mut node("demo.mjs", &[]))?;
    if once { Ok(()) } else { site::serve(port) }
}
