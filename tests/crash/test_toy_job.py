"""kill -9 at seeded moments: every job finishes, and every step takes effect once.

Each worker takes up the job that the one before was killed at, and then begins the
next, at which it is killed in turn: ten kills cost eleven starts.
"""

import os
import random
from collections import Counter

import pytest

from tests.crash.child import STEP_SECONDS
from tests.crash.databases import Place
from tests.crash.marks import STEPS, Marks
from tests.crash.worker import Worker

CHILD = "tests.crash.child"
MOMENTS = 100 if os.environ.get("SOAK") else 10


def moments(seed: int, count: int) -> list[tuple[int, float]]:
    """Draw moments: how many steps have begun, and how many seconds later to kill.

    Each step comes round in turn; the seconds strike before its effect, after it, and
    between two steps.
    """
    draw = random.Random(seed)  # noqa: S311 - moments, not secrets
    return [
        (1 + index % len(STEPS), draw.uniform(0, STEP_SECONDS * 0.9))
        for index in range(count)
    ]


def kill_at(
    marks: Marks, worker: Worker, subject: str, moment: tuple[int, float]
) -> None:
    """Kill the worker when the subject's job has come to the moment."""
    begun, delay_seconds = moment
    worker.kill_when(
        lambda: len(marks.runs(subject)) >= begun, delay_seconds=delay_seconds
    )


def test_a_job_killed_at_any_moment_finishes_with_each_effect_once(
    place: Place,
) -> None:
    marks = Marks(place.marks_url)
    marks.make()
    left: list[str] = []
    for number, moment in enumerate(moments(seed=20, count=MOMENTS)):
        subject = f"round-{number}"
        finish = ["--finish", left[-1]] if left else []
        worker = Worker(
            CHILD, place.jobs_url, place.marks_url, *finish, "--begin", subject
        )
        kill_at(marks, worker, subject, moment)
        assert worker.said() == ("done" if left else "")
        assert len(marks.effects(subject)) < len(STEPS) or moment[0] == len(STEPS)
        left.append(subject)
    last = Worker(CHILD, place.jobs_url, place.marks_url, "--finish", left[-1])
    assert last.said() == "done"

    for subject in left:
        assert sorted(marks.effects(subject)) == sorted(STEPS)
        runs = Counter(marks.runs(subject))
        assert set(runs) == set(STEPS)
        # Taken up where it was left: at most the step in flight ran again.
        assert sum(runs.values()) <= len(STEPS) + 1


def test_without_recovery_a_killed_job_stays_unfinished(place: Place) -> None:
    marks = Marks(place.marks_url)
    marks.make()
    worker = Worker(CHILD, place.jobs_url, place.marks_url, "--begin", "round-0")
    kill_at(marks, worker, "round-0", (3, 0.0))
    worker.said()
    before = marks.effects("round-0")

    restarted = Worker(
        CHILD,
        place.jobs_url,
        place.marks_url,
        "--no-recovery",
        "--finish=round-0",
        "--within-seconds=3",
    )

    assert restarted.said() == "running"
    assert marks.effects("round-0") == before
    assert len(before) < len(STEPS)
