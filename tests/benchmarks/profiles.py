"""Generated rounds of three kinds, from a seed: the bench's rounds of housing.

Sizes of authorities follow a Dirichlet law over 33, as many as London has. Every
proportion is assumed, none is measured; CORE and the Statistical Data Return would
tell the true ones. Everybody leaves a home, so a round's arcs are about one in seven
of its pairs.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from matching.pool import Home, Household, Landlord, Level, Policy, Pool
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

_CLASSES = ("BED0", "BED1", "BED2", "BED3", "BED4P")
_SECTORS = 10  # of each authority
_EVENNESS = 6.0  # of the Dirichlet law; equal sizes as it grows


class Profile(StrEnum):
    """A kind of round.

    Attributes:
        ORDINARY: Many homes that nobody can tell apart, and no team shared.
        SPLIT: Three in ten households avoid single postcode sectors, each landlord's
            homes are told apart, its team never follows its own tenant, and balances
            count.
        SPARSE: Everybody needs four adapted bedrooms in one of two authorities.
    """

    ORDINARY = "ordinary"
    SPLIT = "split"
    SPARSE = "sparse"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSpec:
    """Which round to generate; the same spec gives the same pool.

    Attributes:
        cases: Households, each of which leaves a home.
        authorities, landlords: Fewer than the defaults only in tiny rounds, where
            otherwise nobody would suit anything.
        alike: Every home has one size and is adapted, and suits everybody but for
            its place, its rent and its landlord; for tiny rounds likewise.
    """

    cases: int
    voids: int
    seed: int
    profile: Profile
    authorities: int = 33
    landlords: int = 120
    alike: bool = False


LEVELS = {
    Profile.ORDINARY: (Level.HOUSEHOLDS,),
    Profile.SPLIT: (Level.HOUSEHOLDS, Level.BALANCE),
    Profile.SPARSE: (Level.HOUSEHOLDS,),
}


def policy_of(profile: Profile, *, longest_cycle: int, longest_chain: int) -> Policy:
    """Return the policy that a profile's rounds are solved by."""
    return Policy(
        version=f"bench {profile}",
        cycle_moves_max=longest_cycle,
        chain_moves_max=longest_chain,
        levels=LEVELS[profile],
    )


def generated(spec: RoundSpec) -> Pool:
    """Return the pool of a spec."""
    draw = Random(f"{spec.profile} {spec.seed}")  # noqa: S311 - it must repeat
    town = _Town(draw, spec)
    homes = [town.home(f"void-{at:05}", void=True) for at in range(spec.voids)]
    households = []
    for at in range(spec.cases):
        home = town.home(f"left-{at:05}", void=False)
        case = town.household(f"case-{at:05}", home)
        households.append(case)
        homes.append(replace(home, occupant_id=case.id))
    return Pool(tuple(households), tuple(homes), town.landlords)


class _Town:
    """Draws homes and households of one round."""

    def __init__(self, draw: Random, spec: RoundSpec) -> None:
        self.draw = draw
        self.profile = spec.profile
        self.alike = spec.alike
        self.authorities = [f"E090000{at:02}" for at in range(1, spec.authorities + 1)]
        self.sizes = [draw.gammavariate(_EVENNESS, 1.0) for _ in self.authorities]
        self.landlords = tuple(self._landlord(at) for at in range(spec.landlords))

    def home(self, identifier: str, *, void: bool) -> Home:
        draw = self.draw
        landlord = draw.choice(self.landlords)
        at = draw.choices(range(len(self.authorities)), self.sizes)[0]
        bedrooms = self._bedrooms(void=void)
        return Home(
            id=identifier,
            landlord_id=landlord.id,
            team=landlord.id if self.profile is Profile.SPLIT else identifier,
            authority=self.authorities[at],
            sector=f"E{at + 1} {draw.randrange(_SECTORS)}",
            bedrooms=bedrooms,
            persons_max=2 * bedrooms,
            kind=HomeKind.FLAT,
            floor=0,
            lift=True,
            access=self._access(),
            rent_basis=(
                RentBasis.AFFORDABLE if draw.random() < 0.25 else RentBasis.SOCIAL
            ),
            tenancy_offered=_lifetime(landlord),
            ready=void and draw.random() < 0.6,
            weeks_to_keys=draw.randrange(2, 10),
            local_clause=LocalClause.NONE,
        )

    def household(self, identifier: str, home: Home) -> Household:
        draw = self.draw
        landlord = next(row for row in self.landlords if row.id == home.landlord_id)
        need = self._need(home)
        others = [code for code in self.authorities if code != home.authority]
        listed = self.profile is Profile.SPARSE or draw.random() < 0.6
        return Household(
            id=identifier,
            landlord_id=landlord.id,
            # Where teams are off, no home is let by the team of this tenancy.
            team=landlord.id if self.profile is Profile.SPLIT else identifier,
            landlord_kind=landlord.kind,
            tenancy_held=_lifetime(landlord),
            current_authority=home.authority,
            bedrooms_min=need,
            bedrooms_max=need + (draw.random() < 0.25),
            persons=need,
            access_need=self._access_need(),
            floor_max_without_lift=None,
            ground_floor_unsafe=False,
            area_of_choice=(
                AreaOfChoice.LISTED if listed else AreaOfChoice.ANYWHERE_ELSE
            ),
            authorities_of_choice=self._some(others, *self._choice())
            if listed
            else _NONE,
            authorities_to_avoid=_NONE if listed else self._some(others, 3, 10),
            sectors_to_avoid=self._sectors(),
            landlords_to_avoid=_NONE,
            affordable_rent_accepted=draw.random() < 0.5,
            urgency=draw.choices(tuple(Urgency), (15, 30, 35, 20))[0],
            waiting_since_day=739_000 + draw.randrange(400),
            tenancy_standing=TenancyStanding.SOLE,
            gap_days=0,
            possession_sought=False,
        )

    def _landlord(self, number: int) -> Landlord:
        council = self.draw.random() < 0.3
        return Landlord(
            id=f"landlord-{number:03}",
            kind=(
                LandlordKind.COUNCIL if council else LandlordKind.HOUSING_ASSOCIATION
            ),
            balances=tuple((name, self.draw.randint(-2, 2)) for name in _CLASSES),
        )

    def _bedrooms(self, *, void: bool) -> int:
        if self.alike:
            return 4
        if self.profile is Profile.SPARSE:
            return self.draw.choices((3, 4, 5), (20, 70, 10))[0]
        share = (45, 35, 16, 3.5, 0.5) if void else (31, 36, 26, 6, 1)
        return self.draw.choices((1, 2, 3, 4, 5), share)[0]

    def _access(self) -> Access:
        if self.alike:
            return Access.WHEELCHAIR_FULL
        share = (25, 25, 50) if self.profile is Profile.SPARSE else (52, 43, 5)
        kinds = (Access.GENERAL, Access.STEP_FREE, Access.WHEELCHAIR_FULL)
        return self.draw.choices(kinds, share)[0]

    def _access_need(self) -> Access:
        if self.profile is Profile.SPARSE:
            return Access.WHEELCHAIR_FULL
        kinds = (Access.GENERAL, Access.STEP_FREE, Access.WHEELCHAIR_FULL)
        return self.draw.choices(kinds, (80, 16, 4))[0]

    def _need(self, home: Home) -> int:
        if self.alike or self.profile is Profile.SPARSE:
            return 4
        more = self.draw.choices((-1, 0, 1), (10, 68, 22))[0]
        return min(5, max(1, home.bedrooms + more))

    def _choice(self) -> tuple[int, int]:
        return (2, 2) if self.profile is Profile.SPARSE else (5, 20)

    def _sectors(self) -> frozenset[str]:
        if self.profile is not Profile.SPLIT or self.draw.random() >= 0.3:
            return _NONE
        every = [
            f"E{at + 1} {unit}"
            for at in range(len(self.authorities))
            for unit in range(_SECTORS)
        ]
        return self._some(every, len(every) * 6 // 100, len(every) * 18 // 100)

    def _some(self, codes: list[str], fewest: int, most: int) -> frozenset[str]:
        """Draw so many of the codes, or as many as there are."""
        count = self.draw.randint(fewest, most)
        return frozenset(self.draw.sample(codes, min(count, len(codes))))


_NONE: frozenset[str] = frozenset()


def _lifetime(landlord: Landlord) -> TenancyKind:
    if landlord.kind is LandlordKind.COUNCIL:
        return TenancyKind.SECURE_LIFETIME
    return TenancyKind.ASSURED_LIFETIME
