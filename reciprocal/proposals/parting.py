"""A member leaves the scheme, and nobody loses their place by it.

A service leaves no case behind, a landlord no tenant who still waits or has just moved,
no debt and no dispute. Its homes leave the pot with it.
"""

from sqlmodel import Session, select

from reciprocal.access.actor import Actor
from reciprocal.homes import leaving as homes
from reciprocal.homes.lifecycle import HomeState
from reciprocal.homes.tables import Home
from reciprocal.ledger import leaving as ledger
from reciprocal.ledger.errors import LandlordNotSettled
from reciprocal.organisations import operations as organisations
from reciprocal.organisations.tables import Organisation
from reciprocal.proposals import operations
from reciprocal.requests import closing


def let_go(session: Session, *, actor: Actor, member: Organisation) -> None:
    """Let a member go: its people and systems are refused from this moment.

    Raises:
        ServiceHasCases: While a case of it is in hand.
        LandlordHasTenants: While a case of one of its tenants is.
        LandlordNotSettled: While it owes homes, or waits for a move or a dispute.
        StateConflict: When it has left already.
    """
    closing.require_no_cases(session, member)
    closing.require_no_tenants(session, member)
    ledger.require_settled(session, actor=actor, landlord_id=member.id)
    _take_homes_out(session, actor, member)
    organisations.leave_scheme(session, actor=actor, organisation=member)


def _take_homes_out(session: Session, actor: Actor, member: Organisation) -> None:
    """Take a landlord's homes out of the pot, those that a round drew unseen as well.

    One on offer keeps its landlord in the scheme until it is settled. One that a
    change in risk hides stays promised: a refusal would tell that there is one.
    """
    rows = session.exec(
        select(Home.id, Home.hidden)
        .where(Home.provider_id == member.id)
        .order_by(Home.id)
    ).all()
    for home_id, hidden in rows:
        if not hidden:
            operations.free_unseen(session, actor=actor, home_id=home_id)
        home = homes.take_out(session, actor=actor, home_id=home_id)
        if home.state is HomeState.RESERVED and not hidden:
            raise LandlordNotSettled
