"""A lawyer who reads docs/rules.md finds every cell, and finds what the code says."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from matching.tenure import (
    TENURE_RULES,
    Disclosure,
    TenureCase,
    TenureRuleId,
    TenureVerdict,
    tenure,
)
from matching.terms import LandlordKind, TenancyKind, TenancyStanding
from tests.spec.print_tenancy import CONDITIONS, GROUPS, WORDS, say
from tests.spec.tenancy_cells import every_cell, name_of

DOCS = Path(__file__).parents[2] / "docs"
_VERDICT = {words: verdict for verdict, words in WORDS.items()}
_NO_LETTING = (TenureVerdict.NEVER, TenureVerdict.NO_POWER)
_STRICTER = {**dict.fromkeys(TenureVerdict, True), **dict.fromkeys(_NO_LETTING, False)}


class Printed(NamedTuple):
    """One printed cell."""

    verdict: TenureVerdict
    rules: frozenset[str]
    abuse: frozenset[str]


Key = tuple[LandlordKind, bool, bool, str, str, str]


@cache
def tables() -> dict[Key, Printed]:
    """Read the tables of the page, cell by cell."""
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    found: dict[Key, Printed] = {}
    for group in GROUPS:
        part = page.split(f"### {group.title}\n")[1].split("\n### ")[0]
        head, _, *rows = [
            [cell.strip() for cell in line.strip("| ").split("|")]
            for line in part.splitlines()
            if line.startswith("|")
        ]
        for held, granted_by, *cells in rows:
            for offered, words in zip(head[2:], cells, strict=True):
                key = (*group[1:], held, granted_by, offered)
                found[key] = _printed(words)
    return found


def _printed(words: str) -> Printed:
    answer, *more = words.split("; ")
    verdict, _, rules = answer.partition(": ")
    for condition in CONDITIONS.values():
        verdict = verdict.removesuffix(f" {condition}")
    added = dict(part.split(": ") for part in more)
    return Printed(
        _VERDICT[verdict],
        frozenset(rules.split(", ")),
        frozenset(added["abuse"].split(", ")) if "abuse" in added else frozenset(),
    )


def as_printed(case: TenureCase) -> tuple[TenureVerdict, frozenset[str]]:
    """Return what a reader of the page would say of a case: table, then the lines."""
    verdict, rules = _plain(case)
    if case.gap:
        rules -= {"R3", "R4", "R5"}
        if _STRICTER[verdict]:
            verdict, rules = TenureVerdict.NEEDS_PERSON, rules | {"S8"}
            council = case.new_landlord is LandlordKind.COUNCIL
            rules |= {"R16"} if council else frozenset()
    if case.possession_sought and _STRICTER[verdict]:
        verdict, rules = TenureVerdict.NEEDS_PERSON, rules | {"S7"}
    not_held = case.standing is TenancyStanding.NOT_THE_TENANT
    if not_held and verdict is not TenureVerdict.NO_POWER:
        return TenureVerdict.NEVER, frozenset({"S6"})
    if case.standing is TenancyStanding.JOINT and verdict not in _NO_LETTING:
        rules |= {"R10"}
    return verdict, rules


def _plain(case: TenureCase) -> tuple[TenureVerdict, frozenset[str]]:
    key = (
        case.new_landlord,
        case.introductory_scheme,
        case.shortholds_abolished,
        say(case.held),
        say(case.held_from),
        say(case.offered),
    )
    if key in tables():
        verdict, rules, abuse = tables()[key]
        return verdict, rules | abuse if case.domestic_abuse else rules
    if say(case.offered) in _columns():
        return TenureVerdict.NO_POWER, frozenset({"R19"})
    return TenureVerdict.NEVER, frozenset({"S5"})


@cache
def _columns() -> frozenset[str]:
    return frozenset(offered for *_, offered in tables())


def test_every_cell_is_on_the_page_with_its_rules() -> None:
    differing = [
        name_of(case)
        for case in every_cell()
        if as_printed(case) != (tenure(case).verdict, frozenset(tenure(case).rules))
    ]
    assert differing == []


def test_every_word_of_the_page_is_explained_there() -> None:
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert set(WORDS) == set(TenureVerdict)
    for disclosure in Disclosure:
        assert f"| `{disclosure}` |" in page
    for kind in TenancyKind:
        assert say(kind) in page


def test_the_page_on_the_law_speaks_of_every_rule_and_of_no_other() -> None:
    page = (DOCS / "law.md").read_text(encoding="utf-8")
    rows = {
        match[1]: match[0]
        for match in re.finditer(r"^\| ([RS]\d+)[ ,].*$", page, re.MULTILINE)
    }
    assert set(TENURE_RULES) <= set(rows)
    # R6 to R18 that are not of the table are on the page to say where they stand.
    assert {name for name in rows if name.startswith("S")} <= set(TENURE_RULES)
    for name in TenureRuleId:
        assert rows[name].count("|") == 5, name
