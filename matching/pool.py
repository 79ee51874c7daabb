"""The sealed box handed to the solver: households, homes, and the scheme's policy.

A pool carries opaque identifiers, sizes, area codes and rules. It never carries a
name, an address or free text. Everything is checked on construction, so that code
downstream need not ask again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from matching.errors import PoolError
from matching.locks import Lock, in_order
from matching.tenure import TenureCase
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

# The nearest band of closeness.
CLOSENESS_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Landlord:
    """A provider as the solver sees it.

    Attributes:
        id: Opaque and unique in the pool.
        kind: Decides which tenancies it can grant.
        introductory_scheme: It is a council that elected to let on trial, or nobody
            has said that it did not (Housing Act 1996 s.124).
        balances: Homes owed to it (positive) or by it (negative), posted and
            pending together, by size class (`BED0` to `BED4P`). Units: homes.
        bedroom_standard: What it counts bedrooms by; None where it is the scheme's.
        homes_promised: Homes of its own that are drawn for other landlords' tenants and
            not in the balances yet, by size class; told where it offers lettings of
            that size. As many fewer are left to be repaid. Units: homes.
    """

    id: str
    kind: LandlordKind
    introductory_scheme: bool = True
    balances: tuple[tuple[str, int], ...] = ()
    bedroom_standard: BedroomStandard | None = None
    homes_promised: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if any(homes < 1 for _, homes in self.homes_promised):
            raise PoolError("landlord", "where homes are promised there is at least 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A home in the pot: empty, soon empty, or left by a household that moves.

    Attributes:
        id: Opaque and unique among homes.
        landlord_id: The landlord that lets it.
        team: The lettings team; the landlord itself unless it names teams.
        authority: Code of the authority it stands in; None when unknown, and then
            it is avoided by everybody.
        sector: Postcode sector, as `E14 9`; None when unknown.
        bedrooms, persons_max: Size. Units: bedrooms, people.
        floor: Of its entrance, 0 for the ground; None when unknown.
        ready: True when it stands empty, or has a confirmed ready date inside the
            reservation limit. A vacating home is never ready.
        weeks_to_keys: Expected weeks until somebody can have its keys.
        occupant_id: The household of this pool that lives there and would vacate
            it; None for a void.
        teams_barred: Lettings teams whose tenants may not enter, since the
            household that left went to one of them.
        term_months: Of a fixed term offered; None when unknown. Units: months.
        marker: Of safety. One that is not cleared keeps everybody away; one that is
            cleared leaves each household to a person's decision, since every
            household of a pool flees somebody.
        households_barred: Households (by id) that may not enter, since they and the
            household that left know of each other, or since too few of the landlord's
            people may hear of them.
        age_min, age_of: The age that it is designated for, and who must have reached
            it; None for a home that anybody may live in. Units: years.
        pets: Whether pets may live there.
        adapted_access, adapted_day: What its access will be, from which day, by its
            landlord's commitment; both or neither.
        local_clause: Whether it is kept for local people; that one stands is assumed.
        keys_day: The confirmed day somebody can have its keys; None when unknown.
            Days are proleptic ordinals.
        offered_for: The size class of the debt that its landlord offers it for, where
            it is an ordinary letting; None where it came free in the pot.
    """

    id: str
    landlord_id: str
    team: str
    authority: str | None
    sector: str | None
    bedrooms: int
    persons_max: int
    kind: HomeKind
    floor: int | None
    lift: bool
    access: Access
    rent_basis: RentBasis
    tenancy_offered: TenancyKind
    ready: bool
    weeks_to_keys: int
    occupant_id: str | None = None
    teams_barred: frozenset[str] = frozenset()
    term_months: int | None = None
    marker: Marker = Marker.NONE
    households_barred: frozenset[str] = frozenset()
    age_min: int | None = None
    age_of: AgeOf = AgeOf.EVERY_ADULT
    pets: PetRule = PetRule.UNKNOWN
    local_clause: LocalClause = LocalClause.STANDS
    adapted_access: Access | None = None
    adapted_day: int | None = None
    keys_day: int | None = None
    offered_for: str | None = None

    def __post_init__(self) -> None:
        if self.bedrooms < 0 or self.persons_max < 1 or self.weeks_to_keys < 0:
            raise PoolError("home", "bedrooms, persons and weeks must not be negative")
        if self.ready and self.occupant_id is not None:
            raise PoolError("home", "a home somebody lives in is not ready")
        if self.term_months is not None and self.term_months < 1:
            raise PoolError("home", "a term has at least 1 month")
        if self.age_min not in (None, *AGES_DESIGNATED):
            raise PoolError("home", "age_min is not an age homes are designated for")
        if (self.adapted_access is None) is not (self.adapted_day is None):
            raise PoolError("home", "an adaptation has its access and its day")
        if self.offered_for is not None and self.occupant_id is not None:
            raise PoolError("home", "a letting offered for a debt is empty")


class TenancyDecided(NamedTuple):
    """A person's decision that one case of tenancies may go ahead at one landlord.

    The whole case is the key: a fact that changes makes another case, of which nobody
    decided anything.
    """

    landlord_id: str
    case: TenureCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A property request as the solver sees it.

    Attributes:
        id: Opaque and unique among households.
        landlord_id, team: Of the tenancy it holds now.
        landlord_kind, tenancy_held: What must not get worse.
        tenancy_standing, domestic_abuse, gap_days, possession_sought,
            since_april_2012, term_months_left: What else the table of tenancies asks;
            each defaults to the strictest reading. `gap_days` lie between the end of
            the tenancy held and the first day a new one could start, 0 while it
            stands, None when unknown; `term_months_left` is of a fixed term, None
            when unknown. Units: days, months.
        current_authority: Where it lives now; never a place to be sent.
        bedrooms_min, bedrooms_max: The sizes that suit, both included, as the scheme
            counts bedrooms.
        bedrooms_min_by: The smallest size for landlords that count by a standard of
            their own; as many sizes more suit as by the scheme's. One that is left
            out is as the scheme's.
        persons: Who will live in the new home, expected children included.
        access_need: The least accessibility that will do.
        access_needed_by_day: Until when it can wait for that; None for no longer
            than the day it has the keys. A proleptic ordinal.
        tenant_age_reached, adults_age_reached: The highest age of designation that
            the lead tenant, and every adult, has reached; 0 for none or not known.
        animal: What it brings.
        floor_max_without_lift: Highest entrance floor without a lift; None for any.
        ground_floor_unsafe: True when a ground-floor home is not safe for it.
        area_of_choice: How `authorities_of_choice` is to be read.
        authorities_to_avoid, sectors_to_avoid, landlords_to_avoid: Compiled areas
            to avoid. A home whose place is unknown is avoided by everybody.
        linked: Households (by id) that it and its worker say know of it, or it of
            them; none enters a home that the other leaves.
        sectors_within_reach: The only sectors near enough to what it must stay near;
            None when it need stay near nothing.
        affordable_rent_accepted: Opted in to Affordable Rent.
        urgency: Of the referring service's judgement.
        waiting_since_day: Proleptic ordinal of the day the wait began.
        homes_refused: Homes (by id) that it, its worker or their landlord refused.
        tenancies_decided: Cases that the table of tenancies leaves to a person, and
            that a person let go ahead; no other cell is open to a decision.
        markers_decided: Homes (by id) with a cleared marker that a person decided
            this household may enter.
        authorities_first_choice: Those it would rather live in than in others that
            suit; a preference, and never a rule. Empty where it named none.
        closeness: How near sectors are to the schools and support it named, in bands
            from 1 to `CLOSENESS_MAX`, the nearest; a sector that is not named is in
            band 0. A preference likewise, and it never says near to what.
    """

    id: str
    landlord_id: str
    team: str
    landlord_kind: LandlordKind
    tenancy_held: TenancyKind
    current_authority: str | None
    bedrooms_min: int
    bedrooms_max: int
    persons: int
    access_need: Access
    floor_max_without_lift: int | None
    ground_floor_unsafe: bool
    area_of_choice: AreaOfChoice
    authorities_of_choice: frozenset[str]
    authorities_to_avoid: frozenset[str]
    sectors_to_avoid: frozenset[str]
    landlords_to_avoid: frozenset[str]
    linked: frozenset[str] = frozenset()
    affordable_rent_accepted: bool
    urgency: Urgency
    waiting_since_day: int
    homes_refused: frozenset[str] = frozenset()
    tenancy_standing: TenancyStanding = TenancyStanding.NOT_THE_TENANT
    domestic_abuse: bool = False
    gap_days: int | None = None
    possession_sought: bool = True
    since_april_2012: bool = False
    term_months_left: int | None = None
    sectors_within_reach: frozenset[str] | None = None
    tenancies_decided: frozenset[TenancyDecided] = frozenset()
    markers_decided: frozenset[str] = frozenset()
    bedrooms_min_by: tuple[tuple[BedroomStandard, int], ...] = ()
    access_needed_by_day: int | None = None
    tenant_age_reached: int = 0
    adults_age_reached: int = 0
    animal: Animal = Animal.NONE
    authorities_first_choice: frozenset[str] = frozenset()
    closeness: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.bedrooms_min <= self.bedrooms_max:
            raise PoolError("household", "bedrooms_min must not exceed bedrooms_max")
        if self.persons < 1:
            raise PoolError("household", "persons must be at least 1")
        if self.access_need is Access.UNKNOWN:
            raise PoolError("household", "an access need is never unknown")
        if (self.gap_days or 0) < 0 or (self.term_months_left or 0) < 0:
            raise PoolError("household", "days and months must not be negative")
        if {self.tenant_age_reached, self.adults_age_reached} - {*AGES_REACHED}:
            raise PoolError("household", "an age is told by the designation it reached")
        if any(fewest < 0 for _, fewest in self.bedrooms_min_by):
            raise PoolError("household", "bedrooms must not be negative")
        if not all(1 <= band <= CLOSENESS_MAX for _, band in self.closeness):
            raise PoolError("household", "a band of closeness is out of its range")
        _refuse_repeats("bedrooms_min_by", (by for by, _ in self.bedrooms_min_by))
        _refuse_repeats("closeness", (sector for sector, _ in self.closeness))


class Level(StrEnum):
    """One objective of the lexicographic order; `objectives` says what each means."""

    MOST_URGENT_READY = "most_urgent_ready"
    URGENCY_BANDS = "urgency_bands"
    HOUSEHOLDS = "households"
    WHO_MOVES = "who_moves"
    BALANCE = "balance"
    NET_BENEFIT = "net_benefit"
    STRUCTURE = "structure"
    HOME_FIT = "home_fit"
    HOME_QUALITY = "home_quality"


# Moves weighed against balances would take the place of both, and then some household
# may wait for the balance; no scheme does so unless it says so.
ALL_LEVELS = tuple(level for level in Level if level is not Level.NET_BENEFIT)


_IN_PLACE_OF = frozenset({Level.HOUSEHOLDS, Level.BALANCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The scheme's dated rules that bear on a round.

    Attributes:
        version: Of the scheme's rules; goes into the digest.
        cycle_moves_max: Longest cycle allowed, at least 3. Units: moves.
        chain_moves_max: Longest chain from a void. Units: moves.
        levels: The objectives in order; each is optional. The net benefit stands in
            place of all households and the balance, and never beside them.
        move_worth: How many squares of balances the net benefit gives up for one
            move. Units: homes squared.
        shortholds_abolished: Registered providers can grant no assured shorthold any
            more; true where nobody has said otherwise, which is the stricter reading.
        locks: What a person holds fixed to see what it costs, sorted on construction;
            a round has none.
    """

    version: str
    cycle_moves_max: int = 3
    chain_moves_max: int = 5
    levels: tuple[Level, ...] = ALL_LEVELS
    shortholds_abolished: bool = True
    move_worth: int = 20
    locks: tuple[Lock, ...] = ()

    def __post_init__(self) -> None:
        # A cycle of two is a direct swap: each household would learn the other's
        # new address, so no policy can ask for one.
        if self.cycle_moves_max < 3:  # noqa: PLR2004 - the smallest safe cycle
            raise PoolError("policy", "a cycle has at least 3 moves")
        if self.chain_moves_max < 1:
            raise PoolError("policy", "a chain has at least 1 move")
        if len(set(self.levels)) != len(self.levels):
            raise PoolError("policy", "a level appears twice")
        if Level.NET_BENEFIT in self.levels and _IN_PLACE_OF & {*self.levels}:
            raise PoolError("policy", "net benefit stands in place of two other levels")
        if self.move_worth < 1:
            raise PoolError("policy", "a move is worth at least 1")
        object.__setattr__(self, "locks", in_order(self.locks))


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything one round may use, sorted by identifier so that equal pools are equal.

    Attributes:
        households, homes, landlords: Sorted by id on construction. A link that one
            household tells of is written at the other too.
    """

    households: tuple[Household, ...]
    homes: tuple[Home, ...]
    landlords: tuple[Landlord, ...]
    _home_of: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for part in ("households", "homes", "landlords"):
            rows = sorted(getattr(self, part), key=lambda row: row.id)
            object.__setattr__(self, part, tuple(rows))
            _refuse_repeats(part, (row.id for row in rows))
        object.__setattr__(self, "households", _linked_both_ways(self.households))
        known = {landlord.id for landlord in self.landlords}
        households = {household.id for household in self.households}
        rows_of_landlords: tuple[Household | Home, ...]
        rows_of_landlords = (*self.households, *self.homes)
        for row in rows_of_landlords:
            if row.landlord_id not in known:
                raise PoolError(type(row).__name__.lower(), "its landlord is missing")
        occupied = [home for home in self.homes if home.occupant_id is not None]
        _refuse_repeats("occupants", (str(home.occupant_id) for home in occupied))
        for home in occupied:
            if home.occupant_id not in households:
                raise PoolError("home", "its occupant is not a household of the pool")
        object.__setattr__(
            self, "_home_of", {str(home.occupant_id): home.id for home in occupied}
        )

    def home_vacated_by(self, household_id: str) -> str | None:
        """Return the id of the home this household would leave in the pot, if any."""
        return self._home_of.get(household_id)


def _linked_both_ways(households: tuple[Household, ...]) -> tuple[Household, ...]:
    """Return the households, each linked to all that are linked to it."""
    told: dict[str, set[str]] = {}
    for row in households:
        for other in row.linked:
            told.setdefault(other, set()).add(row.id)
    return tuple(
        replace(row, linked=row.linked | told[row.id]) if row.id in told else row
        for row in households
    )


def _refuse_repeats(part: str, identifiers: Iterable[str]) -> None:
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier in seen:
            raise PoolError(part, "an identifier appears twice")
        seen.add(identifier)


def size_class(bedrooms: int) -> str:
    """Return the ledger's size class of a home: `BED0`, `BED1`, … `BED4P`."""
    return f"BED{bedrooms}" if bedrooms < 4 else "BED4P"  # noqa: PLR2004 - 4 and over share one class
