"""Linking two cases that know of each other: neither enters a home the other leaves.

A worker links two of their own cases; a coordinator two of any services', after
speaking with both. Who states a link alone reads and ends it: a service that did not
state it learns nothing, not even that there is one.
"""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme, open_to, theirs
from reciprocal.access.tables import Person
from reciprocal.audit import operations as audit
from reciprocal.db import serialise
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Wanted, read
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    Kind,
    NotFound,
    ReciprocalError,
    StateConflict,
)
from reciprocal.ids import short_code
from reciprocal.requests import queries, standing
from reciprocal.requests.lifecycle import RequestState
from reciprocal.requests.rules import LinkReason
from reciprocal.requests.tables import CaseLink, PropertyRequest

_LINK_LOCK = 7_204
_ONE = aliased(PropertyRequest)
_OTHER = aliased(PropertyRequest)


class CasesLinkedAlready(ReciprocalError):
    code = "cases_linked_already"
    kind = Kind.CONFLICT
    sentence = "You have linked these two already, and the link stands."


def link_own(
    session: Session,
    *,
    actor: Actor,
    case_ref: str,
    other_ref: str,
    reason: LinkReason,
) -> PropertyRequest:
    """Link two cases of one worker; every later step of both is checked against it.

    Raises:
        FieldsInvalid: When the other is this case, or no case of theirs.
        CasesLinkedAlready: When their service has linked the two.
    """
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref)
    try:
        other = queries.own_case(session, actor, other_ref)
    except NotFound:
        raise FieldsInvalid(faults=(_NOT_ANOTHER,)) from None
    _state(session, actor, (request, other), reason)
    return request


def link_parted(
    session: Session,
    *,
    actor: Actor,
    cases: tuple[PropertyRequest, PropertyRequest],
) -> None:
    """Link the cases of a household's two parts as the second is referred.

    The first may be closed by then: the home it left is still theirs who parted.
    """
    _state(session, actor, cases, LinkReason.FAMILY, closed_too=True)


def end_own(
    session: Session, *, actor: Actor, case_ref: str, link_ref: str
) -> PropertyRequest:
    """End a link that the worker's service stated between two cases of theirs.

    Raises:
        NotFound: When there is none, or it was ended.
    """
    policy.require(actor, "cases.amend")
    request = queries.own_case(session, actor, case_ref)
    for link, _ in standing.own_links(session, actor, request.id):
        if link.link_ref == link_ref:
            _end(session, actor, link)
            return request
    raise NotFound


def link_on_board(
    session: Session,
    *,
    actor: Actor,
    request_ref: str,
    other_ref: str,
    reason: LinkReason,
) -> CaseLink:
    """Link two requests by the coordinator's references.

    Raises:
        FieldsInvalid: When either is no request of the board, or both are one.
        CasesLinkedAlready: When the agency has linked the two.
    """
    policy.require(actor, "board.link")
    found = [
        (field, _on_board(session, actor, reference))
        for field, reference in (("request", request_ref), ("other", other_ref))
    ]
    faults = tuple(
        FieldFault(field, "Give the reference of a request on the board.")
        for field, row in found
        if row is None
    )
    if faults:
        raise FieldsInvalid(faults=faults)
    one, other = (row for _, row in found if row is not None)
    return _state(session, actor, (one, other), reason)


def end_on_board(session: Session, *, actor: Actor, link_ref: str) -> None:
    """End a link that the coordinator's agency stated, or raise NotFound."""
    policy.require(actor, "board.link")
    link = session.exec(
        select(CaseLink)
        .where(CaseLink.link_ref == link_ref, *_stated_by(actor))
        .with_for_update()
    ).first()
    if link is None:
        raise NotFound
    _end(session, actor, link)


def board_links(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the links that stand and that the coordinator's agency stated."""
    return read(
        session,
        actor,
        "board_link",
        wanted,
        select(CaseLink, _ONE, _OTHER, Person)
        .join(_ONE, col(_ONE.id) == CaseLink.one_id)
        .join(_OTHER, col(_OTHER.id) == CaseLink.other_id)
        .join(Person, col(Person.id) == CaseLink.stated_by)
        .where(*_stated_by(actor)),
        (By(CaseLink.stated_at), By(CaseLink.link_ref)),
        lambda *found: ("standing", _board_row(*found)),
    )


def show_board_link(session: Session, actor: Actor, link: CaseLink) -> Shown:
    """Return one link as its coordinator may see it."""
    row = _board_row(
        link,
        session.get_one(PropertyRequest, link.one_id),
        session.get_one(PropertyRequest, link.other_id),
        session.get_one(Person, link.stated_by),
    )
    return show(actor, "board_link", "standing", row)


_NOT_ANOTHER = FieldFault("other", "Give the reference of another of your cases.")


def _state(
    session: Session,
    actor: Actor,
    cases: tuple[PropertyRequest, PropertyRequest],
    reason: LinkReason,
    *,
    closed_too: bool = False,
) -> CaseLink:
    one, other = sorted(cases, key=lambda case: case.id)
    if one.id == other.id:
        raise FieldsInvalid(faults=(_NOT_ANOTHER,))
    if not closed_too and RequestState.CLOSED in (one.state, other.state):
        raise StateConflict
    # Two may link the same two from either end; the second finds the first's.
    serialise(session, _LINK_LOCK)
    standing_link = session.exec(
        select(CaseLink.id).where(
            CaseLink.one_id == one.id,
            CaseLink.other_id == other.id,
            CaseLink.organisation_id == actor.organisation_id,
            col(CaseLink.ended_at).is_(None),
        )
    ).first()
    if standing_link is not None:
        raise CasesLinkedAlready(field="other")
    link = CaseLink(
        id=ids.new_id(),
        link_ref=ids.new_id(),
        one_id=one.id,
        other_id=other.id,
        organisation_id=actor.organisation_id,
        reason=reason,
        stated_by=actor.id,
        stated_at=clock.now(),
    )
    session.add(link)
    session.flush()
    _record(session, actor, "case.linked", link)
    return link


def _end(session: Session, actor: Actor, link: CaseLink) -> None:
    link.ended_by = actor.id
    link.ended_at = clock.now()
    session.add(link)
    session.flush()
    _record(session, actor, "case.link_ended", link)


def _record(session: Session, actor: Actor, action: str, link: CaseLink) -> None:
    """Write it down under the link: no entry joins two cases."""
    audit.record(session, actor, action, subject=("case_link", link.id))


def _on_board(session: Session, actor: Actor, board_ref: str) -> PropertyRequest | None:
    return session.exec(
        select(PropertyRequest).where(
            PropertyRequest.board_ref == board_ref,
            PropertyRequest.state != RequestState.DRAFT,
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
        )
    ).first()


def _stated_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        col(CaseLink.ended_at).is_(None),
        *theirs(actor, CaseLink.organisation_id, case=CaseLink.one_id),
        open_to(actor, CaseLink.other_id),
    )


def _board_row(
    link: CaseLink, one: PropertyRequest, other: PropertyRequest, stated_by: Person
) -> dict[str, object]:
    return {
        "reference": link.link_ref,
        "code": short_code(link.link_ref),
        "request": one.board_ref,
        "other": other.board_ref,
        "reason": link.reason,
        "stated_by": stated_by.public_ref,
        "stated_at": link.stated_at,
    }
