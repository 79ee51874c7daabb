"""The commands by which coordinators keep a case from being erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from sqlmodel import Session

from reciprocal.access.actor import NOBODY, Actor
from reciprocal.bring_in import acting
from reciprocal.opening import open_service
from reciprocal.retention import holding
from reciprocal.retention.holds import HoldReason

Case = Annotated[str, typer.Argument(help="The coordinator's reference of the case.")]
As = Annotated[str, typer.Option("--as", help="Sign-in name of the person who acts.")]


def add_to(retention_app: typer.Typer) -> None:
    """Add these commands to those of retention."""
    retention_app.command("hold")(hold)
    retention_app.command("confirm-hold")(confirm_hold)
    retention_app.command("release-hold")(release_hold)


def hold(
    case: Case,
    person: As,
    reason: Annotated[HoldReason, typer.Option(help="Why it must be kept.")],
    review_on: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="When to ask about it.")
    ],
) -> None:
    """Keep a case from being erased: for a week, or until two let it go."""
    with _as(person) as (session, actor):
        holding.ask(
            session,
            actor=actor,
            board_ref=case,
            reason=reason,
            until=review_on.date(),
        )
    typer.echo("It is kept for a week, and for longer once another confirms it.")


def confirm_hold(case: Case, person: As) -> None:
    """Agree, as another coordinator, that a case is kept until two let it go."""
    with _as(person) as (session, actor):
        holding.confirm(session, actor=actor, board_ref=case)
    typer.echo("It is kept until two coordinators let it go.")


def release_hold(case: Case, person: As) -> None:
    """Say that a case need not be kept; once two have said so, the sweep goes on."""
    with _as(person) as (session, actor):
        ended = holding.release(session, actor=actor, board_ref=case)
    typer.echo("It is let go." if ended else "Another coordinator must say so too.")


@contextmanager
def _as(person: str) -> Iterator[tuple[Session, Actor]]:
    with open_service() as working, working.database.transaction(NOBODY) as session:
        yield session, acting(session, person)
