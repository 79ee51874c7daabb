"""The book's balances as the coordinator and the auditor read them."""

from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.disclosure import present_all
from reciprocal.ledger import queries as ledger
from reciprocal.organisations import queries as organisations


def rows(session: Session, actor: Actor) -> list[dict[str, object]]:
    """Return each landlord's balance in each size class that is not at nothing."""
    found = ledger.balances(session, actor, scheme_id=actor.scheme_id)
    shown = []
    for landlord_id, by_size in found.items():
        landlord = organisations.organisation(session, landlord_id)
        for size, balance in by_size.items():
            if balance.posted or balance.pending:
                shown.append(
                    {
                        "landlord": landlord.name,
                        "landlord_code": landlord.code,
                        "size_class": size,
                        "posted": balance.posted,
                        "pending": balance.pending,
                    }
                )
    shown.sort(key=lambda row: (str(row["landlord_code"]), str(row["size_class"])))
    return present_all(actor, "balance", [("open", row) for row in shown])
