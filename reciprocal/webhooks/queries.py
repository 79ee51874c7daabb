from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Place, Wanted, cut, read
from reciprocal.disclosure.present import Row
from reciprocal.errors import NotFound
from reciprocal.webhooks.tables import (
    WebhookEndpoint,
    WebhookMessage,
    WebhookSecret,
)
from reciprocal.webhooks.terms import EndpointState, MessageState


def own_webhook(
    session: Session, actor: Actor, webhook_ref: str, *, lock: bool = False
) -> WebhookEndpoint:
    """Return the organisation's own endpoint of that reference, if it has not ended.

    Raises:
        NotFound: When there is none.
    """
    query = select(WebhookEndpoint).where(
        WebhookEndpoint.public_ref == webhook_ref,
        WebhookEndpoint.organisation_id == actor.organisation_id,
        WebhookEndpoint.state != EndpointState.ENDED,
    )
    row = session.exec(query.with_for_update(key_share=True) if lock else query).first()
    if row is None:
        raise NotFound
    return row


def standing(session: Session, actor: Actor) -> list[WebhookEndpoint]:
    """Return the organisation's endpoints that have not ended, the oldest first."""
    return list(
        session.exec(
            select(WebhookEndpoint)
            .where(
                WebhookEndpoint.organisation_id == actor.organisation_id,
                WebhookEndpoint.state != EndpointState.ENDED,
            )
            .order_by(col(WebhookEndpoint.created_at), WebhookEndpoint.public_ref)
        )
    )


def own_webhooks(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the organisation's endpoints as its people may see them."""
    rows: list[tuple[Place, str, Row]] = [
        ((row.created_at, row.public_ref), row.state, _row(session, actor, row))
        for row in standing(session, actor)
    ]
    return cut(actor, "webhook", wanted, rows)


def show_webhook(session: Session, actor: Actor, endpoint: WebhookEndpoint) -> Shown:
    """Return one endpoint, its secrets by reference alone."""
    return show(actor, "webhook", endpoint.state, _row(session, actor, endpoint))


def failures(
    session: Session, actor: Actor, endpoint: WebhookEndpoint, wanted: Wanted = WHOLE
) -> Page:
    """Return the messages that were given up, the newest first.

    Which thing each was about is left out: a worker would read of cases that are not
    assigned to them.
    """
    return read(
        session,
        actor,
        "webhook_failure",
        wanted,
        select(WebhookMessage).where(
            WebhookMessage.endpoint_id == endpoint.id,
            WebhookMessage.state == MessageState.FAILED,
        ),
        (By(WebhookMessage.told_at, falls=True), By(WebhookMessage.public_ref)),
        lambda row: ("failed", _failure_row(row)),
    )


def live_secrets(
    session: Session, actor: Actor, endpoint_id: str
) -> list[WebhookSecret]:
    """Return the secrets that sign for an endpoint now, the oldest first."""
    del actor  # the caller has found the endpoint to be theirs, or is the service
    return list(
        session.exec(
            select(WebhookSecret)
            .where(
                WebhookSecret.endpoint_id == endpoint_id,
                col(WebhookSecret.ended_at).is_(None),
            )
            .order_by(col(WebhookSecret.created_at), WebhookSecret.public_ref)
        )
    )


def _row(
    session: Session, actor: Actor, endpoint: WebhookEndpoint
) -> dict[str, object]:
    return {
        "reference": endpoint.public_ref,
        "stage": endpoint.state,
        "about": endpoint.about,
        "url": endpoint.url,
        "secrets": [
            row.public_ref for row in live_secrets(session, actor, endpoint.id)
        ],
        "created_at": endpoint.created_at,
        "failing_since": endpoint.failing_since,
        "last_outcome": endpoint.last_outcome,
        "last_tried_at": endpoint.last_tried_at,
    }


def _failure_row(row: WebhookMessage) -> dict[str, object]:
    return {
        "reference": row.public_ref,
        "kind": row.kind,
        "told_at": row.told_at,
        "failed_at": row.settled_at,
        "attempts": row.attempts,
    }
