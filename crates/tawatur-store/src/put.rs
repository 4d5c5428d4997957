//! Puts a record into its tables, with what listings page, filter and count by.

use crate::{Result, sorting};
use rayon::prelude::*;
use rusqlite::{Transaction, params};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::{
    Confidence, Document, DocumentId, EntityId, Event, EventId, Extraction, Ids, Lang, Origin, Record,
    ReportId, When,
};
use tawatur_core::text::fold_str;

/// Tables that a rebuild empties.
const TABLES: [&str; 20] = [
    "record_documents",
    "record_entities",
    "record_spellings",
    "record_reports",
    "record_events",
    "record_sorting",
    "record_ranks",
    "record_cast",
    "record_languages",
    "record_story_events",
    "record_queue",
    "record_wording",
    "record_spoken",
    "record_origins",
    "record_dependence",
    "record_agreements",
    "record_disputes",
    "record_stories",
    "record_judgements",
    "record_orphans",
];

/// Longest wording that is counted, in bytes: what is longer describes rather than names.
const LONGEST_WORDING: usize = 80;

/// Whom words stand for, the words, and how loaded they are.
type Wording = (EntityId, String, i8);

/// In which words one document speaks of whom, and how often.
pub(crate) struct Spoken {
    document: DocumentId,
    /// Outlet and language: documents that agree in both are counted together.
    teller: (Option<EntityId>, Lang),
    told: BTreeMap<Wording, i64>,
}

impl Spoken {
    /// The mentions of a document, counted.
    pub fn of(document: &Document, extraction: &Extraction) -> Self {
        let mut told: BTreeMap<Wording, i64> = BTreeMap::new();
        for mention in &extraction.mentions {
            let words = mention.span.slice(&document.text);
            if !words.is_empty() && words.len() <= LONGEST_WORDING {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                *told.entry((mention.entity.clone(), words, mention.load)).or_default() += 1;
            }
        }
        let teller = (extraction.outlet.clone(), document.language);
        Self { document: document.id.clone(), teller, told }
    }
}

/// The same for all documents.
#[derive(Default)]
pub(crate) struct Wordings {
    /// For each kind of document its number and one that is of it.
    tellers: FxHashMap<(Option<EntityId>, Lang), (usize, DocumentId)>,
    told: FxHashMap<(usize, Wording), i64>,
}

impl Wordings {
    /// Adds those of a document.
    pub fn add(&mut self, spoken: Spoken, ids: &mut Ids) {
        let next = self.tellers.len();
        let teller = self.tellers.entry(spoken.teller).or_insert((next, spoken.document)).0;
        for (mut wording, times) in spoken.told {
            ids.entity(&mut wording.0);
            *self.told.entry((teller, wording)).or_default() += times;
        }
    }
}

/// Things whose rows are written out together, by threads.
const CHUNK: usize = 2048;

/// Hands over every thing with its place in the list, from 0, and its JSON. Threads write out what comes next while the
/// rows before it are stored.
fn written<T: Serialize + Sync>(
    things: &[T],
    mut store: impl FnMut(i64, &T, &str) -> rusqlite::Result<()>,
) -> Result<()> {
    let write = |things: &[T]| things.par_iter().map(serde_json::to_string).collect::<Vec<_>>();
    let mut chunks = things.chunks(CHUNK).peekable();
    let mut bodies = chunks.peek().map(|chunk| write(chunk)).unwrap_or_default();
    let mut place = 0;
    while let Some(chunk) = chunks.next() {
        let next = chunks.peek().copied().unwrap_or_default();
        let mut next_bodies = Vec::new();
        rayon::in_place_scope(|scope| -> Result<()> {
            scope.spawn(|_| next_bodies = write(next));
            for (thing, body) in chunk.iter().zip(std::mem::take(&mut bodies)) {
                store(place, thing, &body?)?;
                place += 1;
            }
            Ok(())
        })?;
        bodies = next_bodies;
    }
    Ok(())
}

/// Puts a record in place of the one before.
pub(crate) fn put(transaction: &Transaction<'_>, record: &Record, wordings: &Wordings) -> Result<()> {
    // Indexes are dropped and built anew over all rows at once: that is sorting, not searching a place for each.
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name LIKE 'record!_%' ESCAPE '!' AND sql IS NOT NULL";
    let mut statement = transaction.prepare(sql)?;
    let indexes = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let indexes = indexes.collect::<rusqlite::Result<Vec<_>>>()?;
    for (name, _) in &indexes {
        transaction.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    for table in TABLES {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    put_rows(transaction, record, wordings)?;
    for (_, sql) in &indexes {
        transaction.execute_batch(sql)?;
    }
    Ok(())
}

fn put_rows(transaction: &Transaction<'_>, record: &Record, wordings: &Wordings) -> Result<()> {
    let mut documents =
        transaction.prepare("INSERT INTO record_documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    written(&record.documents, |k, d, body| {
        let day = d.published.date.map(|date| date.to_string());
        let outlet = d.outlet.as_ref().map(EntityId::as_str);
        documents
            .execute(params![k, d.id.as_str(), d.language.as_str(), day, d.story, outlet, body])
            .map(drop)
    })?;
    let takes_part = put_reports_and_events(transaction, record)?;
    put_entities(transaction, record, &takes_part)?;
    put_origins(transaction, record)?;
    put_wordings(transaction, record, wordings)?;
    let mut agreements = transaction.prepare("INSERT INTO record_agreements VALUES (?1, ?2, ?3, ?4)")?;
    written(&record.agreements, |k, a, body| {
        agreements.execute(params![k, a.id, a.event.as_str(), body]).map(drop)
    })?;
    let mut disputes = transaction.prepare("INSERT INTO record_disputes VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (k, d) in (0_i64..).zip(&record.disputes) {
        let about = serde_json::to_value(d.about)?;
        disputes.execute(params![k, d.id, d.event.as_str(), about.as_str(), serde_json::to_string(d)?])?;
    }
    let mut judgements = transaction.prepare("INSERT INTO record_judgements VALUES (?1, ?2)")?;
    written(&record.judgements, |k, _, body| judgements.execute(params![k, body]).map(drop))?;
    let mut orphans = transaction.prepare("INSERT INTO record_orphans VALUES (?1, ?2)")?;
    for (decision, reason) in &record.orphans {
        orphans.execute(params![i64::try_from(*decision).unwrap_or_default(), reason])?;
    }
    Ok(())
}

fn put_entities(
    transaction: &Transaction<'_>,
    record: &Record,
    takes_part: &FxHashMap<&EntityId, i64>,
) -> Result<()> {
    let mut entities = transaction.prepare("INSERT INTO record_entities VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut spellings = transaction.prepare("INSERT OR IGNORE INTO record_spellings VALUES (?1, ?2)")?;
    let mut spelled: Vec<(String, &str)> = Vec::new();
    written(&record.entities, |k, e, body| {
        let part_of = e.part_of.as_ref().map(EntityId::as_str);
        let events = takes_part.get(&e.id).copied().unwrap_or_default();
        entities.execute(params![k, e.id.as_str(), e.kind.name(), part_of, events, body]).map(drop)
    })?;
    for e in &record.entities {
        spelled
            .extend(e.names.values().chain(&e.aliases).map(|spelling| (fold_str(spelling), e.id.as_str())));
    }
    // In the order of the table, here and below: rows are added at its end.
    spelled.sort_unstable();
    for (spelling, entity) in spelled {
        spellings.execute([spelling.as_str(), entity])?;
    }
    Ok(())
}

/// Reports, events and what belongs to them; gives back in how many events each entity takes part.
fn put_reports_and_events<'r>(
    transaction: &Transaction<'_>,
    record: &'r Record,
) -> Result<FxHashMap<&'r EntityId, i64>> {
    let mut listed: Vec<&Event> = record.events.iter().collect();
    listed.sort_by_cached_key(|e| {
        // What was until a day stands at that day, not before all others.
        let days = e.when.as_ref().map(|when| {
            let (first, last) = when.bounds();
            (when.start.map_or(last, |_| first), last)
        });
        (days.is_none(), days)
    });
    let at: FxHashMap<&EventId, i64> = listed.iter().map(|e| &e.id).zip(0..).collect();
    let event_of: FxHashMap<&ReportId, &Event> =
        record.events.iter().flat_map(|e| e.reports.iter().map(move |r| (r, e))).collect();
    let document_of: FxHashMap<&DocumentId, (&str, Option<&str>)> =
        record.documents.iter().map(|d| (&d.id, (d.language.as_str(), d.story.as_deref()))).collect();
    let mut reports = transaction
        .prepare("INSERT INTO record_reports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?;
    let mut told: Vec<(&str, i64)> = Vec::new();
    written(&record.reports, |k, r, body| {
        let (first, last) = bounds(r.when.as_ref());
        let event = event_of.get(&r.id);
        let (language, story) = document_of.get(&r.document).copied().unwrap_or(("", None));
        if let Some(event) = event {
            told.push((language, at[&event.id]));
        }
        let row = params![
            k,
            r.id.as_str(),
            r.document.as_str(),
            event.map(|e| e.id.as_str()),
            r.kind.as_str(),
            first,
            last,
            language,
            story,
            class(r.confidence),
            event.is_some_and(|e| e.origins.len() == 1),
            body
        ];
        reports.execute(row).map(drop)
    })?;
    told.sort_unstable();
    told.dedup();
    let mut languages = transaction.prepare("INSERT INTO record_languages VALUES (?1, ?2)")?;
    for (language, event) in told {
        languages.execute(params![language, event])?;
    }
    transaction.execute(
        "INSERT INTO record_queue SELECT story, confidence, type, language, alone, count(*) FROM record_reports
         GROUP BY story, confidence, type, language, alone",
        [],
    )?;
    let part_of: FxHashMap<&EntityId, &EntityId> =
        record.entities.iter().filter_map(|e| Some((&e.id, e.part_of.as_ref()?))).collect();
    let mut events = transaction.prepare("INSERT INTO record_events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    let mut cast: Vec<(&str, &str, i64)> = Vec::new();
    let mut takes_part: FxHashMap<&EntityId, i64> = FxHashMap::default();
    written(&listed, |k, e, body| {
        let e: &'r Event = e;
        let (first, last) = bounds(e.when.as_ref());
        let origins = i64::try_from(e.origins.len()).unwrap_or(i64::MAX);
        let mut counted: BTreeSet<&EntityId> = BTreeSet::new();
        for (entity, role) in cast_of(e, &part_of) {
            cast.push((entity.as_str(), role, k));
            if counted.insert(entity) {
                *takes_part.entry(entity).or_default() += 1;
            }
        }
        events.execute(params![k, e.id.as_str(), e.kind.as_str(), first, last, origins, body]).map(drop)
    })?;
    sorting::put(transaction, record, &listed)?;
    cast.sort_unstable();
    let mut put_cast = transaction.prepare("INSERT OR IGNORE INTO record_cast VALUES (?1, ?2, ?3)")?;
    for (entity, role, event) in cast {
        put_cast.execute(params![entity, role, event])?;
    }
    let mut stories = transaction.prepare("INSERT INTO record_stories VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut told = transaction.prepare("INSERT OR IGNORE INTO record_story_events VALUES (?1, ?2)")?;
    for (k, s) in (0_i64..).zip(&record.stories) {
        let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        stories.execute(params![
            k,
            s.id,
            size(s.documents.len()),
            size(s.events.len()),
            serde_json::to_string(s)?
        ])?;
        for event in s.events.iter().filter_map(|e| at.get(e)) {
            told.execute(params![s.id, event])?;
        }
    }
    Ok(takes_part)
}

/// A confidence class as the column holds it.
pub(crate) fn class(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::A => "A",
        Confidence::B => "B",
        Confidence::C => "C",
    }
}

/// Most steps up from an entity to what it is part of: quarter, town, district, province, country and some to spare.
const STEPS_UP: usize = 8;

/// Who and where, of an event: what listings filter by. What they are part of counts as taking part.
fn cast_of<'e>(
    event: &'e Event,
    part_of: &FxHashMap<&'e EntityId, &'e EntityId>,
) -> BTreeSet<(&'e EntityId, &'static str)> {
    let places = event.place.iter().chain(&event.from).chain(&event.to).map(|e| (e, "place"));
    let actors = event.who.iter().chain(&event.whom).chain(&event.mediator).map(|e| (e, "actor"));
    let origins = event.origins.iter().filter_map(|o| o.entity.as_ref()).map(|e| (e, "origin"));
    // What maps draw: where exactly, and movements.
    let exact = event.place.iter().map(|e| (e, "at"));
    let moved = event.from.iter().map(|e| (e, "from")).chain(event.to.iter().map(|e| (e, "to")));
    let mut cast: BTreeSet<(&EntityId, &'static str)> = origins.chain(exact).chain(moved).collect();
    for (entity, role) in places.chain(actors) {
        let up = std::iter::successors(Some(entity), |e| part_of.get(e).copied());
        cast.extend(up.take(STEPS_UP).map(|e| (e, role)));
    }
    cast
}

/// An origin's key: its entity, else the document that stands for itself.
pub(crate) fn origin_key(origin: &Origin) -> Option<&str> {
    origin.entity.as_ref().map(EntityId::as_str).or(origin.document.as_ref().map(DocumentId::as_str))
}

/// Who the events rest on, and which outlet tells on whose word.
fn put_origins(transaction: &Transaction<'_>, record: &Record) -> Result<()> {
    let document_of: FxHashMap<&ReportId, &DocumentId> =
        record.reports.iter().map(|r| (&r.id, &r.document)).collect();
    let outlet_of: FxHashMap<&DocumentId, &EntityId> =
        record.documents.iter().filter_map(|d| Some((&d.id, d.outlet.as_ref()?))).collect();
    let mut origin_of: FxHashMap<&ReportId, &str> = FxHashMap::default();
    let mut behind: BTreeMap<&str, (i64, i64, i64)> = BTreeMap::new();
    let mut depends: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for event in &record.events {
        for origin in &event.origins {
            let Some(key) = origin_key(origin) else { continue };
            let entry = behind.entry(key).or_default();
            entry.0 += 1;
            entry.1 += i64::from(event.origins.len() == 1);
            for report in &origin.reports {
                origin_of.insert(report, key);
                let outlet = document_of.get(report).and_then(|d| outlet_of.get(d));
                if let Some(outlet) = outlet.filter(|o| o.as_str() != key) {
                    *depends.entry((outlet.as_str(), key)).or_default() += 1;
                }
            }
        }
    }
    for dispute in &record.disputes {
        let sides: BTreeSet<&str> =
            dispute.reports.iter().filter_map(|r| origin_of.get(r).copied()).collect();
        for key in sides {
            behind.entry(key).or_default().2 += 1;
        }
    }
    let mut ranked: Vec<(&str, (i64, i64, i64))> = behind.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut origins = transaction.prepare("INSERT INTO record_origins VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (k, (key, (events, alone, disputed))) in (0_i64..).zip(ranked) {
        origins.execute(params![k, key, events, alone, disputed])?;
    }
    let mut dependence = transaction.prepare("INSERT INTO record_dependence VALUES (?1, ?2, ?3)")?;
    for ((outlet, origin), reports) in depends {
        dependence.execute(params![outlet, origin, reports])?;
    }
    Ok(())
}

fn put_wordings(transaction: &Transaction<'_>, record: &Record, wordings: &Wordings) -> Result<()> {
    let known: FxHashSet<&EntityId> = record.entities.iter().map(|e| &e.id).collect();
    let document_of: FxHashMap<&DocumentId, (&str, &str)> = record
        .documents
        .iter()
        .map(|d| (&d.id, (d.outlet.as_ref().map_or("", EntityId::as_str), d.language.as_str())))
        .collect();
    let tellers = wordings.tellers.values();
    let from: FxHashMap<usize, (&str, &str)> =
        tellers.filter_map(|(number, id)| Some((*number, *document_of.get(id)?))).collect();
    let mut counted: BTreeMap<(&str, &str, &str, &str, i8), i64> = BTreeMap::new();
    for ((teller, (entity, words, load)), times) in &wordings.told {
        if let (true, Some((outlet, language))) = (known.contains(entity), from.get(teller)) {
            *counted.entry((entity.as_str(), words.as_str(), outlet, language, *load)).or_default() += times;
        }
    }
    let mut put = transaction.prepare("INSERT INTO record_wording VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for ((entity, words, outlet, language, load), times) in counted {
        put.execute(params![entity, words, outlet, language, load, times])?;
    }
    transaction.execute(
        "INSERT INTO record_spoken SELECT row_number() OVER (ORDER BY wordings DESC, times DESC, entity), entity, wordings, times FROM (
             SELECT entity, count(DISTINCT wording) AS wordings, sum(times) AS times FROM record_wording GROUP BY entity)",
        [],
    )?;
    Ok(())
}

/// First and last day as the columns hold them.
fn bounds(when: Option<&When>) -> (Option<String>, Option<String>) {
    let Some(when) = when else { return (None, None) };
    let (first, last) = when.bounds();
    (Some(first.to_string()), Some(last.to_string()))
}
