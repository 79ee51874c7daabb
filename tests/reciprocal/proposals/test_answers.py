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
from reciprocal.proposals import answers, queries
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
        shown = queries.show_case_proposal(session, worker, journey.request)
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
            assert queries.own_departures(session, actor) == []
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
    assert journey.open_tasks(TaskKind.HOUSEHOLD_ANSWER) == []
    with pytest.raises(StateConflict):
        journey.landlord_answers()
    assert journey.old_landlord_confirms().state is ProposalState.AGREED
    assert len(journey.open_tasks(TaskKind.HOUSEHOLD_ANSWER)) == 1
    with pytest.raises(StateConflict):
        journey.old_landlord_confirms()


def test_the_old_landlord_may_answer_first(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).offered()
    assert journey.old_landlord_confirms().state is ProposalState.OFFERED
    with pytest.raises(StateConflict):
        journey.old_landlord_confirms()
    assert journey.landlord_answers().state is ProposalState.AGREED
    with journey.world.acting(journey.landlord) as session:
        shown = queries.show_offer(session, journey.landlord, journey.proposal)
    # Who they are is told to nobody before the household has accepted.
    assert {"adults", "children_ages"} & set(shown) == set()
    journey.household_answers()
    with journey.world.acting(journey.landlord) as session:
        shown = queries.show_offer(session, journey.landlord, journey.proposal)
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
        assert queries.own_departures(session, actor) == []
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
<<<<<<< HEAD
=======


def test_an_answer_after_its_time_is_refused_by_the_server_s_clock(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    journey.world.hands.on(journey.proposal.due_at)
    with pytest.raises(NoLongerAvailable):
        journey.look()
    assert journey.proposal.state is ProposalState.PROPOSED


@pytest.mark.parametrize("act", ["look", "landlord", "household"])
def test_a_home_that_became_unsafe_while_somebody_thought_is_not_passed_on(
    make_world: MakeWorld, act: str
) -> None:
    """The referee is asked again at each answer, with the areas as they are now."""
    journey = Journey(make_world(one_move()))
    if act == "look":
        journey.proposed()
        state_areas(journey, areas_to_avoid=("NW1 8",))
        journey.look()
    elif act == "landlord":
        journey.offered()
        state_areas(journey, areas_to_avoid=("NW1 8",))
        journey.landlord_answers()
        journey.old_landlord_confirms()
    else:
        journey.agreed()
        state_areas(journey, areas_to_avoid=("NW1 8",))
        journey.household_answers()
    assert_freed(journey, EndCode.RULE_NO_LONGER_MET)
    with journey.world.acting(journey.world.coordinator) as session:
        assert session.exec(select(Move)).all() == []


def test_what_is_overdue_lapses_and_is_freed(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        assert operations.lapse_due(session, actor=alone) == 0
    journey.world.hands.on(journey.proposal.due_at + timedelta(seconds=1))
    with journey.world.acting(alone) as session:
        assert operations.lapse_due(session, actor=alone) == 1
    assert_freed(journey, EndCode.LAPSED)
    with journey.world.acting(alone) as session:
        assert operations.lapse_due(session, actor=alone) == 0


def test_a_reservation_that_runs_out_after_acceptance_voids_its_hold(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    # Five working days after the day the home is ready (4 November).
    assert journey.proposal.due_at.date().isoformat() == "2026-11-11"
    journey.world.hands.on(journey.proposal.due_at + timedelta(seconds=1))
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        assert operations.lapse_due(session, actor=alone) == 1
    assert_freed(journey, EndCode.LAPSED)
    assert journey.move.state == "fell_through"


def test_a_signed_tenancy_stands_whatever_the_clock_says(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).signed()
    journey.world.wait(days=60)
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        assert operations.lapse_due(session, actor=alone) == 0
    withdraw(journey, ConsentPurpose.MATCHING)
    assert journey.proposal.state is ProposalState.SIGNED
    with pytest.raises(StateConflict), journey.world.acting(journey.worker) as session:
        operations.pause(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
    assert journey.start().state is ProposalState.COMPLETED


@pytest.mark.parametrize("purpose", list(ConsentPurpose))
def test_a_consent_withdrawn_stops_a_live_step_at_once(
    make_world: MakeWorld, purpose: ConsentPurpose
) -> None:
    journey = Journey(make_world(one_move())).accepted()
    since = journey.request.waiting_since
    withdraw(journey, purpose)
    assert journey.proposal.end_code is EndCode.CONSENT_WITHDRAWN
    assert journey.request.state is RequestState.PAUSED
    assert journey.request.waiting_since == since
    assert journey.void.state is HomeState.IN_POT
    assert journey.move.state == "fell_through"
    assert not refused(journey)


def test_a_pause_frees_what_was_proposed(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    with journey.world.acting(journey.worker) as session:
        operations.pause(
            session, actor=journey.worker, case_ref=journey.request.case_ref
        )
    assert journey.request.state is RequestState.PAUSED
    assert journey.void.state is HomeState.IN_POT
    assert journey.proposal.state is ProposalState.ENDED


def test_a_machine_neither_pauses_a_case_nor_takes_a_consent_back(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    machine = replace(
        journey.worker, kind=ActorKind.MACHINE, role=Role.REFERRING_SYSTEM
    )
    with journey.world.acting(machine) as session:
        with pytest.raises(Forbidden):
            operations.pause(session, actor=machine, case_ref=journey.request.case_ref)
        with pytest.raises(Forbidden):
            operations.withdraw_consent(
                session,
                actor=machine,
                case_ref=journey.request.case_ref,
                purpose=ConsentPurpose.MATCHING,
            )
    assert journey.request.state is RequestState.IN_POT


def test_who_they_are_is_closed_again_when_consent_goes_after_signing(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).signed()
    withdraw(journey, ConsentPurpose.OFFER)
    assert journey.proposal.state is ProposalState.SIGNED
    with journey.world.acting(journey.landlord) as session:
        shown = queries.show_offer(session, journey.landlord, journey.proposal)
    assert (shown["adults"], shown["children_ages"]) == (None, None)


def test_the_coordinator_reads_the_steps_by_codes(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).proposed()
    coordinator = journey.world.coordinator
    with journey.world.acting(coordinator) as session:
        (row,) = queries.board_proposals(session, coordinator)
    assert row["stage"] == "proposed"
    assert row["reference"] == journey.proposal.board_ref
    shown = str(row)
    for theirs in (journey.proposal.case_ref, journey.proposal.offer_ref):
        assert theirs not in shown
    assert one_move().homes[0].postcode not in shown
>>>>>>> 5859c9aa72860797c5062025ce116402b274f6e2
