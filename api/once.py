"""Each POST takes effect once for each key, however often it is sent.

What is stored is what is sent: the route's value becomes the answer's bytes here, in
the transaction of the route's own door, which commits both before a byte leaves. So a
reply that was lost is asked for again. Only a success is kept: a fault rolls back its
effect and its key alike. (An errand changes nothing but the audit, and is answered
outside any transaction; of twins at work together the first answer is kept.)
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from functools import wraps
from http import HTTPStatus
from inspect import Parameter, iscoroutinefunction, signature
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from pydantic import TypeAdapter
from sqlmodel import Session

from api.door import Errand, Visit
from reciprocal.access import tokens
from reciprocal.access.actor import Actor
from reciprocal.idempotency import operations as idempotency
from reciprocal.idempotency.operations import (
    HEADER,
    KEY_LENGTH_MAX,
    KEY_PATTERN,
    Answer,
)

EXCEPT = frozenset(
    {
        "/v1/sessions",
        "/v1/single-sign-on",
        "/v1/single-sign-on/complete",
        "/v1/invitations/take-up",
        tokens.PATH,
    }
)
"""The POST routes without a key: nobody is known yet whose key it could be."""

REPLAYED = "Idempotent-Replayed"

PARAMETER: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": (
        "A value of your own, new for each act and the same whenever you send that act "
        "again: the answer is then the first one's, byte for byte. Kept "
        "90 days unless the operator decided otherwise."
    ),
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": KEY_LENGTH_MAX,
        "pattern": KEY_PATTERN,
        "examples": ["5f0c7d9e-2b64-4d55-9a51-0c7f6a1f3f1e"],
    },
}

ANSWERED: dict[str, Any] = {
    "headers": {
        REPLAYED: {
            "description": "Sent as `true` when this act was answered before.",
            "required": False,
            "schema": {"type": "string", "enum": ["true"]},
        }
    }
}

_CALLERS = (Visit, Errand)
_OF_THE_MESSAGE = frozenset({"content-length", "content-type"})


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in: each value of the header, and bytes that say the request."""

    keys: tuple[str, ...]
    request: bytes


async def _sent(request: Request) -> Sent:
    """Read what was sent, whole."""
    where = (request.method, request.scope["path"], request.url.query)
    kind = request.headers.get("content-type", "")
    return Sent(
        tuple(request.headers.getlist(HEADER)),
        in_bytes(where, kind, await request.body()),
    )


def in_bytes(where: tuple[str, str, str], kind: str, body: bytes) -> bytes:
    """Return bytes in which two requests are equal only if they ask for one thing.

    Args:
        where: Method, path and query.
        kind: The content type. A client makes up the border between a form's parts
            anew at each attempt, so that is left out.
    """
    media = Message()
    media["content-type"] = kind
    border = media.get_boundary()
    if border and media.get_content_maintype() == "multipart":
        body = body.replace(border.encode(), b"border")
    return "\n".join(where).encode(errors="replace") + b"\n\n" + body


def once(
    endpoint: Callable[..., Any],
    *,
    model: Any,  # noqa: ANN401 - whatever FastAPI takes for one
    status: int,
) -> Callable[..., Any]:
    """Return a route's function that answers a request under a key once.

    Args:
        endpoint: Worked in a thread, with a `Visit` among its arguments; or with an
            `Errand`, whose answer is kept in a transaction after its work.
        model: The response model; None where nothing is said.
        status: Of success.
    """
    assert not iscoroutinefunction(endpoint), "a transaction is worked in a thread"
    shape = None if model is None else TypeAdapter(model)

    @wraps(endpoint)
    def perform(*, sent: Sent, **given: Any) -> Response:  # noqa: ANN401 - likewise
        visit = next(each for each in given.values() if isinstance(each, _CALLERS))
        with visit.within() as session:
            attempt, before = _begun(session, visit.actor, sent)
        if before is not None:
            return _response(before, replayed=True)
        told = endpoint(**given)
        # FastAPI has one response for a request and its doors: a tag is set on it.
        answer = _answer(told, shape, status, visit.conditions.response)
        days = visit.service.settings.idempotency_days
        with visit.within() as session:
            if isinstance(visit, Errand):
                # A twin may have been answered while this one was at work.
                attempt, before = _begun(session, visit.actor, sent)
            if before is not None:
                return _response(before, replayed=True)
            idempotency.keep(
                session,
                attempt,
                answer,
                subject_ref=_about(answer) or str(given.get("reference", "")),
                days=days,
            )
        return _response(answer, replayed=False)

    sent = Annotated[Sent, Depends(_sent)]
    taken = signature(endpoint)
    place = Parameter("sent", Parameter.KEYWORD_ONLY, annotation=sent)
    # FastAPI reads a signature to learn what to give; no type says that it may be set.
    perform.__signature__ = taken.replace(  # type: ignore[attr-defined]
        parameters=[*taken.parameters.values(), place]
    )
    perform.__annotations__ = {**endpoint.__annotations__, "sent": sent}
    return perform


def _begun(
    session: Session, actor: Actor, sent: Sent
) -> tuple[idempotency.Attempt, Answer | None]:
    """Begin a request under its key, and find what it was answered before."""
    attempt = idempotency.attempt(
        session,
        actor=actor,
        key=idempotency.key_among(sent.keys),
        request=sent.request,
    )
    return attempt, idempotency.answered_before(session, attempt)


def _answer(
    told: object, shape: TypeAdapter[Any] | None, status: int, beside: Response
) -> Answer:
    """Say what a route returned as bytes, with the headers it set beside."""
    headers = tuple(beside.headers.items())
    if isinstance(told, Response):
        headers += tuple(told.headers.items())
        status, body = told.status_code, bytes(told.body)
    elif shape is None:
        body = b""
    else:
        said = shape.validate_python(told, from_attributes=True)
        body = shape.dump_json(said, by_alias=True, exclude_unset=True)
    own = tuple(each for each in headers if each[0] not in _OF_THE_MESSAGE)
    return Answer(status, own, body)


def _about(answer: Answer) -> str:
    """Return the reference of what an act made, or nothing if it made nothing."""
    if answer.status != HTTPStatus.CREATED:
        return ""
    made = json.loads(answer.body)
    return str(made.get("reference", "")) if isinstance(made, dict) else ""


def _response(answer: Answer, *, replayed: bool) -> Response:
    response = Response(
        answer.body,
        status_code=answer.status,
        media_type="application/json" if answer.body else None,
    )
    for name, said in answer.headers:
        response.headers[name] = said
    if replayed:
        response.headers[REPLAYED] = "true"
    return response
