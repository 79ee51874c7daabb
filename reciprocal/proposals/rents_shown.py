"""The facts about rent of one proposal, from its rows; opened for its own worker."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from matching.terms import BedroomStandard
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.homes.tables import Home
from reciprocal.moves.tables import Move
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals.rents import FACTS, RentCase, covered_until, rents_shown
from reciprocal.proposals.tables import TenancyPromise
from reciprocal.requests import queries as requests
from reciprocal.requests.bedrooms import bedrooms_needed
from reciprocal.requests.household import (
    CannotShare,
    Composition,
    YoungPerson,
    from_plain,
)
from reciprocal.requests.tables import PropertyRequest


def unopened(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    home: Home,
    promised: TenancyPromise,
    move: Move | None,
) -> audit.Unopened:
    """Return the facts about rent, for the case's worker to open."""
    _, rules = organisations.rules_on(session, request.scheme_id, clock.today())
    household = requests.unopened(
        session, actor, request, "household", request.household
    )

    def look() -> object:
        return _row(from_plain(household()), home, promised, move, rules)

    return audit.Unopened(household.sealed, look)


def _row(
    household: Composition,
    home: Home,
    promised: TenancyPromise,
    move: Move | None,
    rules: SchemeRules,
) -> dict[str, object]:
    counted = counted_for_benefit(household, rules, clock.today())
    case = RentCase(
        stated=household.rent,
        weekly_rent_pence=promised.weekly_rent_pence,
        rent_basis=promised.rent_basis,
        spare_bedrooms=home.bedrooms - counted,
        overlap_days=_overlap_days(move),
    )
    shown = rents_shown(case)
    return {
        "weekly_rent_pence": case.weekly_rent_pence,
        "affordable_weekly_pence": case.stated.affordable_weekly_pence,
        "overlap_days": case.overlap_days,
        "covered_days": shown.covered_days,
        "covered_until": covered_until(
            shown.covered_days, move.tenancy_start if move else None
        ),
        "uncovered_days": shown.uncovered_days,
        "reduction_weekly_pence": shown.reduction_weekly_pence,
        "facts": [
            {
                "code": fact,
                "sentence": FACTS[fact].sentence,
                "authority": FACTS[fact].authority,
            }
            for fact in shown.facts
        ],
    }


def counted_for_benefit(household: Composition, rules: SchemeRules, day: date) -> int:
    """Return the bedrooms that benefit counts, whatever the scheme's standard is.

    Housing Benefit Regulations 2006 reg. B13: by the size criteria; disability alone
    gives a child a room of its own, a child counts once it is born, and no landlord's
    reason for more rooms counts.
    """
    by_benefit = rules.model_copy(
        update={
            "bedroom_standard": BedroomStandard.SIZE_CRITERIA,
            "expected_child_weeks": 0,
        }
    )
    alone = replace(
        household,
        young_adults=tuple(map(_as_counted, household.young_adults)),
        children=tuple(map(_as_counted, household.children)),
        bedrooms_override=None,
        bedrooms_override_reason=None,
    )
    return bedrooms_needed(alone, by_benefit, day)


def _as_counted(one: YoungPerson) -> YoungPerson:
    disabled = one.cannot_share is CannotShare.DISABILITY
    return one if disabled else replace(one, cannot_share=None)


def _overlap_days(move: Move | None) -> int | None:
    """Return the days on which both tenancies run; None until both are known."""
    if move is None or move.tenancy_start is None or move.old_tenancy_end is None:
        return None
    return (move.old_tenancy_end - move.tenancy_start).days + 1
