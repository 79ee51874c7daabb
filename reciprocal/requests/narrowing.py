"""What else closes homes to a household: links, staff, and a landlord's own team.

Nothing here opens a home. The service reads it for rounds and re-checks, and shows it
to nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlmodel import Session, col, or_, select

from matching import pool
from reciprocal.access import blocks
from reciprocal.homes.tables import Home
from reciprocal.organisations import queries as organisations
from reciprocal.requests.tables import CaseLink, PropertyRequest

STAFF_CLEARED_MIN = 2
"""People whom a case is not closed to that a landlord needs, once one of them is.

Nobody checks their own work; assumed from scheme practice.
"""


def narrowed(
    session: Session, request: PropertyRequest, household: pool.Household
) -> pool.Household:
    """Return a household with its links."""
    linked = household.linked | linked_to(session, request.id)
    return replace(household, linked=linked)


def may_not_enter(
    session: Session, request: PropertyRequest, home: Home
) -> frozenset[str]:
    """Return the households that may not enter a home; of those unserved, this one.

    Which rule it is, is told to nobody: a worker would learn from it that a name they
    gave is one of that landlord's people.
    """
    linked = households_barred(session, request.scheme_id, home.uprn_clash)
    owner = organisations.owners_of_services(session).get(request.service_id)
    unfit = _unfit(session, request) | {owner}
    unserved = {request.id} if home.provider_id in unfit else set()
    return linked.get(home.uprn_clash, frozenset()) | unserved


def unserved_by(
    session: Session, requests: Iterable[PropertyRequest]
) -> Mapping[str, frozenset[str]]:
    """Return, by landlord, the households that it has too few people for, or holds.

    A case that a landlord's own team holds never leads to that landlord: a change in
    risk hides a home from all of its people, and they would be among them.

    Cost: two statements, and two for each case that is closed to somebody.
    """
    closed = blocks.cases_closed(session)
    found: dict[str, set[str]] = defaultdict(set)
    owners = organisations.owners_of_services(session)
    for request in requests:
        if request.service_id in owners:
            found[owners[request.service_id]].add(request.id)
        if request.id in closed:
            for landlord_id in _unfit(session, request):
                found[landlord_id].add(request.id)
    return {landlord_id: frozenset(some) for landlord_id, some in found.items()}


def _unfit(session: Session, request: PropertyRequest) -> frozenset[str]:
    """Return the organisations with too few people whom a case is not closed to."""
    staff = blocks.staff_by_organisation(session, request.scheme_id, request.id)
    return frozenset(
        each for each, some in staff.items() if some.open < STAFF_CLEARED_MIN
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
