"""The support of a case as its worker and both landlords' leads read it and write it.

Each reads the items that are its own, and the worker all of them. The old landlord's
know one event alone, the hour its task appeared: nothing in them tells what any other
party did, or when.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.errors import NotFound
from reciprocal.ids import short_code
from reciprocal.moves.lifecycle import MoveEvent
from reciprocal.moves.tables import Move, MoveStep
from reciprocal.proposals import departures, queries, reminding
from reciprocal.proposals.lifecycle import OVER, Party, ProposalState
from reciprocal.proposals.supported import Step, events_known_to
from reciprocal.proposals.tables import Decision, Proposal
from reciprocal.requests import queries as requests
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest
from reciprocal.support import deputies, notes
from reciprocal.support import operations as support
from reciprocal.support import queries as support_queries
from reciprocal.support.items import switched_on
from reciprocal.support.rows import item_rows
from reciprocal.support.standing import StatedFact
from reciprocal.support.tables import SupportFact
from reciprocal.support.terms import Event, SupportOwner

_AFTER_THE_YES = frozenset(
    {ProposalState.ACCEPTED, ProposalState.SIGNED, ProposalState.COMPLETED}
)


def show_case_support(
    session: Session, actor: Actor, request: PropertyRequest
) -> Shown:
    """Return a case's whole checklist and how its urgency was judged."""
    step = _newest_step(session, actor, request.id)
    facts = support_queries.facts_of(
        session, actor, request.id, step.id if step else None
    )
    events = events_known_to(
        SupportOwner.REFERRING_WORKER,
        request,
        _read_step(session, actor, step) if step else None,
        facts,
    )
    row = {
        "reference": request.case_ref,
        "code": short_code(request.case_ref),
        "stage": request.state,
        **deputies.serving(session, actor, request),
        "note": notes.shown(session, actor, step.id if step else None),
        "support": lambda: _items(
            session, actor, request, facts, events, SupportOwner.REFERRING_WORKER
        ),
        "assessments": lambda: support_queries.assessments_of(
            session, actor, request.id
        ),
    }
    return show(actor, "case_support", request.state, row)


def record_for_case(
    session: Session, *, actor: Actor, case_ref: str, stated: Sequence[StatedFact]
) -> PropertyRequest:
    """Write down what the worker did, of the case and of its newest step.

    Raises:
        FieldsInvalid, StateConflict: As `support.operations.record` says.
    """
    policy.require(actor, "cases.support")
    request = requests.own_case(session, actor, case_ref, lock=True)
    step = _newest_step(session, actor, request.id)
    support.record(
        session,
        actor=actor,
        request=request,
        step_id=step.id if step else None,
        owner=SupportOwner.REFERRING_WORKER,
        stated=stated,
    )
    own = SupportOwner.REFERRING_WORKER
    reminding.settle(session, actor=actor, request_id=request.id, owner=own)
    return request


def show_offer_support(session: Session, actor: Actor, proposal: Proposal) -> Shown:
    """Return the receiving lead's items, once the household has accepted.

    Raises:
        NotFound: Before that, and after the step ended.
    """
    if proposal.state not in _AFTER_THE_YES:
        raise NotFound
    request = session.get_one(PropertyRequest, proposal.request_id)
    facts = support_queries.facts_of(session, actor, request.id, proposal.id)
    step = _read_step(session, actor, proposal)
    events = events_known_to(SupportOwner.RECEIVING_LEAD, request, step, facts)
    agreed_to = requests.live_consents(session, actor, request.id)
    consented = ConsentPurpose.OFFER in agreed_to
    row = {
        "reference": proposal.offer_ref,
        "code": short_code(proposal.offer_ref),
        "stage": proposal.state,
        "support": lambda: _items(
            session, actor, request, facts, events, SupportOwner.RECEIVING_LEAD
        ),
        "note": notes.shown(session, actor, proposal.id if consented else None),
    }
    return show(actor, "offer_support", proposal.state, row)


def record_for_offer(
    session: Session, *, actor: Actor, offer_ref: str, stated: Sequence[StatedFact]
) -> Proposal:
    """Write down what the receiving landlord's lead did for who comes.

    Raises:
        NotFound: Before the household has accepted, and after the step ended.
        FieldsInvalid, StateConflict: As `support.operations.record` says.
    """
    policy.require(actor, "offers.support")
    proposal = queries.own_offer(session, actor, offer_ref, lock=True)
    if proposal.state not in _AFTER_THE_YES:
        raise NotFound
    _record_for_step(session, actor, proposal, SupportOwner.RECEIVING_LEAD, stated)
    return proposal


def note_for_case(
    session: Session, *, actor: Actor, case_ref: str, words: str
) -> PropertyRequest:
    """Write the one note of a case's step to the receiving lead.

    Raises:
        NotFound: Before the household has accepted.
        FieldsInvalid, NoteWrittenAlready: As `support.notes.write` says.
    """
    policy.require(actor, "cases.support")
    request = requests.own_case(session, actor, case_ref, lock=True)
    step = _newest_step(session, actor, request.id)
    if step is None or step.state not in _AFTER_THE_YES:
        raise NotFound
    notes.write(
        session,
        actor=actor,
        request=request,
        step_id=step.id,
        words=words,
    )
    return request


def show_departure_support(session: Session, actor: Actor, proposal: Proposal) -> Shown:
    """Return the old landlord's items, which tell nothing of where to.

    Raises:
        NotFound: Once the old landlord was told that the step ended.
    """
    stage = _departing(session, proposal)
    request = session.get_one(PropertyRequest, proposal.request_id)
    facts = support_queries.facts_of(session, actor, request.id, proposal.id)
    assert proposal.departure_visible_at is not None, "a departure that has appeared"
    events = {Event.DEPARTURE_ASKED: proposal.departure_visible_at}
    row = {
        "reference": proposal.departure_ref,
        "code": short_code(proposal.departure_ref),
        "stage": stage,
        "support": lambda: _items(
            session, actor, request, facts, events, SupportOwner.OLD_LEAD
        ),
    }
    return show(actor, "departure_support", stage, row)


def record_for_departure(
    session: Session, *, actor: Actor, departure_ref: str, stated: Sequence[StatedFact]
) -> Proposal:
    """Write down what the old landlord's lead did for who leaves.

    Raises:
        NotFound: Once the old landlord was told that the step ended.
        FieldsInvalid, StateConflict: As `support.operations.record` says.
    """
    policy.require(actor, "departures.support")
    proposal = departures.own_departure(session, actor, departure_ref, lock=True)
    _departing(session, proposal)
    _record_for_step(session, actor, proposal, SupportOwner.OLD_LEAD, stated)
    return proposal


def _record_for_step(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    owner: SupportOwner,
    stated: Sequence[StatedFact],
) -> None:
    support.record(
        session,
        actor=actor,
        request=session.get_one(PropertyRequest, proposal.request_id),
        step_id=proposal.id,
        owner=owner,
        stated=stated,
    )
    request_id = proposal.request_id
    reminding.settle(session, actor=actor, request_id=request_id, owner=owner)


def _departing(session: Session, proposal: Proposal) -> str:
    stage = departures.departure_stage(session, proposal)
    if stage == "ended":
        raise NotFound
    return stage


def _items(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    facts: Sequence[SupportFact],
    events: dict[Event, datetime],
    reader: SupportOwner,
) -> list[dict[str, object]]:
    off = support_queries.switched_off(session, request.scheme_id)
    items = [
        item
        for item in switched_on(off)
        if reader in (SupportOwner.REFERRING_WORKER, item.owner)
    ]
    return item_rows(
        items,
        facts,
        events,
        reader=reader,
        organisation_id=actor.organisation_id,
        now=clock.now(),
    )


def _newest_step(session: Session, actor: Actor, request_id: str) -> Proposal | None:
    del actor  # the caller has found the case to be theirs
    return session.exec(
        select(Proposal)
        .where(Proposal.request_id == request_id, col(Proposal.state).not_in(OVER))
        .order_by(col(Proposal.proposed_at).desc())
    ).first()


def _read_step(session: Session, actor: Actor, proposal: Proposal) -> Step:
    del actor  # the caller has found the step to be theirs
    accepted_at = session.exec(
        select(Decision.decided_at).where(
            Decision.proposal_id == proposal.id,
            Decision.party == Party.HOUSEHOLD,
            col(Decision.agreed).is_(True),
        )
    ).first()
    signed_at = session.exec(
        select(MoveStep.at)
        .join(Move, col(Move.id) == MoveStep.move_id)
        .where(Move.proposal_id == proposal.id, MoveStep.event == MoveEvent.SIGN)
    ).first()
    move = session.exec(select(Move).where(Move.proposal_id == proposal.id)).first()
    return Step(proposal, move, accepted_at, signed_at)
