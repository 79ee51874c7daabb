"""kill -9 at seeded moments: every job finishes, and every step takes effect once.

Each worker takes up the job that the one before was killed at, and then begins the
next, at which it is killed in turn: ten kills cost eleven starts.
"""

from collections import Counter

from tests.crash.databases import Place
from tests.crash.marks import STEPS, Marks
from tests.crash.moments import Moment, moments
from tests.crash.toy import STEP_SECONDS, toy_worker
from tests.crash.worker import Worker


def kill_at(moment: Moment, worker: Worker, marks: Marks, subject: str) -> None:
    """Kill the worker when the subject's job has come to the moment."""
    worker.kill_when(
        lambda: len(marks.runs(subject)) >= moment.steps_begun,
        delay_seconds=moment.delay_seconds,
    )


def test_a_job_killed_at_any_moment_finishes_with_each_effect_once(
    place: Place,
) -> None:
    marks = Marks(place.marks_url)
    marks.make()
    left = None
    for moment in moments(seed=20, steps=len(STEPS), step_seconds=STEP_SECONDS):
        worker = Worker(toy_worker, place=place, finish=left, begin=[moment.subject])
        kill_at(moment, worker, marks, moment.subject)
        assert worker.said() == (["done"] if left else [])
        left = moment.subject
    last = Worker(toy_worker, place=place, finish=left)
    assert last.said() == ["done"]

    for moment in moments(seed=20, steps=len(STEPS), step_seconds=STEP_SECONDS):
        assert sorted(marks.effects(moment.subject)) == sorted(STEPS)
        runs = Counter(marks.runs(moment.subject))
        assert set(runs) == set(STEPS)
        # Taken up where it was left: at most the step in flight ran again.
        assert runs.total() <= len(STEPS) + 1


def test_without_recovery_a_killed_job_stays_unfinished(place: Place) -> None:
    marks = Marks(place.marks_url)
    marks.make()
    moment = Moment(subject="round", steps_begun=3, delay_seconds=0.0)
    worker = Worker(toy_worker, place=place, begin=[moment.subject])
    kill_at(moment, worker, marks, moment.subject)
    before = marks.effects(moment.subject)
    assert len(before) < len(STEPS)

    restarted = Worker(
        toy_worker, place=place, finish="round", within_seconds=3, recover=False
    )

    assert restarted.said() == ["running"]
    assert marks.effects(moment.subject) == before


def test_a_job_started_but_not_begun_when_its_worker_dies_is_worked(
    place: Place,
) -> None:
    """The queue is durable: what `start` has accepted is not lost."""
    marks = Marks(place.marks_url)
    marks.make()
    busy = Worker(toy_worker, place=place, begin=["first", "second"])
    busy.kill_when(lambda: bool(marks.runs("first")), delay_seconds=0.0)
    assert marks.runs("second") == []

    restarted = Worker(toy_worker, place=place, finish="second")

    assert restarted.said() == ["done"]
    assert sorted(marks.effects("second")) == sorted(STEPS)
