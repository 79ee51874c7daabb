"""What is closed to somebody: the one condition that keeps a case from who may not see.

A query over anything that belongs to a case says so with one of these, and a test
finds the query that does not (`tests/architecture/test_cases_closed.py`).
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from reciprocal.access.actor import Actor


class BlockReason(StrEnum):
    """Why somebody must never see a case: never who they are to the household."""

    RISK = "risk"
    KNOWS_HOUSEHOLD = "knows_household"
    HOUSEHOLD_ASKS = "household_asks"
    COURT_ORDER = "court_order"
    OTHER = "other"


def open_to(actor: Actor, case: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Choose what is of no case, or of a case that is not closed to this actor.

    Args:
        case: The column with the internal id of the property request.
    """
    column = col(case)
    return or_(column.is_(None), column.not_in(sorted(actor.blocked)))


def theirs(
    actor: Actor,
    owner: Any,  # noqa: ANN401 - a column
    *,
    case: Any,  # noqa: ANN401 - a column
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Choose what belongs to the actor's organisation and is not closed to them."""
    return col(owner) == actor.organisation_id, open_to(actor, case)


def in_scheme(
    actor: Actor,
    scheme: Any,  # noqa: ANN401 - a column
    *,
    case: Any,  # noqa: ANN401 - a column
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Choose what belongs to the actor's scheme and is not closed to them."""
    return col(scheme) == actor.scheme_id, open_to(actor, case)
