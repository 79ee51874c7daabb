"""The chart of urgency as a spreadsheet and as a picture. Pure: what is told in."""

import csv
import io
from collections.abc import Mapping
from html import escape
from typing import Any

from reciprocal.reports.urgency import COLUMNS, FEWEST

Document = Mapping[str, Any]

_TABLES = (("landlords", "By landlord"), ("services", "By referring service"))
_BANDS = COLUMNS[1:]
_FILLS = dict(zip(_BANDS, ("#7a1f1f", "#c4622d", "#d9a441", "#9fb3c8"), strict=True))
_OTHERS = "others together"

_LEFT, _WIDE, _ROW, _BAR, _RIGHT = 130, 420, 24, 16, 250
"""Units: pixels."""


def as_csv(document: Document) -> str:
    """Return the chart as one table; a blank cell is of fewer than ten cases."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("period", "table", "member", *COLUMNS))
    for name, _ in _TABLES:
        for row in document[name]:
            told = ("" if row[column] is None else row[column] for column in COLUMNS)
            writer.writerow((document["period"], name, _member(row), *told))
    return out.getvalue()


def as_picture(document: Document) -> str:
    """Return the chart as one SVG, whole in itself: a bar for each member."""
    rows = [row for name, _ in _TABLES for row in document[name]]
    most = max((row["cases"] for row in rows), default=1)
    title = f"Urgency of cases up to {document['period']}"
    parts = [_text(10, 22, title, bold=True), *_legend()]
    y = 76
    for name, heading in _TABLES:
        parts.append(_text(10, y + 14, heading, bold=True))
        y += _ROW
        if not document[name]:
            parts.append(_text(10, y + 14, f"Fewer than {FEWEST} cases."))
            y += _ROW
        for row in document[name]:
            parts += _bar(row, y, most)
            y += _ROW
        y += _ROW // 2
    wide = _LEFT + _WIDE + _RIGHT
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {y + 10}" '
        'font-family="sans-serif" font-size="12" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="{wide}" height="{y + 10}" fill="white"/>\n{body}\n</svg>\n'
    )


def _bar(row: Mapping[str, Any], y: int, most: int) -> list[str]:
    """Draw one member: the bands that are told in a frame as long as all its cases."""
    long = _WIDE * row["cases"] / most
    parts = [_text(10, y + 13, _member(row))]
    x = float(_LEFT)
    for band in _BANDS:
        wide = min(_WIDE * (row[band] or 0) / most, _LEFT + long - x)
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{_BAR}" '
            f'fill="{_FILLS[band]}"/>'
        )
        x += wide
    parts.append(
        f'<rect x="{_LEFT}" y="{y}" width="{long:.1f}" height="{_BAR}" fill="none" '
        'stroke="#333"/>'
    )
    told = " / ".join(_cell(row[band]) for band in _BANDS)
    words = f"{row['cases']}: {told}"
    parts.append(_text(_LEFT + _WIDE + 10, y + 13, words))
    return parts


def _legend() -> list[str]:
    parts = []
    for at, band in enumerate(_BANDS):
        x = 10 + at * 130
        parts.append(
            f'<rect x="{x}" y="36" width="12" height="12" fill="{_FILLS[band]}"/>'
        )
        parts.append(_text(x + 18, 47, band.replace("_", " ")))
    words = f"To the nearest five; < {FEWEST} is not told."
    return [*parts, _text(10 + len(_BANDS) * 130, 47, words)]


def _member(row: Mapping[str, Any]) -> str:
    return row["code"] or _OTHERS


def _cell(cases: int | None) -> str:
    return f"< {FEWEST}" if cases is None else str(cases)


def _text(x: int, y: int, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}"{weight}>{escape(words)}</text>'
