"""What goes in and comes out of `calls.webhooks`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, TypedDict

About = Literal["homes", "offers", "cases", "homes_owed"]

EndpointState = Literal["live", "disabled", "ended"]

MessageKind = Literal["changed", "ping"]

Outcome = Literal["2xx", "3xx", "4xx", "410", "5xx", "refused", "unreachable"]


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


class RegisterWebhook(TypedDict):
    """Say where to be told that one kind of thing changed."""

    about: About
    url: str


class WebhookFailure(TypedDict):
    """A message that was given up; not which thing it was about."""

    reference: str
    kind: MessageKind
    told_at: str
    failed_at: str
    attempts: int


class Webhook(TypedDict):
    """Where an organisation is told that something changed, and what came of the last attempt."""

    reference: str
    stage: EndpointState
    about: About
    url: str
    secrets: list[str]
    created_at: str
    failing_since: str | None
    last_outcome: Outcome | None
    last_tried_at: str | None


class WebhookFailureList(TypedDict):
    """A list.

    A message that was given up; not which thing it was about.
    """

    items: list[WebhookFailure]
    next: str | None


class WebhookList(TypedDict):
    """A list.

    Where an organisation is told that something changed, and what came of the last
    attempt.
    """

    items: list[Webhook]
    next: str | None
