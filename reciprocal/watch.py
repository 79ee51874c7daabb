"""The command that watches the audit for whoever looks where they should not."""

from datetime import timedelta
from typing import Annotated

import typer

from reciprocal.opening import open_scheme
from reciprocal.reports import watched


def add_to(audit_app: typer.Typer) -> None:
    """Add this command to those of the audit."""
    audit_app.command("watch")(watch)


def watch(
    minutes: Annotated[int, typer.Option(min=1, help="How far back to look.")] = 1,
) -> None:
    """Say who asked for a case outside theirs, or opened too many; then exit 1."""
    with open_scheme() as (session, _):
        found = watched.alerts(session, within=timedelta(minutes=minutes))
    for each in found:
        who = f"{each.person or 'A system'} of {each.member or 'a member'}"
        typer.echo(f"{who} {each.what}.", err=True)
    if found:
        raise typer.Exit(1)
    typer.echo("Nobody is to be asked about.")
