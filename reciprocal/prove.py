"""The commands about a round's proof: solve it again, hand it on, check it."""

from pathlib import Path
from typing import Annotated

import typer

from matching.certify import Certified, certify
from matching.verify import verify
from reciprocal.access import queries as access
from reciprocal.access.actor import NOBODY, service
from reciprocal.composition import Service
from reciprocal.db import Duty, speak_as
from reciprocal.laboratory.shares import shares
from reciprocal.opening import exported_round, refuse
from reciprocal.rounds import queries as rounds
from reciprocal.rounds import run, strangers
from reciprocal.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Prove a round.")

_SHARE = "{:<16} {:>6} {:>6} {:>6} {:>8} {:>12} {:>8}"
_OF_THE_POOL = ("benefit", "contribution", "shapley")


@app.command("replay")
def replay() -> None:
    """Solve the latest round again from its sealed box; exit 1 if the plan differs."""
    working = Service(Settings())
    try:
        with working.database.transaction(service(), Duty.PROOF) as session:
            latest = rounds.latest_solved(session)
        if latest is None:
            typer.echo("No round has been solved yet.", err=True)
            raise typer.Exit(1)
        same = run.replays(working.database, latest, actor=service())
    finally:
        working.close()
    if not same:
        typer.echo("The plan differs: the engine or the record has changed.", err=True)
        raise typer.Exit(1)
    typer.echo("The replay is sound.")


@app.command("export")
def export(
    reference: Annotated[str, typer.Argument(help="The coordinator's of the round.")],
    person: Annotated[
        str, typer.Option("--as", help="Sign-in name of the coordinator who acts.")
    ],
) -> None:
    """Print a round and its plan for strangers: no name, no area, no date of it."""
    working = Service(Settings())
    try:
        with working.database.transaction(NOBODY) as session:
            actor = access.person_named(session, person)
            if actor is None:
                typer.echo("Nobody signs in by that name.", err=True)
                raise typer.Exit(1)
            speak_as(session, actor)
            text = strangers.export(session, actor=actor, round_ref=reference)
    finally:
        working.close()
    typer.echo(text)


@app.command("verify")
def verify_file(
    file: Annotated[Path, typer.Argument(help="As `round export` printed it.")],
) -> None:
    """Check an exported round with no solver: its plan, then its certificate.

    Exit 0 when the plan keeps every rule and it is shown that no plan does better in
    any level; 1 when not; 2 for a file that is not such a round.
    """
    told = exported_round(file)
    violations = verify(told.plan, told.pool, told.policy)
    try:
        certified = certify(told.plan, told.pool, told.policy, lots=dict(told.lots))
    except OverflowError:
        refuse("This is not an exported round: a number in it is too large.")
    for code in sorted({violation.code for violation in violations}):
        typer.echo(f"The plan breaks a rule: {code}.")
    for fault in certified.faults:
        level = f"{fault.level}: " if fault.level else ""
        typer.echo(f"{level}{fault.describe()} ({fault.code})")
    _say_levels(certified)
    if violations or not certified.closed:
        raise typer.Exit(1)
    typer.echo("The plan keeps every rule, and no plan does better.")


@app.command("shares")
def say_shares(
    file: Annotated[Path, typer.Argument(help="As `round export` printed it.")],
    orders: Annotated[int, typer.Option(min=1, help="Drawn for Shapley.")] = 20,
    seed: Annotated[int, typer.Option(help="Draws them.")] = 1,
) -> None:
    """Say what each landlord was worth to an exported round, for a yearly review."""
    told = exported_round(file)
    with typer.progressbar(length=orders, label="Orders") as bar:
        found = shares(
            told.pool,
            told.policy,
            told.plan,
            orders=orders,
            seed=seed,
            told=lambda done, _of: bar.update(done - bar.pos),
        )
    words = ("landlord", "moved", "alone", "missed", *_OF_THE_POOL)
    typer.echo(_SHARE.format(*words))
    for each in found.each:
        row = (each.landlord_id, each.moved, each.alone, each.missed)
        worth = (each.benefit, each.contribution, each.shapley)
        typer.echo(_SHARE.format(*row, *(f"{number:.2f}" for number in worth)))
    if not found.proven:
        typer.echo("A value may be too small: not every round of fewer was closed.")


def _say_levels(certified: Certified) -> None:
    for level in certified.levels:
        if level.bound is None:
            shown = "nothing is shown of it"
        elif level.gap:
            shown = f"certified bound {level.bound}, gap {level.gap}"
        else:
            shown = "no plan does better"
        typer.echo(f"{level.level}: {level.value}, {shown}.")
