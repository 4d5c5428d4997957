//! The words of the codebook as types: what a report, an event, a dispute, an agreement is. No behaviour of a stage.

mod analysis;
mod decision;
mod document;
mod entity;
mod ids;
mod judgement;
mod record;
mod report;
mod time;
mod workers;

pub use analysis::{
    Analysis, Arc, Clause, Feature, Features, Function, Label, Mood, PartOfSpeech, Passage, Sentence, Token,
};
pub use decision::{Action, Correction, Decision, HandedEntity, HandedReport, in_force};
pub use document::{
    Block, BlockKind, Document, Note, NoteKind, Published, PublishedBasis, PublishedPrecision,
};
pub use entity::{Entity, EntityKind, OutletKind};
pub use ids::{DocumentId, EntityId, EventId, EventType, Lang, ReportId};
pub use judgement::{Judgement, Maker, Relation, Subject};
pub use record::{
    Agreement, AgreementTerm, Dispute, DisputeAbout, Event, EventCount, Ids, Linkable, Origin, OriginKind,
    Record, RecordDocument, Status, Story,
};
pub use report::{
    Armed, Chain, Confidence, Count, Extraction, Filler, GeoPrecision, Link, Mention, Mode, Operator, Report,
    Role, Step, Term,
};
pub use time::{When, WhenEnd, WhenPrecision, iso_period};
pub use workers::{Alone, Workers};
