"""A file as rows of cells: what every kind of file is read into, before any meaning."""

from dataclasses import dataclass
from datetime import date

from reciprocal.homes.imports.faults import FileEmpty, TooManyRows

ROWS_MAX = 50_000
COLUMNS_MAX = 100


class Unusable:
    """A cell that holds no plain value, with the sentence that says what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


FORMULA = Unusable("Replace the formula by its value: copy, then paste as values.")
NOT_PLAIN = Unusable("Give a plain value: text, a number, yes or no, or a date.")

Cell = str | int | float | bool | date | Unusable | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row.

    Attributes:
        number: As the landlord's own program counts it, the header being row 1; of
            JSON, the place in the list, from 1.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows that are not blank; every one read, none understood."""

    headers: tuple[str, ...]
    lines: tuple[Line, ...]


def table(headers: tuple[str, ...], lines: list[Line]) -> Table:
    """Return a table within the limits.

    Raises:
        FileEmpty, TooManyRows: As they say.
    """
    if not lines or not any(headers):
        raise FileEmpty
    if len(lines) > ROWS_MAX or len(headers) > COLUMNS_MAX:
        raise TooManyRows
    return Table(headers, tuple(lines))


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def letter(place: int) -> str:
    """Return the name a spreadsheet gives to a column, the first being 0."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def place_of(name: str) -> int:
    """Return the place of a column by its letters, the first being 0."""
    place = 0
    for character in name:
        place = place * 26 + ord(character) - ord("A") + 1
    return place - 1
