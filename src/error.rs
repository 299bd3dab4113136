//! Every sentence that this crate can complain with.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::text::{add, add_char, joined, listed};
pub use crate::vocabulary::ErrorCode;

impl ErrorCode {
    /// What to do about it, in one sentence.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::NotJson => {
                "pass the body exactly as it was received; for a status word alone use `normalizeWord`"
            }
            Self::Unreadable => {
                "pass a plain object, as `JSON.parse` makes it, or the text or bytes themselves"
            }
            Self::TooLarge => "raise `context.limits.bytes` if a payload of this size is expected",
            Self::TooDeep => "raise `context.limits.depth` if a payload of this depth is expected",
            Self::ProviderNotRecognised => {
                "name the provider in `context.provider`, if you know it, and pass its payload whole; for a status word alone use \
                 `normalizeWord`"
            }
            Self::AmbiguousProvider => "name the provider in `context.provider`",
            Self::WrongProvider => "name the right provider in `context.provider`, or none",
            Self::NoOrder => "skip it: the provider sends such messages beside those about orders",
            Self::ManyOrders => "use `normalizeAll`",
            Self::CustomerPayload => {
                "use `normalizeCustomer`: it says how the customer stands, not the order"
            }
            Self::OrderPayload => "use `normalize` or `normalizeAll`",
            Self::NoCustomer => "skip it: nothing is known of the customer from it",
            Self::ProblemPayload => "use `normalizeProblem` with the HTTP status of the answer",
            Self::NotAProblem => "use `normalize`: the request succeeded",
            Self::BadContext => "pass what the function's documentation asks for",
            Self::DifferentOrders => {
                "pass what you kept of the same order: find it by its provider and its id"
            }
        }
    }
}

/// Why there is no order. Carries a code to branch on and a sentence to log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Complaint>);

// Boxed: every step hands errors on, and moving one word is less code than moving nine.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Complaint {
    code: ErrorCode,
    message: String,
    offset: Option<usize>,
    providers: Vec<&'static str>,
}

impl Error {
    /// What was wrong. Branch on this.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// What was found and what was expected, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// At which byte of the text it is wrong, where there is such a place.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// The providers that it concerns: those that an ambiguous payload could be from.
    #[must_use]
    pub fn providers(&self) -> &[&'static str] {
        &self.0.providers
    }

    #[cold]
    pub(crate) fn new(code: ErrorCode, parts: &[&str]) -> Self {
        // One line, whatever a caller wrote: logs are read by line.
        let breaks = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
        let mut message = joined(parts);
        // Most are all of them printable.
        if !message.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            for char in core::mem::take(&mut message).chars() {
                add_char(&mut message, if breaks(char) { '\u{fffd}' } else { char });
            }
        }
        Self(Box::new(Complaint { code, message, offset: None, providers: Vec::new() }))
    }

    fn at(mut self, offset: usize) -> Self {
        self.0.offset = Some(offset);
        self
    }

    fn about(mut self, providers: Vec<&'static str>) -> Self {
        self.0.providers = providers;
        self
    }

    #[cold]
    pub(crate) fn not_json(text: &[u8], offset: usize, expected: &str) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.iter().filter(|byte| **byte == b'\n').count();
        // Characters: in UTF-8 every byte but those that go on with one.
        let starts = |byte: &&u8| **byte & 0xc0 != 0x80;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').filter(starts).count();
        let (mut a, mut b, mut c) = (itoa::Buffer::new(), itoa::Buffer::new(), itoa::Buffer::new());
        let place = [
            "not JSON: expected ",
            expected,
            " at byte ",
            a.format(offset),
            " (line ",
            b.format(line.saturating_add(1)),
            ", column ",
            c.format(column.saturating_add(1)),
            ")",
        ];
        Self::new(ErrorCode::NotJson, &place).at(offset)
    }

    /// The same of a payload within the payload, whose places are not the caller's.
    pub(crate) fn inside(mut self, shape: &str) -> Self {
        add(&mut self.0.message, &[" of what is inside the shape `", shape, "`"]);
        self.0.offset = None;
        self
    }

    #[cold]
    pub(crate) fn too_large(bytes: usize, limit: usize) -> Self {
        let (mut a, mut b) = (itoa::Buffer::new(), itoa::Buffer::new());
        let parts = ["the payload has ", a.format(bytes), " bytes, more than the limit of ", b.format(limit)];
        Self::new(ErrorCode::TooLarge, &parts)
    }

    #[cold]
    pub(crate) fn too_deep(offset: usize, limit: usize) -> Self {
        let (mut a, mut b) = (itoa::Buffer::new(), itoa::Buffer::new());
        let parts = ["nested deeper than the limit of ", a.format(limit), " at byte ", b.format(offset)];
        Self::new(ErrorCode::TooDeep, &parts).at(offset)
    }

    #[cold]
    pub(crate) fn ambiguous(providers: Vec<&'static str>) -> Self {
        let names = listed(&mut providers.iter().copied());
        Self::new(ErrorCode::AmbiguousProvider, &["the payload could be from each of ", &names])
            .about(providers)
    }

    #[cold]
    pub(crate) fn wrong_provider(named: &str, found: &'static str) -> Self {
        let parts = ["the payload is `", found, "`'s, not `", named, "`'s"];
        Self::new(ErrorCode::WrongProvider, &parts).about(alloc::vec![found])
    }

    #[cold]
    pub(crate) fn many_orders(count: usize) -> Self {
        let mut digits = itoa::Buffer::new();
        let parts = ["the payload carries ", digits.format(count), " orders, not one"];
        Self::new(ErrorCode::ManyOrders, &parts)
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl core::error::Error for Error {}
