//! Floors: what each measure must reach for CI to pass. They are raised by hand when a measure has risen, never lowered.

use super::Measures;

/// `key`, `>=` or `<=`, and the floor, a line each.
const FLOORS: &str = include_str!("../../floors.tsv");

/// Sentences for every measure that misses its floor. A measure that was not taken (its data is absent) misses nothing.
pub fn missed(measures: &Measures) -> Vec<String> {
    let mut out = Vec::new();
    for line in FLOORS.lines().filter(|l| !l.starts_with('#') && !l.starts_with("key\t")) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [key, op, floor] = cells[..] else { continue };
        let (Some(&value), Ok(floor)) = (measures.get(key), floor.parse::<f64>()) else { continue };
        let holds = if op == "<=" { value <= floor } else { value >= floor };
        if !holds {
            out.push(format!("{key} is {value:.4}, its floor is {op} {floor}"));
        }
    }
    out
}
