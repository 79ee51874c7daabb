"""That no most-urgent household waits behind a forecast that a ready home could house.

The most that ready homes can house is worked out here anew, one pair at a time by the
referee and by augmenting paths, with nothing of the solver's.

Source: Berge, Two theorems in graph theory, PNAS 43 (1957): a matching is a largest one
exactly when no augmenting path is left.
"""

from matching.plan import Plan, StepKind
from matching.pool import Policy, Pool
from matching.referee import refusals
from matching.terms import Urgency
from tests.support.snapshot import Broken


def behind_a_forecast(pool: Pool, policy: Policy, plan: Plan) -> tuple[Broken, ...]:
    """Return a breach for each most-urgent household that some plan would house now.

    A chain of one step begins at any ready home, so that what ready homes can house is
    a matching of households and homes that suit each other.
    """
    steps = [step for exchange in plan.exchanges for step in exchange.steps]
    ready = {s.household_id: s.home_id for s in steps if s.kind is StepKind.READY}
    suits = suitable(pool, policy)
    housed = {home: who for who, home in ready.items() if who in suits}
    taken = len(housed)
    gained = [who for who in suits if who not in ready and _augment(who, suits, housed)]
    assert len(housed) == taken + len(gained)
    return tuple(
        Broken("urgent", who, "waits although a plan gives it a ready home")
        for who in gained
    )


def suitable(pool: Pool, policy: Policy) -> dict[str, list[str]]:
    """Return the ready homes that suit each most-urgent household."""
    landlords = {row.id: row for row in pool.landlords}
    return {
        household.id: [
            home.id
            for home in pool.homes
            if home.ready
            and not refusals(
                household, home, policy, landlord=landlords[home.landlord_id]
            )
        ]
        for household in pool.households
        if household.urgency is Urgency.MOST_URGENT
    }


def _augment(who: str, suits: dict[str, list[str]], housed: dict[str, str]) -> bool:
    """House one household more, moving others as urgent, if there is a way."""
    tried: set[str] = set()

    def place(one: str) -> bool:
        for home in suits[one]:
            if home in tried:
                continue
            tried.add(home)
            if home not in housed or place(housed[home]):
                housed[home] = one
                return True
        return False

    return place(who)
