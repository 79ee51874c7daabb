"""What ends a step: time, danger, a consent taken back; and what nothing ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from reciprocal.access.actor import ActorKind, Role, service
from reciprocal.errors import (
    Forbidden,
    NoLongerAvailable,
    StateConflict,
)
from reciprocal.homes.lifecycle import HomeState
from reciprocal.moves.tables import Move
from reciprocal.proposals import operations
from reciprocal.proposals.lifecycle import (
    EndCode,
    ProposalState,
)
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.rules import ConsentPurpose
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import (
    assert_freed,
    refused,
    state_areas,
    withdraw,
)
from tests.support.world import MakeWorld


def test_an_answer_after_its_time_is_refused_by_the_server_s_clock(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    journey.world.hands.on(journey.proposal.due_at)
    with pytest.raises(NoLongerAvailable):
        journey.look()
    assert journey.proposal.state is ProposalState.PROPOSED


@pytest.mark.parametrize("act", ["look", "landlord", "old landlord", "household"])
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
    elif act == "old landlord":
        journey.offered()
        journey.landlord_answers()
        state_areas(journey, areas_to_avoid=("NW1 8",))
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
    assert_freed(journey, EndCode.NOT_SIGNED_IN_TIME)
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
