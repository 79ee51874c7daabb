"""What a command opens: the service, its one scheme in a transaction, or a round."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from sqlmodel import Session

from matching.codec import exported_from_text
from matching.errors import PoolError
from matching.exported import ExportedRound
from reciprocal.access.actor import Actor, service
from reciprocal.composition import Service
from reciprocal.db import Duty
from reciprocal.organisations import queries as organisations
from reciprocal.settings import Settings

_FILE_BYTES_MAX = 2**26
_MALFORMED = 2


@contextmanager
def open_service() -> Iterator[Service]:
    """Open the service whose tables are laid; it closes with the block."""
    working = Service(Settings())
    try:
        working.database.require_tables()
        yield working
    finally:
        working.close()


@contextmanager
def open_scheme(duty: Duty = Duty.SERVICE) -> Iterator[tuple[Session, Actor]]:
    """Open a transaction as the service of the one scheme; say so where none is."""
    with (
        open_service() as working,
        working.database.transaction(service(), duty) as session,
    ):
        scheme = organisations.only_scheme(session)
        if scheme is None:
            typer.echo(
                "There is no scheme yet: run `reciprocal scheme init`.", err=True
            )
            raise typer.Exit(1)
        yield session, service(scheme.id)


def exported_round(file: Path) -> ExportedRound:
    """Read a round as `round export` printed it.

    A file that is none is one sentence, and exit 2.
    """
    try:
        if file.stat().st_size > _FILE_BYTES_MAX:
            refuse("The file is larger than any round.")
        text = file.read_bytes().decode("ascii", errors="replace")
    except OSError:
        refuse("The file cannot be read.")
    try:
        return exported_from_text(text)
    except PoolError as fault:
        refuse(f"This is not an exported round: {fault.part}: {fault.fault}.")


def refuse(sentence: str) -> NoReturn:
    """Say what is wrong with what a command was given, and exit 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(_MALFORMED)
