"""What landlords in debt are about to repay, though the book does not know it yet.

The book holds a move from the household's acceptance on. Before that a home that is
drawn for another landlord's tenant repays as surely, unless the step ends.
"""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session, col, select

from matching.pool import size_class
from reciprocal.access import blocks
from reciprocal.access.actor import Actor
from reciprocal.homes.rules import Supply
from reciprocal.homes.tables import Home
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.terms import SizeClass
from reciprocal.proposals.lifecycle import ProposalState
from reciprocal.proposals.tables import Proposal

_NOT_IN_THE_BOOK = (
    ProposalState.PROPOSED,
    ProposalState.OFFERED,
    ProposalState.AGREED,
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    landlord_id: str
    size: str
    supply: Supply
    round_id: str


def promised(session: Session, actor: Actor) -> Counter[tuple[str, str]]:
    """Return homes that are about to repay, by landlord and size. For rounds alone.

    A step that a change in risk hides is not counted, as the book is silent of it.
    """
    rows = _drawn(session, actor)
    return Counter((each.landlord_id, each.size) for each in rows)


def may_be_let(session: Session, actor: Actor, home: Home, round_id: str) -> bool:
    """Tell whether a round may still draw a home, if it is a letting for a debt.

    Debts are settled between the freeze of a round and its publication as at any time.
    A void that the same round draws takes nothing from the debt: the plan may use both.
    """
    if home.supply is not Supply.LETTING:
        return True
    size = size_class(home.bedrooms)
    exposure = ledger.exposure(session, actor, scheme_id=home.scheme_id)
    owed = -exposure.get(home.provider_id, {}).get(SizeClass(size), 0)
    counted = sum(
        (each.landlord_id, each.size) == (home.provider_id, size)
        and (each.round_id != round_id or each.supply is Supply.LETTING)
        for each in _drawn(session, actor)
    )
    return owed > counted


def _drawn(session: Session, actor: Actor) -> list[_Drawn]:
    left = sorted(blocks.left_to_one(session))
    rows = session.exec(
        select(Home.provider_id, Home.bedrooms, Home.supply, Proposal.round_id)
        .join(Proposal, col(Proposal.home_id) == col(Home.id))
        .where(
            Home.scheme_id == actor.scheme_id,
            col(Proposal.state).in_(_NOT_IN_THE_BOOK),
            # A move within one landlord has no entry, and repays nothing.
            Proposal.old_provider_id != Proposal.new_provider_id,
            col(Proposal.hidden_at).is_(None),
            col(Proposal.request_id).not_in(left),
        )
    )
    return [
        _Drawn(landlord, size_class(bedrooms), Supply(supply), round_id)
        for landlord, bedrooms, supply, round_id in rows
    ]
