"""The book over time, as the coordinator and the auditor read it: by quarters."""

from sqlmodel import Session

from reciprocal import clock
from reciprocal.access import policy
from reciprocal.access.actor import Actor
from reciprocal.disclosure import Shown, show
from reciprocal.ledger.closings import closings
from reciprocal.organisations import queries as organisations
from reciprocal.statements.quarters import Quarter

QUARTERS_MAX = 20


def balances(session: Session, actor: Actor) -> Shown:
    """Return each landlord's balance at the end of each quarter that is over.

    From the quarter before the first in which anybody's was not nought, so that every
    line begins somewhere; five years at most. What is told live is told here, and no
    sooner.

    Raises:
        Forbidden: When it is neither a coordinator nor an auditor who asks.
    """
    policy.require(actor, "balances.read")
    over = _over(Quarter.of(clock.today()))
    found = closings(session, actor, [each.last_day() for each in over])
    begun = [any(sums[place] for sums in found.values()) for place in range(len(over))]
    since = max(begun.index(True) - 1, 0) if True in begun else len(over)
    members = {each: organisations.organisation(session, each) for each in found}
    landlords = sorted(
        (members[owner].code, members[owner].name, sums[since:])
        for owner, sums in found.items()
        if any(sums)
    )
    return show(
        actor,
        "book_by_quarter",
        "open",
        {
            "quarters": [str(each) for each in over[since:]],
            "landlords": [
                {"landlord": name, "landlord_code": code, "posted": list(sums)}
                for code, name, sums in landlords
            ],
        },
    )


def _over(now: Quarter) -> list[Quarter]:
    """Return the last quarters that are over, the earliest first."""
    year, number = divmod(now.count - QUARTERS_MAX, 4)
    quarters = [Quarter(year, number + 1)]
    while len(quarters) < QUARTERS_MAX:
        quarters.append(quarters[-1].after())
    return quarters
