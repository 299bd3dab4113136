//! Points in time, read from every form that providers write them in.

use crate::text::{digits, split_once};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
///
/// Displays as ISO-8601 in UTC, always with milliseconds: `2026-01-16T04:04:20.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// So many milliseconds a provider's clock may be ahead of the caller's, or behind it.
pub(crate) const CLOCKS_APART: i64 = 5 * 60_000;

const DAY: i64 = 86_400_000;
/// Years outside of these are placeholders or faults.
const YEARS: core::ops::RangeInclusive<i32> = 2000..=2999;
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Time {
    /// A time from milliseconds since 1970, if it lies in the years 2000 to 2999.
    #[must_use]
    pub fn from_millis(millis: i64) -> Option<Self> {
        let days = i32::try_from(millis.div_euclid(DAY)).ok()?;
        let (year, ..) = civil(days)?;
        YEARS.contains(&year).then_some(Self(millis))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// A time from text: ISO-8601, a database's form (`2023-03-27 17:07:12.662+03`), a month's name
    /// (`16-Sep-2019 00:20:51`), date and time without anything between, or seconds or milliseconds since 1970.
    /// Without a zone it is UTC. Digits beyond milliseconds are cut.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_ascii();
        if let Some((civil, rest)) = Civil::usual(text) {
            return match iso_end(rest) {
                Some(millis) => Civil { millis, ..civil }.time(0),
                None => Rest(rest).end(civil),
            };
        }
        if text.len() >= 10
            && let Some(count) = digits(text)
        {
            // Seconds of our years have ten digits or eleven, milliseconds twelve at least.
            let millis = if text.len() < 12 { count.checked_mul(1000)? } else { count };
            return Self::from_millis(i64::try_from(millis).ok()?);
        }
        let mut rest = Rest(text);
        let (year, month, day);
        if text.as_bytes().get(2) == Some(&b'-') {
            day = rest.number(2)?;
            rest.skip("-")?;
            month = rest.month()?;
            rest.skip("-")?;
            year = rest.number(4)?;
        } else {
            year = rest.number(4)?;
            rest.skip("-")?;
            month = rest.number(2)?;
            rest.skip("-")?;
            day = rest.number(2)?;
        }
        if let Some('T' | 't' | ' ') = rest.0.chars().next() {
            rest.0 = rest.0.get(1..)?;
        }
        Self::on(year, month, day, rest)
    }

    /// A time from a date and the text of a clock with its zone.
    fn on(year: i32, month: i32, day: i32, mut rest: Rest<'_>) -> Option<Self> {
        let hour = rest.number(2)?;
        rest.skip(":")?;
        let minute = rest.number(2)?;
        rest.skip(":")?;
        let second = rest.number(2)?;
        rest.end(Civil { year, month, day, hour, minute, second, millis: 0 })
    }

    /// A time from an HTTP header: `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub(crate) fn parse_http(text: &str) -> Option<Self> {
        let mut rest = Rest(split_once(text, ", ")?.1);
        let day = rest.number(2)?;
        rest.skip(" ")?;
        let month = rest.month()?;
        rest.skip(" ")?;
        let year = rest.number(4)?;
        rest.skip(" ")?;
        let clock = rest.0.strip_suffix(" GMT")?;
        Self::on(year, month, day, Rest(clock.trim_ascii_end()))
    }

    pub(crate) fn plus_millis(self, millis: i64) -> Option<Self> {
        Self::from_millis(self.0.checked_add(millis)?)
    }

    pub(crate) fn to_iso(self) -> Iso {
        let (days, millis) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY) as u32);
        // A time is of the years 2000 to 2999, which fit.
        let (year, month, day) = civil(days as i32).unwrap_or_default();
        let two = |value: u32| [b'0' + (value / 10) as u8, b'0' + (value % 10) as u8];
        let (year, month, day) = (year as u32, month as u32, day as u32);
        let ([a, b], [c, d], [e, f], [g, h]) = (two(year / 100), two(year % 100), two(month), two(day));
        let ([i, j], [k, l], [m, n]) =
            (two(millis / 3_600_000), two(millis / 60_000 % 60), two(millis / 1000 % 60));
        let ([o, p], q) = (two(millis % 1000 / 10), b'0' + (millis % 10) as u8);
        Iso([a, b, c, d, b'-', e, f, b'-', g, h, b'T', i, j, b':', k, l, b':', m, n, b'.', o, p, q, b'Z'])
    }
}

/// Whether a text is written as [`Time`] writes itself, and is one.
pub(crate) fn is_iso(text: &str) -> bool {
    Civil::usual(text).is_some_and(|(civil, rest)| iso_end(rest).is_some() && civil.is_valid())
}

/// The milliseconds with which a time ends that is written so.
fn iso_end(rest: &str) -> Option<i32> {
    let [b'.', a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', b'Z'] = rest.as_bytes() else {
        return None;
    };
    let [a, b, c] = [a, b, c].map(|digit| i32::from(digit - b'0'));
    Some(a * 100 + b * 10 + c)
}

/// A date and a clock.
struct Civil {
    year: i32,
    month: i32,
    day: i32,
    hour: i32,
    minute: i32,
    second: i32,
    millis: i32,
}

impl Civil {
    /// What stands at the start of a text in the form that most write, and we, `2026-01-16T04:04:20`, and what is left of it.
    fn usual(text: &str) -> Option<(Self, &str)> {
        let (start, rest) = text.split_at_checked(19)?;
        let bytes = start.as_bytes();
        let [century, _, year, ..] = pairs(bytes, 0, b"0000-00-")?;
        let [_, _, _, month, _, _, day, _] = pairs(bytes, 2, b"00-00-00")?;
        let [hour, _, _, minute, _, _, second, _] = pairs(bytes, 11, b"00:00:00")?;
        let (b'T' | b't' | b' ') = bytes.get(10)? else { return None };
        let civil = Self {
            year: i32::from(century) * 100 + i32::from(year),
            month: i32::from(month),
            day: i32::from(day),
            hour: i32::from(hour),
            minute: i32::from(minute),
            second: i32::from(second),
            millis: 0,
        };
        Some((civil, rest))
    }

    fn is_valid(&self) -> bool {
        YEARS.contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=days_in(self.year, self.month)).contains(&self.day)
            && (0..24).contains(&self.hour)
            && (0..60).contains(&self.minute)
            && (0..60).contains(&self.second)
    }

    /// The point in time, at an offset in minutes, if there is such a one.
    fn time(&self, offset: i32) -> Option<Time> {
        if !self.is_valid() {
            return None;
        }
        let days = days(self.year, self.month, self.day);
        let seconds = ((self.hour * 60 + self.minute) - offset) * 60 + self.second;
        let millis = (i64::from(days) * 86_400 + i64::from(seconds)) * 1000 + i64::from(self.millis);
        // Only an offset can lead out of the years in which dates are valid.
        if offset == 0 { Some(Time(millis)) } else { Time::from_millis(millis) }
    }
}

/// Of each two digits in a part of a text the number, where the first one stands, if there is a digit for each zero of a shape, and
/// else the same `-` or `:`. Eight characters are looked at in one step.
#[inline(always)]
fn pairs(text: &[u8], at: usize, shape: &[u8; 8]) -> Option<[u8; 8]> {
    const ONES: u64 = u64::MAX / 0xff;
    const ZEROS: u64 = ONES * b'0' as u64;
    let (word, shape) = (u64::from_le_bytes(*text.get(at..)?.first_chunk()?), u64::from_le_bytes(*shape));
    // This bit is set in both marks.
    let marks = (shape >> 3 & ONES) * 0xff;
    let values = (word ^ ZEROS) & !marks;
    let beyond_9 = (values.wrapping_add(ONES * (0x7f - 9)) | values) & ONES << 7;
    let fits = beyond_9 == 0 && (word ^ shape) & marks == 0;
    fits.then(|| (values * 10 + (values >> 8)).to_le_bytes())
}

/// A time as text.
pub(crate) struct Iso([u8; 24]);

impl Iso {
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl core::fmt::Display for Time {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.to_iso().as_str())
    }
}

/// What is left to read of a time.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn skip(&mut self, what: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(what)?;
        Some(())
    }

    fn number(&mut self, width: usize) -> Option<i32> {
        let (number, rest) = self.0.split_at_checked(width)?;
        self.0 = rest;
        i32::try_from(digits(number)?).ok()
    }

    fn month(&mut self) -> Option<i32> {
        let (name, rest) = self.0.split_at_checked(3)?;
        self.0 = rest;
        let index = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(name))?;
        i32::try_from(index).ok()?.checked_add(1)
    }

    /// A time of which these are the date and the clock, and the rest its fraction and its zone.
    fn end(mut self, civil: Civil) -> Option<Time> {
        let millis = if self.skip(".").is_some() { self.fraction()? } else { 0 };
        let offset = self.offset()?;
        Civil { millis, ..civil }.time(offset)
    }

    /// The digits behind a decimal point, as milliseconds.
    fn fraction(&mut self) -> Option<i32> {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        let padded = digits.bytes().chain([b'0'; 3]).take(3);
        (!digits.is_empty()).then(|| padded.fold(0, |millis, digit| millis * 10 + i32::from(digit - b'0')))
    }

    /// `Z`, `+03`, `+0300`, `-07:00` or nothing, to the end; in minutes.
    fn offset(&mut self) -> Option<i32> {
        let sign = match self.0 {
            "" | "Z" | "z" => return Some(0),
            text if text.starts_with('+') => 1,
            text if text.starts_with('-') => -1,
            _ => return None,
        };
        self.0 = self.0.get(1..)?;
        let hours = self.number(2)?;
        let _ = self.skip(":");
        let minutes = if self.0.is_empty() { 0 } else { self.number(2)? };
        (self.0.is_empty() && hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, by years that begin in March.
fn days(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date of a day, the reverse of [`days`].
fn civil(day: i32) -> Option<(i32, i32, i32)> {
    let day = day.checked_add(719_468)?;
    let era = day.div_euclid(146_097);
    let day_of_era = day.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    Some((year, month, day_of_year - (153 * shifted + 2) / 5 + 1))
}

fn days_in(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
