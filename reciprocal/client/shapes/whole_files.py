"""What goes in and comes out of `calls.whole_files`.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import Literal, TypedDict

Differing = Literal["refuse", "leave"]

RowOutcome = Literal["posted", "amended", "unchanged", "left_alone", "different"]


class HomesReleased(TypedDict):
    """How many homes were let into the pot."""

    released: int


Mode = Literal["add", "snapshot"]


class ReleaseHomes(TypedDict):
    """Homes that a colleague posted, by your references."""

    references: list[str]


class StockImport(TypedDict):
    """What became of a file of stock."""

    dry_run: bool
    rows: int
    added: int
    known: int


class ImportRowShape(TypedDict):
    """One row of a file: what became of it, and the home it is about."""

    row: int
    outcome: RowOutcome
    reference: str | None
    differs: list[str]


class HomeImport(TypedDict):
    """What became of a file of homes, by the rows of that file.

    A home somebody lives in is left alone like one withdrawn lately, and neither has a
    reference here.
    """

    dry_run: bool
    mode: str
    rows: int
    posted: int
    amended: int
    unchanged: int
    left_alone: int
    different: int
    withdrawn: int
    kept: int
    homes: list[ImportRowShape]
    withdrawn_references: list[str]
    kept_references: list[str]
