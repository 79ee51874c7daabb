"""What no case holds goes on its day too: drafts, and what rounds were solved from."""

from uuid import uuid4

import pytest
from sqlmodel import select

from reciprocal.access.actor import service
from reciprocal.disclosure.pages import Page
from reciprocal.drafts import operations as drafts
from reciprocal.errors import NotFound
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.proposals.tables import Proposal
from reciprocal.retention.rules import Of
from reciprocal.rounds import queries as round_queries
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import opened, opened_plan, opened_reasons
from reciprocal.rounds.tables import MatchRound
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.retention.test_retention import sweep
from tests.support.world import MakeWorld


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


def test_a_draft_goes_on_its_day_and_not_before(journey: Journey) -> None:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        drafts.keep(
            session,
            actor=worker,
            draft_ref=str(uuid4()),
            again_of="",
            typed=[("adults", "2")],
        )
    journey.world.wait(days=30, seconds=-1)
    assert Of.UNSAVED not in sweep(journey)
    journey.world.wait(seconds=1)
    assert sweep(journey)[Of.UNSAVED] == 1


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
            round_queries.steps,
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
