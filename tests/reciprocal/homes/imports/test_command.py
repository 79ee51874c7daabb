"""The command brings in a file as a person would, and says rows and never cells."""

from pathlib import Path

import pytest
from sqlmodel import select

from fixtures.people import sign_in_name
from fixtures.scenarios import CAMDEN
from reciprocal.audit.tables import AuditEntry
from reciprocal.homes.tables import Home
from reciprocal.settings import Settings
from tests.reciprocal.homes.imports.sheets import as_csv, as_json, row, rows
from tests.reciprocal.journey import Journey, one_move
from tests.support.typed import Type, typed
from tests.support.world import MakeWorld

__all__ = ["typed"]

LEAD = sign_in_name(CAMDEN, "lead")


@pytest.fixture
def installed(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> Journey:
    """A scheme at work, as the environment of a command names it."""
    journey = Journey(make_world(one_move()))
    settings = journey.world.working.settings
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RECIPROCAL_{name.upper()}", raising=False)
    monkeypatch.setenv("RECIPROCAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("RECIPROCAL_KEY_FILE", str(settings.key_file))
    return journey


def test_a_file_is_brought_in_as_the_person_named(
    typed: Type, installed: Journey, tmp_path: Path
) -> None:
    file = tmp_path / "homes.CSV"
    file.write_bytes(as_csv(rows(2)))
    said = typed("import", "stock", str(file), "--as", LEAD)
    assert (said.code, "added: 2" in said.out) == (0, True)
    dry = typed("import", "homes", str(file), "--as", LEAD, "--dry-run")
    assert (dry.code, "dry run" in dry.out) == (0, True)
    said = typed("import", "homes", str(file), "--as", LEAD)
    assert (said.code, "posted: 2" in said.out) == (0, True)
    said = typed("import", "homes", str(file), "--as", LEAD, "--mode", "snapshot")
    assert "unchanged: 2" in said.out
    lead = installed.world.loaded.staff.desks[CAMDEN].first
    with installed.reading() as session:
        by = session.exec(
            select(AuditEntry.actor_id).where(AuditEntry.action == "home.posted")
        ).all()
        assert by.count(lead.id) >= 2
        assert len(session.exec(select(Home)).all()) >= 3


def test_columns_and_values_are_given_on_the_line(
    typed: Type, installed: Journey, tmp_path: Path
) -> None:
    del installed
    file = tmp_path / "homes.json"
    given = [{("Rooms" if n == "No of beds" else n): c for n, c in row(1).items()}]
    file.write_bytes(as_json(given))
    assert typed("import", "stock", str(file), "--as", LEAD).code == 0
    said = typed(
        *("import", "homes", str(file), "--as", LEAD, "--column", "bedrooms=Rooms"),
        *("--fixed", "works=minor", "--withdraw", "0", "--ignore-unknown"),
    )
    assert (said.code, said.err) == (0, "")


def test_a_fault_names_its_row_and_column(
    typed: Type, installed: Journey, tmp_path: Path
) -> None:
    del installed
    file = tmp_path / "homes.csv"
    file.write_bytes(as_csv([row(1, bedrooms="Canary")]))
    said = typed("import", "homes", str(file), "--as", LEAD)
    assert said.code == 1
    assert said.err.startswith("row 2, No of beds: ")
    assert "Canary" not in said.err
    file.write_bytes(b"Canary,UPRN\nx,1\n")
    said = typed("import", "homes", str(file), "--as", LEAD)
    assert "\ncolumn A: " in f"\n{said.err}"
    assert "Canary" not in said.err


def test_nobody_and_no_kind_of_file_are_refused(
    typed: Type, installed: Journey, tmp_path: Path
) -> None:
    del installed
    file = tmp_path / "homes.csv"
    file.write_bytes(as_csv(rows(1)))
    said = typed("import", "homes", str(file), "--as", "nobody@example.org")
    assert (said.code, said.err) == (1, "Nobody signs in by that name.\n")
    said = typed("import", "homes", str(tmp_path / "homes.txt"), "--as", LEAD)
    assert (said.code, said.err) == (
        1,
        "Give a file that ends in .csv, .xlsx or .json.\n",
    )
