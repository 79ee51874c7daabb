"""The book over time, as the coordinator and the auditor read it: by quarters.

A balance that changes by one home in a quarter names both landlords of a move. So a
quarter's end is told where ten moves or more lie between it and the end that is told
before it, and ten or more between it and today, whose balances are read live besides.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.ledger.closings import closings
from reciprocal.organisations import queries as organisations
from reciprocal.statements.quarters import Quarter

QUARTERS_MAX = 20
FEWEST = 10


def told(moves: Sequence[int], now: int) -> list[int]:
    """Return which ends of quarters are told, the earliest first.

    The first is the one before any move, or the earliest that is looked at.

    Args:
        moves: How many moves there had been by the end of each quarter.
        now: How many there have been by today.
    """
    begun = next((place for place, number in enumerate(moves) if number), len(moves))
    first = max(begun - 1, 0)
    if not moves or now - moves[first] < FEWEST:
        return []
    ends = [first]
    for place in range(first + 1, len(moves)):
        since, until = moves[place] - moves[ends[-1]], now - moves[place]
        if min(since, until) >= FEWEST:
            ends.append(place)
    return ends


def balances(session: Session, actor: Actor) -> Shown:
    """Return each landlord's balance at the ends of quarters that are told, and now.

    Five years at most. What a case that is closed to somebody did is in these sums as
    it is in those of today, and among ten moves or more.

    Raises:
        Forbidden: When it is neither a coordinator nor an auditor who asks.
    """
    policy.require(actor, "balances.read")
    over = _over(Quarter.of(clock.today()))
    found = closings(session, actor, [*(each.last_day() for each in over), date.max])
    ends = told(found.moves[:-1], found.moves[-1])
    landlords = [
        {
            "landlord": member.name,
            "landlord_code": member.code,
            "posted": [found.homes[member.id][end] for end in ends],
            "now": found.homes[member.id][-1],
        }
        for member in (
            organisations.organisation(session, each) for each in found.homes
        )
        if ends and any(found.homes[member.id])
    ]
    return show(
        actor,
        "book_by_quarter",
        "open",
        {
            "quarters": [str(over[end]) for end in ends],
            "landlords": sorted(landlords, key=lambda row: str(row["landlord_code"])),
        },
    )


def _over(now: Quarter) -> list[Quarter]:
    """Return the last quarters that are over, the earliest first."""
    year, number = divmod(now.count - QUARTERS_MAX, 4)
    quarters = [Quarter(year, number + 1)]
    while len(quarters) < QUARTERS_MAX:
        quarters.append(quarters[-1].after())
    return quarters
