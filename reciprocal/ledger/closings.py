"""What each landlord owed or was owed as each of some days ended."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.ledger import telling
from reciprocal.ledger.queries import whole
from reciprocal.ledger.terms import AccountKind


def closings(
    session: Session, actor: Actor, ends: Sequence[date]
) -> dict[str, tuple[int, ...]]:
    """Return each landlord's posted homes, all sizes together, at the end of each day.

    An entry counts from its own day; one that a change in risk hid counts from the day
    on which a statement told it, and before that not at all, but for whoever reads the
    whole book. So no day is told here that balances told nobody.

    Who may see them is their caller's to ask. Cost: reads the book once.

    Args:
        ends: Days, the earliest first.
    """
    book = whole(session)
    owners = {
        id_: account.owner_organisation_id
        for id_, account in book.accounts.items()
        if account.scheme_id == actor.scheme_id
        and account.kind is AccountKind.PROVIDER
        and account.owner_organisation_id is not None
    }
    untold = telling.untold(session, actor)
    rows = [each for each in book.rows() if each[0].move_ref not in untold]
    if actor.role not in telling.TOLD_ALL:
        rows = list(telling.as_told(rows, telling.told_on(session)))
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(ends))
    for row, legs in rows:
        for leg in legs:
            owner = owners.get(leg.account_id)
            if owner is None:
                continue
            for place, end in enumerate(ends):
                found[owner][place] += leg.homes if row.effective_date <= end else 0
    return {owner: tuple(sums) for owner, sums in found.items()}
