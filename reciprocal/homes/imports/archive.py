"""The archive a workbook is: measured before anything reads it, and packed anew.

What is handed on holds only bytes that were unpacked and counted here, so a size
that the archive lies about misleads nobody below.
"""

import io
import re
import zipfile
import zlib

from reciprocal.homes.imports.faults import (
    FileEncrypted,
    FileExpandsTooFar,
    FileHasMacros,
    FileUnreadable,
)

ENTRIES_MAX = 200
UNPACKED_BYTES_MAX = 96 * 1024 * 1024
RATIO_MAX = 200
_SMALL_BYTES = 64 * 1024
"""Below this no ratio is asked for: an empty part packs very well."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # also what an encrypted workbook is wrapped in
_ENCRYPTED_FLAG = 0x1
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml|xl/styles\.xml"
    r"|xl/worksheets/[\w .-]+\.xml"
)

Parts = dict[str, bytes]


def parts_of(given: bytes) -> Parts:
    """Return the parts of a workbook that hold its cells, by name.

    Raises:
        FileEncrypted, FileHasMacros, FileExpandsTooFar, FileUnreadable: As they say.
    """
    if given.startswith(_OLD_OFFICE):
        raise FileEncrypted
    try:
        with zipfile.ZipFile(io.BytesIO(given)) as archive:
            entries = archive.infolist()
            _measure(entries, len(given))
            parts = {
                entry.filename: _unpacked(archive, entry)
                for entry in entries
                if _NEEDED.fullmatch(entry.filename)
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        raise FileUnreadable from None
    for content in parts.values():
        # A workbook has no document types; what they are used for is mischief.
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise FileUnreadable
    return parts


def packed(parts: Parts) -> bytes:
    """Return the parts as an archive again, without compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _measure(entries: list[zipfile.ZipInfo], bytes_given: int) -> None:
    if len(entries) > ENTRIES_MAX:
        raise FileExpandsTooFar
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise FileUnreadable
    if any("vbaproject" in name.lower() for name in names):
        raise FileHasMacros
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise FileEncrypted
    unpacked = sum(entry.file_size for entry in entries)
    steep = unpacked > _SMALL_BYTES and unpacked > RATIO_MAX * bytes_given
    if unpacked > UNPACKED_BYTES_MAX or steep:
        raise FileExpandsTooFar


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read a part; a stream that is longer than it says fails its checksum."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise FileUnreadable
    return content
