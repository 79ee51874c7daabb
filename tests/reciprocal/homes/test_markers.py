"""A safety marker stands on the dwelling, is cleared by facts, and tells nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from fixtures.rows import HomeReturns
from matching.terms import Marker
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.errors import FieldsInvalid, Forbidden, NotFound, StateConflict
from reciprocal.homes import marked, markers, queries
from reciprocal.homes import operations as homes
from reciprocal.homes.marked import Clearance
from reciprocal.homes.rules import MarkerMeasure, PoliceMarker
from reciprocal.homes.tables import DwellingMarker, Home
from reciprocal.requests import queries as request_queries
from reciprocal.requests.tables import PropertyRequest
from reciprocal.sealing import operations as sealing
from tests.reciprocal.homes.test_bars import post_as_a_void
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.moves.test_journey_to_keys import (
    call_empty,
    end_tenancy,
    wait_until_told,
)
from tests.support.world import DAY, MakeWorld

CLEARED = Clearance(
    fit_decided_on=DAY,
    measures=frozenset({MarkerMeasure.LOCKS_CHANGED, MarkerMeasure.ALARM}),
    measures_done_on=DAY,
    police_marker=PoliceMarker.ASKED_AT_LETTING,
)


def state(session: Session, actor: Actor, home: Home) -> Marker:
    """Return what the rules are told of a home's marker."""
    return queries.pooled(
        session, actor, home, ready_within_days=28, households_barred=frozenset()
    ).marker


def mark(journey: Journey) -> Marker:
    lead = journey.landlord
    with journey.world.acting(lead) as session:
        ref = journey.void.landlord_ref
        home = markers.set_marker(session, actor=lead, home_ref=ref)
        return state(session, lead, home)


def clear(journey: Journey, facts: Clearance = CLEARED) -> Marker:
    lead = journey.landlord
    with journey.world.acting(lead) as session:
        ref = journey.void.landlord_ref
        home = markers.clear_marker(session, actor=lead, home_ref=ref, facts=facts)
        return state(session, lead, home)


def rows(journey: Journey) -> list[DwellingMarker]:
    with journey.reading() as session:
        found = session.exec(select(DwellingMarker)).all()
    return sorted(found, key=lambda row: (row.ended_at is None, row.set_at))


def test_a_marker_keeps_everybody_away_until_it_is_cleared(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    assert mark(journey) is Marker.UNCLEARED
    assert mark(journey) is Marker.UNCLEARED
    journey.world.run_round()
    assert journey.proposals == []
    assert clear(journey) is Marker.CLEARED
    (row,) = rows(journey)
    assert (row.set_by, row.cleared_by) == (journey.landlord.id, journey.landlord.id)
    assert row.fit_decided_on == row.measures_done_on == DAY
    assert row.measures == ["alarm", "locks_changed"]
    assert row.police_marker is PoliceMarker.ASKED_AT_LETTING


def test_set_again_a_cleared_marker_is_another_one(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    mark(journey)
    clear(journey)
    assert mark(journey) is Marker.UNCLEARED
    old, new = rows(journey)
    assert (old.ended_at is None, new.cleared_at) == (False, None)
    assert old.uprn_clash == new.uprn_clash


def test_what_is_not_marked_or_is_lived_in_cannot_be_cleared(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(StateConflict):
        clear(journey)
    mark(journey)
    clear(journey)
    with pytest.raises(StateConflict):
        clear(journey)
    lead, left = journey.old_landlord, journey.left
    with journey.world.acting(lead) as session:
        markers.set_marker(session, actor=lead, home_ref=left.landlord_ref)
        with pytest.raises(StateConflict):
            markers.clear_marker(
                session, actor=lead, home_ref=left.landlord_ref, facts=CLEARED
            )


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        (
            replace(CLEARED, fit_decided_on=DAY + timedelta(days=1)),
            ["fit_decided_on"],
        ),
        (
            replace(
                CLEARED,
                measures=frozenset({MarkerMeasure.ALARM}),
                measures_done_on=DAY + timedelta(days=1),
            ),
            ["measures_done_on", "measures"],
        ),
    ],
)
def test_what_is_ahead_and_a_home_with_its_old_locks_are_refused_by_field(
    make_world: MakeWorld, facts: Clearance, fields: list[str]
) -> None:
    journey = Journey(make_world(one_move()))
    mark(journey)
    with pytest.raises(FieldsInvalid) as caught:
        clear(journey, facts)
    assert [fault.field for fault in caught.value.faults] == fields
    (row,) = rows(journey)
    assert row.cleared_at is None


def test_only_a_home_s_own_landlord_marks_it_and_only_while_it_is_live(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    other, lead, ref = journey.old_landlord, journey.landlord, journey.void.landlord_ref
    with journey.world.acting(other) as session, pytest.raises(NotFound):
        markers.set_marker(session, actor=other, home_ref=ref)
    who = journey.world.coordinator
    with journey.world.acting(who) as session, pytest.raises(Forbidden):
        markers.set_marker(session, actor=who, home_ref=ref)
    with journey.world.acting(lead) as session:
        homes.withdraw_home(session, actor=lead, home_ref=ref)
        with pytest.raises(StateConflict):
            markers.set_marker(session, actor=lead, home_ref=ref)


def test_a_home_set_on_a_live_step_ends_it_at_the_next_act(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    mark(journey)
    assert journey.look().end_code == "rule_no_longer_met"


@pytest.mark.parametrize("returns", [HomeReturns.YES, HomeReturns.NO])
def test_the_home_left_is_marked_however_it_comes_back(
    make_world: MakeWorld, returns: HomeReturns
) -> None:
    plain = one_move()
    row = plain.requests[0].model_copy(update={"home_returns": returns})
    journey = Journey(make_world(replace(plain, requests=(row,)))).completed()
    lead = journey.old_landlord
    with journey.world.acting(lead) as session:
        if returns is HomeReturns.NO:
            home = post_as_a_void(session, lead)
        else:
            home = session.get_one(Home, journey.left.id)
        assert state(session, lead, home) is Marker.UNCLEARED
        shown = queries.show_own_home(session, lead, home)
        assert shown["marker"] is Marker.UNCLEARED
    # Nothing but the dwelling, by its digest, and who did what: the service did.
    (marker,) = rows(journey)
    assert marker.set_by != lead.id
    assert "request" not in DwellingMarker.model_fields


def test_a_worker_may_say_that_nobody_dangerous_knows_the_home(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).signed()
    alone = journey.world.coordinator
    with journey.world.acting(alone) as session:
        request = session.get_one(PropertyRequest, journey.request_id)
        known = request_queries.reveal(session, alone, request, "home", request.home)
        assert isinstance(known, dict)
        home = known | {"marker": False}
        request.home = sealing.seal(
            session, request.key_id, "property_request.home", request.id, home
        )
        session.add(request)
    journey.start()
    assert rows(journey) == []
    # Nor when the home is called empty, where a marker is looked at once more
    wait_until_told(journey)
    end_tenancy(journey, in_days=2)
    journey.world.wait(days=3)
    call_empty(journey, void_in_days=0, ready_in_days=7)
    assert rows(journey) == []


def test_a_marker_of_another_time_stands_for_no_home(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    mark(journey)
    (uncleared,) = rows(journey)
    lead = journey.landlord

    def under(marker_id: str) -> frozenset[str]:
        with journey.world.acting(lead) as session:
            return marked.homes_under(session, lead, marker_id)

    assert under(uncleared.id) == frozenset()
    clear(journey)
    assert under(uncleared.id) == {journey.void.id}
    mark(journey)
    assert under(uncleared.id) == frozenset()
    assert clock.today() == DAY
