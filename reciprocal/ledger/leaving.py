"""What a landlord settles in the book before it leaves the scheme."""

from sqlmodel import Session

from reciprocal import db
from reciprocal.access.actor import Actor
from reciprocal.ledger import disputes, lots, queries, telling
from reciprocal.ledger.errors import LandlordNotSettled
from reciprocal.migrations.triggers import BOOK_LOCK


def require_settled(session: Session, *, actor: Actor, landlord_id: str) -> None:
    """Refuse to let a landlord go that owes a home, or waits for a move or a dispute.

    Its debts are taken over (NOVATE) or given up (WRITE_OFF) by two approvers first.
    Only what is told counts as a debt: what a change in risk hides nobody could settle,
    and a refusal would tell of it. What it is owed stays in the book, for nobody.

    Raises:
        LandlordNotSettled: When it does.
    """
    db.serialise(session, BOOK_LOCK)
    hidden = telling.hidden(session)
    book = queries.whole(session)
    told = [each for each in book.rows() if each[0].move_ref not in hidden]
    owes = any(lot.owner == landlord_id for lot in lots.open_lots(book.accounts, told))
    balances = queries.balances(session, actor, scheme_id=actor.scheme_id, told=True)
    own = balances.get(landlord_id, {})
    waits = disputes.is_open_with(session, landlord_id)
    if owes or waits or any(balance.pending for balance in own.values()):
        raise LandlordNotSettled
