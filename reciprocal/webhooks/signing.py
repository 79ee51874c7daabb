"""Standard Webhooks: how a receiver knows that a message is ours and fresh.

Source: the Standard Webhooks specification, sections on signatures and on key
rotation: a signature for each live secret, separated by spaces.
"""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook

_SECRET_BYTES = 32


def new_secret() -> str:
    """Return a secret of 256 random bits, as the specification writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def headers(
    message: str, moment: datetime, body: bytes, live: Sequence[str]
) -> dict[str, str]:
    """Return the three headers of a message, signed with every live secret.

    Args:
        moment: Of this attempt; receivers refuse one five minutes away.
        live: One or two secrets.
    """
    assert live, "an endpoint always has a secret"
    name = f"msg_{message}"
    signatures = [
        Webhook(secret).sign(msg_id=name, timestamp=moment, data=body.decode())
        for secret in live
    ]
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
