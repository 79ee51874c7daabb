"""What jobs are spoken of in: states, progress, steps and faults."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from reciprocal.errors import Kind, ReciprocalError

Report = Callable[["Progress"], None]
Step = Callable[[str, Report], None]


class JobState(StrEnum):
    """Where a job stands; DONE and FAILED are final."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `done` of `total`, in the stage's own unit."""

    stage: str
    done: int
    total: int


class JobsAlreadyRunning(ReciprocalError):
    """A living worker holds the file, or the name on PostgreSQL."""

    code = "jobs_already_running"
    kind = Kind.UNAVAILABLE
    sentence = (
        "Another process already works these jobs; stop it, or give this one its own "
        "RECIPROCAL_EXECUTOR_ID (PostgreSQL) or RECIPROCAL_JOBS_DATABASE_URL (SQLite)."
    )


class JobsNotPrepared(ReciprocalError):
    """The engine's tables are not there; `prepare` makes them."""

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


def code_of(failure: BaseException) -> str:
    """Return what may be kept of a failure: its code, or else its class name."""
    if isinstance(failure, JobFailed | ReciprocalError):
        return failure.code
    return type(failure).__name__
