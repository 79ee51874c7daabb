"""Writing down who asked for what they were told is not there.

The look-up and the entry are the same whether there is such a case or not, so the
work tells whoever asks no more than the answer does.
"""

from collections.abc import Sequence

from sqlalchemy import CompoundSelect, union_all
from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor, Role
from reciprocal.audit import operations as audit
from reciprocal.audit import watching
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest, TenancyCheck


def note(session: Session, *, actor: Actor, references: Sequence[str]) -> None:
    """Write down that something of these references was not there for the actor.

    The code of the entry says whether it was a case outside what they work on, one
    that is theirs and holds nothing of that kind, or none at all.
    """
    found = session.execute(_owners(references)).first()
    request_id, owner = found or ("", "")
    works_on = actor.role != Role.REFERRING_WORKER or request_id in actor.assignments
    standing = watching.standing(
        known=found is not None,
        own=owner in (actor.organisation_id, actor.scheme_id) and works_on,
        blocked=request_id in actor.blocked,
    )
    subject = ("property_request", request_id)
    audit.record(session, actor, "case.refused", subject=subject, code=standing)


def _owners(references: Sequence[str]) -> CompoundSelect[tuple[str, str]]:
    """Choose the case behind any party's reference, and whose reference it is."""
    case, check, step = PropertyRequest, TenancyCheck, Proposal
    return union_all(
        *(
            select(request, owner).where(col(reference).in_(references))
            for request, owner, reference in (
                (case.id, case.service_id, case.case_ref),
                (case.id, case.scheme_id, case.board_ref),
                (check.request_id, check.provider_id, check.landlord_ref),
                (step.request_id, step.service_id, step.case_ref),
                (step.request_id, step.new_provider_id, step.offer_ref),
                (step.request_id, step.old_provider_id, step.departure_ref),
                (step.request_id, step.scheme_id, step.board_ref),
            )
        )
    )
