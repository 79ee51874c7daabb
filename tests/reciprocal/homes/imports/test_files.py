"""Files as they come: what is read of each kind, and what is refused by which code."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from reciprocal.errors import ReciprocalError
from reciprocal.homes.imports import archive, delimited, faults, table, workbook
from reciprocal.homes.imports.delimited import read_csv
from reciprocal.homes.imports.objects import read_json
from reciprocal.homes.imports.reading import FileKind, read_table
from reciprocal.homes.imports.table import (
    FORMULA,
    NOT_PLAIN,
    Unusable,
    letter,
    place_of,
)
from reciprocal.homes.imports.workbook import read_xlsx
from tests.reciprocal.homes.imports.sheets import as_xlsx

Refusal = type[ReciprocalError]


@pytest.mark.parametrize(
    ("given", "cell"),
    [
        ("A,B\nTŷ,2\n".encode(), "Tŷ"),
        ("A,B\nTŷ,2\n".encode("utf-8-sig"), "Tŷ"),
        ("A,B\r\n£5,2\r\n".encode("cp1252"), "£5"),
        ("\ufeffA,B\nTŷ,2\n".encode("utf-16-le"), "Tŷ"),
        ("\ufeffA,B\nTŷ,2\n".encode("utf-16-be"), "Tŷ"),
        (b"A;B\nx;2\n", "x"),
        (b"A\tB\nx\t2\n", "x"),
        (b"\n\nA,B,\n\n,,\nx,2,\n,,\n", "x"),
        (b'A,B\n"x",2', "x"),
    ],
    ids=["utf8", "bom", "cp1252", "utf16le", "utf16be", "semi", "tab", "blank", "end"],
)
def test_text_is_read_in_the_ways_it_is_saved(given: bytes, cell: str) -> None:
    found = read_csv(given)
    assert found.headers == ("A", "B")
    assert [line.cells[:2] for line in found.lines] == [(cell, "2")]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    found = read_csv(b'A,B\n\n"one\ntwo",2\nx,y\n')
    assert [line.number for line in found.lines] == [3, 4]
    assert read_json(b'{"homes": [{"A": 1}, {}, {"B": null, "A": "x"}]}').lines == (
        table.Line(1, (1, None)),
        table.Line(3, ("x", None)),
    )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (b"", faults.FileEmpty),
        (b"\n\n", faults.FileEmpty),
        (b"A,B\n", faults.FileEmpty),
        (b"A,B\nx\0,2\n", faults.FileEncodingUnknown),
        (b"A,B\n\x81,2\n", faults.FileEncodingUnknown),
        (b"\xff\xfeA", faults.FileEncodingUnknown),
        (
            "A,B\n\udc00,2".encode("utf-16-le", "surrogatepass"),
            faults.FileEncodingUnknown,
        ),
        (b'A,B\n"x,2\n', faults.FileUnreadable),
        (b"A,B\n" + b"x" * 200_000, faults.FileUnreadable),
        (b"A,B\n" + b"x," * 300, faults.TooManyRows),
        (b"A," * 101 + b"B\nx,y\n", faults.TooManyRows),
        (b"A,B\n" + b"x,y\n" * 50_001, faults.TooManyRows),
        (b"A,B\nx,y\n" + b"\n" * 70_000, faults.TooManyRows),
    ],
)
def test_text_that_is_refused(given: bytes, refusal: Refusal) -> None:
    with pytest.raises(refusal):
        read_csv(given)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (b"", faults.FileEmpty),
        (b"{", faults.FileUnreadable),
        (b"[]", faults.FileUnreadable),
        (b'{"homes": 1}', faults.FileUnreadable),
        (b'{"homes": [], "more": 1}', faults.FileUnreadable),
        (b'{"homes": [1]}', faults.FileUnreadable),
        (b'{"homes": [{"A": 1, "A": 2}]}', faults.FileUnreadable),
        (b'{"homes": ' + b"[" * 100_000, faults.FileUnreadable),
        (b'{"homes": [{"A": ' + b"9" * 5_000 + b"}]}", faults.FileUnreadable),
        (b'{"homes": []}', faults.FileEmpty),
        (b'{"homes": [{}]}', faults.FileEmpty),
        (b'{"homes": [' + b"{}," * 50_000 + b"{}]}", faults.TooManyRows),
        (
            b'{"homes": [{' + b",".join(b'"%d":1' % n for n in range(101)) + b"}]}",
            faults.TooManyRows,
        ),
    ],
)
def test_json_that_is_refused(given: bytes, refusal: Refusal) -> None:
    with pytest.raises(refusal):
        read_json(given)


def test_what_is_no_plain_value_of_json_is_a_fault_of_its_cell() -> None:
    (line,) = read_json(b'{"homes": [{"A": [1], "B": {"C": 1}, "D": true}]}').lines
    assert line.cells == (NOT_PLAIN, NOT_PLAIN, True)


def test_a_workbook_is_read_as_values() -> None:
    day = date(2026, 3, 2)
    given = as_xlsx(("Voids", [["A", "B", "C", ""], [], [day, 2, "x"], [None, True]]))
    found = read_table(given, FileKind.XLSX)
    assert found.headers == ("A", "B", "C")
    assert [(line.number, line.cells[:3]) for line in found.lines] == [
        (3, (day, 2.0, "x")),
        (4, ("", True, "")),
    ]


def test_moments_and_durations_are_no_plain_values() -> None:
    assert workbook._cell(datetime(2026, 3, 2)) == date(2026, 3, 2)  # noqa: DTZ001
    assert workbook._cell(datetime(2026, 3, 2, 10)) is NOT_PLAIN  # noqa: DTZ001
    assert workbook._cell(time(10)) is NOT_PLAIN


def test_formulas_and_errors_are_faults_of_their_cells() -> None:
    lines = [["A", "B"], ["=1+1", "x"], ["y", "=1/0"]]
    found = read_xlsx(as_xlsx(("Voids", lines)), None)
    assert found.lines[0].cells == (FORMULA, "x")
    assert found.lines[1].cells == ("y", FORMULA)
    broken = rewritten(
        as_xlsx(("Voids", [["A"], [7]])),
        lambda part: part.replace(b'<c r="A2"><v>7', b'<c r="A2" t="e"><v>#N/A'),
    )
    (cell,) = read_xlsx(broken, None).lines[0].cells
    assert isinstance(cell, Unusable)
    assert "error" in cell.sentence


def test_the_sheet_is_named_where_there_are_several() -> None:
    given = as_xlsx(("Summary", [["=1+1"]]), ("Voids", [["A"], ["x"]]))
    with pytest.raises(faults.SheetNotNamed):
        read_xlsx(given, None)
    with pytest.raises(faults.SheetUnknown):
        read_xlsx(given, "voids")
    assert read_xlsx(given, "Voids").lines[0].cells == ("x",)


def rewritten(
    given: bytes,
    change: Callable[[bytes], bytes] = lambda content: content,
    *,
    part: str = "xl/worksheets/sheet1.xml",
    more: dict[str, bytes] | None = None,
    without: str = "",
) -> bytes:
    """Return a workbook with one part changed, some added, one left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(given)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != without:
                content = old.read(name)
                new.writestr(name, change(content) if name == part else content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return target.getvalue()


GOOD = as_xlsx(("Voids", [["A"], ["x"]]))
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def swapped(old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """Return the good workbook with some bytes of a part replaced."""
    found = rewritten(GOOD, lambda content: content.replace(old, new), part=part)
    assert found != rewritten(GOOD), "nothing was replaced"
    return found


def flagged(given: bytes) -> bytes:
    """Say of every entry that it is encrypted."""
    flipped = bytearray(given)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = flipped.find(mark)
        while at >= 0:
            flipped[at + offset] |= 1
            at = flipped.find(mark, at + 4)
    return bytes(flipped)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (b"", faults.FileUnreadable),
        (b"A,B\nx,y\n", faults.FileUnreadable),
        (GOOD[:-30], faults.FileUnreadable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", faults.FileEncrypted),
        (flagged(GOOD), faults.FileEncrypted),
        (rewritten(GOOD, more={"xl/vbaProject.bin": b"x"}), faults.FileHasMacros),
        (
            rewritten(GOOD, more={"xl/media/a": b"\0" * 90_000_000}),
            faults.FileExpandsTooFar,
        ),
        (
            rewritten(GOOD, more={f"xl/media/{n}": b"" for n in range(200)}),
            faults.FileExpandsTooFar,
        ),
        (rewritten(GOOD, without=SHEET), faults.FileUnreadable),
        (rewritten(GOOD, without=BOOK), faults.FileUnreadable),
        (swapped(b"<workbook", b"<workbook <", BOOK), faults.FileUnreadable),
        (swapped(b"<?xml", b"<!DOCTYPE x><?xml"), faults.FileUnreadable),
        (
            swapped(b'<sheet name="Voids" sheetId="1" r:id="rId1"/>', b"", BOOK),
            faults.FileEmpty,
        ),
        (swapped(b'r="A2"', b'r="A1048576"'), faults.TooManyRows),
        (swapped(b'r="A2"', b'r="XFD2"'), faults.TooManyRows),
        (swapped(b'r="A2"', b'r="A99999999999"'), faults.TooManyRows),
        (swapped(b'r="A2"', b'r="AAAAAA2"'), faults.TooManyRows),
        (swapped(b'<c r="A2" t="s"', b'<c t="e"'), faults.FileUnreadable),
        (swapped(b'<c r="A2" t="s">', b"<c><f>1</f>"), faults.FileUnreadable),
        (swapped(b"<v>1</v>", b"<v>999</v>"), faults.FileUnreadable),
        (swapped(b"</sheetData>", b""), faults.FileUnreadable),
        (swapped(b'r="A2"', b's=">" r="XFD9999999"'), faults.TooManyRows),
        (swapped(b'<row r="2"', b'<row r="9999999"'), faults.TooManyRows),
        (swapped(b'"A2"', b'"&#65;99999"'), faults.TooManyRows),
        (as_xlsx(("Voids", [])), faults.FileEmpty),
        (as_xlsx(("Voids", [["A"]])), faults.FileEmpty),
        (as_xlsx(("Voids", [[1, 2], ["x", "y"]])), faults.FileEmpty),
    ],
)
def test_a_workbook_that_is_refused(given: bytes, refusal: Refusal) -> None:
    with pytest.raises(refusal):
        read_xlsx(given, None)


def test_a_lie_about_a_size_goes_no_further() -> None:
    """The central directory says five bytes; the stream holds a thousand more."""
    given = bytearray(rewritten(GOOD))
    with zipfile.ZipFile(io.BytesIO(bytes(given))) as old:
        size = old.getinfo(SHEET).file_size
    honest = size.to_bytes(4, "little")
    assert honest in given
    lying = bytes(given).replace(honest, (5).to_bytes(4, "little"))
    with pytest.raises(faults.FileUnreadable):
        read_xlsx(lying, None)


def test_a_part_shorter_than_it_says_goes_no_further() -> None:
    given = rewritten(GOOD)
    with zipfile.ZipFile(io.BytesIO(given)) as old:
        size = old.getinfo(SHEET).file_size
    longer = given.replace(size.to_bytes(4, "little"), (size + 9).to_bytes(4, "little"))
    with pytest.raises(faults.FileUnreadable):
        archive.parts_of(longer)


def test_one_name_for_two_parts_is_refused() -> None:
    target = io.BytesIO(rewritten(GOOD))
    with (
        zipfile.ZipFile(target, "a") as again,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        again.writestr(SHEET, b"<worksheet/>")
    with pytest.raises(faults.FileUnreadable):
        archive.parts_of(target.getvalue())


def test_a_sheet_with_too_many_cells_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "_CELLS_MAX", 1)
    with pytest.raises(faults.TooManyRows):
        read_xlsx(GOOD, None)


def test_a_workbook_may_name_its_sheet_from_the_root() -> None:
    given = swapped(
        b'"worksheets/sheet1.xml"',
        b'"/xl/worksheets/sheet1.xml"',
        "xl/_rels/workbook.xml.rels",
    )
    assert read_xlsx(given, None).lines[0].cells == ("x",)


def test_who_stops_the_reader_is_not_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine  # noqa: PLC0415 - as the product does, when first needed

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", _Stopped)
    with pytest.raises(KeyboardInterrupt):
        read_xlsx(GOOD, None)


class _Stopped:
    @staticmethod
    def from_filelike(_: object) -> None:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")]
)
def test_columns_are_lettered(place: int, name: str) -> None:
    assert (letter(place), place_of(name)) == (name, place)


def test_the_first_thousand_faults_are_listed_and_all_counted() -> None:
    found = faults.Found()
    found.refuse()
    for number in range(1_001):
        found.add(number, "UPRN", "Give it.")
    with pytest.raises(faults.RowsInvalid) as refused:
        found.refuse()
    first, *listed = refused.value.faults
    assert (first.field, "1001 faults" in first.fault) == ("rows", True)
    assert [fault.row for fault in listed] == list(range(1_000))


def test_decoding_says_nothing_of_the_text() -> None:
    with pytest.raises(faults.FileEncodingUnknown) as refused:
        delimited.decoded(b"canary\0")
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None
