"""Everybody meets the same world, and it is the one that the regime tells of."""

from collections import Counter

import pytest

from matching.terms import Urgency
from reciprocal.laboratory.chance import Fates
from reciprocal.laboratory.regimes import (
    L33,
    MONTHLY,
    REGIMES,
    SIZE_SHARES,
    SIZES,
    SKEW,
    URGENCY_SHARES,
    WEEKLY,
    Regime,
)
from reciprocal.laboratory.world import CaseComes, World
from tests.reciprocal.laboratory.runs import played, world

_MONTHS = 60


def _cases(regime: Regime = L33, seed: int = 1) -> list[CaseComes]:
    there = world(regime, seed=seed)
    return [case for number in range(_MONTHS) for case in there.cases(number)]


@pytest.mark.parametrize("name", sorted(REGIMES))
def test_as_many_come_as_the_regime_says(name: str) -> None:
    """Within four standard errors of sixty months."""
    regime = REGIMES[name]
    there = world(regime)
    for mean, come in (
        (regime.cases_a_month, there.cases),
        (regime.voids_a_month, there.voids),
        (regime.voids_a_month * regime.lettings_a_void, there.lettings),
    ):
        total = sum(len(list(come(number))) for number in range(_MONTHS))
        expected = mean * _MONTHS
        assert abs(total - expected) <= 4 * expected**0.5


def test_a_week_brings_a_month_s_share() -> None:
    there = world(L33, WEEKLY)
    total = sum(len(list(there.cases(number))) for number in range(260))
    expected = L33.cases_a_month * 260 / WEEKLY.rounds_a_month
    assert abs(total - expected) <= 4 * expected**0.5


def test_households_are_as_the_shares_say() -> None:
    cases = _cases()
    bands, sizes = Counter(c.urgency for c in cases), Counter(c.needs for c in cases)
    for band, share in zip(
        (Urgency.MOST_URGENT, Urgency.URGENT, Urgency.SOON), URGENCY_SHARES, strict=True
    ):
        assert abs(100 * bands[band] / len(cases) - share) < 4
    for size, share in zip(SIZES, SIZE_SHARES, strict=True):
        assert abs(100 * sizes[size] / len(cases) - share) < 4
    own = sum(case.home.bedrooms == case.needs for case in cases)
    assert abs(100 * own / len(cases) - L33.own_size_percent) < 4


def test_nobody_chooses_an_area_that_they_avoid_or_live_in() -> None:
    for case in _cases():
        assert case.home.area in case.areas_to_avoid
        assert 2 <= len(case.areas_to_avoid) <= 4
        assert not case.areas_of_choice & case.areas_to_avoid
        assert len(case.areas_of_choice) >= 5


def test_who_waits_leaves_after_a_while_the_most_urgent_first() -> None:
    waits: dict[Urgency, list[int]] = {}
    for case in _cases():
        waits.setdefault(case.urgency, []).append(case.leaves_after)
    mean = {band: sum(found) / len(found) for band, found in waits.items()}
    assert min(min(found) for found in waits.values()) >= 1
    assert mean[Urgency.MOST_URGENT] < mean[Urgency.URGENT] < mean[Urgency.SOON]


def test_the_same_seed_is_the_same_world_and_another_is_another() -> None:
    assert _cases(seed=1) == _cases(seed=1)
    assert _cases(seed=1) != _cases(seed=2)
    assert world(seed=1).members != world(seed=2).members


def test_every_policy_meets_the_same_people() -> None:
    def came(policy: str) -> set[str]:
        rounds = played(policy)
        still = {case.id for case in rounds[-1].waiting}
        housed = {each.case.id for one in rounds for each in one.moved}
        return still | housed | {case.id for one in rounds for case in one.left}

    assert came("rule") == came("blind") == came("plain")


def test_a_skewed_world_is_more_unequal() -> None:
    def spread(regime: Regime) -> float:
        rates = [member.cases / member.voids for member in world(regime).members]
        return max(rates) / min(rates)

    assert spread(SKEW) > spread(L33)


def test_a_pair_suits_as_often_as_the_regime_says_whoever_asks() -> None:
    there = World(L33, MONTHLY, 1)
    cases = list(there.cases(0))
    homes = [f"home-{at}" for at in range(100)]
    found = [there.suits(case, home) for case in cases for home in homes]
    assert abs(100 * sum(found) / len(found) - L33.suits_percent) < 4
    assert found == [there.suits(case, home) for case in cases for home in homes]


def test_what_is_drawn_by_one_name_is_the_same_each_time_and_in_its_range() -> None:
    fates = Fates(1)
    drawn = [fates.among(2, 4, "die", at) for at in range(60)]
    assert {*drawn} == {2, 3, 4}
    assert drawn == [fates.among(2, 4, "die", at) for at in range(60)]
