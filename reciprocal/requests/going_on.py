"""What keeps a household safe goes with it, into the case in which it goes on."""

from collections.abc import Iterable

from sqlmodel import Session, col, or_, select

from reciprocal import clock, ids
from reciprocal.access import blocks
from reciprocal.access.actor import Actor
from reciprocal.access.closed import open_to
from reciprocal.access.tables import StaffBlock
from reciprocal.requests.tables import CaseLink, PropertyRequest


def keep_apart_likewise(
    session: Session,
    *,
    actor: Actor,
    earlier: PropertyRequest,
    request: PropertyRequest,
) -> None:
    """Close the case that goes on to whom the earlier one is closed, and link it.

    A worker who refers somebody again is not asked who must not see them: it was said.
    Each can be ended as if it had been stated of the new case. Links stay with whoever
    stated them, and those of the earlier case stand, for the home that it left.
    """
    for block in blocks.standing(session, earlier.id):
        session.add(_block(block, actor, request))
    for link in _links(session, earlier.id):
        session.add(_link(link, earlier.id, request.id))
    session.flush()


def _links(session: Session, request_id: str) -> Iterable[CaseLink]:
    return session.exec(
        select(CaseLink).where(
            or_(CaseLink.one_id == request_id, CaseLink.other_id == request_id),
            col(CaseLink.ended_at).is_(None),
        )
    ).all()


def _block(said: StaffBlock, actor: Actor, request: PropertyRequest) -> StaffBlock:
    return StaffBlock(
        id=ids.new_id(),
        block_ref=ids.new_id(),
        request_id=request.id,
        mark=said.mark,
        reason=said.reason,
        stated_by=actor.id,
        stated_at=clock.now(),
        review_on=said.review_on,
        expected_end_on=said.expected_end_on,
    )


def _link(said: CaseLink, earlier_id: str, request_id: str) -> CaseLink:
    other = said.other_id if said.one_id == earlier_id else said.one_id
    one_id, other_id = sorted((other, request_id))
    return CaseLink(
        id=ids.new_id(),
        link_ref=ids.new_id(),
        one_id=one_id,
        other_id=other_id,
        organisation_id=said.organisation_id,
        reason=said.reason,
        stated_by=said.stated_by,
        stated_at=clock.now(),
    )


def those_from(
    session: Session, actor: Actor, earlier: PropertyRequest
) -> list[PropertyRequest]:
    """Return the cases in which a household goes on from where it moved to."""
    return list(
        session.exec(
            select(PropertyRequest).where(
                PropertyRequest.goes_on_from_id == earlier.id,
                open_to(actor, PropertyRequest.id),
            )
        )
    )
