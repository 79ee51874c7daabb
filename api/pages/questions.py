"""Questions of a form: how each is asked, and how what was typed becomes JSON."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from api.pages.desk import Desk
from api.pages.words import words


class Kind(StrEnum):
    """How a question is asked."""

    AUTO = "auto"
    TEXT = "text"
    LONG = "long"
    WHOLE = "whole"
    POUNDS = "pounds"
    DAY = "day"
    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    PICK = "pick"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in the reader's words.

    Attributes:
        name: The field of the body that it answers; dots lead into a nested one.
        choices: Codes, or codes with their words; for ONE, MANY and PICK.
        only_if: Another question's name and the value that brings this one up.
        width: Of the box. Units: characters.
        only: The codes that may be chosen here, where the API takes more of them.
        needed: Asked for, though the API would do without.
        number: Its codes are numbers.
        columns, rows, row: Of ROWS: what is asked in each row, how many rows there are,
            and what one row says; it raises `ValueError` with what to do.
    """

    name: str
    ask: str
    hint: str = ""
    kind: Kind = Kind.AUTO
    optional: bool = False
    choices: Sequence[str | tuple[str, str]] = ()
    only_if: tuple[str, str] | None = None
    width: int | None = None
    autocomplete: str | None = None
    secret: bool = False
    only: Sequence[str] = ()
    needed: bool = False
    number: bool = False
    columns: tuple["Question", ...] = ()
    rows: int = 0
    row: Callable[[dict[str, str]], object] | None = None

    @property
    def id(self) -> str:
        """Return the id of its box; a bare name might hide a form's own property."""
        return "asked-" + self.name.replace(".", "-").replace(":", "-").replace(
            " ", "-"
        )

    @property
    def items(self) -> list[tuple[str, str]]:
        """Return its choices, each with its words."""
        return [
            each if isinstance(each, tuple) else (each, words(each))
            for each in self.choices
        ]


@dataclass(slots=True)
class Filled:
    """What somebody typed, what it says, and what is wrong with it.

    Attributes:
        typed: By question, as it was typed, to be shown again.
        body: The JSON of the answers.
        faults: By question; under an empty name what belongs to none of them.
    """

    typed: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def fill_in(questions: Sequence[Question], desk: Desk) -> Filled:
    """Read the answers of a form."""
    filled = Filled()
    for question in questions:
        typed = _typed(question, desk)
        filled.typed[question.name] = typed
        if question.only_if is not None:
            other, value = question.only_if
            if filled.typed.get(other) != value:
                continue
        try:
            said = _said(question, typed)
        except ValueError as fault:
            filled.faults[question.name] = str(fault)
            continue
        if said is not None:
            _put(filled.body, question.name, said)
    return filled


def add_faults(
    filled: Filled, questions: Sequence[Question], faults: Sequence[Mapping[str, Any]]
) -> None:
    """Lay what the API found at fault to the questions that it is about."""
    for fault in faults:
        name = str(fault.get("field", ""))
        about = next(
            (
                each.name
                for each in questions
                if name == each.name or name.startswith(f"{each.name}.")
            ),
            "",
        )
        filled.faults.setdefault(about, str(fault.get("fault", "")))


def _typed(question: Question, desk: Desk) -> Any:  # noqa: ANN401 - a box's content
    if question.kind is Kind.MANY:
        return desk.chosen(question.name)
    if question.kind is Kind.ROWS:
        return [
            {
                column.name: desk.typed(f"{question.name}-{number}-{column.name}")
                for column in question.columns
            }
            for number in range(question.rows)
        ]
    if question.kind is Kind.DAY:
        return {
            part: desk.typed(f"{question.name}-{part}")
            for part in ("day", "month", "year")
        }
    return desk.typed(question.name)


def _said(question: Question, typed: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what was typed as JSON; nothing where nothing was.

    Raises:
        ValueError: Saying what to do.
    """
    if question.kind is Kind.ROWS:
        return _rows(question, typed)
    empty = not (any(typed.values()) if isinstance(typed, dict) else typed)
    if empty:
        if question.optional:
            return [] if question.kind is Kind.MANY else None
        raise ValueError(_ASKED_FOR.get(question.kind, "Enter an answer."))
    reader = _READERS.get(question.kind)
    if reader is not None:
        return reader(typed)
    return int(typed) if question.number else typed


def _rows(question: Question, typed: Sequence[dict[str, str]]) -> list[object]:
    assert question.row is not None, "somebody knows what a row says"
    found: list[object] = []
    for number, row in enumerate(typed, start=1):
        if not any(row.values()):
            continue
        try:
            found.append(question.row(row))
        except ValueError as fault:
            raise ValueError(f"Row {number}: {fault}") from None
    if question.needed and not found:
        raise ValueError("Fill in at least one row.")
    return found


_ASKED_FOR = {
    Kind.YES_NO: "Choose yes or no.",
    Kind.ONE: "Choose one.",
    Kind.PICK: "Choose one.",
    Kind.MANY: "Choose at least one.",
    Kind.DAY: "Enter a day, month and year.",
    Kind.WHOLE: "Enter a whole number.",
    Kind.POUNDS: "Enter an amount in pounds.",
}


def _whole(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit()):
        raise ValueError("Enter a whole number, such as 2.")
    return int(typed)


def _pence(typed: str) -> int:
    plain = typed.replace("£", "").replace(",", "")
    sign = -1 if plain.startswith("-") else 1
    whole, _, part = plain.removeprefix("-").partition(".")
    if not (whole.isascii() and whole.isdigit() and (not part or part.isdigit())):
        raise ValueError("Enter an amount in pounds, such as 124.50.")
    return sign * (int(whole) * 100 + int(part.ljust(2, "0")[:2] or "0"))


def _day(typed: Mapping[str, str]) -> str:
    parts = [typed["year"], typed["month"], typed["day"]]
    if not all(each.isascii() and each.isdigit() for each in parts):
        raise ValueError("Enter a day, month and year in numbers, such as 27 3 2026.")
    year, month, day = (int(each) for each in parts)
    return f"{year:04d}-{month:02d}-{day:02d}"


_READERS: dict[Kind, Callable[[Any], object]] = {
    Kind.WHOLE: _whole,
    Kind.POUNDS: _pence,
    Kind.DAY: _day,
    Kind.YES_NO: lambda typed: typed == "true",
}


def _put(body: dict[str, Any], name: str, said: Any) -> None:  # noqa: ANN401 - JSON
    *above, last = name.split(".")
    for part in above:
        body = body.setdefault(part, {})
    body[last] = said
