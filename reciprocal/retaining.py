"""The commands that keep the retention schedule."""

from typing import Annotated

import typer

from reciprocal.db import Duty
from reciprocal.opening import open_scheme
from reciprocal.retention import holding
from reciprocal.retention import operations as retention
from reciprocal.retention.rules import Of, schedule

app = typer.Typer(no_args_is_help=True, help="Erase what has been kept long enough.")


@app.command("sweep")
def sweep(
    *,
    dry_run: Annotated[bool, typer.Option(help="Count, and erase nothing.")] = False,
) -> None:
    """Erase what is due by the schedule, and write down how many of each."""
    if dry_run:
        with open_scheme(Duty.RETENTION) as (session, actor):
            _say(retention.due(session, actor=actor))
        return
    total: dict[Of, int] = {}
    while True:
        with open_scheme(Duty.RETENTION) as (session, actor):
            erased = retention.sweep(session, actor=actor)
        if not erased:
            break
        for of, number in erased.items():
            total[of] = total.get(of, 0) + number
    _say(total)


@app.command("due")
def due(
    days: Annotated[int, typer.Option(min=0, help="So many days from now.")] = 30,
) -> None:
    """Count what will be due in some days, if nothing happens to it before."""
    with open_scheme(Duty.RETENTION) as (session, actor):
        _say(retention.due(session, actor=actor, in_days=days))
        waiting = holding.for_review(session, actor.scheme_id)
    if waiting:
        typer.echo(f"Legal holds whose review has come: {waiting}.")


def _say(counted: dict[Of, int]) -> None:
    for of in Of:
        if of in counted:
            typer.echo(f"{schedule()[of].what}: {counted[of]}.")
    if not counted:
        typer.echo("Nothing is due.")
