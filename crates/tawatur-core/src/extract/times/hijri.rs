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
    let years = f64::from(date.year()) + f64::from(date.day_of_year()) / 365.25 - 621.57;
    // 33 Hijri years are about 32 Gregorian ones.
    (years * 33.0 / 32.0).floor() as i16
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
