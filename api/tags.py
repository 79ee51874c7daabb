"""Entity tags: whether a thing is still as a party last saw it (RFC 9110, 8.8 and 13).

A tag is a keyed digest of what this party sees of the thing now. A number that grew
with each stored change would tell a landlord that something it may not know of had
happened to its home; this changes when, and only when, its own view does. The key is
the organisation's, so no two parties ever hold the same tag.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request, Response
from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown
from reciprocal.errors import (
    FieldFault,
    FieldsInvalid,
    PreconditionRequired,
    VersionMismatch,
)
from reciprocal.sealing import operations as sealing

REQUIRED_OF = frozenset({"PATCH", "PUT"})
"""Methods that overwrite, and so must name what they overwrite."""

SAFE = frozenset({"GET", "HEAD"})
DIGITS = 40
"""Of the digest. Units: hexadecimal digits; 160 bits."""

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_ONE = re.compile(_TAG)
_LIST = re.compile(rf"[ \t]*,?(?:[ \t]*{_TAG}[ \t]*(?:,[ \t]*)*)+")
_ANY = "*"
_UNREADABLE = 'Give tags in double quotes, parted by commas, or "*" alone.'


@dataclass(slots=True)
class Conditions:
    """What a request says of the tags it knows, and the answer that will carry one.

    Attributes:
        weighed: True once the condition on a change was looked at.
    """

    method: str
    if_match: str | None
    if_none_match: str | None
    response: Response
    weighed: bool = field(default=False)

    @classmethod
    def of(cls, request: Request, response: Response) -> "Conditions":
        """Return those of a request; a header sent twice is one list."""
        return cls(
            request.method,
            _joined(request, "if-match"),
            _joined(request, "if-none-match"),
            response,
        )

    def require_match(self, tag: Callable[[], str]) -> None:
        """Refuse a change of what is no longer as it was read.

        Args:
            tag: Returns the present tag, of a row that is locked by then.

        Raises:
            PreconditionRequired: When the method overwrites and names no tag.
            VersionMismatch: When none of the tags is the present one.
            FieldsInvalid: When the header cannot be read.
        """
        self.weighed = True
        if self.if_match is None:
            if self.method in REQUIRED_OF:
                raise PreconditionRequired
            return
        if self.if_match.strip() != _ANY and tag() not in strong_tags(self.if_match):
            raise VersionMismatch

    def refuse_unweighed(self) -> None:
        """Refuse a change that set a condition where none can hold.

        Raises:
            VersionMismatch: Since what is not shown singly has no tag.
        """
        if self.weighed or self.method in SAFE or self.if_match is None:
            return
        if self.if_match.strip() != _ANY:
            raise VersionMismatch

    def answer(self, shown: Shown, tag: str, **headers: str) -> object:
        """Return a thing under its tag, or 304 without opening anything of it."""
        if self.method in SAFE and self._known(tag):
            return Response(status_code=304, headers={"ETag": tag, **headers})
        self.response.headers.update({"ETag": tag, **headers})
        return shown.opened()

    def _known(self, tag: str) -> bool:
        if self.if_none_match is None:
            return False
        if self.if_none_match.strip() == _ANY:
            return True
        # A weak comparison, and what cannot be read is as good as not sent.
        known = _ONE.findall(self.if_none_match)
        return tag in (each.removeprefix("W/") for each in known)


def tag_of(session: Session, actor: Actor, shown: Shown, *, form: str = "") -> str:
    """Return the strong tag of what this party sees of one thing.

    Args:
        form: The media type it is told in, where that is not JSON: a strong tag is of
            one form alone.
    """
    digest = sealing.blind_index(
        session,
        organisation_id=actor.organisation_id,
        column="etag",
        value=form + shown.text(),
    )
    return f'"{digest[:DIGITS]}"'


def strong_tags(header: str) -> frozenset[str]:
    """Return the tags of a header that can match by strong comparison.

    Raises:
        FieldsInvalid: When it is no list of tags.
    """
    if not _LIST.fullmatch(header):
        raise FieldsInvalid(faults=(FieldFault("If-Match", _UNREADABLE),))
    return frozenset(t for t in _ONE.findall(header) if not t.startswith("W/"))


def _joined(request: Request, name: str) -> str | None:
    sent = request.headers.getlist(name)
    return ", ".join(sent) if sent else None
