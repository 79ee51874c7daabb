"""Headers and rows of a file of homes: what is taken for what, and what is refused."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matching.terms import Access, LettingRoute
from reciprocal.homes.imports import cells, headers, reading
from reciprocal.homes.imports.columns import BY_HEADER, COLUMNS, NOT_KEPT, plain
from reciprocal.homes.imports.delimited import read_csv
from reciprocal.homes.imports.faults import Found, HeadersUnusable, RowsInvalid
from reciprocal.homes.imports.headers import Asked
from reciprocal.homes.imports.objects import read_json
from reciprocal.homes.imports.reading import HomeLine
from reciprocal.homes.imports.wordings import MEANINGS, WORDINGS, folded
from reciprocal.homes.rules import Supply, Works
from tests.reciprocal.homes.imports.sheets import Row, as_csv, as_json, row

TODAY = date(2026, 3, 2)
NEW = {"bedrooms": "No of rooms to sleep in"}


def read(
    given: list[Row], asked: Asked | None = None, found: Found | None = None
) -> list[HomeLine]:
    return reading.read_homes(
        read_json(as_json(given)),
        asked or Asked(),
        today=TODAY,
        found=found or Found(),
    )


def without(given: Row, *names: str) -> Row:
    return {name: cell for name, cell in given.items() if name not in names}


def header_faults(
    given: list[Row], asked: Asked | None = None
) -> list[tuple[str, str]]:
    with pytest.raises(HeadersUnusable) as refused:
        read(given, asked)
    return [(fault.field, fault.fault) for fault in refused.value.faults]


def row_faults(given: list[Row], asked: Asked | None = None) -> list[Any]:
    found = Found()
    read(given, asked, found)
    with pytest.raises(RowsInvalid) as refused:
        found.refuse()
    return [(fault.row, fault.field, fault.fault) for fault in refused.value.faults]


def test_a_row_is_read_with_what_is_assumed() -> None:
    (line,) = read([row(1)])
    assert (line.number, line.uprn) == (1, "5000000001")
    assert str(line.place.postcode) == "NW1 8NH"
    facts = line.facts
    assert (facts.floor, facts.lift, facts.access) == (None, False, Access.UNKNOWN)
    assert (facts.works, facts.notice_date) == (Works.NONE, None)
    assert facts.letting_route is LettingRoute.COUNCIL_DIRECT
    assert "lift" not in line.given
    assert line.label("bedrooms") == "No of beds"
    assert line.label("lift") == "lift"


def test_one_file_says_the_same_as_csv_and_as_json() -> None:
    given = [row(1), row(2)]
    table = read_csv(as_csv(given))
    lines = reading.read_homes(table, Asked(), today=TODAY, found=Found())
    assert [replace(line, number=line.number - 1) for line in lines] == read(given)


VOID, NOTICE = "2026-02-20", "2026-02-01"
LATER = (TODAY + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("dates", "supply"),
    [
        ({"void_date": VOID}, Supply.VOID),
        ({"void_date": VOID, "notice_date": NOTICE}, Supply.VOID),
        ({"void_date": TODAY.isoformat(), "notice_date": NOTICE}, Supply.VOID),
        ({"void_date": LATER, "notice_date": NOTICE}, Supply.PRE_VOID),
        ({"void_date": "", "notice_date": NOTICE}, Supply.PRE_VOID),
        ({"void_date": LATER}, Supply.VOID),
        ({"void_date": VOID, "supply": "notice"}, Supply.PRE_VOID),
        ({"void_date": VOID, "supply": "letting"}, Supply.LETTING),
    ],
)
def test_what_a_home_is_offered_as_follows_from_its_dates(
    dates: dict[str, str], supply: Supply
) -> None:
    assert read([row(1, **dates)])[0].facts.supply is supply


def test_a_home_with_neither_date_is_asked_for_one() -> None:
    assert row_faults([row(1, void_date="")]) == [(1, "Void date", reading.ONE_DATE)]


def test_every_fault_of_every_row_is_found_in_the_landlords_words() -> None:
    given = [row(1, bedrooms="2.5", kind="castle"), row(2), row(3, uprn="")]
    assert row_faults(given) == [
        (1, "No of beds", cells.BEDROOMS),
        (1, "Property type", cells.WORD),
        (3, "UPRN", cells.FILL_IN),
    ]


def test_a_dwelling_stands_once_whatever_its_zeros() -> None:
    given = [row(1), row(2, uprn="0" + row(1)["UPRN"])]
    assert row_faults(given) == [(2, "UPRN", reading.DWELLING_TWICE)]


@pytest.mark.parametrize("line", [b"x", b"x,y,z", b",,z"])
def test_a_ragged_row_is_refused(line: bytes) -> None:
    found = Found()
    table = read_csv(b"UPRN,Note\n" + line + b"\n")
    reading.read_stock(table, Asked(), found=found)
    with pytest.raises(RowsInvalid) as refused:
        found.refuse()
    assert [fault.field for fault in refused.value.faults] == ["row"]


def test_blank_cells_beyond_the_headers_are_no_fault() -> None:
    found = Found()
    lines = reading.read_stock(read_csv(b"UPRN\n12, \n"), Asked(), found=found)
    assert [line.uprn for line in lines] == ["12"]


def test_a_mapping_wins_over_what_a_header_would_mean() -> None:
    given = [row(1) | {"No of rooms to sleep in": "3"}]
    (line,) = read(given, Asked(headers=NEW))
    assert line.facts.bedrooms == 3
    assert line.label("bedrooms") == "column M"


def test_a_mapping_is_found_whatever_its_case() -> None:
    given = [without(row(1), "No of beds") | {"NO. OF ROOMS (to sleep in)": "3"}]
    assert read(given, Asked(headers=NEW))[0].facts.bedrooms == 3


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        (
            Asked(headers={"bedrooms": "Nowhere"}),
            [("bedrooms", headers.NO_SUCH_HEADER)],
        ),
        (Asked(headers={"bedrooms": ""}), [("bedrooms", headers.NO_SUCH_HEADER)]),
    ],
)
def test_a_mapping_to_no_header_is_refused(
    asked: Asked, faults: list[tuple[str, str]]
) -> None:
    assert header_faults([row(1)], asked)[:1] == faults


def test_a_mapping_of_no_column_of_ours_is_refused_unrepeated() -> None:
    found = header_faults([row(1)], Asked(headers={"canary": "No of beds"}))
    assert "column" in {field for field, _ in found}
    assert "canary" not in str(found)
    found = header_faults([row(1)], Asked(headers={"canary": "Nowhere"}))
    assert "canary" not in str(found)


def test_an_unknown_column_is_told_by_its_letter_alone() -> None:
    given = [row(1) | {"12 Canary Road": "x"}]
    assert header_faults(given) == [("column M", headers.UNKNOWN)]
    assert len(read(given, Asked(ignore_unknown=True))) == 1


def test_a_column_without_a_header_must_be_empty() -> None:
    assert header_faults([row(1) | {" ": "x"}]) == [("column M", headers.NO_HEADER)]
    assert len(read([row(1) | {" ": ""}])) == 1


def test_two_columns_for_one_fact_are_refused() -> None:
    assert header_faults([row(1) | {"Bedrooms": "2"}]) == [("Bedrooms", headers.TWICE)]
    pence = header_faults([row(1) | {"weekly_rent_pence": 11_875}])
    assert pence == [("weekly_rent_pence", headers.TWICE)]
    fixed = header_faults([row(1)], Asked(fixed={"bedrooms": "2"}))
    assert fixed == [("bedrooms", headers.TWICE)]


def test_a_needed_column_that_is_not_there_is_named() -> None:
    given = [without(row(1), "UPRN", "Weekly rent", "Void date")]
    assert header_faults(given) == [
        ("UPRN", headers.NEEDED),
        ("Weekly rent", headers.NEEDED),
    ]


def test_pence_do_for_pounds() -> None:
    given = without(row(1), "Weekly rent") | {"weekly_rent_pence": 11_875}
    assert read([given])[0].facts.weekly_rent_pence == 11_875
    blank = row(1, weekly_rent="")
    assert row_faults([blank]) == [(1, "Weekly rent", cells.FILL_IN)]


def test_one_value_for_all_rows_stands_for_a_column() -> None:
    given = [without(row(1), "Letting route")]
    (line,) = read(given, Asked(fixed={"letting_route": "management move"}))
    assert line.facts.letting_route is LettingRoute.COUNCIL_MANAGEMENT_MOVE
    with pytest.raises(RowsInvalid) as refused:
        read(given, Asked(fixed={"letting_route": "canary"}))
    (fault,) = refused.value.faults
    assert (fault.row, fault.field, fault.fault) == (
        0,
        "fixed letting_route",
        cells.WORD,
    )


@pytest.mark.parametrize("name", ["uprn", "address", "postcode", "canary"])
def test_no_place_and_nothing_unknown_is_one_value_for_all_rows(name: str) -> None:
    assert "fixed" in {f for f, _ in header_faults([row(1)], Asked(fixed={name: "x"}))}


def test_a_long_or_odd_header_is_called_by_our_name() -> None:
    given = without(row(1), "UPRN") | {"U" + "-" * 60 + "PRN": "12x"}
    assert row_faults([given])[0][1] == "uprn"
    given = without(row(1), "UPRN") | {"UPRN\u202e": "12x"}
    assert row_faults([given])[0][1] == "uprn"


def test_a_landlords_own_numbers_are_passed_over() -> None:
    assert len(read([row(1) | {"Property Ref": "EX-1", "VOID NO.": 7}])) == 1


def test_no_header_means_two_columns() -> None:
    names = [plain(h) for c in COLUMNS for h in {c.name, *c.headers}]
    assert {plain(h) for h in NOT_KEPT}.isdisjoint(BY_HEADER)
    clashing = {n for n in names if len({BY_HEADER[n].name}) != 1}
    assert clashing == set()
    for column in COLUMNS:
        for header in (column.name, *column.headers):
            assert BY_HEADER[plain(header)] is column, header


def test_no_word_has_two_values_and_every_word_a_source() -> None:
    for wording in WORDINGS:
        assert MEANINGS[wording.column, folded(wording.word)] == wording.value, wording
        assert wording.source, wording


def test_stock_needs_one_column_and_passes_over_the_others() -> None:
    found = Found()
    given = b'{"homes": [{"UPRN": 12, "x": 1}, {"UPRN": "012"}, {"UPRN": "y"}]}'
    table = read_json(given)
    lines = reading.read_stock(table, Asked(), found=found)
    assert [line.uprn for line in lines] == ["12"]
    with pytest.raises(RowsInvalid) as refused:
        found.refuse()
    assert [(f.row, f.fault) for f in refused.value.faults] == [
        (2, reading.DWELLING_TWICE),
        (3, cells.UPRN),
    ]
    with pytest.raises(HeadersUnusable):
        reading.read_stock(read_csv(b"Ref\n12\n"), Asked(), found=Found())
    mapped = Asked(headers={"uprn": "Ref"})
    table = read_csv(b"Ref,UPRN\n12,13\n")
    assert reading.read_stock(table, mapped, found=Found())[0].uprn == "12"
    json.loads(given)
