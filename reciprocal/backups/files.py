"""Backups as files: sealed to a key, written whole under another name first."""

import os
import secrets
from pathlib import Path

from reciprocal.backups import codec
from reciprocal.backups.codec import Contents
from reciprocal.sealing import recipients

DATA, KEYS = "data", "keys"
_MARK = b"reciprocal backup 1\n"


def write(file: Path, contents: Contents, *, what: str, public: str) -> None:
    """Write a backup that only the private key of `public` opens.

    Args:
        what: `DATA` or `KEYS`; one cannot be given for the other.

    Raises:
        RecipientRefused: When `public` is no public key.
    """
    sealed = recipients.seal_to(public, codec.to_bytes(contents), what)
    write_whole(file, _MARK + sealed)


def read(file: Path, *, what: str, private: str) -> Contents:
    """Return what was written.

    Raises:
        RecipientRefused: When `private` is no private key.
        SealBroken: When it is of another key, of the other kind, cut or altered.
    """
    sealed = file.read_bytes().removeprefix(_MARK)
    return codec.from_bytes(recipients.open_with(private, sealed, what))


def write_whole(file: Path, said: bytes) -> None:
    """Put a file in the place of an older one, or leave that as it was."""
    unready = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(unready, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(said)
        opened.flush()
        os.fsync(opened.fileno())
    unready.replace(file)
