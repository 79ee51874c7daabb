"""What an operator does with statements: release, list, write, and prove."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

from reciprocal import clock
from reciprocal.access.actor import service
from reciprocal.db import Database
from reciprocal.ledger import operations as ledger
from reciprocal.settings import Settings
from reciprocal.statements.quarters import Quarter
from tests.reciprocal.test_book_on_command_line import hold
from tests.reciprocal.test_command_line import refused
from tests.support.typed import INIT, Type, installed, provider, typed

__all__ = ["installed", "typed"]


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def test_statements_go_out_on_their_day_and_are_proved(
    typed: Type, installed: Settings, tmp_path: Path
) -> None:
    del installed
    assert refused(typed, "statements", "list") == (
        "There is no scheme yet: run `reciprocal scheme init`."
    )
    typed(*INIT)
    typed(*provider("OAK"))
    typed(*provider("ELM"))
    assert typed("statements", "release").out == "No quarter's day has come.\n"
    assert typed("statements", "list").out == "No statement went out yet.\n"
    quarter = Quarter.of(clock.today())
    with clock.source(lambda: at_noon(quarter.out_on())):
        said = typed("statements", "release").out
        assert said == f"Released the statements of {quarter}.\n"
    said = typed("statements", "list").out
    assert said.startswith(f"{quarter}: 2 statements, 0 acknowledged, head 000")
    # Each landlord has three files, which hold its own code and no other
    typed("statements", "write", str(quarter), str(tmp_path / "out"))
    files = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert files == sorted(
        f"{code}-{quarter}.{ending}"
        for code in ("ELM", "OAK")
        for ending in ("csv", "html", "json")
    )
    kept = tmp_path / "out" / f"OAK-{quarter}.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["landlord_code"] == "OAK"
    assert "ELM" not in kept.read_text(encoding="utf-8")
    assert (
        "no statements went out"
        in refused(typed, "statements", "write", "2001-Q1", str(tmp_path)).lower()
    )
    # The book holds the head that was kept, and not one that somebody made up
    found = typed("ledger", "check", "--heads", str(kept))
    assert (found.code, found.err) == (0, "")
    assert "heads: 1)" in found.out
    assert "statements: 2)" in found.out
    made_up = tmp_path / "made_up.json"
    made_up.write_text(json.dumps({"head": "b" * 64}), encoding="utf-8")
    found = typed("ledger", "check", "--heads", str(made_up))
    assert found.code == 1
    assert "Law 8: a head that others hold is not in the book\n" in found.err


def test_what_is_held_is_listed_by_size(typed: Type, installed: Settings) -> None:
    typed(*INIT)
    typed(*provider("OAK"))
    typed(*provider("ELM"))
    hold(installed)
    database = Database(installed.database_url)
    with database.transaction(service()) as session:
        ledger.post(
            session,
            actor=service(),
            move_ref="move",
            effective_date=clock.today(),
            settle_by=clock.today(),
        )
    database.close()
    quarter = Quarter.of(clock.today())
    with clock.source(lambda: at_noon(quarter.out_on())):
        typed("statements", "release")
    assert typed("statements", "list").out.endswith(
        "  BED2 held: 1 moves over 1 quarters\n"
    )
