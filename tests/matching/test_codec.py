import json
from dataclasses import replace

import pytest
from hypothesis import given

from matching.certificate import Branch, Leaf, LevelProof, Slope
from matching.codec import (
    digest,
    plan_from_text,
    plan_to_text,
    pool_from_text,
    pool_to_text,
)
from matching.errors import PoolError
from matching.plan import Plan
from matching.pool import Pool
from tests.matching.builders import a_home, a_pool, chain_of_three, solved
from tests.matching.effort import effort
from tests.matching.strategies import odd_pools


@effort(50, soak=2000)
@given(odd_pools())
def test_a_pool_survives_its_text(pool: Pool) -> None:
    text = pool_to_text(pool)
    assert pool_from_text(text) == pool
    assert pool_to_text(pool_from_text(text)) == text


def test_a_plan_survives_its_text() -> None:
    plan = solved(chain_of_three())
    assert plan.exchanges
    assert plan_from_text(plan_to_text(plan)) == plan


def test_the_text_is_canonical() -> None:
    text = pool_to_text(chain_of_three())
    plain = json.loads(text)
    again = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    assert text == again
    assert text.isascii()


def test_the_digest_is_sha256() -> None:
    assert digest("") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


def _spoiled(**changes: object) -> str:
    whole = json.loads(pool_to_text(a_pool([], [a_home("h", "a")])))
    whole["body"]["homes"][0].update(changes)
    return json.dumps(whole)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "text: it is not JSON"),
        ("[]", "text: it must hold a format and a body"),
        ('{"format":"reciprocal-pool/1"}', "text: it must hold a format and a body"),
        ('{"format":"reciprocal-plan/1","body":{}}', "text: its format must be"),
        ('{"format":"reciprocal-pool/1","body":{}}', "pool: it must have exactly"),
        ('{"format":"reciprocal-pool/1","body":[]}', "pool: it must have exactly"),
        (_spoiled(surplus=1), "pool.homes: it must have exactly"),
        (_spoiled(bedrooms=True), "pool.homes.bedrooms: it must be int"),
        (_spoiled(bedrooms="2"), "pool.homes.bedrooms: it must be int"),
        (_spoiled(lift=1), "pool.homes.lift: it must be bool"),
        (_spoiled(sector=3), "pool.homes.sector: it must be str"),
        (_spoiled(access="ladder"), "pool.homes.access: it is not a value of its list"),
        (_spoiled(teams_barred="x"), "pool.homes.teams_barred: it must be a list"),
    ],
)
def test_text_of_another_kind_is_refused_by_field(text: str, fault: str) -> None:
    with pytest.raises(PoolError) as caught:
        pool_from_text(text)
    assert str(caught.value).startswith(fault)


def test_a_pair_has_two_parts() -> None:
    whole = json.loads(pool_to_text(a_pool([], [a_home("h", "a")])))
    whole["body"]["landlords"][0]["balances"] = [["BED1", 1, 2]]
    with pytest.raises(PoolError, match="it must have 2 parts"):
        pool_from_text(json.dumps(whole))


_LEAF = Leaf((("p1", 1),), ())


def _in_branches(depth: int) -> Branch | Leaf:
    tree: Branch | Leaf = _LEAF
    for _ in range(depth):
        tree = Branch("p1", "v", tree, _LEAF)
    return tree


def _certified(tree: Branch | Leaf) -> Plan:
    slopes = (Slope("a", "BED2", -1, -2),)
    proof = LevelProof("households", 3, (1, 0), slopes, tree)
    return replace(solved(chain_of_three()), certificate=(proof,))


@pytest.mark.parametrize("depth", [0, 1, 2, 100])
def test_a_certificate_survives_its_text(depth: int) -> None:
    plan = _certified(_in_branches(depth))
    assert plan_from_text(plan_to_text(plan)) == plan


def test_a_plan_of_the_format_before_is_refused_by_its_format() -> None:
    text = plan_to_text(solved(chain_of_three())).replace("plan/2", "plan/1")
    with pytest.raises(PoolError, match="^text: its format must be reciprocal-plan/2$"):
        plan_from_text(text)


def test_a_tree_that_is_neither_branch_nor_leaf_is_refused() -> None:
    text = plan_to_text(_certified(_LEAF)).replace('"voids"', '"doors"')
    with pytest.raises(PoolError) as caught:
        plan_from_text(text)
    assert str(caught.value) == (
        "plan.certificate.tree: it must have exactly the fields of one of its kinds"
    )


@pytest.mark.parametrize("depth", [400, 100_000])
def test_text_that_is_nested_without_end_is_refused(depth: int) -> None:
    whole = plan_to_text(_certified(_LEAF))
    leaf = '{"households":[["p1",1]],"voids":[]}'
    open_ = '{"fixed":' * depth
    close = f',"home_id":"v","household_id":"p1","left_out":{leaf}}}' * depth
    with pytest.raises(PoolError, match="^text: its parts stand in each other"):
        plan_from_text(whole.replace(leaf, open_ + leaf + close))
