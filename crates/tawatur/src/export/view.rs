//! What every export looks up in the record: names, places, evidence, and which events happened.

use super::{Material, Texts};
use crate::cli::{Failure, PORT};
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::{
    DocumentId, Entity, EntityId, EntityKind, Event, EventId, EventType, Lang, Mode, Origin, Record,
    RecordDocument, Report, ReportId, WhenEnd,
};
use tawatur_core::packs::{Frame, Packs};
use tawatur_core::text::CodePoints;

/// What the person who exports may choose.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Language of names.
    pub lang: Lang,
    /// With events of quiet types.
    pub statements: bool,
    /// Cells as they are, without protection from spreadsheets.
    pub raw: bool,
    /// JSON where a format has both.
    pub json: bool,
}

/// Where a report stands, letter by letter.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// SHA-256 of the document's bytes as received.
    pub sha256: String,
    /// Code points of the document's text, end exclusive.
    pub range: [usize; 2],
    /// The words.
    pub text: String,
}

impl Evidence {
    /// Hash and range in one word; the range as in RFC 5147: `sha256:…#char=812,946`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("sha256:{}#char={},{}", self.sha256, self.range[0], self.range[1])
    }
}

/// The record with everything that exports look up.
pub struct View<'s> {
    /// The record.
    pub record: Record,
    /// The texts it stands on.
    pub texts: Texts<'s>,
    /// The packs.
    pub packs: Packs,
    /// What was chosen.
    pub options: Options,
    reports: BTreeMap<ReportId, usize>,
    documents: BTreeMap<DocumentId, usize>,
    entities: BTreeMap<EntityId, usize>,
    events: BTreeMap<EventId, usize>,
    evidence: BTreeMap<ReportId, Evidence>,
    urls: BTreeMap<DocumentId, String>,
}

/// An event that happened, with the reports that say so.
#[derive(Clone)]
pub struct Happening<'v> {
    /// The event.
    pub event: &'v Event,
    /// Its type.
    pub frame: &'v Frame,
    /// The reports that assert it, or report it with distance; never empty.
    pub reports: Vec<&'v Report>,
    /// Its origins among those reports.
    pub origins: Vec<&'v Origin>,
    /// Where: its place, for movements without one from where, else to where.
    pub place: Option<&'v Entity>,
}

impl<'s> View<'s> {
    /// Looks up what a record stands on and cuts out all evidence, one document at a time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn load(material: Material<'s>, packs: Packs, options: Options) -> Result<Self, Failure> {
        let Material { record, texts } = material;
        let (mut evidence, mut urls) = (BTreeMap::new(), BTreeMap::new());
        let mut rows = record.reports.iter().peekable();
        while let Some(id) = rows.peek().map(|r| r.document.clone()) {
            let (text, document) = texts.document(&id)?;
            let points = CodePoints::new(&text);
            while let Some(report) = rows.next_if(|r| r.document == id) {
                let found = Evidence {
                    sha256: document.sha256.clone(),
                    range: points.span(report.span),
                    text: report.span.slice(&text).to_owned(),
                };
                evidence.insert(report.id.clone(), found);
            }
            if let Some(url) = document.url {
                urls.insert(document.id, url);
            }
        }
        Ok(Self {
            reports: record.reports.iter().enumerate().map(|(k, r)| (r.id.clone(), k)).collect(),
            documents: record.documents.iter().enumerate().map(|(k, d)| (d.id.clone(), k)).collect(),
            entities: record.entities.iter().enumerate().map(|(k, e)| (e.id.clone(), k)).collect(),
            events: record.events.iter().enumerate().map(|(k, e)| (e.id.clone(), k)).collect(),
            record,
            texts,
            packs,
            options,
            evidence,
            urls,
        })
    }

    /// A report by its id.
    #[must_use]
    pub fn report(&self, id: &ReportId) -> Option<&Report> {
        self.reports.get(id).map(|&k| &self.record.reports[k])
    }

    /// An event by its id.
    #[must_use]
    pub fn event(&self, id: &EventId) -> Option<&Event> {
        self.events.get(id).map(|&k| &self.record.events[k])
    }

    /// A document by its id.
    #[must_use]
    pub fn document(&self, id: &DocumentId) -> Option<&RecordDocument> {
        self.documents.get(id).map(|&k| &self.record.documents[k])
    }

    /// Where the pages show an event or agreement, when `tawatur serve` runs as it is.
    #[must_use]
    pub fn page(&self, kind: &str, id: &str) -> String {
        format!("http://127.0.0.1:{PORT}/{kind}/{id}")
    }

    /// The address of a document.
    #[must_use]
    pub fn url(&self, id: &DocumentId) -> Option<&str> {
        self.urls.get(id).map(String::as_str)
    }

    /// The evidence of a report.
    #[must_use]
    pub fn evidence(&self, id: &ReportId) -> Option<&Evidence> {
        self.evidence.get(id)
    }

    /// An entity of the record, else of the packs.
    #[must_use]
    pub fn entity(&self, id: &EntityId) -> Option<&Entity> {
        let known = self.entities.get(id).map(|&k| &self.record.entities[k]);
        known.or_else(|| self.packs.world.entities.get(id))
    }

    /// Its name in the language chosen, else in any, else its id.
    #[must_use]
    pub fn name(&self, id: &EntityId) -> String {
        let name = self.entity(id).map_or("", |e| e.name(self.options.lang));
        if name.is_empty() { id.to_string() } else { name.to_owned() }
    }

    /// Several names, joined by semicolons.
    #[must_use]
    pub fn names(&self, ids: &[EntityId]) -> String {
        joined(ids.iter().map(|id| self.name(id)))
    }

    /// The label of an event type in the language chosen, else its name with spaces.
    #[must_use]
    pub fn label(&self, kind: &EventType) -> String {
        let label = self.packs.frames.get(kind).and_then(|f| f.label.get(&self.options.lang));
        label.cloned().unwrap_or_else(|| kind.as_str().replace('_', " "))
    }

    /// What an entity is part of, itself first, nearest first.
    pub fn up<'v>(&'v self, from: &'v Entity) -> impl Iterator<Item = &'v Entity> {
        /// More levels than any place or unit has: the bound guards against a circle.
        const LEVELS: usize = 12;
        let part_of = |e: &&'v Entity| e.part_of.as_ref().and_then(|id| self.entity(id));
        std::iter::successors(Some(from), part_of).take(LEVELS)
    }

    /// The name of the area of a level (`admin1`) that a place lies in, or is.
    #[must_use]
    pub fn area(&self, place: Option<&Entity>, level: &str) -> Option<String> {
        let found = self.up(place?).find(|e| e.place_kind.as_deref() == Some(level))?;
        Some(self.name(&found.id))
    }

    /// The country of an entity.
    #[must_use]
    pub fn country(&self, of: &Entity) -> Option<&Entity> {
        self.up(of).find_map(|e| {
            if e.place_kind.as_deref() == Some("country") {
                return self.entity(&e.id);
            }
            e.country.as_ref().and_then(|id| self.entity(id))
        })
    }

    /// True when exports leave the type out unless asked.
    #[must_use]
    pub fn is_quiet(&self, kind: &EventType) -> bool {
        !self.options.statements && self.packs.frames.get(kind).is_some_and(|f| f.quiet)
    }

    /// The events that happened: at least one report asserts them or reports them with distance; quiet types left out.
    #[must_use]
    pub fn happenings(&self) -> Vec<Happening<'_>> {
        self.record.events.iter().filter_map(|e| self.happening(e)).collect()
    }

    fn happening<'v>(&'v self, event: &'v Event) -> Option<Happening<'v>> {
        let frame = self.packs.frames.get(&event.kind)?;
        let told = |r: &&Report| matches!(r.mode, Mode::Asserted | Mode::Reported) && !self.is_quiet(&r.kind);
        let reports: Vec<&Report> =
            event.reports.iter().filter_map(|id| self.report(id)).filter(told).collect();
        if reports.is_empty() || self.is_quiet(&event.kind) {
            return None;
        }
        let ids: BTreeSet<&ReportId> = reports.iter().map(|r| &r.id).collect();
        let origins = event.origins.iter().filter(|o| o.reports.iter().any(|r| ids.contains(r))).collect();
        let place = [&event.place, &event.from, &event.to].into_iter().find_map(|p| p.first());
        let place = place.and_then(|id| self.entity(id));
        Some(Happening { event, frame, reports, origins, place })
    }

    /// Who an origin is: an entity by name, else the document that stands for itself.
    #[must_use]
    pub fn origin(&self, origin: &Origin) -> String {
        match (&origin.entity, &origin.document) {
            (Some(entity), _) => self.name(entity),
            (None, Some(document)) => self.document(document).map_or(String::new(), |d| d.file.clone()),
            (None, None) => String::new(),
        }
    }

    /// Who published a document: its outlet by name, else the document's own name.
    #[must_use]
    pub fn outlet(&self, id: &DocumentId) -> String {
        let Some(document) = self.document(id) else { return id.to_string() };
        document.outlet.as_ref().map_or_else(|| document.file.clone(), |o| self.name(o))
    }
}

impl Happening<'_> {
    /// First and last day; the last is absent while it goes on.
    #[must_use]
    pub fn days(&self) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
        let Some(when) = &self.event.when else { return (None, None) };
        let end = match when.end {
            WhenEnd::Day(day) => Some(day),
            WhenEnd::Open => None,
        };
        (when.start, end)
    }

    /// The names of its origins.
    #[must_use]
    pub fn origin_names(&self, view: &View) -> String {
        joined(self.origins.iter().map(|o| view.origin(o)))
    }

    /// Where each report stands, by hash and range.
    #[must_use]
    pub fn references(&self, view: &View) -> String {
        joined(self.reports.iter().filter_map(|r| Some(view.evidence(&r.id)?.reference())))
    }
}

/// Values without repetition, in their order, joined by semicolons.
pub fn joined(values: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for value in values {
        if !value.is_empty() && !once.contains(&value) {
            once.push(value);
        }
    }
    once.join("; ")
}

/// True for states, forces, groups and bodies that fight or govern: those that data sets call organised actors.
#[must_use]
pub fn is_organised(entity: &Entity) -> bool {
    matches!(entity.kind, EntityKind::State | EntityKind::Force | EntityKind::Group)
        || (entity.kind == EntityKind::Body && entity.codes.iter().any(|c| ARMED.contains(&c.as_str())))
}

/// Sectors that use force: governments, militaries, rebels (CAMEO sector codes).
const ARMED: [&str; 4] = ["GOV", "MIL", "REB", "COP"];
