"""Generated rounds: what they are, and that they are solved as well as can be."""

import json

import pytest

from matching import SolveStatus
from matching.codec import pool_to_text
from matching.graph import build
from matching.numbers import as_numbers
from matching.pool import ALL_LEVELS, Home, Household
from matching.solve import Budget, solve
from matching.terms import Access, RefusalCode
from matching.verify import verify
from tests.benchmarks import checking, housing, second_opinion, small_family
from tests.benchmarks.grids import SIZES_AGAINST_RIVAL, cells
from tests.benchmarks.profiles import Profile, RoundSpec, generated, policy_of
from tests.support.minutes import examples

_EVERY = list(Profile)


def _spec(profile: Profile, seed: int = 1, cases: int = 60) -> RoundSpec:
    return RoundSpec(cases=cases, voids=cases // 5, seed=seed, profile=profile)


@pytest.mark.parametrize("profile", _EVERY)
def test_a_seed_is_a_round(profile: Profile) -> None:
    one, again, other = (generated(_spec(profile, seed)) for seed in (1, 1, 2))
    assert pool_to_text(one) == pool_to_text(again)
    assert pool_to_text(one) != pool_to_text(other)


@pytest.mark.parametrize("profile", _EVERY)
def test_everybody_leaves_a_home_and_fears_its_authority(profile: Profile) -> None:
    pool = generated(_spec(profile))
    assert (len(pool.households), len(pool.homes)) == (60, 72)
    left = {home.occupant_id: home for home in pool.homes}
    for row in pool.households:
        assert row.current_authority == left[row.id].authority
        assert row.current_authority not in row.authorities_of_choice
        assert row.landlord_id == left[row.id].landlord_id


@pytest.mark.parametrize(
    ("profile", "fewest", "most"),
    [
        (Profile.ORDINARY, 0.08, 0.2),
        (Profile.SPLIT, 0.08, 0.2),
        (Profile.SPARSE, 0.01, 0.04),
    ],
)
def test_about_as_many_pairs_suit_as_the_page_says(
    profile: Profile, fewest: float, most: float
) -> None:
    pool = generated(_spec(profile, cases=150))
    graph = build(pool)
    share = graph.edges() / (len(pool.households) * len(pool.homes))
    assert fewest < share < most


def test_only_split_rounds_have_sectors_and_teams() -> None:
    for profile in _EVERY:
        split = profile is Profile.SPLIT
        pool = generated(_spec(profile))
        removed = build(pool).removed_by_rule()
        assert (removed[RefusalCode.SECTOR_AVOIDED] > 0) is split
        avoiding = sum(bool(row.sectors_to_avoid) for row in pool.households)
        assert (avoiding > 0) is split
        shared = {_team(row) for row in pool.households} & {
            _team(home) for home in pool.homes
        }
        assert bool(shared) is split


def _team(row: Household | Home) -> str:
    return row.team


def test_sparse_rounds_are_of_adapted_four_beds_in_two_authorities() -> None:
    for row in generated(_spec(Profile.SPARSE)).households:
        assert row.bedrooms_min == 4
        assert row.access_need is Access.WHEELCHAIR_FULL
        assert len(row.authorities_of_choice) == 2


@pytest.mark.parametrize("profile", _EVERY)
def test_no_tiny_round_could_be_better(profile: Profile) -> None:
    """The small family of the bench: every level against every plan there is."""
    held = small_family.held(profile, range(examples(in_ci=9, in_soak=400)))
    assert held.wrong == ()
    assert held.linked >= 3


@pytest.mark.parametrize("profile", [Profile.ORDINARY, Profile.SPARSE])
def test_a_small_round_moves_as_many_as_the_textbook_finds(profile: Profile) -> None:
    """Thirty households: beyond the exhaustive solver, and within CP-SAT's reach."""
    pool = generated(_spec(profile, cases=30))
    policy = policy_of(profile, longest_cycle=3, longest_chain=3)
    plan = solve(pool, policy, seed=1, budget=Budget())
    instance = as_numbers(build(pool, policy), policy)
    opinion = second_opinion.most_moves(instance, seed=1)
    assert checking.faults(instance, opinion.routes) == ()
    assert verify(plan, pool, policy) == ()
    (households,) = plan.levels
    assert opinion.moves == opinion.bound
    assert households.value <= opinion.moves <= households.bound
    if plan.status is SolveStatus.PROVEN:
        assert households.value == opinion.moves


def test_a_small_split_round_keeps_every_rule() -> None:
    spec = _spec(Profile.SPLIT, cases=20)
    pool = generated(spec)
    policy = policy_of(Profile.SPLIT, longest_cycle=4, longest_chain=5)
    plan = solve(pool, policy, seed=1, budget=Budget())
    assert verify(plan, pool, policy) == ()
    assert [report.level for report in plan.levels] == ["households", "balance"]


def _asked(cases: int = 12, cycle: int = 3) -> list[str]:
    sizes = ["--cases", str(cases), "--voids", "4", "--seed", "1"]
    return [*sizes, "--longest-cycle", str(cycle), "--longest-chain", "3"]


@pytest.mark.parametrize("profile", _EVERY)
def test_the_command_tells_an_outsider(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    housing.main([*_asked(), "--profile", profile, "--json"])
    told = json.loads(capsys.readouterr().out)
    names = ["moves", "bound", "status", "certified", "seconds", "method"]
    assert list(told) == names
    assert told["moves"] <= told["bound"]
    assert told["certified"] is (told["status"] == "optimal")
    assert told["seconds"] > 0


def test_the_command_tells_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    housing.main([*_asked(), "--all-levels"])
    assert " moves, at most " in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [_asked(cases=-1), _asked(cycle=2), _asked()[2:], [*_asked(), "--x"]]
)
def test_the_command_refuses_in_a_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        housing.main(words)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def test_the_rows_are_as_large_as_the_targets_say() -> None:
    ordinary, split = cells(1, small=False), cells(2, small=False)
    assert len(ordinary) == len(split) == 5 * 3 * 2 * 3
    named = {str(cell) for cell in ordinary}
    assert "ordinary 200+20 K3 L5" in named
    assert "ordinary 30+15 K4 L10" in named
    assert {cell.cases for cell in (*ordinary, *split)} == {30, 50, 100, 200, 300}
    assert {(c.cases, c.voids) for c in cells(3, small=False)} == {(300, 30)}
    every = cells(6, small=False)
    assert {cell.cases for cell in every} == {300}
    assert {cell.policy.levels for cell in every} == {ALL_LEVELS}
    assert SIZES_AGAINST_RIVAL[-1] == (500, 50)
