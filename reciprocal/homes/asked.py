"""What is asked of a home by those from whom a change in risk hides what it is for.

They are answered as of any home in the pot, and what they ask is kept. The home stays
promised: the one who knows is given a task, and decides. Once nothing hangs on the
home, it becomes what was asked.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.homes import questions, seen
from reciprocal.homes.lifecycle import HomeEvent, HomeState, after
from reciprocal.homes.tables import Home
from reciprocal.notices import operations as notices
from reciprocal.notices.terms import TaskKind
from reciprocal.webhooks import outbox

_KINDS = (TaskKind.HOME_WITHDRAWAL_ASKED, TaskKind.HOME_AMENDMENT_ASKED)


def withdraw(session: Session, *, actor: Actor, home: Home) -> None:
    """Keep that somebody who does not know withdraws a home.

    Raises:
        StateConflict: When they have withdrawn it already.
    """
    after(seen.stage_for(actor, home), HomeEvent.WITHDRAW)
    home.withdrawal_asked_at = clock.now()
    session.add(home)
    questions.close(session, home)
    audit.record(session, actor, "home.withdrawal_asked", subject=("home", home.id))
    _tell(session, home, TaskKind.HOME_WITHDRAWAL_ASKED)
    outbox.home_changed(session, home)


def amend(
    session: Session, *, actor: Actor, home: Home, given: Mapping[str, Any]
) -> None:
    """Keep the facts that somebody who does not know amends; they were found good."""
    facts = replace(seen.facts_for(actor, home), **given)
    asked = home.amendment_asked or {}
    home.amendment_asked = asked | seen.asked_plainly(facts, given)
    session.add(home)
    audit.record(session, actor, "home.amendment_asked", subject=("home", home.id))
    _tell(session, home, TaskKind.HOME_AMENDMENT_ASKED)
    outbox.home_changed(session, home)


def leave_to_one(session: Session, home: Home) -> None:
    """Put what was asked before the one who knows from now on, and nobody else."""
    if home.withdrawal_asked_at is not None:
        _tell(session, home, TaskKind.HOME_WITHDRAWAL_ASKED)
    if home.amendment_asked is not None:
        _tell(session, home, TaskKind.HOME_AMENDMENT_ASKED)


def settle(session: Session, *, actor: Actor, home: Home) -> None:
    """Show a home to all of its landlord again, and do what was asked meanwhile.

    One whose stay in the pot ended meanwhile goes back, as it would have then.
    """
    given = home.amendment_asked or {}
    facts = seen.facts_as_asked(home)
    for name in given:
        setattr(home, name, getattr(facts, name))
    asked_at = home.withdrawal_asked_at
    if asked_at is None and (home.hidden or home.state is HomeState.IN_POT):
        asked_at = home.stay_ended_at
    home.hidden = False
    home.known_to_id = home.withdrawal_asked_at = home.amendment_asked = None
    if asked_at is not None:
        home.state = after(home.state, HomeEvent.WITHDRAW)
        home.ended_at = asked_at
        audit.record(session, actor, "home.withdrawn", subject=("home", home.id))
    session.add(home)
    notices.finish_tasks_of(session, subject_ids=(home.id,), kinds=_KINDS)


def _tell(session: Session, home: Home, kind: TaskKind) -> None:
    """Put it before the one who knows, while there is something to decide."""
    notices.finish_tasks(session, subject_id=home.id, kind=kind)
    if home.state is HomeState.RESERVED:
        notices.add_task(
            session,
            organisation_id=home.provider_id,
            kind=kind,
            subject_id=home.id,
            subject_ref=home.landlord_ref,
            case_id=home.reserved_for_request_id,
            person_id=home.known_to_id,
        )
