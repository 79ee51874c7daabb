"""Writing down that something changed, in the transaction that changes it.

What is said is decided by the disclosure file: a change is announced to the one party
whose system could read it at this stage, and to nobody else. A rolled-back change
leaves no message, and a committed one is never without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session, col, delete, select

from reciprocal import clock, ids
from reciprocal.disclosure import may_see
from reciprocal.webhooks import rules
from reciprocal.webhooks.tables import WebhookEndpoint, WebhookMessage
from reciprocal.webhooks.terms import (
    About,
    EndpointState,
    MessageKind,
    MessageState,
)


class ChangedHome(Protocol):
    """A home, as far as an announcement has to know."""

    @property
    def provider_id(self) -> str: ...
    @property
    def landlord_ref(self) -> str: ...
    @property
    def state(self) -> str: ...


class ChangedStep(Protocol):
    """A step of a plan, likewise."""

    @property
    def new_provider_id(self) -> str: ...
    @property
    def offer_ref(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def departure_visible_at(self) -> datetime | None: ...
    @property
    def hidden_at(self) -> datetime | None: ...


class ChangedCase(Protocol):
    """A case, likewise."""

    @property
    def service_id(self) -> str: ...
    @property
    def case_ref(self) -> str: ...
    @property
    def state(self) -> str: ...


class ChangedHomeOwed(Protocol):
    """A request for a home owed, likewise."""

    @property
    def provider_id(self) -> str: ...
    @property
    def landlord_ref(self) -> str: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _System:
    role: str


def home_changed(session: Session, home: ChangedHome) -> None:
    """Tell the home's landlord, unless its system may not know of the home now."""
    _announce(session, About.HOMES, home.provider_id, home.state, home.landlord_ref)


def homes_posted(
    session: Session, organisation_id: str, stage: str, references: Sequence[str]
) -> None:
    """Tell a landlord of homes it has just posted; no message can wait for them yet."""
    for endpoint_id in _listening(session, About.HOMES, organisation_id, stage):
        for reference in references:
            session.add(_message(endpoint_id, MessageKind.CHANGED, reference))


def offer_changed(session: Session, step: ChangedStep) -> None:
    """Tell the receiving landlord, once there is an offer; never the old landlord.

    Of an offer that a change in risk hides no system is told.
    """
    if step.departure_visible_at is not None and step.hidden_at is None:
        _announce(
            session, About.OFFERS, step.new_provider_id, step.state, step.offer_ref
        )


def forget(session: Session, reference: str) -> None:
    """Take back what is still to be told of something that nobody may hear of now.

    A message on its way holds its row, and is sent; the next finds nothing there.
    """
    session.exec(
        delete(WebhookMessage).where(
            col(WebhookMessage.subject_ref) == reference,
            col(WebhookMessage.state).in_((MessageState.WAITING, MessageState.FAILED)),
        )
    )


def case_changed(session: Session, request: ChangedCase) -> None:
    """Tell the referring service that holds the case."""
    _announce(session, About.CASES, request.service_id, request.state, request.case_ref)


def home_owed_changed(session: Session, row: ChangedHomeOwed) -> None:
    """Tell the landlord that is asked for a home it owes."""
    _announce(session, About.HOMES_OWED, row.provider_id, row.state, row.landlord_ref)


def put(
    session: Session, endpoint_id: str, kind: MessageKind, reference: str
) -> WebhookMessage:
    """Add one message to the outbox; a ping leaves at once, a change at its minute."""
    row = _message(endpoint_id, kind, reference)
    session.add(row)
    session.flush()
    return row


def _message(endpoint_id: str, kind: MessageKind, reference: str) -> WebhookMessage:
    now = clock.now()
    due_at = now if kind is MessageKind.PING else rules.next_minute(now)
    return WebhookMessage(
        id=ids.new_id(),
        public_ref=ids.new_id(),
        endpoint_id=endpoint_id,
        kind=kind,
        subject_ref=reference,
        state=MessageState.WAITING,
        attempts=0,
        told_at=due_at,
        due_at=due_at,
    )


def _announce(
    session: Session, about: About, organisation_id: str, stage: str, reference: str
) -> None:
    for endpoint_id in _listening(session, about, organisation_id, stage):
        if not _is_waiting(session, endpoint_id, reference):
            put(session, endpoint_id, MessageKind.CHANGED, reference)


def _listening(
    session: Session, about: About, organisation_id: str, stage: str
) -> Sequence[str]:
    """Return the live endpoints of whoever's system may read of it at this stage."""
    role, resource = rules.READS[about]
    if not may_see(_System(role), resource, stage):
        return ()
    return session.exec(
        select(WebhookEndpoint.id).where(
            WebhookEndpoint.organisation_id == organisation_id,
            WebhookEndpoint.about == about,
            WebhookEndpoint.state == EndpointState.LIVE,
        )
    ).all()


def _is_waiting(session: Session, endpoint_id: str, reference: str) -> bool:
    """Tell whether a message that will tell of this change too is still to be sent.

    The row is locked until the change is stored, so that it is not sent before. One
    that somebody has locked is passed over, and another is written: nobody waits for
    the other, and a change told twice is only read twice.
    """
    query = select(WebhookMessage.id).where(
        WebhookMessage.endpoint_id == endpoint_id,
        WebhookMessage.subject_ref == reference,
        WebhookMessage.kind == MessageKind.CHANGED,
        WebhookMessage.state == MessageState.WAITING,
        WebhookMessage.attempts == 0,
    )
    return session.exec(query.with_for_update(skip_locked=True)).first() is not None
