"""With every trigger gone, an altered book still tells on whoever altered it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from reciprocal.db import Database
from reciprocal.ledger import entries, queries
from reciprocal.ledger.entries import Slot
from reciprocal.ledger.tables import Leg, Transaction
from reciprocal.ledger.terms import AccountKind, SizeClass
from reciprocal.migrations import triggers
from tests.reciprocal.ledger.conftest import SCHEME, Scene

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
    with owner.engine.connect() as connection:
        if owner.is_sqlite:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.cursor().execute("PRAGMA foreign_keys = 0")
            raw.cursor().execute("PRAGMA ignore_check_constraints = 1")
        triggers.drop_all(connection)
        if not owner.is_sqlite:
            strip(connection)
        yield connection


def strip(connection: Connection) -> None:
    """Drop what else would stop an owner of the tables."""
    for table in ("ledger_leg", "ledger_transaction"):
        inspector = inspect(connection)
        names = [key["name"] for key in inspector.get_foreign_keys(table)]
        names += [check["name"] for check in inspector.get_check_constraints(table)]
        for name in names:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def faults(scene: Scene, connection: Connection) -> set[tuple[int, str]]:
    """Commit the damage and return what the proof of the whole book finds."""
    triggers.create_all(connection)
    connection.commit()
    with scene.session() as session:
        return {(fault.law, fault.subject) for fault in queries.check(session)}


def test_untouched(scene: Scene, unlocked: Connection) -> None:
    """Taking the locks off and putting them back is no fault by itself."""
    assert faults(scene, unlocked) == set()


def test_locks_left_off(scene: Scene, unlocked: Connection) -> None:
    """Law 4: the proof names every trigger that is gone."""
    unlocked.commit()
    with scene.session() as session:
        laws = {fault.law for fault in queries.check(session)}
        assert queries.first_broken_link(session) is None
    assert laws == {4}


@pytest.mark.parametrize("column", list(Transaction.model_fields))
def test_a_changed_column(scene: Scene, unlocked: Connection, column: str) -> None:
    """Each column of a transaction is under the chain."""
    value = OTHER.get(column, TEXT)
    unlocked.exec_driver_sql(
        f"UPDATE ledger_transaction SET {column} = {value} WHERE sequence = 4"  # noqa: S608
    )
    assert 8 in {law for law, _ in faults(scene, unlocked)}


@pytest.mark.parametrize("column", list(Leg.model_fields))
def test_a_changed_leg(scene: Scene, unlocked: Connection, column: str) -> None:
    """Each column of a leg is under its transaction's hash."""
    slot = Slot(AccountKind.PENDING, "birch", SizeClass.BED3)
    value = OTHER.get(column, TEXT).format(account=entries.account_id(SCHEME, slot))
    unlocked.exec_driver_sql(
        f"UPDATE ledger_leg SET {column} = {value}"  # noqa: S608
        " WHERE transaction_sequence = 5 AND leg_no = 1"
    )
    assert (8, "5") in faults(scene, unlocked)


def doubled(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE ledger_leg SET homes = homes * 2")


def cut_in_the_middle(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM ledger_leg WHERE transaction_sequence = 3")
    connection.exec_driver_sql("DELETE FROM ledger_transaction WHERE sequence = 3")


def cut_at_the_end(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM ledger_leg WHERE transaction_sequence = 5")
    connection.exec_driver_sql("DELETE FROM ledger_transaction WHERE sequence = 5")


def hashes_swapped(connection: Connection) -> None:
    connection.exec_driver_sql(
        "UPDATE ledger_transaction SET row_hash = (SELECT t.row_hash FROM"
        " ledger_transaction t WHERE t.sequence = 5 - ledger_transaction.sequence)"
        " WHERE sequence IN (2, 3)"
    )


EDITS: dict[Callable[[Connection], None], tuple[int, str]] = {
    doubled: (8, "1"),
    cut_in_the_middle: (8, "4"),
    cut_at_the_end: (8, "m2:HOLD"),
    hashes_swapped: (8, "2"),
}


@pytest.mark.parametrize(
    ("edit", "found"), EDITS.items(), ids=[edit.__name__ for edit in EDITS]
)
def test_an_edit(
    scene: Scene,
    unlocked: Connection,
    edit: Callable[[Connection], None],
    found: tuple[int, str],
) -> None:
    """Balanced or not, in the middle or at the end: the proof names the place."""
    edit(unlocked)
    assert found in faults(scene, unlocked)


def test_an_account_given_away(scene: Scene, unlocked: Connection) -> None:
    """An account that changes hands no longer is what its identifier says."""
    slot = Slot(AccountKind.PROVIDER, "alder", SizeClass.BED2)
    account = entries.account_id(SCHEME, slot)
    for owner in ("damson", "alder"):
        unlocked.exec_driver_sql(
            "DELETE FROM ledger_account WHERE owner_organisation_id = 'damson'"
            " AND size_class = 'BED2' AND kind = 'PROVIDER'"
        )
        unlocked.exec_driver_sql(
            f"UPDATE ledger_account SET owner_organisation_id = '{owner}'"  # noqa: S608
            f" WHERE id = '{account}'"
        )
        if owner == "damson":
            unlocked.commit()
            with scene.session() as session:
                found = {(fault.law, fault.subject) for fault in queries.check(session)}
            assert (8, account) in found
    assert (8, account) not in faults(scene, unlocked)
