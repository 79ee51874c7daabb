"""The commands that answer whoever asks what is held on a household."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from reciprocal import hold_back
from reciprocal.access import queries as access
from reciprocal.access.actor import NOBODY
from reciprocal.bring_in import acting
from reciprocal.db import speak_as
from reciprocal.opening import open_service
from reciprocal.rights import answer as answering
from reciprocal.rights import court

app = typer.Typer(no_args_is_help=True, help="Answer who asks what is held.")

To = Annotated[Path, typer.Option(help="A new file, which only its owner reads.")]


def add_to(whole: typer.Typer, retention_app: typer.Typer) -> None:
    """Add these commands, and those that keep what a court may yet ask for."""
    whole.add_typer(app, name="rights")
    hold_back.add_to(retention_app)


@app.command("answer")
def answer(
    case: Annotated[str, typer.Argument(help="The service's reference of the case.")],
    to: To,
    person: Annotated[
        str, typer.Option("--as", help="Who asks, by the name they sign in with.")
    ] = "",
) -> None:
    """Write what is held on a case, for its own worker; for anybody else, nothing."""
    with _new_file(to) as file, open_service() as working:
        with working.database.transaction(NOBODY) as session:
            actor = access.person_named(session, person) or NOBODY
            speak_as(session, actor)
            text = answering.answer(session, actor=actor, case_ref=case)
        file.write(text)
    typer.echo("It is written.")


@app.command("court-file")
def court_file(
    case: Annotated[
        str, typer.Argument(help="The coordinator's reference of the case.")
    ],
    person: Annotated[
        str, typer.Option("--as", help="Sign-in name of the coordinator who acts.")
    ],
    to: To,
) -> None:
    """Write all that is held on a case for a court, once two coordinators said so."""
    with _new_file(to) as file, open_service() as working:
        with working.database.transaction(NOBODY) as session:
            actor = acting(session, person)
            held = court.hand_out(session, actor=actor, board_ref=case)
        if held is not None:
            file.write(json.dumps(held, indent=2, ensure_ascii=False) + "\n")
    typer.echo(
        "Another coordinator must say so too, within a week."
        if held is None
        else "It is written."
    )


@contextmanager
def _new_file(to: Path) -> Iterator[TextIO]:
    """Make a file that was not there, for its owner's eyes; one left empty goes again.

    It is made before anything is written down, so that a file in the way uses up
    nobody's word, and filled once that is committed, so that nothing is handed out of
    which there is no record.
    """
    made = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(made, "w", encoding="utf-8") as file:
            yield file
    finally:
        if not to.stat().st_size:
            to.unlink()
