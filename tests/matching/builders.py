"""Plain pools in a line: everything suits unless a test says otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from matching.engine.budget import Budget
from matching.plan import Plan, StepKind
from matching.pool import Home, Household, Landlord, Policy, Pool
from matching.solve import solve
from matching.tenure import TenureCase, Term
from matching.terms import (
    Access,
    AreaOfChoice,
    HomeKind,
    LandlordKind,
    LocalClause,
    RentBasis,
    TenancyKind,
    TenancyStanding,
    Urgency,
)

# Before the Renters' Rights Act reached associations, so that every cell can be met.
POLICY = Policy(version="test", shortholds_abolished=False)
_ASSOCIATION = LandlordKind.HOUSING_ASSOCIATION


def a_landlord(identifier: str, **changes: Any) -> Landlord:  # noqa: ANN401 - any field
    return replace(Landlord(id=identifier, kind=_ASSOCIATION), **changes)


def a_home(identifier: str, landlord_id: str, **changes: Any) -> Home:  # noqa: ANN401 - any field
    plain = Home(
        id=identifier,
        landlord_id=landlord_id,
        team=changes.pop("team", landlord_id),
        authority="E01",
        sector="A1 1",
        bedrooms=2,
        persons_max=4,
        kind=HomeKind.FLAT,
        floor=1,
        lift=True,
        access=Access.GENERAL,
        rent_basis=RentBasis.SOCIAL,
        tenancy_offered=TenancyKind.ASSURED_LIFETIME,
        ready=changes.get("occupant_id") is None,
        weeks_to_keys=2,
        local_clause=LocalClause.NONE,
    )
    return replace(plain, **changes)


def a_household(identifier: str, landlord_id: str, **changes: Any) -> Household:  # noqa: ANN401 - any field
    plain = Household(
        id=identifier,
        landlord_id=landlord_id,
        team=changes.pop("team", landlord_id),
        landlord_kind=_ASSOCIATION,
        tenancy_held=TenancyKind.ASSURED_LIFETIME,
        current_authority="E02",
        bedrooms_min=2,
        bedrooms_max=2,
        persons=2,
        access_need=Access.GENERAL,
        floor_max_without_lift=None,
        ground_floor_unsafe=False,
        area_of_choice=AreaOfChoice.ANYWHERE_ELSE,
        authorities_of_choice=frozenset(),
        authorities_to_avoid=frozenset(),
        sectors_to_avoid=frozenset(),
        landlords_to_avoid=frozenset(),
        affordable_rent_accepted=False,
        urgency=Urgency.URGENT,
        waiting_since_day=730_000,
        tenancy_standing=TenancyStanding.SOLE,
        domestic_abuse=True,
        gap_days=0,
        possession_sought=False,
    )
    return replace(plain, **changes)


def only(*homes_wanted: str, among: tuple[str, ...]) -> frozenset[str]:
    """Return the homes to refuse so that only some are left."""
    return frozenset(among) - frozenset(homes_wanted)


def a_pool(
    households: list[Household],
    homes: list[Home],
    owed: Mapping[str, tuple[tuple[str, int], ...]] | None = None,
) -> Pool:
    """Return a pool with the landlords that its rows name.

    Args:
        owed: Balances of those that have any, by landlord.
    """
    names = sorted({row.landlord_id for row in households + homes})  # type: ignore[operator]
    balances = owed or {}
    landlords = (a_landlord(name, balances=balances.get(name, ())) for name in names)
    return Pool(tuple(households), tuple(homes), tuple(landlords))


def chain_of_three() -> Pool:
    """One void: p1 enters it, p2 enters p1's home, p3 p2's. Nothing else suits."""
    homes = ("h1", "h2", "h3", "v")
    return a_pool(
        [
            a_household("p1", "a", homes_refused=only("v", among=homes)),
            a_household("p2", "b", homes_refused=only("h1", among=homes)),
            a_household("p3", "c", homes_refused=only("h2", among=homes)),
        ],
        [
            a_home("v", "d"),
            a_home("h1", "a", occupant_id="p1"),
            a_home("h2", "b", occupant_id="p2"),
            a_home("h3", "c", occupant_id="p3"),
        ],
    )


def cycle_of_three() -> Pool:
    """No void: p1 enters p3's home, p2 enters p1's, p3 enters p2's."""
    homes = ("h1", "h2", "h3")
    return a_pool(
        [
            a_household("p1", "a", homes_refused=only("h3", among=homes)),
            a_household("p2", "b", homes_refused=only("h1", among=homes)),
            a_household("p3", "c", homes_refused=only("h2", among=homes)),
        ],
        [a_home(f"h{i}", name, occupant_id=f"p{i}") for i, name in enumerate("abc", 1)],
    )


def two_who_could_swap() -> Pool:
    """Teams are no guide here: a household's team is not its home's."""
    people = [
        a_household(f"p{i}", name, team=f"t{i}") for i, name in ((1, "a"), (2, "b"))
    ]
    homes = [
        a_home("h1", "a", occupant_id="p1"),
        a_home("h2", "b", occupant_id="p2"),
    ]
    return a_pool(people, homes)


def movers(plan: Plan) -> set[tuple[str, bool]]:
    """Return who a plan moves, and whether into a ready home."""
    return {
        (step.household_id, step.kind is StepKind.READY)
        for exchange in plan.exchanges
        for step in exchange.steps
    }


def solved(pool: Pool, policy: Policy = POLICY, **budget: Any) -> Plan:  # noqa: ANN401 - any field
    return solve(pool, policy, seed=7, budget=Budget(**budget))


def a_tenure_case(**changes: Any) -> TenureCase:  # noqa: ANN401 - any field
    """Return a move from assured lifetime to the same, but for the changes."""
    plain = TenureCase(
        held=TenancyKind.ASSURED_LIFETIME,
        held_from=_ASSOCIATION,
        standing=TenancyStanding.SOLE,
        domestic_abuse=True,
        gap=False,
        possession_sought=False,
        since_april_2012=False,
        new_landlord=_ASSOCIATION,
        introductory_scheme=False,
        offered=TenancyKind.ASSURED_LIFETIME,
        affordable_rent=False,
        term=Term.UNKNOWN,
        shortholds_abolished=False,
    )
    return plain._replace(**changes)
