"""What can be wrong with a whole file, each by a code; and a bounded list of rows'."""

from reciprocal.errors import FieldFault, Kind, ReciprocalError

FAULTS_LISTED_MAX = 1_000
"""So many faults of rows are listed; the rest are counted."""


class FileEmpty(ReciprocalError):
    code = "file_empty"
    kind = Kind.INVALID
    sentence = "Send a file with a row of headers and at least one row below it."


class FileUnreadable(ReciprocalError):
    code = "file_unreadable"
    kind = Kind.INVALID
    sentence = (
        "The file is not what its content type says; save it again as CSV or XLSX."
    )


class FileEncodingUnknown(ReciprocalError):
    code = "file_encoding_unknown"
    kind = Kind.INVALID
    sentence = "The text cannot be read; save the file as CSV UTF-8."


class FileEncrypted(ReciprocalError):
    code = "file_encrypted"
    kind = Kind.INVALID
    sentence = (
        "The workbook has a password or an old format; save it as XLSX without one."
    )


class FileHasMacros(ReciprocalError):
    code = "file_has_macros"
    kind = Kind.INVALID
    sentence = "The workbook has macros; save it as XLSX, which cannot hold them."


class FileExpandsTooFar(ReciprocalError):
    code = "file_expands_too_far"
    kind = Kind.INVALID
    sentence = (
        "The workbook unpacks to more than is taken here; copy the cells to a new one."
    )


class TooManyRows(ReciprocalError):
    code = "too_many_rows"
    kind = Kind.TOO_LARGE
    sentence = "The file has more rows or columns than are taken at once; split it."


class SheetNotNamed(ReciprocalError):
    code = "sheet_not_named"
    kind = Kind.INVALID
    sentence = "The workbook has several sheets; name the one to use."


class SheetUnknown(ReciprocalError):
    code = "sheet_unknown"
    kind = Kind.INVALID
    sentence = "The workbook has no sheet of that name."


class HeadersUnusable(ReciprocalError):
    code = "headers_unusable"
    kind = Kind.INVALID
    sentence = "The row of headers cannot be used; each column at fault is named."


class RowsInvalid(ReciprocalError):
    code = "rows_invalid"
    kind = Kind.INVALID
    sentence = "Some rows cannot be used, so nothing was stored; each is named."


class SnapshotBrake(ReciprocalError):
    code = "snapshot_brake"
    kind = Kind.CONFLICT
    sentence = (
        "More than a tenth of your homes would be withdrawn; see that the file is "
        "whole, or let a person send it with the number stated."
    )


class RowsDiffer(ReciprocalError):
    code = "rows_differ"
    kind = Kind.CONFLICT
    sentence = (
        "Some homes differ in place, size, access or terms; withdraw each and post "
        "it anew, or ask for these rows to be left."
    )


class Found:
    """The faults of rows, in order: the first thousand, and how many there were."""

    def __init__(self) -> None:
        self._listed: list[FieldFault] = []
        self.count = 0

    def add(self, row: int, field: str, fault: str) -> None:
        """Write down one more."""
        self.count += 1
        if self.count <= FAULTS_LISTED_MAX:
            self._listed.append(FieldFault(field, fault, row))

    def refuse(self, kind: type[ReciprocalError] = RowsInvalid) -> None:
        """Raise when anything was found, with the count before the list.

        Raises:
            RowsInvalid: Or the kind that was given.
        """
        if not self.count:
            return
        faults = tuple(self._listed)
        if self.count > len(faults):
            sentence = f"There are {self.count} faults; the first {len(faults)} follow."
            faults = (FieldFault("rows", sentence), *faults)
        raise kind(faults=faults)
