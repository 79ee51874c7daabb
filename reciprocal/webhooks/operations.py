"""Registering webhooks, turning their secrets over, ending them, sending again."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, or_, select

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import NotFound
from reciprocal.sealing import operations as sealing
from reciprocal.webhooks import outbox, queries, rules, signing
from reciprocal.webhooks.destinations import destination
from reciprocal.webhooks.errors import (
    DestinationRefused,
    EndpointsFull,
    LastSecret,
    NotForThisRole,
    SecretsFull,
    WebhookDisabled,
)
from reciprocal.webhooks.lifecycle import after
from reciprocal.webhooks.tables import (
    WebhookEndpoint,
    WebhookMessage,
    WebhookSecret,
)
from reciprocal.webhooks.terms import (
    About,
    EndpointState,
    MessageEvent,
    MessageKind,
    MessageState,
)


def register(
    session: Session, *, actor: Actor, about: About, url: str, to_loopback: bool = False
) -> tuple[WebhookEndpoint, str]:
    """Add an endpoint; return it and its first secret, shown this once.

    Raises:
        NotForThisRole: When the actor's system reads nothing of the kind.
        DestinationRefused: When nothing may be sent there.
        EndpointsFull: When the organisation has enough.
    """
    policy.require(actor, "webhooks.add")
    if about not in rules.OPEN_TO[actor.role]:
        raise NotForThisRole(field="about")
    if destination(url, to_loopback=to_loopback) is None:
        raise DestinationRefused(field="url")
    if len(queries.standing(session, actor)) >= rules.ENDPOINTS_MAX:
        raise EndpointsFull
    endpoint_id = ids.new_id()
    key_id = sealing.create_key(
        session,
        subject_kind="webhook",
        subject_id=endpoint_id,
        organisation_id=actor.organisation_id,
    )
    row = WebhookEndpoint(
        id=endpoint_id,
        public_ref=ids.new_id(),
        organisation_id=actor.organisation_id,
        about=about,
        url=url,
        key_id=key_id,
        state=EndpointState.LIVE,
        created_by=actor.id,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _, secret = _add_secret(session, row)
    audit.record(session, actor, "webhook.registered", subject=("webhook", row.id))
    return row, secret


def issue_secret(
    session: Session, *, actor: Actor, webhook_ref: str
) -> tuple[WebhookSecret, str]:
    """Add a second secret; until one is ended, both sign. It is shown this once.

    Raises:
        SecretsFull: When two are live.
    """
    policy.require(actor, "webhooks.add")
    endpoint = queries.own_webhook(session, actor, webhook_ref, lock=True)
    if len(queries.live_secrets(session, actor, endpoint.id)) >= rules.SECRETS_MAX:
        raise SecretsFull
    row, secret = _add_secret(session, endpoint)
    audit.record(
        session, actor, "webhook.secret_issued", subject=("webhook", endpoint.id)
    )
    return row, secret


def end_secret(
    session: Session, *, actor: Actor, webhook_ref: str, secret_ref: str
) -> None:
    """End one of two secrets at once.

    Raises:
        LastSecret: When it is the only one.
    """
    policy.require(actor, "webhooks.manage")
    endpoint = queries.own_webhook(session, actor, webhook_ref, lock=True)
    live = queries.live_secrets(session, actor, endpoint.id)
    row = next((each for each in live if each.public_ref == secret_ref), None)
    if row is None:
        raise NotFound
    if len(live) == 1:
        raise LastSecret
    row.ended_at = clock.now()
    session.add(row)
    audit.record(
        session, actor, "webhook.secret_ended", subject=("webhook", endpoint.id)
    )


def end(session: Session, *, actor: Actor, webhook_ref: str) -> None:
    """End an endpoint: what waits for it is dropped, its secrets are erased."""
    policy.require(actor, "webhooks.manage")
    endpoint = queries.own_webhook(session, actor, webhook_ref, lock=True)
    endpoint.state = EndpointState.ENDED
    session.add(endpoint)
    session.exec(
        delete(WebhookMessage).where(col(WebhookMessage.endpoint_id) == endpoint.id)
    )
    sealing.destroy_key(session, endpoint.key_id)
    audit.record(session, actor, "webhook.ended", subject=("webhook", endpoint.id))


def ping(session: Session, *, actor: Actor, webhook_ref: str) -> WebhookMessage:
    """Queue a test message; it is tried once, and turns on what was turned off.

    While one waits, it is that one: nobody can make the service call out faster.
    """
    policy.require(actor, "webhooks.manage")
    endpoint = queries.own_webhook(session, actor, webhook_ref, lock=True)
    audit.record(session, actor, "webhook.pinged", subject=("webhook", endpoint.id))
    waiting = session.exec(
        select(WebhookMessage).where(
            WebhookMessage.endpoint_id == endpoint.id,
            WebhookMessage.kind == MessageKind.PING,
            col(WebhookMessage.state).in_((MessageState.WAITING, MessageState.SENDING)),
        )
    ).first()
    if waiting is not None:
        return waiting
    return outbox.put(session, endpoint.id, MessageKind.PING, endpoint.public_ref)


def send_again(session: Session, *, actor: Actor, webhook_ref: str) -> int:
    """Queue every message that was given up; return how many.

    Raises:
        WebhookDisabled: Until a ping has been answered.
    """
    policy.require(actor, "webhooks.manage")
    endpoint = queries.own_webhook(session, actor, webhook_ref, lock=True)
    if endpoint.state is EndpointState.DISABLED:
        raise WebhookDisabled
    rows = session.exec(
        select(WebhookMessage)
        .where(
            WebhookMessage.endpoint_id == endpoint.id,
            WebhookMessage.state == MessageState.FAILED,
            WebhookMessage.kind == MessageKind.CHANGED,
        )
        .with_for_update()
    ).all()
    for row in rows:
        row.state = after(row.state, MessageEvent.SEND_AGAIN)
        row.attempts = 0
        row.due_at = clock.now()
        row.settled_at = None
        session.add(row)
    audit.record(
        session,
        actor,
        "webhook.sent_again",
        subject=("webhook", endpoint.id),
        code=str(len(rows)),
    )
    return len(rows)


def sweep(session: Session) -> int:
    """Forget delivered messages after 30 days, failed ones after 90; count them.

    And those that a change left behind as their endpoint was being ended.
    """
    ended = select(WebhookEndpoint.id).where(
        WebhookEndpoint.state == EndpointState.ENDED
    )
    outlived: list[ColumnElement[bool]] = [col(WebhookMessage.endpoint_id).in_(ended)]
    for state, kept in (
        (MessageState.DELIVERED, rules.KEEP_DELIVERED),
        (MessageState.FAILED, rules.KEEP_FAILED),
    ):
        is_old = col(WebhookMessage.settled_at) < clock.now() - kept
        outlived.append(and_(WebhookMessage.state == state, is_old))
    old = session.exec(select(WebhookMessage).where(or_(*outlived))).all()
    for row in old:
        session.delete(row)
    return len(old)


def _add_secret(
    session: Session, endpoint: WebhookEndpoint
) -> tuple[WebhookSecret, str]:
    secret = signing.new_secret()
    secret_id = ids.new_id()
    row = WebhookSecret(
        id=secret_id,
        public_ref=ids.new_id(),
        endpoint_id=endpoint.id,
        secret=sealing.seal(
            session, endpoint.key_id, "webhook_secret.secret", secret_id, secret
        ),
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row, secret
