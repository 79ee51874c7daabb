"""What people typed and have not sent: kept for its writer alone, sealed.

A form that came when their session had run out goes back to their browser; a request
that they have begun stays with the service until they save it.
"""

from asyncio import to_thread
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlmodel import Session
from starlette.requests import Request

from api import sessions
from reciprocal.access import kept_forms, operations
from reciprocal.access.actor import NOBODY, Actor
from reciprocal.composition import Service
from reciprocal.db import speak_as
from reciprocal.drafts import operations as drafts
from reciprocal.drafts.operations import Begun, Typed

_T = TypeVar("_T")


async def keep(request: Request, token: str, form: Mapping[str, Any]) -> str:
    """Return a form sealed for whoever the session was; empty where it was nobody's."""
    return await to_thread(_keep, request.app.state.service, token, form)


async def kept(request: Request, token: str, sealed: str) -> Mapping[str, Any] | None:
    """Return what was kept for whoever has just signed in; nothing of another's."""

    def work(session: Session, actor: Actor) -> Mapping[str, Any] | None:
        return kept_forms.kept(session, actor=actor, sealed=sealed)

    return await _as_reader(request, token, work)


async def keep_draft(
    request: Request, draft_ref: str, *, again_of: str, typed: Typed
) -> bool:
    """Keep what the reader has typed of a request so far; tell whether it was."""

    def work(session: Session, actor: Actor) -> bool:
        return drafts.keep(
            session, actor=actor, draft_ref=draft_ref, again_of=again_of, typed=typed
        )

    return await _as_reader(request, sessions.token_of(request), work)


async def draft(request: Request, draft_ref: str) -> Typed | None:
    """Return what the reader typed in a draft of theirs; None where there is none."""

    def work(session: Session, actor: Actor) -> Typed | None:
        return drafts.typed_in(session, actor=actor, draft_ref=draft_ref)

    return await _as_reader(request, sessions.token_of(request), work)


async def drafts_begun(request: Request) -> list[Begun]:
    """Return the reader's drafts, the one that they changed last first."""

    def work(session: Session, actor: Actor) -> list[Begun]:
        return drafts.begun(session, actor=actor)

    return await _as_reader(request, sessions.token_of(request), work)


async def forget_draft(request: Request, draft_ref: str) -> None:
    """Forget a draft of the reader's that was saved or is not wanted."""

    def work(session: Session, actor: Actor) -> None:
        drafts.forget(session, actor=actor, draft_ref=draft_ref)

    await _as_reader(request, sessions.token_of(request), work)


def _keep(service: Service, token: str, form: Mapping[str, Any]) -> str:
    with service.database.transaction(NOBODY) as session:
        return kept_forms.keep(session, token=token, form=form)


async def _as_reader(
    request: Request, token: str, work: Callable[[Session, Actor], _T]
) -> _T:
    """Do one piece of work as whoever a session is, in one transaction."""
    service: Service = request.app.state.service

    def within() -> _T:
        with service.database.transaction(NOBODY) as session:
            actor = operations.identify(
                session,
                token=token,
                idle_minutes=service.settings.session_idle_minutes,
                keys_taken=False,
            )
            speak_as(session, actor)
            return work(session, actor)

    return await to_thread(within)
