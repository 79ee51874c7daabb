"""Why a household has no home yet, in codes and plain sentences that name no place."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import compress

from matching.exchanges import list_cycles
from matching.graph import NOBODY, Graph, build
from matching.plan import Plan
from matching.pool import Policy, Pool
from matching.rules import RULES
from matching.terms import RefusalCode

_CYCLES_MAX = 200_000


class MainReason(StrEnum):
    """The first thing that stands in the way; earlier reasons hide later ones."""

    NO_SUITABLE_HOME = "no_suitable_home"
    NONE_COMES_FREE = "none_comes_free"
    OVER_THE_CAPS = "over_the_caps"
    NEEDED_BY_OTHERS = "needed_by_others"


SENTENCES = {
    MainReason.NO_SUITABLE_HOME: "No home in this round suits the household.",
    MainReason.NONE_COMES_FREE: (
        "Homes suit, but each is lived in by a household that cannot move first."
    ),
    MainReason.OVER_THE_CAPS: (
        "A suitable home would come free only in a chain or cycle that is longer "
        "than the scheme allows, or that would show a team both ends of a move."
    ),
    MainReason.NEEDED_BY_OTHERS: (
        "Homes suit, and this round needs them all for other households."
    ),
}
assert set(SENTENCES) == set(MainReason), "every reason has its sentence"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoHomeYet:
    """Why one household does not move in this plan.

    Attributes:
        suitable: Homes of the round that suit it. Units: homes.
        refused: Homes that each rule refuses, rules that refuse none left out.
        but_for: Homes that one rule alone keeps from it, by rule: what a single
            change would open.
    """

    household_id: str
    reason: MainReason
    suitable: int
    refused: tuple[tuple[RefusalCode, int], ...]
    but_for: tuple[tuple[RefusalCode, int], ...]

    @property
    def sentence(self) -> str:
        """The main reason in plain words."""
        return SENTENCES[self.reason]

    @property
    def but_for_sentences(self) -> tuple[str, ...]:
        """What one change each would open, most homes first."""
        rows = sorted(self.but_for, key=lambda row: -row[1])
        return tuple(_but_for(code, homes) for code, homes in rows)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the households that do not move have no home yet, in the pool's order."""

    households: tuple[NoHomeYet, ...]

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
    """Return why each household that the plan does not move has no home yet.

    Cost: as building the graph, and listing the cycles up to a cap.
    """
    graph = build(pool, policy)
    moved = {step.household_id for e in plan.exchanges for step in e.steps}
    reachable, movable = graph.reachable(), _movable(graph, policy)
    return Explanation(
        tuple(
            _why(graph, i, reachable=i in reachable, movable=i in movable)
            for i, household in enumerate(pool.households)
            if household.id not in moved
        )
    )


def _why(graph: Graph, i: int, *, reachable: bool, movable: bool) -> NoHomeYet:
    codes = [graph.refusals(i, home) for home in range(len(graph.pool.homes))]
    refused = {rule.code: 0 for rule in RULES}
    but_for = {rule.code: 0 for rule in RULES}
    for broken in codes:
        for code in broken:
            refused[code] += 1
        if len(broken) == 1:
            but_for[broken[0]] += 1
    return NoHomeYet(
        household_id=graph.pool.households[i].id,
        reason=_reason(graph, i, reachable=reachable, movable=movable),
        suitable=len(graph.homes_for[i]),
        refused=tuple((code, n) for code, n in refused.items() if n),
        but_for=tuple((code, n) for code, n in but_for.items() if n),
    )


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


def _but_for(code: RefusalCode, homes: int) -> str:
    words = code.value.replace("_", " ")
    count = "One home" if homes == 1 else f"{homes} homes"
    return f"{count} would suit but for this: {words}."
