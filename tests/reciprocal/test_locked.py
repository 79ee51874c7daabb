"""What is read and locked is what stands now, whatever was read of it before."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import select

from reciprocal.access.actor import service
from reciprocal.db import Database
from reciprocal.organisations.tables import Scheme

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_what_is_locked_is_read_anew(database_url: str) -> None:
    """Or a decision would rest on what another had changed before the lock."""
    database = Database(database_url)
    with database.transaction(service()) as session:
        session.add(Scheme(id="s", name="Scheme", created_at=AT))
    with database.transaction(service()) as session:
        query = select(Scheme)
        before = session.exec(query).one()
        session.connection().execute(text("UPDATE scheme SET name = 'Another'"))
        locked = session.exec(query.with_for_update()).one()
        assert locked is before
        assert locked.name == "Another"
    database.close()
