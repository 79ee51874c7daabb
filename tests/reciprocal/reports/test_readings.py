"""Who opened a case, told by the hour and by role: values in, values out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import SQLModel

from reciprocal.access.actor import Role
from reciprocal.reports.readings import (
    PART_OF,
    Case,
    Look,
    Part,
    Reader,
    readings,
)
from reciprocal.requests.tables import CaseTold, PropertyRequest
from reciprocal.sealing.column import SealedType
from reciprocal.support.tables import StepNote

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE = Case(service_id="ours", provider_id="old")
HOUSEHOLD, REFERENCE = (
    "property_request.household",
    "property_request.tenancy_reference",
)
WORKER, LEAD = Role.REFERRING_WORKER, Role.NAMED_LEAD


def look(
    member: str,
    role: str = LEAD,
    column: str = HOUSEHOLD,
    *,
    person: str = "somebody@example.org",
    minutes: int = 0,
) -> Look:
    return Look(NINE + timedelta(minutes=minutes), member, role, person, column)


@pytest.mark.parametrize(
    ("one", "reader"),
    [
        (look("ours", WORKER), Reader.YOUR_SERVICE),
        (look("theirs", WORKER), Reader.ANOTHER_SERVICE),
        (look("scheme", Role.COORDINATOR), Reader.COORDINATOR),
        (look("old", LEAD, REFERENCE), Reader.OLD_LANDLORD),
        (look("old", LEAD, HOUSEHOLD), Reader.RECEIVING_LANDLORD),
        (look("new", LEAD, HOUSEHOLD), Reader.RECEIVING_LANDLORD),
        (look("new", LEAD, REFERENCE), Reader.RECEIVING_LANDLORD),
    ],
)
def test_a_reader_is_told_by_their_part_in_the_case(one: Look, reader: Reader) -> None:
    (found,) = readings(CASE, [one])
    assert found.reader is reader


def test_only_one_s_own_people_are_named() -> None:
    mine, other = readings(CASE, [look("ours", WORKER), look("new")])[::-1]
    assert {mine.person, other.person} == {"somebody@example.org", ""}


def test_an_hour_of_one_reader_is_one_line_with_all_that_was_opened() -> None:
    looks = [
        look("new", person="one@example.org", minutes=5),
        look("new", person="two@example.org", column="step_note.words", minutes=59),
        look("new", person="one@example.org", minutes=60),
    ]
    later, first = readings(CASE, looks)
    assert (later.hour, first.hour) == (NINE + timedelta(hours=1), NINE)
    assert first.parts == {Part.HOUSEHOLD, Part.NOTE}


@given(
    st.lists(
        st.builds(
            look,
            st.sampled_from(["ours", "old", "new", "third"]),
            st.sampled_from([WORKER, LEAD, Role.COORDINATOR]),
            st.sampled_from(sorted(PART_OF)),
            person=st.sampled_from(["one@example.org", "two@example.org"]),
            minutes=st.integers(0, 300),
        )
    )
)
def test_nothing_is_told_but_the_hour_and_nobody_is_left_out(
    looks: list[Look],
) -> None:
    found = readings(CASE, looks)
    assert found == readings(CASE, reversed(looks))
    assert [each.hour for each in found] == sorted(
        (each.hour for each in found), reverse=True
    )
    lines = {(each.hour, each.reader, each.person) for each in found}
    assert len(lines) == len(found)
    for each in found:
        assert each.hour.minute == 0
        assert bool(each.person) == (each.reader is Reader.YOUR_SERVICE)
    opened = {(each.hour, part) for each in found for part in each.parts}
    assert opened == {
        (each.at.replace(minute=0), PART_OF[each.column]) for each in looks
    }


def test_each_sealed_column_of_a_case_that_is_shown_has_its_word() -> None:
    tables: tuple[type[SQLModel], ...] = (PropertyRequest, CaseTold, StepNote)
    columns = {
        f"{column.table.name}.{column.name}"
        for table in tables
        for column in table.__table__.columns  # type: ignore[attr-defined]
        if isinstance(column.type, SealedType)
    }
    assert set(PART_OF) == columns | {"home.address", "home.postcode"}
