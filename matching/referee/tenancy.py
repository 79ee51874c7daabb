"""Whose tenancy is offered, and whether it is as secure as the one held."""

from collections.abc import Iterator

from matching.pool import Home, Household, Landlord, Policy, TenancyDecided
from matching.tenure import TenureCase, TenureVerdict, Term, tenure
from matching.terms import LocalClause, RefusalCode, RentBasis, TenancyStanding

_SHORTEST_TERM_MONTHS = 24
_REFUSED = {
    TenureVerdict.NO_POWER: RefusalCode.TENANCY_NOT_GRANTABLE,
    TenureVerdict.NEVER: RefusalCode.TENANCY_WORSE,
}
_UNDECIDED = (TenureVerdict.NEEDS_PERSON, TenureVerdict.CONDITIONAL)


def refusals(
    household: Household, home: Home, policy: Policy, landlord: Landlord
) -> Iterator[RefusalCode]:
    """Yield the refusals of tenure and of landlord."""
    case = case_of(household, home, policy, landlord)
    verdict = tenure(case).verdict
    not_held = household.tenancy_standing is TenancyStanding.NOT_THE_TENANT
    decided = TenancyDecided(landlord.id, case) in household.tenancies_decided
    if verdict is TenureVerdict.NEVER and not_held:
        yield RefusalCode.TENANCY_NOT_HELD
    elif verdict in _UNDECIDED:
        if not decided:
            yield RefusalCode.TENANCY_NEEDS_DECISION
    elif verdict in _REFUSED:
        yield _REFUSED[verdict]
    if home.landlord_id in household.landlords_to_avoid:
        yield RefusalCode.LANDLORD_AVOIDED
    if home.landlord_id == household.landlord_id:
        yield RefusalCode.SAME_LANDLORD
    if home.local_clause not in (LocalClause.NONE, LocalClause.WAIVED):
        yield RefusalCode.LOCAL_CLAUSE_STANDS


def case_of(
    household: Household, home: Home, policy: Policy, landlord: Landlord
) -> TenureCase:
    """Return the case in which a home stands to a household."""
    return TenureCase(
        held=household.tenancy_held,
        held_from=household.landlord_kind,
        standing=household.tenancy_standing,
        domestic_abuse=household.domestic_abuse,
        gap=household.gap_days is None or household.gap_days > 0,
        possession_sought=household.possession_sought,
        since_april_2012=household.since_april_2012,
        new_landlord=landlord.kind,
        introductory_scheme=landlord.introductory_scheme,
        offered=home.tenancy_offered,
        affordable_rent=home.rent_basis is RentBasis.AFFORDABLE,
        term=_term(household.term_months_left, home.term_months),
        shortholds_abolished=policy.shortholds_abolished,
    )


def _term(left: int | None, offered: int | None) -> Term:
    if left is None or offered is None:
        return Term.UNKNOWN
    least = max(_SHORTEST_TERM_MONTHS, left)
    return Term.COVERS if offered >= least else Term.SHORTER
