"""Ruin and recreate: takes a plan apart in one corner and puts it together better.

A few chains near each other are cut, and everybody without a home is put back, one
household at a time, wherever it fits. Always feasible, so it may stop at any time.
Source of the idea: Christiaens and Vanden Berghe, Slack induction by string removals
for vehicle routing problems, Transportation Science 54 (2020). Cost: about as many
checks a round as there are households without a home times homes that suit each.
"""

from dataclasses import dataclass
from random import Random

from matching.engine.columns import ColumnPool, balance_rows
from matching.graph import NOBODY, Graph, Move, Route
from matching.objectives import balance_changes
from matching.plan import ExchangeKind
from matching.pool import Policy
from matching.terms import Urgency

Members = tuple[int, ...]
Score = tuple[int, ...]

_CHAINS_CUT_MAX = 4
_SKIP_CHANCE = 0.08
# Without leeway, this part of the rounds may pass with nothing gained.
_IMPATIENCE = 3


@dataclass(slots=True)
class _State:
    """A plan in the making.

    Attributes:
        chains: Households of each chain in order, by the void it starts from.
        cycles: Cycles in use.
        place: The void whose chain a household is in; absent when it does not move.
        balances: After the plan, by row number.
        squares: Sum of the squares of all balances.
        totals: Value of each objective that is a sum over moves.
    """

    chains: dict[int, Members]
    cycles: dict[int, Route]
    place: dict[int, int]
    balances: list[int]
    squares: int
    totals: list[int]

    def copy(self) -> "_State":
        return _State(
            dict(self.chains),
            dict(self.cycles),
            dict(self.place),
            list(self.balances),
            self.squares,
            list(self.totals),
        )


class Ruin:
    """Improves a plan by ruin and recreate; built once a round.

    Somebody must suit somewhere; where nobody does, there is nothing to ask.
    """

    def __init__(
        self, pool: ColumnPool, policy: Policy, cycles: tuple[Route, ...], seed: int
    ) -> None:
        graph = pool.graph
        self._pool, self._graph = pool, graph
        self._moves_max = policy.chain_moves_max
        self._draw = Random(seed)  # noqa: S311 - repeatable, and nothing is secret
        self._suits = [frozenset(homes) for homes in graph.homes_for]
        self._movable = [t for t, homes in enumerate(graph.homes_for) if homes]
        self._team, self._home_team = _teams(graph)
        self._urgent = [
            row.urgency is Urgency.MOST_URGENT for row in graph.pool.households
        ]
        self._urgency = [int(row.urgency) for row in graph.pool.households]
        self._ready = [home.ready for home in graph.pool.homes]
        self._cycles_of: dict[int, list[Route]] = {}
        for route in cycles:
            for move in route.moves:
                self._cycles_of.setdefault(move.household, []).append(route)
        opening = pool.opening()
        names = sorted({*opening, *balance_rows(graph)})
        self._rows = {row: i for i, row in enumerate(names)}
        self._opening = [opening[row] for row in names]
        self._posts: dict[Move, tuple[tuple[int, int], ...]] = {}
        self._weights: dict[Route, tuple[int, ...]] = {}
        self._senses = [1 if o.sense == "max" else -1 for o in pool.objectives]
        self._squared = [o.squares for o in pool.objectives]

    def improve(
        self,
        routes: tuple[Route, ...],
        *,
        goals: int,
        target: int,
        rounds: int,
        leeway: int,
    ) -> tuple[Route, ...]:
        """Return a plan at least as good on the first objectives, in their order.

        Args:
            routes: The plan to start from.
            goals: How many objectives count.
            target: Known bound of the last of them; reaching it ends the work.
            rounds: Of ruin and recreate.
            leeway: By how much the last objective may get worse for a while, at
                first; it shrinks to nothing as the rounds pass.
        """
        state = self._start(routes)
        best, best_score = state, self._score(state, goals)
        score = best_score
        aim = self._senses[goals - 1] * target
        patience = left = rounds if leeway else max(1, rounds // _IMPATIENCE)
        for done in range(rounds):
            if best_score[-1] == aim or left == 0:
                break
            left -= 1
            trial = state.copy()
            self._ruin(trial)
            self._recreate(trial)
            trial_score = self._score(trial, goals)
            allowed = score[-1] - leeway * (rounds - done) // rounds
            if trial_score >= (*score[:-1], allowed):
                state, score = trial, trial_score
                if score > best_score:
                    best, best_score, left = state, score, patience
                    self._pool.add(self._routes(best))
        return self._routes(best)

    def _start(self, routes: tuple[Route, ...]) -> _State:
        squares = sum(homes * homes for homes in self._opening)
        totals = [0] * len(self._senses)
        state = _State({}, {}, {}, list(self._opening), squares, totals)
        for route in routes:
            if route.kind is ExchangeKind.CHAIN:
                members = tuple(move.household for move in route.moves)
                self._set_chain(state, route.moves[0].home, members)
            else:
                self._set_cycle(state, route)
        return state

    def _score(self, state: _State, goals: int) -> Score:
        return tuple(
            sense * (times * state.squares + total)
            for sense, times, total in zip(
                self._senses[:goals],
                self._squared[:goals],
                state.totals[:goals],
                strict=True,
            )
        )

    def _routes(self, state: _State) -> tuple[Route, ...]:
        chains = [
            self._chain(home, members) for home, members in sorted(state.chains.items())
        ]
        return (*chains, *dict.fromkeys(state.cycles.values()))

    def _chain(self, home: int, members: Members) -> Route:
        moves = []
        for household in members:
            moves.append(Move(household, home))
            home = self._graph.vacates[household]
        return Route(ExchangeKind.CHAIN, tuple(moves))

    # Changes to a state, each keeping its books.

    def _set_chain(self, state: _State, home: int, members: Members) -> None:
        before = state.chains.pop(home, ())
        if before:
            self._count(state, self._chain(home, before), -1)
            for household in before:
                state.place.pop(household, None)
        if members:
            state.chains[home] = members
            self._count(state, self._chain(home, members), 1)
            for household in members:
                state.place[household] = home

    def _set_cycle(self, state: _State, route: Route) -> None:
        self._count(state, route, 1)
        for move in route.moves:
            state.cycles[move.household] = route

    def _drop_cycle(self, state: _State, route: Route) -> None:
        self._count(state, route, -1)
        for move in route.moves:
            del state.cycles[move.household]

    def _count(self, state: _State, route: Route, sign: int) -> None:
        weights = self._weights.get(route)
        if weights is None:
            weights = self._pool.column_of(route).weights
            self._weights[route] = weights
        for i, weight in enumerate(weights):
            state.totals[i] += sign * weight
        for move in route.moves:
            self._post(state, move, sign)

    def _post(self, state: _State, move: Move, sign: int) -> None:
        posts = self._posts.get(move)
        if posts is None:
            pool = self._graph.pool
            changes = balance_changes(
                pool.households[move.household], pool.homes[move.home]
            )
            posts = tuple((self._rows[row], homes) for row, homes in changes)
            self._posts[move] = posts
        balances = state.balances
        for row, homes in posts:
            change = sign * homes
            state.squares += change * (2 * balances[row] + change)
            balances[row] += change

    # Ruin.

    def _ruin(self, state: _State) -> None:
        """Cut a few chains, and break cycles, around one household's homes."""
        centre = self._draw.choice(self._movable)
        homes = list(self._graph.homes_for[centre])
        self._draw.shuffle(homes)
        cuts = self._draw.randint(1, _CHAINS_CUT_MAX)
        for home in homes:
            if cuts == 0:
                break
            occupant = self._graph.occupant[home]
            if occupant in state.cycles:
                self._drop_cycle(state, state.cycles[occupant])
                cuts -= 1
                continue
            start = home if occupant == NOBODY else state.place.get(occupant, NOBODY)
            if start in state.chains:
                members = state.chains[start]
                keep = self._draw.randrange(len(members))
                self._set_chain(state, start, members[:keep])
                cuts -= 1

    # Recreate.

    def _recreate(self, state: _State) -> None:
        waiting = [
            t for t in self._movable if t not in state.place and t not in state.cycles
        ]
        self._draw.shuffle(waiting)
        if self._draw.random() < 0.7:  # noqa: PLR2004 - mostly by urgency, at times not
            waiting.sort(key=lambda t: self._urgency[t])
        for household in waiting:
            self._insert(state, household)

    def _insert(self, state: _State, household: int) -> None:
        """Put a household where it does the balances most good, if it fits at all."""
        if household in state.cycles:
            return
        best: tuple[int, int] | None = None
        where: tuple[int, Members] | None = None
        for home in self._graph.homes_for[household]:
            if self._draw.random() < _SKIP_CHANCE:
                continue
            found = self._fit(state, household, home)
            if found is None:
                continue
            gain = self._ready_gain(state, household, home)
            rank = (gain, -self._cost(state, household, home))
            if best is None or rank > best:
                best, where = rank, found
        if where is not None:
            self._set_chain(state, *where)
            return
        for route in self._cycles_of.get(household, ()):
            if not any(
                m.household in state.place or m.household in state.cycles
                for m in route.moves
            ):
                self._set_cycle(state, route)
                return

    def _fit(
        self, state: _State, household: int, home: int
    ) -> tuple[int, Members] | None:
        """Return the chain as it would be with the household entering the home."""
        occupant = self._graph.occupant[home]
        if occupant == NOBODY:
            start, at = home, 0
        else:
            if occupant not in state.place:
                return None
            start = state.place[occupant]
            at = state.chains[start].index(occupant) + 1
        members = state.chains.get(start, ())
        if len(members) == self._moves_max:
            return None
        longer = (*members[:at], household, *members[at:])
        return (start, longer) if self._holds(start, longer) else None

    def _holds(self, home: int, members: Members) -> bool:
        """Say whether a chain keeps every rule of pairs and of sequence."""
        before = NOBODY
        for household in members:
            if home not in self._suits[household]:
                return False
            if before != NOBODY and self._home_team[before] == self._team[household]:
                return False
            before, home = home, self._graph.vacates[household]
        return True

    def _ready_gain(self, state: _State, household: int, home: int) -> int:
        if not self._ready[home]:
            return 0
        members = state.chains.get(home, ())
        displaced = bool(members) and self._urgent[members[0]]
        return self._urgent[household] - displaced

    def _cost(self, state: _State, household: int, home: int) -> int:
        """Return roughly what the move adds to the squares of the balances."""
        before = state.squares
        move = Move(household, home)
        self._post(state, move, 1)
        after = state.squares
        self._post(state, move, -1)
        return after - before


def _teams(graph: Graph) -> tuple[list[int], list[int]]:
    number: dict[str, int] = {}
    households = [number.setdefault(r.team, len(number)) for r in graph.pool.households]
    homes = [number.setdefault(home.team, len(number)) for home in graph.pool.homes]
    return households, homes
