"""Closing a case to somebody: from then on they are answered as if there were none."""

from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.idempotency import operations as idempotency
from reciprocal.proposals import leads, queries
from reciprocal.requests import blocked_staff
from reciprocal.requests.blocked_staff import StatedBlock
from reciprocal.requests.tables import PropertyRequest


def block_staff(
    session: Session, *, actor: Actor, case_ref: str, stated: StatedBlock
) -> PropertyRequest:
    """Close a case to a sign-in, and forget what anybody was answered about it.

    Else an act sent again under its key would be answered as it once was. Where the
    one lead is meant to whom a hidden step is left, its worker is asked for another.

    Raises:
        FieldsInvalid, StaffBlockedAlready: As `blocked_staff.block` says.
    """
    request = blocked_staff.block(
        session, actor=actor, case_ref=case_ref, stated=stated
    )
    idempotency.forget_about(session, queries.references_of(session, actor, request))
    leads.ask(session, actor, request)
    return request


def end_block(
    session: Session, *, actor: Actor, case_ref: str, block_ref: str
) -> PropertyRequest:
    """End a block; a lead to whom the case is open again goes on with it.

    Raises:
        NotFound: As `blocked_staff.end` says.
    """
    request = blocked_staff.end(
        session, actor=actor, case_ref=case_ref, block_ref=block_ref
    )
    leads.ask(session, actor, request)
    return request
