"""One transaction at a time, whole or not at all, and no moment without a zone."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlmodel import Session, select

from reciprocal import db
from reciprocal.access.actor import NOBODY, Actor, ActorKind, Role, service
from reciprocal.audit.tables import AuditEntry
from reciprocal.db import Choice, Database, DatabaseRefused, before_commit
from reciprocal.organisations.tables import Organisation, OrganisationKind, Scheme

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
THREADS, ROUNDS = 6, 60


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def file(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.close()


def found(database: Database, name: str = "Scheme", at: datetime = AT) -> None:
    with database.transaction(service()) as session:
        session.add(Scheme(id=name, name=name, created_at=at))


def names(database: Database) -> list[str]:
    with database.transaction(service()) as session:
        return sorted(session.exec(select(Scheme.name)))


# SQLite starts only as it must be.


@pytest.mark.parametrize(("pragma", "wanted"), sorted(db._PRAGMAS.items()))
def test_every_connection_of_sqlite_is_set(
    file: Database, pragma: str, wanted: str
) -> None:
    with file.engine.connect() as one, file.engine.connect() as other:
        one.rollback()
        for connection in (one, other):
            raw = connection.connection.dbapi_connection
            assert raw is not None
            told = raw.cursor().execute(f"PRAGMA {pragma}").fetchone()
            assert str(told[0]) == wanted
            connection.rollback()


class Deaf:
    """A connection that takes a pragma without a word, and does not do it."""

    def __init__(self, path: Path, pragma: str) -> None:
        self.within = sqlite3.connect(path)
        self.pragma = pragma

    def cursor(self) -> "Deaf":
        return self

    def execute(self, statement: str) -> None:
        deaf = statement.startswith(f"PRAGMA {self.pragma}")
        self.told: Any = (
            ("another",) if deaf else self.within.execute(statement).fetchone()
        )

    def fetchone(self) -> Any:  # noqa: ANN401 - whatever a pragma answers
        return self.told

    def close(self) -> None:
        self.within.close()


@pytest.mark.parametrize("pragma", sorted(db._PRAGMAS))
def test_a_setting_that_does_not_hold_stops_the_start(
    tmp_path: Path, pragma: str
) -> None:
    """WAL, full synchronisation, foreign keys: what is not there is not missed."""
    deaf = Deaf(tmp_path / "file.db", pragma)

    with pytest.raises(DatabaseRefused):
        db._prepare_sqlite(deaf, None)
    deaf.close()


def test_a_database_that_cannot_keep_a_log_is_refused() -> None:
    """SQLite's own answer: a database in memory has no write-ahead log."""
    with pytest.raises(DatabaseRefused):
        db._prepare_sqlite(sqlite3.connect(":memory:"), None)


def test_sqlite_without_a_file_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="as a file"):
        Database("sqlite:///")


def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a/b/c.db")
    with database.transaction(NOBODY) as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    database.close()
    assert (tmp_path / "a" / "b" / "c.db").is_file()


def test_a_transaction_takes_the_write_lock_as_it_begins(file: Database) -> None:
    """Who has read is the only one who may write: two never read the same sum."""
    waiting = sqlite3.connect(Path(file.engine.url.database or ""), timeout=0)
    waiting.isolation_level = None
    with file.transaction(NOBODY) as session:
        session.exec(select(Scheme)).all()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            waiting.execute("BEGIN IMMEDIATE")
    waiting.execute("BEGIN IMMEDIATE")
    waiting.close()


def test_which_dialect_it_is(database: Database, database_url: str) -> None:
    assert database.is_sqlite is database_url.startswith("sqlite")


def test_a_fault_of_the_database_shows_no_value(database: Database) -> None:
    found(database, "hunter2")
    with pytest.raises(IntegrityError) as refused:
        found(database, "hunter2")
    assert "hidden" in str(refused.value)
    assert "parameters: ('hunter2'" not in str(refused.value)


# Transactions.


def test_threads_that_read_add_and_commit_lose_nothing(database: Database) -> None:
    """The sum of 6 threads adding 60 times each is 360, on both databases."""
    with database.transaction(service()) as session:
        session.add(Scheme(id="sum", name="0", created_at=AT))

    def work() -> None:
        for _ in range(ROUNDS):
            with database.transaction(service()) as session:
                db.serialise(session, 1)
                row = session.get_one(Scheme, "sum")
                row.name = str(int(row.name) + 1)
                session.add(row)

    at_once([work] * THREADS)

    assert names(database) == [str(THREADS * ROUNDS)]


def at_once(works: list[Callable[[], None]]) -> None:
    """Run everything at the same time, and fail with the first that fails."""
    failed: list[BaseException] = []
    gate = threading.Barrier(len(works))

    def guard(work: Callable[[], None]) -> None:
        gate.wait()
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - told to the test below
            failed.append(fault)

    threads = [threading.Thread(target=guard, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def test_what_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.transaction(service()) as session:
            session.add(Scheme(id="one", name="one", created_at=AT))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(database) == []


def test_finishes_run_last_once_and_in_order(database: Database) -> None:
    """Each sees everything the caller wrote, also what it did not flush."""
    ran: list[str] = []

    def first(session: Session) -> None:
        ran.append("first")
        assert session.exec(select(Scheme.name)).all() == ["late"]

    def second(session: Session) -> None:
        del session
        ran.append("second")

    with database.transaction(service()) as session:
        before_commit(session, first)
        before_commit(session, second)
        before_commit(session, first)
        session.add(Scheme(id="late", name="late", created_at=AT))
        assert ran == []
    assert ran == ["first", "second"]
    with database.transaction(service()):
        pass
    assert ran == ["first", "second"]


def test_a_finish_that_fails_undoes_all(database: Database) -> None:
    def fail(session: Session) -> None:
        del session
        raise RuntimeError

    def write() -> None:
        with database.transaction(service()) as session:
            session.add(Scheme(id="one", name="one", created_at=AT))
            before_commit(session, fail)

    with pytest.raises(RuntimeError):
        write()
    assert names(database) == []


def test_no_finish_runs_after_a_failure(database: Database) -> None:
    ran: list[Session] = []

    def fail() -> None:
        with database.transaction(service()) as session:
            before_commit(session, ran.append)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert ran == []


def test_a_session_has_what_its_database_was_given(database: Database) -> None:
    database.info["given"] = 1
    with database.transaction(service()) as session:
        session.info["own"] = 2
        assert session.info["given"] == 1
    with database.transaction(service()) as session:
        assert "own" not in session.info


def test_the_database_knows_who_acts_until_the_end(database: Database) -> None:
    """On PostgreSQL as settings of the transaction; SQLite has no such wall."""
    actor = Actor("p", ActorKind.PERSON, "o'ne", "s", Role.NAMED_LEAD)
    with database.transaction(actor) as session:
        assert session.info["actor_organisation_id"] == "o'ne"
        assert spoken(session) == ("o'ne", "named_lead")
        db.speak_as(session, NOBODY)
        assert spoken(session) == ("", "nobody")
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            query = "SELECT current_setting('reciprocal.role', true)"
            assert connection.exec_driver_sql(query).scalar() in (None, "")


def spoken(session: Session) -> tuple[str, str]:
    if session.get_bind().dialect.name == "sqlite":
        organisation = str(session.info["actor_organisation_id"])
        return organisation, "named_lead" if organisation else "nobody"
    row = session.execute(
        text(
            "SELECT current_setting('reciprocal.organisation'),"
            " current_setting('reciprocal.role')"
        )
    ).one()
    return row[0], row[1]


def test_a_dead_database_is_heard_of(tmp_path: Path) -> None:
    database = Database(f"postgresql+psycopg://app@/none?host={tmp_path}")
    with pytest.raises(OperationalError), database.transaction(NOBODY):
        pass
    database.close()


# Types.


@pytest.mark.parametrize("hours", [0, 9, -5])
def test_a_moment_comes_back_in_utc(database: Database, hours: int) -> None:
    """Whatever zone it came in, and whatever zone the connection speaks."""
    found(database, at=AT.astimezone(timezone(timedelta(hours=hours))))
    with database.transaction(service()) as session:
        if not database.is_sqlite:
            session.execute(text("SET LOCAL TIME ZONE 'Asia/Tokyo'"))
        read = session.get_one(Scheme, "Scheme").created_at
    assert (read, read.tzinfo) == (AT, UTC)


def test_a_naive_moment_is_refused(database: Database) -> None:
    """It would be read differently on each database."""
    with pytest.raises(StatementError, match="naive moment"):
        found(database, at=AT.replace(tzinfo=None))
    assert names(database) == []


def test_no_moment_and_no_choice_stay_none(database: Database) -> None:
    dialect = database.engine.dialect
    for kind in (db.UTCDateTime(), Choice(OrganisationKind)):
        assert kind.process_bind_param(None, dialect) is None
        assert kind.process_result_value(None, dialect) is None


def member(kind: OrganisationKind) -> Organisation:
    return Organisation(
        id="m", scheme_id="Scheme", kind=kind, name="m", code="m", joined_at=AT
    )


def test_a_choice_comes_back_as_its_own_kind(database: Database) -> None:
    found(database)
    with database.transaction(service()) as session:
        session.add(member(OrganisationKind.AUDITOR))
    with database.transaction(service()) as session:
        assert session.get_one(Organisation, "m").kind is OrganisationKind.AUDITOR


def test_a_word_outside_the_vocabulary_is_refused_on_the_way_in(
    database: Database,
) -> None:
    class Other(StrEnum):
        BANK = "bank"

    found(database)

    def add() -> None:
        with database.transaction(service()) as session:
            session.add(member(Other.BANK))

    with pytest.raises(StatementError, match="not a valid OrganisationKind"):
        add()


def test_a_word_outside_the_vocabulary_is_refused_by_the_database(
    database: Database,
) -> None:
    found(database)
    with (
        pytest.raises(DBAPIError, match="kind_known"),
        database.transaction(service()) as session,
    ):
        session.execute(
            text(
                "INSERT INTO organisation (id, scheme_id, kind, name, code,"
                " on_call_number, deputy_number, joined_at)"
                " VALUES ('m', 'Scheme', 'bank', 'm', 'm', '', '', '2026-01-01')"
            )
        )


def test_a_choice_is_stored_as_its_own_word() -> None:
    assert isinstance(Choice(Role).impl, String)
    assert str(db.one_of("role", ActorKind).sqltext) == (
        "role IN ('person', 'machine', 'service')"
    )


def test_a_foreign_key_binds(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction(service()) as session:
        session.add(member(OrganisationKind.AUDITOR))


def test_a_rollback_leaves_no_audit_either(database: Database) -> None:
    from reciprocal.audit import operations as audit  # noqa: PLC0415 - one test only

    def fail() -> None:
        with database.transaction(service()) as session:
            audit.record(session, service(), "a.b", subject=("scheme", "s"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.transaction(service()) as session:
        assert session.exec(select(AuditEntry)).all() == []
