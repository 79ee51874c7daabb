"""The world's faults: small classes with a stable code and a kind, and no values.

A message says what happened and what to do next. It never carries a name, an
address, an area or anything a caller sent, since errors travel into logs.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """The family of a fault; `api.problems` alone knows what status each becomes."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    GONE = "gone"
    PRECONDITION_FAILED = "precondition_failed"
    PRECONDITION_REQUIRED = "precondition_required"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field that cannot be used, and what to do about it; never its value.

    Attributes:
        row: Of a file, the row it stands in, as the sender's own program counts.
    """

    field: str
    fault: str
    row: int | None = None


class ReciprocalError(Exception):
    """A fault of the world, with a code that callers may rely on.

    Attributes:
        code: Stable; documented in docs/problems.md.
        kind: Its family.
        sentence: What happened and what to do next.
        faults: The fields at fault, where there are any.
    """

    code: ClassVar[str] = "fault"
    kind: ClassVar[Kind] = Kind.INVALID
    sentence: ClassVar[str] = "Something was not as it must be."

    def __init__(
        self, *, field: str | None = None, faults: tuple[FieldFault, ...] = ()
    ) -> None:
        self.faults = faults
        if field is not None:
            self.faults = (*faults, FieldFault(field, self.sentence))
        super().__init__(f"{self.code}: {self.sentence}")


class NotFound(ReciprocalError):
    """There is no such thing, or it is not this caller's: one answer for both."""

    code = "not_found"
    kind = Kind.NOT_FOUND
    sentence = "There is nothing here for you under that reference."


class Forbidden(ReciprocalError):
    code = "forbidden"
    kind = Kind.FORBIDDEN
    sentence = "Your role may not do this."


class FieldsInvalid(ReciprocalError):
    code = "fields_invalid"
    kind = Kind.INVALID
    sentence = "Some fields cannot be used; each is named with what to do."


class StateConflict(ReciprocalError):
    code = "state_conflict"
    kind = Kind.CONFLICT
    sentence = "This cannot be done at the stage things are at; read it again."


class NoLongerAvailable(ReciprocalError):
    code = "no_longer_available"
    kind = Kind.CONFLICT
    sentence = "It is no longer available."


class VersionMismatch(ReciprocalError):
    code = "version_mismatch"
    kind = Kind.PRECONDITION_FAILED
    sentence = "It has changed since you read it; read it again, then amend it."


class PreconditionRequired(ReciprocalError):
    code = "precondition_required"
    kind = Kind.PRECONDITION_REQUIRED
    sentence = "Read it first, then send its ETag as If-Match with your change."


class TooManyRequests(ReciprocalError):
    """A budget of requests is used up.

    Attributes:
        wait_seconds: When to come again, as `Retry-After` says it.
    """

    code = "too_many_requests"
    kind = Kind.TOO_MANY
    sentence = "That was too much at once; wait as long as Retry-After says."

    def __init__(self, wait_seconds: int) -> None:
        super().__init__()
        self.wait_seconds = wait_seconds


class SettingsRefused(ReciprocalError):
    code = "settings_refused"
    kind = Kind.UNAVAILABLE
    sentence = "The settings are not usable."

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.args = (sentence,)
