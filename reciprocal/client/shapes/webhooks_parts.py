"""What the shapes of `webhooks` are made of.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.shared import MessageKind


class WebhookFailure(TypedDict):
    """A message that was given up; not which thing it was about."""

    reference: str
    kind: MessageKind
    told_at: str
    failed_at: str
    attempts: int
