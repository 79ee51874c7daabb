"""Unique texts planted where nobody but a few may look, and how to find them again.

A leak rarely keeps its spelling: it comes in lower case, quoted for an address line,
in base64 or hexadecimal, backwards, or as a digest that anybody can compute from a
list of all postcodes. Each is searched for.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, quote_plus

_SHORTEST_CODED = 6
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Canary:
    """One planted text.

    Attributes:
        kind: What it is and whose: `m.left.address`. A failure names this and
            never the text.
        text: As it is written in the field.
        also: Other spellings under which it is as telling.
    """

    kind: str
    text: str
    also: tuple[str, ...] = ()

    @cached_property
    def needles(self) -> frozenset[str]:
        """Return every spelling that is searched for, in lower case, unspaced."""
        found: set[str] = set()
        for text in (self.text, *self.also):
            for close in {text, _unspaced(text)}:
                for spelt in {close, close.lower(), close.upper()}:
                    found |= _encoded(spelt) | {spelt}
        return frozenset(_unspaced(needle).lower() for needle in found)

    @cached_property
    def long_needles(self) -> tuple[str, ...]:
        """Return the spellings that do not turn up in random bytes by chance."""
        return tuple(each for each in self.needles if len(each) >= _SHORTEST_CODED)


def _encoded(text: str) -> set[str]:
    raw = text.encode()
    return {
        raw.hex(),
        quote(text),
        quote_plus(text),
        text.replace(" ", "-"),
        text.replace(" ", "_"),
        text[::-1],
        hashlib.sha256(raw).hexdigest(),
        *_in_base64(raw),
    }


def _in_base64(raw: bytes) -> set[str]:
    """Return what base64 holds of it at each of three offsets, both alphabets."""
    found = set()
    for offset in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            text = encode(b"\0" * offset + raw).decode().rstrip("=")
            # The characters at either end depend on what stands beside them.
            middle = text[(offset * 8 + 5) // 6 : len(text) - 1]
            if len(middle) >= _SHORTEST_CODED:
                found.add(middle)
    return found


def _unspaced(text: str) -> str:
    return _SPACES.sub("", text)


class Finder:
    """Finds which canaries stand in a text; equal texts are searched once."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self.canaries = tuple(canaries)
        kinds = [canary.kind for canary in self.canaries]
        assert len(kinds) == len(set(kinds)), "two canaries of one kind"
        self._searched: dict[str, frozenset[str]] = {}
        self._searched_bytes: dict[bytes, frozenset[str]] = {}

    def kinds_in(self, text: str) -> frozenset[str]:
        """Return the kinds of the canaries that the text gives away."""
        if text not in self._searched:
            self._searched[text] = self._search(_unspaced(text).lower())
        return self._searched[text]

    def kinds_in_bytes(self, raw: bytes) -> frozenset[str]:
        """Return the kinds that stand in a file, as bytes or as wide characters.

        A file holds random bytes, in which a very short needle would turn up by
        chance: those are searched for only as they are written, spaces and all.
        """
        if raw not in self._searched_bytes:
            self._searched_bytes[raw] = self._search_bytes(raw)
        return self._searched_bytes[raw]

    def _search_bytes(self, raw: bytes) -> frozenset[str]:
        found: set[str] = set()
        for some in {raw, raw.replace(b"\0", b"")}:
            text = some.decode("latin-1").lower()
            unspaced = _unspaced(text)
            found |= {
                canary.kind
                for canary in self.canaries
                if canary.text.lower() in text
                or any(needle in unspaced for needle in canary.long_needles)
            }
        return frozenset(found)

    def _search(self, text: str) -> frozenset[str]:
        return frozenset(
            canary.kind
            for canary in self.canaries
            if any(needle in text for needle in canary.needles)
        )
