"""Who must never see a case, known by a keyed digest of the name they sign in with.

The name itself is stored nowhere, and no person's row has the digest: whoever reads
the tables without the root key cannot tell who is meant, nor whether they exist.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access.tables import CaseLeftTo, Person, StaffBlock
from reciprocal.organisations.tables import Organisation
from reciprocal.sealing import operations as sealing


@dataclass(frozen=True, slots=True)
class Staff:
    """How many of an organisation's people a case is closed to, and how many not."""

    closed: int
    open: int


def marks(session: Session, scheme_id: str, names: Sequence[str]) -> list[str]:
    """Return the digests of sign-in names under the scheme's key, in their order."""
    return sealing.blind_indexes(
        session,
        organisation_id=scheme_id,
        column="staff_block.mark",
        values=[name.strip().lower() for name in names],
    )


def closed_to(session: Session, scheme_id: str, name: str) -> frozenset[str]:
    """Return the property requests that are closed to who signs in by a name.

    The same statements whether there are any or none.
    """
    (mark,) = marks(session, scheme_id, [name])
    rows = session.exec(
        select(StaffBlock.request_id).where(
            StaffBlock.mark == mark, col(StaffBlock.ended_at).is_(None)
        )
    )
    return frozenset(rows)


def leave_to(
    session: Session, *, request_id: str, organisation_id: str, person_id: str
) -> None:
    """Leave a case to one person of an organisation; it is closed to the others."""
    row = CaseLeftTo(
        id=ids.new_id(),
        request_id=request_id,
        organisation_id=organisation_id,
        person_id=person_id,
        since=clock.now(),
    )
    session.add(row)
    session.flush()


def leave_likewise(session: Session, *, earlier_id: str, request_id: str) -> None:
    """Leave a case that goes on from an earlier one to whom that was left to."""
    rows = session.exec(
        select(CaseLeftTo).where(CaseLeftTo.request_id == earlier_id)
    ).all()
    for row in rows:
        leave_to(
            session,
            request_id=request_id,
            organisation_id=row.organisation_id,
            person_id=row.person_id,
        )


def holders(session: Session, request_id: str) -> dict[str, str]:
    """Return the one person a case is left to, by their organisation."""
    rows = session.exec(select(CaseLeftTo).where(CaseLeftTo.request_id == request_id))
    return {row.organisation_id: row.person_id for row in rows}


def leave_instead(
    session: Session, *, request_id: str, organisation_id: str, person_id: str
) -> None:
    """Leave a case to another person of an organisation, if it is left to one."""
    row = session.exec(
        select(CaseLeftTo).where(
            CaseLeftTo.request_id == request_id,
            CaseLeftTo.organisation_id == organisation_id,
        )
    ).first()
    if row is not None:
        row.person_id, row.since = person_id, clock.now()
        session.add(row)


def left_to_others(
    session: Session, organisation_id: str, person_id: str
) -> frozenset[str]:
    """Return the property requests that are left to somebody else of one's own."""
    rows = session.exec(
        select(CaseLeftTo.request_id).where(
            CaseLeftTo.organisation_id == organisation_id,
            CaseLeftTo.person_id != person_id,
        )
    )
    return frozenset(rows)


def left_to_one(session: Session) -> frozenset[str]:
    """Return the property requests that are left to one person of their landlord.

    Whose tenancy it is, is told to nobody but that person and the worker.
    """
    return frozenset(session.exec(select(CaseLeftTo.request_id)))


def standing(session: Session, request_id: str) -> list[StaffBlock]:
    """Return the blocks of a case that stand, the earliest first."""
    rows = session.exec(
        select(StaffBlock)
        .where(StaffBlock.request_id == request_id, col(StaffBlock.ended_at).is_(None))
        .order_by(col(StaffBlock.stated_at), StaffBlock.block_ref)
    )
    return list(rows)


def cases_closed(session: Session) -> frozenset[str]:
    """Return the property requests that are closed to anybody."""
    rows = session.exec(
        select(StaffBlock.request_id).where(col(StaffBlock.ended_at).is_(None))
    )
    return frozenset(rows)


def staff_by_organisation(
    session: Session, scheme_id: str, request_id: str
) -> Mapping[str, Staff]:
    """Return, for each organisation somebody of which is blocked, how it is staffed.

    Empty for a case without a block, after one statement. Leavers count nowhere.
    """
    blocked = {row.mark for row in standing(session, request_id)}
    if not blocked:
        return {}
    people = session.exec(
        select(Person.organisation_id, Person.email)
        .join(Organisation, col(Organisation.id) == Person.organisation_id)
        .where(Organisation.scheme_id == scheme_id, col(Person.left_at).is_(None))
    ).all()
    found: dict[str, Staff] = {}
    named = marks(session, scheme_id, [email for _, email in people])
    for (organisation_id, _), mark in zip(people, named, strict=True):
        so_far = found.get(organisation_id, Staff(0, 0))
        closed = mark in blocked
        found[organisation_id] = Staff(
            so_far.closed + closed, so_far.open + (not closed)
        )
    return {key: staff for key, staff in found.items() if staff.closed}
