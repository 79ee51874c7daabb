"""Writes the part of docs/rules.md in which every cell of the tenancies is found."""

from collections.abc import Iterator
from typing import NamedTuple

from matching.tenure import (
    DISCLOSURE_SENTENCES,
    TENURE_RULES,
    Cell,
    Condition,
    Disclosure,
    TenureCase,
    TenureRuleId,
    TenureVerdict,
    Term,
    tenure,
)
from matching.terms import LandlordKind, TenancyKind
from tests.matching.builders import a_tenure_case
from tests.spec.tenancy_cells import ASSOCIATION, COUNCIL, EXPECTED_CELLS

WORDS = {
    TenureVerdict.PRESERVES: "keeps",
    TenureVerdict.IMPROVES: "gains",
    TenureVerdict.CONDITIONAL: "if",
    TenureVerdict.NEEDS_PERSON: "a person",
    TenureVerdict.NEVER: "never",
    TenureVerdict.NO_POWER: "no power",
}
MEANINGS = {
    TenureVerdict.PRESERVES: "as secure as before; the home may be offered",
    TenureVerdict.IMPROVES: "more secure than before; the home may be offered",
    TenureVerdict.CONDITIONAL: (
        "as secure as before if something holds that the pot does not know; not "
        "offered until a person has decided"
    ),
    TenureVerdict.NEEDS_PERSON: "not offered until a person has decided",
    TenureVerdict.NEVER: "less secure than before; not offered",
    TenureVerdict.NO_POWER: "the landlord cannot grant it; not offered",
}
CONDITIONS = {
    Condition.TERM_COVERS: "term",
    Condition.TRIAL_CREDITED: "credit",
    Condition.TWELVE_MONTHS_SERVED: "year",
}
CONDITION_MEANINGS = {
    Condition.TERM_COVERS: (
        "the new fixed term runs two years at least and no less than what is left of "
        "the old. Once both are known the answer is *keeps*, or *never* where it is "
        "shorter"
    ),
    Condition.TRIAL_CREDITED: "the landlord promises to count the trial served so far",
    Condition.TWELVE_MONTHS_SERVED: (
        "a whole year was served, so that the introductory tenancy is secure at once"
    ),
}


class Group(NamedTuple):
    """One table of the page."""

    title: str
    new_landlord: LandlordKind
    introductory_scheme: bool
    shortholds_abolished: bool


NOW, LATER = "", ", from the day of R17"
GROUPS = tuple(
    Group(f"{title}{LATER if abolished else NOW}", landlord, on_trial, abolished)
    for abolished in (False, True)
    for title, landlord, on_trial in (
        ("Offered by a council", COUNCIL, False),
        ("Offered by a council that lets on trial", COUNCIL, True),
        ("Offered by a housing association", ASSOCIATION, False),
    )
)
COLUMNS = {
    COUNCIL: (
        TenancyKind.SECURE_LIFETIME,
        TenancyKind.SECURE_FLEXIBLE,
        TenancyKind.INTRODUCTORY,
    ),
    ASSOCIATION: (
        TenancyKind.ASSURED_LIFETIME,
        TenancyKind.ASSURED_FIXED,
        TenancyKind.STARTER,
    ),
}


def tenancy_part() -> Iterator[str]:
    """Yield the lines of the part."""
    yield "## The table of tenancies\n"
    yield from _how_to_read()
    for group in GROUPS:
        yield from _group(group)
    yield from _circumstances()
    yield from _told()
    yield from _law()


def say(name: str) -> str:
    """Return a code in plain words."""
    return name.replace("_", " ")


def _how_to_read() -> Iterator[str]:
    yield (
        "Each cell says what becomes of the household's security, and by which rules: "
        "the list of them is at the end, and [law.md](law.md) says how sure we are of "
        "each.\n"
    )
    yield "| word | meaning | cells |\n| --- | --- | ---: |"
    for verdict, words in WORDS.items():
        yield f"| {words} | {MEANINGS[verdict]} | {EXPECTED_CELLS[verdict]:,} |"
    yield ""
    for condition, words in CONDITIONS.items():
        yield f"- *if {words}*: {CONDITION_MEANINGS[condition]}."
    yield ""
    yield (
        "The cells counted are those of every tenancy held and its landlord; sole "
        "tenant, joint tenant or not the tenant; domestic abuse or another reason; a "
        "gap or none; possession sought or not; each kind of landlord that lets; every "
        "tenancy on offer; before the day of R17 and after. The tables give the plain "
        "move: a sole tenant, no gap, possession not sought, social rent. *What else "
        "changes an answer* gives all others.\n"
    )
    yield (
        "`abuse: R1` adds the rule where the reason for the move is domestic abuse, "
        "and `2012: R5` where the household has been a social tenant since April 2012 "
        "and the home is let at social rent.\n"
    )
    never = ", ".join(say(k) for k in TenancyKind if k not in _ever_offered())
    yield f"Never a destination, whoever offers it: {never} (S5).\n"
    yield (
        "No power: a council to grant assured lifetime, assured fixed or starter, an "
        "association to grant secure lifetime, secure flexible or introductory (R19).\n"
    )


def _ever_offered() -> set[TenancyKind]:
    return {kind for kinds in COLUMNS.values() for kind in kinds}


def _group(group: Group) -> Iterator[str]:
    columns = COLUMNS[group.new_landlord]
    yield f"### {group.title}\n"
    yield f"| held | from | {' | '.join(say(kind) for kind in columns)} |"
    yield "| --- " * (len(columns) + 2) + "|"
    for held_from in LandlordKind:
        for held in TenancyKind:
            cells = [
                cell_words(plain_move(group, held, held_from, kind)) for kind in columns
            ]
            yield f"| {say(held)} | {say(held_from)} | {' | '.join(cells)} |"
    yield ""


def plain_move(
    group: Group, held: TenancyKind, held_from: LandlordKind, offered: TenancyKind
) -> TenureCase:
    """Return the case of one printed cell."""
    return a_tenure_case(
        held=held,
        held_from=held_from,
        domestic_abuse=False,
        new_landlord=group.new_landlord,
        introductory_scheme=group.introductory_scheme,
        shortholds_abolished=group.shortholds_abolished,
        offered=offered,
    )


def cell_words(case: TenureCase) -> str:
    """Return one printed cell: the answer, its rules, and what may stand behind it."""
    cell = tenure(case)
    abuse = _added(cell, tenure(case._replace(domestic_abuse=True)))
    since = _added(cell, tenure(case._replace(since_april_2012=True)))
    condition = f" {CONDITIONS[cell.condition]}" if cell.condition else ""
    parts = [
        f"{WORDS[cell.verdict]}{condition}: {', '.join(cell.rules)}",
        *([f"abuse: {', '.join(abuse)}"] if abuse else []),
        *([f"2012: {', '.join(since)}"] if since else []),
    ]
    return "; ".join(parts)


def _added(cell: Cell, other: Cell) -> list[TenureRuleId]:
    assert other.verdict is cell.verdict, "the page gives one answer for both"
    assert set(other.rules) >= set(cell.rules), "a rule is added and none taken away"
    return [rule for rule in other.rules if rule not in cell.rules]


def _circumstances() -> Iterator[str]:
    yield "### What else changes an answer\n"
    yield (
        "Read from top to bottom. An answer is never made milder: *never* and *no "
        "power* stay what they are, unless the line says otherwise.\n"
    )
    yield "| circumstance | the answer becomes | rules |\n| --- | --- | --- |"
    yield (
        "| a gap of a day or more between the tenancies, or nobody knows | a person "
        "| R3, R4 and R5 no longer count, whatever the answer; S8 is added, and "
        "R16 where a council lets |"
    )
    yield (
        "| possession is sought or a notice was served, or nobody knows | a person | "
        "S7 is added |"
    )
    yield (
        "| nobody of the household is the tenant, or nobody knows | never, but for "
        "*no power* | S6 alone |"
    )
    yield (
        "| the tenancy is held jointly | as it was | R10 is added, but for *never* and "
        "*no power* |"
    )
    yield "| the new home is let at Affordable Rent | as it was | R5 does not count |"
    yield ""


def _told() -> Iterator[str]:
    yield "### What the household is told before it accepts\n"
    yield "Nothing here refuses a home; each is told where the move could go on.\n"
    yield "| code | what is told |\n| --- | --- |"
    for disclosure, words in DISCLOSURE_SENTENCES.items():
        yield f"| `{disclosure}` | {words} |"
    yield ""
    destinations = [(who, kind) for who, kinds in COLUMNS.items() for kind in kinds]
    names = " | ".join(f"to {say(kind)}" for _, kind in destinations)
    yield f"| held | {names} |"
    yield "| --- " * (len(destinations) + 1) + "|"
    for held in TenancyKind:
        cells = " | ".join(_told_of(held, *where) for where in destinations)
        yield f"| {say(held)} | {cells} |"
    yield ""
    yield (
        f"Whatever was held, `{Disclosure.RENT_BASIS}` is told of a home at Affordable "
        "Rent.\n"
    )


def _told_of(held: TenancyKind, new: LandlordKind, offered: TenancyKind) -> str:
    """Return what is told in whichever case of this move can go on."""
    found = {
        tenure(
            a_tenure_case(
                held=held,
                held_from=held_from,
                new_landlord=new,
                offered=offered,
                term=term,
            )
        ).disclosures
        for held_from in LandlordKind
        for term in Term
    } - {()}
    assert len(found) <= 1, "who granted a tenancy changes nothing that is told"
    return ", ".join(f"`{told}`" for cells in found for told in cells) or "-"


def _law() -> Iterator[str]:
    yield "### The rules of the table\n"
    yield "| rule | authority | in force | what it does |\n| --- | --- | --- | --- |"
    for name, rule in TENURE_RULES.items():
        day = rule.in_force.isoformat() if rule.in_force else "always"
        day += "" if rule.verified else " (not verified)"
        yield f"| {name} | {rule.authority} | {day} | {rule.sentence} |"
    yield ""
