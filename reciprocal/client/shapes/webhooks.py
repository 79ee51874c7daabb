"""What goes in and comes out of `calls.webhooks`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.shared import (
    About,
    EndpointState,
    MessageKind,
    reciprocal__webhooks__terms__Outcome,
)


class RegisterWebhook(TypedDict):
    """Say where to be told that one kind of thing changed."""

    about: About
    url: str


class Webhook(TypedDict):
    """Where an organisation is told that something changed, and what came of the last attempt."""

    reference: str
    stage: EndpointState
    about: About
    url: str
    secrets: list[str]
    created_at: str
    failing_since: str | None
    last_outcome: reciprocal__webhooks__terms__Outcome | None
    last_tried_at: str | None


class WebhookFailure(TypedDict):
    """A message that was given up; not which thing it was about."""

    reference: str
    kind: MessageKind
    told_at: str
    failed_at: str
    attempts: int


class WebhookPing(TypedDict):
    """A test message that will be sent; the receiver knows it by `msg_` and this reference."""

    reference: str


class WebhookRegistered(TypedDict):
    """A new webhook and the secret it signs with, shown this once."""

    reference: str
    secret: str


class WebhookSecret(TypedDict):
    """A new secret of a webhook, shown this once."""

    reference: str
    secret: str


class WebhookSentAgain(TypedDict):
    """How many messages will be sent once more."""

    messages: int


class WebhookList(TypedDict):
    """A list.

    Where an organisation is told that something changed, and what came of the last
    attempt.
    """

    items: list[Webhook]
    next: str | None


class WebhookFailureList(TypedDict):
    """A list.

    A message that was given up; not which thing it was about.
    """

    items: list[WebhookFailure]
    next: str | None
