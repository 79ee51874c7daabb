"""What has to be done, late first: tasks by when they are due and what they ask."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from api.pages.said import moment

_SOON = timedelta(days=7)
LONGEST_LIST = 12
"""Tasks of one kind that are listed one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One task in its reader's words."""

    text: str
    href: str
    due: str
    telephone: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """Tasks that are due together; what a kind has too many of is counted."""

    title: str
    lines: tuple[Line, ...]
    more: tuple[str, ...]


def bundles(
    tasks: Sequence[Mapping[str, Any]],
    asks: Mapping[str, tuple[str, str]],
    *,
    codes: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> tuple[Bundle, ...]:
    """Return tasks in bundles: late, within a week, later, and at any time.

    Args:
        asks: By kind, what is asked, and the page where it is done, with `{about}`; the
            first may hold the `{code}` of what it is about.
        codes: Of things by their references.
    """
    moment_now = now or datetime.now(UTC)
    parts: dict[str, list[Mapping[str, Any]]] = {
        "Late": [],
        "This week": [],
        "Later": [],
        "When you can": [],
    }
    for task in tasks:
        parts[_part(task, moment_now)].append(task)
    return tuple(
        _bundle(title, found, asks, codes or {})
        for title, found in parts.items()
        if found
    )


def _part(task: Mapping[str, Any], now: datetime) -> str:
    if task["due_at"] is None:
        return "When you can"
    due = datetime.fromisoformat(task["due_at"])
    if due < now:
        return "Late"
    return "This week" if due < now + _SOON else "Later"


def _bundle(
    title: str,
    tasks: Sequence[Mapping[str, Any]],
    asks: Mapping[str, tuple[str, str]],
    codes: Mapping[str, str],
) -> Bundle:
    listed: Counter[str] = Counter()
    lines, left = [], Counter[str]()
    for task in tasks:
        text, href = asks[task["kind"]]
        if listed[task["kind"]] == LONGEST_LIST:
            left[text.partition(":")[0]] += 1
            continue
        text = text.format(code=codes.get(task["about"], ""))
        listed[task["kind"]] += 1
        due = moment(task["due_at"])
        href = href.format(about=task["about"])
        lines.append(Line(text, href, due, bool(task["telephone"])))
    more = tuple(f"{text}: {number} more" for text, number in left.items())
    return Bundle(title, tuple(lines), more)
