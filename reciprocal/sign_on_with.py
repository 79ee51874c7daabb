"""The commands by which an operator lets a member sign in with its own provider."""

from typing import Annotated

import typer

from reciprocal.opening import open_scheme, open_service
from reciprocal.organisations import queries as organisations
from reciprocal.settings import Settings
from reciprocal.single_sign_on import operations, provider, rules
from reciprocal.single_sign_on.errors import ProviderRefused, ProviderUnreachable
from reciprocal.single_sign_on.rules import Discovered
from reciprocal.webhooks.destinations import destination
from reciprocal.webhooks.post import Roads

Code = Annotated[str, typer.Option(help="Public code of the member.")]
Issuer = Annotated[str, typer.Option(help="The provider's issuer, as https://…")]
ClientId = Annotated[str, typer.Option(help="As the provider gave it.")]
Secret = Annotated[
    str,
    typer.Option(prompt=True, hide_input=True, help="Asked for when it is left out."),
]
Factors = Annotated[
    list[str],
    typer.Option(help="A word of `amr` that says a second factor was shown; repeat."),
]


def add_to(member_app: typer.Typer) -> None:
    """Add these commands to those of a member."""
    member_app.command("single-sign-on")(single_sign_on)
    member_app.command("no-single-sign-on")(no_single_sign_on)


def single_sign_on(
    code: Code,
    issuer: Issuer,
    client_id: ClientId,
    client_secret: Secret,
    factor: Factors = [],  # noqa: B006 - the command line makes a new one each time
) -> None:
    """Let a member's people sign in with its own OpenID Connect provider.

    Register the service there first, with the address that this command says.
    """
    with open_service() as working:
        found = _discover(working.roads, issuer)
    with open_scheme() as (session, actor):
        member = organisations.organisation_coded(session, actor.scheme_id, code)
        if member is None:
            typer.echo("No member has that code.", err=True)
            raise typer.Exit(1)
        operations.settle(
            session,
            actor=actor,
            organisation_id=member.id,
            issuer=issuer,
            client=(client_id, client_secret),
            found=found,
            factors=frozenset(factor),
        )
    back = Settings().public_base + rules.COME_BACK_TO
    typer.echo(f"Its people may sign in there, and come back to {back}")


def no_single_sign_on(code: Code) -> None:
    """End a member's sign-in by its own provider; passwords stay as they are."""
    with open_scheme() as (session, actor):
        member = organisations.organisation_coded(session, actor.scheme_id, code)
        ended = member is not None and operations.end(
            session, actor=actor, organisation_id=member.id
        )
    if not ended:
        typer.echo("No member of that code has a provider.", err=True)
        raise typer.Exit(1)
    typer.echo("Its people sign in with passwords alone.")


def _discover(roads: Roads, issuer: str) -> Discovered:
    """Read what a provider says of itself; each address must be one to be called.

    Raises:
        ProviderRefused: When it is another, or leaves out what is needed.
    """
    try:
        document = provider.read(roads, rules.discovery_url(issuer))
    except ProviderUnreachable:
        raise ProviderRefused from None
    found = rules.discovered(document, issuer)
    called = () if found is None else (found.token_endpoint, found.keys_url)
    if found is None or not all(
        destination(url, to_loopback=roads.to_loopback) for url in called
    ):
        raise ProviderRefused
    return found
