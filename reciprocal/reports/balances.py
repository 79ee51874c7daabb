"""The book's balances as the coordinator and the auditor read them."""

from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.disclosure.pages import WHOLE, Page, Place, Wanted, cut
from reciprocal.disclosure.present import Row
from reciprocal.ledger import queries as ledger
from reciprocal.organisations import queries as organisations


def rows(session: Session, actor: Actor, wanted: Wanted = WHOLE) -> Page:
    """Return each landlord's balance in each size class that is not at nothing."""
    found = ledger.balances(session, actor, scheme_id=actor.scheme_id)
    shown: list[tuple[Place, str, Row]] = []
    for landlord_id, by_size in found.items():
        landlord = organisations.organisation(session, landlord_id)
        for size, balance in by_size.items():
            if balance.posted or balance.pending:
                seen = {
                    "landlord": landlord.name,
                    "landlord_code": landlord.code,
                    "size_class": size,
                    "posted": balance.posted,
                    "pending": balance.pending,
                }
                shown.append(((landlord.code, str(size)), "open", seen))
    return cut(actor, "balance", wanted, shown)
