//! The record: what all documents, reports and decisions together say. Derived, dropped and rebuilt at will.

use super::{
    Count, DocumentId, Entity, EntityId, EventId, EventType, Extraction, Judgement, Lang, Published, Report,
    ReportId, When,
};
use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::hash::BuildHasher;
use std::sync::Arc;

/// The whole record; a pure function of documents, extractions, decisions and packs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Documents, by id.
    pub documents: Vec<RecordDocument>,
    /// Every entity that something refers to, by id.
    pub entities: Vec<Entity>,
    /// Reports after decisions, by document and span.
    pub reports: Vec<Report>,
    /// Events, by time and id.
    pub events: Vec<Event>,
    /// Agreements, by time and id.
    pub agreements: Vec<Agreement>,
    /// Disputes.
    pub disputes: Vec<Dispute>,
    /// Stories.
    pub stories: Vec<Story>,
    /// Every link with its reasons.
    pub judgements: Vec<Judgement>,
    /// Decisions whose evidence vanished, by number, with the reason.
    pub orphans: Vec<(u64, String)>,
}

/// A document as the record knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordDocument {
    /// Which.
    pub id: DocumentId,
    /// Name as given.
    pub file: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// SHA-256 of the text.
    pub text_sha256: String,
    /// Language.
    pub language: Lang,
    /// Title.
    pub title: Option<String>,
    /// The outlet, resolved.
    pub outlet: Option<EntityId>,
    /// The agency whose wire it carries.
    pub agency: Option<EntityId>,
    /// Date after the second look, with its reason.
    pub published: Published,
    /// Its story.
    pub story: Option<String>,
    /// The document whose text it repeats.
    pub copy_of: Option<DocumentId>,
}

/// What linking and the record are given of one document. The text stays in the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Linkable {
    /// Metadata; `story` and `copy_of` are not set yet.
    pub document: RecordDocument,
    /// What was found, with reports handed in by people already among its reports.
    pub extraction: Extraction,
    /// The entities of `extraction`, moved here by `share`: most documents say of most entities what others say of them,
    /// so that one copy serves all.
    #[serde(skip)]
    pub own: Vec<Arc<Entity>>,
}

/// One copy of each id that many reports hold, and of what documents say alike of an entity.
#[derive(Debug, Default)]
pub struct Ids {
    entities: FxHashSet<EntityId>,
    types: FxHashSet<EventType>,
    /// By the hash of id and spellings.
    described: FxHashMap<u64, Vec<Arc<Entity>>>,
}

impl Ids {
    /// The one copy of an entity as a document describes it.
    fn described(&mut self, mut entity: Entity) -> Arc<Entity> {
        self.entity(&mut entity.id);
        let alike = FxBuildHasher.hash_one((&entity.id, &entity.names, &entity.aliases));
        let known = self.described.entry(alike).or_default();
        if let Some(known) = known.iter().find(|known| ***known == entity) {
            return known.clone();
        }
        entity.aliases.shrink_to_fit();
        let entity = Arc::new(entity);
        known.push(entity.clone());
        entity
    }

    /// Puts the one copy of an id in its place.
    pub fn entity(&mut self, id: &mut EntityId) {
        match self.entities.get(id) {
            Some(known) => id.clone_from(known),
            None => {
                self.entities.insert(id.clone());
            }
        }
    }

    fn kind(&mut self, kind: &mut EventType) {
        match self.types.get(kind) {
            Some(known) => kind.clone_from(known),
            None => {
                self.types.insert(kind.clone());
            }
        }
    }
}

impl Linkable {
    /// Puts the one copy of each id in place of its own, so that ids that are equal lie in one place, and lets go of what
    /// linking and the record do not ask for: of the mentions of an entity one is kept.
    pub fn share(&mut self, ids: &mut Ids) {
        let Self { document, extraction, .. } = self;
        extraction.document = document.id.clone();
        let outlets = document.outlet.iter_mut().chain(&mut document.agency);
        outlets.chain(&mut extraction.outlet).chain(&mut extraction.agency).for_each(|id| ids.entity(id));
        extraction.mentions.sort_by(|a, b| a.entity.cmp(&b.entity));
        extraction.mentions.dedup_by(|a, b| a.entity == b.entity);
        extraction.mentions.shrink_to_fit();
        extraction.mentions.iter_mut().for_each(|m| ids.entity(&mut m.entity));
        self.own.extend(std::mem::take(&mut extraction.entities).into_iter().map(|e| ids.described(e)));
        for report in &mut extraction.reports {
            if report.document == document.id {
                report.document = document.id.clone();
            }
            ids.kind(&mut report.kind);
            report.roles.shrink_to_fit();
            report.derivation.shrink_to_fit();
            report.roles.iter_mut().for_each(|f| ids.entity(&mut f.entity));
            report.source.iter_mut().flat_map(|c| &mut c.0).for_each(|l| ids.entity(&mut l.entity));
            report.counts.iter_mut().filter_map(|c| c.side.as_mut()).for_each(|id| ids.entity(id));
            for term in &mut report.terms {
                ids.kind(&mut term.kind);
                term.roles.iter_mut().for_each(|f| ids.entity(&mut f.entity));
            }
        }
    }
}

/// One event, however many reports tell of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Id, from the report it was first known by.
    pub id: EventId,
    /// Type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Time on which most origins agree.
    pub when: Option<When>,
    /// Most exact place told.
    #[serde(rename = "where")]
    pub place: Vec<EntityId>,
    /// Who did it (both sides, for a mutual type).
    pub who: Vec<EntityId>,
    /// Whom it was done to.
    pub whom: Vec<EntityId>,
    /// Who brokered it.
    pub mediator: Vec<EntityId>,
    /// From where.
    pub from: Vec<EntityId>,
    /// To where.
    pub to: Vec<EntityId>,
    /// The reports that tell of it.
    pub reports: Vec<ReportId>,
    /// Its independent origins.
    pub origins: Vec<Origin>,
    /// Figures by what is counted.
    pub counts: Vec<EventCount>,
}

/// One independent origin of an event or a figure, and the reports that go back to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Who is the origin; absent when an unknown outlet stands for itself.
    pub entity: Option<EntityId>,
    /// The document that stands for itself, when no entity does.
    pub document: Option<DocumentId>,
    /// What stands behind it.
    #[serde(default)]
    pub kind: OriginKind,
    /// The day of the first document with a report that goes back to it.
    #[serde(default)]
    pub first: Option<Date>,
    /// The day of the last.
    #[serde(default)]
    pub last: Option<Date>,
    /// Reports that go back to it.
    pub reports: Vec<ReportId>,
}

/// What stands behind an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// A government, its forces or its media.
    State,
    /// A party to what is told: it did it, or it was done to it; or an armed or political group.
    Party,
    /// A monitoring group, an organisation of states or of citizens.
    Monitor,
    /// An agency or outlet, or its correspondent.
    Independent,
    /// People on the spot: residents, rescuers, doctors.
    Witness,
    /// Nothing is known of it.
    #[default]
    Unknown,
}

/// A figure of an event: the values told, and low, best and high by a named rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventCount {
    /// What is counted.
    pub of: String,
    /// Best value.
    pub best: f64,
    /// Least.
    pub low: f64,
    /// Greatest.
    pub high: f64,
    /// The rule that chose `best`.
    pub rule: String,
    /// Who gave which value.
    pub given: Vec<(ReportId, Count)>,
}

/// A local agreement, truce or offer with its terms and what became of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Id.
    pub id: String,
    /// Its event.
    pub event: EventId,
    /// Both sides.
    pub parties: Vec<EntityId>,
    /// Who brokered it.
    pub mediator: Vec<EntityId>,
    /// When.
    pub when: Option<When>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Vec<EntityId>,
    /// How it stands.
    pub status: Status,
    /// Its terms.
    pub terms: Vec<AgreementTerm>,
    /// Why that status, in a sentence.
    pub why: String,
}

/// A term and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgreementTerm {
    /// Event type or provision.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Reports that tell the term.
    pub reports: Vec<ReportId>,
    /// The latest deadline told for it.
    #[serde(default)]
    pub deadline: Option<When>,
    /// The deadline lies before the latest document, and nothing is told of what became of the term.
    #[serde(default)]
    pub overdue: bool,
    /// Events that carried it out.
    pub carried_out_by: Vec<EventId>,
    /// Events that broke it.
    pub broken_by: Vec<EventId>,
    /// Events in which it was refused.
    pub refused_by: Vec<EventId>,
}

impl AgreementTerm {
    /// A term that some reports tell, of which nothing has become yet.
    #[must_use]
    pub fn new(kind: EventType, reports: Vec<ReportId>) -> Self {
        Self {
            kind,
            reports,
            deadline: None,
            overdue: false,
            carried_out_by: Vec::new(),
            broken_by: Vec::new(),
            refused_by: Vec::new(),
        }
    }
}

/// How an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Put forward, not accepted.
    #[serde(rename = "offered")]
    Offered,
    /// Accepted.
    #[serde(rename = "agreed")]
    Agreed,
    /// Has taken effect.
    #[serde(rename = "in force")]
    InForce,
    /// Some terms carried out.
    #[serde(rename = "partly carried out")]
    PartlyCarriedOut,
    /// All terms carried out.
    #[serde(rename = "carried out")]
    CarriedOut,
    /// Broken.
    #[serde(rename = "broken")]
    Broken,
    /// Refused.
    #[serde(rename = "rejected")]
    Rejected,
    /// The reports do not say.
    #[serde(rename = "unclear")]
    Unclear,
}

/// Reports of one event that cannot all hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Id.
    pub id: String,
    /// The event.
    pub event: EventId,
    /// About what.
    pub about: DisputeAbout,
    /// One report a side or more.
    pub reports: Vec<ReportId>,
    /// The sides: reports that agree among themselves.
    pub sides: Vec<Vec<ReportId>>,
    /// The disagreement in a few words.
    pub why: String,
}

/// What a dispute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeAbout {
    /// A figure.
    Count,
    /// The day.
    Date,
    /// The place.
    Place,
    /// Who did it, or whose.
    Who,
    /// Whether it happened.
    Occurrence,
    /// What was agreed.
    Terms,
}

/// Documents and events of one chain of happenings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Id.
    pub id: String,
    /// Title from its main place, type and time.
    pub title: String,
    /// Its documents.
    pub documents: Vec<DocumentId>,
    /// Its events.
    pub events: Vec<EventId>,
}
