"""Files of homes for tests: rows by our names, written as CSV, XLSX and JSON."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from reciprocal import clock

HEADERS = {
    "uprn": "UPRN",
    "address": "Address",
    "postcode": "Postcode",
    "bedrooms": "No of beds",
    "persons_max": "Max persons",
    "kind": "Property type",
    "rent_basis": "Rent type",
    "weekly_rent": "Weekly rent",
    "tenancy_offered": "Tenancy type",
    "letting_route": "Letting route",
    "void_date": "Void date",
    "ready_date": "Ready to let",
}
POSTCODES = ("NW1 8NH", "E8 1EA", "N1 9AA")

Row = dict[str, Any]


def row(number: int, **change: Any) -> Row:  # noqa: ANN401 - any cell
    """Return a row that a council can post, with some cells of its own."""
    today = clock.today()
    return {
        "UPRN": str(5_000_000_000 + number),
        "Address": f"{number} Wren Example Road",
        "Postcode": POSTCODES[0],
        "No of beds": "2",
        "Max persons": "4",
        "Property type": "flat",
        "Rent type": "social",
        "Weekly rent": "118.75",
        "Tenancy type": "secure",
        "Letting route": "council direct",
        "Void date": f"{today:%d/%m/%Y}",
        "Ready to let": f"{today:%d/%m/%Y}",
    } | {HEADERS.get(name, name): cell for name, cell in change.items()}


def rows(count: int, start: int = 0) -> list[Row]:
    """Return several such rows."""
    return [row(start + number) for number in range(count)]


def as_csv(given: Sequence[Row]) -> bytes:
    """Write rows as a CSV file."""
    target = io.StringIO()
    writer = csv.DictWriter(target, list(given[0]))
    writer.writeheader()
    writer.writerows(given)
    return target.getvalue().encode()


def as_json(given: Sequence[Row]) -> bytes:
    """Write rows as a JSON body."""
    return json.dumps({"homes": list(given)}).encode()


def as_xlsx(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """Write sheets of cells as a workbook; text that begins with = is a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"in_memory": True, "default_date_format": "dd/mm/yyyy"},
    )
    for name, lines in sheets:
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return target.getvalue()


def grid(given: Sequence[Row]) -> list[list[Any]]:
    """Return rows as the cells of a sheet, the header first."""
    return [list(given[0]), *(list(each.values()) for each in given)]
