"""What each party decides: in its turn, by its codes, and against today's facts."""

from datetime import timedelta

import pytest

from reciprocal import clock
from reciprocal.errors import (
    FieldsInvalid,
    Forbidden,
    NoLongerAvailable,
    NotFound,
    StateConflict,
)
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import answers, departures, queries
from reciprocal.proposals.answers import OfferConsentMissing, TenancyNotAttested
from reciprocal.proposals.lifecycle import (
    HOUSEHOLD_CODES,
    LANDLORD_CODES,
    EndCode,
    Party,
    ProposalState,
)
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import CheckState, RequestState
from reciprocal.requests.rules import ConsentPurpose
from reciprocal.requests.tables import TenancyCheck
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import (
    assert_freed,
    decisions,
    withdraw,
)
from tests.support.world import MakeWorld


def test_the_worker_looks_before_any_landlord_sees_anything(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    worker, landlord = journey.worker, journey.landlord
    with journey.world.acting(worker) as session:
        shown = queries.show_case_proposal(session, worker, journey.request).opened()
    assert shown["address"] == one_move().homes[0].address
    assert shown["postcode"] == one_move().homes[0].postcode
    with journey.world.acting(landlord) as session:
        assert queries.own_offers(session, landlord) == []
        with pytest.raises(NotFound):
            queries.own_offer(session, landlord, journey.proposal.offer_ref)
    journey.look()
    with journey.world.acting(landlord) as session:
        assert [row["stage"] for row in queries.own_offers(session, landlord)] == [
            "offered"
        ]
    assert decisions(journey) == {(Party.WORKER, True, None)}


def test_a_worker_s_no_needs_no_reason_and_no_landlord_ever_hears(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    journey.look(safe=False)
    assert_freed(journey, EndCode.NOT_SAFE)
    assert decisions(journey) == {(Party.WORKER, False, EndCode.NOT_SAFE)}
    for actor in (journey.landlord, journey.old_landlord):
        with journey.world.acting(actor) as session:
            assert queries.own_offers(session, actor) == []
            assert departures.own_departures(session, actor) == []
    with pytest.raises(NotFound), journey.world.acting(journey.worker) as session:
        queries.show_case_proposal(session, journey.worker, journey.request)
    journey.world.run_round()
    assert len(journey.proposals) == 1


def test_no_landlord_is_shown_a_household_whose_tenancy_is_not_attested(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    with journey.world.acting(journey.world.coordinator) as session:
        check = session.get_one(TenancyCheck, journey.check.id)
        check.state = CheckState.ATTESTED
        session.add(check)
    with pytest.raises(TenancyNotAttested):
        journey.look()
    assert journey.proposal.state is ProposalState.PROPOSED
    assert decisions(journey) == set()
    journey.look(safe=False)
    assert_freed(journey, EndCode.NOT_SAFE)


def test_a_household_that_did_not_consent_is_not_shown(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    withdraw(journey, ConsentPurpose.OFFER)
    assert journey.request.state is RequestState.IN_POT
    journey.proposed()
    with pytest.raises(OfferConsentMissing):
        journey.look()
    with journey.world.acting(journey.worker) as session:
        requests.record_consent(
            session,
            actor=journey.worker,
            case_ref=journey.request.case_ref,
            purpose=ConsentPurpose.OFFER,
        )
    assert journey.look().state is ProposalState.OFFERED


def test_both_landlords_must_agree_in_either_order(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).offered()
    assert journey.landlord_answers().state is ProposalState.OFFERED
    assert journey.open_tasks(TaskKind.VIEWING) == []
    with pytest.raises(StateConflict):
        journey.landlord_answers()
    assert journey.old_landlord_confirms().state is ProposalState.AGREED
    assert len(journey.open_tasks(TaskKind.VIEWING)) == 2
    assert journey.open_tasks(TaskKind.HOUSEHOLD_ANSWER) == []
    with pytest.raises(StateConflict):
        journey.old_landlord_confirms()


def test_the_old_landlord_may_answer_first(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).offered()
    assert journey.old_landlord_confirms().state is ProposalState.OFFERED
    with pytest.raises(StateConflict):
        journey.old_landlord_confirms()
    assert journey.landlord_answers().state is ProposalState.AGREED
    with journey.world.acting(journey.landlord) as session:
        shown = queries.show_offer(session, journey.landlord, journey.proposal).opened()
    # Who they are is told to nobody before the household has accepted.
    assert {"adults", "children_ages"} & set(shown) == set()
    journey.views()
    journey.household_answers()
    with journey.world.acting(journey.landlord) as session:
        shown = queries.show_offer(session, journey.landlord, journey.proposal).opened()
    assert (shown["adults"], shown["children_ages"]) == (1, [7])


def test_the_old_landlord_s_task_waits_for_a_fixed_run(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).offered()
    visible_at = journey.proposal.departure_visible_at
    assert visible_at is not None
    assert visible_at >= clock.now() + timedelta(hours=1)
    local = visible_at.astimezone(clock.LONDON)
    assert (local.hour, local.minute) in {(9, 0), (14, 0)}
    actor = journey.old_landlord
    with journey.world.acting(actor) as session:
        assert departures.own_departures(session, actor) == []
        with pytest.raises(NotFound):
            answers.confirm_departure(
                session,
                actor=actor,
                departure_ref=journey.proposal.departure_ref,
                tenancy_stands=True,
            )


@pytest.mark.parametrize("code", sorted(LANDLORD_CODES))
def test_the_receiving_landlord_declines_by_a_code(
    make_world: MakeWorld, code: EndCode
) -> None:
    journey = Journey(make_world(one_move())).offered()
    journey.landlord_answers(agreed=False, code=code)
    assert_freed(journey, code)
    with journey.world.acting(journey.landlord) as session:
        (row,) = queries.own_offers(session, journey.landlord)
    assert row["end_code"] == code
    with pytest.raises(NoLongerAvailable):
        journey.landlord_answers()


def test_a_landlord_reads_nobody_else_s_reason(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).agreed()
    journey.household_answers(agreed=False, code=EndCode.NOT_SAFE)
    assert_freed(journey, EndCode.NOT_SAFE)
    with journey.world.acting(journey.landlord) as session:
        (row,) = queries.own_offers(session, journey.landlord)
    assert (row["stage"], row["end_code"]) == ("ended", None)


def test_a_tenancy_that_has_ended_ends_the_step(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).offered()
    journey.old_landlord_confirms(stands=False)
    assert_freed(journey, EndCode.TENANCY_HAS_ENDED)
    assert decisions(journey) >= {
        (Party.OLD_LANDLORD, False, EndCode.TENANCY_HAS_ENDED)
    }


@pytest.mark.parametrize("code", sorted(HOUSEHOLD_CODES))
def test_the_household_declines_by_a_code_and_keeps_its_date(
    make_world: MakeWorld, code: EndCode
) -> None:
    journey = Journey(make_world(one_move())).agreed()
    since = journey.request.waiting_since
    journey.household_answers(agreed=False, code=code)
    assert_freed(journey, code)
    assert journey.request.waiting_since == since
    with pytest.raises(NoLongerAvailable):
        journey.household_answers()


@pytest.mark.parametrize(
    ("agreed", "code"),
    [
        (False, None),
        (True, EndCode.HOME_NOT_READY),
        (True, EndCode.HOUSEHOLD_REFUSED),
        (False, EndCode.LAPSED),
        (False, EndCode.CONSENT_WITHDRAWN),
    ],
)
def test_a_no_has_a_code_of_its_own_party_and_a_yes_has_none(
    make_world: MakeWorld, *, agreed: bool, code: EndCode | None
) -> None:
    journey = Journey(make_world(one_move())).offered()
    with pytest.raises(FieldsInvalid) as landlord:
        journey.landlord_answers(agreed=agreed, code=code)
    with pytest.raises(FieldsInvalid) as household:
        journey.household_answers(agreed=agreed, code=code)
    for refusal in (landlord, household):
        assert [fault.field for fault in refusal.value.faults] == ["code"]
    assert decisions(journey) == {(Party.WORKER, True, None)}


def test_nobody_answers_out_of_turn(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    for early in (journey.look, journey.household_answers):
        with pytest.raises(NoLongerAvailable):
            early()
    journey.proposed()
    with pytest.raises(StateConflict):
        journey.household_answers()
    journey.look()
    with pytest.raises(StateConflict):
        journey.look()


def test_nobody_answers_for_another(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).offered()
    stranger = journey.world.person(next(iter(journey.world.loaded.services.values())))
    deputy = journey.world.person(
        next(iter(journey.world.loaded.services.values())), "second"
    )
    with pytest.raises(NotFound), journey.world.acting(deputy) as session:
        queries.case_of(session, deputy, journey.request.case_ref)
    with pytest.raises(Forbidden), journey.world.acting(stranger) as session:
        answers.answer_offer(
            session,
            actor=stranger,
            offer_ref=journey.proposal.offer_ref,
            agreed=True,
            code=None,
        )
    other = journey.old_landlord
    with pytest.raises(NotFound), journey.world.acting(other) as session:
        answers.answer_offer(
            session,
            actor=other,
            offer_ref=journey.proposal.offer_ref,
            agreed=True,
            code=None,
        )
