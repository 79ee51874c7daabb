"""Whose tenancy is offered, and whether it is as secure as the one held."""

from collections.abc import Iterator

from matching.pool import Home, Household, Landlord
from matching.tenure_table import TENURE, TenureCase, TenureVerdict
from matching.terms import RefusalCode

_REFUSED = {
    TenureVerdict.WORSE: RefusalCode.TENANCY_WORSE,
    TenureVerdict.NEEDS_DECISION: RefusalCode.TENANCY_NEEDS_DECISION,
    TenureVerdict.NOT_GRANTABLE: RefusalCode.TENANCY_NOT_GRANTABLE,
}


def refusals(
    household: Household, home: Home, landlord: Landlord
) -> Iterator[RefusalCode]:
    """Yield the refusals of tenure and of landlord."""
    verdict = TENURE[
        TenureCase(
            held=household.tenancy_held,
            held_from=household.landlord_kind,
            new_landlord=landlord.kind,
            offered=home.tenancy_offered,
        )
    ]
    if verdict in _REFUSED:
        yield _REFUSED[verdict]
    if home.landlord_id in household.landlords_to_avoid:
        yield RefusalCode.LANDLORD_AVOIDED
    if home.landlord_id == household.landlord_id:
        yield RefusalCode.SAME_LANDLORD
