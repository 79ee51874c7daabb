"""Queries of a plan: its steps, and which of them wait for a person."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from matching.plan import Exchange, Plan
from reciprocal.access.actor import Actor
from reciprocal.access.closed import in_scheme, open_to
from reciprocal.disclosure.pages import WHOLE, Page, Place, Wanted, cut
from reciprocal.disclosure.present import Row
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.proposals import hidden
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds import cycle_queries
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.publishing import to_decide
from reciprocal.rounds.run import is_forgotten, opened_plan
from reciprocal.rounds.tables import MatchRound, StepDecision

SHOWN = (RoundState.SOLVED, RoundState.PUBLISHED)
"""A plan that was refused is nobody's to read but the auditor's."""


def steps(
    session: Session, actor: Actor, row: MatchRound, wanted: Wanted = WHOLE
) -> Page:
    """Return the plan's steps as the coordinator knows them, chains before cycles."""
    if row.state not in SHOWN or is_forgotten(session, row):
        return Page()
    plan = opened_plan(session, actor, row)
    requests, homes = refs(session, actor, plan)
    unshown = hidden.places(session, actor, row.id)
    said = {
        (each.exchange_number, each.position): each
        for each in decided(session, actor, row.id)
    }
    shown: list[tuple[Place, str, Row]] = []
    for number, exchange in enumerate(plan.exchanges, start=1):
        if is_closed(actor, exchange, homes):
            continue
        missing = cycle_queries.missing(session, actor, row, number, exchange)
        for position, step in enumerate(exchange.steps, start=1):
            home = None if (number, position) in unshown else homes[step.home_id]
            by_person = said.get((number, position))
            seen = {
                "exchange_number": number,
                "exchange_kind": exchange.kind,
                "position": position,
                "request": requests[step.household_id],
                "request_code": short_code(requests[step.household_id]),
                "home": home,
                "home_code": short_code(home) if home else None,
                "kind": step.kind,
                "weeks_to_keys": step.weeks_to_keys if home else None,
                "deliverable": not missing,
                "missing": missing,
                "decided": by_person.answer if by_person else None,
                "withheld_reason": by_person.reason if by_person else None,
            }
            shown.append(((number, position), row.state, seen))
    return cut(actor, "round_step", wanted, shown)


def moves_shown(
    session: Session, actor: Actor, row: MatchRound
) -> frozenset[tuple[str, str]]:
    """Return who would enter which home, of the steps shown, by internal ids."""
    plan = opened_plan(session, actor, row)
    _, homes = refs(session, actor, plan)
    return frozenset(
        (step.household_id, step.home_id)
        for exchange in plan.exchanges
        if not is_closed(actor, exchange, homes)
        for step in exchange.steps
    )


def awaiting(session: Session, actor: Actor, row: MatchRound) -> dict[int, Exchange]:
    """Return the exchanges that somebody is to decide, by their number from 1.

    Those with a ready step that nobody has decided and that they may see. One that is
    closed to them waits for somebody else of the coordinator's, and is told to them by
    nothing.
    """
    if row.state not in SHOWN or is_forgotten(session, row):
        return {}
    plan = opened_plan(session, actor, row)
    _, homes = refs(session, actor, plan)
    over = {each.exchange_number for each in decided(session, actor, row.id)}
    return {
        number: exchange
        for number, exchange in to_decide(plan).items()
        if number not in over and not is_closed(actor, exchange, homes)
    }


def decided(session: Session, actor: Actor, round_id: str) -> list[StepDecision]:
    """Return what people decided of a round's steps, each in its place."""
    return list(
        session.exec(
            select(StepDecision)
            .where(
                StepDecision.round_id == round_id,
                *in_scheme(actor, StepDecision.scheme_id, case=StepDecision.request_id),
            )
            .order_by(col(StepDecision.exchange_number), col(StepDecision.position))
        )
    )


def is_closed(actor: Actor, exchange: Exchange, homes: Mapping[str, str]) -> bool:
    """Tell whether somebody may see nothing of an exchange.

    The steps beside one that is closed to them would say whose home comes free.

    Args:
        homes: Those that they may see.
    """
    return any(
        step.household_id in actor.blocked or step.home_id not in homes
        for step in exchange.steps
    )


def refs(
    session: Session, actor: Actor, plan: Plan
) -> tuple[dict[str, str], dict[str, str]]:
    """Return a plan's requests and homes by the board's references.

    Homes that are closed to whoever asks are left out.
    """
    moves = [step for exchange in plan.exchanges for step in exchange.steps]
    return (
        request_refs(session, [step.household_id for step in moves]),
        home_refs(session, actor, [step.home_id for step in moves]),
    )


def request_refs(session: Session, request_ids: list[str]) -> dict[str, str]:
    """Return the board's reference of each request."""
    rows = session.exec(
        select(PropertyRequest.id, PropertyRequest.board_ref).where(
            col(PropertyRequest.id).in_(request_ids)
        )
    )
    return dict(rows.all())


def home_refs(session: Session, actor: Actor, home_ids: list[str]) -> dict[str, str]:
    """Return the board's reference of each home that somebody may see."""
    rows = session.exec(
        select(Home.id, Home.board_ref).where(
            col(Home.id).in_(home_ids), open_to(actor, Home.vacated_by_request_id)
        )
    )
    return dict(rows.all())
