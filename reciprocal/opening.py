"""What a command opens: the service, and its one scheme in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from sqlmodel import Session

from reciprocal.access.actor import Actor, service
from reciprocal.composition import Service
from reciprocal.organisations import queries as organisations
from reciprocal.settings import Settings


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
def open_scheme() -> Iterator[tuple[Session, Actor]]:
    """Open a transaction as the service of the one scheme; say so where none is."""
    with open_service() as working, working.database.transaction(service()) as session:
        scheme = organisations.only_scheme(session)
        if scheme is None:
            typer.echo(
                "There is no scheme yet: run `reciprocal scheme init`.", err=True
            )
            raise typer.Exit(1)
        yield session, service(scheme.id)
