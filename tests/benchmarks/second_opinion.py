"""The textbook's exact formulation, for public instances and as a second opinion.

Every cycle is a variable, and so is every arc at every position of a chain (PICEF:
Dickerson, Manlove, Plaut, Sandholm and Trimble, 2016); CP-SAT chooses. Cost: grows
with the number of cycles, so that it ends near a few hundred households.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from matching.graph import Move, Route
from matching.instance import NOBODY, Instance
from matching.plan import ExchangeKind

METHOD = "every cycle and chain position listed, CP-SAT"
_UNITS_MAX = 300.0


@dataclass(frozen=True, slots=True)
class Opinion:
    """The most moves that CP-SAT found, and its bound."""

    routes: tuple[Route, ...]
    moves: int
    bound: int


def most_moves(instance: Instance, *, seed: int) -> Opinion:
    """Return a plan that moves as many households as can be.

    Teams must not be shared: no variable here knows who goes where two steps back.
    """
    shared = {*instance.team_of_home.tolist()} & {*instance.team_of_household.tolist()}
    assert not shared, "this formulation does not know teams"
    written = _Written(instance)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = _UNITS_MAX
    solver.solve(written.model)
    routes = tuple(written.routes(solver))
    moves = sum(len(route.moves) for route in routes)
    return Opinion(routes, moves, int(solver.best_objective_bound))


Place = tuple[int, int]


class _Written:
    """The instance as CP-SAT reads it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.suits: dict[int, list[int]] = defaultdict(list)
        for who, home in zip(
            instance.household.tolist(), instance.home.tolist(), strict=True
        ):
            self.suits[home].append(who)
        self.cycles = {moves: self.model.new_bool_var("") for moves in self._cycles()}
        self.steps = {
            (move, at): self.model.new_bool_var("") for move, at in self._steps()
        }
        self._limit()
        chosen = [len(moves) * taken for moves, taken in self.cycles.items()]
        self.model.maximize(sum([*chosen, *self.steps.values()]))

    def routes(self, solver: cp_model.CpSolver) -> Iterator[Route]:
        """Yield what the solver chose."""
        for moves, taken in self.cycles.items():
            if solver.value(taken):
                yield Route(ExchangeKind.CYCLE, moves)
        chosen = {
            (move.home, at): move
            for (move, at), taken in self.steps.items()
            if solver.value(taken)
        }
        for (_home, at), move in chosen.items():
            if at == 1:
                yield Route(ExchangeKind.CHAIN, self._followed(move, chosen))

    def _followed(self, move: Move, chosen: dict[Place, Move]) -> tuple[Move, ...]:
        moves = [move]
        while True:
            left = int(self.instance.vacates[moves[-1].household])
            after = chosen.get((left, len(moves) + 1))
            if after is None:
                return tuple(moves)
            moves.append(after)

    def _cycles(self) -> Iterator[tuple[Move, ...]]:
        """Yield every cycle once, from its lowest household."""
        for first in range(self.instance.households):
            yield from self._closed((first,))

    def _closed(self, people: tuple[int, ...]) -> Iterator[tuple[Move, ...]]:
        """Yield the cycles that start with these, each entering the last's home."""
        caps, left = self.instance.caps, self.instance.vacates
        home = int(left[people[-1]])
        for who in () if home == NOBODY else self.suits[home]:
            if who == people[0] and len(people) >= caps.cycle_moves_min:
                before = (people[-1], *people[:-1])
                yield tuple(
                    Move(each, int(left[previous]))
                    for each, previous in zip(people, before, strict=True)
                )
            longer = len(people) < caps.cycle_moves_max
            if longer and who > people[0] and who not in people:
                yield from self._closed((*people, who))

    def _steps(self) -> Iterator[tuple[Move, int]]:
        """Yield every move at every position of a chain where it could come."""
        free = {home for home in self.suits if self.instance.occupant[home] == NOBODY}
        for at in range(1, self.instance.caps.chain_moves_max + 1):
            people = set()
            for home in sorted(free):
                for who in self.suits[home]:
                    yield Move(who, home), at
                    people.add(who)
            free = {int(self.instance.vacates[who]) for who in people} - {NOBODY}

    def _limit(self) -> None:
        """A household moves once, and a home is entered once it has been left."""
        moved: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        entered: dict[Place, list[cp_model.IntVar]] = defaultdict(list)
        arrived: dict[Place, list[cp_model.IntVar]] = defaultdict(list)
        for moves, taken in self.cycles.items():
            for move in moves:
                moved[move.household].append(taken)
        for (move, at), taken in self.steps.items():
            moved[move.household].append(taken)
            entered[move.home, at].append(taken)
            arrived[move.household, at].append(taken)
        for choices in moved.values():
            self.model.add_at_most_one(choices)
        for (home, at), choices in entered.items():
            who = int(self.instance.occupant[home])
            before = arrived[who, at - 1] if at > 1 else None
            self.model.add(sum(choices) <= (1 if before is None else sum(before)))
