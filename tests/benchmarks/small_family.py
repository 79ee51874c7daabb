"""Tiny rounds of every profile, each held against every plan there is."""

from dataclasses import dataclass

from matching.engine.exhaustive import best_values
from matching.plan import SolveStatus
from matching.solve import Budget, solve
from matching.verify import verify
from tests.benchmarks.profiles import Profile, RoundSpec, generated, policy_of

_CASES = (4, 5, 6)
_VOIDS = (0, 1, 2)


def tiny(profile: Profile, seed: int) -> RoundSpec:
    """Return a round of a few households in few authorities, so that many suit."""
    return RoundSpec(
        cases=_CASES[seed % 3],
        voids=_VOIDS[seed // 3 % 3],
        seed=seed,
        profile=profile,
        authorities=3 if profile is Profile.SPARSE else 5,
        landlords=12,
        alike=True,
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What was found when tiny rounds were held against every plan there is.

    Attributes:
        wrong: A sentence for each whose levels are not the best there are.
        linked: Exchanges of two moves and more in all of them: without any, the
            comparison would prove little.
    """

    wrong: tuple[str, ...]
    linked: int


def held(profile: Profile, seeds: range) -> Held:
    """Solve tiny rounds and compare each with the best of all its plans."""
    wrong, linked = [], 0
    for seed in seeds:
        pool = generated(tiny(profile, seed))
        policy = policy_of(
            profile, longest_cycle=3 + seed % 2, longest_chain=1 + seed % 4
        )
        plan = solve(pool, policy, seed=seed, budget=Budget())
        best = best_values(pool, policy, seed=seed)
        told = {report.level: report.value for report in plan.levels}
        closed = plan.status is not SolveStatus.FEASIBLE
        if told != best or not closed or verify(plan, pool, policy):
            wrong.append(f"tiny {profile} round, seed {seed}: {told}, best {best}")
        linked += sum(len(exchange.steps) > 1 for exchange in plan.exchanges)
    return Held(tuple(wrong), linked)
