from collections import Counter

from sqlmodel import Session, col, select

from matching.explain import explain
from matching.plan import Plan
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Place, Wanted, cut, read
from reciprocal.disclosure.present import Row
from reciprocal.errors import NotFound
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import opened, opened_plan
from reciprocal.rounds.tables import MatchRound

_RUNNING = (RoundState.FROZEN, RoundState.SOLVED)
_SHOWN = (RoundState.SOLVED, RoundState.PUBLISHED)
"""A plan that was refused is nobody's to read but the auditor's."""


def running(session: Session, actor: Actor) -> MatchRound | None:
    """Return the round of the scheme that is running, if one is."""
    return session.exec(
        select(MatchRound).where(
            MatchRound.scheme_id == actor.scheme_id,
            col(MatchRound.state).in_(_RUNNING),
        )
    ).first()


def unfinished(session: Session) -> list[str]:
    """Return the ids of rounds that are frozen or solved and not published.

    Takes no actor: the service asks as it starts, and learns identifiers only.
    """
    return list(
        session.exec(
            select(MatchRound.id)
            .where(col(MatchRound.state).in_(_RUNNING))
            .order_by(MatchRound.id)
        )
    )


def latest_solved(session: Session) -> str | None:
    """Return the id of the newest round that has a plan.

    Takes no actor: the operator's command asks, and learns an identifier only.
    """
    return session.exec(
        select(MatchRound.id)
        .where(col(MatchRound.solved_at).is_not(None))
        .order_by(col(MatchRound.solved_at).desc())
    ).first()


def own_round(session: Session, actor: Actor, round_ref: str) -> MatchRound:
    """Return the scheme's round of that reference, or raise NotFound."""
    row = session.exec(
        select(MatchRound).where(
            MatchRound.board_ref == round_ref,
            MatchRound.scheme_id == actor.scheme_id,
        )
    ).first()
    if row is None:
        raise NotFound
    return row


def rounds(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the scheme's rounds, the newest first."""
    return read(
        session,
        actor,
        "round",
        wanted,
        select(MatchRound).where(MatchRound.scheme_id == actor.scheme_id),
        (By(MatchRound.frozen_at, falls=True), By(MatchRound.board_ref)),
        lambda row: (row.state, round_row(row)),
        stage=MatchRound.state,
    )


def show_round(session: Session, actor: Actor, row: MatchRound) -> Shown:
    """Return one round as its coordinator may see it."""
    del session
    return show(actor, "round", row.state, round_row(row))


def round_row(row: MatchRound) -> dict[str, object]:
    """Return what is said of a round."""
    return {
        "reference": row.board_ref,
        "code": short_code(row.board_ref),
        "stage": row.state,
        "households": row.households,
        "homes": row.homes,
        "ready_steps": row.ready_steps,
        "forecast_steps": row.forecast_steps,
        "proposed": row.proposed,
        "refused_code": row.refused_code,
        "pool_digest": row.pool_digest,
        "seed_commitment": row.seed_commitment,
        "rule_version": row.rule_version,
        "geography_version": row.geography_version,
        "engine_version": row.engine_version,
        "levels": row.levels,
        "frozen_at": row.frozen_at,
        "published_at": row.published_at,
    }


def steps(
    session: Session, actor: Actor, row: MatchRound, wanted: Wanted = WHOLE
) -> Page:
    """Return the plan's steps by the coordinator's codes, chains before cycles."""
    if row.state not in _SHOWN:
        return Page()
    plan = opened_plan(session, actor, row)
    requests, homes = _codes(session, actor, plan)
    shown: list[tuple[Place, str, Row]] = []
    for number, exchange in enumerate(plan.exchanges, start=1):
        if any(step.household_id in actor.blocked for step in exchange.steps):
            continue  # the steps beside it would say whose home comes free
        for position, step in enumerate(exchange.steps, start=1):
            seen = {
                "exchange_number": number,
                "exchange_kind": exchange.kind,
                "position": position,
                "request_code": requests[step.household_id],
                "home_code": homes[step.home_id],
                "kind": step.kind,
                "weeks_to_keys": step.weeks_to_keys,
                "deliverable": exchange.kind == "chain",
            }
            shown.append(((number, position), row.state, seen))
    return cut(actor, "round_step", wanted, shown)


def no_home_yet(
    session: Session, actor: Actor, row: MatchRound, wanted: Wanted = WHOLE
) -> Page:
    """Return who has no home yet and the main reason, in codes and no places."""
    if row.state not in _SHOWN:
        return Page()
    pool, policy, _ = opened(session, actor, row)
    plan = opened_plan(session, actor, row)
    unmoved = explain(plan, pool, policy).households
    codes = _request_codes(session, [reason.household_id for reason in unmoved])
    shown: list[tuple[Place, str, Row]] = [
        (
            (codes[reason.household_id], number),
            row.state,
            {
                "request_code": codes[reason.household_id],
                "main_reason": reason.reason,
                "sentence": reason.sentence,
            },
        )
        for number, reason in enumerate(unmoved)
        if reason.household_id not in actor.blocked
    ]
    return cut(actor, "no_home_yet", wanted, shown)


def reasons_counted(rows: list[dict[str, object]]) -> dict[str, int]:
    """Return how many households have each main reason, the commonest first."""
    counted = Counter(str(row["main_reason"]) for row in rows)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _codes(
    session: Session, actor: Actor, plan: Plan
) -> tuple[dict[str, str], dict[str, str]]:
    del actor
    steps_all = [step for exchange in plan.exchanges for step in exchange.steps]
    homes = session.exec(
        select(Home.id, Home.board_ref).where(
            col(Home.id).in_([step.home_id for step in steps_all])
        )
    )
    return (
        _request_codes(session, [step.household_id for step in steps_all]),
        {home_id: short_code(ref) for home_id, ref in homes},
    )


def _request_codes(session: Session, request_ids: list[str]) -> dict[str, str]:
    rows = session.exec(
        select(PropertyRequest.id, PropertyRequest.board_ref).where(
            col(PropertyRequest.id).in_(request_ids)
        )
    )
    return {request_id: short_code(ref) for request_id, ref in rows}
