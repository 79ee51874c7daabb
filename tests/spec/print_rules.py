"""Writes docs/rules.md from the rules and their specification.

Run `python -m tests.spec.print_rules` from the root to renew the committed page.
"""

import sys
from collections.abc import Iterator

from matching.rules import RULES
from matching.rules.follows import SEQUENCE_RULES
from matching.tenure_table import TENURE, TenureCase, TenureVerdict
from matching.terms import LandlordKind, RefusalCode, TenancyKind
from tests.spec import bedrooms
from tests.spec.case import Case
from tests.spec.chapters import CHAPTERS

_HEAD = """# Rules

Which home a household may be offered.
This page is written from the rules and from the specification that tests them:
change those, then run `python -m tests.spec.print_rules > docs/rules.md`.
Every rule is read twice, by two pieces of code that share nothing but the table of
tenancies, and both must agree on every line below.
"""

_VERDICTS = {
    TenureVerdict.PRESERVES: "keeps",
    TenureVerdict.IMPROVES: "gains",
    TenureVerdict.WORSE: "worse",
    TenureVerdict.NEEDS_DECISION: "a person",
    TenureVerdict.NOT_GRANTABLE: "no power",
}
_NEVER_OFFERED = (
    TenancyKind.DEMOTED,
    TenancyKind.LICENCE,
    TenancyKind.NON_SECURE,
    TenancyKind.FULLY_MUTUAL,
    TenancyKind.PROTECTED,
)


def rules_page() -> str:
    """Return the whole page."""
    return (
        "\n".join((_HEAD, *_rule_list(), *_chapters(), *bedrooms.chapter(), *_tenure()))
        + "\n"
    )


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


def _tenure() -> Iterator[str]:
    offered = [kind for kind in TenancyKind if kind not in _NEVER_OFFERED]
    yield "## The table of tenancies\n"
    never = ", ".join(kind.value.replace("_", " ") for kind in _NEVER_OFFERED)
    yield f"Never a destination, whoever offers it: {never}.\n"
    for landlord in LandlordKind:
        words = landlord.value.replace("_", " ")
        columns = [k for k in offered if _grantable(landlord, k)]
        yield f"### Offered by a {words}\n"
        names = " | ".join(kind.value.replace("_", " ") for kind in columns)
        yield f"| held | from a | {names} |"
        yield "| --- " * (len(columns) + 2) + "|"
        for held_from in LandlordKind:
            for held in TenancyKind:
                cells = " | ".join(
                    _VERDICTS[TENURE[TenureCase(held, held_from, landlord, kind)]]
                    for kind in columns
                )
                who = held_from.value.replace("_", " ")
                yield f"| {held.value.replace('_', ' ')} | {who} | {cells} |"
        yield ""


def _grantable(landlord: LandlordKind, kind: TenancyKind) -> bool:
    held = TenureCase(TenancyKind.LICENCE, landlord, landlord, kind)
    return TENURE[held] is not TenureVerdict.NOT_GRANTABLE


def uncovered() -> set[RefusalCode]:
    """Return the refusals that no case of the specification expects."""
    expected = {c for _name, cases in CHAPTERS for case in cases for c in case.refused}
    return set(RefusalCode) - expected


if __name__ == "__main__":
    sys.stdout.write(rules_page())
