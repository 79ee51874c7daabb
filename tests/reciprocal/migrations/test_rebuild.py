"""A later revision that rebuilds the book's tables keeps rows and triggers."""

from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from reciprocal import migrations
from reciprocal.db import Database
from reciprocal.migrations import triggers

REBUILD = '''"""Rebuild the audit."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_entry", recreate="always") as batch:
        batch.add_column(sa.Column("remark", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("audit_entry", recreate="always") as batch:
        batch.drop_column("remark")
'''


@pytest.fixture
def rebuilding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The history with one more revision, which rebuilds the audit's table."""
    folder = tmp_path / "versions"
    folder.mkdir()
    versions = Path(migrations.__file__).parent / "versions"
    for file in versions.glob("*.py"):
        (folder / file.name).write_text(file.read_text())
    head = max(file.name.split("_")[0] for file in versions.glob("*.py"))
    (folder / "9999_rebuild.py").write_text(REBUILD.format(head=head))
    plain = migrations._config

    def widened(url: str, *, writes: bool = False) -> Config:
        config = plain(url, writes=writes)
        config.set_main_option("version_locations", str(folder))
        return config

    monkeypatch.setattr(migrations, "_config", widened)
    return head


def test_rows_and_triggers_survive(empty_database_url: str, rebuilding: str) -> None:
    """Rebuilding an append-only table loses no row and no trigger, up or down."""
    url = empty_database_url
    migrations.upgrade(url, rebuilding)
    database = Database(url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit_entry VALUES (1, '2026-01-01 00:00:00+00:00',"
            " 'a', 'person', 'o', 'auditor', 'x', 'y', 'z', '', 'p', 'h')"
        )
    for step in ("up", "down"):
        if step == "up":
            migrations.upgrade(url)
        else:
            migrations.downgrade(url, rebuilding)
        with database.engine.connect() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM audit_entry")
            assert count.scalar() == 1
            assert frozenset() == triggers.stray(connection)
        with (
            pytest.raises(DBAPIError, match="only added to"),
            database.engine.begin() as connection,
        ):
            connection.exec_driver_sql("DELETE FROM audit_entry")
    database.close()
