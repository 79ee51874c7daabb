"""With every trigger gone, an altered book still tells on whoever altered it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Connection

from reciprocal.db import Database
from reciprocal.ledger import entries, queries
from reciprocal.ledger.entries import Slot
from reciprocal.ledger.tables import Leg, Transaction
from reciprocal.ledger.terms import AccountKind, SizeClass
from reciprocal.migrations import triggers
from tests.reciprocal.ledger.conftest import SCHEME, Scene
from tests.reciprocal.ledger.unlocking import faults, stripped

TEXT = "'altered'"
OTHER = {
    "sequence": "99",
    "kind": "'OPEN'",
    "scheme_id": "'other'",
    "effective_date": "'2030-01-01'",
    "posted_at": "'2030-01-01 00:00:00+00:00'",
    "settle_by": "'2030-01-01'",
    "hold_until": "'2030-01-01 00:00:00+00:00'",
    "reverses_transaction_id": "'m1:VOID_HOLD'",
    "resolves_hold_id": "'m2:HOLD'",
    "corrects_transaction_id": "'m0:HOLD'",
    "homes": "5",
    "leg_no": "9",
    "transaction_sequence": "99",
    "account_id": "'{account}'",
}


@pytest.fixture
def unlocked(scene: Scene, owner: Database) -> Iterator[Connection]:
    """A book of five entries in a database stripped of triggers and constraints."""
    scene.hold("m0")
    scene.hold("m1", "cedar", "damson")
    scene.post("m0")
    scene.void("m1")
    scene.hold("m2")
    with stripped(owner) as connection:
        yield connection


def test_untouched(unlocked: Connection) -> None:
    """Taking the locks off is no fault of the rows."""
    assert faults(unlocked) == set()


def test_locks_left_off(scene: Scene, unlocked: Connection) -> None:
    """Law 4: the proof names every trigger that is gone."""
    unlocked.commit()
    with scene.session() as session:
        missing = {fault.subject for fault in queries.check(session) if fault.law == 4}
        assert missing == {
            trigger.name for trigger in triggers.declared(unlocked.dialect.name)
        }
        assert queries.first_broken_link(session) is None


def test_a_changed_column(unlocked: Connection, subtests: pytest.Subtests) -> None:
    """Each column of a transaction is under the chain."""
    for column in Transaction.model_fields:
        value = OTHER.get(column, TEXT)
        with subtests.test(column=column):
            found = faults(
                unlocked,
                f"UPDATE ledger_transaction SET {column} = {value}"  # noqa: S608
                " WHERE sequence = 4",
            )
            assert 8 in {law for law, _ in found}


def test_a_changed_leg(unlocked: Connection, subtests: pytest.Subtests) -> None:
    """Each column of a leg is under its transaction's hash."""
    slot = Slot(AccountKind.PENDING, "birch", SizeClass.BED3)
    account = entries.account_id(SCHEME, slot)
    for column in Leg.model_fields:
        value = OTHER.get(column, TEXT).format(account=account)
        with subtests.test(column=column):
            found = faults(
                unlocked,
                f"UPDATE ledger_leg SET {column} = {value}"  # noqa: S608
                " WHERE transaction_sequence = 5 AND leg_no = 1",
            )
            assert (8, "5") in found


EDITS = {
    "doubled, so still balanced": (
        (8, "1"),
        "UPDATE ledger_leg SET homes = homes * 2",
    ),
    "cut in the middle": (
        (8, "4"),
        "DELETE FROM ledger_leg WHERE transaction_sequence = 3",
        "DELETE FROM ledger_transaction WHERE sequence = 3",
    ),
    "cut at the end": (
        (8, "m2:HOLD"),
        "DELETE FROM ledger_leg WHERE transaction_sequence = 5",
        "DELETE FROM ledger_transaction WHERE sequence = 5",
    ),
    "hashes swapped": (
        (8, "2"),
        (
            "UPDATE ledger_transaction SET row_hash = (SELECT t.row_hash FROM"
            " ledger_transaction t WHERE t.sequence = 5 - ledger_transaction.sequence)"
            " WHERE sequence IN (2, 3)"
        ),
    ),
    "a leg taken out": (
        (1, "m0:POST"),
        "DELETE FROM ledger_leg WHERE transaction_sequence = 3 AND leg_no = 8",
    ),
}


def test_an_edit(unlocked: Connection, subtests: pytest.Subtests) -> None:
    """Balanced or not, in the middle or at the end: the proof names the place."""
    for name, (found, *statements) in EDITS.items():
        with subtests.test(name):
            assert found in faults(unlocked, *statements)


def test_an_account_given_away(unlocked: Connection) -> None:
    """An account that changes hands no longer is what its identifier says."""
    slot = Slot(AccountKind.PROVIDER, "alder", SizeClass.BED2)
    account = entries.account_id(SCHEME, slot)
    give = (
        "UPDATE ledger_account SET owner_organisation_id = 'damson'"  # noqa: S608
        f" WHERE id = '{account}'"
    )
    clear = (
        "DELETE FROM ledger_account WHERE owner_organisation_id = 'damson'"
        " AND size_class = 'BED2' AND kind = 'PROVIDER'"
    )
    assert (8, account) in faults(unlocked, clear, give)


def test_a_column_for_names(unlocked: Connection) -> None:
    """A table that could hold what the book must not is told of."""
    add = "ALTER TABLE ledger_leg ADD COLUMN household VARCHAR"
    assert (14, "ledger_leg") in faults(unlocked, add)
