"""Small rounds by the million: drawn, solved, and looked at without the solver's eyes.

A pool is drawn from a plain one, in which everybody suits everything, by spoiling a
few fields here and there; so chains and cycles come about and every rule still has
something to refuse. A new field that a rule reads gets a line in `HOME_SPOILT` or
`HOUSEHOLD_SPOILT`: a test asks that each refusal comes up.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from matching import Plan, Policy, Pool
from matching.engine.budget import Budget
from matching.plan import Exchange
from matching.pool import (
    ALL_LEVELS,
    CLOSENESS_MAX,
    Home,
    Household,
    Landlord,
    Level,
    TenancyDecided,
)
from matching.referee import refusals
from matching.referee.tenancy import case_of
from matching.rules import evaluate
from matching.solve import solve
from matching.terms import (
    AGES_DESIGNATED,
    AGES_REACHED,
    Access,
    AgeOf,
    Animal,
    AreaOfChoice,
    BedroomStandard,
    LandlordKind,
    LocalClause,
    Marker,
    PetRule,
    RefusalCode,
    RentBasis,
    TenancyKind,
    TenancyStanding,
    Urgency,
)
from matching.verify import verify
from tests.matching.builders import POLICY, a_home, a_household, a_landlord
from tests.matching.strategies import lifetime

_LANDLORDS = ("a", "b", "c", "d")
_AUTHORITIES = ("E01", "E02", "E03", "E04")
_SECTORS = ("A1 1", "A1 2", "A11 1")
_DAYS = (740_000, 740_001, 740_002)
_EVERY_NTH_SPOILT = 9
_WORK = Budget(search_steps=100, branches_max=10)

Spoilt = Mapping[str, Callable[[Random, "Cast"], object]]


@dataclass(frozen=True, slots=True)
class Cast:
    """The names that a drawn pool knows."""

    people: tuple[str, ...]
    homes: tuple[str, ...]


def _one(values: Iterable[object]) -> Callable[[Random, Cast], object]:
    among = tuple(values)
    return lambda draw, _cast: draw.choice(among)


def _some(*values: str) -> Callable[[Random, Cast], object]:
    return lambda draw, _cast: frozenset(draw.sample(values, draw.randrange(3)))


HOME_SPOILT: Spoilt = {
    "authority": _one((*_AUTHORITIES, None)),
    "sector": _one((*_SECTORS, None)),
    "bedrooms": _one((0, 1, 2, 3)),
    "persons_max": _one((1, 2, 4)),
    "floor": _one((None, -1, 0, 3)),
    "lift": _one((True, False)),
    "access": _one(Access),
    "rent_basis": _one(RentBasis),
    "tenancy_offered": _one(TenancyKind),
    "teams_barred": _some(*_LANDLORDS),
    "term_months": _one((None, 12, 24, 60)),
    "marker": _one((Marker.UNCLEARED, Marker.CLEARED)),
    "households_barred": lambda draw, cast: frozenset((draw.choice(cast.people),)),
    "age_min": _one(AGES_DESIGNATED),
    "age_of": _one((AgeOf.TENANT,)),
    "local_clause": _one((LocalClause.STANDS, LocalClause.WAIVED)),
    "pets": _one((PetRule.ALLOWED, PetRule.NONE)),
    "keys_day": _one(_DAYS),
}
HOUSEHOLD_SPOILT: Spoilt = {
    "landlord_kind": _one(LandlordKind),
    "tenancy_held": _one(TenancyKind),
    "current_authority": _one((*_AUTHORITIES, None)),
    "bedrooms_min": _one((1, 2)),
    "bedrooms_max": _one((2, 3)),
    "persons": _one((1, 3)),
    "access_need": _one(known for known in Access if known != Access.UNKNOWN),
    "floor_max_without_lift": _one((0, 1)),
    "ground_floor_unsafe": _one((True,)),
    "area_of_choice": _one((AreaOfChoice.LISTED,)),
    "authorities_of_choice": _some(*_AUTHORITIES),
    "authorities_to_avoid": _some(*_AUTHORITIES),
    "sectors_to_avoid": _some(*_SECTORS),
    "landlords_to_avoid": _some(*_LANDLORDS),
    "linked": lambda draw, cast: frozenset((draw.choice(cast.people),)),
    "affordable_rent_accepted": _one((True,)),
    "homes_refused": lambda draw, cast: frozenset((draw.choice(cast.homes),)),
    "markers_decided": lambda draw, cast: frozenset((draw.choice(cast.homes),)),
    "tenancy_standing": _one(TenancyStanding),
    "domestic_abuse": _one((True, False)),
    "gap_days": _one((0, 1, None)),
    "possession_sought": _one((True,)),
    "since_april_2012": _one((True,)),
    "term_months_left": _one((None, 0, 36)),
    "sectors_within_reach": lambda draw, _cast: frozenset((draw.choice(_SECTORS),)),
    "bedrooms_min_by": lambda draw, _cast: (
        (draw.choice(tuple(BedroomStandard)), draw.choice((1, 3))),
    ),
    "access_needed_by_day": _one(_DAYS),
    "tenant_age_reached": _one(AGES_REACHED),
    "adults_age_reached": _one(AGES_REACHED),
    "animal": _one(Animal),
    "authorities_first_choice": _some(*_AUTHORITIES),
    "closeness": lambda draw, _cast: (
        (draw.choice(_SECTORS), draw.randint(1, CLOSENESS_MAX)),
    ),
}


def drawn_pool(draw: Random) -> Pool:
    """Return a pool of at most six households and four voids."""
    people = tuple(f"p{i}" for i in range(1 + draw.randrange(6)))
    leavers = tuple(who for who in people if draw.randrange(5))
    voids = tuple(f"v{i}" for i in range(draw.randrange(5)))
    cast = Cast(people, (*voids, *(f"h-{who}" for who in leavers), "gone"))
    landlords = {name: _landlord(draw, name) for name in _LANDLORDS}
    rented = {who: draw.choice(_LANDLORDS) for who in people}
    plain = Pool(
        households=tuple(
            _household(draw, cast, who, landlords[rented[who]]) for who in people
        ),
        homes=(
            *(
                _home(draw, cast, void, landlords[draw.choice(_LANDLORDS)])
                for void in voids
            ),
            *(
                _home(draw, cast, f"h-{who}", landlords[rented[who]], who)
                for who in leavers
            ),
        ),
        landlords=tuple(landlords.values()),
    )
    decided = tuple(_decided(draw, row, plain) for row in plain.households)
    return replace(plain, households=decided)


def _decided(draw: Random, household: Household, pool: Pool) -> Household:
    """Let a person decide about the tenancy of one home for every other household."""
    if not pool.homes or draw.randrange(2):
        return household
    home = draw.choice(pool.homes)
    (landlord,) = (row for row in pool.landlords if row.id == home.landlord_id)
    case = case_of(household, home, POLICY, landlord)
    decided = frozenset({TenancyDecided(landlord.id, case)})
    return replace(household, tenancies_decided=decided)


def _landlord(draw: Random, name: str) -> Landlord:
    return a_landlord(
        name,
        kind=draw.choice(tuple(LandlordKind)),
        introductory_scheme=bool(draw.randrange(2)),
        balances=(("BED2", draw.randint(-2, 2)),),
        bedroom_standard=draw.choice((None, None, *BedroomStandard)),
    )


def _home(
    draw: Random, cast: Cast, name: str, landlord: Landlord, occupant: str | None = None
) -> Home:
    plain = a_home(
        name,
        landlord.id,
        authority="E04",
        tenancy_offered=lifetime(landlord.kind),
        ready=occupant is None and bool(draw.randrange(3)),
        weeks_to_keys=draw.randrange(6),
        occupant_id=occupant,
    )
    spoilt = _spoilt(draw, cast, HOME_SPOILT)
    if not draw.randrange(_EVERY_NTH_SPOILT):
        # Two fields that are said together.
        spoilt |= {
            "adapted_access": draw.choice(tuple(Access)),
            "adapted_day": draw.choice(_DAYS),
        }
    return replace(plain, **spoilt)


def _household(draw: Random, cast: Cast, name: str, landlord: Landlord) -> Household:
    plain = a_household(
        name,
        landlord.id,
        landlord_kind=landlord.kind,
        tenancy_held=lifetime(landlord.kind),
        bedrooms_max=3,
        urgency=draw.choice(tuple(Urgency)),
        waiting_since_day=730_000 + draw.randrange(5),
    )
    return replace(plain, **_spoilt(draw, cast, HOUSEHOLD_SPOILT))


def _spoilt(draw: Random, cast: Cast, table: Spoilt) -> dict[str, Any]:
    return {
        name: value(draw, cast)
        for name, value in table.items()
        if not draw.randrange(_EVERY_NTH_SPOILT)
    }


@dataclass(slots=True)
class Tally:
    """What so many rounds came to.

    Attributes:
        refused: Pairs that each rule refused.
        wrong: One plain sentence for each thing that should never be.
    """

    rounds: int = 0
    moves: int = 0
    pairs: int = 0
    refused: Counter[RefusalCode] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def drawn_policy(draw: Random) -> Policy:
    """Return caps of any length allowed; every tenth has all the objectives."""
    every = not draw.randrange(10)
    return replace(
        POLICY,
        cycle_moves_max=draw.randint(3, 5),
        chain_moves_max=draw.randint(1, 5),
        levels=ALL_LEVELS if every else (Level.HOUSEHOLDS,),
    )


def run(seeds: range) -> Tally:
    """Draw, solve and look at one round for each seed."""
    tally = Tally()
    for seed in seeds:
        draw = Random(seed)  # noqa: S311 - repeatable, and nothing is secret
        pool, policy = drawn_pool(draw), drawn_policy(draw)
        plan = solve(pool, policy, seed=seed, budget=_WORK)
        found = [*_differences(pool, policy, tally), *_unsafe(plan, pool)]
        found += [violation.code for violation in verify(plan, pool, policy)]
        tally.wrong += [f"seed {seed}: {what}" for what in found]
        tally.rounds += 1
        tally.moves += sum(len(exchange.steps) for exchange in plan.exchanges)
    return tally


def _differences(pool: Pool, policy: Policy, tally: Tally) -> Iterator[str]:
    """Yield where the two readings of the rules part."""
    suitability = evaluate(pool, policy)
    landlords = {landlord.id: landlord for landlord in pool.landlords}
    refused = Counter[RefusalCode]()
    for i, household in enumerate(pool.households):
        for j, home in enumerate(pool.homes):
            landlord = landlords[home.landlord_id]
            second = refusals(household, home, policy, landlord=landlord)
            refused.update(refusal.code for refusal in second)
            if suitability.allows(i, j) != (not second):
                yield "one reading allows what the other refuses"
    if refused != Counter(suitability.removed_by_rule()):
        yield "the readings refuse by different rules"
    tally.pairs += len(pool.households) * len(pool.homes)
    tally.refused += refused


def _unsafe(plan: Plan, pool: Pool) -> Iterator[str]:
    """Yield what would endanger somebody, told in the plainest way there is."""
    homes = {home.id: home for home in pool.homes}
    households = {row.id: row for row in pool.households}
    for exchange in plan.exchanges:
        for step in exchange.steps:
            yield from _endangers(households[step.household_id], homes[step.home_id])
        for before, after in _handed_on(exchange, pool):
            mover, newcomer = households[before.household_id], households[after]
            if newcomer.team == homes[before.home_id].team:
                yield "a team sees both ends of a move"
            if newcomer.id in mover.linked or mover.id in newcomer.linked:
                yield "a household enters the home of one that it knows"
            if pool.home_vacated_by(newcomer.id) == before.home_id:
                yield "two households swap homes"


def _endangers(household: Household, home: Home) -> Iterator[str]:
    if home.authority is None or home.authority in household.authorities_to_avoid:
        yield "somebody is sent to an authority to avoid, or nobody knows where"
    if home.sector is None or home.sector in household.sectors_to_avoid:
        yield "somebody is sent to a sector to avoid, or nobody knows where"
    if home.landlord_id in household.landlords_to_avoid:
        yield "somebody is sent to a landlord to avoid"
    if home.marker is Marker.UNCLEARED:
        yield "somebody is sent to a home that is marked"
    if home.marker is Marker.CLEARED and home.id not in household.markers_decided:
        yield "somebody is sent to a marked home that nobody decided about"


def _handed_on(exchange: Exchange, pool: Pool) -> Iterator[tuple[Any, str]]:
    """Yield each step with the household that enters the home it leaves."""
    enters = {step.home_id: step.household_id for step in exchange.steps}
    for step in exchange.steps:
        left = pool.home_vacated_by(step.household_id)
        if left is not None and left in enters:
            yield step, enters[left]
