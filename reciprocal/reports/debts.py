"""The book's open debts as the coordinator and the auditor read them."""

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure.pages import WHOLE, Page, Place, Wanted, cut
from reciprocal.disclosure.present import Row
from reciprocal.ledger import lots
from reciprocal.ledger import queries as ledger
from reciprocal.organisations import queries as organisations


def rows(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return each debt that is open, by landlord and size, the first due first.

    Raises:
        Forbidden: When it is neither a coordinator nor an auditor who asks.
    """
    policy.require(actor, "balances.read")
    today = clock.today()
    shown: list[tuple[Place, str, Row]] = []
    for lot in ledger.open_lots(session, actor):
        landlord = organisations.organisation(session, lot.owner)
        named = lots.reference(actor.organisation_id, lot)
        overdue = lot.debt.settle_by < today
        seen = {
            "reference": named,
            "stage": "overdue" if overdue else "open",
            "landlord": landlord.name,
            "landlord_code": landlord.code,
            "size_class": lot.size_class,
            "homes": lot.homes_open,
            "opened_on": lot.debt.opened_on,
            "settle_by": lot.debt.settle_by,
            "age": lots.age_band(lot.debt.opened_on, today),
        }
        place = (landlord.code, str(lot.size_class), lot.debt.settle_by, named)
        shown.append((place, str(seen["stage"]), seen))
    return cut(actor, "debt", wanted, shown)
