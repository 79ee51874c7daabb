"""From prices in floating point to a bound in whole numbers that anybody can check.

The prices are scaled and rounded; then each is raised until no chain and no cycle is
worth more than it pays, by pricing in whole numbers. What they come to is a bound,
however the prices were got (safe bounds: Neumaier and Shcherbina 2004; of
Lagrange: Geoffrion 1974).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine import worth
from matching.engine.layout import Layout
from matching.instance import NOBODY, Goal, Whole

SCALE = 2**22
# Whole numbers beyond this might overflow when the prices of a round are added up.
_TOO_MUCH = 2**50
# What is added up for one arc: its weights, its household's price, four posts.
_TERMS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Squares:
    """The landlords' balances: what each move posts to them.

    As a goal: what moves add besides, less the sum of their squares.

    Attributes:
        row: The balances that an arc changes. Shape: arcs x 4.
        change: By how many homes. Shape: arcs x 4.
        opening: Balances before any move. Shape: rows.
        besides: What moves add to the same goal; None for nothing.
    """

    row: Whole
    change: Whole
    opening: Whole
    besides: Goal | None = None

    def posted(self, price: Whole) -> Whole:
        """Return what the posts of each arc come to at a price a row. Shape: arcs."""
        return np.asarray((price[self.row] * self.change).sum(axis=1), dtype=np.int64)

    def changes(self, arcs: Sequence[int]) -> dict[int, int]:
        """Return what some arcs post together, by row, without what cancels out."""
        found: dict[int, int] = {}
        for arc in arcs:
            posts = zip(self.row[arc].tolist(), self.change[arc].tolist(), strict=True)
            for row, homes in posts:
                found[row] = found.get(row, 0) + homes
        return {row: homes for row, homes in found.items() if homes}


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The balances as one of the goals.

    Attributes:
        goal: Its number.
    """

    goal: int
    squares: Squares


def told(balance: Balance | None, goal: int) -> Balance | None:
    """Return the balance where it is a goal, or one held for it."""
    return None if balance is None or balance.goal > goal else balance


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """Prices as the relaxation gives them. Of a home is what a chain from it pays.

    Shapes: households; homes; goals; rows; groups.
    """

    households: np.ndarray[tuple[int], np.dtype[np.float64]]
    homes: np.ndarray[tuple[int], np.dtype[np.float64]]
    held: np.ndarray[tuple[int], np.dtype[np.float64]]
    balances: np.ndarray[tuple[int], np.dtype[np.float64]]
    groups: np.ndarray[tuple[int], np.dtype[np.float64]]

    def nothing(self) -> "Duals":
        """Return prices of nothing, as many."""
        every = (self.households, self.homes, self.held, self.balances, self.groups)
        return Duals(*(np.zeros_like(prices) for prices in every))


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a branch has decided: arcs that every plan of it uses, or none does."""

    used: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()

    def allowed(self, layout: Layout) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Mark the arcs that a plan may still use. Shape: arcs."""
        instance = layout.instance
        allowed = np.ones(instance.arcs, dtype=np.bool_)
        allowed[list(self.left_out)] = False
        used = list(self.used)
        moved = np.zeros(instance.households, dtype=np.bool_)
        taken = np.zeros(instance.homes, dtype=np.bool_)
        moved[instance.household[used]] = True
        taken[instance.home[used]] = True
        allowed[moved[instance.household] | taken[instance.home]] = False
        allowed[used] = True
        return allowed


@dataclass(frozen=True, slots=True, eq=False)
class Paid:
    """Whole prices, and the bound that they show.

    Attributes:
        bound: No plan does better.
        scale, multipliers: As those of a level's proof.
        households, homes: Prices; of homes only voids have any.
        spare: What the prices come to beyond the bound, in units of price.
        anchors, slopes: Of each balance, where they are counted.
        groups: Prices of one void more of each group; nothing where none is given.
    """

    bound: int
    scale: int
    multipliers: tuple[int, ...]
    households: Whole
    homes: Whole
    spare: int = 0
    anchors: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    slopes: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    groups: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Every plan uses an arc, or does not; each half has its proof."""

    arc: int
    used: "Split | Paid"
    left_out: "Split | Paid"


Tree = Split | Paid


def pay(
    layout: Layout,
    goals: Sequence[Goal],
    held: Sequence[int],
    duals: Duals,
    *,
    balance: Balance | None,
    fixed: Fixed,
) -> Paid:
    """Return whole prices near some duals, and what they prove.

    Args:
        layout: The instance.
        goals: Those held, and last the one that is bounded. Of the balance, where
            it is among them, what moves add besides its squares.
        held: The values of all but the last.
        duals: Any prices at all; the better they are, the better the bound.
        balance: Which of the goals is the balance's, if it is among them.
        fixed: What is decided of every plan.
    """
    instance = layout.instance
    scale = _scale(goals, duals)
    if not scale:
        duals, scale = duals.nothing(), SCALE
    multipliers = np.rint(np.maximum(duals.held, 0) * scale).astype(np.int64)
    whole = added(goals, multipliers.tolist(), scale)
    constant, anchors, slopes = 0, _nothing(), _nothing()
    if balance is not None:
        last = balance.goal == len(goals) - 1
        times = scale if last else int(multipliers[balance.goal])
        squares = balance.squares
        anchors, slopes = _lines(duals.balances, times, scale)
        whole = Goal(whole.arc - squares.posted(slopes), whole.at, whole.round)
        below = times * anchors * anchors + slopes * (squares.opening - anchors)
        constant = -int(below.sum())
    groups = np.rint(np.maximum(duals.groups, 0) * scale).astype(np.int64)
    prices = np.rint(duals.households * scale).astype(np.int64)
    households, homes = _raised(layout, whole, prices, groups, fixed)
    spent = sum(t * v for t, v in zip(multipliers.tolist(), held, strict=True))
    total = int(households.sum()) + int(homes.sum()) + constant - spent
    total += sum(map(int.__mul__, groups.tolist(), instance.group_cap.tolist()))
    assert instance.households == len(households)
    return Paid(
        bound=total // scale,
        scale=scale,
        multipliers=tuple(multipliers.tolist()),
        households=households,
        homes=homes,
        spare=total % scale,
        anchors=anchors,
        slopes=slopes,
        groups=groups,
    )


def _scale(goals: Sequence[Goal], duals: Duals) -> int:
    """Return the finest scale whose numbers can be added up; 0 where none can.

    Days and lots have large numbers, and prices of what is held before them are larger
    by as much again: at the usual scale a branch of them once overflowed.
    """
    weights = [
        max(float(np.abs(each).max(initial=1)) for each in (g.arc, g.at, g.round))
        for g in goals
    ]
    before = (
        price * weight
        for price, weight in zip(duals.held.tolist(), weights[:-1], strict=True)
    )
    each = (duals.households, duals.homes, duals.groups, duals.balances)
    largest = max(float(np.abs(prices).max(initial=0)) for prices in each)
    sums = 1 + weights[-1] + largest + sum(map(abs, before))
    scale = SCALE
    while scale and scale * sums * _TERMS > _TOO_MUCH:
        scale //= 2
    return scale


def added(goals: Sequence[Goal], multipliers: Sequence[int], scale: int) -> Goal:
    """Return the last goal at its scale, and the others at their multipliers."""
    last = goals[-1]
    whole = Goal(last.arc * scale, last.at * scale, last.round * scale)
    for goal, times in zip(goals[:-1], multipliers, strict=True):
        whole = whole.plus(goal, times) if times else whole
    return whole


def _nothing() -> Whole:
    return np.zeros(0, dtype=np.int64)


def _lines(
    balances: np.ndarray[tuple[int], np.dtype[np.float64]], times: int, scale: int
) -> tuple[Whole, Whole]:
    """Return a line under so many times the square of each balance."""
    if times == 0:
        nothing = np.zeros(len(balances), dtype=np.int64)
        return nothing, nothing
    # The dual of a balance's row is what one home more is worth: minus the slope.
    slopes = -balances * scale
    anchors = np.rint(slopes / (2 * times)).astype(np.int64)
    least, most = (2 * anchors - 1) * times, (2 * anchors + 1) * times
    return anchors, np.clip(np.rint(slopes).astype(np.int64), least, most)


def _raised(
    layout: Layout, whole: Goal, prices: Whole, groups: Whole, fixed: Fixed
) -> tuple[Whole, Whole]:
    """Return whole prices near some, under which nothing is worth more than it pays.

    A chain from a void of a group pays the group's price too, as it is given.
    """
    instance = layout.instance
    free = np.zeros(instance.households, dtype=np.bool_)
    free[instance.household[list(fixed.used)]] = True
    households = np.where(free, prices, np.maximum(prices, 0))
    net = np.where(
        fixed.allowed(layout),
        whole.arc - households[instance.household],
        worth.NEVER,
    )
    assert np.abs(net[net > worth.NEVER]).max(initial=0) < _TOO_MUCH
    found, _, _ = worth.cycles(layout.places, net, whole.round, 0)
    over = np.maximum(found, 0)
    # Every cycle is found from its lowest member, which now pays for it.
    raised = np.zeros(instance.households, dtype=np.int64)
    np.maximum.at(raised, instance.household, over)
    households = households + raised
    net = np.where(net > worth.NEVER, net - raised[instance.household], net)
    first, _, _, _ = worth.chains(layout.places, net, whole.at)
    grouped = instance.group_of_home[instance.home] != NOBODY
    first[grouped] -= groups[instance.group_of_home[instance.home[grouped]]]
    homes = np.zeros(instance.homes, dtype=np.int64)
    voids = instance.occupant[instance.home] == NOBODY
    np.maximum.at(homes, instance.home[voids], np.maximum(first[voids], 0))
    return households, homes
