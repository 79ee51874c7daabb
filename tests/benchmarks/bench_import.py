"""Times bringing in files of homes, and prints seconds and rows a second.

Run `python -m tests.benchmarks.bench_import [rows]` from the root: 20,000 rows unless
told otherwise, on SQLite and on PostgreSQL. Times are for reading, never asserted.
"""

import sys
import tempfile
import time
from pathlib import Path

from fixtures.load import Hands
from fixtures.scenarios import CAMDEN
from reciprocal import clock, jobs, migrations
from reciprocal.access.actor import Actor
from reciprocal.composition import Service
from reciprocal.homes.imports import operations as imports
from reciprocal.homes.imports.operations import Mode, Wanted
from reciprocal.homes.imports.reading import FileKind
from reciprocal.migrations.grants import grant_app_role
from reciprocal.organisations.rules import SchemeRules
from reciprocal.settings import Settings
from tests.reciprocal.homes.imports import sheets
from tests.reciprocal.journey import one_move
from tests.support.filled import fill
from tests.support.postgres import APP_ROLE, start_postgres
from tests.support.world import START

ROWS = 20_000


def main(count: int) -> None:
    """Print one line an act, on each database."""
    _row("database", "act", "seconds", "rows a second")
    _row(*["---"] * 4)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        _on("SQLite", url, url, count, Path(folder) / "sqlite.json")
        server = start_postgres()
        name = server.create_database()
        app_url, owner_url = server.app_url_for(name), server.owner_url_for(name)
        _on("PostgreSQL", app_url, owner_url, count, Path(folder) / "postgres.json")
        server.drop_database(name)
        server.stop()


def _on(database: str, url: str, owner_url: str, count: int, key_file: Path) -> None:
    migrations.upgrade(owner_url)
    if owner_url != url:
        grant_app_role(owner_url, APP_ROLE)
        jobs.prepare(owner_url, app_role=APP_ROLE)
    loaded, moment = fill(url, key_file, one_move(), SchemeRules(), START)
    lead = loaded.staff.desks[CAMDEN].first
    working = Service(Settings(database_url=url, key_file=key_file))
    rows = sheets.rows(count)
    with clock.source(Hands(moment).now):
        files = {
            FileKind.CSV: sheets.as_csv(rows),
            FileKind.JSON: sheets.as_json(rows),
            FileKind.XLSX: sheets.as_xlsx(("Voids", sheets.grid(rows))),
        }
        nightly = Wanted(mode=Mode.SNAPSHOT, withdraw=1)
        acts = [
            ("stock, csv", FileKind.CSV, None),
            *(
                (f"homes, dry run, {kind}", kind, Wanted(dry_run=True))
                for kind in FileKind
            ),
            ("homes, post, csv", FileKind.CSV, Wanted()),
            ("homes, snapshot unchanged, csv", FileKind.CSV, nightly),
        ]
        for name, kind, wanted in acts:
            seconds = _timed(working, lead, files[kind], kind, wanted)
            _row(database, name, f"{seconds:.1f}", f"{count / seconds:,.0f}")
    working.close()


def _timed(
    working: Service, lead: Actor, given: bytes, kind: FileKind, wanted: Wanted | None
) -> float:
    act = imports.import_homes if wanted else imports.import_stock
    started = time.perf_counter()
    with working.database.transaction(lead) as session:
        act(session, actor=lead, given=given, kind=kind, wanted=wanted or Wanted())
    return time.perf_counter() - started


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROWS)
