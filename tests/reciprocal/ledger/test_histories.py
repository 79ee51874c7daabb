"""All laws hold of any history, written by rows alone and by each database."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from sqlmodel import Session, select

from reciprocal.ledger import (
    adjusting,
    adjustments,
    entries,
    lots,
    operations,
    queries,
)
from reciprocal.ledger.book import Book
from reciprocal.ledger.laws import INVARIANTS
from reciprocal.ledger.lifecycle import AdjustmentState
from reciprocal.ledger.sixteen import SIXTEEN, Told
from reciprocal.ledger.stated import Stated
from reciprocal.ledger.tables import AdjustmentAsked
from reciprocal.ledger.terms import TransactionKind
from tests.reciprocal.ledger.conftest import (
    ACTOR,
    AGENCY,
    COORDINATOR,
    LANDLORDS,
    SCHEME,
    START,
    UNTIL,
    Scene,
    lead,
)
from tests.reciprocal.ledger.histories import ByRows, Decision, Going, History
from tests.support.minutes import examples, sampling_seed

STEPS = 20
Kind = TransactionKind


def broken(book: Book) -> list[str]:
    return [f"{v.law}: {v.subject}: {v.fault}" for law in INVARIANTS for v in law(book)]


def chance(seed: int, number: int) -> Random:
    return Random(f"{seed}/{number}")  # noqa: S311 - a sample that repeats by its seed


def test_all_laws_hold_of_any_history() -> None:
    """Thousands of histories by the pure arithmetic; each kind of entry comes about."""
    seed = sampling_seed()
    seen: set[TransactionKind] = set()
    for number in range(examples(2_000, 10_000)):
        history = History(chance(seed, number), ByRows(), LANDLORDS)
        history.go_on(STEPS)
        seen |= history.kinds
        book = replace(history.writer.book(), facts=history.facts())
        assert broken(book) == [], f"history {number} of seed {seed}"
    assert seen == set(Kind) - {Kind.OPEN}


class ByDatabase:
    """Writes what a history decides through the room's operations."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.references: dict[str, str] = {}

    def event(self, kind: TransactionKind, move: Going) -> None:
        match kind:
            case Kind.HOLD:
                operations.hold(
                    self.session,
                    actor=ACTOR,
                    scheme_id=SCHEME,
                    move_ref=move.ref,
                    chain_ref="chain",
                    round_id="round",
                    origin_id=move.origin,
                    receiver_id=move.receiver,
                    size_class=move.size_class,
                    hold_until=UNTIL,
                    rule_version="1",
                    effective_date=START,
                )
            case Kind.POST:
                operations.post(
                    self.session,
                    actor=ACTOR,
                    move_ref=move.ref,
                    effective_date=START,
                    settle_by=move.settle_by,
                )
            case Kind.VOID_HOLD:
                operations.void_hold(
                    self.session, actor=ACTOR, move_ref=move.ref, reason_code="refused"
                )
            case _:
                operations.reverse(
                    self.session, actor=ACTOR, move_ref=move.ref, reason_code="returned"
                )

    def decide(self, decision: Decision) -> str:
        row = adjusting.propose(
            self.session,
            actor=COORDINATOR,
            stated=self._stated(decision),
            posted_id=decision.entry_id if decision.move else None,
        )
        for name in decision.approvers:
            asked = self.session.exec(
                select(AdjustmentAsked).where(
                    AdjustmentAsked.adjustment_id == row.id,
                    AdjustmentAsked.organisation_id == name,
                )
            ).one()
            adjusting.answer(
                self.session,
                actor=lead(name),
                adjustment_ref=asked.landlord_ref,
                approved=True,
            )
        assert row.state is AdjustmentState.ENTERED
        self.references[str(row.transaction_id)] = row.board_ref
        return str(row.transaction_id)

    def _stated(self, decision: Decision) -> Stated:
        undone = decision.undone is not None
        return Stated(
            kind=decision.kind,
            reason=min(adjustments.REASONS[decision.kind]),
            approvers=decision.approvers,
            debt=decision.lot and lots.reference(AGENCY, decision.lot),
            step="step" if decision.move else None,
            adjustment=self.references[str(decision.entry_id)] if undone else None,
            to_size_class=decision.to,
            successor=decision.successor,
        )

    def book(self) -> Book:
        self.session.flush()
        return queries.whole(self.session)


def posted(book: Book) -> dict[tuple[str, str], tuple[int, int]]:
    legs = (leg for _, legs in book.rows() for leg in legs)
    return {
        key: (kept.posted, kept.pending)
        for key, kept in entries.balances(book.accounts, legs).items()
    }


def owed(book: Book) -> list[tuple[str, str, int, date]]:
    return [
        (lot.owner, lot.size_class, lot.homes_open, lot.debt.settle_by)
        for lot in lots.open_lots(book.accounts, book.rows())
    ]


def test_a_database_keeps_the_laws_and_the_rows_of_any_history(scene: Scene) -> None:
    """What the operations write is what the arithmetic does, entry by entry."""
    seed = sampling_seed()
    for number in range(examples(4, 200)):
        with scene.session() as session:
            stored = History(chance(seed, number), ByDatabase(session), LANDLORDS)
            stored.go_on(STEPS)
            faults = [
                (law.number, fault.subject, fault.fault)
                for law in queries.prove(session, stored.facts())
                for fault in law.violations
            ]
            assert faults == [], f"history {number} of seed {seed}"
            plain = History(chance(seed, number), ByRows(), LANDLORDS)
            plain.go_on(STEPS)
            one, other = stored.writer.book(), plain.writer.book()
            assert [row.kind for row in one.transactions] == [
                row.kind for row in other.transactions
            ]
            assert posted(one) == posted(other)
            assert owed(one) == owed(other)
            session.rollback()


@pytest.mark.parametrize("told", SIXTEEN, ids=lambda told: str(told.number))
def test_each_law_is_told_in_a_sentence(told: Told) -> None:
    """Sixteen of them, in order, each over something that can be said."""
    assert SIXTEEN[told.number - 1] is told
    assert told.sentence.endswith(".")
    assert told.over(ByRows().book())
    assert len(SIXTEEN) == 16
