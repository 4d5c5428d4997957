//! Drawings: plain numbers from which the templates write SVG. Nothing here knows a store or a language.

use jiff::civil::Date;
use serde::Serialize;

/// Width of the drawn timeline in units of its own.
pub const WIDTH: f64 = 960.0;
/// Height of a lane.
pub const LANE: f64 = 34.0;
/// Width kept for the names of the lanes.
const NAMES: f64 = 150.0;
/// Room right of the last day.
const MARGIN: f64 = 20.0;
/// Height of the axis.
const AXIS: f64 = 26.0;
/// Radius of the largest circle.
const RADIUS: f64 = 14.0;
/// Radius of a single event.
const SMALLEST: f64 = 3.0;
/// Most columns of circles that can be told apart.
const COLUMNS: i32 = 60;
/// Share of the events that may lie outside the drawn days on either side, when they would stretch them.
const TAIL: f64 = 0.05;
/// Days from which on a story is cut to where most of it happens.
const LONG: i32 = 400;
/// Ticks of the axis, about.
const TICKS: i32 = 8;

/// Events of one lane and one stretch of days.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// From the left edge.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Radius.
    pub r: f64,
    /// First day of the stretch.
    pub day: String,
    /// How many events.
    pub events: usize,
    /// Number of the lane.
    #[serde(skip)]
    pub lane: usize,
}

/// A day of the axis.
#[derive(Debug, Clone, Serialize)]
pub struct Tick {
    /// From the left edge.
    pub x: f64,
    /// The day.
    pub day: String,
}

/// A drawn timeline.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Lanes {
    /// Height.
    pub height: f64,
    /// Circles.
    pub marks: Vec<Mark>,
    /// The axis.
    pub ticks: Vec<Tick>,
    /// Events before the first day drawn.
    pub earlier: usize,
    /// Events after the last day drawn.
    pub later: usize,
}

/// Draws events, given as lane, first day and number, on so many lanes. `mirrored` runs from right to left.
#[must_use]
pub fn lanes(events: &[(usize, Date, usize)], lanes: usize, mirrored: bool) -> Lanes {
    let Some((first, last)) = window(events) else { return Lanes::default() };
    let days = days_between(first, last) + 1;
    let step = (days + COLUMNS - 1) / COLUMNS;
    let mut counts: std::collections::BTreeMap<(usize, i32), usize> = std::collections::BTreeMap::new();
    let mut drawn = Lanes { height: LANE * lanes as f64 + AXIS, ..Lanes::default() };
    for (lane, day, number) in events {
        if *day < first {
            drawn.earlier += number;
        } else if *day > last {
            drawn.later += number;
        } else {
            *counts.entry((*lane, days_between(first, *day) / step)).or_default() += number;
        }
    }
    let place = |day: f64| {
        let x = NAMES + day / f64::from(days) * (WIDTH - NAMES - MARGIN);
        round(if mirrored { WIDTH - x } else { x })
    };
    let most = counts.values().copied().max().unwrap_or(1);
    drawn.marks = counts
        .iter()
        .map(|(&(lane, column), &events)| Mark {
            x: place(f64::from(column * step) + f64::from(step) / 2.0),
            y: round(LANE * (lane as f64 + 0.5)),
            r: round(SMALLEST + (RADIUS - SMALLEST) * (events as f64 / most as f64).sqrt()),
            day: later(first, column * step).to_string(),
            events,
            lane,
        })
        .collect();
    let apart = (days / TICKS).max(1);
    drawn.ticks = (0..days)
        .step_by(usize::try_from(apart).unwrap_or(1))
        .map(|day| Tick { x: place(f64::from(day) + 0.5), day: later(first, day).to_string() })
        .collect();
    drawn
}

/// First and last day that are drawn.
fn window(events: &[(usize, Date, usize)]) -> Option<(Date, Date)> {
    let mut days: Vec<(Date, usize)> = events.iter().map(|e| (e.1, e.2)).collect();
    days.sort_unstable();
    let (first, last) = (days.first()?.0, days.last()?.0);
    if days_between(first, last) < LONG {
        return Some((first, last));
    }
    let all: usize = days.iter().map(|d| d.1).sum();
    let skip = (all as f64 * TAIL) as usize;
    let nth = |wanted: usize| {
        let mut passed = 0;
        days.iter().find(|(_, n)| {
            passed += n;
            passed > wanted
        })
    };
    Some((nth(skip)?.0, nth(all - skip - 1)?.0))
}

fn days_between(first: Date, last: Date) -> i32 {
    (last - first).get_days()
}

fn later(first: Date, days: i32) -> Date {
    first.saturating_add(jiff::Span::new().days(days))
}

/// To a tenth of a unit: finer cannot be seen.
#[must_use]
pub fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_event_is_drawn_or_counted_outside() {
        let events = [(0, date(2018, 6, 20), 3), (1, date(2018, 7, 1), 2), (0, date(2018, 7, 31), 1)];
        let drawn = lanes(&events, 2, false);
        assert_eq!(drawn.marks.iter().map(|m| m.events).sum::<usize>(), 6);
        assert!(drawn.marks.windows(2).all(|m| m[0].lane < m[1].lane || m[0].x < m[1].x));
        let mirrored = lanes(&events, 2, true);
        assert!((mirrored.marks[0].x - (WIDTH - drawn.marks[0].x)).abs() < 0.2);
        let mut long = vec![(0, date(1990, 1, 1), 1)];
        long.extend((1..28).map(|d| (0, date(2018, 2, d), 4)));
        let drawn = lanes(&long, 1, false);
        assert_eq!(drawn.earlier + drawn.later + drawn.marks.iter().map(|m| m.events).sum::<usize>(), 109);
        assert!(drawn.earlier >= 1 && drawn.ticks[0].day.starts_with("2018"), "{:?}", drawn.ticks);
        assert!(lanes(&[], 3, false).marks.is_empty());
    }
}
