"""Each rule is taken from the engine in turn, and the checker still refuses the plan.

The engine is made to plan what it never may; a test that saw no plan, or one that
keeps the rule, would fail.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from matching import Plan, Policy, Pool, rules
from matching.engine import levels
from matching.graph import Graph
from matching.instance import Instance
from matching.numbers import as_numbers
from matching.terms import RefusalCode
from matching.verify import Violation, ViolationCode, verify
from tests.matching.builders import (
    POLICY,
    a_landlord,
    chain_of_three,
    cycle_of_three,
    solved,
    two_who_could_swap,
)
from tests.spec.case import Case
from tests.spec.chapters import CHAPTERS


def _found(plan: Plan, pool: Pool) -> set[ViolationCode]:
    return {violation.code for violation in verify(plan, pool, POLICY)}


def _sole_cases() -> dict[RefusalCode, Case]:
    """Return, for each rule, a line about a void that this rule alone refuses."""
    cases = [case for _name, chapter in CHAPTERS for case in chapter]
    voids = [case for case in cases if "occupant_id" not in case.home]
    return {c.refused[0]: c for c in reversed(voids) if len(c.refused) == 1}


def _without(code: RefusalCode, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = tuple(rule for rule in rules.RULES if rule.code is not code)
    monkeypatch.setattr(rules, "RULES", fewer)


def _pool_of(case: Case) -> Pool:
    household, home, landlord = case.build()
    return Pool((household,), (home,), (a_landlord("a"), landlord))


@pytest.mark.parametrize(
    # Nobody can be sent home: a home is not let before its household has moved.
    "code",
    [code for code in RefusalCode if code is not RefusalCode.OWN_HOME],
)
def test_a_rule_of_pairs_taken_from_the_engine(
    code: RefusalCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = _pool_of(_sole_cases()[code])
    assert solved(pool).exchanges == ()
    _without(code, monkeypatch)
    plan = solved(pool)
    assert [len(exchange.steps) for exchange in plan.exchanges] == [1]
    assert verify(plan, pool, POLICY) == (Violation(ViolationCode.NOT_SUITABLE, 0, 0),)


@pytest.mark.parametrize(("teller", "other"), [("p2", "p3"), ("p3", "p2")])
def test_the_rule_of_links_taken_from_the_engine(
    teller: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever tells of the link, p3 does not enter the home that p2 leaves."""
    plain = chain_of_three()
    pool = Pool(
        tuple(
            replace(row, linked=frozenset({other})) if row.id == teller else row
            for row in plain.households
        ),
        plain.homes,
        plain.landlords,
    )
    assert [len(e.steps) for e in solved(pool).exchanges] == [2]
    _without(RefusalCode.LINKED_CASE, monkeypatch)
    plan = solved(pool)
    assert verify(plan, pool, POLICY) == (Violation(ViolationCode.NOT_SUITABLE, 0, 2),)


def test_direct_swaps_let_into_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = two_who_could_swap()
    assert solved(pool).exchanges == ()
    _told_the_engine(monkeypatch, _with_swaps)
    plan = solved(pool)
    assert [len(exchange.steps) for exchange in plan.exchanges] == [2]
    assert _found(plan, pool) == {ViolationCode.DIRECT_SWAP}


def _watched(pool: Pool, home_id: str, team: str) -> Pool:
    """Return the pool with one home let by the team that a later household is of."""
    homes = tuple(
        replace(home, team=team) if home.id == home_id else home for home in pool.homes
    )
    return Pool(pool.households, homes, pool.landlords)


@pytest.mark.parametrize(
    ("pool", "step"),
    [
        # p2 goes to h1, and p3, who would enter p2's home, rents from that team.
        (_watched(chain_of_three(), "h1", "c"), 2),
        # A ring begins where it ends: p2 follows p1, who goes to h3.
        (_watched(cycle_of_three(), "h3", "b"), 0),
        (_watched(cycle_of_three(), "h1", "c"), 1),
    ],
)
def test_the_rule_of_teams_taken_from_the_engine(
    pool: Pool, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sum(len(exchange.steps) for exchange in solved(pool).exchanges) < 3
    _told_the_engine(monkeypatch, _without_teams)
    plan = solved(pool)
    assert [len(exchange.steps) for exchange in plan.exchanges] == [3]
    assert verify(plan, pool, POLICY) == (
        Violation(ViolationCode.TEAM_FOLLOWS, 0, step),
    )


def _told_the_engine(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Instance], Instance]
) -> None:
    """Let the engine be told another round than the one that is."""

    def changed(graph: Graph, policy: Policy) -> Instance:
        return change(as_numbers(graph, policy))

    monkeypatch.setattr(levels, "as_numbers", changed)


def _with_swaps(instance: Instance) -> Instance:
    return replace(instance, caps=replace(instance.caps, cycle_moves_min=2))


def _without_teams(instance: Instance) -> Instance:
    return replace(instance, team_of_home=np.full(instance.homes, -1))
