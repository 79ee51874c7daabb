"""Rules of size."""

from collections.abc import Callable
from functools import partial

import numpy as np

from matching.pool import Home, Household
from matching.rules.columns import Columns, Mask
from matching.rules.rule import Rule
from matching.terms import BedroomStandard, RefusalCode

_BEDROOMS = (
    "Scheme's or landlord's rule: Housing Benefit Regulations 2006 reg. B13, or "
    "Allocation of accommodation guidance 2012 para. 4.8"
)
_PERSONS = "As let; at most Housing Act 1985 s.326"


Bound = Callable[[Household, BedroomStandard | None], int]


def _fewest(row: Household, standard: BedroomStandard | None) -> int:
    own = [least for counted_by, least in row.bedrooms_min_by if counted_by is standard]
    return own[0] if own else row.bedrooms_min


def _most(row: Household, standard: BedroomStandard | None) -> int:
    return _fewest(row, standard) + row.bedrooms_max - row.bedrooms_min


def _too_few(columns: Columns) -> Mask:
    return _by_standard(columns, np.less, _fewest)


def _too_many(columns: Columns) -> Mask:
    return _by_standard(columns, np.greater, _most)


def _by_standard(columns: Columns, compared: np.ufunc, bound: Bound) -> Mask:
    """Compare bedrooms by the scheme's standard, or the landlord's where it has one."""
    bedrooms = columns.across(lambda home: home.bedrooms)
    refused: Mask = compared(bedrooms, columns.down(lambda row: bound(row, None)))
    for standard in BedroomStandard:
        theirs = columns.across_flag(partial(_counts_by, columns, standard))
        if theirs.any():
            (at,) = theirs[0].nonzero()
            own = columns.down(partial(_swapped, bound, standard))
            refused[:, at] = compared(bedrooms[:, at], own)
    return refused


def _counts_by(columns: Columns, standard: BedroomStandard, home: Home) -> bool:
    landlord = columns.pool.landlords[columns.landlord_of[home.landlord_id]]
    return landlord.bedroom_standard is standard


def _swapped(bound: Bound, standard: BedroomStandard, row: Household) -> int:
    return bound(row, standard)


def _persons(columns: Columns) -> Mask:
    persons = columns.down(lambda row: row.persons)
    return columns.across(lambda home: home.persons_max) < persons


SIZE = (
    Rule(
        code=RefusalCode.BEDROOMS_TOO_FEW,
        authority=_BEDROOMS,
        in_force="scheme",
        sentence="The home has fewer bedrooms than the household needs.",
        refused=_too_few,
    ),
    Rule(
        code=RefusalCode.BEDROOMS_TOO_MANY,
        authority=_BEDROOMS,
        in_force="scheme",
        sentence="The home has more bedrooms than the household may take.",
        refused=_too_many,
    ),
    Rule(
        code=RefusalCode.PERSONS_TOO_MANY,
        authority=_PERSONS,
        in_force="scheme",
        sentence="The home is meant for fewer people than will live in it.",
        refused=_persons,
    ),
)
