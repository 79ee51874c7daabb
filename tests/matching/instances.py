"""Seeded synthetic pools of a given size, for timing and for tests of scale.

Every proportion is assumed; the demonstration scheme carries its own sources.
"""

from dataclasses import dataclass
from random import Random

from matching.pool import Home, Household, Landlord, Pool
from matching.terms import (
    Access,
    AreaOfChoice,
    BedroomStandard,
    HomeKind,
    LandlordKind,
    LocalClause,
    RentBasis,
    TenancyKind,
    TenancyStanding,
    Urgency,
)

_AUTHORITIES = [f"E090000{i:02}" for i in range(1, 34)]
_CLASSES = ("BED0", "BED1", "BED2", "BED3", "BED4P")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSpec:
    """Sizes of a synthetic pool.

    Attributes:
        leavers_percent: Households that bring a home to the pot.
        ready_percent: Voids that are ready.
    """

    households: int
    voids: int
    seed: int
    landlords: int = 45
    leavers_percent: int = 67
    ready_percent: int = 60


def synthetic_pool(spec: InstanceSpec) -> Pool:
    """Return the pool of a spec; the same spec gives the same pool."""
    draw = Random(spec.seed)  # noqa: S311 - repeatable, and nothing is secret
    landlords = [_landlord(draw, i) for i in range(spec.landlords)]
    where = {
        row.id: draw.sample(_AUTHORITIES, 1 + draw.randrange(4)) for row in landlords
    }
    homes = [
        _home(draw, f"void-{i:04}", draw.choice(landlords), where, spec)
        for i in range(spec.voids)
    ]
    households = []
    for i in range(spec.households):
        landlord = draw.choice(landlords)
        home = _home(
            draw, f"left-{i:04}", landlord, where, spec, occupant_id=f"case-{i:04}"
        )
        households.append(_household(draw, f"case-{i:04}", landlord, home))
        if draw.randrange(100) < spec.leavers_percent:
            homes.append(home)
    return Pool(tuple(households), tuple(homes), tuple(landlords))


def _landlord(draw: Random, number: int) -> Landlord:
    council = draw.random() < 0.6
    owed = tuple((name, draw.randint(-2, 2)) for name in _CLASSES)
    kind = LandlordKind.COUNCIL if council else LandlordKind.HOUSING_ASSOCIATION
    return Landlord(
        id=f"landlord-{number:03}",
        kind=kind,
        balances=owed,
        # One in nine counts bedrooms by a standard of its own (assumed); not drawn,
        # so that pools are otherwise what they were.
        bedroom_standard=None if number % 9 else BedroomStandard.BEDROOM_STANDARD,
    )


def _lifetime(landlord: Landlord) -> TenancyKind:
    if landlord.kind is LandlordKind.COUNCIL:
        return TenancyKind.SECURE_LIFETIME
    return TenancyKind.ASSURED_LIFETIME


def _home(
    draw: Random,
    identifier: str,
    landlord: Landlord,
    where: dict[str, list[str]],
    spec: InstanceSpec,
    *,
    occupant_id: str | None = None,
) -> Home:
    bedrooms = draw.choices((0, 1, 2, 3, 4), (3, 30, 37, 25, 5))[0]
    return Home(
        id=identifier,
        landlord_id=landlord.id,
        team=landlord.id,
        authority=draw.choice(where[landlord.id]),
        sector=f"N{draw.randrange(1, 20)} {draw.randrange(10)}",
        bedrooms=bedrooms,
        persons_max=1 + max(1, bedrooms) * 2 - (bedrooms == 0),
        kind=HomeKind.FLAT,
        floor=draw.choice((0, 1, 1, 2, 3, 4, None)),
        lift=draw.random() < 0.4,
        access=draw.choices(tuple(Access), (10, 45, 35, 5, 5))[0],
        rent_basis=RentBasis.AFFORDABLE if draw.random() < 0.2 else RentBasis.SOCIAL,
        tenancy_offered=_lifetime(landlord),
        ready=occupant_id is None and draw.randrange(100) < spec.ready_percent,
        weeks_to_keys=draw.randrange(2, 10),
        occupant_id=occupant_id,
        local_clause=LocalClause.NONE,
    )


def _household(
    draw: Random, identifier: str, landlord: Landlord, home: Home
) -> Household:
    need = min(4, max(1, home.bedrooms + draw.choices((-1, 0, 1), (10, 68, 22))[0]))
    listed = draw.random() < 0.6
    others = [code for code in _AUTHORITIES if code != home.authority]
    access = draw.choices((Access.GENERAL, Access.STEP_FREE), (84, 16))[0]
    return Household(
        id=identifier,
        landlord_id=landlord.id,
        team=landlord.id,
        landlord_kind=landlord.kind,
        tenancy_held=_lifetime(landlord),
        current_authority=home.authority,
        bedrooms_min=need,
        bedrooms_max=need + (draw.random() < 0.25),
        persons=draw.randint(max(1, need - 1), need + 1),
        access_need=access,
        floor_max_without_lift=draw.choice((None, None, None, 1, 2)),
        ground_floor_unsafe=draw.random() < 0.2,
        area_of_choice=AreaOfChoice.LISTED if listed else AreaOfChoice.ANYWHERE_ELSE,
        authorities_of_choice=frozenset(
            draw.sample(others, draw.randint(5, 20)) if listed else ()
        ),
        authorities_to_avoid=frozenset(draw.sample(others, draw.randint(0, 5))),
        sectors_to_avoid=frozenset(),
        landlords_to_avoid=frozenset(),
        affordable_rent_accepted=draw.random() < 0.5,
        urgency=draw.choices(tuple(Urgency), (15, 30, 35, 20))[0],
        waiting_since_day=739_000 + draw.randrange(400),
        tenancy_standing=TenancyStanding.SOLE,
        gap_days=0,
        possession_sought=False,
    )
