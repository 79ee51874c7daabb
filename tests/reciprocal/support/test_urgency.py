"""Urgency judged anew, and first contacts that are late."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from matching.terms import Urgency
from reciprocal import clock
from reciprocal.errors import FieldsInvalid, StateConflict
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.support_items import SupportItem
from reciprocal.proposals import queries
from reciprocal.requests import operations as requests
from reciprocal.requests.lifecycle import RequestEvent
from reciprocal.requests.rules import TriggerKind
from reciprocal.support import queries as support
from reciprocal.support.tables import UrgencyAssessment
from reciprocal.support.terms import SupportOutcome, SupportTopic
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.support.acts import (
    CONTACT,
    assess,
    by_worker,
    made,
    told,
)
from tests.support.world import MakeWorld

_I, _O, _T = SupportItem, SupportOutcome, SupportTopic


def test_an_incident_asks_for_the_urgency_and_what_it_was_is_kept(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    assert told(journey)["urgency_assessed"] == "later"
    by_worker(journey, made(_I.INCIDENT, _O.REPORTED))
    assert told(journey)["urgency_assessed"] == "open"
    journey.world.wait(hours=96)
    assert told(journey)["urgency_assessed"] == "overdue"
    expires = clock.today() + timedelta(days=9)
    assess(
        journey,
        urgency=Urgency.SOON,
        trigger_kind=TriggerKind.RELEASE,
        trigger_date=expires,
    )
    journey.world.wait(hours=1)
    assess(journey, dash_band=_T.BAND_NOT_MADE)
    assert told(journey)["urgency_assessed"] == "settled"
    request = journey.request
    assert (request.urgency, request.trigger_kind, request.trigger_date) == (
        1,
        TriggerKind.NONE,
        None,
    )
    assert request.dash_score is None
    with journey.world.acting(journey.worker) as session:
        judged = support.assessments_of(session, journey.worker, request.id)
    assert [(row["urgency"], row["dash_band"]) for row in judged] == [
        (3, "band_high"),
        (1, "band_not_made"),
    ]
    assert judged[0]["trigger_date"] == expires


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"trigger_kind": TriggerKind.RELEASE}, "trigger_date"),
        ({"trigger_date": date(2026, 3, 2)}, "trigger_date"),
        ({"dash_band": SupportTopic.WORK}, "dash_band"),
        ({"assessed_on": date(2099, 1, 1)}, "assessed_on"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused_and_changes_nothing(
    make_world: MakeWorld, changes: dict[str, object], field: str
) -> None:
    journey = Journey(make_world(one_move()))
    before = journey.request.urgency
    with pytest.raises(FieldsInvalid) as refused:
        assess(journey, **changes)
    assert [each.field for each in refused.value.faults] == [field]
    assert journey.request.urgency == before
    with journey.reading() as session:
        assert session.exec(select(UrgencyAssessment)).all() == []


def test_first_contacts_that_are_late_are_a_reference_and_a_count(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    coordinator = journey.world.coordinator

    def late() -> list[dict[str, object]]:
        with journey.world.acting(coordinator) as session:
            return list(support.first_contacts_overdue(session, coordinator))

    # A referral on a Monday is due on Tuesday at five.
    assert late() == []
    journey.world.wait(hours=72)
    (row,) = late()
    assert set(row) == {"reference", "code", "due_at", "working_days_over"}
    assert row["reference"] == journey.request.board_ref
    assert row["working_days_over"] == 2
    by_worker(journey, made(_I.FIRST_CONTACT, _O.NOT_REACHED))
    assert len(late()) == 1
    by_worker(journey, made(*CONTACT))
    assert late() == []


def test_a_household_that_has_moved_has_no_urgency_left_to_judge(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).completed()
    by_worker(journey, made(_I.INCIDENT, _O.REPORTED))
    assert told(journey)["incident"] == "settled"
    assert told(journey)["urgency_assessed"] == "later"
    with pytest.raises(StateConflict):
        assess(journey)


def test_a_case_that_was_closed_is_late_no_more(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    journey.world.wait(hours=72)
    with journey.world.acting(journey.worker) as session:
        request = queries.case_of(session, journey.worker, journey.request.case_ref)
        requests.change_state(
            session, actor=journey.worker, request=request, event=RequestEvent.CLOSE
        )
    coordinator = journey.world.coordinator
    with journey.world.acting(coordinator) as session:
        assert list(support.first_contacts_overdue(session, coordinator)) == []


def test_a_scheme_without_first_contacts_has_none_that_are_late(
    make_world: MakeWorld,
) -> None:
    rules = SchemeRules(support_off=(_I.FIRST_CONTACT,))
    journey = Journey(make_world(one_move(), rules))
    journey.world.wait(hours=200)
    coordinator = journey.world.coordinator
    with journey.world.acting(coordinator) as session:
        assert list(support.first_contacts_overdue(session, coordinator)) == []
