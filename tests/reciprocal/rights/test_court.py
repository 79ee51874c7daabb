"""What a court is handed is the published list, by two people, and ends on its day."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Table
from sqlmodel import SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from fixtures.load import COORDINATOR
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.audit.tables import AuditEntry
from reciprocal.errors import Forbidden, NotFound
from reciprocal.homes.operations import SecondPersonNeeded
from reciprocal.moves.tables import Move
from reciprocal.retention import operations as retention
from reciprocal.retention.rules import FORGOTTEN
from reciprocal.rights import court, listed
from reciprocal.sealing.column import SealedType
from scripts.print_court_file import court_page
from scripts.tree import ROOT
from tests.reciprocal.journey import Journey, one_move
from tests.support.world import MakeWorld

_LEADS = frozenset({"request_id", "proposal_id", "move_id", "case_id", "one_id"})


@pytest.fixture
def journey(make_world: MakeWorld) -> Journey:
    return Journey(make_world(one_move()))


def coordinators(journey: Journey) -> tuple[Actor, Actor]:
    desk = journey.world.loaded.staff.desks[COORDINATOR]
    return desk.first, desk.second


def hand_out(journey: Journey, actor: Actor) -> court.File | None:
    with journey.world.acting(actor) as session:
        return court.hand_out(session, actor=actor, board_ref=journey.request.board_ref)


def _reads(request_id: str) -> SelectOfScalar[AuditEntry]:
    return select(AuditEntry).where(
        AuditEntry.action == "sealed.read",
        AuditEntry.actor_kind == "service",
        AuditEntry.subject_id == request_id,
    )


def tables_of_a_case() -> Iterator[Table]:
    """Yield every table whose rows lead to a case, as the database declares them."""
    found = {"property_request"}
    tables = SQLModel.metadata.tables
    for _ in tables:
        for name, table in tables.items():
            for column in table.columns:
                to = {key.column.table.name for key in column.foreign_keys}
                if to & found or column.name in _LEADS:
                    found.add(name)
    return (tables[name] for name in sorted(found))


def test_each_table_of_a_case_is_listed_or_left_out_with_a_reason() -> None:
    names = {table.name for table in tables_of_a_case()}
    assert names == {*listed.held(), *listed.left_out()}
    assert not set(listed.held()) & set(listed.left_out())


@pytest.mark.parametrize("name", sorted(listed.held()))
def test_each_column_of_a_listed_table_is_listed_but_those_that_lead_on(
    name: str,
) -> None:
    table, line = SQLModel.metadata.tables[name], listed.held()[name]
    columns = [
        column.name for column in table.columns if not listed.is_identifier(column)
    ]
    assert sorted(line.columns) == sorted(columns)
    assert not {"id", "by"} & set(line.columns)
    assert not [name for name in columns if name.endswith(("_id", "_ref"))]
    sealed = {
        column.name for column in table.columns if isinstance(column.type, SealedType)
    }
    assert sealed <= line.personal <= set(line.columns)


def test_the_needs_that_erasing_overwrites_are_the_personal_ones() -> None:
    line = listed.held()["property_request"]
    sealed = {"household", "areas", "home", "tenancy_reference"}
    assert line.personal == sealed | set(FORGOTTEN) | {"tenancy_start"}


def test_the_published_page_is_the_list() -> None:
    page = (ROOT / "docs" / "court-file.md").read_text(encoding="utf-8")
    assert page == court_page()
    for name, line in listed.held().items():
        assert f"`{name}`" in page
        assert all(f"`{column}`" in page for column in line.columns)


def test_one_coordinator_asks_and_another_is_handed_the_list(journey: Journey) -> None:
    one, other = coordinators(journey)
    journey.completed()
    assert hand_out(journey, one) is None
    with pytest.raises(SecondPersonNeeded):
        hand_out(journey, one)
    file = hand_out(journey, other)
    assert file is not None
    assert list(file) == list(listed.held())
    for name, rows in file.items():
        for row in rows:
            assert tuple(row) == listed.held()[name].columns
    (case,) = file["property_request"]
    assert isinstance(case["home"], dict)
    (said,) = file["conversation"]
    assert said["language"] == "en"
    # And the file is made once: the next one needs both again.
    assert hand_out(journey, other) is None


def test_a_word_that_waited_a_week_is_said_anew(journey: Journey) -> None:
    one, other = coordinators(journey)
    assert hand_out(journey, one) is None
    journey.world.wait(days=7)
    assert hand_out(journey, other) is None
    assert hand_out(journey, one) is not None


def test_nobody_but_a_coordinator_of_the_scheme_has_a_word(journey: Journey) -> None:
    one, _ = coordinators(journey)
    with pytest.raises(Forbidden):
        hand_out(journey, journey.worker)
    with journey.world.acting(one) as session, pytest.raises(NotFound):
        court.hand_out(session, actor=one, board_ref=journey.request.case_ref)


def test_it_tells_neither_where_they_went_nor_anybody_s_reference(
    journey: Journey,
) -> None:
    one, other = coordinators(journey)
    journey.completed()
    hand_out(journey, one)
    told = json.dumps(hand_out(journey, other))
    step, request, void = journey.proposal, journey.request, journey.void
    for secret in (
        step.offer_ref,
        step.departure_ref,
        request.case_ref,
        request.board_ref,
        request.id,
        void.id,
        void.landlord_ref,
        step.new_provider_id,
        journey.worker.id,
    ):
        assert secret not in told
    with journey.world.acting(service()) as session:
        words = [row.code for row in session.exec(_reads(request.id))]
    assert "property_request.home" in words


def test_a_case_that_moved_and_was_swept_has_nothing_personal_left(
    journey: Journey,
) -> None:
    one, other = coordinators(journey)
    journey.completed()
    with journey.world.acting(service()) as session:
        move = session.get_one(Move, journey.move.id)
        move.old_tenancy_end = clock.today()
        session.add(move)
    journey.world.wait(days=57)
    actor = service(journey.world.loaded.scheme_id)
    with journey.world.acting(actor) as session:
        retention.sweep(session, actor=actor)
    hand_out(journey, one)
    file = hand_out(journey, other)
    assert file is not None
    nothing = dict(FORGOTTEN) | {"tenancy_start": journey.request.waiting_since}
    for name, rows in file.items():
        for row in rows:
            for column in listed.held()[name].personal:
                kept = row[column]
                assert kept in (None, nothing.get(column), f"{nothing.get(column)}")
    assert file["case_area"] == []
