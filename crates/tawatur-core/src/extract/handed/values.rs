//! Values of a handed row: times, figures, chains of sources, closed choices. Who is meant is `entities`' work.

use super::entities::Cast;
use crate::model::{Chain, Count, EventType, Link, Operator, When, WhenEnd, WhenPrecision, iso_period};
use crate::text::{CodePoints, Span};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What is counted when a row does not say.
const COUNTED_BY_DEFAULT: &str = "people";

/// A time: an ISO day, month or year, `A/B` with `..` for an open end, or the export's object.
///
/// # Errors
/// A sentence, when it cannot be read.
pub(super) fn when(value: &Value) -> Result<Option<When>, String> {
    let (first, last, precision) = match value {
        Value::Null => return Ok(None),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => {
            let (first, last) = text.trim().split_once('/').unwrap_or((text.trim(), text.trim()));
            (first.to_owned(), last.to_owned(), None)
        }
        Value::Object(fields) => {
            let part = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
            let (start, end) = (part("start"), part("end"));
            if start.is_none() && end.is_none() {
                return Ok(None);
            }
            let first = start.unwrap_or_else(|| OPEN.to_owned());
            let last = end.unwrap_or_else(|| first.clone());
            (first, last, fields.get("precision").and_then(|p| serde_json::from_value(p.clone()).ok()))
        }
        _ => return Err("`when` must be a date, `A/B` or an object with `start` and `end`".to_owned()),
    };
    let wrong =
        |text: &str| format!("`{text}` in `when` is no date; write 2018-07-31, 2018-07, 2018, A/B or A/..");
    let start = if is_open(&first) { None } else { Some(iso_period(&first).ok_or_else(|| wrong(&first))?) };
    let end = if is_open(&last) { None } else { Some(iso_period(&last).ok_or_else(|| wrong(&last))?) };
    if start.is_none() && end.is_none() {
        return Ok(None);
    }
    if let (Some(start), Some(end)) = (start, end)
        && end.1 < start.0
    {
        return Err(format!("`when` ends before it begins: {first}/{last}"));
    }
    let told = match (start, end) {
        (Some(start), Some(end)) => start.2.max(end.2),
        _ => WhenPrecision::Open,
    };
    Ok(Some(When {
        start: start.map(|s| s.0),
        end: end.map_or(WhenEnd::Open, |e| WhenEnd::Day(e.1)),
        precision: precision.unwrap_or(told),
        span: None,
    }))
}

/// How an open end is written.
const OPEN: &str = "..";

fn is_open(text: &str) -> bool {
    matches!(text.trim(), OPEN | "")
}

/// Figures: a list of objects, one object, or a bare number.
///
/// # Errors
/// A sentence, when one has no value or an operator that the codebook does not know.
pub(super) fn counts(
    value: &Value,
    cast: &mut Cast<'_>,
    points: &CodePoints<'_>,
) -> Result<Vec<Count>, String> {
    let list = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    list.iter().map(|one| count(one, cast, points)).collect()
}

fn count(value: &Value, cast: &mut Cast<'_>, points: &CodePoints<'_>) -> Result<Count, String> {
    let number = |name: &str| value.get(name).and_then(Value::as_f64);
    let told = value.as_f64().or_else(|| number("value")).or_else(|| number("low"));
    let Some(told) = told.filter(|v| v.is_finite() && *v >= 0.0) else {
        return Err(format!("a figure has no `value`: {value}"));
    };
    let op = match value.get("op") {
        None | Some(Value::Null) => Operator::Equal,
        Some(op) => serde_json::from_value(op.clone())
            .map_err(|_| format!("{op} is no operator of a figure; see the codebook, `count`"))?,
    };
    let (low, high) = op.bounds(told);
    let side = value.get("side").and_then(Value::as_str).map(|s| cast.one(s, None, &EventType::new("")));
    Ok(Count {
        value: told,
        low: number("low").unwrap_or(low),
        high: number("high").unwrap_or(high),
        op,
        of: value.get("of").and_then(Value::as_str).unwrap_or(COUNTED_BY_DEFAULT).to_owned(),
        side,
        span: value.get("span").and_then(|s| span(s, points)),
    })
}

/// Chains of sources: a list of chains, or one chain as a flat list or a single spelling.
///
/// # Errors
/// A sentence, when it is neither.
pub(super) fn chains(value: &Value, cast: &mut Cast<'_>, kind: &EventType) -> Result<Vec<Chain>, String> {
    let nested = value.as_array().is_some_and(|list| list.iter().any(Value::is_array));
    let lists = match value {
        Value::Array(list) if nested => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut chains = Vec::new();
    for list in lists {
        let ids = cast.list(list, None, kind).map_err(|e| format!("`source` {e}"))?;
        if !ids.is_empty() {
            chains.push(Chain(ids.into_iter().map(|entity| Link { entity, span: None }).collect()));
        }
    }
    Ok(chains)
}

/// A list of words, or one.
///
/// # Errors
/// What is wrong, to follow the field's name.
pub(super) fn words(value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::String(one) => Ok(vec![one.clone()]),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        }
        _ => Err("must be a list of words".to_owned()),
    }
}

/// A closed choice of the codebook, where the row makes one.
///
/// # Errors
/// A sentence with the choices there are.
pub(super) fn choice<T: DeserializeOwned>(
    fields: &Map<String, Value>,
    name: &str,
    into: &mut T,
) -> Result<(), String> {
    if let Some(value) = fields.get(name).filter(|v| !v.is_null()) {
        *into = serde_json::from_value(value.clone()).map_err(|e| format!("`{name}`: {e}"))?;
    }
    Ok(())
}

/// A span of code points that lies in the text.
pub(super) fn span(value: &Value, points: &CodePoints<'_>) -> Option<Span> {
    let range: [usize; 2] = serde_json::from_value(value.clone()).ok()?;
    points.bytes(range)
}
