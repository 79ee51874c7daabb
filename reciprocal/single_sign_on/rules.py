"""What is asked of a provider, and when its word is believed: values in, values out.

OpenID Connect Core 1.0 sections 3.1.2.1 and 3.1.3.7; PKCE is RFC 7636 with S256.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

COME_BACK_TO = "/desk/sign-in/back"
"""Where a provider sends a browser back to, after the service's own address."""

STARTED_FOR = timedelta(minutes=10)
ALGORITHMS = ("ES256", "PS256", "RS256", "EdDSA")
"""With which an identity may be signed: never `none`, never a shared secret."""

_CLOCKS_APART = timedelta(seconds=60)
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a provider's discovery document says of itself."""

    authorization_endpoint: str
    token_endpoint: str
    keys_url: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody a provider vouches for.

    Attributes:
        email: In lower case, and verified by the provider.
        factor: Whether they showed the provider a second factor.
    """

    email: str
    factor: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """What an identity must say to be the one that was asked for."""

    issuer: str
    client_id: str
    nonce_hash: str
    factors: frozenset[str]


def discovery_url(issuer: str) -> str:
    """Return where a provider says what it is (OpenID Connect Discovery 1.0, 4)."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def discovered(document: Mapping[str, object], issuer: str) -> Discovered | None:
    """Return a provider's endpoints; None where it is another or leaves one out."""
    found = [document.get(name) for name in _ENDPOINTS]
    if document.get("issuer") != issuer:
        return None
    if not all(isinstance(each, str) and urlsplit(each).scheme for each in found):
        return None
    return Discovered(*map(str, found))


def challenge_of(verifier: str) -> str:
    """Return PKCE's challenge of a verifier."""
    hashed = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(hashed).rstrip(b"=").decode()


def address_to_go_to(
    endpoint: str,
    *,
    client_id: str,
    redirect_uri: str,
    state: str,
    nonce: str,
    verifier: str,
) -> str:
    """Return where a browser goes to sign in with the provider."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def identity(
    claims: Mapping[str, object], expected: Expected, now: datetime
) -> Identity | None:
    """Return whom checked claims are about; None where they are not to be believed.

    Args:
        claims: Of an identity whose signature was checked.
    """
    email = claims.get("email")
    believed = (
        claims.get("iss") == expected.issuer
        and _is_for(claims, expected.client_id)
        and _is_now(claims, now)
        and _is_asked_for(claims, expected.nonce_hash)
        and claims.get("email_verified") is True
    )
    if not believed or not isinstance(email, str) or not email:
        return None
    return Identity(email.strip().lower(), _shown(claims, expected.factors))


def _is_for(claims: Mapping[str, object], client_id: str) -> bool:
    audience = claims.get("aud")
    if audience == client_id:
        return claims.get("azp", client_id) == client_id
    several = isinstance(audience, list) and client_id in audience
    alone = audience == [client_id]
    return several and claims.get("azp", client_id if alone else None) == client_id


def _is_now(claims: Mapping[str, object], now: datetime) -> bool:
    expires, issued = claims.get("exp"), claims.get("iat")
    if not (_is_number(expires) and _is_number(issued)):
        return False
    assert isinstance(expires, int | float), "a number"
    assert isinstance(issued, int | float), "likewise"
    apart = _CLOCKS_APART.total_seconds()
    return expires > now.timestamp() and issued <= now.timestamp() + apart


def _is_asked_for(claims: Mapping[str, object], nonce_hash: str) -> bool:
    nonce = claims.get("nonce")
    if not isinstance(nonce, str):
        return False
    hashed = hashlib.sha256(nonce.encode()).hexdigest()
    return hmac.compare_digest(hashed, nonce_hash)


def _shown(claims: Mapping[str, object], factors: frozenset[str]) -> bool:
    """Tell whether the words for how they signed in name a second factor."""
    said = claims.get("amr")
    words = said if isinstance(said, list) else []
    return any(word in factors for word in words if isinstance(word, str))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
