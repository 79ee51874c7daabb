"""Solves a round and has it verified and certified, with the seconds all of it took."""

import time

import numpy as np

from matching.certificate import Branch, Leaf, LevelProof
from matching.certify import certify, certify_instance
from matching.codec import digest, plan_to_text
from matching.engine.asking import Offered, ask
from matching.engine.clearing import clear
from matching.engine.layout import lay_out
from matching.engine.listing import near_arcs, near_rings
from matching.engine.proving import Split, Tree
from matching.home_types import count_home_types
from matching.instance import Caps, Instance, Whole, counting
from matching.pool import Policy, Pool
from matching.solve import Budget, solve
from matching.verify import verify
from tests.benchmarks import checking
from tests.benchmarks.answers import Answer
from tests.benchmarks.kidney_files import Donors
from tests.benchmarks.profiles import Profile, RoundSpec, generated
from tests.benchmarks.records import Cell

_MOVES = "households"
_RING = Donors((False, False, False, True), ((0, 1), (1, 2), (2, 0), (3, 0)))


def answer_pool(pool: Pool, policy: Policy, *, seed: int) -> Answer:
    """Return the answer to a round of housing: rules, solve, verify, certify."""
    started = time.perf_counter()
    plan = solve(pool, policy, seed=seed, budget=Budget())
    solved = time.perf_counter()
    wrong = verify(plan, pool, policy)
    certified = certify(plan, pool, policy)
    ended = time.perf_counter()
    assert wrong == (), f"the plan breaks rules: {wrong}"
    level = next(report for report in plan.levels if report.level == _MOVES)
    shown = next(each for each in certified.levels if each.level == _MOVES)
    return Answer(
        moves=level.value,
        bound=level.bound,
        certified_bound=shown.bound,
        closed=all(report.gap == 0 for report in plan.levels),
        certified=certified.closed,
        seconds=ended - started,
        checking_seconds=ended - solved,
        method=level.proved_by,
        home_types=plan.home_types,
        plan_digest=digest(plan_to_text(plan)),
    )


def answer_cell(cell: Cell, seed: int) -> Answer:
    """Return the answer to the round that a seed of a cell is."""
    return answer_pool(generated(cell.spec(seed)), cell.policy, seed=seed)


def answer_instance(instance: Instance, *, seed: int) -> Answer:
    """Return the answer to an instance of numbers, in which each move counts one."""
    started = time.perf_counter()
    goal = counting(instance)
    cleared = clear(instance, (goal,), seed=seed, budget=Budget())
    solved = time.perf_counter()
    wrong = checking.faults(instance, cleared.routes)
    (moves,), (bound,), (tree,) = cleared.values, cleared.bounds, cleared.proofs
    certified = certify_instance(
        instance,
        (goal,),
        cleared.values,
        (LevelProof(_MOVES, _named(instance, tree)),),
        [str(household) for household in range(instance.households)],
        [str(home) for home in range(instance.homes)],
    )
    ended = time.perf_counter()
    counted = sum(len(route.moves) for route in cleared.routes)
    assert wrong == (), f"the plan breaks rules: {wrong}"
    assert counted == moves, "the plan moves as many as are told"
    return Answer(
        moves=moves,
        bound=bound,
        certified_bound=certified.levels[0].bound,
        closed=moves == bound,
        certified=certified.closed,
        seconds=ended - started,
        checking_seconds=ended - solved,
        method=cleared.methods[0],
        home_types=count_home_types(instance),
        plan_digest=digest(repr(sorted(cleared.routes))),
    )


def _named(instance: Instance, tree: Tree) -> Branch | Leaf:
    """Return a proof in which everybody and every void goes by a number."""
    if isinstance(tree, Split):
        return Branch(
            household_id=str(instance.household[tree.arc]),
            home_id=str(instance.home[tree.arc]),
            fixed=_named(instance, tree.used),
            left_out=_named(instance, tree.left_out),
        )
    return Leaf(
        scale=tree.scale,
        multipliers=tree.multipliers,
        slopes=(),
        households=_priced(tree.households),
        voids=_priced(tree.homes),
    )


def _priced(prices: Whole) -> tuple[tuple[str, int], ...]:
    return tuple((str(at), price) for at, price in enumerate(prices.tolist()) if price)


def warm(policy: Policy) -> None:
    """Solve a tiny round, so that no later one pays for loading and compiling."""
    spec = RoundSpec(cases=12, voids=4, seed=1, profile=Profile.ORDINARY, authorities=4)
    answer_pool(generated(spec), policy, seed=1)
    _ask_once(Caps(policy.cycle_moves_max, policy.chain_moves_max))


def warm_for_instances(caps: Caps) -> None:
    """Solve a tiny instance of numbers, to the same end."""
    answer_instance(_RING.instance(caps), seed=1)
    _ask_once(caps)


def _ask_once(caps: Caps) -> None:
    """Load what only a round with a gap needs."""
    layout = lay_out(_RING.instance(caps))
    moves = counting(layout.instance)
    nothing = np.zeros(layout.instance.homes, dtype=np.int64)
    rings = near_rings(layout.places, moves.arc, moves.round, 0)
    assert rings is not None, "there is one cycle"
    offered = Offered(near_arcs(layout.places, moves.arc, moves.at, nothing, 0), rings)
    must = np.zeros(0, dtype=np.int64)
    ask(layout, offered, [moves], [1], must=must, nodes_max=1, seed=1)
