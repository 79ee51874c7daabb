"""From a simulated scheme to the sealed box that the solver reads."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matching import pool
from matching.terms import (
    Access,
    AreaOfChoice,
    HomeKind,
    LandlordKind,
    LocalClause,
    RentBasis,
    TenancyKind,
    TenancyStanding,
)
from reciprocal.laboratory.world import CaseComes, HomeComes, World

Owed = Counter[tuple[str, str]]
"""Homes that each landlord is owed of each size class; below nothing where it owes."""

_FIRST_DAY = 700_000
_DAYS_A_MONTH = 30
_WEEKS_OF_A_HOME_LIVED_IN = 10
_WEEKS_OF_A_VOID = 2


@dataclass(frozen=True, slots=True)
class InPot:
    """A home in the pot.

    Attributes:
        until: The last round that it is there for.
        given: Its landlord gave it: it was not left by a household of the scheme.
        letting: It is an ordinary letting.
        capped: It is asked for what its landlord owes of its size, and the solver uses
            no more such homes than that.
        counts_for: The landlord whose debt it repays, where it is not its own's.
        barred: The landlord that the household which left it went to.
        closed_until: The round before which nobody is sent there.
    """

    home: HomeComes
    until: int
    given: bool
    letting: bool = False
    capped: bool = False
    counts_for: str = ""
    barred: str = ""
    closed_until: int = 0


def pooled(
    world: World,
    waiting: Iterable[CaseComes],
    homes: Iterable[InPot],
    owed: Owed,
    *,
    refused: Mapping[str, frozenset[str]],
) -> pool.Pool:
    """Return a round: who waits, what is in the pot, and what they would leave.

    Args:
        refused: Homes that came to nothing before, by household.
    """
    cases = list(waiting)
    households = [_household(world, case, refused.get(case.id)) for case in cases]
    left = [
        _home(world, case.home, cases, occupant_id=case.id)
        for case in cases
        if case.at_once or not world.rhythm.whole_plans
    ]
    empty = [_empty(world, each, cases) for each in homes]
    return pool.Pool(tuple(households), (*left, *empty), _landlords(world, owed))


def _landlords(world: World, owed: Owed) -> tuple[pool.Landlord, ...]:
    by_landlord: dict[str, list[tuple[str, int]]] = {}
    for (landlord_id, size), homes in sorted(owed.items()):
        if homes:
            by_landlord.setdefault(landlord_id, []).append((size, homes))
    return tuple(
        pool.Landlord(
            id=member.id,
            kind=LandlordKind.COUNCIL,
            balances=tuple(by_landlord.get(member.id, ())),
        )
        for member in world.members
    )


def _household(
    world: World, case: CaseComes, refused: frozenset[str] | None
) -> pool.Household:
    rounds_a_month = world.rhythm.rounds_a_month
    return pool.Household(
        id=case.id,
        landlord_id=case.home.landlord_id,
        team=case.home.landlord_id,
        landlord_kind=LandlordKind.COUNCIL,
        tenancy_held=TenancyKind.SECURE_LIFETIME,
        current_authority=case.home.area,
        bedrooms_min=case.needs,
        bedrooms_max=case.takes,
        persons=case.needs,
        access_need=_access(step_free=case.step_free),
        floor_max_without_lift=None,
        ground_floor_unsafe=False,
        area_of_choice=AreaOfChoice.LISTED,
        authorities_of_choice=case.areas_of_choice,
        authorities_to_avoid=case.areas_to_avoid,
        sectors_to_avoid=frozenset(),
        landlords_to_avoid=frozenset(),
        affordable_rent_accepted=False,
        urgency=case.urgency,
        waiting_since_day=_FIRST_DAY + int(_DAYS_A_MONTH * case.came / rounds_a_month),
        homes_refused=refused or frozenset(),
        tenancy_standing=TenancyStanding.SOLE,
        domestic_abuse=True,
        gap_days=0,
        possession_sought=False,
    )


def _empty(world: World, in_pot: InPot, cases: list[CaseComes]) -> pool.Home:
    home = _home(world, in_pot.home, cases, occupant_id=None)
    barred = frozenset({in_pot.barred} - {""})
    offered = pool.size_class(home.bedrooms) if in_pot.capped else None
    counts_for = in_pot.counts_for or home.landlord_id
    return replace(
        home, landlord_id=counts_for, teams_barred=barred, offered_for=offered
    )


def _home(
    world: World, home: HomeComes, cases: list[CaseComes], *, occupant_id: str | None
) -> pool.Home:
    """Return a home; whoever chance keeps from it is barred from it."""
    lived_in = occupant_id is not None
    return pool.Home(
        id=home.id,
        landlord_id=home.landlord_id,
        team=home.landlord_id,
        authority=home.area,
        sector=f"{home.area} 1",
        bedrooms=home.bedrooms,
        persons_max=2 * home.bedrooms,
        kind=HomeKind.FLAT,
        floor=1,
        lift=True,
        access=_access(step_free=home.step_free),
        rent_basis=RentBasis.SOCIAL,
        tenancy_offered=TenancyKind.SECURE_LIFETIME,
        ready=not lived_in,
        weeks_to_keys=_WEEKS_OF_A_HOME_LIVED_IN if lived_in else _WEEKS_OF_A_VOID,
        occupant_id=occupant_id,
        households_barred=frozenset(
            case.id
            for case in cases
            if home.area in case.areas_of_choice and not world.suits(case, home.id)
        ),
        local_clause=LocalClause.NONE,
    )


def _access(*, step_free: bool) -> Access:
    return Access.STEP_FREE if step_free else Access.GENERAL
