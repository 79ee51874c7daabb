"""A worker process to be killed: `python -m tests.crash.child jobs-url marks-url …`.

It first waits for a job that an earlier worker left, then begins one of its own and
works until it is killed. It says on its output what it has seen.
"""

import argparse
import time

from reciprocal.jobs import Jobs, Report, Step
from tests.crash.marks import STEPS, Marks

JOB = "toy"
EXECUTOR_ID = "solver-0"
STEP_SECONDS = 0.1


def step(marks: Marks, name: str) -> Step:
    """Return a step with its effect in the middle of its time."""

    def work(subject_id: str, report: Report) -> None:
        del report
        marks.begin(subject_id, name)
        time.sleep(STEP_SECONDS / 2)
        marks.leave(subject_id, name)
        time.sleep(STEP_SECONDS / 2)

    return work


def main() -> None:
    """Work as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs_url")
    parser.add_argument("marks_url")
    parser.add_argument("--finish", help="the subject whose job was left unfinished")
    parser.add_argument("--within-seconds", type=float, default=30)
    parser.add_argument("--begin", help="the subject to begin and be killed at")
    parser.add_argument("--no-recovery", action="store_true")
    told = parser.parse_args()

    marks = Marks(told.marks_url)
    jobs = Jobs(
        url=told.jobs_url, executor_id=EXECUTOR_ID, recover=not told.no_recovery
    )
    jobs.register(JOB, [(name, step(marks, name)) for name in STEPS])
    jobs.launch()
    if told.finish:
        state = jobs.wait(JOB, told.finish, timeout_seconds=told.within_seconds)
        print(state, flush=True)  # noqa: T201 - the parent reads it
    if told.begin:
        jobs.start(JOB, told.begin)
        time.sleep(60)
    jobs.close()


if __name__ == "__main__":
    main()
