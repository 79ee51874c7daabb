"""Queries of the departures of an old landlord: nothing in them says where to."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.access.closed import theirs
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Item, Page, Wanted, read
from reciprocal.errors import NotFound
from reciprocal.moves.lifecycle import MoveEvent
from reciprocal.moves.tables import Move, MoveStep
from reciprocal.notices.timetable import next_run
from reciprocal.proposals.lifecycle import OVER, EndCode
from reciprocal.proposals.rows import departure_row, possession_row
from reciprocal.proposals.tables import Proposal
from reciprocal.requests import queries as requests
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import PropertyRequest


def own_departure(
    session: Session, actor: Actor, departure_ref: str, *, lock: bool = False
) -> Proposal:
    """Return the old landlord's own departure once its task has appeared."""
    query = select(Proposal).where(
        Proposal.departure_ref == departure_ref,
        *theirs(actor, Proposal.old_provider_id, case=Proposal.request_id),
        *_appeared(),
    )
    row = session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound
    return row


def _appeared() -> tuple[ColumnElement[bool], ...]:
    """Choose the departures whose task appeared; one that ended before never does."""
    visible_at, ended_at = col(Proposal.departure_visible_at), col(Proposal.ended_at)
    return (
        visible_at <= clock.now(),
        or_(ended_at.is_(None), ended_at >= visible_at),
    )


def own_departures(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the tenants of this landlord who may leave, and nothing of where to."""

    def item(row: Proposal, move: Move | None) -> Item:
        stage = departure_stage(session, row)
        return stage, departure_row(row, move, stage)

    return read(
        session,
        actor,
        "departure_in_list",
        wanted,
        select(Proposal, Move)
        .outerjoin(Move, col(Move.proposal_id) == Proposal.id)
        .where(
            *theirs(actor, Proposal.old_provider_id, case=Proposal.request_id),
            *_appeared(),
        ),
        (By(Proposal.departure_visible_at, falls=True), By(Proposal.departure_ref)),
        item,
    )


def show_departure(session: Session, actor: Actor, proposal: Proposal) -> Shown:
    """Return one departure with the landlord's own tenancy reference."""
    request = session.get_one(PropertyRequest, proposal.request_id)
    move = session.exec(select(Move).where(Move.proposal_id == proposal.id)).first()

    agreed = ConsentPurpose.TENANCY_CHECK in requests.live_consents(
        session, actor, request.id
    )
    reference = requests.unopened(
        session,
        actor,
        request,
        "tenancy_reference",
        request.tenancy_reference if agreed else None,
    )
    stage = departure_stage(session, proposal)
    row = departure_row(proposal, move, stage) | possession_row(move)
    row |= {"tenancy_reference": reference}
    return show(actor, "departure", stage, row)


def departure_stage(session: Session, proposal: Proposal) -> str:
    """Return what the old landlord may know of a step now: one of four words.

    Its own answer shows at once. What anybody else did waits for the next fixed run,
    as its tasks do: otherwise it could read the hour of a sign-up off this word.
    """
    ended = proposal.state in OVER
    if ended and (proposal.end_code in _TOLD_AT_ONCE or _told(proposal.ended_at)):
        return "ended"
    if _told(_signed_at(session, proposal)):
        return "notice_due"
    return "asked" if proposal.departure_agreed_at is None else "waiting"


_TOLD_AT_ONCE = frozenset({EndCode.TENANCY_HAS_ENDED, EndCode.CONSENT_WITHDRAWN})
"""Its own word; and a consent taken back, which stops disclosure there and then."""


def _told(at: datetime | None) -> bool:
    """Tell whether an act is long enough ago for the old landlord to hear of it."""
    return at is not None and next_run(at) <= clock.now()


def _signed_at(session: Session, proposal: Proposal) -> datetime | None:
    return session.exec(
        select(MoveStep.at)
        .join(Move, col(Move.id) == MoveStep.move_id)
        .where(Move.proposal_id == proposal.id, MoveStep.event == MoveEvent.SIGN)
    ).first()
