"""A home that comes back to its landlord: given up by its tenant, or not supplied."""

from dataclasses import replace

from sqlmodel import Session

from reciprocal.access.actor import Actor, service
from reciprocal.homes import operations, queries
from reciprocal.homes.lifecycle import HomeEvent, HomeState
from reciprocal.homes.tables import Home
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind


def give_back(session: Session, *, actor: Actor, home_id: str, case_id: str) -> Home:
    """Give a home back to its landlord, to be made ready and released again.

    Where it was let and its landlord has posted the dwelling anew, that posting stands
    and this one stays let. Where it was withdrawn while what it was promised for was
    hidden from whoever did so, it stays withdrawn.

    Args:
        case_id: The request that it was promised or let to; whoever that is closed to
            is not told of it.
    """
    home = session.get_one(Home, home_id)
    anybody = replace(service(home.scheme_id), organisation_id=home.provider_id)
    posted_anew = queries.live_with_uprn(session, anybody, home.uprn_blind) is not None
    if home.state is HomeState.LET and posted_anew:
        return home
    if home.state is HomeState.WITHDRAWN:
        return home
    home = operations.change_state(
        session, actor=actor, home_id=home_id, event=HomeEvent.COME_BACK
    )
    if home.state is HomeState.WITHDRAWN:
        return home
    home.ended_at = home.released_by = home.released_at = None
    session.add(home)
    notices.add_task(
        session,
        organisation_id=home.provider_id,
        kind=TaskKind.HOME_COMES_BACK,
        subject_id=home.id,
        subject_ref=home.landlord_ref,
        case_id=case_id,
    )
    return home
