"""A statement for people: as a spreadsheet, and as a page that prints on A4.

Pure: the document in, as it is kept or as somebody sees it, and text out. The page
fetches nothing and runs nothing.
"""

import csv
import html
import io
from collections.abc import Iterable, Mapping
from typing import Any

Document = Mapping[str, Any]

_SIZES = (
    ("size_class", "Size"),
    ("opening", "Opening"),
    ("change", "Change"),
    ("closing", "Closing"),
    ("pending", "Promised, not begun"),
    ("owed_under_3_months", "Owed 0-3 months"),
    ("owed_3_to_6_months", "3-6"),
    ("owed_6_to_12_months", "6-12"),
    ("owed_over_12_months", "over 12"),
    ("owed_disputed", "disputed"),
    ("told", "Told"),
)
_LINES = (
    ("period", "Period"),
    ("reference", "Your reference"),
    ("size_class", "Size"),
    ("kind", "Entry"),
    ("homes", "Homes"),
)
_FIGURES = (
    ("total", "Closing balance, all sizes"),
    ("median", "Median of the scheme's landlords"),
    ("standing", "Your standing against the median"),
    ("structural_debt", "Owed beyond ten homes in all"),
    ("moves_enabled", "Moves in chains that had a home of yours"),
    ("homes_owed_answered", "Requests for homes owed, answered"),
    ("homes_owed_declined", "Requests for homes owed, declined"),
)
_HOW = {
    "lines": "by line",
    "net": "as a net: too few to show line by line",
    "held": "held: too few to show yet",
}
_NOT_TOLD = "not told: too few"

_STYLE = """
@page { size: A4; margin: 18mm }
body { font: 11pt/1.4 sans-serif; color: #000; background: #fff; margin: 0 auto;
  max-width: 174mm }
h1 { font-size: 17pt; margin: 0 0 2mm }
h2 { font-size: 12pt; margin: 7mm 0 2mm }
table { border-collapse: collapse; width: 100% }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border-bottom: .3pt solid #666; padding: 1mm 2mm 1mm 0; text-align: left;
  vertical-align: bottom; font-weight: normal }
th { border-bottom: .8pt solid #000; font-weight: bold; font-size: 9pt }
.number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 4mm }
.code { font-family: monospace; font-size: 8pt; overflow-wrap: anywhere }
"""


def as_csv(document: Document) -> str:
    """Return a statement as one table: what each row is, then what it says."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("row", "period", "size_class", "what", "reference", "value"))
    period = document["period"]
    for size in document["sizes"]:
        for name, _ in _SIZES[1:]:
            value = "" if size[name] is None else size[name]
            writer.writerow(("size", period, size["size_class"], name, "", value))
    for line in document["lines"]:
        writer.writerow(
            (
                "line",
                line["period"],
                line["size_class"],
                line["kind"],
                line["reference"],
                line["homes"],
            )
        )
    for name, _ in _FIGURES:
        value = "" if document[name] is None else document[name]
        writer.writerow(("figure", period, "", name, "", value))
    writer.writerow(("figure", period, "", "head", "", document["head"]))
    return out.getvalue()


def as_page(document: Document) -> str:
    """Return a statement as one HTML page, whole in itself."""
    title = f"Statement for {document['period']}"
    # A landlord that reads its own is not told which it is.
    whose = f"Landlord {document['landlord_code']}" if _named(document) else "You"
    sizes = _table(
        _SIZES,
        ({**size, "told": _HOW[size["told"]]} for size in document["sizes"]),
    )
    lines = (
        _table(_LINES, document["lines"])
        if document["lines"]
        else ("<p>Nothing is told line by line this quarter.</p>")
    )
    figures = "".join(
        f'<tr><td>{label}</td><td class="number">{_cell(document[name])}</td></tr>'
        for name, label in _FIGURES
    )
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{html.escape(title)}</h1>"
        f"<p>{html.escape(whose)}, with the scheme. "
        "Plus is owed to you, minus is owed by you; whole homes.</p>"
        f"<h2>Balances by size</h2>{sizes}"
        f"<h2>Entries</h2>{lines}"
        f"<h2>In all</h2><table><tbody>{figures}</tbody></table>"
        "<h2>Head of the book</h2><p>Keep this with your records: it lets you prove "
        "later that the book was not rewritten.</p>"
        f'<p class="code">{html.escape(document["head"])}</p></body></html>\n'
    )


def _named(document: Document) -> bool:
    return "landlord_code" in document


def _table(
    columns: tuple[tuple[str, str], ...], rows: Iterable[Mapping[str, Any]]
) -> str:
    kept = list(rows)
    head = "".join(
        f"<th{_class(name, kept)}>{html.escape(label)}</th>" for name, label in columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_class(name, kept)}>{_cell(row[name])}</td>" for name, _ in columns
        )
        + "</tr>"
        for row in kept
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _class(name: str, rows: list[Mapping[str, Any]]) -> str:
    if name == "reference":
        return ' class="code"'
    counted = any(isinstance(row[name], int) for row in rows)
    return ' class="number"' if counted else ""


def _cell(value: object) -> str:
    if value is None:
        return _NOT_TOLD
    return html.escape(str(value))
