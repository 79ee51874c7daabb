"""What a statement says beside its lines: standing, structural debt, moves enabled."""

from collections.abc import Mapping

import pytest

from reciprocal.ledger.terms import SizeClass, TransactionKind
from reciprocal.statements import operations
from reciprocal.statements.document import HomesOwed, Told, no_homes_owed, statements
from reciprocal.statements.quarters import Quarter
from reciprocal.statements.rules import Piece, Telling
from reciprocal.statements.terms import ToldHow
from tests.reciprocal.ledger.conftest import ACTOR
from tests.reciprocal.statements.quarterly import Quarterly
from tests.reciprocal.statements.test_release import moves

NOW = Quarter(2026, 1)
SIZE = SizeClass.BED2
FIVE = ("a", "b", "c", "d", "e")


def piece(sequence: int, homes: Mapping[str, int], chain: str | None = None) -> Piece:
    return Piece(
        sequence=sequence,
        entry_id=f"m{sequence}:POST",
        kind=TransactionKind.POST,
        act=f"m{sequence}",
        chain_ref=chain,
        quarter=NOW,
        size_class=SIZE,
        homes=homes,
    )


def documents(
    *pieces: Piece,
    landlords: tuple[str, ...] = FIVE,
    how: ToldHow = ToldHow.LINES,
) -> dict[str, dict[str, object]]:
    told = Told(
        quarter=NOW,
        landlords=landlords,
        before=(),
        now=(Telling(SIZE, how, pieces, len(pieces), 1),),
        pending={},
        ages={},
        head="0" * 64,
    )
    return statements(told, {one: one.upper() for one in landlords}, no_homes_owed)


def test_a_landlord_stands_below_at_or_above_the_middle_of_five() -> None:
    found = documents(
        piece(1, {"a": -2, "b": 2}), piece(2, {"c": -1, "d": 1}), piece(3, {"e": 0})
    )
    assert {one: (row["median"], row["standing"]) for one, row in found.items()} == {
        "a": (0, "below"),
        "b": (0, "above"),
        "c": (0, "below"),
        "d": (0, "above"),
        "e": (0, "at"),
    }
    # Of four, the middle would be somebody's own balance
    for row in documents(piece(1, {"a": -1, "b": 1}), landlords=FIVE[:4]).values():
        assert (row["median"], row["standing"]) == (None, None)


@pytest.mark.parametrize(("owed", "structural"), [(10, 0), (11, 1), (43, 33)])
def test_what_is_owed_beyond_ten_homes_is_structural(
    owed: int, structural: int
) -> None:
    found = documents(piece(1, {"a": -owed, "b": owed}))
    assert found["a"]["structural_debt"] == structural
    assert found["b"]["structural_debt"] == 0


def test_a_home_enables_the_moves_of_its_chain_where_chains_are_many() -> None:
    chains = (
        piece(1, {"a": 1, "b": -1}, "one"),
        piece(2, {"b": 1, "c": -1}, "one"),
        piece(3, {"c": 1, "d": -1}, "two"),
        piece(4, {"a": 1, "d": -1}, "three"),
    )
    enabled = {one: row["moves_enabled"] for one, row in documents(*chains).items()}
    assert enabled == {"a": 3, "b": 2, "c": 1, "d": 0, "e": 0}
    # Of two chains, or of a size that is told as a net, nobody reads a length
    for row in documents(*chains[:3]).values():
        assert row["moves_enabled"] is None
    for row in documents(*chains, how=ToldHow.NET).values():
        assert (row["moves_enabled"], row["lines"]) == (None, [])


def test_requests_for_homes_owed_are_counted_by_whoever_keeps_them(
    quarterly: Quarterly,
) -> None:
    moves(quarterly, "m")
    quarterly.on(4, 15)
    asked: list[tuple[str, Quarter]] = []

    def count(landlord_id: str, quarter: Quarter) -> HomesOwed:
        asked.append((landlord_id, quarter))
        return HomesOwed(answered=2, declined=1)

    with quarterly.scene.database.transaction(ACTOR) as session:
        operations.release_due(session, actor=ACTOR, homes_owed=count)
    found = quarterly.last("alder")
    assert (found["homes_owed_answered"], found["homes_owed_declined"]) == (2, 1)
    assert {quarter for _, quarter in asked} == {NOW}
