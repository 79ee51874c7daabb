"""How many lettings a round may use where some are drawn and not yet in the book."""

import pytest

from matching import Home, Landlord
from reciprocal.rounds.lettings import within_debts
from tests.matching.builders import a_home, a_landlord


def _letting(name: str, landlord: str = "a") -> Home:
    return a_home(name, landlord, offered_for="BED2")


def _owing(homes: int) -> list[Landlord]:
    return [a_landlord("a", balances=(("BED2", -homes),)), a_landlord("b")]


@pytest.mark.parametrize(
    ("owed", "promised", "kept"),
    [
        (1, 0, ["v", "x", "y", "z"]),
        (1, 1, ["v"]),
        (2, 1, ["v", "x"]),
        (3, 1, ["v", "x", "y"]),
        (0, 1, ["v"]),
    ],
)
def test_no_more_are_left_than_would_still_be_owed(
    owed: int, promised: int, kept: list[str]
) -> None:
    homes = [a_home("v", "a"), *(_letting(name) for name in "xyz")]
    counted = {("a", "BED2"): promised} if promised else {}
    found = within_debts(homes, _owing(owed), counted)
    assert [home.id for home in found] == kept


def test_what_one_landlord_promised_binds_no_other() -> None:
    homes = [_letting("x"), _letting("y", "b")]
    found = within_debts(homes, _owing(1), {("a", "BED2"): 1})
    assert [home.id for home in found] == ["y"]
