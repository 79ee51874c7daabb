"""Tiny rounds of every profile, each held against every plan there is."""

from collections.abc import Iterator

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


def differing(profile: Profile, seeds: range) -> Iterator[str]:
    """Yield a sentence for each tiny round whose levels are not the best there are."""
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
            yield f"tiny {profile} round, seed {seed}: {told}, and {best} can be had"
