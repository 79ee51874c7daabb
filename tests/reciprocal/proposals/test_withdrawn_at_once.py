"""A landlord that withdraws while a round is published learns nothing by it."""

import threading
from typing import Any

import pytest

from reciprocal.homes.lifecycle import HomeState
from reciprocal.proposals import operations
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld, solve_here

pytestmark = pytest.mark.both_databases

HEAD_START_SECONDS = 2


def test_a_home_is_withdrawn_whatever_a_round_draws_meanwhile(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it refused, the refusal would say that the home had just been drawn."""
    journey = Journey(make_world(one_move()))
    world, database = journey.world, journey.world.working.database
    with world.acting(world.coordinator) as session:
        round_id = rounds.freeze(session, actor=world.coordinator).id
    run.solve_round(database, round_id, lambda _: None, solve=solve_here)
    publish = threading.Thread(target=world.working.agree, args=(round_id,))
    free_unseen = operations.free_unseen

    def free_and_publish(*given: Any, **named: Any) -> None:  # noqa: ANN401 - as it takes
        free_unseen(*given, **named)
        publish.start()
        publish.join(HEAD_START_SECONDS)

    monkeypatch.setattr(operations, "free_unseen", free_and_publish)
    home = journey.void
    with world.acting(journey.landlord) as session:
        operations.withdraw_home(
            session, actor=journey.landlord, home_ref=home.landlord_ref
        )
    publish.join()
    assert journey.void.state is HomeState.WITHDRAWN
    assert journey.proposals == []
