"""Areas of a case: stated with a reason, kept compiled, ended by its worker alone."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from fixtures.scenarios import CAMDEN
from reciprocal.access.tables import Person
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import (
    FieldsInvalid,
    Forbidden,
    NotFound,
    StateConflict,
)
from reciprocal.notices.terms import TaskKind
from reciprocal.places import (
    GEOGRAPHY_VERSION,
    AlongRoute,
    ListedPostcodes,
    StatedArea,
    WholeAuthority,
    WholeDistrict,
    WholeSector,
    WithinDistance,
    parse_postcode,
)
from reciprocal.proposals.lifecycle import EndCode
from reciprocal.requests import queries
from reciprocal.requests.areas import (
    AreaPurpose,
    AreaReason,
    AreaToAvoid,
    OneLandlord,
    StatedNeed,
    StayNear,
    Why,
)
from reciprocal.requests.lifecycle import DeclineCode
from reciprocal.requests.tables import CaseArea, PropertyRequest
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import assert_freed
from tests.reciprocal.requests.acts import GOOD, decline, refer, submit
from tests.reciprocal.requests.stating_acts import (
    BRIXTON,
    ELSEWHERE,
    LIVES,
    NORTH,
    ON_THE_VOID,
    SCHOOL,
    SOUTH,
    VOID,
    YESTERDAY,
    add,
    end,
    kept,
    review,
    rows,
    state,
    tidy,
)
from tests.support.world import DAY, MakeWorld

STATED: tuple[tuple[StatedArea, str], ...] = (
    (WholeDistrict("SW2"), "SW2 1"),
    (WholeSector("SW2 1"), "SW2 1"),
    (WithinDistance(BRIXTON, 937), "SW2 1"),
    (ListedPostcodes((BRIXTON,)), "SW2 1"),
    (AlongRoute((SOUTH, NORTH), 411), "SW9 0"),
    (WholeAuthority("E09000022"), "SE1 0"),
)


def test_each_kind_is_kept_compiled_with_why_and_until_when(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    why = Why(
        reason=AreaReason.GROUP_TERRITORY,
        review_on=DAY + timedelta(days=30),
        expected_end_on=DAY + timedelta(days=60),
    )
    areas = tuple(AreaToAvoid(where, why) for where, _ in STATED)
    state(journey, replace(GOOD.areas, avoid=areas))
    standing = {area.reference: area for area in kept(journey).standing}
    stated = [row for row in rows(journey) if row.ended_at is None]
    assert {row.area_ref for row in stated} == set(standing)
    for area in standing.values():
        assert len(area.sectors) >= 3
    for (_, sector), area in zip(STATED, standing.values(), strict=True):
        assert sector in area.sectors
    for row in stated:
        assert (row.purpose, row.reason) == (AreaPurpose.AVOID, why.reason)
        assert (row.stated_by, row.stated_at.date()) == (journey.worker.id, DAY)
        assert row.geography_version == GEOGRAPHY_VERSION
        assert (row.review_on, row.expected_end_on) == (
            why.review_on,
            why.expected_end_on,
        )
    said = f"{kept(journey).plain()} {[row.model_dump() for row in rows(journey)]}"
    said = re.sub(r"[0-9a-f]{32}", "", said)  # a reference may hold any digits
    for text in ("1RW", "0AA", "937", "411"):
        assert text not in said


def test_the_worker_reads_why_each_area_stands_and_nobody_else(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    add(journey, ELSEWHERE)
    worker, request = journey.worker, journey.request
    with journey.world.acting(worker) as session:
        shown = queries.show_case(session, worker, request).opened()
        author = session.get_one(Person, worker.id).public_ref
    (row,) = shown["areas_stated"]  # type: ignore[misc]
    assert row == {  # type: ignore[has-type]
        "reference": rows(journey)[-1].area_ref,
        "purpose": AreaPurpose.AVOID,
        "reason": AreaReason.PERPETRATOR_LIVES,
        "stated_by": author,
        "stated_at": rows(journey)[-1].stated_at,
        "geography_version": GEOGRAPHY_VERSION,
        "review_on": DAY + timedelta(days=90),
        "expected_end_on": None,
    }
    system = replace(worker, role="referring_system")  # type: ignore[arg-type]
    with journey.world.acting(worker) as session:
        assert "areas_stated" not in queries.show_case(session, system, request)


@pytest.mark.parametrize("act", ["look", "landlord", "old landlord", "household"])
def test_an_area_added_after_the_proposal_stops_the_offer(
    make_world: MakeWorld, act: str
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    if act != "look":
        journey.look()
    if act in {"old landlord", "household"}:
        journey.landlord_answers()
    if act == "household":
        journey.old_landlord_confirms()
        journey.views()
    add(journey, ON_THE_VOID)
    carry_on = {
        "look": journey.look,
        "landlord": journey.landlord_answers,
        "old landlord": journey.old_landlord_confirms,
        "household": journey.household_answers,
    }
    carry_on[act]()
    assert_freed(journey, EndCode.RULE_NO_LONGER_MET)


@pytest.mark.parametrize(
    "stated",
    [
        AreaToAvoid(OneLandlord(CAMDEN), LIVES),
        AreaToAvoid(AlongRoute((parse_postcode("NW1 0NE"), VOID), 200), LIVES),
        StayNear((WithinDistance(BRIXTON, 500),), SCHOOL),
    ],
    ids=["landlord", "route", "reach"],
)
def test_every_kind_stops_an_offer(make_world: MakeWorld, stated: StatedNeed) -> None:
    journey = Journey(make_world(one_move())).proposed()
    add(journey, stated)
    journey.look()
    assert_freed(journey, EndCode.RULE_NO_LONGER_MET)


def test_a_need_is_met_by_any_one_of_its_places_and_each_need_must_be(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move())).proposed()
    far, near = WithinDistance(BRIXTON, 500), WithinDistance(VOID, 500)
    add(journey, StayNear((far, near), SCHOOL))
    journey.look()
    add(journey, StayNear((far,), SCHOOL))
    journey.landlord_answers()
    assert_freed(journey, EndCode.RULE_NO_LONGER_MET)


def test_an_area_is_added_even_where_it_leaves_nowhere(make_world: MakeWorld) -> None:
    """Who has just heard of a danger is not sent away to draw a better list."""
    journey = Journey(make_world(one_move()))
    for code in sorted(kept(journey).of_choice):
        add(journey, AreaToAvoid(WholeAuthority(code), LIVES))
    assert kept(journey).authorities >= kept(journey).of_choice


def test_no_day_ends_an_area_and_the_worker_is_asked_once(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    soon = Why(
        reason=AreaReason.ASSOCIATES,
        review_on=DAY + timedelta(days=10),
        expected_end_on=DAY + timedelta(days=5),
    )
    add(journey, AreaToAvoid(WholeSector("SW2 1"), soon))
    before = kept(journey)
    assert tidy(journey) == 0
    journey.world.wait(days=5)
    assert tidy(journey) == 1
    journey.world.wait(days=400)
    assert tidy(journey) == 1
    assert kept(journey) == before
    (task,) = journey.open_tasks(TaskKind.AREA_REVIEW)
    assert task.organisation_id == journey.request.service_id
    assert task.subject_ref == journey.request.case_ref


def test_a_review_asks_again_later_and_an_end_asks_no_more(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    for why in (LIVES, LIVES):
        add(journey, AreaToAvoid(WholeSector("SW2 1"), why))
    first, second = (row.area_ref for row in rows(journey)[-2:])
    journey.world.wait(days=90)
    assert tidy(journey) == 1
    review(journey, first)
    assert len(journey.open_tasks(TaskKind.AREA_REVIEW)) == 1, "one is left to look at"
    end(journey, second)
    assert journey.open_tasks(TaskKind.AREA_REVIEW) == []
    now = {row.area_ref: row for row in rows(journey)}
    today = DAY + timedelta(days=90)
    assert now[first].review_on == today + timedelta(days=90)
    assert now[second].ended_by == journey.worker.id
    assert [area.reference for area in kept(journey).standing if area.sectors] == [
        first
    ]
    review(journey, first, ends=today + timedelta(days=3))
    journey.world.wait(days=3)
    assert tidy(journey) == 1
    review(journey, first, on=today + timedelta(days=9))
    assert tidy(journey) == 0


def test_stating_anew_ends_what_stood_and_asks_no_more(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    add(journey, ELSEWHERE)
    journey.world.wait(days=90)
    assert tidy(journey) == 1
    state(journey, GOOD.areas)
    assert journey.open_tasks(TaskKind.AREA_REVIEW) == []
    standing = [row.area_ref for row in rows(journey) if row.ended_at is None]
    assert standing == [area.reference for area in kept(journey).standing]


def test_what_was_ended_or_is_not_there_is_not_found(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    add(journey, ELSEWHERE)
    (*_, row) = rows(journey)
    end(journey, row.area_ref)
    for area_ref in (row.area_ref, row.id, "0" * 32):
        with pytest.raises(NotFound):
            end(journey, area_ref)
        with pytest.raises(NotFound):
            review(journey, area_ref)


def test_each_act_is_written_down_without_the_place(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    add(journey, ELSEWHERE)
    (*_, row) = rows(journey)
    review(journey, row.area_ref)
    end(journey, row.area_ref)
    with journey.reading() as session:
        entries = session.exec(
            select(AuditEntry).where(AuditEntry.subject_id == journey.request_id)
        ).all()
    told = {(e.action, e.actor_id, e.code) for e in entries}
    for act in ("added", "reviewed", "ended"):
        assert (f"case.area_{act}", journey.worker.id, AreaPurpose.AVOID) in told
    assert "SW2" not in str(told)


def test_nobody_else_states_reviews_or_ends_an_area(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    add(journey, ELSEWHERE)
    (*_, row) = rows(journey)
    stranger = replace(journey.worker, assignments=frozenset())
    others = [journey.landlord, journey.old_landlord, journey.world.coordinator]
    before = kept(journey)
    for actor, fault in [(stranger, NotFound), *((who, Forbidden) for who in others)]:
        with pytest.raises(fault):
            add(journey, ON_THE_VOID, actor)
        with pytest.raises(fault):
            review(journey, row.area_ref, actor=actor)
        with pytest.raises(fault):
            end(journey, row.area_ref, actor)
    assert kept(journey) == before


def test_a_case_that_is_over_keeps_its_areas(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    tomorrow = replace(LIVES, review_on=DAY + timedelta(days=1))
    add(journey, AreaToAvoid(WholeSector("SW2 1"), tomorrow))
    (*_, row) = rows(journey)
    journey.world.wait(days=1)
    assert tidy(journey) == 1
    journey.completed()
    assert journey.open_tasks(TaskKind.AREA_REVIEW) == []
    with pytest.raises(StateConflict):
        add(journey, ON_THE_VOID)
    with pytest.raises(StateConflict):
        review(journey, row.area_ref)
    with pytest.raises(StateConflict):
        end(journey, row.area_ref)
    journey.world.wait(days=100)
    assert tidy(journey) == 0


def test_a_review_has_a_day_to_come(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    add(journey, ELSEWHERE)
    (*_, row) = rows(journey)
    for on, ends in ((DAY, None), (None, YESTERDAY)):
        with pytest.raises(FieldsInvalid) as refused:
            review(journey, row.area_ref, on=on, ends=ends)
        (fault,) = refused.value.faults
        assert fault.field == ("review_on" if on else "expected_end_on")
    assert rows(journey)[-1].review_on == row.review_on


def test_what_the_geography_brought_since_is_avoided_until_stated_anew(
    make_world: MakeWorld,
) -> None:
    """An area of a forgotten edition lets nobody in anywhere, and its worker hears."""
    journey = Journey(make_world(one_move())).proposed()
    add(journey, ELSEWHERE)
    age(journey)
    assert tidy(journey) == 1
    (*_, row) = rows(journey)
    review(journey, row.area_ref)
    assert len(journey.open_tasks(TaskKind.AREA_REVIEW)) == 1, "a review renews nothing"
    assert row.geography_version == "an older one"
    journey.look()
    assert_freed(journey, EndCode.RULE_NO_LONGER_MET)
    state(journey, replace(GOOD.areas, avoid=(ELSEWHERE,)))
    assert journey.open_tasks(TaskKind.AREA_REVIEW) == []
    journey.proposed()


def test_a_case_with_nothing_to_avoid_goes_on_in_a_newer_geography(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    age(journey)
    assert tidy(journey) == 0
    journey.proposed()


def age(journey: Journey) -> None:
    """Let a case and its areas be of an edition that nobody knows any more."""
    with journey.world.acting(journey.worker) as session:
        request = session.get_one(PropertyRequest, journey.request_id)
        request.geography_version = "an older one"
        session.add(request)
        for row in session.exec(select(CaseArea)):
            row.geography_version = "an older one"
            session.add(row)


def test_a_declined_case_is_not_asked_about(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    tomorrow = replace(LIVES, review_on=DAY + timedelta(days=1))
    avoid = (AreaToAvoid(WholeSector("SW2 1"), tomorrow),)
    request = refer(journey, replace(GOOD, areas=replace(GOOD.areas, avoid=avoid)))
    check = submit(journey, request)
    journey.world.hands.on(check.visible_at + timedelta(days=1))
    assert tidy(journey) == 1
    decline(journey, check, DeclineCode.NOT_OUR_TENANT, dated=False)
    assert tidy(journey) == 0
