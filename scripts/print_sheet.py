"""Writes docs/protected-household-sheet.md, from the words of the page.

Run `python -m scripts.print_sheet > docs/protected-household-sheet.md` from the root.
"""

import sys

from api.pages.landlord.sheet import INTRO, SHEET


def sheet_page() -> str:
    """Return the sheet as a page of Markdown."""
    lines = [
        "# Signing up a protected household",
        "",
        (
            "For the officer of the receiving landlord who signs a tenancy up. Its "
            "named lead prints it from the offer, once the household has accepted. It "
            "is the same for every household."
        ),
        "",
        INTRO,
    ]
    for part in SHEET:
        lines += ["", f"## {part.heading}", ""]
        lines += [f"- {line}" for line in part.lines]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(sheet_page())
