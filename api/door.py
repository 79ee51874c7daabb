"""Who comes in, what for, and in which transaction: one of each a request."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from api import paging
from api.forms import Form, chosen
from api.knock import described, knock
from api.limits import Limits
from api.tags import Conditions, tag_of
from reciprocal.access import policy
from reciprocal.access.actor import NOBODY, Actor
from reciprocal.composition import Service
from reciprocal.db import speak_as
from reciprocal.disclosure import Shown
from reciprocal.disclosure.pages import Page, Wanted
from reciprocal.errors import FieldFault, FieldsInvalid, NotFound
from reciprocal.proposals import refused

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
    auto_error=False,
    description="A person's session; a machine's key in the embedded default alone.",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who makes it, and the transaction it happens in."""

    actor: Actor
    session: Session
    token: str
    service: Service
    request: Request
    conditions: Conditions
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    def actor_with(self, request_id: str) -> Actor:
        """Return the actor with a case that was assigned in this very request."""
        return replace(self.actor, assignments=self.actor.assignments | {request_id})

    def shown(self, thing: Shown) -> object:
        """Return what an answer says of one thing, under its tag."""
        tag = tag_of(self.session, self.actor, thing)
        return self.conditions.answer(thing, tag)

    def told(self, thing: Shown, forms: Sequence[Form], name: str) -> object:
        """Return one thing in the form that the request accepts, under its tag.

        Args:
            name: Of the file it may be kept in, without its ending.
        """
        form = chosen(self.request.headers.get("accept"), forms)
        media = form.media if form else ""
        tag = tag_of(self.session, self.actor, thing, form=media)
        answer = self.conditions.answer(thing, tag, Vary="Accept")
        if form is None or isinstance(answer, Response):
            return answer
        assert isinstance(answer, dict), "a thing is its fields"
        kept = f'attachment; filename="{name}.{form.ending}"'
        return Response(
            form.write(answer),
            media_type=media,
            headers={"ETag": tag, "Vary": "Accept", "Content-Disposition": kept},
        )

    def expect(self, read: Callable[[], Shown]) -> None:
        """Refuse to change what is not as the caller last read it.

        Args:
            read: Reads the thing anew, and locks its row until the end.

        Raises:
            PreconditionRequired, VersionMismatch, FieldsInvalid: As the tags say.
        """
        self.conditions.require_match(lambda: tag_of(self.session, self.actor, read()))

    def page(
        self,
        query: paging.PageQuery,
        read: Callable[[Session, Actor, Wanted], Page],
    ) -> object:
        """Return one page of a list, and the cursor of the next."""
        whole = (self.session, self.actor, query, self.request.url.path)
        found = read(self.session, self.actor, paging.wanted(*whole))
        return {"items": found, "next": paging.cursor_of(*whole, found)}

    def spend_name(self, name: str) -> None:
        """Count an attempt to come in under a name, or with an invitation.

        Raises:
            TooManyRequests: When too many tried it.
        """
        limits_of(self.request).spend_name(name)

    def spend_trial(self) -> None:
        """Count something tried on a round.

        Raises:
            TooManyRequests: When the hour of whoever asks is full.
        """
        limits_of(self.request).spend_trial(self.actor, self.request.scope)

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do something once this transaction is stored, and not if it is not."""
        self.afterwards.append(act)

    @contextmanager
    def within(self) -> Iterator[Session]:
        """Give the transaction in which the answer is kept: the visit's own."""
        yield self.session


@dataclass(frozen=True, slots=True)
class Errand:
    """One request whose work waits for another process, outside any transaction.

    Were a transaction open meanwhile, on SQLite nobody else could so much as read.
    """

    actor: Actor
    service: Service
    request: Request
    conditions: Conditions

    def spend_trial(self) -> None:
        """Count something tried out on a round.

        Raises:
            TooManyRequests: When the hour of whoever asks is full.
        """
        limits_of(self.request).spend_trial(self.actor, self.request.scope)

    @contextmanager
    def within(self) -> Iterator[Session]:
        """Give a transaction of its own, which ends with the block."""
        with self.service.database.transaction(self.actor) as session:
            yield session


def service_of(request: Request) -> Service:
    """Return the service this app was made for."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


def limits_of(request: Request) -> Limits:
    """Return the budgets of this app."""
    limits = request.app.state.limits
    assert isinstance(limits, Limits)
    return limits


async def _take_turn() -> AsyncIterator[None]:
    """Wait, without a thread, until fewer visits are under way."""
    yield


_TURN = Depends(_take_turn, scope="function", max_concurrency=VISITS_AT_ONCE)


def door(action: str) -> Any:  # noqa: ANN401 - FastAPI's own Depends
    """Return the dependency of a route that performs `action`.

    The transaction commits after the route has returned and before the answer is
    sent, so what is acknowledged is stored.
    """

    def come_in(
        request: Request,
        response: Response,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
        machine: Annotated[None, described(action)],
        turn: Annotated[None, _TURN],
    ) -> Iterator[Visit]:
        del machine, turn
        service = service_of(request)
        refuse_unknown_parameters(request)
        knocked = knock(request, service, credentials)
        actor = NOBODY
        try:
            with service.database.transaction(NOBODY) as session:
                actor = knocked.identify(session, service.settings)
                limits_of(request).spend_of(actor, request.scope)
                policy.require_session(actor, action)
                policy.require(actor, action)
                speak_as(session, actor)
                conditions = Conditions.of(request, response)
                visit = Visit(
                    actor, session, knocked.token, service, request, conditions
                )
                yield visit
                conditions.refuse_unweighed()
        except NotFound:
            _write_down(service, actor, request)
            raise
        for act in visit.afterwards:
            act()

    return _named(come_in, action)


def errand(action: str, *, at_once: int) -> Any:  # noqa: ANN401 - likewise
    """Return the dependency of a route that performs `action` outside a transaction.

    Who comes in is found out, and may be refused, in a transaction that ends before
    the route begins. No condition on a change can hold where nothing is changed.

    Args:
        at_once: Such errands that this process runs together; others wait for them.
    """

    def come_in(
        request: Request,
        response: Response,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
        machine: Annotated[None, described(action)],
    ) -> Iterator[Errand]:
        del machine
        service = service_of(request)
        refuse_unknown_parameters(request)
        knocked = knock(request, service, credentials)
        with service.database.transaction(NOBODY) as session:
            actor = knocked.identify(session, service.settings)
            limits_of(request).spend_of(actor, request.scope)
            policy.require_session(actor, action)
            policy.require(actor, action)
        conditions = Conditions.of(request, response)
        conditions.refuse_unweighed()
        yield Errand(actor, service, request, conditions)

    return _named(come_in, action, at_once)


def open_door(
    *, at_once: int | None = None, limited: bool = False, systems: bool = False
) -> Any:  # noqa: ANN401 - likewise
    """Return the dependency of a route that needs no sign-in.

    Args:
        limited: Count each request against the budget of its address.
        systems: That budget is a system's, and not that of people who sign in.
    """

    def come_in(request: Request, response: Response) -> Iterator[Visit]:
        service = service_of(request)
        refuse_unknown_parameters(request)
        if limited:
            limits_of(request).spend_address(request.scope, systems=systems)
        conditions = Conditions.of(request, response)
        with service.database.transaction(NOBODY) as session:
            yield Visit(NOBODY, session, "", service, request, conditions)
            conditions.refuse_unweighed()

    return _named(come_in, OPEN, at_once)


def open_errand(*, at_once: int) -> Any:  # noqa: ANN401 - likewise
    """Return the dependency of a route that needs no sign-in and calls elsewhere.

    It opens its own transactions, before and after; each request is counted against
    the budget of its address.
    """

    def come_in(request: Request, response: Response) -> Iterator[Errand]:
        service = service_of(request)
        refuse_unknown_parameters(request)
        limits_of(request).spend_address(request.scope)
        conditions = Conditions.of(request, response)
        conditions.refuse_unweighed()
        yield Errand(NOBODY, service, request, conditions)

    return _named(come_in, OPEN, at_once)


def refuse_unknown_parameters(request: Request) -> None:
    """Refuse query parameters: a misspelt filter must not read as everything.

    A route that takes some has a model of them, which refuses the others.
    """
    route = request.scope["route"]
    if request.query_params and not route.dependant.query_params:
        fault = FieldFault("query", "Remove the parameters; this route takes none.")
        raise FieldsInvalid(faults=(fault,))


def _write_down(service: Service, actor: Actor, request: Request) -> None:
    """Write down who asked for what is not there for them, whatever it was.

    In a transaction of its own: that of the request is undone.
    """
    references = [str(each) for each in request.path_params.values()]
    with service.database.transaction(actor) as session:
        refused.note(session, actor=actor, references=references)


def _named(
    come_in: Callable[..., Iterator[Visit | Errand]],
    action: str,
    at_once: int | None = None,
) -> Any:  # noqa: ANN401 - FastAPI's own Depends
    setattr(come_in, ACTION, action)
    return Depends(come_in, scope="function", max_concurrency=at_once)
