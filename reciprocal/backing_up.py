"""The commands about backups: make one, restore it, and prove that it can be done."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Annotated

import typer

from reciprocal.access.actor import service
from reciprocal.audit import operations as audit
from reciprocal.backups import files
from reciprocal.backups import operations as backups
from reciprocal.composition import Service
from reciprocal.db import Database, Duty
from reciprocal.ledger import queries as ledger
from reciprocal.opening import open_service
from reciprocal.reports import facts
from reciprocal.sealing import operations as sealing
from reciprocal.sealing import recipients

app = typer.Typer(no_args_is_help=True, help="Make backups; prove they restore.")

_MINUTE = 60

File = Annotated[Path, typer.Argument(help="The backup of the data.")]
Keys = Annotated[Path, typer.Option("--keys", help="The backup of the keys, apart.")]


@app.command("key")
def key(
    file: Annotated[Path, typer.Argument(help="Where the private key goes.")],
) -> None:
    """Make the key that opens backups, on another host; print its public half."""
    typer.echo(recipients.make_private_key(file))


@app.command("make")
def make(
    file: File,
    keys: Keys,
    public: Annotated[str, typer.Option("--to", help="The public key to seal to.")],
) -> None:
    """Write the data and the keys into two files, each sealed to a public key."""
    with open_service() as working:
        data, key_rows = backups.take(working.database)
    files.write(file, data, what=files.DATA, public=public)
    files.write(keys, key_rows, what=files.KEYS, public=public)
    rows = sum(map(len, data.tables.values()))
    typer.echo(f"Wrote {rows} rows; keep the keys apart, for 35 days at most.")


@app.command("shredded")
def shredded(
    file: Annotated[Path, typer.Argument(help="Where the list goes.")],
) -> None:
    """List the keys that were destroyed, to be given to any later restore."""
    with open_service() as working:
        destroyed = backups.shredded(working.database)
    files.write_whole(file, json.dumps(destroyed).encode())
    typer.echo(f"Listed {len(destroyed)}.")


@app.command("restore")
def restore(
    file: File,
    keys: Keys,
    private: Annotated[Path, typer.Option("--with", help="The private key's file.")],
    into: Annotated[
        str, typer.Option(help="URL of an empty database, as its tables' owner.")
    ],
    since: Annotated[
        list[Path] | None,
        typer.Option("--shredded", help="List of keys destroyed since; repeat it."),
    ] = None,
) -> None:
    """Fill an empty database from a backup; what was erased stays erased."""
    opener = private.read_text()
    destroyed = {key for each in since or [] for key in json.loads(each.read_text())}
    restored = backups.restore(
        into,
        files.read(file, what=files.DATA, private=opener),
        files.read(keys, what=files.KEYS, private=opener),
        destroyed=destroyed,
    )
    typer.echo(f"Restored {sum(restored.values())} rows; run both checks on it now.")


@app.command("drill")
def drill(
    into: Annotated[
        str,
        typer.Option(help="URL of an empty scratch database; a file apart if none."),
    ] = "",
) -> None:
    """Make a backup, restore it beside, and check all that it must hold; exit 1."""
    began = monotonic()
    with TemporaryDirectory() as folder, open_service() as working:
        url = into or f"sqlite:///{Path(folder) / 'scratch.sqlite'}"
        expected = _there_and_back(working, Path(folder), url)
        faults = _faults(working, url, expected)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    took = (monotonic() - began) / _MINUTE
    rows = sum(expected.values())
    typer.echo(f"Restored {rows} rows, all as they were, in {took:.1f} minutes.")


def _there_and_back(working: Service, folder: Path, url: str) -> dict[str, int]:
    """Write both files, read them back, and restore; count what was taken by table."""
    opener = folder / "private"
    public = recipients.make_private_key(opener)
    kept = (folder / "data", files.DATA), (folder / "keys", files.KEYS)
    taken = backups.take(working.database)
    for (file, what), contents in zip(kept, taken, strict=True):
        files.write(file, contents, what=what, public=public)
    data, keys = (
        files.read(file, what=what, private=opener.read_text()) for file, what in kept
    )
    backups.restore(url, data, keys)
    return {name: len(rows) for part in taken for name, rows in part.tables.items()}


def _faults(working: Service, url: str, expected: dict[str, int]) -> list[str]:
    """Say what is wrong with the restored database, and never of whom."""
    scratch = Database(url)
    scratch.info.update(working.database.info)
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("Rows were lost.", lambda: _counts(scratch) == expected),
        ("The book is not sound.", lambda: _book_holds(scratch)),
        ("The audit is not sound.", lambda: _audit_holds(working.database, scratch)),
        ("Keys differ.", lambda: _keys(scratch) == _keys(working.database)),
    )
    try:
        return [fault for fault, holds in checks if not holds()]
    finally:
        scratch.close()


def _counts(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return backups.counts(connection)


def _book_holds(database: Database) -> bool:
    with database.transaction(service(), Duty.BACKUP) as session:
        proved = ledger.prove(session, facts.of_the_book(session, []))
    return not any(law.violations for law in proved)


def _audit_holds(live: Database, restored: Database) -> bool:
    with restored.transaction(service(), Duty.BACKUP) as session:
        broken, ending = audit.first_broken_link(session), audit.ending(session)
    with live.transaction(service(), Duty.BACKUP) as session:
        return broken is None and audit.holds(session, ending)


def _keys(database: Database) -> tuple[int, int]:
    """Count the keys that open, and those destroyed; one that fails is a fault."""
    with database.transaction(service(), Duty.BACKUP) as session:
        return sealing.unwrap_all(session)
