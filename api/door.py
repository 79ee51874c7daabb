"""Who comes in, what for, and in which transaction: one of each a request."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from reciprocal.access import operations as access
from reciprocal.access import policy
from reciprocal.access.actor import NOBODY, Actor
from reciprocal.composition import Service
from reciprocal.db import speak_as
from reciprocal.errors import FieldFault, FieldsInvalid

ACTION = "reciprocal_action"
"""Where a door carries the action it guards; the route test reads it."""

OPEN = "open"
"""The action of the few doors that need no sign-in."""

VISITS_AT_ONCE = 16
"""Visits that may wait for the database together: fewer than threads and connections.

Whoever has the database's one writer needs a thread to go on; were every thread
taken by visits that wait for that writer, none of them would ever end.
"""

_bearer = HTTPBearer(
    auto_error=False, description="A session's token, or a machine's key."
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who makes it, and the transaction it happens in."""

    actor: Actor
    session: Session
    token: str
    service: Service
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def actor_with(self, request_id: str) -> Actor:
        """Return the actor with a case that was assigned in this very request."""
        return replace(self.actor, assignments=self.actor.assignments | {request_id})

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do something once this transaction is stored, and not if it is not."""
        self.afterwards.append(act)


def service_of(request: Request) -> Service:
    """Return the service this app was made for."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


async def _take_turn() -> AsyncIterator[None]:
    """Wait, without a thread, until fewer visits are under way."""
    yield


_TURN = Depends(_take_turn, scope="function", max_concurrency=VISITS_AT_ONCE)


def door(action: str, *, takes: frozenset[str] = frozenset()) -> Any:  # noqa: ANN401 - FastAPI's own Depends
    """Return the dependency of a route that performs `action`.

    Args:
        takes: The query parameters it describes; any other is refused.

    The transaction commits after the route has returned and before the answer is
    sent, so what is acknowledged is stored.
    """

    def come_in(
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
        turn: Annotated[None, _TURN],
    ) -> Iterator[Visit]:
        del turn
        service = service_of(request)
        refuse_unknown_parameters(request, takes)
        token = credentials.credentials if credentials else ""
        with service.database.transaction(NOBODY) as session:
            actor = access.identify(
                session,
                token=token,
                idle_minutes=service.settings.session_idle_minutes,
            )
            policy.require(actor, action)
            speak_as(session, actor)
            visit = Visit(actor, session, token, service)
            yield visit
        for act in visit.afterwards:
            act()

    return _named(come_in, action)


def open_door(*, at_once: int | None = None) -> Any:  # noqa: ANN401 - likewise
    """Return the dependency of a route that needs no sign-in."""

    def come_in(request: Request) -> Iterator[Visit]:
        service = service_of(request)
        refuse_unknown_parameters(request)
        with service.database.transaction(NOBODY) as session:
            yield Visit(NOBODY, session, "", service)

    return _named(come_in, OPEN, at_once)


def refuse_unknown_parameters(
    request: Request, takes: frozenset[str] = frozenset()
) -> None:
    """Refuse query parameters: a misspelt filter must not read as everything."""
    if not takes.issuperset(request.query_params):
        sentence = "Remove the parameters; this route takes none."
        if takes:
            sentence = "Remove the parameters that are not described here."
        fault = FieldFault("query", sentence)
        raise FieldsInvalid(faults=(fault,))


def _named(
    come_in: Callable[..., Iterator[Visit]], action: str, at_once: int | None = None
) -> Any:  # noqa: ANN401 - FastAPI's own Depends
    setattr(come_in, ACTION, action)
    return Depends(come_in, scope="function", max_concurrency=at_once)
