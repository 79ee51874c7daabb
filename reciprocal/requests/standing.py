"""Why each area of a case that stands was stated; where it is stays sealed."""

from datetime import date

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from reciprocal.access.actor import Actor
from reciprocal.access.tables import Person
from reciprocal.places import GEOGRAPHY_VERSION
from reciprocal.requests.tables import CaseArea


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


def is_lapsed(area: CaseArea, today: date) -> bool:
    """Tell whether its worker is to be asked about an area, as `lapsed` selects it."""
    ends = area.expected_end_on
    return (
        area.review_on <= today
        or (ends is not None and ends <= today)
        or area.geography_version != GEOGRAPHY_VERSION
    )


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
