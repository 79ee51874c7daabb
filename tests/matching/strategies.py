"""Pools small enough to try everything, and pairs odd enough to try every rule."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from matching.pool import (
    CLOSENESS_MAX,
    Home,
    Household,
    Landlord,
    Policy,
    Pool,
    TenancyDecided,
)
from matching.referee.tenancy import case_of
from matching.terms import (
    AGES_DESIGNATED,
    AGES_REACHED,
    Access,
    AgeOf,
    Animal,
    AreaOfChoice,
    BedroomStandard,
    HomeKind,
    LandlordKind,
    LocalClause,
    Marker,
    PetRule,
    RentBasis,
    TenancyKind,
    TenancyStanding,
    Urgency,
)

PEOPLE = ("p0", "p1", "p2", "p3")
_BANDS = range(1, CLOSENESS_MAX + 1)
_SELDOM_LINKED = st.sampled_from([()] * 12 + [(who,) for who in PEOPLE])
_SELDOM_COUNTED_OTHERWISE = st.sampled_from(
    [()] * 4 + [((standard, 2),) for standard in BedroomStandard]
)
AUTHORITIES = ("E01", "E02", "E03")
SECTORS = ("A1 1", "A1 2", "A11 1")
LANDLORDS = ("council", "housing", "other", "fourth")
TEAMS = ("north", "south", "east")
_TENANTS = (TenancyStanding.SOLE, TenancyStanding.JOINT)
_CLASSES = ("BED0", "BED1", "BED2")
_STANDARDS_KNOWN = ((), (BedroomStandard.SIZE_CRITERIA,), tuple(BedroomStandard))
# Few plain pairs fall for it, and homes differ in how much access they waste.
_ACCESS_OF_PLAIN = (Access.STEP_FREE, Access.GENERAL, Access.WHEELCHAIR_FULL)
_NEED_OF_PLAIN = (*[Access.GENERAL] * 5, Access.STEP_FREE)
_DAYS = (740_000, 740_001, 740_002)
_ADAPTATIONS: tuple[dict[str, Any], ...] = (
    {},
    *(
        {"adapted_access": access, "adapted_day": day}
        for access in Access
        for day in _DAYS
    ),
)


@st.composite
def landlords(draw: st.DrawFn, identifier: str) -> Landlord:
    owed = st.integers(-2, 2)
    rows = draw(st.dictionaries(st.sampled_from(_CLASSES), owed, max_size=2))
    kind = draw(st.sampled_from(LandlordKind))
    return Landlord(
        id=identifier,
        kind=kind,
        introductory_scheme=draw(st.booleans()),
        balances=tuple(sorted(rows.items())),
        bedroom_standard=draw(st.sampled_from((None, None, *BedroomStandard))),
    )


@st.composite
def homes(draw: st.DrawFn, identifier: str, occupant_id: str | None = None) -> Home:
    return Home(
        id=identifier,
        landlord_id=draw(st.sampled_from(LANDLORDS)),
        team=draw(st.sampled_from(TEAMS)),
        authority=draw(st.sampled_from((*AUTHORITIES, None))),
        sector=draw(st.sampled_from((*SECTORS, None))),
        bedrooms=draw(st.integers(0, 3)),
        persons_max=draw(st.integers(1, 4)),
        kind=draw(st.sampled_from(HomeKind)),
        floor=draw(st.sampled_from((None, -1, 0, 1, 2, 5))),
        lift=draw(st.booleans()),
        access=draw(st.sampled_from(Access)),
        rent_basis=draw(st.sampled_from(RentBasis)),
        tenancy_offered=draw(st.sampled_from(TenancyKind)),
        ready=draw(st.booleans()) if occupant_id is None else False,
        weeks_to_keys=draw(st.integers(0, 6)),
        occupant_id=occupant_id,
        teams_barred=draw(st.frozensets(st.sampled_from(TEAMS), max_size=1)),
        term_months=draw(st.sampled_from((None, 12, 23, 24, 36, 60))),
        marker=draw(st.sampled_from(Marker)),
        households_barred=draw(st.frozensets(st.sampled_from(PEOPLE), max_size=1)),
        age_min=draw(st.sampled_from((None, None, *AGES_DESIGNATED))),
        age_of=draw(st.sampled_from(AgeOf)),
        pets=draw(st.sampled_from(PetRule)),
        local_clause=draw(st.sampled_from(LocalClause)),
        keys_day=draw(st.sampled_from((None, *_DAYS))),
        **draw(st.sampled_from(_ADAPTATIONS)),
    )


@st.composite
def households(
    draw: st.DrawFn, identifier: str, home_ids: tuple[str, ...]
) -> Household:
    smallest = draw(st.integers(0, 2))
    return Household(
        id=identifier,
        landlord_id=draw(st.sampled_from(LANDLORDS)),
        team=draw(st.sampled_from(TEAMS)),
        landlord_kind=draw(st.sampled_from(LandlordKind)),
        tenancy_held=draw(st.sampled_from(TenancyKind)),
        current_authority=draw(st.sampled_from((*AUTHORITIES, None))),
        bedrooms_min=smallest,
        bedrooms_max=smallest + draw(st.integers(0, 1)),
        persons=draw(st.integers(1, 3)),
        access_need=draw(st.sampled_from([a for a in Access if a != Access.UNKNOWN])),
        floor_max_without_lift=draw(st.sampled_from((None, 0, 1, 2))),
        ground_floor_unsafe=draw(st.booleans()),
        area_of_choice=draw(st.sampled_from(AreaOfChoice)),
        authorities_of_choice=draw(st.frozensets(st.sampled_from(AUTHORITIES))),
        authorities_to_avoid=draw(
            st.frozensets(st.sampled_from(AUTHORITIES), max_size=1)
        ),
        sectors_to_avoid=draw(st.frozensets(st.sampled_from(SECTORS), max_size=1)),
        landlords_to_avoid=draw(st.frozensets(st.sampled_from(LANDLORDS), max_size=1)),
        linked=draw(st.frozensets(st.sampled_from(PEOPLE), max_size=1)),
        affordable_rent_accepted=draw(st.booleans()),
        urgency=draw(st.sampled_from(Urgency)),
        waiting_since_day=draw(st.integers(730_000, 730_005)),
        homes_refused=draw(st.frozensets(st.sampled_from(home_ids), max_size=1)),
        tenancy_standing=draw(st.sampled_from(TenancyStanding)),
        domestic_abuse=draw(st.booleans()),
        gap_days=draw(st.sampled_from((0, 0, 0, 1, 30, None))),
        possession_sought=draw(st.sampled_from((False, False, True))),
        since_april_2012=draw(st.booleans()),
        term_months_left=draw(st.sampled_from((None, 0, 24, 36, 48))),
        markers_decided=draw(st.frozensets(st.sampled_from(home_ids), max_size=1)),
        sectors_within_reach=draw(
            st.none() | st.frozensets(st.sampled_from(SECTORS), min_size=1)
        ),
        bedrooms_min_by=tuple(
            (standard, draw(st.integers(0, 2)))
            for standard in draw(st.sampled_from(_STANDARDS_KNOWN))
        ),
        access_needed_by_day=draw(st.sampled_from((None, *_DAYS))),
        tenant_age_reached=draw(st.sampled_from(AGES_REACHED)),
        adults_age_reached=draw(st.sampled_from(AGES_REACHED)),
        animal=draw(st.sampled_from(Animal)),
        **draw(_wishes()),
    )


@st.composite
def _wishes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what a household would rather have, which no rule reads."""
    near = st.dictionaries(st.sampled_from(SECTORS), st.sampled_from(_BANDS))
    return {
        "authorities_first_choice": draw(st.frozensets(st.sampled_from(AUTHORITIES))),
        "closeness": tuple(sorted(draw(near).items())),
    }


@st.composite
def odd_pools(draw: st.DrawFn) -> Pool:
    """Pools in which every rule has something to refuse; few pairs suit."""
    people = tuple(f"p{i}" for i in range(draw(st.integers(0, 4))))
    voids = tuple(f"v{i}" for i in range(draw(st.integers(0, 9))))
    leavers = [who for who in people if draw(st.booleans())]
    home_ids = (*voids, *(f"h-{who}" for who in leavers))
    plain = Pool(
        households=tuple(draw(households(who, (*home_ids, "gone"))) for who in people),
        homes=(
            *(draw(homes(void)) for void in voids),
            *(draw(homes(f"h-{who}", who)) for who in leavers),
        ),
        landlords=tuple(draw(landlords(name)) for name in LANDLORDS),
    )
    decided = tuple(draw(_decided(row, plain)) for row in plain.households)
    return replace(plain, households=decided)


@st.composite
def _decided(draw: st.DrawFn, household: Household, pool: Pool) -> Household:
    """Decide about the tenancies of a few homes, and not always as they stand."""
    lets = {landlord.id: landlord for landlord in pool.landlords}
    few = draw(st.frozensets(st.sampled_from(pool.homes or (None,)), max_size=2))
    policy = Policy(version="", shortholds_abolished=draw(st.booleans()))
    as_it_stands = draw(st.sampled_from((True, True, False)))
    found = set()
    for home in filter(None, few):
        case = case_of(household, home, policy, lets[home.landlord_id])
        if not as_it_stands:
            case = case._replace(possession_sought=not case.possession_sought)
        found.add(TenancyDecided(home.landlord_id, case))
    return replace(household, tenancies_decided=frozenset(found))


@st.composite
def tiny_pools(draw: st.DrawFn, *, people_max: int = 5, voids_max: int = 3) -> Pool:
    """Pools in which most pairs suit, so that chains and cycles come about.

    Whether a pair suits is drawn pair by pair, and told by refusals before; a
    household rents from the team and landlord of the home it leaves.
    """
    people = [f"p{i}" for i in range(draw(_size(people_max)))]
    voids = [f"v{i}" for i in range(draw(_size(voids_max)))]
    leavers = [who for who in people if draw(st.integers(0, 4))]
    home_ids = [*voids, *(f"h-{who}" for who in leavers)]
    rented = {who: draw(st.sampled_from(LANDLORDS)) for who in people}
    kinds = {name: draw(st.sampled_from(LandlordKind)) for name in LANDLORDS}
    return Pool(
        households=tuple(
            draw(_plain_household(who, rented[who], kinds[rented[who]], home_ids))
            for who in people
        ),
        homes=(
            *(draw(_plain_home(void, None, None, kinds)) for void in voids),
            *(draw(_plain_home(f"h-{w}", w, rented[w], kinds)) for w in leavers),
        ),
        landlords=tuple(
            replace(draw(landlords(name)), kind=kinds[name]) for name in LANDLORDS
        ),
    )


def _size(most: int) -> st.SearchStrategy[int]:
    """Draw a size, the large as readily as the small."""
    return st.sampled_from(range(most, -1, -1))


@st.composite
def _plain_home(
    draw: st.DrawFn,
    identifier: str,
    occupant_id: str | None,
    landlord_id: str | None,
    kinds: dict[str, LandlordKind],
) -> Home:
    landlord = landlord_id or draw(st.sampled_from(LANDLORDS))
    return Home(
        id=identifier,
        landlord_id=landlord,
        team=landlord,
        authority=draw(st.sampled_from(("E01", "E03"))),
        sector=draw(st.sampled_from(SECTORS)),
        bedrooms=draw(st.integers(1, 2)),
        persons_max=4,
        kind=HomeKind.FLAT,
        floor=1,
        lift=True,
        access=draw(st.sampled_from(_ACCESS_OF_PLAIN)),
        rent_basis=RentBasis.SOCIAL,
        tenancy_offered=lifetime(kinds[landlord]),
        ready=occupant_id is None and draw(st.booleans()),
        weeks_to_keys=draw(st.integers(0, 6)),
        local_clause=LocalClause.NONE,
        occupant_id=occupant_id,
    )


@st.composite
def _plain_household(
    draw: st.DrawFn,
    identifier: str,
    landlord_id: str,
    kind: LandlordKind,
    home_ids: list[str],
) -> Household:
    refused = (
        st.frozensets(st.sampled_from(home_ids), max_size=2)
        if home_ids
        else st.just(None)
    )
    return Household(
        id=identifier,
        landlord_id=landlord_id,
        team=landlord_id,
        landlord_kind=kind,
        tenancy_held=lifetime(kind),
        current_authority="E02",
        bedrooms_min=1,
        bedrooms_max=2,
        persons=1,
        access_need=draw(st.sampled_from(_NEED_OF_PLAIN)),
        floor_max_without_lift=None,
        ground_floor_unsafe=False,
        area_of_choice=AreaOfChoice.ANYWHERE_ELSE,
        authorities_of_choice=frozenset(),
        authorities_to_avoid=frozenset(),
        sectors_to_avoid=frozenset(),
        landlords_to_avoid=frozenset(),
        linked=frozenset(draw(_SELDOM_LINKED)),
        affordable_rent_accepted=False,
        urgency=draw(st.sampled_from(Urgency)),
        waiting_since_day=draw(st.integers(730_000, 730_005)),
        homes_refused=draw(refused) or frozenset(),
        tenancy_standing=draw(st.sampled_from(_TENANTS)),
        domestic_abuse=draw(st.booleans()),
        gap_days=0,
        possession_sought=False,
        bedrooms_min_by=draw(_SELDOM_COUNTED_OTHERWISE),
        **draw(_wishes()),
    )


def lifetime(kind: LandlordKind) -> TenancyKind:
    """Return the lifetime tenancy that this kind of landlord grants."""
    if kind is LandlordKind.COUNCIL:
        return TenancyKind.SECURE_LIFETIME
    return TenancyKind.ASSURED_LIFETIME
