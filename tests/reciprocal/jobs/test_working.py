"""A worker starts jobs, works them in order and one at a time, and tells of them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from reciprocal.errors import VersionMismatch
from reciprocal.jobs import Jobs, JobState, Progress, Report, Step

Launch = Callable[[list[tuple[str, Step]]], Jobs]

PATIENCE_SECONDS = 30


class Gate:
    """A step that waits, reporting what it is told to, until it is let through."""

    def __init__(self, *reports: Progress) -> None:
        self.reports = reports
        self.reached = threading.Event()
        self.open = threading.Event()
        self.runs: list[str] = []

    def step(self, subject_id: str, report: Report) -> None:
        self.runs.append(subject_id)
        for progress in self.reports:
            report(progress)
        self.reached.set()
        while not self.open.wait(0.02):
            report(Progress("waiting", 0, 1))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait until the step is in hand; let it through at the end."""
        assert self.reached.wait(PATIENCE_SECONDS)
        try:
            yield
        finally:
            self.open.set()


def nothing(subject_id: str, report: Report) -> None:
    del subject_id, report


def test_the_steps_are_worked_in_order_for_the_subject(launch: Launch) -> None:
    seen: list[tuple[str, str]] = []
    names = ["first", "second", "third"]

    def noting(name: str) -> Step:
        def step(subject_id: str, report: Report) -> None:
            del report
            seen.append((name, subject_id))

        return step

    jobs = launch([(name, noting(name)) for name in names])
    jobs.start("match", "r1")

    assert jobs.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS) is JobState.DONE
    assert seen == [(name, "r1") for name in names]


def test_the_state_goes_from_unknown_to_done(launch: Launch) -> None:
    gate = Gate()
    jobs = launch([("solve", gate.step)])
    assert jobs.state("match", "r1") is JobState.UNKNOWN

    jobs.start("match", "r1")
    with gate.held():
        jobs.start("match", "r2")
        assert jobs.state("match", "r1") is JobState.RUNNING
        assert jobs.state("match", "r2") is JobState.WAITING
        assert jobs.wait("match", "r1", timeout_seconds=0) is JobState.RUNNING

    assert jobs.wait("match", "r2", timeout_seconds=PATIENCE_SECONDS) is JobState.DONE
    assert jobs.state("match", "r1") is JobState.DONE
    assert jobs.failure("match", "r1") is None


def test_progress_is_read_while_the_step_runs(launch: Launch) -> None:
    gate = Gate(Progress("building", 1, 4), Progress("solving", 2, 9))
    jobs = launch([("solve", gate.step)])
    assert jobs.progress("match", "r1") is None

    jobs.start("match", "r1")
    with gate.held():
        found = jobs.progress("match", "r1")
        assert found in (Progress("solving", 2, 9), Progress("waiting", 0, 1))


def test_progress_may_be_reported_from_a_solvers_own_thread(launch: Launch) -> None:
    def solve(subject_id: str, report: Report) -> None:
        del subject_id
        found = threading.Thread(target=report, args=(Progress("solving", 3, 3),))
        found.start()
        found.join()

    jobs = launch([("solve", solve)])
    jobs.start("match", "r1")

    assert jobs.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS) is JobState.DONE
    assert jobs.progress("match", "r1") == Progress("solving", 3, 3)


def test_reports_are_thinned_but_the_last_of_a_stage_shows(launch: Launch) -> None:
    read: list[Progress | None] = []

    def solve(subject_id: str, report: Report) -> None:
        for done in range(100):
            report(Progress("solving", done, 100))
        read.append(jobs.progress("match", subject_id))
        report(Progress("solving", 100, 100))
        read.append(jobs.progress("match", subject_id))

    jobs = launch([("solve", solve)])
    jobs.start("match", "r1")
    jobs.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS)

    assert read[0] is not None
    assert read[0].done < 99
    assert read[1] == Progress("solving", 100, 100)


def test_a_job_started_again_and_again_is_worked_once(launch: Launch) -> None:
    gate = Gate()
    jobs = launch([("solve", gate.step)])
    jobs.start("match", "r1")
    with gate.held():
        jobs.start("match", "r1")
    jobs.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS)
    jobs.start("match", "r1")
    jobs.start("match", "r2")
    jobs.wait("match", "r2", timeout_seconds=PATIENCE_SECONDS)

    assert gate.runs == ["r1", "r2"]


def test_jobs_are_worked_one_at_a_time(launch: Launch) -> None:
    inside, most = 0, 0

    def solve(subject_id: str, report: Report) -> None:
        nonlocal inside, most
        del subject_id, report
        inside += 1
        most = max(most, inside)
        threading.Event().wait(0.05)
        inside -= 1

    jobs = launch([("solve", solve)])
    subjects = [f"r{number}" for number in range(4)]
    for subject in subjects:
        jobs.start("match", subject)
    for subject in subjects:
        state = jobs.wait("match", subject, timeout_seconds=PATIENCE_SECONDS)
        assert state is JobState.DONE

    assert most == 1


def test_a_failing_step_ends_its_job_and_no_other(launch: Launch) -> None:
    later: list[str] = []

    def check(subject_id: str, report: Report) -> None:
        del report
        if subject_id == "bad":
            raise VersionMismatch

    def publish(subject_id: str, report: Report) -> None:
        del report
        later.append(subject_id)

    jobs = launch([("check", check), ("publish", publish)])
    jobs.start("match", "bad")
    jobs.start("match", "good")

    state = jobs.wait("match", "bad", timeout_seconds=PATIENCE_SECONDS)
    assert state is JobState.FAILED
    assert jobs.failure("match", "bad") == "version_mismatch"
    state = jobs.wait("match", "good", timeout_seconds=PATIENCE_SECONDS)
    assert state is JobState.DONE
    assert later == ["good"]

    jobs.start("match", "bad")
    assert jobs.state("match", "bad") is JobState.FAILED


def test_a_worker_that_closes_leaves_its_job_to_the_next(launch: Launch) -> None:
    gate, before = Gate(), Gate()
    before.open.set()
    jobs = launch([("freeze", before.step), ("solve", gate.step)])
    jobs.start("match", "r1")
    assert gate.reached.wait(PATIENCE_SECONDS)
    jobs.close()
    assert gate.runs == ["r1"]

    gate.open.set()
    jobs = launch([("freeze", before.step), ("solve", gate.step)])

    assert jobs.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS) is JobState.DONE
    assert before.runs == ["r1"], "a finished step does not run again"
    assert gate.runs == ["r1", "r1"], "the step in hand does"


def test_a_worker_that_closes_between_steps_leaves_the_rest(launch: Launch) -> None:
    begun = threading.Event()
    runs: list[str] = []

    def freeze(subject_id: str, report: Report) -> None:
        del subject_id, report
        begun.set()
        jobs._closing.wait(PATIENCE_SECONDS)

    def solve(subject_id: str, report: Report) -> None:
        del report
        runs.append(subject_id)

    jobs = launch([("freeze", freeze), ("solve", solve)])
    jobs.start("match", "r1")
    assert begun.wait(PATIENCE_SECONDS)
    jobs.close()
    assert runs == []

    again = launch([("freeze", nothing), ("solve", solve)])

    assert again.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS) is JobState.DONE
    assert runs == ["r1"]


@pytest.mark.parametrize(
    "subject", ["", "Flat 3, 1 High Street", "SW1A 2AA", "x" * 81, "a:b", "..", "a\n"]
)
def test_only_an_identifier_is_a_subject(launch: Launch, subject: str) -> None:
    jobs = launch([("solve", nothing)])
    with pytest.raises(AssertionError):
        jobs.start("match", subject)


@pytest.mark.parametrize(
    "progress",
    [
        Progress("moving Mrs Smith", 0, 1),
        Progress("solving", 2, 1),
        Progress("solving", -1, 1),
    ],
)
def test_progress_is_a_plain_word_and_a_count_within_its_total(
    launch: Launch, progress: Progress
) -> None:
    def solve(subject_id: str, report: Report) -> None:
        del subject_id
        report(progress)

    jobs = launch([("solve", solve)])
    jobs.start("match", "r1")

    assert jobs.wait("match", "r1", timeout_seconds=PATIENCE_SECONDS) is JobState.FAILED
    assert jobs.failure("match", "r1") == "AssertionError"


def test_what_a_job_does_is_said_once_and_before_launch(launch: Launch) -> None:
    jobs = Jobs(url="sqlite:///unused", executor_id="solver-0")
    jobs.register("match", [("solve", nothing)])
    with pytest.raises(AssertionError, match="once"):
        jobs.register("match", [("solve", nothing)])
    with pytest.raises(AssertionError, match="differ"):
        jobs.register("other", [("solve", nothing), ("solve", nothing)])
    with pytest.raises(AssertionError, match="plain"):
        jobs.register("Other 1", [("solve", nothing)])
    with pytest.raises(AssertionError, match="before launch"):
        launch([("solve", nothing)]).register("other", [("solve", nothing)])
    with pytest.raises(AssertionError, match="one to a process"):
        jobs.launch()
