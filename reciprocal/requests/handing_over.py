"""What of a case another referring service answers for, once it has taken it.

A reference belongs to one party, so that each that the old service held is replaced:
none leads anywhere any more. What stands was stated by somebody whom the new service
does not know; whoever takes the case answers for it from then on, and the audit alone
keeps who stated it.
"""

from sqlmodel import Session, col, or_, select

from reciprocal import ids
from reciprocal.access import blocks
from reciprocal.access.actor import Actor
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.requests import stating
from reciprocal.requests.tables import CaseLink, PropertyRequest
from reciprocal.sealing import operations as sealing


def hand_over(session: Session, *, actor: Actor, request: PropertyRequest) -> None:
    """Make a case the one of the actor's service, with all that stands of it.

    The landlords and the coordinator know it by what they knew it by before.
    """
    before = request.service_id
    request.service_id = actor.organisation_id
    request.case_ref = ids.new_id()
    request.referred_by = actor.id
    session.add(request)
    sealing.wrap_for(session, request.key_id, organisation_id=actor.organisation_id)
    stating.take_over_areas(session, actor=actor, request=request)
    _blocks(session, actor, request)
    _links(session, actor, request, before)
    notices.finish_tasks(session, subject_id=request.id, kind=TaskKind.SERVICE_CLOSING)
    notices.hand_over(
        session,
        case_id=request.id,
        from_id=before,
        to_id=request.service_id,
        subject_ref=request.case_ref,
    )


def _blocks(session: Session, actor: Actor, request: PropertyRequest) -> None:
    for row in blocks.standing(session, request.id):
        row.block_ref, row.stated_by = ids.new_id(), actor.id
        session.add(row)


def _links(
    session: Session, actor: Actor, request: PropertyRequest, before: str
) -> None:
    """Take over the links of which the service before now has neither case.

    One whose other case stays behind stays with it: there it is read and ended.
    """
    rows = session.exec(
        select(CaseLink, PropertyRequest)
        .join(
            PropertyRequest,
            or_(
                col(PropertyRequest.id) == CaseLink.one_id,
                col(PropertyRequest.id) == CaseLink.other_id,
            ),
        )
        .where(
            or_(CaseLink.one_id == request.id, CaseLink.other_id == request.id),
            PropertyRequest.id != request.id,
            PropertyRequest.service_id != before,
            CaseLink.organisation_id == before,
            col(CaseLink.ended_at).is_(None),
        )
    )
    for link, _ in rows:
        link.organisation_id, link.link_ref = actor.organisation_id, ids.new_id()
        link.stated_by = actor.id
        session.add(link)
