"""A viewing is a step of its own, and no answer lapses before there was one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.errors import FieldsInvalid, Forbidden, NoLongerAvailable, StateConflict
from reciprocal.homes.tables import Home
from reciprocal.notices.terms import TaskKind
from reciprocal.proposals import operations, queries, viewing
from reciprocal.proposals.lifecycle import NEVER_COUNTS, EndCode, ProposalState
from reciprocal.proposals.tables import Viewing
from reciprocal.proposals.viewing import ViewingNotRecorded
from reciprocal.proposals.viewing_lifecycle import (
    RECORDED,
    ViewingEvent,
    ViewingOutcome,
    ViewingState,
    ViewingWay,
    after,
)
from reciprocal.requests.lifecycle import RequestState
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import assert_freed, decisions
from tests.support.world import MakeWorld


def due(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move())).viewing_due()


def shown(journey: Journey) -> dict[str, object]:
    """Return what the worker reads of the step."""
    with journey.world.acting(journey.worker) as session:
        return queries.show_case_proposal(
            session, journey.worker, journey.request
        ).opened()


def shown_to_landlord(journey: Journey) -> dict[str, object]:
    with journey.world.acting(journey.landlord) as session:
        return queries.show_offer(session, journey.landlord, journey.proposal).opened()


def lapse(journey: Journey) -> int:
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        return operations.lapse_due(session, actor=alone)


def lived_in(journey: Journey) -> None:
    """Let the home on offer be one on notice, still lived in."""
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        home = session.get_one(Home, journey.void.id)
        home.void_date = clock.today() + timedelta(days=5)
        session.add(home)


def fields(refusal: pytest.ExceptionInfo[FieldsInvalid]) -> list[str]:
    return [fault.field for fault in refusal.value.faults]


@pytest.mark.parametrize("state", list(ViewingState))
@pytest.mark.parametrize("event", list(ViewingEvent))
def test_what_is_recorded_stays_so(state: ViewingState, event: ViewingEvent) -> None:
    """An event leads somewhere until the viewing is recorded, and then nowhere."""
    if state in RECORDED:
        with pytest.raises(StateConflict):
            after(state, event)
        return
    found = after(state, event)
    assert (found in RECORDED) is (event is not ViewingEvent.OFFER)


def test_both_ends_are_asked_once_both_landlords_agree(make_world: MakeWorld) -> None:
    journey = due(make_world)
    asked = {task.organisation_id for task in journey.open_tasks(TaskKind.VIEWING)}
    proposal = journey.proposal
    assert asked == {proposal.service_id, proposal.new_provider_id}
    assert {task.due_at for task in journey.open_tasks(TaskKind.VIEWING)} == {
        proposal.due_at
    }
    assert shown(journey)["viewing"] is ViewingState.DUE
    assert journey.open_tasks(TaskKind.HOUSEHOLD_ANSWER) == []


def test_a_landlord_offers_a_day_and_the_worker_reads_it(
    make_world: MakeWorld,
) -> None:
    journey = due(make_world)
    journey.landlord_offers_viewing(in_days=1)
    tomorrow = clock.today() + timedelta(days=1)
    for read in (shown(journey), shown_to_landlord(journey)):
        assert (read["viewing"], read["viewing_way"], read["viewing_on"]) == (
            ViewingState.OFFERED,
            ViewingWay.IN_PERSON,
            tomorrow,
        )
    (asked,) = journey.open_tasks(TaskKind.VIEWING)
    assert asked.organisation_id == journey.proposal.service_id
    # A household that cannot come then is offered another day.
    journey.landlord_offers_viewing(in_days=2)
    assert shown(journey)["viewing_on"] == tomorrow + timedelta(days=1)
    with journey.world.acting(journey.landlord) as session:
        rows = session.exec(select(Viewing).order_by(Viewing.number)).all()
    assert [(row.number, row.event) for row in rows] == [
        (1, ViewingEvent.OFFER),
        (2, ViewingEvent.OFFER),
    ]


@pytest.mark.parametrize("outcome", list(ViewingOutcome))
def test_the_household_s_time_begins_as_the_worker_says_how_it_went(
    make_world: MakeWorld, outcome: ViewingOutcome
) -> None:
    journey = due(make_world)
    with pytest.raises(ViewingNotRecorded):
        journey.household_answers()
    assert decisions(journey) >= set()
    proposal = journey.views(outcome)
    there = proposal.due_at.astimezone(clock.LONDON)
    assert (there.date() - clock.today()).days > 2
    assert journey.open_tasks(TaskKind.VIEWING) == []
    (asked,) = journey.open_tasks(TaskKind.HOUSEHOLD_ANSWER)
    assert asked.due_at == proposal.due_at
    assert shown(journey)["viewing"] == outcome
    with pytest.raises(StateConflict):
        journey.views(outcome)
    with pytest.raises(StateConflict):
        journey.landlord_offers_viewing()
    assert journey.household_answers().state is ProposalState.ACCEPTED


def test_a_household_may_say_no_without_a_viewing(make_world: MakeWorld) -> None:
    journey = due(make_world)
    journey.household_answers(agreed=False, code=EndCode.NOT_SAFE)
    assert_freed(journey, EndCode.NOT_SAFE)
    assert journey.open_tasks(TaskKind.VIEWING) == []


def test_without_a_viewing_no_answer_lapses(make_world: MakeWorld) -> None:
    """The home is freed for want of a viewing, which is nobody's refusal."""
    journey = due(make_world)
    since = journey.request.waiting_since
    journey.world.hands.on(journey.proposal.due_at)
    assert lapse(journey) == 1
    assert_freed(journey, EndCode.NO_VIEWING)
    assert EndCode.NO_VIEWING in NEVER_COUNTS
    assert journey.request.waiting_since == since
    assert journey.open_tasks(TaskKind.VIEWING) == []
    with journey.world.acting(journey.landlord) as session:
        (row,) = queries.own_offers(session, journey.landlord)
    assert row["end_code"] == "no_viewing"


def test_after_a_viewing_an_answer_that_does_not_come_lapses(
    make_world: MakeWorld,
) -> None:
    journey = due(make_world)
    journey.views()
    journey.world.hands.on(journey.proposal.due_at)
    assert lapse(journey) == 1
    assert_freed(journey, EndCode.LAPSED)


def test_an_offered_day_leaves_the_next_to_record_it(make_world: MakeWorld) -> None:
    journey = due(make_world)
    before = journey.proposal.due_at
    last = before.astimezone(clock.LONDON).date()
    journey.landlord_offers_viewing(in_days=(last - clock.today()).days)
    assert journey.proposal.due_at == clock.working_days_after(before, 1)
    journey.world.hands.on(before)
    assert lapse(journey) == 0
    assert journey.views().state is ProposalState.AGREED


@pytest.mark.parametrize("in_days", [None, -1, 15])
def test_a_day_past_missing_or_too_late_is_not_taken(
    make_world: MakeWorld, in_days: int | None
) -> None:
    journey = due(make_world)
    with pytest.raises(FieldsInvalid) as refusal:
        journey.landlord_offers_viewing(in_days=in_days)
    assert fields(refusal) == ["on"]
    assert shown(journey)["viewing"] is ViewingState.DUE


def test_photographs_have_no_day(make_world: MakeWorld) -> None:
    journey = due(make_world)
    with pytest.raises(FieldsInvalid) as refusal:
        journey.landlord_offers_viewing(way=ViewingWay.PHOTOGRAPHS, in_days=1)
    assert fields(refusal) == ["on"]


def test_nobody_views_a_home_while_its_household_lives_there(
    make_world: MakeWorld,
) -> None:
    journey = due(make_world)
    lived_in(journey)
    with pytest.raises(FieldsInvalid) as refusal:
        journey.landlord_offers_viewing()
    assert fields(refusal) == ["way"]
    with pytest.raises(FieldsInvalid) as refusal:
        journey.views(ViewingOutcome.HELD)
    assert fields(refusal) == ["outcome"]
    journey.landlord_offers_viewing(way=ViewingWay.PHOTOGRAPHS, in_days=None)
    read = shown(journey)
    assert (read["viewing_way"], read["viewing_on"]) == (ViewingWay.PHOTOGRAPHS, None)
    journey.views(ViewingOutcome.PHOTOGRAPHS)
    assert shown(journey)["viewing"] is ViewingState.PHOTOGRAPHS


@pytest.mark.parametrize("days_ago", [-1, 1])
def test_a_viewing_is_recorded_for_a_day_that_it_can_have_been(
    make_world: MakeWorld, days_ago: int
) -> None:
    """Neither to come, nor before both landlords had agreed."""
    journey = due(make_world)
    with pytest.raises(FieldsInvalid) as refusal:
        journey.views(days_ago=days_ago)
    assert fields(refusal) == ["on"]


def test_no_viewing_before_both_landlords_agree_or_after_the_answer(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(NoLongerAvailable):
        journey.views()
    journey.offered()
    for early in (journey.views, journey.landlord_offers_viewing):
        with pytest.raises(StateConflict):
            early()
    journey.landlord_answers()
    journey.old_landlord_confirms()
    journey.views()
    journey.household_answers()
    for late in (journey.views, journey.landlord_offers_viewing):
        with pytest.raises(StateConflict):
            late()
    journey.world.hands.on(journey.proposal.due_at)
    assert lapse(journey) == 1
    assert journey.request.state is RequestState.IN_POT
    with pytest.raises(NoLongerAvailable):
        journey.landlord_offers_viewing()


def test_each_end_says_its_own_part(make_world: MakeWorld) -> None:
    journey = due(make_world)
    worker, landlord = journey.worker, journey.landlord
    with pytest.raises(Forbidden), journey.world.acting(worker) as session:
        viewing.offer(
            session,
            actor=worker,
            offer_ref=journey.proposal.offer_ref,
            way=ViewingWay.PHOTOGRAPHS,
            on=None,
        )
    with pytest.raises(Forbidden), journey.world.acting(landlord) as session:
        viewing.record(
            session,
            actor=landlord,
            case_ref=journey.request.case_ref,
            outcome=ViewingOutcome.DECLINED,
            on=clock.today(),
        )


def test_each_landlord_reads_what_its_own_offer_cost_it(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move())).offered()
    assert shown_to_landlord(journey)["rent_lost_pence"] == 0
    journey.world.hands.on(clock.now() + timedelta(days=1))
    ready = max(journey.void.ready_date or clock.today(), clock.today())
    journey.world.hands.on(clock.end_of_day(ready + timedelta(days=3)))
    rent = journey.void.weekly_rent_pence
    with journey.world.acting(journey.landlord) as session:
        (row,) = queries.own_offers(session, journey.landlord)
    days = row["days_reserved"]
    assert isinstance(days, int)
    assert days >= 3
    assert row["rent_lost_pence"] == days * rent // 7
    assert shown_to_landlord(journey)["days_reserved"] == days
    assert lapse(journey) == 1
    journey.world.wait(days=7)
    # Ended, it costs no more; and nobody else is told of it.
    assert shown_to_landlord(journey)["days_reserved"] == days
    with journey.world.acting(journey.old_landlord) as session:
        assert queries.own_offers(session, journey.old_landlord) == []
