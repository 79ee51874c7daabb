"""What a round was short of, for the coordinator and the landlords she speaks with.

Nothing is stored: the sealed box is opened and solved again with one home more, a
kind at a time. It is asked for, never found in every round.
"""

from collections.abc import Callable

from matching.pool import Policy, Pool
from matching.scarcity import Scarcity
from reciprocal.access.actor import Actor
from reciprocal.audit import operations as audit
from reciprocal.db import Database
from reciprocal.rounds.child import scarcity_apart
from reciprocal.rounds.what_if import opened_with_plan

Find = Callable[[Pool, Policy, int], Scarcity]


def short_of(
    database: Database,
    *,
    actor: Actor,
    round_ref: str,
    find: Find = scarcity_apart,
) -> Scarcity:
    """Return what a solved round is short of; write down who asked.

    Raises:
        NotFound: For a round that is not the scheme's.
        RoundNotSolved: Before it has a plan, and of a plan that was refused.
        SolveFailed: When the child process dies.
    """
    with database.transaction(actor) as session:
        row, (pool, policy, seed) = opened_with_plan(session, actor, round_ref)
        audit.record(session, actor, "round.short_of", subject=("round", row.id))
    return find(pool, policy, seed)
