"""Times acceptances and reads over HTTP on both databases, encryption and audit on.

Run `python -m tests.benchmarks.bench_api [pairs]` from the root. Two processes serve;
the load comes from a third over 16 connections, with a key for every POST, as a client
has. Times are for reading, never asserted. An acceptance is one transaction: the key,
the household's answer, the HOLD of the book, the tasks and the audit.
"""

import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Semaphore
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy import Engine, event

from api.app import create_app
from api.lodge import Lodge, Window
from api.serving import Beside
from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal import clock
from reciprocal.organisations.rules import SchemeRules
from reciprocal.settings import Settings
from tests.conftest import migrate, migrate_and_grant
from tests.journeys.walking import YES, talked_through
from tests.support.filled import Filled, fill_postgres, fill_sqlite
from tests.support.postgres import start_postgres
from tests.support.world import DAY, START, World, opened

PROCESSES = 2
CONNECTIONS = 16
PAIRS = 150
READS = 2_000
SERVICE = "SERVICE1"
HEADINGS = (
    "database",
    "what",
    "requests",
    "a second",
    "p50 ms",
    "p99 ms",
    "statements",
    "processor ms",
    "not 2xx",
)
"""Statements and milliseconds of a processor are of one request."""

Job = tuple[str, str, str, Any]
"""One request: method, path, token, body."""


def pairs(count: int) -> Rows:
    """Return so many households, each of whom any of as many voids would suit."""
    one = chain_from_a_void(DAY)
    void = one.homes[0]
    (household,) = [row for row in one.requests if row.provider_code == HACKNEY]
    return replace(
        one,
        homes=tuple(
            void.model_copy(update={"uprn": f"9993{n:08}", "address": f"Flat {n}"})
            for n in range(count)
        ),
        requests=tuple(
            household.model_copy(
                update={
                    "row_name": f"pair {n}",
                    "tenancy_reference": f"P{n:05}",
                    "home_uprn": f"9994{n:08}",
                }
            )
            for n in range(count)
        ),
    )


def main(count: int) -> None:
    """Print one line for each kind of request on each database."""
    _row(*HEADINGS)
    _row(*["---"] * len(HEADINGS))
    for kind in ("sqlite", "postgres"):
        with tempfile.TemporaryDirectory() as folder:
            mine = Path(folder) / "copy"
            mine.mkdir()
            with (
                begun(kind, Path(folder), count) as found,
                opened(found, mine) as world,
            ):
                measure(kind, world)


def measure(kind: str, world: World) -> None:
    """Walk every pair to an offer, and time what the three parties do then."""
    world.run_round()
    worker, landlord, old = (world.token(code) for code in (SERVICE, CAMDEN, HACKNEY))
    cases = [
        row["reference"]
        for row in every(world, SERVICE, "/v1/cases")
        if row["stage"] == "proposed"
    ]
    with served(world) as serving:

        def timed(what: str, jobs: list[Job]) -> None:
            serving.tell_time()
            asked, spent = serving.told.statements.value, serving.spent_ms()
            seconds, took, bad = load(serving.url, jobs)
            asked, spent = (
                serving.told.statements.value - asked,
                serving.spent_ms() - spent,
            )
            took.sort()
            count = len(jobs)
            numbers = (
                count,
                count / seconds,
                _at(took, 0.5),
                _at(took, 0.99),
                asked / count,
                spent / count,
                bad,
            )
            _row(kind, what, *(f"{each:.0f}" for each in numbers))

        look = {"safe": True}
        timed(
            "safety look",
            [
                ("POST", f"/v1/cases/{c}/proposal/safety-look", worker, look)
                for c in cases
            ],
        )
        offers = [row["reference"] for row in every(world, CAMDEN, "/v1/offers")]
        agreed = {"agreed": True}
        timed(
            "landlord agrees",
            [("POST", f"/v1/offers/{o}/answer", landlord, agreed) for o in offers],
        )
        world.wait(hours=6)
        world.wait(hours=20)
        old = world.token(HACKNEY)
        leaving = [row["reference"] for row in every(world, HACKNEY, "/v1/departures")]
        stands = {"tenancy_stands": True}
        timed(
            "tenancy stands",
            [("POST", f"/v1/departures/{d}/answer", old, stands) for d in leaving],
        )
        worker, landlord = world.token(SERVICE), world.token(CAMDEN)
        for what, rest, body in _before_and_at_the_yes(world.hands.now().date()):
            path = f"/v1/cases/{{}}/{rest}"
            timed(what, [("POST", path.format(c), worker, body) for c in cases])
        homes = [row["reference"] for row in every(world, CAMDEN, "/v1/homes")]
        timed(
            "read one home, address opened",
            [
                ("GET", f"/v1/homes/{homes[n % len(homes)]}", landlord, None)
                for n in range(READS)
            ],
        )
        timed(
            "read a page of 50", [("GET", "/v1/homes", landlord, None)] * (READS // 4)
        )


def _before_and_at_the_yes(today: date) -> tuple[tuple[str, str, object], ...]:
    """Return what a worker records of a case: its row's name, its route and body."""
    seen = {"outcome": "held", "on": today.isoformat()}
    return (
        ("viewing recorded", "proposal/viewing", seen),
        ("talked through", "support", talked_through(today)),
        ("household accepts", "proposal/answer", YES),
    )


def every(world: World, code: str, path: str) -> list[dict[str, Any]]:
    """Read a list to its end."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        body = world.call(code, "GET", f"{path}?limit=200{cursor}").json()
        found += body["items"]
        if body.get("next") is None:
            return found
        cursor = f"&cursor={body['next']}"


@contextmanager
def begun(kind: str, folder: Path, count: int) -> Iterator[Filled]:
    """Load the pairs on a database of a kind."""
    rows, rules = pairs(count), SchemeRules(cool_off_days=0)
    if kind == "sqlite":
        empty = folder / "empty.db"
        migrate(f"sqlite:///{empty}")
        yield fill_sqlite(folder, empty, rows, rules, START)
        return
    server = start_postgres()
    try:
        template = server.template(migrate_and_grant, f"bench {time.time()}")
        yield fill_postgres(folder, server, template, rows, rules, START)
    finally:
        server.stop()


class Telling(uvicorn.Server):
    """A server that says when it has begun."""

    begun: Semaphore

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.begun.release()


@dataclass(frozen=True, slots=True)
class Told:
    """What the processes that serve are told, and tell.

    Attributes:
        moment: The world's time, in seconds since 1970.
        statements: That the database was asked by all of them.
    """

    settings: Settings
    address: str
    moment: "Synchronized[float]"
    statements: "Synchronized[int]"
    begun: Semaphore


def serve_one(told: Told, door: socket.socket) -> None:
    """Be one of the processes that serve."""

    def count(*_: object) -> None:
        with told.statements.get_lock():
            told.statements.value += 1

    event.listen(Engine, "before_cursor_execute", count)
    with clock.source(lambda: datetime.fromtimestamp(told.moment.value, UTC)):
        window = Window(told.address)
        beside = Beside(told.settings, window)
        app = create_app(beside, with_worker=False, counts=window)
        server = Telling(uvicorn.Config(app, ws="none", log_level="critical"))
        server.begun = told.begun
        server.run([door])


@dataclass(frozen=True, slots=True)
class Serving:
    """A world that is served: where, by whom, and what it has cost so far."""

    world: World
    url: str
    told: Told
    processes: list[multiprocessing.process.BaseProcess]

    def tell_time(self) -> None:
        """Give the processes the world's time, which stands still meanwhile."""
        self.told.moment.value = self.world.hands.now().timestamp()

    def spent_ms(self) -> float:
        """Return what the processes have had of the processors, in milliseconds."""
        ticks = 0
        for each in self.processes:
            said = Path(f"/proc/{each.pid}/stat").read_text().rsplit(")")[1].split()
            ticks += int(said[11]) + int(said[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(world: World) -> Iterator[Serving]:
    """Serve the world on a port of its own, in processes that count in one place."""
    apart = multiprocessing.get_context("spawn")
    door = socket.create_server(("127.0.0.1", 0), backlog=128)
    with Lodge(world.working) as lodge:
        told = Told(
            world.working.settings,
            lodge.address,
            apart.Value("d", 0.0),
            apart.Value("q", 0),
            apart.Semaphore(0),
        )
        several = [
            apart.Process(target=serve_one, args=(told, door)) for _ in range(PROCESSES)
        ]
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        serving = Serving(world, url, told, [*several])
        serving.tell_time()
        for each in several:
            each.start()
        for _ in several:
            told.begun.acquire()
        yield serving
        for each in several:
            each.terminate()
            each.join()
    door.close()


def load(url: str, jobs: list[Job]) -> tuple[float, list[float], int]:
    """Send the jobs from another process; return seconds, each one's ms, and noes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_api", "--load", url],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, took, bad = json.loads(done.stdout)
    return seconds, took, bad


def send(url: str, jobs: list[Job]) -> None:
    """Be that other process."""
    local = threading.local()

    def one(job: Job) -> tuple[float, bool]:
        method, path, token, body = job
        if not hasattr(local, "http"):
            local.http = httpx.Client(base_url=url, timeout=60)
        headers = {"Authorization": f"Bearer {token}"}
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        began = time.perf_counter()
        answer = local.http.request(method, path, json=body, headers=headers)
        return (time.perf_counter() - began) * 1000, answer.is_success

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as several:
        ended = list(several.map(one, jobs))
    seconds = time.perf_counter() - began
    noes = sum(not good for _, good in ended)
    sys.stdout.write(json.dumps([seconds, [took for took, _ in ended], noes]))


def _at(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, int(len(took) * share))] if took else 0.0


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--load"]:
        send(sys.argv[2], json.loads(sys.stdin.read()))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else PAIRS)
