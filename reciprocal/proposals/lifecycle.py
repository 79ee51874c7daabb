"""The states of a proposed step, who may move it on, and what each move does."""

from dataclasses import dataclass
from enum import StrEnum

from reciprocal.errors import StateConflict


class ProposalState(StrEnum):
    PROPOSED = "proposed"
    OFFERED = "offered"
    AGREED = "agreed"
    ACCEPTED = "accepted"
    SIGNED = "signed"
    COMPLETED = "completed"
    ENDED = "ended"
    FAILED = "failed"


class Party(StrEnum):
    """Who decides; each decides once."""

    WORKER = "worker"
    RECEIVING_LANDLORD = "receiving_landlord"
    OLD_LANDLORD = "old_landlord"
    HOUSEHOLD = "household"
    SERVICE = "service"


class ProposalEvent(StrEnum):
    SAFE = "safe"
    BOTH_AGREE = "both_agree"
    ACCEPT = "accept"
    SIGN = "sign"
    START = "start"
    END = "end"
    STOP = "stop"
    FAIL = "fail"


class EndCode(StrEnum):
    """Why a step ended, or its tenancy failed; a word, never a text."""

    NOT_SAFE = "not_safe"
    RULE_NO_LONGER_MET = "rule_no_longer_met"
    PROMISE_CHANGED = "promise_changed"
    LANDLORD_WITHDREW = "landlord_withdrew"
    HOME_NOT_READY = "home_not_ready"
    TENANCY_HAS_ENDED = "tenancy_has_ended"
    HOUSEHOLD_REFUSED = "household_refused"
    FAILS_A_STATED_NEED = "fails_a_stated_need"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    PAUSED = "paused"
    LAPSED = "lapsed"
    RISK_CHANGED = "risk_changed"
    HOUSEHOLD_RETURNED = "household_returned"
    NOT_SUPPLIED = "not_supplied"
    NO_VIEWING = "no_viewing"
    NOT_SIGNED_IN_TIME = "not_signed_in_time"
    OWN_MOVE_FOUND = "own_move_found"
    NO_LONGER_WANTED = "no_longer_wanted"
    TENANCY_PASSED = "tenancy_passed"
    HOUSEHOLD_CHANGED = "household_changed"


NEVER_COUNTS = frozenset(EndCode) - {EndCode.HOUSEHOLD_REFUSED}
"""Only a household's own refusal could ever count towards an offer cap."""

LANDLORD_CODES = frozenset({EndCode.LANDLORD_WITHDREW, EndCode.HOME_NOT_READY})
HOUSEHOLD_CODES = frozenset(
    {EndCode.NOT_SAFE, EndCode.HOUSEHOLD_REFUSED, EndCode.FAILS_A_STATED_NEED}
)

FAILURE_CODES = frozenset(
    {EndCode.NOT_SAFE, EndCode.FAILS_A_STATED_NEED, EndCode.HOUSEHOLD_RETURNED}
)
"""Why a tenancy that began did not last, as the worker tells it."""

REFUSES_THE_HOME = frozenset(
    {
        EndCode.NOT_SAFE,
        EndCode.RULE_NO_LONGER_MET,
        EndCode.LANDLORD_WITHDREW,
        EndCode.HOUSEHOLD_REFUSED,
        EndCode.FAILS_A_STATED_NEED,
        EndCode.RISK_CHANGED,
        EndCode.HOUSEHOLD_RETURNED,
    }
)
"""After these, the same home is not proposed to the same household again."""

STOPS_A_SIGNED = frozenset(
    {
        EndCode.RISK_CHANGED,
        EndCode.OWN_MOVE_FOUND,
        EndCode.NO_LONGER_WANTED,
        EndCode.TENANCY_PASSED,
    }
)
"""What ends a step that is signed, and only while the old tenancy stands.

Or, of a tenancy that passed, where nobody is left who holds either.
"""


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table.

    Attributes:
        by: Whose decision brings it about.
        effect: What happens with it, in the same transaction.
    """

    state: ProposalState
    event: ProposalEvent
    to: ProposalState
    by: str
    effect: str


_S, _E = ProposalState, ProposalEvent
LIVE = (_S.PROPOSED, _S.OFFERED, _S.AGREED, _S.ACCEPTED, _S.SIGNED)

OVER = (_S.ENDED, _S.FAILED)
"""A step that came to nothing, before its keys or after them."""

TABLE: tuple[Transition, ...] = (
    Transition(_S.PROPOSED, _E.SAFE, _S.OFFERED, "worker", "both landlords are asked"),
    Transition(
        _S.OFFERED, _E.BOTH_AGREE, _S.AGREED, "both landlords", "a viewing is due"
    ),
    Transition(_S.AGREED, _E.ACCEPT, _S.ACCEPTED, "household", "HOLD in the book"),
    Transition(
        _S.ACCEPTED, _E.SIGN, _S.SIGNED, "receiving landlord", "tenancy checked"
    ),
    Transition(
        _S.SIGNED, _E.START, _S.COMPLETED, "receiving landlord", "POST in the book"
    ),
    *(
        Transition(state, _E.END, _S.ENDED, "any party or the clock", "all is freed")
        for state in (_S.PROPOSED, _S.OFFERED, _S.AGREED, _S.ACCEPTED)
    ),
    Transition(
        _S.SIGNED,
        _E.STOP,
        _S.ENDED,
        "worker, at a change in risk or where nobody moves any more, while no end of "
        "the old tenancy is recorded; or, after that, where the tenant has died and "
        "nobody succeeded",
        "all is freed; they keep the old tenancy, or there is nobody to keep one",
    ),
    Transition(
        _S.COMPLETED,
        _E.FAIL,
        _S.FAILED,
        "worker, inside the scheme's window, while no end of the old tenancy is "
        "recorded",
        "REVERSAL in the book; the home goes back to its landlord, the case to the pot",
    ),
)
"""Every step there is.

A signed tenancy stands in law. It ends here only where the household has its old one
to stay with: whoever has given notice of that is never left without either.
"""


def after(state: ProposalState, event: ProposalEvent) -> ProposalState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    for line in TABLE:
        if line.state is state and line.event is event:
            return line.to
    raise StateConflict
