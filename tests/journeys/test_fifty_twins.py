"""Fifty clients send one act at once, over a real socket: one effect, fifty answers."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from fixtures.scenarios import CAMDEN, unsafe_ring
from tests.journeys.test_sixty_four_at_once import PATIENCE_S, served
from tests.journeys.walking import home_body, items
from tests.support.world import DAY, MakeWorld, bearer, keyed

pytestmark = pytest.mark.both_databases

TWINS = 50
UPRN = "555000777"


def test_one_home_sent_by_fifty_twins_is_posted_once(make_world: MakeWorld) -> None:
    # Given a landlord whose void system lost its reply and asks again, and again
    world = make_world(unsafe_ring(DAY))
    world.call(CAMDEN, "POST", "/v1/stock", {"uprns": [UPRN]})
    before = len(items(world, CAMDEN, "/v1/homes"))
    body = home_body(world, CAMDEN, UPRN)
    headers = bearer(world.token(CAMDEN)) | keyed()
    start = threading.Barrier(TWINS)
    with served(world) as address:

        def send(_: int) -> httpx.Response:
            with httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
                start.wait()
                return client.post("/v1/homes", json=body, headers=headers)

        # When all of them arrive together
        with ThreadPoolExecutor(TWINS) as pool:
            answers = list(pool.map(send, range(TWINS)))
    # Then each hears the one answer, and one home more is posted
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    replayed = [answer.headers.get("idempotent-replayed") for answer in answers]
    assert sorted(map(str, replayed)) == ["None"] + ["true"] * (TWINS - 1)
    assert len(items(world, CAMDEN, "/v1/homes")) == before + 1
