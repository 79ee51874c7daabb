"""CSV: its encoding, its separator, and its records."""

import codecs
import csv
import io
from itertools import islice

from reciprocal.homes.imports.faults import (
    FileEmpty,
    FileEncodingUnknown,
    FileUnreadable,
    TooManyRows,
)
from reciprocal.homes.imports.table import (
    COLUMNS_MAX,
    ROWS_MAX,
    Line,
    Table,
    is_blank,
    table,
)

_SEPARATORS = ",;\t"
_BLANK_MAX = 10_000
"""Rows that hold nothing, as a spreadsheet leaves them below the last one."""


def read_csv(given: bytes) -> Table:
    """Return the table of a CSV file, blank rows left out.

    UTF-8 with and without its mark, UTF-16 with one, and Windows-1252 are read. The
    separator is the comma, semicolon or tab that the first line has most of.

    Raises:
        FileEncodingUnknown, FileUnreadable, FileEmpty, TooManyRows: As they say.
    """
    text = decoded(given)
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[Line] = []
    headers: tuple[str, ...] = ()
    try:
        for number, record in enumerate(islice(reader, ROWS_MAX + _BLANK_MAX), 1):
            if all(is_blank(cell) for cell in record):
                continue
            if not headers:
                headers = _without_empty_end(record)
                continue
            lines.append(Line(number, tuple(record)))
            if len(lines) > ROWS_MAX or len(record) > COLUMNS_MAX * 2:
                raise TooManyRows
        if next(reader, None) is not None:
            raise TooManyRows
    except csv.Error:
        raise FileUnreadable from None
    return table(headers, lines)


def decoded(given: bytes) -> str:
    """Return the text of a file.

    Raises:
        FileEmpty, FileEncodingUnknown: As they say.
    """
    if not given:
        raise FileEmpty
    marks = (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    )
    for mark, name in marks:
        if given.startswith(mark):
            return _decoded(given[len(mark) :], name)
    try:
        return _decoded(given, "utf-8")
    except FileEncodingUnknown:
        return _decoded(given, "cp1252")


def _decoded(given: bytes, name: str) -> str:
    try:
        text = given.decode(name)
    except UnicodeDecodeError:
        raise FileEncodingUnknown from None
    if "\0" in text:
        raise FileEncodingUnknown
    return text


def _without_empty_end(record: list[str]) -> tuple[str, ...]:
    while not record[-1].strip():
        record = record[:-1]
    return tuple(record)
