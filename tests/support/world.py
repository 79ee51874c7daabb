"""A small working scheme for tests: real operations, a real database, a still clock.

A world is loaded from the rows of `fixtures.scenarios` through the same operations
as the demonstration, so that it obeys every rule. Rounds run inline, in process.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from api.app import create_app
from fixtures.load import AUDITOR, COORDINATOR, Hands, Loaded, load
from fixtures.people import PASSWORD, sign_in_name
from fixtures.rows import Rows
from fixtures.spec import DEMONSTRATION_DAY
from matching.plan import Plan
from matching.pool import Policy, Pool
from matching.solve import Budget, solve
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.composition import Service
from reciprocal.organisations.rules import SchemeRules
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from reciprocal.settings import Settings

DAY = DEMONSTRATION_DAY
START = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=UTC)


def solve_here(
    pool: Pool, policy: Policy, seed: int, told: Callable[[str, int, int], None]
) -> Plan:
    """Solve in this process: small pools only."""
    return solve(pool, policy, seed=seed, budget=Budget(), progress=told)


class InlineService(Service):
    """The service, with rounds worked at once instead of in the background."""

    def run_round(self, round_id: str) -> None:
        run.solve_round(self.database, round_id, lambda _: None, solve=solve_here)
        run.publish_round(self.database, round_id, lambda _: None)


class World:
    """A scheme at work.

    Attributes:
        hands: Its clock; move it with `wait` or `hands.on`.
        loaded: Its members and people, by code (see `fixtures.people`).
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        rows: Rows,
        hands: Hands,
        rules: SchemeRules | None = None,
    ) -> None:
        self.hands = hands
        self.working = InlineService(
            Settings(database_url=url, key_file=folder / "root.json")
        )
        with self.working.database.transaction(service()) as session:
            self.loaded: Loaded = load(
                session, rows, self.hands, rules or SchemeRules()
            )
        assert not self.loaded.faults, self.loaded.faults
        self._tokens: dict[str, str] = {}

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[Session]:
        """Open a transaction as somebody."""
        with self.working.database.transaction(actor) as session:
            yield session

    def person(self, code: str, who: str = "first") -> Actor:
        """Return somebody of a member as they are now, cases included."""
        actor: Actor = getattr(self.loaded.staff.desks[code], who)
        with self.acting(actor) as session:
            return self.loaded.staff.again(session, actor)

    @property
    def coordinator(self) -> Actor:
        return self.person(COORDINATOR)

    def worker(self) -> Actor:
        """Return the first referring service's first worker."""
        return self.person(next(iter(self.loaded.services.values())))

    def run_round(self) -> str:
        """Freeze, solve, verify and publish a round; return its internal id."""
        coordinator = self.coordinator
        with self.acting(coordinator) as session:
            round_id = rounds.freeze(session, actor=coordinator).id
        self.working.run_round(round_id)
        return round_id

    def wait(self, **time: float) -> None:
        """Let time pass, as `wait(hours=2)`."""
        self.hands.on(self.hands.moment + timedelta(**time))

    @cached_property
    def http(self) -> TestClient:
        """The API in process, without a background worker."""
        return TestClient(
            create_app(self.working, with_worker=False), raise_server_exceptions=False
        )

    def token(self, code: str, who: str = "lead") -> str:
        """Sign in over HTTP, once; a session idle too long is begun anew."""
        name = sign_in_name(code, who)
        known = self._tokens.get(name)
        if known and self.http.get("/v1/me", headers=bearer(known)).status_code == 200:
            return known
        answer = self.http.post(
            "/v1/sessions", json={"email": name, "password": PASSWORD}
        )
        assert answer.status_code == 201, answer.json()
        self._tokens[name] = answer.json()["token"]
        return self._tokens[name]

    def call(
        self,
        code: str,
        method: str,
        path: str,
        body: object | None = None,
        *,
        who: str = "lead",
    ) -> Any:  # noqa: ANN401 - an httpx response
        """Call the API as somebody of a member."""
        return self.http.request(
            method, path, json=body, headers=bearer(self.token(code, who))
        )

    def close(self) -> None:
        self.working.close()


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token or a machine's key."""
    return {"Authorization": f"Bearer {token}"}


MakeWorld = Callable[..., World]


@pytest.fixture
def make_world(database_url: str, tmp_path: Path) -> Iterator[MakeWorld]:
    """Make one world from rows, on each database; the clock is the world's."""
    with ExitStack() as stack:

        def make(rows: Rows, rules: SchemeRules | None = None) -> World:
            hands = Hands(START)
            stack.enter_context(clock.source(hands.now))
            world = World(database_url, tmp_path, rows, hands, rules)
            stack.callback(world.close)
            return world

        yield make


__all__ = ["AUDITOR", "COORDINATOR", "DAY", "InlineService", "World", "make_world"]
