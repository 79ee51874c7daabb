"""One thing in another form than JSON, where `Accept` asks for it (RFC 9110, 12.5.1).

A header that asks for nothing there is gets JSON, as does none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

JSON = "application/json"

Write = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form beside JSON.

    Attributes:
        ending: Of the file that it is kept in.
        write: Makes it of what somebody sees of the thing.
    """

    media: str
    ending: str
    write: Write


def chosen(accept: str | None, forms: Sequence[Form]) -> Form | None:
    """Return the form that is asked for; None for JSON, which wins a tie."""
    if accept is None:
        return None
    best: Form | None = None
    most = _quality(accept, JSON)
    for form in forms:
        quality = _quality(accept, form.media)
        if quality > most:
            best, most = form, quality
    return best


def described(forms: Sequence[Form]) -> dict[int | str, dict[str, Any]]:
    """Return what the description of a route says of the forms that it has."""
    content = {form.media: {"schema": {"type": "string"}} for form in forms}
    return {HTTPStatus.OK.value: {"content": content}}


def _quality(accept: str, media: str) -> float:
    """Return how much a media type is wanted: what the narrowest range says of it."""
    kind = media.partition("/")[0]
    ranges = ("*/*", f"{kind}/*", media)
    found = (-1, 0.0)
    for part in accept.lower().split(","):
        named, *parameters = (each.strip() for each in part.split(";"))
        if named in ranges:
            found = max(found, (ranges.index(named), _weight(parameters)))
    return found[1]


def _weight(parameters: Sequence[str]) -> float:
    """Return the weight of a range; nothing where it cannot be read."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            digits = value.strip().replace(".", "", 1)
            weight = float(value) if digits.isascii() and digits.isdigit() else 0.0
            return min(weight, 1.0)
    return 1.0
