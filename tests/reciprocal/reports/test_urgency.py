"""How urgency is given, and nothing of anybody: ten and more, to the nearest five."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from fixtures.load import AUDITOR, COORDINATOR
from fixtures.scenarios import CAMDEN, HACKNEY, ISLINGTON, chain_from_a_void
from matching.terms import Urgency
from reciprocal import clock, ids
from reciprocal.access.actor import service
from reciprocal.access.tables import CaseLeftTo
from reciprocal.errors import Forbidden
from reciprocal.reports import urgency
from reciprocal.reports.urgency import COLUMNS, CasesOf, told
from reciprocal.reports.urgency_forms import as_csv, as_picture
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.tables import PropertyRequest
from reciprocal.statements.quarters import Quarter
from tests.support.world import DAY, MakeWorld, World

# What is told.


def cases(member: str | None, *counts: int) -> list[tuple[str | None, int]]:
    """Return so many cases of each urgency, the most urgent first."""
    return [
        (member, int(band))
        for band, number in zip(Urgency, counts, strict=True)
        for _ in range(number)
    ]


_TABLE: list[tuple[tuple[int, ...], tuple[int | None, ...]]] = [
    ((10, 0, 0, 0), (10, 10, None, None, None)),
    ((9, 9, 9, 9), (35, None, None, None, None)),
    ((11, 12, 13, 14), (50, 10, 10, 15, 15)),
    ((17, 18, 22, 23), (80, 15, 20, 20, 25)),
    ((1, 0, 9, 0), (10, None, None, None, None)),
]


@pytest.mark.parametrize(("counts", "expected"), _TABLE)
def test_counts_are_ten_or_more_and_to_the_nearest_five(
    counts: tuple[int, ...], expected: tuple[int | None, ...]
) -> None:
    assert told(cases("a", *counts)) == (CasesOf("a", expected),)


def test_members_with_few_cases_are_told_together() -> None:
    few = [*cases("b", 4, 0, 0, 0), *cases("a", 9, 0, 0, 0)]
    many = cases("c", 0, 20, 0, 0)
    assert told([*few, *many]) == (
        CasesOf("c", (20, None, 20, None, None)),
        CasesOf(None, (15, 15, None, None, None)),
    )
    # And not at all where together they are few.
    assert told([*cases("b", 4, 0, 0, 0), *many]) == told(many)
    assert told([]) == ()


def test_what_may_be_told_of_no_member_is_among_the_others() -> None:
    ours = cases("a", 12, 0, 0, 0)
    assert told([*ours, *cases(None, 10, 0, 0, 0)]) == (
        CasesOf("a", (10, 10, None, None, None)),
        CasesOf(None, (10, 10, None, None, None)),
    )


MEMBERS = st.sampled_from(("a", "b", "c", None))
BANDS = st.sampled_from([int(band) for band in Urgency])


@given(st.lists(st.tuples(MEMBERS, BANDS), max_size=60))
def test_nothing_under_ten_is_told_and_nothing_nearer_than_five(
    found: list[tuple[str | None, int]],
) -> None:
    numbers = [n for row in told(found) for n in row.counts if n is not None]
    assert all(n >= 10 and n % 5 == 0 for n in numbers)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(12, 60))
def test_none_to_nine_cases_read_alike(one: int, other: int, many: int) -> None:
    """Of a band in which few are judged to be, nothing is told but by the sum."""
    rows = [told(cases("a", many, few, 0, 0))[0] for few in (one, other)]
    assert rows[0].counts[1:] == rows[1].counts[1:]


def test_the_order_of_cases_tells_nothing() -> None:
    found = [*cases("b", 10, 3, 0, 0), *cases("a", 10, 0, 4, 0)]
    assert told(found) == told(list(reversed(found)))


# Of a scheme.

_COPIED = ("id", "case_ref", "board_ref")


def _grow(world: World, code: str, urgencies: Iterable[int], **changes: Any) -> None:  # noqa: ANN401 - any column
    """Let a landlord's tenants have so many cases more, each with its urgency."""
    with world.acting(service(world.loaded.scheme_id)) as session:
        landlord = world.loaded.members[code].id
        known = session.exec(
            select(PropertyRequest).where(PropertyRequest.provider_id == landlord)
        ).first()
        assert known is not None
        same = {name: getattr(known, name) for name in PropertyRequest.model_fields}
        for each in urgencies:
            anew = {name: ids.new_id() for name in _COPIED} | {"urgency": each}
            session.add(PropertyRequest(**(same | anew | changes)))


def _read(world: World, code: str = AUDITOR) -> dict[str, Any]:
    actor = world.person(code)
    with world.acting(actor) as session:
        return urgency.chart(session, actor).opened()


def _row(code: str | None, *counts: int | None) -> dict[str, object]:
    return {"code": code, **dict(zip(COLUMNS, counts, strict=True))}


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """Return a scheme a quarter after its three cases began."""
    world = make_world(chain_from_a_void(DAY))
    world.wait(days=100)
    return world


def test_cases_are_counted_by_landlord_and_by_service(world: World) -> None:
    _grow(world, HACKNEY, [1] * 14 + [3] * 14)
    _grow(world, ISLINGTON, [2] * 7)
    known = _read(world)
    (service_code,) = set(world.loaded.services.values())
    assert known["landlords"] == [_row(HACKNEY, 30, 15, None, 15, None)]
    (of_service,) = known["services"]
    assert of_service["code"] == service_code
    assert (of_service["cases"], of_service["soon"]) == (40, 15)
    # Whatever became of them; but for drafts, and what began this quarter.
    _grow(world, ISLINGTON, [2] * 20, state=RequestState.DRAFT)
    _grow(world, ISLINGTON, [2] * 20, waiting_since=world.hands.now().date())
    assert _read(world) == known
    _grow(world, ISLINGTON, [2] * 20, state=RequestState.MOVED)
    assert _read(world)["landlords"][-1] == _row(ISLINGTON, 30, None, 30, None, None)


def test_the_quarter_is_the_last_that_is_over(world: World) -> None:
    today = world.hands.now().date()
    quarter = Quarter.called(_read(world)["period"])
    assert quarter.last_day() < today <= quarter.after().last_day()
    first, last = quarter.after().first_day(), quarter.last_day()
    _grow(world, HACKNEY, [1] * 20, waiting_since=first)
    assert _read(world)["landlords"] == []
    _grow(world, HACKNEY, [1] * 20, waiting_since=last)
    assert [row["code"] for row in _read(world)["landlords"]] == [HACKNEY]
    assert last + timedelta(days=1) == first


def test_a_case_that_goes_on_from_a_hidden_home_is_of_no_landlord(
    world: World,
) -> None:
    _grow(world, HACKNEY, [1] * 14)
    assert _read(world)["landlords"] == [_row(HACKNEY, 15, 15, None, None, None)]
    of_services = _read(world)["services"]
    person = world.person(HACKNEY)
    with world.acting(service(world.loaded.scheme_id)) as session:
        landlord = world.loaded.members[HACKNEY].id
        rows = session.exec(
            select(PropertyRequest.id).where(PropertyRequest.provider_id == landlord)
        ).all()
        for case in rows[:8]:
            left = CaseLeftTo(
                id=ids.new_id(),
                request_id=case,
                organisation_id=landlord,
                person_id=person.id,
                since=clock.now(),
            )
            session.add(left)
    # Seven are left, so that all of them are among the others.
    (others,) = _read(world)["landlords"]
    assert others["code"] is None
    assert _read(world)["services"] == of_services


@pytest.mark.parametrize("code", [COORDINATOR, CAMDEN])
def test_nobody_but_an_auditor_reads_it(world: World, code: str) -> None:
    with pytest.raises(Forbidden):
        _read(world, code)


# As a file and as a picture.

CHART = {
    "period": "2026-Q1",
    "landlords": [_row("L<1>", 40, 10, 15, 15, None), _row(None, 20, None, 20, 10, 10)],
    "services": [],
}


def test_the_file_has_a_row_for_each_member() -> None:
    assert list(csv.reader(io.StringIO(as_csv(CHART)))) == [
        ["period", "table", "member", *COLUMNS],
        ["2026-Q1", "landlords", "L<1>", "40", "10", "15", "15", ""],
        ["2026-Q1", "landlords", "others together", "20", "", "20", "10", "10"],
    ]


def test_the_picture_has_a_bar_for_each_member_and_no_bar_beyond_its_frame() -> None:
    drawn = ET.fromstring(as_picture(CHART))  # noqa: S314 - our own
    tag = "{http://www.w3.org/2000/svg}"
    words = [str(each.text) for each in drawn.iter(f"{tag}text")]
    assert "L<1>" in words
    assert "40: 10 / 15 / 15 / < 10" in words
    assert "Fewer than 10 cases." in words
    title = drawn.find(f"{tag}title")
    assert title is not None
    assert title.text == "Urgency of cases up to 2026-Q1"
    frames = {
        each.get("y"): float(str(each.get("width")))
        for each in drawn.iter(f"{tag}rect")
        if each.get("fill") == "none"
    }
    assert sorted(frames.values()) == [210.0, 420.0]
    for y, long in frames.items():
        bars = [
            float(str(each.get("width")))
            for each in drawn.iter(f"{tag}rect")
            if each.get("y") == y and each.get("fill") != "none"
        ]
        assert sum(bars) <= long + 0.1
