"""The worker: starting, working, watching and leaving jobs."""

import contextvars
import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from reciprocal.jobs.engine import config, quieten
from reciprocal.jobs.locks import AdvisoryLock, FileLock, lock_for
from reciprocal.jobs.terms import (
    JobFailed,
    JobsNotPrepared,
    JobState,
    Progress,
    Report,
    Step,
    code_of,
)

_QUEUE = "solves"
_POLL_SECONDS = 0.25
_REPORT_SECONDS = 0.25
_CLOSE_SECONDS = 5.0

_SUBJECT = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")
_WORD = re.compile(r"[a-z][a-z_ ]{0,39}")

_STATES = {
    "ENQUEUED": JobState.WAITING,
    "DELAYED": JobState.WAITING,
    "PENDING": JobState.RUNNING,
    "SUCCESS": JobState.DONE,
    "ERROR": JobState.FAILED,
    "CANCELLED": JobState.FAILED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": JobState.FAILED,
}


class _Stopping(BaseException):
    """Leaves a job unfinished because its worker is closing.

    The engine records every `Exception` as the job's failure but lets others pass,
    so a job left this way is taken up again at the next launch.
    """


class Jobs:
    """One worker: it starts jobs, works them one at a time, and tells how they stand.

    The engine is one to a process, so there is one launched `Jobs` at a time; after
    `close` another may be made.

    Args:
        url: `sqlite:///…` (a file of its own) or `postgresql+psycopg://…` (schema
            `dbos`, which `prepare` has made beforehand).
        executor_id: This worker's stable name. A live sibling never takes over a dead
            worker's job: only a worker of the same name does, so a worker that dies
            must be started again under its name.
        recover: False leaves unfinished jobs alone, under a name never used before:
            for the test that shows what recovery is for.
    """

    _launched: ClassVar["Jobs | None"] = None

    def __init__(self, *, url: str, executor_id: str, recover: bool = True) -> None:
        self._url = url
        self._executor_id = executor_id
        if not recover:
            self._executor_id = f"{executor_id}-{secrets.token_hex(8)}"
        self._steps: dict[str, tuple[tuple[str, Step], ...]] = {}
        self._workflows: dict[str, Callable[[str], None]] = {}
        self._lock: FileLock | AdvisoryLock | None = None
        self._closing = threading.Event()
        self._idle = threading.Event()
        self._idle.set()

    def register(self, name: str, steps: Sequence[tuple[str, Step]]) -> None:
        """Say what the job `name` does; before `launch`, the same in every process.

        Each step is called with the subject's id and a callback to report progress.
        It runs at least once: it must do nothing the second time. Changing the order
        or the names of steps needs unfinished jobs to end first.
        """
        assert self._lock is None, "jobs are registered before launch"
        assert name not in self._steps, "a job is registered once"
        words = [name, *(step for step, _ in steps)]
        assert all(_WORD.fullmatch(word) for word in words), "names are plain words"
        assert len(set(words)) == len(words), "step names differ"
        self._steps[name] = tuple(steps)

    def launch(self) -> None:
        """Start the engine and take up this worker's unfinished jobs.

        Raises:
            JobsAlreadyRunning: When another process works this SQLite file, or a
                worker of this name is alive on PostgreSQL.
            JobsNotPrepared: When PostgreSQL lacks the engine's tables.
        """
        assert Jobs._launched is None, "the engine is one to a process"
        self._lock = lock_for(self._url, self._executor_id)
        Jobs._launched = self
        try:
            self._launch_engine()
        except BaseException:
            self.close()
            raise

    def start(self, name: str, subject_id: str) -> None:
        """Queue the job for this subject and return at once.

        The same job for the same subject is one job, however often it is started and
        however it ended; a second attempt needs a subject id of its own.
        """
        from dbos import DBOS, SetWorkflowID  # noqa: PLC0415 - see the module

        with SetWorkflowID(_job_id(name, subject_id)):
            DBOS.enqueue_workflow(_QUEUE, self._workflows[name], subject_id)

    def state(self, name: str, subject_id: str) -> JobState:
        """Tell where the job stands; one read of the engine's tables."""
        from dbos import DBOS  # noqa: PLC0415 - see the module

        status = DBOS.get_workflow_status(_job_id(name, subject_id))
        return JobState.UNKNOWN if status is None else _STATES[status.status]

    def failure(self, name: str, subject_id: str) -> str | None:
        """Return the fault code of a failed job, None for any other."""
        from dbos import DBOS  # noqa: PLC0415 - see the module

        status = DBOS.get_workflow_status(_job_id(name, subject_id))
        if status is None or _STATES[status.status] is not JobState.FAILED:
            return None
        return status.error.code if isinstance(status.error, JobFailed) else "engine"

    def progress(self, name: str, subject_id: str) -> Progress | None:
        """Return the last progress reported, without waiting for any.

        Reports are thinned to one in `_REPORT_SECONDS`, but a new stage and a finished
        one always show.
        """
        from dbos import DBOS  # noqa: PLC0415 - see the module

        found = DBOS.get_all_events(_job_id(name, subject_id)).get("progress")
        return None if found is None else Progress(*found)

    def wait(self, name: str, subject_id: str, *, timeout_seconds: float) -> JobState:
        """Wait until the job is done or failed, or the time is up; tell its state."""
        deadline = time.monotonic() + timeout_seconds
        while True:
            state = self.state(name, subject_id)
            if state in (JobState.DONE, JobState.FAILED):
                return state
            left = deadline - time.monotonic()
            if left <= 0:
                return state
            time.sleep(min(0.05, left))

    def close(self) -> None:
        """Stop the engine; a job in hand is left at its next report or step.

        It is taken up at the next launch. A step that reports nothing for
        `_CLOSE_SECONDS` runs on in its thread to its end, and is then run again.
        """
        from dbos import DBOS  # noqa: PLC0415 - see the module

        self._closing.set()
        self._idle.wait(_CLOSE_SECONDS)
        if Jobs._launched is self:
            DBOS.destroy(destroy_registry=True)
            Jobs._launched = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _launch_engine(self) -> None:
        from dbos import DBOS, error  # noqa: PLC0415 - see the module

        quieten()
        DBOS(config=config(self._url, self._executor_id))
        for name, steps in self._steps.items():
            self._workflows[name] = self._workflow(name, steps)
        try:
            DBOS.launch()
        except error.DBOSInitializationError:
            raise JobsNotPrepared from None
        DBOS.register_queue(
            _QUEUE,
            worker_concurrency=1,
            polling_interval_sec=_POLL_SECONDS,
            on_conflict="always_update",
        )

    def _workflow(
        self, name: str, steps: tuple[tuple[str, Step], ...]
    ) -> Callable[[str], None]:
        from dbos import DBOS  # noqa: PLC0415 - see the module

        worked = [
            DBOS.step(name=step_name)(self._recorded(step)) for step_name, step in steps
        ]

        def job(subject_id: str) -> None:
            self._idle.clear()
            try:
                for work in worked:
                    self._stop_if_closing()
                    work(subject_id)
            finally:
                self._idle.set()

        return DBOS.workflow(name=name)(job)

    def _recorded(self, step: Step) -> Callable[[str], None]:
        """Wrap a step so that of a failure the engine sees the code alone."""

        def work(subject_id: str) -> None:
            try:
                step(subject_id, self._report())
            except Exception as failure:  # noqa: BLE001 - whatever it is, only its code
                code = code_of(failure)
            else:
                return
            # Raised outside the handler, or the text would travel as its context.
            raise JobFailed(code)

        return work

    def _report(self) -> Report:
        """Return the callback of the step in hand; any thread of it may call it.

        The engine knows the step by a context variable, which a solver's own threads
        do not inherit, hence the copied context and the lock that guards it.
        """
        from dbos import DBOS  # noqa: PLC0415 - see the module

        context = contextvars.copy_context()
        guard = threading.Lock()
        shown_stage = ""
        shown_at = 0.0

        def report(progress: Progress) -> None:
            nonlocal shown_stage, shown_at
            self._stop_if_closing()
            assert _WORD.fullmatch(progress.stage), "a stage is a plain word"
            assert 0 <= progress.done <= progress.total, "done lies within total"
            now = time.monotonic()
            telling = progress.stage != shown_stage or progress.done == progress.total
            with guard:
                if telling or now - shown_at >= _REPORT_SECONDS:
                    shown_stage, shown_at = progress.stage, now
                    triple = [progress.stage, progress.done, progress.total]
                    context.run(DBOS.set_event, "progress", triple)

        return report

    def _stop_if_closing(self) -> None:
        if self._closing.is_set():
            raise _Stopping


def _job_id(name: str, subject_id: str) -> str:
    assert _SUBJECT.fullmatch(subject_id), "a subject is an identifier"
    return f"{name}:{subject_id}"
