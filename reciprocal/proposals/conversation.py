"""The household's answer as a conversation: what comes before it, and how it was held.

A council's duty to a homeless household may end as it refuses a suitable offer, and
only if it was told so first (Housing Act 1996 ss.189B(7), 193(7), 193A-193C, 195(8)).
Whether an offer through the scheme is such an offer is for that council to say; the
worker warns in every case, and before any answer.
"""

from dataclasses import dataclass

from sqlmodel import Session

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import NoLongerAvailable, StateConflict
from reciprocal.proposals import queries, seen
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.tables import Conversation, FinalOfferWarning, Proposal
from reciprocal.requests.rules import HomelessnessDuty
from reciprocal.requests.standing import duty_of
from reciprocal.requests.tables import PropertyRequest
from reciprocal.sealing import operations as sealing


class DutyNotStated(StateConflict):
    code = "homelessness_duty_not_stated"
    sentence = (
        "Say first whether a council owes this household a homelessness duty: an "
        "answer may touch it."
    )


class WarningMissing(StateConflict):
    code = "final_offer_warning_missing"
    sentence = (
        "A council owes this household a homelessness duty. Tell them first what "
        "refusing could do to it, and record what you told them; then record their "
        "answer."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How an answer was given.

    Attributes:
        language: The ISO 639 code of the language, in two or three letters.
        interpreter: Whether an interpreter was there.
    """

    language: str
    interpreter: bool


_SPOKEN = frozenset({ProposalState.OFFERED, ProposalState.AGREED})
"""From the worker's own yes on; before that there is nothing to speak of."""


def warn(session: Session, *, actor: Actor, case_ref: str, words: str) -> Proposal:
    """Record, in the worker's words, what the household was told about final offers.

    Raises:
        NoLongerAvailable: When the step ended or its time ran out.
        StateConflict: Before the home was found safe, or after the answer.
    """
    policy.require(actor, "cases.answer")
    request = queries.case_of(session, actor, case_ref)
    proposal = queries.live_proposal(session, actor, request.id)
    if proposal is None or proposal.due_at <= clock.now():
        raise NoLongerAvailable
    if proposal.state not in _SPOKEN:
        raise StateConflict
    row_id = ids.new_id()
    session.add(
        FinalOfferWarning(
            id=row_id,
            proposal_id=proposal.id,
            words=sealing.seal(
                session, request.key_id, "final_offer_warning.words", row_id, words
            ),
            given_by=actor.id,
            given_at=clock.now(),
        )
    )
    session.flush()
    audit.record(
        session, actor, "step.final_offer_warning", subject=("proposal", proposal.id)
    )
    return proposal


def require_warned(
    session: Session, actor: Actor, request: PropertyRequest, proposal: Proposal
) -> None:
    """Refuse an answer that could cost a household its duty unawares.

    Raises:
        DutyNotStated: When nobody has said whether a duty is owed.
        WarningMissing: When one is, and the household was not warned in this step.
    """
    stated = duty_of(session, actor, request.id)
    if stated is None:
        raise DutyNotStated
    owed = stated.duty is not HomelessnessDuty.NONE
    if owed and not seen.was_warned(session, actor, proposal):
        raise WarningMissing


def keep(
    session: Session,
    actor: Actor,
    request: PropertyRequest,
    proposal: Proposal,
    said: Said,
) -> None:
    """Keep how the answer was given, beside the decision it led to."""
    row_id = ids.new_id()
    session.add(
        Conversation(
            id=row_id,
            proposal_id=proposal.id,
            language=sealing.seal(
                session, request.key_id, "conversation.language", row_id, said.language
            ),
            interpreter=said.interpreter,
            recorded_by=actor.id,
            recorded_at=clock.now(),
        )
    )
