"""A scheme that stands for a whole module of tests, and a caller of every role.

The world is the chain of `fixtures.scenarios` after a round, so that every kind of
reference exists. Tests that share it may add to it and never depend on what others
of their module added.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import HACKNEY, chain_from_a_void
from reciprocal.access.actor import Role
from reciprocal.organisations.rules import SchemeRules
from tests.support.machine import MachineClient
from tests.support.tags import knowing
from tests.support.world import DAY, Fill, World, bearer, keyed, opened

NOBODY = "nobody"
PERSONS = {
    Role.COORDINATOR: COORDINATOR,
    Role.NAMED_LEAD: HACKNEY,
    Role.REFERRING_WORKER: "SERVICE1",
    Role.AUDITOR: AUDITOR,
}
SYSTEMS = {
    Role.LANDLORD_SYSTEM: Role.NAMED_LEAD,
    Role.REFERRING_SYSTEM: Role.REFERRING_WORKER,
}
CALLERS: tuple[str, ...] = (*PERSONS, *SYSTEMS, NOBODY)
"""Everybody who can knock at the door: six roles and a stranger."""

NOT_THERE = "0" * 32


@dataclass(slots=True)
class Standing:
    """A world, and how a caller of each role is known in it."""

    world: World

    def headers(
        self, caller: str, method: str = "GET", path: str = ""
    ) -> dict[str, str]:
        """Return what a caller of a role sends to be known, for one call."""
        if caller == NOBODY:
            return {}
        if caller in SYSTEMS:
            return self.machine(Role(caller)).headers(method, path)
        return bearer(self.world.token(PERSONS[Role(caller)]))

    def machine(self, role: Role) -> MachineClient:
        """Return a system, which its own organisation registered over HTTP."""
        return self.world.machine(PERSONS[SYSTEMS[role]])

    def send(
        self, caller: str, method: str, path: str, body: object | None = None
    ) -> Any:  # noqa: ANN401 - an httpx response
        """Call the API as somebody of a role, a POST under a new key."""
        who = partial(self.headers, caller)
        known = knowing(self.world.http, method, path, who)
        return self.world.http.request(
            method, path, json=body, headers=known | keyed(method)
        )

    def first(self, caller: str, path: str) -> str:
        """Return the first reference of a list."""
        items = self.send(caller, "GET", path).json()["items"]
        return str(items[0]["reference"])


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def standing(
    request: pytest.FixtureRequest,
    filled: Fill,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Standing]:
    """The chain from a void after its round, on each database, once a module."""
    found = filled(request.param, chain_from_a_void(DAY), SchemeRules())
    with opened(found, tmp_path_factory.mktemp("standing")) as world:
        world.run_round()
        yield Standing(world)
