"""The laws of debts and of people's decisions name the fault in a damaged book."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reciprocal.disclosure.present import FieldRule, Resource, resources
from reciprocal.ledger import adjustments, entries
from reciprocal.ledger.adjustments import Approval, Terms
from reciprocal.ledger.book import AdjustmentRow, Book, Facts, HomeAskedRow, PlannedRow
from reciprocal.ledger.entries import Line
from reciprocal.ledger.laws import INVARIANTS
from reciprocal.ledger.laws_of_people import balances_are_shown_to_few
from reciprocal.ledger.sixteen import SIXTEEN
from reciprocal.ledger.terms import SizeClass, TransactionKind
from tests.reciprocal.ledger.pages import Pages, provider

BED1, BED2, BED3 = SizeClass.BED1, SizeClass.BED2, SizeClass.BED3
Kind = TransactionKind
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)
WRITE_OFF = Terms(
    kind=Kind.WRITE_OFF, debtor="alder", size_class=BED2, homes=1, lot_id="owed:POST"
)
CORRECT = Terms(
    kind=Kind.CORRECT,
    debtor="alder",
    size_class=BED2,
    homes=1,
    to_size_class=BED3,
    to_homes=1,
    other="birch",
    corrects="wrong:POST",
)
AS_POSTED = entries.posted_lines("alder", "birch", BED2, 1)
RIGHT = adjustments.lines_correcting(CORRECT, AS_POSTED)
PLANNED = PlannedRow(
    move_ref="owed",
    round_id="round",
    chain_ref="chain",
    rule_version="1",
    origin_id="alder",
    receiver_id="birch",
    size_class=BED2,
)


def approved(id_: str, terms: Terms, *by: str) -> AdjustmentRow:
    """What two landlords approved, or whoever is named."""
    return AdjustmentRow(
        id=id_,
        terms=terms,
        proposer_id="agency",
        approvals=tuple(Approval(name, f"{name}-lead", AT) for name in by),
        transaction_id=adjustments.entry_id(id_, terms.kind),
    )


def enter(
    pages: Pages, row: AdjustmentRow, lines: tuple[Line, ...], **columns: object
) -> None:
    """Write the entry that was approved."""
    kind = row.terms.kind
    pages.adjustments.append(row)
    told = {
        "id": adjustments.entry_id(row.id, kind),
        "move_ref": None,
        "corrects_transaction_id": row.terms.corrects,
        "actor_organisation_id": "agency",
        "approval_ref": row.id,
        "evidence_hash": adjustments.evidence(row.id, row.terms, row.approvals),
    }
    pages.write(row.id, kind, lines, **told | columns)


def sound() -> Pages:
    """Two debts of one landlord: one written off, one corrected to another size."""
    pages = Pages()
    for move in ("owed", "wrong"):
        pages.add(move, Kind.HOLD)
        pages.add(move, Kind.POST)
    row = approved("given-up", WRITE_OFF, "cedar", "damson")
    enter(pages, row, adjustments.lines_for(WRITE_OFF), settle_by=date(2026, 9, 9))
    enter(pages, approved("right", CORRECT, "cedar", "damson"), RIGHT)
    pages.facts = Facts(caps={("scheme-1", "1"): 1})
    return pages


def broken(book: Book) -> set[tuple[int, str]]:
    return {(fault.law, fault.fault) for law in INVARIANTS for fault in law(book)}


def test_a_sound_book_breaks_no_law() -> None:
    assert broken(sound().book()) == set()


def corrected_before_it_was(pages: Pages) -> None:
    pages.amend(5, corrects_transaction_id="later:POST")
    pages.add("later", Kind.HOLD)
    pages.add("later", Kind.POST)


def corrects_a_hold(pages: Pages) -> None:
    pages.amend(5, corrects_transaction_id="owed:HOLD")


def undone_twice(pages: Pages) -> None:
    undo = replace(
        CORRECT, to_size_class=None, to_homes=None, corrects="given-up:WRITE_OFF"
    )
    lines = entries.mirror(adjustments.lines_for(WRITE_OFF))
    for name in ("once", "twice"):
        enter(pages, approved(name, undo, "cedar", "damson"), lines)


def corrected_to_two_sizes(pages: Pages) -> None:
    more = entries.posted_lines("alder", "cedar", BED3, 1)
    enter(pages, approved("more", CORRECT, "cedar", "damson"), more)


def corrected_and_reversed(pages: Pages) -> None:
    pages.add("wrong", Kind.REVERSAL)


def lot_of_nothing(pages: Pages) -> None:
    pages.legs[-10] = replace(pages.legs[-10], lot_id="nobody:POST")
    pages.link()


def lot_of_a_later_entry(pages: Pages) -> None:
    lines = [Line(provider("alder"), 1, "later:POST"), Line(provider("birch"), -1)]
    pages.write("early", Kind.OPEN, tuple(lines))
    pages.add("later", Kind.HOLD)
    pages.add("later", Kind.POST)


def last_day_brought_forward(pages: Pages) -> None:
    pages.amend(4, settle_by=date(2026, 4, 1))


def due_before_it_was_made(pages: Pages) -> None:
    pages.amend(1, settle_by=date(2026, 1, 1))


def correction_of_nothing(pages: Pages) -> None:
    pages.amend(5, corrects_transaction_id="nobody:POST")


def nobody_was_asked(pages: Pages) -> None:
    del pages.adjustments[0]


def nobody_approved(pages: Pages) -> None:
    pages.amend(5, approval_ref=None, move_ref="wrong")


def one_approved(pages: Pages) -> None:
    pages.adjustments[0] = replace(
        pages.adjustments[0], approvals=pages.adjustments[0].approvals[:1]
    )


def one_person_for_two(pages: Pages) -> None:
    first, second = pages.adjustments[0].approvals
    both = (first, replace(second, person_id=first.person_id))
    pages.adjustments[0] = replace(pages.adjustments[0], approvals=both)


def the_debtor_approved(pages: Pages) -> None:
    row = approved("given-up", WRITE_OFF, "cedar", "alder")
    pages.adjustments[0] = row
    told = adjustments.evidence(row.id, row.terms, row.approvals)
    pages.amend(4, evidence_hash=told)


def the_maker_approved(pages: Pages) -> None:
    pages.amend(4, actor_organisation_id="cedar")


def another_entry_was_approved(pages: Pages) -> None:
    pages.adjustments[0] = replace(pages.adjustments[0], transaction_id="other")


def approvals_rewritten(pages: Pages) -> None:
    first, second = pages.adjustments[0].approvals
    later = (first, replace(second, organisation_id="elm"))
    pages.adjustments[0] = replace(pages.adjustments[0], approvals=later)


def other_legs_than_approved(pages: Pages) -> None:
    pages.legs[-10] = replace(pages.legs[-10], homes=2)
    pages.legs[-9] = replace(pages.legs[-9], homes=-2)
    pages.link()


def more_than_a_year_may(pages: Pages) -> None:
    pages.facts = Facts(caps={("scheme-1", "1"): 0})


def asked_for_too_many(pages: Pages) -> None:
    pages.facts = replace(
        pages.facts, asked=(HomeAskedRow("birch", BED2, asked=1, planned=0),)
    )


def asked_though_the_plan_repays(pages: Pages) -> None:
    pages.facts = replace(
        pages.facts, asked=(HomeAskedRow("alder", BED3, asked=1, planned=1),)
    )


def a_name_in_a_column(pages: Pages) -> None:
    pages.amend(2, reason_code="Flat 4, Example Road")


def a_name_in_a_leg(pages: Pages) -> None:
    pages.legs[0] = replace(pages.legs[0], lot_id="Flat 4")
    pages.link()


def no_round_proposed_it(pages: Pages) -> None:
    pages.facts = replace(pages.facts, planned=(PLANNED,))


def of_another_round(pages: Pages) -> None:
    other = replace(PLANNED, round_id="other")
    pages.facts = replace(pages.facts, planned=(other,))


def between_others(pages: Pages) -> None:
    other = replace(PLANNED, origin_id="cedar")
    pages.facts = replace(pages.facts, planned=(other,))


DAMAGE: list[tuple[Callable[[Pages], None], int, str]] = [
    (corrected_before_it_was, 7, "corrected, and cannot be"),
    (corrects_a_hold, 7, "corrected, and cannot be"),
    (correction_of_nothing, 7, "corrected, and cannot be"),
    (undone_twice, 7, "corrected, and cannot be"),
    (corrected_to_two_sizes, 7, "corrected to what is no entry"),
    (corrected_and_reversed, 7, "corrected to what is no entry"),
    (lot_of_nothing, 9, "of a debt that no earlier entry made"),
    (lot_of_a_later_entry, 9, "of a debt that no earlier entry made"),
    (last_day_brought_forward, 9, "a debt's last day was brought forward"),
    (due_before_it_was_made, 9, "due before it was made"),
    (correction_of_nothing, 9, "the lots of BED2 are not what is owed"),
    (nobody_was_asked, 10, "nobody was asked about it"),
    (nobody_approved, 10, "nobody approved it"),
    (one_approved, 10, "not approved by two of two organisations"),
    (one_person_for_two, 10, "not approved by two of two organisations"),
    (the_debtor_approved, 10, "approved by somebody whom it touches"),
    (the_maker_approved, 10, "approved by somebody whom it touches"),
    (the_maker_approved, 10, "not entered as it was proposed"),
    (another_entry_was_approved, 10, "not the entry of what was approved"),
    (approvals_rewritten, 10, "what was approved has changed since"),
    (other_legs_than_approved, 10, "not the legs of what was approved"),
    (more_than_a_year_may, 10, "more is written off than the year's rules"),
    (asked_for_too_many, 13, "asked for more BED2 than owed"),
    (asked_though_the_plan_repays, 13, "asked for more BED3 than owed"),
    (a_name_in_a_column, 14, "reason_code holds words"),
    (a_name_in_a_leg, 14, "lot_id holds words"),
    (no_round_proposed_it, 16, "no round proposed it"),
    (of_another_round, 16, "not of the round that proposed it"),
    (between_others, 16, "not between the landlords that were proposed"),
]


@pytest.mark.parametrize(
    ("damage", "law", "fault"),
    DAMAGE,
    ids=[f"{law}-{damage.__name__}-{fault[:9]}" for damage, law, fault in DAMAGE],
)
def test_damage_is_named(damage: Callable[[Pages], None], law: int, fault: str) -> None:
    """Every fault is found by its law, though the forger hashed the book again."""
    pages = sound()
    damage(pages)
    assert (law, fault) in broken(pages.book())


def test_what_is_owed_may_be_asked_for() -> None:
    """Posted, pending and what the plan makes count together."""
    pages = sound()
    pages.facts = replace(
        pages.facts, asked=(HomeAskedRow("alder", BED3, asked=2, planned=-1),)
    )
    assert broken(pages.book()) == set()


def shown_to(role: str) -> dict[str, Resource]:
    """The disclosure file with a field of every balance shown to one role more."""
    found = dict(resources())
    balance = found["balance"]
    first, *rest = balance.fields
    cells = {**first.cells, role: frozenset({"*"})}
    found["balance"] = replace(balance, fields=(replace(first, cells=cells), *rest))
    return found


def test_balances_are_shown_to_the_coordinator_and_the_auditor_alone() -> None:
    assert list(balances_are_shown_to_few(resources())) == []
    (fault,) = balances_are_shown_to_few(shown_to("named_lead"))
    assert (fault.law, fault.subject) == (15, "balance")


@pytest.mark.parametrize("name", ["adjustment", "statement"])
@pytest.mark.parametrize("kind", ["organisation", "organisation_code", "day"])
def test_a_landlord_is_shown_nobody_else(kind: str, name: str) -> None:
    """Whose debt it is, since when and what another answered would each tell much."""
    found = dict(resources())
    seen = found[name]
    more: FieldRule = replace(seen.fields[0], name="whose", kind=kind)
    found[name] = replace(seen, fields=(*seen.fields, more))
    (fault,) = balances_are_shown_to_few(found)
    assert (fault.law, fault.subject) == (15, f"{name}.whose")


def test_what_law_13_looked_at_is_said() -> None:
    asked = (HomeAskedRow("alder", BED2, asked=1, planned=0),)
    law = SIXTEEN[12]
    assert law.over(Book.of((), (), (), facts=Facts(asked=asked))).endswith("owed: 1")
    assert law.over(Book.of((), (), ())) == "requests for homes owed were not given"
