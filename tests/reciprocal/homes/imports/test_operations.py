"""Whole files against a database: all or nothing, and the brake."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from fixtures.scenarios import HACKNEY
from reciprocal import clock
from reciprocal.errors import Forbidden, NotFound, StateConflict
from reciprocal.homes import operations as homes
from reciprocal.homes.imports import operations as imports
from reciprocal.homes.imports.faults import (
    RowsDiffer,
    RowsInvalid,
    SnapshotBrake,
)
from reciprocal.homes.imports.operations import (
    Differing,
    Mode,
    PersonNeeded,
    Wanted,
)
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import DATES_IN_ORDER
from reciprocal.homes.tables import Home, StockEntry
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations.tables import Provider
from tests.reciprocal.homes.imports.bench import Bench
from tests.reciprocal.homes.imports.sheets import row, rows
from tests.reciprocal.homes.test_homes import FACTS
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

SNAPSHOT = Wanted(mode=Mode.SNAPSHOT)
ANY_NUMBER = Wanted(mode=Mode.SNAPSHOT, differing=Differing.LEAVE)


@pytest.fixture
def camden(make_world: MakeWorld) -> Bench:
    return Bench(Journey(make_world(one_move())))


def references(answer: dict[str, Any]) -> list[str | None]:
    return [each["reference"] for each in answer["homes"]]


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [str(each["outcome"]) for each in answer["homes"]]


def test_a_file_is_posted_and_waits_for_its_release(camden: Bench) -> None:
    given = rows(3)
    assert camden.stock(given, Wanted(dry_run=True))["added"] == 3
    faults = camden.refused(RowsInvalid, given)
    assert faults == [(n, "UPRN", homes.NotInStock.sentence) for n in (2, 3, 4)]
    told = camden.stock(given)
    assert (told["rows"], told["added"], told["known"]) == (3, 3, 0)
    assert camden.stock(rows(4))["known"] == 3

    before = camden.everything()
    would = camden.send(given, Wanted(dry_run=True))
    assert camden.everything() == before
    assert (would["posted"], references(would)) == (3, [None] * 3)

    done = camden.send(given)
    assert {k: v for k, v in done.items() if k not in ("homes", "dry_run")} == {
        k: v for k, v in would.items() if k not in ("homes", "dry_run")
    }
    found = {home.landlord_ref: home for home in camden.homes()}
    assert {found[str(ref)].state for ref in references(done)} == {
        HomeState.AWAITING_RELEASE
    }
    faults = camden.refused(RowsInvalid, given)
    assert {fault for _, _, fault in faults} == {homes.HomePostedAlready.sentence}


def test_homes_are_released_together_by_a_second_person(camden: Bench) -> None:
    given = rows(3)
    camden.stock(given)
    sent = [str(ref) for ref in references(camden.send(given))]
    bench = camden.world
    with (
        pytest.raises(homes.SecondPersonNeeded) as refused,
        bench.acting(camden.lead) as session,
    ):
        imports.release_homes(session, actor=camden.lead, home_refs=sent)
    assert refused.value.faults[0].field.startswith("references.")
    deputy = camden.deputy
    with pytest.raises(NotFound) as unknown, bench.acting(deputy) as session:
        imports.release_homes(session, actor=deputy, home_refs=[*sent, "f" * 33])
    assert [fault.field for fault in unknown.value.faults] == ["references.3"]
    with bench.acting(deputy) as session:
        told = imports.release_homes(session, actor=deputy, home_refs=[*sent, sent[0]])
    assert told == {"released": 3}
    assert {h.state for h in camden.homes() if h.landlord_ref in sent} == {
        HomeState.IN_POT
    }
    with pytest.raises(StateConflict), bench.acting(deputy) as session:
        imports.release_homes(session, actor=deputy, home_refs=sent)


def test_rules_of_posting_are_faults_of_rows(camden: Bench) -> None:
    given = [
        row(1, ready_date="01/01/2020"),
        row(2, letting_route="nomination"),
        row(3, tenancy_offered="starter"),
    ]
    camden.stock(given)
    faults = camden.refused(RowsInvalid, given)
    assert [(number, field) for number, field, _ in faults] == [
        (2, "Ready to let"),
        (3, "Letting route"),
        (4, "Tenancy type"),
    ]
    assert faults[0][2] == DATES_IN_ORDER


def test_who_may_not_post_imports_nothing(camden: Bench) -> None:
    worker = camden.journey.worker
    with pytest.raises(Forbidden):
        camden.send(rows(1), None, worker)
    stray = replace(camden.lead, organisation_id=worker.organisation_id)
    with pytest.raises(NotFound):
        camden.send(rows(1), None, stray)
    with camden.world.acting(camden.lead) as session:
        provider = session.get_one(Provider, camden.lead.organisation_id)
        provider.holds_stock = False
        session.add(provider)
    camden.refused(homes.NoStockHeld, rows(1))


def test_another_landlords_claim_changes_no_answer(camden: Bench) -> None:
    """The coordinator is told, and the one who posts hears what anybody hears."""
    other = Bench(camden.journey, HACKNEY)
    other.stock(rows(1))
    other.send(rows(1))
    given = rows(2)
    camden.stock(given)
    would = camden.send(given, Wanted(dry_run=True))
    done = camden.send(given)
    assert outcomes(would) == outcomes(done) == ["posted", "posted"]
    tasks = camden.journey.open_tasks(TaskKind.HOME_CLASH)
    assert len(tasks) == 1
    assert tasks[0].organisation_id == camden.world.coordinator.organisation_id


def test_a_nightly_list_posts_amends_and_withdraws(camden: Bench) -> None:
    (void,) = camden.homes()
    given = rows(12)
    camden.stock(rows(14))
    before = references(camden.send(given))
    # The void that was there before is in no file of theirs: one of 13 may go.
    later = f"{clock.today() + timedelta(days=3):%d/%m/%Y}"
    cheaper, later_ready = row(0, weekly_rent="99.00"), row(1, ready_date=later)
    changed = [cheaper, later_ready, *given[2:], row(12)]
    would = camden.send(changed, replace(SNAPSHOT, dry_run=True))
    done = camden.send(changed, SNAPSHOT, camden.system)
    for told in (would, done):
        as_told = ["amended"] * 2 + ["unchanged"] * 10 + ["posted"]
        assert outcomes(told) == as_told
        assert told["withdrawn_references"] == [void.landlord_ref]
        assert (told["withdrawn"], told["kept"]) == (1, 0)
    assert references(done)[:12] == before
    found = {home.landlord_ref: home for home in camden.homes()}
    amended = found[str(before[0])]
    assert amended.weekly_rent_pence == 9_900
    assert found[void.landlord_ref].state is HomeState.WITHDRAWN
    assert found[void.landlord_ref].ended_at is not None
    again = camden.send(changed, SNAPSHOT)
    assert outcomes(again) == ["unchanged"] * 13


def test_the_brake_holds_until_a_person_states_the_number(camden: Bench) -> None:
    given = rows(4)
    camden.stock(given)
    camden.send(given)
    told = camden.refused(SnapshotBrake, given[:3], SNAPSHOT)
    assert told == [(None, "withdraw", "2 of your 5 homes would be withdrawn.")]
    for number in (0, 1, 3):
        camden.refused(SnapshotBrake, given[:3], replace(SNAPSHOT, withdraw=number))
    two = replace(SNAPSHOT, withdraw=2)
    camden.refused(PersonNeeded, given[:3], two, camden.system)
    assert camden.send(given[:3], two)["withdrawn"] == 2


def test_what_is_promised_or_lived_in_is_left(camden: Bench) -> None:
    given = rows(5)
    camden.stock(rows(6))
    sent = [str(ref) for ref in references(camden.send(given))]
    camden.make(sent[0], HomeState.RESERVED)
    camden.make(sent[1], HomeState.RESERVED)
    camden.make(sent[2], HomeState.OCCUPIED)
    camden.make(sent[3], HomeState.OCCUPIED)
    withdrawn = row(5)
    changed = [row(1, weekly_rent="99"), row(2, bedrooms="3"), given[4], withdrawn]
    with camden.world.acting(camden.lead) as session:
        (void,) = [
            h for h in camden_homes(session, camden) if h.landlord_ref not in sent
        ]
        homes.withdraw_home(session, actor=camden.lead, home_ref=void.landlord_ref)
    camden.send([*changed[:3], withdrawn], SNAPSHOT, camden.system)
    (last,) = [
        home.landlord_ref
        for home in camden.homes()
        if home.landlord_ref not in sent and home.state is HomeState.AWAITING_RELEASE
    ]
    with camden.world.acting(camden.lead) as session:
        homes.withdraw_home(session, actor=camden.lead, home_ref=last)
    for actor in (camden.lead, camden.system):
        told = camden.send(changed, SNAPSHOT, actor)
        assert outcomes(told) == ["left_alone"] * 2 + ["unchanged", "left_alone"]
        # Of a home that is lived in nothing is told, nor of one withdrawn lately.
        assert references(told) == [sent[1], None, sent[4], None]
        assert told["kept_references"] == [sent[0]]
        assert told["withdrawn"] == 0
    states = {home.landlord_ref: home.state for home in camden.homes()}
    assert [states[ref] for ref in sent[:4]] == [
        HomeState.RESERVED,
        HomeState.RESERVED,
        HomeState.OCCUPIED,
        HomeState.OCCUPIED,
    ]


def camden_homes(session: Session, camden: Bench) -> list[Home]:
    return list(
        session.exec(
            select(Home).where(Home.provider_id == camden.lead.organisation_id)
        )
    )


def test_a_system_cannot_tell_a_home_lived_in_from_one_withdrawn(
    camden: Bench,
) -> None:
    given = rows(2)
    camden.stock(given)
    sent = [str(ref) for ref in references(camden.send(given))]
    camden.make(sent[0], HomeState.OCCUPIED)
    with camden.world.acting(camden.lead) as session:
        homes.withdraw_home(session, actor=camden.lead, home_ref=sent[1])
    faults = camden.refused(RowsInvalid, given, None, camden.system)
    assert [fault for _, _, fault in faults] == [homes.HomeNotNow.sentence] * 2
    for each in given:
        dwelling = homes.Dwelling(
            uprn=each["UPRN"], address=each["Address"], postcode=each["Postcode"]
        )
        with (
            pytest.raises(homes.HomeNotNow),
            camden.world.acting(camden.system) as session,
        ):
            homes.post_home(
                session, actor=camden.system, dwelling=dwelling, facts=FACTS
            )
    faults = camden.refused(RowsInvalid, given)
    assert [fault for _, _, fault in faults] == [
        homes.HomePostedAlready.sentence,
        homes.HomeCoolingOff.sentence,
    ]


def test_a_home_lived_in_must_be_registered_like_any_other(camden: Bench) -> None:
    """Or a system would learn of it from the want of a fault."""
    camden.stock(rows(1))
    (sent,) = references(camden.send(rows(1)))
    camden.make(str(sent), HomeState.OCCUPIED)
    with camden.world.acting(camden.lead) as session:
        for entry in session.exec(
            select(StockEntry).where(
                col(StockEntry.provider_id) == camden.lead.organisation_id
            )
        ).all():
            session.delete(entry)
    faults = camden.refused(RowsInvalid, rows(2), SNAPSHOT, camden.system)
    assert [(number, fault) for number, _, fault in faults] == [
        (2, homes.NotInStock.sentence),
        (3, homes.NotInStock.sentence),
    ]


def test_another_home_than_the_one_posted_is_refused_or_left(camden: Bench) -> None:
    camden.stock(rows(1))
    camden.send(rows(1))
    other = [row(0, bedrooms="3", postcode="E8 1EA")]
    assert camden.refused(RowsDiffer, other, SNAPSHOT) == [
        (2, "Postcode", imports.POST_ANEW),
        (2, "No of beds", imports.POST_ANEW),
    ]
    told = camden.send(other, ANY_NUMBER)
    assert outcomes(told) == ["different"]
    assert told["homes"][0]["differs"] == ["postcode", "bedrooms"]


def test_an_amendment_keeps_the_dates_in_order(camden: Bench) -> None:
    given = [row(0, ready_date="")]
    camden.stock(given)
    camden.send(given)
    late = row(0, void_date="")
    late |= {"Notice date": "01/01/2026", "Ready to let": "02/01/2026"}
    faults = camden.refused(RowsInvalid, [late], SNAPSHOT)
    assert faults == [(2, "Ready to let", DATES_IN_ORDER)]
