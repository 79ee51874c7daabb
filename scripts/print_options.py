"""Writes docs/options.md: what a household can do where the scheme cannot help.

Run `python -m scripts.print_options > docs/options.md` from the root. The list in
docs/law.md is held to the same lines by a test.
"""

import sys
from collections.abc import Iterator

from reciprocal.requests.options import OPTIONS, REASON_SENTENCES, Option

_HEAD = """# Where the scheme cannot help

For a referring worker: what to tell a household whose tenancy the scheme cannot keep.
None of these is a reason to wait, and none is legal advice.
This page is written from the code: change `reciprocal/requests/options.py`, then run
`python -m scripts.print_options > docs/options.md`.
Over HTTP the same list is `GET /v1/options`, and a case whose landlord declined its
tenancy check carries it.

## When

| code | why |
| --- | --- |"""

_OPTIONS = """
## What can be done
"""


def options_page() -> str:
    """Return the whole page."""
    return "\n".join((_HEAD, *_reasons(), _OPTIONS, *map(line_of, OPTIONS))) + "\n"


def line_of(option: Option) -> str:
    """Return one option as a line of a list, with its authority and first day."""
    since = f"; since {option.in_force.isoformat()}" if option.in_force else ""
    return f"- `{option.code}`: {option.sentence} ({option.authority}{since})"


def _reasons() -> Iterator[str]:
    for code, sentence in REASON_SENTENCES.items():
        yield f"| `{code}` | {sentence} |"


if __name__ == "__main__":
    sys.stdout.write(options_page())
