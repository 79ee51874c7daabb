"""What a landlord is told of a home that is still in the pot: one code, and no more."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from sqlmodel import select

from fixtures.scenarios import (
    CAMDEN,
    HACKNEY,
    chain_from_a_void,
    lopsided,
    unsafe_ring,
)
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.disclosure.pages import Wanted
from reciprocal.homes import operations as homes
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.notices.timetable import next_run
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds import operations, queries, run
from reciprocal.rounds.tables import MatchRound
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


def told_without(
    world: World, request_id: str, code: str = CAMDEN
) -> list[dict[str, object]]:
    """Return what somebody is told to whom a case is closed."""
    actor = replace(landlord(world, code), blocked=frozenset({request_id}))
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
        # It sees the offer, and so that the home is not in the pot.
        journey.landlord_answers(agreed=False, code=EndCode.HOME_NOT_READY)
    else:
        journey.look(safe=False)
    assert journey.void.state is HomeState.IN_POT
    assert journey.void.in_pot_since == since
    world.wait(hours=24)
    assert bool(told(world)) is not seen
    # To somebody to whom the case is closed the offer was never shown.
    assert told_without(world, journey.request_id)
    world.run_round()
    world.wait(hours=24)
    assert told(world)


@pytest.mark.parametrize("stage", ["proposed", "offered", "agreed", "completed"])
def test_to_whom_a_case_is_closed_its_home_never_leaves_the_pot(
    make_world: MakeWorld, stage: str
) -> None:
    journey: Journey = getattr(Journey(make_world(one_move())), stage)()
    journey.world.wait(hours=24)
    (said,) = told_without(journey.world, journey.request_id)
    assert (said["reference"], said["told_on"]) == (journey.void.landlord_ref, DAY)
    assert bool(told(journey.world)) is (stage == "proposed")


def test_the_home_that_a_household_left_is_told_of_once_it_is_empty(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).completed()
    world = journey.world
    assert told(world, HACKNEY) == []
    left, day = journey.left, clock.today()
    with world.acting(journey.old_landlord) as session:
        homes.record_empty(
            session,
            actor=journey.old_landlord,
            home=session.get_one(Home, left.id),
            void_date=day,
            ready_date=day,
            team_barred=journey.landlord.organisation_id,
        )
    world.wait(hours=24)
    assert told(world, HACKNEY) == [], "it came to the pot after the round"
    world.run_round()
    world.wait(hours=24)
    (said,) = told(world, HACKNEY)
    assert said["reference"] == left.landlord_ref
    assert told_without(world, journey.request_id, HACKNEY) == []


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


def test_a_coordinator_reads_unused_homes_as_if_no_closed_case_moved(
    make_world: MakeWorld,
) -> None:
    """In a chain of three, one case is closed to her; then the home it leaves too."""
    world = make_world(chain_from_a_void(DAY))
    round_id = world.run_round()
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        plan = run.opened_plan(session, coordinator, row)
        first, second, _third = plan.exchanges[0].steps
        homes_of = {home.id: home for home in session.exec(select(Home)).all()}
    (unused,) = read_unused(world, round_id, frozenset())
    everything = read_unused(world, round_id, frozenset({first.household_id}))
    # The void that it enters is unused as far as she can tell, and so is what follows;
    # the home that it leaves is no home to her.
    seen = {home.board_ref for home in homes_of.values()}
    seen -= {homes_of[second.home_id].board_ref}
    assert {row["home"] for row in everything} == seen
    assert unused in everything
    assert len({(row["reason"], row["sentence"]) for row in everything}) == 1


def read_unused(
    world: World, round_id: str, blocked: frozenset[str]
) -> list[dict[str, object]]:
    actor = replace(world.coordinator, blocked=blocked)
    with world.acting(actor) as session:
        row = session.get_one(MatchRound, round_id)
        waiting = queries.no_home_yet(session, actor, row)
        assert waiting == []
        return list(queries.unused_homes(session, actor, row))


def test_who_is_closed_to_a_coordinator_is_not_among_those_without_a_home(
    make_world: MakeWorld,
) -> None:
    world = make_world(unsafe_ring(DAY))
    round_id = world.run_round()
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        row = session.get_one(MatchRound, round_id)
        (first, *others) = session.exec(
            select(PropertyRequest).order_by(PropertyRequest.board_ref)
        ).all()
        closed = replace(coordinator, blocked=frozenset({first.id}))
        read = queries.no_home_yet(session, closed, row)
    assert [row["request"] for row in read] == [row.board_ref for row in others]
