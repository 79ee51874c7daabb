"""Which rights change with a move, to be told before the household accepts.

Source: Housing Act 1985 parts 4 and 5 (succession, right to buy), Housing Act 1988
s.17 and sch.2 ground 8, Housing Act 1996 s.16 (right to acquire). Nothing here ever
refuses a home.
"""

from collections.abc import Iterator
from enum import Enum
from types import MappingProxyType
from typing import Final

from matching.tenure.case import Disclosure, TenureCase
from matching.terms import LandlordKind, TenancyKind


class _Act(Enum):
    HOUSING_1985 = 1985
    HOUSING_1988 = 1988


_K = TenancyKind
_HELD_UNDER: Final = MappingProxyType(
    {
        _K.SECURE_LIFETIME: _Act.HOUSING_1985,
        _K.SECURE_FLEXIBLE: _Act.HOUSING_1985,
        _K.INTRODUCTORY: _Act.HOUSING_1985,
        _K.ASSURED_LIFETIME: _Act.HOUSING_1988,
        _K.ASSURED_FIXED: _Act.HOUSING_1988,
        _K.STARTER: _Act.HOUSING_1988,
    }
)
_CHANGES: Final = MappingProxyType(
    {
        (_Act.HOUSING_1985, LandlordKind.COUNCIL): (Disclosure.SUCCESSION_RESET,),
        (_Act.HOUSING_1985, LandlordKind.HOUSING_ASSOCIATION): (
            Disclosure.RTB_LOST,
            Disclosure.GROUND_8,
            Disclosure.SUCCESSION_RESET,
        ),
        (_Act.HOUSING_1988, LandlordKind.COUNCIL): (
            Disclosure.RTB_GAINED,
            Disclosure.SUCCESSION_RESET,
        ),
        (_Act.HOUSING_1988, LandlordKind.HOUSING_ASSOCIATION): (
            Disclosure.SUCCESSION_RESET,
        ),
    }
)


def disclosures(case: TenureCase) -> tuple[Disclosure, ...]:
    """Return what changes, in the order of `Disclosure`.

    Of a tenancy under neither Act only what the new home brings is told: the person
    who decides says the rest.
    """
    found = set(_changes(case))
    return tuple(change for change in Disclosure if change in found)


def _changes(case: TenureCase) -> Iterator[Disclosure]:
    act = _HELD_UNDER.get(case.held)
    if act is not None:
        yield from _CHANGES[act, case.new_landlord]
    if case.held is _K.SECURE_LIFETIME:
        # A family that could succeed under a tenancy from before April 2012 may not
        # under one granted since.
        yield Disclosure.SUCCESSION_NARROWED
    if case.held is _K.ASSURED_LIFETIME and case.offered is _K.ASSURED_LIFETIME:
        yield Disclosure.PRESERVED_RTB_LOST
    if case.offered is _K.ASSURED_LIFETIME:
        yield Disclosure.RTA_POSSIBLE
    if case.affordable_rent:
        yield Disclosure.RENT_BASIS
