"""The last gap: arcs that every plan uses or none does, until each branch is bounded.

Where the relaxation is worth more than the plan in hand, some arc is used in part.
Either every plan uses it or none does; each half has a relaxation of its own. The
leaves of the tree prove the bound between them (branch and price: Barnhart et al.
1998).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matching.engine.diving import WHOLE, uses
from matching.engine.known import Known
from matching.engine.linear import Relaxation
from matching.engine.proving import Balance, Fixed, Paid, Split, Tree, pay, told

_ANSWERS_A_BRANCH = 4


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """A bound and its proof.

    Attributes:
        plan: A better plan found on the way, as routes by number, or None.
    """

    bound: int
    tree: Tree
    plan: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be bounded.

    Attributes:
        goal: Number of the goal, to which the relaxation has been turned.
        values: Of the plan in hand: the goals before are kept, and what the goal has
            is what a branch must beat to be split.
        balance: Which goal is the balance's, if any.
    """

    goal: int
    values: tuple[int, ...]
    balance: Balance | None


# Says what a plan of these routes has of the goal; None where it is no plan, or keeps
# too little of the goals before.
Weigh = Callable[[Sequence[int]], int | None]


def close(
    relaxation: Relaxation,
    known: Known,
    question: Question,
    weigh: Weigh,
    *,
    pricing_rounds_max: int,
    branches_max: int,
    routes_max: int,
) -> Closed:
    """Bound a goal by branching, as far as so many branches go.

    Args:
        relaxation: Turned to the goal.
        known: Its routes; more are added.
        question: What is asked.
        weigh: Counts a plan found on the way.
        pricing_rounds_max: For one branch.
        branches_max: Branches to bound. Where pricing is slow to end there are fewer:
            each has some answers of the relaxation to spend, and they share them.
        routes_max: Routes known, from which on no branch is split.
    """
    tree = _Tree(relaxation, known, question, weigh, pricing_rounds_max, branches_max)
    tree.routes_max = routes_max
    whole = tree.grow(Fixed())
    relaxation.restrict(Fixed())
    return Closed(bound_of(whole), whole, tree.plan)


def bound_of(tree: Tree) -> int:
    """Return the worst bound of a tree's leaves."""
    if isinstance(tree, Paid):
        return tree.bound
    return max(bound_of(tree.used), bound_of(tree.left_out))


class _Tree:
    def __init__(
        self,
        relaxation: Relaxation,
        known: Known,
        question: Question,
        weigh: Weigh,
        pricing_rounds_max: int,
        branches_max: int,
    ) -> None:
        self._relaxation, self._known, self._weigh = relaxation, known, weigh
        self._goal, self._balance = question.goal, question.balance
        self._held = list(question.values[: question.goal])
        self._reached = question.values[question.goal]
        self._rounds_max, self._left = pricing_rounds_max, branches_max
        self._last = relaxation.answers + _ANSWERS_A_BRANCH * branches_max
        self.plan: tuple[int, ...] | None = None
        self.routes_max = 0

    def grow(self, fixed: Fixed) -> Tree:
        """Return the proof of one branch, split as far as is needed and allowed."""
        self._left -= 1
        self._relaxation.restrict(fixed)
        duals = self._relaxation.solve(self._rounds_max)
        paid = pay(
            self._known.layout,
            self._known.goals[: self._goal + 1],
            self._held,
            duals,
            balance=told(self._balance, self._goal),
            fixed=fixed,
        )
        spent = self._left <= 0 or self._relaxation.answers >= self._last
        spent |= len(self._known) > self.routes_max
        if paid.bound <= self._reached or spent:
            return paid
        taken = self._relaxation.taken()
        arc = self._in_part(taken)
        if arc is None:
            # What is left of others is the solver's own inexactness, and no move.
            self._note([number for number, much in taken if much > WHOLE])
            return paid
        used = self.grow(replace(fixed, used=(*fixed.used, arc)))
        left_out = self.grow(replace(fixed, left_out=(*fixed.left_out, arc)))
        return Split(arc, used, left_out)

    def _in_part(self, taken: list[tuple[int, float]]) -> int | None:
        """Return the arc whose use is furthest from whole; None if all are whole."""
        use = uses(self._known, taken)
        apart = {arc: abs(much - round(much)) for arc, much in use.items()}
        furthest = max(apart.values(), default=0.0)
        if furthest < WHOLE:
            return None
        return min(arc for arc, much in apart.items() if much == furthest)

    def _note(self, numbers: list[int]) -> None:
        """Note a better plan, where a branch's answer is one."""
        if any(self._known.twice[number] for number in numbers):
            return
        value = self._weigh(numbers)
        if value is not None and value > self._reached:
            self.plan, self._reached = tuple(numbers), value
