"""How long a home stays in the pot that a household left, or that repays a debt.

It stays for the scheme's number of rounds, or until so long after it is ready, and then
goes back to its landlord, who lets it in the ordinary way. That repays in kind what its
landlord owes.

Both are counted the same whatever rounds do with the home. A count that stopped while
a home is promised would tell, by the day on which it goes back, that it was.
"""

from datetime import datetime

from sqlmodel import Session, col, select, update

from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.homes import questions, seen
from reciprocal.homes.lifecycle import HomeEvent, HomeState, after
from reciprocal.homes.rules import Supply
from reciprocal.homes.tables import Home
from reciprocal.organisations.rules import SchemeRules
from reciprocal.webhooks import outbox

LOOK_WORKING_DAYS = 1
"""What a worker has to look at a home that the last round drew.

Until then its landlord could tell from its going back, or not, that it was drawn.
"""


def begin(home: Home, rules: SchemeRules) -> None:
    """Begin the stay of a home that a household left, or that is let for a debt.

    Of any other home nothing is counted, nor where the scheme ends no stays.

    Called as the home enters the pot.
    """
    left = home.vacated_by_request_id is not None or home.supply is Supply.LETTING
    home.rounds_left = rules.stay_rounds if left else None
    home.stay_over_at = home.stay_ended_at = None


def count_round(session: Session, *, scheme_id: str, frozen_at: datetime) -> None:
    """Count a published round for every home that had come to the pot before it.

    Cost: two statements, however many homes there are.
    """
    begun = (
        col(Home.scheme_id) == scheme_id,
        col(Home.in_pot_since) <= frozen_at,
        col(Home.stay_over_at).is_(None),
    )
    left = col(Home.rounds_left)
    session.flush()
    session.exec(
        update(Home)
        .where(*begun, left > 0)
        .values(rounds_left=left - 1)
        .execution_options(synchronize_session="fetch")
    )
    session.exec(
        update(Home)
        .where(*begun, left == 0)
        .values(stay_over_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


def end_overdue(session: Session, *, actor: Actor, rules: SchemeRules) -> int:
    """Close to rounds what has stayed its time, and give back what nobody was sent to.

    A home that is promised or let is marked and stays so: whoever is not to know reads
    it as given back with the others. Returns how many were given back.
    """
    given_back = 0
    for home in _staying(session, actor):
        if home.stay_over_at is None and _limit(home, rules) <= clock.now():
            home.stay_over_at = clock.now()
            session.add(home)
        if home.stay_over_at is not None and _looked(home.stay_over_at):
            given_back += home.state is HomeState.IN_POT
            _end(session, actor, home)
    return given_back


def _staying(session: Session, actor: Actor) -> list[Home]:
    rows = session.exec(
        select(Home)
        .where(
            Home.scheme_id == actor.scheme_id,
            col(Home.rounds_left).is_not(None),
            col(Home.stay_ended_at).is_(None),
            col(Home.state).in_((HomeState.IN_POT, HomeState.RESERVED, HomeState.LET)),
        )
        .order_by(Home.id)
        .with_for_update()
    )
    return list(rows)


def _limit(home: Home, rules: SchemeRules) -> datetime:
    """Return when a home leaves rounds for its date alone, as its landlord reads it."""
    assert home.in_pot_since is not None, "a stay begins in the pot"
    since = home.in_pot_since.astimezone(clock.LONDON).date()
    day = max(seen.facts_as_asked(home).ready_date or since, since)
    return clock.working_days_after(clock.end_of_day(day), rules.release_working_days)


def _looked(over_at: datetime) -> bool:
    return clock.working_days_after(over_at, LOOK_WORKING_DAYS) <= clock.now()


def _end(session: Session, actor: Actor, home: Home) -> None:
    shown = seen.landlord_stage(home)
    home.stay_ended_at = clock.now()
    if home.state is HomeState.IN_POT:
        home.state = after(home.state, HomeEvent.END_STAY)
        home.ended_at = home.stay_ended_at
    session.add(home)
    if home.hidden or home.state is HomeState.WITHDRAWN:
        questions.close(session, home)
    audit.record(session, actor, "home.end_stay", subject=("home", home.id))
    if seen.landlord_stage(home) is not shown:
        outbox.home_changed(session, home)
