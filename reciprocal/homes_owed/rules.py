"""How many homes a landlord may be asked for, and what of its answers is told."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from matching.terms import ACCESS_RANK, Access
from reciprocal.homes_owed.lifecycle import HomeOwedState
from reciprocal.ledger.entries import Balance

UNEXPLAINED_WITHIN = timedelta(days=183)
"""Half a year: requests without a reason are counted over so long."""

SPEAK_AT = 2
"""So many of them, and the coordinator speaks with the landlord; nothing else."""


class NoHomeReason(StrEnum):
    """Why a landlord gives no home that it is asked for."""

    NOTHING_EMPTY = "nothing_empty"
    NOMINATED = "nominated"
    KEPT_FOR_LOCALS = "kept_for_locals"
    BEING_REPAIRED = "being_repaired"
    DEBT_DISPUTED = "debt_disputed"
    ASKED_UNREASONABLY = "asked_unreasonably"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one landlord stands in homes of one size.

    Attributes:
        told: Its balance as everybody reads it.
        whole: Its balance with what a change in risk hides.
        disputed: What it owes and disputes; it is not asked for that. Units: homes.
        promised: Its homes drawn for somebody who has not accepted yet; the book does
            not know of them. Units: homes.
        offered: Its lettings that wait for a round. Units: homes.
        asked: Requests that it has not answered. Units: homes.
        nominations_percent: Of its lettings, those that a council nominates to.
    """

    told: Balance
    whole: Balance
    disputed: int
    promised: int
    offered: int
    asked: int
    nominations_percent: int


def owed(balance: Balance) -> int:
    """Return what is owed by posted entries, and stays so with those to come.

    A debt that is only pending is not asked for: the household may still refuse, and
    the request would tell its landlord on which day it accepted. Units: homes.
    """
    return max(0, min(-balance.posted, -(balance.posted + balance.pending)))


def may_be_asked_for(standing: Standing) -> int:
    """Return how many homes more a landlord may be asked for now.

    Never more than it owes, by what everybody reads and by the whole book, whichever
    is less. Of what it owes it is asked at once for the share of its lettings that is
    its own to let, rounded up; for nothing where a council nominates to all of them.
    """
    owed_now = min(owed(standing.told), owed(standing.whole))
    free = owed_now - standing.disputed - standing.promised
    share = 100 - standing.nominations_percent
    at_once = -(-max(0, free) * share // 100)
    return max(0, at_once - standing.offered - standing.asked)


def is_unexplained(state: HomeOwedState, reason: NoHomeReason | None) -> bool:
    """Tell whether a landlord gave neither a home nor a reason."""
    if state is HomeOwedState.LAPSED:
        return True
    return state is HomeOwedState.DECLINED and reason is NoHomeReason.NOT_SAID


def answers(asked_access: Access, access: Access) -> bool:
    """Tell whether a home is as accessible as the one that is asked for."""
    return ACCESS_RANK[access] >= ACCESS_RANK[asked_access]


def is_to_be_spoken_with(reason: NoHomeReason | None, unexplained: int) -> bool:
    """Tell whether the coordinator speaks with a landlord about a request.

    A landlord that holds a request unreasonable is heard at once, and nobody decides
    against it: the request is over, the debt stays, and the board reads the code.
    """
    return reason is NoHomeReason.ASKED_UNREASONABLY or unexplained >= SPEAK_AT
