"""The need is what it is on the day of the round, whatever it was when referred."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from matching.terms import BedroomStandard
from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import StateConflict
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import operations as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.requests import needs, pooling
from reciprocal.requests.household import Composition, Month, Sex, YoungPerson
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds import operations as rounds
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY, MakeWorld, World


def world_of(make_world: MakeWorld, **household: object) -> Journey:
    rows = one_move()
    request = rows.requests[0].model_copy(update=household)
    return Journey(make_world(replace(rows, requests=(request,))))


def renewed(world: World, rules: SchemeRules) -> int:
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        return needs.renew(session, actor=alone, rules=rules)


def told(session: Session, request_id: str) -> tuple[int, int]:
    """Count what was written down of a change, and the tasks it left open."""
    acts = session.exec(
        select(AuditEntry).where(
            AuditEntry.subject_id == request_id,
            AuditEntry.action == "case.need_renewed",
        )
    ).all()
    tasks = session.exec(
        select(Task).where(
            Task.subject_id == request_id,
            Task.kind == TaskKind.CASE_CHANGED,
            Task.done_at == None,  # noqa: E711 - SQL's own IS NULL
        )
    ).all()
    return len(acts), len(tasks)


def test_a_round_counts_the_birthday_since(make_world: MakeWorld) -> None:
    boy = YoungPerson(Sex.MALE, Month(2016, 12))
    girl = YoungPerson(Sex.FEMALE, Month(2020, 1))
    journey = world_of(make_world, children=(boy, girl), one_over=True)
    assert (journey.request.bedrooms_needed, journey.request.bedrooms_max) == (2, 3)
    world = journey.world
    assert renewed(world, SchemeRules()) == 0
    with journey.reading() as session:
        assert told(session, journey.request_id) == (0, 0)

    world.wait(days=(date(2026, 12, 1) - DAY).days)
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        rounds.freeze(session, actor=coordinator)

    assert (journey.request.bedrooms_needed, journey.request.bedrooms_max) == (3, 4)
    with journey.reading() as session:
        assert told(session, journey.request_id) == (1, 1)
    alone = service(world.loaded.scheme_id)
    with world.acting(alone) as session:
        pooled = pooling.pooled(
            session, alone, journey.request, homes_refused=frozenset()
        )
    assert (pooled.bedrooms_min, pooled.bedrooms_max) == (3, 4)
    assert renewed(world, SchemeRules()) == 0


def test_a_round_counts_by_the_standard_decided_since(make_world: MakeWorld) -> None:
    journey = world_of(
        make_world,
        young_adults=(YoungPerson(Sex.FEMALE, Month(2010, 3)),),
        children=(YoungPerson(Sex.FEMALE, Month(2014, 3)),),
    )
    assert journey.request.bedrooms_needed == 3
    world = journey.world
    coordinator = world.coordinator
    with world.acting(coordinator) as session:
        organisations.decide_rules(
            session,
            actor=coordinator,
            scheme_id=world.loaded.scheme_id,
            effective_from=clock.today(),
            rules=SchemeRules(bedroom_standard=BedroomStandard.BEDROOM_STANDARD),
        )
    with world.acting(coordinator) as session:
        rounds.freeze(session, actor=coordinator)
    assert journey.request.bedrooms_needed == 2
    # A second change leaves one task, not two.
    assert renewed(world, SchemeRules()) == 1
    with journey.reading() as session:
        assert told(session, journey.request_id) == (2, 1)


def test_a_landlords_own_standard_is_kept_up_with_and_nobody_is_told(
    make_world: MakeWorld,
) -> None:
    girl = YoungPerson(Sex.FEMALE, Month(2010, 12))
    sister = YoungPerson(Sex.FEMALE, Month(2012, 5))
    journey = world_of(make_world, children=(girl, sister))
    world = journey.world
    by_bedroom_standard = SchemeRules(bedroom_standard=BedroomStandard.BEDROOM_STANDARD)
    before = journey.request
    assert (before.bedrooms_by_size_criteria, before.bedrooms_by_standard) == (2, 2)
    world.wait(days=(date(2026, 12, 1) - DAY).days)
    # She is 16: a room of her own by one standard, and not by the scheme's.
    assert renewed(world, by_bedroom_standard) == 0
    after = journey.request
    assert (after.bedrooms_by_size_criteria, after.bedrooms_by_standard) == (3, 2)
    assert (after.bedrooms_needed, after.bedrooms_max) == (2, 2)
    with journey.reading() as session:
        assert told(session, journey.request_id) == (1, 0)


def test_a_round_counts_an_age_that_was_reached_since(make_world: MakeWorld) -> None:
    journey = world_of(make_world)
    worker, world = journey.worker, journey.world
    with world.acting(worker) as session:
        needs.restate(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            household=Composition(1, tenant_born=Month(1971, 12)),
        )
    found = journey.request
    assert (found.tenant_age_reached, found.adults_age_reached) == (50, 50)
    world.wait(days=(date(2026, 12, 1) - DAY).days)
    assert renewed(world, SchemeRules()) == 0
    found = journey.request
    assert (found.tenant_age_reached, found.adults_age_reached) == (55, 55)


def test_a_case_at_its_end_keeps_its_household(make_world: MakeWorld) -> None:
    journey = world_of(make_world)
    worker = journey.worker
    with journey.world.acting(worker) as session:
        row = session.get_one(PropertyRequest, journey.request_id)
        row.state = RequestState.CLOSED
        session.add(row)
    with pytest.raises(StateConflict), journey.world.acting(worker) as session:
        needs.restate(
            session,
            actor=worker,
            case_ref=journey.request.case_ref,
            household=Composition(3),
        )
    assert (journey.request.persons, journey.request.bedrooms_needed) == (2, 2)
