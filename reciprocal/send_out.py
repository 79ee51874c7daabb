"""The commands about statements: release them, list them, write them for people."""

import json
from pathlib import Path
from typing import Annotated

import typer

from reciprocal.opening import open_scheme
from reciprocal.statements import forms, operations, queries

app = typer.Typer(no_args_is_help=True, help="Release and write statements.")


@app.command("release")
def release() -> None:
    """Release each quarter whose day has come; run it daily, it waits for the day."""
    with open_scheme() as (session, actor):
        out = [row.quarter for row in operations.release_due(session, actor=actor)]
    for quarter in out:
        typer.echo(f"Released the statements of {quarter}.")
    if not out:
        typer.echo("No quarter's day has come.")


@app.command("list")
def went_out() -> None:
    """Print what went out for each quarter, and which sizes are held and why."""
    with open_scheme() as (session, actor):
        rows = queries.release_rows(session, actor)
    for row in rows:
        typer.echo(
            f"{row.quarter}: {row.statements} statements, {row.acknowledged} "
            f"acknowledged, head {row.head}"
        )
        for size in row.sizes:
            typer.echo(
                f"  {size.size_class} {size.how}: {size.moves} moves over "
                f"{size.quarters} quarters"
            )
    if not rows:
        typer.echo("No statement went out yet.")


@app.command("write")
def write(
    quarter: Annotated[str, typer.Argument(help="As 2026-Q1.")],
    folder: Annotated[Path, typer.Argument(help="Where the files go.")],
) -> None:
    """Write each landlord's statement of a quarter: JSON, CSV, and a page to print."""
    with open_scheme() as (session, actor):
        documents = queries.documents(session, actor, quarter)
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        name = f"{document['landlord_code']}-{quarter}"
        texts = {
            "json": json.dumps(document, indent=2, sort_keys=True) + "\n",
            "csv": forms.as_csv(document),
            "html": forms.as_page(document),
        }
        for ending, text in texts.items():
            file = folder / f"{name}.{ending}"
            file.write_text(text, encoding="utf-8", newline="")
    typer.echo(f"Wrote {len(documents)} statements.")
