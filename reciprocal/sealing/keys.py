"""The root key file, and the arithmetic of wrapping; the only file that knows AES.

Root key (a file, never in the database) wraps one key per organisation, which
wraps one key per request and per home. AES-256-GCM throughout, through
`cryptography`; a nonce is 96 random bits and is never reused under a key.
"""

import json
import os
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reciprocal.errors import Kind, ReciprocalError

_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealBroken(ReciprocalError):
    code = "seal_broken"
    kind = Kind.UNAVAILABLE
    sentence = "A sealed field could not be opened; tell the operator."


class KeyFileRefused(ReciprocalError):
    code = "key_file_refused"
    kind = Kind.UNAVAILABLE
    sentence = "The root key file is missing or not readable as one; restore it."


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Every version of the root key, of which the last one wraps.

    Attributes:
        roots: Key bytes by version, 1 upwards; old versions still open.
        file: Where it was read, and is read again once another process turned it.
    """

    roots: dict[int, bytes]
    file: Path | None = None

    @property
    def version(self) -> int:
        """Return the version that wraps from now on."""
        return max(self.roots)

    def root(self, version: int) -> bytes:
        """Return the root key of a version; one not known yet is looked for anew.

        Raises:
            SealBroken: When it is not in the file either.
            KeyFileRefused: When the file cannot be read.
        """
        if version not in self.roots:
            self.read_again()
        if version not in self.roots:
            raise SealBroken
        return self.roots[version]

    def read_again(self) -> None:
        """Learn what another process has added to the file since.

        What is known already stays: somebody may be reading under it now.
        """
        if self.file is not None:
            self.roots.update(_read(self.file))

    def turn(self) -> None:
        """Add a root key to the file, which wraps from now on.

        Raises:
            KeyFileRefused: When there is no such file, or it cannot be written.
        """
        if self.file is None:
            raise KeyFileRefused
        roots = _read(self.file)
        roots[max(roots) + 1] = new_key()
        _write(self.file, roots)
        self.roots.update(roots)

    def forget(self, versions: Collection[int]) -> None:
        """Take root keys out of the file; whatever they wrapped opens no more."""
        if self.file is None:
            raise KeyFileRefused
        assert self.version not in versions, "the newest root key wraps"
        kept = {v: key for v, key in _read(self.file).items() if v not in versions}
        _write(self.file, kept)
        for version in versions:
            self.roots.pop(version, None)

    @classmethod
    def load_or_create(cls, path: Path) -> "KeyRing":
        """Read the key file, or make one that only its owner can read.

        Raises:
            KeyFileRefused: When the file is there and is not a key file, or cannot be
            made.
        """
        try:
            if not path.exists():
                _make(path)
        except OSError:
            raise KeyFileRefused from None
        return cls(_read(path), path)


def _read(path: Path) -> dict[int, bytes]:
    try:
        versions = json.loads(path.read_text())
        roots = {int(number): bytes.fromhex(key) for number, key in versions.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        raise KeyFileRefused from None
    if not roots or any(len(key) != _KEY_BYTES for key in roots.values()):
        raise KeyFileRefused
    return roots


def _make(path: Path) -> None:
    """Write a first root key whole under another name, then give it its own.

    Two processes that start at once agree on whichever came first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unready = _write_beside(path, {1: new_key()})
    with suppress(FileExistsError):
        os.link(unready, path)
    unready.unlink()


def _write(path: Path, roots: Mapping[int, bytes]) -> None:
    """Put other keys in the place of the file, whole or not at all."""
    try:
        _write_beside(path, roots).replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError:
        raise KeyFileRefused from None


def _write_beside(path: Path, roots: Mapping[int, bytes]) -> Path:
    """Write a key file whole under a name of its own; return where."""
    text = json.dumps({str(version): key.hex() for version, key in roots.items()})
    unready = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(unready, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return unready


def new_key() -> bytes:
    """Return a fresh 256-bit key."""
    return secrets.token_bytes(_KEY_BYTES)


def encrypt(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Return nonce and ciphertext, bound to a place that must be named to open it."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def decrypt(key: bytes, box: bytes, bound_to: str) -> bytes:
    """Return what `encrypt` was given.

    Raises:
        SealBroken: When key, bytes or place differ by a single bit.
    """
    try:
        return AESGCM(key).decrypt(
            box[:_NONCE_BYTES], box[_NONCE_BYTES:], bound_to.encode()
        )
    except (InvalidTag, ValueError):
        raise SealBroken from None


def blind(key: bytes, column: str, value: str) -> str:
    """Return a keyed digest that finds equal values and tells nothing else.

    Only for values with many possibilities (UPRN, tenancy reference): a keyed
    digest of a borough would be undone by counting.
    """
    digest = hmac.HMAC(derived(key, f"blind|{column}"), hashes.SHA256())
    digest.update(value.encode())
    return digest.finalize().hex()


def derived(key: bytes, purpose: str) -> bytes:
    """Return the key for one purpose alone; it leads back to no other."""
    return HKDF(
        algorithm=hashes.SHA256(),
        length=_KEY_BYTES,
        salt=None,
        info=purpose.encode(),
    ).derive(key)
