"""The solve, in a process of its own: a pool comes in, a plan and its reasons go out.

It keeps OR-Tools out of the process that answers requests, touches no disk, and
dies with its parent's pipe. Progress goes to standard error, one line each.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TextIO

from matching.asking import homes_wanted
from matching.certify import certify
from matching.codec import (
    asking_from_text,
    asking_to_text,
    explanation_from_text,
    explanation_to_text,
    plan_from_text,
    plan_to_text,
    pool_from_text,
    pool_to_text,
    scarcity_from_text,
    scarcity_to_text,
    wanted_from_text,
    wanted_to_text,
)
from matching.explain import explain
from matching.explanation import Explanation
from matching.locks import Lock, LockKind
from matching.one_more import scarcity
from matching.owing import HomesWanted, Owing
from matching.plan import Plan
from matching.pool import Level, Policy, Pool
from matching.scarcity import Scarcity
from matching.solve import Budget, solve
from reciprocal.errors import Kind, ReciprocalError
from reciprocal.places import authorities_by_region

Told = Callable[[str, int, int], None]


class Ask(StrEnum):
    """What is asked for: a plan with its reasons, or alone; what is short, or owed."""

    ROUND = "round"
    PLAN = "plan"
    SCARCITY = "scarcity"
    HOMES_OWED = "homes_owed"


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan, and what may be said of it.

    Attributes:
        certificate_closes: Its certificate alone shows that no plan is better.
    """

    plan: Plan
    explanation: Explanation
    certificate_closes: bool


class SolveFailed(ReciprocalError):
    code = "solve_failed"
    kind = Kind.UNAVAILABLE
    sentence = "The solver stopped without an answer; the round can be run again."


def solve_apart(pool: Pool, policy: Policy, seed: int, told: Told) -> Solved:
    """Solve in a child process and return its plan and what is said of it.

    Raises:
        SolveFailed: When the child dies; what it printed is not repeated.
    """
    said = _answered(Ask.ROUND, pool, policy, seed, told)
    return Solved(
        plan_from_text(said["plan"]),
        explanation_from_text(said["explanation"]),
        certificate_closes=bool(said["certificate_closes"]),
    )


def plan_apart(pool: Pool, policy: Policy, seed: int) -> Plan:
    """Solve in a child process and return the plan alone, of which nothing is told.

    Raises:
        SolveFailed: As `solve_apart`.
    """
    said = _answered(Ask.PLAN, pool, policy, seed, lambda *_: None)
    return plan_from_text(said["plan"])


def scarcity_apart(pool: Pool, policy: Policy, seed: int) -> Scarcity:
    """Find what a round is short of in a child process.

    Raises:
        SolveFailed: As `solve_apart`.
    """
    said = _answered(Ask.SCARCITY, pool, policy, seed, lambda *_: None)
    return scarcity_from_text(said["scarcity"])


def homes_wanted_apart(
    pool: Pool, plan: Plan, policy: Policy, owing: Sequence[Owing], seed: int
) -> tuple[HomesWanted, ...]:
    """Find in a child process which homes that are owed a plan would use.

    Raises:
        SolveFailed: As `solve_apart`.
    """
    more = {"plan": plan_to_text(plan), "owing": asking_to_text(owing)}
    said = _answered(Ask.HOMES_OWED, pool, policy, seed, lambda *_: None, more)
    return wanted_from_text(said["wanted"])


def _answered(
    ask: Ask,
    pool: Pool,
    policy: Policy,
    seed: int,
    told: Told,
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return what a child process answers, passing its progress on."""
    order = json.dumps(
        {
            "ask": ask,
            "pool": pool_to_text(pool),
            "policy": policy_as_plain(policy),
            "seed": seed,
            **(more or {}),
        }
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "reciprocal.rounds.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    # The answer is more than a pipe holds: were it read after the progress, the child
    # would wait for its reader and the reader for the child's last word.
    reader = ThreadPoolExecutor(max_workers=1)
    whole = reader.submit(child.stdout.read)
    try:
        child.stdin.write(order)
        child.stdin.close()
        for line in child.stderr:
            stage, _, counts = line.rstrip("\n").rpartition(" ")
            done, _, total = counts.partition("/")
            if done.isdigit() and total.isdigit():
                told(stage, int(done), int(total))
        answer = whole.result()
    except BaseException:
        child.kill()
        raise
    finally:
        child.wait()
        reader.shutdown()
        child.stdout.close()
        child.stderr.close()
    if child.returncode != 0:
        raise SolveFailed
    said: dict[str, str] = json.loads(answer)
    return said


def solve_and_explain(
    pool: Pool, policy: Policy, seed: int, told: Told, budget: Budget
) -> Solved:
    """Solve in this process, find what may be said of the plan, and certify it."""
    plan = solve(pool, policy, seed=seed, budget=budget, progress=told)
    told("explain", 0, 1)
    explanation = explain(plan, pool, policy)
    told("explain", 1, 1)
    told("certify", 0, 1)
    certified = certify(plan, pool, policy)
    told("certify", 1, 1)
    return Solved(plan, explanation, certificate_closes=certified.closed)


def policy_as_plain(policy: Policy) -> dict[str, object]:
    """Return a policy as JSON can say it."""
    return {
        "version": policy.version,
        "cycle_moves_max": policy.cycle_moves_max,
        "chain_moves_max": policy.chain_moves_max,
        "levels": list(policy.levels),
        "shortholds_abolished": policy.shortholds_abolished,
        "move_worth": policy.move_worth,
        "locks": [
            [lock.kind, lock.household_id, lock.home_id] for lock in policy.locks
        ],
    }


def policy_from_plain(plain: dict[str, object]) -> Policy:
    """Return the policy that `policy_as_plain` wrote, before there were locks too."""
    levels = plain["levels"]
    assert isinstance(levels, list)
    locks = plain.get("locks", [])
    assert isinstance(locks, list)
    return Policy(
        version=str(plain["version"]),
        cycle_moves_max=int(str(plain["cycle_moves_max"])),
        chain_moves_max=int(str(plain["chain_moves_max"])),
        levels=tuple(Level(level) for level in levels),
        shortholds_abolished=bool(plain["shortholds_abolished"]),
        move_worth=int(str(plain["move_worth"])),
        locks=tuple(Lock(LockKind(kind), *named) for kind, *named in locks),
    )


def main(source: TextIO, answer: TextIO, told: TextIO) -> None:
    """Read one order, do it, write the answer."""
    order = json.load(source)

    def tell(stage: str, done: int, total: int) -> None:
        told.write(f"{stage} {done}/{total}\n")
        told.flush()

    pool, policy = pool_from_text(order["pool"]), policy_from_plain(order["policy"])
    asked = Ask(order["ask"])
    if asked is Ask.HOMES_OWED:
        json.dump(_homes_owed(pool, policy, order), answer)
    else:
        json.dump(_ASKED[asked](pool, policy, order["seed"], tell), answer)


def _homes_owed(pool: Pool, policy: Policy, order: dict[str, Any]) -> dict[str, str]:
    found = homes_wanted(
        pool,
        plan_from_text(order["plan"]),
        policy,
        asking_from_text(order["owing"]),
        seed=order["seed"],
        budget=Budget(),
    )
    return {"wanted": wanted_to_text(found)}


def _round(pool: Pool, policy: Policy, seed: int, told: Told) -> dict[str, str]:
    solved = solve_and_explain(pool, policy, seed, told, Budget())
    return {
        "plan": plan_to_text(solved.plan),
        "explanation": explanation_to_text(solved.explanation),
        "certificate_closes": "yes" if solved.certificate_closes else "",
    }


def _plan(pool: Pool, policy: Policy, seed: int, told: Told) -> dict[str, str]:
    plan = solve(pool, policy, seed=seed, budget=Budget(), progress=told)
    return {"plan": plan_to_text(plan)}


def _scarcity(pool: Pool, policy: Policy, seed: int, told: Told) -> dict[str, str]:
    del told
    regions = authorities_by_region().items()
    areas = {f"the {name} region": codes for name, codes in regions}
    found = scarcity(pool, policy, seed=seed, budget=Budget(), areas=areas)
    return {"scarcity": scarcity_to_text(found)}


_ASKED = {Ask.ROUND: _round, Ask.PLAN: _plan, Ask.SCARCITY: _scarcity}
assert {*_ASKED, Ask.HOMES_OWED} == set(Ask), "everything asked for is done"


if __name__ == "__main__":
    main(sys.stdin, sys.stdout, sys.stderr)
