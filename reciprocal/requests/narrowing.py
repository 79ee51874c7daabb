"""What else closes homes to a household: linked cases, and staff who must not see it.

Nothing here opens a home. The service reads it for rounds and re-checks, and shows it
to nobody.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session, col, or_, select

from matching import pool
from reciprocal.access import blocks
from reciprocal.requests.tables import CaseLink, PropertyRequest

STAFF_CLEARED_MIN = 2
"""People whom a case is not closed to that a landlord needs, once one of them is.

Nobody checks their own work; assumed from scheme practice.
"""


def narrowed(
    session: Session, request: PropertyRequest, household: pool.Household
) -> pool.Household:
    """Return a household with its links, and with landlords that cannot serve it."""
    staff = blocks.staff_by_organisation(session, request.scheme_id, request.id)
    unfit = {each for each, some in staff.items() if some.open < STAFF_CLEARED_MIN}
    return replace(
        household,
        linked=household.linked | linked_to(session, request.id),
        landlords_to_avoid=household.landlords_to_avoid | unfit,
    )


def is_served(session: Session, request: PropertyRequest) -> bool:
    """Tell whether the old landlord has somebody whom the case is not closed to."""
    staff = blocks.staff_by_organisation(session, request.scheme_id, request.id)
    old = staff.get(request.provider_id)
    return old is None or old.open > 0


def linked_to(session: Session, request_id: str) -> frozenset[str]:
    """Return the cases that a case is linked to, whichever side stated it."""
    rows = session.exec(
        select(CaseLink.one_id, CaseLink.other_id).where(
            or_(CaseLink.one_id == request_id, CaseLink.other_id == request_id),
            col(CaseLink.ended_at).is_(None),
        )
    )
    return frozenset(each for pair in rows for each in pair) - {request_id}


def households_barred(
    session: Session, scheme_id: str, dwelling: str | None = None
) -> Mapping[str, frozenset[str]]:
    """Return the households that may not enter a dwelling, by the dwelling's digest.

    They are linked to one that lives or lived there. The digest holds whoever posts
    the dwelling and however often, so that a posting made anew opens nothing.

    Args:
        dwelling: The digest of one, or None for all.

    Cost: one statement, whose rows are twice the links that stand.
    """
    query = (
        select(
            PropertyRequest.id,
            PropertyRequest.home_clash,
            CaseLink.one_id,
            CaseLink.other_id,
        )
        .join(
            CaseLink,
            or_(
                col(CaseLink.one_id) == PropertyRequest.id,
                col(CaseLink.other_id) == PropertyRequest.id,
            ),
        )
        .where(PropertyRequest.scheme_id == scheme_id, col(CaseLink.ended_at).is_(None))
    )
    if dwelling is not None:
        query = query.where(PropertyRequest.home_clash == dwelling)
    found: dict[str, set[str]] = defaultdict(set)
    for request_id, home, one, other in session.exec(query):
        found[home] |= {one, other} - {request_id}
    return {home: frozenset(barred) for home, barred in found.items()}
