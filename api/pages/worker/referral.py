"""A new request: a list of sections, filled in any order, checked, then sent.

Each section is kept as it is filled, as a draft of its writer's. What is sent is what
stood on the page that was checked, under the draft's own name as its key: however
often, and from however many tabs, it is one request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData

from api import keeping
from api.pages.described import completed
from api.pages.desk import FRONT, Desk, Moved, Pages, Shown
from api.pages.inside import NotHere, Refused
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
    if desk.typed("resume"):
        desk = await _taken_up(desk)
    came_from, go = desk.typed("came_from"), desk.typed("go")
    if go == "delete":
        await keeping.forget_draft(desk.request, desk.typed("draft"))
        return Moved(FRONT, "draft_deleted")
    if came_from in parts:
        desk = await _kept(desk, parts, came_from)
    filled = fill_in(everything, desk)
    if came_from in parts and go != came_from:
        wrong = {q.name for q in parts[came_from]} & set(filled.faults)
        if wrong and go != "list":
            return _section(desk, parts, came_from, filled, wrong=True)
    if go in parts:
        return _section(desk, parts, go, filled, wrong=False)
    if go == "send" and not filled.faults:
        return await _send(desk, path, parts, everything, filled)
    values = _values(desk, parts, filled) | {
        "stands": {name: _stands(part, filled) for name, part in parts.items()},
        "check": go == "check",
        "kept": came_from in parts or bool(desk.typed("resume")),
    }
    return Shown("worker/referral.html", values)


async def _taken_up(desk: Desk) -> Desk:
    """Return the visit as if what a draft of theirs holds had just been typed.

    Raises:
        NotHere: When it was saved or deleted, or is another's.
    """
    name = desk.typed("resume")
    typed = await keeping.draft(desk.request, name)
    if typed is None:
        raise NotHere
    return replace(desk, form=FormData([*typed, ("draft", name), ("resume", name)]))


async def _kept(
    desk: Desk, parts: Mapping[str, Sequence[Question]], came_from: str
) -> Desk:
    """Keep a section in the draft; return the visit with all that the draft now holds.

    Other sections stay as they were kept last, whatever an older tab still carries.
    """
    name = desk.typed("draft")
    before = await keeping.draft(desk.request, name)
    others = desk if before is None else replace(desk, form=FormData([*before]))
    typed = [
        pair
        for part, questions in parts.items()
        for pair in _all_pairs(questions, desk if part == came_from else others)
    ]
    again_of = desk.path.get("reference", "")
    await keeping.keep_draft(desk.request, name, again_of=again_of, typed=typed)
    going = [("draft", name), ("came_from", came_from), ("go", desk.typed("go"))]
    return replace(desk, form=FormData([*typed, *going]))


def _all_pairs(questions: Sequence[Question], desk: Desk) -> list[tuple[str, str]]:
    typed = fill_in(questions, desk).typed
    return [pair for each in questions for pair in _pairs(each, typed.get(each.name))]


def _stands(part: Sequence[Question], filled: Filled) -> str:
    """Return how far a section is: not started, not finished or done."""
    if not any(_is_given(filled, each) for each in part):
        return "Not started"
    unfinished = any(each.name in filled.faults for each in part)
    return "Not finished" if unfinished else "Done"


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
            _METHOD, path.format(**desk.path), body=body, key=_name(desk)
        )
    except Refused as refused:
        add_faults(filled, everything, refused.faults)
        if not filled.faults:
            filled.faults[""] = refused.title
        values = _values(desk, parts, filled) | {
            "check": True,
            "faults": filled.faults,
            "questions": everything,
        }
        return Shown("worker/referral.html", values, HTTPStatus.UNPROCESSABLE_ENTITY)
    await keeping.forget_draft(desk.request, _name(desk))
    return Moved(f"/desk/cases/{answer.body['reference']}", "case_begun")


def _name(desk: Desk) -> str:
    """Return the draft's name, or a fresh one for a request that begins here."""
    return desk.typed("draft") or str(uuid4())


def _questions(desk: Desk, section: Section, path: str) -> tuple[Question, ...]:
    return completed(desk.request.app, _METHOD, path, section.questions)


def _section(
    desk: Desk,
    parts: Mapping[str, Sequence[Question]],
    name: str,
    filled: Filled,
    *,
    wrong: bool,
) -> Shown:
    section = next(each for each in SECTIONS if each.name == name)
    faults = {
        q.name: filled.faults[q.name] for q in parts[name] if q.name in filled.faults
    }
    values = _values(desk, parts, filled, but=name) | {
        "section": section,
        "questions": parts[name],
        "faults": faults if wrong else {},
    }
    return Shown("worker/section.html", values, 422 if wrong else 200)


def _values(
    desk: Desk,
    parts: Mapping[str, Sequence[Question]],
    filled: Filled,
    *,
    but: str = "",
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
        "draft": _name(desk),
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
