"""The commands that bring in a file as a named person would over the API."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from reciprocal.access import queries as access
from reciprocal.access.actor import NOBODY, Actor
from reciprocal.composition import Service
from reciprocal.db import speak_as
from reciprocal.errors import ReciprocalError
from reciprocal.homes.imports import operations as imports
from reciprocal.homes.imports.headers import Asked
from reciprocal.homes.imports.operations import Differing, Mode, Wanted
from reciprocal.homes.imports.reading import FileKind
from reciprocal.proposals import operations as steps
from reciprocal.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Bring in a file, as a named person.")

_KINDS = {".csv": FileKind.CSV, ".xlsx": FileKind.XLSX, ".json": FileKind.JSON}

File = Annotated[Path, typer.Argument(help="A CSV, XLSX or JSON file.")]
As = Annotated[str, typer.Option("--as", help="Sign-in name of the person who acts.")]
DryRun = Annotated[bool, typer.Option(help="Say what would happen; store nothing.")]
Sheet = Annotated[str, typer.Option(help="The sheet of a workbook with several.")]
Columns = Annotated[
    list[str], typer.Option("--column", help="As 'bedrooms=No of rooms'; repeat it.")
]
Fixed = Annotated[
    list[str], typer.Option(help="One value for all rows, as 'works=none'.")
]


@app.command("homes")
def homes(
    file: File,
    person: As,
    *,
    dry_run: DryRun = False,
    mode: Annotated[Mode, typer.Option(help="Add, or all there is.")] = Mode.ADD,
    sheet: Sheet = "",
    column: Columns = [],  # noqa: B006 - the command line makes a new one each time
    fixed: Fixed = [],  # noqa: B006 - likewise
    ignore_unknown: Annotated[bool, typer.Option(help="Pass columns over.")] = False,
    differing: Annotated[
        Differing, typer.Option(help="What of a row that is another home.")
    ] = Differing.REFUSE,
    withdraw: Annotated[
        int, typer.Option(min=-1, help="How many may go; -1 for a tenth.")
    ] = -1,
) -> None:
    """Post the homes of a file, or make the pot hold what it lists; all or none."""
    wanted = Wanted(
        mode=mode,
        dry_run=dry_run,
        asked=Asked(
            headers=_pairs(column), fixed=_pairs(fixed), ignore_unknown=ignore_unknown
        ),
        sheet=sheet or None,
        differing=differing,
        withdraw=None if withdraw < 0 else withdraw,
    )
    _bring_in(file, person, wanted, stock=False)


@app.command("stock")
def stock(
    file: File,
    person: As,
    *,
    dry_run: DryRun = False,
    sheet: Sheet = "",
    column: Columns = [],  # noqa: B006 - likewise
) -> None:
    """Register the dwellings of a file as the landlord's."""
    asked = Asked(headers=_pairs(column))
    wanted = Wanted(dry_run=dry_run, asked=asked, sheet=sheet or None)
    _bring_in(file, person, wanted, stock=True)


def _bring_in(file: Path, person: str, wanted: Wanted, *, stock: bool) -> None:
    kind = _KINDS.get(file.suffix.lower())
    if kind is None:
        typer.echo("Give a file that ends in .csv, .xlsx or .json.", err=True)
        raise typer.Exit(1)
    given = file.read_bytes()
    working = Service(Settings())
    add_homes = partial(imports.import_homes, free=steps.free_unseen)
    act = imports.import_stock if stock else add_homes
    try:
        with working.database.transaction(NOBODY) as session:
            actor = acting(session, person)
            done = act(session, actor=actor, given=given, kind=kind, wanted=wanted)
    except ReciprocalError as fault:
        for each in fault.faults:
            row = f"row {each.row}, " if each.row is not None else ""
            typer.echo(f"{row}{each.field}: {each.fault}", err=True)
        raise
    finally:
        working.close()
    for name, value in done.items():
        if isinstance(value, int) and not isinstance(value, bool):
            typer.echo(f"{name.replace('_', ' ')}: {value}")
    if wanted.dry_run:
        typer.echo("Nothing was stored: this was a dry run.")


def acting(session: Session, person: str) -> Actor:
    """Return whoever signs in by that name, as who the rest of the command is."""
    actor = access.person_named(session, person)
    if actor is None:
        typer.echo("Nobody signs in by that name.", err=True)
        raise typer.Exit(1)
    speak_as(session, actor)
    return actor


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in given)
    return {name: value for name, _, value in pairs}
