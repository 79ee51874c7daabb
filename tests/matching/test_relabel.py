"""A round for strangers is checked as the round is, and names nobody."""

import json
import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.certificate import Branch, Leaf, LevelProof
from matching.certify import certify
from matching.codec import exported_from_text, exported_to_text, pool_to_text
from matching.errors import PoolError
from matching.exported import ExportedRound
from matching.locks import Lock, LockKind
from matching.plan import ExchangeKind, Plan, SolveStatus
from matching.pool import Pool
from matching.relabel import relabelled
from matching.rules import evaluate
from matching.verify import verify
from tests.matching.builders import POLICY, chain_of_three, cycle_of_three, solved
from tests.matching.effort import effort
from tests.matching.proofs import certificate_of
from tests.matching.strategies import odd_pools, tiny_pools


def _told(pool: Pool, plan: Plan, seed: int = 5) -> ExportedRound:
    draw = Random(seed)  # noqa: S311 - a test repeats
    return relabelled(pool, POLICY, plan, shuffle=draw.shuffle)


def _nothing() -> Plan:
    return Plan(
        status=SolveStatus.FEASIBLE,
        exchanges=(),
        levels=(),
        pool_digest="",
        seed=1,
        engine_version="",
    )


@effort(60, soak=3_000)
@given(odd_pools(), st.integers(0, 99))
def test_as_many_pairs_suit_and_each_rule_keeps_as_many(pool: Pool, seed: int) -> None:
    before = evaluate(pool, POLICY)
    after = evaluate(_told(pool, _nothing(), seed).pool, POLICY)
    assert after.pairs() == before.pairs()
    assert after.removed_by_rule() == before.removed_by_rule()
    rows = zip(before.removed.tolist(), before.removed_alone.tolist(), strict=True)
    told = zip(after.removed.tolist(), after.removed_alone.tolist(), strict=True)
    assert sorted(rows) == sorted(told)


@effort(30, soak=2_000)
@given(tiny_pools(), st.integers(0, 99))
def test_a_plan_is_checked_as_it_was(pool: Pool, seed: int) -> None:
    plan = solved(pool)
    told = _told(pool, plan, seed)
    assert verify(told.plan, told.pool, told.policy) == ()
    before = certify(plan, pool, POLICY)
    after = certify(told.plan, told.pool, told.policy, lots=dict(told.lots))
    assert after == before


def test_an_honest_certificate_still_closes_every_level() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    told = _told(pool, replace(plan, certificate=certificate_of(plan)))
    assert certify(told.plan, told.pool, told.policy, lots=dict(told.lots)).closed


def test_branches_and_lines_are_told_by_the_new_names() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    proofs = [*certificate_of(plan)]
    at = next(i for i, proof in enumerate(proofs) if proof.level == "balance")
    leaf = proofs[at].tree
    assert isinstance(leaf, Leaf)
    assert leaf.slopes
    proofs[at] = LevelProof("balance", Branch("p2", "h1", leaf, leaf))
    told = _told(pool, replace(plan, certificate=tuple(proofs)))
    assert certify(told.plan, told.pool, told.policy, lots=dict(told.lots)).closed


def test_a_cycle_is_told_from_its_first_home_by_its_new_name() -> None:
    pool = cycle_of_three()
    plan = solved(pool)
    firsts = set()
    for seed in range(6):
        told = _told(pool, plan, seed)
        (cycle,) = told.plan.exchanges
        assert cycle.kind is ExchangeKind.CYCLE
        assert verify(told.plan, told.pool, told.policy) == ()
        firsts.add(cycle.steps[0].household_id)
    assert len(firsts) > 1


def _names(value: object) -> set[str]:
    """Return every text that stands anywhere in a plain value, keys left out."""
    if isinstance(value, dict):
        return set().union(*map(_names, value.values()))
    if isinstance(value, list):
        return set().union(*map(_names, value))
    return {value} if isinstance(value, str) else set()


def _numbers(value: object) -> set[int]:
    if isinstance(value, dict):
        return set().union(*map(_numbers, value.values()))
    if isinstance(value, list):
        return set().union(*map(_numbers, value))
    return {value} if type(value) is int else set()


_LABEL = re.compile(
    r"(household|home|landlord|team|authority|sector)-\d+|elsewhere|[0-9a-f]{64}"
)


@effort(60, soak=3_000)
@given(odd_pools(), st.integers(0, 99))
def test_no_name_area_or_date_of_the_round_is_left(pool: Pool, seed: int) -> None:
    """All that is left of text are labels, and words of the closed lists."""
    told = _told(pool, _nothing(), seed)
    before = json.loads(pool_to_text(pool))["body"]
    after = json.loads(exported_to_text(told))["body"]
    words = {name for name in _names(after) if not _LABEL.fullmatch(name)}
    own = {row.id for row in pool.landlords}
    for home in pool.homes:
        own |= {home.id, home.team, home.authority or "", home.sector or ""}
    for row in pool.households:
        own |= {row.id, row.team}
        own |= row.authorities_to_avoid | row.sectors_to_avoid | row.homes_refused
        own |= row.authorities_of_choice | (row.sectors_within_reach or frozenset())
        own |= row.landlords_to_avoid | {row.current_authority or ""}
    assert own
    # A landlord may be called by a word of a closed list, as `council` is here.
    assert words & own <= {"council", ""}
    assert max(_numbers(after["pool"]), default=0) < 1_000
    assert before != after["pool"]


def test_what_no_home_bears_out_is_left_out() -> None:
    plain = chain_of_three()
    haunted = replace(
        plain.households[0],
        current_authority="E99",
        authorities_to_avoid=frozenset({"E98", "E01"}),
        sectors_to_avoid=frozenset({"Z9 9"}),
        landlords_to_avoid=frozenset({"elsewhere-homes"}),
        homes_refused=frozenset({"long-gone"}),
        linked=frozenset({"somebody"}),
        gap_days=30,
    )
    people = (haunted, *plain.households[1:])
    pool = Pool(people, plain.homes, plain.landlords)
    rows = _told(pool, _nothing()).pool.households
    (row,) = (row for row in rows if row.gap_days)
    assert row.current_authority == "elsewhere"
    assert len(row.authorities_to_avoid) == 1
    assert row.sectors_to_avoid == row.landlords_to_avoid == frozenset()
    assert row.homes_refused == row.linked == frozenset()
    assert row.gap_days == 1


def test_the_seed_stays_behind_and_the_lots_are_told() -> None:
    pool = chain_of_three()
    plan = solved(pool)
    told = _told(pool, plan)
    assert (told.plan.seed, told.policy.version) == (0, "")
    found = certify(told.plan, told.pool, told.policy, lots=dict(told.lots))
    assert found.levels[-1].value == plan.levels[-1].value


def test_what_a_person_tried_out_stays_behind() -> None:
    """A lock names a household and a home as the round does."""
    pool = chain_of_three()
    policy = replace(POLICY, locks=(Lock(LockKind.FORCE, "p1", "v"),))
    told = relabelled(pool, policy, solved(pool), shuffle=lambda _: None)
    assert told.policy.locks == ()
    assert told == relabelled(pool, POLICY, solved(pool), shuffle=lambda _: None)


def test_a_round_survives_its_text() -> None:
    pool = chain_of_three()
    told = _told(pool, solved(pool))
    assert exported_from_text(exported_to_text(told)) == told


@pytest.mark.parametrize("lots", [(), (("household-1", 1),)])
def test_a_round_without_everybody_s_lot_is_refused(
    lots: tuple[tuple[str, int], ...],
) -> None:
    pool = chain_of_three()
    told = _told(pool, solved(pool))
    with pytest.raises(PoolError, match="lots: each household must have one"):
        replace(told, lots=lots)
