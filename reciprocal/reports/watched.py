"""What the operator's security contact is told of the audit: who, and never which case.

Lives above the audit room because it names the person by their reference.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access.tables import Person
from reciprocal.audit import watching
from reciprocal.audit.tables import AuditEntry
from reciprocal.audit.watching import Opened, Standing
from reciprocal.organisations.tables import Organisation


@dataclass(frozen=True, slots=True)
class Alert:
    """Somebody to be asked about.

    Attributes:
        person: Their reference, as their own member knows them; empty for a system.
        member: Public code of their organisation.
        what: A sentence about the acts; it names no case.
    """

    person: str
    member: str
    what: str


def alerts(session: Session, *, within: timedelta) -> list[Alert]:
    """Return who tried to see a case outside theirs, and who opened too many.

    Args:
        within: How far back refused attempts count.
    """
    attempts = Counter(_refused(session, within))
    told = {
        actor: f"asked {times} times for a case that is not theirs"
        for actor, times in attempts.items()
    }
    found = [_alert(session, actor, what) for actor, what in sorted(told.items())]
    for many in watching.unusual(_opened(session), clock.now()):
        what = (
            f"opened {many.cases} cases within an hour; "
            f"usual for them are {many.usual:.0f}"
        )
        found.append(_alert(session, many.actor_id, what))
    return found


def _refused(session: Session, within: timedelta) -> list[str]:
    query = select(AuditEntry.actor_id).where(
        AuditEntry.action == "case.refused",
        AuditEntry.code == Standing.OUTSIDE,
        AuditEntry.at > clock.now() - within,
    )
    return list(session.exec(query))


def _opened(session: Session) -> list[Opened]:
    query = select(AuditEntry.actor_id, AuditEntry.subject_id, AuditEntry.at).where(
        AuditEntry.action == "sealed.read",
        AuditEntry.actor_kind == "person",
        AuditEntry.subject_kind == "request",
        col(AuditEntry.at) > clock.now() - watching.BASELINE - watching.HOUR,
    )
    return [Opened(*row) for row in session.exec(query)]


def _alert(session: Session, actor_id: str, what: str) -> Alert:
    query = (
        select(Person.public_ref, Organisation.code)
        .join(Organisation, col(Organisation.id) == Person.organisation_id)
        .where(Person.id == actor_id)
    )
    person, member = session.exec(query).first() or ("", "")
    return Alert(person, member, what)
