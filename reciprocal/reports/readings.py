"""Who opened a case, as its own worker reads it: each hour, in whose role, and what.

Of one's own service each person is named; anybody else is told by their role alone.
What the service itself opens for a round or a check is nobody's look and is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.access.tables import Person
from reciprocal.audit.tables import AuditEntry
from reciprocal.disclosure.pages import WHOLE, Page, Wanted, cut
from reciprocal.requests.tables import PropertyRequest

_HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OWN, _OTHERS = "own_service", "others"


class Reader(StrEnum):
    """In which role somebody opened a case."""

    YOUR_SERVICE = "your_service"
    ANOTHER_SERVICE = "another_service"
    OLD_LANDLORD = "old_landlord"
    RECEIVING_LANDLORD = "receiving_landlord"
    COORDINATOR = "coordinator"


class Part(StrEnum):
    """What of a case was opened."""

    HOUSEHOLD = "household"
    AREAS = "areas"
    HOME_LEFT = "home_left"
    TENANCY_REFERENCE = "tenancy_reference"
    NEW_HOME = "new_home"
    ROUND_ANSWERS = "round_answers"
    NOTE = "note"


PART_OF = {
    "property_request.household": Part.HOUSEHOLD,
    "property_request.areas": Part.AREAS,
    "property_request.home": Part.HOME_LEFT,
    "property_request.tenancy_reference": Part.TENANCY_REFERENCE,
    "home.address": Part.NEW_HOME,
    "home.postcode": Part.NEW_HOME,
    "case_told.told": Part.ROUND_ANSWERS,
    "case_told.why": Part.ROUND_ANSWERS,
    "step_note.words": Part.NOTE,
}
"""What each sealed column of a case holds, as the audit names the column."""


@dataclass(frozen=True, slots=True)
class Look:
    """One sealed field that a person opened.

    Attributes:
        person: The name they sign in by.
    """

    at: datetime
    organisation_id: str
    role: str
    person: str
    column: str


@dataclass(frozen=True, slots=True)
class Case:
    """Whose a case is: its service now, and the landlord of the old tenancy."""

    service_id: str
    provider_id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was opened within one hour, by one person of one's own or in one role.

    Attributes:
        hour: When that hour began.
        person: Empty for everybody who is not of one's own service.
    """

    hour: datetime
    reader: Reader
    person: str
    parts: frozenset[Part]


def readings(case: Case, looks: Iterable[Look]) -> list[Reading]:
    """Return who opened a case, the newest hour first.

    Two people of another member are one line, so that nobody counts its staff.
    """
    found: dict[tuple[datetime, Reader, str], set[Part]] = {}
    for look in looks:
        reader = _reader(case, look)
        person = look.person if reader is Reader.YOUR_SERVICE else ""
        hour = _EPOCH + (look.at - _EPOCH) // _HOUR * _HOUR
        found.setdefault((hour, reader, person), set()).add(PART_OF[look.column])
    return [
        Reading(*key, frozenset(parts))
        for key, parts in sorted(found.items(), key=lambda each: _place(*each[0]))
    ]


def of_case(
    session: Session, actor: Actor, request: PropertyRequest, wanted: Wanted = WHOLE
) -> Page:
    """Return who opened a case, to a worker who was found to have it.

    Cost: every look into the case, by the index of its identifier.
    """
    case = Case(actor.organisation_id, request.provider_id)
    return cut(
        actor,
        "case_reading",
        wanted,
        (
            (
                _place(each.hour, each.reader, each.person),
                _OWN if each.person else _OTHERS,
                _row(each),
            )
            for each in readings(case, _looks(session, request.id))
        ),
    )


def _reader(case: Case, look: Look) -> Reader:
    """Return in which role somebody looked.

    A landlord may stand at both ends of a move: it looks at a tenancy as the old one,
    and at anything else as the one that lets.
    """
    if look.organisation_id == case.service_id:
        return Reader.YOUR_SERVICE
    if look.role == Role.COORDINATOR:
        return Reader.COORDINATOR
    if look.role == Role.REFERRING_WORKER:
        return Reader.ANOTHER_SERVICE
    of_tenancy = PART_OF[look.column] is Part.TENANCY_REFERENCE
    if of_tenancy and look.organisation_id == case.provider_id:
        return Reader.OLD_LANDLORD
    return Reader.RECEIVING_LANDLORD


def _looks(session: Session, request_id: str) -> list[Look]:
    query = (
        select(AuditEntry, Person.email)
        .join(Person, col(Person.id) == AuditEntry.actor_id)
        .where(
            AuditEntry.action == "sealed.read",
            AuditEntry.actor_kind == ActorKind.PERSON,
            AuditEntry.subject_kind == "request",
            AuditEntry.subject_id == request_id,
        )
    )
    return [
        Look(entry.at, entry.organisation_id, entry.role, person, entry.code)
        for entry, person in session.exec(query)
    ]


def _place(hour: datetime, reader: Reader, person: str) -> tuple[int, str, str]:
    return -int(hour.timestamp()), reader, person


def _row(reading: Reading) -> dict[str, object]:
    return {
        "hour": reading.hour,
        "reader": reading.reader,
        "person": reading.person,
        "parts": sorted(reading.parts),
    }
