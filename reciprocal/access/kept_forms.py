"""What somebody typed when their session ran out: sealed for them alone, for a day.

It is handed back to the browser that sent it and stored nowhere. Whoever signs in there
next can open it only if they are the same person.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.access.queries import whose
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.keys import SealBroken

KEPT_FOR = timedelta(days=1)


def keep(session: Session, *, token: str, form: Mapping[str, Any]) -> str:
    """Return a form sealed for whoever the session was; empty where it was nobody's."""
    actor = whose(session, token)
    if actor is None:
        return ""
    box = sealing.seal_token(
        session,
        organisation_id=actor.organisation_id,
        bound_to=_of(actor),
        value={"at": clock.now().isoformat(), "form": dict(form)},
    )
    return base64.urlsafe_b64encode(box).decode()


def kept(session: Session, *, actor: Actor, sealed: str) -> Mapping[str, Any] | None:
    """Return what was kept for somebody; nothing of another's, or older than a day."""
    try:
        found = sealing.unseal_token(
            session,
            organisation_id=actor.organisation_id,
            bound_to=_of(actor),
            token=base64.b64decode(sealed, altchars=b"-_", validate=True),
        )
    except (SealBroken, binascii.Error):
        return None
    assert isinstance(found, dict), "as it was kept"
    if clock.now() - datetime.fromisoformat(found["at"]) > KEPT_FOR:
        return None
    form = found["form"]
    assert isinstance(form, dict), "likewise"
    return form


def _of(actor: Actor) -> str:
    return f"kept form|{actor.id}"
