"""The states of a property request and of its tenancy check, and what moves them."""

from enum import StrEnum

from reciprocal.stages import follow


class RequestState(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    IN_POT = "in_pot"
    PAUSED = "paused"
    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    MOVED = "moved"
    DECLINED = "declined"
    CLOSED = "closed"


class RequestEvent(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    DECLINE = "decline"
    PROPOSE = "propose"
    OFFER = "offer"
    ACCEPT = "accept"
    MOVE = "move"
    RETURN = "return"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"


class CheckState(StrEnum):
    """Where a landlord's confirmation of a tenancy stands."""

    ASKED = "asked"
    ESCALATED = "escalated"
    ATTESTED = "attested"
    COUNTERSIGNED = "countersigned"
    DECLINED = "declined"
    NOT_NEEDED = "not_needed"
    """The case closed before it was answered: nobody waits for an answer."""


class DeclineCode(StrEnum):
    """The only reasons a landlord may give; arrears are not among them."""

    NOT_OUR_TENANT = "not_our_tenant"
    NOT_A_SOCIAL_TENANCY = "not_a_social_tenancy"
    OWN_STOCK_MOVE_OFFERED = "own_stock_move_offered"


class QuestionAbout(StrEnum):
    """What the rules leave to a person."""

    TENANCY = "tenancy"
    HOME = "home"


class QuestionState(StrEnum):
    """Where a question put to a person stands; decided is allowed or not allowed."""

    OPEN = "open"
    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"
    LAPSED = "lapsed"


class QuestionEvent(StrEnum):
    ALLOW = "allow"
    NOT_ALLOW = "not_allow"
    TAKE_BACK = "take_back"
    LAPSE = "lapse"
    ASK = "ask"


QUESTION_TRANSITIONS: dict[tuple[QuestionState, QuestionEvent], QuestionState] = {
    (QuestionState.OPEN, QuestionEvent.ALLOW): QuestionState.ALLOWED,
    (QuestionState.OPEN, QuestionEvent.NOT_ALLOW): QuestionState.NOT_ALLOWED,
    (QuestionState.OPEN, QuestionEvent.LAPSE): QuestionState.LAPSED,
    (QuestionState.LAPSED, QuestionEvent.ASK): QuestionState.OPEN,
    (QuestionState.ALLOWED, QuestionEvent.TAKE_BACK): QuestionState.OPEN,
    (QuestionState.NOT_ALLOWED, QuestionEvent.TAKE_BACK): QuestionState.OPEN,
}
"""Every step of a question; a decision is taken back before another is taken."""


def question_after(state: QuestionState, event: QuestionEvent) -> QuestionState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(QUESTION_TRANSITIONS, state, event)


_S, _E = RequestState, RequestEvent
_BEFORE_A_HOME = (_S.AWAITING_APPROVAL, _S.IN_POT)
WITH_A_HOME = (_S.PROPOSED, _S.OFFERED, _S.ACCEPTED)
"""A home is set aside for the household, until it has moved."""

TRANSITIONS: dict[tuple[RequestState, RequestEvent], RequestState] = {
    (_S.DRAFT, _E.SUBMIT): _S.AWAITING_APPROVAL,
    (_S.AWAITING_APPROVAL, _E.APPROVE): _S.IN_POT,
    (_S.AWAITING_APPROVAL, _E.DECLINE): _S.DECLINED,
    (_S.IN_POT, _E.DECLINE): _S.DECLINED,
    (_S.IN_POT, _E.PROPOSE): _S.PROPOSED,
    (_S.PROPOSED, _E.OFFER): _S.OFFERED,
    (_S.OFFERED, _E.ACCEPT): _S.ACCEPTED,
    (_S.ACCEPTED, _E.MOVE): _S.MOVED,
    **{(state, _E.RETURN): _S.IN_POT for state in (*WITH_A_HOME, _S.MOVED)},
    **{(state, _E.PAUSE): _S.PAUSED for state in (*_BEFORE_A_HOME, *WITH_A_HOME)},
    (_S.PAUSED, _E.RESUME): _S.AWAITING_APPROVAL,
    **{
        (state, _E.CLOSE): _S.CLOSED
        for state in (_S.DRAFT, *_BEFORE_A_HOME, _S.PAUSED, _S.DECLINED, _S.MOVED)
    },
}
"""Every step there is; a pair that is not here cannot happen."""

OPEN = frozenset(RequestState) - {_S.MOVED, _S.CLOSED, _S.DECLINED}

IN_HAND = OPEN | {_S.MOVED}
"""A case that needs somebody: one that moved, until it is settled."""


def after(state: RequestState, event: RequestEvent) -> RequestState:
    """Return the state an event leads to.

    Raises:
        StateConflict: When it leads nowhere from here.
    """
    return follow(TRANSITIONS, state, event)


NEXT_STEP = {
    _S.DRAFT: "Record the consents and submit the case.",
    _S.AWAITING_APPROVAL: "Their landlord is confirming the tenancy.",
    _S.IN_POT: "Waiting for a home in the next round.",
    _S.PAUSED: "Paused; the waiting date is kept. Resume when they are ready.",
    _S.PROPOSED: "Look at the home and say whether it is safe.",
    _S.OFFERED: "The landlords answer, then the household does.",
    _S.ACCEPTED: "Arrange the sign-up.",
    _S.MOVED: "The new tenancy has begun.",
    _S.DECLINED: "The landlord declined; see why, and what can be done.",
    _S.CLOSED: "Closed.",
}
"""What happens next, as the worker reads it; it identifies nobody else."""
