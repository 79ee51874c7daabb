"""Acts: a form of a few questions that does one thing, once, and says what came of it.

A form carries the key under which its act is done, so a form that is sent twice acts
once; and the tag of what its reader saw, so that nobody overwrites what they have not
read. A form that the API refuses is shown again as it was filled in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from starlette.responses import Response

from api.pages.described import completed, shown_at
from api.pages.desk import Desk, Moved, Pages, Shown
from api.pages.facts import facts
from api.pages.inside import ConfirmFirst, NotHere, Refused
from api.pages.questions import Filled, Question, add_faults, fill_in

CHANGED = "version_mismatch"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does, on a page of its own.

    Paths hold parts in braces; those of the API and of the way back are filled from
    those of the page.

    Attributes:
        path: Of the page, under the desk.
        method, api: What is sent to the API.
        title: The page's heading.
        button: What the act is called.
        back: Where the reader goes when it is done, and by the link at the top.
        said: The word of `words.SAID` that is then said.
        about: What is read first, and shown beside the questions; its tag is sent
            with the act where `tagged`.
        fixed: Answers that nobody is asked for.
        begin: Makes what stands in the boxes at first, of what was read.
        finish: Makes the body of the answers, where they are not the body itself.
        finish_with: Likewise, of the answers and of what was read: an act that states
            a thing anew keeps what its page does not ask for.
        choices: Choices of questions that are read, by their names.
        warning: What cannot be taken back.
        template: Beside `act.html`, one that extends it to show what was read.
        shows: The template of what was answered, where it is shown once, instead of
            going back; it is filled with the answer's fields.
        of_each: The list in the body of which the answers are one thing.
        grave: Painted as a warning, where it ends something.
        tries: What of the API says beforehand what the act would do, if anything does;
            `tried` is the template that its answer fills in, above the questions.
    """

    path: str
    method: str
    api: str
    title: str
    button: str
    back: str
    questions: Sequence[Question] = ()
    intro: str = ""
    said: str = "done"
    about: str | None = None
    tagged: bool = False
    fixed: Mapping[str, Any] = field(default_factory=dict)
    begin: Callable[[Any], Mapping[str, Any]] | None = None
    finish: Callable[[dict[str, Any]], object] | None = None
    finish_with: Callable[[dict[str, Any], Any], object] | None = None
    questions_of: Callable[[Any], Sequence[Question]] | None = None
    warning: str = ""
    template: str = "act.html"
    shows: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    of_each: str = ""
    grave: bool = False
    tries: str = ""
    tried: str = ""


def register(pages: Pages, act: Act) -> Act:
    """Give an act its page."""

    async def page(desk: Desk) -> Shown | Moved | Response:
        return await visit(act, desk)

    pages.add(act.path, page, methods=("GET", "POST"))
    return act


async def visit(
    act: Act, desk: Desk, *, fixed: Mapping[str, Any] | None = None
) -> Shown | Moved:
    """Show an act's form, or do what it was filled in for.

    Args:
        fixed: Answers that nobody is asked for, and that this visit alone knows.
    """
    about, tag = await _thing(act, desk)
    asked = act.questions if act.questions_of is None else act.questions_of(about)
    app = desk.request.app
    questions = completed(app, act.method, act.api, asked, of_each=act.of_each)
    if desk.request.method == "GET":
        filled = Filled(typed=dict(act.begin(about)) if act.begin else {})
        return _form(act, desk, questions, filled, about, tag)
    filled = fill_in(questions, desk)
    if desk.typed("look_again"):
        filled.faults.clear()
        return _form(act, desk, questions, filled, about, desk.typed("tag") or tag)
    if filled.faults:
        return _form(act, desk, questions, filled, about, desk.typed("tag"))
    answers = {**act.fixed, **(fixed or {}), **filled.body}
    body = answers if act.finish is None else act.finish(answers)
    if act.of_each:
        body = {act.of_each: [answers]}
    if act.finish_with is not None:
        body = act.finish_with(answers, about)
    tries = bool(act.tries and desk.typed("try_out"))
    try:
        answer = await desk.inside.ask(
            "POST" if tries else act.method,
            (act.tries if tries else act.api).format(**desk.path),
            body=body or None,
            key=desk.typed("key") or None,
            tag=desk.typed("tag") or None if act.tagged and not tries else None,
        )
    except ConfirmFirst:
        raise
    except Refused as refused:
        return _again(act, desk, questions, filled, about, tag, refused)
    if tries:
        form = _form(act, desk, questions, filled, about, desk.typed("tag"))
        return Shown(act.tried, {**form.values, "tried": answer.body})
    return _done(act, desk, answer.body)


def _done(act: Act, desk: Desk, answered: Mapping[str, Any]) -> Shown | Moved:
    if act.shows:
        return Shown(act.shows, answered)
    return Moved(act.back.format(**desk.path), act.said)


def new_key() -> str:
    """Return the key under which a form acts once."""
    return str(uuid4())


async def _thing(act: Act, desk: Desk) -> tuple[Any, str | None]:
    """Return what an act is done to, with its tag; another's is not here.

    Raises:
        NotHere: When the reader is shown no such thing, so that no form is, either.
    """
    path, own = (act.about, True) if act.about else ("", False)
    if not path:
        path, own = shown_at(desk.request.app, act.api)
    if not path or "{" not in act.path:
        return None, None
    if own:
        read = await desk.inside.tagged(path.format(**desk.path))
        return (read.body if act.about else None), read.tag
    listed = await desk.inside.every(path.format(**desk.path))
    if not any(desk.path["reference"] == each.get("reference") for each in listed):
        raise NotHere
    return None, None


def _again(
    act: Act,
    desk: Desk,
    questions: Sequence[Question],
    filled: Filled,
    about: object,
    tag: str | None,
    refused: Refused,
) -> Shown:
    """Show a form that was refused, with everything that was typed.

    What has changed since it was read is shown as it is now, under its new tag: the
    reader looks again and sends it once more.
    """
    add_faults(filled, questions, refused.faults)
    if refused.status == HTTPStatus.PRECONDITION_FAILED:
        filled.faults[""] = (
            "Somebody changed this while you had it open. What you see now is how it "
            "is; look at it again, then send your answers once more."
        )
    elif not filled.faults:
        filled.faults[""] = refused.title
        tag = desk.typed("tag") or tag
    return _form(act, desk, questions, filled, about, tag, status=refused.status)


def _form(
    act: Act,
    desk: Desk,
    questions: Sequence[Question],
    filled: Filled,
    about: object,
    tag: str | None,
    *,
    status: int = 200,
) -> Shown:
    values = {
        "act": act,
        "back": act.back.format(**desk.path),
        "questions": questions,
        "typed": filled.typed,
        "faults": filled.faults,
        "about": about,
        "facts": facts(about, act.labels) if isinstance(about, dict) else None,
        "tag": tag or "",
        "key": new_key(),
    }
    shown = status if status != HTTPStatus.OK else 422 if filled.faults else 200
    return Shown(act.template, values, shown)
