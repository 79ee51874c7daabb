"""All laws hold of any history, written by rows alone and by each database."""

from dataclasses import replace
from datetime import date

import pytest

from reciprocal.ledger import entries, lots, queries
from reciprocal.ledger.book import Book, Facts, HomeAskedRow
from reciprocal.ledger.laws import INVARIANTS
from reciprocal.ledger.sixteen import SIXTEEN, Told
from reciprocal.ledger.terms import TransactionKind
from tests.reciprocal.ledger.by_database import ByDatabase
from tests.reciprocal.ledger.conftest import LANDLORDS, Scene
from tests.reciprocal.ledger.histories import SIZES, ByRows, History, chance
from tests.support.minutes import examples, sampling_seed

STEPS = 20
Kind = TransactionKind


def broken(book: Book) -> list[str]:
    return [f"{v.law}: {v.subject}: {v.fault}" for law in INVARIANTS for v in law(book)]


@pytest.mark.long
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


def test_what_is_given_beside_the_book_is_counted() -> None:
    """Or why there is nothing to count, where nobody gave it."""
    book = ByRows().book()
    given = Facts(moves=(), planned=(), asked=(HomeAskedRow("alder", SIZES[0], 0, 0),))
    told = {law.number: law.over(replace(book, facts=given)) for law in SIXTEEN}
    assert told[3] == "moves: 0"
    assert told[13] == "requests for homes owed: 1"
    assert told[16] == "steps: 0"
    alone = {law.number: law.over(book) for law in SIXTEEN}
    assert alone[3] == "the move log was not given"
    assert alone[13] == "requests for homes owed were not given"
    assert alone[16] == "the rounds' steps were not given"


@pytest.mark.parametrize("told", SIXTEEN, ids=lambda told: str(told.number))
def test_each_law_is_told_in_a_sentence(told: Told) -> None:
    """Sixteen of them, in order, each over something that can be said."""
    assert SIXTEEN[told.number - 1] is told
    assert told.sentence.endswith(".")
    assert told.over(ByRows().book())
    assert len(SIXTEEN) == 16
