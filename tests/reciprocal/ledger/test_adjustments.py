"""What people decide: the table of its legs, the schedule, and what cannot be stated.

docs/ledger.md prints the tables.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from reciprocal.ledger import adjustments, entries
from reciprocal.ledger.adjustments import REASONS, Approval, Terms
from reciprocal.ledger.entries import Line
from reciprocal.ledger.stated import Stated, faults_of
from reciprocal.ledger.terms import (
    DECIDED,
    AccountKind,
    AdjustmentReason,
    SizeClass,
    TransactionKind,
)
from tests.reciprocal.ledger.test_legs import DOCS

BED1, BED2, BED3 = SizeClass.BED1, SizeClass.BED2, SizeClass.BED3
Kind = TransactionKind
Leg = tuple[str, str, str, int]

# A debt of one two-bedroom home; of CORRECT, a POST of it that should be of another.
IN_ANOTHER_SIZE: tuple[Leg, ...] = (
    ("PROVIDER", "debtor", "of the debt", 1),
    ("CONVERSION", "scheme", "of the debt", -1),
    ("CONVERSION", "scheme", "smaller", 2),
    ("PROVIDER", "debtor", "smaller", -2),
)
LEGS: dict[tuple[str, str], tuple[Leg, ...]] = {
    ("a debt is met in another size", "CONVERT"): IN_ANOTHER_SIZE,
    ("it is met by what its landlord is owed", "OFFSET"): IN_ANOTHER_SIZE,
    ("another landlord takes it over", "NOVATE"): (
        ("PROVIDER", "debtor", "of the debt", 1),
        ("CLEARING", "scheme", "of the debt", -1),
        ("CLEARING", "scheme", "of the debt", 1),
        ("PROVIDER", "successor", "of the debt", -1),
    ),
    ("it is given up", "WRITE_OFF"): (
        ("PROVIDER", "debtor", "of the debt", 1),
        ("WRITE_OFF", "scheme", "of the debt", -1),
    ),
    ("the size let was another", "CORRECT"): (
        ("PROVIDER", "origin", "as posted", 1),
        ("CLEARING", "scheme", "as posted", -1),
        ("CLEARING", "scheme", "as posted", 1),
        ("PROVIDER", "receiver", "as posted", -1),
        ("PROVIDER", "origin", "right", -1),
        ("CLEARING", "scheme", "right", 1),
        ("CLEARING", "scheme", "right", -1),
        ("PROVIDER", "receiver", "right", 1),
    ),
}
DEBT = Terms(
    kind=Kind.WRITE_OFF, debtor="alder", size_class=BED2, homes=1, lot_id="m:POST"
)
CORRECT = Terms(
    kind=Kind.CORRECT,
    debtor="alder",
    size_class=BED2,
    homes=1,
    to_size_class=BED3,
    to_homes=1,
    other="birch",
    corrects="m:POST",
)
TERMS = {
    "CONVERT": replace(DEBT, kind=Kind.CONVERT, to_size_class=BED1, to_homes=2),
    "OFFSET": replace(DEBT, kind=Kind.OFFSET, to_size_class=BED1, to_homes=2),
    "NOVATE": replace(DEBT, kind=Kind.NOVATE, other="birch"),
    "WRITE_OFF": DEBT,
    "CORRECT": CORRECT,
}


def described() -> str:
    """The table as docs/ledger.md prints it."""
    lines = [
        "| decision | kind | account | of | size | homes |",
        "| --- | --- | --- | --- | --- | --: |",
    ]
    for (event, kind), legs in LEGS.items():
        for number, (account, owner, size, homes) in enumerate(legs):
            first = (event, kind) if number == 0 else ("", "")
            lines.append(
                f"| {first[0]} | {first[1]} | {account} | {owner} | {size} "
                f"| {homes:+d} |"
            )
    return "\n".join(lines)


def lines(terms: Terms) -> tuple[Line, ...]:
    if terms.kind is not Kind.CORRECT:
        return adjustments.lines_for(terms)
    standing = entries.posted_lines("alder", "birch", BED2, 1)
    return adjustments.lines_correcting(terms, standing)


@pytest.mark.parametrize(("event", "legs"), LEGS.items(), ids=[k for _, k in LEGS])
def test_legs(event: tuple[str, str], legs: tuple[Leg, ...]) -> None:
    """Each decision has exactly these legs, in this order."""
    correct = event[1] == "CORRECT"
    owners = {
        "alder": "origin" if correct else "debtor",
        "birch": "receiver" if correct else "successor",
        None: "scheme",
    }
    sizes = {BED2: "as posted" if correct else "of the debt", BED1: "smaller"}
    written = tuple(
        (
            line.slot.kind.value,
            owners[line.slot.owner],
            sizes.get(line.slot.size_class, "right"),
            line.homes,
        )
        for line in lines(TERMS[event[1]])
    )
    assert written == legs


def test_every_kind_that_people_decide_is_in_the_table() -> None:
    assert {kind for _, kind in LEGS} == set(DECIDED) == set(REASONS)


@pytest.mark.parametrize("kind", TERMS)
def test_legs_cancel_in_every_size(kind: str) -> None:
    sums: dict[SizeClass, int] = {}
    for line in lines(TERMS[kind]):
        size = line.slot.size_class
        sums[size] = sums.get(size, 0) + line.homes
    assert set(sums.values()) == {0}


@pytest.mark.parametrize("kind", ["CONVERT", "OFFSET", "NOVATE", "WRITE_OFF"])
def test_the_debt_is_named_where_landlords_owe(kind: str) -> None:
    """Both what is met and what takes its place are of that one debt."""
    for line in lines(TERMS[kind]):
        owned = line.slot.kind is AccountKind.PROVIDER
        assert line.lot_id == ("m:POST" if owned else None)


def test_an_undone_entry_is_mirrored_and_no_more() -> None:
    undone = replace(CORRECT, to_size_class=None, to_homes=None)
    standing = adjustments.lines_for(TERMS["CONVERT"])
    assert adjustments.lines_correcting(undone, standing) == entries.mirror(standing)


@pytest.mark.parametrize(
    "terms",
    [
        replace(DEBT, kind=Kind.POST),
        replace(DEBT, kind=Kind.NOVATE),
        replace(DEBT, kind=Kind.CONVERT),
        replace(DEBT, kind=Kind.CONVERT, to_size_class=BED1),
    ],
)
def test_terms_without_what_they_need_are_our_mistake(terms: Terms) -> None:
    with pytest.raises(AssertionError):
        adjustments.lines_for(terms)


def test_a_right_entry_has_two_landlords() -> None:
    with pytest.raises(AssertionError, match="two landlords"):
        adjustments.lines_correcting(replace(CORRECT, other=None), ())


SCHEDULE: list[tuple[SizeClass, int, SizeClass, int | None]] = [
    (BED3, 1, BED2, 2),
    (BED2, 1, BED1, 2),
    (BED1, 1, SizeClass.BED0, 2),
    (SizeClass.BED4P, 1, BED3, 2),
    (BED2, 2, BED3, 1),
    (BED2, 4, BED3, 2),
    (BED2, 1, BED3, None),
    (BED2, 3, BED3, None),
    (BED3, 1, BED1, None),
    (BED2, 1, BED2, None),
    (SizeClass.BED0, 1, SizeClass.BED4P, None),
    (SizeClass.BED3_STEPFREE, 1, SizeClass.BED2_STEPFREE, 2),
    (SizeClass.BED3_STEPFREE, 1, BED2, None),
    (BED3, 1, SizeClass.BED2_STEPFREE, None),
]


@pytest.mark.parametrize(("size", "homes", "to", "met"), SCHEDULE)
def test_the_schedule(
    size: SizeClass, homes: int, to: SizeClass, met: int | None
) -> None:
    assert adjustments.homes_met_by(size, homes, to) == met


APPROVERS = [
    ("cedar", True),
    ("alder", False),
    ("birch", False),
    ("agency", False),
]


@pytest.mark.parametrize(("name", "may"), APPROVERS)
def test_whom_it_touches_and_who_proposed_do_not_approve(
    name: str, *, may: bool
) -> None:
    assert adjustments.may_approve(name, "agency", TERMS["NOVATE"]) is may
    assert adjustments.may_approve(name, "agency", CORRECT) is may


AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
BOTH = (Approval("cedar", "c", AT), Approval("damson", "d", AT))


def test_the_evidence_covers_what_was_proposed_and_who_approved() -> None:
    """Every column and every approval: one changed is another digest."""
    told = adjustments.evidence("id", CORRECT, BOTH)
    assert told == adjustments.evidence("id", CORRECT, tuple(reversed(BOTH)))
    others: list[tuple[str, Terms, tuple[Approval, ...]]] = [
        ("other", CORRECT, BOTH),
        ("id", CORRECT, BOTH[:1]),
        ("id", CORRECT, (BOTH[0], replace(BOTH[1], organisation_id="elm"))),
        ("id", CORRECT, (BOTH[0], replace(BOTH[1], person_id="e"))),
        ("id", CORRECT, (BOTH[0], replace(BOTH[1], at=AT.replace(hour=13)))),
    ]
    for column, value in {
        "kind": Kind.OFFSET,
        "debtor": "elm",
        "size_class": BED1,
        "homes": 2,
        "lot_id": "lot",
        "to_size_class": BED1,
        "to_homes": 2,
        "other": "elm",
        "corrects": "n:POST",
    }.items():
        changed: dict[str, Any] = {column: value}
        others.append(("id", replace(CORRECT, **changed), BOTH))
    found = {adjustments.evidence(*other) for other in others}
    assert len(found | {told}) == len(others) + 1


SOUND = Stated(
    kind=Kind.WRITE_OFF,
    reason=AdjustmentReason.CANNOT_BE_REPAID,
    approvers=("C", "D"),
    debt="debt",
)
REVIEW = AdjustmentReason.AGREED_AT_REVIEW
CONVERT: dict[str, Any] = {"kind": Kind.CONVERT, "reason": REVIEW}
NOVATE: dict[str, Any] = {"kind": Kind.NOVATE, "reason": AdjustmentReason.LANDLORD_LEFT}
RIGHT: dict[str, Any] = {
    "kind": Kind.CORRECT,
    "reason": AdjustmentReason.WRONG_SIZE,
    "debt": None,
}
STATED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    (CONVERT | {"to_size_class": BED1}, []),
    (CONVERT | {"kind": Kind.OFFSET, "to_size_class": BED1}, []),
    (NOVATE | {"successor": "E"}, []),
    (RIGHT | {"step": "s", "to_size_class": BED3}, []),
    (RIGHT | {"step": "s"}, []),
    (RIGHT | {"adjustment": "a"}, []),
    ({"reason": REVIEW}, ["reason"]),
    (RIGHT | {"step": "s", "reason": REVIEW}, ["reason"]),
    ({"approvers": ("C", "C")}, ["approvers"]),
    ({"approvers": ("C",)}, ["approvers"]),
    ({"debt": None}, ["debt"]),
    (RIGHT | {"step": "s", "debt": "debt"}, ["debt"]),
    (RIGHT, ["step"]),
    (RIGHT | {"step": "s", "adjustment": "a"}, ["step"]),
    ({"step": "s"}, ["step"]),
    ({"adjustment": "a"}, ["step"]),
    (CONVERT, ["to_size_class"]),
    ({"to_size_class": BED1}, ["to_size_class"]),
    (NOVATE | {"successor": "E", "to_size_class": BED1}, ["to_size_class"]),
    (RIGHT | {"adjustment": "a", "to_size_class": BED1}, ["to_size_class"]),
    (NOVATE, ["successor"]),
    ({"successor": "E"}, ["successor"]),
    (
        {"kind": Kind.NOVATE, "reason": REVIEW, "approvers": ("C",), "debt": None},
        ["reason", "approvers", "debt", "successor"],
    ),
]


@pytest.mark.parametrize(("changes", "fields"), STATED)
def test_every_fault_of_what_is_stated_is_named(
    changes: dict[str, Any], fields: list[str]
) -> None:
    found = faults_of(replace(SOUND, **changes))
    assert [fault.field for fault in found] == fields


def test_docs_print_the_table() -> None:
    assert described() in DOCS.read_text()
