"""Eight kinds of tampering, row by row: refused by the database, and told without it.

Whoever drops the triggers and constraints as the owner of the tables can write what
they like; the chain, the audit and the laws tell on them.
"""

import random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from reciprocal.db import Database
from reciprocal.ledger import queries
from tests.reciprocal.ledger.by_database import ByDatabase
from tests.reciprocal.ledger.conftest import ACTOR, LANDLORDS, Scene
from tests.reciprocal.ledger.histories import History, chance
from tests.reciprocal.ledger.unlocking import faults, stripped
from tests.support.minutes import SOAKING, examples, sampling_seed

ROWS = 240 if SOAKING else 24
"""Entries of the book, at least: more than are tampered with, ends left out."""

KINDS: dict[str, tuple[str, ...]] = {
    "a leg's amount": (
        (
            "UPDATE ledger_leg SET homes = homes + 7 WHERE transaction_sequence = {row}"
            " AND leg_no = 1"
        ),
    ),
    "a leg's account": (
        (
            "UPDATE ledger_leg SET account_id = (SELECT min(a.id) FROM ledger_account a"
            " WHERE a.id <> ledger_leg.account_id)"
            " WHERE transaction_sequence = {row} AND leg_no = 1"
        ),
    ),
    "doubled, so still balanced": (
        "UPDATE ledger_leg SET homes = homes * 2 WHERE transaction_sequence = {row}",
    ),
    "the kind": ("UPDATE ledger_transaction SET kind = 'OPEN' WHERE sequence = {row}",),
    "the last day": (
        "UPDATE ledger_transaction SET settle_by = '2035-01-01' WHERE sequence = {row}",
    ),
    "cut in the middle": (
        "DELETE FROM ledger_leg WHERE transaction_sequence = {row}",
        "DELETE FROM ledger_transaction WHERE sequence = {row}",
    ),
    "cut at the end": (
        "DELETE FROM ledger_leg WHERE transaction_sequence > {row}",
        "DELETE FROM ledger_transaction WHERE sequence > {row}",
    ),
    "hashes swapped": (
        (
            "UPDATE ledger_transaction SET row_hash = (SELECT t.row_hash"
            " FROM ledger_transaction t"
            " WHERE t.sequence = 2 * {row} + 1 - ledger_transaction.sequence)"
            " WHERE sequence IN ({row}, {row} + 1)"
        ),
    ),
}


@pytest.fixture
def book(scene: Scene, owner: Database) -> tuple[Database, list[int]]:
    """A book that a random history wrote, and the rows of it to be tampered with."""
    seed = sampling_seed()
    with scene.database.transaction(ACTOR) as session:
        history = History(chance(seed, 0), ByDatabase(session), LANDLORDS)
        while len(history.writer.book().transactions) < ROWS:
            history.go_on(5)
        assert queries.check(session) == ()
    chosen = random.Random(seed).sample(range(2, ROWS - 1), examples(4, 200))  # noqa: S311 - a sample
    return owner, sorted(chosen)


def test_the_database_refuses_each_kind(
    book: tuple[Database, list[int]], subtests: pytest.Subtests
) -> None:
    """Even by the owner of the tables, while the triggers stand."""
    owner, rows = book
    for kind, statements in KINDS.items():
        with subtests.test(kind):
            for row in rows:
                with (
                    pytest.raises(DBAPIError, match="is only added to"),
                    owner.engine.begin() as connection,
                ):
                    connection.execute(text(statements[0].format(row=row)))


def test_the_proof_tells_of_each_kind(
    book: tuple[Database, list[int]], subtests: pytest.Subtests
) -> None:
    """With nothing left to refuse it, every one is found in every row."""
    owner, rows = book
    with stripped(owner) as connection:
        assert faults(connection) == set()
        for kind, statements in KINDS.items():
            with subtests.test(kind):
                missed = [
                    row
                    for row in rows
                    if not faults(connection, *(s.format(row=row) for s in statements))
                ]
                assert missed == []
