"""Which homes landlords owe would let a round move somebody more.

What a plan leaves is solved again with lettings that landlords in debt could be asked
for. Nobody is asked for a home that this second plan does not use, and no landlord for
more than it is said to owe.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from matching.engine.budget import Budget
from matching.ideal import ideal_home
from matching.objectives import levels_of_moves
from matching.owing import HomesWanted, Owing
from matching.plan import Plan
from matching.pool import Home, Household, Landlord, Level, Policy, Pool, size_class
from matching.rules import evaluate
from matching.solve import solve
from matching.terms import ACCESS_RANK, Access

ASKED_FOR = (Access.GENERAL, Access.STEP_FREE)
"""What a landlord can be asked for: an adapted home is not an ordinary letting."""


def homes_wanted(
    pool: Pool,
    plan: Plan,
    policy: Policy,
    owing: Sequence[Owing],
    *,
    seed: int,
    budget: Budget,
) -> tuple[HomesWanted, ...]:
    """Return the lettings that would each let somebody move whom the plan leaves.

    Among plans that move the same, the one is taken that leaves balances nearest to
    nought, so that whoever owes most is asked first. A home stands where its landlord
    is known to let one; in all else it is such as nobody could refuse. A landlord's
    own tenants do not move within its stock.

    Args:
        plan: Of this pool.
        seed, budget: Of each solve.

    Cost: one reading of the rules, and two solves of what the plan leaves.
    """
    counted = replace(
        policy, locks=(), levels=(*levels_of_moves(policy), Level.BALANCE)
    )
    # A plan that is not proven may have left moves that need no letting.
    left = _left(pool, plan)
    left = _left(left, solve(left, counted, seed=seed, budget=budget))
    offered = dict(_candidates(left, counted, owing))
    if not offered:
        return ()
    grown = replace(
        left,
        homes=(*left.homes, *offered.values()),
        landlords=tuple(_owing_only(row, owing) for row in left.landlords),
    )
    used = Counter(
        (home.landlord_id, str(home.offered_for), home.access)
        for exchange in solve(grown, counted, seed=seed, budget=budget).exchanges
        for step in exchange.steps
        if (home := offered.get(step.home_id)) is not None
    )
    return tuple(HomesWanted(*key, used[key]) for key in sorted(used))


def _left(pool: Pool, plan: Plan) -> Pool:
    """Return the households a plan does not move, and the homes it does not use.

    Lettings are left out: all that could be used are in the plan.
    """
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    moved = {step.household_id for step in steps}
    used = {step.home_id for step in steps}
    return replace(
        pool,
        households=tuple(row for row in pool.households if row.id not in moved),
        homes=tuple(
            home
            for home in pool.homes
            if home.id not in used
            and home.occupant_id not in moved
            and home.offered_for is None
        ),
    )


def _owing_only(landlord: Landlord, owing: Sequence[Owing]) -> Landlord:
    """Return a landlord of which a plan uses no more lettings than it may be asked for.

    The rest of what it owes stands as if it were promised already, so that its balance
    is weighed as it is.
    """
    balances, promised = dict(landlord.balances), {}
    for owed in owing:
        if owed.landlord_id == landlord.id:
            size, homes_max = owed.size_class, owed.homes_max
            balances[size] = min(balances.get(size, 0), -homes_max)
            promised[size] = -balances[size] - homes_max
    return replace(
        landlord,
        balances=tuple(sorted(balances.items())),
        homes_promised=tuple((s, n) for s, n in sorted(promised.items()) if n),
    )


def _candidates(
    pool: Pool, policy: Policy, owing: Sequence[Owing]
) -> Iterator[tuple[str, Home]]:
    """Yield lettings by their identifiers: of each kind as many as could be used.

    Two places that suit the same households are one; so are two kinds of access, and
    the lesser is asked for.
    """
    made = list(_made(pool, owing))
    suits = _suits(pool, policy, [home for _, home in made])
    told: set[tuple[str, int, frozenset[str]]] = set()
    taken = {row.id for row in pool.homes}
    for (owed, home), households in zip(made, suits, strict=True):
        kind = (home.landlord_id, home.bedrooms, households)
        if not households or kind in told:
            continue
        told.add(kind)
        for copy in range(min(owed.homes_max, len(households))):
            named = f"{home.id}.{copy}"
            assert named not in taken, "no home is called as one that is made up"
            yield named, replace(home, id=named, offered_for=owed.size_class)


def _made(pool: Pool, owing: Sequence[Owing]) -> Iterator[tuple[Owing, Home]]:
    """Yield a home of each size, access and place that could be asked for."""
    by_id = {landlord.id: landlord for landlord in pool.landlords}
    number = 0
    for owed in owing:
        for bedrooms in _sizes(pool.households, owed.size_class):
            for access in ASKED_FOR:
                for place in owed.places:
                    number += 1
                    home = ideal_home(
                        f"owed-{number:07}",
                        by_id[owed.landlord_id],
                        bedrooms=bedrooms,
                        access=access,
                        place=place,
                    )
                    yield (
                        owed,
                        replace(home, households_barred=owed.households_barred),
                    )


def _sizes(households: Sequence[Household], owed: str) -> list[int]:
    """Return the numbers of bedrooms of one size class that somebody needs."""
    needed = {
        bedrooms
        for row in households
        if row.access_need in ASKED_FOR
        for bedrooms in range(row.bedrooms_min, row.bedrooms_max + 1)
    }
    return sorted(size for size in needed if size_class(size) == owed)


def _suits(
    pool: Pool, policy: Policy, homes: Sequence[Home]
) -> Iterator[frozenset[str]]:
    """Yield the households that each home would suit, in the order of the homes."""
    if not homes or not pool.households:
        yield from (frozenset() for _ in homes)
        return
    found = evaluate(Pool(pool.households, tuple(homes), pool.landlords), policy)
    place: Mapping[str, set[str]] = {home.id: set() for home in homes}
    order = sorted(home.id for home in homes)
    for at, row in enumerate(pool.households):
        for n in found.homes_for(at):
            place[order[n]].add(row.id)
    yield from (frozenset(place[home.id]) for home in homes)


assert all(ACCESS_RANK[access] <= 1 for access in ASKED_FOR), "ordinary homes only"
