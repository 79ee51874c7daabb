"""A round for strangers: what its plan is checked by, under names drawn for it."""

import secrets

from sqlmodel import Session

from matching.codec import exported_to_text
from matching.relabel import relabelled
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.errors import NotFound
from reciprocal.rounds import queries
from reciprocal.rounds.lifecycle import RoundState
from reciprocal.rounds.run import opened, opened_plan

_TOLD = (RoundState.SOLVED, RoundState.PUBLISHED)


def export(session: Session, *, actor: Actor, round_ref: str) -> str:
    """Return a round and its plan as text that names nobody and no place.

    The names are shuffled by the system's own source of chance, and kept nowhere. That
    somebody took it is written down.

    Raises:
        NotFound: There is no such round with a plan; or a case in it is closed to
            whoever asks, who could tell from what is left whose home is whose.
    """
    policy.require(actor, "rounds.read")
    row = queries.own_round(session, actor, round_ref)
    if row.state not in _TOLD:
        raise NotFound
    pool, rules, _ = opened(session, actor, row)
    if any(household.id in actor.blocked for household in pool.households):
        raise NotFound
    plan = opened_plan(session, actor, row)
    shuffle = secrets.SystemRandom().shuffle
    told = relabelled(pool, rules, plan, shuffle=shuffle)
    audit.record(session, actor, "round.exported", subject=("round", row.id))
    return exported_to_text(told)
