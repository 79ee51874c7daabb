"""What is written down stays as it was written, without a gap."""

from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from reciprocal.access.actor import Actor, ActorKind, Role
from reciprocal.audit import chain
from reciprocal.audit import operations as audit
from reciprocal.audit.tables import AuditEntry
from reciprocal.db import Database
from reciprocal.migrations import triggers
from reciprocal.sealing import operations as sealing
from reciprocal.sealing.keys import SealBroken
from tests.reciprocal.members import MONDAY, Office, together

ANN = Actor("ann", ActorKind.PERSON, "o", "s", Role.NAMED_LEAD)
HOME = ("home", "h")


def record(office: Office, action: str = "home.posted", code: str = "") -> None:
    with office.acting(ANN) as session:
        audit.record(session, ANN, action, subject=HOME, code=code)


def test_an_act_is_written_with_who_what_when_and_its_code(office: Office) -> None:
    record(office, code="works")
    with office.acting() as session:
        entry = session.exec(
            select(AuditEntry).order_by(col(AuditEntry.sequence).desc())
        ).first()
    assert entry is not None
    told = entry.model_dump(exclude={"sequence", "previous_hash", "row_hash"})
    assert told == {
        "at": MONDAY,
        "actor_id": "ann",
        "actor_kind": "person",
        "organisation_id": "o",
        "role": "named_lead",
        "action": "home.posted",
        "subject_kind": "home",
        "subject_id": "h",
        "code": "works",
    }


def test_acts_of_one_transaction_stand_in_their_order(office: Office) -> None:
    with office.acting(ANN) as session:
        for number in range(3):
            audit.record(session, ANN, f"home.{number}", subject=HOME)
    assert office.acts()[-3:] == ["home.0", "home.1", "home.2"]
    with office.acting() as session:
        assert audit.first_broken_link(session) is None


def test_what_fails_is_not_written_down(office: Office) -> None:
    before = office.acts()

    def fail() -> None:
        with office.acting(ANN) as session:
            audit.record(session, ANN, "home.posted", subject=HOME)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert office.acts() == before


def test_many_writers_at_once_leave_no_gap(office: Office) -> None:
    before = len(office.acts())

    def work() -> None:
        for _ in range(10):
            record(office)

    assert together([work] * 6) == [None] * 6
    with office.acting() as session:
        sequences = session.exec(
            select(AuditEntry.sequence).order_by(AuditEntry.sequence)
        ).all()
        assert audit.first_broken_link(session) is None
    assert list(sequences) == list(range(1, before + 61))


# The database itself refuses.

ACTS = [
    "UPDATE audit_entry SET action = 'x' WHERE sequence = 1",
    "UPDATE audit_entry SET action = action",
    "DELETE FROM audit_entry WHERE sequence = 1",
    "DELETE FROM audit_entry",
    "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 1",
    "TRUNCATE audit_entry",
    "DROP TRIGGER audit_entry_no_delete ON audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
]
ONLY_SQLITE, ONLY_POSTGRES = {4}, {5, 6, 7}


def test_the_app_cannot_touch_what_is_written(office: Office) -> None:
    """Raw SQL as the app's own role, not only our operations."""
    not_here = ONLY_POSTGRES if office.database.is_sqlite else ONLY_SQLITE
    before = office.acts()
    for place, act in enumerate(ACTS):
        if place not in not_here:
            with pytest.raises(DBAPIError), office.acting() as session:
                session.execute(text(act))
    assert office.acts() == before


def test_even_the_owner_of_the_table_is_stopped(office: Office, owner_url: str) -> None:
    owner = Database(owner_url)
    acts = ACTS[:4] if owner.is_sqlite else [*ACTS[:4], ACTS[5]]
    for act in acts:
        with (
            pytest.raises(DBAPIError, match="only added to"),
            owner.engine.begin() as connection,
        ):
            connection.exec_driver_sql(act)
    owner.close()
    assert office.acts()


# With the triggers gone, the chain tells.


@pytest.fixture
def unlocked(office: Office, owner_url: str) -> Iterator[Connection]:
    """The audit of a founding, in a database stripped of its triggers."""
    del office
    owner = Database(owner_url)
    with owner.engine.connect() as connection:
        triggers.drop_all(connection)
        yield connection
        connection.rollback()
    owner.close()


def broken(connection: Connection, *statements: str) -> int | None:
    """Return where the chain fails after some edits, which are then undone."""
    with connection.begin_nested() as edits:
        for statement in statements:
            connection.exec_driver_sql(statement)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            found = audit.first_broken_link(session)
        edits.rollback()
    return found


def test_any_column_that_is_altered_tells(unlocked: Connection) -> None:
    columns = {each["name"] for each in inspect(unlocked).get_columns("audit_entry")}
    other = {"sequence": "999", "at": "'2030-01-01 00:00:00+00:00'"}
    assert len(columns) == 12
    for column in sorted(columns):
        edit = f"UPDATE audit_entry SET {column} = {other.get(column, repr('z'))}"  # noqa: S608 - our own names
        found = broken(unlocked, f"{edit} WHERE sequence = 2")
        # A row that was renumbered is missed where it stood: at the next one.
        assert found == (3 if column == "sequence" else 2), column
    assert broken(unlocked) is None


def test_a_row_that_is_gone_tells(unlocked: Connection) -> None:
    assert broken(unlocked, "DELETE FROM audit_entry WHERE sequence = 1") == 2
    assert broken(unlocked, "DELETE FROM audit_entry WHERE sequence = 3") == 4


def test_a_chain_cut_at_its_end_tells_by_an_ending_kept_elsewhere(
    unlocked: Connection,
) -> None:
    """The chain that is left is sound; an ending noted before is no longer in it."""
    session = Session(unlocked, join_transaction_mode="create_savepoint")
    noted = audit.ending(session)
    newest = unlocked.exec_driver_sql("SELECT max(sequence) FROM audit_entry").scalar()
    assert audit.holds(session, noted)
    with unlocked.begin_nested() as edits:
        unlocked.exec_driver_sql(f"DELETE FROM audit_entry WHERE sequence = {newest}")  # noqa: S608 - a number
        session.expire_all()
        assert audit.first_broken_link(session) is None
        assert not audit.holds(session, noted)
        assert audit.holds(session, audit.ending(session))
        edits.rollback()
    session.close()


def test_an_audit_with_nothing_in_it_ends_where_it_began(database_url: str) -> None:
    database = Database(database_url)
    with database.transaction(ANN) as session:
        assert audit.ending(session) == chain.GENESIS
        assert audit.holds(session, chain.GENESIS)
        assert not audit.holds(session, "f" * 64)
        assert audit.first_broken_link(session) is None
    database.close()


# The one door to a sealed field.


def test_every_look_at_a_sealed_field_is_written_down(office: Office) -> None:
    with office.acting() as session:
        key = sealing.create_key(
            session,
            subject_kind="webhook",
            subject_id="h",
            organisation_id=ANN.organisation_id,
        )
        sealed = sealing.seal(session, key, "home.address", "h", "1 High Street")
    looks = office.acts().count("sealed.read")
    for _ in range(2):
        with office.acting(ANN) as session:
            seen = audit.reveal(
                session, ANN, sealed, "home.address", subject=HOME, row_id="h"
            )
            assert seen == "1 High Street"
    assert office.acts().count("sealed.read") == looks + 2
    with office.acting() as session:
        entry = session.exec(
            select(AuditEntry).order_by(col(AuditEntry.sequence).desc())
        ).first()
    assert entry is not None
    assert (entry.code, entry.actor_id, entry.subject_id) == (
        "home.address",
        "ann",
        "h",
    )


def test_a_look_that_fails_shows_nothing_and_undoes_its_transaction(
    office: Office,
) -> None:
    with office.acting() as session:
        key = sealing.create_key(
            session, subject_kind="home", subject_id="h", organisation_id="o"
        )
        sealed = sealing.seal(session, key, "home.address", "h", "1 High Street")
    before = office.acts()
    with pytest.raises(SealBroken), office.acting(ANN) as session:
        audit.reveal(session, ANN, sealed, "home.uprn", subject=HOME, row_id="h")
    assert office.acts() == before
