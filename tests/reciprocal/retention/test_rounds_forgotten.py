"""What a round was solved from goes on its day; what was counted of it stays."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from reciprocal.access.actor import service
from reciprocal.disclosure.pages import Page
from reciprocal.errors import NotFound
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.retention import rules
from reciprocal.retention.rules import HeldRound, Of
from reciprocal.rounds import plan_queries
from reciprocal.rounds import queries as round_queries
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import opened, opened_plan, opened_reasons
from reciprocal.rounds.tables import MatchRound
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.retention.test_retention import NOW, sweep
from tests.support.world import MakeWorld


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


@given(
    st.lists(
        st.builds(
            HeldRound,
            id=st.uuids().map(str),
            since=st.none()
            | st.integers(0, 100 * 24 * 3600).map(
                lambda ago: NOW - timedelta(seconds=ago)
            ),
            in_use=st.booleans(),
        ),
        unique_by=lambda each: each.id,
    )
)
def test_a_round_goes_on_its_day_and_no_other(kept: list[HeldRound]) -> None:
    due = set(rules.rounds_due(kept, NOW))
    for each in kept:
        old = each.since is not None and NOW - each.since >= timedelta(days=90)
        assert (each.id in due) is (old and not each.in_use)
    assert rules.rounds_due([each for each in kept if each.id not in due], NOW) == []


def test_what_a_round_was_solved_from_goes_and_its_counts_stay(
    journey: Journey,
) -> None:
    world = journey.world
    journey.proposed()
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        row = session.get_one(MatchRound, journey.proposal.round_id)
        before = round_queries.round_row(row)
    world.wait(days=4000)
    assert Of.ROUND not in sweep(journey), "a step of it is live"
    with world.acting(service()) as session:
        step = session.get_one(Proposal, journey.proposal.id)
        step.state, step.end_code = ProposalState.ENDED, EndCode.LAPSED
        session.add(step)
    assert sweep(journey)[Of.ROUND] == 1
    with world.acting(coordinator) as session:
        row = session.get_one(MatchRound, journey.proposal.round_id)
        assert round_queries.round_row(row) == before
        for read in (
            plan_queries.steps,
            round_queries.no_home_yet,
            round_queries.unused_homes,
        ):
            assert read(session, coordinator, row) == Page()
        for open_ in (opened, opened_plan, opened_reasons):
            with pytest.raises(NotFound):
                open_(session, coordinator, row)


def test_a_round_goes_ninety_days_after_it_was_published(journey: Journey) -> None:
    world = journey.world
    world.run_round()
    with world.acting(service()) as session:
        for step in session.exec(select(Proposal)).all():
            step.state, step.end_code = ProposalState.ENDED, EndCode.LAPSED
            session.add(step)
    world.wait(days=90, seconds=-1)
    assert Of.ROUND not in sweep(journey)
    world.wait(seconds=1)
    assert sweep(journey)[Of.ROUND] == 1


def test_a_round_that_was_refused_goes_too(journey: Journey) -> None:
    world = journey.world
    round_id = world.run_round()
    with world.acting(service()) as session:
        for step in session.exec(select(Proposal)).all():
            step.state, step.end_code = ProposalState.ENDED, EndCode.LAPSED
            session.add(step)
        row = session.get_one(MatchRound, round_id)
        row.state, row.published_at = RoundState.REFUSED, None
        session.add(row)
    world.wait(days=90)
    assert sweep(journey)[Of.ROUND] == 1
