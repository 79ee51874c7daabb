"""The states of a case's way from one referring service to another."""

from dataclasses import dataclass
from enum import StrEnum

from reciprocal.stages import follow


class TransferState(StrEnum):
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class TransferEvent(StrEnum):
    TAKE = "take"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class TransferReason(StrEnum):
    """Why a case goes to another service: a code, and never a text."""

    SERVICE_CLOSING = "service_closing"
    HOUSEHOLD_ASKS = "household_asks"
    INDEPENDENCE = "independence"
    SPECIALIST_SUPPORT = "specialist_support"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, as for a proposed step."""

    state: TransferState
    event: TransferEvent
    to: TransferState
    by: str
    effect: str


_S, _E = TransferState, TransferEvent

TABLE: tuple[Line, ...] = (
    Line(
        _S.OFFERED,
        _E.TAKE,
        _S.TAKEN,
        "a worker of the receiving service",
        "all that hangs on the case is theirs under references of their own; the old "
        "service sees nothing any more",
    ),
    Line(
        _S.OFFERED,
        _E.DECLINE,
        _S.DECLINED,
        "a worker of the receiving service",
        "the case stays where it is; its worker is told",
    ),
    Line(
        _S.OFFERED,
        _E.WITHDRAW,
        _S.WITHDRAWN,
        "the case's worker, or the end of the case",
        "the case stays where it is",
    ),
)
"""Every step there is; no time of its own ends an offer."""

TRANSITIONS = {(line.state, line.event): line.to for line in TABLE}


def after(state: TransferState, event: TransferEvent) -> TransferState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)
