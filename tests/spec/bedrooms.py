"""Bedrooms a household needs, on 2 November 2026, under either standard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.terms import BedroomStandard
from reciprocal.requests.household import (
    CannotShare,
    Composition,
    Month,
    OverrideReason,
    Sex,
    YoungPerson,
)

CHAPTER = "Bedrooms needed"
TODAY = date(2026, 11, 2)
STANDARDS = (BedroomStandard.SIZE_CRITERIA, BedroomStandard.BEDROOM_STANDARD)
BOTH = "reg. B13(5); guidance para. 4.8"
CRITERIA = "reg. B13(5)"
STANDARD = "guidance para. 4.8"
SCHEME = "the scheme's own rule"

HEAD = """By the social-sector size criteria (Housing Benefit Regulations 2006 reg. B13)
or by the bedroom standard (Allocation of accommodation: guidance for local housing
authorities in England, 2012, para. 4.8): the scheme's rule says which.
Both columns say how many bedrooms are needed on 2 November 2026.
Ages are worked out anew from the month of birth at each round, and somebody is a year
older from the first day of that month.
An expected child counts at once, unless the scheme's rule gives a number of weeks
before it is due.
One bedroom over suits a household that would take it and could pay for it.
A perpetrator is never counted.
"""


@dataclass(frozen=True, slots=True)
class Need:
    """One line: people, the bedrooms either standard gives them, and why."""

    says: str
    household: Composition
    size_criteria: int
    bedroom_standard: int
    authority: str


def person(born: str, cannot_share: CannotShare | None = None) -> YoungPerson:
    """Read `F2019-03` as a girl born in March 2019."""
    return YoungPerson(Sex(born[0]), Month.parse(born[1:]), cannot_share)


def parent(*born: str, grown: tuple[str, ...] = ()) -> Composition:
    """Return one parent of children, and of young adults where there are any."""
    return Composition(
        1, children=tuple(map(person, born)), young_adults=tuple(map(person, grown))
    )


_APART = YoungPerson(Sex.FEMALE, Month(2020, 1), CannotShare.TRAUMA)
_DUE = date(2027, 3, 1)
_OVERRIDE = Composition(
    1,
    bedrooms_override=3,
    bedrooms_override_reason=OverrideReason.CHILDREN_RETURNING,
)

NEEDS = (
    Need("One adult.", Composition(1), 1, 1, BOTH),
    Need("Two adults who are no couple.", Composition(2), 2, 2, BOTH),
    Need("A couple.", Composition(2, couples=1), 1, 1, BOTH),
    Need("A couple and their mother.", Composition(3, couples=1), 2, 2, BOTH),
    Need("A parent and one child.", parent("F2019-03"), 2, 2, BOTH),
    Need("Girls of 3 and 8.", parent("F2023-03", "F2018-03"), 2, 2, BOTH),
    Need("A girl of 3 and a boy of 9.", parent("F2023-03", "M2017-03"), 2, 2, BOTH),
    Need(
        "A boy, 9 until the end of this month, and a girl of 3.",
        parent("M2016-12", "F2023-03"),
        2,
        2,
        BOTH,
    ),
    Need(
        "A boy who turns 10 this month and a girl of 3.",
        parent("M2016-11", "F2023-03"),
        3,
        3,
        BOTH,
    ),
    Need("Brothers of 9 and 15.", parent("M2017-03", "M2011-03"), 2, 2, BOTH),
    Need(
        "Brothers of 15, and of 16 this month.",
        parent("M2011-03", grown=("M2010-11",)),
        3,
        2,
        "reg. B13(5): 16; guidance para. 4.8: 21",
    ),
    Need(
        "Brothers of 15, and of 16 next month.",
        parent("M2011-03", "M2010-12"),
        2,
        2,
        BOTH,
    ),
    Need(
        "Sisters of 12 and 20.",
        parent("F2014-03", grown=("F2005-12",)),
        3,
        2,
        "reg. B13(5): 16; guidance para. 4.8: 21",
    ),
    Need(
        "Sisters of 12, and of 21 this month.",
        parent("F2014-03", grown=("F2005-11",)),
        3,
        3,
        BOTH,
    ),
    Need(
        "A brother of 12 and a sister of 20.",
        parent("M2014-03", grown=("F2005-12",)),
        3,
        3,
        BOTH,
    ),
    Need(
        "Sisters of 5 and 20: who is left over shares with a child under 10.",
        parent("F2021-03", grown=("F2005-12",)),
        3,
        2,
        "reg. B13(5): 16; guidance para. 4.8: 21",
    ),
    Need(
        "Girls of 4, 9 and 12: one is left over.",
        parent("F2022-03", "F2017-03", "F2014-03"),
        3,
        3,
        BOTH,
    ),
    Need(
        "A girl of 12, a girl of 8 and a boy of 6: the girls share.",
        parent("F2014-03", "F2018-03", "M2020-03"),
        3,
        3,
        BOTH,
    ),
    Need(
        "A girl of 12, a boy of 11, a girl of 5 and a boy of 4.",
        parent("F2014-03", "M2015-03", "F2021-03", "M2022-03"),
        3,
        3,
        BOTH,
    ),
    Need(
        "Girls of 3 and 6, of whom one cannot share after what happened.",
        Composition(1, children=(person("F2023-03"), _APART)),
        3,
        3,
        "reg. B13(5), where she is disabled; else " + SCHEME,
    ),
    Need(
        "A carer from outside stays the night.",
        Composition(1, overnight_carer=True),
        2,
        2,
        "reg. B13(6); under the bedroom standard " + SCHEME,
    ),
    Need(
        "A first child is due.",
        Composition(1, expected_children=1, due_date=_DUE),
        2,
        2,
        SCHEME + ": at once",
    ),
    Need(
        "Twins are due: they share.",
        Composition(1, expected_children=2, due_date=_DUE),
        2,
        2,
        SCHEME + ": at once",
    ),
    Need(
        "A girl of 3, and a child is due: they share.",
        Composition(
            1, children=(person("F2023-03"),), expected_children=1, due_date=_DUE
        ),
        2,
        2,
        SCHEME + ": at once",
    ),
    Need(
        "A boy of 12, and a child is due: nobody knows of which sex.",
        Composition(
            1, children=(person("M2014-03"),), expected_children=1, due_date=_DUE
        ),
        3,
        3,
        SCHEME + ": at once",
    ),
    Need(
        "One adult whose children come back: three, by a recorded reason.",
        _OVERRIDE,
        3,
        3,
        SCHEME,
    ),
)


def chapter() -> Iterator[str]:
    """Yield the chapter's lines for the rule book."""
    yield f"## {CHAPTER}\n"
    yield HEAD
    yield "| who will live there | size criteria | bedroom standard | authority |"
    yield "| --- | --- | --- | --- |"
    for need in NEEDS:
        rooms = f"{need.size_criteria} | {need.bedroom_standard}"
        yield f"| {need.says} | {rooms} | {need.authority} |"
    yield ""
