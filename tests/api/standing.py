"""A scheme that stands for a whole module of tests, and a caller of every role.

The world is the chain of `fixtures.scenarios` after a round, so that every kind of
reference exists. Tests that share it may add to it and never depend on what others
of their module added.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import HACKNEY, chain_from_a_void
from reciprocal.access.actor import Role
from reciprocal.organisations.rules import SchemeRules
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
    """A world, and a key for each kind of system."""

    world: World
    keys: dict[str, str] = field(default_factory=dict)

    def headers(self, caller: str) -> dict[str, str]:
        """Return what a caller of a role sends to be known."""
        if caller == NOBODY:
            return {}
        if caller in SYSTEMS:
            return bearer(self.key(Role(caller)))
        return bearer(self.world.token(PERSONS[Role(caller)]))

    def key(self, role: Role) -> str:
        """Return the key of a system, which its own organisation made over HTTP."""
        if role not in self.keys:
            owner = PERSONS[SYSTEMS[role]]
            made = self.world.call(owner, "POST", "/v1/machines", {"name": "a system"})
            reference = made.json()["reference"]
            path = f"/v1/machines/{reference}/keys"
            self.keys[role] = self.world.call(owner, "POST", path).json()["key"]
        return self.keys[role]

    def send(
        self, caller: str, method: str, path: str, body: object | None = None
    ) -> Any:  # noqa: ANN401 - an httpx response
        """Call the API as somebody of a role, a POST under a new key."""
        known = knowing(self.world.http, method, path, self.headers(caller))
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
