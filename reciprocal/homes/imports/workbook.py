"""XLSX: which sheet, whether it has formulas or faults, and its cells as values.

The one file that knows the reader of workbooks, which is loaded when first needed.
"""

import io
import re
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree as ET

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
_PLACE = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\sr\s*=\s*["']([A-Z]*)(\d*)["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_COMPUTED = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["']([A-Z]+)(\d+)["'][^>]*>\s*<(?:\w+:)?f[\s>/]"""
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_BROKEN = re.compile(rb"""<(?:\w+:)?c\b([^>]*\st\s*=\s*["']e["'][^>]*)>""")
_AT = re.compile(rb"""\sr\s*=\s*["']([A-Z]+)(\d+)["']""")
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
    cells = _cells_of(content)
    _measure(cells)
    unusable = _unusable(cells)
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


def _cells_of(content: bytes) -> bytes:
    """Return the part of a sheet that holds cells; other parts have formulas too."""
    _, _, after = content.partition(b"sheetData")
    return after.rpartition(b"sheetData")[0]


def _measure(content: bytes) -> None:
    """Refuse a sheet whose far corner would fill the memory."""
    if len(_CELL.findall(content)) > _CELLS_MAX:
        raise TooManyRows
    for letters, digits in set(_PLACE.findall(content)):
        far_down = len(digits) > 7 or (digits and int(digits) > _ROWS_WITH_BLANK_MAX)  # noqa: PLR2004 - digits of the last row
        if far_down or len(letters) > 3 or _column(letters) >= COLUMNS_MAX * 2:  # noqa: PLR2004 - letters of the last column
            raise TooManyRows


def _column(letters: bytes) -> int:
    return place_of(letters.decode()) if letters else 0


def _unusable(content: bytes) -> dict[tuple[int, int], Unusable]:
    """Return where a formula or an error stands, whatever value it shows."""
    found: dict[tuple[int, int], Unusable] = {}
    for attributes in _BROKEN.findall(content):
        at = _AT.search(b" " + attributes)
        if at is None:
            raise FileUnreadable
        found[int(at[2]), _column(at[1])] = _BROKEN_CELL
    computed = _COMPUTED.findall(content)
    if len(computed) != len(_FORMULA.findall(content)):
        raise FileUnreadable
    for letters, digits in computed:
        found[int(digits), _column(letters)] = FORMULA
    return found


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
