"""What a solved round leaves to a person: moves that nothing else stands in the way of.

A home that any other rule keeps from a household raises no question, so that no answer
could open it.
"""

from collections.abc import Iterator

from matching.plan import Plan, StepKind
from matching.pool import Home, Household, Landlord, Policy, Pool
from matching.referee import refusals
from matching.referee.tenancy import case_of
from matching.rules import kept_only_by
from matching.terms import RefusalCode
from reciprocal.requests.deciding import HomeAsked, TenancyAsked

LEFT_TO_A_PERSON = frozenset(
    {RefusalCode.TENANCY_NEEDS_DECISION, RefusalCode.MARKER_NEEDS_DECISION}
)

Asked = TenancyAsked | HomeAsked


def raised(plan: Plan, pool: Pool, policy: Policy) -> tuple[Asked, ...]:
    """Return each question once, of the households that this plan does not move yet.

    Cost: as `matching.rules.evaluate`, and one referee's reading a pair found.
    """
    moving = {
        step.household_id
        for exchange in plan.exchanges
        for step in exchange.steps
        if step.kind is StepKind.READY
    }
    lets = {landlord.id: landlord for landlord in pool.landlords}
    found: dict[Asked, None] = {}
    for household, home in kept_only_by(pool, policy, LEFT_TO_A_PERSON):
        if household.id not in moving:
            landlord = lets[home.landlord_id]
            found.update(dict.fromkeys(_of_pair(household, home, policy, landlord)))
    return tuple(found)


def _of_pair(
    household: Household, home: Home, policy: Policy, landlord: Landlord
) -> Iterator[Asked]:
    codes = {
        refusal.code for refusal in refusals(household, home, policy, landlord=landlord)
    }
    if RefusalCode.TENANCY_NEEDS_DECISION in codes:
        case = case_of(household, home, policy, landlord)
        yield TenancyAsked(household.id, home.landlord_id, case)
    if RefusalCode.MARKER_NEEDS_DECISION in codes:
        yield HomeAsked(household.id, home.id)
