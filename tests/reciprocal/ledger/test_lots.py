"""Debts open, close and age by the table, and as a plain count has it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reciprocal.ledger import lots
from reciprocal.ledger.lots import AgeBand, Debt, Lot
from reciprocal.ledger.terms import SizeClass, TransactionKind
from tests.reciprocal.ledger.pages import Pages

BED2 = SizeClass.BED2
Kind = TransactionKind
DAY = date(2026, 3, 9)


def post(pages: Pages, move: str, origin: str, receiver: str, settle_by: date) -> None:
    pages.add(move, Kind.HOLD, origin, receiver)
    pages.add(move, Kind.POST, origin, receiver)
    pages.amend(-1, settle_by=settle_by)


def open_of(pages: Pages, landlord: str = "alder") -> list[tuple[str, int]]:
    book = pages.book()
    return [
        (lot.debt.id, lot.homes_open)
        for lot in lots.open_lots(book.accounts, book.rows())
        if lot.owner == landlord
    ]


# Of alder: each line is a move out (it owes, due in so many days) or in (it is owed),
# or a move taken back; then what is open, those due first before.
SCRIPTS: list[tuple[str, str, str]] = [
    ("nothing happens", "", ""),
    ("a debt opens", "out a 90", "a"),
    ("what is due first is closed first", "out a 90, out b 30, in c", "a"),
    ("of those due together the older one", "out a 90, out b 90, in c", "b"),
    ("what is owed is drawn on first", "in a, out b 90", ""),
    ("only the rest opens a lot", "in a, out b 90, out c 30", "c"),
    ("a debt that is taken back is gone", "out a 90, back a", ""),
    ("a credit that is taken back opens again", "out a 90, in b, back b", "a"),
    ("taken back, it closes the next", "out a 90, out b 95, in c, back a", ""),
    ("taken back, what drew on it is a debt", "in a, out b 90, back a", "b"),
    ("post, back and post is one post", "out a 90, back a, out b 90", "b"),
]


@pytest.mark.parametrize(
    ("script", "wanted"), [line[1:] for line in SCRIPTS], ids=[s[0] for s in SCRIPTS]
)
def test_lots_follow_from_what_stands(script: str, wanted: str) -> None:
    pages = Pages()
    for line in filter(None, script.split(", ")):
        act, move, *days = line.split()
        if act == "back":
            hold = next(row for row in pages.transactions if row.id == f"{move}:HOLD")
            parties = {
                pages.accounts[leg.account_id].owner_organisation_id: leg.homes
                for leg in pages.legs
                if leg.transaction_sequence == hold.sequence
            }
            sides = sorted(
                (homes, str(name)) for name, homes in parties.items() if name
            )
            pages.add(move, Kind.REVERSAL, sides[0][1], sides[1][1])
        elif act == "out":
            settle_by = DAY + timedelta(days=int(days[0]))
            post(pages, move, "alder", "birch", settle_by)
        else:
            post(pages, move, "cedar", "alder", DAY + timedelta(days=90))
    assert open_of(pages) == [(f"{name}:POST", 1) for name in wanted.split()]


@given(st.lists(st.none() | st.integers(0, 400), max_size=12))
def test_lots_are_a_plain_count(script: list[int | None]) -> None:
    """Each number is a debt due in so many days, and None a home given."""
    pages = Pages()
    owed, due = 0, Counter[tuple[int, int]]()
    for number, days in enumerate(script):
        if days is None:
            post(pages, f"m{number}", "cedar", "alder", DAY + timedelta(days=9))
            first = min(due, default=None)
            if first is None:
                owed += 1
            else:
                del due[first]
        else:
            post(pages, f"m{number}", "alder", "birch", DAY + timedelta(days=days))
            if owed:
                owed -= 1
            else:
                due[days, number] = 1
    assert open_of(pages) == [(f"m{number}:POST", 1) for _, number in sorted(due)]


AGES = [
    (date(2026, 3, 9), AgeBand.UNDER_3),
    (date(2026, 6, 8), AgeBand.UNDER_3),
    (date(2026, 6, 9), AgeBand.TO_6),
    (date(2026, 9, 8), AgeBand.TO_6),
    (date(2026, 9, 9), AgeBand.TO_12),
    (date(2027, 3, 8), AgeBand.TO_12),
    (date(2027, 3, 9), AgeBand.OVER_12),
    (date(2040, 1, 1), AgeBand.OVER_12),
]


@pytest.mark.parametrize(("today", "band"), AGES)
def test_a_debt_grows_old(today: date, band: AgeBand) -> None:
    """A month is over on the same day of the next one."""
    assert lots.age_band(DAY, today) is band


def a_lot(opened_on: date, homes: int = 1, owner: str = "alder") -> Lot:
    debt = Debt(f"{opened_on}:POST", 1, opened_on, date(2026, 9, 9))
    return Lot(debt, owner, BED2, homes)


def test_ageing_counts_homes_by_landlord_size_and_band() -> None:
    found = lots.ageing(
        [
            a_lot(date(2026, 3, 1)),
            a_lot(date(2026, 2, 1), homes=2),
            a_lot(date(2025, 1, 1)),
            a_lot(date(2026, 3, 1), owner="birch"),
        ],
        DAY,
    )
    assert found == {
        ("alder", BED2): Counter({AgeBand.UNDER_3: 3, AgeBand.OVER_12: 1}),
        ("birch", BED2): Counter({AgeBand.UNDER_3: 1}),
    }


def test_a_reference_is_one_organisations_own() -> None:
    """Two who look at one lot hold no string in common, and none leads to its move."""
    lot = a_lot(DAY)
    one, other = lots.reference("agency", lot), lots.reference("auditor", lot)
    assert one != other
    assert one == lots.reference("agency", lot)
    assert lot.debt.id not in {one, other}
    assert one != lots.reference("agency", a_lot(DAY, owner="birch"))
