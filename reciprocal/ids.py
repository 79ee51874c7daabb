"""Identifiers: 128 random bits, from a source that a demonstration can replace."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U

_source: Callable[[int], bytes] = secrets.token_bytes


def new_id() -> str:
    """Return a new identifier of 128 random bits as 32 hexadecimal digits."""
    return _source(16).hex()


def new_number() -> int:
    """Return 63 random bits as an integer, for a round's seed."""
    return int.from_bytes(_source(8), "big") >> 1


def short_code(reference: str) -> str:
    """Return the code people read out for a reference, as `K7QM-2F9X`.

    It holds the first 40 of the reference's 128 bits, so it names but never opens:
    no route takes one. A reference belongs to one party, hence so does its code.
    """
    bits = int(reference[:10], 16)
    letters = [_ALPHABET[(bits >> shift) & 31] for shift in range(35, -5, -5)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


@contextmanager
def source(draw: Callable[[int], bytes]) -> Iterator[None]:
    """Draw identifiers from `draw` for a while, so that a demonstration repeats.

    Never for secrets: tokens, keys and nonces come from `secrets` directly.
    """
    global _source  # noqa: PLW0603 - one process, one source, replaced only by the demo
    before = _source
    _source = draw
    try:
        yield
    finally:
        _source = before
