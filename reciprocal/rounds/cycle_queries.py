"""Queries of cycles: what each still needs, and what was proposed of one."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from matching.plan import Exchange
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme
from reciprocal.homes.tables import Home
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds.cycle_lifecycle import CycleState, Missing
from reciprocal.rounds.cycle_rules import missing_dates
from reciprocal.rounds.tables import CarriedCycle, MatchRound

CYCLE = "cycle"
_CARRIED_OUT = (CycleState.UNDER_WAY, CycleState.DONE)


def missing(
    session: Session, actor: Actor, row: MatchRound, number: int, exchange: Exchange
) -> tuple[Missing, ...]:
    """Return what keeps an exchange of a round from being carried out, in codes.

    A chain needs nothing. Of a cycle it is an interim home, and of each of its homes
    a date from the landlord that says when it could be let again.
    """
    if exchange.kind != CYCLE or _is_carried_out(session, row.id, number):
        return ()
    return (Missing.INTERIM_HOME, *dates_missing(session, actor, exchange))


def dates_missing(
    session: Session, actor: Actor, exchange: Exchange
) -> tuple[Missing, ...]:
    """Return what is wrong with the dates of a cycle's homes, if anything is."""
    ready = {home.id: home.ready_date for home in homes_of(session, actor, exchange)}
    dates = [ready.get(step.home_id) for step in exchange.steps]
    return missing_dates(dates, clock.today())


def homes_of(session: Session, actor: Actor, exchange: Exchange) -> list[Home]:
    """Return the homes of an exchange that somebody may know of, in no order."""
    return list(
        session.exec(
            select(Home).where(
                col(Home.id).in_([step.home_id for step in exchange.steps]),
                *in_scheme(actor, Home.scheme_id, case=Home.vacated_by_request_id),
            )
        )
    )


def requests_of(
    session: Session, actor: Actor, exchange: Exchange
) -> list[PropertyRequest]:
    """Return the requests of an exchange that somebody may know of, in no order."""
    ids = [step.household_id for step in exchange.steps]
    return list(
        session.exec(
            select(PropertyRequest).where(
                col(PropertyRequest.id).in_(ids),
                *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
            )
        )
    )


def home_in_scheme(session: Session, actor: Actor, board_ref: str) -> Home | None:
    """Return the home of the coordinator's reference, if they may know of it."""
    return session.exec(
        select(Home).where(
            Home.board_ref == board_ref,
            *in_scheme(actor, Home.scheme_id, case=Home.vacated_by_request_id),
        )
    ).first()


def carried(session: Session, round_id: str, number: int) -> list[CarriedCycle]:
    """Return how often a cycle was begun, and how each ended, in that order.

    Takes no actor: its caller has found the round to be theirs.
    """
    return list(
        session.exec(
            select(CarriedCycle)
            .where(
                CarriedCycle.round_id == round_id,
                CarriedCycle.exchange_number == number,
            )
            .order_by(col(CarriedCycle.number))
        )
    )


def under_way(session: Session, actor: Actor) -> list[CarriedCycle]:
    """Return the scheme's cycles that are being carried out, locked."""
    return list(
        session.exec(
            select(CarriedCycle)
            .where(
                CarriedCycle.scheme_id == actor.scheme_id,
                CarriedCycle.state == CycleState.UNDER_WAY,
            )
            .order_by(CarriedCycle.id)
            .with_for_update()
        )
    )


def proposed(
    session: Session, actor: Actor, cycle: CarriedCycle
) -> dict[int, Proposal]:
    """Return what was proposed of a cycle since it was begun, by position."""
    positions = range(1, cycle.interim_position)
    rows: Iterable[Proposal] = session.exec(
        select(Proposal).where(
            Proposal.round_id == cycle.round_id,
            Proposal.exchange_number == cycle.exchange_number,
            col(Proposal.position).in_([*positions, cycle.interim_position]),
            *in_scheme(actor, Proposal.scheme_id, case=Proposal.request_id),
        )
    )
    return {row.position: row for row in rows if row.proposed_at >= cycle.named_at}


def goes_on_as(
    session: Session, actor: Actor, request_id: str
) -> PropertyRequest | None:
    """Return the case of a household that was referred anew from the home it took."""
    return session.exec(
        select(PropertyRequest).where(
            PropertyRequest.goes_on_from_id == request_id,
            *in_scheme(actor, PropertyRequest.scheme_id, case=PropertyRequest.id),
        )
    ).first()


def _is_carried_out(session: Session, round_id: str, number: int) -> bool:
    return any(
        each.state in _CARRIED_OUT for each in carried(session, round_id, number)
    )
