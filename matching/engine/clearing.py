"""The lexicographic driver: one goal after another, each with its bound and its proof.

For each goal: the bound without caps, rewiring until it is met, the relaxation with
routes priced in, CP-SAT among the routes known, and branching where the relaxation
leaves a gap. Whatever comes first that closes the goal ends the work on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from matching.engine import cleared, rewiring
from matching.engine.aiming import aims_of
from matching.engine.allowed import Allowed
from matching.engine.asking import Found
from matching.engine.branching import Closed, Question, close
from matching.engine.budget import Budget
from matching.engine.choosing import choose
from matching.engine.cleared import Cleared
from matching.engine.diving import Dive, dive
from matching.engine.finishing import Patience, better
from matching.engine.known import Known
from matching.engine.layout import lay_out
from matching.engine.linear import Relaxation
from matching.engine.posting import price_balances
from matching.engine.proving import Balance, Duals, Fixed, Paid, Squares, pay, told
from matching.engine.uncapped import bound_of, reached, together
from matching.instance import NOBODY, Goal, Instance, Whole, counting, shortened

_ROUNDS_A_STEP = 20
_FIRM = (0.6, 0.8)
_ROUTES_KEPT = 1_200
_HEAVY_ROUNDS = 3
_SHORTER_CHAINS = (5, 7)
_BALANCES_LONGER = 3
_BEYOND = 2**60  # more than any plan has of any goal

Told = Callable[[int], None]


def clear(
    instance: Instance,
    goals: Sequence[Goal | Squares],
    *,
    seed: int,
    budget: Budget,
    begun: Told = lambda _goal: None,
    start: Whole | None = None,
) -> Cleared:
    """Return the best plan for some goals, each binding before the next.

    Args:
        instance: Who could go where.
        goals: Made large in their order; at most one has the squares of balances,
            which are made small.
        seed: Of the search.
        budget: Limits of work.
        begun: Told the number of each goal as work on it begins.
        start: A plan to begin with: the home each household enters, or `NOBODY`.
            Shape: households.
    """
    desk = _Desk(instance, goals, seed, budget, start)
    desk.meet_the_bound_without_caps()
    for goal in range(len(goals)):
        begun(goal)
        desk.settle(goal)
    numbers = desk.known.of(desk.best)
    return Cleared(
        routes=tuple(desk.known.route(number) for number in numbers),
        values=tuple(desk.value.tolist()),
        bounds=tuple(desk.bounds),
        proofs=tuple(closed.tree for closed in desk.closed),
        shown=desk.bounds == [closed.bound for closed in desk.closed],
        methods=tuple(desk.methods),
        searched=desk.searched,
    )


class _Desk:
    """The plan in hand, and what is known about it."""

    def __init__(
        self,
        instance: Instance,
        goals: Sequence[Goal | Squares],
        seed: int,
        budget: Budget,
        start: Whole | None,
    ) -> None:
        self.instance, self.budget, self.seed = instance, budget, seed
        self.allowed = Allowed(budget, instance.households)
        self.layout = lay_out(instance)
        nothing = counting(instance, 0)
        self.goals = [
            goal if isinstance(goal, Goal) else goal.besides or nothing
            for goal in goals
        ]
        self.balance: Balance | None = None
        for at, goal in enumerate(goals):
            if isinstance(goal, Squares):
                assert self.balance is None, "there is one balance at most"
                self.balance = Balance(at, goal)
        self.aims = aims_of(instance, self.goals, self.balance)
        self.known = Known(self.layout, self.goals)
        self.relaxation = Relaxation(self.known, self.balance)
        nobody = np.full(instance.households, NOBODY, dtype=np.int64)
        self.best = nobody if start is None else start
        self.value = self._counted(self.best)
        self.closed: list[Closed] = []
        self.bounds: list[int] = []
        self.methods: list[str] = []
        self.searched = 0
        self._starts = 0

    # Without caps.

    def meet_the_bound_without_caps(self) -> None:
        """Search for a plan that meets the bounds of the first goals without caps."""
        plain = self._plain()
        factors = together(self.instance, plain)
        if factors:
            self._search(len(factors), reached(self.instance, plain, factors))

    def _plain(self) -> list[Goal]:
        """Return the goals before the balance's."""
        return self.goals[: None if self.balance is None else self.balance.goal]

    def _flow(self, goal: int) -> Closed | None:
        """Return the bound of a goal without caps, if it can be asked."""
        found = together(self.instance, self._plain())
        if goal >= len(found):
            return None
        factors = [factor // found[goal] for factor in found[: goal + 1]]
        return bound_of(self.instance, self.goals, factors, self.value.tolist())

    # One goal.

    def settle(self, goal: int) -> None:
        """Raise one goal as far as the budget allows, and note its bound."""
        flow = self._flow(goal)
        if flow is not None and flow.bound > self.value[goal]:
            self._by_shorter_chains(goal)
        if flow is not None and flow.bound == self.value[goal]:
            self._note(goal, flow, flow.bound, cleared.WITHOUT_CAPS)
        else:
            self._raise(goal, flow)

    def _raise(self, goal: int, found: Closed | None) -> None:
        method = cleared.WITHOUT_CAPS
        paid = self._by_relaxation(goal, None if found is None else found.bound)
        if found is None or paid.bound < found.bound:
            found, method = Closed(paid.bound, paid), cleared.BY_RELAXATION
        elif isinstance(found.tree, Paid):
            paid = found.tree
        asked = self._close_in(goal, paid, found.bound, self.allowed.at_once)
        self._climb(goal, asked)
        branched = self._by_branching(goal, found)
        if branched is not None and branched.bound < found.bound:
            found, method = branched, cleared.BY_BRANCHING
        bound = min(asked, found.bound)
        patience = self.allowed.at_last(anew=bound < asked)
        bound = self._close_in(goal, paid, bound, patience)
        self._note(goal, found, bound, method)

    def _by_shorter_chains(self, goal: int) -> None:
        """Take the best plan of shorter chains: they are fewer, and keep every cap."""
        cap = self.instance.caps.chain_moves_max
        shorter = max((moves for moves in _SHORTER_CHAINS if moves < cap), default=None)
        if shorter is not None:
            goals = self.goals[: goal + 1]
            instance, goals = shortened(self.instance, goals, shorter)
            little = replace(self.budget, branches_max=1)
            found = clear(instance, goals, seed=self.seed, budget=little)
            self._take(found.goes(instance.households))

    def _note(self, goal: int, found: Closed, bound: int, method: str) -> None:
        self.closed.append(found)
        self.bounds.append(bound)
        if bound > self.value[goal]:
            self.methods.append(cleared.LEFT_OPEN)
        else:
            self.methods.append(cleared.BY_SOLVER if bound < found.bound else method)

    def _close_in(self, goal: int, paid: Paid, bound: int, patience: Patience) -> int:
        """Ask for a plan as good as a bound, then for half way there; return the bound.

        The first time it is rounded up to before.
        """
        least, first = bound, patience == self.allowed.at_once
        while bound > self.value[goal]:
            if first and least == bound and not self._is_cut_short(goal):
                self._dive(goal, bound, bound)
            answer = self._ask(goal, paid, least, patience)
            if not answer.certain:
                break
            if answer.goes is None:
                bound = least - 1
            # Days and lots are thousands apart, and no count of questions bears that.
            least = int(self.value[goal]) + 1
            least += (bound - least + 1) // 2
        return bound

    def _ask(self, goal: int, paid: Paid, least: int, patience: Patience) -> Found:
        """Ask for a plan that has so much of a goal, and take it."""
        if told(self.balance, goal) is not None:
            return Found(None, certain=False)
        held = self.value[:goal].tolist()
        answer = better(
            self.known, held, paid, least=least, patience=patience, seed=self.seed
        )
        if answer.goes is None:
            return answer
        self._take(answer.goes)
        self.known.of(answer.goes)
        # Its rows hold within a tolerance; thousands of units may be a few short.
        return replace(answer, certain=self.value[goal] >= least)

    def _by_relaxation(self, goal: int, known: int | None) -> Paid:
        if self._is_heavy(goal):
            self._lighten()
        proofs = self._balanced_without_caps(goal)
        held = self.value[:goal].tolist()
        self.known.of(self.best)
        self.relaxation.aim(goal, held)
        bounds = [proof.bound for proof in proofs]
        least = min([*bounds, *([] if known is None else [known])], default=None)
        if least is None or least > self.value[goal]:
            enough = float("inf") if least is None else float(least)
            priced = self.relaxation.solve(self._rounds_max(goal), enough=enough)
            # Where pricing was cut short, prices of nothing may well show more.
            proofs += [
                self._paid(goal, duals) for duals in (priced, self.relaxation.free())
            ]
        return min(proofs, key=lambda each: each.bound)

    def _climb(self, goal: int, target: int) -> None:
        """Look for a better plan in every other way."""
        if not self._is_cut_short(goal):
            if not self._is_heavy(goal):
                self._dive(goal, target, 0)
            if self.value[goal] < target:
                self._choose(goal, target)
        if self.value[goal] < target:
            self._search_for(goal, target)

    def _is_cut_short(self, goal: int) -> bool:
        """Say whether pricing was cut short, whose prices lead nowhere."""
        return self._is_heavy(goal) and not self._is_balance(goal)

    def _balanced_without_caps(self, goal: int) -> list[Paid]:
        """Search for good balances, and bound them by arcs alone.

        Where a search ends the relaxation begins, near what it looks for; begun from
        one plan it takes ten times as long.
        """
        if self.balance is None or not self._is_balance(goal):
            return []
        self._search_for(goal, _BEYOND)
        held = self.value[:goal].tolist()
        goals = self.goals[: goal + 1]
        duals = price_balances(self.instance, goals, held, self.balance)
        return [] if duals is None else [self._paid(goal, duals)]

    def _paid(self, goal: int, duals: Duals) -> Paid:
        return pay(
            self.layout,
            self.goals[: goal + 1],
            self.value[:goal].tolist(),
            duals,
            balance=told(self.balance, goal),
            fixed=Fixed(),
        )

    def _by_branching(self, goal: int, found: Closed) -> Closed | None:
        if found.bound == self.value[goal] or self._is_heavy(goal):
            return None
        closed = close(
            self.relaxation,
            self.known,
            Question(goal, tuple(self.value.tolist()), self.balance),
            lambda numbers: self._weighed(goal, numbers),
            pricing_rounds_max=self._rounds_max(goal),
            branches_max=self.allowed.branches_max,
            routes_max=self.allowed.routes_max,
        )
        if closed.plan is not None:
            self._take(self.known.goes(closed.plan))
        return closed

    # Held at the balances of a large round a relaxation takes longest by far.

    def _is_heavy(self, goal: int) -> bool:
        return self.allowed.size > 1 and told(self.balance, goal) is not None

    def _is_balance(self, goal: int) -> bool:
        return self.balance is not None and self.balance.goal == goal

    def _rounds_max(self, goal: int) -> int:
        if self._is_heavy(goal) and not self._is_balance(goal):
            return _HEAVY_ROUNDS
        return self.budget.pricing_rounds_max

    def _lighten(self) -> None:
        """Go on with the routes that the relaxation finds good, and no others."""
        good = self.relaxation.best(_ROUTES_KEPT)
        fewer = Known(self.layout, self.goals)
        for number in good:
            fewer.add(self.known.arcs[number], ring=self.known.ring[number])
        self.known, self.relaxation = fewer, Relaxation(fewer, self.balance)

    # The plan.

    def _counted(self, goes: Whole) -> Whole:
        state = rewiring.start(self.layout.places, self.aims, goes, 0)
        fine = rewiring.count(self.layout.places, self.aims, state)
        assert fine, "a plan keeps every rule"
        return np.array(state.value)

    def _weighed(self, goal: int, numbers: Sequence[int]) -> int | None:
        """Return what a plan has of a goal, if it keeps the goals before."""
        value = self._counted(self.known.goes(numbers))
        kept = value[:goal].tolist() >= self.value[:goal].tolist()
        return int(value[goal]) if kept else None

    def _take(self, goes: Whole) -> None:
        """Take a plan if it is better than the one in hand."""
        value = self._counted(goes)
        if value.tolist() > self.value.tolist():
            self.best, self.value = goes, value

    def _choose(self, goal: int, target: int) -> None:
        if told(self.balance, goal) is not None:
            # With squares to count CP-SAT seldom moves at all in any useful time.
            return
        chosen = choose(
            self.known,
            self.relaxation.near(int(self.value[goal]) + 1),
            goal,
            self.value[:goal].tolist(),
            hint=self.known.of(self.best),
            target=target,
            search_units=self.budget.search_units,
            seed=self.seed,
        )
        self._take(self.known.goes(chosen))

    def _dive(self, goal: int, target: int, reach: int) -> None:
        """Round the relaxation up, to no less than is to be reached, or to better."""
        for firm in _FIRM:
            value = int(self.value[goal])
            if value < target:
                how = Dive(
                    max(reach, value + 1),
                    firm,
                    _ROUNDS_A_STEP,
                    self.allowed.routes_max,
                    self.budget.dive_answers_max,
                )
                self._try(goal, dive(self.relaxation, self.known, how))
                if self.value[goal] < target:
                    self.relaxation.solve(_ROUNDS_A_STEP, enough=target)

    def _try(self, goal: int, numbers: Sequence[int]) -> None:
        """Take a plan of these routes if it is one, and better."""
        twice = any(self.known.twice[number] for number in numbers)
        if numbers and not twice and self._weighed(goal, numbers) is not None:
            self._take(self.known.goes(numbers))

    def _search_for(self, goal: int, target: int) -> None:
        self._search(goal + 1, np.array([*self.value[:goal], target]))

    def _search(self, goals: int, target: Whole) -> None:
        """Rewire until the target is met, anew a few times.

        A goal before may turn out better on the way, where it was left open: what is
        better there is held from then on, and the search goes on.
        """
        places, aims = self.layout.places, self.aims
        steps = self.allowed.search_steps
        if self._is_balance(goals - 1):
            steps *= _BALANCES_LONGER
        left = steps * self.budget.searches
        while left > 0 and self.value[:goals].tolist() < target.tolist():
            self._starts += 1
            state = rewiring.start(places, aims, self.best, self.seed + self._starts)
            rewiring.count(places, aims, state)
            best, value = self.best.copy(), self.value.copy()
            most = min(steps, left)
            taken = rewiring.rewire(
                places, aims, state, best, value, target, goals, most
            )
            left, self.searched = left - taken, self.searched + taken
            self._take(best)
            # Where each search ended the relaxation begins: it needs few routes more.
            self.known.of(best)
            self.known.of(state.goes)
            if self.value[: goals - 1].tolist() > target[:-1].tolist():
                target = np.array([*self.value[: goals - 1], target[-1]])
