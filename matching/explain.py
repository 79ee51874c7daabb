"""Why this home, and why none yet, in codes, bands and sentences that name no place.

Counts stay in here and leave as bands. What a household's own service is told is
read without the rules that speak of other households, as if they did not exist; nor
is any change offered that would touch an area to avoid.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import compress

from matching.exchanges import list_cycles
from matching.explanation import (
    Explanation,
    NoHomeYet,
    Opening,
    Told,
    UnusedHome,
    WhyThisHome,
)
from matching.graph import NOBODY, Graph, build
from matching.plan import Plan, Step
from matching.pool import Home, Household, Landlord, Policy, Pool
from matching.reasons import (
    SAFETY_CODES,
    TOLD_CODES,
    WIDEST_FIRST,
    Band,
    Choice,
    MainReason,
    MatchReason,
    ToldReason,
    band,
)
from matching.referee import tenure_of
from matching.rules import Suitability, count_suiting, evaluate
from matching.rules.columns import Whole
from matching.tenure import DECIDABLE
from matching.terms import ACCESS_RANK, Animal, AreaOfChoice, RefusalCode, RentBasis

_CYCLES_MAX = 200_000

# A code that is in no list is not told either.
_UNTOLD_CODES = frozenset(RefusalCode) - TOLD_CODES

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


def explain(plan: Plan, pool: Pool, policy: Policy) -> Explanation:
    """Return why each step of the plan, and why no home yet for everybody else.

    The policy's locks are not read: what a person tries out is nobody's reason.

    Cost: as building the graph twice, listing the cycles up to a cap, and reading the
    rules once more for each choice.
    """
    policy = replace(policy, locks=())
    graph = build(pool, policy)
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    moved = {step.household_id for step in steps}
    filled = {step.home_id for step in steps}
    stay = [i for i, row in enumerate(pool.households) if row.id not in moved]
    reachable, movable = graph.reachable(), _movable(graph, policy)
    return Explanation(
        households=tuple(
            NoHomeYet(
                household_id=pool.households[i].id,
                reason=_reason(
                    graph, i, reachable=i in reachable, movable=i in movable
                ),
                suitable=band(len(graph.homes_for[i])),
            )
            for i in stay
        ),
        homes=tuple(UnusedHome(h.id) for h in pool.homes if h.id not in filled),
        matches=_matches(steps, pool, policy),
        told=_all_told(pool, policy),
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
}
_OF_SECURITY = {False: MatchReason.SECURITY_KEPT, True: MatchReason.SECURITY_DECIDED}
assert {*_SPEAKS_FOR, *_OF_SECURITY.values()} == set(MatchReason), "each has its case"


def _matches(steps: list[Step], pool: Pool, policy: Policy) -> tuple[WhyThisHome, ...]:
    households = {row.id: row for row in pool.households}
    homes = {home.id: home for home in pool.homes}
    landlords = {landlord.id: landlord for landlord in pool.landlords}
    found = []
    for step in steps:
        row, home = households[step.household_id], homes[step.home_id]
        landlord = landlords[home.landlord_id]
        cell = tenure_of(row, home, policy, landlord=landlord)
        sized = _counted_by(row, landlord)
        speaks = (why for why, holds in _SPEAKS_FOR.items() if holds(sized, home))
        reasons = (*speaks, _OF_SECURITY[cell.verdict in DECIDABLE])
        found.append(WhyThisHome(row.id, home.id, reasons))
    return tuple(found)


def _counted_by(row: Household, landlord: Landlord) -> Household:
    """Return a household with the bedrooms that it needs as a landlord counts them."""
    own = dict(row.bedrooms_min_by)
    if landlord.bedroom_standard not in own:
        return row
    fewest = own[landlord.bedroom_standard]
    most = fewest + row.bedrooms_max - row.bedrooms_min
    return replace(row, bedrooms_min=fewest, bedrooms_max=most)


def _all_told(pool: Pool, policy: Policy) -> tuple[Told, ...]:
    """Say of every household what follows from it and from the homes alone.

    Whatever another case brings about, a barred team, an uncleared marker or a link,
    is not read at all: a home that such a rule refuses counts as one that suits. Were
    it left out, a landlord and a service that both know of the home would read from
    its absence where the household went that left it.
    """
    suitability = evaluate(pool, policy, without=_UNTOLD_CODES)
    now = [len(suitability.homes_for(i)) for i in range(len(pool.households))]
    openings = _openings(pool, policy, now)
    return tuple(
        _told(suitability, i, row.id, homes=homes, opening=opening)
        for i, (row, homes, opening) in enumerate(
            zip(pool.households, now, openings, strict=True)
        )
    )


def _told(
    suitability: Suitability,
    i: int,
    household_id: str,
    *,
    homes: int,
    opening: Opening | None,
) -> Told:
    near = _banded(suitability.removed_alone[i], TOLD_CODES - SAFETY_CODES)
    return Told(
        household_id=household_id,
        reason=ToldReason.NOT_THIS_ROUND if homes else ToldReason.NO_SUITABLE_HOME,
        refused=_banded(suitability.removed[i], TOLD_CODES),
        nearest=tuple(sorted(near, key=lambda row: WIDEST_FIRST.index(row[1]))),
        opening=opening,
    )


def _banded(
    counts: Whole, codes: frozenset[RefusalCode]
) -> tuple[tuple[RefusalCode, Band], ...]:
    rows = zip(RefusalCode, counts.tolist(), strict=True)
    return tuple((code, band(n)) for code, n in rows if n and code in codes)


def _openings(pool: Pool, policy: Policy, now: Sequence[int]) -> list[Opening | None]:
    """Return, for each household, the change of its own that opens most homes."""
    after = {
        choice: count_suiting(
            pool,
            policy,
            [change(row) for row in pool.households],
            without=_UNTOLD_CODES,
        )
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
    Of the homes that a household could have gone to, two of different teams are
    enough: whoever may not come after the one may come after the other. Cost: at most
    two looks at each edge.
    """
    teams: dict[int, set[str]] = {}
    last = [
        (household, home)
        for home, occupant in enumerate(graph.occupant)
        if occupant == NOBODY
        for household in graph.households_for[home]
        if _is_news(graph, teams, household, home)
    ]
    for _ in range(policy.chain_moves_max - 1):
        last = [
            (other, left)
            for household, home in last
            if (left := graph.vacates[household]) != NOBODY
            for other in graph.households_for[left]
            if graph.may_follow(other, home) and _is_news(graph, teams, other, left)
        ]
    cycles = list_cycles(graph, policy, routes_max=_CYCLES_MAX).routes
    on_cycles = {move.household for route in cycles for move in route.moves}
    return frozenset(teams) | on_cycles


def _is_news(
    graph: Graph, teams: dict[int, set[str]], household: int, home: int
) -> bool:
    """Note the team that a household could go to; say whether that tells anything."""
    team, known = graph.pool.homes[home].team, teams.setdefault(household, set())
    if len(known) > 1 or team in known:
        return False
    known.add(team)
    return True
