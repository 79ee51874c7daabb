"""Webhooks: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.webhooks import (
    RegisterWebhook,
    Webhook,
    WebhookFailureList,
    WebhookList,
    WebhookPing,
    WebhookRegistered,
    WebhookSecret,
    WebhookSentAgain,
)


class Webhooks(Calls):
    """Being told that something changed."""

    def register_webhook(
        self, body: RegisterWebhook, *, key: str | None = None
    ) -> Answer[WebhookRegistered]:
        """Add a webhook; the secret it signs with is shown this once."""
        return self._send("POST", "/v1/webhooks", body=body, key=key)

    def own_webhooks(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[WebhookList]:
        """List your organisation's webhooks, the oldest first."""
        return self._send(
            "GET", "/v1/webhooks", query={"limit": limit, "cursor": cursor}
        )

    def own_webhook(
        self, reference: str, *, known: Answer[Webhook] | None = None
    ) -> Answer[Webhook]:
        """Read one webhook: where it goes, and what came of the last attempt."""
        return self._send(
            "GET", "/v1/webhooks/{reference}", at={"reference": reference}, known=known
        )

    def end_webhook(
        self, reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """End a webhook at once; what waits for it is dropped."""
        return self._send(
            "DELETE",
            "/v1/webhooks/{reference}",
            at={"reference": reference},
            if_match=if_match,
        )

    def issue_webhook_secret(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[WebhookSecret]:
        """Add a second secret, shown this once; both sign until you end one."""
        return self._send(
            "POST",
            "/v1/webhooks/{reference}/secrets",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def end_webhook_secret(
        self, reference: str, key_reference: str, *, if_match: str | None = None
    ) -> Answer[None]:
        """End one of two secrets at once."""
        return self._send(
            "DELETE",
            "/v1/webhooks/{reference}/secrets/{key_reference}",
            at={"reference": reference, "key_reference": key_reference},
            if_match=if_match,
        )

    def ping_webhook(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[WebhookPing]:
        """Send a test message soon, once; answered, it turns a disabled webhook on."""
        return self._send(
            "POST",
            "/v1/webhooks/{reference}/ping",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )

    def webhook_failures(
        self, reference: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Answer[WebhookFailureList]:
        """List the messages that were given up, the newest first."""
        return self._send(
            "GET",
            "/v1/webhooks/{reference}/failures",
            at={"reference": reference},
            query={"limit": limit, "cursor": cursor},
        )

    def send_webhook_again(
        self, reference: str, *, key: str | None = None, if_match: str | None = None
    ) -> Answer[WebhookSentAgain]:
        """Send every message that was given up once more."""
        return self._send(
            "POST",
            "/v1/webhooks/{reference}/send-again",
            at={"reference": reference},
            key=key,
            if_match=if_match,
        )
