"""The obvious solver: every set of exchanges, tried. For tiny pools and for tests.

Written from the rules of sequence and the referee alone, so that it shares neither
the graph, nor the listing, nor OR-Tools with the engine it is held against.
Cost: exponential; six households and three voids are about its limit.
`exhaustive_numbers` does the same for rounds that are numbers alone.
"""

from collections.abc import Iterator

from matching.instance import Caps
from matching.locks import LockKind
from matching.objectives import Objective, PlacedMove, objectives
from matching.pool import Home, Household, Policy, Pool, size_class
from matching.referee import may_follow, refusals

Chosen = tuple[PlacedMove, ...]


def best_values(
    pool: Pool, policy: Policy, *, seed: int, caps: Caps | None = None
) -> dict[str, int]:
    """Return the value of every objective in the best plan there is.

    Args:
        pool: Who would move, and the homes.
        policy: The objectives in their order, and the caps.
        seed: Of the lots.
        caps: In place of the policy's, and no policy can ask for direct swaps.
    """
    goals = objectives(pool, policy, seed)
    asked = Caps(policy.cycle_moves_max, policy.chain_moves_max)
    exchanges = list(_exchanges(pool, policy, caps or asked))
    plans = (moves for moves in _packings(exchanges, 0) if _repays(pool, moves))
    best = max(plans, key=lambda moves: _rank(goals, moves))
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


def _repays(pool: Pool, moves: Chosen) -> bool:
    """Say whether nobody lets more for a debt than it owes in homes of that size."""
    let = [
        (home.landlord_id, home.offered_for)
        for home in (move.home for move in moves)
        if home.offered_for is not None
    ]
    return all(let.count(debt) <= _owes(pool, *debt) for debt in let)


def _owes(pool: Pool, landlord_id: str, owed_class: str) -> int:
    landlord = next(row for row in pool.landlords if row.id == landlord_id)
    owed = -sum(homes for name, homes in landlord.balances if name == owed_class)
    promised = sum(n for name, n in landlord.homes_promised if name == owed_class)
    return owed - promised


Path = tuple[tuple[Household, Home], ...]


def _exchanges(pool: Pool, policy: Policy, caps: Caps) -> Iterator[Chosen]:
    home_of = {home.occupant_id: home for home in pool.homes if home.occupant_id}
    for household in pool.households:
        for home in pool.homes:
            if not _suits(pool, policy, household, home):
                continue
            chain = home.occupant_id is None
            most = caps.chain_moves_max if chain else caps.cycle_moves_max
            for path in _grow(pool, policy, home_of, ((household, home),), most):
                if chain or _closes(path, home_of, caps.cycle_moves_min):
                    yield _placed(path, in_cycle=not chain)


def _suits(pool: Pool, policy: Policy, household: Household, home: Home) -> bool:
    for lock in policy.locks:
        said = (lock.household_id or household.id, lock.home_id or home.id)
        if lock.kind is LockKind.FORBID and said == (household.id, home.id):
            return False
    if home.offered_for not in (None, size_class(home.bedrooms)):
        return False
    landlord = next(row for row in pool.landlords if row.id == home.landlord_id)
    return not refusals(household, home, policy, landlord=landlord)


def _grow(
    pool: Pool, policy: Policy, home_of: dict[str, Home], path: Path, most: int
) -> Iterator[Path]:
    """Yield the path and every path that starts with it, up to a length."""
    if len(path) > most:
        return
    yield path
    last, entered = path[-1]
    left = home_of.get(last.id)
    if left is None:
        return
    for household in pool.households:
        again = any(household is moved for moved, _home in path)
        follows = not again and may_follow(household, entered)
        if follows and _suits(pool, policy, household, left):
            yield from _grow(pool, policy, home_of, (*path, (household, left)), most)


def _closes(path: Path, home_of: dict[str, Home], fewest: int) -> bool:
    """Say whether the first household enters the home the last one leaves.

    Each cycle is taken from its lowest household only; two would be a direct swap.
    """
    first, first_home = path[0]
    last, last_entered = path[-1]
    return (
        len(path) >= fewest
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
