"""Rules of rent and of security of tenure."""

import numpy as np

from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.tenure_table import TENURE, TenureCase, TenureVerdict
from matching.terms import LandlordKind, RefusalCode, RentBasis, TenancyKind

_HELD = [(kind, landlord) for kind in TenancyKind for landlord in LandlordKind]
_OFFERED = [(landlord, kind) for landlord in LandlordKind for kind in TenancyKind]
_HELD_AT = {case: i for i, case in enumerate(_HELD)}
_OFFERED_AT = {case: i for i, case in enumerate(_OFFERED)}


def _rent(columns: Columns) -> Mask:
    refuses = columns.down_flag(lambda row: not row.affordable_rent_accepted)
    dear = columns.across_flag(lambda home: home.rent_basis is RentBasis.AFFORDABLE)
    return refuses & dear


def _verdict_is(columns: Columns, verdict: TenureVerdict) -> Mask:
    """Mark the pairs whose cell of the tenure table holds this verdict."""
    kinds = [landlord.kind for landlord in columns.pool.landlords]
    grid = np.array(
        [[TENURE[TenureCase(*h, *o)] is verdict for o in _OFFERED] for h in _HELD]
    )
    down = columns.down(lambda row: _HELD_AT[row.tenancy_held, row.landlord_kind])
    across = columns.across(
        lambda home: _OFFERED_AT[
            kinds[columns.landlord_of[home.landlord_id]], home.tenancy_offered
        ]
    )
    return columns.cells(grid, down, across)


def _not_grantable(columns: Columns) -> Mask:
    return _verdict_is(columns, TenureVerdict.NOT_GRANTABLE)


def _worse(columns: Columns) -> Mask:
    return _verdict_is(columns, TenureVerdict.WORSE)


def _needs_decision(columns: Columns) -> Mask:
    return _verdict_is(columns, TenureVerdict.NEEDS_DECISION)


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
        authority="Housing Act 1985 s.80; Housing Act 1988 sch.1 para.12",
        in_force="1989-01-15",
        sentence="The home's landlord has no power to grant the tenancy it offers.",
        refused=_not_grantable,
    ),
    Rule(
        code=RefusalCode.TENANCY_WORSE,
        authority=(
            "Housing Act 1985 s.81ZA (Domestic Abuse Act 2021 s.79); Housing Act 1996 "
            "s.124(2); scheme agreement for associations"
        ),
        in_force="2021-11-01",
        sentence="The tenancy offered is less secure than the one the household holds.",
        refused=_worse,
    ),
    Rule(
        code=RefusalCode.TENANCY_NEEDS_DECISION,
        authority="Scheme practice: what the tenure table does not settle, people do",
        in_force="scheme",
        sentence="A person must decide whether the tenancy offered keeps security.",
        refused=_needs_decision,
    ),
)
