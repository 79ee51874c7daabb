"""The commands that turn keys while the service serves."""

import typer

from reciprocal.audit import operations as audit
from reciprocal.opening import open_scheme
from reciprocal.sealing import rotating

app = typer.Typer(no_args_is_help=True, help="Turn the keys; retire the old ones.")


@app.command("rotate")
def rotate() -> None:
    """Add new keys, and wrap everything anew; what is sealed stays as it is."""
    with open_scheme() as (session, actor):
        version = rotating.turn_root(session)
        subject = ("scheme", actor.scheme_id)
        audit.record(session, actor, "keys.rotated", subject=subject)
        organisations = rotating.organisations_with_keys(session)
    turned = 0
    for organisation_id in organisations:
        with open_scheme() as (session, actor):
            turned += rotating.turn_organisation(session, organisation_id)
            subject = ("organisation", organisation_id)
            audit.record(session, actor, "keys.rotated", subject=subject)
    typer.echo(
        f"Root key {version} wraps {len(organisations)} organisations' new keys, "
        f"and they {turned} others; retire the old ones in an hour."
    )


@app.command("retire")
def retire() -> None:
    """Remove the keys that wrap nothing any more."""
    with open_scheme() as (session, actor):
        gone = rotating.retire(session)
        subject = ("scheme", actor.scheme_id)
        audit.record(session, actor, "keys.retired", subject=subject)
    typer.echo(f"Retired {gone}.")
