//! bufjson: a streaming pull parser made for speed.

use super::{DEPTH, Found, Picker};
use alloc::string::String;
use bufjson::Token;
use bufjson::lexical::Unescaped;
use bufjson::lexical::fixed::FixedAnalyzer;
use bufjson::syntax::{Expect, Parser};

pub fn read(bytes: &[u8]) -> Option<Found<'_>> {
    let mut parser = Parser::with_max_level(FixedAnalyzer::new(bytes), DEPTH);
    let mut picker = Picker::default();
    loop {
        match parser.next_meaningful() {
            Token::ObjBegin => picker.open(true),
            Token::ArrBegin => picker.open(false),
            Token::ObjEnd | Token::ArrEnd => picker.close(),
            Token::Str if parser.context().expect() == Expect::ObjNameSep => {
                picker.key(characters(&parser.content().unescaped()));
            }
            Token::Str if picker.wants() => {
                picker.scalar(String::from(characters(&parser.content().unescaped())));
            }
            Token::Num if picker.wants() => picker.scalar(String::from(parser.content().literal())),
            Token::LitTrue => picker.scalar("true"),
            Token::LitFalse => picker.scalar("false"),
            Token::Err => return None,
            Token::Eof => return Some(picker.found),
            _ => {}
        }
    }
}

/// What stands between the quotes.
fn characters<'a>(text: &'a Unescaped<&str>) -> &'a str {
    let text = match text {
        Unescaped::Literal(text) => text,
        Unescaped::Expanded(text) => text.as_str(),
    };
    text.get(1..text.len() - 1).unwrap_or_default()
}
