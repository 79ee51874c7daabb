"""Pages of lists: what may be asked for, and the cursor that leads on.

A cursor is a place in a list, sealed under the asking organisation's own key and
bound to its role, the route and the filters, so that it tells nothing, opens nothing
elsewhere, and cannot be made up.
"""

import base64
import binascii
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.disclosure.pages import CursorRefused, Page, Place, Wanted
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.keys import SealBroken

LIMIT_MAX = 200
_LIMIT = 50
_CURSOR_LENGTH_MAX = 600


class PageQuery(BaseModel):
    """Which part of a list is asked for; a parameter that is not here is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = Field(
        default=_LIMIT,
        description="How many items at most.",
        examples=[_LIMIT],
    )
    cursor: (
        Annotated[
            str,
            StringConstraints(
                min_length=1,
                max_length=_CURSOR_LENGTH_MAX,
                pattern="^[A-Za-z0-9_-]+$",
            ),
        ]
        | None
    ) = Field(
        default=None,
        description="`next` of the page before, with the same filters; none at first.",
    )

    @property
    def filters(self) -> dict[str, Any]:
        """Return what the list is narrowed to, and nothing of where in it one is."""
        return self.model_dump(mode="json", exclude={"limit", "cursor"})


def wanted(session: Session, actor: Actor, query: PageQuery, route: str) -> Wanted:
    """Return the part of a list that a query asks for.

    Raises:
        CursorRefused: When the cursor is another party's, of another list or other
            filters, or altered.
    """
    after = None
    if query.cursor is not None:
        after = _open(session, actor, query.cursor, _bound_to(actor, query, route))
    return Wanted(query.limit, after, query.filters.get("stage"))


def cursor_of(
    session: Session, actor: Actor, query: PageQuery, route: str, page: Page
) -> str | None:
    """Return the cursor of the next page; None when there is none."""
    if page.last is None:
        return None
    token = sealing.seal_token(
        session,
        organisation_id=actor.organisation_id,
        bound_to=_bound_to(actor, query, route),
        value=[_packed(value) for value in page.last],
    )
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()


def _open(session: Session, actor: Actor, cursor: str, bound_to: str) -> Place:
    try:
        token = base64.b64decode(
            cursor + "=" * (-len(cursor) % 4), b"-_", validate=True
        )
        place = sealing.unseal_token(
            session,
            organisation_id=actor.organisation_id,
            bound_to=bound_to,
            token=token,
        )
    except (binascii.Error, SealBroken):
        raise CursorRefused from None
    assert isinstance(place, list), "sealed here, as a list"
    return tuple(_unpacked(value) for value in place)


def _bound_to(actor: Actor, query: PageQuery, route: str) -> str:
    filters = sorted(query.filters.items())
    return f"cursor|{actor.role}|{route}|{filters}"


def _packed(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _unpacked(value: Any) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        return value
    if "day" in value:
        return date.fromisoformat(value["day"])
    return datetime.fromisoformat(value["moment"])
