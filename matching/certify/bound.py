"""From one level's proof to its bound, by nothing but additions and comparisons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.certificate import Branch, Leaf, LevelProof, Slope
from matching.certify.answer import FaultCode
from matching.certify.chains import dear_chain
from matching.certify.cycles import dear_cycle
from matching.certify.priced import Verdict, priced
from matching.instance import NOBODY, Goal, Instance, Whole

# All sums stay below it, so that none leaves the whole numbers of 64 bits.
_LARGEST = 2**60
_PARTS_MAX = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Balances:
    """What moves post to the balances whose squares one level counts.

    Attributes:
        opening: Each balance as the round begins, by landlord and size class. Units:
            homes.
        posts: The rows that each arc changes, as places in `opening`. Shape: arcs x 4.
        homes: By how much. Shape: 4.
    """

    opening: Mapping[tuple[str, str], int]
    posts: Whole
    homes: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One level, as a number that is made large.

    Attributes:
        counts: What each move adds; for the balance, what it posts.
        value: That the plan reaches, with its sign turned where small is good.
    """

    name: str
    counts: Goal | Balances
    value: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What a certificate is about.

    Attributes:
        households, homes: Where each identifier stands in the instance.
    """

    instance: Instance
    households: Mapping[str, int]
    homes: Mapping[str, int]
    measures: tuple[Measure, ...]

    @classmethod
    def of(
        cls,
        instance: Instance,
        household_ids: Sequence[str],
        home_ids: Sequence[str],
        measures: Iterable[Measure],
    ) -> "Problem":
        """Return the problem of an instance."""
        return cls(
            instance=instance,
            households={name: i for i, name in enumerate(household_ids)},
            homes={name: i for i, name in enumerate(home_ids)},
            measures=tuple(measures),
        )

    def arc_of(self, household_id: str, home_id: str) -> int | None:
        """Return where a pair stands among the arcs; None where it does not suit."""
        household = self.households.get(household_id, NOBODY)
        home = self.homes.get(home_id, NOBODY)
        found = (self.instance.household == household) & (self.instance.home == home)
        return int(found.argmax()) if found.any() else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A node of the tree that is not looked at yet.

    Attributes:
        gone: Arcs that the branches above took away.
        fixed: Households whose move they fixed.
    """

    node: Branch | Leaf
    gone: frozenset[int]
    fixed: frozenset[int]


def bound_of(
    problem: Problem, level: int, proof: LevelProof
) -> tuple[int | None, frozenset[FaultCode]]:
    """Return the bound that a proof shows of a level, made large, or what is wrong.

    Args:
        level: Its place among the measures.

    Cost: as `dear_chain` and `dear_cycle`, for each leaf.
    """
    weights = (*proof.multipliers, proof.scale)
    faults = {*_shape(level, proof)}
    if faults:
        return None, frozenset(faults)
    squares = _squares(problem, weights)
    faults = {*_slopes(squares, proof.slopes)}
    if faults:
        return None, frozenset(faults)
    if _too_large(problem, weights, proof):
        return None, frozenset({FaultCode.NUMBERS_TOO_LARGE})
    worth = _worth(problem, weights, proof.slopes)
    worst, faults = _worst_leaf(problem, worth, proof.tree)
    if faults:
        return None, frozenset(faults)
    held = zip(proof.multipliers, problem.measures, strict=False)
    spare = worst + _constant(squares, proof.slopes)
    spare -= sum(times * measure.value for times, measure in held)
    return spare // proof.scale, frozenset()


def _shape(level: int, proof: LevelProof) -> Iterator[FaultCode]:
    if proof.scale < 1:
        yield FaultCode.SCALE_WRONG
    if len(proof.multipliers) != level or min((0, *proof.multipliers)) < 0:
        yield FaultCode.MULTIPLIERS_WRONG


def _squares(
    problem: Problem, weights: tuple[int, ...]
) -> tuple[int, Mapping[tuple[str, str], int]]:
    """Return how much of the price one square is worth, and the opening balances."""
    for weight, measure in zip(weights, problem.measures, strict=False):
        if isinstance(measure.counts, Balances):
            return weight, measure.counts.opening
    return 0, {}


def _slopes(
    squares: tuple[int, Mapping[tuple[str, str], int]], slopes: Sequence[Slope]
) -> Iterator[FaultCode]:
    """Check that each line is under its square at every whole number.

    The line is under it at the anchor and at both its neighbours, which is all that a
    parabola asks.
    """
    weight, opening = squares
    rows = [(line.landlord_id, line.size_class) for line in slopes]
    if len(set(rows)) != len(rows):
        yield FaultCode.SLOPE_TWICE
    if any(row not in opening for row in rows):
        yield FaultCode.SLOPE_UNKNOWN
    if any(abs(line.slope - 2 * line.anchor * weight) > weight for line in slopes):
        yield FaultCode.SLOPE_OFF


def _constant(
    squares: tuple[int, Mapping[tuple[str, str], int]], slopes: Sequence[Slope]
) -> int:
    """Return what the lines are, with the sign turned, before anybody moves."""
    weight, opening = squares
    return -sum(
        weight * line.anchor**2
        + line.slope * (opening[line.landlord_id, line.size_class] - line.anchor)
        for line in slopes
    )


def _too_large(problem: Problem, weights: tuple[int, ...], proof: LevelProof) -> bool:
    """Tell whether some sum over a chain or cycle could leave the whole numbers."""
    move = 4 * max((abs(line.slope) for line in proof.slopes), default=0)
    for weight, measure in zip(weights, problem.measures, strict=False):
        if isinstance(measure.counts, Goal):
            parts = (measure.counts.arc, measure.counts.at, measure.counts.round)
            move += weight * sum(_largest(part) for part in parts)
    move += 2 * max((abs(price) for price in _prices(proof.tree)), default=0)
    caps = problem.instance.caps
    return move * (max(caps.chain_moves_max, caps.cycle_moves_max) + 1) >= _LARGEST


def _largest(numbers: Whole) -> int:
    return max(abs(int(numbers.max())), abs(int(numbers.min()))) if len(numbers) else 0


def _prices(tree: Branch | Leaf) -> Iterator[int]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Branch):
            waiting += [node.fixed, node.left_out]
        else:
            yield from (price for _, price in (*node.households, *node.voids))


def _worth(problem: Problem, weights: tuple[int, ...], slopes: Sequence[Slope]) -> Goal:
    """Return what a move is worth: the level and those held, each at its weight."""
    instance = problem.instance
    whole = Goal(
        np.zeros(instance.arcs, dtype=np.int64),
        np.zeros(instance.caps.chain_moves_max + 1, dtype=np.int64),
        np.zeros(instance.caps.cycle_moves_max + 1, dtype=np.int64),
    )
    for weight, measure in zip(weights, problem.measures, strict=False):
        if isinstance(measure.counts, Goal):
            whole = whole.plus(measure.counts, weight)
        elif slopes:
            posted = _posted(measure.counts, slopes)
            whole = Goal(whole.arc - posted, whole.at, whole.round)
    return whole


def _posted(balances: Balances, slopes: Sequence[Slope]) -> Whole:
    """Return by how much the lines rise with each arc. Shape: arcs."""
    row = {name: i for i, name in enumerate(balances.opening)}
    rise = np.zeros(len(row), dtype=np.int64)
    for line in slopes:
        rise[row[line.landlord_id, line.size_class]] = line.slope
    posted: Whole = (rise[balances.posts] * balances.homes).sum(axis=1)
    return posted


def _worst_leaf(
    problem: Problem, worth: Goal, tree: Branch | Leaf
) -> tuple[int, set[FaultCode]]:
    """Return the largest sum of prices among the leaves, and what is wrong."""
    waiting = [_Part(tree, frozenset(), frozenset())]
    sums: list[int] = []
    faults: set[FaultCode] = set()
    parts = 0
    while waiting:
        part = waiting.pop()
        parts += 1
        if parts > _PARTS_MAX:
            return 0, faults | {FaultCode.WORK_TOO_LARGE}
        if isinstance(part.node, Branch):
            branches = _branched(problem, part, part.node)
            waiting += branches
            if not branches:
                faults.add(FaultCode.BRANCH_UNKNOWN)
        else:
            found = {*_leaf(problem, worth, part, part.node)}
            faults |= found
            prices = (*part.node.households, *part.node.voids)
            sums.append(sum(price for _, price in prices))
    return max(sums, default=0), faults


def _branched(problem: Problem, part: _Part, branch: Branch) -> list[_Part]:
    """Return the two parts below a branch; none when its arc is not there."""
    arc = problem.arc_of(branch.household_id, branch.home_id)
    if arc is None or arc in part.gone:
        return []
    instance = problem.instance
    household, home = int(instance.household[arc]), int(instance.home[arc])
    rivals = (instance.household == household) | (instance.home == home)
    others = frozenset(np.flatnonzero(rivals).tolist()) - {arc}
    return [
        _Part(branch.fixed, part.gone | others, part.fixed | {household}),
        _Part(branch.left_out, part.gone | {arc}, part.fixed),
    ]


def _leaf(
    problem: Problem, worth: Goal, part: _Part, leaf: Leaf
) -> Iterator[FaultCode]:
    """Check the prices of one leaf: that nothing in its part is worth more."""
    instance = problem.instance
    voids = {
        name: at for name, at in problem.homes.items() if instance.occupant[at] < 0
    }
    faults = {
        *_listed(leaf.households, problem.households, part.fixed),
        *_listed(leaf.voids, voids, frozenset()),
    }
    yield from faults
    if faults:
        return
    left = np.ones(instance.arcs, dtype=np.bool_)
    left[list(part.gone)] = False
    moves = priced(
        instance,
        np.flatnonzero(left),
        worth.arc,
        _laid(leaf.households, problem.households, instance.households),
        _laid(leaf.voids, voids, instance.homes),
    )
    verdicts = (
        dear_chain(moves, worth.at),
        dear_cycle(moves, worth.round, instance.caps),
    )
    if Verdict.DEAR in verdicts:
        yield FaultCode.PRICE_TOO_LOW
    elif Verdict.UNDECIDED in verdicts:
        yield FaultCode.WORK_TOO_LARGE


def _listed(
    prices: Sequence[tuple[str, int]], known: Mapping[str, int], free: frozenset[int]
) -> Iterator[FaultCode]:
    """Check a list of prices: whom they are of, each once, and their signs."""
    names = [name for name, _ in prices]
    if len(set(names)) != len(names):
        yield FaultCode.ID_TWICE
    if any(name not in known for name in names):
        yield FaultCode.ID_UNKNOWN
    if any(price < 0 and known.get(name) not in free for name, price in prices):
        yield FaultCode.PRICE_NEGATIVE


def _laid(
    prices: Sequence[tuple[str, int]], known: Mapping[str, int], length: int
) -> Whole:
    laid = np.zeros(length, dtype=np.int64)
    for name, price in prices:
        laid[known[name]] = price
    return laid
