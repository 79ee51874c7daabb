"""The chain over values: one bit elsewhere is another chain."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from reciprocal.audit import chain

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
Stated = tuple[chain.Row, str, str]


def row(sequence: int) -> chain.Row:
    return (sequence, AT, "a", "person", "o", "auditor", "x.y", "home", "h", "")


def chained(length: int) -> list[Stated]:
    rows: list[Stated] = []
    previous = chain.GENESIS
    for sequence in range(1, length + 1):
        stated = chain.link(previous, row(sequence))
        rows.append((row(sequence), previous, stated))
        previous = stated
    return rows


def test_a_whole_chain_holds_and_so_does_an_empty_one() -> None:
    assert chain.first_broken(chained(5)) is None
    assert chain.first_broken([]) is None


@pytest.mark.parametrize("column", range(10))
def test_any_column_of_any_row_that_is_altered_tells(column: int) -> None:
    for place in range(3):
        rows = chained(3)
        altered = list(rows[place][0])
        altered[column] = {0: 99, 1: AT + timedelta(microseconds=1)}.get(column, "z")
        rows[place] = (tuple(altered), *rows[place][1:])  # type: ignore[assignment]

        assert chain.first_broken(rows) == altered[0]


def test_what_moves_between_two_columns_tells() -> None:
    """The row is hashed as a list, so that its columns do not run together."""
    one = (1, AT, "ab", "c", "", "", "", "", "", "")
    other = (1, AT, "a", "bc", "", "", "", "", "", "")

    assert chain.link(chain.GENESIS, one) != chain.link(chain.GENESIS, other)


@pytest.mark.parametrize(
    ("kept", "broken"),
    [((2, 3, 4), 2), ((1, 3, 4), 3), ((1, 2, 4), 4), ((1, 3, 2, 4), 3)],
    ids=["no first", "no second", "no third", "out of order"],
)
def test_a_gap_tells(kept: tuple[int, ...], broken: int) -> None:
    rows = {each[0][0]: each for each in chained(4)}

    assert chain.first_broken(rows[sequence] for sequence in kept) == broken


def test_a_chain_cut_and_joined_again_tells() -> None:
    """Who renumbers what is left still cannot link it to what came before."""
    rows = chained(4)
    joined = [rows[0], (row(2), rows[0][2], rows[2][2])]

    assert chain.first_broken(joined) == 2
    forged = chain.link("f" * 64, row(2))
    assert chain.first_broken([rows[0], (row(2), "f" * 64, forged)]) == 2


def test_the_zone_a_moment_is_written_in_does_not_matter() -> None:
    east = (1, AT.astimezone(timezone(timedelta(hours=9))), *row(1)[2:])

    assert chain.link(chain.GENESIS, east) == chain.link(chain.GENESIS, row(1))


def test_the_format_is_the_one_that_stored_chains_have() -> None:
    """A change of format would break every chain that stands; so it is written here."""
    text = (
        '[1,"2026-03-02T09:00:00.000000+00:00","a","person","o","auditor",'
        '"x.y","home","h",""]'
    )
    expected = hashlib.sha256(("0" * 64 + text).encode()).hexdigest()
    assert chain.link(chain.GENESIS, row(1)) == expected
