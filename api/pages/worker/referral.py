"""A new request: a list of sections, filled in any order, checked, then sent.

What was filled in goes from page to page with its reader and is stored nowhere until
the request is sent: a household that is not referred leaves no trace.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from api.pages.described import completed
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.inside import Refused
from api.pages.questions import Filled, Kind, Question, add_faults, fill_in
from api.pages.worker.sections import SECTIONS, Section

_METHOD = "POST"
_NEW, _AGAIN = "/v1/cases", "/v1/cases/{reference}/refer-again"
_ANYWHERE = "areas_of_choice:"


def open_pages(pages: Pages) -> None:
    """Register the pages on which a request is made."""
    pages.add("/cases/new", new_request, methods=("GET", "POST"))
    pages.add("/cases/{reference}/refer-again", again, methods=("GET", "POST"))


async def new_request(desk: Desk) -> Shown | Moved:
    """Let a worker refer a household that has to move."""
    return await _visit(desk, _NEW)


async def again(desk: Desk) -> Shown | Moved:
    """Let a worker refer a household once more, which keeps the date it waits since."""
    await desk.inside.read(f"/v1/cases/{desk.path['reference']}")
    return await _visit(desk, _AGAIN)


async def _visit(desk: Desk, path: str) -> Shown | Moved:
    """Show the list, a section, or the answers to be checked; at last send them."""
    parts = {each.name: _questions(desk, each, path) for each in SECTIONS}
    everything = [question for part in parts.values() for question in part]
    filled = fill_in(everything, desk)
    done = {
        name: any(_is_given(filled, each) for each in part)
        and not any(each.name in filled.faults for each in part)
        for name, part in parts.items()
    }
    came_from, go = desk.typed("came_from"), desk.typed("go")
    if came_from in parts and go != came_from:
        wrong = {q.name for q in parts[came_from]} & set(filled.faults)
        if wrong and go != "list":
            return _section(parts, came_from, filled, wrong=True)
    if go in parts:
        return _section(parts, go, filled, wrong=False)
    if go == "send" and not filled.faults:
        return await _send(desk, path, parts, everything, filled)
    values = _values(parts, filled) | {"done": done, "check": go == "check"}
    return Shown("worker/referral.html", values)


async def _send(
    desk: Desk,
    path: str,
    parts: Mapping[str, Sequence[Question]],
    everything: Sequence[Question],
    filled: Filled,
) -> Shown | Moved:
    body = _body(filled.body)
    try:
        answer = await desk.inside.ask(
            _METHOD, path.format(**desk.path), body=body, key=desk.typed("key") or None
        )
    except Refused as refused:
        add_faults(filled, everything, refused.faults)
        if not filled.faults:
            filled.faults[""] = refused.title
        values = _values(parts, filled) | {
            "done": {},
            "check": True,
            "faults": filled.faults,
            "questions": everything,
        }
        return Shown("worker/referral.html", values, HTTPStatus.UNPROCESSABLE_ENTITY)
    return Moved(f"/desk/cases/{answer.body['reference']}", "case_begun")


def _questions(desk: Desk, section: Section, path: str) -> tuple[Question, ...]:
    return completed(desk.request.app, _METHOD, path, section.questions)


def _section(
    parts: Mapping[str, Sequence[Question]], name: str, filled: Filled, *, wrong: bool
) -> Shown:
    section = next(each for each in SECTIONS if each.name == name)
    faults = {
        q.name: filled.faults[q.name] for q in parts[name] if q.name in filled.faults
    }
    values = _values(parts, filled, but=name) | {
        "section": section,
        "questions": parts[name],
        "faults": faults if wrong else {},
    }
    return Shown("worker/section.html", values, 422 if wrong else 200)


def _values(
    parts: Mapping[str, Sequence[Question]], filled: Filled, *, but: str = ""
) -> dict[str, Any]:
    """Return what every page of a request is filled with, and what it carries on."""
    carried = [
        pair
        for name, part in parts.items()
        if name != but
        for question in part
        for pair in _pairs(question, filled.typed.get(question.name))
    ]
    return {
        "sections": SECTIONS,
        "parts": parts,
        "typed": filled.typed,
        "carried": carried,
        "unanswered": filled.faults,
        "key": str(uuid4()),
    }


def _pairs(question: Question, typed: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    if question.kind is Kind.MANY:
        return [(question.name, each) for each in typed or ()]
    if question.kind is Kind.DAY:
        return [
            (f"{question.name}-{part}", text) for part, text in typed.items() if text
        ]
    if question.kind is Kind.ROWS:
        return [
            (f"{question.name}-{number}-{name}", text)
            for number, row in enumerate(typed or ())
            for name, text in row.items()
            if text
        ]
    return [(question.name, typed)] if typed else []


def _is_given(filled: Filled, question: Question) -> bool:
    typed = filled.typed.get(question.name)
    if isinstance(typed, list):
        return any(any(row.values()) if isinstance(row, dict) else row for row in typed)
    return bool(any(typed.values()) if isinstance(typed, dict) else typed)


def _body(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body: areas of choice are ticked region by region, and sent as one."""
    body = {name: said for name, said in answers.items() if ":" not in name}
    body["areas_of_choice"] = [
        code
        for name, codes in answers.items()
        if name.startswith(_ANYWHERE)
        for code in codes
    ]
    body.setdefault("children", [])
    body.setdefault("expected_children", 0)
    body.setdefault("areas_to_avoid", [])
    for name in ("floor_max_without_lift", "trigger_date", "dash_score"):
        body.setdefault(name, None)
    return body
