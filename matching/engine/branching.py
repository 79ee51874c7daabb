"""The last gap: arcs that every plan uses or none does, until each branch is bounded.

Where the relaxation is worth more than the plan in hand, some arc is used in part.
Either every plan uses it or none does; each half has a relaxation of its own. The
leaves of the tree prove the bound between them (branch and price: Barnhart et al.
1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matching.engine.known import Known
from matching.engine.linear import Relaxation
from matching.engine.proving import Balance, Fixed, Paid, Split, Tree, pay, told

_WHOLE = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """A bound and its proof.

    Attributes:
        plan: A better plan found on the way, as routes by number, or None.
    """

    bound: int
    tree: Tree
    plan: tuple[int, ...] | None = None


def close(
    known: Known,
    goal: int,
    values: Sequence[int],
    *,
    balance: Balance | None,
    pricing_rounds_max: int,
    branches_max: int,
) -> Closed:
    """Bound a goal by branching, as far as so many branches go.

    Args:
        known: Routes; more are added.
        goal: Number of the goal.
        values: Of the plan in hand: the goals before it are kept, and its own value
            is what a branch must beat to be split.
        balance: Which goal is the balance's, if any.
        pricing_rounds_max: For one branch.
        branches_max: Relaxations to solve.
    """
    tree = _Tree(known, goal, values, balance, pricing_rounds_max, branches_max)
    whole = tree.grow(Fixed())
    return Closed(bound_of(whole), whole, tree.plan)


def bound_of(tree: Tree) -> int:
    """Return the worst bound of a tree's leaves."""
    if isinstance(tree, Paid):
        return tree.bound
    return max(bound_of(tree.used), bound_of(tree.left_out))


class _Tree:
    def __init__(
        self,
        known: Known,
        goal: int,
        values: Sequence[int],
        balance: Balance | None,
        pricing_rounds_max: int,
        branches_max: int,
    ) -> None:
        self._known, self._goal, self._balance = known, goal, balance
        self._held, self._reached = list(values[:goal]), values[goal]
        self._rounds_max, self._left = pricing_rounds_max, branches_max
        self.plan: tuple[int, ...] | None = None

    def grow(self, fixed: Fixed) -> Tree:
        """Return the proof of one branch, split as far as is needed and allowed."""
        self._left -= 1
        relaxation = Relaxation(
            self._known, self._goal, self._held, balance=self._balance, fixed=fixed
        )
        duals = relaxation.solve(self._rounds_max)
        paid = pay(
            self._known.layout,
            self._known.goals[: self._goal + 1],
            self._held,
            duals,
            balance=told(self._balance, self._goal),
            fixed=fixed,
        )
        if paid.bound <= self._reached or self._left <= 0:
            return paid
        taken = relaxation.taken()
        arc = self._in_part(taken)
        if arc is None:
            self._note([number for number, _ in taken])
            return paid
        used = self.grow(replace(fixed, used=(*fixed.used, arc)))
        left_out = self.grow(replace(fixed, left_out=(*fixed.left_out, arc)))
        return Split(arc, used, left_out)

    def _in_part(self, taken: list[tuple[int, float]]) -> int | None:
        """Return the arc whose use is furthest from whole; None if all are whole."""
        use: dict[int, float] = {}
        for number, much in taken:
            for arc in self._known.arcs[number]:
                use[arc] = use.get(arc, 0.0) + much
        apart = {arc: abs(much - round(much)) for arc, much in use.items()}
        furthest = max(apart.values(), default=0.0)
        if furthest < _WHOLE:
            return None
        return min(arc for arc, much in apart.items() if much == furthest)

    def _note(self, numbers: list[int]) -> None:
        """Note a better plan, where a branch's answer is one."""
        if any(self._known.twice[number] for number in numbers):
            return
        value = sum(self._known.values[number][self._goal] for number in numbers)
        # Of a balance the driver counts what such a plan comes to.
        if told(self._balance, self._goal) is None and value > self._reached:
            self.plan, self._reached = tuple(numbers), value
