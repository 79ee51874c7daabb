"""Sixty-four clients answer for ten homes at once, over a real socket.

Every home has one winner and one HOLD, every loser reads the same words, and the book
and the audit come out whole: no gap, no broken link.
"""

import contextlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
import uvicorn
from sqlmodel import select

from api.app import create_app
from fixtures.load import COORDINATOR
from fixtures.rows import Rows
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, LAMBETH, lopsided
from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.tables import Transaction
from tests.journeys.walking import (
    SAID,
    SERVICE,
    YES,
    Walk,
    items,
    talked_through,
)
from tests.support.world import DAY, MakeWorld, World, bearer, keyed

pytestmark = pytest.mark.both_databases

CLIENTS = 64
HOMES = 10
PATIENCE_S = 60


def ten_homes() -> Rows:
    """The lopsided scheme with five voids and five households a landlord."""
    rows = lopsided(DAY)
    homes = [
        home.model_copy(update={"uprn": f"{home.uprn[:-1]}{number}"})
        for home in rows.homes[::2]
        for number in range(1, HOMES // 2 + 1)
    ]
    requests = [
        request.model_copy(
            update={
                "tenancy_reference": f"{request.tenancy_reference[:-1]}{number}",
                "home_uprn": f"{request.home_uprn[:-1]}{number}",
                "row_name": f"{request.row_name} {number}",
            }
        )
        for request in rows.requests[::2]
        for number in range(1, HOMES // 2 + 1)
    ]
    return replace(rows, homes=tuple(homes), requests=tuple(requests))


@contextlib.contextmanager
def served(world: World) -> Iterator[str]:
    """Serve a world on a port of this machine; yield its address."""
    app = create_app(world.working, with_worker=False)
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="error", ws="none", lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def at_once(
    address: str, acts: list[tuple[str, str, dict[str, object]]]
) -> dict[str, list[httpx.Response]]:
    """Send each act from a client of its own, all together; answers by path."""
    start = threading.Barrier(len(acts))

    def send(act: tuple[str, str, dict[str, object]]) -> tuple[str, httpx.Response]:
        token, path, body = act
        with httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
            start.wait()
            headers = bearer(token) | keyed()
            return path, client.post(path, json=body, headers=headers)

    answers: dict[str, list[httpx.Response]] = defaultdict(list)
    with ThreadPoolExecutor(len(acts)) as pool:
        for path, answer in pool.map(send, acts):
            answers[path].append(answer)
    return answers


def assert_one_winner(answers: dict[str, list[httpx.Response]]) -> list[httpx.Response]:
    """Return the winner of each path; everybody else heard the same words."""
    assert len(answers) == HOMES
    winners = []
    for of_one in answers.values():
        statuses = sorted(answer.status_code for answer in of_one)
        assert statuses == [200] + [409] * (len(of_one) - 1), statuses
        assert len({a.content for a in of_one if a.status_code == 409}) == 1
        winners += [answer for answer in of_one if answer.status_code == 200]
    return winners


def test_ten_homes_have_ten_winners(make_world: MakeWorld) -> None:
    # Given ten offers that ten workers found safe
    world = make_world(ten_homes())
    Walk(world).run_round()
    cases = [row["reference"] for row in items(world, SERVICE, "/v1/cases")]
    for case in cases:
        assert (
            Walk(world, case=case)
            .as_worker("POST", "/proposal/safety-look", {"safe": True})
            .status_code
            == 200
        )
    offers = [
        (code, row["reference"])
        for code in (CAMDEN, HACKNEY)
        for row in items(world, code, "/v1/offers")
    ]
    assert len(offers) == len(cases) == HOMES
    with served(world) as address:
        # When sixty-four clients agree to them at once, two people a landlord
        acts = [
            (
                world.token(code, "lead" if client % 4 else "deputy"),
                f"/v1/offers/{offer}/answer",
                {"agreed": True},
            )
            for client in range(CLIENTS)
            for code, offer in [offers[client % HOMES]]
        ]
        assert_one_winner(at_once(address, acts))
        all_depart(world)
        for case in cases:
            assert Walk(world, case=case).view().status_code == 200
            through = talked_through(world.hands.now().date())
            world.call(SERVICE, "POST", f"/v1/cases/{case}/support", through)
        # And then answer for the households, every third of them with a no
        token = world.token(SERVICE)
        said: list[dict[str, object]] = [
            SAID | {"agreed": False, "code": "household_refused"}
            if client % 3 == 0
            else YES
            for client in range(CLIENTS)
        ]
        replies = [
            (token, f"/v1/cases/{cases[client % HOMES]}/proposal/answer", said[client])
            for client in range(CLIENTS)
        ]
        winners = assert_one_winner(at_once(address, replies))
    # Then each yes that won has its HOLD, and each no that won has none
    accepted = sum(winner.json()["stage"] == "accepted" for winner in winners)
    with world.acting(service(world.loaded.scheme_id)) as session:
        book = session.exec(select(Transaction)).all()
        assert [row.kind for row in book] == ["HOLD"] * accepted
        assert sorted(row.sequence for row in book) == list(range(1, accepted + 1))
        assert len({row.move_ref for row in book}) == accepted
        assert ledger.check(session) == ()
        assert audit.first_broken_link(session) is None
        links = sorted(session.exec(select(AuditEntry.sequence)))
        assert links == list(range(1, len(links) + 1))
    stages = [row["stage"] for row in items(world, COORDINATOR, "/v1/board/proposals")]
    assert sorted(stages) == ["accepted"] * accepted + ["ended"] * (HOMES - accepted)


def all_depart(world: World) -> None:
    """Let both old landlords say that their tenancies stand, once they are asked."""
    while len(items(world, LAMBETH, "/v1/departures")) < HOMES // 2:
        world.wait(hours=5)
    for code in (ISLINGTON, LAMBETH):
        for row in items(world, code, "/v1/departures"):
            path = f"/v1/departures/{row['reference']}/answer"
            stands = world.call(code, "POST", path, {"tenancy_stands": True})
            assert stands.status_code == 200


def test_the_server_answers_while_everybody_waits_for_one_lock(
    make_world: MakeWorld,
) -> None:
    """More requests than threads wait for one writer, whose own request goes on."""
    world = make_world(lopsided(DAY))
    token = world.token(COORDINATOR)
    with served(world) as address:

        def read(_: int) -> int:
            with httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
                return client.get("/v1/board/homes", headers=bearer(token)).status_code

        with ThreadPoolExecutor(CLIENTS) as pool:
            assert set(pool.map(read, range(CLIENTS))) == {200}
