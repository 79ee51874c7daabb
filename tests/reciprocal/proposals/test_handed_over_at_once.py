"""What two people of two services do at once about one case: it is never two's."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from fixtures.load import COORDINATOR
from reciprocal.access.actor import Actor
from reciprocal.errors import ReciprocalError, StateConflict
from reciprocal.proposals import transfers
from reciprocal.requests import closing, handing_over
from reciprocal.requests.closing import ServiceHasCases
from reciprocal.requests.tables import PropertyRequest
from tests.journeys.test_service_closes import (
    OTHER,
    board,
    offer,
    offered,
    two_services,
)
from tests.journeys.walking import SERVICE, Walk, items
from tests.support.world import MakeWorld, World

pytestmark = pytest.mark.both_databases

HEAD_START_SECONDS = 2


class Meanwhile:
    """An act that begins while another takes a case, and what it came to."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.refused: ReciprocalError | None = None
        self._act = act
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self._act()
        except ReciprocalError as refused:
            self.refused = refused


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Meanwhile], None]:
    """Let another act begin just before the first one's case changes hands."""
    hand_over = handing_over.hand_over

    def begin(other: Meanwhile) -> None:
        def after_a_while(*given: Any, **named: Any) -> None:  # noqa: ANN401 - passed on
            if other.thread.ident is None:
                other.thread.start()
                other.thread.join(HEAD_START_SECONDS)
            hand_over(*given, **named)

        monkeypatch.setattr(handing_over, "hand_over", after_a_while)

    return begin


def take(world: World, actor: Actor, reference: str) -> PropertyRequest:
    with world.acting(actor) as session:
        return transfers.take(
            session,
            actor=actor,
            transfer_ref=reference,
            handed_over_on=world.hands.now().date(),
        )


def of_service(world: World, code: str) -> set[str]:
    return {row["reference"] for row in items(world, code, "/v1/cases")}


def test_a_case_is_taken_once(
    make_world: MakeWorld, meanwhile: Callable[[Meanwhile], None]
) -> None:
    # Given a case that two people of one service take at once
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    offer(walk)
    reference = offered(world)
    second = world.person(OTHER, "second")
    other = Meanwhile(lambda: take(world, second, reference))
    meanwhile(other)
    taken = take(world, world.person(OTHER), reference)
    other.thread.join()
    # Then one has it, by one reference
    assert isinstance(other.refused, StateConflict)
    mine = {
        row["reference"]
        for row in items(world, OTHER, "/v1/cases")
        if row["stage"] == "proposed"
    }
    assert mine == {taken.case_ref}


def test_an_offer_is_not_taken_back_once_it_is_being_taken(
    make_world: MakeWorld, meanwhile: Callable[[Meanwhile], None]
) -> None:
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    sent = offer(walk).json()["reference"]
    worker = world.worker()

    def withdraw() -> None:
        with world.acting(worker) as session:
            transfers.withdraw(session, actor=worker, transfer_ref=sent)

    other = Meanwhile(withdraw)
    meanwhile(other)
    take(world, world.person(OTHER), offered(world))
    other.thread.join()
    assert isinstance(other.refused, StateConflict)
    assert walk.case not in of_service(world, SERVICE)
    assert world.call(SERVICE, "GET", f"/v1/case-transfers/{sent}").json()["stage"] == (
        "taken"
    )


def test_a_service_does_not_close_over_a_case_that_it_is_taking(
    make_world: MakeWorld, meanwhile: Callable[[Meanwhile], None]
) -> None:
    """The case was left to a service that nobody could sign in to any more."""
    # Given a service whose one case has gone to another, which may take it back
    world = two_services(make_world)
    walk = Walk(world).to("proposed")
    last = world.call(OTHER, "GET", "/v1/cases").json()["items"][0]["reference"]
    closed = world.call(
        OTHER,
        "POST",
        f"/v1/cases/{last}/household-changes",
        {
            "change": "no_longer_wanted",
            "happened_on": walk.today().isoformat(),
            "household": None,
        },
    )
    assert closed.json()["stage"] == "closed"
    offer(walk)
    first, second = (world.person(COORDINATOR, who) for who in ("first", "second"))

    def close() -> None:
        for act, actor in ((closing.mark, first), (closing.close, second)):
            with world.acting(actor) as session:
                act(session, actor=actor, code=OTHER)

    # When two coordinators mark and close it while it takes a case
    other = Meanwhile(close)
    meanwhile(other)
    take(world, world.person(OTHER), offered(world))
    other.thread.join()
    # Then it is closing, and has the case
    assert isinstance(other.refused, ServiceHasCases)
    assert board(world, "keep-open", code=OTHER).json()["cases_in_hand"] == 1
