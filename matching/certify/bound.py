"""From one level's proof to its bound: the worst of the parts that it is split in."""

from dataclasses import dataclass

import numpy as np

from matching.certificate import Branch, Leaf, LevelProof
from matching.certify.answer import FaultCode
from matching.certify.leaf import bound_of_leaf
from matching.certify.problem import Problem

_PARTS_MAX = 4_096


@dataclass(frozen=True, slots=True)
class _Part:
    """A node of the tree that is not looked at yet.

    Attributes:
        gone: Arcs that the branches above took away.
        fixed: Households whose move they fixed.
    """

    node: Branch | Leaf
    gone: frozenset[int] = frozenset()
    fixed: frozenset[int] = frozenset()


def bound_of(
    problem: Problem, level: int, proof: LevelProof
) -> tuple[int | None, frozenset[FaultCode]]:
    """Return the bound that a proof shows of a level, made large, or what is wrong.

    Args:
        level: Its place among the measures.

    Cost: as `bound_of_leaf` for each leaf; a tree of too many parts is not looked at
        to its end.
    """
    waiting = [_Part(proof.tree, problem.named.gone(level))]
    bounds: list[int] = []
    faults: set[FaultCode] = set()
    parts = 0
    while waiting and parts < _PARTS_MAX:
        part = waiting.pop()
        parts += 1
        if isinstance(part.node, Branch):
            below = _below(problem, part, part.node)
            waiting += below
            faults |= set() if below else {FaultCode.BRANCH_UNKNOWN}
        else:
            left = np.ones(problem.instance.arcs, dtype=np.bool_)
            left[list(part.gone)] = False
            arcs = np.flatnonzero(left)
            bound, found = bound_of_leaf(problem, level, part.node, arcs, part.fixed)
            bounds.append(bound)
            faults |= found
    if waiting:
        faults.add(FaultCode.WORK_TOO_LARGE)
    return (None if faults else max(bounds)), frozenset(faults)


def _below(problem: Problem, part: _Part, branch: Branch) -> list[_Part]:
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
