"""An answer is a conversation: in a language, and never before the warning it needs."""

import pytest
from sqlmodel import select

from reciprocal.access.actor import service
from reciprocal.errors import FieldsInvalid, Forbidden, NoLongerAvailable, StateConflict
from reciprocal.proposals import conversation, queries
from reciprocal.proposals.conversation import DutyNotStated, WarningMissing
from reciprocal.proposals.lifecycle import (
    HOUSEHOLD_CODES,
    NEVER_COUNTS,
    EndCode,
    ProposalState,
)
from reciprocal.proposals.tables import Conversation, FinalOfferWarning
from reciprocal.requests import duties
from reciprocal.requests import queries as requests
from reciprocal.requests.rules import HomelessnessDuty
from reciprocal.requests.tables import DutyStated
from reciprocal.sealing import operations as sealing
from tests.reciprocal.journey import SAID, Journey, one_move
from tests.reciprocal.proposals.told import assert_freed, decisions
from tests.support.world import MakeWorld

OWED = sorted(set(HomelessnessDuty) - {HomelessnessDuty.NONE})
WORDS = "Said that the council may end its duty on a no."


def agreed(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move())).agreed()


def kept(journey: Journey) -> list[Conversation]:
    with journey.world.acting(service(journey.world.loaded.scheme_id)) as session:
        return list(session.exec(select(Conversation)).all())


@pytest.mark.parametrize("code", [None, *sorted(HOUSEHOLD_CODES)])
def test_how_an_answer_was_given_is_kept_sealed(
    make_world: MakeWorld, code: EndCode | None
) -> None:
    journey = agreed(make_world)
    journey.household_answers(agreed=code is None, code=code)
    (row,) = kept(journey)
    assert row.proposal_id == journey.proposal.id
    assert row.interpreter is SAID.interpreter
    assert b'"en"' not in row.language.box
    with journey.world.acting(service(journey.world.loaded.scheme_id)) as session:
        opened = sealing.unseal(session, row.language, "conversation.language", row.id)
    assert opened == SAID.language


def test_an_answer_that_is_not_taken_leaves_no_conversation(
    make_world: MakeWorld,
) -> None:
    journey = agreed(make_world)
    with pytest.raises(FieldsInvalid):
        journey.household_answers(agreed=False)
    assert kept(journey) == []


def test_only_a_bare_no_could_ever_count() -> None:
    """Unsafe, or failing a stated need, never does; nor does anybody else's end."""
    assert {EndCode.HOUSEHOLD_REFUSED} == HOUSEHOLD_CODES - NEVER_COUNTS
    assert set(EndCode) - NEVER_COUNTS == {EndCode.HOUSEHOLD_REFUSED}


@pytest.mark.parametrize("duty", OWED)
@pytest.mark.parametrize("code", [None, EndCode.HOUSEHOLD_REFUSED])
def test_a_household_owed_a_duty_is_warned_before_it_answers(
    make_world: MakeWorld, duty: HomelessnessDuty, code: EndCode | None
) -> None:
    journey = agreed(make_world)
    journey.states_duty(duty)
    before = decisions(journey)
    with pytest.raises(WarningMissing):
        journey.household_answers(agreed=code is None, code=code)
    assert (decisions(journey), kept(journey)) == (before, [])
    assert journey.proposal.state is ProposalState.AGREED
    journey.warns(WORDS)
    journey.household_answers(agreed=code is None, code=code)
    assert len(kept(journey)) == 1
    if code is not None:
        assert_freed(journey, code)


def test_the_warning_is_in_the_worker_s_words_sealed_and_shown_as_given(
    make_world: MakeWorld,
) -> None:
    journey = agreed(make_world)

    def told() -> object:
        with journey.world.acting(journey.worker) as session:
            shown = queries.show_case_proposal(session, journey.worker, journey.request)
            return shown.opened()["warned_of_final_offer"]

    assert told() is False
    journey.warns(WORDS)
    journey.warns("Said again, with an interpreter.")
    assert told() is True
    with journey.world.acting(service(journey.world.loaded.scheme_id)) as session:
        rows = session.exec(select(FinalOfferWarning)).all()
        words = {
            sealing.unseal(session, row.words, "final_offer_warning.words", row.id)
            for row in rows
        }
    assert words == {WORDS, "Said again, with an interpreter."}
    assert all(WORDS.encode() not in row.words.box for row in rows)


def test_a_warning_is_of_one_step_alone(make_world: MakeWorld) -> None:
    """A household that was warned of one home is warned anew of the next."""
    journey = agreed(make_world)
    journey.states_duty(HomelessnessDuty.MAIN)
    journey.warns()
    journey.world.hands.on(journey.proposal.due_at)
    journey.world.run_round()
    journey.look()
    journey.landlord_answers()
    journey.old_landlord_confirms()
    journey.views()
    with pytest.raises(WarningMissing):
        journey.household_answers()


def test_what_nobody_stated_is_not_none(make_world: MakeWorld) -> None:
    journey = agreed(make_world)
    with journey.world.acting(service(journey.world.loaded.scheme_id)) as session:
        for row in session.exec(select(DutyStated)):
            session.delete(row)
    with pytest.raises(DutyNotStated):
        journey.household_answers()
    journey.states_duty(HomelessnessDuty.NONE)
    assert journey.household_answers().state is ProposalState.ACCEPTED


def test_the_newest_statement_counts_and_the_others_are_kept(
    make_world: MakeWorld,
) -> None:
    journey = agreed(make_world)
    journey.states_duty(HomelessnessDuty.MAIN)
    journey.states_duty(HomelessnessDuty.NONE)
    with journey.world.acting(journey.worker) as session:
        rows = session.exec(select(DutyStated).order_by(DutyStated.number)).all()
        case = requests.show_case(session, journey.worker, journey.request).opened()
    assert [(row.number, row.duty) for row in rows] == [
        (1, HomelessnessDuty.NONE),
        (2, HomelessnessDuty.MAIN),
        (3, HomelessnessDuty.NONE),
    ]
    assert case["homelessness_duty"] is HomelessnessDuty.NONE
    assert journey.household_answers().state is ProposalState.ACCEPTED


def test_nobody_warns_before_the_look_or_after_the_answer(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(NoLongerAvailable):
        journey.warns()
    journey.proposed()
    with pytest.raises(StateConflict):
        journey.warns()
    journey.look()
    journey.warns()
    journey.landlord_answers()
    journey.old_landlord_confirms()
    journey.views()
    journey.household_answers()
    with pytest.raises(StateConflict):
        journey.warns()
    journey.world.hands.on(journey.proposal.due_at)
    with pytest.raises(NoLongerAvailable):
        journey.warns()


def test_only_the_worker_states_a_duty_or_warns(make_world: MakeWorld) -> None:
    journey = agreed(make_world)
    landlord, ref = journey.landlord, journey.request.case_ref
    with pytest.raises(Forbidden), journey.world.acting(landlord) as session:
        conversation.warn(session, actor=landlord, case_ref=ref, words=WORDS)
    with pytest.raises(Forbidden), journey.world.acting(landlord) as session:
        duties.state(session, actor=landlord, case_ref=ref, duty=HomelessnessDuty.NONE)
