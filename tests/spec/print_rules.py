"""Writes docs/rules.md from the rules and their specification.

Run `python -m tests.spec.print_rules` from the root to renew the committed page.
"""

import sys
from collections.abc import Iterator
from itertools import chain

from matching.rules import RULES
from matching.rules.follows import SEQUENCE_RULES
from matching.terms import RefusalCode
from tests.spec import bedrooms, rents
from tests.spec.case import Case
from tests.spec.chapters import CHAPTERS
from tests.spec.print_tenancy import tenancy_part

_HEAD = """# Rules

Which home a household may be offered.
This page is written from the rules and from the specification that tests them:
change those, then run `python -m tests.spec.print_rules > docs/rules.md`.
Every rule is read twice, by two pieces of code that share nothing but the table of
tenancies, and both must agree on every line below.
"""


def rules_page() -> str:
    """Return the whole page."""
    parts = (_rule_list(), _chapters(), bedrooms.chapter(), rents.chapter())
    return "\n".join((_HEAD, *chain.from_iterable(parts), *tenancy_part())) + "\n"


def _rule_list() -> Iterator[str]:
    yield "## The rules of pairs\n"
    yield "| code | rule |\n| --- | --- |"
    for rule in RULES:
        yield f"| `{rule.code}` | {rule.describe()} |"
    yield "\n## The rules of consecutive steps\n"
    yield "| code | rule |\n| --- | --- |"
    for sequence in SEQUENCE_RULES:
        yield f"| `{sequence.code}` | {sequence.describe()} |"
    yield ""


def _chapters() -> Iterator[str]:
    for name, cases in CHAPTERS:
        yield f"## {name}\n"
        yield "| what the case says | answer |\n| --- | --- |"
        for case in cases:
            yield f"| {case.says} | {_answer(case)} |"
        yield ""


def _answer(case: Case) -> str:
    return ", ".join(f"`{code}`" for code in case.refused) or "suits"


def uncovered() -> set[RefusalCode]:
    """Return the refusals that no case of the specification expects."""
    expected = {c for _name, cases in CHAPTERS for case in cases for c in case.refused}
    return set(RefusalCode) - expected


if __name__ == "__main__":
    sys.stdout.write(rules_page())
