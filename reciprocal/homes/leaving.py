"""What becomes of a home in the pot whose landlord leaves the scheme."""

from sqlmodel import Session, select

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.homes import questions
from reciprocal.homes.lifecycle import TRANSITIONS, HomeEvent, HomeState
from reciprocal.homes.tables import Home
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind


def take_out(session: Session, *, actor: Actor, home_id: str) -> Home:
    """Withdraw a home where it can be; return it as it then is.

    One that is promised out of its landlord's sight is withdrawn once nothing hangs
    on it any more. One that is lived in is in no round from now on (`queries.in_pot`).
    """
    home = session.exec(select(Home).where(Home.id == home_id).with_for_update()).one()
    withdrawn = TRANSITIONS.get((home.state, HomeEvent.WITHDRAW))
    if home.hidden and home.state is HomeState.RESERVED:
        home.withdrawal_asked_at = home.withdrawal_asked_at or clock.now()
    elif withdrawn is not None:
        home.state = withdrawn
        home.ended_at = clock.now()
        questions.close(session, home)
        notices.finish_tasks(session, subject_id=home.id, kind=TaskKind.HOME_COMES_BACK)
        audit.record(session, actor, "home.withdrawn", subject=("home", home.id))
    session.add(home)
    session.flush()
    return home
