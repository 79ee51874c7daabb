"""XLSX: which sheet, whether it has formulas or faults, and its cells as values.

The one file that knows the reader of workbooks, which is loaded when first needed.
"""

import io
import re
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from reciprocal.homes.imports.archive import Parts, packed, parts_of
from reciprocal.homes.imports.faults import (
    FileEmpty,
    FileUnreadable,
    SheetNotNamed,
    SheetUnknown,
    TooManyRows,
)
from reciprocal.homes.imports.table import (
    COLUMNS_MAX,
    FORMULA,
    NOT_PLAIN,
    ROWS_MAX,
    Cell,
    Line,
    Table,
    Unusable,
    is_blank,
    place_of,
    table,
)

_CELLS_MAX = ROWS_MAX * 40
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*>")
_AT = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_BROKEN_CELL = Unusable("Mend this cell: it holds an error such as #N/A.")
_ROWS_WITH_BLANK_MAX = ROWS_MAX + 10_000


def read_xlsx(given: bytes, sheet: str | None) -> Table:
    """Return the table of one sheet, blank rows left out.

    Args:
        sheet: Its name; may be left out where there is only one.

    Raises:
        FileEncrypted, FileHasMacros, FileExpandsTooFar, FileUnreadable, FileEmpty,
        TooManyRows, SheetNotNamed, SheetUnknown: As they say.
    """
    parts = parts_of(given)
    name, part = _chosen(parts, sheet)
    content = parts[part]
    unusable = _surveyed(content)
    # What a sheet says of its own size would be believed and set aside at once.
    parts[part] = _DIMENSION.sub(b"", content)
    grid = _grid(packed(parts), name)
    lines: list[Line] = []
    headers: tuple[str, ...] = ()
    for number, row in enumerate(grid, 1):
        line = tuple(
            unusable.get((number, place)) or _cell(value)
            for place, value in enumerate(row)
        )
        if all(is_blank(cell) for cell in line):
            continue
        if not headers:
            headers = _headers(line)
            continue
        lines.append(Line(number, line))
    return table(headers, lines)


def _chosen(parts: Parts, sheet: str | None) -> tuple[str, str]:
    """Return the name of the sheet to read and of the part that holds it."""
    try:
        book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314 - no entities
        links = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    except (ET.ParseError, KeyError, ValueError):
        raise FileUnreadable from None
    targets = {link.get("Id"): link.get("Target", "") for link in links.iter(_RELATION)}
    found = {
        str(row.get("name")): _part(targets.get(row.get(_LINK), ""))
        for row in book.iter(f"{_MAIN}sheet")
    }
    if sheet is not None and sheet not in found:
        raise SheetUnknown(field="sheet")
    if sheet is None and len(found) > 1:
        raise SheetNotNamed(field="sheet")
    if not found:
        raise FileEmpty
    name = sheet if sheet is not None else next(iter(found))
    if found[name] not in parts:
        raise FileUnreadable
    return name, found[name]


def _part(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


class _Survey:
    """What stands where on a sheet, seen by a parser and not by a look at the text.

    Attributes:
        unusable: Where a formula or an error stands, whatever value it shows.
    """

    def __init__(self) -> None:
        self.unusable: dict[tuple[int, int], Unusable] = {}
        self._cells = 0
        self._in_cell = False
        self._at: tuple[int, int] | None = None

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element.

        Raises:
            TooManyRows: When its place, or so many cells, would fill the memory.
            FileUnreadable: When a fault stands nowhere.
        """
        match name.rpartition(":")[2]:
            case "row":
                _place("A" + attributes.get("r", "1"))
            case "c":
                self._cells += 1
                if self._cells > _CELLS_MAX:
                    raise TooManyRows
                self._in_cell = True
                at = attributes.get("r")
                self._at = None if at is None else _place(at)
                if attributes.get("t") == "e":
                    self._mark(_BROKEN_CELL)
            case "f" if self._in_cell:
                self._mark(FORMULA)

    def end(self, name: str) -> None:
        """Take note that an element is over: rules beside the cells have formulas."""
        if name.rpartition(":")[2] == "c":
            self._in_cell = False

    def _mark(self, cell: Unusable) -> None:
        if self._at is None:
            raise FileUnreadable
        self.unusable[self._at] = cell


def _surveyed(content: bytes) -> dict[tuple[int, int], Unusable]:
    """Return the unusable cells of a sheet whose far corner is near enough."""
    survey = _Survey()
    parser = expat.ParserCreate()
    parser.StartElementHandler = survey.begin
    parser.EndElementHandler = survey.end
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the parser's own word
    except (expat.ExpatError, ValueError):
        raise FileUnreadable from None
    return survey.unusable


def _place(text: str) -> tuple[int, int]:
    found = _AT.fullmatch(text)
    if found is None:
        raise TooManyRows
    row, column = int(found[2]), place_of(found[1])
    if row > _ROWS_WITH_BLANK_MAX or column >= COLUMNS_MAX * 2:
        raise TooManyRows
    return row, column


def _grid(given: bytes, name: str) -> list[list[Any]]:
    import python_calamine  # noqa: PLC0415 - only who sends a workbook waits for it

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(given))
        sheet = book.get_sheet_by_name(name)
        return [] if sheet.start is None else sheet.to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - the reader's own panics are no Exception
        raise FileUnreadable from None


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else NOT_PLAIN
    if value is None or isinstance(value, (str, int, float, date)):
        return value
    return NOT_PLAIN


def _headers(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    texts = [str(cell) if isinstance(cell, str) else "" for cell in cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return tuple(texts)
