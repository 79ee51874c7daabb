"""Homes that a council may nominate to: asked for, and let go by its recorded word."""

from collections.abc import Sequence

from sqlmodel import Session

from reciprocal import clock, ids
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import StateConflict
from reciprocal.homes import queries, rules
from reciprocal.homes.tables import Home, NominationRelease
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.tables import Organisation
from reciprocal.webhooks import outbox


def ask_council(session: Session, home: Home) -> None:
    """Ask the council of the authority to let it go; none in the scheme: wait."""
    ask_councils(session, [home])


def ask_councils(session: Session, homes: Sequence[Home]) -> None:
    """Ask the council of each home's authority; each council is looked up once."""
    councils: dict[str, Organisation | None] = {}
    for home in homes:
        code = home.authority_code
        if code not in councils:
            councils[code] = organisations.organisation_coded(
                session, home.scheme_id, code
            )
        council = councils[code]
        if council is not None:
            _ask(session, home, council)


def _ask(session: Session, home: Home, council: Organisation) -> None:
    row = NominationRelease(
        id=ids.new_id(),
        council_ref=ids.new_id(),
        home_id=home.id,
        council_id=council.id,
        asked_at=clock.now(),
    )
    session.add(row)
    notices.add_task(
        session,
        organisation_id=council.id,
        kind=TaskKind.NOMINATION_RELEASE,
        subject_id=row.id,
        subject_ref=row.council_ref,
        case_id=home.vacated_by_request_id,
    )


def release_nomination(session: Session, *, actor: Actor, release_ref: str) -> None:
    """Record that a council lets a home go to the pot instead of nominating."""
    policy.require(actor, "nominations.release")
    row = queries.own_nomination(session, actor, release_ref)
    if row.released_at is not None:
        raise StateConflict
    row.released_at = clock.now()
    row.released_by = actor.id
    home = session.get_one(Home, row.home_id)
    home.nomination = rules.NominationState.RELEASED
    session.add(row)
    session.add(home)
    notices.finish_tasks(session, subject_id=row.id, kind=TaskKind.NOMINATION_RELEASE)
    audit.record(session, actor, "nomination.released", subject=("home", home.id))
    outbox.home_changed(session, home)
