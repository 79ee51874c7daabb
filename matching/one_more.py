"""Which one home more would let a round move more households, found by solving again.

A relaxation's price is right for the first small part of a home and not for a home; so
each candidate is put in the pool and the pool is solved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.engine.budget import Budget
from matching.ideal import ideal_home
from matching.objectives import levels_of_moves
from matching.owing import Place
from matching.plan import Plan
from matching.pool import Home, Household, Landlord, Policy, Pool
from matching.rules import evaluate
from matching.scarcity import HOUSEHOLDS_TOLD_MIN, OneMore, Scarcity
from matching.shortages import shortages
from matching.solve import solve
from matching.terms import Access, LandlordKind

Areas = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A made-up home, and how many of those who stay it would suit."""

    home: Home
    landlord: Landlord
    area: str | None
    suits: int


def scarcity(
    pool: Pool,
    policy: Policy,
    *,
    seed: int,
    budget: Budget,
    areas: Areas | None = None,
    candidates_max: int = 6,
) -> Scarcity:
    """Return what a round is short of, and which home more would help it most."""
    return Scarcity(
        shortages=shortages(pool, policy),
        one_more=one_more(
            pool,
            policy,
            seed=seed,
            budget=budget,
            areas=areas,
            candidates_max=candidates_max,
        ),
    )


def one_more(
    pool: Pool,
    policy: Policy,
    *,
    seed: int,
    budget: Budget,
    areas: Areas | None = None,
    candidates_max: int = 6,
) -> tuple[OneMore, ...]:
    """Return the homes that would each let the round move more, the best first.

    A candidate has the size and access that some household which stays needs, and
    stands where it suits most of those who stay. It is empty and ready, let for life
    at a social rent by a landlord of its own, and takes pets. Only levels that decide
    who moves are solved. The policy's locks are not read.

    Args:
        areas: Wide areas by name, as authority codes; candidates are told of by area.
            None for candidates that may stand anywhere.
        candidates_max: How many to try, those that suit most households first.
        seed, budget: Of each solve.

    Cost: as one solve more than candidates are tried, and one reading of the rules.
    """
    counted = replace(policy, locks=(), levels=levels_of_moves(policy))
    now = solve(pool, counted, seed=seed, budget=budget)
    found = []
    for candidate in _candidates(pool, counted, now, areas)[:candidates_max]:
        grown = replace(
            pool,
            homes=(*pool.homes, candidate.home),
            landlords=(*pool.landlords, candidate.landlord),
        )
        then = solve(grown, counted, seed=seed, budget=budget)
        more = len(_moved(then)) - len(_moved(now))
        if more > 0:
            found.append(
                OneMore(
                    bedrooms=candidate.home.bedrooms,
                    access=candidate.home.access,
                    area=candidate.area,
                    more=more,
                    proven=_is_proven(now) and _is_proven(then),
                )
            )
    return tuple(sorted(found, key=lambda one: -one.more))


def _candidates(
    pool: Pool, policy: Policy, plan: Plan, areas: Areas | None
) -> list[_Candidate]:
    """Return the candidates that may be told of, those that suit most first."""
    moved = _moved(plan)
    staying = tuple(row for row in pool.households if row.id not in moved)
    made = list(_made(pool, staying))
    if not made:
        return []
    counts = _suits(pool, policy, staying, made)
    best: dict[tuple[int, Access, str | None], _Candidate] = {}
    for (home, landlord), suits in zip(made, counts, strict=True):
        for area in _areas_of(home, areas):
            key = (home.bedrooms, home.access, area)
            if key not in best or suits > best[key].suits:
                best[key] = _Candidate(home, landlord, area, suits)
    told = [one for one in best.values() if one.suits >= HOUSEHOLDS_TOLD_MIN]
    return sorted(told, key=lambda one: -one.suits)


def _areas_of(home: Home, areas: Areas | None) -> list[str | None]:
    """Return the wide areas that a home stands in; nameless where none are asked."""
    if areas is None:
        return [None]
    return [name for name, codes in areas.items() if home.authority in codes]


def _made(pool: Pool, staying: Sequence[Household]) -> Iterator[tuple[Home, Landlord]]:
    """Yield a home of every need, at every place of the pool and of either tenure."""
    taken = {row.id for row in pool.homes} | {row.id for row in pool.landlords}
    identifier = "one-more"
    while identifier in taken:
        identifier += "-"
    needs = sorted({(row.bedrooms_min, row.access_need) for row in staying})
    for bedrooms, access in needs:
        for place in _places(pool):
            for kind in LandlordKind:
                landlord = Landlord(id=identifier, kind=kind, introductory_scheme=False)
                home = ideal_home(
                    identifier, landlord, bedrooms=bedrooms, access=access, place=place
                )
                yield home, landlord


def _places(pool: Pool) -> list[Place]:
    return sorted(
        {
            (home.authority, home.sector)
            for home in pool.homes
            if home.authority is not None and home.sector is not None
        }
    )


def _suits(
    pool: Pool,
    policy: Policy,
    staying: tuple[Household, ...],
    made: Sequence[tuple[Home, Landlord]],
) -> list[int]:
    """Count those who stay that each made-up home would suit."""
    by_kind = {landlord.kind: landlord for _, landlord in made}
    named = {kind: f"{landlord.id}.{kind}" for kind, landlord in by_kind.items()}
    offered = Pool(
        staying,
        tuple(
            replace(home, id=f"{number:09}", landlord_id=named[landlord.kind])
            for number, (home, landlord) in enumerate(made)
        ),
        (
            *pool.landlords,
            *(replace(row, id=named[kind]) for kind, row in by_kind.items()),
        ),
    )
    bits = evaluate(offered, policy).suits
    counts = np.unpackbits(bits, axis=1).sum(axis=0, dtype=np.int64)
    return [int(n) for n in counts[: len(made)]]


def _moved(plan: Plan) -> frozenset[str]:
    return frozenset(
        step.household_id for exchange in plan.exchanges for step in exchange.steps
    )


def _is_proven(plan: Plan) -> bool:
    return all(report.gap == 0 for report in plan.levels)
