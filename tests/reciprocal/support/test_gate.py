"""What a household's yes waits for, and what it does not."""

import pytest
from sqlmodel import select

from fixtures import talked
from reciprocal import clock
from reciprocal.moves.tables import Move
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals import operations as proposals
from reciprocal.proposals.lifecycle import EndCode, ProposalState
from reciprocal.requests import operations as requests
from reciprocal.support.operations import SupportOutstanding
from reciprocal.support.terms import SupportOutcome, SupportTopic
from tests.reciprocal.support.acts import (
    answered_yes,
    both_agree,
    by_worker,
    facts,
    told,
)
from tests.support.world import MakeWorld

_I, _O, _T = SupportItem, SupportOutcome, SupportTopic


@pytest.mark.parametrize("left_out", range(len(talked.IMPACT.topics) + 1))
def test_a_yes_waits_until_every_part_of_the_move_is_talked_through(
    make_world: MakeWorld, left_out: int
) -> None:
    journey = both_agree(make_world)
    whole = talked.through(clock.today())
    through = [fact for place, fact in enumerate(whole) if place != left_out]
    by_worker(journey, *through)
    if left_out == len(whole):
        answered_yes(journey)
        assert journey.proposal.state is ProposalState.ACCEPTED
        return
    with pytest.raises(SupportOutstanding):
        answered_yes(journey)
    assert journey.proposal.state is ProposalState.AGREED
    with journey.reading() as session:
        assert session.exec(select(Move)).all() == []


def test_a_no_waits_for_nothing(make_world: MakeWorld) -> None:
    journey = both_agree(make_world)
    journey.household_answers(agreed=False, code=EndCode.HOUSEHOLD_REFUSED)
    assert journey.proposal.state is ProposalState.ENDED
    assert facts(journey) == []


def test_a_scheme_that_switches_the_gate_off_waits_for_nothing(
    make_world: MakeWorld,
) -> None:
    rules = SchemeRules(support_off=(_I.IMPACT_TALKED_THROUGH,))
    journey = both_agree(make_world, rules)
    answered_yes(journey)
    assert journey.proposal.state is ProposalState.ACCEPTED
    assert "impact_talked_through" not in told(journey)


def test_what_was_talked_through_for_another_home_does_not_count(
    make_world: MakeWorld,
) -> None:
    """Another home is at another distance, and needs another school."""
    journey = both_agree(make_world, SchemeRules(cool_off_days=1))
    by_worker(journey, *talked.through(clock.today()))
    assert told(journey)["impact_talked_through"] == "settled"
    with journey.world.acting(journey.worker) as session:
        proposals.pause(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
    with journey.world.acting(journey.worker) as session:
        requests.resume(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
    assert told(journey)["impact_talked_through"] == "later"
    journey.proposed()
    assert told(journey)["impact_talked_through"] == "open"
