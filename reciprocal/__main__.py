"""The command line: first start, members, migrations, the worker, and proofs."""

import signal
from queue import SimpleQueue
from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from matching.terms import BedroomStandard, LandlordKind, TenancyKind
from reciprocal import (
    backing_up,
    bring_in,
    clock,
    give_out,
    jobs,
    migrations,
    prove,
    prove_book,
    retaining,
    send_out,
    sign_on_with,
    simulate,
    try_out,
    turning,
    watch,
)
from reciprocal.access import operations as access
from reciprocal.access import tokens
from reciprocal.access.actor import Actor, Role, service
from reciprocal.audit import operations as audit
from reciprocal.errors import ReciprocalError, SettingsRefused
from reciprocal.idempotency import operations as idempotency
from reciprocal.ledger import operations as ledger
from reciprocal.migrations.grants import grant_app_role
from reciprocal.opening import open_scheme, open_service
from reciprocal.organisations import operations as organisations
from reciprocal.organisations import queries
from reciprocal.organisations.rules import SchemeRules
from reciprocal.organisations.tables import Organisation, OrganisationKind
from reciprocal.proposals import parting
from reciprocal.rounds import operations as rounds
from reciprocal.settings import Settings
from reciprocal.webhooks import operations as webhooks
from reciprocal.webhooks.deliver import deliver_due

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
scheme_app = typer.Typer(no_args_is_help=True, help="Found a scheme.")
member_app = typer.Typer(no_args_is_help=True, help="Take members in; let them go.")
audit_app = typer.Typer(no_args_is_help=True, help="Prove the audit.")
webhooks_app = typer.Typer(no_args_is_help=True, help="Send what waits.")
app.add_typer(scheme_app, name="scheme")
app.add_typer(member_app, name="member")
app.add_typer(prove.app, name="round")
app.add_typer(prove_book.app, name="ledger")
app.add_typer(send_out.app, name="statements")
app.add_typer(audit_app, name="audit")
app.add_typer(webhooks_app, name="webhooks")
app.add_typer(bring_in.app, name="import")
app.add_typer(backing_up.app, name="backup")
app.add_typer(retaining.app, name="retention")
app.add_typer(turning.app, name="keys")
try_out.add_to(prove.app)
sign_on_with.add_to(member_app)
simulate.add_to(app)
watch.add_to(audit_app)
give_out.add_to(app, retaining.app)

_FIRST_ROLE = {
    OrganisationKind.COORDINATOR: Role.COORDINATOR,
    OrganisationKind.PROVIDER: Role.NAMED_LEAD,
    OrganisationKind.REFERRING_SERVICE: Role.REFERRING_WORKER,
    OrganisationKind.AUDITOR: Role.AUDITOR,
}

Code = Annotated[str, typer.Option(help="Public code: GSS or registration number.")]
Name = Annotated[str, typer.Option(help="Name of the organisation.")]
Email = Annotated[str, typer.Option(help="Sign-in name of the person invited.")]
Number = Annotated[str, typer.Option(help="Telephone number.")]


@app.command()
def migrate() -> None:
    """Bring the database up to this version, as the role that owns its tables."""
    settings = Settings()
    migrations.upgrade(settings.owner_url)
    app_role = _app_role(settings)
    if app_role is not None:
        grant_app_role(settings.owner_url, app_role)
    if settings.jobs_url == settings.database_url:
        jobs.prepare(settings.owner_url, app_role=app_role)
    else:
        jobs.prepare(settings.jobs_url)
    typer.echo("The database is up to date.")


@app.command()
def worker() -> None:
    """Work rounds in the background until stopped."""
    # An event would wait for its own lock if a signal came while it took it; this
    # queue may be put to in the middle of anything.
    told = SimpleQueue[None]()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.put(None))
    with open_service() as working:
        working.start()
        typer.echo("The worker is up.")
        told.get()


@app.command()
def tidy() -> None:
    """Lapse offers past their time, pass over silent landlords, forget what is old."""
    with open_scheme() as (session, actor):
        lapsed, escalated = rounds.tidy(session, actor=actor)
        forgotten = idempotency.forget_expired(session)
        tokens.sweep(session, actor=actor)
        swept = webhooks.sweep(session)
    typer.echo(
        f"Lapsed {lapsed}, escalated {escalated}, forgot {forgotten}, swept {swept}."
    )
    if clock.calendar_is_short():
        ends = clock.calendar_ends()
        typer.echo(f"Update soon: the bank-holiday list ends on {ends:%d %B %Y}.")


@scheme_app.command("init")
def scheme_init(name: Name, agency: Name, code: Code, email: Email) -> None:
    """Found a scheme with its coordinating agency; print the first invitation."""
    migrate()
    with open_service() as working, working.database.transaction(service()) as session:
        actor = service()
        scheme = organisations.found_scheme(session, actor=actor, name=name)
        actor = service(scheme.id)
        organisations.decide_rules(
            session,
            actor=actor,
            scheme_id=scheme.id,
            effective_from=clock.today(),
            rules=SchemeRules(),
        )
        row = organisations.add_organisation(
            session,
            actor=actor,
            scheme_id=scheme.id,
            kind=OrganisationKind.COORDINATOR,
            name=agency,
            code=code,
        )
        token = _invite(session, actor, row, email)
    typer.echo(f"Invitation token for the first coordinator, shown once: {token}")


@member_app.command("provider")
def member_provider(
    name: Name,
    code: Code,
    kind: Annotated[LandlordKind, typer.Option(help="Decides what it can grant.")],
    grants: Annotated[list[TenancyKind], typer.Option(help="Repeat for each kind.")],
    on_call: Number,
    deputy: Number,
    home_authority: Annotated[str, typer.Option(help="Of a council.")] = "",
    *,
    holds_stock: bool = True,
    introductory_scheme: bool = False,
    settle_by_months: Annotated[int, typer.Option(min=1)] = 6,
    bedroom_standard: Annotated[
        BedroomStandard | None, typer.Option(help="Unless it is the scheme's.")
    ] = None,
    nominations_percent: Annotated[
        int,
        typer.Option(min=0, max=100, help="Of its lettings, what councils nominate."),
    ] = 0,
) -> None:
    """Take a landlord into the scheme, with what it has signed to grant."""
    with open_scheme() as (session, actor):
        row = _add(
            session, actor, OrganisationKind.PROVIDER, name, code, on_call, deputy
        )
        organisations.add_provider(
            session,
            actor=actor,
            organisation=row,
            kind=kind,
            holds_stock=holds_stock,
            home_authority=home_authority or None,
            introductory_scheme=introductory_scheme,
            grants=frozenset(grants),
            settle_by_months=settle_by_months,
            bedroom_standard=bedroom_standard,
            nominations_percent=nominations_percent,
        )
        ledger.open_accounts(
            session, actor=actor, scheme_id=actor.scheme_id, organisation_id=row.id
        )
    typer.echo("The landlord is in the scheme.")


@member_app.command("nominations")
def member_nominations(
    code: Code,
    percent: Annotated[int, typer.Argument(min=0, max=100)],
) -> None:
    """Say what share of a landlord's lettings councils nominate to by agreement."""
    with open_scheme() as (session, actor):
        organisations.record_nominations(
            session,
            actor=actor,
            organisation_id=_landlord(session, actor, code),
            percent=percent,
        )
    typer.echo("The landlord is asked for homes by that from now on.")


@member_app.command("service")
def member_service(
    name: Name,
    code: Code,
    specialism: Annotated[str, typer.Option(help="As domestic_abuse.")],
    on_call: Number,
    deputy: Number,
    owner: Annotated[
        str, typer.Option(help="Code of the landlord it belongs to.")
    ] = "",
) -> None:
    """Approve a referring service; name its owner when a landlord runs it."""
    with open_scheme() as (session, actor):
        row = _add(
            session,
            actor,
            OrganisationKind.REFERRING_SERVICE,
            name,
            code,
            on_call,
            deputy,
        )
        owner_id = _landlord(session, actor, owner) if owner else None
        organisations.add_referring_service(
            session,
            actor=actor,
            organisation=row,
            specialism=specialism,
            owner_provider_id=owner_id,
        )
    typer.echo("The service may refer.")


@member_app.command("auditor")
def member_auditor(name: Name, code: Code) -> None:
    """Take an auditor into the scheme."""
    with open_scheme() as (session, actor):
        _add(session, actor, OrganisationKind.AUDITOR, name, code, "", "")
    typer.echo("The auditor is in the scheme.")


@member_app.command("invite")
def member_invite(code: Code, email: Email) -> None:
    """Invite somebody of a member; print the token to hand over."""
    with open_scheme() as (session, actor):
        token = _invite(session, actor, _coded(session, actor, code), email)
    typer.echo(f"Invitation token, shown once: {token}")


@member_app.command("leave")
def member_leave(code: Code) -> None:
    """Let a member go: its people and systems are refused from this moment.

    A referring service goes once no case of it is in hand, a landlord once it owes no
    home, no case of its tenants is in hand and no move or dispute of it is under
    way. Its homes leave the pot.
    """
    with open_scheme() as (session, actor):
        member = _coded(session, actor, code)
        parting.let_go(session, actor=actor, member=member)
    typer.echo("The member has left.")


@audit_app.command("check")
def audit_check(
    noted: Annotated[
        str, typer.Option("--ending", help="An ending noted at an earlier check.")
    ] = "",
) -> None:
    """Prove the audit's chain; exit 1 and say where it first fails."""
    with open_scheme() as (session, _):
        broken = audit.first_broken_link(session)
        cut = bool(noted) and not audit.holds(session, noted)
        ending = audit.ending(session)
    if broken is not None:
        typer.echo(f"The chain fails at entry {broken}.", err=True)
    if cut:
        typer.echo("The ending noted before is no longer in the chain.", err=True)
    _say_sound(broken is not None or cut, "The audit")
    typer.echo(f"It ends in {ending}; keep this elsewhere for the next check.")


@webhooks_app.command("deliver")
def webhooks_deliver() -> None:
    """Send the webhooks that are due, once; a worker does so by itself."""
    with open_service() as working:
        sent = deliver_due(working.database, working.roads)
    typer.echo(f"Sent {sent}.")


def main() -> None:
    """Run the command line; a fault of the world is one sentence and exit 1."""
    try:
        app()
    except SettingsRefused as fault:
        typer.echo(str(fault), err=True)
        raise SystemExit(1) from None
    except ReciprocalError as fault:
        typer.echo(fault.sentence, err=True)
        raise SystemExit(1) from None
    except (SQLAlchemyError, CommandError):
        # Said in our words: theirs may hold a statement or a server's name.
        typer.echo(
            "The database cannot be used: see that it is there, that its settings are "
            "right, and that `reciprocal migrate` has run.",
            err=True,
        )
        raise SystemExit(1) from None
    except OSError:
        typer.echo(
            "A folder or file cannot be used: see that the service may write where "
            "its settings say.",
            err=True,
        )
        raise SystemExit(1) from None


def _app_role(settings: Settings) -> str | None:
    """Return the role the service runs as, where another one owns the tables."""
    if settings.owner_url == settings.database_url:
        return None
    return make_url(settings.database_url).username


def _add(
    session: Session,
    actor: Actor,
    kind: OrganisationKind,
    name: str,
    code: str,
    on_call: str,
    deputy: str,
) -> Organisation:
    return organisations.add_organisation(
        session,
        actor=actor,
        scheme_id=actor.scheme_id,
        kind=kind,
        name=name,
        code=code,
        on_call_number=on_call,
        deputy_number=deputy,
    )


def _coded(session: Session, actor: Actor, code: str) -> Organisation:
    row = queries.organisation_coded(session, actor.scheme_id, code)
    if row is None:
        typer.echo("No member has that code.", err=True)
        raise typer.Exit(1)
    return row


def _landlord(session: Session, actor: Actor, code: str) -> str:
    row = _coded(session, actor, code)
    if queries.provider(session, row.id) is None:
        typer.echo("The member of that code is no landlord.", err=True)
        raise typer.Exit(1)
    return row.id


def _invite(session: Session, actor: Actor, row: Organisation, email: str) -> str:
    return access.invite(
        session,
        actor=actor,
        organisation_id=row.id,
        email=email,
        role=_FIRST_ROLE[row.kind],
    )


def _say_sound(broken: bool, what: str) -> None:  # noqa: FBT001 - a private word
    if broken:
        raise typer.Exit(1)
    typer.echo(f"{what} is sound.")


if __name__ == "__main__":
    main()
