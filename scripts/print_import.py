"""Writes docs/import.md: the prose here, the columns and words from the code.

Run `python -m scripts.print_import > docs/import.md` from the root.
"""

import sys
from collections.abc import Iterator

from reciprocal.homes.imports.columns import COLUMNS, NOT_KEPT
from reciprocal.homes.imports.table import ROWS_MAX
from reciprocal.homes.imports.wordings import WORDINGS

_HEAD = """# Bringing in your homes from a spreadsheet

For a voids officer, and for whoever writes the export of a housing system.
This page is written from the code: change that, then run
`python -m scripts.print_import > docs/import.md`.

One request brings in a whole file: all of it, or nothing.
A file is CSV, XLSX or JSON; [examples/homes.csv](examples/homes.csv) shows one.

## In five steps

1. Register your dwellings once: `POST /v1/imports/stock`, or `POST /v1/stock`.
   Only the column of UPRNs is read; all others are passed over.
2. Send the homes as a dry run. It says what would happen and stores nothing.
3. Mend what it names: every fault has the row as your own program counts it, your
   header, and what to do. What stands in a cell is never repeated.
4. Send it without the dry run. The answer has a reference for each row; keep it.
5. A second person releases the homes, up to 500 at once: `POST /v1/homes/release`.

```
curl -s "$BASE/v1/imports/homes?dry_run=true" -H "Authorization: Bearer $TOKEN" \\
  -H "Idempotency-Key: $(python3 -c 'import uuid; print(uuid.uuid4())')" \\
  -H "Content-Type: text/csv" --data-binary @docs/examples/homes.csv
reciprocal import homes docs/examples/homes.csv --as you@landlord.example --dry-run
```

A workbook is sent as
`application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, JSON as
`application/json` in the shape `{"homes": [{"UPRN": "…"}]}`, and any of them as the
part `file` of a form. The order of columns is free. At most ROWS rows at once.

## What you may ask
"""

_ASKED = (
    (
        "`dry_run`",
        "`true`: says what would happen, stores nothing.",
    ),
    (
        "`mode`",
        (
            "`add` (usual) posts every row; `snapshot`: the file is everything you "
            "offer now."
        ),
    ),
    (
        "`sheet`",
        "Which sheet of a workbook that has several.",
    ),
    (
        "`column`",
        (
            "Our column and your header, as `bedrooms=Rooms to sleep in`; repeat it. "
            "It wins over what your headers would mean."
        ),
    ),
    (
        "`fixed`",
        (
            "One value for all rows, as `letting_route=council_direct`; repeat it. "
            "Not for UPRN, address and postcode."
        ),
    ),
    (
        "`ignore_unknown`",
        (
            "`true`: columns that are not known are passed over. Otherwise each is "
            "named by its letter and the file refused."
        ),
    ),
    (
        "`differing`",
        (
            "Of a snapshot: `refuse` (usual) or `leave` rows that are another home "
            "than the one posted."
        ),
    ),
    (
        "`withdraw`",
        (
            "Of a snapshot, by a person: how many homes may go although the brake "
            "would hold."
        ),
    ),
)

_OUTCOMES = (
    (
        "`posted`",
        "New; it waits for a second person's release.",
    ),
    (
        "`amended`",
        (
            "Known, and its dates, works or rent were changed to what the file says. "
            "A blank cell changes nothing."
        ),
    ),
    (
        "`unchanged`",
        "Known, and the file says what is stored.",
    ),
    (
        "`different`",
        (
            "Another size, access, rent basis, tenancy, route or authority than "
            "posted, or called a letting and posted as something else. The "
            "whole file is refused, unless you ask for such rows to be left: withdraw "
            "the home and post it anew."
        ),
    ),
    (
        "`left_alone`",
        (
            "Not touched: reserved, withdrawn by you too lately to be posted again, "
            "or not yours to change now."
        ),
    ),
)

_CELLS = """
## Cells

- Days are `DD/MM/YYYY`, `YYYY-MM-DD`, `2 March 2026`, or a cell formatted as a date.
  The first of two numbers is the day of the month, always: a file that has the month
  first is refused where that shows, so look at the dry run. A year has four digits.
- A whole number may end in `.0`, as spreadsheets write it; `2.5` bedrooms are refused.
- A UPRN that shows as `1.00023E+11` was rounded by the spreadsheet and its last digits
  are lost. Format the column as text, fill it in again from your system, and save.
  Leading zeros do not matter.
- A cell that is a formula, or an error such as `#N/A`, is refused: paste it as a value.
  In CSV a text must not begin with `=`, `+`, `-` or `@`.
- Digits of other scripts are refused, however like ours they look.
- Text files are UTF-8, UTF-16 with its mark, or Windows-1252. The separator may be a
  comma, a semicolon or a tab.
- Blank rows are passed over. A row with fewer or more cells than headers is refused.
- No workbook with a password, with macros, in the old `.xls` format, or that unpacks
  to more than is taken here.
- A dwelling stands once in a file.

## Words

Case, hyphens and double spaces do not matter. What is not listed is refused, so that
nothing about a household's safety or rights is guessed: a code of CORE that does not
say enough (a periodic tenancy, a shared house) has to be said in words.
"""

_SNAPSHOT = """
## Every night: the snapshot

With `mode=snapshot` the file is everything you offer now. Each row has an outcome:
"""

_BRAKE = """A home that the file no longer has is withdrawn, save two kinds, which are
counted as `kept`: a reserved home is promised, and a home that a household left for
the pot is withdrawn by a person alone, one at a time.

**The brake.** If more than a tenth of your homes would be withdrawn, and at least two,
nothing is done (`snapshot_brake`): half a file looks just like a landlord that has sold
half its stock. A person who has looked sends it again with `withdraw=` and the very
number; a system cannot.

**Lettings.** An ordinary letting for a home that you owe has `letting` in the column of
its supply ([fairness](fairness.md#a-letting-for-a-home-that-is-owed)). Once it is
posted a file may call it a void, as your system does: it stays a letting. To make it a
void, withdraw it and post it anew.

A file sent twice by mistake: in `add` each row is refused as posted already; in
`snapshot` each is `unchanged`.
"""


def import_page() -> str:
    """Return the whole page."""
    head = _HEAD.replace("ROWS", f"{ROWS_MAX:,}")
    parts = (
        head,
        *_pairs("parameter | what it does", _ASKED),
        "\n## Columns\n",
        *_columns(),
        _CELLS,
        *_words(),
        _SNAPSHOT,
        *_pairs("outcome | meaning", _OUTCOMES),
        "",
        _BRAKE.rstrip(),
    )
    return "\n".join(parts) + "\n"


def _pairs(head: str, rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f"| {head} |"
    yield "| --- | --- |"
    for name, text in rows:
        yield f"| {name} | {text} |"


def _columns() -> Iterator[str]:
    yield "| our name | known headers | needed | what a cell holds |"
    yield "| --- | --- | --- | --- |"
    for column in COLUMNS:
        needed = "yes" if column.needed else ""
        headers = ", ".join(column.headers)
        yield f"| `{column.name}` | {headers} | {needed} | {column.holds} |"
    yield ""
    yield f"Known and passed over, since they are not held: {', '.join(NOT_KEPT)}."


def _words() -> Iterator[str]:
    yield "| column | value | words | source |"
    yield "| --- | --- | --- | --- |"
    rows: dict[tuple[str, str, str], list[str]] = {}
    for wording in WORDINGS:
        key = (wording.column, wording.value, wording.source)
        rows.setdefault(key, []).append(wording.word)
    for (column, value, source), words in sorted(rows.items()):
        yield f"| `{column}` | `{value}` | {', '.join(words)} | {source} |"


if __name__ == "__main__":
    sys.stdout.write(import_page())
