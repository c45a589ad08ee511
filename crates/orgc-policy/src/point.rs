//! Values that have an order, numbers, dates and addresses, as points on one line, and what a
//! condition says of them as ranges of such points.
//!
//! The points of a line have neighbours, so that "less than" is "at most the one before". A number is
//! exact to 12 decimals and has at most 24 digits before them; a date is exact to the nanosecond.
//! Beyond that a text is not a value.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A value on a line. Addresses of the two versions lie on one line, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Point(u8, u128);

/// Which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Line {
    /// Numbers.
    Number,
    /// Dates, and seconds since 1970.
    Date,
    /// IP addresses.
    Address,
}

/// The points from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Range {
    pub(crate) first: Point,
    pub(crate) last: Point,
}

const DECIMALS: usize = 12;
const DIGITS: usize = 24;
/// The greatest number that can be written.
const MOST: i128 = 10_i128.pow(36) - 1;
const NANOSECONDS: i128 = 1_000_000_000;

impl Point {
    /// The least of all.
    pub(crate) const LEAST: Self = Self(0, 0);
    /// The greatest of all.
    pub(crate) const GREATEST: Self = Self(u8::MAX, u128::MAX);

    /// The value that a text is.
    pub(crate) fn read(line: Line, text: &str) -> Option<Self> {
        match line {
            Line::Number => number(text).map(Self::of),
            Line::Date => date(text).map(Self::of),
            Line::Address => address(text),
        }
    }

    /// The text of the value.
    pub(crate) fn write(self, line: Line) -> String {
        let signed = (self.1 ^ (1 << 127)).cast_signed();
        match (line, self.0) {
            (Line::Number, _) => decimal(signed, DECIMALS),
            (Line::Date, _) => decimal(signed, 9),
            (Line::Address, 0) => {
                u32::try_from(self.1).map(Ipv4Addr::from).unwrap_or(Ipv4Addr::BROADCAST).to_string()
            }
            (Line::Address, _) => Ipv6Addr::from(self.1).to_string(),
        }
    }

    /// A number, so that the order of points is that of numbers.
    fn of(number: i128) -> Self {
        Self(0, number.cast_unsigned() ^ (1 << 127))
    }

    /// The one after.
    pub(crate) fn next(self) -> Option<Self> {
        match self.1.checked_add(1) {
            Some(next) => Some(Self(self.0, next)),
            None => self.0.checked_add(1).map(|line| Self(line, 0)),
        }
    }

    /// The one before.
    pub(crate) fn previous(self) -> Option<Self> {
        match self.1.checked_sub(1) {
            Some(previous) => Some(Self(self.0, previous)),
            None => self.0.checked_sub(1).map(|line| Self(line, u128::MAX)),
        }
    }
}

impl Line {
    /// Where the values of the line lie.
    pub(crate) fn parts(self) -> Vec<Range> {
        let around_zero = |most: i128| vec![Range { first: Point::of(-most), last: Point::of(most) }];
        match self {
            Self::Number => around_zero(MOST),
            Self::Date => around_zero(MOST / 1_000),
            Self::Address => vec![
                Range { first: Point(0, 0), last: Point(0, u128::from(u32::MAX)) },
                Range { first: Point(1, 0), last: Point(1, u128::MAX) },
            ],
        }
    }
}

impl Range {
    /// Just this point.
    pub(crate) fn only(point: Point) -> Self {
        Self { first: point, last: point }
    }

    /// An address or a network in CIDR notation. Bits of the host are ignored.
    pub(crate) fn network(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(one, bits)| (one, Some(bits)));
        let Point(version, value) = self::address(address)?;
        let width: u32 = if version == 0 { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse::<u32>().ok().filter(|bits| *bits <= width)?,
            None => width,
        };
        let hosts = u128::MAX.checked_shr(128 - (width - bits)).unwrap_or(0);
        Some(Self { first: Point(version, value & !hosts), last: Point(version, value | hosts) })
    }

    /// Whether a point lies in it.
    pub(crate) fn holds(self, point: Point) -> bool {
        self.first <= point && point <= self.last
    }
}

fn address(text: &str) -> Option<Point> {
    let four = text.parse::<Ipv4Addr>().map(|one| Point(0, u128::from(one.to_bits())));
    four.or_else(|_| text.parse::<Ipv6Addr>().map(|one| Point(1, one.to_bits()))).ok()
}

/// A decimal number, times 10 to the power of [`DECIMALS`].
fn number(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() > DIGITS || fraction.len() > DECIMALS {
        return None;
    }
    let magnitude: i128 = format!("{whole}{fraction:0<DECIMALS$}").parse().ok()?;
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

fn decimal(number: i128, decimals: usize) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len() - decimals).unwrap_or((&digits, ""));
    let sign = if number < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{fraction}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A day, a day and a time as ISO 8601 writes them, or seconds: nanoseconds since 1970.
fn date(text: &str) -> Option<i128> {
    if let Some(seconds) = number(text) {
        return Some(seconds / 1_000);
    }
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let day = days(day)? * 86_400 * NANOSECONDS;
    Some(day + time.map_or(Some(0), time_of_day)?)
}

/// Days since 1970, by the Gregorian calendar.
fn days(text: &str) -> Option<i128> {
    let [year, month, day] = <[&str; 3]>::try_from(text.split('-').collect::<Vec<_>>()).ok()?;
    let (year, month, day) = (fixed(year, 4)?, fixed(month, 2)?, fixed(day, 2)?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month).ok()?.checked_sub(1)?;
    if day < 1 || day > *lengths.get(before)? {
        return None;
    }
    let leap_days = |year: i128| year / 4 - year / 100 + year / 400;
    let years = year * 365 + leap_days(year - 1) + i128::from(year > 0) - 719_528;
    Some(years + lengths.iter().take(before).sum::<i128>() + day - 1)
}

/// `23:59Z`, `23:59:59.5+01:00`, in nanoseconds.
fn time_of_day(text: &str) -> Option<i128> {
    let (clock, zone) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let (clock, zone) = text.split_at_checked(text.find(['+', '-'])?)?;
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let minutes = within(hours, 23)? * 60 + within(minutes, 59)?;
            (clock, if zone.starts_with('-') { -minutes } else { minutes })
        }
    };
    let mut parts = clock.splitn(3, ':');
    let minutes = within(parts.next()?, 23)? * 60 + within(parts.next()?, 59)?;
    let seconds = parts.next().map_or(Some(0), seconds)?;
    Some((minutes - zone) * 60 * NANOSECONDS + seconds)
}

fn seconds(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let fraction = number(&format!("0.{fraction}"))? / 1_000;
    Some(within(whole, 60)? * NANOSECONDS + fraction)
}

fn within(text: &str, most: i128) -> Option<i128> {
    fixed(text, 2).filter(|number| *number <= most)
}

/// A number of this many digits.
fn fixed(text: &str, digits: usize) -> Option<i128> {
    let fits = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_a_line_are_in_its_order() {
        let rising = |line: Line, texts: &[&str]| {
            let points: Vec<_> = texts.iter().map(|text| Point::read(line, text).expect(text)).collect();
            assert!(points.windows(2).all(|pair| pair[0] < pair[1]), "{texts:?} {points:?}");
        };
        rising(
            Line::Number,
            &["-10", "-9.5", "-0.000000000001", "0", "0.5", "7", "10", "999999999999999999999999"],
        );
        rising(
            Line::Date,
            &[
                "0000-01-01",
                "1969-12-31",
                "-1",
                "1970-01-01",
                "1970-01-01T00:00:00.5Z",
                "1",
                "2024-02-29",
                "2024-03-01",
                "2026-06-01T10:00+01:00",
                "2026-06-01T10:00Z",
                "2026-06-01T10:00-01:00",
            ],
        );
        rising(
            Line::Address,
            &["0.0.0.0", "10.0.0.9", "10.0.0.10", "255.255.255.255", "::", "::1", "2001:db8::"],
        );
    }

    #[test]
    fn one_value_has_many_texts() {
        for (line, one, other) in [
            (Line::Number, "007.50", "7.5"),
            (Line::Number, "-0", "0"),
            (Line::Date, "2026-01-01", "1767225600"),
            (Line::Date, "2026-01-01T00:00Z", "2026-01-01T01:00:00+01:00"),
            (Line::Address, "::1", "0:0:0:0:0:0:0:1"),
        ] {
            assert_eq!(Point::read(line, one).expect(one), Point::read(line, other).expect(other));
        }
    }

    #[test]
    fn a_point_writes_as_a_text_that_reads_as_it() {
        for (line, text) in [
            (Line::Number, "-12.5"),
            (Line::Number, "0"),
            (Line::Number, "0.000000000001"),
            (Line::Date, "1767225600.25"),
            (Line::Address, "10.0.0.1"),
            (Line::Address, "2001:db8::1"),
        ] {
            assert_eq!(Point::read(line, text).expect(text).write(line), text);
        }
    }

    #[test]
    fn what_is_not_a_value() {
        for (line, texts) in [
            (Line::Number, &["", "1.", ".5", "x", "1e3", "--1", "+1", "0.0000000000001"][..]),
            (
                Line::Date,
                &["2026-02-29", "2026-13-01", "2026-1-1", "2026-12-31T25:00Z", "2026-12-31T10:00", "x"],
            ),
            (Line::Address, &["10.0.0", "10.0.0.0/8", "x", ""]),
        ] {
            texts.iter().for_each(|text| assert_eq!(Point::read(line, text), None, "{text}"));
        }
    }

    #[test]
    fn networks() {
        let holds = |network: &str, address: &str| {
            Range::network(network).expect(network).holds(Point::read(Line::Address, address).expect(address))
        };
        assert!(holds("10.1.2.3/8", "10.255.0.1"));
        assert!(!holds("10.0.0.0/8", "11.0.0.0"));
        assert!(holds("0.0.0.0/0", "255.255.255.255") && !holds("0.0.0.0/0", "::1"));
        assert!(holds("::/0", "2001:db8::") && !holds("::/0", "1.2.3.4"));
        assert!(holds("10.0.0.1", "10.0.0.1") && !holds("10.0.0.1", "10.0.0.2"));
        assert!(Range::network("10.0.0.0/33").is_none() && Range::network("::/129").is_none());
    }
}
