"""The closed vocabularies of statements; each value is read as written here."""

from enum import StrEnum


class ToldHow(StrEnum):
    """How a quarter's statements tell the entries of one size."""

    LINES = "lines"
    NET = "net"
    HELD = "held"


class StatementStage(StrEnum):
    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"


class ReleaseStage(StrEnum):
    """Whether all of a quarter was told, or some of it is held for small numbers."""

    WHOLE = "whole"
    SOME_HELD = "some_held"


class Standing(StrEnum):
    """A landlord's closing balance beside the median of the scheme's."""

    BELOW = "below"
    AT = "at"
    ABOVE = "above"
