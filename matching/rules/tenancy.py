"""Rules of rent and of security of tenure."""

from functools import partial
from typing import NamedTuple

import numpy as np

from matching.pool import Home, Household
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


class _Held(NamedTuple):
    """What the table asks of a household; many households have the same."""

    kind: TenancyKind
    granted_by: LandlordKind
    standing: TenancyStanding
    domestic_abuse: bool
    gap: bool
    possession_sought: bool
    since_april_2012: bool
    months_left: int | None


class _Offered(NamedTuple):
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


def _held(row: Household) -> _Held:
    return _Held(
        row.tenancy_held,
        row.landlord_kind,
        row.tenancy_standing,
        row.domestic_abuse,
        row.gap_days != 0,
        row.possession_sought,
        row.since_april_2012,
        row.term_months_left,
    )


def _offered(columns: Columns, home: Home) -> _Offered:
    landlord = columns.pool.landlords[columns.landlord_of[home.landlord_id]]
    return _Offered(
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


def _code(held: _Held, offered: _Offered, *, abolished: bool) -> RefusalCode | None:
    """Return the refusal of one cell of the table; None where the move may go on."""
    case = TenureCase(
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
        shortholds_abolished=abolished,
    )
    match tenure(case).verdict:
        case TenureVerdict.PRESERVES | TenureVerdict.IMPROVES:
            return None
        case TenureVerdict.CONDITIONAL | TenureVerdict.NEEDS_PERSON:
            return RefusalCode.TENANCY_NEEDS_DECISION
        case TenureVerdict.NO_POWER:
            return RefusalCode.TENANCY_NOT_GRANTABLE
        case TenureVerdict.NEVER if held.standing is TenancyStanding.NOT_THE_TENANT:
            return RefusalCode.TENANCY_NOT_HELD
        case TenureVerdict.NEVER:
            return RefusalCode.TENANCY_WORSE


def _refused_with(columns: Columns, code: RefusalCode) -> Mask:
    """Mark the pairs whose cell of the table of tenancies is refused with this code.

    Each combination of facts that occurs is looked up once, however many pairs share
    it. Cost: combinations of households x combinations of homes.
    """
    rows: dict[_Held, int] = {}
    down = columns.down(lambda row: rows.setdefault(_held(row), len(rows)))
    heads: dict[_Offered, int] = {}
    across = columns.across(
        lambda home: heads.setdefault(_offered(columns, home), len(heads))
    )
    abolished = columns.policy.shortholds_abolished
    grid = np.array(
        [[_code(held, o, abolished=abolished) is code for o in heads] for held in rows],
        dtype=np.bool_,
    ).reshape(len(rows), len(heads))
    return np.asarray(grid[down, across], dtype=np.bool_)


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
        refused=partial(_refused_with, code=RefusalCode.TENANCY_NEEDS_DECISION),
    ),
)
