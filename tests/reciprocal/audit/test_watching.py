"""Who is to be asked about, by what the audit says: a table and a second reading."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.audit.watching import Opened, Standing, TooMany, standing, unusual

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "own", "blocked", "told"),
    [
        (False, False, False, Standing.UNKNOWN),
        (True, True, False, Standing.THEIRS),
        (True, True, True, Standing.OUTSIDE),
        (True, False, False, Standing.OUTSIDE),
        (True, False, True, Standing.OUTSIDE),
    ],
)
def test_what_was_asked_for_is_told_apart(
    *, known: bool, own: bool, blocked: bool, told: Standing
) -> None:
    assert standing(known=known, own=own, blocked=blocked) is told


def opened(cases: int, hours_ago: float = 0, who: str = "ann") -> list[Opened]:
    at = NOW - timedelta(hours=hours_ago)
    return [Opened(who, str(number), at) for number in range(cases)]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ((), 30, []),
        ((), 31, [TooMany("ann", 31, 0.0)]),
        ((5,), 10, []),
        ((4,), 10, [TooMany("ann", 10, 4.0)]),
        ((4, 6), 10, []),
        ((1,), 9, []),
    ],
)
def test_too_many_is_above_the_budget_or_above_twice_the_usual(
    before: tuple[int, ...], now: int, found: list[TooMany]
) -> None:
    past = [each for ago, n in enumerate(before, 1) for each in opened(n, ago)]
    # Looking twice at one case is one case.
    assert unusual([*past, *opened(now), *opened(now)], NOW) == found


def test_what_is_older_than_four_weeks_is_not_what_is_usual() -> None:
    weeks = 28 * 24
    assert unusual([*opened(4, weeks + 1), *opened(12)], NOW) == []
    assert unusual([*opened(4, weeks), *opened(12)], NOW) == [TooMany("ann", 12, 4.0)]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40)), max_size=80))
def test_one_person_s_looks_are_never_counted_for_another(
    looks: list[tuple[str, int]],
) -> None:
    told = unusual([Opened(who, str(case), NOW) for who, case in looks], NOW)
    most = {who: len({case for w, case in looks if w == who}) for who, _ in looks}
    assert {each.actor_id for each in told} == {w for w, n in most.items() if n > 30}
