"""What the shapes of `whole_files` are made of.

Written by `python -m scripts.print_client`; do not edit.
"""

from typing import TypedDict

from reciprocal.client.shapes.shared import RowOutcome


class ImportRowShape(TypedDict):
    """One row of a file: what became of it, and the home it is about."""

    row: int
    outcome: RowOutcome
    reference: str | None
    differs: list[str]
