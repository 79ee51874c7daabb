"""Writes docs/court-file.md: what a court is handed of one case.

Run `python -m scripts.print_court_file > docs/court-file.md` from the root.
"""

import sys

from reciprocal.rights.listed import Held, held, left_out

_HEAD = """# What a court is handed of one case

`reciprocal rights court-file` writes this and nothing else, once two coordinators have
said so. It is printed from `reciprocal/rights/court.toml`: change that, then run
`python -m scripts.print_court_file > docs/court-file.md`. A test compares the list with
every table that leads to a case, and the file with the list.

It says no name, since none is held; nobody of staff; no other household; and **not
where the household went**: the home is its landlord's record. No identifier or
reference of the case, of a step or of a party is in it.

Columns marked * are of the household, its home or its risk. They are gone once the case
is erased ([what is kept, and for how long](retention.md)): a household that moved 30
days after its move, or when its tenancy can no longer be undone, whichever is later.
What is left then are codes and days of nobody."""


def court_page() -> str:
    """Return the whole page."""
    listed = "\n\n".join(_section(name, line) for name, line in held().items())
    kept_back = "\n".join(f"| `{name}` | {why} |" for name, why in left_out().items())
    table = f"| table | why |\n| --- | --- |\n{kept_back}"
    return f"{_HEAD}\n\n{listed}\n\n## Not in it\n\n{table}\n"


def _section(name: str, line: Held) -> str:
    columns = ", ".join(
        f"`{column}`{'*' if column in line.personal else ''}" for column in line.columns
    )
    return f"## `{name}`\n\n{line.about}.\n\n{columns}."


if __name__ == "__main__":
    sys.stdout.write(court_page())
