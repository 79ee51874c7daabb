"""Who acts: one frozen value that every query and operation is given first."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be in a scheme."""

    COORDINATOR = "coordinator"
    NAMED_LEAD = "named_lead"
    REFERRING_WORKER = "referring_worker"
    AUDITOR = "auditor"
    LANDLORD_SYSTEM = "landlord_system"
    REFERRING_SYSTEM = "referring_system"
    SERVICE = "service"
    NOBODY = "nobody"


class Scope(StrEnum):
    """What a machine may be let do, in words that a token carries (RFC 6749 s. 3.3)."""

    HOMES_WRITE = "homes:write"
    HOMES_READ = "homes:read"
    OFFERS_READ = "offers:read"
    STATEMENTS_READ = "statements:read"
    CASES_READ = "cases:read"


class ActorKind(StrEnum):
    PERSON = "person"
    MACHINE = "machine"
    SERVICE = "service"


class SessionStage(StrEnum):
    """How far somebody has come in.

    Half open: the password was right, and the second factor is still to be shown.
    Enrolling: it was right, and they must set a second factor up before anything else.
    """

    OPEN = "open"
    HALF_OPEN = "half_open"
    ENROLLING = "enrolling"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or machine, its organisation and role, and the cases assigned to it.

    Attributes:
        assignments: Internal ids of the property requests this person works on.
        scopes: What a machine may do of what its role may; a person has none.
        blocked: Internal ids of the property requests that are closed to this person;
            a machine has none, since a block is about a person.
        session_stage: Of the sign-in they come with; no part of who they are.
        confirmed: Whether they proved within five minutes who sits there.
    """

    id: str
    kind: ActorKind
    organisation_id: str
    scheme_id: str
    role: Role
    assignments: frozenset[str] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    blocked: frozenset[str] = frozenset()
    session_stage: SessionStage = field(default=SessionStage.OPEN, compare=False)
    confirmed: bool = field(default=False, compare=False)


NOBODY = Actor("", ActorKind.SERVICE, "", "", Role.NOBODY)
"""Whoever has not signed in yet; may do nothing but sign in and read health."""


def service(scheme_id: str = "") -> Actor:
    """Return the service itself, for rounds, lapses and first starts."""
    return Actor("service", ActorKind.SERVICE, "service", scheme_id, Role.SERVICE)
