from typing import Annotated

from fastapi import Query

from api.door import Visit, door
from api.paging import PageQuery
from api.routing import Router
from api.schemas import webhooks as bodies
from api.schemas.answers import answer_of, list_of
from api.schemas.kinds import Reference
from reciprocal.disclosure import present
from reciprocal.webhooks import operations, queries

router = Router(prefix="/v1", tags=["Webhooks"])

Managing = Annotated[Visit, door("webhooks.manage")]
Adding = Annotated[Visit, door("webhooks.add")]


@router.post(
    "/webhooks", status_code=201, response_model=answer_of("webhook_registered")
)
def register_webhook(body: bodies.RegisterWebhook, visit: Adding) -> object:
    """Add a webhook; the secret it signs with is shown this once."""
    row, secret = operations.register(
        visit.session,
        actor=visit.actor,
        about=body.about,
        url=body.url,
        to_loopback=visit.service.settings.webhooks_to_loopback,
    )
    shown = {"reference": row.public_ref, "secret": secret}
    return present(visit.actor, "webhook_registered", "open", shown)


@router.get("/webhooks", response_model=list_of("webhook"))
def own_webhooks(query: Annotated[PageQuery, Query()], visit: Managing) -> object:
    """List your organisation's webhooks, the oldest first."""
    return visit.page(query, queries.own_webhooks)


@router.get("/webhooks/{reference}", response_model=answer_of("webhook"))
def own_webhook(reference: Reference, visit: Managing) -> object:
    """Read one webhook: where it goes, and what came of the last attempt."""
    row = queries.own_webhook(visit.session, visit.actor, reference)
    return visit.shown(queries.show_webhook(visit.session, visit.actor, row))


@router.delete("/webhooks/{reference}", status_code=204)
def end_webhook(reference: Reference, visit: Managing) -> None:
    """End a webhook at once; what waits for it is dropped."""
    operations.end(visit.session, actor=visit.actor, webhook_ref=reference)


@router.post(
    "/webhooks/{reference}/secrets",
    status_code=201,
    response_model=answer_of("webhook_secret"),
)
def issue_webhook_secret(reference: Reference, visit: Adding) -> object:
    """Add a second secret, shown this once; both sign until you end one."""
    row, secret = operations.issue_secret(
        visit.session, actor=visit.actor, webhook_ref=reference
    )
    shown = {"reference": row.public_ref, "secret": secret}
    return present(visit.actor, "webhook_secret", "open", shown)


@router.delete("/webhooks/{reference}/secrets/{key_reference}", status_code=204)
def end_webhook_secret(
    reference: Reference, key_reference: Reference, visit: Managing
) -> None:
    """End one of two secrets at once."""
    operations.end_secret(
        visit.session,
        actor=visit.actor,
        webhook_ref=reference,
        secret_ref=key_reference,
    )


@router.post(
    "/webhooks/{reference}/ping",
    status_code=202,
    response_model=answer_of("webhook_ping"),
)
def ping_webhook(reference: Reference, visit: Managing) -> object:
    """Send a test message soon, once; answered, it turns a disabled webhook on."""
    row = operations.ping(visit.session, actor=visit.actor, webhook_ref=reference)
    return present(visit.actor, "webhook_ping", "open", {"reference": row.public_ref})


@router.get("/webhooks/{reference}/failures", response_model=list_of("webhook_failure"))
def webhook_failures(
    reference: Reference, query: Annotated[PageQuery, Query()], visit: Managing
) -> object:
    """List the messages that were given up, the newest first."""
    row = queries.own_webhook(visit.session, visit.actor, reference)
    return visit.page(
        query,
        lambda session, actor, wanted: queries.failures(session, actor, row, wanted),
    )


@router.post(
    "/webhooks/{reference}/send-again", response_model=answer_of("webhook_sent_again")
)
def send_webhook_again(reference: Reference, visit: Managing) -> object:
    """Send every message that was given up once more."""
    count = operations.send_again(
        visit.session, actor=visit.actor, webhook_ref=reference
    )
    return present(visit.actor, "webhook_sent_again", "open", {"messages": count})
