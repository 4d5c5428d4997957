//! The Recognizers cases for dates, date ranges, durations and numbers: share of cases whose spans and values are right.
//! A case counts when no platform is marked as not supporting it; where a language has no such case (Arabic), when the
//! reference platform supports it.

use super::super::Options;
use jiff::civil::Date;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tawatur_core::extract::figures;
use tawatur_core::extract::times::{self, Anchors, Meaning, TimeExpression};
use tawatur_core::model::Lang;
use tawatur_core::packs::Packs;
use tawatur_core::packs::times::{Direction, Part};
use tawatur_core::text::{CodePoints, Span};

/// The platform that the cases were written for.
const REFERENCE: &str = "dotnet";
/// The day cases without a reference date count from.
const DEFAULT_DATE: &str = "2016-11-07";

/// The files that are read, with what they test.
const FILES: [(&str, &str); 5] = [
    ("DateTime", "DateParser"),
    ("DateTime", "DatePeriodParser"),
    ("DateTime", "DurationParser"),
    ("Number", "NumberModel"),
    ("Number", "NumberRangeModel"),
];

/// The share of supported cases that come out right.
pub fn share_right(
    specs: &Path,
    folder: &str,
    code: &str,
    packs: &Packs,
    options: &Options,
) -> Result<f64, String> {
    let lang: Lang = code.parse()?;
    let mut cases = Vec::new();
    for (model, file) in FILES {
        let path = specs.join(model).join(folder).join(format!("{file}.json"));
        let source = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let rows: Vec<Value> = serde_json::from_str(source.trim_start_matches('\u{feff}'))
            .map_err(|e| format!("{}: {e}", path.display()))?;
        cases.extend(rows.into_iter().map(|row| (file, row)));
    }
    let marks = |row: &Value| {
        [&row["NotSupported"], &row["NotSupportedByDesign"]]
            .iter()
            .filter_map(|m| m.as_str())
            .collect::<Vec<_>>()
            .join(",")
            .to_lowercase()
    };
    let unmarked = cases.iter().any(|(_, row)| marks(row).is_empty());
    let counts = |row: &Value| if unmarked { marks(row).is_empty() } else { !marks(row).contains(REFERENCE) };
    let (mut right, mut all) = (0, 0);
    for (file, row) in cases.iter().filter(|(_, row)| counts(row)) {
        all += 1;
        let (want, got) = (expected(file, row), ours(file, row, lang, packs));
        if agree(&want, &got) {
            right += 1;
        } else if options.errors {
            println!("{code} {file}: `{}` want {want:?} got {got:?}", row["Input"].as_str().unwrap_or(""));
        }
    }
    Ok(right as f64 / f64::from(all.max(1)))
}

/// A span in characters (end exclusive; `None` where the case gives none) and its value; a case may allow a past and a
/// future one.
type Answer = (Option<(usize, usize)>, Vec<String>);

/// True when spans are the same and each value is one that the case allows.
fn agree(want: &[Answer], got: &[(usize, usize, String)]) -> bool {
    want.len() == got.len()
        && want.iter().zip(got).all(|((span, values), (start, end, value))| {
            span.is_none_or(|span| span == (*start, *end)) && values.iter().any(|v| same_value(v, value))
        })
}

/// Values are equal as text or, whatever the decimal sign, as numbers of fifteen digits.
fn same_value(want: &str, got: &str) -> bool {
    let number = |text: &str| text.replace(',', ".").parse::<f64>();
    want == got
        || matches!((number(want), number(got)), (Ok(a), Ok(b)) if (a - b).abs() <= 1e-12 * a.abs().max(1.0))
}

/// What a case expects.
fn expected(file: &str, row: &Value) -> Vec<Answer> {
    let results = row["Results"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut out = Vec::new();
    for result in results {
        // A start of -1 says that the case gives no span.
        let number = |key: &str| result[key].as_u64().map(|n| n as usize);
        let span = number("Start").and_then(|start| {
            let end = number("Length").map(|l| start + l).or_else(|| Some(number("End")? + 1))?;
            Some((start, end))
        });
        let resolved = |key: &str| {
            let told = &result["Value"][key];
            let days = |key: &str| told[key].as_str().map(|s| s.get(..10).unwrap_or(s).to_owned());
            match (days("date"), days("startDate"), days("endDate"), told["duration"].as_str()) {
                (Some(date), ..) => date,
                (_, Some(start), end, _) => format!("{start}/{}", end.unwrap_or_default()),
                (_, None, Some(end), _) => format!("/{end}"),
                (.., Some(seconds)) => seconds.to_owned(),
                _ => String::new(),
            }
        };
        let values = if file.starts_with("Number") {
            vec![result["Resolution"]["value"].as_str().unwrap_or("").to_owned()]
        } else {
            vec![resolved("PastResolution"), resolved("FutureResolution")]
        };
        out.push((span, values));
    }
    out
}

fn ours(file: &str, row: &Value, lang: Lang, packs: &Packs) -> Vec<(usize, usize, String)> {
    let text = row["Input"].as_str().unwrap_or("");
    let date = row["Context"]["ReferenceDateTime"].as_str().and_then(|d| d.get(..10)).unwrap_or(DEFAULT_DATE);
    let date: Option<Date> = date.parse().ok();
    let points = CodePoints::new(text);
    let at = |span: Span| (points.point(span.start), points.point(span.end));
    let whole = Span::new(0, text.len());
    if file.starts_with("Number") {
        if file == "NumberModel" {
            let found = figures::numbers(text, whole, lang, packs);
            return found
                .into_iter()
                .map(|(span, value)| (at(span).0, at(span).1, value.to_string()))
                .collect();
        }
        let found = figures::ranges(text, whole, lang, packs);
        return found.into_iter().map(|(span, bounds)| (at(span).0, at(span).1, interval(bounds))).collect();
    }
    let found = times::find_in(text, whole, lang, packs);
    let whens = times::resolve_all(&found, date);
    found
        .iter()
        .zip(whens)
        .map(|(expression, when)| {
            let (start, end) = at(expression.span);
            let value = match (when, times::seconds(expression)) {
                (_, Some(seconds)) => seconds.to_string(),
                (None, None) => String::new(),
                (Some(when), _) => {
                    use tawatur_core::model::WhenEnd;
                    match (when.start, when.end) {
                        (Some(start), WhenEnd::Day(end)) if start == end => start.to_string(),
                        // Their end is the day after the last; where two times are named, the first day of the second.
                        (Some(start), WhenEnd::Day(end)) if by_days(expression) => {
                            format!("{start}/{}", last_begins(expression, date).unwrap_or(end))
                        }
                        (Some(start), WhenEnd::Day(end)) => {
                            format!("{start}/{}", end.tomorrow().unwrap_or(end))
                        }
                        (Some(start), WhenEnd::Open) => format!("{start}/"),
                        (None, WhenEnd::Day(end)) => format!("/{end}"),
                        (None, WhenEnd::Open) => String::new(),
                    }
                }
            };
            (start, end, value)
        })
        .collect()
}

/// Bounds in the notation of the cases: `[20,30)`, open ends left empty.
fn interval(bounds: figures::Bounds) -> String {
    let end = |end: Option<(f64, bool)>| end.map_or_else(String::new, |(value, _)| value.to_string());
    let closed = |end: Option<(f64, bool)>| end.is_some_and(|(_, itself)| itself);
    format!(
        "{}{},{}{}",
        if closed(bounds.low) { '[' } else { '(' },
        end(bounds.low),
        end(bounds.high),
        if closed(bounds.high) { ']' } else { ')' },
    )
}

/// True for a range and for a stretch up to or from the day of reference.
fn by_days(expression: &TimeExpression) -> bool {
    match &expression.meaning {
        Meaning::Range(..) => true,
        Meaning::Recent(_, direction, _) => *direction != Direction::Future,
        Meaning::Point(point) => point.part == Some(Part::Rest),
        _ => false,
    }
}

/// The first day of the second end of a range.
fn last_begins(expression: &TimeExpression, published: Option<Date>) -> Option<Date> {
    let Meaning::Range(_, to) = &expression.meaning else { return None };
    let end = TimeExpression { meaning: Meaning::Point((**to).clone()), ..expression.clone() };
    times::resolve(&end, &Anchors { published, last_told: None })?.start
}
