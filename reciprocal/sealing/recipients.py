"""Sealing a file to somebody whose private key this host does not hold.

X25519 with a key made for the one file, HKDF-SHA-256, AES-256-GCM: what age does,
through `cryptography`. A file can be made by anybody and opened by one.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from reciprocal.errors import Kind, ReciprocalError
from reciprocal.sealing import keys

_KEY_BYTES = 32


class RecipientRefused(ReciprocalError):
    code = "recipient_refused"
    kind = Kind.INVALID
    sentence = "That is no backup key; make one with `reciprocal backup key`."


def make_private_key(file: Path) -> str:
    """Write a new private key that its owner alone can read; return the public one.

    Raises:
        FileExistsError: When there is a file already: no key is ever written over.
    """
    private = X25519PrivateKey.generate()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(private.private_bytes_raw().hex() + "\n")
    return private.public_key().public_bytes_raw().hex()


def seal_to(public: str, plain: bytes, bound_to: str) -> bytes:
    """Return bytes that only the private key of `public` opens.

    Args:
        public: 64 hexadecimal digits.
        bound_to: What it is; as anything else it cannot be opened.

    Raises:
        RecipientRefused: When `public` is no public key.
    """
    recipient = _bytes_of(public)
    own = X25519PrivateKey.generate()
    sender = own.public_key().public_bytes_raw()
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(recipient))
    except ValueError:
        raise RecipientRefused from None
    return sender + keys.encrypt(_file_key(shared, sender, recipient), plain, bound_to)


def open_with(private: str, sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed to this private key's public one.

    Raises:
        RecipientRefused: When `private` is no private key.
        SealBroken: When it was sealed to another, as something else, or altered.
    """
    own = X25519PrivateKey.from_private_bytes(_bytes_of(private))
    sender, box = sealed[:_KEY_BYTES], sealed[_KEY_BYTES:]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
    except ValueError:
        raise keys.SealBroken from None
    recipient = own.public_key().public_bytes_raw()
    return keys.decrypt(_file_key(shared, sender, recipient), box, bound_to)


def _file_key(shared: bytes, sender: bytes, recipient: bytes) -> bytes:
    return keys.derived(shared, f"backup|{sender.hex()}|{recipient.hex()}")


def _bytes_of(key: str) -> bytes:
    try:
        known = bytes.fromhex(key.strip())
    except ValueError:
        raise RecipientRefused from None
    if len(known) != _KEY_BYTES:
        raise RecipientRefused
    return known
