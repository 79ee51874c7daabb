"""The obvious solver: every set of exchanges, tried. For tiny pools and for tests.

Written from the rules of sequence and the referee alone, so that it shares neither
the graph, nor the listing, nor OR-Tools with the engine it is held against.
Cost: exponential; six households and three voids are about its limit.
"""

from collections.abc import Iterator

from matching.locks import LockKind
from matching.objectives import Objective, PlacedMove, objectives
from matching.pool import Home, Household, Policy, Pool
from matching.referee import may_follow, refusals

Chosen = tuple[PlacedMove, ...]


def best_values(pool: Pool, policy: Policy, *, seed: int) -> dict[str, int]:
    """Return the value of every objective in the best plan there is."""
    goals = objectives(pool, policy, seed)
    exchanges = list(_exchanges(pool, policy))
    best = max(_packings(exchanges, 0), key=lambda moves: _rank(goals, moves))
    return {goal.name: goal.value(best) for goal in goals}


def _rank(goals: tuple[Objective, ...], moves: Chosen) -> tuple[int, ...]:
    return tuple(
        goal.value(moves) if goal.sense == "max" else -goal.value(moves)
        for goal in goals
    )


def _packings(exchanges: list[Chosen], start: int) -> Iterator[Chosen]:
    """Yield every set of exchanges in which no household and no home comes twice."""
    yield ()
    for at in range(start, len(exchanges)):
        first = exchanges[at]
        people = {move.household.id for move in first}
        homes = {move.home.id for move in first}
        rest = [
            other
            for other in exchanges[at + 1 :]
            if not any(m.household.id in people or m.home.id in homes for m in other)
        ]
        for packing in _packings(rest, 0):
            yield first + packing


Path = tuple[tuple[Household, Home], ...]


def _exchanges(pool: Pool, policy: Policy) -> Iterator[Chosen]:
    home_of = {home.occupant_id: home for home in pool.homes if home.occupant_id}
    for household in pool.households:
        for home in pool.homes:
            if not _suits(pool, policy, household, home):
                continue
            chain = home.occupant_id is None
            most = policy.chain_moves_max if chain else policy.cycle_moves_max
            for path in _grow(pool, policy, home_of, ((household, home),), most):
                if chain or _closes(path, home_of):
                    yield _placed(path, in_cycle=not chain)


def _suits(pool: Pool, policy: Policy, household: Household, home: Home) -> bool:
    for lock in policy.locks:
        said = (lock.household_id or household.id, lock.home_id or home.id)
        if lock.kind is LockKind.FORBID and said == (household.id, home.id):
            return False
    landlord = next(row for row in pool.landlords if row.id == home.landlord_id)
    return not refusals(household, home, policy, landlord=landlord)


def _grow(
    pool: Pool, policy: Policy, home_of: dict[str, Home], path: Path, most: int
) -> Iterator[Path]:
    """Yield the path and every path that starts with it, up to a length."""
    yield path
    last, entered = path[-1]
    left = home_of.get(last.id)
    if left is None or len(path) == most:
        return
    for household in pool.households:
        again = any(household is moved for moved, _home in path)
        follows = not again and may_follow(household, entered)
        if follows and _suits(pool, policy, household, left):
            yield from _grow(pool, policy, home_of, (*path, (household, left)), most)


def _closes(path: Path, home_of: dict[str, Home]) -> bool:
    """Say whether the first household enters the home the last one leaves.

    Each cycle is taken from its lowest household only; two would be a direct swap.
    """
    first, first_home = path[0]
    last, last_entered = path[-1]
    return (
        len(path) > 2  # noqa: PLR2004 - the smallest safe cycle has three
        and home_of.get(last.id) is first_home
        and first.id == min(household.id for household, _home in path)
        and may_follow(first, last_entered)
    )


def _placed(path: Path, *, in_cycle: bool) -> Chosen:
    return tuple(
        PlacedMove(
            household=household,
            home=home,
            position=position,
            in_cycle=in_cycle,
            ready=home.ready and position == 1,
        )
        for position, (household, home) in enumerate(path, start=1)
    )
