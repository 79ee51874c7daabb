"""What a case's worker is told of a step: true, plain, and of nobody else."""

from reciprocal.proposals.lifecycle import EndCode, ProposalState

NEXT_STEP = {
    ProposalState.PROPOSED: "Look at the address and say whether it is safe.",
    ProposalState.OFFERED: "The landlords are answering.",
    ProposalState.AGREED: "Arrange the viewing and record it; then there is time to "
    "answer.",
    ProposalState.ACCEPTED: "The landlord is preparing the sign-up.",
    ProposalState.SIGNED: "The tenancy is signed; keys on the day it starts.",
    ProposalState.COMPLETED: "The new tenancy has begun.",
}
"""What happens next, for each step that goes on."""

_AFTER_VIEWING = "Record the household's answer, given in a conversation."

_NO_LEAD = (
    "Nobody of the landlord may act on this step now, and none of it is shown it. Ask "
    "again whether the home is safe; if it is, ring the landlord and name another of "
    "its leads."
)

_KEPT = "They are in the pot again, with the date they have waited since."
_CLOSED = "The case is closed, and nobody else is told why."
_PAUSED = "The case is paused, with the date they have waited since."

ENDED = {
    EndCode.NOT_SAFE: f"You said that the home is not safe for them. {_KEPT}",
    EndCode.RULE_NO_LONGER_MET: (
        "What the household needs, or the home, changed, so that the home no longer "
        f"suits them. {_KEPT}"
    ),
    EndCode.PROMISE_CHANGED: (
        f"The tenancy or the rent that was promised changed. {_KEPT}"
    ),
    EndCode.LANDLORD_WITHDREW: f"The home is no longer offered. {_KEPT}",
    EndCode.HOME_NOT_READY: f"The home will not be ready in time. {_KEPT}",
    EndCode.TENANCY_HAS_ENDED: (
        "Their landlord says that their present tenancy has ended. Ring it today: a "
        "household without a tenancy may lose its security."
    ),
    EndCode.HOUSEHOLD_REFUSED: f"The household said no. {_KEPT}",
    EndCode.FAILS_A_STATED_NEED: (
        f"The home lacks something the household needs; it does not count. {_KEPT}"
    ),
    EndCode.CONSENT_WITHDRAWN: f"The household took a consent back. {_PAUSED}",
    EndCode.PAUSED: f"You paused the case. {_PAUSED}",
    EndCode.LAPSED: f"An answer did not come in time. {_KEPT}",
    EndCode.NOT_SIGNED_IN_TIME: (
        f"They accepted, but the new tenancy was not signed in time. {_KEPT}"
    ),
    EndCode.NO_VIEWING: f"The home could not be viewed in time. {_KEPT}",
    EndCode.RISK_CHANGED: (
        "You told of a change in risk and stopped the step. Nobody else is shown where "
        f"it led. {_KEPT}"
    ),
    EndCode.HOUSEHOLD_RETURNED: f"The household left the new home. {_KEPT}",
    EndCode.NOT_SUPPLIED: (
        f"The home that was promised is not supplied after all. {_KEPT}"
    ),
    EndCode.OWN_MOVE_FOUND: f"They found a home by other means. {_CLOSED}",
    EndCode.NO_LONGER_WANTED: f"They do not want to move any more. {_CLOSED}",
    EndCode.TENANCY_PASSED: (
        f"Nobody of this case holds the old tenancy any more. {_CLOSED}"
    ),
    EndCode.HOUSEHOLD_CHANGED: (
        f"The household changed, and the home does not suit it any more. {_KEPT}"
    ),
}
"""Why a step ended before its keys."""

FAILED = {
    EndCode.NOT_SAFE: "The new home turned out not to be safe for them.",
    EndCode.FAILS_A_STATED_NEED: "The new home lacks something the household needs.",
    EndCode.HOUSEHOLD_RETURNED: "The household left the new home.",
}
"""Why a tenancy that began did not last."""

_STILL_THEIRS = "Their old tenancy still stands."


def next_step(state: ProposalState, *, viewed: bool, lead_gone: bool) -> str:
    """Return what the worker of a case does next for a step that goes on.

    Args:
        lead_gone: It is hidden, and the one lead it was left to cannot act any more.
    """
    if lead_gone:
        return _NO_LEAD
    if state is ProposalState.AGREED and viewed:
        return _AFTER_VIEWING
    return NEXT_STEP[state]


def told(state: ProposalState, code: EndCode | None) -> str:
    """Return what the worker of a case is told of one of its steps."""
    if code is None:
        return NEXT_STEP[state]
    if state is ProposalState.FAILED:
        return f"{FAILED[code]} {_STILL_THEIRS} {_KEPT}"
    return ENDED[code]
