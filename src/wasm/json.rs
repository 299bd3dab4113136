//! The way out for what is rare and has a shape of its own: as JSON, which the loader parses. Orders are hot, and cross as
//! numbers.
//!
//! A new answer takes a type that derives `Serialize`, an export that passes it to `Answer::json`, and in the loader a call of
//! `structured`. Of the kinds of things that serde knows, those are written that such types have; another is an error until it is
//! added here.

use alloc::string::String;
use core::fmt::Error;

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};

use crate::text::{add, add_char, before, split_once};

/// Adds a value to a text, which is none where the value has what is not written here: the loader cannot parse that.
pub(super) fn write(value: &impl Serialize, text: &mut String) {
    if value.serialize(Json(text)).is_err() {
        text.clear();
    }
}

struct Json<'t>(&'t mut String);

/// A list or an object whose elements are written one by one.
struct Open<'t> {
    text: &'t mut String,
    /// What stands before the next one.
    before: &'static str,
    end: &'static str,
}

#[inline(never)]
fn quoted(said: &str, text: &mut String) {
    add(text, &["\""]);
    for char in said.chars() {
        match char {
            '"' => add(text, &["\\\""]),
            '\\' => add(text, &["\\\\"]),
            '\0'..='\x1f' => {
                add(text, &["\\u00", if char < '\x10' { "0" } else { "1" }]);
                add_char(text, char::from_digit(char as u32 & 15, 16).unwrap_or_default());
            }
            _ => add_char(text, char),
        }
    }
    add(text, &["\""]);
}

/// What none of our types has.
macro_rules! no {
    ($($name:ident($($kind:ty),*) -> $made:ty;)*) => { $(
        fn $name(self, $(_: $kind),*) -> Result<$made, Error> {
            Err(Error)
        }
    )* };
}

type None = Impossible<(), Error>;

impl<'t> Serializer for Json<'t> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'t>;
    type SerializeStruct = Open<'t>;
    type SerializeTuple = None;
    type SerializeTupleStruct = None;
    type SerializeTupleVariant = None;
    type SerializeMap = None;
    type SerializeStructVariant = None;

    fn serialize_str(self, said: &str) -> Result<(), Error> {
        quoted(said, self.0);
        Ok(())
    }

    /// A word of ours, as `src/wire.rs` gives it: the module has every list as one text already, and needs each word no second time.
    #[inline(never)]
    fn serialize_unit_variant(self, words: &'static str, place: u32, _: &'static str) -> Result<(), Error> {
        let mut rest = words;
        for _ in 0..place {
            rest = split_once(rest, " ").map_or("", |(_, behind)| behind);
        }
        quoted(before(rest, b" "), self.0);
        Ok(())
    }

    #[inline(never)]
    fn serialize_bool(self, flag: bool) -> Result<(), Error> {
        add(self.0, &[if flag { "true" } else { "false" }]);
        Ok(())
    }

    #[inline(never)]
    fn serialize_u64(self, number: u64) -> Result<(), Error> {
        add(self.0, &[itoa::Buffer::new().format(number)]);
        Ok(())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Error> {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Error> {
        self.serialize_u64(number.into())
    }

    fn serialize_u8(self, number: u8) -> Result<(), Error> {
        self.serialize_u64(number.into())
    }

    #[inline(never)]
    fn serialize_none(self) -> Result<(), Error> {
        add(self.0, &["null"]);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'t>, Error> {
        Ok(Open { text: self.0, before: "[", end: "]" })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'t>, Error> {
        Ok(Open { text: self.0, before: "{", end: "}" })
    }

    no! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple(usize) -> None;
        serialize_tuple_struct(&'static str, usize) -> None;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> None;
        serialize_map(Option<usize>) -> None;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> None;
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error)
    }
}

impl Open<'_> {
    /// Keys are names of ours, in which nothing is to be escaped.
    #[inline(never)]
    fn key(&mut self, key: &str) {
        add(self.text, &[self.before, "\"", key, "\":"]);
        self.before = ",";
    }

    #[inline(never)]
    fn end(self) {
        // Nothing was written yet: it is empty.
        add(self.text, &[if self.before == "," { "" } else { self.before }, self.end]);
    }
}

impl SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        add(self.text, &[self.before]);
        self.before = ",";
        value.serialize(Json(self.text))
    }

    fn end(self) -> Result<(), Error> {
        Open::end(self);
        Ok(())
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.key(key);
        value.serialize(Json(self.text))
    }

    fn end(self) -> Result<(), Error> {
        Open::end(self);
        Ok(())
    }
}
