"""Areas of a case: stated with a reason, kept compiled, ended by its worker alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from fixtures.scenarios import CAMDEN, HACKNEY
from matching.terms import AreaOfChoice
from reciprocal.access.actor import Actor, service
from reciprocal.access.tables import Person
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import (
    FieldsInvalid,
    Forbidden,
    NotFound,
    ReciprocalError,
    StateConflict,
)
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import operations as organisations
from reciprocal.organisations import queries as members
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
from reciprocal.requests import queries, stating
from reciprocal.requests.areas import (
    AreaPurpose,
    AreaReason,
    AreaToAvoid,
    KeptAreas,
    OneLandlord,
    StatedAreas,
    StatedNeed,
    StayNear,
    Why,
)
from reciprocal.requests.rules import RiskKind
from reciprocal.requests.tables import CaseArea, PropertyRequest
from reciprocal.rounds import operations as rounds
from tests.reciprocal.journey import Journey, one_move
from tests.reciprocal.proposals.told import assert_freed
from tests.reciprocal.requests.acts import GOOD, refer
from tests.support.world import DAY, MakeWorld

LIVES = Why(reason=AreaReason.PERPETRATOR_LIVES)
SCHOOL = Why(reason=AreaReason.SCHOOL)
BRIXTON, VOID = parse_postcode("SW2 1RW"), parse_postcode("NW1 8NH")
SOUTH, NORTH = parse_postcode("SW2 1RW"), parse_postcode("SE1 0AA")
ON_THE_VOID = AreaToAvoid(WholeSector("NW1 8"), LIVES)
ELSEWHERE = AreaToAvoid(WholeSector("SW2 1"), LIVES)


def add(
    journey: Journey, stated: StatedNeed, actor: Actor | None = None
) -> PropertyRequest:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        return stating.add_area(
            session, actor=worker, case_ref=journey.request.case_ref, stated=stated
        )


def state(journey: Journey, areas: StatedAreas) -> PropertyRequest:
    worker = journey.worker
    with journey.world.acting(worker) as session:
        return stating.replace_areas(
            session, actor=worker, case_ref=journey.request.case_ref, areas=areas
        )


def end(journey: Journey, area_ref: str, actor: Actor | None = None) -> None:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        stating.end_area(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            area_ref=area_ref,
        )


def review(
    journey: Journey,
    area_ref: str,
    *,
    on: date | None = None,
    ends: date | None = None,
    actor: Actor | None = None,
) -> None:
    worker = actor or journey.worker
    with journey.world.acting(worker) as session:
        stating.review_area(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            area_ref=area_ref,
            review_on=on,
            expected_end_on=ends,
        )


def rows(journey: Journey) -> list[CaseArea]:
    """Return every area the case ever had, the earliest first."""
    with journey.reading() as session:
        return list(
            session.exec(
                select(CaseArea)
                .where(CaseArea.request_id == journey.request_id)
                .order_by(CaseArea.stated_at, CaseArea.area_ref)  # type: ignore[arg-type]
            )
        )


def kept(journey: Journey) -> KeptAreas:
    worker, request = journey.worker, journey.request
    with journey.world.acting(worker) as session:
        return KeptAreas.read(
            queries.reveal(session, worker, request, "areas", request.areas)
        )


def tidy(journey: Journey) -> int:
    """Let the day's run come by; return how many areas are asked about since."""
    alone = service(journey.world.loaded.scheme_id)
    with journey.world.acting(alone) as session:
        rounds.tidy(session, actor=alone)
    return len(journey.open_tasks(TaskKind.AREA_REVIEW))


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
    add(journey, ELSEWHERE)
    (*_, row) = rows(journey)
    journey.completed()
    with pytest.raises(StateConflict):
        add(journey, ON_THE_VOID)
    with pytest.raises(StateConflict):
        review(journey, row.area_ref)
    with pytest.raises(StateConflict):
        end(journey, row.area_ref)
    journey.world.wait(days=100)
    assert tidy(journey) == 0


YESTERDAY = DAY - timedelta(days=1)
BAD: tuple[tuple[str, StatedNeed, str], ...] = (
    (
        "a reason of the other kind",
        AreaToAvoid(WholeSector("SW2 1"), SCHOOL),
        "areas_to_avoid",
    ),
    (
        "a reach with a reason to avoid",
        StayNear((WithinDistance(BRIXTON, 900),), LIVES),
        "within_reach",
    ),
    (
        "a review today",
        AreaToAvoid(WholeSector("SW2 1"), replace(LIVES, review_on=DAY)),
        "areas_to_avoid",
    ),
    (
        "an end before its start",
        AreaToAvoid(WholeSector("SW2 1"), replace(LIVES, expected_end_on=YESTERDAY)),
        "areas_to_avoid",
    ),
    (
        "a landlord nobody knows",
        AreaToAvoid(OneLandlord("L9999"), LIVES),
        "areas_to_avoid",
    ),
    (
        "a distance too large",
        AreaToAvoid(WithinDistance(BRIXTON, 50_001), LIVES),
        "areas_to_avoid",
    ),
    (
        "a reach too far",
        StayNear((WithinDistance(BRIXTON, 50_001),), SCHOOL),
        "within_reach",
    ),
    (
        "a postcode nobody knows",
        AreaToAvoid(ListedPostcodes((parse_postcode("ZZ1 1AA"),)), LIVES),
        "areas_to_avoid",
    ),
    (
        "a stop outside England",
        AreaToAvoid(AlongRoute((BRIXTON, parse_postcode("CF10 1EP")), 400), LIVES),
        "areas_to_avoid",
    ),
)


@pytest.mark.parametrize(
    ("stated", "field"), [(s, f) for _, s, f in BAD], ids=[says for says, _, _ in BAD]
)
def test_bad_input_is_named_by_its_field_and_nothing_is_saved(
    make_world: MakeWorld, stated: StatedNeed, field: str
) -> None:
    journey = Journey(make_world(one_move()))
    before = (kept(journey), [row.model_dump() for row in rows(journey)])
    avoid = (stated,) if isinstance(stated, AreaToAvoid) else ()
    near = (stated,) if isinstance(stated, StayNear) else ()
    acts: tuple[Callable[[], object], ...] = (
        lambda: add(journey, stated),
        lambda: state(journey, replace(GOOD.areas, avoid=avoid, near=near)),
    )
    for act in acts:
        with pytest.raises(ReciprocalError) as refused:
            act()
        assert {fault.field for fault in refused.value.faults} == {field}
        for text in ("SW2", "ZZ1", "CF10", "50_001", "L9999"):
            assert text not in f"{refused.value.faults} {refused.value}"
    assert before == (kept(journey), [row.model_dump() for row in rows(journey)])


def test_choice_wholly_inside_what_is_avoided_is_refused(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    avoid = tuple(
        AreaToAvoid(WholeAuthority(code), LIVES) for code in GOOD.areas.of_choice
    )
    assert state(journey, replace(GOOD.areas, avoid=avoid[1:]))
    before = kept(journey)
    with pytest.raises(FieldsInvalid) as refused:
        state(journey, replace(GOOD.areas, avoid=avoid))
    assert [fault.field for fault in refused.value.faults] == ["areas_of_choice"]
    assert kept(journey) == before
    with pytest.raises(FieldsInvalid):
        refer(journey, replace(GOOD, areas=replace(GOOD.areas, avoid=avoid)))


def test_a_reach_that_leaves_nowhere_of_choice_is_refused(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    leeds = StayNear((WithinDistance(parse_postcode("LS1 1UR"), 900),), SCHOOL)
    with pytest.raises(FieldsInvalid) as refused:
        state(journey, replace(GOOD.areas, near=(leeds,)))
    assert [fault.field for fault in refused.value.faults] == ["within_reach"]


def test_areas_that_leave_too_few_homes_are_refused_with_a_yes_or_no(
    make_world: MakeWorld,
) -> None:
    """One home stands in the pot, in Camden; a floor of one needs Camden."""
    journey = Journey(make_world(one_move()))
    coordinator = journey.world.coordinator
    _set_floor(journey, coordinator, 1)
    assert state(journey, GOOD.areas)
    camden = AreaToAvoid(WholeAuthority(CAMDEN), LIVES)
    with pytest.raises(FieldsInvalid) as few:
        state(journey, replace(GOOD.areas, avoid=(camden,)))
    _set_floor(journey, coordinator, 50)
    with pytest.raises(FieldsInvalid) as fewer:
        state(journey, GOOD.areas)
    assert few.value.faults == fewer.value.faults
    assert [fault.field for fault in few.value.faults] == ["areas_to_avoid"]
    assert not any(letter.isdigit() for letter in few.value.faults[0].fault)
    assert HACKNEY not in GOOD.areas.of_choice


def _set_floor(journey: Journey, actor: Actor, floor: int) -> None:
    with journey.world.acting(actor) as session:
        _, rules = members.rules_on(session, actor.scheme_id, DAY)
        organisations.decide_rules(
            session,
            actor=actor,
            scheme_id=actor.scheme_id,
            effective_from=DAY,
            rules=rules.model_copy(update={"homes_left_min": floor}),
        )


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


def test_youth_violence_may_list_where_not_instead(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    inverted = replace(
        GOOD.areas,
        choice=AreaOfChoice.ANYWHERE_ELSE,
        of_choice=frozenset(),
        avoid=(AreaToAvoid(WholeDistrict("SE15"), LIVES),),
    )
    request = refer(
        journey, replace(GOOD, areas=inverted, risk_kind=RiskKind.YOUTH_VIOLENCE)
    )
    assert request.areas_of_choice_count == 0
    with pytest.raises(FieldsInvalid):
        refer(journey, replace(GOOD, areas=inverted))
