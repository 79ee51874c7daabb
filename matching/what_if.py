"""What it costs to hold something fixed: a pool solved without the locks and with.

It also answers the coordinator's last question of a household without a home: whether
it could be moved at all, and at the cost of which level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matching.engine.budget import Budget
from matching.locks import LOCKS, Lock, LockKind, forced
from matching.objectives import Objective, objectives
from matching.plan import LevelReport, Plan
from matching.pool import Policy, Pool
from matching.solve import solve


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCost:
    """What locks do to one level.

    Attributes:
        level, sense, sentence: Of the level, as its objective says them.
        unlocked, with_locks: Its value in the two plans.
        proven: This difference is of two optima: every level up to this one is
            proven in both plans.
    """

    level: str
    sense: str
    sentence: str
    unlocked: int
    with_locks: int
    proven: bool

    @property
    def lost(self) -> int:
        """By how much the locks make it worse; below nothing where it is better."""
        more = self.with_locks - self.unlocked
        return -more if self.sense == "max" else more


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What locks cost, level by level.

    Attributes:
        asked: Forced locks.
        kept: Of those, how many the plan keeps.
        kept_at_most: What no plan can do better than.
        no_longer, instead: Households that only the plan without, or only the plan
            with the locks, moves; by id, in order.
        levels: In the policy's order.
    """

    asked: int
    kept: int
    kept_at_most: int
    no_longer: tuple[str, ...]
    instead: tuple[str, ...]
    levels: tuple[LevelCost, ...]

    @property
    def first(self) -> LevelCost | None:
        """The first level that differs, which decides; None where none does."""
        return next((level for level in self.levels if level.lost), None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in plain words; no household, home or place is named."""
        return (*self._kept(), *self._cost(), *self._moved())

    def _kept(self) -> tuple[str, ...]:
        if not self.asked:
            return ()
        if self.kept == self.asked:
            return (f"Kept: {self.kept} of {self.asked} asked for.",)
        how = (
            "no plan within the rules and the caps keeps more"
            if self.kept == self.kept_at_most
            else "the search was stopped before it was known whether more can be"
        )
        return (f"Kept: {self.kept} of {self.asked} asked for; {how}.",)

    def _cost(self) -> tuple[str, ...]:
        decides = self.first
        if decides is None:
            return ("It costs nothing: every level is as good.", *self._doubt())
        turn = "worse" if decides.lost > 0 else "better"
        differs = (
            f"The first level that differs is {decides.level}: "
            f"{decides.with_locks} instead of {decides.unlocked}, which is {turn}. "
            f"{decides.sentence}"
        )
        return (differs, *self._doubt())

    def _doubt(self) -> tuple[str, ...]:
        read = self.levels if self.first is None else (self.first,)
        if all(level.proven for level in read):
            return ()
        return ("Not proven: a longer search might find another difference.",)

    def _moved(self) -> tuple[str, ...]:
        if not self.no_longer and not self.instead:
            return ("The same households move.",)
        gone, come = len(self.no_longer), len(self.instead)
        return (f"Households that move no longer: {gone}; that move instead: {come}.",)


def cost_of(
    pool: Pool,
    policy: Policy,
    locks: Iterable[Lock],
    *,
    seed: int,
    budget: Budget,
) -> Cost:
    """Return what some locks cost, by solving the pool without them and with them.

    Args:
        pool: Who would move, and the homes.
        policy: Its own locks, if it has any, are put aside.
        locks: What to hold fixed.
        seed, budget: Of both solves.

    Raises:
        PoolError: A lock is on nothing of the pool, or appears twice.

    Cost: as two solves.
    """
    locked = replace(policy, locks=tuple(locks))
    plans = [
        solve(pool, one, seed=seed, budget=budget)
        for one in (replace(policy, locks=()), locked)
    ]
    return compared(*plans, goals=objectives(pool, locked, seed), locks=locked.locks)


def could_move(
    pool: Pool, policy: Policy, household_id: str, *, seed: int, budget: Budget
) -> Cost:
    """Return what it costs to move one household: `kept` is 0 where nothing can.

    Raises:
        PoolError: The household is not in the pool.

    Cost: as two solves.
    """
    lock = Lock(LockKind.FORCE, household_id=household_id)
    return cost_of(pool, policy, (lock,), seed=seed, budget=budget)


def compared(
    without: Plan,
    with_locks: Plan,
    *,
    goals: Sequence[Objective],
    locks: Sequence[Lock],
) -> Cost:
    """Return the difference between a plan without locks and one with them.

    Args:
        without, with_locks: Of one pool, policy, seed and budget but for the locks.
        goals: The objectives with the locks.
        locks: What is held fixed.
    """
    reports = {report.level: report for report in with_locks.levels}
    kept = reports.get(LOCKS)
    before, after = _moved(without), _moved(with_locks)
    return Cost(
        asked=len(forced(locks)),
        kept=0 if kept is None else kept.value,
        kept_at_most=0 if kept is None else kept.bound,
        no_longer=tuple(sorted(before - after)),
        instead=tuple(sorted(after - before)),
        levels=_levels(without.levels, with_locks.levels, goals),
    )


def _levels(
    without: Sequence[LevelReport],
    with_locks: Sequence[LevelReport],
    goals: Sequence[Objective],
) -> tuple[LevelCost, ...]:
    sentences = {goal.name: goal.describe() for goal in goals}
    known = {report.level: report for report in without}
    found, proven = [], True
    for report in with_locks:
        before = known.get(report.level)
        proven = proven and report.gap == 0 and (before is None or before.gap == 0)
        if before is not None:
            found.append(
                LevelCost(
                    level=report.level,
                    sense=report.sense,
                    sentence=sentences[report.level],
                    unlocked=before.value,
                    with_locks=report.value,
                    proven=proven,
                )
            )
    return tuple(found)


def _moved(plan: Plan) -> frozenset[str]:
    return frozenset(
        step.household_id for exchange in plan.exchanges for step in exchange.steps
    )
