"""What somebody brings to be known by: a session, a key, or a token with its proof."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import HTTPAuthorizationCredentials, OAuth2
from sqlmodel import Session
from starlette.requests import HTTPConnection

from api.proxies import CLIENT_CERTIFICATE
from reciprocal.access import operations as access
from reciprocal.access import tokens
from reciprocal.access.actor import Actor, Scope
from reciprocal.access.holders import Holder
from reciprocal.access.policy import ACTIONS
from reciprocal.access.secrets import is_access_token
from reciprocal.composition import Service
from reciprocal.settings import Settings

_SCOPES = {
    Scope.HOMES_WRITE: "Post, amend and withdraw homes.",
    Scope.HOMES_READ: "Read one's own homes, without an address.",
    Scope.OFFERS_READ: "Read the offers of one's own homes, without a household.",
    Scope.STATEMENTS_READ: "Read one's own statements.",
    Scope.CASES_READ: "Read stage and next step of one's own cases.",
}


class _Machine(OAuth2):
    """Says in the description how machines come in; `knock` is what lets them."""

    async def __call__(self, request: HTTPConnection) -> None:
        del request


_machine = _Machine(
    scheme_name="DPoP",
    description=(
        "A machine's token for ten minutes, from a signed assertion "
        "(private_key_jwt, RFC 7523). Each call carries `Authorization: DPoP …` and a "
        "proof in the `DPoP` header (RFC 9449). Where the operator's proxy asks for a "
        "client certificate, a token may be bound to that instead (RFC 8705) and sent "
        "as `Authorization: Bearer …`."
    ),
    flows=OAuthFlows(
        clientCredentials=OAuthFlowClientCredentials(
            tokenUrl=tokens.PATH, scopes={str(scope): _SCOPES[scope] for scope in Scope}
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Knock:
    """What was brought; a token with its holder is a machine's, and proved."""

    token: str
    holder: Holder | None = None

    def identify(self, session: Session, settings: Settings) -> Actor:
        """Return who it stands for.

        Raises:
            SignInRefused: And the other faults of `access.identify`.
            TokenRefused: When a machine's token ended meanwhile.
        """
        if self.holder is not None:
            return tokens.identify(session, self.token, self.holder)
        return access.identify(
            session,
            token=self.token,
            idle_minutes=settings.session_idle_minutes,
            keys_taken=settings.machine_keys_taken,
        )


def knock(
    request: Request, service: Service, bearer: HTTPAuthorizationCredentials | None
) -> Knock:
    """Return what a request brings; a machine's proof is checked and used up.

    A `Client-Cert` header that is seen here was set by a listed proxy.

    Two `Authorization` headers are none: a proxy might have read the other one.

    Raises:
        ProofRefused: Naming what is wrong with a proof.
        CertificateRefused: Naming what is wrong with a certificate.
        TokenRefused: When a token is not bound to the key of its proof.
    """
    given = request.headers.getlist("authorization")
    if len(given) != 1:
        return Knock("")
    scheme, _, token = given[0].partition(" ")
    if scheme.lower() != "dpop":
        shown = bearer.credentials if bearer else ""
        certificates = request.headers.getlist(CLIENT_CERTIFICATE)
        if certificates and is_access_token(shown):
            return Knock(shown, tokens.carried(certificates))
        return Knock(shown)
    call = (request.method, service.settings.public_base + _path(request))
    proofs = request.headers.getlist("dpop")
    return Knock(token, tokens.prove(service.database, token, proofs, call=call))


def described(action: str) -> Any:  # noqa: ANN401 - FastAPI's own Security
    """Return the dependency that describes a machine's way through a door, if any."""
    grant = ACTIONS.get(action)
    if grant is None or grant.person:
        return Security(_people_alone)
    needed = [str(scope) for scope in grant.scopes] if len(grant.scopes) == 1 else []
    return Security(_machine, scopes=needed)


async def _people_alone() -> None:
    """Say nothing of machines where none may come."""


def _path(request: Request) -> str:
    """Return the path as it was sent: escapes are part of what was signed."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    return str(raw.partition(b"?")[0].decode("latin-1"))
