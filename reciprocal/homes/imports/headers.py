"""From a landlord's headers to our columns: by what is asked, then by what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reciprocal.errors import FieldFault
from reciprocal.homes.imports.columns import (
    BY_HEADER,
    BY_NAME,
    COLUMNS,
    PASSED_OVER,
    Column,
    plain,
)
from reciprocal.homes.imports.faults import HeadersUnusable
from reciprocal.homes.imports.table import Table, is_blank, letter

_HEADER_SHOWN_MAX = 40
_SEALED = frozenset({"uprn", "address", "postcode"})

NO_SUCH_HEADER = "The file has no such header; correct the mapping."
UNKNOWN = (
    "This column is not described; take it out, map it, or ask for unknown columns "
    "to be ignored."
)
TWICE = "Keep one column for this; two were found."
NO_HEADER = "Give this column a header, or take it out."
NEEDED = "Add this column, or map one of yours to it, or give one value for all rows."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the sender says of its own columns.

    Attributes:
        headers: The header to use, by our name of the column; it wins.
        fixed: One value for all rows, by our name of the column.
        ignore_unknown: Pass over columns that are not known.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    ignore_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column comes from.

    Attributes:
        place: Its place in a row; None for one value for all rows.
        label: What the landlord calls it.
    """

    column: Column
    place: int | None
    label: str


def sources(
    table: Table, asked: Asked, *, taking: tuple[Column, ...] = COLUMNS
) -> tuple[Source, ...]:
    """Return where each column comes from.

    A header that is not known is told by its column's letter and never repeated: in
    a file without headers it is somebody's address.

    Raises:
        HeadersUnusable: With every column at fault.
    """
    faults: list[FieldFault] = list(_faults_of(asked, taking))
    mapped = {}
    for name, header in asked.headers.items():
        places = [
            place
            for place, text in enumerate(table.headers)
            if plain(text) == plain(header) and plain(text)
        ]
        mapped.update(dict.fromkeys(places, name))
        if not places:
            faults.append(FieldFault(_known(name), NO_SUCH_HEADER))
    found: list[Source] = []
    for place, text in enumerate(table.headers):
        source = _source(place, text, mapped.get(place), asked)
        if source is not None and source.column in taking:
            found.append(source)
        elif source is None and not _is_passed_over(table, place, asked):
            faults.append(
                FieldFault(
                    f"column {letter(place)}", UNKNOWN if text.strip() else NO_HEADER
                )
            )
    found += [
        Source(BY_NAME[name], None, name)
        for name in asked.fixed
        if name in BY_NAME and BY_NAME[name] in taking
    ]
    faults += _crossing(found, taking)
    if faults:
        raise HeadersUnusable(faults=tuple(faults))
    return tuple(found)


def _faults_of(asked: Asked, taking: tuple[Column, ...]) -> list[FieldFault]:
    known = {column.name for column in taking}
    faults = [
        FieldFault(
            "column", "Map to a column that is listed, as bedrooms=No of bedrooms."
        )
        for name in asked.headers
        if name not in known
    ]
    faults += [
        FieldFault("fixed", "Give one value for a column that is listed and no place.")
        for name in asked.fixed
        if name not in known - _SEALED
    ]
    return faults


def _known(name: str) -> str:
    return name if name in BY_NAME else "column"


def _source(place: int, text: str, mapped: str | None, asked: Asked) -> Source | None:
    """Return what a header means; one that is mapped elsewhere means nothing else."""
    if mapped is not None:
        column = BY_NAME.get(mapped)
        label = f"column {letter(place)}"
        return None if column is None else Source(column, place, label)
    column = BY_HEADER.get(plain(text))
    if column is None or column.name in asked.headers:
        return None
    return Source(column, place, _label(text, column))


def _is_passed_over(table: Table, place: int, asked: Asked) -> bool:
    text = plain(table.headers[place])
    if text in PASSED_OVER or asked.ignore_unknown:
        return True
    known = BY_HEADER.get(text)
    if known is not None and known.name in asked.headers:
        return True
    return not text and all(
        place >= len(line.cells) or is_blank(line.cells[place]) for line in table.lines
    )


def _label(text: str, column: Column) -> str:
    """Return the landlord's own header, which says what one we know says."""
    shown = " ".join(text.split())
    if len(shown) > _HEADER_SHOWN_MAX or not shown.isprintable():
        return column.name
    return shown


def _crossing(found: list[Source], taking: tuple[Column, ...]) -> list[FieldFault]:
    faults = []
    by_fact: dict[str, list[Source]] = {}
    for source in found:
        by_fact.setdefault(source.column.fact, []).append(source)
    for sources_of_one in by_fact.values():
        faults += [FieldFault(source.label, TWICE) for source in sources_of_one[1:]]
    faults += [
        FieldFault(column.headers[0], NEEDED)
        for column in taking
        if column.needed and column.fact not in by_fact
    ]
    return faults
