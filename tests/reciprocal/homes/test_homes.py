"""Posting, releasing, amending and withdrawing, each by whom and when."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal import clock, ids
from reciprocal.errors import (
    FieldsInvalid,
    NotFound,
    StateConflict,
)
from reciprocal.homes import amending, queries, readiness
from reciprocal.homes import operations as homes
from reciprocal.homes.amending import Amendment
from reciprocal.homes.lifecycle import HomeEvent, HomeState
from reciprocal.homes.operations import (
    Dwelling,
    HomeCoolingOff,
    HomePostedAlready,
    NoStockHeld,
    NotInStock,
    SecondPersonNeeded,
)
from reciprocal.homes.rules import HomeFacts, Supply
from reciprocal.homes.tables import Home
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations.tables import Provider
from reciprocal.proposals import hidden
from tests.reciprocal.homes.test_rules import GOOD
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import DAY, MakeWorld

FACTS = replace(GOOD, notice_date=None, void_date=DAY, ready_date=DAY)
DWELLING = Dwelling(
    uprn="00099910070777", address="7 Wren Example Road", postcode="NW1 8NH"
)


def post(
    journey: Journey,
    *,
    code: str = CAMDEN,
    facts: HomeFacts = FACTS,
    dwelling: Dwelling = DWELLING,
    register: bool = True,
) -> Home:
    actor = journey.world.loaded.staff.desks[code].first
    with journey.world.acting(actor) as session:
        if register:
            homes.register_stock(session, actor=actor, uprns=[dwelling.uprn])
        return homes.post_home(session, actor=actor, dwelling=dwelling, facts=facts)


def withdraw(journey: Journey, home: Home) -> Home:
    actor = journey.landlord
    with journey.world.acting(actor) as session:
        return homes.withdraw_home(session, actor=actor, home_ref=home.landlord_ref)


def amend(journey: Journey, home: Home, **change: Any) -> Home:  # noqa: ANN401
    actor = journey.landlord
    with journey.world.acting(actor) as session:
        return amending.amend_home(
            session,
            actor=actor,
            home_ref=home.landlord_ref,
            change=Amendment(**change),
        )


def test_a_home_waits_for_a_second_person(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    home = post(journey)
    assert home.state is HomeState.AWAITING_RELEASE
    desk = journey.world.loaded.staff.desks[CAMDEN]
    with (
        pytest.raises(SecondPersonNeeded),
        journey.world.acting(desk.first) as session,
    ):
        homes.release_home(session, actor=desk.first, home_ref=home.landlord_ref)
    with journey.world.acting(desk.second) as session:
        released = homes.release_home(
            session, actor=desk.second, home_ref=home.landlord_ref
        )
    assert (released.state, released.released_by) == (HomeState.IN_POT, desk.second.id)
    with pytest.raises(StateConflict), journey.world.acting(desk.second) as session:
        homes.release_home(session, actor=desk.second, home_ref=home.landlord_ref)


def test_only_registered_dwellings_once_and_not_too_soon_again(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(NotInStock):
        post(journey, register=False)
    home = post(journey)
    # Leading zeros make no other dwelling.
    bare = replace(DWELLING, uprn=DWELLING.uprn.lstrip("0"))
    with pytest.raises(HomePostedAlready) as posted:
        post(journey, dwelling=bare, register=False)
    assert [fault.field for fault in posted.value.faults] == ["uprn"]
    withdrawn = withdraw(journey, home)
    assert withdrawn.ended_at == clock.now()
    with pytest.raises(HomeCoolingOff):
        post(journey)
    journey.world.wait(days=90)
    assert post(journey).state is HomeState.AWAITING_RELEASE


def test_stock_is_counted_once(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    actor = journey.landlord
    with journey.world.acting(actor) as session:
        assert homes.register_stock(session, actor=actor, uprns=["12", "12", "13"]) == 2
        assert homes.register_stock(session, actor=actor, uprns=["013", "14"]) == 1


def test_every_fault_of_a_home_comes_back_at_once(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    with pytest.raises(FieldsInvalid) as vacating:
        post(journey, facts=replace(FACTS, supply=Supply.VACATING))
    assert [fault.field for fault in vacating.value.faults] == ["supply"]
    bad = replace(FACTS, void_date=None, tenancy_offered="starter")  # type: ignore[arg-type]
    with pytest.raises(FieldsInvalid) as refused:
        post(journey, facts=bad)
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["void_date", "tenancy_offered"]


def test_who_holds_no_stock_posts_none(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    with journey.world.acting(journey.world.coordinator) as session:
        provider = session.get_one(Provider, journey.landlord.organisation_id)
        provider.holds_stock = False
        session.add(provider)
    with pytest.raises(NoStockHeld):
        post(journey)


def test_nobody_but_a_landlord_has_homes(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    stray = replace(journey.landlord, organisation_id=journey.worker.organisation_id)
    with pytest.raises(NotFound), journey.world.acting(stray) as session:
        homes.register_stock(session, actor=stray, uprns=["12"])


def test_a_dwelling_two_landlords_claim_is_told_to_the_coordinator_alone(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    first = post(journey)
    second = post(journey, code=HACKNEY)
    assert second.state is first.state
    (task,) = journey.open_tasks(TaskKind.HOME_CLASH)
    assert task.organisation_id == journey.world.coordinator.organisation_id


def test_the_database_itself_keeps_a_landlords_dwelling_once(
    make_world: MakeWorld,
) -> None:
    journey = Journey(make_world(one_move()))
    fresh = {name: ids.new_id() for name in ("id", "landlord_ref", "board_ref")}
    void = journey.void
    row = {name: getattr(void, name) for name in Home.model_fields} | fresh
    with pytest.raises(IntegrityError), journey.world.acting(journey.landlord) as found:
        found.add(Home(**row))
    with journey.world.acting(journey.landlord) as session:
        session.add(Home(**(row | {"state": HomeState.WITHDRAWN})))


def test_dates_works_and_rent_are_amended(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    home = journey.void
    later = DAY + timedelta(days=9)
    amended = amend(journey, home, ready_date=later, works="major")
    assert (amended.ready_date, amended.works) == (later, "major")
    assert amended.weekly_rent_pence == home.weekly_rent_pence
    with pytest.raises(FieldsInvalid) as early:
        amend(journey, home, ready_date=DAY - timedelta(days=99))
    assert [fault.field for fault in early.value.faults] == ["ready_date"]
    assert journey.void.ready_date == later
    journey.offered()
    with pytest.raises(StateConflict):
        amend(journey, home, weekly_rent_pence=1)
    with pytest.raises(StateConflict):
        withdraw(journey, home)


def test_a_home_is_its_own_landlords_to_see(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    home, other = journey.void, journey.old_landlord
    with journey.world.acting(other) as session, pytest.raises(NotFound):
        queries.own_home(session, other, home.landlord_ref)
    with journey.world.acting(journey.landlord) as session:
        shown = queries.show_own_home(session, journey.landlord, home).opened()
        (listed,) = queries.own_homes(session, journey.landlord)
    assert shown["address"] == one_move().homes[0].address
    assert not {"address", "postcode", "uprn"} & set(listed)
    coordinator = journey.world.coordinator
    with journey.world.acting(coordinator) as session:
        board = hidden.board_homes(session, coordinator)
    assert len(board) == 2
    assert not any({"address", "postcode", "uprn"} & set(row) for row in board)


@pytest.mark.parametrize(
    ("ready_in", "void_in", "ready", "weeks"),
    [
        (0, -7, True, 0),
        (1, -7, True, 1),
        (7, -7, True, 1),
        (8, -7, True, 2),
        (28, -7, True, 4),
        (29, -7, False, 5),
        (-3, -7, True, 0),
        (None, 0, True, 6),
        (None, 1, False, 6),
        (None, None, False, 6),
    ],
)
def test_ready_is_empty_or_soon_by_a_confirmed_date(
    ready_in: int | None, void_in: int | None, *, ready: bool, weeks: int
) -> None:
    def day(days: int | None) -> Any:  # noqa: ANN401
        return None if days is None else DAY + timedelta(days=days)

    dates = {"ready_date": day(ready_in), "void_date": day(void_in)}
    home = Home(**dates)
    assert readiness.is_ready(home, DAY, 28) is ready
    assert readiness.weeks_to_keys(home, DAY) == weeks


def test_a_home_moves_only_along_its_lifecycle(make_world: MakeWorld) -> None:
    journey = Journey(make_world(one_move()))
    alone = journey.world.coordinator
    with pytest.raises(StateConflict), journey.world.acting(alone) as session:
        homes.change_state(
            session, actor=alone, home_id=journey.void.id, event=HomeEvent.LET
        )
    with journey.world.acting(alone) as session:
        assert session.exec(select(Home.state)).all()
