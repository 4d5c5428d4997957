//! Made-up news in any amount: sentences written for the project about places of the packs, by rules and a counter, so
//! that every run has the same documents. Texts are of no use for measuring what is found in them, only how fast.
//!
//! Documents come in the order of days, some three hundred a day. Each tells of one event of its day or the day before
//! (a few events have many tellers, most have few) and of others near it, between sentences that tell of nothing; one in
//! five is a copy of a recent one, cut, by another outlet.

use crate::train::random::Random;
use jiff::civil::{Date, date};
use serde_json::json;
use std::io::Write;
use tawatur_core::model::{EntityKind, Lang};
use tawatur_core::packs::Packs;

/// Patterns of events and sentences without any, by language.
const SOURCES: [(&str, &str, &str); 3] = [
    ("ar", include_str!("../../data/made/ar.txt"), include_str!("../../data/quiet/ar.txt")),
    ("en", include_str!("../../data/made/en.txt"), include_str!("../../data/quiet/en.txt")),
    ("fr", include_str!("../../data/made/fr.txt"), include_str!("../../data/quiet/fr.txt")),
];
/// The first day.
const FIRST: Date = date(2015, 1, 1);
/// Documents of a day, and events that they tell of.
const DAILY: usize = 300;
const EVENTS: usize = 60;
/// Outlets.
const OUTLETS: usize = 120;
/// One document in so many is a copy of one of the last so many.
const COPIES: usize = 5;
const RECENT: usize = 200;
/// Of so many sentences one tells of an event.
const TELLING: usize = 3;
/// One word in so many of a sentence that tells of nothing is another, so that documents share no long passages.
const CHANGED: usize = 6;

/// How long documents are, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// All alike.
    Words(usize),
    /// As they come: posts of channels, wires, articles.
    Mixed,
}

/// A document before it is written out.
#[derive(Clone)]
struct Made {
    language: usize,
    sentences: Vec<String>,
}

/// Writes so many documents as JSON Lines.
///
/// # Errors
/// When the output cannot be written.
pub fn write(out: &mut dyn Write, documents: usize, length: Length, packs: &Packs) -> std::io::Result<()> {
    let places = places(packs);
    let lines = |text: &'static str| text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let patterns: Vec<Vec<&str>> = SOURCES.iter().map(|s| lines(s.1).collect()).collect();
    let quiet: Vec<Vec<Vec<&str>>> =
        SOURCES.iter().map(|s| lines(s.2).map(|l| l.split_whitespace().collect()).collect()).collect();
    let mut random = Random(1);
    let mut recent: Vec<Made> = Vec::new();
    for number in 0..documents {
        let day = number / DAILY;
        let made = if !recent.is_empty() && random.below(COPIES) == 0 {
            let mut copy = recent[random.below(recent.len())].clone();
            let kept = copy.sentences.len() * (60 + random.below(41)) / 100;
            copy.sentences.truncate(kept.max(1));
            copy
        } else {
            let language = random.below(SOURCES.len());
            let words = match length {
                Length::Words(words) => words,
                // Half are posts, a third wires, the rest articles.
                Length::Mixed => [40, 60, 80, 150, 220, 450][random.below(6)],
            };
            let main = event_of(day, &mut random);
            let mut made = Made { language, sentences: Vec::new() };
            let mut so_far = 0;
            while so_far < words {
                let sentence = if made.sentences.is_empty() || random.below(TELLING) == 0 {
                    let near = if made.sentences.is_empty() { 0 } else { random.below(4) };
                    told(main + near, &patterns[language], &places, language)
                } else {
                    changed(&quiet[language], &mut random)
                };
                so_far += sentence.split_whitespace().count();
                made.sentences.push(sentence);
            }
            made
        };
        if recent.len() < RECENT {
            recent.push(made.clone());
        } else {
            recent[number % RECENT] = made.clone();
        }
        let text: Vec<String> = made.sentences.chunks(3).map(|s| s.join(" ")).collect();
        let row = json!({
            "id": format!("made-{number}"), "text": text.join("\n\n"), "published": date_of(day).to_string(),
            "outlet": format!("outlet-{}.example", random.below(OUTLETS)), "language": SOURCES[made.language].0,
        });
        writeln!(out, "{row}")?;
    }
    Ok(())
}

/// Names of places that have one in every language, in the order of `SOURCES`.
fn places(packs: &Packs) -> Vec<[String; 3]> {
    let is_town = |kind: Option<&str>| {
        matches!(kind, Some("town" | "city" | "village" | "capital" | "quarter" | "camp"))
    };
    let towns = packs.world.entities.values();
    let towns = towns.filter(|e| e.kind == EntityKind::Place && is_town(e.place_kind.as_deref()));
    let named = |e: &tawatur_core::model::Entity| {
        let name = |code: &str| e.names.get(&code.parse::<Lang>().ok()?).cloned();
        Some([name("ar")?, name("en")?, name("fr")?])
    };
    let mut named: Vec<[String; 3]> = towns.filter_map(named).collect();
    named.sort();
    named
}

/// An event of a day or the day before it, by its number; the first of a day have the most tellers.
fn event_of(day: usize, random: &mut Random) -> usize {
    let day = day.saturating_sub(random.below(2));
    let rank = random.below(EVENTS) + 1;
    day * EVENTS + random.below(rank)
}

/// An event told in a sentence: place, day and figure depend on its number alone.
fn told(event: usize, patterns: &[&str], places: &[[String; 3]], language: usize) -> String {
    let mut of_event = Random(event as u64);
    let place = &places[of_event.below(places.len())][language];
    let pattern = patterns[of_event.below(patterns.len())];
    let number = 3 + of_event.below(40);
    let day = date_of(event / EVENTS);
    let month = MONTHS[language][usize::try_from(day.month()).unwrap_or(1) - 1];
    let day = format!("{} {month} {}", day.day(), day.year());
    pattern.replace("{place}", place).replace("{day}", &day).replace("{number}", &number.to_string())
}

/// A sentence without an event, some of its words taken from others.
fn changed(sentences: &[Vec<&str>], random: &mut Random) -> String {
    let mut words = sentences[random.below(sentences.len())].clone();
    let last = words.len().saturating_sub(1);
    for word in words.iter_mut().take(last).skip(1) {
        if random.below(CHANGED) == 0 {
            let other = &sentences[random.below(sentences.len())];
            *word = other[random.below(other.len().saturating_sub(1))];
        }
    }
    words.join(" ")
}

fn date_of(day: usize) -> Date {
    let days = i64::try_from(day).unwrap_or_default();
    FIRST.saturating_add(jiff::Span::new().days(days))
}

/// Months, in the order of `SOURCES`.
const MONTHS: [[&str; 12]; 3] = [
    [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
];
