"""Why this home, and why none yet, in codes, bands and sentences that name no place.

Counts stay in here and leave as bands. A rule that speaks of another household is
never told; nor is any change offered that would touch an area to avoid.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from matching.exchanges import list_cycles
from matching.graph import NOBODY, Graph, build
from matching.plan import Plan, Step
from matching.pool import Home, Household, Landlord, Policy, Pool
from matching.reasons import (
    CHOICE_SENTENCES,
    MATCH_SENTENCES,
    SAFETY_CODES,
    SENTENCES,
    TOLD_CODES,
    TOLD_SENTENCES,
    WIDEST_FIRST,
    Band,
    Choice,
    HomeReason,
    MainReason,
    MatchReason,
    ToldReason,
    band,
    in_words,
)
from matching.rules import count_suiting
from matching.rules.columns import Whole
from matching.terms import ACCESS_RANK, Animal, AreaOfChoice, RefusalCode, RentBasis

_CYCLES_MAX = 200_000


_CHOSEN: dict[Choice, Callable[[Household], Household]] = {
    Choice.MORE_AREAS: lambda row: replace(
        row, area_of_choice=AreaOfChoice.ANYWHERE_ELSE
    ),
    Choice.AFFORDABLE_RENT: lambda row: replace(row, affordable_rent_accepted=True),
    Choice.ONE_BEDROOM_OVER: lambda row: replace(
        row, bedrooms_max=max(row.bedrooms_max, row.bedrooms_min + 1)
    ),
    Choice.GROUND_FLOOR: lambda row: replace(row, ground_floor_unsafe=False),
}
assert set(_CHOSEN) == set(Choice), "every choice has its change"


@dataclass(frozen=True, slots=True)
class Opening:
    """The one change of its own choice that would open most homes to a household."""

    choice: Choice
    homes: Band

    @property
    def sentence(self) -> str:
        """The change in plain words, as a fact and not as advice."""
        return CHOICE_SENTENCES[self.choice].format(homes=in_words(self.homes))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHomeYet:
    """Why one household does not move in this plan.

    Attributes:
        reason: For the coordinator; `told_reason` is for the household's service.
        suitable: Homes of the round that suit it.
        refused: Homes that each rule refuses, in the order of the rules; rules that
            refuse none, and those that speak of another household, are left out.
        nearest: Homes that one rule alone keeps from it, by rule, most homes first;
            rules of areas and landlords to avoid are left out.
        opening: None where no change of its own would open a home.
    """

    household_id: str
    reason: MainReason
    suitable: Band
    refused: tuple[tuple[RefusalCode, Band], ...]
    nearest: tuple[tuple[RefusalCode, Band], ...]
    opening: Opening | None

    @property
    def sentence(self) -> str:
        """The main reason in plain words."""
        return SENTENCES[self.reason]

    @property
    def told_reason(self) -> ToldReason:
        """The main reason without what other households do."""
        if self.reason is MainReason.NO_SUITABLE_HOME:
            return ToldReason.NO_SUITABLE_HOME
        return ToldReason.NOT_THIS_ROUND

    @property
    def told_sentences(self) -> tuple[str, ...]:
        """All that the household's service may be told, in plain words."""
        opening = () if self.opening is None else (self.opening.sentence,)
        nearest = (_but_for(code, homes) for code, homes in self.nearest)
        return (TOLD_SENTENCES[self.told_reason], *nearest, *opening)


@dataclass(frozen=True, slots=True)
class UnusedHome:
    """A home that this plan sends nobody to; more would speak of households."""

    home_id: str

    @property
    def reason(self) -> HomeReason:
        """The one reason there is."""
        return HomeReason.NOT_PLACED

    @property
    def sentence(self) -> str:
        """The reason in plain words."""
        return "This round placed nobody in the home; it stays in the pot."


@dataclass(frozen=True, slots=True)
class WhyThisHome:
    """What speaks for one step of the plan; nothing of what it does for others."""

    household_id: str
    home_id: str
    reasons: tuple[MatchReason, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in plain words."""
        return tuple(MATCH_SENTENCES[reason] for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a plan's moves, why none for the others, and which homes it leaves unused.

    Attributes:
        households, homes: Not moved, and not entered; in the pool's order.
        matches: The plan's steps in its order.
    """

    households: tuple[NoHomeYet, ...]
    homes: tuple[UnusedHome, ...]
    matches: tuple[WhyThisHome, ...]

    def of(self, household_id: str) -> NoHomeYet | None:
        """Return one household's explanation; None when the plan moves it."""
        return next(
            (r for r in self.households if r.household_id == household_id), None
        )

    def main_reason(self, household_id: str) -> MainReason | None:
        """Return the main reason; None when the plan moves the household."""
        found = self.of(household_id)
        return None if found is None else found.reason


def explain(plan: Plan, pool: Pool, policy: Policy) -> Explanation:
    """Return why each step of the plan, and why no home yet for everybody else.

    Cost: as building the graph, listing the cycles up to a cap, and reading the rules
    once more for each choice of each household explained.
    """
    graph = build(pool, policy)
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    moved = {step.household_id for step in steps}
    filled = {step.home_id for step in steps}
    stay = [i for i, row in enumerate(pool.households) if row.id not in moved]
    reachable, movable = graph.reachable(), _movable(graph, policy)
    openings = _openings(graph, policy, stay)
    return Explanation(
        households=tuple(
            _why(graph, i, opening, reachable=i in reachable, movable=i in movable)
            for i, opening in zip(stay, openings, strict=True)
        ),
        homes=tuple(UnusedHome(h.id) for h in pool.homes if h.id not in filled),
        matches=_matches(steps, pool),
    )


# What must hold of a household and a home that suits it for each reason to be given.
_SPEAKS_FOR: dict[MatchReason, Callable[[Household, Home], bool]] = {
    MatchReason.AREA_CHOSEN: lambda row, _home: (
        row.area_of_choice is AreaOfChoice.LISTED
    ),
    MatchReason.AREAS_AVOIDED: lambda row, _home: bool(
        row.authorities_to_avoid | row.sectors_to_avoid | row.landlords_to_avoid
    ),
    MatchReason.SIZE_NEEDED: lambda row, home: home.bedrooms == row.bedrooms_min,
    MatchReason.SIZE_ACCEPTED: lambda row, home: home.bedrooms > row.bedrooms_min,
    MatchReason.ACCESS_NEEDED: lambda row, home: (
        0 < ACCESS_RANK[row.access_need] <= ACCESS_RANK[home.access]
    ),
    MatchReason.ACCESS_IN_TIME: lambda row, home: (
        ACCESS_RANK[home.access] < ACCESS_RANK[row.access_need]
    ),
    MatchReason.OFF_THE_GROUND: lambda row, _home: row.ground_floor_unsafe,
    MatchReason.AGE_REACHED: lambda _row, home: home.age_min is not None,
    MatchReason.PET_ALLOWED: lambda row, _home: row.animal is Animal.PET_MUST_COME,
    MatchReason.RENT_ACCEPTED: lambda _row, home: (
        home.rent_basis is RentBasis.AFFORDABLE
    ),
    MatchReason.SECURITY_KEPT: lambda _row, _home: True,
}
assert set(_SPEAKS_FOR) == set(MatchReason), "every reason has its condition"


def _matches(steps: list[Step], pool: Pool) -> tuple[WhyThisHome, ...]:
    households = {row.id: row for row in pool.households}
    homes = {home.id: home for home in pool.homes}
    landlords = {landlord.id: landlord for landlord in pool.landlords}
    found = []
    for step in steps:
        home = homes[step.home_id]
        row = _counted_by(households[step.household_id], landlords[home.landlord_id])
        reasons = (reason for reason, holds in _SPEAKS_FOR.items() if holds(row, home))
        found.append(WhyThisHome(step.household_id, step.home_id, tuple(reasons)))
    return tuple(found)


def _counted_by(row: Household, landlord: Landlord) -> Household:
    """Return a household with the bedrooms that it needs as a landlord counts them."""
    own = dict(row.bedrooms_min_by)
    if landlord.bedroom_standard not in own:
        return row
    fewest = own[landlord.bedroom_standard]
    most = fewest + row.bedrooms_max - row.bedrooms_min
    return replace(row, bedrooms_min=fewest, bedrooms_max=most)


def _why(
    graph: Graph, i: int, opening: Opening | None, *, reachable: bool, movable: bool
) -> NoHomeYet:
    suitability = graph.suitability
    return NoHomeYet(
        household_id=graph.pool.households[i].id,
        reason=_reason(graph, i, reachable=reachable, movable=movable),
        suitable=band(len(graph.homes_for[i])),
        refused=_told(suitability.removed[i], TOLD_CODES),
        nearest=tuple(
            sorted(
                _told(suitability.removed_alone[i], TOLD_CODES - SAFETY_CODES),
                key=lambda row: WIDEST_FIRST.index(row[1]),
            )
        ),
        opening=opening,
    )


def _told(
    counts: Whole, codes: frozenset[RefusalCode]
) -> tuple[tuple[RefusalCode, Band], ...]:
    rows = zip(RefusalCode, counts.tolist(), strict=True)
    return tuple((code, band(n)) for code, n in rows if n and code in codes)


def _openings(
    graph: Graph, policy: Policy, households: Sequence[int]
) -> list[Opening | None]:
    """Return, for each household, the change of its own that opens most homes."""
    rows = [graph.pool.households[i] for i in households]
    now = [len(graph.homes_for[i]) for i in households]
    after = {
        choice: count_suiting(graph.pool, policy, [change(row) for row in rows])
        for choice, change in _CHOSEN.items()
    }
    return [
        _widest({choice: counts[at] - homes for choice, counts in after.items()})
        for at, homes in enumerate(now)
    ]


def _widest(opened: dict[Choice, int]) -> Opening | None:
    """Return the choice that opens most homes; the earlier of two that are equal."""
    choice = max(opened, key=lambda known: opened[known])
    return Opening(choice, band(opened[choice])) if opened[choice] else None


def _reason(graph: Graph, i: int, *, reachable: bool, movable: bool) -> MainReason:
    reasons = (
        (not graph.homes_for[i], MainReason.NO_SUITABLE_HOME),
        (not reachable, MainReason.NONE_COMES_FREE),
        (not movable, MainReason.OVER_THE_CAPS),
        (True, MainReason.NEEDED_BY_OTHERS),
    )
    return next(compress([r for _, r in reasons], [holds for holds, _ in reasons]))


def _movable(graph: Graph, policy: Policy) -> frozenset[int]:
    """Return the households that some chain or cycle within the caps could move.

    A chain is followed as a walk: one that would move a household twice counts too.
    """
    edges = {
        (household, home)
        for home, occupant in enumerate(graph.occupant)
        if occupant == NOBODY
        for household in graph.households_for[home]
    }
    found = set(edges)
    for _ in range(policy.chain_moves_max - 1):
        edges = {edge for last in edges for edge in _onward(graph, *last)} - found
        found |= edges
    cycles = list_cycles(graph, policy, routes_max=_CYCLES_MAX).routes
    on_cycles = {move.household for route in cycles for move in route.moves}
    return frozenset(household for household, _home in found) | on_cycles


def _onward(graph: Graph, household: int, home: int) -> list[tuple[int, int]]:
    """Return the edges that could come next in a chain after this one."""
    left = graph.vacates[household]
    if left == NOBODY:
        return []
    return [
        (other, left)
        for other in graph.households_for[left]
        if graph.may_follow(other, home)
    ]


def _but_for(code: RefusalCode, homes: Band) -> str:
    words = code.value.replace("_", " ")
    return f"{in_words(homes)} would suit but for this: {words}."
