"""Scheme-years in mind, by the real lifecycles and the real solver: all of it holds."""

import pytest

from fixtures.simulator.arrivals import arrivals
from fixtures.simulator.doing import ACTS
from fixtures.simulator.regime import SMALL, TINY, WEEKLY, Chances, Regime
from fixtures.simulator.rows import Scheme
from fixtures.simulator.years import DAYS_A_YEAR, Watch, Years, hands_on
from reciprocal.proposals.lifecycle import EndCode
from tests.simulator.watching import Checker
from tests.support.minutes import examples

BLOCKS = 10
TROUBLED = Regime(
    name="troubled",
    members=SMALL.members,
    cases_a_month=6,
    voids_a_month=4,
    round_days=WEEKLY.round_days,
    chances=Chances(
        silent=6,
        risk_changes=25,
        consent_withdrawn=10,
        worse_tenancy=20,
        fails=40,
        areas_change=60,
        landlord_silent=30,
        tenancy_declined=10,
        withdrawn=25,
        household_changes=25,
    ),
)
"""More of everything that goes wrong than anybody could bear, in weekly rounds."""


def years(regime: Regime, seed: int, watch: Watch, days: int = DAYS_A_YEAR) -> Scheme:
    """Live through one simulated scheme."""
    return Years(regime, seed, watch, hands_on()).run(days)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_hundred_scheme_years_keep_every_promise(block: int) -> None:
    """In CI a hundred years in blocks of ten; in a soak ten thousand."""
    each = examples(10, 1_000)
    watch = Checker()
    for seed in range(block * each, (block + 1) * each):
        watch.end(years(TINY, seed, watch))
    assert watch.moves > each, "somebody was housed in most years"
    assert watch.looks > each * 10


@pytest.fixture(scope="module")
def troubled() -> Checker:
    watch = Checker(look_days=7)
    watch.end(years(TROUBLED, 1, watch))
    return watch


@pytest.mark.parametrize("act", ACTS)
def test_each_act_comes_about(troubled: Checker, act: str) -> None:
    """An act that nobody does is held to nothing."""
    assert troubled.acts[act]


NOT_SIMULATED = {
    *(EndCode.PROMISE_CHANGED, EndCode.HOME_NOT_READY, EndCode.PAUSED),
}
"""No rent changes here, and whoever pauses or is not ready says it another way."""


@pytest.mark.parametrize("code", sorted(set(EndCode) - NOT_SIMULATED))
def test_each_end_comes_about(troubled: Checker, code: EndCode) -> None:
    assert troubled.ends[code]


def test_a_seed_gives_the_same_year_again() -> None:
    """By day and by hour, whoever looks on."""
    first, second = (years(SMALL, 3, watch, 120) for watch in (Watch(), Checker()))
    assert first == second
    assert first != years(SMALL, 4, Watch(), 120)


def test_another_policy_meets_the_same_people() -> None:
    """Who comes is drawn before anything is decided, and by name."""
    homes, cases = arrivals(SMALL, 5, 200)
    fewer_homes, fewer_cases = arrivals(SMALL, 5, 100)
    assert homes[: len(fewer_homes)] == fewer_homes
    assert cases[: len(fewer_cases)] == fewer_cases
    assert len(cases) > len(fewer_cases)
    ends = [years(regime, 5, Watch(), 100) for regime in (SMALL, WEEKLY)]
    assert ends[0].rounds.keys() < ends[1].rounds.keys()
    firsts = [
        {
            key: case.areas_of_choice
            for key, case in end.cases.items()
            if case.times == 1
        }
        for end in ends
    ]
    assert firsts[0].keys() == firsts[1].keys()


def test_a_case_is_closed_that_its_landlord_declined() -> None:
    """A soak's seed 1083: its household went another way on the day it was declined.

    The checker knew of no way from there, though the lifecycle has one.
    """
    watch = Checker()
    watch.end(years(TINY, 1083, watch))
    assert watch.acts["changes"]
    assert watch.acts["decline"]


def test_a_child_born_after_the_tenancy_was_signed_undoes_nothing() -> None:
    """Seed 100,026 of the soak: the checker read a birth after signing as a breach."""
    watch = Checker()
    watch.end(years(TINY, 100_026, watch))
    assert watch.acts["changes"]
