"""Writes docs/retention.md: what is kept, for how long, and how it goes.

Run `python -m scripts.print_retention > docs/retention.md` from the root.
"""

import sys

from reciprocal.retention.rules import Line, schedule

_HEAD = """# What is kept, and for how long

Proposed; each scheme's controllers decide, and may erase sooner.
This page is written from `reciprocal/retention/schedule.toml`: change that, then run
`python -m scripts.print_retention > docs/retention.md`.

A case is never erased while a step of it is live, its old tenancy has not ended,
possession of its old home is sought, its move is disputed in the book, or its new
tenancy may still be found not to last (`failed_tenancy_days` of the scheme).
Each sweep writes one entry into the audit: how many of each line, and the digest of the
schedule; no identifier.

Nor is a case erased while it is under a **legal hold**, with a coded reason and a day
of review (`reciprocal retention hold`). One coordinator keeps it for a week at once,
since what is erased cannot be had back; a second one for longer. Two let it go again;
no date does. `reciprocal retention due` counts the holds whose day of review has come.

| what | kept | from | how it goes | by | basis |
| --- | --- | --- | --- | --- | --- |"""
_BY = {
    "sweep": "`reciprocal retention sweep`",
    "with_case": "`reciprocal retention sweep`, with its case",
    "tidy": "`reciprocal tidy`",
    "": "not yet",
}


def retention_page() -> str:
    """Return the whole page."""
    return "\n".join((_HEAD, *map(_row, schedule().values()))) + "\n"


def _row(line: Line) -> str:
    kept = f"{line.days} days"
    cells = (line.what, kept, line.since, line.means, _BY[line.by], line.basis)
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(retention_page())
