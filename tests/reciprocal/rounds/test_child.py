"""The solve in a process of its own: what it answers, and what becomes of it."""

import io
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from fixtures.scenarios import chain_from_a_void
from matching.codec import (
    explanation_to_text,
    plan_to_text,
    pool_to_text,
    scarcity_to_text,
)
from matching.pool import Policy, Pool
from matching.scarcity import Scarcity
from reciprocal.rounds import child
from reciprocal.rounds.child import SolveFailed, plan_apart, solve_apart
from tests.reciprocal.rounds.test_rounds import box_of, frozen
from tests.support.world import DAY, MakeWorld, solve_here

LONG_ENOUGH_S = 60


def test_the_child_answers_as_the_solver_does_in_process(
    make_world: MakeWorld,
) -> None:
    world = make_world(chain_from_a_void(DAY))
    pool, policy, seed = box_of(world, frozen(world))
    heard: list[tuple[str, int, int]] = []
    apart = solve_apart(pool, policy, seed, lambda *told: heard.append(told))
    here = solve_here(pool, policy, seed, lambda *_: None)
    assert plan_to_text(apart.plan) == plan_to_text(here.plan)
    assert apart.explanation == here.explanation
    assert apart.certificate_closes is here.certificate_closes is True
    assert plan_apart(pool, policy, seed) == here.plan
    assert ("explain", 1, 1) in heard
    assert heard
    assert all(0 <= done <= total for _, done, total in heard)


def a_child_that(
    monkeypatch: pytest.MonkeyPatch, does: str
) -> list["subprocess.Popen[str]"]:
    """Put another program in the solver's place; return the processes started."""
    started: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def start(_: list[str], **options: Any) -> "subprocess.Popen[str]":  # noqa: ANN401
        started.append(popen([sys.executable, "-c", does], **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    return started


EMPTY = Pool((), (), ())
DIES = (
    "import os, signal, sys; sys.stdin.read();"
    " print('NW1 8NH', file=sys.stderr, flush=True);"
    " os.kill(os.getpid(), signal.SIGKILL)"
)


def test_an_answer_larger_than_a_pipe_is_read_while_the_child_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Found by hand: a round of 300 households never ended.

    The child waited to write its answer, and its parent for the last of its progress.
    """
    here = solve_here(EMPTY, Policy(version="1"), 1, lambda *_: None)
    said = {
        "plan": plan_to_text(here.plan),
        "explanation": explanation_to_text(here.explanation),
        "certificate_closes": "",
    }
    started = a_child_that(
        monkeypatch,
        "import sys; sys.stdin.read(); print('explain 1/1', file=sys.stderr);"
        f"sys.stdout.write({json.dumps(said)!r} + ' ' * 500_000)",
    )
    with ThreadPoolExecutor(1) as aside:
        solving = aside.submit(
            solve_apart, EMPTY, Policy(version="1"), 1, lambda *_: None
        )
        try:
            solved = solving.result(timeout=LONG_ENOUGH_S)
            assert solved.plan == here.plan
            assert solved.certificate_closes is False
        finally:
            started[0].kill()


def test_a_child_that_is_killed_is_a_failed_solve_without_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_child_that(monkeypatch, DIES)
    heard: list[tuple[str, int, int]] = []
    with pytest.raises(SolveFailed) as failed:
        solve_apart(EMPTY, Policy(version="1"), 1, lambda *told: heard.append(told))
    assert "NW1" not in str(failed.value) + repr(failed.value.__cause__)
    assert heard == []


def test_a_child_does_not_outlive_whoever_stops_listening(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says_and_waits = (
        "import sys, time; sys.stdin.read();"
        " print('solve 1/2', file=sys.stderr, flush=True); time.sleep(600)"
    )
    started = a_child_that(monkeypatch, says_and_waits)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve_apart(EMPTY, Policy(version="1"), 1, stop)
    (process,) = started
    assert process.returncode not in (0, None)


def test_the_childs_own_lines_are_read_as_they_are_meant() -> None:
    """What the child reads, solves and writes, with the pipes as plain text."""
    policy = Policy(
        version="7",
        cycle_moves_max=4,
        chain_moves_max=2,
        shortholds_abolished=False,
        move_worth=3,
    )
    order = {
        "ask": child.Ask.ROUND,
        "pool": pool_to_text(EMPTY),
        "policy": child.policy_as_plain(policy),
        "seed": 3,
    }
    answer, told = io.StringIO(), io.StringIO()
    child.main(io.StringIO(json.dumps(order)), answer, told)
    here = solve_here(EMPTY, policy, 3, lambda *_: None)
    assert json.loads(answer.getvalue()) == {
        "plan": plan_to_text(here.plan),
        "explanation": explanation_to_text(here.explanation),
        "certificate_closes": "yes",
    }
    assert child.policy_from_plain(json.loads(json.dumps(order))["policy"]) == policy
    alone = io.StringIO()
    asked = io.StringIO(json.dumps({**order, "ask": child.Ask.PLAN}))
    child.main(asked, alone, io.StringIO())
    assert json.loads(alone.getvalue()) == {"plan": plan_to_text(here.plan)}
    asked = io.StringIO(json.dumps({**order, "ask": child.Ask.SCARCITY}))
    short = io.StringIO()
    child.main(asked, short, io.StringIO())
    nothing = scarcity_to_text(Scarcity(shortages=(), one_more=()))
    assert json.loads(short.getvalue()) == {"scarcity": nothing}
    for line in told.getvalue().splitlines():
        stage, _, counts = line.rpartition(" ")
        assert stage
        assert all(part.isdigit() for part in counts.split("/"))
