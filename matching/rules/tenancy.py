"""Rules of rent and of security of tenure."""

from functools import partial
from typing import NamedTuple

import numpy as np

from matching.pool import Home, Household, TenancyDecided
from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.tenure import TenureCase, TenureVerdict, Term, tenure
from matching.terms import (
    LandlordKind,
    RefusalCode,
    RentBasis,
    TenancyKind,
    TenancyStanding,
)

_TWO_YEARS = 24
_TENANTS = (TenancyStanding.SOLE, TenancyStanding.JOINT)
_CODES = {
    TenureVerdict.IMPROVES: None,
    TenureVerdict.PRESERVES: None,
    TenureVerdict.CONDITIONAL: RefusalCode.TENANCY_NEEDS_DECISION,
    TenureVerdict.NEEDS_PERSON: RefusalCode.TENANCY_NEEDS_DECISION,
    TenureVerdict.NEVER: RefusalCode.TENANCY_WORSE,
    TenureVerdict.NO_POWER: RefusalCode.TENANCY_NOT_GRANTABLE,
}


class Held(NamedTuple):
    """What the table asks of a household; many households have the same."""

    kind: TenancyKind
    granted_by: LandlordKind
    standing: TenancyStanding
    domestic_abuse: bool
    gap: bool
    possession_sought: bool
    since_april_2012: bool
    months_left: int | None


class Offered(NamedTuple):
    """What the table asks of a home; many homes have the same."""

    landlord: LandlordKind
    introductory_scheme: bool
    kind: TenancyKind
    affordable: bool
    months: int | None


def _rent(columns: Columns) -> Mask:
    refuses = columns.down_flag(lambda row: not row.affordable_rent_accepted)
    dear = columns.across_flag(lambda home: home.rent_basis is RentBasis.AFFORDABLE)
    return refuses & dear


def held_of(row: Household) -> Held:
    """Return what the table asks of a household."""
    return Held(
        row.tenancy_held,
        row.landlord_kind,
        row.tenancy_standing,
        row.domestic_abuse,
        row.gap_days != 0,
        row.possession_sought,
        row.since_april_2012,
        row.term_months_left,
    )


def offered_of(columns: Columns, home: Home) -> Offered:
    """Return what the table asks of a home."""
    landlord = columns.pool.landlords[columns.landlord_of[home.landlord_id]]
    return Offered(
        landlord.kind,
        landlord.introductory_scheme,
        home.tenancy_offered,
        home.rent_basis is RentBasis.AFFORDABLE,
        home.term_months,
    )


def _term(left: int | None, offered: int | None) -> Term:
    if left is None or offered is None:
        return Term.UNKNOWN
    short = offered < _TWO_YEARS or offered < left
    return Term.SHORTER if short else Term.COVERS


def case_of(held: Held, offered: Offered, *, shortholds_abolished: bool) -> TenureCase:
    """Return the case in which a home stands to a household."""
    return TenureCase(
        held=held.kind,
        held_from=held.granted_by,
        standing=held.standing,
        domestic_abuse=held.domestic_abuse,
        gap=held.gap,
        possession_sought=held.possession_sought,
        since_april_2012=held.since_april_2012,
        new_landlord=offered.landlord,
        introductory_scheme=offered.introductory_scheme,
        offered=offered.kind,
        affordable_rent=offered.affordable,
        term=_term(held.months_left, offered.months),
        shortholds_abolished=shortholds_abolished,
    )


def _code(case: TenureCase) -> RefusalCode | None:
    """Return the refusal of one cell of the table; None where the move may go on."""
    verdict = tenure(case).verdict
    if verdict is TenureVerdict.NEVER and case.standing not in _TENANTS:
        return RefusalCode.TENANCY_NOT_HELD
    return _CODES[verdict]


def _refused_with(columns: Columns, code: RefusalCode) -> Mask:
    """Mark the pairs whose cell of the table of tenancies is refused with this code.

    Each combination of facts that occurs is looked up once, however many pairs share
    it. Cost: combinations of households x combinations of homes.
    """
    rows: dict[Held, int] = {}
    down = columns.down(lambda row: rows.setdefault(held_of(row), len(rows)))
    heads: dict[Offered, int] = {}
    across = columns.across(
        lambda home: heads.setdefault(offered_of(columns, home), len(heads))
    )
    abolished = columns.policy.shortholds_abolished
    grid = np.zeros((len(rows), len(heads)), dtype=np.bool_)
    for held, row in rows.items():
        for offered, head in heads.items():
            case = case_of(held, offered, shortholds_abolished=abolished)
            grid[row, head] = _code(case) is code
    return columns.cells(grid, down, across)


def _undecided(columns: Columns) -> Mask:
    """Mark the pairs that wait for a person, but for those that one decided.

    Cost: beside the table, homes x decisions.
    """
    mask = _refused_with(columns, RefusalCode.TENANCY_NEEDS_DECISION)
    for row, household in enumerate(columns.households):
        if household.tenancies_decided:
            mask[row] &= ~_decided(columns, household)
    return mask


def _decided(columns: Columns, household: Household) -> Mask:
    """Mark the homes whose very landlord and case a person decided. Shape: homes."""
    held = held_of(household)
    landlords = {decided.landlord_id for decided in household.tenancies_decided}
    abolished = columns.policy.shortholds_abolished

    def is_decided(home: Home) -> bool:
        if home.landlord_id not in landlords:
            return False
        offered = offered_of(columns, home)
        case = case_of(held, offered, shortholds_abolished=abolished)
        return TenancyDecided(home.landlord_id, case) in household.tenancies_decided

    decided: Mask = columns.across_flag(is_decided)[0]
    return decided


TENANCY = (
    Rule(
        code=RefusalCode.RENT_NOT_ACCEPTED,
        authority="Scheme practice: Affordable Rent only to a household that opted in",
        in_force="scheme",
        sentence="The home is let at Affordable Rent; the household has not opted in.",
        refused=_rent,
    ),
    Rule(
        code=RefusalCode.TENANCY_NOT_GRANTABLE,
        authority=(
            "Housing Act 1985 s.80; Housing Act 1988 sch.1 para.12; Renters' Rights "
            "Act 2025"
        ),
        in_force="1989-01-15",
        sentence="The home's landlord has no power to grant the tenancy it offers.",
        refused=partial(_refused_with, code=RefusalCode.TENANCY_NOT_GRANTABLE),
    ),
    Rule(
        code=RefusalCode.TENANCY_NOT_HELD,
        authority="Scheme practice: a move keeps a tenancy, and so there must be one",
        in_force="scheme",
        sentence=(
            "Nobody of the household is the tenant; docs/law.md names the options."
        ),
        refused=partial(_refused_with, code=RefusalCode.TENANCY_NOT_HELD),
    ),
    Rule(
        code=RefusalCode.TENANCY_WORSE,
        authority=(
            "Housing Act 1985 s.81ZA (Domestic Abuse Act 2021 s.79); Housing Act 1996 "
            "s.124(2); scheme agreement for associations"
        ),
        in_force="2021-11-01",
        sentence="The tenancy offered is less secure than the one the household holds.",
        refused=partial(_refused_with, code=RefusalCode.TENANCY_WORSE),
    ),
    Rule(
        code=RefusalCode.TENANCY_NEEDS_DECISION,
        authority="Scheme practice: what the tenure table does not settle, people do",
        in_force="scheme",
        sentence="A person must decide whether the tenancy offered keeps security.",
        refused=_undecided,
    ),
)
