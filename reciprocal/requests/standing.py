"""What its worker has stated of a case and stands: areas, blocked staff and links.

Where an area is stays sealed; who is blocked is stored nowhere.
"""

from datetime import date

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from reciprocal.access import blocks
from reciprocal.access.actor import Actor
from reciprocal.access.closed import open_to
from reciprocal.access.tables import Person, StaffBlock
from reciprocal.places import GEOGRAPHY_VERSION
from reciprocal.requests.rules import HomelessnessDuty
from reciprocal.requests.tables import (
    CaseArea,
    CaseLink,
    DutyStated,
    PropertyRequest,
)


def areas(session: Session, actor: Actor, request_id: str) -> list[CaseArea]:
    """Return the areas of a case that stand, the earliest first."""
    del actor  # whoever asks has the case
    rows = session.exec(
        select(CaseArea)
        .where(CaseArea.request_id == request_id, col(CaseArea.ended_at).is_(None))
        .order_by(col(CaseArea.stated_at), CaseArea.area_ref)
    )
    return list(rows)


def rows(session: Session, actor: Actor, request_id: str) -> list[dict[str, object]]:
    """Return them as their worker reads them; `stated_by` is a colleague or they."""
    return [
        {
            "reference": area.area_ref,
            "purpose": area.purpose,
            "reason": area.reason,
            "stated_by": session.get_one(Person, area.stated_by).public_ref,
            "stated_at": area.stated_at,
            "geography_version": area.geography_version,
            "review_on": area.review_on,
            "expected_end_on": area.expected_end_on,
        }
        for area in areas(session, actor, request_id)
    ]


def blocked_staff(
    session: Session, actor: Actor, request_id: str
) -> list[dict[str, object]]:
    """Return the blocks of a case as their worker reads them; nobody's name."""
    del actor  # whoever asks has the case
    return [
        {
            "reference": block.block_ref,
            "reason": block.reason,
            "stated_by": session.get_one(Person, block.stated_by).public_ref,
            "stated_at": block.stated_at,
            "review_on": block.review_on,
            "expected_end_on": block.expected_end_on,
        }
        for block in blocks.standing(session, request_id)
    ]


def links(session: Session, actor: Actor, request_id: str) -> list[dict[str, object]]:
    """Return the links of a case; the other by its reference while it is theirs.

    Of a case that went to another service the reference is that service's own.
    """
    mine = actor.organisation_id
    return [
        {
            "reference": link.link_ref,
            "other": other.case_ref if other.service_id == mine else None,
            "reason": link.reason,
            "stated_by": session.get_one(Person, link.stated_by).public_ref,
            "stated_at": link.stated_at,
        }
        for link, other in own_links(session, actor, request_id)
    ]


def own_links(
    session: Session, actor: Actor, request_id: str
) -> list[tuple[CaseLink, PropertyRequest]]:
    """Return the links that the actor's service answers for, each with the other case.

    Whoever works on one of the two alone has none of it, unless the other has gone to
    another service: it would bind both, and be seen and ended by nobody.
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
            or_(CaseLink.one_id == request_id, CaseLink.other_id == request_id),
            PropertyRequest.id != request_id,
            CaseLink.organisation_id == actor.organisation_id,
            col(CaseLink.ended_at).is_(None),
            or_(
                col(PropertyRequest.id).in_(sorted(actor.assignments)),
                PropertyRequest.service_id != actor.organisation_id,
            ),
            open_to(actor, PropertyRequest.id),
        )
        .order_by(col(CaseLink.stated_at), CaseLink.link_ref)
    )
    return list(rows)


def is_lapsed(area: CaseArea, today: date) -> bool:
    """Tell whether its worker is to be asked about an area, as `lapsed` selects it."""
    return day_has_come(area, today) or area.geography_version != GEOGRAPHY_VERSION


def day_has_come(stated: CaseArea | StaffBlock, today: date) -> bool:
    """Tell whether a review or an expected end has come."""
    ends = stated.expected_end_on
    return stated.review_on <= today or (ends is not None and ends <= today)


def lapsed(today: date) -> SelectOfScalar[str]:
    """Select the cases with an area that its worker is to be asked about.

    Its day has come, or the geography is another one than it was compiled against.
    """
    return select(CaseArea.request_id).where(
        col(CaseArea.ended_at).is_(None),
        or_(
            col(CaseArea.review_on) <= today,
            col(CaseArea.expected_end_on) <= today,
            CaseArea.geography_version != GEOGRAPHY_VERSION,
        ),
    )


def blocks_lapsed(today: date) -> SelectOfScalar[str]:
    """Select the cases with a block that its worker is to be asked about."""
    return select(StaffBlock.request_id).where(
        col(StaffBlock.ended_at).is_(None),
        or_(
            col(StaffBlock.review_on) <= today, col(StaffBlock.expected_end_on) <= today
        ),
    )


def duty_of(session: Session, actor: Actor, request_id: str) -> DutyStated | None:
    """Return what was last stated of the homelessness duty owed, if anything was."""
    del actor  # whoever asks has the case
    return session.exec(
        select(DutyStated)
        .where(DutyStated.request_id == request_id)
        .order_by(col(DutyStated.number).desc())
    ).first()


def homelessness_duty(
    session: Session, actor: Actor, request_id: str
) -> HomelessnessDuty | None:
    """Return the duty as its worker reads it."""
    stated = duty_of(session, actor, request_id)
    return None if stated is None else stated.duty
