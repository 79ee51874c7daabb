"""One cell of one column: from what stands there to a fact, or a sentence why not.

A sentence says what to write instead and never repeats what was written.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from matching.terms import (
    AGES_DESIGNATED,
    Access,
    AgeOf,
    HomeKind,
    LettingRoute,
    LocalClause,
    PetRule,
    RentBasis,
    TenancyKind,
)
from reciprocal.errors import ReciprocalError
from reciprocal.homes import rules
from reciprocal.homes.imports import wordings
from reciprocal.homes.imports.table import Cell, Unusable
from reciprocal.homes.rules import Supply, Works
from reciprocal.places import Place, locate, parse_postcode

TEXT_MAX = 200
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2100
_PENCE_MAX = 1_000_000

FILL_IN = "Fill in this cell."
ONE_LINE = "Use one line of at most 200 characters."
NO_SIGN = "Begin with a letter or a digit, not with = + - or @."
UPRN = "Give a UPRN of up to 12 digits."
UPRN_ROUNDED = (
    "The spreadsheet has rounded this number; format the column as text, "
    "fill it in again, then save."
)
WHOLE = "Give a whole number in ordinary digits."
BEDROOMS = "Give a whole number from 0 to 12."
PERSONS = "Give a whole number from 1 to 24."
FLOOR = "Give a whole number from -2 to 60, 0 for the ground."
YES_OR_NO = "Say yes or no."
POUNDS = "Give pounds and pence a week, as 118.75."
PENCE = "Give whole pence a week, from 1 to 1,000,000."
DAY = "Give a day as DD/MM/YYYY or YYYY-MM-DD."
DAY_AS_NUMBER = "Format this cell as a date; it holds a plain number."
NOT_A_DAY = "This cell is formatted as a date; format it as text."
WORD = "Use one of the words listed for this column."

_WHOLE = re.compile(r"(-?[0-9]{1,12})(?:\.0{1,4})?", re.ASCII)
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}", re.ASCII)
_BEDS = re.compile(r"([0-9]{1,2}) ?(?:b|bed|beds|bedroom|bedrooms)", re.ASCII)
_PEOPLE = re.compile(r"([0-9]{1,2}) ?(?:p|person|persons|people)", re.ASCII)
_AGE = re.compile(r"(?:over )?([0-9]{2}) ?(?:\+|s|plus|and over)", re.ASCII)
_POUNDS = re.compile(r"£? ?([0-9]{1,3}(?:,[0-9]{3})*|[0-9]{1,5})(\.[0-9]{1,2})?")
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[t ]00:00(?::00)?(?:\.0+)?)?", re.ASCII
)
_BRITISH = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_SPELT = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})[ -]([0-9]{4})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


class CellRefused(Exception):
    """A cell that cannot be used; its one argument says what to do."""


Fact = object
Reader = Callable[[Cell], Fact]


def read_uprn(cell: Cell) -> str:
    """Return the digits of a UPRN without leading zeros."""
    text = _text(cell)
    if _ROUNDED.fullmatch(text):
        raise CellRefused(UPRN_ROUNDED)
    found = _WHOLE.fullmatch(text)
    digits = found[1].lstrip("0") if found else ""
    if not digits or digits.startswith("-"):
        raise CellRefused(UPRN)
    return digits


def read_address(cell: Cell) -> str:
    """Return one line of text that no spreadsheet would run."""
    text = _text(cell)
    if len(text) > TEXT_MAX or _CONTROL.search(text):
        raise CellRefused(ONE_LINE)
    if text[0] in "=+-@":
        raise CellRefused(NO_SIGN)
    return text


def read_place(cell: Cell) -> Place:
    """Return where a postcode is."""
    try:
        return locate(parse_postcode(_text(cell)))
    except ReciprocalError as fault:
        raise CellRefused(fault.sentence) from None


def read_bedrooms(cell: Cell) -> int:
    """Return a number of bedrooms, a bedsit being none."""
    text = _text(cell).casefold()
    if text in wordings.BEDSIT:
        return 0
    spelt = _BEDS.fullmatch(text)
    return _whole(spelt[1] if spelt else text, 0, 12, BEDROOMS)


def read_persons(cell: Cell) -> int:
    """Return the most people a home is let to."""
    text = _text(cell).casefold()
    spelt = _PEOPLE.fullmatch(text)
    return _whole(spelt[1] if spelt else text, 1, 24, PERSONS)


def read_floor(cell: Cell) -> int:
    """Return the floor of the entrance, 0 for the ground."""
    text = _text(cell)
    named = wordings.FLOORS.get(wordings.folded(text))
    return named if named is not None else _whole(text, -2, 60, FLOOR)


def read_age(cell: Cell) -> int | None:
    """Return the age a home is kept for, as `55`, `55+` or `over 55s`."""
    text = _text(cell).casefold()
    if text in wordings.NO_AGE:
        return None
    spelt = _AGE.fullmatch(text)
    age = _whole(spelt[1] if spelt else text, 0, 120, rules.AGE_DESIGNATED)
    if age not in AGES_DESIGNATED:
        raise CellRefused(rules.AGE_DESIGNATED)
    return age


def read_flag(cell: Cell) -> bool:
    """Return a yes or a no."""
    text = _text(cell).casefold().removesuffix(".0")
    if text in wordings.YES or text in wordings.NO:
        return text in wordings.YES
    raise CellRefused(YES_OR_NO)


def read_pounds(cell: Cell) -> int:
    """Return pence; a third decimal is refused and never rounded away."""
    text = _text(cell)
    if _POUNDS.fullmatch(text) is None:
        raise CellRefused(POUNDS)
    pence = Decimal(text.strip("£ ").replace(",", "")) * 100
    if not 1 <= pence <= _PENCE_MAX:
        raise CellRefused(POUNDS)
    return int(pence)


def read_pence(cell: Cell) -> int:
    """Return whole pence a week."""
    return _whole(_text(cell), 1, _PENCE_MAX, PENCE)


def read_day(cell: Cell) -> date:
    """Return a day; the first of two numbers is the day of the month, always."""
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, (int, float)):
        raise CellRefused(DAY_AS_NUMBER)
    text = _text(cell).casefold()
    for pattern, order in ((_ISO, (1, 2, 3)), (_BRITISH, (4, 3, 1))):
        found = pattern.fullmatch(text)
        if found:
            return _day(*(int(found[place]) for place in order))
    spelt = _SPELT.fullmatch(text)
    if spelt is None:
        raise CellRefused(DAY)
    months = [
        number for number, name in enumerate(_MONTHS, 1) if spelt[2] in (name, name[:3])
    ]
    return _day(int(spelt[3]), months[0] if months else 0, int(spelt[1]))


def _day(year: int, month: int, day: int) -> date:
    try:
        return _within(date(year, month, day))
    except ValueError:
        raise CellRefused(DAY) from None


def _within(day: date) -> date:
    if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
        raise CellRefused(DAY)
    return day


def _word(column: str, values: Callable[[str], Fact]) -> Reader:
    def read(cell: Cell) -> Fact:
        text = _text(cell)
        code = _WHOLE.fullmatch(text)
        if code:
            text = code[1]
        value = wordings.MEANINGS.get((column, wordings.folded(text)))
        if value is None:
            raise CellRefused(WORD)
        return values(value)

    return read


READERS: dict[str, Reader] = {
    "uprn": read_uprn,
    "address": read_address,
    "postcode": read_place,
    "supply": _word("supply", Supply),
    "bedrooms": read_bedrooms,
    "persons_max": read_persons,
    "kind": _word("kind", HomeKind),
    "floor": read_floor,
    "lift": read_flag,
    "access": _word("access", Access),
    "rent_basis": _word("rent_basis", RentBasis),
    "weekly_rent": read_pounds,
    "weekly_rent_pence": read_pence,
    "tenancy_offered": _word("tenancy_offered", TenancyKind),
    "letting_route": _word("letting_route", LettingRoute),
    "notice_date": read_day,
    "void_date": read_day,
    "ready_date": read_day,
    "works": _word("works", Works),
    "age_min": read_age,
    "age_of": _word("age_of", AgeOf),
    "pets": _word("pets", PetRule),
    "local_clause": _word("local_clause", LocalClause),
    "adapted_access": _word("adapted_access", Access),
    "adapted_on": read_day,
}
"""The reader of each column, by its name."""


def _text(cell: Cell) -> str:
    """Return what stands in a cell as trimmed text; a number in plain digits."""
    if isinstance(cell, Unusable):
        raise CellRefused(cell.sentence)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        # Repeats to 17 digits at most, and never as a power of ten in our range.
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, int):
        return _digits(cell)
    if isinstance(cell, date):
        raise CellRefused(NOT_A_DAY)
    text = "" if cell is None else str(cell).strip()
    if not text:
        raise CellRefused(FILL_IN)
    return text


def _digits(number: int) -> str:
    # Python itself refuses to write very long numbers out.
    if abs(number) >= 10**15:
        raise CellRefused(WHOLE)
    return str(number)


def _whole(text: str, least: int, most: int, sentence: str) -> int:
    found = _WHOLE.fullmatch(text)
    if found is None or not least <= int(found[1]) <= most:
        raise CellRefused(sentence)
    return int(found[1])
