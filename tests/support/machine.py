"""A member's system as a client: it signs assertions and proofs with its own keys.

Written against the RFCs and apart from the service's own reading of them; it shares
with the service the clock alone.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi.testclient import TestClient
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry

from reciprocal import clock
from tests.support.tags import keyed, knowing

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LATE_SECONDS = 5


def base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def sign(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:  # noqa: ANN401 - any JWK
    """Return a compact JWS, by the algorithm that its header names."""
    parts = [base64url(json.dumps(each).encode()) for each in (header, claims)]
    text = ".".join(parts)
    name = {"EdDSA": "Ed25519"}.get(header["alg"], header["alg"])
    signature = JWSRegistry.algorithms[name].sign(text.encode(), key)
    return f"{text}.{base64url(signature)}"


def new_key() -> ECKey:
    """Return a new pair of P-256."""
    return ECKey.generate_key("P-256", private=True)


def public_half(key: Any) -> dict[str, Any]:  # noqa: ANN401 - any JWK
    return dict(key.as_dict(private=False))


@dataclass(slots=True)
class MachineClient:
    """One system at work: it asks for a token when it has none that lives.

    Attributes:
        client_id: The machine's reference.
        base: The service's public address.
        key: What it signs assertions with; registered.
        proving: What it signs its calls with; nobody has to know it.
    """

    http: TestClient
    client_id: str
    base: str
    key: ECKey = field(default_factory=new_key)
    proving: ECKey = field(default_factory=new_key)
    scope: str = ""
    _token: str = ""
    _until: float = 0.0

    def assertion(self, **other: Any) -> str:  # noqa: ANN401 - claims
        """Return an assertion, with other claims where they are given."""
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": f"{self.base}/v1/oauth/token",
            "jti": secrets.token_urlsafe(16),
            "exp": now + 60,
        }
        return sign({"alg": "ES256"}, claims | other, self.key)

    def proof(self, method: str, path: str, token: str = "", **other: Any) -> str:  # noqa: ANN401 - claims
        """Return a proof for one call, with other claims where they are given."""
        claims: dict[str, Any] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": str(httpx.URL(self.base + path).copy_with(query=None)),
            "iat": int(clock.now().timestamp()),
        }
        if token:
            claims["ath"] = base64url(hashlib.sha256(token.encode()).digest())
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": public_half(self.proving)}
        return sign(header, claims | other, self.proving)

    def ask(self, **other: str) -> Any:  # noqa: ANN401 - an httpx response
        """Ask for a token, with other fields of the form where they are given."""
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": self.assertion(),
        }
        if self.scope:
            form["scope"] = self.scope
        return self.http.post(
            "/v1/oauth/token",
            data=form | other,
            headers={"DPoP": self.proof("POST", "/v1/oauth/token")},
        )

    def token(self) -> str:
        """Return a token that lives."""
        now = clock.now().timestamp()
        if now >= self._until:
            answer = self.ask()
            assert answer.status_code == 200, answer.json()
            self._token = answer.json()["access_token"]
            self._until = now + answer.json()["expires_in"] - _LATE_SECONDS
        return self._token

    def headers(self, method: str, path: str) -> dict[str, str]:
        """Return what one call carries to be let in; the next needs others."""
        token = self.token()
        return {
            "Authorization": f"DPoP {token}",
            "DPoP": self.proof(method, path, token),
        }

    def call(self, method: str, path: str, body: object | None = None) -> Any:  # noqa: ANN401 - an httpx response
        """Call the API once."""
        known = knowing(self.http, method, path, self.headers)
        headers = known | keyed(method)
        return self.http.request(method, path, json=body, headers=headers)


def register(
    http: TestClient, headers: dict[str, str], base: str, body: dict[str, Any]
) -> MachineClient:
    """Register a system over HTTP, as a person of its organisation, with one key."""
    made = http.post("/v1/machines", json=body, headers=headers | keyed())
    assert made.status_code == 201, made.json()
    machine = MachineClient(http, made.json()["reference"], base)
    path = f"/v1/machines/{machine.client_id}/public-keys"
    key = {"public_key": public_half(machine.key)}
    added = http.post(path, json=key, headers=headers | keyed())
    assert added.status_code == 201, added.json()
    return machine
