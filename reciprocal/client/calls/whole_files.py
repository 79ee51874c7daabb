"""Whole files: the calls.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal

from reciprocal.client.connection import Answer, Calls
from reciprocal.client.shapes.whole_files import (
    Differing,
    HomeImport,
    HomesReleased,
    Mode,
    ReleaseHomes,
    StockImport,
)


class WholeFiles(Calls):
    """Files of homes, and many releases."""

    def import_homes(
        self,
        content: bytes,
        *,
        content_type: Literal[
            "application/json",
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ],
        dry_run: bool | None = None,
        sheet: str | None = None,
        column: list[str] | None = None,
        fixed: list[str] | None = None,
        ignore_unknown: bool | None = None,
        mode: Mode | None = None,
        differing: Differing | None = None,
        withdraw: int | None = None,
        key: str | None = None,
    ) -> Answer[HomeImport]:
        """Post a whole file of homes, or make the pot hold what it lists; all or none."""
        return self._send(
            "POST",
            "/v1/imports/homes",
            content=content,
            content_type=content_type,
            query={
                "dry_run": dry_run,
                "sheet": sheet,
                "column": column,
                "fixed": fixed,
                "ignore_unknown": ignore_unknown,
                "mode": mode,
                "differing": differing,
                "withdraw": withdraw,
            },
            key=key,
        )

    def import_stock(
        self,
        content: bytes,
        *,
        content_type: Literal[
            "application/json",
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ],
        dry_run: bool | None = None,
        sheet: str | None = None,
        column: list[str] | None = None,
        key: str | None = None,
    ) -> Answer[StockImport]:
        """Register a whole file of dwellings as yours."""
        return self._send(
            "POST",
            "/v1/imports/stock",
            content=content,
            content_type=content_type,
            query={"dry_run": dry_run, "sheet": sheet, "column": column},
            key=key,
        )

    def release_homes(
        self, body: ReleaseHomes, *, key: str | None = None
    ) -> Answer[HomesReleased]:
        """Release homes that a colleague posted, all of them or none."""
        return self._send("POST", "/v1/homes/release", body=body, key=key)
