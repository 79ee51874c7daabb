"""Closing a case to somebody: from then on they are answered as if there were none."""

from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.idempotency import operations as idempotency
from reciprocal.proposals import queries
from reciprocal.requests import blocked_staff
from reciprocal.requests.blocked_staff import StatedBlock
from reciprocal.requests.tables import PropertyRequest


def block_staff(
    session: Session, *, actor: Actor, case_ref: str, stated: StatedBlock
) -> PropertyRequest:
    """Close a case to a sign-in, and forget what anybody was answered about it.

    Else an act sent again under its key would be answered as it once was.

    Raises:
        FieldsInvalid, StaffBlockedAlready: As `blocked_staff.block` says.
    """
    request = blocked_staff.block(
        session, actor=actor, case_ref=case_ref, stated=stated
    )
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    return request
