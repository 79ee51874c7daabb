"""What is decided of a home is decided on what stands now."""

import threading

import pytest

from reciprocal.homes import operations as homes
from reciprocal.homes.lifecycle import HomeEvent, HomeState, after
from tests.reciprocal.homes.test_homes import post, withdraw
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

HEAD_START_SECONDS = 2


def test_a_home_that_is_withdrawn_meanwhile_is_not_released(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever comes first, the withdrawal is the last word."""
    journey = Journey(make_world(one_move()))
    deputy = journey.world.loaded.staff.desks[journey.new].second
    home = post(journey)
    withdrawal = threading.Thread(target=withdraw, args=(journey, home))

    def after_a_while(state: HomeState, event: HomeEvent) -> HomeState:
        if event is HomeEvent.RELEASE:
            withdrawal.start()
            withdrawal.join(HEAD_START_SECONDS)
        return after(state, event)

    monkeypatch.setattr(homes, "after", after_a_while)
    with journey.world.acting(deputy) as session:
        homes.release_home(session, actor=deputy, home_ref=home.landlord_ref)
    withdrawal.join()
    with journey.reading() as session:
        assert session.get_one(type(home), home.id).state is HomeState.WITHDRAWN
