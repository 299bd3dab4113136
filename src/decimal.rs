//! Amounts as decimal text: read, written plainly and compared without a float.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::read::Arena;
use crate::text::{add_char, before, contains, digits, joined};

/// As many as the greatest exponent can add: one beyond that names no amount of money.
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The number with its own digits, an exponent written out: `1.50` stays, `15e-1` becomes `1.5`. None where the
/// text is no decimal number.
pub(crate) fn plain<'a>(text: &'a str, arena: &'a Arena) -> Option<&'a str> {
    if is_plain(text) { Some(text) } else { written_out(text.trim_ascii(), arena) }
}

/// Whether it is digits, and a point between them at most.
pub(crate) fn is_plain(text: &str) -> bool {
    let mut points = 0_u8;
    let mut last = b'.';
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {}
            b'.' if last != b'.' && points == 0 => points = 1,
            _ => return false,
        }
        last = byte;
    }
    last != b'.'
}

#[cold]
fn written_out<'a>(text: &str, arena: &'a Arena) -> Option<&'a str> {
    let mantissa = before(text, b"eE");
    let exponent = match text.get(mantissa.len() + 1..) {
        Some(exponent) => exponent_of(exponent)?,
        None => 0,
    };
    let (sign, number) = match mantissa.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", mantissa),
    };
    let whole = before(number, b".");
    let fraction = number.get(whole.len() + 1..).unwrap_or_default();
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    if exponent == 0 {
        let whole_too = whole.len() == number.len() || !fraction.is_empty();
        return whole_too.then(|| &*arena.alloc_str(&joined(&[sign, number])));
    }
    let digits = joined(&[whole, fraction]);
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let beyond = point.checked_sub(i32::try_from(digits.len()).ok()?)?;
    let (mut whole, fraction) =
        digits.split_at_checked(usize::try_from(point).unwrap_or(0).min(digits.len()))?;
    while let Some(rest) = whole.strip_prefix('0') {
        whole = rest;
    }
    let zeros = |count| usize::try_from(count).ok().and_then(|count| ZEROS.get(..count)).unwrap_or_default();
    let (whole, behind) = if whole.is_empty() { ("0", "") } else { (whole, zeros(beyond)) };
    let dot = if beyond < 0 { "." } else { "" };
    Some(arena.alloc_str(&joined(&[sign, whole, behind, dot, zeros(-point), fraction])))
}

/// A number with or without a sign, if it does not need more than [`ZEROS`].
fn exponent_of(text: &str) -> Option<i32> {
    let (sign, number) = match text.as_bytes() {
        [b'-', ..] => (-1, text.get(1..)?),
        [b'+', ..] => (1, text.get(1..)?),
        _ => (1, text),
    };
    let number = usize::try_from(digits(number)?).ok().filter(|number| *number <= ZEROS.len())?;
    Some(sign * number as i32)
}

/// The number without zeros at its end, behind the point, and without a point that nothing is behind.
pub(crate) fn shortest(number: &str) -> &str {
    let mut rest = number;
    if contains(number, ".") {
        while let Some(shorter) = rest.strip_suffix("0") {
            rest = shorter;
        }
    }
    rest.strip_suffix(".").unwrap_or(rest)
}

/// Whether a number written by [`plain`] is zero.
pub(crate) fn is_zero(number: &str) -> bool {
    number.bytes().all(|byte| matches!(byte, b'-' | b'.' | b'0'))
}

/// Compares two numbers written by [`plain`] by value: `1.50` equals `1.5`.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    match (negative(a), negative(b)) {
        (false, false) => magnitude(a, b),
        (true, true) => magnitude(b, a),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

/// The sum of two numbers that [`is_plain`], with as many decimal places as either has.
pub(crate) fn sum(a: &str, b: &str) -> String {
    let [a, b] = [a, b].map(|number| {
        let whole = before(number, b".");
        (whole.as_bytes(), number.as_bytes().get(whole.len() + 1..).unwrap_or_default())
    });
    let places = a.1.len().max(b.1.len());
    let length = a.0.len().max(b.0.len()) + places;
    // The digit that stands so many places before the end.
    let digit = |(whole, fraction): (&[u8], &[u8]), at: usize| {
        let found = match at.checked_sub(places) {
            Some(at) => whole.iter().nth_back(at),
            None => fraction.get(places - 1 - at),
        };
        found.map_or(0, |digit| digit.wrapping_sub(b'0'))
    };
    let mut backwards = Vec::new();
    let mut carry = 0;
    for at in 0..length {
        if at == places && places > 0 {
            backwards.push(b'.');
        }
        let sum = digit(a, at) + digit(b, at) + carry;
        backwards.push(b'0' + sum % 10);
        carry = sum / 10;
    }
    if carry > 0 {
        backwards.push(b'1');
    }
    let mut sum = String::new();
    backwards.iter().rev().for_each(|byte| add_char(&mut sum, char::from(*byte)));
    sum
}

fn negative(number: &str) -> bool {
    number.starts_with('-') && !is_zero(number)
}

fn magnitude(a: &str, b: &str) -> Ordering {
    let (a_whole, a_fraction) = parts(a);
    let (b_whole, b_fraction) = parts(b);
    (a_whole.len().cmp(&b_whole.len()))
        .then_with(|| a_whole.cmp(b_whole))
        .then_with(|| a_fraction.cmp(b_fraction))
}

/// The digits before and behind the point, without zeros that say nothing.
fn parts(number: &str) -> (&[u8], &[u8]) {
    let number = number.strip_prefix('-').unwrap_or(number);
    let whole = before(number, b".").as_bytes();
    let (mut whole, mut fraction) = (whole, number.as_bytes().get(whole.len() + 1..).unwrap_or_default());
    while let [b'0', rest @ ..] = whole {
        whole = rest;
    }
    while let [rest @ .., b'0'] = fraction {
        fraction = rest;
    }
    (whole, fraction)
}
