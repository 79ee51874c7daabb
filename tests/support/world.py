"""A small working scheme for tests: real operations, a real database, a still clock.

A world is loaded from the rows of `fixtures.scenarios` through the same operations
as the demonstration, so that it obeys every rule. Rounds run inline, in process.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from api.app import create_app
from fixtures.deciding import agree_to_all
from fixtures.load import AUDITOR, COORDINATOR, Hands, Loaded
from fixtures.people import PASSWORD, sign_in_name
from fixtures.rows import Rows
from fixtures.spec import DEMONSTRATION_DAY
from matching.asking import homes_wanted
from matching.owing import HomesWanted, Owing
from matching.plan import Plan
from matching.pool import Policy, Pool
from matching.solve import Budget
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.composition import Service
from reciprocal.organisations.rules import SchemeRules
from reciprocal.rounds import asking, publishing, run
from reciprocal.rounds import operations as rounds
from reciprocal.rounds.child import Solved, solve_and_explain
from reciprocal.settings import Settings
from tests.support.client import client_of
from tests.support.filled import Copy, Filled, fill_postgres, fill_sqlite
from tests.support.machine import MachineClient, register
from tests.support.tags import keyed, knowing

DAY = DEMONSTRATION_DAY
START = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=UTC)


UNLIMITED = dict.fromkeys(
    (
        "person_requests_per_minute",
        "system_requests_per_minute",
        "trials_per_hour",
        "sign_in_attempts_per_name",
        "sign_in_attempts_per_address",
    ),
    10**6,
)
"""Budgets that no test meets by chance; tests of the budgets set their own."""

PROXY = "10.9.8.7"
"""The one address whose word about a caller is believed; no test's own by default."""


def solve_here(
    pool: Pool, policy: Policy, seed: int, told: Callable[[str, int, int], None]
) -> Solved:
    """Solve in this process: small pools only."""
    return solve_and_explain(pool, policy, seed, told, Budget())


def find_here(
    pool: Pool, plan: Plan, policy: Policy, owing: Sequence[Owing], seed: int
) -> tuple[HomesWanted, ...]:
    """Find what to ask landlords for in this process, likewise."""
    return homes_wanted(pool, plan, policy, owing, seed=seed, budget=Budget())


class InlineService(Service):
    """The service, with rounds worked at once instead of in the background.

    Attributes:
        decides: Who agrees to every move as soon as there is a plan. None leaves the
            plan to whoever decides it by the service's own door.
    """

    decides: Callable[[], Actor] | None = None

    def run_round(self, round_id: str) -> None:
        run.solve_round(self.database, round_id, lambda _: None, solve=solve_here)
        self.agree(round_id)
        self.ask_landlords(round_id)

    def agree(self, round_id: str) -> None:
        """Publish a solved round, with every move agreed to where somebody decides."""
        publishing.publish_nothing(self.database, round_id, lambda _: None)
        if self.decides is not None:
            agree_to_all(self.database, self.decides(), round_id)

    def ask_landlords(self, round_id: str) -> None:
        asking.ask_for_homes_owed(
            self.database, round_id, lambda _: None, find=find_here
        )

    def solve_plan(self, pool: Pool, policy: Policy, seed: int) -> Plan:
        return solve_here(pool, policy, seed, lambda *_: None).plan


class World:
    """A scheme at work.

    Attributes:
        hands: Its clock; move it with `wait` or `hands.on`.
        loaded: Its members and people, by code (see `fixtures.people`).
        copy: Its database, by the URL of the app and of its owner.
    """

    def __init__(
        self, copy: Copy, key_file: Path, loaded: Loaded, hands: Hands
    ) -> None:
        self.copy = copy
        self.hands = hands
        self.loaded = loaded
        self.working = InlineService(
            Settings(
                database_url=copy.url,
                key_file=key_file,
                proxies=PROXY,
                second_factor=False,
                **UNLIMITED,
            )
        )
        self.working.decides = lambda: replace(self.coordinator, blocked=frozenset())
        self._entered = ExitStack()
        self._tokens: dict[str, tuple[str, datetime]] = {}
        self._machines: dict[str, MachineClient] = {}

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
        """Freeze, solve and verify a round, and agree to all of it; return its id."""
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
        app = create_app(self.working, with_worker=False)
        # Entered, so that all requests share one event loop instead of making one each.
        return self._entered.enter_context(client_of(app))

    @cached_property
    def behind_proxy(self) -> TestClient:
        """The same API, as the listed proxy calls it."""
        app = self.http.app
        assert isinstance(app, FastAPI)
        return client_of(app, address=(PROXY, 50_000))

    def token(self, code: str, who: str = "lead") -> str:
        """Sign in over HTTP, once; a session idle too long is begun anew.

        It is asked about when the clock has moved, and not at every call.
        """
        name = sign_in_name(code, who)
        known, asked_at = self._tokens.get(name, ("", None))
        if known and (asked_at == self.hands.moment or self._is_live(known)):
            self._tokens[name] = known, self.hands.moment
            return known
        answer = self.http.post(
            "/v1/sessions", json={"email": name, "password": PASSWORD}
        )
        assert answer.status_code == 201, answer.json()
        token: str = answer.json()["token"]
        self._tokens[name] = token, self.hands.moment
        return token

    def _is_live(self, token: str) -> bool:
        """Tell whether a session still stands."""
        return self.http.get("/v1/me", headers=bearer(token)).status_code == 200

    def call(
        self,
        code: str,
        method: str,
        path: str,
        body: object | None = None,
        *,
        who: str = "lead",
        key: str | None = None,
    ) -> Any:  # noqa: ANN401 - an httpx response
        """Call the API as somebody of a member, a POST under a new key unless given."""
        headers = bearer(self.token(code, who))
        known = knowing(self.http, method, path, lambda *_: headers)
        return self.http.request(
            method, path, json=body, headers=known | keyed(method, key)
        )

    def machine(self, code: str) -> MachineClient:
        """Return a system of a member, which its people registered once over HTTP."""
        if code not in self._machines:
            base = self.working.settings.public_base
            headers = bearer(self.token(code))
            self._machines[code] = register(
                self.http, headers, base, {"name": "its own system"}
            )
        return self._machines[code]

    def machine_call(
        self, code: str, method: str, path: str, body: object | None = None
    ) -> Any:  # noqa: ANN401 - an httpx response
        """Call the API as a member's own system, with a token and a proof."""
        return self.machine(code).call(method, path, body)

    def close(self) -> None:
        self._entered.close()
        self.working.close()


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token or a machine's key."""
    return {"Authorization": f"Bearer {token}"}


MakeWorld = Callable[..., World]
Fill = Callable[[str, Rows, SchemeRules], Filled]


@pytest.fixture(scope="session")
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Fill:
    """Load rows on a kind of database, once however often asked."""
    known: dict[str, Filled] = {}

    def fill(kind: str, rows: Rows, rules: SchemeRules) -> Filled:
        name = repr((kind, rows, rules))
        if name not in known:
            folder = tmp_path_factory.mktemp("filled")
            if kind == "sqlite":
                empty = request.getfixturevalue("sqlite_template")
                known[name] = fill_sqlite(folder, empty, rows, rules, START)
            else:
                server = request.getfixturevalue("postgres_server")
                empty = request.getfixturevalue("postgres_template")
                known[name] = fill_postgres(folder, server, empty, rows, rules, START)
        return known[name]

    return fill


@contextmanager
def opened(found: Filled, folder: Path) -> Iterator[World]:
    """Work on a copy of a loaded scheme, by its own clock, until the end."""
    hands = Hands(found.moment)
    key_file = folder / "root.json"
    shutil.copyfile(found.key_file, key_file)
    with clock.source(hands.now), found.copied(folder) as copy:
        world = World(copy, key_file, found.loaded, hands)
        try:
            yield world
        finally:
            world.close()


@pytest.fixture
def make_world(database_kind: str, filled: Fill, tmp_path: Path) -> Iterator[MakeWorld]:
    """Make one world from rows, on each database; the clock is the world's."""
    with ExitStack() as stack:
        yield lambda rows, rules=None: stack.enter_context(
            opened(filled(database_kind, rows, rules or SchemeRules()), tmp_path)
        )


__all__ = [
    "AUDITOR",
    "COORDINATOR",
    "DAY",
    "InlineService",
    "World",
    "filled",
    "keyed",
    "make_world",
]
