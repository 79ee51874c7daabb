"""A person decides each move of a plan, and nobody is asked about it before."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlmodel import select

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import chain_from_a_void
from reciprocal import ids
from reciprocal.access.actor import Actor, service
from reciprocal.errors import Forbidden, NotFound, StateConflict
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.proposals.tables import Proposal
from reciprocal.reports import audited
from reciprocal.reports.step_decisions import decisions
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds import operations as rounds
from reciprocal.rounds import plan_queries, queries, step_decisions
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.step_decisions import StepsNotDecided
from reciprocal.rounds.step_rules import (
    Decided,
    StepAnswer,
    WithheldReason,
    is_whole,
)
from reciprocal.rounds.tables import MatchRound, StepDecision
from tests.reciprocal.test_composition import freeze
from tests.support.world import DAY, MakeWorld, World

pytestmark = pytest.mark.both_databases

YES, NO = StepAnswer.AGREED, StepAnswer.WITHHELD
DOUBT = WithheldReason.SAFETY_DOUBT

WHOLE = (
    # What waits, what is said, and whether that decides it
    ((1,), (Decided(1, YES),), True),
    ((1,), (Decided(1, NO, DOUBT),), True),
    ((1, 3), (Decided(3, YES), Decided(1, NO, DOUBT)), True),
    ((), (), True),
    ((1,), (), False),
    ((1, 3), (Decided(1, YES),), False),
    ((1,), (Decided(1, YES), Decided(2, YES)), False),
    ((1,), (Decided(1, YES), Decided(1, NO, DOUBT)), False),
    ((1,), (Decided(1, YES), Decided(1, YES)), False),
    ((1,), (Decided(1, YES, DOUBT),), False),
    ((1,), (Decided(1, NO),), False),
)


@pytest.mark.parametrize(("waits", "said", "whole"), WHOLE)
def test_a_plan_is_decided_whole_or_not_at_all(
    waits: tuple[int, ...], said: tuple[Decided, ...], *, whole: bool
) -> None:
    assert is_whole(said, set(waits)) is whole


def solved(make_world: MakeWorld) -> tuple[World, str]:
    """Return a world whose round has a plan that waits for a person."""
    world = make_world(chain_from_a_void(DAY))
    world.working.decides = None
    return world, world.run_round()


def decide(
    world: World, round_id: str, said: Sequence[Decided], actor: Actor | None = None
) -> None:
    actor, reference = actor or world.coordinator, row_of(world, round_id)
    with world.acting(actor) as session:
        step_decisions.decide(session, actor=actor, round_ref=reference, decided=said)


def row_of(world: World, round_id: str) -> str:
    with world.acting(world.coordinator) as session:
        return session.get_one(MatchRound, round_id).board_ref


def state_of(world: World, round_id: str) -> RoundState:
    with world.acting(world.coordinator) as session:
        return session.get_one(MatchRound, round_id).state


def proposed(world: World) -> int:
    with world.acting(world.coordinator) as session:
        return len(session.exec(select(Proposal)).all())


def kept(world: World) -> list[StepDecision]:
    with world.acting(service(world.loaded.scheme_id)) as session:
        return list(session.exec(select(StepDecision)).all())


def test_a_plan_waits_for_a_person(make_world: MakeWorld) -> None:
    world, round_id = solved(make_world)
    assert state_of(world, round_id) is RoundState.SOLVED
    assert proposed(world) == 0
    actor = world.coordinator
    with world.acting(actor) as session, pytest.raises(rounds.RoundRunning):
        rounds.freeze(session, actor=actor)


def test_what_is_agreed_to_is_proposed_and_kept(make_world: MakeWorld) -> None:
    world, round_id = solved(make_world)
    decide(world, round_id, [Decided(1, YES)])
    assert state_of(world, round_id) is RoundState.PUBLISHED
    assert proposed(world) == 1
    (row,) = kept(world)
    assert (row.answer, row.reason, row.proposed) == (YES, None, True)
    assert row.decided_by == world.coordinator.id
    actor, reference = world.coordinator, row_of(world, round_id)
    with world.acting(actor) as session:
        mine = queries.own_round(session, actor, reference)
        shown = [
            (step["kind"], step["decided"])
            for step in plan_queries.steps(session, actor, mine)
        ]
        assert mine.proposed == 1
    assert shown == [("ready", YES), ("forecast", None), ("forecast", None)]
    with pytest.raises(StateConflict):
        decide(world, round_id, [Decided(1, YES)])


def test_what_is_withheld_stays_in_the_pot_for_the_next_round(
    make_world: MakeWorld,
) -> None:
    world, round_id = solved(make_world)
    with world.acting(world.coordinator) as session:
        before = {r.id: r.waiting_since for r in session.exec(select(PropertyRequest))}
    decide(world, round_id, [Decided(1, NO, DOUBT)])
    assert state_of(world, round_id) is RoundState.PUBLISHED
    assert proposed(world) == 0
    (row,) = kept(world)
    assert (row.answer, row.reason, row.proposed) == (NO, DOUBT, False)
    with world.acting(world.coordinator) as session:
        requests = session.exec(select(PropertyRequest)).all()
        assert {r.state for r in requests} == {RequestState.IN_POT}
        assert {r.id: r.waiting_since for r in requests} == before
        homes = session.exec(select(Home).where(Home.state == HomeState.RESERVED))
        assert homes.all() == []
    again = world.run_round()
    decide(world, again, [Decided(1, YES)])
    assert proposed(world) == 1


@pytest.mark.parametrize(
    "said", [row[1] for row in WHOLE if row[0] == (1,) and not row[2]]
)
def test_half_a_decision_changes_nothing(
    make_world: MakeWorld, said: tuple[Decided, ...]
) -> None:
    world, round_id = solved(make_world)
    with pytest.raises(StepsNotDecided) as fault:
        decide(world, round_id, said)
    assert [each.field for each in fault.value.faults] == ["decisions"]
    assert state_of(world, round_id) is RoundState.SOLVED
    assert (kept(world), proposed(world)) == ([], 0)


def test_nobody_decides_another_s_or_one_that_is_not_solved(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    round_id = freeze(world)
    for said in ([Decided(1, YES)], []):
        with pytest.raises(StateConflict):
            decide(world, round_id, said)
    for actor, fault in (
        (world.person(AUDITOR), Forbidden),
        (world.worker(), Forbidden),
    ):
        with world.acting(actor) as session, pytest.raises(fault):
            step_decisions.decide(session, actor=actor, round_ref="x", decided=[])
    actor = world.coordinator
    with world.acting(actor) as session, pytest.raises(NotFound):
        step_decisions.decide(session, actor=actor, round_ref=ids.new_id(), decided=[])


def test_what_is_closed_to_one_person_waits_for_another(make_world: MakeWorld) -> None:
    """To whom a case is closed, nothing tells that a move of it waits."""
    world, round_id = solved(make_world)
    with world.acting(world.coordinator) as session:
        cases = {row.id for row in session.exec(select(PropertyRequest))}
    shut_out = _blocked(world.person(COORDINATOR, "second"), cases)
    with pytest.raises(StepsNotDecided):
        decide(world, round_id, [Decided(1, YES)], shut_out)
    decide(world, round_id, [], shut_out)
    assert (state_of(world, round_id), proposed(world)) == (RoundState.PUBLISHED, 0)
    with pytest.raises(StateConflict):
        decide(world, round_id, [], shut_out)
    decide(world, round_id, [Decided(1, YES)])
    assert proposed(world) == 1
    with world.acting(world.coordinator) as session:
        assert session.get_one(MatchRound, round_id).proposed == 1
    auditor = world.person(AUDITOR)
    shut_out = _blocked(auditor, cases)
    with world.acting(auditor) as session:
        assert len(decisions(session, auditor)) == 1
        assert decisions(session, shut_out) == []
        seen = [row["action"] for row in audited.entries(session, auditor)]
        hidden = [row["action"] for row in audited.entries(session, shut_out)]
    assert "plan_step.agreed" in seen
    assert "plan_step.agreed" not in hidden


def test_the_next_round_ends_what_still_waited(make_world: MakeWorld) -> None:
    world, round_id = solved(make_world)
    with world.acting(world.coordinator) as session:
        cases = {row.id for row in session.exec(select(PropertyRequest))}
    decide(world, round_id, [], _blocked(world.coordinator, cases))
    world.wait(hours=1)
    world.run_round()
    with pytest.raises(StateConflict):
        decide(world, round_id, [Decided(1, YES)])


def test_a_plan_of_nothing_to_decide_publishes_itself(make_world: MakeWorld) -> None:
    world, round_id = solved(make_world)
    decide(world, round_id, [Decided(1, YES)])
    world.wait(hours=1)
    assert state_of(world, world.run_round()) is RoundState.PUBLISHED
    assert len(kept(world)) == 1


def test_an_auditor_reads_who_decided_what(make_world: MakeWorld) -> None:
    world, round_id = solved(make_world)
    decide(world, round_id, [Decided(1, NO, DOUBT)])
    auditor = world.person(AUDITOR)
    with world.acting(auditor) as session:
        (row,) = decisions(session, auditor)
    assert (row["answer"], row["reason"], row["proposed"]) == (NO, DOUBT, False)
    assert row["round"] == audited.pseudonym(auditor, round_id)
    assert row["decided_by"] == audited.pseudonym(auditor, world.coordinator.id)


def _blocked(actor: Actor, cases: set[str]) -> Actor:
    return replace(actor, blocked=frozenset(cases))
