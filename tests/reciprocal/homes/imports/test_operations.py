"""Whole files against a database: all or nothing, the same as one by one, the brake."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from fixtures.scenarios import CAMDEN, HACKNEY
from reciprocal.access.actor import Actor, ActorKind, Role, service
from reciprocal.errors import Forbidden, NotFound, ReciprocalError, StateConflict
from reciprocal.homes import bars
from reciprocal.homes import operations as homes
from reciprocal.homes.imports import operations as imports
from reciprocal.homes.imports import reading
from reciprocal.homes.imports.delimited import read_csv
from reciprocal.homes.imports.faults import (
    Found,
    RowsDiffer,
    RowsInvalid,
    SnapshotBrake,
)
from reciprocal.homes.imports.headers import Asked
from reciprocal.homes.imports.operations import (
    Differing,
    Mode,
    PersonNeeded,
    Wanted,
)
from reciprocal.homes.imports.reading import FileKind
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.rules import DATES_IN_ORDER
from reciprocal.homes.tables import Home, NominationRelease, StockEntry
from reciprocal.notices.tables import Task
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations.tables import Provider
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.tables import SubjectKey
from tests.reciprocal.homes.imports.sheets import Row, as_csv, row, rows
from tests.reciprocal.homes.test_nominations import ASSOCIATION, with_an_association
from tests.reciprocal.journey import Journey, one_move
from tests.support.minutes import examples
from tests.support.world import MakeWorld

SNAPSHOT = Wanted(mode=Mode.SNAPSHOT)
ANY_NUMBER = Wanted(mode=Mode.SNAPSHOT, differing=Differing.LEAVE)


class Bench:
    """One landlord's people and system, and what they send."""

    def __init__(self, journey: Journey, code: str = CAMDEN) -> None:
        self.journey = journey
        self.world = journey.world
        desk = self.world.loaded.staff.desks[code]
        self.lead, self.deputy = desk.first, desk.second
        self.system = replace(
            self.lead, id="m", kind=ActorKind.MACHINE, role=Role.LANDLORD_SYSTEM
        )

    def send(
        self, given: list[Row], wanted: Wanted | None = None, actor: Actor | None = None
    ) -> dict[str, Any]:
        actor = actor or self.lead
        with self.world.acting(actor) as session:
            return imports.import_homes(
                session,
                actor=actor,
                given=as_csv(given),
                kind=FileKind.CSV,
                wanted=wanted or Wanted(),
            )

    def stock(self, given: list[Row], wanted: Wanted | None = None) -> dict[str, Any]:
        with self.world.acting(self.lead) as session:
            return imports.import_stock(
                session,
                actor=self.lead,
                given=as_csv(given),
                kind=FileKind.CSV,
                wanted=wanted or Wanted(),
            )

    def refused(
        self,
        kind: type[ReciprocalError],
        *sent: Any,  # noqa: ANN401 - as `send` takes
    ) -> list[tuple[int | None, str, str]]:
        before = self.everything()
        with pytest.raises(kind) as refusal:
            self.send(*sent)
        assert self.everything() == before, "something was stored"
        return [(f.row, f.field, f.fault) for f in refusal.value.faults]

    def homes(self) -> list[Home]:
        with self.world.acting(self.lead) as session:
            return list(
                session.exec(
                    select(Home).where(Home.provider_id == self.lead.organisation_id)
                )
            )

    def everything(self) -> object:
        with self.world.acting(self.lead) as session:
            return [
                sorted(str(found) for found in session.exec(select(table)).all())
                for table in (Home, StockEntry, SubjectKey, Task)
            ]

    def make(self, reference: str, state: HomeState) -> None:
        """Put a home at a stage, as the journey's other rooms would."""
        with self.world.acting(self.lead) as session:
            home = session.exec(
                select(Home).where(Home.landlord_ref == reference)
            ).one()
            home.state = state
            session.add(home)


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
    changed = [row(0, weekly_rent="99.00"), *given[1:], row(12)]
    would = camden.send(changed, replace(SNAPSHOT, dry_run=True))
    done = camden.send(changed, SNAPSHOT, camden.system)
    for told in (would, done):
        assert outcomes(told) == ["amended", *["unchanged"] * 11, "posted"]
        assert told["withdrawn_references"] == [void.landlord_ref]
        assert (told["withdrawn"], told["kept"]) == (1, 0)
    assert references(done)[:12] == before
    found = {home.landlord_ref: home for home in camden.homes()}
    amended = found[str(before[0])]
    assert (amended.weekly_rent_pence, amended.version) == (9_900, 2)
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
    assert [fault for _, _, fault in faults] == [imports.NOT_NOW] * 2
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


def shape(session: Session, actor: Actor) -> object:
    """Return what is stored of a landlord's homes, whatever identifiers it got."""
    found = session.exec(
        select(Home).where(Home.provider_id == actor.organisation_id)
    ).all()
    identity = {"id", "landlord_ref", "board_ref", "key_id"}
    sealed = {"uprn", "address", "postcode", "place", "teams_barred"}
    by_id = {home.id: home.uprn_blind for home in found}
    by_ref = {home.board_ref: home.uprn_blind for home in found}
    states = []
    for home in found:
        plain = {
            name: getattr(home, name)
            for name in Home.model_fields
            if name not in identity | sealed
        }
        opened = {
            name: sealing.unseal(session, value, f"home.{name}", home.id)
            for name in sealed
            if (value := getattr(home, name)) is not None
        }
        key = session.get_one(SubjectKey, home.key_id)
        assert (key.subject_kind, key.subject_id) == ("home", home.id)
        states.append((home.uprn_blind, plain, opened, key.organisation_id))
    asked = session.exec(select(NominationRelease)).all()
    tasks = session.exec(select(Task)).all()
    acts = Counter(
        (action, kind, by_id.get(subject, ""), code)
        for _, _, action, (kind, subject), code in session.info["audit_waiting"]
    )
    return (
        sorted(states, key=lambda state: state[0]),
        sorted((by_id.get(each.home_id, ""), each.council_id) for each in asked),
        sorted(
            (each.organisation_id, each.kind, by_ref.get(each.subject_ref, ""))
            for each in tasks
        ),
        acts,
    )


class _Undone(Exception):
    pass


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Take back what is stored inside, and what was to be written down of it."""
    session.info["audit_waiting"] = []
    point = session.begin_nested()
    yield
    point.rollback()
    session.expunge_all()


drawn_rows = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(0, 9),
            "bedrooms": st.integers(0, 4).map(str),
            "floor": st.sampled_from(["", "0", "3"]),
            "letting_route": st.sampled_from(["own share", "nomination"]),
            "postcode": st.sampled_from(["NW1 8NH", "E8 1EA", "SW1A 1AA"]),
            "works": st.sampled_from(["", "minor"]),
        }
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda drawn: drawn["number"],
)


def test_a_file_ends_as_so_many_single_postings_end(make_world: MakeWorld) -> None:
    """Two ways to post, one state: clashes, bars, nominations and audit included."""
    bench = Bench(Journey(make_world(with_an_association())), ASSOCIATION)
    hackney = Bench(bench.journey, HACKNEY)
    hackney.stock(rows(2))
    hackney.send(rows(2))
    lead = bench.lead
    bench.stock(rows(10))

    def one_by_one(session: Session, sent: list[Row]) -> None:
        lines = reading.read_homes(
            read_csv(as_csv(sent)),
            Asked(),
            today=bench.world.hands.now().date(),
            found=Found(),
        )
        for line in lines:
            homes.post_home(
                session,
                actor=lead,
                dwelling=homes.Dwelling(
                    uprn=line.uprn,
                    address=line.address,
                    postcode=str(line.place.postcode),
                ),
                facts=line.facts,
            )

    def at_once(session: Session, sent: list[Row]) -> None:
        imports.import_homes(
            session,
            actor=lead,
            given=as_csv(sent),
            kind=FileKind.CSV,
            wanted=Wanted(),
        )

    ways: tuple[Callable[[Session, list[Row]], None], ...] = (one_by_one, at_once)
    with suppress(_Undone), bench.world.acting(lead) as session:
        for uprn in (1, 3):
            bars.close_dwelling(
                session,
                actor=service(lead.scheme_id),
                uprn=str(5_000_000_000 + uprn),
                team=hackney.lead.organisation_id,
            )

        @settings(
            max_examples=examples(15, 300),
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(drawn=drawn_rows)
        def agree(drawn: list[dict[str, Any]]) -> None:
            sent = [row(tenancy_offered="assured", **each) for each in drawn]
            ends = []
            for way in ways:
                with undone(session):
                    way(session, sent)
                    session.flush()
                    ends.append(shape(session, lead))
            assert ends[0] == ends[1]

        agree()
        raise _Undone
