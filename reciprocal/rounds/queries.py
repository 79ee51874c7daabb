from collections import Counter
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from matching.explanation import UnusedHome
from reciprocal import clock
from reciprocal.access.actor import Actor
from reciprocal.access.closed import open_to, theirs
from reciprocal.db import Duty, on_duty
from reciprocal.disclosure import Shown, show
from reciprocal.disclosure.pages import WHOLE, By, Page, Place, Wanted, cut, read
from reciprocal.disclosure.present import Row
from reciprocal.errors import NotFound
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.seen import stage_in_list
from reciprocal.homes.tables import Home
from reciprocal.ids import short_code
from reciprocal.notices.timetable import next_run
from reciprocal.proposals import hidden
from reciprocal.proposals.queries import left_to
from reciprocal.proposals.tables import Proposal
from reciprocal.requests.tables import PropertyRequest
from reciprocal.rounds import levels
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.plan_queries import SHOWN, home_refs, is_closed, request_refs
from reciprocal.rounds.run import is_forgotten, opened_plan, opened_reasons
from reciprocal.rounds.tables import MatchRound, StepDecision

_RUNNING = (RoundState.FROZEN, RoundState.SOLVED)


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


def is_newest(session: Session, actor: Actor, row: MatchRound) -> bool:
    """Tell whether no round of the scheme was frozen after this one."""
    return (
        session.exec(
            select(MatchRound.id).where(
                MatchRound.scheme_id == actor.scheme_id,
                MatchRound.frozen_at > row.frozen_at,
            )
        ).first()
        is None
    )


def decided_last(session: Session) -> list[str]:
    """Return, for each scheme, the newest round that people have decided and published.

    Takes no actor: the service asks as it starts, and learns identifiers only.
    """
    rows = session.exec(
        select(MatchRound.scheme_id, MatchRound.id)
        .where(
            MatchRound.state == RoundState.PUBLISHED,
            select(StepDecision.id)
            .where(StepDecision.round_id == MatchRound.id)
            .exists(),
        )
        .order_by(col(MatchRound.frozen_at))
    )
    return sorted(dict(rows.all()).values())


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
        "levels": levels.told(row.levels, moves=row.ready_steps + row.forecast_steps),
        "plan_status": row.plan_status,
        "certificate_closes": row.certificate_closes,
        "home_types": row.home_types,
        "expected_moves": expected_row(row.expected_tenths, row.step_completes_percent),
        "frozen_at": row.frozen_at,
        "published_at": row.published_at,
    }


def expected_row(
    tenths: int | None, step_completes_percent: int
) -> dict[str, object] | None:
    """Return the moves that a plan would complete on average, with the odds assumed."""
    if tenths is None:
        return None
    return {
        "tenths": tenths,
        "step_completes_percent": step_completes_percent,
        "assumed": True,
    }


def no_home_yet(
    session: Session, actor: Actor, row: MatchRound, wanted: Wanted = WHOLE
) -> Page:
    """Return who has no home yet and the main reason, in codes and no places."""
    if row.state not in SHOWN or is_forgotten(session, row):
        return Page()
    unmoved = opened_reasons(session, actor, row).households
    refs = request_refs(session, [each.household_id for each in unmoved])
    shown: list[tuple[Place, str, Row]] = []
    for each in unmoved:
        if each.household_id in actor.blocked:
            continue
        ref = refs[each.household_id]
        seen = {
            "request": ref,
            "request_code": short_code(ref),
            "main_reason": each.reason,
            "sentence": each.sentence,
            "suitable": each.suitable,
        }
        shown.append(((short_code(ref), ref), row.state, seen))
    return cut(actor, "no_home_yet", wanted, shown)


def unused_homes(
    session: Session, actor: Actor, row: MatchRound, wanted: Wanted = WHOLE
) -> Page:
    """Return the homes that a plan sends nobody to, all by the one code there is.

    A home that is entered in an exchange with a case that is closed to them is unused
    as far as they can tell: were it missing, it would say where that case goes. What a
    hidden step leads to is unused likewise, and in the pot on the board.
    """
    if row.state not in SHOWN or is_forgotten(session, row):
        return Page()
    unused = opened_reasons(session, actor, row).homes
    left = hidden.homes_left(session, actor, row.id, row.frozen_at)
    unused += tuple(map(UnusedHome, left))
    lived_in = hidden.homes_lived_in(session, actor)
    exchanges = opened_plan(session, actor, row).exchanges if actor.blocked else ()
    entered = [step.home_id for exchange in exchanges for step in exchange.steps]
    ids = [each.home_id for each in unused] + entered
    refs = home_refs(session, actor, ids)
    unused += tuple(
        UnusedHome(step.home_id)
        for exchange in exchanges
        if is_closed(actor, exchange, refs)
        for step in exchange.steps
    )
    shown: list[tuple[Place, str, Row]] = []
    for each in dict.fromkeys(unused):
        if each.home_id in lived_in or each.home_id not in refs:
            continue  # hidden; or the one that a case that is closed to them leaves
        ref = refs[each.home_id]
        seen = {
            "home": ref,
            "home_code": short_code(ref),
            "reason": each.reason,
            "sentence": each.sentence,
        }
        shown.append(((short_code(ref), ref), row.state, seen))
    return cut(actor, "unused_home", wanted, shown)


def own_not_placed(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return the landlord's homes that were in the pot when the last round was run.

    It follows from what whoever asks knows of these homes: when they came to the pot,
    which offers were shown to them, and the day of the round. No plan is looked at. So
    a home that a round has drawn is told of like any other until its offer is shown,
    and to whom that case is closed, ever after. A round is told of from the fixed run
    after it was published.
    """
    last = _last_told(session, actor)
    if last is None:
        return Page()
    frozen_at, told_on = last
    unused, over_at = UnusedHome(home_id=""), col(Home.stay_over_at)
    offered_since = select(Proposal.id).where(
        Proposal.home_id == Home.id,
        col(Proposal.departure_visible_at).is_not(None),
        col(Proposal.ended_at) > frozen_at,
        open_to(actor, Proposal.request_id),
        left_to(actor),
    )
    return read(
        session,
        actor,
        "home_not_placed",
        wanted,
        select(Home).where(
            *theirs(actor, Home.provider_id, case=Home.vacated_by_request_id),
            stage_in_list(actor).in_((HomeState.IN_POT.value,)),
            col(Home.in_pot_since) <= frozen_at,
            or_(over_at.is_(None), over_at >= frozen_at),
            ~offered_since.exists(),
        ),
        (By(Home.posted_at, falls=True), By(Home.landlord_ref)),
        lambda home: (
            HomeState.IN_POT,
            {
                "reference": home.landlord_ref,
                "code": short_code(home.landlord_ref),
                "reason": unused.reason,
                "sentence": unused.sentence,
                "told_on": told_on,
            },
        ),
    )


def _last_told(session: Session, actor: Actor) -> tuple[datetime, date] | None:
    """Return when the newest round that is told was frozen, and the day it is told."""
    with on_duty(session, Duty.TELLING_OF_ROUNDS):
        published = session.exec(
            select(MatchRound.frozen_at, MatchRound.published_at)
            .where(
                MatchRound.scheme_id == actor.scheme_id,
                MatchRound.state == RoundState.PUBLISHED,
            )
            .order_by(col(MatchRound.published_at).desc())
        ).all()
    for frozen_at, published_at in published:
        assert published_at is not None, "a published round has its moment"
        told_at = next_run(published_at)
        if told_at <= clock.now():
            return frozen_at, told_at.astimezone(clock.LONDON).date()
    return None


def reasons_counted(rows: list[dict[str, object]]) -> dict[str, int]:
    """Return how many households have each main reason, the commonest first."""
    counted = Counter(str(row["main_reason"]) for row in rows)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def request_of(session: Session, actor: Actor, board_ref: str) -> str | None:
    """Return the internal id of a request by its reference, if it is open to them."""
    return session.exec(
        select(PropertyRequest.id).where(
            PropertyRequest.board_ref == board_ref,
            PropertyRequest.scheme_id == actor.scheme_id,
            open_to(actor, PropertyRequest.id),
        )
    ).first()


def home_of(session: Session, actor: Actor, board_ref: str) -> str | None:
    """Return the internal id of a home by its reference, if it is open to them."""
    return session.exec(
        select(Home.id).where(
            Home.board_ref == board_ref,
            Home.scheme_id == actor.scheme_id,
            open_to(actor, Home.vacated_by_request_id),
        )
    ).first()


def hides_a_step(session: Session, actor: Actor, row: MatchRound) -> bool:
    """Tell whether a change in risk hides where a step of a round leads.

    Or where one leads that kept its home out of the round: that it is not there, though
    unused as far as the board can tell, would name it.
    """
    return bool(hidden.homes_left(session, actor, row.id, row.frozen_at))
