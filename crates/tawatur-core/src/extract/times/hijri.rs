//! The tabular Islamic calendar (civil epoch, 30-year cycle), within a day of the observed one.
//! Reingold and Dershowitz, *Calendrical Calculations*, ch. 7.

use jiff::{ToSpan as _, civil::Date};

/// Days from the epoch (16 July 622 Julian = 19 July 622 Gregorian) to 1 January 1970.
const EPOCH_TO_1970: i64 = 492_148;

/// The Gregorian day of a Hijri date; `None` outside the calendar's range.
pub fn to_gregorian(year: i16, month: u8, day: u8) -> Option<Date> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) || !(1..=2000).contains(&year) {
        return None;
    }
    let (y, m, d) = (i64::from(year), i64::from(month), i64::from(day));
    // Months alternate 30 and 29 days; eleven leap years in thirty have one day more at their end.
    let days = (y - 1) * 354 + (3 + 11 * y) / 30 + 29 * (m - 1) + m / 2 + d - 1;
    Date::new(1970, 1, 1).ok()?.checked_add((days - EPOCH_TO_1970).days()).ok()
}

/// The Hijri year that a Gregorian day falls into, within one.
pub fn year_of(date: Date) -> i16 {
    /// Mean length of a year of the 30-year cycle.
    const YEAR: f64 = 354.0 + 11.0 / 30.0;
    let since_1970 =
        Date::new(1970, 1, 1).ok().and_then(|d| d.until(date).ok()).map_or(0, |s| i64::from(s.get_days()));
    ((since_1970 + EPOCH_TO_1970) as f64 / YEAR) as i16 + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn known_days() {
        assert_eq!(to_gregorian(1442, 9, 1), Some(date(2021, 4, 13)));
        assert_eq!(to_gregorian(1446, 1, 1), Some(date(2024, 7, 8)));
        assert_eq!(year_of(date(2021, 6, 1)), 1442);
    }
}
