"""One set of prices: whether it is one, and the bound that it shows.

Every sum over a chain or cycle is checked to stay within 64 bits before any is made;
what the prices come to is added up in whole numbers of any size.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matching.certificate import Leaf
from matching.certify.answer import FaultCode
from matching.certify.chains import dear_chain
from matching.certify.cycles import dear_cycle
from matching.certify.priced import Verdict, priced
from matching.certify.problem import Balances, Problem
from matching.instance import Goal, Whole, counting

# All sums stay below it, so that none leaves the whole numbers of 64 bits.
_LARGEST = 2**60
_SOUND: frozenset[FaultCode] = frozenset()
_NO_BALANCES = Balances(
    opening={},
    still=frozenset(),
    posts=np.zeros((0, 4), dtype=np.int64),
    homes=np.zeros(4, dtype=np.int64),
)


def bound_of_leaf(
    problem: Problem, level: int, leaf: Leaf, arcs: Whole, fixed: frozenset[int]
) -> tuple[int, frozenset[FaultCode]]:
    """Return the bound of a part, made large, or what is wrong with its prices.

    Weak duality: with the level at its scale, the levels before at their multipliers
    and the balance under its lines, no chain and no cycle is worth more than the
    prices that it pays, so no plan is worth more than them all. A price of homes owed
    is paid by each letting offered for them, and as often as homes are owed.

    Args:
        level: Its place among the measures.
        arcs: Those that the part has.
        fixed: Households that move in every plan of the part.

    Cost: as `dear_chain` and `dear_cycle`.
    """
    weights = (*leaf.multipliers, leaf.scale)
    times, balances = _balances(problem, weights)
    faults = {*_weighed(level, leaf), *_listed(problem, leaf, fixed)}
    if not faults:
        faults = {*_lines(times, balances, leaf)}
    if not faults and _too_large(problem, weights, leaf):
        faults = {FaultCode.NUMBERS_TOO_LARGE}
    if not faults:
        worth = _worth(problem, weights, leaf)
        faults = {*_dear(problem, worth, leaf, arcs)}
    if faults:
        return 0, frozenset(faults)
    spare = sum(price for _, price in (*leaf.households, *leaf.voids))
    spare += _repaid(problem, leaf)
    spare += _constant(times, balances, leaf)
    held = zip(leaf.multipliers, problem.measures, strict=False)
    spare -= sum(times * measure.value for times, measure in held)
    return spare // leaf.scale, _SOUND


def _weighed(level: int, leaf: Leaf) -> Iterator[FaultCode]:
    if leaf.scale < 1:
        yield FaultCode.SCALE_WRONG
    if len(leaf.multipliers) != level or min((0, *leaf.multipliers)) < 0:
        yield FaultCode.MULTIPLIERS_WRONG


def _listed(problem: Problem, leaf: Leaf, fixed: frozenset[int]) -> Iterator[FaultCode]:
    """Check what is priced: that it is there, each once, and the signs."""
    lists = ((leaf.households, problem.households), (leaf.voids, problem.voids))
    for prices, known in lists:
        named = [name for name, _ in prices]
        if len(set(named)) != len(named):
            yield FaultCode.ID_TWICE
        if any(name not in known for name in named):
            yield FaultCode.ID_UNKNOWN
    free = {name for name, price in leaf.households if price < 0}
    if any(problem.households.get(name) not in fixed for name in free):
        yield FaultCode.PRICE_NEGATIVE
    if any(price < 0 for _, price in leaf.voids):
        yield FaultCode.PRICE_NEGATIVE
    debts = [(each.landlord_id, each.size_class) for each in leaf.debts]
    if len(set(debts)) != len(debts):
        yield FaultCode.ID_TWICE
    if any(debt not in problem.debts for debt in debts):
        yield FaultCode.ID_UNKNOWN
    if any(each.price < 0 for each in leaf.debts):
        yield FaultCode.PRICE_NEGATIVE


def _repaid(problem: Problem, leaf: Leaf) -> int:
    """Return what the prices of homes owed come to, each as often as it can be paid."""
    most = problem.instance.group_cap.tolist()
    return sum(
        each.price * int(most[problem.debts[each.landlord_id, each.size_class]])
        for each in leaf.debts
    )


def _balances(problem: Problem, weights: Sequence[int]) -> tuple[int, Balances]:
    """Return how much of the price one square is worth, and the balances."""
    for measure, weight in zip(problem.measures, weights, strict=False):
        if isinstance(measure.counts, Balances):
            return weight, measure.counts
    return 0, _NO_BALANCES


def _lines(times: int, balances: Balances, leaf: Leaf) -> Iterator[FaultCode]:
    """Check that each line is under its square at every whole number.

    It meets the square at its anchor; between whole numbers a square rises by an odd
    number of units, and the line must rise by no more on the one side and by no less
    on the other.
    """
    rows = [(line.landlord_id, line.size_class) for line in leaf.slopes]
    if len(set(rows)) != len(rows):
        yield FaultCode.SLOPE_TWICE
    if any(row not in balances.opening for row in rows):
        yield FaultCode.SLOPE_UNKNOWN
    if any(abs(line.slope - 2 * line.anchor * times) > times for line in leaf.slopes):
        yield FaultCode.SLOPE_OFF


def _constant(times: int, balances: Balances, leaf: Leaf) -> int:
    """Return what the lines come to before anybody moves, with the sign turned.

    A balance that no move changes needs no line: its square stays as it is.
    """
    total, still = 0, set(balances.still)
    for line in leaf.slopes:
        row = (line.landlord_id, line.size_class)
        still.discard(row)
        rise = line.slope * (balances.opening[row] - line.anchor)
        total -= times * line.anchor**2 + rise
    return total - times * sum(balances.opening[row] ** 2 for row in still)


def _too_large(problem: Problem, weights: Sequence[int], leaf: Leaf) -> bool:
    """Tell whether some sum over a chain or cycle could leave the whole numbers."""
    move = 4 * max((abs(line.slope) for line in leaf.slopes), default=0)
    for weight, measure in zip(weights, problem.measures, strict=False):
        if isinstance(measure.counts, Goal):
            goal = measure.counts
            move += weight * sum(map(_largest, (goal.arc, goal.at, goal.round)))
        else:
            move += weight * measure.counts.each
    prices = (*leaf.households, *leaf.voids)
    move += 2 * max((abs(price) for _, price in prices), default=0)
    move += max((each.price for each in leaf.debts), default=0)
    caps = problem.instance.caps
    return move * (max(caps.chain_moves_max, caps.cycle_moves_max) + 1) >= _LARGEST


def _largest(numbers: Whole) -> int:
    return max(abs(int(numbers.max())), abs(int(numbers.min()))) if len(numbers) else 0


def _worth(problem: Problem, weights: Sequence[int], leaf: Leaf) -> Goal:
    """Return what a move is worth: the level and those held, each at its weight."""
    whole = counting(problem.instance, 0)
    for weight, measure in zip(weights, problem.measures, strict=False):
        if isinstance(measure.counts, Goal):
            whole = whole.plus(measure.counts, weight)
        else:
            added = weight * measure.counts.each - _posted(measure.counts, leaf)
            whole = Goal(whole.arc + added, whole.at, whole.round)
    return whole


def _posted(balances: Balances, leaf: Leaf) -> Whole:
    """Return by how much the lines rise with each arc. Shape: arcs."""
    row = {name: i for i, name in enumerate(balances.opening)}
    rise = np.zeros(len(row), dtype=np.int64)
    for line in leaf.slopes:
        rise[row[line.landlord_id, line.size_class]] = line.slope
    posted: Whole = (rise[balances.posts] * balances.homes).sum(axis=1)
    return posted


def _dear(
    problem: Problem, worth: Goal, leaf: Leaf, arcs: Whole
) -> Iterator[FaultCode]:
    """Check that nothing is worth more than the prices it pays."""
    instance = problem.instance
    moves = priced(
        instance,
        arcs,
        worth.arc,
        _laid(leaf.households, problem.households, instance.households),
        _of_voids(problem, leaf),
    )
    verdicts = (
        dear_chain(moves, worth.at),
        dear_cycle(moves, worth.round, instance.caps),
    )
    if Verdict.DEAR in verdicts:
        yield FaultCode.PRICE_TOO_LOW
    elif Verdict.UNDECIDED in verdicts:
        yield FaultCode.WORK_TOO_LARGE


def _of_voids(problem: Problem, leaf: Leaf) -> Whole:
    """Return what a chain pays to start in each home: its place, and a home owed."""
    group = problem.instance.group_of_home
    # The last is for homes of no group.
    owed = np.zeros(len(problem.instance.group_cap) + 1, dtype=np.int64)
    for each in leaf.debts:
        owed[problem.debts[each.landlord_id, each.size_class]] = each.price
    place = _laid(leaf.voids, problem.voids, len(group))
    whole: Whole = place + owed[group]
    return whole


def _laid(
    prices: Sequence[tuple[str, int]], known: Mapping[str, int], length: int
) -> Whole:
    laid = np.zeros(length, dtype=np.int64)
    for name, price in prices:
        laid[known[name]] = price
    return laid
