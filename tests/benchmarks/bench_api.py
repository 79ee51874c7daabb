"""Times acceptances and reads over HTTP on both databases, encryption and audit on.

Run `python -m tests.benchmarks.bench_api [pairs]` from the root. One process serves;
the load comes from another over 16 connections, with a key for every POST, as a client
has. Times are for reading, never asserted. An acceptance is one transaction: the key,
the household's answer, the HOLD of the book, the tasks and the audit.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY, chain_from_a_void
from reciprocal.organisations.rules import SchemeRules
from tests.conftest import migrate, migrate_and_grant
from tests.journeys.walking import YES, talked_through
from tests.support.filled import Filled, fill_postgres, fill_sqlite
from tests.support.postgres import start_postgres
from tests.support.world import DAY, START, World, opened

CONNECTIONS = 16
PAIRS = 150
READS = 2_000
SERVICE = "SERVICE1"

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
    _row("database", "what", "requests", "a second", "p50 ms", "p99 ms", "not 2xx")
    _row(*["---"] * 7)
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
    with served(world) as url:

        def timed(what: str, jobs: list[Job]) -> None:
            seconds, took, bad = load(url, jobs)
            took.sort()
            cells = (len(jobs), len(jobs) / seconds, _at(took, 0.5), _at(took, 0.99))
            count, rate, half, tail = cells
            _row(
                kind,
                what,
                f"{count}",
                f"{rate:.0f}",
                f"{half:.0f}",
                f"{tail:.0f}",
                f"{bad}",
            )

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


@contextmanager
def served(world: World) -> Iterator[str]:
    """Serve the world on a port of its own."""
    app = create_app(world.working, with_worker=False)
    config = uvicorn.Config(app, port=0, ws="none", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


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
