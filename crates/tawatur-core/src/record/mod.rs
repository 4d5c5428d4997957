//! The record, as a pure function of extractions, judgements, decisions and packs.

use crate::model::{
    Decision, Entity, EntityId, Event, EventId, Judgement, Linkable, Origin, Record, Report, Role,
};
use crate::packs::Packs;
use std::collections::{BTreeMap, BTreeSet};

/// Builds the record. For now every report is an event of its own; decisions and judgements change nothing yet.
#[must_use]
pub fn build(
    documents: &[Linkable],
    judgements: Vec<Judgement>,
    decisions: &[Decision],
    packs: &Packs,
) -> Record {
    let _ = decisions;
    let mut record = Record { judgements, ..Record::default() };
    let mut known: BTreeMap<&EntityId, &Entity> = packs.world.entities.iter().collect();
    let mut used = BTreeSet::new();
    for one in documents {
        record.documents.push(one.document.clone());
        used.extend(one.document.outlet.clone());
        known.extend(one.extraction.entities.iter().map(|e| (&e.id, e)));
        for report in &one.extraction.reports {
            used.extend(report.roles.iter().map(|f| f.entity.clone()));
            used.extend(report.terms.iter().flat_map(|t| &t.roles).map(|f| f.entity.clone()));
            used.extend(report.source.iter().flat_map(|c| &c.0).map(|l| l.entity.clone()));
            record.events.push(event(report, &one.document));
            record.reports.push(report.clone());
        }
    }
    record.entities = used.iter().filter_map(|id| known.get(id).map(|&e| e.clone())).collect();
    record.documents.sort_by(|a, b| a.id.cmp(&b.id));
    record.reports.sort_by(|a, b| (&a.document, a.span, &a.id).cmp(&(&b.document, b.span, &b.id)));
    record.events.sort_by(|a, b| a.id.cmp(&b.id));
    record
}

fn event(report: &Report, document: &crate::model::RecordDocument) -> Event {
    let all = |role: Role| report.fillers(role).cloned().collect::<Vec<_>>();
    let origin =
        report.source.first().and_then(|c| c.0.last()).map(|l| l.entity.clone()).or(document.outlet.clone());
    let stands_for_itself = origin.is_none().then(|| document.id.clone());
    Event {
        id: EventId::new(report.id.as_str().replacen('r', "e", 1)),
        kind: report.kind.clone(),
        when: report.when.clone(),
        place: all(Role::Where),
        who: if all(Role::Parties).is_empty() { all(Role::Who) } else { all(Role::Parties) },
        whom: all(Role::Whom),
        mediator: all(Role::Mediator),
        from: all(Role::From),
        to: all(Role::To),
        reports: vec![report.id.clone()],
        origins: vec![Origin {
            entity: origin,
            document: stands_for_itself,
            reports: vec![report.id.clone()],
        }],
        counts: Vec::new(),
    }
}
