"""Everybody who can come to the door, each with credentials of their own."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from fixtures.load import AUDITOR, COORDINATOR
from tests.crawl.scheme import SERVICE_A, SERVICE_B, D, S, U, W
from tests.support.machine import MachineClient, register
from tests.support.world import World, bearer

NOBODY = "nobody"


@dataclass
class Party:
    """Somebody at the door.

    Attributes:
        organisation: Whose staff or system it is; those of one organisation are one
            party where references are concerned.
        references: What of the right shape it was ever told, by the list's path.
    """

    name: str
    organisation: str
    role: str
    headers: dict[str, str]
    machine: MachineClient | None = None
    references: dict[str, set[str]] = field(default_factory=dict)

    def headers_for(self, method: str, path: str) -> dict[str, str]:
        """Return what this party brings to one call; a system signs each anew."""
        if self.machine is None:
            return self.headers
        return self.machine.headers(method, path)

    @property
    def known(self) -> set[str]:
        """Return every reference this party was ever told."""
        return set().union(*self.references.values())


@dataclass(frozen=True)
class Seat:
    """Where a party of the walk sits."""

    name: str
    code: str
    role: str
    who: str = "lead"


def parties(world: World) -> dict[str, Party]:
    """Sign everybody in and register each system; return them by name."""
    codes = world.loaded.services
    seats = (
        Seat("D.lead", D.code, "named_lead"),
        Seat("S.lead", S.code, "named_lead"),
        Seat("U.lead", U.code, "named_lead"),
        Seat("W.lead", W.code, "named_lead"),
        # The first of service A holds p; the deputy is the one who refers m.
        Seat("A.worker", codes[SERVICE_A], "referring_worker", "deputy"),
        Seat("A.other", codes[SERVICE_A], "referring_worker"),
        Seat("B.worker", codes[SERVICE_B], "referring_worker"),
        Seat("coordinator", COORDINATOR, "coordinator"),
        Seat("auditor", AUDITOR, "auditor"),
    )
    found = {seat.name: _person(world, seat) for seat in seats}
    for name in ("D", "S"):
        found[f"{name}.system"] = _system(
            world, f"{name}.system", found[f"{name}.lead"], "landlord_system"
        )
    for name, worker in (("A", "A.other"), ("B", "B.worker")):
        found[f"{name}.system"] = _system(
            world, f"{name}.system", found[worker], "referring_system"
        )
    found[NOBODY] = Party(NOBODY, NOBODY, "nobody", {})
    found["stranger"] = Party(
        "stranger", NOBODY, "nobody", bearer(secrets.token_urlsafe(32))
    )
    return found


def pairs(found: dict[str, Party]) -> Iterator[tuple[Party, Party]]:
    """Give each two parties of different organisations once."""
    seated = list(found.values())
    for place, one in enumerate(seated):
        for other in seated[place + 1 :]:
            if one.organisation != other.organisation:
                yield one, other


def _person(world: World, seat: Seat) -> Party:
    token = world.token(seat.code, seat.who)
    return Party(seat.name, seat.code, seat.role, bearer(token))


def _system(world: World, name: str, by: Party, role: str) -> Party:
    base = world.working.settings.public_base
    machine = register(world.http, by.headers, base, {"name": "its own system"})
    return Party(name, by.organisation, role, {}, machine)
