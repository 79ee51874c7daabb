"""What an operator types to make a backup, to restore it, and to prove both."""

import json
from pathlib import Path

import pytest

from reciprocal.access.actor import service
from reciprocal.db import Database
from reciprocal.sealing import operations as sealing
from reciprocal.settings import Settings
from tests.reciprocal.test_command_line import alter, refused
from tests.support.typed import INIT, Type, installed, provider, typed

__all__ = ["installed", "typed"]


@pytest.mark.usefixtures("installed")
def test_a_drill_says_that_all_came_back(typed: Type) -> None:
    typed(*INIT)
    typed(*provider("OAK"))
    said = typed("backup", "drill")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Restored ")
    assert ", all as they were, in " in said.out


def test_a_drill_finds_an_audit_that_was_altered(
    typed: Type, installed: Settings
) -> None:
    typed(*INIT)
    alter(installed.owner_url, "UPDATE audit_entry SET code = 'x' WHERE sequence = 1")
    assert refused(typed, "backup", "drill") == "The audit is not sound."


def test_a_backup_is_made_and_restored_and_what_was_erased_is_listed(
    typed: Type, installed: Settings, tmp_path: Path
) -> None:
    typed(*INIT)
    database = Database(installed.database_url)
    private, data, keys, listed, into = (
        str(tmp_path / name) for name in ("private", "data", "key_rows", "listed", "db")
    )
    public = typed("backup", "key", private).last
    said = typed("backup", "make", data, "--keys", keys, "--to", public)
    assert (said.code, said.err) == (0, "")
    assert typed("backup", "shredded", listed).out == "Listed 0.\n"
    assert json.loads(Path(listed).read_text()) == []
    said = typed(
        *("backup", "restore", data, "--keys", keys, "--with", private),
        *("--into", f"sqlite:///{into}", "--shredded", listed),
    )
    assert (said.code, said.err) == (0, "")
    copy = Database(f"sqlite:///{into}")
    for each in (database, copy):
        with each.transaction(service()) as session:
            assert sealing.unwrap_all(session) == (0, 0)
        each.close()


@pytest.mark.usefixtures("installed")
def test_a_public_key_that_is_none_is_refused_before_a_file_is_there(
    typed: Type, tmp_path: Path
) -> None:
    typed(*INIT)
    data = tmp_path / "data"
    words = ("backup", "make", str(data), "--keys", str(tmp_path / "k"), "--to", "x")
    assert "no backup key" in refused(typed, *words)
    assert not data.exists()
