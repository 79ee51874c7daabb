"""Durable background work: the only module that knows the engine (DBOS).

A job is a named list of steps worked in order for one subject. The engine writes
down each finished step, so a worker that dies takes up its own jobs at the step in
flight when it starts again. A step may therefore run twice and must be idempotent.

The engine keeps identifiers, step names, progress counts and fault codes, and
nothing else: what it may store is closed by `engine._plain`, its errors carry a
code without the text of the exception, and its own log lines are dropped but for
their place in the code. It calls no network service.

Loading the engine takes seconds, so it is imported inside the functions that use it.
"""

from reciprocal.jobs.engine import prepare
from reciprocal.jobs.terms import (
    JobFailed,
    JobsAlreadyRunning,
    JobsNotPrepared,
    JobState,
    Progress,
    Report,
    Step,
)
from reciprocal.jobs.worker import Jobs

__all__ = [
    "JobFailed",
    "JobState",
    "Jobs",
    "JobsAlreadyRunning",
    "JobsNotPrepared",
    "Progress",
    "Report",
    "Step",
    "prepare",
]
