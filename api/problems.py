"""From a fault to an HTTP answer: RFC 9457 problems, and the one table of statuses.

A problem carries a stable code, a sentence, and the fields at fault by name. It never
carries what was sent.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from reciprocal.access.jose import ALGORITHMS
from reciprocal.access.operations import MachineKeyNotTaken, TokenNotBound
from reciprocal.access.policy import ScopeMissing
from reciprocal.access.tokens import CertificateRefused, ProofRefused, TokenRefused
from reciprocal.errors import (
    FieldFault,
    Kind,
    ReciprocalError,
    StateConflict,
    TooManyRequests,
)

log = structlog.get_logger()

STATUS = {
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.GONE: 410,
    Kind.PRECONDITION_FAILED: 412,
    Kind.PRECONDITION_REQUIRED: 428,
    Kind.TOO_LARGE: 413,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}

_OF_HTTP = {
    400: ("unreadable", "The request could not be read; send what the API describes."),
    401: ("sign_in_refused", "Sign in again."),
    404: ("not_found", "There is nothing here for you under that reference."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The request is larger than is taken here."),
    415: (
        "unsupported_media_type",
        "Send a content type that this address takes: JSON, or a file of an import.",
    ),
    422: ("fields_invalid", "Some fields cannot be used; each is named."),
}
_UNEXPECTED = (
    "unexpected",
    "Something went wrong here; nothing was stored. Try again.",
)

CODES_OF_THE_DOOR = frozenset({code for code, _ in _OF_HTTP.values()} | {"unexpected"})

DPOP_ALGORITHMS = " ".join(ALGORITHMS)

_BY_MACHINES = {
    ProofRefused.code: "invalid_dpop_proof",
    TokenRefused.code: "invalid_token",
    CertificateRefused.code: "invalid_token",
    TokenNotBound.code: "invalid_token",
    MachineKeyNotTaken.code: "invalid_token",
    ScopeMissing.code: "insufficient_scope",
}
"""What is answered to machines in RFC 9449's own words (section 7.1)."""

_MEDIA = "application/problem+json"


class FieldProblem(BaseModel):
    """One field at fault and what to do about it."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(examples=["bedrooms"])
    fault: str = Field(examples=["Give a whole number from 0 to 12."])
    row: int | None = Field(default=None, examples=[7])


class Problem(BaseModel):
    """A fault, as RFC 9457 has it."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(examples=["urn:reciprocal:problem:fields_invalid"])
    title: str = Field(examples=["Some fields cannot be used."])
    status: int = Field(examples=[422])
    code: str = Field(examples=["fields_invalid"])
    faults: list[FieldProblem]


FAILURES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": about,
        "model": Problem,
        "content": {_MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, about in {
        400: "Not readable at all.",
        401: "Not signed in, or the credentials have run out.",
        403: "Your role may not do this.",
        404: "Nothing here for you.",
        409: "Not at this stage, or taken.",
        410: "Used up.",
        412: "Changed since you read it.",
        413: "Too large.",
        415: "Not JSON, nor a file that is taken here.",
        422: "Fields at fault, each named.",
        428: "Send the header that this act asks for: a key, or the tag you read.",
        429: "Too much at once; Retry-After says when to come again.",
        503: "Not available now.",
    }.items()
}
"""What any route may answer beside success."""


def register(app: FastAPI) -> None:
    """Let every fault leave as a problem."""
    app.add_exception_handler(ReciprocalError, _of_reciprocal)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(IntegrityError, _of_integrity)
    app.add_exception_handler(OperationalError, _of_operational)


def answer(
    status: int, code: str, title: str, faults: Sequence[FieldFault] = ()
) -> JSONResponse:
    """Return a problem as a response."""
    problem = Problem(
        type=f"urn:reciprocal:problem:{code}",
        title=title,
        status=status,
        code=code,
        faults=[FieldProblem(field=f.field, fault=f.fault, row=f.row) for f in faults],
    )
    headers = (
        {"WWW-Authenticate": "Bearer"}
        if status == STATUS[Kind.UNAUTHENTICATED]
        else None
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=status,
        media_type=_MEDIA,
        headers=headers,
    )


def unexpected() -> JSONResponse:
    """Return what is said when the fault is ours."""
    code, title = _UNEXPECTED
    return answer(500, code, title)


def too_large() -> JSONResponse:
    """Return what is said of a body over the limit."""
    code, title = _OF_HTTP[413]
    return answer(413, code, title)


def codes() -> frozenset[str]:
    """Return every code that can be answered, once all rooms are imported."""
    return CODES_OF_THE_DOOR | {error.code for error in _kinds_of(ReciprocalError)}


async def _of_reciprocal(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, ReciprocalError)
    if fault.kind in (Kind.FORBIDDEN, Kind.UNAUTHENTICATED):
        log.warning("denied", code=fault.code, route=route_template(request))
    problem = answer(STATUS[fault.kind], fault.code, fault.sentence, fault.faults)
    if isinstance(fault, TooManyRequests):
        problem.headers["Retry-After"] = str(fault.wait_seconds)
    if fault.code in _BY_MACHINES:
        problem.headers["WWW-Authenticate"] = (
            f'DPoP error="{_BY_MACHINES[fault.code]}", algs="{DPOP_ALGORITHMS}"'
        )
    return problem


async def _of_validation(request: Request, fault: Exception) -> JSONResponse:
    del request
    assert isinstance(fault, RequestValidationError)
    code, title = _OF_HTTP[422]
    return answer(422, code, title, [_field_fault(error) for error in fault.errors()])


async def _of_http(request: Request, fault: Exception) -> JSONResponse:
    del request
    assert isinstance(fault, HTTPException)
    code, title = _OF_HTTP.get(fault.status_code, _UNEXPECTED)
    problem = answer(fault.status_code, code, title)
    if fault.headers and "Allow" in fault.headers:
        problem.headers["Allow"] = fault.headers["Allow"]
    return problem


async def _of_integrity(request: Request, fault: Exception) -> JSONResponse:
    """A constraint stopped two at once; the loser hears what any loser hears."""
    del request, fault
    return answer(409, StateConflict.code, StateConflict.sentence)


async def _of_operational(request: Request, fault: Exception) -> JSONResponse:
    del request, fault
    return answer(503, "database_refused", "The database is busy; try again.")


def route_template(request: Request) -> str:
    """Return the route as it is declared, without anybody's reference in it."""
    return str(getattr(request.scope.get("route"), "path", "unknown"))


def _field_fault(error: Any) -> FieldFault:  # noqa: ANN401 - pydantic's own dict
    """Name the field and what to do; an unknown field is not repeated back."""
    place = [
        str(part) for part in error["loc"] if part not in ("body", "query", "path")
    ]
    if error["type"] == "extra_forbidden":
        where = ".".join(place[:-1]) or str(error["loc"][0])
        return FieldFault(where, "Remove the fields that are not described here.")
    if error["type"] == "json_invalid":
        return FieldFault("body", "Send valid JSON.")
    if error["type"] == "union_tag_invalid":
        # The library's own sentence would say back the kind that was sent.
        return FieldFault(".".join(place), "Give one of the kinds described here.")
    if error["type"] == "string_pattern_mismatch" and place[-1:] == ["reference"]:
        return FieldFault("reference", "Give a reference as it was answered to you.")
    return FieldFault(".".join(place) or str(error["loc"][0]), f"{error['msg']}.")


def _kinds_of(kind: type[ReciprocalError]) -> Iterator[type[ReciprocalError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _kinds_of(child)
