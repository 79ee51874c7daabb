"""Writing down what was done for a household, and what its yes still waits for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from matching.terms import Urgency
from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    ReciprocalError,
    StateConflict,
)
from reciprocal.organisations.support_items import SupportItem
from reciprocal.requests import queries as requests
from reciprocal.requests.lifecycle import OPEN, RequestState
from reciprocal.requests.rules import TriggerKind
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support import queries
from reciprocal.support.items import ITEMS, switched_on
from reciprocal.support.standing import StatedFact, faults, standing
from reciprocal.support.tables import SupportFact, UrgencyAssessment
from reciprocal.support.terms import (
    SupportOutcome,
    SupportOwner,
    SupportState,
    SupportTopic,
)


class SupportOutstanding(ReciprocalError):
    code = "support_outstanding"
    kind = Kind.CONFLICT
    sentence = (
        "Talk the move through with the household first, and write down what it would "
        "mean; the case's support names what is outstanding."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How urgent a case is judged to be, with its trigger.

    Attributes:
        dash_band: A band of the DASH checklist, or that it was not made.
    """

    urgency: Urgency
    trigger_kind: TriggerKind
    trigger_date: date | None
    dash_band: SupportTopic
    assessed_on: date


def record(
    session: Session,
    *,
    actor: Actor,
    request: PropertyRequest,
    step_id: str | None,
    owner: SupportOwner,
    stated: Sequence[StatedFact],
) -> None:
    """Write down facts of one owner's items; all of them, or none.

    Args:
        request: Found to be the owner's, and locked.
        step_id: The step that facts of a step belong to; None where there is none.

    Raises:
        FieldsInvalid: With every field at fault, by the number of its fact.
        StateConflict: Once the case is closed.
    """
    if request.state is RequestState.CLOSED:
        raise StateConflict
    off = queries.switched_off(session, request.scheme_id)
    found = [
        replace(fault, field=f"facts.{number}.{fault.field}")
        for number, fact in enumerate(stated)
        for fault in (
            *faults(fact, owner=owner, off=off, today=clock.today()),
            *_without_step(fact, step_id),
        )
    ]
    if found:
        raise FieldsInvalid(faults=tuple(found))
    for fact in stated:
        add(
            session,
            actor=actor,
            request=request,
            step_id=step_id,
            owner=owner,
            fact=fact,
        )


def require_talked_through(
    session: Session, *, actor: Actor, request: PropertyRequest, step_id: str
) -> None:
    """Refuse a household's yes while an item that it waits for is not settled.

    Raises:
        SupportOutstanding: And nothing is recorded.
    """
    off = queries.switched_off(session, request.scheme_id)
    facts = queries.facts_by_item(session, actor, request.id, step_id)
    for item in switched_on(off):
        if item.gates_acceptance:
            now = standing(item, facts[item.code], {}, now=clock.now())
            if now.state is not SupportState.SETTLED:
                raise SupportOutstanding


def assess_urgency(
    session: Session, *, actor: Actor, case_ref: str, judged: Assessment
) -> PropertyRequest:
    """Judge the urgency of a case anew; what it was before is kept.

    The score of the checklist that a referral gave is forgotten: it is older.

    Raises:
        FieldsInvalid: With every field at fault.
        StateConflict: Once the case is no longer open.
    """
    policy.require(actor, "cases.support")
    request = requests.own_case(session, actor, case_ref, lock=True)
    if request.state not in OPEN:
        raise StateConflict
    found = _assessment_faults(judged)
    if found:
        raise FieldsInvalid(faults=tuple(found))
    request.urgency = int(judged.urgency)
    request.trigger_kind = judged.trigger_kind
    request.trigger_date = judged.trigger_date
    request.dash_score = None
    session.add(request)
    session.add(
        UrgencyAssessment(
            id=ids.new_id(),
            request_id=request.id,
            urgency=int(judged.urgency),
            trigger_kind=judged.trigger_kind,
            trigger_date=judged.trigger_date,
            dash_band=judged.dash_band,
            assessed_on=judged.assessed_on,
            recorded_by=actor.id,
            recorded_at=clock.now(),
        )
    )
    fact = StatedFact(
        item=SupportItem.URGENCY_ASSESSED,
        outcome=SupportOutcome.ASSESSED,
        topic=judged.dash_band,
        happened_on=judged.assessed_on,
    )
    add(
        session,
        actor=actor,
        request=request,
        step_id=None,
        owner=SupportOwner.REFERRING_WORKER,
        fact=fact,
    )
    return request


def add(
    session: Session,
    *,
    actor: Actor,
    request: PropertyRequest,
    step_id: str | None,
    owner: SupportOwner,
    fact: StatedFact,
) -> None:
    """Add a fact that is known to be one of its item's."""
    session.add(
        SupportFact(
            id=ids.new_id(),
            filing_ref=ids.new_id(),
            number=queries.next_number(session, actor, request.id),
            request_id=request.id,
            step_id=step_id if ITEMS[fact.item].of_a_step else None,
            item=fact.item,
            owner=owner,
            organisation_id=actor.organisation_id,
            outcome=fact.outcome,
            topic=fact.topic,
            amount_pence=fact.amount_pence,
            evidence=fact.evidence,
            happened_on=fact.happened_on,
            recorded_by=actor.id,
            recorded_at=clock.now(),
        )
    )
    session.flush()
    audit.record(
        session,
        actor,
        "support.recorded",
        subject=("request", request.id),
        code=fact.item,
    )


def _without_step(fact: StatedFact, step_id: str | None) -> list[FieldFault]:
    if step_id is not None or not ITEMS[fact.item].of_a_step:
        return []
    return [FieldFault("item", "Wait with this item until a home is proposed.")]


def _assessment_faults(judged: Assessment) -> list[FieldFault]:
    found = []
    if (judged.trigger_date is None) is not (judged.trigger_kind is TriggerKind.NONE):
        sentence = "Give a date with each trigger, and none without one."
        found.append(FieldFault("trigger_date", sentence))
    if judged.dash_band not in ITEMS[SupportItem.URGENCY_ASSESSED].topics:
        found.append(FieldFault("dash_band", "Give a band, or that it was not made."))
    if judged.assessed_on > clock.today():
        found.append(FieldFault("assessed_on", "Give a day that has come."))
    return found
