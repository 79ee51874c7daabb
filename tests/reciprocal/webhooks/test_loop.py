"""The worker's postman: begins with the service, survives a fault, stops with it."""

import logging
import threading
from pathlib import Path

import pytest

from fixtures.scenarios import CAMDEN
from reciprocal.composition import Service
from reciprocal.db import Database
from reciprocal.webhooks import loop, operations
from reciprocal.webhooks.loop import Postman
from reciprocal.webhooks.terms import Outcome
from tests.reciprocal.journey import one_move
from tests.reciprocal.test_composition import at_work, installed
from tests.reciprocal.webhooks.desk import HERE, register, stored
from tests.reciprocal.webhooks.receiver import receiving
from tests.support.world import MakeWorld

PATIENCE_S = 60


def test_a_postman_goes_on_after_a_fault_and_says_only_its_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    looked: list[int] = []
    twice = threading.Event()

    def deliver_due(*given: object, stop: threading.Event) -> int:
        assert not stop.is_set()
        looked.append(len(given))
        if len(looked) > 1:
            twice.set()
            return 0
        raise ValueError("canary of a fault")

    monkeypatch.setattr(loop, "deliver_due", deliver_due)
    database = Database(f"sqlite:///{tmp_path}/none.db")
    postman = Postman(database, HERE, look_seconds=0.01)
    postman.start()
    assert twice.wait(PATIENCE_S)
    postman.close()
    database.close()
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_a_postman_that_never_began_stops_at_once(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/none.db")
    Postman(database, HERE).close()
    database.close()


def test_a_service_at_work_delivers(make_world: MakeWorld) -> None:
    world = make_world(one_move())
    settings = installed(world).model_copy(update={"webhooks_to_loopback": True})
    with receiving() as receiver:
        endpoint = register(world, CAMDEN, url=receiver.url)
        working = Service(settings)
        working._postman = Postman(working.database, working.roads, look_seconds=0.05)
        with at_work(working):
            with world.acting(endpoint.actor) as session:
                operations.ping(
                    session, actor=endpoint.actor, webhook_ref=endpoint.reference
                )
            assert receiver.arrived.wait(PATIENCE_S)
    assert stored(world, endpoint).last_outcome is Outcome.SUCCESS
