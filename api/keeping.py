"""Forms that came when their session had run out: kept with their writer, sealed."""

from asyncio import to_thread
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from reciprocal.access import kept_forms, operations
from reciprocal.access.actor import NOBODY
from reciprocal.composition import Service


async def keep(request: Request, token: str, form: Mapping[str, Any]) -> str:
    """Return a form sealed for whoever the session was; empty where it was nobody's."""
    return await to_thread(_keep, request.app.state.service, token, form)


async def kept(request: Request, token: str, sealed: str) -> Mapping[str, Any] | None:
    """Return what was kept for whoever has just signed in; nothing of another's."""
    return await to_thread(_kept, request.app.state.service, token, sealed)


def _keep(service: Service, token: str, form: Mapping[str, Any]) -> str:
    with service.database.transaction(NOBODY) as session:
        return kept_forms.keep(session, token=token, form=form)


def _kept(service: Service, token: str, sealed: str) -> Mapping[str, Any] | None:
    with service.database.transaction(NOBODY) as session:
        actor = operations.identify(
            session,
            token=token,
            idle_minutes=service.settings.session_idle_minutes,
            keys_taken=False,
        )
        return kept_forms.kept(session, actor=actor, sealed=sealed)
