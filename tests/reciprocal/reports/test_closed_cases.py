"""Open debts and a round's steps are without those of a case closed to the reader."""

from dataclasses import replace

from reciprocal.access.actor import Actor
from reciprocal.reports import debts
from reciprocal.rounds import plan_queries
from reciprocal.rounds.tables import MatchRound
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld


def test_a_debt_of_a_closed_case_is_left_out(make_world: MakeWorld) -> None:
    """Its day would say when the household moved."""
    journey = Journey(make_world(one_move())).accepted()
    journey.sign()
    journey.start()
    coordinator = journey.world.coordinator
    closed = replace(coordinator, blocked=frozenset({journey.request_id}))
    other = replace(coordinator, blocked=frozenset({journey.proposal.id}))

    def told(actor: Actor) -> int:
        with journey.world.acting(actor) as session:
            return len(debts.rows(session, actor))

    assert told(coordinator) == told(other) > 0
    assert told(closed) == 0


def test_the_steps_of_a_round_are_without_those_of_a_closed_case(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    coordinator = journey.world.coordinator
    closed = replace(coordinator, blocked=frozenset({journey.request_id}))

    def steps(actor: Actor) -> int:
        with journey.world.acting(actor) as session:
            row = session.get_one(MatchRound, journey.proposal.round_id)
            return len(plan_queries.steps(session, actor, row))

    assert (steps(coordinator), steps(closed)) == (1, 0)
