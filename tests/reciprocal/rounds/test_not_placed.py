"""What a landlord is told of a home that is still in the pot: one code, and no more."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from sqlmodel import select

from fixtures.scenarios import CAMDEN, HACKNEY, lopsided
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.disclosure.pages import Wanted
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.notices.timetable import next_run
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.rounds import operations, queries, run
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY, MakeWorld, World, solve_here

# True state, offer shown, in the pot before the round: what its landlord may be told.
TOLD = {
    (HomeState.IN_POT, False, "before"),
    (HomeState.IN_POT, True, "before"),
    (HomeState.RESERVED, False, "before"),
}
"""The third row is the dangerous one: a round drew it, and nobody may tell."""


def landlord(world: World, code: str = CAMDEN) -> Actor:
    return world.loaded.staff.desks[code].first


def told(world: World, code: str = CAMDEN) -> list[dict[str, object]]:
    actor = landlord(world, code)
    with world.acting(actor) as session:
        return list(queries.own_not_placed(session, actor))


def test_a_home_drawn_and_not_shown_is_told_of_like_any_in_the_pot(
    make_world: MakeWorld,
) -> None:
    world = make_world(one_move())
    frozen_at = clock.now()
    world.run_round()
    world.wait(hours=24)
    since: dict[str, datetime | None] = {
        "before": frozen_at,
        "after": frozen_at + timedelta(seconds=1),
        "never": None,
    }
    answers_given = []
    for state, offer_shown, when in product(HomeState, (False, True), since):
        with world.acting(landlord(world)) as session:
            home = session.exec(
                select(Home).where(Home.provider_id == landlord(world).organisation_id)
            ).one()
            home.state, home.offer_shown = state, offer_shown
            home.in_pot_since = since[when]
            session.add(home)
        said = told(world)
        assert bool(said) is ((state, offer_shown, when) in TOLD), (state, when)
        answers_given += said
    assert len(answers_given) == len(TOLD)
    first = answers_given[0]
    assert [said for said in answers_given if said != first] == []
    assert first["reason"] == "not_placed"
    assert first["told_on"] == DAY


def test_it_is_told_from_the_fixed_run_after_the_newest_round(
    make_world: MakeWorld,
) -> None:
    world = make_world(lopsided(DAY))
    assert told(world) == []
    world.run_round()
    told_at = next_run(clock.now())
    world.hands.on(told_at - timedelta(seconds=1))
    assert told(world) == []
    world.hands.on(told_at)
    # Each of the two homes was drawn, and no worker has looked.
    assert [said["told_on"] for said in told(world)] == [DAY, DAY]
    world.wait(hours=24)
    world.run_round()
    second = next_run(clock.now())
    assert {said["told_on"] for said in told(world)} == {DAY}
    world.hands.on(second)
    assert {said["told_on"] for said in told(world)} == {second.date()}


@pytest.mark.parametrize("seen", [False, True])
def test_an_end_that_the_landlord_never_saw_changes_nothing(
    make_world: MakeWorld, *, seen: bool
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    world = journey.world
    since = journey.void.in_pot_since
    world.wait(hours=2)
    if seen:
        journey.look()
        assert journey.void.in_pot_since == since
        # It sees the offer, and so that the home is not in the pot.
        journey.landlord_answers(agreed=False, code=EndCode.HOME_NOT_READY)
    else:
        journey.look(safe=False)
    assert journey.void.state is HomeState.IN_POT
    assert (journey.void.in_pot_since == since) is not seen
    world.wait(hours=24)
    assert bool(told(world)) is not seen
    world.run_round()
    world.wait(hours=24)
    assert told(world)


def test_no_other_landlord_s_home_is_told_of(make_world: MakeWorld) -> None:
    world = make_world(lopsided(DAY))
    world.run_round()
    world.wait(hours=24)
    mine, theirs = (
        {said["reference"] for said in told(world, code)} for code in (CAMDEN, HACKNEY)
    )
    assert (len(mine), len(theirs), mine & theirs) == (2, 2, set())


def test_it_is_told_a_page_at_a_time(make_world: MakeWorld) -> None:
    world = make_world(lopsided(DAY))
    world.run_round()
    world.wait(hours=24)
    actor = landlord(world)
    with world.acting(actor) as session:
        page = queries.own_not_placed(session, actor, Wanted(limit=1))
        rest = queries.own_not_placed(session, actor, Wanted(limit=1, after=page.last))
    assert [*page, *rest] == told(world)
    assert rest.last is None


def test_a_round_that_failed_or_is_not_published_is_not_told_of(
    make_world: MakeWorld,
) -> None:
    world = make_world(lopsided(DAY))
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        round_id = operations.freeze(session, actor=coordinator).id
    run.solve_round(world.working.database, round_id, lambda _: None, solve=solve_here)
    world.wait(hours=24)
    assert told(world) == []
