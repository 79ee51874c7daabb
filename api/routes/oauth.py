"""The token endpoint, as RFC 6749 has it: form in, its own JSON of errors out.

Its errors are no RFC 9457 problems: OAuth clients read `error` by name, wherever they
come from, and one that must learn another form here cannot be any client off the shelf.
"""

from collections import Counter
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.door import Visit, open_door
from api.problems import DPOP_ALGORITHMS, FAILURES
from api.proxies import CLIENT_CERTIFICATE
from api.routing import Router
from api.schemas.answers import answer_of
from reciprocal.access import tokens
from reciprocal.access.assertions import KIND
from reciprocal.access.holders import Binding
from reciprocal.access.tokens import Asked, OAuthFault, Refused, Shown
from reciprocal.disclosure import present

router = Router(prefix="/v1", tags=["People, sessions and systems"])

_FORM = "application/x-www-form-urlencoded"
_FIELDS = ("grant_type", "client_assertion_type", "client_assertion")
_OPTIONAL = ("client_id", "scope")
_FIELDS_MAX = 20
_SENT_AS = {Binding.KEY: "DPoP", Binding.CERTIFICATE: "Bearer"}
_UNREADABLE = Refused(
    OAuthFault.REQUEST,
    f"body: Send a form as {_FORM}, with each field once.",
)


class OAuthError(BaseModel):
    """Why there is no token, as RFC 6749 section 5.2 has it."""

    model_config = ConfigDict(extra="forbid")

    error: OAuthFault = Field(examples=["invalid_client"])
    error_description: str = Field(
        examples=["client_assertion.exp: Say a moment from now to five minutes on."]
    )


async def _asked(request: Request) -> Asked | None:
    """Read the form; None where it is none, or says something twice."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        return None
    try:
        text = (await request.body()).decode("utf-8")
        pairs = parse_qsl(
            text, keep_blank_values=True, max_num_fields=_FIELDS_MAX, errors="strict"
        )
    except ValueError:
        return None
    if any(count > 1 for count in Counter(name for name, _ in pairs).values()):
        return None
    sent = dict(pairs)
    return Asked(
        grant_type=sent.get("grant_type", ""),
        assertion_type=sent.get("client_assertion_type", ""),
        assertion=sent.get("client_assertion", ""),
        client_id=sent.get("client_id", ""),
        scope=sent.get("scope", ""),
    )


def _text(example: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": 8192, "examples": [example]}


_BODY = {
    "type": "object",
    "required": list(_FIELDS),
    "properties": {
        "grant_type": {"type": "string", "const": tokens.GRANT},
        "client_assertion_type": {"type": "string", "const": KIND},
        "client_assertion": _text("eyJhbGciOiJFUzI1NiJ9.e30.AA"),
        "client_id": _text("9f2c4e6a8b0d1f3e5a7c9b2d4f6e8a0c"),
        "scope": _text("homes:write homes:read"),
    },
}


def _errors(about: str) -> dict[str, Any]:
    return {"description": about, "model": OAuthError}


@router.post(
    "/oauth/token",
    response_model=answer_of("access_token"),
    responses={
        400: _errors("The request, the grant, the scope or the proof cannot be used."),
        401: _errors("The client is not known by what it sent."),
        422: FAILURES[422],
    },
    openapi_extra={
        "requestBody": {"required": True, "content": {_FORM: {"schema": _BODY}}},
        "parameters": [
            {
                "name": "DPoP",
                "in": "header",
                "required": False,
                "description": "A proof of possession (RFC 9449) for this endpoint; "
                "left out only where a proxy has checked a client certificate.",
                "schema": _text("eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.AA"),
            }
        ],
    },
)
def issue_token(
    request: Request,
    asked: Annotated[Asked | None, Depends(_asked)],
    visit: Annotated[Visit, open_door(limited=True, systems=True)],
) -> object:
    """Give a machine a token for ten minutes, bound to what it has shown to hold."""
    if asked is None:
        return _answer(_UNREADABLE)
    shown = Shown(
        proofs=request.headers.getlist("dpop"),
        certificates=request.headers.getlist(CLIENT_CERTIFICATE),
    )
    base = visit.service.settings.public_base
    outcome = tokens.ask(visit.session, asked, shown, base=base)
    if isinstance(outcome, Refused):
        return _answer(outcome)
    told = {
        "access_token": outcome.token,
        "token_type": _SENT_AS[outcome.bound_to],
        "expires_in": int(tokens.LIFE.total_seconds()),
        "scope": " ".join(sorted(outcome.scopes)),
    }
    return present(visit.actor, "access_token", "open", told)


def _answer(refused: Refused) -> JSONResponse:
    error = OAuthError(error=refused.fault, error_description=refused.sentence)
    if refused.fault is not OAuthFault.CLIENT:
        return JSONResponse(error.model_dump(), status_code=400)
    challenge = f'DPoP error="{refused.fault}", algs="{DPOP_ALGORITHMS}"'
    return JSONResponse(
        error.model_dump(), status_code=401, headers={"WWW-Authenticate": challenge}
    )
