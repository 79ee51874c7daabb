"""What a case's service is told of a round: sealed, and of one round at a time."""

from datetime import timedelta

import pytest
from sqlmodel import select

from fixtures.scenarios import LAMBETH, chain_from_a_void, unsafe_ring
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import NotFound
from reciprocal.notices.timetable import next_run
from reciprocal.proposals import operations as proposals
from reciprocal.proposals import queries as proposal_queries
from reciprocal.requests import told
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import CaseTold, PropertyRequest
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import run
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.keys import SealBroken
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY, MakeWorld, World, solve_here


def rows(world: World) -> list[CaseTold]:
    with world.acting(world.coordinator) as session:
        return list(session.exec(select(CaseTold)).all())


def cases(world: World) -> list[PropertyRequest]:
    with world.acting(world.coordinator) as session:
        return list(session.exec(select(PropertyRequest)).all())


def shown(world: World, request: PropertyRequest) -> dict[str, object] | None:
    """Return what a case's worker reads; None where there is nothing to read."""
    worker = world.worker()
    with world.acting(worker) as session:
        try:
            return told.show_no_home_yet(session, worker, request).opened()
        except NotFound:
            return None


def looks(world: World) -> list[str]:
    with world.acting(world.coordinator) as session:
        acts = session.exec(
            select(AuditEntry).where(AuditEntry.action == "sealed.read")
        ).all()
    return [act.code for act in acts if act.code.startswith("case_told")]


def test_one_answer_a_case_is_kept_and_until_it_is_told_the_one_before(
    make_world: MakeWorld,
) -> None:
    world = make_world(unsafe_ring(DAY))
    first = world.run_round()
    assert {row.round_id for row in rows(world)} == {first}
    world.wait(hours=24)
    second = world.run_round()
    # Nobody is left without an answer for the hours until the second is told.
    assert {row.round_id for row in rows(world)} == {first, second}
    assert all(shown(world, case) for case in cases(world))
    # A third in the same hour puts itself in the place of the second.
    third = world.run_round()
    assert {row.round_id for row in rows(world)} == {first, third}
    world.wait(hours=24)
    assert {row["told_on"] for case in cases(world) if (row := shown(world, case))} == {
        DAY + timedelta(days=1)
    }
    fourth = world.run_round()
    assert {row.round_id for row in rows(world)} == {third, fourth}
    assert len(rows(world)) == 2 * len(cases(world))


def test_an_answer_is_told_from_a_fixed_run_on(make_world: MakeWorld) -> None:
    world = make_world(unsafe_ring(DAY))
    world.run_round()
    (told_at,) = {row.told_at for row in rows(world)}
    assert told_at == next_run(clock.now())
    case = cases(world)[0]
    world.hands.on(told_at - timedelta(seconds=1))
    assert shown(world, case) is None
    world.hands.on(told_at)
    assert shown(world, case) is not None


def test_a_look_is_written_down_once_and_only_when_something_is_read(
    make_world: MakeWorld,
) -> None:
    world = make_world(unsafe_ring(DAY))
    world.run_round()
    world.wait(hours=24)
    assert looks(world) == []
    assert shown(world, cases(world)[0])
    assert looks(world) == ["case_told.told"]


def test_a_forecast_reads_like_any_case_that_no_home_came_to(
    make_world: MakeWorld,
) -> None:
    """One of three is proposed a home; the plan moves the others some day, or not."""
    world = make_world(chain_from_a_void(DAY))
    world.run_round()
    world.wait(hours=24)
    states = {case.id: case.state for case in cases(world)}
    assert sorted(states.values()) == ["in_pot", "in_pot", "proposed"]
    for case in cases(world):
        said = shown(world, case)
        if case.state is RequestState.PROPOSED:
            assert said is None
            continue
        assert said is not None
        assert said["told_reason"] == "not_this_round"
        assert said["sentences"] == [
            "Homes suit, and none came to the household this time.",
            *(said["sentences"][1:]),  # type: ignore[index]
        ]
    kept = {row.request_id: row for row in rows(world)}
    for request_id, state in states.items():
        assert kept[request_id].proposed is (state is RequestState.PROPOSED)


def why_kept(world: World, request: PropertyRequest) -> object:
    (row,) = [row for row in rows(world) if row.request_id == request.id]
    with world.acting(world.coordinator) as session:
        return sealing.unseal(session, row.why, "case_told.why", row.id)


def test_nothing_of_a_forecast_is_kept_with_a_case(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    world.run_round()
    for case in cases(world):
        assert bool(why_kept(world, case)) is (case.state is RequestState.PROPOSED)


def test_a_home_proposed_and_not_taken_is_not_told_of_as_none(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    journey.proposed().look(safe=False)
    journey.world.wait(hours=24)
    assert journey.request.state is RequestState.IN_POT
    assert shown(journey.world, journey.request) is None
    # The next round refuses it that home, and says so.
    journey.world.run_round()
    journey.world.wait(hours=24)
    said = shown(journey.world, journey.request)
    assert said is not None
    assert {"code": "home_refused", "homes": "one_to_four"} in said["refused"]  # type: ignore[operator]


def frozen(world: World) -> str:
    with world.acting(world.coordinator) as session:
        return rounds.freeze(session, actor=world.coordinator).id


def test_of_a_case_that_left_the_pot_meanwhile_nothing_is_kept(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(unsafe_ring(DAY)))
    world = journey.world
    round_id, request = frozen(world), journey.request
    worker = world.worker()
    with world.acting(worker) as session:
        proposals.pause(session, actor=worker, case_ref=request.case_ref)
    database = world.working.database
    run.solve_round(database, round_id, lambda _: None, solve=solve_here)
    world.working.agree(round_id)
    assert len(rows(world)) == 2
    assert request.id not in {row.request_id for row in rows(world)}


def test_before_a_round_is_published_nothing_is_told(make_world: MakeWorld) -> None:
    world = make_world(unsafe_ring(DAY))
    database, round_id = world.working.database, frozen(world)
    run.solve_round(database, round_id, lambda _: None, solve=solve_here)
    world.wait(hours=72)
    assert rows(world)
    assert [shown(world, case) for case in cases(world)] == [None] * 3


def test_without_the_key_of_its_case_an_answer_is_unreadable(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    journey.proposed()
    world, request = journey.world, journey.request
    other = rows(world)[0]
    assert {other.told.key_id, other.why.key_id} == {request.key_id}
    worker: Actor = world.worker()
    with world.acting(worker) as session:
        seen = proposal_queries.show_case_proposal(session, worker, request)
        assert seen["why_this_home"]
    with world.acting(worker) as session:
        sealing.destroy_key(session, request.key_id)
    with world.acting(worker) as session:
        seen = proposal_queries.show_case_proposal(session, worker, request)
        with pytest.raises(SealBroken):
            seen["why_this_home"]
        with pytest.raises(SealBroken):
            sealing.unseal(session, other.told, "case_told.told", other.id)


def test_a_proposal_whose_answer_was_forgotten_still_shows(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    worker = journey.world.worker()
    with journey.world.acting(worker) as session:
        told.forget(session, journey.request)
    with journey.world.acting(worker) as session:
        seen = proposal_queries.show_case_proposal(session, worker, journey.request)
        assert seen["why_this_home"] is None
        assert seen["address"]


def test_an_answer_names_no_case_but_its_own(make_world: MakeWorld) -> None:
    world = make_world(chain_from_a_void(DAY))
    world.run_round()
    world.wait(hours=24)
    lambeth = world.loaded.members[LAMBETH].id
    (case,) = [row for row in cases(world) if row.provider_id == lambeth]
    said = shown(world, case)
    assert said is not None
    assert said["reference"] == case.case_ref
    theirs = {ref for row in cases(world) for ref in (row.id, row.board_ref)}
    theirs |= {row.case_ref for row in cases(world)} - {case.case_ref}
    assert [ref for ref in theirs if ref in str(said)] == []
