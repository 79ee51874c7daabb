"""A device with a passkey, made of software: it signs what a browser has it sign.

Only what the service reads is made, by W3C Web Authentication section 6, and each part
can be made wrong.
"""

import hashlib
import json
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64

from tests.support.world import World

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One device with one key.

    Attributes:
        site: The name that the key is bound to.
        origin: Where its browser says that it is.
        count: How often it has signed.
    """

    site: str
    origin: str
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def make(self, challenge: str, form: str = "none") -> dict[str, str]:
        """Return what a browser says once the key is made."""
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id
        data = self._data(PRESENT | VERIFIED | ATTESTED) + credential
        made = {"fmt": form, "attStmt": {}, "authData": data + cbor2.dumps(public)}
        return {
            "passkey": b64(self.id),
            "client_data": b64(self._client("webauthn.create", challenge)),
            "attestation": b64(cbor2.dumps(made)),
        }

    def show(self, challenge: str, kind: str = "webauthn.get") -> dict[str, str]:
        """Return what a browser says once the key has signed."""
        self.count += 1
        data, client = self._data(PRESENT | VERIFIED), self._client(kind, challenge)
        signed = data + hashlib.sha256(client).digest()
        return {
            "passkey": b64(self.id),
            "client_data": b64(client),
            "authenticator_data": b64(data),
            "signature": b64(self.key.sign(signed, ec.ECDSA(SHA256()))),
        }

    def _data(self, flags: int) -> bytes:
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(said).encode()


@contextmanager
def reached_by(world: World, url: str) -> Iterator[None]:
    """Let the service be reached by a name of its own."""
    as_before = world.working.settings
    world.working.settings = as_before.model_copy(update={"public_url": url})
    yield
    world.working.settings = as_before
