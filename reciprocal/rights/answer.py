"""What somebody is told who asks what the scheme holds on a household.

The household asks through its own service: its worker gets all that the disclosure file
shows them of the case, in words, without what is about somebody else. Whoever else
asks, and of whatever case, is told the same sentence after the same work.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.disclosure.present import resources
from reciprocal.errors import NotFound
from reciprocal.proposals import household_changes, supporting
from reciprocal.proposals import queries as proposals
from reciprocal.reports import readings
from reciprocal.requests import queries, told
from reciprocal.requests.tables import PropertyRequest

NOTHING = "No data is held.\n"
"""What anybody is told but the household's own service."""

ABOUT_OTHERS = frozenset(
    {
        "blocked_staff",
        "links",
        "home_warning",
        "landlord_on_call",
        "person",
        "worker",
        "deputy",
        "stated_by",
        "decided_by",
        "marker",
    }
)
"""Fields about staff, about another household, or about whoever is dangerous."""

_Row = Mapping[str, object]


def answer(session: Session, *, actor: Actor, case_ref: str) -> str:
    """Return all that is held on a case, for its own worker; else that nothing is.

    Either is written into the audit. Nobody learns by it whether there is a case, nor
    by what it costs: until it is found to be theirs, the statements are the same.
    """
    try:
        request = queries.own_case(session, actor, case_ref)
    except NotFound:
        audit.record(session, actor, "rights.answered", subject=("rights", ""))
        return NOTHING
    subject = ("request", request.id)
    audit.record(session, actor, "rights.answered", subject=subject)
    parts = (
        f"{_heading(name)}\n\n{_text(name, rows)}"
        for name, rows in _sections(session, actor, request)
        if rows
    )
    return "\n".join(("# What the scheme holds on this case\n", *parts))


def _sections(
    session: Session, actor: Actor, request: PropertyRequest
) -> Iterable[tuple[str, list[_Row]]]:
    """Yield each resource that its worker may read of a case, and its rows."""
    yield "case", [queries.show_case(session, actor, request)]
    of_case = (session, actor, request)
    yield "case_no_home_yet", _if_there(told.show_no_home_yet, *of_case)
    yield "case_proposal", _if_there(proposals.show_case_proposal, *of_case)
    yield "case_step", list(proposals.case_steps(session, actor, request))
    changes = household_changes.changes_told(session, actor, request)
    yield "household_change", list(changes)
    yield "case_support", [supporting.show_case_support(session, actor, request)]
    yield "case_reading", list(readings.of_case(session, actor, request))


def _if_there(
    show: Callable[[Session, Actor, PropertyRequest], _Row],
    session: Session,
    actor: Actor,
    request: PropertyRequest,
) -> list[_Row]:
    try:
        return [show(session, actor, request)]
    except NotFound:
        return []


def _heading(name: str) -> str:
    about = resources()[name].about
    return f"## {name.replace('_', ' ').capitalize()}\n\n{about}"


def _text(name: str, rows: list[_Row]) -> str:
    return "\n".join(
        "".join(_line(name, field, row[field]) for field in row if _is_theirs(field))
        for row in rows
    )


def _line(resource: str, field: str, value: object) -> str:
    said = _said(value)
    return f"- {_meaning(resource, field)}\n  {field}: {said}\n"


def _said(value: object) -> str:
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = (f"{key}: {_said(each)}" for key, each in value.items())
        named = [text for text in inner if _is_theirs(text.partition(":")[0])]
        return "; ".join(named)
    if isinstance(value, list | tuple | set | frozenset):
        return " | ".join(_said(each) for each in value)
    return str(value)


def _is_theirs(field: str) -> bool:
    return field not in ABOUT_OTHERS


def _meaning(resource: str, field: str) -> str:
    """Return what the data dictionary says of a field."""
    known = _dictionary()
    entry = known.get(f"{resource}.{field}") or known[field]
    assert isinstance(entry, dict), "the dictionary explains each field"
    return str(entry["meaning"])


@cache
def _dictionary() -> Mapping[str, object]:
    file = Path(__file__).parents[1] / "disclosure" / "dictionary.toml"
    fields: Mapping[str, object]
    fields = tomllib.loads(file.read_text(encoding="utf-8"))["fields"]
    return fields
