//! What every export is made from: the record of a store, narrowed to what was asked for, with names of private persons
//! masked where that is wanted, and the texts it stands on.

use crate::cli::{Code, Failure, Thing};
use crate::mask;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use tawatur_core::model::{Document, DocumentId, Entity, EntityId, Event, EventId, Record, Report, ReportId};
use tawatur_core::text::fold_str;
use tawatur_store::Store;

/// What the id of an entity begins with that no pack names.
const PROVISIONAL: char = 'x';

/// The record that is exported and the texts it stands on.
pub struct Material<'s> {
    /// The record.
    pub record: Record,
    /// The texts.
    pub texts: Texts<'s>,
}

/// The documents of a store, under a mask if there is one.
pub struct Texts<'s> {
    /// Where they lie.
    pub store: &'s Store,
    masked: Option<Mask>,
}

/// Who is under the mask, and what finds their names.
struct Mask {
    hidden: BTreeSet<EntityId>,
    names: Option<AhoCorasick>,
}

impl Texts<'_> {
    /// True under a mask.
    #[must_use]
    pub fn are_masked(&self) -> bool {
        self.masked.is_some()
    }

    /// A document and its text.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn document(&self, id: &DocumentId) -> Result<(String, Document), Failure> {
        let stored = self.store.document(id)?;
        let document = stored.document.clone();
        let Some(mask) = &self.masked else { return Ok((stored.document.text, document)) };
        Ok((mask::text(stored, |entity| mask.hidden.contains(entity), mask.names.as_ref()), document))
    }
}

impl<'s> Material<'s> {
    /// The whole record.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(store: &'s Store) -> Result<Self, Failure> {
        Ok(Self { record: store.record()?, texts: Texts { store, masked: None } })
    }

    /// Puts names of private persons under a mask, and further names; `word` stands for them, with a few digits.
    ///
    /// # Errors
    /// When nobody bears a further name, or a pack names the bearer: then the ids tell who it is.
    pub fn mask(&mut self, word: &str, also: &[String]) -> Result<(), Failure> {
        let mut more = BTreeSet::new();
        for name in also {
            let bears = |e: &&Entity| {
                e.id.as_str() == name
                    || e.names.values().chain(&e.aliases).any(|n| fold_str(n) == fold_str(name))
            };
            let (own, of_packs): (Vec<&Entity>, Vec<&Entity>) = self
                .record
                .entities
                .iter()
                .filter(bears)
                .partition(|e| e.id.as_str().starts_with(PROVISIONAL));
            if own.is_empty() || !of_packs.is_empty() {
                return Err(Failure::new(
                    Code::Missing,
                    format!("`{name}` cannot be masked: nobody bears the name, or a pack names who does"),
                    "give a name or an id as `tawatur export json` has it under entities, beginning with x",
                ));
            }
            more.extend(own.into_iter().map(|e| e.id.clone()));
        }
        let hidden = mask::record(&mut self.record, word, &more);
        let names = mask::automaton(hidden.values().flatten());
        self.texts.masked = Some(Mask { hidden: hidden.into_keys().collect(), names });
        Ok(())
    }

    /// Keeps what belongs to these stories, events, agreements, disputes, reports, documents or entities.
    ///
    /// # Errors
    /// When nothing has an id.
    pub fn narrow_to(&mut self, ids: &[String]) -> Result<(), Failure> {
        let mut events = BTreeSet::new();
        for id in ids {
            self.meant(id, &mut events)?;
        }
        self.keep(&events);
        Ok(())
    }

    /// Adds the events that an id means; those of an agreement are its own and those that its terms led to.
    fn meant(&self, id: &str, events: &mut BTreeSet<EventId>) -> Result<(), Failure> {
        let record = &self.record;
        if let Some(story) =
            self.texts.store.full_id(id).ok().and_then(|id| record.stories.iter().find(|s| s.id == id))
        {
            events.extend(story.events.iter().cloned());
            return Ok(());
        }
        let of = |test: &dyn Fn(&Event) -> bool| -> Vec<EventId> {
            record.events.iter().filter(|e| test(e)).map(|e| e.id.clone()).collect()
        };
        match Thing::find(self.texts.store, id)? {
            Thing::Event(event) => events.extend([event.id]),
            Thing::Dispute(dispute) => events.extend([dispute.event]),
            Thing::Report(report) => events.extend(of(&|e| e.reports.contains(&report.id))),
            Thing::Entity(entity) => events.extend(of(&|e| takes_part(e, &entity.id))),
            Thing::Document(document) => {
                let reports: BTreeSet<&ReportId> =
                    record.reports.iter().filter(|r| r.document == document).map(|r| &r.id).collect();
                events.extend(of(&|e| e.reports.iter().any(|r| reports.contains(r))));
            }
            Thing::Agreement(agreement) => {
                let fates = agreement.terms.iter();
                events.extend(
                    fates.flat_map(|t| {
                        t.carried_out_by.iter().chain(&t.broken_by).chain(&t.refused_by).cloned()
                    }),
                );
                events.extend([agreement.event]);
            }
        }
        Ok(())
    }

    /// Keeps these events and what belongs to them.
    pub fn keep(&mut self, events: &BTreeSet<EventId>) {
        let record = &mut self.record;
        record.events.retain(|e| events.contains(&e.id));
        record.agreements.retain(|a| events.contains(&a.event));
        record.disputes.retain(|d| events.contains(&d.event));
        let mut reports: BTreeSet<ReportId> =
            record.events.iter().flat_map(|e| e.reports.iter().cloned()).collect();
        reports.extend(record.disputes.iter().flat_map(|d| d.reports.iter().cloned()));
        let terms = record.agreements.iter().flat_map(|a| &a.terms);
        reports.extend(terms.flat_map(|t| t.reports.iter().cloned()));
        record.reports.retain(|r| reports.contains(&r.id));
        let documents: BTreeSet<DocumentId> = record.reports.iter().map(|r| r.document.clone()).collect();
        record.documents.retain(|d| documents.contains(&d.id));
        for story in &mut record.stories {
            story.events.retain(|e| events.contains(e));
            story.documents.retain(|d| documents.contains(d));
        }
        record.stories.retain(|s| !s.events.is_empty());
        self.keep_entities();
    }

    /// Keeps the entities that something left refers to, and what they are part of.
    fn keep_entities(&mut self) {
        let record = &mut self.record;
        let mut wanted: BTreeSet<EntityId> = BTreeSet::new();
        for event in &record.events {
            wanted.extend(everyone(event).cloned());
            wanted.extend(event.origins.iter().filter_map(|o| o.entity.clone()));
            wanted.extend(event.counts.iter().flat_map(|c| &c.given).filter_map(|(_, c)| c.side.clone()));
        }
        for report in &record.reports {
            wanted.extend(told(report).cloned());
            wanted.extend(report.counts.iter().filter_map(|c| c.side.clone()));
        }
        for agreement in &record.agreements {
            let all = agreement.parties.iter().chain(&agreement.mediator).chain(&agreement.place);
            wanted.extend(all.cloned());
        }
        for document in &record.documents {
            wanted.extend(document.outlet.iter().chain(&document.agency).cloned());
        }
        let known: BTreeMap<&EntityId, Vec<&EntityId>> =
            record.entities.iter().map(|e| (&e.id, e.part_of.iter().chain(&e.country).collect())).collect();
        let mut open: Vec<EntityId> = wanted.iter().cloned().collect();
        while let Some(id) = open.pop() {
            for above in known.get(&id).into_iter().flatten() {
                if wanted.insert((*above).clone()) {
                    open.push((*above).clone());
                }
            }
        }
        record.entities.retain(|e| wanted.contains(&e.id));
    }
}

/// Everyone and every place of an event.
fn everyone(event: &Event) -> impl Iterator<Item = &EntityId> {
    let roles = [&event.who, &event.whom, &event.mediator, &event.place, &event.from, &event.to];
    roles.into_iter().flatten()
}

fn takes_part(event: &Event, entity: &EntityId) -> bool {
    everyone(event).any(|id| id == entity) || event.origins.iter().any(|o| o.entity.as_ref() == Some(entity))
}

/// Whom a report names in roles, terms and chains of sources.
fn told(report: &Report) -> impl Iterator<Item = &EntityId> {
    let roles = report.roles.iter().chain(report.terms.iter().flat_map(|t| &t.roles));
    let links = report.source.iter().flat_map(|c| &c.0);
    roles.map(|filler| &filler.entity).chain(links.map(|link| &link.entity))
}
