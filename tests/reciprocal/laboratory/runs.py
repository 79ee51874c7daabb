"""Simulated schemes that several tests look at, played once a worker."""

from functools import cache

from reciprocal.laboratory.compare import policy_of
from reciprocal.laboratory.policies import RULE, Tried
from reciprocal.laboratory.regimes import MONTHLY, WEEKLY, Regime, Rhythm
from reciprocal.laboratory.scheme import Played, Scheme
from reciprocal.laboratory.world import World

TINY = Regime(name="tiny", landlords=9, cases_a_month=7, voids_a_month=2)
"""Small enough that years of it take a second or two."""

ROUNDS = 9
_WEEKS = 18


def world(regime: Regime = TINY, rhythm: Rhythm = MONTHLY, seed: int = 1) -> World:
    return World(regime, rhythm, seed)


@cache
def played(
    policy: str, *, regime: Regime = TINY, seed: int = 1, check: bool = False
) -> tuple[Played, ...]:
    """Return a scheme's rounds under a policy by its name."""
    tried = policy_of(policy)
    return Scheme(world(regime, seed=seed), tried, check=check).run(ROUNDS)


@cache
def weekly() -> tuple[Scheme, tuple[Played, ...]]:
    """Return a scheme after four months of weekly rounds, ready steps alone."""
    scheme = Scheme(world(rhythm=WEEKLY), RULE)
    return scheme, scheme.run(_WEEKS)


def lives(tried: Tried, *, rounds: int = ROUNDS, seed: int = 1) -> tuple[Played, ...]:
    """Return a scheme's rounds under a policy of the test's own."""
    return Scheme(world(seed=seed), tried).run(rounds)
