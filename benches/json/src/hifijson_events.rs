//! hifijson's lexers, under a parser of this file: the library's own `ignore::parse` recurses without a limit, and no
//! lexer looks at the UTF-8 of what is skipped.

use super::{DEPTH, Found, Picker};
use hifijson::num::LexWrite as _;
use hifijson::str::{Lex as _, LexAlloc as _};
use hifijson::token::Lex as _;
use hifijson::{Error, Expect, SliceLexer};

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    core::str::from_utf8(bytes).ok()?;
    let mut picker = Picker::default();
    let mut lexer = SliceLexer::new(bytes);
    lexer.exactly_one(SliceLexer::ws_peek, |next, lexer| value(next, lexer, &mut picker)).ok()?;
    Some(picker.found)
}

fn value<'a>(next: u8, lexer: &mut SliceLexer<'a>, picker: &mut Picker<'a>) -> Result<(), Error> {
    match next {
        b'a'..=b'z' => {
            if let Some(truth) = lexer.null_or_bool().ok_or(Expect::Value)? {
                picker.scalar(if truth { "true" } else { "false" });
            }
        }
        b'0'..=b'9' | b'-' => picker.scalar(lexer.num_string().validated()?.0),
        b'"' if picker.wants() => picker.scalar(lexer.discarded().str_string()?),
        b'"' => lexer.discarded().str_ignore()?,
        b'[' => {
            open(picker, false)?;
            lexer.discarded().seq(b']', SliceLexer::ws_peek, |next, lexer| value(next, lexer, picker))?;
            picker.close();
        }
        b'{' => {
            open(picker, true)?;
            lexer.discarded().seq(b'}', SliceLexer::ws_peek, |next, lexer| {
                lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
                picker.key(&lexer.str_string()?);
                lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
                value(lexer.ws_peek().ok_or(Expect::Value)?, lexer, picker)
            })?;
            picker.close();
        }
        _ => Err(Expect::Value)?,
    }
    Ok(())
}

fn open(picker: &mut Picker<'_>, map: bool) -> Result<(), Error> {
    if picker.depth == DEPTH {
        return Err(Error::Depth);
    }
    picker.open(map);
    Ok(())
}
