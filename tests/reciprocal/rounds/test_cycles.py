"""In which order a cycle is carried out, and who may begin one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.scenarios import chain_from_a_void, three_in_a_ring
from reciprocal.errors import Forbidden, NotFound, StateConflict
from reciprocal.rounds import cycles, operations
from reciprocal.rounds.cycle_lifecycle import (
    TRANSITIONS,
    CycleEvent,
    CycleState,
    Missing,
    after,
)
from reciprocal.rounds.cycle_rules import may_go_first, missing_dates, round_from
from reciprocal.rounds.tables import MatchRound
from tests.support.world import DAY, MakeWorld

MONDAY = date(2026, 3, 2)


def days(*after_monday: int | None) -> list[date | None]:
    return [None if n is None else MONDAY + timedelta(days=n) for n in after_monday]


# Dates of the homes that steps 0, 1 and 2 enter; what is missing on that Monday.
DATES: tuple[tuple[tuple[int | None, ...], tuple[Missing, ...]], ...] = (
    ((0, 0, 0), ()),
    ((1, 2, 3), ()),
    ((3, 1, 2), ()),
    ((2, 3, 1), ()),
    ((3, 2, 1), (Missing.DATES_IN_ORDER,)),
    ((1, 3, 2), (Missing.DATES_IN_ORDER,)),
    ((1, None, 3), (Missing.DATES,)),
    ((None, None, None), (Missing.DATES,)),
    ((1, 2, -1), (Missing.DATES,)),
    ((4, 1, 2, 3), ()),
    ((4, 2, 1, 3), (Missing.DATES_IN_ORDER,)),
)


@pytest.mark.parametrize(("dates", "expected"), DATES)
def test_dates_are_to_come_and_in_the_order_of_the_moves(
    dates: tuple[int | None, ...], expected: tuple[Missing, ...]
) -> None:
    assert missing_dates(days(*dates), MONDAY) == expected


# Who may go first: its own step is the last, so its home has the last of the dates.
FIRST: tuple[tuple[tuple[int, ...], int, tuple[int, ...]], ...] = (
    ((1, 2, 3), 0, (2,)),
    ((1, 2, 3), 1, (2,)),
    ((1, 2, 3), 2, ()),
    ((5, 5, 5), 5, (0, 1, 2)),
    ((5, 3, 4), 0, (0,)),
    ((3, 2, 1), 0, ()),
)


@pytest.mark.parametrize(("dates", "interim", "expected"), FIRST)
def test_who_may_go_first(
    dates: tuple[int, ...], interim: int, expected: tuple[int, ...]
) -> None:
    known = [MONDAY + timedelta(days=n) for n in dates]
    assert may_go_first(known, MONDAY + timedelta(days=interim)) == expected


@given(
    st.integers(3, 9).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n)))
)
def test_every_step_is_taken_once_into_a_home_that_was_left(
    ring: tuple[int, int],
) -> None:
    first, moves = ring
    left = {first}  # into the interim home
    for step in round_from(first, moves):
        home_left_by = (step - 1) % moves
        assert home_left_by in left
        left.add(step)
    assert left == set(range(moves))
    assert round_from(first, moves)[-1] == first


@pytest.mark.parametrize("state", CycleState)
@pytest.mark.parametrize("event", CycleEvent)
def test_a_cycle_ends_once(state: CycleState, event: CycleEvent) -> None:
    if state is CycleState.UNDER_WAY:
        assert after(state, event) is TRANSITIONS[state, event]
        assert after(state, event) is not CycleState.UNDER_WAY
        return
    with pytest.raises(StateConflict):
        after(state, event)


def test_only_a_coordinator_begins_a_cycle_and_only_of_a_published_round(
    make_world: MakeWorld,
) -> None:
    world = make_world(three_in_a_ring(DAY))
    with world.acting(world.coordinator) as session:
        row = operations.freeze(session, actor=world.coordinator)
        round_ref = row.board_ref
    for actor, refused in (
        (world.coordinator, StateConflict),
        (world.worker(), Forbidden),
    ):
        with pytest.raises(refused), world.acting(actor) as session:
            cycles.name_interim_home(
                session, actor=actor, round_ref=round_ref, number=1, home_ref="0" * 32
            )


def test_a_chain_is_no_cycle(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    actor = world.coordinator
    with pytest.raises(NotFound), world.acting(actor) as session:
        cycles.name_interim_home(
            session,
            actor=actor,
            round_ref=session.get_one(MatchRound, round_id).board_ref,
            number=1,
            home_ref="0" * 32,
        )
