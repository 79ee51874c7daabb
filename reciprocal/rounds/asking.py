"""After a round: landlords in debt are asked for homes that a plan would use.

Its households are those whom the round left. A landlord is told a size and whether
step-free, and never an area: where it lets homes it knows itself, and where somebody
may live is nobody's guess.
"""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from matching.owing import HomesWanted, Owing
from matching.plan import Plan
from matching.pool import Policy, Pool
from reciprocal import clock
from reciprocal.access.actor import Actor, service
from reciprocal.db import Database, Duty
from reciprocal.homes.places_let import where_let
from reciprocal.homes_owed import operations as homes_owed
from reciprocal.homes_owed import queries as homes_asked
from reciprocal.jobs import Progress, Report
from reciprocal.ledger.terms import SizeClass
from reciprocal.organisations import queries as organisations
from reciprocal.organisations.rules import SchemeRules
from reciprocal.proposals import recheck, repaying
from reciprocal.requests import queries as requests
from reciprocal.requests.narrowing import unserved_by
from reciprocal.rounds.child import homes_wanted_apart
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import locked, opened, opened_plan

Find = Callable[[Pool, Plan, Policy, Sequence[Owing], int], tuple[HomesWanted, ...]]


def ask_for_homes_owed(
    database: Database,
    round_id: str,
    report: Report,
    *,
    find: Find = homes_wanted_apart,
) -> None:
    """Ask for each home that is owed and would let somebody move, once a round.

    Found outside any transaction; what may be asked for is counted again as it is
    asked for.

    Raises:
        SolveFailed: When the child process dies; the round stands as it is.
    """
    report(Progress("ask", 0, 1))
    with database.transaction(service(), Duty.ROUND) as session:
        row = locked(session, round_id)
        actor = service(row.scheme_id)
        is_done = homes_asked.asked_for(session, actor, round_id)
        if row.state is not RoundState.PUBLISHED or is_done:
            return
        owing = _owing(session, actor)
        if not owing:
            return
        pool, policy, seed = opened(session, actor, row)
        plan = opened_plan(session, actor, row)
    wanted = find(pool, plan, policy, owing, seed)
    with database.transaction(actor, Duty.ROUND) as session:
        locked(session, round_id)
        if homes_asked.asked_for(session, actor, round_id):
            return
        homes_owed.ask(
            session,
            actor=actor,
            round_id=round_id,
            wanted=[
                homes_owed.HomesToAsk(
                    one.landlord_id, SizeClass(one.size_class), one.access, one.homes
                )
                for one in wanted
            ],
            scheme_rules=_rules(session, actor),
            promised=repaying.promised(session, actor),
        )
    report(Progress("ask", 1, 1))


def _rules(session: Session, actor: Actor) -> SchemeRules:
    _, rules = organisations.rules_on(session, actor.scheme_id, clock.today())
    return rules


def _owing(session: Session, actor: Actor) -> list[Owing]:
    """Return what each landlord may be asked for, and where it is known to let."""
    may_ask = homes_owed.may_ask_for(
        session,
        actor=actor,
        scheme_rules=_rules(session, actor),
        promised=repaying.promised(session, actor),
    )
    reachable = {
        landlord: recheck.reachable(session, landlord)
        for landlord in {one for one, _ in may_ask}
    }
    unserved = unserved_by(session, requests.waiting(session, actor))
    places = {
        landlord: where_let(session, actor, landlord)
        for landlord, is_reachable in reachable.items()
        if is_reachable
    }
    return [
        Owing(
            landlord,
            str(size),
            most,
            places[landlord],
            households_barred=unserved.get(landlord, frozenset()),
        )
        for (landlord, size), most in sorted(may_ask.items())
        if places.get(landlord)
    ]
