"""Each line of the chapter on rents is what the program shows."""

from datetime import date

import pytest

from reciprocal.proposals.rents import RentFact, covered_until, rents_shown
from tests.spec.rents import LINES, Line


@pytest.mark.parametrize("line", [pytest.param(n, id=n.says) for n in LINES])
def test_the_facts_are_what_the_line_says(line: Line) -> None:
    shown = rents_shown(line.case)
    assert shown.facts == line.facts
    assert (shown.covered_days, shown.uncovered_days) == (
        line.covered_days,
        line.uncovered_days,
    )
    assert shown.reduction_weekly_pence == line.reduction_pence


def test_every_fact_is_shown_by_some_line() -> None:
    assert {fact for line in LINES for fact in line.facts} == set(RentFact)


def test_every_line_has_its_authority() -> None:
    assert [line.says for line in LINES if not line.authority] == []


@pytest.mark.parametrize(
    ("covered_days", "first_day", "last_day"),
    [
        (28, date(2026, 11, 2), date(2026, 11, 29)),
        (364, date(2026, 11, 2), date(2027, 10, 31)),
        (365, date(2026, 11, 2), date(2027, 11, 1)),
        (1, date(2026, 11, 2), date(2026, 11, 2)),
        (0, date(2026, 11, 2), None),
        (None, date(2026, 11, 2), None),
        (28, None, None),
    ],
)
def test_both_rents_are_covered_until_a_day_that_counts(
    covered_days: int | None, first_day: date | None, last_day: date | None
) -> None:
    assert covered_until(covered_days, first_day) == last_day
