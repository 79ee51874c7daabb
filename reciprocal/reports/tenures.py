"""Which tenancies moves were promised, and which were granted: sums for an auditor.

Nobody is asked to give up security in order to be safe, and a worse tenancy is refused
at the sign-up. Whether it is so is for an auditor to see, without a household: nothing
is told of fewer than ten moves, nothing nearer than to five, and nothing of a landlord.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, func, select

from matching.terms import TenancyKind
from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.moves.tables import Move
from reciprocal.proposals.tables import Proposal, TenancyPromise
from reciprocal.reports.urgency import rounded
from reciprocal.statements.quarters import Quarter

Granted = tuple[TenancyKind, TenancyKind]
"""The tenancy that was promised, and the one that was granted."""


@dataclass(frozen=True, slots=True)
class MovesOf:
    """How many moves were promised one tenancy and granted another, or the same.

    Attributes:
        promised, granted: None for all that have too few moves to be told apart.
        moves: To the nearest five, and ten at least.
    """

    promised: TenancyKind | None
    granted: TenancyKind | None
    moves: int


def told(moves: Iterable[Granted]) -> tuple[MovesOf, ...]:
    """Return what is told of moves: pairs with enough of them, then the others."""
    counted = Counter(moves)
    alone, others = [], 0
    for (promised, granted), number in sorted(counted.items()):
        count = rounded(number)
        if count is None:
            others += number
        else:
            alone.append(MovesOf(promised, granted, count))
    together = rounded(others)
    if together is None:
        return tuple(alone)
    return (*alone, MovesOf(None, None, together))


def chart(session: Session, actor: Actor) -> Shown:
    """Return the tenancies promised and granted of all who signed by a quarter's end.

    It goes over every tenancy that was signed to begin by the end of the last quarter,
    whatever became of it and whether its step is hidden: what moves is not to be seen
    in sums of ten and more. The same stands for whoever asks.

    Raises:
        Forbidden: When it is not an auditor who asks.
    """
    policy.require(actor, "tenures.read")
    quarter = Quarter.of(Quarter.of(clock.today()).first_day() - timedelta(days=1))
    newest = (
        select(TenancyPromise.proposal_id, func.max(TenancyPromise.number).label("at"))
        .group_by(TenancyPromise.proposal_id)
        .subquery()
    )
    rows = session.exec(
        select(TenancyPromise.tenancy, Move.tenancy_granted)
        .join(newest, col(TenancyPromise.proposal_id) == newest.c.proposal_id)
        .join(Proposal, col(Proposal.id) == TenancyPromise.proposal_id)
        .join(Move, col(Move.proposal_id) == Proposal.id)
        .where(
            Proposal.scheme_id == actor.scheme_id,
            TenancyPromise.number == newest.c.at,
            col(Move.tenancy_start) <= quarter.last_day(),
        )
    ).all()
    found = told(
        (TenancyKind(promised), TenancyKind(granted))
        for promised, granted in rows
        if granted
    )
    return show(
        actor,
        "tenures_chart",
        "open",
        {
            "period": str(quarter),
            "tenures": [
                {
                    "promised": each.promised,
                    "granted": each.granted,
                    "moves": each.moves,
                }
                for each in found
            ],
        },
    )
