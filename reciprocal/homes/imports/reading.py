"""A file of homes, from bytes to what would be posted: pure, and whole or not at all.

Cost: some 20 microseconds a cell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from matching.terms import Access
from reciprocal.homes.imports.cells import READERS, CellRefused
from reciprocal.homes.imports.columns import COLUMNS, STOCK_COLUMNS
from reciprocal.homes.imports.delimited import read_csv
from reciprocal.homes.imports.faults import Found
from reciprocal.homes.imports.headers import Asked, Source, sources
from reciprocal.homes.imports.objects import read_json
from reciprocal.homes.imports.table import Cell, Line, Table, is_blank
from reciprocal.homes.imports.workbook import read_xlsx
from reciprocal.homes.rules import HomeFacts, Supply, Works
from reciprocal.places import Place

RAGGED = "Give this row as many cells as there are headers."
DWELLING_TWICE = "Keep one row for each UPRN; this one stands further up already."
ONE_DATE = "Give the void date, or the date of the notice."


class FileKind(StrEnum):
    """The kinds of file that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLine:
    """One row that can be used.

    Attributes:
        number: Of the row, as the landlord counts.
        given: The facts the row states; the others are what is assumed.
        labels: What the landlord calls each fact, for faults found later.
    """

    number: int
    uprn: str
    address: str
    place: Place
    facts: HomeFacts
    given: frozenset[str]
    labels: Mapping[str, str]

    def label(self, fact: str) -> str:
        """Return what the landlord calls a fact."""
        return self.labels.get(fact, fact)


@dataclass(frozen=True, slots=True)
class StockLine:
    """One dwelling of a stock list."""

    number: int
    uprn: str


def read_table(given: bytes, kind: FileKind, sheet: str | None = None) -> Table:
    """Return a file's cells.

    Raises:
        FileUnreadable: And its kin, as each kind of file says.
    """
    if kind is FileKind.XLSX:
        return read_xlsx(given, sheet)
    return read_csv(given) if kind is FileKind.CSV else read_json(given)


def read_homes(
    table: Table, asked: Asked, *, today: date, found: Found
) -> list[HomeLine]:
    """Return the rows that can be used, with every fault of the others in `found`.

    Raises:
        HeadersUnusable: With every column at fault.
        RowsInvalid: Where a value for all rows cannot be used.
    """
    columns = sources(table, asked, taking=COLUMNS)
    labels = {source.column.fact: source.label for source in columns}
    fixed = _fixed(columns, asked, found)
    found.refuse()
    seen: set[str] = set()
    lines = []
    for line in table.lines:
        before = found.count
        facts = fixed | dict(_facts(line, columns, table, found))
        uprn = facts.pop("uprn", None)
        if uprn is not None:
            if uprn in seen:
                found.add(line.number, labels["uprn"], DWELLING_TWICE)
            seen.add(uprn)
        _assume_supply(line, facts, found, today, labels, faultless=before)
        if found.count == before:
            lines.append(_home(line.number, uprn, facts, labels))
    return lines


def read_stock(table: Table, asked: Asked, *, found: Found) -> list[StockLine]:
    """Return the UPRN of each row; other columns of the file are passed over.

    Raises:
        HeadersUnusable: Without one column of UPRNs.
    """
    ignoring = Asked(headers=asked.headers, ignore_unknown=True)
    columns = sources(table, ignoring, taking=STOCK_COLUMNS)
    seen: set[str] = set()
    lines = []
    for line in table.lines:
        for _, uprn in _facts(line, columns, table, found):
            if uprn in seen:
                found.add(line.number, columns[0].label, DWELLING_TWICE)
            else:
                lines.append(StockLine(line.number, str(uprn)))
            seen.add(str(uprn))
    return lines


def _fixed(columns: tuple[Source, ...], asked: Asked, found: Found) -> dict[str, Any]:
    """Return what is the same for all rows; a fault of it is a fault of row 0."""
    values = {}
    for source in columns:
        if source.place is None:
            try:
                value = READERS[source.column.name](asked.fixed[source.column.name])
            except CellRefused as refusal:
                found.add(0, f"fixed {source.label}", str(refusal))
            else:
                values[source.column.fact] = value
    return values


def _facts(
    line: Line, columns: tuple[Source, ...], table: Table, found: Found
) -> Iterator[tuple[str, Any]]:
    """Yield each fact that a row states, and write down what cannot be read."""
    width = len(table.headers)
    beyond = line.cells[width:]
    if len(line.cells) < width or not all(is_blank(cell) for cell in beyond):
        found.add(line.number, "row", RAGGED)
        return
    for source in columns:
        if source.place is None:
            continue
        cell: Cell = line.cells[source.place]
        if is_blank(cell) and not source.column.needed and not _is_rent(source):
            continue
        try:
            yield source.column.fact, READERS[source.column.name](cell)
        except CellRefused as refusal:
            found.add(line.number, source.label, str(refusal))


def _is_rent(source: Source) -> bool:
    return source.column.fact == "weekly_rent_pence"


def _assume_supply(
    line: Line,
    facts: dict[str, Any],
    found: Found,
    today: date,
    labels: Mapping[str, str],
    *,
    faultless: int,
) -> None:
    """Say whether it is a void or on notice where the file does not."""
    if "supply" in facts or found.count != faultless:
        return
    void, notice = facts.get("void_date"), facts.get("notice_date")
    if void is None and notice is None:
        found.add(line.number, labels.get("void_date", "Void date"), ONE_DATE)
    elif notice is not None and (void is None or void > today):
        facts["supply"] = Supply.PRE_VOID
    else:
        facts["supply"] = Supply.VOID


def _home(
    number: int, uprn: str, facts: dict[str, Any], labels: Mapping[str, str]
) -> HomeLine:
    place, address = facts.pop("postcode"), facts.pop("address")
    assumed: dict[str, Any] = {
        "floor": None,
        "lift": False,
        "access": Access.UNKNOWN,
        "notice_date": None,
        "void_date": None,
        "ready_date": None,
        "works": Works.NONE,
    }
    return HomeLine(
        number=number,
        uprn=uprn,
        address=address,
        place=place,
        facts=HomeFacts(**assumed | facts),
        given=frozenset(facts),
        labels=labels,
    )
