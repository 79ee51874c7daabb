"""The book's open debts as the coordinator and the auditor read them."""

from sqlmodel import Session, col, select

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure.pages import WHOLE, Page, Place, Wanted, cut
from reciprocal.disclosure.present import Row
from reciprocal.ledger import disputes, lots
from reciprocal.ledger import queries as ledger
from reciprocal.ledger.entries import event_id
from reciprocal.ledger.terms import TransactionKind
from reciprocal.moves.tables import Move
from reciprocal.organisations import queries as organisations
from reciprocal.proposals.tables import Proposal


def rows(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return each debt that is open, by landlord and size, the first due first.

    A debt that began with the move of a household whose case is closed to whoever
    asks is left out: its day would say when that household moved.

    Raises:
        Forbidden: When it is neither a coordinator nor an auditor who asks.
    """
    policy.require(actor, "balances.read")
    today = clock.today()
    unseen = _of_closed_cases(session, actor)
    shown: list[tuple[Place, str, Row]] = []
    disputed = disputes.disputed_lots(session, actor.scheme_id)
    for lot in ledger.open_lots(session, actor):
        if lot.debt.id in unseen:
            continue
        landlord = organisations.organisation(session, lot.owner)
        named = lots.reference(actor.organisation_id, lot)
        age = lots.band_of(lot, today, disputed)
        stage = "overdue" if lot.debt.settle_by < today else "open"
        seen = {
            "reference": named,
            "stage": "disputed" if age is lots.AgeBand.DISPUTED else stage,
            "landlord": landlord.name,
            "landlord_code": landlord.code,
            "size_class": lot.size_class,
            "homes": lot.homes_open,
            "opened_on": lot.debt.opened_on,
            "settle_by": lot.debt.settle_by,
            "age": age,
        }
        place = (landlord.code, str(lot.size_class), lot.debt.settle_by, named)
        shown.append((place, str(seen["stage"]), seen))
    return cut(actor, "debt", wanted, shown)


def _of_closed_cases(session: Session, actor: Actor) -> frozenset[str]:
    """Return the entries that a closed case's move made."""
    if not actor.blocked:
        return frozenset()
    moves = session.exec(
        select(Move.move_ref)
        .join(Proposal, col(Proposal.id) == Move.proposal_id)
        .where(col(Proposal.request_id).in_(sorted(actor.blocked)))
    )
    return frozenset(event_id(ref, TransactionKind.POST) for ref in moves)
