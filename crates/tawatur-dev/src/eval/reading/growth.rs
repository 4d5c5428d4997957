//! Twelve bad shapes, each at one size and at twice that size: how many times longer the second takes.

use super::super::Options;
use crate::one::processor_time;
use tawatur_core::read::read;

/// Bytes of the smaller of each pair.
const SIZE: usize = 1 << 20;
/// Tries of each pair, of which the quickest counts.
const TRIES: usize = 7;
/// Nanoseconds that a try takes at least, by reading the same again: shorter ones measure the memory's manager.
const LENGTH: u128 = 40_000_000;

/// Shapes: name, what stands before, what is repeated with its number, what stands behind.
const SHAPES: [(&str, &str, fn(usize) -> String, &str); 12] = [
    ("nested div", "<html><body>", |_| "<div>".to_owned(), "text"),
    ("nested lists", "<html><body>", |_| "<ul><li>".to_owned(), "text"),
    ("paragraphs left open", "<html><body>", |k| format!("<p>word {k}"), ""),
    ("attributes of one tag", "<html><body><p ", |k| format!("a{k}=1 "), ">text</p>"),
    ("entities", "<html><body><p>", |_| "&amp;&eacute;&#1575;".to_owned(), "</p>"),
    ("formatting left open", "<html><body>", |k| format!("<p><font size={k}><b>word"), ""),
    ("links left open", "<html><body>", |k| format!("<a href={k}>word"), ""),
    ("tables in tables", "<html><body>", |_| "<table><tr><td>".to_owned(), "text"),
    ("text before tables", "<html><body><table>", |k| format!("word{k}<tr>"), ""),
    ("combining marks", "a", |_| "\u{64e}\u{301}".to_owned(), ""),
    ("one long line", "", |k| format!("word{k} "), ""),
    ("nested XML", "<rss><channel><item><title>x</title><description>", |_| "<a>".to_owned(), ""),
];

/// The worst ratio of the shapes.
pub fn worst(options: &Options) -> Result<f64, String> {
    let mut worst = 0.0_f64;
    for (name, before, repeated, behind) in SHAPES {
        let shape = |size: usize| {
            let mut text = before.to_owned();
            for k in 0.. {
                if text.len() >= size {
                    break;
                }
                text.push_str(&repeated(k));
            }
            text + behind
        };
        // By turns, so that what else the machine does falls on both.
        let (small, large) = (shape(SIZE), shape(2 * SIZE));
        let pairs = (0..TRIES).map(|_| (cost(&small), cost(&large)));
        let (once, twice) =
            pairs.fold((u128::MAX, u128::MAX), |least, pair| (least.0.min(pair.0), least.1.min(pair.1)));
        let ratio = twice as f64 / once.max(1) as f64;
        if options.errors {
            eprintln!("growth: {name:24} {:8.1} ms a MB, ratio {ratio:.2}", once as f64 / 1e6);
        }
        worst = worst.max(ratio);
    }
    Ok(worst)
}

/// Processor time of a reading, in nanoseconds.
fn cost(text: &str) -> u128 {
    let before = processor_time();
    for times in 1_u128.. {
        let _ = read("shape", text.as_bytes());
        let spent = processor_time().saturating_sub(before);
        if spent >= LENGTH {
            return spent / times;
        }
    }
    0
}
