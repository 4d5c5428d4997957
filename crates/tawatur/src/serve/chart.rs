//! Figures as a chart: one line a giver with its low and high, and the value the record holds to be best. Plain numbers,
//! from which the template writes SVG.

use super::drawn::round;
use serde::Serialize;

/// Width of the chart in units of its own.
pub const WIDTH: f64 = 640.0;
/// Height of a line.
pub const LINE: f64 = 24.0;
/// Width kept for the names of the givers.
const NAMES: f64 = 230.0;
/// Width kept for the values.
const VALUES: f64 = 70.0;

/// A value that was given.
#[derive(Debug, Clone)]
pub struct Given {
    /// Who gave it and when.
    pub giver: String,
    /// The value as it is said.
    pub said: String,
    /// Low, value, high.
    pub values: (f64, f64, f64),
}

/// A line of the chart.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// Who gave it and when.
    pub giver: String,
    /// The value as it is said.
    pub said: String,
    /// From the left edge: low, value, high.
    pub low: f64,
    /// The value.
    pub at: f64,
    /// The high end.
    pub high: f64,
    /// Middle of the line, from the top.
    pub y: f64,
}

/// A chart.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Chart {
    /// Height.
    pub height: f64,
    /// Its lines.
    pub bars: Vec<Bar>,
    /// Where the best value stands.
    pub best: f64,
    /// Where the names begin and the values end.
    pub names: f64,
    /// Where the values end.
    pub values: f64,
}

/// Draws values; nothing for a single one, which needs no drawing. `mirrored` runs from right to left.
#[must_use]
pub fn chart(given: &[Given], best: f64, mirrored: bool) -> Chart {
    if given.len() < 2 {
        return Chart::default();
    }
    let low = given.iter().map(|g| g.values.0).fold(best, f64::min);
    let high = given.iter().map(|g| g.values.2).fold(best, f64::max);
    let across = (high - low).max(f64::EPSILON);
    let mirror = |x: f64| round(if mirrored { WIDTH - x } else { x });
    let place = |value: f64| {
        // Equal values stand in the middle.
        let share = if high > low { (value - low) / across } else { 0.5 };
        mirror(NAMES + 10.0 + share * (WIDTH - NAMES - VALUES - 20.0))
    };
    let bar = |(k, g): (usize, &Given)| Bar {
        giver: g.giver.clone(),
        said: g.said.clone(),
        low: place(g.values.0),
        at: place(g.values.1),
        high: place(g.values.2),
        y: LINE * (k as f64 + 0.5),
    };
    Chart {
        height: LINE * given.len() as f64 + 6.0,
        bars: given.iter().enumerate().map(bar).collect(),
        best: place(best),
        names: mirror(0.0),
        values: mirror(WIDTH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_order() {
        let given =
            |value: f64| Given { giver: "x".into(), said: String::new(), values: (value, value, value) };
        let drawn = chart(&[given(12.0), given(30.0), given(18.0)], 18.0, false);
        assert!(drawn.bars[0].at < drawn.bars[2].at && drawn.bars[2].at < drawn.bars[1].at);
        assert!((drawn.best - drawn.bars[2].at).abs() < 0.2);
        let mirrored = chart(&[given(12.0), given(30.0)], 12.0, true);
        assert!(mirrored.bars[0].at > mirrored.bars[1].at);
        assert!(chart(&[given(1.0)], 1.0, false).bars.is_empty());
        assert!(chart(&[given(5.0), given(5.0)], 5.0, false).bars.iter().all(|b| b.at.is_finite()));
    }
}
