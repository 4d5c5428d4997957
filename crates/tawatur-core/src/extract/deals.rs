//! What belongs to a deal that is not one yet: what is told of the deal in an offer or demand, and to whom it is made.

use super::joining::join;
use super::scene::Scene;
use super::terms;
use super::triggers::{Hit, is_noun};
use crate::model::{Filler, Function, Role};
use crate::packs::Line;

/// A deal that is offered, asked for or still negotiated is no deal: what is told of it is told of the offer.
///
/// What only describes a deal ("a deal brokered by") makes no offer of it.
pub(super) fn join_offers<'a>(scene: &Scene<'a>, hits: Vec<Hit<'a>>) -> Vec<Hit<'a>> {
    join(hits, |offer, deal| {
        let describes = scene.analysis.arcs[offer.head].head == Some(deal.head as u32);
        let open =
            matches!(offer.frame.line, Some(Line::Offer | Line::Demand | Line::Talks)) && !is_noun(offer);
        let about =
            |f: Function| matches!(f, Function::Object | Function::Of | Function::Goal | Function::About);
        let object = offer.arguments.iter().any(|&(f, t)| t == deal.head && about(f));
        open && object
            && !describes
            && !mediates(offer, deal)
            && is_noun(deal)
            && deal.frame.line == Some(Line::Deal)
    })
}

/// True for a verb that tells who brokered a deal: "the truce, brokered by Egypt", "a deal sponsored by the UN".
pub(super) fn mediates(talks: &Hit<'_>, deal: &Hit<'_>) -> bool {
    let mediators = [Function::Subject, Function::Agent]
        .iter()
        .any(|f| talks.trigger.roles.get(f) == Some(&Role::Mediator));
    mediators && talks.arguments.iter().any(|(f, t)| *f == Function::Object && deal.tokens.contains(t))
}

/// Whom an offer or demand is made to where it does not say: those who would carry out its provisions. What is given in
/// exchange is the part of who makes it.
pub(super) fn lend_addressee<'a>(
    scene: &Scene<'_>,
    hit: &Hit<'_>,
    provisions: impl Iterator<Item = &'a Hit<'a>>,
    roles: &mut Vec<Filler>,
) {
    let asks = matches!(hit.frame.line, Some(Line::Offer | Line::Demand));
    if !asks || roles.iter().any(|f| f.role == Role::Whom) {
        return;
    }
    let Some(slot) = hit.frame.roles.get(&Role::Whom) else { return };
    let given = |provision: &Hit<'_>| {
        let exchanged = hit.arguments.iter().filter(|(f, _)| *f == Function::Exchange);
        exchanged
            .into_iter()
            .any(|&(_, t)| t == provision.head || terms::is_below(scene.analysis, provision.head, t))
    };
    let makers: Vec<_> = roles.iter().filter(|f| f.role == Role::Who).map(|f| f.entity.clone()).collect();
    let doer = |provision: &Hit<'_>| {
        let told = |role: Role| provision.roles.iter().find(|f| f.role == role).cloned();
        told(Role::Who).or_else(|| told(Role::Whom).filter(|_| provision.frame.leaves))
    };
    let fits = |filler: &Filler| {
        let kind = scene.names.entity(scene.packs, &filler.entity).map(|e| e.kind);
        !makers.contains(&filler.entity) && kind.is_some_and(|kind| slot.kinds.contains(&kind))
    };
    let carried_out = provisions.filter(|p| !given(p)).filter_map(doer).find(fits);
    roles.extend(carried_out.map(|filler| Filler { role: Role::Whom, ..filler }));
}
