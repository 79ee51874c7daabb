"""The commands by which a coordinator tries something out on a round."""

from typing import Annotated

import typer

from reciprocal.access.actor import NOBODY
from reciprocal.bring_in import acting
from reciprocal.composition import Service
from reciprocal.rounds.short_of import short_of
from reciprocal.rounds.what_if import Answer, Tried, what_if
from reciprocal.settings import Settings

Ref = Annotated[str, typer.Argument(help="The round's reference.")]
As = Annotated[str, typer.Option("--as", help="Sign-in name of the person who acts.")]
Requests = Annotated[list[str], typer.Option(help="A request's reference; repeat it.")]
Homes = Annotated[list[str], typer.Option(help="A home's reference; repeat it.")]
Moves = Annotated[
    list[str], typer.Option(help="As REQUEST:HOME, by reference; repeat it.")
]

_NOTHING_SHORT = (
    "Nothing that may be told: no five households or more are short of homes together, "
    "and none would be helped by one home more."
)
_ROW = "{:<30} {:>12} {:>12} {:>8}  {}"


def add_to(round_app: typer.Typer) -> None:
    """Add these commands to those of a round."""
    round_app.command("what-if")(try_out)
    round_app.command("short-of")(say_short_of)


def try_out(
    reference: Ref,
    person: As,
    *,
    force_request: Requests = [],  # noqa: B006 - the command line makes a new one each time
    force_home: Homes = [],  # noqa: B006 - likewise
    force_move: Moves = [],  # noqa: B006 - likewise
    forbid_request: Requests = [],  # noqa: B006 - likewise
    forbid_home: Homes = [],  # noqa: B006 - likewise
    forbid_move: Moves = [],  # noqa: B006 - likewise
) -> None:
    """Say what a round's levels would lose if something were held fixed."""
    tried = Tried(
        force_requests=force_request,
        force_homes=force_home,
        force_moves=[_pair(each) for each in force_move],
        forbid_requests=forbid_request,
        forbid_homes=forbid_home,
        forbid_moves=[_pair(each) for each in forbid_move],
    )
    working = Service(Settings())
    try:
        with working.database.transaction(NOBODY) as session:
            actor = acting(session, person)
        answer = what_if(
            working.database, actor=actor, round_ref=reference, tried=tried
        )
    finally:
        working.close()
    _say(answer)


def say_short_of(reference: Ref, person: As) -> None:
    """Say what a round was short of, and which one home more would help it most."""
    working = Service(Settings())
    try:
        with working.database.transaction(NOBODY) as session:
            actor = acting(session, person)
        found = short_of(working.database, actor=actor, round_ref=reference)
    finally:
        working.close()
    for sentence in found.sentences or (_NOTHING_SHORT,):
        typer.echo(sentence)


def _say(answer: Answer) -> None:
    for sentence in answer.sentences:
        typer.echo(sentence)
    typer.echo(_ROW.format("level", "without", "with", "lost", "proven"))
    for level in answer.cost.levels:
        typer.echo(
            _ROW.format(
                level.level,
                level.unlocked,
                level.with_locks,
                level.lost,
                "yes" if level.proven else "no",
            )
        )
    before, after = (f"{n // 10}.{n % 10}" for n in answer.expected_tenths)
    typer.echo(
        f"Moves to be expected if {answer.step_completes_percent} steps in 100 are "
        f"completed (an assumption): {before} without, {after} with."
    )


def _pair(given: str) -> tuple[str, str]:
    request, _, home = given.partition(":")
    return request, home
