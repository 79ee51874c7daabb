"""A worker with a toy job of six steps, to be killed at any of them."""

import time
from collections.abc import Sequence

from reciprocal.jobs import Jobs, Report, Step
from tests.crash.databases import Place
from tests.crash.marks import STEPS, Marks
from tests.crash.worker import Say

JOB = "toy"
EXECUTOR_ID = "solver-0"
STEP_SECONDS = 0.06
UNTIL_KILLED_SECONDS = 60


def toy_worker(
    say: Say,
    *,
    place: Place,
    finish: str | None = None,
    within_seconds: float = 30,
    begin: Sequence[str] = (),
    recover: bool = True,
) -> None:
    """Wait for a job that an earlier worker left, then begin one and work on.

    Args:
        say: Hears the state of the job that was left.
        place: Where the jobs and the steps' marks are kept.
        finish: The subject whose job was left, if any.
        within_seconds: How long to wait for that.
        begin: The subjects to begin, if any; then it works until it is killed.
        recover: As the worker's own.
    """
    marks = Marks(place.marks_url)
    jobs = Jobs(url=place.jobs_url, executor_id=EXECUTOR_ID, recover=recover)
    jobs.register(JOB, [(name, _step(marks, name)) for name in STEPS])
    jobs.launch()
    if finish:
        say(jobs.wait(JOB, finish, timeout_seconds=within_seconds))
    for subject in begin:
        jobs.start(JOB, subject)
    if begin:
        time.sleep(UNTIL_KILLED_SECONDS)
    jobs.close()


def _step(marks: Marks, name: str) -> Step:
    """Return a step with its effect in the middle of its time."""

    def work(subject_id: str, report: Report) -> None:
        del report
        marks.begin(subject_id, name)
        time.sleep(STEP_SECONDS / 2)
        marks.leave(subject_id, name)
        time.sleep(STEP_SECONDS / 2)

    return work
