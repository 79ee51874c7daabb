"""What each landlord owed or was owed as each of some days ended."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from reciprocal.access.actor import Actor
from reciprocal.ledger.queries import rows_told, whole
from reciprocal.ledger.terms import AccountKind, TransactionKind


@dataclass(frozen=True, slots=True)
class Closings:
    """The book at the end of some days.

    Attributes:
        homes: Posted homes of each landlord, all sizes together, at each end.
        moves: How many moves were posted by each end.
    """

    homes: dict[str, tuple[int, ...]]
    moves: tuple[int, ...]


def closings(session: Session, actor: Actor, ends: Sequence[date]) -> Closings:
    """Return the book of the actor's scheme as it stood at the end of each day.

    An entry counts from its own day; one that a change in risk hid counts from the day
    on which a statement told it, and before that not at all, but for whoever reads the
    whole book.

    Who may see them is their caller's to ask. Cost: reads the book once.

    Args:
        ends: Days, the earliest first.
    """
    book = whole(session)
    ours = {
        id_: account
        for id_, account in book.accounts.items()
        if account.scheme_id == actor.scheme_id
    }
    homes: dict[str, list[int]] = defaultdict(lambda: [0] * len(ends))
    moves = [0] * len(ends)
    for row, legs in rows_told(session, actor, book):
        since = [place for place, end in enumerate(ends) if row.effective_date <= end]
        found = [(ours[leg.account_id], leg) for leg in legs if leg.account_id in ours]
        for account, leg in found:
            owner = account.owner_organisation_id
            if account.kind is AccountKind.PROVIDER and owner is not None:
                for place in since:
                    homes[owner][place] += leg.homes
        if found and row.kind is TransactionKind.POST:
            for place in since:
                moves[place] += 1
    return Closings({owner: tuple(sums) for owner, sums in homes.items()}, tuple(moves))
