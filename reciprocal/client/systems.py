"""A member's system: it signs for a token (RFC 7523), and signs each call (RFC 9449).

The private key stays in this process and its file; docs/machine-clients.md has the
protocol.
"""

import json
import os
import stat
import time
import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from reciprocal.client.connection import OAUTH_PATH, TokenAsked
from reciprocal.client.faults import KeyFileRefused

if TYPE_CHECKING:
    from reciprocal.client.connection import Connection

_CURVE, _ALGORITHM = "P-256", "ES256"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_S = 60
_EARLY_S = 30
"""How long before its end a token is left. Units: seconds."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def now_s() -> float:
    """Return the moment that what is signed says. Units: seconds since 1970."""
    return time.time()


def new_key_file(path: Path | str) -> dict[str, Any]:
    """Make a key pair, and keep it in a new file that only its owner reads.

    Returns:
        The public half, to register: a JWK.

    Raises:
        KeyFileRefused: When there is such a file already, or it cannot be written.
    """
    key = ECKey.generate_key(_CURVE, private=True)
    try:
        taken = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(taken, "wb") as file:
            file.write(key.as_pem(private=True))
    except OSError:
        raise KeyFileRefused(
            "Name a new file in a folder that can be written to; a key is never "
            "written over."
        ) from None
    return dict(key.as_dict(private=False))


def public_key(path: Path | str) -> dict[str, Any]:
    """Return the public half of a stored key, to register: a JWK.

    Raises:
        KeyFileRefused: As `key_from_file`.
    """
    return dict(key_from_file(path).as_dict(private=False))


def key_from_file(path: Path | str) -> ECKey:
    """Return the key pair of a file that `new_key_file` made.

    Raises:
        KeyFileRefused: When it is not there, not such a key, or others may read it.
    """
    try:
        with Path(path).open("rb") as file:
            open_to_others = os.fstat(file.fileno()).st_mode & _OTHERS
            pem = file.read()
    except OSError:
        raise KeyFileRefused("Give a key file that exists and can be read.") from None
    if open_to_others:
        raise KeyFileRefused("Others may read the key file; give it the mode 0600.")
    try:
        key = ECKey.import_key(pem)
    except (JoseError, ValueError, TypeError):
        key = None
    if key is None or not key.is_private or key.curve_name != _CURVE:
        raise KeyFileRefused("The file holds no private key on P-256; make a new one.")
    return key


@dataclass(slots=True)
class SystemClient:
    """A system of a landlord or a service, registered with the public half of a key.

    Attributes:
        client_id: The reference that its registration answered.
        key: See `key_from_file`; it signs the assertions and the calls.
    """

    client_id: str
    key: ECKey = field(repr=False)
    _token: str | None = field(default=None, repr=False)
    _until_s: float = field(default=0.0, repr=False)

    def headers(self, send: "Connection", method: str, url: str) -> dict[str, str]:
        """Return a token that lives, and a proof for this one attempt."""
        if self._token is None or now_s() >= self._until_s:
            asked_s = now_s()
            self._token, lives_s = send.ask_token(lambda: self._asked(send))
            self._until_s = asked_s + max(lives_s - _EARLY_S, lives_s / 2)
        return {
            "Authorization": f"DPoP {self._token}",
            "DPoP": self._proof(method, url, self._token),
        }

    def renew(self) -> bool:
        """Ask for a token anew at the next attempt."""
        self._token = None
        return True

    def _asked(self, send: "Connection") -> TokenAsked:
        url = f"{send.base_url}{OAUTH_PATH}"
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": url,
            "jti": str(uuid.uuid4()),
            "exp": int(now_s()) + _ASSERTION_S,
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": self._signed({}, claims),
        }
        return TokenAsked(form, self._proof("POST", url))

    def _proof(self, method: str, url: str, token: str | None = None) -> str:
        claims: dict[str, object] = {
            "jti": str(uuid.uuid4()),
            "htm": method,
            "htu": url,
            "iat": int(now_s()),
        }
        if token is not None:
            digest = sha256(token.encode()).digest()
            claims["ath"] = urlsafe_b64encode(digest).rstrip(b"=").decode()
        public = self.key.as_dict(private=False)
        return self._signed({"typ": "dpop+jwt", "jwk": public}, claims)

    def _signed(self, header: dict[str, object], claims: dict[str, object]) -> str:
        whole = {"alg": _ALGORITHM, **header}
        return jws.serialize_compact(whole, json.dumps(claims).encode(), self.key)
