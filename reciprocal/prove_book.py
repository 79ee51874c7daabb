"""The commands about the book: its proof, law by law, and how old its debts are."""

from pathlib import Path
from typing import Annotated

import typer

from reciprocal import clock
from reciprocal.ledger import disputes, queries
from reciprocal.ledger.lots import AgeBand, ageing
from reciprocal.opening import open_scheme
from reciprocal.organisations import queries as organisations
from reciprocal.reports import facts
from reciprocal.statements import checking

app = typer.Typer(no_args_is_help=True, help="Prove the book; see how old debts are.")


@app.command("check")
def check(
    heads: Annotated[
        list[Path] | None,
        typer.Option(help="Statements kept outside, in JSON. Repeat for each file."),
    ] = None,
) -> None:
    """Prove the whole book, law by law; exit 1 and name each law that is broken."""
    kept = [
        head
        for file in heads or []
        for head in checking.heads_in(file.read_text(encoding="utf-8"))
    ]
    with open_scheme() as (session, _):
        proved = queries.prove(session, facts.of_the_book(session, kept))
    for law in proved:
        found = "is broken" if law.violations else "holds"
        typer.echo(f"Law {law.number} {found} ({law.over}): {law.sentence}")
    for violation in (each for law in proved for each in law.violations):
        typer.echo(f"Law {violation.law}: {violation.fault}", err=True)
    if any(law.violations for law in proved):
        raise typer.Exit(1)
    typer.echo("The book is sound.")


@app.command("ageing")
def how_old() -> None:
    """Print how many homes each landlord owes of each size, by how long."""
    with open_scheme() as (session, actor):
        aged = ageing(
            queries.open_lots(session, actor),
            clock.today(),
            disputes.disputed_lots(session, actor.scheme_id),
        )
        codes = {
            landlord: organisations.organisation(session, landlord).code
            for landlord, _ in aged
        }
    for landlord, size_class in sorted(aged, key=lambda key: (codes[key[0]], key[1])):
        bands = aged[landlord, size_class]
        told = ", ".join(f"{bands[band]} {band}" for band in AgeBand if bands[band])
        typer.echo(f"{codes[landlord]} {size_class}: {told}")
    if not aged:
        typer.echo("Nobody owes a home.")
