"""Shares add up to what a round moves, and are what the definitions say."""

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from typer.testing import CliRunner

from matching import Pool
from matching.codec import exported_to_text
from matching.exported import ExportedRound
from matching.objectives import lot
from reciprocal.__main__ import app
from reciprocal.laboratory.shares import Share, shares
from tests.matching.builders import (
    POLICY,
    a_home,
    a_household,
    a_pool,
    chain_of_three,
    solved,
)
from tests.matching.strategies import tiny_pools


def _shares(pool: Pool, orders: int = 6, seed: int = 1) -> dict[str, Share]:
    found = shares(pool, POLICY, solved(pool), orders=orders, seed=seed)
    assert found.proven
    return {each.landlord_id: each for each in found.each}


def test_whoever_gives_the_void_is_missed_by_all() -> None:
    """`d` gives a void and has no tenant here; without it nobody of three moves."""
    found = _shares(chain_of_three())
    assert {name: each.moved for name, each in found.items()} == {
        "a": 1,
        "b": 1,
        "c": 1,
        "d": 0,
    }
    assert {each.alone for each in found.values()} == {0}
    assert {name: each.missed for name, each in found.items()} == {
        "a": 3,
        "b": 2,
        "c": 1,
        "d": 3,
    }
    assert found["d"].benefit == found["d"].contribution == pytest.approx(3 * 3 / 9)


def test_two_that_need_each_other_share_what_they_add() -> None:
    """No tenant goes to a home of their own landlord, so each alone moves nobody."""
    pool = a_pool(
        [a_household("p", "a"), a_household("q", "b")],
        [a_home("v", "a"), a_home("w", "a")],
    )
    found = _shares(pool)
    assert (found["a"].moved, found["b"].moved) == (0, 1)
    for each in found.values():
        assert (each.alone, each.missed) == (0, 1)
        assert each.benefit == each.contribution == pytest.approx(1 / 2)


@settings(max_examples=12)
@given(tiny_pools(people_max=4))
def test_every_share_adds_up_to_all_who_move(pool: Pool) -> None:
    found = _shares(pool)
    plan = solved(pool)
    moves = sum(len(exchange.steps) for exchange in plan.exchanges)
    for of in ("moved", "benefit", "contribution", "shapley"):
        total = sum(getattr(each, of) for each in found.values())
        assert total == pytest.approx(moves), of


def test_the_shapley_value_is_the_mean_over_all_orders() -> None:
    """Over very many drawn orders it comes to that of all twenty-four."""
    found = _shares(chain_of_three(), orders=3_000)
    worth = {"a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0}
    for order in permutations(worth):
        joined: set[str] = set()
        for name in order:
            before = _moves(joined)
            joined.add(name)
            worth[name] += (_moves(joined) - before) / 24
    for name, value in worth.items():
        assert found[name].shapley == pytest.approx(value, abs=0.1)


def _moves(landlords: set[str]) -> int:
    """Return how far the chain gets: from d's void through a and b to c."""
    moves = 0
    for who in "abc":
        if "d" not in landlords or who not in landlords:
            break
        moves += 1
    return moves


def test_the_command_says_them_of_an_exported_round(tmp_path: Path) -> None:
    pool = chain_of_three()
    plan = solved(pool)
    lots = tuple((row.id, lot(plan.seed, row.id)) for row in pool.households)
    file = tmp_path / "round.json"
    file.write_text(exported_to_text(ExportedRound(pool, POLICY, plan, lots)))
    said = CliRunner().invoke(app, ["round", "shares", str(file), "--orders", "2"])
    assert said.exit_code == 0, said.output
    rows = {line.split()[0]: line.split()[1:] for line in said.output.splitlines()[-5:]}
    assert rows["landlord"] == [
        "moved",
        "alone",
        "missed",
        "benefit",
        "contribution",
        "shapley",
    ]
    assert rows["d"][:4] == ["0", "0", "3", "1.00"]


def test_a_file_that_is_no_round_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    file.write_text("{}")
    said = CliRunner().invoke(app, ["round", "shares", str(file)])
    assert said.exit_code == 2
