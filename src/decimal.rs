//! Amounts as decimal text: read, written plainly and compared without a float.

use alloc::string::String;
use core::cmp::Ordering;

use crate::read::Arena;
use crate::text::joined;

/// An exponent beyond this names no amount of money.
const MAX_EXPONENT: i32 = 64;

/// The number with its own digits, an exponent written out: `1.50` stays, `15e-1` becomes `1.5`. None where the
/// text is no decimal number.
pub(crate) fn plain<'a>(text: &'a str, arena: &'a Arena) -> Option<&'a str> {
    if is_plain(text) {
        return Some(text);
    }
    written_out(text.trim_ascii()).map(|text| &*arena.alloc_str(&text))
}

/// Whether it is digits, and a point between them at most.
fn is_plain(text: &str) -> bool {
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

fn written_out(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || exponent.abs() > MAX_EXPONENT {
        return None;
    }
    if exponent == 0 {
        return (!digits.ends_with('.')).then(|| joined(&[sign, digits]));
    }
    // Move the point through the digits, padding with zeros where they end.
    let mut all: String = joined(&[whole, fraction]);
    let mut point = i64::try_from(whole.len()).ok()?.checked_add(i64::from(exponent))?;
    while point <= 0 {
        all.insert(0, '0');
        point += 1;
    }
    let point = usize::try_from(point).ok()?;
    while all.len() < point {
        all.push('0');
    }
    let (whole, fraction) = all.split_at_checked(point)?;
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let dot = if fraction.is_empty() { "" } else { "." };
    Some(joined(&[sign, whole, dot, fraction]))
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
fn parts(number: &str) -> (&str, &str) {
    let digits = number.trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    (whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
}
