//! Why a dispute is one and an agreement stands as it does, in the reader's language.

use super::words::Tongue;
use tawatur_core::model::{Agreement, Count, Dispute, DisputeAbout, EntityId, EventType, Report, Role};

/// What each side of a dispute says, joined; the record's own English where the reports alone do not tell it.
pub fn why(
    dispute: &Dispute,
    sides: &[Vec<&Report>],
    tongue: Tongue,
    name: &dyn Fn(&EntityId) -> String,
    kind: &dyn Fn(&EventType) -> String,
) -> String {
    let all: Vec<String> = match dispute.about {
        DisputeAbout::Count => figures(sides).into_iter().map(|count| tongue.told(count)).collect(),
        DisputeAbout::Date => said(sides, |r| {
            let when = tongue.when(r.when.as_ref());
            format!("{}{}{}", when.before, when.digits, when.after)
        }),
        DisputeAbout::Place => said(sides, |r| names(r, &[Role::Where, Role::From], name)),
        DisputeAbout::Who => said(sides, |r| names(r, &[Role::Who, Role::Parties], name)),
        DisputeAbout::Occurrence => said(sides, |r| tongue.value("mode", &r.mode)),
        DisputeAbout::Terms => said(sides, |r| {
            let terms: Vec<String> = r.terms.iter().map(|t| kind(&t.kind)).collect();
            terms.join(&format!("{} ", tongue.word("comma")))
        }),
    };
    let differ = all.iter().collect::<std::collections::BTreeSet<_>>().len() == all.len();
    if all.len() == sides.len() && all.len() > 1 && differ && all.iter().all(|s| !s.is_empty()) {
        all.join(" / ")
    } else {
        dispute.why.clone()
    }
}

/// Why an agreement stands as it does, in a sentence.
pub fn standing(agreement: &Agreement, tongue: Tongue) -> String {
    let done = agreement.terms.iter().filter(|t| !t.carried_out_by.is_empty()).count();
    let words = tongue.value("standing", &agreement.status);
    words.replace("{done}", &done.to_string()).replace("{all}", &agreement.terms.len().to_string())
}

/// What the first report of each side that says anything says.
fn said(sides: &[Vec<&Report>], say: impl Fn(&Report) -> String) -> Vec<String> {
    let side = |side: &Vec<&Report>| side.iter().map(|r| say(r)).find(|s| !s.is_empty());
    sides.iter().filter_map(side).collect()
}

fn names(report: &Report, roles: &[Role], name: &dyn Fn(&EntityId) -> String) -> String {
    let filled = roles.iter().map(|role| report.fillers(*role).map(name).collect::<Vec<_>>());
    filled.into_iter().find(|names| !names.is_empty()).unwrap_or_default().join("; ")
}

/// The figure of each side of the one kind that every side has, with a value of its own.
fn figures<'r>(sides: &[Vec<&'r Report>]) -> Vec<&'r Count> {
    let of_side = |side: &[&'r Report], of: &str| -> Option<&'r Count> {
        side.iter().flat_map(|r| &r.counts).find(|c| c.of == of && !c.op.is_rough())
    };
    let first = sides.first().into_iter().flatten().flat_map(|r| &r.counts);
    let kinds = first.map(|count| sides.iter().map(|s| of_side(s, &count.of)).collect::<Option<Vec<_>>>());
    let distinct = |counts: &Vec<&Count>| {
        let values: std::collections::BTreeSet<u64> = counts.iter().map(|c| c.value.to_bits()).collect();
        values.len() == counts.len()
    };
    kinds.flatten().find(distinct).unwrap_or_default()
}
