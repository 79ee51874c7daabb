"""Durable background work: the only module that knows the engine (DBOS).

A job is a named list of steps worked in order for one subject. The engine writes
down each finished step, so a worker that dies takes up its own jobs at the step in
flight when it starts again. A step may therefore run twice and must be idempotent.

The engine keeps identifiers, step names, progress counts and fault codes, and
nothing else: what it may store is closed by `_plain_serializer`, its errors carry a
code without the text of the exception, and its own log lines are dropped but for
their place in the code. It calls no network service.

Loading the engine takes seconds, so it is imported inside the functions that use it.
"""

import contextvars
import fcntl
import hashlib
import json
import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import make_url

from reciprocal.errors import Kind, ReciprocalError

if TYPE_CHECKING:
    from dbos import DBOSConfig, Serializer

Report = Callable[["Progress"], None]
Step = Callable[[str, Report], None]

_APP_NAME = "reciprocal"
_APP_VERSION = "1"  # fixed: the engine only recovers work of its own version
_SCHEMA = "dbos"
_QUEUE = "solves"
_POLL_SECONDS = 0.25
_REPORT_SECONDS = 0.25
_CLOSE_SECONDS = 5.0
_LOCK_SECONDS = 5.0
_POOL_SIZE = 5

_SUBJECT = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")
_WORD = re.compile(r"[a-z][a-z_ ]{0,39}")

_log = logging.getLogger("reciprocal.jobs")


class JobState(StrEnum):
    """Where a job stands; DONE and FAILED are final."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_STATES = {
    "ENQUEUED": JobState.WAITING,
    "DELAYED": JobState.WAITING,
    "PENDING": JobState.RUNNING,
    "SUCCESS": JobState.DONE,
    "ERROR": JobState.FAILED,
    "CANCELLED": JobState.FAILED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": JobState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `done` of `total`, in the stage's own unit."""

    stage: str
    done: int
    total: int


class JobsAlreadyRunning(ReciprocalError):
    code = "jobs_already_running"
    kind = Kind.UNAVAILABLE
    sentence = (
        "Another process already works these jobs; stop it, or give this one its own "
        "RECIPROCAL_EXECUTOR_ID (PostgreSQL) or RECIPROCAL_JOBS_DATABASE_URL (SQLite)."
    )


class JobsNotPrepared(ReciprocalError):
    code = "jobs_not_prepared"
    kind = Kind.UNAVAILABLE
    sentence = (
        "The job engine's tables are missing or old; run the migrations as the owner."
    )


class JobFailed(Exception):
    """What the engine keeps of a failed step: a fault code and nothing else.

    Attributes:
        code: A `ReciprocalError.code`, or the exception's class name.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Stopping(BaseException):  # noqa: N818 - like SystemExit, it is no error
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
        self._lock: _FileLock | _AdvisoryLock | None = None
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
        self._lock = _lock_for(self._url, self._executor_id)
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

        _quieten_engine()
        DBOS(config=_config(self._url, self._executor_id))
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
                code = _code(failure)
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


def prepare(url: str, *, app_role: str | None = None) -> None:
    """Create or migrate the engine's tables, as the role that owns the database.

    On PostgreSQL they stand in schema `dbos`, and `app_role` gets what a worker needs
    and no right to change them: a worker never migrates. On SQLite a worker makes its
    own file at launch, so there is nothing to grant. Cheap when nothing is to do.
    """
    from dbos import DBOS  # noqa: PLC0415 - see the module

    _quieten_engine()
    if make_url(url).get_backend_name() == "sqlite":
        _make_parent(url)
        app_role = None
    DBOS.migrate(url, schema=_SCHEMA, application_role=app_role)


class _FileLock:
    """Keeps a second process from an embedded engine's file until the first dies."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise JobsAlreadyRunning from None

    def release(self) -> None:
        self._file.close()


class _AdvisoryLock:
    """Keeps a second worker from a name in use, whose jobs it would run again.

    The server frees it when the connection ends, a moment after the worker's death:
    hence the patience. It needs a session of its own (no transaction pooler).
    """

    def __init__(self, url: str, executor_id: str) -> None:
        digest = hashlib.sha256(f"reciprocal.jobs.{executor_id}".encode()).digest()
        key = int.from_bytes(digest[:8], "big", signed=True)
        self._engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
        self._connection: Connection = self._engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        )
        deadline = time.monotonic() + _LOCK_SECONDS
        while not self._taken(key):
            if time.monotonic() >= deadline:
                self.release()
                raise JobsAlreadyRunning
            time.sleep(0.1)

    def release(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _taken(self, key: int) -> bool:
        statement = text("SELECT pg_try_advisory_lock(:key)")
        return bool(self._connection.scalar(statement, {"key": key}))


def _lock_for(url: str, executor_id: str) -> _FileLock | _AdvisoryLock:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _make_parent(url)
        return _FileLock(Path(f"{parsed.database}.lock"))
    return _AdvisoryLock(url, executor_id)


def _make_parent(url: str) -> None:
    path = make_url(url).database
    assert path, "SQLite is used as a file"
    Path(path).parent.mkdir(parents=True, exist_ok=True)


def _config(url: str, executor_id: str) -> "DBOSConfig":
    return {
        "name": _APP_NAME,
        "system_database_url": url,
        "dbos_system_schema": _SCHEMA,
        "application_version": _APP_VERSION,
        "executor_id": executor_id,
        "run_migrations": url.startswith("sqlite"),
        "sys_db_pool_size": _POOL_SIZE,
        "db_engine_kwargs": {"hide_parameters": True},
        "serializer": _plain_serializer(),
        "enable_otlp": False,
        "log_level": "WARNING",
    }


def _plain_serializer() -> "Serializer":
    """Return what the engine writes values with: JSON of ids, counts and codes.

    The engine's own default is pickle, which would store whole exceptions and would
    run code planted in its tables.
    """
    from dbos import Serializer  # noqa: PLC0415 - see the module

    class Plain(Serializer):
        def serialize(self, data: Any) -> str:  # noqa: ANN401 - the engine's signature
            if isinstance(data, BaseException):
                return json.dumps({"failure": _code(data)})
            return json.dumps({"value": data})

        def deserialize(cls, serialized_data: str) -> Any:  # noqa: ANN401, N805
            found = json.loads(serialized_data)
            if "failure" in found:
                return JobFailed(found["failure"])
            return found["value"]

        def name(self) -> str:
            return "reciprocal_plain"

    return Plain()


def _code(failure: BaseException) -> str:
    if isinstance(failure, JobFailed | ReciprocalError):
        return failure.code
    return type(failure).__name__


def _job_id(name: str, subject_id: str) -> str:
    assert _SUBJECT.fullmatch(subject_id), "a subject is an identifier"
    return f"{name}:{subject_id}"


class _PlaceOnly(logging.Handler):
    """Passes on where the engine complained and of what class, never its words."""

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[0] if record.exc_info else None
        _log.warning(
            "job engine: %s at %s:%d%s",
            record.levelname.lower(),
            record.filename,
            record.lineno,
            f" ({fault.__name__})" if fault else "",
        )


def _quieten_engine() -> None:
    """Put our handler in before the engine adds its own, which prints everything."""
    engine = logging.getLogger("dbos")
    engine.propagate = False
    if not any(isinstance(handler, _PlaceOnly) for handler in engine.handlers):
        engine.handlers = [_PlaceOnly(level=logging.WARNING)]
