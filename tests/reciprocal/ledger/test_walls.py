"""The database itself keeps the book, whoever asks and however."""

import secrets
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from reciprocal.audit.tables import AuditEntry
from reciprocal.db import Database
from reciprocal.ledger import entries
from reciprocal.ledger.entries import Slot
from reciprocal.ledger.tables import Account, Leg, Transaction
from reciprocal.ledger.terms import AccountKind, SizeClass, TransactionKind
from reciprocal.organisations.tables import Scheme
from tests.reciprocal.ledger.conftest import ACTOR, SCHEME, START, UNTIL, Scene

BED2, BED3 = SizeClass.BED2, SizeClass.BED3
ALDER = Slot(AccountKind.PENDING, "alder", BED2)
BIRCH = Slot(AccountKind.PENDING, "birch", BED2)
CLEARING = Slot(AccountKind.CLEARING, None, BED2)
ALDER_3 = Slot(AccountKind.PENDING, "alder", BED3)
EVEN = ((ALDER, -1), (BIRCH, 1))

STATEMENTS = {
    "raw update of a leg": "UPDATE ledger_leg SET homes = 7",
    "raw update to the same": "UPDATE ledger_leg SET homes = homes",
    "raw delete of a leg": "DELETE FROM ledger_leg WHERE leg_no = 1",
    "raw update of a transaction": "UPDATE ledger_transaction SET reason_code = 'x'",
    "raw delete of a transaction": "DELETE FROM ledger_transaction",
    "raw update of the audit": "UPDATE audit_entry SET code = 'x'",
    "raw delete of the audit": "DELETE FROM audit_entry",
    "raw update of an account": "UPDATE ledger_account SET owner_organisation_id = 'x'",
    "raw update of an account's size": "UPDATE ledger_account SET size_class = 'BED0'",
    "raw delete of an account": "DELETE FROM ledger_account WHERE kind = 'WRITE_OFF'",
}
REFUSED = r"is only added to|for one thing|is kept"


def write(
    database: Database,
    lines: tuple[tuple[Slot, int], ...],
    *,
    sequence: int = 1,
    previous: str = entries.GENESIS,
    transaction_first: bool = False,
    scheme: str = SCHEME,
    **columns: object,
) -> None:
    """Write a HOLD's rows past the operations, as whoever holds the database might."""
    legs = [
        {
            "transaction_sequence": sequence,
            "leg_no": number,
            "account_id": entries.account_id(SCHEME, slot),
            "homes": homes,
            "lot_id": None,
        }
        for number, (slot, homes) in enumerate(lines, start=1)
    ]
    row = {
        "sequence": sequence,
        "id": secrets.token_hex(4),
        "scheme_id": scheme,
        "kind": TransactionKind.HOLD,
        "effective_date": START,
        "posted_at": UNTIL,
        "hold_until": UNTIL,
        "actor_id": "a",
        "actor_organisation_id": "o",
        "reason_code": "",
        "rule_version": "1",
        "nonce": "n",
        "previous_hash": previous,
        "row_hash": f"h{sequence}",
        **columns,
    }
    with database.transaction(ACTOR) as session:
        if transaction_first:
            session.execute(insert(Transaction), [row])
        if legs:
            session.execute(insert(Leg), legs)
        if not transaction_first:
            session.execute(insert(Transaction), [row])


def test_raw_sql_is_refused(
    scene: Scene, owner: Database, subtests: pytest.Subtests
) -> None:
    """No row is altered or deleted, even by the owner of the tables."""
    scene.hold("m")
    for name, statement in STATEMENTS.items():
        with (
            subtests.test(name),
            pytest.raises(DBAPIError, match=REFUSED),
            owner.engine.begin() as connection,
        ):
            connection.exec_driver_sql(statement)


def test_the_mapper_is_refused(
    scene: Scene, owner: Database, subtests: pytest.Subtests
) -> None:
    """The same through the session's own update and delete."""
    scene.hold("m")
    unused = select(Account).where(Account.kind == AccountKind.CONVERSION)
    for query, column in (
        (select(Transaction), "reason_code"),
        (select(Leg), "lot_id"),
        (select(AuditEntry), "code"),
        (unused, "id"),
    ):
        with subtests.test(column), Session(owner.engine) as session:
            setattr(session.exec(query).first(), column, "x")
            with pytest.raises(DBAPIError, match=REFUSED):
                session.commit()
        with subtests.test(column), Session(owner.engine) as session:
            session.delete(session.exec(query).first())
            with pytest.raises(DBAPIError, match=REFUSED):
                session.commit()


def test_an_account_may_close(scene: Scene) -> None:
    """The one thing that is written on an account afterwards."""
    with scene.database.transaction(ACTOR) as session:
        account = session.exec(select(Account)).first()
        assert account is not None
        account.closed_at = datetime(2027, 1, 1, tzinfo=UTC)
        session.add(account)


def test_sound_rows_are_taken(owner: Database) -> None:
    """What the tests below vary is taken when it is sound."""
    write(owner, EVEN)
    write(owner, EVEN, sequence=2, previous="h1")


UNSOUND: list[tuple[tuple[tuple[Slot, int], ...], str]] = [
    ((), "two legs or more"),
    (((ALDER, -1),), "two legs or more"),
    (((ALDER, -1), (BIRCH, 2)), "sum to nothing"),
    (((ALDER, -1), (BIRCH, -1)), "sum to nothing"),
    (((ALDER_3, -1), (BIRCH, 1)), "sum to nothing"),
    (((ALDER, -1), (CLEARING, 1)), "clearing is not empty"),
    (((ALDER, -1), (BIRCH, 1), (ALDER_3, 1)), "sum to nothing"),
]


def test_unsound_legs_are_refused(owner: Database, subtests: pytest.Subtests) -> None:
    """The insertion of the transaction proves its legs."""
    for lines, sentence in UNSOUND:
        with subtests.test(str(lines)), pytest.raises(DBAPIError, match=sentence):
            write(owner, lines)


def test_a_leg_of_nothing_is_refused(owner: Database) -> None:
    with pytest.raises(IntegrityError, match="homes_not_zero"):
        write(owner, (*EVEN, (ALDER, 0)))


def test_legs_come_first(owner: Database) -> None:
    """A transaction written before its legs has none to prove."""
    with pytest.raises(DBAPIError, match="two legs or more"):
        write(owner, EVEN, transaction_first=True)


def test_later_legs_are_refused(scene: Scene, owner: Database) -> None:
    """A sealed transaction takes no further leg, not even a balanced pair."""
    scene.hold("m")
    with Session(owner.engine) as session:
        session.add(
            Leg(
                transaction_sequence=1,
                leg_no=5,
                account_id=entries.account_id(SCHEME, ALDER),
                homes=1,
            )
        )
        with pytest.raises(DBAPIError, match="is sealed"):
            session.commit()


def test_legs_without_a_transaction_are_refused(scene: Scene) -> None:
    """The foreign key waits for the transaction until commit, and no longer."""
    with pytest.raises(IntegrityError), scene.database.transaction(ACTOR) as session:
        session.execute(
            insert(Leg),
            [
                {
                    "transaction_sequence": 1,
                    "leg_no": number,
                    "account_id": entries.account_id(SCHEME, slot),
                    "homes": homes,
                    "lot_id": None,
                }
                for number, (slot, homes) in enumerate(EVEN, start=1)
            ],
        )


def test_a_gap_is_refused(owner: Database) -> None:
    for sequence in (2, 0, -1):
        with pytest.raises(DBAPIError, match="has a gap"):
            write(owner, EVEN, sequence=sequence)


def test_a_broken_link_is_refused(owner: Database) -> None:
    """A new row states the hash of the row before it."""
    write(owner, EVEN)
    with pytest.raises(DBAPIError, match="does not link"):
        write(owner, EVEN, sequence=2, previous="another")


def test_another_schemes_account_is_refused(owner: Database) -> None:
    """A transaction stays inside one scheme."""
    with owner.transaction(ACTOR) as session:
        session.add(Scheme(id="other", name="Other", created_at=UNTIL))
    with pytest.raises(DBAPIError, match="of another scheme"):
        write(owner, EVEN, scheme="other")


PAIRS: list[tuple[dict[str, object], str]] = [
    ({"hold_until": None}, "hold_has_end"),
    ({"resolves_hold_id": "m:HOLD"}, "resolution_names_hold"),
    (
        {"kind": "POST", "hold_until": None, "settle_by": START},
        "resolution_names_hold",
    ),
    ({"reverses_transaction_id": "m:HOLD"}, "reversal_names_post"),
    ({"corrects_transaction_id": "m:HOLD"}, "correction_names_entry"),
    (
        {"kind": "POST", "hold_until": None, "resolves_hold_id": "m:HOLD"},
        "post_settles_by",
    ),
]


def test_pairs_of_columns(
    scene: Scene, owner: Database, subtests: pytest.Subtests
) -> None:
    """Columns that go together by kind are held together."""
    held = scene.hold("m")
    assert held is not None
    for columns, name in PAIRS:
        with subtests.test(name), pytest.raises(IntegrityError, match=name):
            write(owner, EVEN, sequence=2, previous=held.row_hash, **columns)


@pytest.mark.parametrize(
    ("kind", "column"),
    [("POST", "resolves_hold_id"), ("REVERSAL", "reverses_transaction_id")],
)
def test_named_once(scene: Scene, owner: Database, kind: str, column: str) -> None:
    """A HOLD is resolved once and a POST reversed once, by constraint."""
    scene.hold("m")
    last = scene.post("m")
    named = "m:HOLD"
    if kind == "REVERSAL":
        last, named = scene.reverse("m"), "m:POST"
    with pytest.raises(DBAPIError, match=r"uq_ledger_transaction|only added to"):
        write(
            owner,
            EVEN,
            sequence=last.sequence + 1,
            previous=last.row_hash,
            kind=TransactionKind(kind),
            hold_until=None,
            settle_by=date(2027, 1, 1),
            **{column: named},
        )


class TestInsertOrReplace:
    """SQLite's way of deleting a row without firing the trigger on deletion."""

    @pytest.fixture
    def file(self, sqlite_url: str) -> Database:
        database = Database(sqlite_url)
        laid = Scene(database)
        laid.lay()
        laid.hold("m")
        return database

    @pytest.mark.parametrize(
        ("table", "sentence"),
        [
            ("audit_entry", "only added to"),
            ("ledger_transaction", "only added to|has a gap"),
            ("ledger_leg", "only added to|is sealed"),
            ("ledger_account", "only added to"),
        ],
    )
    def test_is_refused(self, file: Database, table: str, sentence: str) -> None:
        with (
            pytest.raises(DBAPIError, match=sentence),
            file.engine.begin() as connection,
        ):
            connection.exec_driver_sql(
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
            )
        file.close()

    def test_on_the_identifier_alone(self, file: Database) -> None:
        """A new sequence with a taken identifier replaces nothing."""
        with file.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = 1")
            connection.exec_driver_sql(
                "INSERT INTO ledger_leg SELECT 2, leg_no, account_id, homes, NULL"
                " FROM ledger_leg"
            )
            names = ", ".join(list(Transaction.model_fields)[2:])
            linked = names.replace("previous_hash", "row_hash", 1)
            with pytest.raises(DBAPIError, match="only added to"):
                connection.exec_driver_sql(
                    f"INSERT OR REPLACE INTO ledger_transaction (sequence, id, {names})"  # noqa: S608
                    f" SELECT 2, id, {linked} FROM ledger_transaction"
                )
            connection.rollback()
        file.close()
